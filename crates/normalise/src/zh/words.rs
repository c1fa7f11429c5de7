//! Chinese number words.

use crate::forms::number::small;

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The character of a digit.
fn digit(value: u64) -> char {
    usize::try_from(value)
        .ok()
        .and_then(|index| DIGITS.get(index))
        .copied()
        .unwrap_or('零')
}

/// "一千二百五十", "十二", "一百零五"; 2 is "二".
pub(crate) fn cardinal(value: u64) -> String {
    if value == 0 {
        return "零".to_owned();
    }
    let mut groups = Vec::new();
    let mut rest = value;
    while rest > 0 {
        groups.push(rest % 10_000);
        rest /= 10_000;
    }
    let mut words = String::new();
    let mut gap = false;
    for (index, group) in groups.iter().enumerate().rev() {
        if *group == 0 {
            gap = true;
            continue;
        }
        if !words.is_empty() && (gap || *group < 1000) {
            words.push('零');
        }
        gap = false;
        below_ten_thousand(*group, &mut words);
        words.push_str(
            ["", "万", "亿", "万亿", "亿亿"]
                .get(index)
                .copied()
                .unwrap_or_default(),
        );
    }
    match words.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => words,
    }
}

fn below_ten_thousand(value: u64, words: &mut String) {
    let mut begun = false;
    let mut gap = false;
    for (worth, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        match value / worth % 10 {
            0 => gap = begun,
            figure => {
                if gap {
                    words.push('零');
                }
                words.push(if figure == 2 && worth == 1000 {
                    '两'
                } else {
                    digit(figure)
                });
                words.push_str(name);
                begun = true;
                gap = false;
            }
        }
    }
}

/// "两" for a 2 that counts things, "两百", "两万"; other numbers as they are.
pub(crate) fn counting(value: u64) -> String {
    if value == 2 {
        return "两".to_owned();
    }
    let words = cardinal(value);
    let large = ["二万", "二亿"].iter().find(|large| words.starts_with(**large));
    match large {
        Some(large) => words.replacen(large, &large.replace('二', "两"), 1),
        None => words,
    }
}

/// Figure by figure.
pub(crate) fn by_digit(digits: &str) -> String {
    digits
        .chars()
        .filter_map(|letter| letter.to_digit(10))
        .map(|value| digit(u64::from(value)))
        .collect()
}

/// The words for a whole number, figure by figure if nobody says it as one.
pub(crate) fn whole(digits: &str) -> String {
    match small(digits) {
        Some(value) if digits.len() == 1 || digits.len() <= 16 && !digits.starts_with('0') => cardinal(value),
        _ => by_digit(digits),
    }
}

/// "三点一四".
pub(crate) fn decimal(whole_part: &str, fraction: &str) -> String {
    if fraction.is_empty() {
        whole(whole_part)
    } else {
        format!("{}点{}", whole(whole_part), by_digit(fraction))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_inside_are_said_once() {
        for (value, words) in [
            (0, "零"),
            (10, "十"),
            (12, "十二"),
            (105, "一百零五"),
            (110, "一百一十"),
            (1250, "一千二百五十"),
            (2000, "两千"),
            (10_005, "一万零五"),
            (100_000, "十万"),
            (1_050_000, "一百零五万"),
            (1_234_567, "一百二十三万四千五百六十七"),
            (200_000_000, "二亿"),
        ] {
            assert_eq!(cardinal(value), words);
        }
        assert_eq!(counting(2), "两");
        assert_eq!(counting(20_000), "两万");
        assert_eq!(decimal("3", "14"), "三点一四");
    }
}
