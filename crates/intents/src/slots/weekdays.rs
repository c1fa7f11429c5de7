//! Days of the week, one or several.
//!
//! Owns their names, and "every weekday", "по будням", 每天 as the days on which an alarm repeats.

use super::{any_phrase, phrase, word};
use crate::Language;
use crate::text::Token;

pub(crate) const EVERY_DAY: u8 = 0b111_1111;
pub(crate) const WORKING_DAYS: u8 = 0b001_1111;
pub(crate) const WEEKEND: u8 = 0b110_0000;

/// A single day of the week, 0 for Monday.
pub(crate) fn one(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, i8)> {
    let day = match language {
        Language::English => english(word(tokens, at)).map(|day| (at + 1, day)),
        Language::Russian => russian(word(tokens, at)).map(|day| (at + 1, day)),
        Language::Chinese => chinese(tokens, at),
    };
    day.into_iter().collect()
}

fn english(word: &str) -> Option<i8> {
    const DAYS: [&str; 7] = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"];
    // "Sat" and "sun" are words of their own.
    let short = match word {
        "mon" => Some(0),
        "tue" | "tues" => Some(1),
        "wed" | "weds" => Some(2),
        "thu" | "thur" | "thurs" => Some(3),
        "fri" => Some(4),
        _ => None,
    };
    let singular = word.strip_suffix('s').unwrap_or(word);
    short.or_else(|| {
        let stem = match singular.strip_suffix("day")? {
            "wedns" | "wensd" | "wens" => "wednes",
            stem => stem,
        };
        let position = DAYS.iter().position(|known| *known == stem)?;
        i8::try_from(position).ok()
    })
}

fn russian(word: &str) -> Option<i8> {
    const STEMS: [&str; 7] = [
        "понедельник",
        "вторник",
        "сред",
        "четверг",
        "пятниц",
        "суббот",
        "воскресень",
    ];
    let position = STEMS.iter().position(|stem| {
        word.strip_prefix(stem).is_some_and(|ending| {
            matches!(
                ending,
                "" | "а" | "у" | "ы" | "е" | "и" | "ам" | "ом" | "ой" | "ей" | "я" | "ю" | "ем" | "ям"
            )
        }) && word != "сред"
    })?;
    i8::try_from(position).ok()
}

fn chinese(tokens: &[Token], at: usize) -> Option<(usize, i8)> {
    let from = any_phrase(tokens, at, &["星 期", "礼 拜", "周"])?;
    let day = match word(tokens, from) {
        "一" | "1" => 0,
        "二" | "2" => 1,
        "三" | "3" => 2,
        "四" | "4" => 3,
        "五" | "5" => 4,
        "六" | "6" => 5,
        "日" | "天" | "七" | "7" => 6,
        _ => return None,
    };
    Some((from + 1, day))
}

