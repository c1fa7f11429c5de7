//! Written forms that look the same in every language. A form is found here; each language has its own words for it.

pub(crate) mod address;
pub(crate) mod clock;
pub(crate) mod date;
pub(crate) mod number;
pub(crate) mod phone;
pub(crate) mod roman;
pub(crate) mod version;

use crate::text::Text;

/// The position after a dash between two values, with or without white space around it.
pub(crate) fn dash(text: &Text<'_>, at: usize) -> Option<usize> {
    let mark = text.skip_space(at);
    if !text.is_any(mark, "-–—~") {
        return None;
    }
    let next = text.skip_space(mark + 1);
    // "5 -3" is a sum or a negative number.
    let lopsided = (mark > at) != (next > mark + 1);
    (!lopsided).then_some(next)
}
