//! Days and dates in Chinese.
//!
//! Owns the phrases; what they mean is resolved in `day`.

use super::clock::{self, Part};
use super::day::{Base, DateRef, DayRef, Which, Year};
use super::holiday::Holidays;
use super::number::{integer_up_to, integers};
use super::{Tables, any_phrase, number_chinese, phrase, weekdays, word};
use crate::Language;
use crate::text::Token;

const CHINESE: Language = Language::Chinese;

const OFFSETS: [(&str, i64, Option<Part>); 25] = [
    ("今 天", 0, None),
    ("今 日", 0, None),
    ("今 儿", 0, None),
    ("明 天", 1, None),
    ("明 日", 1, None),
    ("明 儿", 1, None),
    ("后 天", 2, None),
    ("大 后 天", 3, None),
    ("昨 天", -1, None),
    ("昨 日", -1, None),
    ("昨 儿", -1, None),
    ("前 天", -2, None),
    ("大 前 天", -3, None),
    ("今 晚", 0, Some(Part::Evening)),
    ("今 夜", 0, Some(Part::Night)),
    ("今 早", 0, Some(Part::Morning)),
    ("今 天 晚 上", 0, Some(Part::Evening)),
    ("明 晚", 1, Some(Part::Evening)),
    ("明 早", 1, Some(Part::Morning)),
    ("明 晨", 1, Some(Part::Morning)),
    ("后 晚", 2, Some(Part::Evening)),
    ("昨 晚", -1, Some(Part::Evening)),
    ("第 二 天", 1, None),
    ("明 儿 早", 1, Some(Part::Morning)),
    ("今 儿 晚", 0, Some(Part::Evening)),
];

/// Days in all their forms.
pub(super) fn days(tables: &Tables, tokens: &[Token], at: usize) -> Vec<(usize, DayRef)> {
    let mut found: Vec<(usize, DayRef)> = Vec::new();
    for (name, days, part) in OFFSETS {
        let base = Base::Offset(days);
        found.extend(phrase(tokens, at, name).map(|end| (end, DayRef { base, part })));
    }
    let simple = simple(tables, tokens, at).into_iter();
    found.extend(simple.map(|(end, base)| (end, DayRef::plain(base))));
    found.extend(
        shifts(tables, tokens, at)
            .into_iter()
            .map(|(end, base)| (end, DayRef::plain(base))),
    );
    let bases = found.clone();
    for (end, day) in bases {
        if let Some((end, part)) = clock::chinese_part(tokens, end).filter(|_| day.part.is_none()) {
            found.push((
                end,
                DayRef {
                    part: Some(part),
                    ..day
                },
            ));
        }
    }
    found
}

fn simple(tables: &Tables, tokens: &[Token], at: usize) -> Vec<(usize, Base)> {
    let mut found: Vec<(usize, Base)> = Vec::new();
    found.extend(weekday(tokens, at));
    found.extend(
        super::day::dates(CHINESE, tokens, at)
            .into_iter()
            .map(|(end, date)| (end, Base::Date(date))),
    );
    found.extend(holidays(tables, tokens, at));
    let from = any_phrase(tokens, at, &["这 个 月", "本 月", "这 月"]).unwrap_or(at);
    if let Some((end, day)) = integer_up_to(CHINESE, tokens, from, 31)
        && matches!(word(tokens, end), "号" | "日")
    {
        let day = i8::try_from(day).ok().filter(|day| *day > 0);
        found.extend(day.map(|day| (end + 1, Base::MonthDay(day))));
    }
    // 下个月一号: that many days after the end of this month.
    for (name, months) in [
        ("下 个 月", 0),
        ("下 月", 0),
        ("下 个 月 的", 0),
        ("上 个 月", -2),
        ("上 月", -2),
    ] {
        let Some(from) = phrase(tokens, at, name) else {
            continue;
        };
        if let Some((end, day)) = integer_up_to(CHINESE, tokens, from, 31)
            && matches!(word(tokens, end), "号" | "日")
            && day > 0
        {
            let from = Box::new(Base::MonthEnd(months));
            found.push((
                end + 1,
                Base::Shift {
                    months: 0,
                    days: day,
                    from,
                },
            ));
        }
    }
    // 到六月: its first day.
    if at > 0
        && matches!(word(tokens, at - 1), "到" | "离" | "距")
        && let Some((end, month)) = month(tokens, at)
    {
        let end = end + usize::from(word(tokens, end) == "份");
        let date = DateRef::new(Year::Nearest, i64::from(month), 1);
        found.extend(date.map(|date| (end, Base::Date(date))));
    }
    for (name, months) in [
        ("月 底", 0),
        ("这 个 月 底", 0),
        ("本 月 底", 0),
        ("下 个 月 底", 1),
        ("下 月 底", 1),
    ] {
        found.extend(phrase(tokens, at, name).map(|end| (end, Base::MonthEnd(months))));
    }
    found
}

