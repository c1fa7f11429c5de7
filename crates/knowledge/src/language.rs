//! The languages in which documents are read and questions are answered.

use serde::{Deserialize, Serialize};

/// A language with a lexicon of its own; text in any other is searched by its words alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Russian.
    Russian,
    /// Chinese, simplified or traditional.
    Chinese,
}

impl Language {
    /// Every language with a lexicon.
    pub const ALL: [Self; 3] = [Self::English, Self::Russian, Self::Chinese];

    /// The language of an IETF tag (`en`, `ru-RU`, `zh-CN`).
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()? {
            "en" => Some(Self::English),
            "ru" => Some(Self::Russian),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }

    /// The language in which a text is written, by its letters: the script with most of them.
    pub fn of(text: &str) -> Self {
        let (mut latin, mut cyrillic, mut han) = (0_usize, 0_usize, 0_usize);
        for letter in text.chars() {
            match letter {
                'a'..='z' | 'A'..='Z' => latin += 1,
                '\u{400}'..='\u{52f}' => cyrillic += 1,
                // A Chinese character is about as much text as three letters.
                '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => han += 3,
                _ => {}
            }
        }
        if han > latin && han > cyrillic {
            Self::Chinese
        } else if cyrillic > latin {
            Self::Russian
        } else {
            Self::English
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_in_the_language_of_most_of_its_letters() {
        assert_eq!(Language::of("When do you open?"), Language::English);
        assert_eq!(Language::of("Есть ли Wi-Fi?"), Language::Russian);
        assert_eq!(Language::of("WiFi密码是多少？"), Language::Chinese);
        assert_eq!(Language::of("12:30"), Language::English);
    }
}
