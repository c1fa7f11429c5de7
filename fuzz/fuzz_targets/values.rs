//! Times, prices, days and opening hours are found in any text.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use mynah_knowledge::language::Language;
use mynah_knowledge::{documents, hours, values};

fuzz_target!(|text: &str| {
    for language in [Language::English, Language::Russian, Language::Chinese] {
        for found in values::values(text, language) {
            let _ = format!("{found:?}");
        }
        let _ = values::numbers_as_digits(text, language);
        let units = documents::read(Path::new("a.md"), text);
        let _ = hours::schedules(&units, language);
    }
});
