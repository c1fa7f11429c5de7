//! What is measured of a unit for a question: its features.
//!
//! Owns how each is computed; their list and weights are `features`' and `weights`'.

use super::facts::Facts;
use super::features::{Feature, Features};
use super::fit::{self, Fit};
use super::permission::{self, Rule};
use super::when::{Agreement, Asked};
use super::{Expanded, Expansion, Match, Reader, is_strict};
use crate::frames::Frame;
use crate::lexicon::PhraseId;
use crate::question::{Importance, Question};
use crate::say;
use crate::unit::{Body, Unit};

impl Reader<'_> {
    /// The features of a unit; `near` is how near the questions before were to it.
    pub(super) fn features(
        &self,
        number: usize,
        question: &Question,
        expansion: &Expansion,
        when: &Asked,
        (near, fit): (f32, Fit),
        (best, own): (&[Option<Match>], &[f32]),
    ) -> Features {
        let entry = &self.index.entries[number];
        let unit = &self.index.units[number];
        let total: f32 = expansion.terms.iter().map(|term| term.weight).sum();
        let part = |weights: &dyn Fn(usize) -> f32| -> f32 {
            let weighted = |(number, term): (usize, &Expanded)| term.weight * weights(number);
            let sum: f32 = expansion.terms.iter().enumerate().map(weighted).sum();
            if total > 0.0 { sum / total } else { 0.0 }
        };
        let met = |number: usize| best[number].map_or(0.0, |found| found.weight);
        let mut coverage = part(&met);
        let mut own_part = part(&|number| own[number]);
        let strong = part(&|number| if met(number) >= 0.8 { met(number) } else { 0.0 });
        let facts = self.facts.of(number, unit);
        let days = when.days_in(facts);
        if total < 0.3 && !when.days.is_empty() {
            // The day is what is asked about.
            let has = f32::from(u8::from(days == Agreement::Names));
            coverage = (coverage * total + has) / (total + 1.0);
            own_part = (own_part * total + has) / (total + 1.0);
        }
        let dates = when.dates_in(facts);
        let ages = match when.ages_in(facts) {
            Agreement::Silent => when.sizes_in(facts),
            ages => ages,
        };
        let mut features = Features::default();
        features.set(Feature::Coverage, coverage);
        features.set(Feature::Strong, strong);
        features.set(Feature::Own, own_part);
        features.set(Feature::Key, covered(&entry.key, expansion));
        features.set(Feature::Focus, covered(&entry.content, expansion));
        features.flag(Feature::Holds, fit == Fit::Holds);
        features.flag(Feature::Unclear, fit == Fit::Unclear);
        features.flag(Feature::Lacks, fit == Fit::Lacks);
        let strict = question
            .first_asked()
            .is_some_and(|asked| is_strict(asked) || asked == Frame::Who);
        features.flag(Feature::LacksStrict, strict && fit == Fit::Lacks);
        features.flag(Feature::DayNames, days == Agreement::Names);
        if days == Agreement::Names {
            features.set(Feature::DayBreadth, facts.days.len() as f32 / 7.0);
        }
        features.flag(Feature::DayDiffers, days == Agreement::Differs);
        features.flag(Feature::DateNames, dates == Agreement::Names);
        features.flag(Feature::DateDiffers, dates == Agreement::Differs);
        features.flag(Feature::AgeNames, ages == Agreement::Names);
        // "Is 5 old enough for piano?" is about piano, whatever its age.
        let is_named = question.yes_no && covered(&entry.key, expansion) > 0.99;
        features.flag(Feature::AgeDiffers, ages == Agreement::Differs && !is_named);
        features.set(Feature::Near, near);
        features.flag(Feature::OnlyContext, own_part < 0.05);
        features.flag(Feature::HoursHeading, hours_heading(question, unit));
        features.flag(Feature::Row, matches!(unit.body, Body::Row(_)));
        features.flag(Feature::Answered, matches!(unit.body, Body::Answered { .. }));
        features.flag(Feature::Entry, matches!(unit.body, Body::Entry { .. }));
        features.flag(Feature::YesNo, question.yes_no);
        features.set(Feature::Length, (entry.content.len() as f32 + 1.0).ln() / 5.0);
        features.set(
            Feature::CoverageHolds,
            if fit == Fit::Holds { coverage } else { 0.0 },
        );
        features.set(Feature::OwnHolds, if fit == Fit::Holds { own_part } else { 0.0 });
        missing(question, expansion, best, &mut features);
        rules(question, unit, facts, &mut features);
        features
    }
}

