//! How a text is read aloud: by which grammar, and where there is none, what of it is left out.
//!
//! The words themselves come from `mynah-normalise`.

use mynah_knowledge::language::Language as Script;
use mynah_normalise::{Language, normalise, without_markup};

/// The grammar that reads a text: that of its letters, where they tell, else that of its language (`en`); `None` if that language
/// has no grammar, English if nothing is known.
pub fn language(text: &str, tag: Option<&str>) -> Option<Language> {
    match Script::of(text) {
        Script::Russian => Some(Language::Russian),
        Script::Chinese => Some(Language::Chinese),
        Script::English => tag.map_or(Some(Language::English), Language::from_tag),
    }
}

/// The words that a voice speaks for a text, empty if there are none; without a grammar the voice itself reads numbers and units.
pub fn words(text: &str, language: Option<Language>) -> String {
    match language {
        Some(language) => normalise(text, language),
        None => without_markup(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_by_the_grammar_of_its_letters_or_of_its_language() {
        for (text, tag, read) in [
            ("It opens at **9:30**.", None, "It opens at nine thirty."),
            ("Билет стоит 45 ₽", Some("en"), "Билет стоит сорок пять рублей"),
            ("门票¥20", None, "门票二十元"),
            ("12:30", Some("ru"), "двенадцать тридцать"),
            (
                "Der Zoo öffnet um *9:30* 🙂",
                Some("de"),
                "Der Zoo öffnet um 9:30",
            ),
            ("🙂 **", None, ""),
        ] {
            assert_eq!(words(text, language(text, tag)), read, "{text:?}");
        }
    }
}
