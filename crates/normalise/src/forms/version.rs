//! Figures parted by points: versions of programs, addresses of machines.

use crate::text::Text;

/// Most parts; further ones are read by themselves.
const PARTS: usize = 12;

/// The figures that stand here, parted by points, and the position after them: `2.1.3`, or `2` alone.
pub(crate) fn parts<'t>(text: &Text<'t>, at: usize) -> Option<(Vec<&'t str>, usize)> {
    let mut parts = vec![text.digits(at)?];
    let mut end = at + 1;
    while let Some(part) = text
        .digits(end + 1)
        .filter(|_| text.is(end, ".") && parts.len() < PARTS)
    {
        parts.push(part);
        end += 2;
    }
    Some((parts, end))
}
