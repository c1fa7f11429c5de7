//! Sentences in the language of the person.
//!
//! Owns the Fluent messages of `locales/` and the call of one with its arguments. Numbers, times and lengths
//! are written by `numbers` and `times`; which sentence is said belongs to `skills`.

mod numbers;
mod times;

pub(crate) use numbers::Written;
pub(crate) use times::Case;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::Language;

const LOCALES: [&str; 3] = [
    include_str!("../../locales/en.ftl"),
    include_str!("../../locales/ru.ftl"),
    include_str!("../../locales/zh.ftl"),
];

/// An argument of a sentence.
#[derive(Debug, Clone)]
pub(crate) enum Arg {
    Text(String),
    /// Chooses a plural form.
    Count(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// All sentences of all languages.
pub(crate) struct Sentences {
    bundles: [FluentBundle<FluentResource>; 3],
}

impl std::fmt::Debug for Sentences {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Sentences").finish_non_exhaustive()
    }
}

impl Sentences {
    pub(crate) fn read() -> Self {
        Self {
            bundles: Language::ALL.map(bundle),
        }
    }

    /// The sentences of one language.
    pub(crate) fn speaker(&self, language: Language) -> Speaker<'_> {
        Speaker {
            sentences: self,
            language,
        }
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let locale: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // The marks would be read aloud, or break a comparison.
    bundle.set_use_isolating(false);
    let text = LOCALES[language.index()].to_owned();
    // A broken line is left out; a test says so.
    let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

/// Says things in one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speaker<'a> {
    sentences: &'a Sentences,
    pub(crate) language: Language,
}

impl Speaker<'_> {
    /// The message, with its arguments.
    pub(crate) fn say(&self, id: &str, args: &[(&str, Arg)]) -> String {
        let bundle = &self.sentences.bundles[self.language.index()];
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut values = FluentArgs::new();
        for (name, arg) in args {
            let value = match arg {
                Arg::Text(text) => FluentValue::from(text.as_str()),
                Arg::Count(count) => FluentValue::from(*count),
            };
            values.set(*name, value);
        }
        let mut errors = Vec::new();
        bundle
            .format_pattern(pattern, Some(&values), &mut errors)
            .into_owned()
    }

    /// A message without arguments.
    pub(crate) fn plain(&self, id: &str) -> String {
        self.say(id, &[])
    }

    /// "milk, eggs and bread"
    pub(crate) fn list(&self, items: &[String]) -> String {
        self.joined(items, "list-last")
    }

    /// "pasta or tea"
    pub(crate) fn choices(&self, items: &[String]) -> String {
        self.joined(items, "list-or")
    }

    fn joined(&self, items: &[String], last_join: &str) -> String {
        match items.split_last() {
            None => String::new(),
            Some((only, [])) => only.clone(),
            Some((last, rest)) => {
                let comma = if self.language == Language::Chinese {
                    "、"
                } else {
                    ", "
                };
                let rest = rest.join(comma);
                self.say(
                    last_join,
                    &[("rest", rest.into()), ("last", last.as_str().into())],
                )
            }
        }
    }

    /// The first letter in upper case.
    pub(crate) fn capitalised(text: &str) -> String {
        let mut characters = text.chars();
        characters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(characters).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(locale: &str) -> BTreeSet<&str> {
        let lines = locale.lines();
        lines
            .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
            .filter_map(|line| line.split(" =").next())
            .collect()
    }

    #[test]
    fn every_sentence_is_in_every_language() {
        let english = keys(LOCALES[0]);
        assert!(english.len() > 50);
        for locale in &LOCALES[1..] {
            assert_eq!(keys(locale), english);
        }
    }

    #[test]
    fn the_locales_have_no_mistakes() {
        for locale in LOCALES {
            let read = FluentResource::try_new(locale.to_owned());
            assert!(read.is_ok(), "{:?}", read.err().map(|(_, errors)| errors));
        }
    }

    #[test]
    fn lists_are_joined_as_the_language_does() {
        let sentences = Sentences::read();
        let items: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        for (language, expected) in [
            (Language::English, "a, b and c"),
            (Language::Russian, "a, b и c"),
            (Language::Chinese, "a、b和c"),
        ] {
            assert_eq!(sentences.speaker(language).list(&items), expected);
        }
    }
}
