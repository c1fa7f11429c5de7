//! The texts of the interface in the person's language.
//!
//! Owns the messages (Fluent, <https://projectfluent.org>) in `assets/languages`, built into the program, and the choice of a
//! language. A test checks that every language is complete; a missing message would appear in English.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::conversation::NoticeText;

/// The languages of the interface: code, own name, messages.
pub const LANGUAGES: [(&str, &str, &str); 3] = [
    ("en", "English", include_str!("../../assets/languages/en.ftl")),
    ("ru", "Русский", include_str!("../../assets/languages/ru.ftl")),
    (
        "zh-CN",
        "简体中文",
        include_str!("../../assets/languages/zh-CN.ftl"),
    ),
];

/// The messages of one language, with English as the fallback.
pub struct Strings {
    code: &'static str,
    bundles: Vec<FluentBundle<FluentResource>>,
}

impl Strings {
    /// The language of this code (`ru`, `zh-CN`, also as in `ru_RU.UTF-8`), else English.
    pub fn new(code: &str) -> Self {
        let wanted = code.replace('_', "-").to_lowercase();
        let first = wanted.split(['-', '.', '@']).next().unwrap_or_default();
        let found = LANGUAGES
            .into_iter()
            .find(|(code, _, _)| code.split('-').next() == Some(first))
            .unwrap_or(LANGUAGES[0]);
        let mut bundles = vec![bundle(found)];
        if found.0 != LANGUAGES[0].0 {
            bundles.push(bundle(LANGUAGES[0]));
        }
        Self {
            code: found.0,
            bundles,
        }
    }

    /// The language of the environment.
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
        Self::new(&locale.unwrap_or_default())
    }

    /// The code of the language.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// A message.
    pub fn text(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The sentence of a notice.
    pub fn notice(&self, text: &NoticeText) -> String {
        match text {
            NoticeText::NothingHeard => self.text("notice-nothing-heard"),
            NoticeText::SoundLost => self.text("notice-sound-lost"),
            NoticeText::TurnsDropped(count) => self.with("notice-turns-dropped", count.to_string()),
            NoticeText::Sentence(sentence) => sentence.clone(),
        }
    }

    /// A message with a value in it, named `value` there.
    pub fn with<'a>(&self, key: &str, value: impl Into<FluentValue<'a>>) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("value", value);
        self.format(key, Some(&arguments))
    }

    /// A message with two values in it, named `value` and `other` there.
    pub fn with_two<'a>(
        &self,
        key: &str,
        value: impl Into<FluentValue<'a>>,
        other: impl Into<FluentValue<'a>>,
    ) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("value", value);
        arguments.set("other", other);
        self.format(key, Some(&arguments))
    }

    /// A message that no language has appears as its key: ugly, and noticed at once.
    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        for bundle in &self.bundles {
            if let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) {
                let mut errors = Vec::new();
                return bundle
                    .format_pattern(pattern, arguments, &mut errors)
                    .into_owned();
            }
        }
        key.to_owned()
    }
}

fn bundle((code, _, messages): (&str, &str, &str)) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = code.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![language]);
    // Isolation marks around values would be stray characters in many terminals.
    bundle.set_use_isolating(false);
    // Invalid messages are left out; a test reads all of them.
    let resource = FluentResource::try_new(messages.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let _ = bundle.add_resource(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;

    fn keys(messages: &str) -> BTreeSet<&str> {
        messages
            .lines()
            .filter(|line| line.starts_with(|letter: char| letter.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key)
            .collect()
    }

    #[test]
    fn every_language_is_sound_and_has_every_message() {
        let english = keys(LANGUAGES[0].2);
        for (code, _, messages) in LANGUAGES {
            let parsed = FluentResource::try_new(messages.to_owned());
            assert!(
                parsed.is_ok(),
                "{code}: {:?}",
                parsed.err().map(|(_, errors)| errors)
            );
            let own = keys(messages);
            let missing: Vec<_> = english.difference(&own).collect();
            let surplus: Vec<_> = own.difference(&english).collect();
            assert!(
                missing.is_empty() && surplus.is_empty(),
                "{code}: missing {missing:?}, surplus {surplus:?}"
            );
        }
    }

    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_notice_has_its_words_in_every_language_and_the_english_ones_are_those_of_other_faces() {
        let notices = [
            NoticeText::NothingHeard,
            NoticeText::SoundLost,
            NoticeText::TurnsDropped(3),
            NoticeText::Sentence("The voice is gone.".to_owned()),
        ];
        for notice in &notices {
            assert_eq!(
                Strings::new("en").notice(notice),
                crate::wording::in_english(notice)
            );
            for (code, ..) in LANGUAGES {
                let told = Strings::new(code).notice(notice);
                assert!(!told.starts_with("notice-"), "{code}: {told}");
            }
        }
    }

    #[test]
    fn every_message_that_the_code_names_is_there() {
        let english = keys(LANGUAGES[0].2);
        let mut files = Vec::new();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for folder in ["terminal", "commands"] {
            sources(&source.join(folder), &mut files);
        }
        for path in files {
            let text = std::fs::read_to_string(&path).unwrap();
            for call in [".text(\"", ".with(\"", ".with_two(\""] {
                for (at, _) in text.match_indices(call) {
                    let rest = &text[at + call.len()..];
                    let key = &rest[..rest.find('"').unwrap()];
                    assert!(english.contains(key), "{}: {key}", path.display());
                }
            }
        }
    }

    #[test]
    fn the_language_is_found_by_its_locale() {
        for (locale, code) in [
            ("ru_RU.UTF-8", "ru"),
            ("zh_CN", "zh-CN"),
            ("de_DE.UTF-8", "en"),
            ("", "en"),
        ] {
            assert_eq!(Strings::new(locale).code(), code);
        }
        assert_eq!(Strings::new("en").with("turns", 2), "2 turns");
        assert_eq!(Strings::new("ru").with("turns", 2), "2 ответа");
    }
}
