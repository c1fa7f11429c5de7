//! Telephone numbers.

use crate::text::{Kind, Text};

/// A telephone number.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Phone<'t> {
    /// Whether it begins with a plus sign.
    pub(crate) plus: bool,
    /// The groups of digits as they are written.
    pub(crate) groups: Vec<&'t str>,
    /// The position after it.
    pub(crate) end: usize,
}

/// Most groups of one number.
const GROUPS: usize = 8;

/// Groups of digits apart by single spaces, hyphens, points or brackets. Whether they are a telephone number is for the caller to
/// judge.
pub(crate) fn groups<'t>(text: &Text<'t>, at: usize) -> Option<Phone<'t>> {
    let mut next = at;
    let plus = text.is(next, "+");
    next += usize::from(plus);
    let mut groups = Vec::new();
    let mut end = next;
    while groups.len() < GROUPS {
        let opened = text.is(next, "(");
        let Some(digits) = text.digits(next + usize::from(opened)) else {
            break;
        };
        next += 1 + usize::from(opened);
        if opened {
            if !text.is(next, ")") {
                break;
            }
            next += 1;
        }
        if text.kind(next) == Kind::Word && !text.get(next).chars().any(crate::text::is_han) {
            break;
        }
        groups.push(digits);
        end = next;
        let apart = text.is_any(next, "-.–/") || text.kind(next) == Kind::Space;
        next += usize::from(apart);
    }
    (!groups.is_empty()).then_some(Phone { plus, groups, end })
}

impl Phone<'_> {
    /// The number of digits.
    pub(crate) fn count(&self) -> usize {
        self.groups.iter().map(|group| group.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_found_whatever_stands_between_them() {
        let read = |written: &'static str| groups(&Text::new(written), 0).unwrap().groups;
        assert_eq!(read("+44 20 7946 0018"), ["44", "20", "7946", "0018"]);
        assert_eq!(read("8 (495) 123-45-67"), ["8", "495", "123", "45", "67"]);
        assert_eq!(read("(555) 123-4567."), ["555", "123", "4567"]);
        assert_eq!(read("020 7946 0018 today"), ["020", "7946", "0018"]);
    }
}
