//! Times of day.
//!
//! Owns "half past six", "without a quarter eight", 晚上九点半, and the half of the day when it was said. Which
//! half an open "seven" means belongs to `skills`, which knows the clock and the purpose.

use super::number::{integer_up_to, integers};
use super::{any_phrase, number_chinese, phrase, word};
use crate::Language;
use crate::text::Token;

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

/// A time of day as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    /// 0 to 23; 1 to 12 when open.
    pub(crate) hour: i8,
    pub(crate) minute: i8,
    /// The half of the day was not said.
    pub(crate) is_open: bool,
    /// Midnight as the end of the day that is named.
    pub(crate) is_end_of_day: bool,
}

impl Clock {
    pub(crate) fn exact(hour: i64, minute: i64) -> Option<Self> {
        Some(Self {
            hour: i8::try_from(hour).ok().filter(|hour| (0..24).contains(hour))?,
            minute: i8::try_from(minute)
                .ok()
                .filter(|minute| (0..60).contains(minute))?,
            is_open: false,
            is_end_of_day: false,
        })
    }

    /// As it was said: open for the hours of a dial.
    fn said(hour: i64, minute: i64) -> Option<Self> {
        if hour == 24 && minute == 0 {
            return Some(Self::midnight());
        }
        let clock = Self::exact(hour, minute)?;
        Some(Self {
            is_open: (1..=12).contains(&hour),
            ..clock
        })
    }

    pub(crate) fn midnight() -> Self {
        Self {
            hour: 0,
            minute: 0,
            is_open: false,
            is_end_of_day: true,
        }
    }

    pub(crate) fn noon() -> Self {
        Self {
            hour: 12,
            minute: 0,
            is_open: false,
            is_end_of_day: false,
        }
    }

    /// Before the hour: "quarter to eight".
    fn before(hour: i64, minutes: i64) -> Option<Self> {
        let hour = match hour {
            1 => 12,
            0 => 23,
            hour => hour - 1,
        };
        Self::said(hour, 60 - minutes)
    }

    /// With a part of the day, which settles the half.
    pub(crate) fn in_part(self, part: Part) -> Self {
        if !self.is_open {
            return self;
        }
        let twelve = self.hour == 12;
        let hour = match part {
            Part::Morning | Part::Night | Part::Evening if twelve => 0,
            Part::Morning => self.hour,
            Part::Night if self.hour <= 5 => self.hour,
            Part::Afternoon if twelve => 12,
            Part::Afternoon | Part::Evening | Part::Night => self.hour + 12,
        };
        Self {
            hour,
            minute: self.minute,
            is_open: false,
            is_end_of_day: twelve && matches!(part, Part::Evening | Part::Night),
        }
    }
}

/// Every time of day that begins at a position.
pub(crate) fn read(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, Clock)> {
    match language {
        Language::English => english(tokens, at),
        Language::Russian => russian(tokens, at),
        Language::Chinese => chinese(tokens, at),
    }
}

