//! From a question to its answer.
//!
//! Owns the order of things: the question by itself or with what the one before it says, the unit that answers, the
//! threshold below which none does, and the refusal. Reads no file and has no clock.

mod address;
mod carry;
#[cfg(test)]
mod comparing_tests;
mod events;
mod extreme;
mod filtered;
mod further;
mod graded;
mod inspect;
mod metered;
mod packs;
mod pairs;
mod parts;
mod priced;
mod quoted;
mod reckoned;
#[cfg(test)]
mod reckoned_tests;
mod said;
mod same_row;
mod tabled;
#[cfg(test)]
mod tabled_tests;
#[cfg(test)]
mod testing;

use std::sync::OnceLock;

use jiff::civil::DateTime;

use crate::hours::{self, Scheduled};
use crate::index::Index;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::opening;
use crate::question::{Importance, Question, QuestionReader};
use crate::reader::{Agreement, Asked, Candidate, Expansion, FactStore, Reader};
pub use crate::reader::{Features, NAMES as FEATURE_NAMES};
use crate::say;
use crate::similarity::Similarity;
use crate::unit::{Unit, UnitId};
use crate::values::Currency;

/// From this probability on a unit is said as the answer. Of the answers of `tests/answers` between 0.75 and 0.85 nearly one in
/// five was wrong, above it about one in twenty.
const STATED: f32 = 0.85;
/// From this one on another reading of the question is not looked for.
const CONFIDENCE: f32 = 0.75;
/// From this one on a unit may be the answer.
const POSSIBLE: f32 = 0.2;
/// From this one on a unit is quoted as what may help; below, nothing is.
const QUOTED: f32 = 0.1;
/// Up to so many units all are looked at for an age that is asked about.
const AGES_LOOKED_AT: usize = 3_000;
/// As many earlier answers are still near.
const EARLIER: usize = 3;

/// What was asked and answered before.
#[derive(Debug, Clone, Default)]
pub struct Context {
    question: Option<Question>,
    units: Vec<usize>,
    /// Units that answered the questions before the last one, the latest first.
    earlier: Vec<usize>,
    when: Asked,
}

impl Context {
    /// Takes what was asked and which units answered it.
    fn remember(&mut self, answer: &Answer, question: Question) {
        let mut earlier = std::mem::take(&mut self.units);
        earlier.extend(self.earlier.iter().copied().take(EARLIER));
        self.earlier = earlier;
        self.units = answer.units.iter().map(|unit| unit.0 as usize).collect();
        self.when = question.when.clone();
        self.question = Some(question);
    }

    /// The units that answered before, with how near they still are.
    fn near(&self) -> Vec<(usize, f32)> {
        let last = self.units.iter().map(|unit| (*unit, 1.0));
        let earlier = self.earlier.iter().map(|unit| (*unit, 0.7));
        last.chain(earlier).collect()
    }
}

/// How a question was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The words; the refusal where nothing answers.
    pub text: String,
    /// The units that were said, or that the answer was computed from; none for a refusal.
    pub units: Vec<UnitId>,
    /// How sure it is, 0 to 1; 0 for a refusal.
    pub confidence: f32,
}

impl Answer {
    /// Whether it is said as an answer, not as what may be one, and is no refusal.
    pub fn is_certain(&self) -> bool {
        !self.units.is_empty() && self.confidence >= STATED
    }
}

/// Documents that answer questions.
pub struct Answerer {
    lexicon: Lexicon,
    index: Index,
    questions: QuestionReader,
    schedules: Vec<Scheduled>,
    facts: FactStore,
    similarity: Option<Box<dyn Similarity>>,
    /// The currency of the documents, once it was looked for.
    currency: OnceLock<Option<Currency>>,
}

/// How closely candidates are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// By their words and what they hold.
    Found,
    /// The best also by the encoder's reader, which takes the longest.
    Read,
}

/// One reading of a question and what it finds.
struct Reading {
    question: Question,
    candidates: Vec<Candidate>,
    expansion: Expansion,
}

impl Reading {
    /// The probability that the best unit answers.
    fn confidence(&self) -> f32 {
        self.candidates.first().map_or(0.0, |best| best.confidence)
    }

    /// The words of the question that no document has.
    fn missing(&self) -> Vec<String> {
        let terms = self.question.terms.iter().zip(&self.expansion.terms);
        terms
            .filter(|(term, expanded)| !expanded.found && term.importance != Importance::Light)
            .map(|(term, _)| term.word.clone())
            .collect()
    }
}

