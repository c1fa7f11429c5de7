//! Whether a unit holds the kind of thing that a question asks for: a price, a time, a place, a person.
//!
//! Owns what each kind looks like in text. Which unit is about the right thing is not its matter.

use super::facts::Facts;
use super::people;
use crate::frames::Frame;
use crate::language::Language;
use crate::question::Question;
use crate::unit::{Body, Cell, Unit};
use crate::values::{self, Value};

/// Whether a unit holds the kind of thing that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It does.
    Holds,
    /// Nothing special is asked for.
    Open,
    /// It may, in words that are not known.
    Unclear,
    /// It does not.
    Lacks,
}

/// Words that say where something is.
const PLACES: &[&str] = &[
    "behind",
    "beside",
    "next to",
    "opposite",
    "near",
    "floor",
    "street",
    "road",
    "lane",
    "avenue",
    "upstairs",
    "downstairs",
    "left",
    "right",
    "building",
    "entrance",
    "room",
    "bay",
    "site",
    "gate",
    "desk",
    "counter",
    "corner",
    "basement",
    "outside",
    "inside",
    "above",
    "below",
    "between",
    "by the",
    "at the",
    "in the",
    "on the",
    "past",
    "through",
    "stairs",
    "lobby",
    "hall",
    "square",
    "end of",
    "front",
    "back",
    "block",
    "wing",
    "level",
    "stand",
    "platform",
    "up the",
    "down the",
    "along",
    "across",
    "door",
    "office",
    "minutes' walk",
    "walk",
    "этаж",
    "кабинет",
    "зал",
    "дом",
    "улиц",
    "площад",
    "рядом",
    "около",
    "напротив",
    "справа",
    "слева",
    "вход",
    "двор",
    "холл",
    "корпус",
    "окно",
    "платформ",
    "за ",
    "возле",
    "между",
    "остановк",
    "вестибюл",
    "комнат",
    "подъезд",
    "楼",
    "层",
    "室",
    "号",
    "路",
    "街",
    "旁",
    "门",
    "厅",
    "台",
    "处",
    "对面",
    "里",
    "边",
    "侧",
    "区",
    "广场",
    "窗口",
];

/// The texts of which a unit consists, with the headers of its columns.
pub(super) fn said_texts(unit: &Unit) -> Vec<&str> {
    match &unit.body {
        Body::Sentence(text) | Body::Item { text, .. } => vec![text],
        Body::Entry { key, value } => vec![key, value],
        Body::Answered { question: _, answer } => vec![answer],
        Body::Row(cells) => cells.iter().map(|cell| cell.text.as_str()).collect(),
    }
}

/// The values of a cell; a bare number is what its header says: "Journey (min)" over "42".
pub(crate) fn cell_values(cell: &Cell) -> Vec<Value> {
    let read = |text: &str| -> Vec<Value> {
        values::values(text, Language::of(text))
            .into_iter()
            .map(|found| found.value)
            .collect()
    };
    let is_number = !cell.text.is_empty()
        && cell
            .text
            .chars()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' ' | '–' | '-'));
    // "11.00–15.00" under "Hours" are times of day, and no length of time.
    if !is_number || cell.header.is_empty() || is_span_of_times(&cell.text) {
        return read(&cell.text);
    }
    let header = cell.header.to_lowercase();
    let is_least = ["min", "from", "least", "с ", "от", "最低", "最小"]
        .iter()
        .any(|word| header.contains(word));
    if names_age(&header) && is_least && cell.text.chars().all(|letter| letter.is_ascii_digit()) {
        return read(&format!("{}+", cell.text));
    }
    // "Minimum" is no number of minutes.
    let header = header.replace("minimum", "least");
    for sign in ["£", "$", "€"] {
        if header.contains(sign) {
            return read(&format!("{sign}{}", cell.text));
        }
    }
    for (words, unit) in UNITS {
        if words.iter().any(|word| header.contains(word)) {
            return read(&format!("{} {unit}", cell.text));
        }
    }
    read(&cell.text)
}

/// "Minimum age", "возраст", 年龄.
fn names_age(header: &str) -> bool {
    let mut words = header.split(|letter: char| !letter.is_alphabetic());
    words.any(|word| matches!(word, "age" | "ages" | "возраст")) || header.contains("年龄")
}

