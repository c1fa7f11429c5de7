//! Whether a language model's reply may be said: only what the passages it was given bear out.
//!
//! Owns the verdict. It is strict: what it does not understand is unsupported, and the caller then quotes the passage.
//! It does not judge whether a passage is right, nor whether a reply answers the question well.

mod candidate;
mod claim;
mod fit;
mod fluency;
mod items;
mod markers;
mod order;
mod part;
mod question;
mod statement;
mod values;

use std::collections::HashSet;

use mynah_knowledge::language::Language;
use thiserror::Error;

use crate::clean::clean;
use crate::injection::addresses_the_model;
use crate::lexicon::{Lexicon, Role};
use candidate::candidates;
use claim::{Claim, claim, is_pleasantry, names_its_subject};
use fit::fits;
use fluency::is_fluent;
use items::Item;
use part::Part;
use question::Question;
use statement::{Statement, pieces, sentences, statements};
use values::{Sort, same, sort};

/// A reply that is longer, in bytes, is not said: it is to be heard.
const MAX_REPLY_LEN: usize = 2000;
/// A sentence with more clauses is not said.
const MAX_CLAUSES: usize = 8;

/// Why a reply may not be said.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unsupported {
    /// It says nothing.
    #[error("the reply says nothing")]
    Nothing,
    /// It is longer than anything that should be said aloud.
    #[error("the reply is too long to be said")]
    TooLong,
    /// It holds markup, control tokens or characters that cannot be spoken.
    #[error("the reply holds markup or control characters")]
    Markup,
    /// It gives orders to a model, or speaks of its own.
    #[error("the reply speaks to the model")]
    Instruction,
    /// It asks something back.
    #[error("the reply asks a question")]
    Question,
    /// Its words cannot be a sentence.
    #[error("the reply is no sentence")]
    Gibberish,
    /// A number, price, length or code that no passage has.
    #[error("no passage has the number {0:?}")]
    Number(String),
    /// A time, day or date that no passage has.
    #[error("no passage has the time {0:?}")]
    Time(String),
    /// A telephone number or an address that no passage has.
    #[error("no passage has the contact {0:?}")]
    Contact(String),
    /// A name that no passage has.
    #[error("no passage has the name {0:?}")]
    Name(String),
    /// A word that no passage has.
    #[error("no passage has the word {0:?}")]
    Content(String),
    /// All its words are in the passages, but not in one sentence or row, or not of what was asked.
    #[error("no single sentence of a passage says {0:?}")]
    NotTogether(String),
    /// It leaves out what the sentence of the passage says as well, perhaps a condition.
    #[error("the reply leaves out {0:?}")]
    LeftOut(String),
    /// It has the words of a passage in an order that says something else.
    #[error("the reply changes the order of a passage's words")]
    Order,
    /// It denies or restricts what the passage does not, or the reverse.
    #[error("the reply and the passage disagree in a \"not\" or \"only\"")]
    Negation,
    /// It demands, allows, promises or puts into the past what the passage does not, or the reverse.
    #[error("the reply and the passage disagree in a \"must\", \"may\", \"was\" or \"will\"")]
    Strength,
    /// Its yes or no does not follow from the passage and the question.
    #[error("the reply's yes or no does not follow from the passage")]
    YesNo,
}

impl Unsupported {
    /// How far a reply came: of several reasons, the one that was found last tells most.
    fn rank(&self) -> u8 {
        match self {
            Self::YesNo => 6,
            Self::Negation | Self::Strength => 5,
            Self::Order => 4,
            Self::LeftOut(_) => 3,
            Self::Gibberish => 2,
            Self::NotTogether(_) => 1,
            _ => 0,
        }
    }
}

