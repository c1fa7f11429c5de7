//! An utterance is parsed and carried out in each language.
#![no_main]

use std::cell::RefCell;

use jiff::Zoned;
use libfuzzer_sys::fuzz_target;
use mynah_intents::{Assistant, Context, Language, Permissions};

thread_local! {
    static ASSISTANT: RefCell<Assistant> = RefCell::new(Assistant::new(Permissions::all()).expect("own grammars"));
    static NOW: Zoned = "2026-11-25T10:30:00+00:00[UTC]".parse().expect("a time");
}

fuzz_target!(|utterance: &str| {
    ASSISTANT.with_borrow_mut(|assistant| {
        NOW.with(|now| {
            for language in Language::ALL {
                if let Some(intent) = assistant.parse(utterance, language, &Context::at(now)) {
                    let outcome = assistant.execute(intent, now, &mut |limit| limit / 2);
                    let _ = format!("{outcome:?}");
                }
            }
            assistant.forget();
        });
    });
});