impl Answerer {
    /// Indexes the units.
    pub fn new(units: Vec<Unit>) -> Self {
        let hours = || hours::schedules(&units, language_of(&units));
        let words = || {
            let mut lexicon = Lexicon::of(&languages_of(&units));
            let index = Index::of(&units, &mut lexicon);
            (lexicon, index)
        };
        // The hours are read beside the words, where a thread can be had.
        let (schedules, (lexicon, mut index)) = std::thread::scope(|scope| match std::thread::Builder::new()
            .spawn_scoped(scope, hours)
        {
            Ok(beside) => {
                let words = words();
                let schedules = beside
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                (schedules, words)
            }
            Err(_) => (hours(), words()),
        });
        index.units = units;
        let questions = QuestionReader::load(&lexicon);
        Self {
            schedules,
            facts: FactStore::new(index.units.len()),
            similarity: None,
            currency: OnceLock::new(),
            lexicon,
            index,
            questions,
        }
    }

    /// The units as an encoder reads them, in their order.
    pub fn passages(&self) -> Vec<String> {
        self.index.units.iter().map(say::passage).collect()
    }

    /// Looks at what texts mean too, from now on.
    pub fn set_similarity(&mut self, similarity: Box<dyn Similarity>) {
        self.similarity = Some(similarity);
    }

    /// The number of units.
    pub fn len(&self) -> usize {
        self.index.units.len()
    }

    /// Whether there is no unit.
    pub fn is_empty(&self) -> bool {
        self.index.units.is_empty()
    }

