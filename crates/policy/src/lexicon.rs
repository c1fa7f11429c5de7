//! What words do in a sentence: which say nothing by themselves, which deny or restrict, which mean the same.
//!
//! Owns the word lists of three languages (`lexicon/*.txt`) and the look-up. How words are cut is `text`'s.

use std::collections::{HashMap, HashSet};

use mynah_knowledge::language::Language;

use crate::text::{Stems, is_han};

/// What a word does in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Role {
    /// It says something.
    Content,
    /// It says something and can begin a predicate.
    Verb,
    /// "the", "our".
    Article,
    /// "in", "at", "on".
    In,
    /// "to".
    To,
    /// "from".
    From,
    /// "for".
    For,
    /// "with".
    With,
    /// "of".
    Of,
    /// "by".
    By,
    /// "is", "has".
    Aux,
    /// "was", "did".
    Past,
    /// "will".
    Future,
    /// "it", "they", "there".
    Third,
    /// "we".
    First,
    /// "you".
    You,
    /// "and", "but".
    And,
    /// A word that adds nothing: "also".
    Free,
    /// A word that adds little and is counted: "located", "according".
    Soft,
    /// "when", "how".
    Wh,
    /// "not", "never".
    Not,
    /// "only".
    Only,
    /// "except".
    Except,
    /// "if".
    If,
    /// "must".
    Must,
    /// "can", "may".
    May,
}

impl Role {
    /// Whether it must be in a passage.
    pub(crate) fn is_content(self) -> bool {
        matches!(self, Self::Content | Self::Verb)
    }

    /// Whether it governs what follows.
    pub(crate) fn is_preposition(self) -> bool {
        matches!(
            self,
            Self::In | Self::To | Self::From | Self::For | Self::With | Self::Of | Self::By
        )
    }

    /// Whether a predicate begins with it.
    pub(crate) fn is_predicate(self) -> bool {
        matches!(
            self,
            Self::Verb | Self::Aux | Self::Past | Self::Future | Self::Must | Self::May
        )
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "verb" => Self::Verb,
            "article" => Self::Article,
            "in" => Self::In,
            "to" => Self::To,
            "from" => Self::From,
            "for" => Self::For,
            "with" => Self::With,
            "of" => Self::Of,
            "by" => Self::By,
            "aux" => Self::Aux,
            "past" => Self::Past,
            "future" => Self::Future,
            "third" => Self::Third,
            "first" => Self::First,
            "you" => Self::You,
            "and" => Self::And,
            "free" => Self::Free,
            "soft" => Self::Soft,
            "wh" => Self::Wh,
            "not" => Self::Not,
            "only" => Self::Only,
            "except" => Self::Except,
            "if" => Self::If,
            "must" => Self::Must,
            "may" => Self::May,
            _ => return None,
        })
    }
}

/// The word lists of a language.
pub(crate) struct Lexicon {
    stems: Stems,
    roles: HashMap<&'static str, Role>,
    classes: HashMap<&'static str, &'static str>,
    sets: HashMap<&'static str, HashSet<&'static str>>,
    stemmed: HashMap<&'static str, HashSet<String>>,
}

impl Lexicon {
    pub(crate) fn new(language: Language) -> Self {
        let lists = match language {
            Language::English => include_str!("lexicon/english.txt"),
            Language::Russian => include_str!("lexicon/russian.txt"),
            Language::Chinese => include_str!("lexicon/chinese.txt"),
        };
        let mut lexicon = Self {
            stems: Stems::new(),
            roles: HashMap::new(),
            classes: HashMap::new(),
            sets: HashMap::new(),
            stemmed: HashMap::new(),
        };
        for line in lists.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, words)) = line.split_once(": ") else {
                continue;
            };
            if let Some(class) = name.strip_prefix("same ") {
                lexicon.classes.extend(words.split(' ').map(|word| (word, class)));
            } else if let Some(role) = Role::named(name) {
                lexicon.roles.extend(words.split(' ').map(|word| (word, role)));
            } else {
                let stems = words.split(' ').map(|word| lexicon.stems.stem(word)).collect();
                lexicon.stemmed.insert(name, stems);
                lexicon.sets.insert(name, words.split(' ').collect());
            }
        }
        lexicon
    }

    /// What a folded word, or a phrase with hyphens for spaces, does; `None` where the lists do not have it.
    pub(crate) fn listed(&self, folded: &str) -> Option<Role> {
        self.roles.get(folded).copied()
    }

    /// The name under which a word is compared: its class, or its stem.
    pub(crate) fn class(&self, folded: &str) -> String {
        let bare = folded.strip_suffix("'s").unwrap_or(folded);
        self.classes
            .get(bare)
            .map_or_else(|| self.stems.stem(bare), |class| (*class).to_owned())
    }

    /// Whether the lists make one class of a phrase ("car-park", 洗手间).
    pub(crate) fn has_class(&self, folded: &str) -> bool {
        self.classes.contains_key(folded)
    }

    /// Whether a named set has a word in some form.
    pub(crate) fn is_among(&self, set: &str, folded: &str) -> bool {
        self.stemmed
            .get(set)
            .is_some_and(|stems| stems.contains(&self.stems.stem(folded)))
    }

    /// Whether a named set has exactly this word.
    pub(crate) fn is_exactly(&self, set: &str, folded: &str) -> bool {
        self.sets.get(set).is_some_and(|words| words.contains(folded))
    }
}

/// How many words a listed phrase can have.
pub(crate) fn longest_phrase(first: &str) -> usize {
    if first.chars().next().is_some_and(is_han) {
        4
    } else {
        3
    }
}