fn weekday(tokens: &[Token], at: usize) -> Vec<(usize, Base)> {
    let prefixes = [
        ("下 下 个", Which::AfterNext),
        ("下 下", Which::AfterNext),
        ("下 个", Which::Next),
        ("下", Which::Next),
        ("上 个", Which::Last),
        ("上", Which::Last),
        ("这 个", Which::Coming),
        ("这", Which::Coming),
        ("本", Which::Coming),
    ];
    let (from, which) = prefixes
        .iter()
        .find_map(|&(prefix, which)| Some((phrase(tokens, at, prefix)?, which)))
        .unwrap_or((at, Which::Coming));
    weekdays::one(CHINESE, tokens, from)
        .into_iter()
        .map(|(end, day)| (end, Base::Weekday(day, which)))
        .collect()
}

fn holidays(tables: &Tables, tokens: &[Token], at: usize) -> Vec<(usize, Base)> {
    let mut starts = vec![(at, Year::Nearest)];
    starts.extend(leading_year(tokens, at));
    let mut found = Vec::new();
    for (from, year) in starts {
        let from = from + usize::from(from > at && word(tokens, from) == "的");
        for (end, row) in tables.holidays.names(CHINESE).find(tokens, from) {
            found.push((end, Base::Holiday(Holidays::id(row), year)));
        }
    }
    found
}

/// 明年, 2027年, 下一个
fn leading_year(tokens: &[Token], at: usize) -> Vec<(usize, Year)> {
    let mut found = Vec::new();
    for (name, ahead) in [
        ("明 年", 1),
        ("今 年", 0),
        ("去 年", -1),
        ("后 年", 2),
        ("前 年", -2),
    ] {
        found.extend(phrase(tokens, at, name).map(|end| (end, Year::Ahead(ahead))));
    }
    found.extend(any_phrase(tokens, at, &["下 个", "下 一 个"]).map(|end| (end, Year::Nearest)));
    for (end, year) in years(tokens, at) {
        if word(tokens, end.wrapping_sub(1)) == "年" {
            found.push((end, Year::Fixed(year)));
        }
    }
    found
}