/// "11.00–15.00", "9.30 - 17.00".
fn is_span_of_times(text: &str) -> bool {
    let is_time = |text: &str| {
        text.trim().split_once('.').is_some_and(|(hour, minute)| {
            let hour = hour.parse::<u8>().is_ok_and(|hour| hour <= 24);
            hour && minute.len() == 2 && minute.parse::<u8>().is_ok_and(|minute| minute < 60)
        })
    };
    text.split_once(['–', '-'])
        .is_some_and(|(from, to)| is_time(from) && is_time(to))
}

/// Words of headers and the unit in which a bare number below them is.
const UNITS: &[(&[&str], &str)] = &[
    (&["price", "cost", "fee", "fare"], "pounds"),
    (&["цена", "стоим", "руб", "тариф"], "рублей"),
    (&["元", "价", "费用", "票价"], "元"),
    (&["min", "мин", "分钟"], "min"),
    (&["hour", "час", "小时"], "hours"),
    (&["day", "дней", "天"], "days"),
    (&["mile"], "miles"),
    (&["km", "км", "公里"], "km"),
];

/// The values of a unit's own text, and the days of the headers of its columns.
pub(crate) fn unit_values(unit: &Unit) -> Vec<Value> {
    let read = |text: &str| {
        values::values(text, Language::of(text))
            .into_iter()
            .map(|found| found.value)
    };
    match &unit.body {
        Body::Row(cells) => cells
            .iter()
            .flat_map(|cell| {
                cell_values(cell)
                    .into_iter()
                    .chain(read(&cell.header).filter(is_day))
            })
            .collect(),
        _ => said_texts(unit).into_iter().flat_map(read).collect(),
    }
}

fn is_day(value: &Value) -> bool {
    matches!(value, Value::Weekdays(_) | Value::NthWeekday(_))
}

/// Whether a unit holds what the question asks for.
pub(crate) fn fit(question: &Question, unit: &Unit, facts: &Facts) -> Fit {
    let Some(asked) = question.first_asked() else {
        return Fit::Open;
    };
    if let Body::Row(cells) = &unit.body
        && !super::columns::asked_columns(question, cells).is_empty()
    {
        return Fit::Holds;
    }
    let has = |wanted: &dyn Fn(&Value) -> bool| facts.values.iter().any(wanted);
    let strict = |holds: bool| if holds { Fit::Holds } else { Fit::Lacks };
    let lenient = |holds: bool| if holds { Fit::Holds } else { Fit::Unclear };
    let lenient_or_lacks = |lacks: bool| if lacks { Fit::Lacks } else { Fit::Unclear };
    match asked {
        Frame::Price if has(&is_price) || says_included(unit) => Fit::Holds,
        Frame::Price if has_bare_amount(unit) && !has(&is_clock) => Fit::Unclear,
        Frame::Price => Fit::Lacks,
        Frame::Phone => strict(has(&|value| matches!(value, Value::Phone(_))) || names_a_number(unit)),
        Frame::Email => strict(has(&|value| matches!(value, Value::Email(_)))),
        Frame::Web => strict(has(&|value| matches!(value, Value::Web(_)))),
        Frame::Duration | Frame::Notice => strict(has(&|value| {
            matches!(
                value,
                // "How long is the bridge?" asks for metres.
                Value::Duration { .. }
                    | Value::Distance { .. }
                    | Value::DurationRange { .. }
                    | Value::TimeRange { .. }
                    | Value::DateRange(_)
                    | Value::Date(_)
                    | Value::Time { .. }
            )
        })),
        Frame::Distance => strict(has(&|value| {
            matches!(value, Value::Distance { .. } | Value::Duration { .. })
        })),
        Frame::LastEntry | Frame::Close | Frame::Open | Frame::Hours | Frame::When | Frame::OpenNow => {
            let hours = matches!(
                asked,
                Frame::LastEntry | Frame::Close | Frame::Open | Frame::Hours
            );
            if has(&is_clock) || !hours && has(&is_when) || says(unit, AROUND_THE_CLOCK) {
                Fit::Holds
            } else if hours && has(&is_when) || asked == Frame::OpenNow {
                Fit::Unclear
            } else {
                Fit::Lacks
            }
        }
        Frame::Frequency => lenient(
            has(&|value| matches!(value, Value::Duration { .. } | Value::Weekdays(_)))
                || says(
                    unit,
                    &["every", "hourly", "daily", "weekly", "кажд", "раз в", "每"],
                ),
        ),
        Frame::Weight => strict(has(&|value| matches!(value, Value::Weight { .. }))),
        Frame::Age if has(&|value| matches!(value, Value::Age(_))) => Fit::Holds,
        // "Seniors £4" tells a price and no age.
        Frame::Age => lenient_or_lacks(has(&is_price)),
        Frame::Count => lenient(
            said_texts(unit)
                .iter()
                .any(|text| text.chars().any(|letter| letter.is_ascii_digit())),
        ),
        Frame::Where | Frame::Address => lenient(says(unit, PLACES)),
        Frame::Who if has(&is_contact) || people::names_somebody(question, &said_texts(unit)) => Fit::Holds,
        // A row of prices names nobody.
        Frame::Who => lenient_or_lacks(matches!(unit.body, Body::Row(_)) && has(&is_price)),
        Frame::Password => strict(says(
            unit,
            &[
                "password",
                "passcode",
                "pw ",
                "pw:",
                "code",
                "pin",
                "пароль",
                "код",
                "密码",
            ],
        )),
        _ => Fit::Open,
    }
}

