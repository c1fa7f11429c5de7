//! Headings that are nothing but bold.
//!
//! Owns which bold paragraphs are headings.

use super::super::block::{Block, Heading, Statement};
use super::super::sentences::{is_ended, words};

/// The level of such headings, below all others.
const LEVEL: u8 = 7;

/// A paragraph of a few bold words above another one is a heading.
pub(super) fn bold_headings(blocks: &mut [Block]) {
    for at in 1..blocks.len() {
        let (Block::Paragraph(title), Block::Paragraph(below)) = (&blocks[at - 1], &blocks[at]) else {
            continue;
        };
        let [title] = title.as_slice() else { continue };
        if title.is_strong() && is_name(&title.text) && !below.iter().all(Statement::is_strong) {
            blocks[at - 1] = Block::Heading(Heading {
                level: LEVEL,
                text: title.text.clone(),
                line: title.line,
            });
        }
    }
}

/// "Prices": it names what follows, and says nothing else.
fn is_name(text: &str) -> bool {
    words(text) <= 5
        && !is_ended(text)
        && !text.contains([',', '，'])
        && !text.contains(|letter: char| letter.is_ascii_digit())
}