    /// The unit of this name.
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.index.units.get(id.0 as usize)
    }

    /// Answers a question asked at `now` after those that `context` remembers.
    pub fn answer(
        &self,
        text: &str,
        language: Option<Language>,
        context: &mut Context,
        now: DateTime,
    ) -> Answer {
        let mut answers: Vec<Answer> = Vec::new();
        for part in self.parts(&self.asked(text, language)) {
            let language = part.language;
            let answer = self.one(part, context, now);
            let answer = self.of_another_part(&answers, answer, language);
            answers.push(answer);
        }
        said::joined(answers)
    }

    /// The question, taken apart; in the language of its letters where none is given.
    fn asked(&self, text: &str, language: Option<Language>) -> Question {
        let language = language.unwrap_or_else(|| Language::of(text));
        self.questions.read(text, language, &self.lexicon)
    }

    fn one(&self, question: Question, context: &mut Context, now: DateTime) -> Answer {
        if let Some(answer) = self.address(&question, context) {
            return answer;
        }
        if let Some(answer) = self.hours_compared(&question, context, now) {
            context.remember(&answer, dated(question, now));
            return answer;
        }
        let comparing = self.comparing(&question, now);
        let comparing = comparing.as_ref();
        if let Some(answer) = comparing.and_then(|comparing| self.tabled(comparing, context)) {
            context.remember(&answer, dated(question, now));
            return answer;
        }
        if let Some(answer) = self.pack(&question, context, now) {
            return answer;
        }
        if let Some(answer) = self.reckoned(&question, context, now) {
            return answer;
        }
        if let Some(answer) = comparing.and_then(|comparing| self.told_apart(comparing, context)) {
            context.remember(&answer, dated(question, now));
            return answer;
        }
        if let Some(answer) = self.events(&question, context, now) {
            return answer;
        }
        if let Some(answer) = self.of_the_same_row(&question, context, now) {
            return answer;
        }
        let reading = self.chosen(question, context, now);
        let answer = self
            .open(&reading, context, now)
            .or_else(|| self.metered(&reading))
            .or_else(|| self.filtered(&reading))
            .or_else(|| self.open_on_date(&reading, now))
            .unwrap_or_else(|| self.said(&reading));
        if !answer.units.is_empty() {
            context.remember(&answer, reading.question);
        } else if context.question.is_none() {
            context.question = Some(reading.question);
        }
        answer
    }

    /// The question by itself or with what the one before it says, whichever answers.
    fn chosen(&self, question: Question, context: &Context, now: DateTime) -> Reading {
        let alone = |question: Question| self.reading(question, &[], now, &Asked::default(), Depth::Read);
        let Some(before) = &context.question else {
            return alone(question);
        };
        let carried = self.carried(&question, before, context);
        let carried = || self.reading(carried, &context.near(), now, &context.when, Depth::Read);
        if question.follow || question.pronoun {
            let carried = carried();
            if carried.confidence() >= CONFIDENCE {
                return carried;
            }
            let alone = alone(question);
            return if alone.confidence() >= CONFIDENCE {
                alone
            } else {
                carried
            };
        }
        let alone = alone(question);
        if alone.confidence() >= CONFIDENCE {
            return alone;
        }
        let carried = carried();
        if carried.confidence() >= CONFIDENCE || alone.confidence() < POSSIBLE {
            carried
        } else {
            alone
        }
    }

    /// What finds and reads units.
    fn reader(&self) -> Reader<'_> {
        Reader {
            index: &self.index,
            lexicon: &self.lexicon,
            facts: &self.facts,
            similarity: self.similarity.as_deref(),
        }
    }

    fn reading(
        &self,
        mut question: Question,
        near: &[(usize, f32)],
        now: DateTime,
        before: &Asked,
        depth: Depth,
    ) -> Reading {
        let reader = self.reader();
        let expansion = reader.expand(&question);
        question.when = Asked::of(&question, now.date());
        if question.when.days.is_empty() && question.when.dates.is_empty() {
            question.when.days = before.days;
        }
        if question.when.months.is_empty() && question.when.days.is_empty() {
            question.when.months.clone_from(&before.months);
        }
        let nearness = |unit: usize| self.nearness(unit, near);
        let mut extra: Vec<usize> = near
            .iter()
            .flat_map(|(unit, _)| self.index.block(*unit))
            .take(400)
            .collect();
        extra.extend(self.for_ages(&question.when));
        let mut candidates = reader.candidates(&question, &expansion, &question.when, &nearness, &extra);
        if depth == Depth::Read {
            reader.read(&question, &mut candidates);
        }
        Reader::prefer_notice(&question.when, &mut candidates);
        reader.judge_first(&question, &mut candidates);
        Reading {
            question,
            candidates,
            expansion,
        }
    }

    /// The units that name an age or a size that is asked about, in documents of a size where all can be looked at.
    fn for_ages(&self, when: &Asked) -> Vec<usize> {
        if !when.names_age_or_size() || self.index.units.len() > AGES_LOOKED_AT {
            return Vec::new();
        }
        let units = self.index.units.iter().enumerate();
        units
            .filter(|(number, unit)| {
                let facts = self.facts.of(*number, unit);
                [when.ages_in(facts), when.sizes_in(facts)].contains(&Agreement::Names)
            })
            .map(|(number, _)| number)
            .collect()
    }

    /// Whether a unit stands in the table or under the heading of another.
    fn is_beside(&self, id: UnitId, unit: &Unit) -> bool {
        self.unit(id)
            .is_some_and(|other| other.block == unit.block || other.path == unit.path)
    }

    /// What holds on the date that is asked about, where the unit that answers is part of a schedule: the row for Fridays
    /// says nothing of a Friday that is an exception.
    fn open_on_date(&self, reading: &Reading, now: DateTime) -> Option<Answer> {
        let question = &reading.question;
        if reading.confidence() < CONFIDENCE {
            return None;
        }
        let unit = self.index.units.get(reading.candidates.first()?.unit)?;
        let opening = opening::on_date(&self.schedules, question, &self.lexicon, unit, now)?;
        Some(Answer {
            text: opening.text,
            units: opening.units,
            confidence: reading.confidence(),
        })
    }

    /// The answer to a question that compares hours.
    fn hours_compared(&self, question: &Question, context: &Context, now: DateTime) -> Option<Answer> {
        if !opening::compares(question) {
            return None;
        }
        let question = dated(question.clone(), now);
        let opening = opening::compared(&self.schedules, &question, &self.lexicon, &context.units, now)?;
        Some(Answer {
            text: opening.text,
            units: opening.units,
            confidence: 1.0,
        })
    }

    /// The answer from a schedule, where one is asked for.
    fn open(&self, reading: &Reading, context: &Context, now: DateTime) -> Option<Answer> {
        let opening = opening::answer(
            &self.schedules,
            &reading.question,
            &self.lexicon,
            &context.units,
            now,
        )?;
        // "Is X-ray open on Sunday?" means X-ray, and not the pharmacy opposite it.
        let is_meant = reading.candidates.first().is_none_or(|first| {
            let own_key = first.features.is_key() && !reading.question.names_nothing();
            let unit = &self.index.units[first.unit];
            !own_key || opening.units.iter().any(|id| self.is_beside(*id, unit))
        });
        if !is_meant {
            return None;
        }
        Some(Answer {
            text: opening.text,
            units: opening.units,
            confidence: 1.0,
        })
    }
}

/// The question with the days and dates that it is about.
fn dated(question: Question, now: DateTime) -> Question {
    let when = Asked::of(&question, now.date());
    Question { when, ..question }
}

/// The languages whose word lists are read. English words and names stand in documents of every language, and Chinese
/// questions are cut into words by their list; Russian words are of use where any document has some.
fn languages_of(units: &[Unit]) -> Vec<Language> {
    let is_russian = |letter: char| matches!(letter, '\u{400}'..='\u{52f}');
    let has_some = |unit: &Unit| {
        let above = unit.path.iter().chain(&unit.lead);
        say::own_text(unit).chars().any(is_russian) || above.flat_map(|text| text.chars()).any(is_russian)
    };
    if units.iter().any(has_some) {
        Language::ALL.to_vec()
    } else {
        vec![Language::English, Language::Chinese]
    }
}

/// The language in which most of the documents are written.
fn language_of(units: &[Unit]) -> Language {
    let mut counts = [0_usize; 3];
    for unit in units.iter().take(2_000) {
        counts[Language::of(&say::own_text(unit)) as usize] += 1;
    }
    let most = Language::ALL
        .into_iter()
        .max_by_key(|language| counts[*language as usize]);
    most.unwrap_or_default()
}
