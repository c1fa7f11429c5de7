//! The words of an answer: the unit that answers, those of its table that answer as well, or the refusal.
//!
//! Owns how many units are said and in which order; how one is said is `say`'s.

use super::{Answer, Answerer, QUOTED, Reading, STATED, tabled};
use crate::frames::Frame;
use crate::index::Field;
use crate::language::Language;
use crate::question::{Importance, Question};
use crate::reader::{Agreement, Candidate, Fit, Match};
use crate::say::{self, Extent};
use crate::unit::{Body, Unit, UnitId};

/// Rows said together at most.
const ROWS: usize = 4;
/// A unit that comes as near to the question as this is said too.
const AS_NEAR: f32 = 0.1;
/// The same where the nearest one is less likely than `IN_DOUBT`.
const AS_NEAR_IN_DOUBT: f32 = 0.2;
const IN_DOUBT: f32 = 0.6;
/// What has the same words of a question for a list is said too as far behind as this.
const ALIKE: f32 = 0.2;
/// Longest statement, in characters, beside which another is said.
const SHORT: usize = 160;
/// Sentences of a paragraph are said together when they answer about as well.
const SAME_PARAGRAPH: f32 = 0.15;
/// What is doubted for a reason of its own is no surer than this.
const DOUBTED: f32 = 0.6;
/// From this coverage on a row has all that is asked about.
const ALL_NAMED: f32 = 0.7;
/// So many of the nearest units may name a topic in a refusal.
const LOOKED_AT: usize = 6;
/// Topics named in a refusal at most.
const TOPICS: usize = 2;
/// Longest topic, in characters.
const TOPIC: usize = 40;
/// A row of more characters is not said whole.
const LONGEST_ROW: usize = 320;
/// Rows said together at most where a list is asked for.
const LIST: usize = 12;