/// Whether a reply may be said: every sentence of it must be borne out by one sentence or table row of the passages,
/// with the same values, words, order and denials. `language` is the reply's.
///
/// # Errors
/// The first thing that is not borne out.
pub fn check(reply: &str, passages: &[&str], question: &str, language: Language) -> Result<(), Unsupported> {
    let reply = spoken(reply)?;
    let lexicon = Lexicon::new(language);
    let checker = Checker {
        statements: statements(passages, &lexicon),
        lexicon: &lexicon,
        language,
    };
    let asked = Question::new(question, &lexicon, language);
    let mut lead = None;
    let mut before: Option<Vec<Item>> = None;
    for sentence in reply.lines().flat_map(sentences) {
        if sentence.ends_with(['?', '？']) {
            return Err(Unsupported::Question);
        }
        let mut claim = claim(sentence, &lexicon, language);
        // "Yes. It opens at 9." is one answer.
        claim.lead = claim.lead.or_else(|| lead.take());
        if claim.items.is_empty() && claim.lead.is_some() && before.is_none() {
            lead = claim.lead;
            continue;
        }
        if is_pleasantry(sentence, &lexicon) {
            continue;
        }
        checker.known(&claim.items)?;
        if !is_fluent(&claim.items, &lexicon) {
            return Err(Unsupported::Gibberish);
        }
        checker.sentence(&claim, &asked, before.as_deref())?;
        before = Some(claim.items);
    }
    match (before, lead) {
        (Some(_), None) => Ok(()),
        (_, Some(_)) => Err(Unsupported::YesNo),
        (None, None) => Err(Unsupported::Nothing),
    }
}

/// The reply, if it is made of what can be spoken.
fn spoken(reply: &str) -> Result<&str, Unsupported> {
    let reply = reply.trim();
    if reply.len() > MAX_REPLY_LEN {
        return Err(Unsupported::TooLong);
    }
    let strange = |letter: char| {
        !letter.is_alphanumeric()
            && !letter.is_whitespace()
            && !".,!?'\"–—-‑:;()£$€₽¥￥%&/@+°№«»“”‘’„…，。！？：；、（）《》·_".contains(letter)
    };
    if clean(reply) != reply || reply.contains(strange) || reply.contains("../") {
        return Err(Unsupported::Markup);
    }
    if addresses_the_model(reply) {
        Err(Unsupported::Instruction)
    } else {
        Ok(reply)
    }
}

struct Checker<'a> {
    statements: Vec<Statement>,
    lexicon: &'a Lexicon,
    language: Language,
}

