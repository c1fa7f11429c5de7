//! A model file of any kind is valid or refused; a valid language model is loaded.
#![no_main]

use std::io::Write;

use libfuzzer_sys::fuzz_target;
use mynah::language::{self, LoadOptions};
use mynah::models::validate;

fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("space");
    let _ = validate::speech(file.path());
    let _ = validate::voice_activity(file.path());
    if let Ok(info) = validate::language(file.path()) {
        let _ = language::load(file.path(), &info, &LoadOptions::default());
    }
});
