//! A sound file of any kind is read or refused.
#![no_main]

use std::io::Write;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("space");
    let _ = mynah::audio::sound_file::read(file.path(), Duration::from_secs(10));
});
