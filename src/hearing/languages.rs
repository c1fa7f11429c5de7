//! The languages offered for a conversation; any other language of a speech model can be set by its code.
//!
//! Owns their names, each in its own language. The model decides which of them it knows.

/// Code and name.
pub const LANGUAGES: [(&str, &str); 12] = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("zh", "中文"),
];

/// The own name of a language; its code if it is none of these.
pub fn name(code: &str) -> &str {
    LANGUAGES
        .iter()
        .find(|(known, _)| *known == code)
        .map_or(code, |(_, name)| name)
}

/// Whether speech models know a language by this code (`ru`).
pub fn is_code(code: &str) -> bool {
    (0..=whisper_rs::get_lang_max_id()).any(|id| whisper_rs::get_lang_str(id) == Some(code))
}

/// Whether somebody said this language's name and nothing else.
pub fn is_name(said: &str, code: &str) -> bool {
    let said = said.trim_matches(|letter: char| !letter.is_alphanumeric());
    said.to_lowercase() == name(code).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_called_by_its_own_name() {
        assert!(is_name("Deutsch.", "de") && is_name(" русский!", "ru"));
        assert!(!is_name("Do you speak Deutsch?", "de") && !is_name("English", "de"));
        assert_eq!((name("fr"), name("nl")), ("Français", "nl"));
    }

    #[test]
    fn a_code_is_one_of_the_speech_models() {
        assert!(LANGUAGES.iter().all(|(code, _)| is_code(code)) && is_code("nl"));
        for wrong in ["german", "zh-CN", "xx", "", "auto", "d\0"] {
            assert!(!is_code(wrong), "{wrong}");
        }
    }
}
