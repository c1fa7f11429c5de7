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

/// Whether speech models know a language of this code.
pub fn is_known(code: &str) -> bool {
    // Asked by number: asked by name, whisper.cpp prints what it does not know.
    (0..=whisper_rs::get_lang_max_id()).any(|id| whisper_rs::get_lang_str(id) == Some(code))
}

/// The own name of a language; its code if it is none of these.
pub fn name(code: &str) -> &str {
    LANGUAGES
        .iter()
        .find(|(known, _)| *known == code)
        .map_or(code, |(_, name)| name)
}

/// Whether somebody said this language's name and nothing else.
pub fn is_name(said: &str, code: &str) -> bool {
    let said = said.trim_matches(|letter: char| !letter.is_alphanumeric());
    said.to_lowercase() == name(code).to_lowercase()
}

/// Whether a question is written in a script that English does not use: Cyrillic, Chinese characters, kana.
pub fn is_foreign(question: &str) -> bool {
    let letters = question.chars().filter(|letter| letter.is_alphabetic());
    let (all, foreign) = letters.fold((0, 0), |(all, foreign), letter| {
        let is_foreign =
            matches!(letter, '\u{400}'..='\u{52f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
        (all + 1, foreign + usize::from(is_foreign))
    });
    foreign * 2 > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_in_another_script_is_recognised() {
        for (question, expected) in [
            ("Сколько стоит кофе?", true),
            ("图书馆几点开门？", true),
            ("How much is a coffee?", false),
            ("What does спасибо mean in English?", false),
            ("?", false),
        ] {
            assert_eq!(is_foreign(question), expected, "{question}");
        }
    }

    #[test]
    fn a_language_is_called_by_its_own_name() {
        assert!(is_name("Deutsch.", "de") && is_name(" русский!", "ru"));
        assert!(!is_name("Do you speak Deutsch?", "de") && !is_name("English", "de"));
        assert!(is_known("en") && is_known("zh") && is_known("nl"));
        assert!(!is_known("zz") && !is_known("") && !is_known("e\0n"));
        assert_eq!((name("fr"), name("nl")), ("Français", "nl"));
    }

    #[test]
    fn a_code_is_one_of_the_speech_models() {
        assert!(LANGUAGES.iter().all(|(code, _)| is_known(code)) && is_known("nl"));
        for wrong in ["german", "zh-CN", "xx", "", "auto", "d\0"] {
            assert!(!is_known(wrong), "{wrong}");
        }
    }
}
