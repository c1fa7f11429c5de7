//! What was asked, as far as a short reply depends on it, and whether "yes" or "no" agrees with a passage.
//!
//! Owns the reading of the question. Whether a reply's words are in a passage is `fit`'s.

use mynah_knowledge::language::Language;
use mynah_knowledge::values::{Value, numbers_as_digits};

use super::Unsupported;
use super::claim::Lead;
use super::items::{Item, items};
use super::markers::markers;
use super::part::Part;
use super::values::{same, sort};
use crate::lexicon::{Lexicon, Role};
use crate::text::up_to;

/// A question is read up to here.
const MAX_BYTES: usize = 2000;

/// A question, or the sentence of the reply that stands before another.
pub(crate) struct Question<'a> {
    items: Vec<Item>,
    lexicon: &'a Lexicon,
    language: Language,
    /// It stands in the reply: then what it names first must be what is spoken of.
    said: bool,
}

impl<'a> Question<'a> {
    pub(crate) fn new(question: &str, lexicon: &'a Lexicon, language: Language) -> Self {
        let question = up_to(question, MAX_BYTES);
        let items = items(&numbers_as_digits(question, language), lexicon, language);
        Self {
            items,
            lexicon,
            language,
            said: false,
        }
    }

    /// A sentence of the reply on which the next one depends.
    pub(crate) fn said(items: &[Item], lexicon: &'a Lexicon, language: Language) -> Self {
        Self {
            items: items.to_vec(),
            lexicon,
            language,
            said: true,
        }
    }

    /// Whether it names an item.
    pub(crate) fn says(&self, item: &Item) -> bool {
        self.items.iter().any(|asked| match (&asked.value, &item.value) {
            (Some(asked), Some(value)) => same(asked, value),
            (None, None) => asked.is_word() && asked.class == item.class,
            _ => false,
        })
    }

    /// Whether it is a sentence of the reply.
    pub(crate) fn is_said(&self) -> bool {
        self.said
    }

    /// Whether it has a word.
    pub(crate) fn names(&self, class: &str) -> bool {
        self.items
            .iter()
            .any(|item| item.is_word() && item.class == class)
    }

    /// Whether everything it asks about is in a part, so that "it" in a reply can only mean what the part tells of.
    pub(crate) fn fits(&self, part: &Part<'_>) -> bool {
        (self.words_fit(part) || self.turns(part)) && self.values_fit(part)
    }

    fn words_fit(&self, part: &Part<'_>) -> bool {
        let mut words = self.items.iter().filter(|item| item.is_word());
        if self.said {
            return words.next().is_some_and(|first| part.has_word(&first.class));
        }
        !self.items.is_empty()
            && words.all(|item| part.has_word(&item.class) || self.lexicon.is_among("ask", &item.folded))
    }

    fn values_fit(&self, part: &Part<'_>) -> bool {
        self.said
            || self
                .items
                .iter()
                .filter_map(|item| item.value.as_ref())
                .all(|asked| part.answers(asked))
    }

    /// Whether it can be answered with yes or no.
    fn is_polar(&self) -> bool {
        let asks_what = self
            .items
            .iter()
            .any(|item| item.value.is_none() && item.role == Role::Wh);
        let denies = self
            .items
            .iter()
            .any(|item| item.value.is_none() && item.role == Role::Not);
        let inverted = self
            .items
            .iter()
            .take(3)
            .any(|item| item.role.is_predicate() && item.role != Role::Verb);
        // "有没有" and "能不能" ask; they do not deny.
        match self.language {
            Language::English => !asks_what && !denies && inverted,
            Language::Russian => !asks_what && !denies,
            Language::Chinese => !asks_what || self.items.iter().any(|item| item.folded == "吗"),
        }
    }

    /// Whether a yes or no agrees with the part that bears out the rest of the reply.
    pub(crate) fn agrees(&self, lead: Lead, part: &Part<'_>) -> Result<(), Unsupported> {
        if !self.is_polar() || !self.words_fit(part) && !self.turns(part) {
            return Err(Unsupported::YesNo);
        }
        let written = part.markers();
        let denies = [Role::Not, Role::Only, Role::Except]
            .iter()
            .any(|role| written.contains_key(role))
            || self.turns(part);
        let asked = markers(self.items.iter());
        let restricted = asked.contains_key(&Role::Only) || asked.contains_key(&Role::Except);
        let agrees = match lead {
            Lead::Yes => !denies && self.values_fit(part) && self.words_fit(part),
            Lead::No if denies => self.values_fit(part),
            Lead::No => self.contradicted(part),
        };
        if agrees && !restricted {
            Ok(())
        } else {
            Err(Unsupported::YesNo)
        }
    }

    /// Whether a part has the opposite of a word that is asked about.
    fn turns(&self, part: &Part<'_>) -> bool {
        let opposites = [
            ("open", "closed"),
            ("closed", "open"),
            ("allowed", "forbidden"),
            ("forbidden", "allowed"),
        ];
        let asks = |word: &str| self.items.iter().any(|item| item.is_word() && item.class == word);
        let others = |asked: &str| {
            self.items
                .iter()
                .filter(|item| item.is_word() && item.class != asked)
                .all(|item| part.has_word(&item.class) || self.lexicon.is_among("ask", &item.folded))
        };
        opposites.iter().any(|(one, other)| asks(one) && part.has_word(other) && others(one))
            // "Can I smoke?" asks for leave without the word.
            || part.has_word("forbidden") && markers(self.items.iter()).contains_key(&Role::May) && others("")
    }

    /// Whether a value that is asked about differs from the only one of its sort in a part.
    fn contradicted(&self, part: &Part<'_>) -> bool {
        self.items
            .iter()
            .filter_map(|item| item.value.as_ref())
            .any(|asked| {
                let mut alike = part.values().filter(|written| sort(written) == sort(asked));
                let first = alike.next();
                // Whether "at 10" lies within some hours depends on the half of the day.
                let unclear = matches!(
                    asked,
                    Value::Time { ambiguous: true, .. } | Value::TimeRange { ambiguous: true, .. }
                ) && !matches!(first, Some(Value::Time { .. }));
                first.is_some() && alike.next().is_none() && !part.answers(asked) && !unclear
            })
    }
}
