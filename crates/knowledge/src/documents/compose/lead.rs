//! Lines that introduce the list or table below them.
//!
//! Owns which lines do that, and whether they say something else too.

use super::super::block::{Block, Statement};
use super::super::sentences::{sentences, words};

/// What introduces the list or table after a paragraph.
pub(super) struct Lead<'a> {
    pub(super) text: &'a str,
    pub(super) line: u32,
    /// The sentences that stand before it in its statement.
    pub(super) before: Vec<&'a str>,
    /// Whether its statement says nothing else.
    pub(super) says_no_more: bool,
}

/// The end of a paragraph that introduces what follows: "Prices per night:".
pub(super) fn lead_of<'a>(statements: &'a [Statement], next: Option<&Block>) -> Option<Lead<'a>> {
    let (last, before) = statements.split_last()?;
    let text = last.text.as_str();
    let introduces = is_introduced(next)
        || before.is_empty() && is_lead(last) && matches!(next, Some(Block::Paragraph(_)));
    if !introduces {
        return None;
    }
    if text.ends_with([':', '：']) {
        let mut parts = sentences(text);
        let text = parts.pop()?;
        return Some(Lead {
            text,
            line: last.line,
            before: parts,
            says_no_more: true,
        });
    }
    // "**Sunday roasts**, 12 till 4" says something, and what the table is about.
    let is_name = before.is_empty() && last.is_strong() && is_name(text);
    let is_label = before.is_empty()
        && last.strong > 0
        && !last.is_strong()
        && words(text) <= 12
        && !text.ends_with('.');
    (is_name || is_label).then_some(Lead {
        text,
        line: last.line,
        before: Vec::new(),
        says_no_more: is_name,
    })
}

/// Whether a line only introduces what follows: "Contact:".
pub(super) fn is_lead(statement: &Statement) -> bool {
    let text = statement.text.as_str();
    text.ends_with([':', '：']) && words(text) <= 10 && sentences(text).len() == 1
}

/// Whether a line before this block may introduce it.
pub(super) fn is_introduced(next: Option<&Block>) -> bool {
    matches!(
        next,
        Some(Block::List(_) | Block::Table(_) | Block::Definitions(_))
    )
}

/// "Sunday roasts": it names what follows, and says nothing else.
fn is_name(text: &str) -> bool {
    words(text) <= 5
        && !text.contains([',', '.', '，', '。'])
        && !text.contains(|letter: char| letter.is_ascii_digit())
}
