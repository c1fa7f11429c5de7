//! Text is made ready to be spoken, in each language: no digit is dropped, nothing that cannot be said is left.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mynah_normalise::{Language, normalise, without_markup};

fuzz_target!(|text: &str| {
    for language in [Language::English, Language::Russian, Language::Chinese] {
        let spoken = normalise(text, language);
        assert!(!spoken.chars().any(|letter| letter.is_control() && letter != '\n'), "{spoken:?}");
    }
    let _ = without_markup(text);
});