fn is_clock(value: &Value) -> bool {
    matches!(value, Value::Time { .. } | Value::TimeRange { .. })
}

/// Somebody can be reached there.
fn is_contact(value: &Value) -> bool {
    matches!(value, Value::Phone(_) | Value::Email(_))
}

pub(super) fn is_price(value: &Value) -> bool {
    matches!(
        value,
        Value::Money(_) | Value::MoneyRange { .. } | Value::Percent(_)
    )
}

/// "Shoes 3.50": an amount without its currency.
fn has_bare_amount(unit: &Unit) -> bool {
    let is_amount = |word: &str| {
        let word = word.trim_end_matches([',', ';', '.', ')']);
        word.split_once('.').is_some_and(|(whole, part)| {
            let digits = |text: &str| !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit());
            part.len() == 2 && whole.len() <= 4 && digits(whole) && digits(part)
        })
    };
    said_texts(unit)
        .iter()
        .any(|text| text.split_whitespace().any(is_amount))
}

/// Hours without a time.
const AROUND_THE_CLOCK: &[&str] = &[
    "around the clock",
    "round the clock",
    "24/7",
    "24 hours a day",
    "open 24 hours",
    "day and night",
    "круглосуточно",
    "24小时",
    "全天开放",
];

fn is_when(value: &Value) -> bool {
    matches!(
        value,
        Value::Time { .. }
            | Value::TimeRange { .. }
            | Value::Weekdays(_)
            | Value::NthWeekday(_)
            | Value::Date(_)
            | Value::DateRange(_)
            | Value::Month(_)
            | Value::MonthRange { .. }
            | Value::Season(_)
            | Value::Holiday(_)
    )
}

fn says(unit: &Unit, words: &[&str]) -> bool {
    said_texts(unit).iter().any(|text| {
        let text = text.to_lowercase();
        words.iter().any(|word| text.contains(word))
    })
}

fn says_included(unit: &Unit) -> bool {
    says(
        unit,
        &[
            "free",
            "included",
            "no charge",
            "half",
            "бесплат",
            "включен",
            "免费",
            "不收",
            "免押金",
        ],
    )
}

/// "ring NHS 111", "call 999": numbers too short to be recognised by themselves.
fn names_a_number(unit: &Unit) -> bool {
    says(
        unit,
        &[
            "ring ",
            "call ",
            "tel",
            "phone",
            "text ",
            "number",
            "extension",
            "звон",
            "тел",
            "номер",
            "电话",
            "拨",
        ],
    ) && said_texts(unit)
        .iter()
        .any(|text| text.chars().filter(char::is_ascii_digit).count() >= 3)
}
