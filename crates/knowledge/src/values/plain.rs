//! Plain numbers and ordinals: what is left when nothing else is read.
//!
//! Owns which of them count as a number at all.

use super::Value;
use super::numerals;
use super::scan::{Reading, Scan, one};
use super::tokens::Kind;

/// A number without a unit.
pub(super) fn read(scan: &Scan<'_>, at: usize) -> Reading {
    if let Some((number, next)) = numerals::ordinal(scan.line, at) {
        return one(Value::Ordinal(u64::from(number)), at, next);
    }
    let number = numerals::number(scan.line, at, scan.language)?;
    let long = number.next - at >= 2 && number.whole > 10;
    // "One" and 一 are in too many words that count nothing.
    let counts = match scan.line.get(at)?.kind {
        Kind::Han => long,
        Kind::Word => number.whole > 1,
        Kind::Digits | Kind::Mark => true,
    };
    counts.then_some(())?;
    one(Value::Number(number.value()), at, number.next)
}
