//! The grammar files of this crate.
//!
//! Owns which files there are for a language and in which order they are read: rules of `common` are for all.

use crate::Language;
use crate::grammar::{Grammar, GrammarError};
use crate::skills;

macro_rules! files {
    ($language:literal) => {
        &[
            (
                concat!($language, "/common.grammar"),
                include_str!(concat!("../grammars/", $language, "/common.grammar")),
            ),
            (
                concat!($language, "/clock.grammar"),
                include_str!(concat!("../grammars/", $language, "/clock.grammar")),
            ),
            (
                concat!($language, "/calendar.grammar"),
                include_str!(concat!("../grammars/", $language, "/calendar.grammar")),
            ),
            (
                concat!($language, "/timers.grammar"),
                include_str!(concat!("../grammars/", $language, "/timers.grammar")),
            ),
            (
                concat!($language, "/alarms.grammar"),
                include_str!(concat!("../grammars/", $language, "/alarms.grammar")),
            ),
            (
                concat!($language, "/lists.grammar"),
                include_str!(concat!("../grammars/", $language, "/lists.grammar")),
            ),
            (
                concat!($language, "/sums.grammar"),
                include_str!(concat!("../grammars/", $language, "/sums.grammar")),
            ),
            (
                concat!($language, "/units.grammar"),
                include_str!(concat!("../grammars/", $language, "/units.grammar")),
            ),
            (
                concat!($language, "/random.grammar"),
                include_str!(concat!("../grammars/", $language, "/random.grammar")),
            ),
            (
                concat!($language, "/speech.grammar"),
                include_str!(concat!("../grammars/", $language, "/speech.grammar")),
            ),
            (
                concat!($language, "/talk.grammar"),
                include_str!(concat!("../grammars/", $language, "/talk.grammar")),
            ),
            (
                concat!($language, "/cues.grammar"),
                include_str!(concat!("../grammars/", $language, "/cues.grammar")),
            ),
        ]
    };
}

const FILES: [&[(&str, &str)]; 3] = [files!("en"), files!("ru"), files!("zh")];

/// What is stripped from every utterance in a language.
pub(crate) fn common(language: Language) -> (&'static str, &'static str) {
    FILES[language.index()][0]
}

/// The grammar of a language, with an operator's own files.
pub(crate) fn read(language: Language, own: &[(&str, &str)]) -> Result<Grammar, GrammarError> {
    Grammar::read(language, FILES[language.index()], own, &skills::is_intent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammars_of_this_crate_have_no_mistakes() {
        for language in Language::ALL {
            let read = read(language, &[]);
            assert!(
                read.is_ok(),
                "{}",
                read.err().map_or_else(String::new, |error| error.to_string())
            );
        }
    }
}
