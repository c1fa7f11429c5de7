//! The languages that have a grammar.

/// A language in which text is read aloud.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English; dates are day first, "and" stands before tens.
    #[default]
    English,
    /// Russian.
    Russian,
    /// Mandarin.
    Chinese,
}

impl Language {
    /// The language of an IETF tag (`en-GB`, `ru`, `zh-Hans-CN`), or `None` if it has no grammar.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_', '.']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "ru" => Some(Self::Russian),
            "zh" | "cmn" => Some(Self::Chinese),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_with_its_region_and_script_or_without() {
        assert_eq!(Language::from_tag("en-GB"), Some(Language::English));
        assert_eq!(Language::from_tag("RU"), Some(Language::Russian));
        assert_eq!(Language::from_tag("zh-Hans-CN"), Some(Language::Chinese));
        assert_eq!(Language::from_tag("de"), None);
    }
}