impl Checker<'_> {
    /// Whether every word and value is in some passage at all: this names what was made up.
    fn known(&self, items: &[Item]) -> Result<(), Unsupported> {
        let all = || {
            self.statements.iter().flat_map(|statement| {
                statement
                    .items
                    .iter()
                    .chain(statement.labels.iter().flat_map(|(_, items)| items))
            })
        };
        let words: HashSet<&str> = all()
            .filter(|item| item.is_word())
            .map(|item| item.class.as_str())
            .collect();
        let headings: HashSet<&str> = self
            .statements
            .iter()
            .flat_map(|statement| &statement.headings)
            .map(String::as_str)
            .collect();
        for item in items {
            let text = item.folded.clone();
            if let Some(value) = &item.value {
                let found = all().filter_map(|other| other.value.as_ref()).any(|other| {
                    same(value, other) || values::begins(value, other) || values::ends(value, other)
                });
                if !found {
                    return Err(match sort(value) {
                        Sort::Time | Sort::Day | Sort::Date => Unsupported::Time(text),
                        Sort::Contact => Unsupported::Contact(text),
                        Sort::Money | Sort::Number => Unsupported::Number(text),
                    });
                }
            } else if item.capital && !item.role.is_content() && item.role != Role::First {
                return Err(Unsupported::Name(text));
            } else if item.is_word()
                && !words.contains(item.class.as_str())
                && !headings.contains(item.class.as_str())
            {
                match item.class.as_str() {
                    "cost" | "open" | "close" | "hour" => {}
                    _ if item.is_code() => return Err(Unsupported::Number(text)),
                    _ if item.capital => return Err(Unsupported::Name(text)),
                    _ => return Err(Unsupported::Content(text)),
                }
            }
        }
        Ok(())
    }

    /// Whether a sentence is borne out as a whole, or clause by clause.
    fn sentence(
        &self,
        claim: &Claim,
        asked: &Question<'_>,
        before: Option<&[Item]>,
    ) -> Result<(), Unsupported> {
        let items = &claim.items;
        let said = before.map(|before| Question::said(before, self.lexicon, self.language));
        let first = said.as_ref().unwrap_or(asked);
        let whole = match self.clause(items, claim, first, asked) {
            Ok(()) => return Ok(()),
            Err(reason) => reason,
        };
        let cuts = pieces(items);
        if cuts.len() < 2 || cuts.len() > MAX_CLAUSES {
            return Err(whole);
        }
        // From the end of each clause, where the clause that ends there began: the first row that reaches the end holds.
        let mut reached: Vec<Option<usize>> = vec![None; cuts.len() + 1];
        reached[0] = Some(0);
        for start in 0..cuts.len() {
            let Some(previous) = reached[start] else { continue };
            for end in start + 1..=cuts.len() {
                let clause = &items[cuts[start].start..cuts[end - 1].end];
                if reached[end].is_some() || !is_clause(clause) {
                    continue;
                }
                let context = &items[cuts[previous].start..cuts[start.saturating_sub(1)].end];
                let context = Question::said(context, self.lexicon, self.language);
                let question = if start == 0 { first } else { &context };
                let claim = Claim {
                    items: Vec::new(),
                    lead: claim.lead.filter(|_| start == 0),
                };
                if self.clause(clause, &claim, question, asked).is_ok() {
                    reached[end] = Some(start);
                }
            }
        }
        if reached[cuts.len()].is_some() {
            Ok(())
        } else {
            Err(whole)
        }
    }

    /// Whether one statement bears out a clause.
    fn clause(
        &self,
        items: &[Item],
        claim: &Claim,
        question: &Question<'_>,
        asked: &Question<'_>,
    ) -> Result<(), Unsupported> {
        let needs = !names_its_subject(items);
        let mut reason = Unsupported::NotTogether(
            items
                .iter()
                .map(|i| i.folded.as_str())
                .collect::<Vec<_>>()
                .join(" "),
        );
        for (at, statement) in self.statements.iter().enumerate() {
            for candidate in candidates(statement, self.lexicon) {
                let part = Part::new(statement, &candidate, self.lexicon);
                let verdict = fits(items, &part, question, needs)
                    .and_then(|()| claim.lead.map_or(Ok(()), |lead| asked.agrees(lead, &part)));
                match verdict {
                    Ok(()) if self.is_ambiguous(at, items, question) => {}
                    Ok(()) => return Ok(()),
                    Err(other) if other.rank() > reason.rank() => reason = other,
                    Err(_) => {}
                }
            }
        }
        Err(reason)
    }

    /// Whether another heading has the same sentence with another value, and the clause does not say which it means.
    fn is_ambiguous(&self, at: usize, items: &[Item], question: &Question<'_>) -> bool {
        let own = &self.statements[at];
        let named = |word: &String| {
            items.iter().any(|item| item.is_word() && item.class == *word) || question.names(word)
        };
        if own.headings.iter().all(named) {
            return false;
        }
        self.statements.iter().any(|other| {
            let values = || other.items.iter().filter_map(|item| item.value.as_ref());
            let differs = items.iter().filter_map(|item| item.value.as_ref()).any(|value| {
                values().any(|other| sort(other) == sort(value)) && !values().any(|other| same(value, other))
            });
            let words = items.iter().filter(|item| item.is_word());
            let has = |word: &Item| {
                other.items.iter().any(|item| item.class == word.class)
                    || ["open", "close", "cost"].contains(&word.class.as_str())
            };
            other.headings != own.headings && differs && words.clone().all(has)
        })
    }
}

/// A clause has a value or a predicate: a mere name ("the café") is borne out by any heading.
fn is_clause(items: &[Item]) -> bool {
    let says = items.iter().filter(|item| item.says_something()).count();
    says > 1
        && items
            .iter()
            .any(|item| item.value.is_some() || item.role.is_predicate())
}

#[cfg(test)]
mod tests;
