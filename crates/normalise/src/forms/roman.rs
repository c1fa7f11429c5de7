//! Roman numerals.

/// The value of a Roman numeral in its canonical spelling, in capitals, below 100.
///
/// Larger numerals are words more often than numbers (`CD`, `MIX`), so they are declined.
pub(crate) fn roman(numeral: &str) -> Option<u64> {
    const PARTS: [(&str, u64); 9] = [
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
        ("", 0),
    ];
    if numeral.is_empty() || numeral.len() > 8 {
        return None;
    }
    let mut rest = numeral;
    let mut value = 0;
    for (part, worth) in PARTS {
        let most = if matches!(part, "X" | "I") { 3 } else { 1 };
        for _ in 0..most {
            if let Some(tail) = rest.strip_prefix(part).filter(|_| !part.is_empty()) {
                rest = tail;
                value += worth;
            }
        }
    }
    // A second spelling of the same value would have been left over, or is not the one that is written from the value.
    (rest.is_empty() && write(value) == numeral).then_some(value)
}

/// The canonical spelling of a value below 100.
fn write(value: u64) -> String {
    const TENS: [&str; 10] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"];
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let digit = |value: u64, table: [&'static str; 10]| {
        usize::try_from(value)
            .ok()
            .and_then(|index| table.get(index).copied())
            .unwrap_or_default()
    };
    format!("{}{}", digit(value / 10, TENS), digit(value % 10, ONES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_canonical_numerals_are_numbers() {
        for (numeral, value) in [
            ("XIV", 14),
            ("IV", 4),
            ("XXI", 21),
            ("LIV", 54),
            ("XIX", 19),
            ("XL", 40),
        ] {
            assert_eq!(roman(numeral), Some(value), "{numeral}");
        }
        for word in ["", "IIII", "IVI", "VX", "DIX", "CV", "Xi", "LL"] {
            assert_eq!(roman(word), None, "{word}");
        }
    }
}
