//! A phrase of a policy and where it stands in an utterance.
//!
//! Owns matching: order, distance, denial and ordinary uses of a word. What a topic is, is `rules`'.

use std::ops::Range;

use super::Kind;
use super::tokens::{Lexicons, Token, tokens};
use crate::lexicon::Role;

/// So many other words may stand among those of a phrase.
const SLACK: usize = 4;
/// An utterance that says a word more often than this says it no better.
const MAX_PLACES: usize = 500;
/// Verbs that name no topic by themselves.
const GENERAL: &[&str] = &[
    "take", "do", "get", "go", "have", "use", "need", "make", "give", "come", "should", "know", "find",
    "say", "tell", "mani", "much", "often", "long",
];
/// Words after which a danger is not there: "in case of fire", "a fire drill", "the history of the fire".
const SUPPOSED: &[&str] = &[
    "case",
    "event",
    "risk",
    "drill",
    "test",
    "histori",
    "book",
    "paint",
    "pictur",
    "exhibit",
    "случа",
    "учени",
];
/// Words after a danger that are not a thing it belongs to: "fire here", "smoke everywhere".
const ROUND: &[&str] = &[
    "here",
    "now",
    "everywher",
    "outsid",
    "insid",
    "upstairs",
    "downstair",
    "help",
    "quick",
    "spread",
    "start",
    "burn",
    "come",
];

/// How the words of a phrase must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// One word, where it is what is spoken of.
    Single,
    /// Close together, in any order.
    Together,
    /// In this order, with a word or two between.
    Row,
    /// Side by side, in every use.
    Exact,
}

/// A phrase of a policy.
#[derive(Debug)]
pub(crate) struct Phrase {
    words: Vec<Token>,
    manner: Manner,
    /// It has a "not", which then must be in the utterance.
    denies: bool,
}

impl Phrase {
    /// A phrase as an operator writes it; `None` if it has no word.
    pub(crate) fn new(written: &str, lexicons: &Lexicons) -> Option<Self> {
        let written = written.trim();
        let quoted = written.starts_with(['"', '“', '«', '「', '\'']);
        let row = written.ends_with("...") || written.ends_with('…');
        let all = tokens(written, lexicons);
        let denies = !quoted && all.iter().any(|token| token.role == Role::Not);
        let said: Vec<Token> = all.iter().filter(|token| token.content).cloned().collect();
        let (words, manner) = if quoted {
            (all, Manner::Exact)
        } else if all.len() == 1 && all[0].content {
            (all, Manner::Single)
        } else if row || all.iter().all(|token| token.han) {
            let words: Vec<Token> = all
                .into_iter()
                .filter(|token| !denies || token.role != Role::Not)
                .collect();
            (words, Manner::Row)
        } else if said.len() > 1 || denies && !said.is_empty() {
            (said, Manner::Together)
        } else {
            (all, Manner::Together)
        };
        (!words.is_empty()).then_some(Self {
            words,
            manner,
            denies,
        })
    }

    /// Whether it has a word that says something.
    pub(crate) fn has(&self, class: &str) -> bool {
        self.words.iter().any(|word| word.content && word.class == class)
    }

    /// Whether an utterance raises it. `covered`: the utterance speaks of its topic alone.
    pub(crate) fn is_raised_by(&self, tokens: &[Token], kind: Kind, covered: bool) -> bool {
        self.spans(tokens).into_iter().any(|span| match self.manner {
            Manner::Exact => true,
            Manner::Single if self.words[0].han => covered && !is_denied(tokens, span.start),
            Manner::Single => {
                !is_denied(tokens, span.start) && (covered || is_meant(tokens, span.start, kind))
            }
            Manner::Together | Manner::Row => {
                is_denied(tokens, self.first_content(tokens, &span)) == self.denies
            }
        })
    }

    /// Whether a reply speaks of it, in any way.
    pub(crate) fn is_spoken_of(&self, tokens: &[Token]) -> bool {
        let special = |word: &&Token| word.content && !GENERAL.contains(&word.class.as_str());
        let mut words: Vec<&Token> = self.words.iter().filter(special).collect();
        if words.is_empty() || self.manner == Manner::Exact || self.words[0].han {
            words = self
                .words
                .iter()
                .filter(|word| word.role != Role::Wh || self.words[0].han)
                .collect();
        }
        !together(tokens, &words, words.len() + SLACK).is_empty()
    }

    /// Where it stands.
    pub(crate) fn spans(&self, tokens: &[Token]) -> Vec<Range<usize>> {
        let words: Vec<&Token> = self.words.iter().collect();
        match self.manner {
            Manner::Single | Manner::Exact => in_order(tokens, &words, 0),
            Manner::Row => in_order(tokens, &words, if self.words[0].han { 2 } else { 1 }),
            Manner::Together => together(tokens, &words, words.len() + SLACK),
        }
    }

