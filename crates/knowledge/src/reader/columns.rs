//! The columns of a row that hold the kind of thing that a question asks for.
//!
//! Owns what headers and cells of each kind look like. Which row answers is not its matter.

use std::collections::BTreeSet;

use super::fit::cell_values;
use crate::frames::Frame;
use crate::question::Question;
use crate::unit::Cell;
use crate::values::Value;

/// Beginnings of headers under which stands what is asked for.
const WHERE: &[&str] = &[
    "bay",
    "room",
    "floor",
    "place",
    "where",
    "location",
    "stand",
    "platform",
    "hall",
    "gate",
    "venue",
    "meeting point",
    "каб",
    "этаж",
    "зал",
    "мест",
    "платформ",
    "где",
    "地点",
    "楼",
    "位置",
    "诊室",
    "窗口",
    "教室",
    "展厅",
    "房",
];
const WHO: &[&str] = &[
    "name",
    "who",
    "contact",
    "teacher",
    "instructor",
    "coach",
    "leader",
    "person",
    "tutor",
    "staff",
    "led by",
    "with",
    "host",
    "guide",
    "keeper",
    "vet",
    "doctor",
    "врач",
    "тренер",
    "вед",
    "фио",
    "преподав",
    "имя",
    "специалист",
    "姓名",
    "医生",
    "负责",
    "老师",
    "教练",
    "主讲",
    "讲师",
];
const OPENS: &[&str] = &[
    "open",
    "first",
    "start",
    "from",
    "begin",
    "откр",
    "начал",
    "перв",
    "с ",
    "开",
    "首",
    "始",
];
const LAST_ENTRIES: &[&str] = &[
    "last",
    "entry",
    "admission",
    "послед",
    "вход",
    "停止",
    "最后",
    "截止",
];
const CLOSES: &[&str] = &[
    "close",
    "closing",
    "last",
    "end",
    "until",
    "finish",
    "to",
    "закр",
    "кон",
    "послед",
    "до",
    "关",
    "末",
    "止",
    "касса до",
];
const TIMES: &[&str] = &[
    "time", "hour", "when", "day", "date", "час", "врем", "день", "дни", "дат", "时间", "日期", "星期",
];
const OFTEN: &[&str] = &[
    "every",
    "freq",
    "how often",
    "interval",
    "интервал",
    "частот",
    "кажд",
    "间隔",
    "班次",
];
const LASTS: &[&str] = &[
    "journey",
    "dur",
    "length",
    "how long",
    "min",
    "длит",
    "продолж",
    "врем",
    "时长",
    "срок",
    "借期",
    "время в пути",
];
const PRICES: &[&str] = &[
    "price",
    "cost",
    "fee",
    "fare",
    "charge",
    "£",
    "$",
    "€",
    "цен",
    "стоим",
    "тариф",
    "плат",
    "费",
    "价",
];

/// The columns that hold the kind of thing that is asked for first and foremost.
pub(crate) fn asked_columns(question: &Question, cells: &[Cell]) -> BTreeSet<usize> {
    question
        .first_asked()
        .map_or_else(BTreeSet::new, |frame| columns_of(frame, cells))
}

/// The columns that hold a kind of thing.
pub(crate) fn columns_of(frame: Frame, cells: &[Cell]) -> BTreeSet<usize> {
    let by_value = |wanted: &dyn Fn(&Value) -> bool| -> BTreeSet<usize> {
        let holds = |cell: &Cell| cell_values(cell).iter().any(wanted);
        (1..cells.len()).filter(|column| holds(&cells[*column])).collect()
    };
    let by_header = |words: &[&str]| -> BTreeSet<usize> {
        (0..cells.len())
            .filter(|column| {
                let header = cells[*column].header.to_lowercase();
                !is_blank(&cells[*column].text) && words.iter().any(|word| begins_with(&header, word))
            })
            .collect()
    };
    let either =
        |header: BTreeSet<usize>, value: BTreeSet<usize>| if header.is_empty() { value } else { header };
    let is_money = |value: &Value| matches!(value, Value::Money(_) | Value::MoneyRange { .. });
    let is_time = |value: &Value| matches!(value, Value::Time { .. } | Value::TimeRange { .. });
    match frame {
        Frame::Price => {
            let by_value = by_value(&is_money);
            if by_value.is_empty() {
                by_header(PRICES)
            } else {
                by_value
            }
        }
        Frame::Open => either(by_header(OPENS), by_value(&is_time)),
        Frame::LastEntry => either(by_header(LAST_ENTRIES), by_value(&is_time)),
        Frame::Close => either(by_header(CLOSES), by_value(&is_time)),
        Frame::Hours | Frame::OpenNow => by_value(&is_time),
        Frame::When => {
            let times = by_value(&|value| {
                is_time(value)
                    || matches!(
                        value,
                        Value::Weekdays(_) | Value::Date(_) | Value::DateRange(_) | Value::NthWeekday(_)
                    )
            });
            if times.is_empty() { by_header(TIMES) } else { times }
        }
        Frame::Where => by_header(WHERE),
        Frame::Who => by_header(WHO),
        Frame::Frequency => by_header(OFTEN),
        Frame::Duration => either(
            by_header(LASTS),
            by_value(&|value| matches!(value, Value::Duration { .. })),
        ),
        Frame::Age => by_value(&|value| matches!(value, Value::Age(_))),
        Frame::Phone => by_value(&|value| matches!(value, Value::Phone(_))),
        Frame::Email => by_value(&|value| matches!(value, Value::Email(_))),
        _ => BTreeSet::new(),
    }
}

/// Whether a header begins with a word, or with a form of it: "Days" with "day", but "Whole day" not with "who".
fn begins_with(header: &str, word: &str) -> bool {
    let Some(rest) = header.strip_prefix(word) else {
        return false;
    };
    let is_whole = word.ends_with(|letter: char| letter.is_ascii_alphabetic());
    let ending = rest.split(|letter: char| !letter.is_ascii_alphabetic()).next();
    // Stems of other languages end anywhere.
    !is_whole || ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

/// What may follow a header's English word.
const ENDINGS: &[&str] = &[
    "", "s", "es", "ing", "ings", "ning", "er", "ers", "ed", "ation", "uency", "ute", "utes",
];

/// Whether a cell says nothing.
pub(crate) fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "–" | "—")
}