/// "18:45", "6.45", and "1845" when it cannot be anything else.
fn written(tokens: &[Token], at: usize) -> Option<(usize, Clock)> {
    let token = word(tokens, at);
    let (hour, minute) = token.split_once([':', '.'])?;
    let is_time = (1..=2).contains(&hour.len()) && minute.len() == 2;
    if !is_time {
        return None;
    }
    let (hour_value, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    // "06:45" and "18:45" are of a clock with 24 hours.
    let clock = if hour.starts_with('0') {
        Clock::exact(hour_value, minute)
    } else {
        Clock::said(hour_value, minute)
    };
    Some((at + 1, clock?))
}

/// "645", "0645", "1845"
fn run_together(tokens: &[Token], at: usize) -> Option<(usize, Clock)> {
    let token = word(tokens, at);
    let is_time = (3..=4).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_digit());
    if !is_time {
        return None;
    }
    let (hour, minute) = token.split_at(token.len() - 2);
    let (hour_value, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    let clock = if hour.starts_with('0') {
        Clock::exact(hour_value, minute)
    } else {
        Clock::said(hour_value, minute)
    };
    Some((at + 1, clock?))
}

fn english(tokens: &[Token], at: usize) -> Vec<(usize, Clock)> {
    let language = Language::English;
    let mut found: Vec<(usize, Clock)> = Vec::new();
    found.extend(
        any_phrase(
            tokens,
            at,
            &["noon", "midday", "12 noon", "twelve noon", "mid day"],
        )
        .map(|end| (end, Clock::noon())),
    );
    found.extend(
        any_phrase(tokens, at, &["midnight", "12 midnight", "twelve midnight"])
            .map(|end| (end, Clock::midnight())),
    );
    found.extend(written(tokens, at));
    found.extend(run_together(tokens, at));
    found.extend(english_relative(tokens, at));
    if let Some((end, hour)) = integer_up_to(language, tokens, at, 24) {
        let oclock =
            any_phrase(tokens, end, &["o clock", "clock", "hundred hours", "hundred"]).unwrap_or(end);
        found.extend(Clock::said(hour, 0).map(|clock| (end, clock)));
        found.extend(Clock::said(hour, 0).map(|clock| (oclock, clock)));
        for (end, minute) in english_minutes(tokens, end) {
            found.extend(Clock::said(hour, minute).map(|clock| (end, clock)));
        }
    }
    let bare = found.clone();
    for (end, clock) in bare {
        if let Some((end, part)) = english_part(tokens, end) {
            found.push((end, clock.in_part(part)));
        }
    }
    found
}

/// "six thirty", "six oh five", "6 45"
fn english_minutes(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let mut found = Vec::new();
    if matches!(word(tokens, at), "oh" | "o" | "zero" | "0") {
        let ones = integer_up_to(Language::English, tokens, at + 1, 9);
        found.extend(ones.filter(|&(_, ones)| ones > 0));
    }
    let minutes = integer_up_to(Language::English, tokens, at, 59);
    let is_minute = |minute: i64| minute >= 10 || word(tokens, at).len() == 2;
    found.extend(minutes.filter(|&(_, minute)| is_minute(minute)));
    found
}

/// "half past six", "quarter to eight", "ten minutes after nine", "half six"
fn english_relative(tokens: &[Token], at: usize) -> Vec<(usize, Clock)> {
    let language = Language::English;
    let mut found = Vec::new();
    let after_article = at + usize::from(word(tokens, at) == "a");
    let minutes = match word(tokens, after_article) {
        "half" => Some((after_article + 1, 30)),
        "quarter" => Some((after_article + 1, 15)),
        _ => integer_up_to(language, tokens, at, 59).map(|(end, minutes)| {
            let unit = matches!(word(tokens, end), "minutes" | "minute" | "mins" | "min");
            (end + usize::from(unit), minutes)
        }),
    };
    let Some((end, minutes)) = minutes.filter(|&(_, minutes)| minutes > 0) else {
        return found;
    };
    let direction = word(tokens, end);
    let is_past = matches!(direction, "past" | "after" | "gone");
    let is_to = matches!(direction, "to" | "before" | "of" | "two");
    let Some(hours) = (is_past || is_to).then_some(end + 1) else {
        // British "half six" is half past six.
        if word(tokens, at) == "half" {
            let hour = integer_up_to(language, tokens, end, 12);
            found.extend(hour.and_then(|(end, hour)| Some((end, Clock::said(hour, 30)?))));
        }
        return found;
    };
    if let Some((end, hour)) = integer_up_to(language, tokens, hours, 12) {
        let clock = if is_past {
            Clock::said(hour, minutes)
        } else {
            Clock::before(hour, minutes)
        };
        let oclock = phrase(tokens, end, "o clock").unwrap_or(end);
        found.extend(clock.map(|clock| (oclock, clock)));
    }
    let noon = any_phrase(tokens, hours, &["noon", "midday"]).map(|end| (end, 12));
    let midnight = phrase(tokens, hours, "midnight").map(|end| (end, 0));
    if let Some((end, hour)) = noon.or(midnight) {
        let clock = match (is_past, hour) {
            (true, _) => Clock::exact(hour, minutes),
            (false, 0) => Clock::exact(23, 60 - minutes),
            (false, _) => Clock::exact(11, 60 - minutes),
        };
        found.extend(clock.map(|clock| (end, clock)));
    }
    found
}

fn english_part(tokens: &[Token], at: usize) -> Option<(usize, Part)> {
    const PARTS: [(&str, Part); 17] = [
        ("am", Part::Morning),
        ("a m", Part::Morning),
        ("in the morning", Part::Morning),
        ("this morning", Part::Morning),
        ("of the morning", Part::Morning),
        ("in the am", Part::Morning),
        ("pm", Part::Afternoon),
        ("p m", Part::Afternoon),
        ("in the pm", Part::Afternoon),
        ("in the afternoon", Part::Afternoon),
        ("this afternoon", Part::Afternoon),
        ("of the afternoon", Part::Afternoon),
        ("in the evening", Part::Evening),
        ("this evening", Part::Evening),
        ("of an evening", Part::Evening),
        ("at night", Part::Night),
        ("tonight", Part::Night),
    ];
    // "12 pm" is noon, but "12 at night" is not.
    PARTS
        .iter()
        .find_map(|&(name, part)| Some((phrase(tokens, at, name)?, part)))
}

fn russian(tokens: &[Token], at: usize) -> Vec<(usize, Clock)> {
    let language = Language::Russian;
    let mut found: Vec<(usize, Clock)> = Vec::new();
    found.extend(
        any_phrase(tokens, at, &["полдень", "полдня", "полудня", "полудню"]).map(|end| (end, Clock::noon())),
    );
    found.extend(
        any_phrase(tokens, at, &["полночь", "полуночи", "полночи"]).map(|end| (end, Clock::midnight())),
    );
    found.extend(written(tokens, at));
    found.extend(run_together(tokens, at));
    found.extend(russian_relative(tokens, at));
    if word(tokens, at) == "час" {
        found.push((at + 1, Clock::said(1, 0).unwrap_or(Clock::noon())));
        for (end, minute) in russian_minutes(tokens, at + 1) {
            found.extend(Clock::said(1, minute).map(|clock| (end, clock)));
        }
    }
    if let Some((end, hour)) = integer_up_to(language, tokens, at, 24) {
        let hours = end
            + usize::from(matches!(
                word(tokens, end),
                "час" | "часа" | "часов" | "часам" | "ч"
            ));
        found.extend(Clock::said(hour, 0).map(|clock| (end, clock)));
        found.extend(Clock::said(hour, 0).map(|clock| (hours, clock)));
        for (end, minute) in russian_minutes(tokens, hours) {
            found.extend(Clock::said(hour, minute).map(|clock| (end, clock)));
        }
    }
    let bare = found.clone();
    for (end, clock) in bare {
        if let Some((end, part)) = russian_part(tokens, end) {
            found.push((end, clock.in_part(part)));
        }
    }
    // "утром в семь"
    if let Some((end, part)) = russian_part(tokens, at) {
        let from = end + usize::from(matches!(word(tokens, end), "в" | "к" | "на"));
        if from < tokens.len() && russian_part(tokens, from).is_none() {
            let later = russian(tokens, from).into_iter();
            found.extend(later.map(|(end, clock)| (end, clock.in_part(part))));
        }
    }
    found
}

fn russian_minutes(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let language = Language::Russian;
    let mut found = Vec::new();
    let from = at + usize::from(word(tokens, at) == "и");
    let after_zero = matches!(word(tokens, from), "ноль" | "0" | "00" | "нуль");
    let minutes = if after_zero {
        integer_up_to(language, tokens, from + 1, 9).or(Some((from + 1, 0)))
    } else {
        integer_up_to(language, tokens, from, 59)
    };
    if let Some((end, minute)) = minutes {
        let unit = matches!(
            word(tokens, end),
            "минут" | "минуты" | "минута" | "мин" | "минуту"
        );
        if unit || minute >= 10 || after_zero || word(tokens, from).len() == 2 {
            found.push((end + usize::from(unit), minute));
        }
    }
    found
}

/// "половина седьмого", "полседьмого", "без четверти восемь", "десять минут восьмого"
fn russian_relative(tokens: &[Token], at: usize) -> Vec<(usize, Clock)> {
    let mut found = Vec::new();
    let first = word(tokens, at);
    let hour_before = |hour: i64| if hour == 1 { 12 } else { hour - 1 };
    if let Some(hour) = first.strip_prefix("пол").and_then(ordinal_hour) {
        found.extend(Clock::said(hour_before(hour), 30).map(|clock| (at + 1, clock)));
    }
    if first == "пол"
        && let Some(hour) = ordinal_hour(word(tokens, at + 1))
    {
        found.extend(Clock::said(hour_before(hour), 30).map(|clock| (at + 2, clock)));
    }
    let minutes = match first {
        "половина" | "половину" | "половине" => Some((at + 1, 30)),
        "четверть" => Some((at + 1, 15)),
        _ => integer_up_to(Language::Russian, tokens, at, 59).map(|(end, minutes)| {
            let unit = matches!(word(tokens, end), "минут" | "минуты" | "минута" | "минуту");
            (end + usize::from(unit), minutes)
        }),
    };
    if let Some((end, minutes)) = minutes
        && let Some(hour) = ordinal_hour(word(tokens, end))
    {
        found.extend(Clock::said(hour_before(hour), minutes).map(|clock| (end + 1, clock)));
    }
    if first == "без" {
        // All readings: "без двадцати девять" is no "без 29".
        let minutes = match word(tokens, at + 1) {
            "четверти" => vec![(at + 2, 15)],
            _ => integers(Language::Russian, tokens, at + 1),
        };
        for (end, minutes) in minutes
            .into_iter()
            .filter(|&(_, minutes)| (1..60).contains(&minutes))
        {
            let unit = matches!(word(tokens, end), "минут" | "минуты" | "минуту");
            let from = end + usize::from(unit);
            let hour = integer_up_to(Language::Russian, tokens, from, 12);
            let hour = hour.or_else(|| (word(tokens, from) == "час").then_some((from + 1, 1)));
            found.extend(hour.and_then(|(end, hour)| Some((end, Clock::before(hour, minutes)?))));
        }
    }
    found
}

fn ordinal_hour(word: &str) -> Option<i64> {
    const HOURS: [&str; 12] = [
        "первого",
        "второго",
        "третьего",
        "четвертого",
        "пятого",
        "шестого",
        "седьмого",
        "восьмого",
        "девятого",
        "десятого",
        "одиннадцатого",
        "двенадцатого",
    ];
    let position = HOURS.iter().position(|hour| *hour == word)?;
    i64::try_from(position + 1).ok()
}

fn russian_part(tokens: &[Token], at: usize) -> Option<(usize, Part)> {
    let part = match word(tokens, at) {
        "утра" | "утром" => Part::Morning,
        "дня" | "днем" | "пополудни" => Part::Afternoon,
        "вечера" | "вечером" => Part::Evening,
        "ночи" | "ночью" => Part::Night,
        _ => return None,
    };
    Some((at + 1, part))
}

fn chinese(tokens: &[Token], at: usize) -> Vec<(usize, Clock)> {
    let mut found = Vec::new();
    let (from, part) = chinese_part(tokens, at).map_or((at, None), |(end, part)| (end, Some(part)));
    if let Some(end) = any_phrase(tokens, at, &["正 午", "中 午 十 二 点", "中 午"]) {
        found.push((end, Clock::noon()));
    }
    if let Some(end) = any_phrase(
        tokens,
        at,
        &[
            "午 夜",
            "零 点",
            "半 夜 十 二 点",
            "午 夜 十 二 点",
            "晚 上 十 二 点",
        ],
    ) {
        found.push((end, Clock::midnight()));
    }
    found.extend(written(tokens, from).map(|(end, clock)| (end, in_part(clock, part))));
    if word(tokens, from) == "差" {
        found.extend(chinese_before(tokens, from).map(|(end, clock)| (end, in_part(clock, part))));
    }
    let Some((end, hour)) = integer_up_to(Language::Chinese, tokens, from, 24) else {
        return found;
    };
    if !matches!(word(tokens, end), "点" | "时") {
        return found;
    }
    let hours = end + 1;
    let mut minutes = vec![(hours + usize::from(word(tokens, hours) == "钟"), 0)];
    minutes.extend(any_phrase(tokens, hours, &["整", "钟 整"]).map(|end| (end, 0)));
    minutes.extend(chinese_minutes(tokens, hours));
    for (end, minute) in minutes {
        found.extend(Clock::said(hour, minute).map(|clock| (end, in_part(clock, part))));
    }
    if word(tokens, hours) == "差" {
        let minutes = chinese_quantity_of_minutes(tokens, hours + 1);
        let clock = minutes.and_then(|(end, minutes)| Some((end, Clock::before(hour, minutes)?)));
        found.extend(clock.map(|(end, clock)| (end, in_part(clock, part))));
    }
    found
}

fn in_part(clock: Clock, part: Option<Part>) -> Clock {
    part.map_or(clock, |part| clock.in_part(part))
}

fn chinese_minutes(tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let mut found = Vec::new();
    for (name, minute) in [
        ("半", 30),
        ("一 刻", 15),
        ("三 刻", 45),
        ("1 刻", 15),
        ("3 刻", 45),
    ] {
        found.extend(phrase(tokens, at, name).map(|end| (end, minute)));
    }
    let from = at + usize::from(word(tokens, at) == "过");
    if matches!(word(tokens, from), "零" | "〇" | "0") {
        let ones = number_chinese::digit(word(tokens, from + 1)).map(|minute| (from + 2, minute));
        found.extend(ones.map(|(end, minute)| (end + usize::from(word(tokens, end) == "分"), minute)));
    }
    if let Some((end, minute)) = integer_up_to(Language::Chinese, tokens, from, 59) {
        found.push((end, minute));
        if word(tokens, end) == "分" {
            found.push((end + 1, minute));
        }
    }
    found
}

fn chinese_quantity_of_minutes(tokens: &[Token], at: usize) -> Option<(usize, i64)> {
    if let Some(end) = any_phrase(tokens, at, &["一 刻", "一 刻 钟"]) {
        return Some((end, 15));
    }
    let (end, minutes) = integer_up_to(Language::Chinese, tokens, at, 59)?;
    let end = any_phrase(tokens, end, &["分", "分 钟"]).unwrap_or(end);
    (minutes > 0).then_some((end, minutes))
}

/// 差一刻八点
fn chinese_before(tokens: &[Token], at: usize) -> Option<(usize, Clock)> {
    let (end, minutes) = chinese_quantity_of_minutes(tokens, at + 1)?;
    let (end, hour) = integer_up_to(Language::Chinese, tokens, end, 12)?;
    let end = end + usize::from(word(tokens, end) == "点");
    let end = end + usize::from(word(tokens, end) == "钟");
    Some((end, Clock::before(hour, minutes)?))
}

pub(crate) fn chinese_part(tokens: &[Token], at: usize) -> Option<(usize, Part)> {
    const PARTS: [(&str, Part); 18] = [
        ("早 上", Part::Morning),
        ("早 晨", Part::Morning),
        ("清 晨", Part::Morning),
        ("清 早", Part::Morning),
        ("一 早", Part::Morning),
        ("凌 晨", Part::Morning),
        ("上 午", Part::Morning),
        ("早", Part::Morning),
        ("中 午", Part::Afternoon),
        ("下 午", Part::Afternoon),
        ("午 后", Part::Afternoon),
        ("傍 晚", Part::Evening),
        ("晚 上", Part::Evening),
        ("晚 间", Part::Evening),
        ("晚", Part::Evening),
        ("夜 里", Part::Night),
        ("半 夜", Part::Night),
        ("夜 间", Part::Night),
    ];
    let part = PARTS
        .iter()
        .find_map(|&(name, part)| Some((phrase(tokens, at, name)?, part)));
    part.map(|(end, part)| (end + usize::from(word(tokens, end) == "的"), part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn whole(language: Language, said: &str) -> String {
        let tokens = text::tokens(said, language).unwrap();
        let found = read(language, &tokens, 0);
        let clock = found.into_iter().find(|&(end, _)| end == tokens.len());
        clock.map_or_else(String::new, |(_, clock)| {
            let open = if clock.is_open { " open" } else { "" };
            format!("{}:{:02}{open}", clock.hour, clock.minute)
        })
    }

    #[test]
    fn times_of_day_are_read_as_they_are_said() {
        for (language, said, expected) in [
            (Language::English, "half past six", "6:30 open"),
            (Language::English, "quarter to eight", "7:45 open"),
            (Language::English, "a quarter to one", "12:45 open"),
            (Language::English, "twenty five past nine in the evening", "21:25"),
            (Language::English, "6 45", "6:45 open"),
            (Language::English, "six forty five am", "6:45"),
            (Language::English, "seven oh five", "7:05 open"),
            (Language::English, "noon", "12:00"),
            (Language::English, "12 pm", "12:00"),
            (Language::English, "12 am", "0:00"),
            (Language::English, "half seven", "7:30 open"),
            (Language::English, "eight o'clock tonight", "20:00"),
            (Language::English, "18:45", "18:45"),
            (Language::English, "1845", "18:45"),
            (Language::English, "7pm", "19:00"),
            (Language::English, "9.30 p.m.", "21:30"),
            (Language::Russian, "семь тридцать", "7:30 open"),
            (Language::Russian, "полседьмого", "6:30 open"),
            (Language::Russian, "без четверти восемь вечера", "19:45"),
            (Language::Russian, "18:45", "18:45"),
            (Language::Russian, "семь часов утра", "7:00"),
            (Language::Russian, "час дня", "13:00"),
            (Language::Russian, "двадцать минут девятого", "8:20 open"),
            (Language::Russian, "двенадцать ночи", "0:00"),
            (Language::Russian, "девять ноль пять", "9:05 open"),
            (Language::Chinese, "晚上九点半", "21:30"),
            (Language::Chinese, "早上六点四十五", "6:45"),
            (Language::Chinese, "下午3点", "15:00"),
            (Language::Chinese, "七点零五分", "7:05 open"),
            (Language::Chinese, "差一刻八点", "7:45 open"),
            (Language::Chinese, "19:30", "19:30"),
            (Language::Chinese, "中午", "12:00"),
        ] {
            assert_eq!(whole(language, said), expected, "{said}");
        }
    }

    #[test]
    fn what_is_no_time_of_day_is_not_read_as_one() {
        for (language, said) in [
            (Language::English, "25"),
            (Language::English, "6:75"),
            (Language::English, "half"),
            (Language::English, "quarter"),
            (Language::Russian, "сорок"),
            (Language::Chinese, "九"),
        ] {
            assert_eq!(whole(language, said), "", "{said}");
        }
    }
}
