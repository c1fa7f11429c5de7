//! The three languages that are understood and answered.
//!
//! Owns their tags. Words belong to the grammars and to the locales.

use serde::{Deserialize, Serialize};

/// A language in which something is asked and answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// British English.
    English,
    /// Russian.
    Russian,
    /// Mandarin in simplified characters.
    Chinese,
}

impl Language {
    /// All of them, in the order in which per-language tables are kept.
    pub const ALL: [Self; 3] = [Self::English, Self::Russian, Self::Chinese];

    /// Reads a tag such as `en`, `en-GB`, `ru_RU` or `zh-Hans-CN`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', '.']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The primary subtag: `en`, `ru` or `zh`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
            Self::Chinese => "zh",
        }
    }

    pub(crate) const fn index(self) -> usize {
        match self {
            Self::English => 0,
            Self::Russian => 1,
            Self::Chinese => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_with_region_and_script_or_without() {
        for (tag, expected) in [
            ("en", Some(Language::English)),
            ("en-GB", Some(Language::English)),
            ("RU_ru.UTF-8", Some(Language::Russian)),
            ("zh-Hans-CN", Some(Language::Chinese)),
            ("de", None),
            ("", None),
        ] {
            assert_eq!(Language::from_tag(tag), expected, "{tag}");
        }
    }
}