    fn first_content(&self, tokens: &[Token], span: &Range<usize>) -> usize {
        span.clone()
            .find(|at| tokens[*at].content && self.has(&tokens[*at].class))
            .unwrap_or(span.start)
    }
}

/// Where words stand in order, with at most so many others before each.
fn in_order(tokens: &[Token], words: &[&Token], gap: usize) -> Vec<Range<usize>> {
    let Some((first, rest)) = words.split_first() else {
        return Vec::new();
    };
    let starts = (0..tokens.len())
        .filter(|at| tokens[*at].class == first.class)
        .take(MAX_PLACES);
    starts
        .filter_map(|start| {
            let mut end = start + 1;
            for word in rest {
                let until = (end + gap + 1).min(tokens.len());
                end = 1 + (end..until).find(|at| tokens[*at].class == word.class)?;
            }
            Some(start..end)
        })
        .collect()
}

/// Where words stand within so many tokens, in any order.
fn together(tokens: &[Token], words: &[&Token], window: usize) -> Vec<Range<usize>> {
    let Some((first, rest)) = words.split_first() else {
        return Vec::new();
    };
    let places = (0..tokens.len())
        .filter(|at| tokens[*at].class == first.class)
        .take(MAX_PLACES);
    places
        .filter_map(|place| {
            let (mut from, mut to) = (place, place + 1);
            for word in rest {
                let near = place.saturating_sub(window)..(place + window).min(tokens.len());
                let at = near
                    .filter(|at| tokens[*at].class == word.class && *at != place)
                    .min_by_key(|at| at.abs_diff(place))?;
                (from, to) = (from.min(at), to.max(at + 1));
            }
            (to - from <= window).then_some(from..to)
        })
        .collect()
}

/// Whether a "not" before a word denies it: in its clause, close by, and not in a question such as "isn't it ...?".
fn is_denied(tokens: &[Token], at: usize) -> bool {
    let mut between = 0;
    for place in (at.saturating_sub(5)..at).rev() {
        if tokens[place + 1].after_mark {
            return false;
        }
        let token = &tokens[place];
        let person = |token: &Token| {
            matches!(token.role, Role::Third | Role::First | Role::You) || token.class == "~it"
        };
        match token.role {
            Role::Not => {
                let asks = place > 0 && tokens[place - 1].role.is_predicate() && person(&tokens[place + 1]);
                return !asks;
            }
            Role::And | Role::If | Role::Wh => return false,
            // A subject begins a new clause: "I am not joking, there is a fire".
            _ if person(token) && tokens[place + 1].role.is_predicate() => return false,
            _ => between += usize::from(token.content),
        }
        if between > 1 {
            return false;
        }
    }
    false
}

/// Whether a single word is what is spoken of, not a part of a name or of a question about something else.
fn is_meant(tokens: &[Token], at: usize, kind: Kind) -> bool {
    let start = (0..=at)
        .rev()
        .find(|place| tokens[*place].after_mark)
        .unwrap_or(0);
    let before = &tokens[start..at];
    if let Some(next) = tokens
        .get(at + 1)
        .filter(|next| !next.after_mark && next.content && !tokens[at].han)
    {
        let verb = next.role == Role::Verb || ROUND.contains(&next.class.as_str());
        // In Russian, what a word belongs to stands before it.
        let latin = tokens[at].class.is_ascii();
        if latin && !verb {
            return false;
        }
    }
    if kind == Kind::Refused {
        let seeks = before
            .first()
            .is_some_and(|token| matches!(token.class.as_str(), "where" | "when" | "где" | "когда" | "куда"));
        return !seeks;
    }
    let used = before
        .last()
        .is_some_and(|token| token.class == "~i" || matches!(token.role, Role::To | Role::May));
    let supposed = before
        .iter()
        .any(|t| t.role == Role::If || SUPPOSED.contains(&t.class.as_str()) || t.role == Role::Past);
    if used || supposed {
        return false;
    }
    let is_there = before.iter().position(|token| token.class == "there");
    if let Some(there) = is_there {
        let asserted = before.get(there + 1).is_some_and(|token| token.class == "~is");
        let asked_when = there > 0 && before[there - 1].role == Role::Wh;
        let asks_now = there == 1 && before[0].class == "~is";
        return (asserted || asks_now) && !asked_when;
    }
    let asks = before.first().is_some_and(|first| {
        first.role == Role::Wh
            || matches!(
                first.class.as_str(),
                "tell" | "show" | "explain" | "расскаж" | "расскажит" | "покаж"
            )
            || first.role.is_predicate() && first.role != Role::Verb && before.len() > 1
    });
    !asks
}
