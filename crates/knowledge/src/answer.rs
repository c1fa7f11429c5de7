//! From a question to its answer.
//!
//! Owns the order of things: the question by itself or with what the one before it says, the unit that answers, the
//! threshold below which none does, and the refusal. Reads no file and has no clock.

use jiff::civil::DateTime;

use crate::frames::Frame;
use crate::hours::{self, Scheduled};
use crate::index::Index;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::opening;
use crate::question::{Importance, Question, QuestionReader, Term};
use crate::reader::{Agreement, Asked, Candidate, Reader};
pub use crate::reader::{Features, NAMES as FEATURE_NAMES};
use crate::reckon::{self, Amount, Priced, Quantity};
use crate::say;
use crate::similarity::Similarity;
use crate::unit::{Body, Unit, UnitId};

/// Below this probability nothing answers.
const CONFIDENCE: f32 = 0.5;
/// As many earlier answers are still near.
const EARLIER: usize = 3;
/// As many units are measured for training.
const MEASURED: usize = 16;
/// Rows said together at most.
const ROWS: usize = 4;
/// Sentences of a paragraph are said together when they answer about as well.
const SAME_PARAGRAPH: f32 = 0.15;
/// Rows said together at most where a list is asked for.
const LIST: usize = 12;

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

/// Documents that answer questions.
pub struct Answerer {
    lexicon: Lexicon,
    index: Index,
    questions: QuestionReader,
    schedules: Vec<Scheduled>,
    similarity: Option<Box<dyn Similarity>>,
}

/// One reading of a question and what it finds.
struct Reading {
    question: Question,
    candidates: Vec<Candidate>,
    missing: Vec<String>,
}