impl Answerer {
    pub(super) fn said(&self, reading: &Reading) -> Answer {
        if reading.confidence() < QUOTED {
            return self.refusal(reading);
        }
        let extreme = self.extreme(reading);
        let best = extreme.unwrap_or(&reading.candidates[0]);
        let mut together = extreme.map_or_else(|| self.together(reading), |row| vec![row]);
        if extreme.is_none() {
            together.extend(self.as_near(reading, &together));
        }
        let extent = if together.len() <= 2 {
            Extent::Line
        } else {
            Extent::Asked
        };
        let statements = together.iter().map(|candidate| Statement {
            text: say::statement(&self.index, &reading.question, candidate, extent),
            unit: &self.index.units[candidate.unit],
        });
        let mut texts = said_once(statements);
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
            for text in &mut texts {
                *text = say::ended(text);
            }
        }
        // Rows that tie make each other doubtful; the first or cheapest of them is none the less the one.
        let confidence = match extreme {
            Some(row) if row.coverage >= ALL_NAMED => reading.confidence().max(STATED),
            _ if self.is_of_another_day(reading, &together) => reading.confidence().min(DOUBTED),
            // A price of one is no answer to how much is saved.
            None if tabled::asks_to_compare(&reading.question) => reading.confidence().min(DOUBTED),
            _ => reading.confidence(),
        };
        let hedge = if confidence < STATED {
            hedge(reading.question.language)
        } else {
            ""
        };
        let text = format!("{hedge}{verdict}{}", say::ended(&texts.join(joint)));
        Answer {
            text,
            units: together
                .iter()
                .map(|candidate| self.index.units[candidate.unit].id)
                .collect(),
            confidence,
        }
    }

    /// The answer to a further question of a sentence: where it would only say again what was said, the whole row,
    /// or that nothing is known of it.
    pub(super) fn of_another_part(&self, earlier: &[Answer], answer: Answer, language: Language) -> Answer {
        if !earlier.iter().any(|earlier| says_again(earlier, &answer)) {
            return answer;
        }
        let unit = match answer.units.as_slice() {
            [unit] => self.unit(*unit),
            _ => None,
        };
        if let Some(Body::Row(cells)) = unit.map(|unit| &unit.body) {
            let doubt = if answer.confidence < STATED {
                hedge(language)
            } else {
                ""
            };
            let text = format!("{doubt}{}", say::ended(&say::complete_row(cells)));
            if text.chars().count() <= LONGEST_ROW {
                return Answer { text, ..answer };
            }
        }
        if answer.confidence >= STATED {
            return answer;
        }
        Answer {
            text: match language {
                Language::English => "I don't have the rest of what you asked for.",
                Language::Russian => "На остальное у меня нет ответа.",
                Language::Chinese => "抱歉，其余的我没有找到相关信息。",
            }
            .to_owned(),
            units: Vec::new(),
            confidence: 0.0,
        }
    }

    /// Whether it is asked what is open on a date or holiday of which these units say nothing: the week's hours may not hold then.
    fn is_of_another_day(&self, reading: &Reading, together: &[&Candidate]) -> bool {
        let (question, when) = (&reading.question, &reading.question.when);
        let is_dated = !when.dates.is_empty() || !when.holidays.is_empty();
        let names = |candidate: &&Candidate| {
            let facts = self.facts.of(candidate.unit, &self.index.units[candidate.unit]);
            when.dates_in(facts) == Agreement::Names
        };
        question.asks_for_hours() && is_dated && !together.iter().any(names)
    }

    /// "No." where a unit names other days or dates than those of a question for yes or no.
    fn verdict(&self, reading: &Reading, best: &Candidate) -> String {
        let question = &reading.question;
        let unit = &self.index.units[best.unit];
        if !question.yes_no || !matches!(unit.body, Body::Row(_) | Body::Entry { .. }) {
            return String::new();
        }
        let facts = self.facts.of(best.unit, unit);
        let differs = question.when.days_in(facts) == Agreement::Differs
            || question.when.dates_in(facts) == Agreement::Differs
                && question.when.days_in(facts) == Agreement::Silent
            || question.when.ages_in(facts) == Agreement::Differs && asks_if_old_enough(question);
        let no = match question.language {
            Language::English => "No. ",
            Language::Russian => "Нет. ",
            Language::Chinese => "不是。",
        };
        if differs { no.to_owned() } else { String::new() }
    }

    /// A unit from elsewhere that comes as near as the best: rather both than the wrong one.
    fn as_near<'a>(&self, reading: &'a Reading, together: &[&Candidate]) -> Option<&'a Candidate> {
        let best = &reading.candidates[0];
        let next = reading
            .candidates
            .iter()
            .find(|candidate| together.iter().all(|known| known.unit != candidate.unit))?;
        let short = |candidate: &Candidate| {
            say::statement(&self.index, &reading.question, candidate, Extent::Asked)
                .chars()
                .count()
                <= SHORT
        };
        let as_near = if reading.confidence() < IN_DOUBT {
            AS_NEAR_IN_DOUBT
        } else {
            AS_NEAR
        };
        let near = best.score - next.score < as_near && next.fit != Fit::Lacks;
        (together.len() == 1 && near && short(best) && short(next)).then_some(next)
    }

    /// The best unit, with the rows and items of its table that answer as well.
    fn together<'a>(&self, reading: &'a Reading) -> Vec<&'a Candidate> {
        let best = &reading.candidates[0];
        let block = self.index.block(best.unit);
        let question = &reading.question;
        let lists = question.asks(Frame::Which) || question.asks(Frame::What) || question.asks(Frame::Who);
        let most = if lists { LIST } else { ROWS };
        let is_row = matches!(self.index.units[best.unit].body, Body::Row(_));
        let file = &self.index.units[best.unit].location.file;
        let belongs = |candidate: &Candidate| {
            if candidate.unit == best.unit {
                return true;
            }
            let alike = (candidate.coverage - best.coverage).abs() < 0.03;
            let unit = &self.index.units[candidate.unit];
            if is_row {
                // "Flu shot" is not "flu shot, high dose" where the row of the first is there.
                let other_key = best.features.is_key() && !candidate.features.is_key();
                let near = alike && !other_key && candidate.score > best.score - 0.12;
                let same = lists
                    && !question.asks(Frame::Who)
                    && candidate.score > best.score - ALIKE
                    && same_matches(question, best, candidate);
                return block.contains(&candidate.unit) && (near || same);
            }
            if question.names_nothing() && lists && !question.when.days.is_empty() {
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

    /// What is said where nothing answers: what was asked about, and what the documents have that is near it.
    fn refusal(&self, reading: &Reading) -> Answer {
        let language = reading.question.language;
        let mut about = reading.missing();
        // What nobody would read aloud is not quoted.
        about.retain(|word| word.chars().count() <= TOPIC);
        let missing = match about {
            about if about.is_empty() => match language {
                Language::English => "I don't have that information.".to_owned(),
                Language::Russian => "У меня нет такой информации.".to_owned(),
                Language::Chinese => "抱歉，我没有找到相关信息。".to_owned(),
            },
            about => match language {
                Language::English => {
                    let quoted: Vec<String> = about.iter().map(|word| format!("“{word}”")).collect();
                    format!("I don't have any information about {}.", quoted.join(" or "))
                }
                Language::Russian => format!("У меня нет информации по запросу «{}».", about.join(" ")),
                Language::Chinese => format!("抱歉，我没有找到关于“{}”的信息。", about.join("")),
            },
        };
        let topics = self.topics_near(reading);
        let text = match (language, topics.is_empty()) {
            (_, true) => missing,
            (Language::English, false) => format!("{missing} I can tell you about: {}.", topics.join("; ")),
            (Language::Russian, false) => {
                format!("{missing} Могу рассказать о другом: {}.", topics.join("; "))
            }
            (Language::Chinese, false) => format!("{missing}我可以介绍：{}。", topics.join("、")),
        };
        Answer {
            text,
            units: Vec::new(),
            confidence: 0.0,
        }
    }

    /// The headings under which the nearest units stand, in the question's language.
    fn topics_near(&self, reading: &Reading) -> Vec<String> {
        let mut topics: Vec<String> = Vec::new();
        for candidate in reading.candidates.iter().take(LOOKED_AT) {
            if !candidate.features.is_near_in_meaning() {
                continue;
            }
            let unit = &self.index.units[candidate.unit];
            let Some(heading) = unit.path.get(1..).and_then(<[String]>::last) else {
                continue;
            };
            let topic = heading.trim().trim_end_matches([':', '：', '.', '。']);
            let short = topic.chars().count() <= TOPIC && !topic.contains(['?', '？']);
            let known = topics.iter().any(|other| other.eq_ignore_ascii_case(topic));
            if short && !topic.is_empty() && !known && Language::of(topic) == reading.question.language {
                topics.push(topic.to_owned());
            }
            if topics.len() == TOPICS {
                break;
            }
        }
        topics
    }
}

/// "Is 5 old enough for piano?", "Can my daughter of 5 come?"; not "Is 5 too young?", nor what it costs at that age.
fn asks_if_old_enough(question: &Question) -> bool {
    const ASKS: [&str; 9] = [
        "can",
        "could",
        "may",
        "enough",
        "allowed",
        "можно",
        "может",
        "可以",
        "能",
    ];
    const TURNED: [&str; 5] = ["too", "free", "слишком", "рано", "太"];
    let words = question.words();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    has(&ASKS) && !has(&TURNED) && !question.asks(Frame::Price)
}

/// Whether a row has what the question names in the same columns as the best: every clinic "on the ground floor".
fn same_matches(question: &Question, best: &Candidate, other: &Candidate) -> bool {
    let matters = |found: &&Match| {
        let term = question.terms.get(found.term);
        let named = term.is_some_and(|term| term.importance != Importance::Light && !term.carried);
        named && matches!(found.field, Field::Cell(_) | Field::Key)
    };
    let mut named = best.matches.iter().filter(matters).peekable();
    named.peek().is_some()
        && named.all(|found| {
            let mut theirs = other.matches.iter();
            theirs.any(|their| {
                their.term == found.term && their.field == found.field && their.weight > found.weight - 0.1
            })
        })
}

/// What stands before a line that may answer and may not.
pub(super) fn hedge(language: Language) -> &'static str {
    match language {
        Language::English => "I'm not sure, but this may help: ",
        Language::Russian => "Точно не знаю, но вот что есть: ",
        Language::Chinese => "抱歉，我不确定，不过找到了这一条：",
    }
}

