//! The tables of English. To add a unit, a currency or an abbreviation, add a row.

mod abbreviations;
mod money;
mod names;
mod units;

pub(crate) use abbreviations::{ABBREVIATIONS, Place};
pub(crate) use money::{CURRENCIES, Currency, SCALES};
pub(crate) use names::{
    ACRONYM_WORDS, CALLING, CODES, OPENERS, ROOMS, RULERS, SAINTS, SCORING, SHOUTED, SPELLED, YEARS,
};
pub(crate) use units::{PER, UNITS};

/// Whether a list of words contains this one.
pub(crate) fn listed(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|listed| listed == word)
}

/// Months, with their abbreviations.
pub(crate) const MONTHS: [(&str, &[&str]); 12] = [
    ("January", &["Jan"]),
    ("February", &["Feb"]),
    ("March", &["Mar"]),
    ("April", &["Apr"]),
    ("May", &[]),
    ("June", &["Jun"]),
    ("July", &["Jul"]),
    ("August", &["Aug"]),
    ("September", &["Sep", "Sept"]),
    ("October", &["Oct"]),
    ("November", &["Nov"]),
    ("December", &["Dec"]),
];

/// Days of the week, with their abbreviations.
pub(crate) const WEEKDAYS: [(&str, &[&str]); 7] = [
    ("Monday", &["Mon"]),
    ("Tuesday", &["Tue", "Tues"]),
    ("Wednesday", &["Wed", "Weds"]),
    ("Thursday", &["Thu", "Thur", "Thurs"]),
    ("Friday", &["Fri"]),
    ("Saturday", &["Sat"]),
    ("Sunday", &["Sun"]),
];

/// Signs that are read as words wherever they stand.
pub(crate) const SIGNS: &[(&str, &str)] = &[
    ("&", "and"),
    ("+", "plus"),
    ("=", "equals"),
    ("≠", "is not equal to"),
    ("×", "times"),
    ("÷", "divided by"),
    ("±", "plus or minus"),
    ("<", "less than"),
    (">", "greater than"),
    ("≤", "less than or equal to"),
    ("≥", "greater than or equal to"),
    ("≈", "approximately"),
    ("−", "minus"),
    ("%", "percent"),
    ("‰", "per mille"),
    ("°", "degrees"),
    ("²", "squared"),
    ("³", "cubed"),
    ("^", "to the power of"),
    ("√", "square root of"),
    ("∞", "infinity"),
    ("§", "section"),
    ("№", "number"),
    ("©", "copyright"),
    ("→", "to"),
    ("@", "at"),
    ("µ", "micro"),
    ("£", "pounds"),
    ("€", "euros"),
    ("$", "dollars"),
];