impl Answerer {
    /// Indexes the units.
    pub fn new(units: Vec<Unit>) -> Self {
        let mut lexicon = Lexicon::load();
        let index = Index::build(units, &mut lexicon);
        let questions = QuestionReader::load(&lexicon);
        let schedules = hours::schedules(&index.units, language_of(&index.units));
        Self {
            schedules,
            similarity: None,
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
        let language = language.unwrap_or_else(|| Language::of(text));
        let question = self.questions.read(text, language, &self.lexicon);
        let parts = self.parts(&question);
        let mut answers: Vec<Answer> = Vec::new();
        for part in parts {
            let answer = self.one(part, context, now);
            answers.push(answer);
        }
        joined(answers)
    }

    /// The units that come nearest with their features and what would be said of each: what the reader is trained on.
    pub fn measure(
        &self,
        text: &str,
        language: Option<Language>,
        context: &Context,
        now: DateTime,
    ) -> Vec<(UnitId, Features, String)> {
        let language = language.unwrap_or_else(|| Language::of(text));
        let question = self.questions.read(text, language, &self.lexicon);
        let reading = self.chosen(question, context, now);
        reading
            .candidates
            .iter()
            .take(MEASURED)
            .map(|candidate| {
                (
                    self.index.units[candidate.unit].id,
                    candidate.features,
                    say::ended(&say::statement(&self.index, &reading.question, candidate)),
                )
            })
            .collect()
    }

    /// How a question is read and which units come nearest, for whoever wants to know why.
    pub fn explain(
        &self,
        text: &str,
        language: Option<Language>,
        context: &Context,
        now: DateTime,
    ) -> String {
        use std::fmt::Write as _;
        let language = language.unwrap_or_else(|| Language::of(text));
        let mut out = String::new();
        for part in self.parts(&self.questions.read(text, language, &self.lexicon)) {
            let mut readings = vec![self.reading(part.clone(), &[], now, &Asked::default())];
            if let Some(before) = &context.question {
                let carried = self.carried(&part, before, context);
                readings.push(self.reading(carried, &context.near(), now, &context.when));
            }
            for reading in readings {
                let question = &reading.question;
                let terms: Vec<String> = question
                    .terms
                    .iter()
                    .map(|term| {
                        format!(
                            "{}{}:{:?}",
                            if term.carried { "~" } else { "" },
                            term.stem,
                            term.importance
                        )
                    })
                    .collect();
                let _ = writeln!(
                    out,
                    "asked {:?} yes_no {} follow {} pronoun {} terms {terms:?} missing {:?}",
                    question.asked, question.yes_no, question.follow, question.pronoun, reading.missing
                );
                for candidate in reading.candidates.iter().take(5) {
                    let _ = writeln!(
                        out,
                        "  {:.2} p {:.2} cov {:.2} {:?} {}",
                        candidate.score,
                        candidate.confidence,
                        candidate.coverage,
                        candidate.fit,
                        say::statement(&self.index, question, candidate)
                            .chars()
                            .take(110)
                            .collect::<String>()
                    );
                }
            }
        }
        out
    }

    /// The questions in a question: "When do you open and where can I park?"
    fn parts(&self, question: &Question) -> Vec<Question> {
        const JOINTS: [&str; 6] = ["and", "и", "а", "also", "plus", "but"];
        let whole = || vec![question.clone()];
        let frames = self.questions.frames(question.language);
        let splits = |at: usize| -> bool {
            let rest = &question.tokens[at..];
            [
                Frame::Price,
                Frame::Open,
                Frame::Close,
                Frame::When,
                Frame::Where,
                Frame::Who,
                Frame::Duration,
                Frame::Count,
                Frame::How,
                Frame::Which,
                Frame::What,
                Frame::YesNo,
                Frame::Frequency,
                Frame::Distance,
                Frame::Age,
                Frame::Notice,
            ]
            .iter()
            .any(|frame| frames.at_start(*frame, rest).is_some())
                || rest
                    .first()
                    .is_some_and(|token| crate::question::is_auxiliary(&token.word))
        };
        for (at, token) in question.tokens.iter().enumerate().skip(question.begins + 2) {
            if question.tokens.len() - at < 3 {
                break;
            }
            let before = &question.text[..token.range.start];
            let comma = before.trim_end().ends_with([',', '，', ';', '；', '?', '？']);
            let (end, start) = if JOINTS.contains(&token.word.as_str()) {
                (token.range.start, at + 1)
            } else if comma {
                (token.range.start, at)
            } else {
                continue;
            };
            if !splits(start) {
                continue;
            }
            let first = &question.text[..end];
            let second = &question.text[question.tokens[start].range.start..];
            let read = |text: &str| self.questions.read(text, question.language, &self.lexicon);
            let (first, second) = (read(first), read(second));
            if first.terms.is_empty() && first.values.is_empty() {
                continue;
            }
            if first.asked.is_empty() && !first.yes_no {
                // "My van is 2 metres high, will it fit?": what is said first is no question.
                let mut whole = question.clone();
                for term in whole.terms.iter_mut().filter(|term| term.at < start) {
                    term.carried = true;
                }
                whole.yes_no |= second.yes_no;
                whole.asked.clone_from(&second.asked);
                return vec![whole];
            }
            let mut parts = vec![first];
            parts.extend(self.parts(&second));
            return parts;
        }
        whole()
    }

    fn one(&self, question: Question, context: &mut Context, now: DateTime) -> Answer {
        if let Some(answer) = self.reckoned(&question, context, now) {
            return answer;
        }
        let reading = self.chosen(question, context, now);
        let answer = self
            .open(&reading, context, now)
            .unwrap_or_else(|| self.said(&reading));
        if !answer.units.is_empty() {
            let mut earlier = std::mem::take(&mut context.units);
            earlier.extend(context.earlier.iter().copied().take(EARLIER));
            context.earlier = earlier;
            context.units = answer.units.iter().map(|unit| unit.0 as usize).collect();
            context.when = reading.question.when.clone();
            context.question = Some(reading.question);
        } else if context.question.is_none() {
            context.question = Some(reading.question);
        }
        answer
    }

    /// The question by itself or with what the one before it says, whichever answers.
    fn chosen(&self, question: Question, context: &Context, now: DateTime) -> Reading {
        let leans = question.follow || question.pronoun;
        let alone = self.reading(question.clone(), &[], now, &Asked::default());
        let carried = context
            .question
            .as_ref()
            .map(|before| self.carried(&question, before, context))
            .map(|question| self.reading(question, &context.near(), now, &context.when));
        match carried {
            Some(carried) if leans || !self.answers(&alone) || alone.question.terms.is_empty() => {
                if leans && self.answers(&carried) || !self.answers(&alone) {
                    carried
                } else {
                    alone
                }
            }
            _ => alone,
        }
    }

    /// The answer to a question of comparing or adding, if every amount is found.
    fn reckoned(&self, question: &Question, context: &mut Context, now: DateTime) -> Option<Answer> {
        let plan = reckon::plan(question)?;
        let frame = match plan.quantity {
            Quantity::Price => Frame::Price,
            Quantity::Duration => Frame::Duration,
            Quantity::Time => Frame::Close,
            Quantity::Count => Frame::Count,
        };
        let shared = self
            .questions
            .read(&plan.shared, question.language, &self.lexicon);
        let mut priced: Vec<Priced> = Vec::new();
        let mut units: Vec<UnitId> = Vec::new();
        let mut first: Option<Question> = None;
        let mut near: Vec<(usize, f32)> = Vec::new();
        for item in &plan.items {
            let bare = self.questions.read(&item.text, question.language, &self.lexicon);
            if plan.items.len() > 1
                && matches!(plan.task, reckon::Task::Total { .. })
                && bare.terms.iter().all(|term| term.importance == Importance::Light)
            {
                continue;
            }
            let (found, reading) = self.priced(
                item,
                frame,
                (&plan, &shared),
                first.as_ref(),
                (&near, context, now),
            )?;
            let unit = reading.candidates.get(found.1)?.unit;
            let amount = match found.0 {
                Some(amount) => amount,
                None => {
                    let part = reckon::half_or_free(&self.index.units[unit])?;
                    let base = priced.first().map(|priced: &Priced| &priced.amount)?;
                    Amount {
                        value: (base.value as f64 * part).round() as i64,
                        kind: base.kind,
                    }
                }
            };
            near.push((unit, 1.0));
            units.push(self.index.units[unit].id);
            first.get_or_insert(reading.question);
            priced.push(Priced {
                label: say::label(&self.index.units[unit]),
                count: item.count,
                amount,
            });
        }
        let same = matches!(plan.task, reckon::Task::Total { .. })
            && units
                .iter()
                .enumerate()
                .any(|(place, unit)| units[..place].contains(unit))
            && matches!(self.index.units[units[0].0 as usize].body, Body::Row(_));
        let alike = priced
            .windows(2)
            .any(|pair| pair[0].label == pair[1].label && pair[0].amount == pair[1].amount);
        if same || alike && plan.items.len() > 1 {
            return None;
        }
        let text = reckon::said(&plan, &priced, question.language)?;
        context.units = units.iter().map(|unit| unit.0 as usize).collect();
        context.question = Some(question.clone());
        Some(Answer {
            text,
            units,
            confidence: 1.0,
        })
    }

    /// The amount of one item, and the place of the candidate that names it. Without an amount the unit says a part
    /// of another's.
    fn priced(
        &self,
        item: &reckon::Item,
        frame: Frame,
        (plan, shared): (&reckon::Plan, &Question),
        first: Option<&Question>,
        (near, context, now): (&[(usize, f32)], &Context, DateTime),
    ) -> Option<((Option<Amount>, usize), Reading)> {
        let mut question = self.questions.read(&item.text, shared.language, &self.lexicon);
        question.asked = vec![frame];
        let bare = question
            .terms
            .iter()
            .all(|term| term.importance == Importance::Light)
            || question.pronoun;
        for term in &shared.terms {
            if !question.terms.iter().any(|own| own.stem == term.stem) {
                let mut term = term.clone();
                term.carried = true;
                term.at = usize::MAX;
                question.terms.push(term);
            }
        }
        question.values.extend(shared.values.iter().cloned());
        if let Some(first) = first.filter(|_| bare || question.terms.len() < 2) {
            let mut context = context.clone();
            context.units = near.iter().map(|(unit, _)| *unit).collect();
            question = self.carried(&question, first, &context);
            question.asked = vec![frame];
        }
        let reading = self.reading(question, near, now, &Asked::default());
        let reader = Reader {
            index: &self.index,
            lexicon: &self.lexicon,
            similarity: self.similarity.as_deref(),
        };
        let expansion = reader.expand(&reading.question);
        let mut part = None;
        for (place, candidate) in reading.candidates.iter().enumerate().take(4) {
            if candidate.coverage < 0.5 || candidate.coverage < 0.75 * reading.candidates[0].coverage {
                break;
            }
            let amount = reckon::amount_of(
                &self.index,
                &self.lexicon,
                &reading.question,
                &expansion,
                candidate,
                plan.quantity,
            );
            // "Free" somewhere else is no price of this.
            if amount
                .as_ref()
                .is_some_and(|amount| amount.value != 0 || place == 0)
            {
                return Some(((amount, place), reading));
            }
            if part.is_none()
                && first.is_some()
                && reckon::half_or_free(&self.index.units[candidate.unit]).is_some()
            {
                part = Some(place);
                break;
            }
        }
        part.map(|place| ((None, place), reading))
    }

    fn reading(
        &self,
        mut question: Question,
        near: &[(usize, f32)],
        now: DateTime,
        before: &Asked,
    ) -> Reading {
        let reader = Reader {
            index: &self.index,
            lexicon: &self.lexicon,
            similarity: self.similarity.as_deref(),
        };
        let expansion = reader.expand(&question);
        question.when = Asked::of(&question, now.date());
        if question.when.days.is_empty() && question.when.dates.is_empty() {
            question.when.days = before.days;
        }
        if question.when.months.is_empty() && question.when.days.is_empty() {
            question.when.months.clone_from(&before.months);
        }
        let nearness = |unit: usize| self.nearness(unit, near);
        let extra: Vec<usize> = near
            .iter()
            .flat_map(|(unit, _)| self.index.block(*unit))
            .take(400)
            .collect();
        let candidates = reader.candidates(&question, &expansion, &question.when, &nearness, &extra);
        let missing = question
            .terms
            .iter()
            .zip(&expansion.terms)
            .filter(|(term, expanded)| !expanded.found && term.importance != Importance::Light)
            .map(|(term, _)| term.word.clone())
            .collect();
        Reading {
            question,
            candidates,
            missing,
        }
    }

    /// How close a unit stands to those that answered before.
    fn nearness(&self, unit: usize, near: &[(usize, f32)]) -> f32 {
        let Some(here) = self.index.units.get(unit) else {
            return 0.0;
        };
        near.iter()
            .filter_map(|(other, weight)| {
                let there = self.index.units.get(*other)?;
                Some(
                    weight
                        * if *other == unit {
                            0.2
                        } else if same_key(here, there) {
                            0.18
                        } else if here.block == there.block {
                            0.1
                        } else if here.path == there.path && here.location.file == there.location.file {
                            0.06
                        } else {
                            0.0
                        },
                )
            })
            .fold(0.0, f32::max)
    }

    /// The question with what it leaves out and the one before it said.
    fn carried(&self, question: &Question, before: &Question, context: &Context) -> Question {
        let mut whole = question.clone();
        whole.meaning = format!("{} {}", before.text, question.text);
        let replaced = |term: &Term| -> bool {
            question.terms.iter().any(|own| own.stem == term.stem) || self.same_place(term, question, context)
        };
        if whole.asked.is_empty()
            || whole.asked == [Frame::What]
            || (whole.follow && whole.asked == [Frame::Which])
        {
            whole.asked.clone_from(&before.asked);
            whole.asked_before = true;
        }
        let keeps_all = question
            .terms
            .iter()
            .all(|term| term.importance == Importance::Light);
        for term in &before.terms {
            if term.importance == Importance::Light && !keeps_all {
                continue;
            }
            if !replaced(term) {
                let mut term = term.clone();
                term.carried = true;
                term.at = usize::MAX;
                whole.terms.push(term);
            }
        }
        whole
    }

    /// Whether a term of the question before stood where one of this question stands: the same column, another value;
    /// or another header.
    fn same_place(&self, term: &Term, question: &Question, context: &Context) -> bool {
        let Some(old) = term.phrase.or_else(|| self.lexicon.number(&term.stem)) else {
            return false;
        };
        let table = context
            .units
            .iter()
            .chain(&context.earlier)
            .flat_map(|unit| self.index.block(*unit))
            .take(500)
            .filter(|unit| matches!(self.index.units[*unit].body, Body::Row(_)));
        let mut old_fields = std::collections::BTreeSet::new();
        let mut new_fields = std::collections::BTreeSet::new();
        let all_light = question
            .terms
            .iter()
            .all(|own| own.importance == Importance::Light);
        for unit in table {
            for stands in &self.index.entries[unit].terms {
                if self.stands_for(old, stands.phrase) {
                    old_fields.insert(stands.field);
                }
                for own in question
                    .terms
                    .iter()
                    .filter(|own| all_light || own.importance != Importance::Light)
                {
                    if own.phrase.is_some_and(|own| self.stands_for(own, stands.phrase)) {
                        new_fields.insert(stands.field);
                    }
                }
            }
        }
        let is_header = |field: &crate::index::Field| matches!(field, crate::index::Field::Header(_));
        let both_headers = !old_fields.is_empty()
            && !new_fields.is_empty()
            && old_fields.iter().all(is_header)
            && new_fields.iter().all(is_header);
        let same_column = old_fields
            .iter()
            .any(|field| !is_header(field) && new_fields.contains(field));
        both_headers || same_column
    }

    fn stands_for(&self, asked: crate::lexicon::PhraseId, written: crate::lexicon::PhraseId) -> bool {
        asked == written
            || self
                .lexicon
                .alternatives(asked)
                .iter()
                .any(|(phrase, weight)| *phrase == written && *weight >= 0.9)
    }

    fn answers(&self, reading: &Reading) -> bool {
        let Some(best) = reading.candidates.first() else {
            return false;
        };
        best.confidence >= CONFIDENCE
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
        Some(Answer {
            text: opening.text,
            units: opening.units,
            confidence: 1.0,
        })
    }

    fn said(&self, reading: &Reading) -> Answer {
        if !self.answers(reading) {
            return self.refusal(reading);
        }
        let best = &reading.candidates[0];
        let together = self.together(reading);
        let mut texts: Vec<String> = Vec::new();
        for candidate in &together {
            let text = say::statement(&self.index, &reading.question, candidate);
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        let chinese = reading.question.language == Language::Chinese;
        let verdict = self.verdict(reading, best);
        let rows = matches!(self.index.units[best.unit].body, Body::Row(_));
        let joint = match (rows, chinese) {
            (true, true) => "；",
            (true, false) => "; ",
            (false, true) => "",
            (false, false) => " ",
        };
        if !rows {
            texts.iter_mut().for_each(|text| *text = say::ended(text));
        }
        let text = verdict + &say::ended(&texts.join(joint));
        Answer {
            text,
            units: together
                .iter()
                .map(|candidate| self.index.units[candidate.unit].id)
                .collect(),
            confidence: best.confidence,
        }
    }

    /// "No." where a unit names other days or dates than those of a question for yes or no.
    fn verdict(&self, reading: &Reading, best: &Candidate) -> String {
        let question = &reading.question;
        let unit = &self.index.units[best.unit];
        if !question.yes_no || !matches!(unit.body, Body::Row(_) | Body::Entry { .. }) {
            return String::new();
        }
        let differs = question.when.days_in(unit) == Agreement::Differs
            || question.when.dates_in(unit) == Agreement::Differs
                && question.when.days_in(unit) == Agreement::Silent;
        let no = match question.language {
            Language::English => "No. ",
            Language::Russian => "Нет. ",
            Language::Chinese => "不是。",
        };
        if differs { no.to_owned() } else { String::new() }
    }

    /// The best unit, with the rows and items of its table that answer as well.
    fn together<'a>(&self, reading: &'a Reading) -> Vec<&'a Candidate> {
        let best = &reading.candidates[0];
        let block = self.index.block(best.unit);
        let question = &reading.question;
        let lists = question.asks(Frame::Which) || question.asks(Frame::What) || question.asks(Frame::Who);
        let most = if lists { LIST } else { ROWS };
        let is_row = matches!(self.index.units[best.unit].body, Body::Row(_));
        let content = question
            .terms
            .iter()
            .any(|term| term.importance != Importance::Light);
        let file = &self.index.units[best.unit].location.file;
        let belongs = |candidate: &Candidate| {
            if candidate.unit == best.unit {
                return true;
            }
            let alike = (candidate.coverage - best.coverage).abs() < 0.03;
            let unit = &self.index.units[candidate.unit];
            if is_row {
                return block.contains(&candidate.unit) && alike && candidate.score > best.score - 0.12;
            }
            if !content && lists && !question.when.days.is_empty() {
                // "What's on on Saturdays?"
                return unit.location.file == *file && alike && candidate.score > best.score - 0.2;
            }
            // Sentences of one paragraph that say it together.
            block.contains(&candidate.unit) && alike && candidate.score > best.score - SAME_PARAGRAPH
        };
        let mut together: Vec<&Candidate> = reading
            .candidates
            .iter()
            .filter(|candidate| belongs(candidate))
            .collect();
        if together.len() > most {
            together.truncate(if lists { most } else { 1 });
        }
        together.sort_by_key(|candidate| candidate.unit);
        together
    }

