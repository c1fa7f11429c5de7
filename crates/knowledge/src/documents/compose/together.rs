//! What is said together, and what apart.
//!
//! Owns sentences that say nothing alone, and signs that part the statements of one line.

use super::super::block::glue;
use super::super::entries::{Mark, entry};
use super::super::sentences::{is_question, words};

/// The sentences with those joined that say nothing alone: a short question belongs to what follows it ("Full? Use the
/// other one."), a word or a price to what comes before it ("Pruning trees on 16 January. Rufus. £18.").
pub(super) fn together(parts: &[&str]) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    let mut is_open = false;
    for &part in parts {
        let length = words(part);
        let has_digit = part.contains(|letter: char| letter.is_ascii_digit());
        let is_fragment = length <= 1 || length == 2 && has_digit;
        match sentences.last_mut() {
            Some(before) if is_open || is_fragment => {
                before.push_str(glue(before, part));
                before.push_str(part);
            }
            _ => sentences.push(part.to_owned()),
        }
        let is_first = sentences.len() == 1 && parts.first() == Some(&part);
        is_open = is_question(part) && length <= 6 && !is_open || is_first && is_fragment;
    }
    sentences
}

/// Whether signs part the statements of a line: "Mon 9-5 | Tue 9-6", "Wi-Fi · parking · pool".
pub(super) fn is_parted(text: &str) -> bool {
    [" · ", " | "].iter().any(|sign| text.contains(sign))
}

/// The statements of such a line; if they are none, the line with commas.
pub(super) fn parted(text: &str) -> Vec<String> {
    let text = text.replace(" | ", " · ");
    let parts: Vec<String> = text.split(" · ").map(|part| part.trim().to_owned()).collect();
    let labelled = |part: &&String| entry(part).is_some_and(|entry| entry.mark != Mark::Other);
    let count = parts.iter().filter(labelled).count();
    let has_digit = |part: &String| part.contains(|letter: char| letter.is_ascii_digit());
    if count == parts.len() || count == 0 && parts.iter().all(has_digit) {
        return parts;
    }
    vec![parts.join(", ")]
}