/// What is said of a unit.
struct Statement<'a> {
    text: String,
    unit: &'a Unit,
}

impl Statement<'_> {
    /// The words, without the heading that `say` may have put before them.
    fn own_words(&self) -> Vec<String> {
        let parents = match &self.unit.body {
            Body::Item { parents, .. } => parents.last(),
            _ => None,
        };
        let mut topics = self
            .unit
            .path
            .last()
            .into_iter()
            .chain(&self.unit.lead)
            .chain(parents);
        let own = topics.find_map(|topic| {
            let topic = topic.trim_end_matches([':', '：', '.', ' ']);
            self.text.strip_prefix(topic)?.strip_prefix(": ")
        });
        words(own.unwrap_or(&self.text))
    }

    /// Whether all that another statement says stands in this one, word after word. Words that are only there, in another
    /// order, may say something else: "open" is among the words of "not open".
    fn includes(&self, other: &Self) -> bool {
        let (all, part) = (words(&self.text), other.own_words());
        self.text == other.text || has_run(&all, &part)
    }
}

/// The texts, without what another of them says as well.
fn said_once<'a>(statements: impl Iterator<Item = Statement<'a>>) -> Vec<String> {
    let mut kept: Vec<Statement<'a>> = Vec::new();
    for statement in statements {
        if kept.iter().any(|earlier| earlier.includes(&statement)) {
            continue;
        }
        kept.retain(|earlier| !statement.includes(earlier));
        kept.push(statement);
    }
    kept.into_iter().map(|statement| statement.text).collect()
}