/// Whether a unit tells the rules that the question asks for.
fn rules(question: &Question, unit: &Unit, facts: &Facts, features: &mut Features) {
    let rule = permission::asked(question);
    if rule == Rule::None {
        return;
    }
    let text = say::own_text(unit);
    let is_rule = permission::is_rule(&text);
    match rule {
        Rule::Prohibition => {
            // "Can I take things home? No." tells of one thing, and not of all that is forbidden.
            let is_of_one = matches!(unit.body, Body::Answered { .. });
            let forbids = permission::how_much_is_forbidden(&text);
            features.set(
                Feature::Forbids,
                if is_of_one { forbids.min(0.5) } else { forbids },
            );
            features.flag(Feature::NoRule, forbids == 0.0);
        }
        Rule::Permission => {
            features.flag(Feature::Permits, is_rule);
            features.flag(
                Feature::OnlyPrice,
                !is_rule && facts.values.iter().any(fit::is_price),
            );
        }
        Rule::None => {}
    }
}

/// How much of a list of phrases the question has.
fn covered(phrases: &[PhraseId], expansion: &Expansion) -> f32 {
    if phrases.is_empty() {
        return 0.0;
    }
    let hit = phrases
        .iter()
        .filter(|phrase| expansion.phrases.contains_key(phrase))
        .count();
    hit as f32 / phrases.len() as f32
}

/// What of the question the unit does not have.
fn missing(question: &Question, expansion: &Expansion, best: &[Option<Match>], features: &mut Features) {
    let content: Vec<usize> = (0..question.terms.len())
        .filter(|number| {
            question.terms[*number].importance != Importance::Light && !question.terms[*number].carried
        })
        .collect();
    let count = content.len().max(1) as f32;
    let met = |number: usize| best[number].map_or(0.0, |found| found.weight);
    let here = content.iter().filter(|number| met(**number) < 0.4).count() as f32;
    let anywhere = content
        .iter()
        .filter(|number| !expansion.terms[**number].found)
        .count() as f32;
    features.set(Feature::MissingHere, here / count);
    features.set(Feature::MissingAnywhere, anywhere / count);
    features.set(Feature::Terms, (content.len() as f32).min(6.0) / 6.0);
    // "A Thai massage" is not any massage.
    let modifier = content.iter().any(|number| {
        let next = question.terms.get(number + 1);
        met(*number) < 0.4
            && next.is_some_and(|next| {
                next.importance != Importance::Light
                    && next.at == question.terms[*number].at.saturating_add(1)
                    && met(number + 1) >= 0.6
            })
    });
    features.flag(Feature::ModifierMissing, modifier);
    let weights = || content.iter().map(|number| met(*number));
    features.set(Feature::Weakest, weights().fold(1.0, f32::min));
    features.set(Feature::Strongest, weights().fold(0.0, f32::max));
}

/// "When do you open?" means the hours of the place, not those of something in it.
fn hours_heading(question: &Question, unit: &Unit) -> bool {
    const WORDS: [&str; 9] = [
        "opening",
        "hours",
        "режим работы",
        "часы работы",
        "график",
        "开放时间",
        "营业时间",
        "open times",
        "门诊时间",
    ];
    let bare = question
        .terms
        .iter()
        .all(|term| term.importance == Importance::Light || term.carried);
    if !question.asks_for_hours() || !bare {
        return false;
    }
    unit.path.iter().chain(&unit.lead).any(|heading| {
        let heading = heading.to_lowercase();
        WORDS.iter().any(|word| heading.contains(word))
    })
}