fn shifts(tables: &Tables, tokens: &[Token], at: usize) -> Vec<(usize, Base)> {
    let mut found = Vec::new();
    let today = || Box::new(Base::Offset(0));
    let shift = |months: i64, days: i64| Base::Shift {
        months,
        days,
        from: today(),
    };
    let from = any_phrase(tokens, at, &["再 过", "过"]).unwrap_or(at);
    for (end, months, days) in spans(tokens, from) {
        if from > at {
            found.push((end, shift(months, days)));
        }
        let later = any_phrase(tokens, end, &["之 后", "以 后", "后", "后 的 今 天", "过 后"]);
        found.extend(later.map(|end| (end, shift(months, days))));
        let earlier = any_phrase(tokens, end, &["之 前", "以 前", "前"]);
        found.extend(earlier.map(|end| (end, shift(-months, -days))));
    }
    for (name, months, days) in [
        ("下 周", 0, 7),
        ("下 个 星 期", 0, 7),
        ("下 个 礼 拜", 0, 7),
        ("下 周 今 天", 0, 7),
        ("下 周 的 今 天", 0, 7),
        ("下 个 月", 1, 0),
        ("明 年 今 天", 12, 0),
        ("明 年 的 今 天", 12, 0),
        ("上 周", 0, -7),
        ("上 个 月", -1, 0),
    ] {
        found.extend(phrase(tokens, at, name).map(|end| (end, shift(months, days))));
    }
    // 圣诞节前三天
    for (end, base) in simple(tables, tokens, at) {
        let (start, sign) = match word(tokens, end) {
            "前" => (end + 1, -1),
            "后" => (end + 1, 1),
            _ => continue,
        };
        for (end, months, days) in spans(tokens, start) {
            let from = Box::new(base.clone());
            found.push((
                end,
                Base::Shift {
                    months: sign * months,
                    days: sign * days,
                    from,
                },
            ));
        }
    }
    found
}

fn spans(tokens: &[Token], at: usize) -> Vec<(usize, i64, i64)> {
    let mut counts = integers(CHINESE, tokens, at);
    let half_year = any_phrase(tokens, at, &["半 年"]).map(|end| (end, 6, 0));
    let half_month = any_phrase(tokens, at, &["半 个 月"]).map(|end| (end, 0, 15));
    counts.retain(|&(_, count)| count <= 40_000);
    let mut found: Vec<(usize, i64, i64)> = Vec::new();
    for (end, count) in counts {
        for (name, months, days) in [
            ("天", 0, 1),
            ("日", 0, 1),
            ("周", 0, 7),
            ("个 星 期", 0, 7),
            ("星 期", 0, 7),
            ("个 礼 拜", 0, 7),
            ("礼 拜", 0, 7),
            ("个 月", 1, 0),
            ("年", 12, 0),
        ] {
            let span = phrase(tokens, end, name);
            found.extend(span.map(|end| (end, months * count, days * count)));
        }
    }
    found.extend(half_year);
    found.extend(half_month);
    found
}

/// 三月, 12月
pub(super) fn month(tokens: &[Token], at: usize) -> Option<(usize, i8)> {
    let (end, month) = integer_up_to(CHINESE, tokens, at, 12)?;
    let is_month = word(tokens, end) == "月" && month > 0;
    is_month.then_some((end + 1, i8::try_from(month).ok()?))
}

/// 三月八日, 12月1号, 2027年三月八日, 明年3月8号
pub(super) fn dates(tokens: &[Token], at: usize) -> Vec<(usize, DateRef)> {
    let mut starts = vec![(at, Year::Nearest)];
    starts.extend(leading_year(tokens, at));
    let mut found = Vec::new();
    for (from, year) in starts {
        let from = from + usize::from(from > at && word(tokens, from) == "的");
        let Some((end, month)) = month(tokens, from) else {
            continue;
        };
        for (end, day) in integers(CHINESE, tokens, end) {
            let date = DateRef::new(year, i64::from(month), day);
            let is_marked = matches!(word(tokens, end), "号" | "日");
            found.extend(date.map(|date| (end + usize::from(is_marked), date)));
        }
    }
    found
}

/// 2028年, 二零二八年, 两千零二十八年
pub(super) fn years(tokens: &[Token], at: usize) -> Vec<(usize, i16)> {
    let mut values = integers(CHINESE, tokens, at);
    values.extend(number_chinese::digit_run(tokens, at, 4));
    values
        .into_iter()
        .filter_map(|(end, value)| {
            let year = i16::try_from(value)
                .ok()
                .filter(|year| (100..=9000).contains(year))?;
            Some((end + usize::from(word(tokens, end) == "年"), year))
        })
        .collect()
}
