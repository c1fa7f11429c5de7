//! A policy, and a catalogue, of any content is read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = mynah_policy::Policy::read(text);
    let _ = mynah_catalog::parse(text);
});
