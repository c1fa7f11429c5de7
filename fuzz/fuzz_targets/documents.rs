//! A document of any kind is read, and its opening hours; some are indexed and asked. The first byte chooses the kind.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use mynah_knowledge::answer::{Answerer, Context};
use mynah_knowledge::language::Language;
use mynah_knowledge::{documents, hours};

const NAMES: [&str; 4] = ["a.md", "a.csv", "a.tsv", "a.txt"];
const QUESTIONS: [&str; 4] = [
    "When do you open on Friday?",
    "How much is it for two adults and a child?",
    "Сколько стоит билет?",
    "星期五几点开门？",
];
/// Asking reads the thesauri first, which takes a hundred times as long as reading a document.
const ASKED: usize = 64;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let kind = usize::from(*kind);
    let units = documents::read(Path::new(NAMES[kind % NAMES.len()]), text);
    for language in [Language::English, Language::Russian, Language::Chinese] {
        let _ = hours::schedules(&units, language);
    }
    if bytes.len().is_multiple_of(ASKED) {
        let answerer = Answerer::new(units);
        let now = "2026-11-25T10:30".parse().expect("a time");
        let question = QUESTIONS[kind / NAMES.len() % QUESTIONS.len()];
        let answer = answerer.answer(question, None, &mut Context::default(), now);
        assert!(!answer.text.is_empty());
    }
});