    fn refusal(&self, reading: &Reading) -> Answer {
        let about = if reading.missing.is_empty() {
            reading
                .question
                .terms
                .iter()
                .filter(|term| term.importance != Importance::Light && !term.carried)
                .map(|term| term.word.clone())
                .take(2)
                .collect()
        } else {
            reading.missing.clone()
        };
        let text = match (reading.question.language, about.is_empty()) {
            (Language::English, true) => "I don't have that information.".to_owned(),
            (Language::English, false) => {
                format!("I don't have any information about {}.", about.join(" or "))
            }
            (Language::Russian, true) => "У меня нет такой информации.".to_owned(),
            (Language::Russian, false) => format!("У меня нет информации по запросу «{}».", about.join(" ")),
            (Language::Chinese, true) => "抱歉，我没有找到相关信息。".to_owned(),
            (Language::Chinese, false) => format!("抱歉，我没有找到关于“{}”的信息。", about.join("")),
        };
        Answer {
            text,
            units: Vec::new(),
            confidence: 0.0,
        }
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

/// Whether two rows are of the same thing: two lines of one route.
fn same_key(one: &Unit, other: &Unit) -> bool {
    match (&one.body, &other.body) {
        (Body::Row(one_cells), Body::Row(other_cells)) => {
            one.block == other.block
                && one_cells.first().map(|cell| &cell.text) == other_cells.first().map(|cell| &cell.text)
        }
        _ => false,
    }
}

/// Several answers as one; what is said twice is said once.
fn joined(answers: Vec<Answer>) -> Answer {
    let mut texts: Vec<String> = Vec::new();
    let mut units: Vec<UnitId> = Vec::new();
    let mut confidence = 0.0_f32;
    let known = answers.iter().any(|answer| !answer.units.is_empty());
    for answer in answers {
        if texts.contains(&answer.text)
            || (answer.units.is_empty() && known && texts.is_empty() && answer.text.is_empty())
        {
            continue;
        }
        texts.push(answer.text);
        units.extend(answer.units);
        confidence = confidence.max(answer.confidence);
    }
    units.dedup();
    Answer {
        text: texts.join(" "),
        units,
        confidence,
    }
}