/// The words of a text, in small letters.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| letter.is_whitespace() || ",;:.!?，；：。！？".contains(letter))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether the words stand among these, one after another.
fn has_run(all: &[String], part: &[String]) -> bool {
    !part.is_empty() && all.windows(part.len()).any(|run| run == part)
}

/// Whether an answer only says again what an earlier one said: word after word, or less of the very same units in another
/// order, as of a row whose columns change places.
fn says_again(earlier: &Answer, later: &Answer) -> bool {
    let text = Language::ALL
        .iter()
        .find_map(|language| later.text.strip_prefix(hedge(*language)))
        .unwrap_or(&later.text);
    let (all, part) = (words(&earlier.text), words(text));
    let same_units = !later.units.is_empty() && later.units.iter().all(|unit| earlier.units.contains(unit));
    earlier.text == text || has_run(&all, &part) || same_units && part.iter().all(|word| all.contains(word))
}

/// Several answers as one; what is said twice is said once.
pub(super) fn joined(answers: Vec<Answer>) -> Answer {
    let known = answers.iter().any(|answer| !answer.units.is_empty());
    let mut kept: Vec<Answer> = Vec::new();
    for answer in answers {
        let nothing = answer.units.is_empty() && known && kept.is_empty() && answer.text.is_empty();
        if !nothing && !kept.iter().any(|earlier| says_again(earlier, &answer)) {
            kept.push(answer);
        }
    }
    let texts: Vec<&str> = kept.iter().map(|answer| answer.text.as_str()).collect();
    let mut units: Vec<UnitId> = kept
        .iter()
        .flat_map(|answer| answer.units.iter().copied())
        .collect();
    units.dedup();
    Answer {
        text: texts.join(" "),
        units,
        confidence: kept.iter().fold(0.0, |most, answer| answer.confidence.max(most)),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::super::Context;
    use super::*;
    use crate::documents;

    const ROOMS: &str = "# Town Library\n\n## Rooms\n\nThe reading room is on the first floor. It has 24 seats. The study is next to it.\n";

    #[test]
    fn a_statement_that_another_one_contains_is_not_said() {
        let units = documents::read(Path::new("library.md"), ROOMS);
        let once = |texts: &[&str]| {
            said_once(texts.iter().map(|text| Statement {
                text: (*text).to_owned(),
                unit: &units[0],
            }))
        };
        let both = "The reading room is on the first floor. It has 24 seats.";
        let headed = "Rooms: The reading room is on the first floor.";
        assert_eq!(once(&[both, headed]), [both]);
        assert_eq!(once(&[headed, both]), [both]);
        assert_eq!(once(&[both, both]), [both]);
        // What differs is said.
        let (open, shut) = ("The pool is open.", "The pool is not open on Monday.");
        assert_eq!(once(&[open, shut]), [open, shut]);
        assert_eq!(once(&["Phone: 1234", "Fax: 1234"]), ["Phone: 1234", "Fax: 1234"]);
    }

    #[test]
    fn what_is_said_of_a_room_is_said_once() {
        let answerer = Answerer::new(documents::read(Path::new("library.md"), ROOMS));
        let now = date(2026, 3, 2).at(10, 0, 0, 0);
        for question in [
            "How many seats does the reading room have?",
            "What rooms are there?",
            "Where is the reading room?",
            "Tell me about the reading room",
        ] {
            let answer = answerer.answer(question, None, &mut Context::default(), now);
            let times = answer.text.matches("reading room is on the first floor").count();
            assert!(times <= 1, "{question} {}", answer.text);
        }
    }
}
