//! An operator's grammar file of any content is read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mynah_intents::{Assistant, Language, Permissions};

fuzz_target!(|text: &str| {
    let _ = Assistant::with_grammars(Permissions::all(), &[(Language::English, "own", text)]);
});
