//! Whole texts: places of values, spoken numbers, hostile lines.

use crate::language::Language::{self, Chinese, English, Russian};
use crate::values::{numbers_as_digits, values};

#[test]
fn a_value_stands_where_its_bytes_are() {
    let text = "Кафе: пн–пт 9–18, £5";
    for found in values(text, Russian) {
        assert!(text.is_char_boundary(found.range.start) && text.is_char_boundary(found.range.end));
    }
    let found = values("Open Mon–Fri 10–16.", English);
    let places: Vec<_> = found
        .iter()
        .map(|found| &"Open Mon–Fri 10–16."[found.range.clone()])
        .collect();
    assert_eq!(places, ["Mon–Fri", "10–16"]);
}

#[test]
fn spoken_numbers_become_digits() {
    for (spoken, language, written) in [
        (
            "are you open at twenty five past nine",
            English,
            "are you open at 9:25",
        ),
        ("half past seven", English, "7:30"),
        ("half seven", English, "7:30"),
        ("quarter to eight", English, "7:45"),
        ("nine thirty", English, "9:30"),
        ("nine oh five", English, "9:05"),
        ("from nine to five", English, "from 9 to 5"),
        ("a hundred and thirty pounds", English, "130 pounds"),
        ("two fifty pounds", English, "2.50 pounds"),
        ("two thousand people", English, "2000 people"),
        ("the twenty eighth of November", English, "the 28th of November"),
        ("December fifth twenty twenty six", English, "December 5th 2026"),
        ("is there one in room one", English, "is there one in room 1"),
        ("двадцать пять рублей", Russian, "25 рублей"),
        ("в полвосьмого вечера", Russian, "в 7:30 вечера"),
        ("без пятнадцати восемь", Russian, "7:45"),
        ("без двадцати пяти девять", Russian, "8:35"),
        ("с девяти до шести", Russian, "с 9 до 6"),
        ("двадцать пятого ноября", Russian, "25 ноября"),
        ("две тысячи двадцать шестого года", Russian, "2026 года"),
        ("二十五", Chinese, "25"),
        ("九点半开门吗", Chinese, "9:30开门吗"),
        ("差一刻八点", Chinese, "7:45"),
        ("早一点可以吗", Chinese, "早一点可以吗"),
        ("星期三几点开门", Chinese, "星期三几点开门"),
        ("二零二六年十二月五日", Chinese, "2026年12月5日"),
    ] {
        assert_eq!(numbers_as_digits(spoken, language), written);
    }
}

#[test]
fn hostile_text_is_read_in_time_and_without_a_panic() {
    let pieces = [
        "9-",
        "9,",
        "mon,",
        "1st and ",
        "一",
        "十",
        "£",
        "00:",
        "a.m.",
        "(",
        "+",
        "二百",
        "twenty ",
        "до ",
        "999999999999999",
    ];
    for piece in pieces {
        let line = piece.repeat(400_000);
        for language in Language::ALL {
            let _ = values(&line, language);
            assert!(numbers_as_digits(&line, language).len() >= line.len() / 8);
        }
    }
}
