//! The terms of a question: its words and phrases, and how much each matters.
//!
//! Owns how tokens become terms. What the question asks for is `question`'s.

use super::{Importance, Term, is_within};
use crate::index::is_label;
use crate::language::Language;
use crate::lexicon::{Lexicon, PhraseId, han_pair};
use crate::text::Token;
use crate::values::{Found, Value};

/// The tokens of a question, and what is known of them.
pub(super) struct Terms<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) tokens: &'a [Token],
    pub(super) consumed: &'a [bool],
    pub(super) values: &'a [Found],
    pub(super) language: Language,
}

impl Terms<'_> {
    /// The terms, in the order of the question.
    pub(super) fn read(&self) -> Vec<Term> {
        let longer = self.lexicon.longer_phrases(self.tokens);
        let mut terms = Vec::new();
        let mut particle = None;
        let mut at = 0;
        while at < self.tokens.len() {
            if self.is_constraint(at) || particle == Some(at) {
                at += 1;
                continue;
            }
            if let Some((phrase, place)) = self.lexicon.separated(self.tokens, at)
                && !self.consumed[at]
            {
                terms.push(self.term(
                    self.lexicon.name(phrase).to_owned(),
                    format!("{} {}", self.tokens[at].word, self.tokens[place].word),
                    Importance::Content,
                    at,
                ));
                particle = Some(place);
                at += 1;
                continue;
            }
            let phrase = longer
                .iter()
                .filter(|phrase| phrase.start == at && self.may_take(phrase.start, phrase.end))
                .max_by_key(|phrase| phrase.end);
            if let Some(phrase) = phrase {
                terms.push(self.longer(phrase.phrase, phrase.start, phrase.end));
                at = phrase.end;
                continue;
            }
            if self.consumed[at] {
                at += 1;
                continue;
            }
            if self.tokens[at].is_han() {
                at = self.han(at, &longer, &mut terms);
                continue;
            }
            if let Some(term) = self.word(at) {
                terms.push(term);
            }
            at += 1;
        }
        terms
    }

    /// Days and dates are looked at as values, not as words.
    fn is_constraint(&self, at: usize) -> bool {
        is_within(&self.tokens[at], self.values, |value| {
            matches!(
                value,
                Value::Weekdays(_)
                    | Value::Date(_)
                    | Value::DateRange(_)
                    | Value::Time { .. }
                    | Value::TimeRange { .. }
                    | Value::NthWeekday(_)
            )
        })
    }

    /// Whether a phrase of the lists may be read over these tokens, some of which a frame may have taken.
    fn may_take(&self, start: usize, end: usize) -> bool {
        let free = (start..end).any(|at| {
            !self.consumed[at] && !self.lexicon.is_stop(&self.tokens[at]) && !self.is_constraint(at)
        });
        let all_free = (start..end).all(|at| !self.consumed[at]);
        free && (all_free || end - start >= 3)
    }

    fn longer(&self, phrase: PhraseId, start: usize, end: usize) -> Term {
        let word = self.said(start, end);
        let light = self.lexicon.is_light_word(&word)
            || (start..end)
                .all(|at| self.lexicon.is_light(&self.tokens[at]) || self.lexicon.is_stop(&self.tokens[at]))
                && !self.tokens[start].is_han();
        Term {
            phrase: Some(phrase),
            stem: self.lexicon.name(phrase).to_owned(),
            importance: if light {
                Importance::Light
            } else {
                Importance::Content
            },
            share: 1.0,
            word,
            at: start,
            carried: false,
            parts: self.parts(start, end),
        }
    }

    /// The content words of a phrase of several words.
    fn parts(&self, start: usize, end: usize) -> Vec<Term> {
        if end - start < 2 || self.tokens[start].is_han() {
            return Vec::new();
        }
        let content = |at: &usize| !self.lexicon.is_stop(&self.tokens[*at]);
        (start..end)
            .filter(content)
            .map(|at| {
                let token = &self.tokens[at];
                self.term(token.stem.clone(), token.word.clone(), Importance::Content, at)
            })
            .collect()
    }

    fn said(&self, start: usize, end: usize) -> String {
        let words: Vec<&str> = self.tokens[start..end]
            .iter()
            .map(|token| token.word.as_str())
            .collect();
        let space = if self.tokens[start].is_han() { "" } else { " " };
        words.join(space)
    }

    fn word(&self, at: usize) -> Option<Term> {
        let token = &self.tokens[at];
        let previous = at.checked_sub(1).map(|before| &self.tokens[before]);
        if previous.is_some_and(|noun| self.names_a_label(noun) && is_label(noun, token)) {
            let noun = previous?;
            let stem = format!("{} {}", noun.stem, token.stem);
            return Some(self.term(
                stem,
                format!("{} {}", noun.word, token.word),
                Importance::Name,
                at,
            ));
        }
        if self.lexicon.is_stop(token) || self.is_excluded(at) {
            return None;
        }
        if self.is_count(at) {
            return None;
        }
        let importance = if token.has_digit() || (token.capital && at > 0 && !self.lexicon.is_light(token)) {
            Importance::Name
        } else if self.lexicon.is_light(token) {
            Importance::Light
        } else {
            Importance::Content
        };
        Some(self.term(token.stem.clone(), token.word.clone(), importance, at))
    }

    /// "If I'm not on the plan", "without a card": what it is not about.
    fn is_excluded(&self, at: usize) -> bool {
        const LINKS: [&str; 9] = ["on", "in", "a", "an", "the", "with", "from", "на", "в"];
        let mut before = at;
        while before > 0 {
            before -= 1;
            let word = self.tokens[before].word.as_str();
            if matches!(word, "not" | "without" | "без" | "не") {
                return at - before > 1 || matches!(word, "without" | "без");
            }
            if !LINKS.contains(&word) {
                return false;
            }
        }
        false
    }

    fn term(&self, stem: String, word: String, importance: Importance, at: usize) -> Term {
        Term {
            phrase: self.lexicon.number(&stem),
            stem,
            word,
            importance,
            share: 1.0,
            at,
            carried: false,
            parts: Vec::new(),
        }
    }

    /// "bay A", "route 12": a word that is no number and not of every sentence.
    fn names_a_label(&self, noun: &Token) -> bool {
        !self.lexicon.is_stop(noun) && !noun.has_digit() && noun.word.chars().count() > 2 && !noun.is_han()
    }

    /// "Two dogs", "for 3 nights": how many, not which.
    fn is_count(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if !token.word.chars().all(|letter| letter.is_ascii_digit()) {
            return self.values.iter().any(|found| {
                matches!(
                    found.value,
                    Value::Money(_) | Value::Duration { .. } | Value::Age(_)
                ) && found.range.start <= token.range.start
                    && token.range.end <= found.range.end
            }) && token.has_digit();
        }
        let Some(next) = self.tokens.get(at + 1) else {
            return false;
        };
        match self.language {
            Language::English => next.word != next.stem && next.word.ends_with('s') || next.word == "people",
            Language::Russian => token.word.len() < 3 && next.word.chars().all(char::is_alphabetic),
            Language::Chinese => true,
        }
    }

    /// A run of Chinese characters that no list knows, as pairs of characters.
    fn han(&self, start: usize, longer: &[crate::lexicon::Occurrence], terms: &mut Vec<Term>) -> usize {
        let mut end = start;
        while end < self.tokens.len()
            && self.tokens[end].is_han()
            && !self.consumed[end]
            && !self.is_constraint(end)
            && !longer
                .iter()
                .any(|phrase| phrase.start == end && self.may_take(phrase.start, phrase.end))
        {
            end += 1;
        }
        let run: Vec<usize> = self.without_stop(start, end);
        let mut at = 0;
        let mut pairs = Vec::new();
        while at < run.len() {
            let pair = run
                .get(at + 1)
                .filter(|next| **next == run[at] + 1)
                .and_then(|next| {
                    han_pair(&self.tokens[run[at]], &self.tokens[*next]).map(|pair| (pair, *next))
                });
            if let Some((pair, next)) = pair {
                let word = self.said(run[at], next + 1);
                pairs.push(self.term(pair, word, Importance::Content, run[at]));
            } else if run
                .get(at.wrapping_sub(1))
                .is_none_or(|before| *before + 1 != run[at])
            {
                let token = &self.tokens[run[at]];
                let mut term = self.term(
                    token.stem.clone(),
                    token.word.clone(),
                    Importance::Content,
                    run[at],
                );
                term.share = 0.6;
                terms.push(term);
            }
            at += 1;
        }
        let share = match pairs.len() {
            0 | 1 => 1.0,
            count => (1.0 + 0.25 * count as f32) / count as f32,
        };
        for mut term in pairs {
            term.share = share;
            if self.lexicon.is_light_word(&term.word) {
                term.importance = Importance::Light;
            }
            terms.push(term);
        }
        end.max(start + 1)
    }

    /// The characters of a run that are no stop words, longest words first.
    fn without_stop(&self, start: usize, end: usize) -> Vec<usize> {
        let mut kept = Vec::new();
        let mut at = start;
        while at < end {
            let stop = (1..=4)
                .rev()
                .filter(|length| at + length <= end)
                .find(|length| self.lexicon.is_stop_word(&self.said(at, at + length)));
            match stop {
                Some(length)
                    if length > 1 || kept.last().is_none_or(|last| *last + 1 != at) || at + 1 == end =>
                {
                    at += length;
                }
                _ => {
                    kept.push(at);
                    at += 1;
                }
            }
        }
        kept
    }
}