/// Days that something repeats on.
pub(crate) fn read(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, u8)> {
    let fixed: &[(&str, u8)] = match language {
        Language::English => &[
            ("every day", EVERY_DAY),
            ("everyday", EVERY_DAY),
            ("each day", EVERY_DAY),
            ("daily", EVERY_DAY),
            ("every single day", EVERY_DAY),
            ("every morning", EVERY_DAY),
            ("each morning", EVERY_DAY),
            ("every evening", EVERY_DAY),
            ("every night", EVERY_DAY),
            ("seven days a week", EVERY_DAY),
            ("every weekday", WORKING_DAYS),
            ("every week day", WORKING_DAYS),
            ("weekdays", WORKING_DAYS),
            ("on weekdays", WORKING_DAYS),
            ("on week days", WORKING_DAYS),
            ("each weekday", WORKING_DAYS),
            ("every weekday morning", WORKING_DAYS),
            ("on weekday mornings", WORKING_DAYS),
            ("weekday mornings", WORKING_DAYS),
            ("every working day", WORKING_DAYS),
            ("every workday", WORKING_DAYS),
            ("on workdays", WORKING_DAYS),
            ("on working days", WORKING_DAYS),
            ("monday to friday", WORKING_DAYS),
            ("mondays to fridays", WORKING_DAYS),
            ("monday through friday", WORKING_DAYS),
            ("from monday to friday", WORKING_DAYS),
            ("on weekends", WEEKEND),
            ("at weekends", WEEKEND),
            ("at the weekend", WEEKEND),
            ("every weekend", WEEKEND),
            ("weekends", WEEKEND),
        ],
        Language::Russian => &[
            ("каждый день", EVERY_DAY),
            ("ежедневно", EVERY_DAY),
            ("каждое утро", EVERY_DAY),
            ("каждый вечер", EVERY_DAY),
            ("каждую ночь", EVERY_DAY),
            ("по будням", WORKING_DAYS),
            ("в будни", WORKING_DAYS),
            ("в будние дни", WORKING_DAYS),
            ("по будним дням", WORKING_DAYS),
            ("на будни", WORKING_DAYS),
            ("на будние дни", WORKING_DAYS),
            ("каждый будний день", WORKING_DAYS),
            ("по рабочим дням", WORKING_DAYS),
            ("в рабочие дни", WORKING_DAYS),
            ("каждый рабочий день", WORKING_DAYS),
            ("с понедельника по пятницу", WORKING_DAYS),
            ("по выходным", WEEKEND),
            ("в выходные", WEEKEND),
            ("на выходные", WEEKEND),
            ("на каждый день", EVERY_DAY),
            ("на каждое утро", EVERY_DAY),
        ],
        Language::Chinese => &[
            ("每 天", EVERY_DAY),
            ("天 天", EVERY_DAY),
            ("每 日", EVERY_DAY),
            ("每 个 工 作 日", WORKING_DAYS),
            ("工 作 日", WORKING_DAYS),
            ("每 天 工 作 日", WORKING_DAYS),
            ("上 班 日", WORKING_DAYS),
            ("平 日", WORKING_DAYS),
            ("周 一 到 周 五", WORKING_DAYS),
            ("周 一 至 周 五", WORKING_DAYS),
            ("每 周 一 到 周 五", WORKING_DAYS),
            ("每 周 一 至 周 五", WORKING_DAYS),
            ("星 期 一 到 星 期 五", WORKING_DAYS),
            ("星 期 一 到 五", WORKING_DAYS),
            ("周 一 到 五", WORKING_DAYS),
            ("每 个 周 末", WEEKEND),
            ("每 周 末", WEEKEND),
            ("周 末", WEEKEND),
        ],
    };
    let mut found: Vec<(usize, u8)> = fixed
        .iter()
        .filter_map(|&(name, days)| Some((phrase(tokens, at, name)?, days)))
        .collect();
    found.extend(listed(language, tokens, at));
    found
}

/// "every Monday and Thursday", "on Tuesdays", "по средам", 每周三
fn listed(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, u8)> {
    let opening: &[&str] = match language {
        Language::English => &["every", "each", "on"],
        Language::Russian => &["каждый", "каждую", "каждое", "по"],
        Language::Chinese => &["每", "每 个", "每 逢"],
    };
    let from = any_phrase(tokens, at, opening);
    let is_plural = |at: usize| language == Language::English && word(tokens, at).ends_with('s');
    let start = match from {
        // "on Tuesday" is a single day.
        Some(start) if word(tokens, at) == "on" && !is_plural(start) => return Vec::new(),
        Some(start) => start,
        None if is_plural(at) => at,
        None => return Vec::new(),
    };
    let joins: &[&str] = match language {
        Language::English => &["and", "and every", "and on", "every"],
        Language::Russian => &["и", "и каждый", "и каждую", "и по"],
        Language::Chinese => &["和", "、"],
    };
    let mut found = Vec::new();
    let (mut days, mut next) = (0, start);
    while let Some((end, day)) = one(language, tokens, next).into_iter().next() {
        days |= 1 << day;
        found.push((end, days));
        next = any_phrase(tokens, end, joins).unwrap_or(end);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn repeating_days_are_read() {
        for (language, said, expected) in [
            (Language::English, "every weekday", WORKING_DAYS),
            (Language::English, "every day", EVERY_DAY),
            (Language::English, "every monday and thursday", 0b000_1001),
            (Language::English, "on tuesdays", 0b000_0010),
            (Language::Russian, "по будням", WORKING_DAYS),
            (Language::Russian, "по средам", 0b000_0100),
            (Language::Russian, "каждую пятницу", 0b001_0000),
            (Language::Chinese, "每周三", 0b000_0100),
            (Language::Chinese, "每天", EVERY_DAY),
        ] {
            let tokens = text::tokens(said, language).unwrap();
            let found = read(language, &tokens, 0);
            let days = found.into_iter().find(|found| found.0 == tokens.len());
            assert_eq!(days.map(|days| days.1), Some(expected), "{said}");
        }
    }
}
