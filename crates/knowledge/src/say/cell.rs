//! A cell with its header, said as people speak: "ready in 6 working days", "no appointment", "closed".
//!
//! Owns how a header stands beside its cell. Which cells are said is `row`'s.

use super::lower_first;
use crate::language::Language;
use crate::unit::Cell;

/// The cell as a part of its row.
pub(super) fn said_cell(cell: &Cell, language: Language) -> String {
    let header = cell.header.trim();
    if let Some(measured) = measured(header, &cell.text, language) {
        return measured;
    }
    if language == Language::English
        && let Some(said) = affirmed(header, &cell.text)
    {
        return said;
    }
    // "Open closed" contradicts itself, and "hours closed" says the header for nothing.
    if is_of_hours(header) && is_closed(&cell.text) {
        return lower_first(&cell.text);
    }
    let is_said = header.is_empty() || cell.text.to_lowercase().contains(&header.to_lowercase());
    if is_said {
        return cell.text.clone();
    }
    beside(header, &cell.text, language)
}

/// "Appointment: no" is "no appointment", "step-free: no" is "not step-free", "heated: yes" is "heated".
fn affirmed(header: &str, text: &str) -> Option<String> {
    let answer = text.trim().trim_end_matches('.').to_lowercase();
    let is_no = answer == "no";
    if header.is_empty()
        || header.contains(['?', '(', '/', ','])
        || header.to_lowercase().starts_with("no ")
        || !is_no && answer != "yes"
    {
        return None;
    }
    let name = lower_first(header);
    let last = name.rsplit([' ', '-']).next().unwrap_or_default();
    let is_quality = QUALITIES.contains(&last);
    match (is_no, is_quality) {
        (true, true) => Some(format!("not {name}")),
        (true, false) => Some(format!("no {name}")),
        (false, true) => Some(name),
        (false, false) => None,
    }
}

/// Last words of headers that say how something is, and name no thing.
const QUALITIES: &[&str] = &[
    "free",
    "proof",
    "friendly",
    "accessible",
    "heated",
    "covered",
    "controlled",
    "included",
    "allowed",
    "needed",
    "required",
    "bookable",
    "available",
    "indoors",
    "outdoors",
    "supervised",
    "guided",
    "refundable",
    "only",
];

/// Whether a header names opening hours and nothing else.
fn is_of_hours(header: &str) -> bool {
    let header = header.trim_end_matches([':', '：', '.']).to_lowercase();
    HOURS.split('|').any(|name| name == header)
}

/// Whether a cell begins with the word that something is closed: "closed", "closed until May".
pub(super) fn is_closed(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    CLOSED.split('|').any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            let is_whole = !rest.starts_with(char::is_alphabetic);
            is_whole || Language::of(word) == Language::Chinese
        })
    })
}

/// A header and what stands under it.
fn beside(header: &str, text: &str, language: Language) -> String {
    if language == Language::Chinese {
        format!("{header}{text}")
    } else {
        format!("{} {text}", lower_first(header))
    }
}

/// A bare number under a header that names its unit: "Minutes", "Length (min)", "Цена, руб.", "时长（分钟）".
fn measured(header: &str, text: &str, language: Language) -> Option<String> {
    let text = text.trim();
    let is_number = text.starts_with(|letter: char| letter.is_ascii_digit())
        && text
            .chars()
            .all(|letter| letter.is_ascii_digit() || ".,-– ".contains(letter));
    if !is_number {
        return None;
    }
    let (name, unit) = unit_of(header)?;
    let value = match (CURRENCY_SIGNS.contains(&unit), language) {
        (true, _) => format!("{unit}{text}"),
        (false, Language::Chinese) => format!("{text}{unit}"),
        (false, _) => format!("{text} {}", unit.to_lowercase()),
    };
    Some(if name.is_empty() {
        value
    } else {
        beside(name, &value, language)
    })
}

/// What a header names, and the unit of the numbers below it.
fn unit_of(header: &str) -> Option<(&str, &str)> {
    let is_unit = |text: &&str| {
        let text = text.trim_end_matches('.').to_lowercase();
        UNITS.contains(&text.as_str()) || CURRENCY_SIGNS.contains(&text.as_str())
    };
    let bracketed = header
        .strip_suffix([')', '）'])
        .and_then(|inner| inner.rsplit_once(['(', '（']));
    let (name, unit) = bracketed
        .or_else(|| header.rsplit_once(','))
        .unwrap_or(("", header));
    // Sizes S, M and L are no units.
    let is_size = bracketed.is_none() && name.is_empty() && unit.trim().len() == 1 && unit.trim().is_ascii();
    let is_sign = CURRENCY_SIGNS.contains(&unit.trim()) || unit.trim() == "%";
    Some((name.trim(), unit.trim())).filter(|(_, unit)| is_unit(unit) && (!is_size || is_sign))
}

/// Headers of opening hours, in lower case, parted by strokes.
const HOURS: &str = "open|opens|opening|opening hours|opening times|open hours|hours|times|\
    открыто|открыт|открыта|открытие|часы|часы работы|время|время работы|режим работы|\
    开放|开放时间|开馆|开馆时间|开门|营业时间|时间";
/// What stands under them on a day without hours.
const CLOSED: &str = "closed|shut|not open|закрыт|закрыта|закрыто|закрыты|выходной|не работает|\
    闭馆|休馆|休息|关闭|关门|不开放|不营业";
/// Written before a number.
const CURRENCY_SIGNS: &[&str] = &["£", "$", "€", "¥", "₽", "₹"];
/// Units that headers name, in lower case and without a full stop; said after the number.
const UNITS: &[&str] = &[
    "min",
    "mins",
    "minutes",
    "h",
    "hr",
    "hrs",
    "hours",
    "days",
    "working days",
    "business days",
    "calendar days",
    "guests",
    "kids",
    "nights",
    "weeks",
    "months",
    "years",
    "miles",
    "km",
    "m",
    "metres",
    "meters",
    "cm",
    "ft",
    "feet",
    "kg",
    "g",
    "lb",
    "l",
    "litres",
    "liters",
    "ml",
    "°c",
    "°f",
    "%",
    "people",
    "persons",
    "pages",
    "credits",
    "lessons",
    "gbp",
    "eur",
    "euros",
    "usd",
    "dollars",
    "pounds",
    "мин",
    "минут",
    "ч",
    "час",
    "часов",
    "дней",
    "суток",
    "недель",
    "мес",
    "месяцев",
    "лет",
    "руб",
    "рублей",
    "км",
    "м",
    "см",
    "кг",
    "г",
    "л",
    "мл",
    "чел",
    "человек",
    "занятий",
    "分钟",
    "小时",
    "天",
    "晚",
    "周",
    "个月",
    "年",
    "元",
    "公里",
    "米",
    "平方米",
    "平米",
    "m2",
    "m²",
    "sqm",
    "厘米",
    "公斤",
    "克",
    "升",
    "毫升",
    "人",
    "页",
    "节",
];
