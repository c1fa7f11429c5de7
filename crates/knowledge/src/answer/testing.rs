//! What the tests of answers share: one question to a place of one document.

use std::path::Path;

use jiff::civil::date;

use super::{Answerer, Context};
use crate::documents;
use crate::language::Language;

/// The answer to an English question, asked on a Wednesday morning.
pub(super) fn told(document: &str, question: &str) -> String {
    let answerer = Answerer::new(documents::read(Path::new("place.md"), document));
    let now = date(2026, 11, 25).at(10, 30, 0, 0);
    let mut context = Context::default();
    answerer
        .answer(question, Some(Language::English), &mut context, now)
        .text
}
