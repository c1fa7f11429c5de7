//! What is said of opening hours, in the three languages.
//!
//! Owns the sentences. What holds is `hours`', what was asked `asked`'s.

use jiff::civil::{Date, DateTime, Weekday};

use crate::hours::{Day, State};
use crate::language::Language;
use crate::values::{Clock, MONTHS, TimeRange};

const ENGLISH: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const RUSSIAN: [&str; 7] = [
    "В понедельник",
    "Во вторник",
    "В среду",
    "В четверг",
    "В пятницу",
    "В субботу",
    "В воскресенье",
];
const RUSSIAN_MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const CHINESE: [&str; 7] = [
    "星期一",
    "星期二",
    "星期三",
    "星期四",
    "星期五",
    "星期六",
    "星期日",
];
const RUSSIAN_NAMES: [&str; 7] = [
    "понедельник",
    "вторник",
    "среда",
    "четверг",
    "пятница",
    "суббота",
    "воскресенье",
];

/// Whether something is asked that is answered by yes or no, and what "yes" means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing of the kind is asked.
    Unasked,
    /// "Are you open?": whether it is.
    Open(bool),
    /// "Are you closed?": whether it is.
    Closed(bool),
}

/// In which language, and of what: "the library" in English, where it is to be named; "it" otherwise.
#[derive(Debug, Clone)]
pub(super) struct Wording {
    /// The language.
    pub(super) language: Language,
    /// The subject of an English sentence.
    pub(super) subject: Option<String>,
}

impl Wording {
    fn it(&self) -> &str {
        self.subject.as_deref().unwrap_or("it")
    }

    /// The same at the beginning of a sentence.
    fn first(&self) -> String {
        let mut letters = self.it().chars();
        letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .chain(letters)
            .collect()
    }
}

/// What holds now: "Yes, open until 5 pm."
pub(super) fn now(
    state: State,
    day: &Day,
    now: DateTime,
    is_closed_asked: bool,
    wording: &Wording,
) -> Option<String> {
    match state {
        State::Unknown => None,
        State::Open { until } => {
            let until = time(clock(until)?, wording.language);
            Some(match (wording.language, is_closed_asked) {
                (Language::English, false) => format!("Yes, {} is open until {until}.", wording.it()),
                (Language::English, true) => format!("No, {} is open until {until}.", wording.it()),
                (Language::Russian, false) => format!("Да, открыто до {until}."),
                (Language::Russian, true) => format!("Нет, открыто до {until}."),
                (Language::Chinese, false) => format!("开放，到{until}。"),
                (Language::Chinese, true) => format!("没有，开放到{until}。"),
            })
        }
        State::Closed { next } => {
            let verdict = if is_closed_asked {
                Verdict::Closed(true)
            } else {
                Verdict::Open(false)
            };
            let today = day_holds(day, now.date(), verdict, wording, false)?;
            // The hours of today say when it opens today.
            let again = next
                .filter(|next| next.date() != now.date())
                .and_then(|next| opens(next, now, wording));
            let space = if wording.language == Language::Chinese {
                ""
            } else {
                " "
            };
            Some(again.map_or_else(|| today.clone(), |again| format!("{today}{space}{again}")))
        }
    }
}

/// When it opens next: "It opens on Monday at 9 am."
pub(super) fn opens(next: DateTime, now: DateTime, wording: &Wording) -> Option<String> {
    let at = time(clock(next)?, wording.language);
    let days = (next.date() - now.date()).get_days();
    let whole = days > 6;
    let day = day_said(next.date(), wording.language, whole);
    Some(match (wording.language, days) {
        (Language::English, 0) => format!("{} opens today at {at}.", wording.first()),
        (Language::English, 1) => format!("{} opens tomorrow at {at}.", wording.first()),
        (Language::English, _) => format!("{day} {} opens at {at}.", wording.it()),
        (Language::Russian, 0) => format!("Откроется сегодня в {at}."),
        (Language::Russian, 1) => format!("Откроется завтра в {at}."),
        (Language::Russian, _) => format!("{day} откроется в {at}."),
        (Language::Chinese, 0) => format!("今天{at}开门。"),
        (Language::Chinese, 1) => format!("明天{at}开门。"),
        (Language::Chinese, _) => format!("{day}{at}开门。"),
    })
}

/// What holds on a day, after yes or no where that is asked; `None` where it is not known.
pub(super) fn day_holds(
    day: &Day,
    date: Date,
    verdict: Verdict,
    wording: &Wording,
    whole: bool,
) -> Option<String> {
    let said = day_said(date, wording.language, whole);
    let yes = match (verdict, wording.language) {
        (Verdict::Unasked, _) => "",
        (Verdict::Open(true) | Verdict::Closed(true), Language::English) => "Yes. ",
        (Verdict::Open(false) | Verdict::Closed(false), Language::English) => "No. ",
        (Verdict::Open(true) | Verdict::Closed(true), Language::Russian) => "Да. ",
        (Verdict::Open(false) | Verdict::Closed(false), Language::Russian) => "Нет. ",
        (Verdict::Open(true), Language::Chinese) => "开放。",
        (Verdict::Open(false), Language::Chinese) => "不开放。",
        (Verdict::Closed(true), Language::Chinese) => "对，不开放。",
        (Verdict::Closed(false), Language::Chinese) => "不，开放。",
    };
    Some(match day {
        Day::Unlisted | Day::Unknown { .. } => return None,
        Day::Closed { reason } => {
            let reason = reason
                .as_ref()
                .map_or_else(String::new, |reason| format!(" ({reason})"));
            match wording.language {
                Language::English => format!("{yes}{said} {} is closed{reason}.", wording.it()),
                Language::Russian => format!("{yes}{said} закрыто{reason}."),
                Language::Chinese => format!("{said}不开放{reason}。"),
            }
        }
        Day::Open { ranges, note, .. } => {
            let hours = ranges_said(ranges, wording.language);
            let note = note
                .as_ref()
                .map_or_else(String::new, |note| format!(" ({note})"));
            match wording.language {
                Language::English => format!("{yes}{said} {} is open {hours}{note}.", wording.it()),
                Language::Russian => format!("{yes}{said} открыто {hours}{note}."),
                Language::Chinese => format!("{yes}{said}开放时间是{hours}{note}。"),
            }
        }
    })
}

/// Until when people are let in on a day: "On Friday it is open from 9 am to 5 pm; last entry is at 4:15 pm."
pub(super) fn last_entry(
    last: Clock,
    ranges: &[TimeRange],
    date: Date,
    whole: bool,
    wording: &Wording,
) -> String {
    let last = time(last, wording.language);
    let (day, ranges) = (
        day_said(date, wording.language, whole),
        ranges_said(ranges, wording.language),
    );
    match wording.language {
        Language::English => format!(
            "{day} {} is open {ranges}; last entry is at {last}.",
            wording.it()
        ),
        Language::Russian => format!("{day} открыто {ranges}, последний вход в {last}."),
        Language::Chinese => format!("{day}最晚{last}入场，开放时间是{ranges}。"),
    }
}

/// How long it is open on a day: "On Friday it is open for 8 hours, from 9 am to 5 pm."
pub(super) fn length(ranges: &[TimeRange], date: Date, whole: bool, wording: &Wording) -> String {
    let minutes: u32 = ranges
        .iter()
        .map(|range| u32::from(range.end_minutes().saturating_sub(range.from.minutes())))
        .sum();
    let (hours, rest) = (minutes / 60, minutes % 60);
    let (day, ranges) = (
        day_said(date, wording.language, whole),
        ranges_said(ranges, wording.language),
    );
    match wording.language {
        Language::English => {
            let unit = if hours == 1 { "hour" } else { "hours" };
            let rest = if rest == 0 {
                String::new()
            } else {
                format!(" and {rest} minutes")
            };
            format!(
                "{day} {} is open for {hours} {unit}{rest}, {ranges}.",
                wording.it()
            )
        }
        Language::Russian => {
            let unit = match (hours % 10, hours % 100) {
                (1, tens) if tens != 11 => "час",
                (2..=4, tens) if !(12..=14).contains(&tens) => "часа",
                _ => "часов",
            };
            let rest = if rest == 0 {
                String::new()
            } else {
                format!(" {rest} мин.")
            };
            format!("{day} открыто {hours} {unit}{rest}: {ranges}.")
        }
        Language::Chinese => {
            let rest = if rest == 0 {
                String::new()
            } else {
                format!("{rest}分钟")
            };
            format!("{day}开放{hours}小时{rest}，{ranges}。")
        }
    }
}

/// When it opens next, where it is open: "It is open now, until 5 pm."
pub(super) fn open_now(until: DateTime, wording: &Wording) -> Option<String> {
    let until = time(clock(until)?, wording.language);
    Some(match wording.language {
        Language::English => format!("{} is open now, until {until}.", wording.first()),
        Language::Russian => format!("Сейчас открыто, до {until}."),
        Language::Chinese => format!("现在开放，到{until}。"),
    })
}

/// Whether it is open every day, by the days on which it is closed.
pub(super) fn every_day(closed: &[Weekday], wording: &Wording) -> String {
    let days = closed_on(closed, wording);
    match (wording.language, closed.is_empty()) {
        (Language::English, true) => format!("Yes. {days}"),
        (Language::English, false) => format!("No. {days}"),
        (Language::Russian, true) => format!("Да. {days}"),
        (Language::Russian, false) => format!("Нет. {days}"),
        (Language::Chinese, true) => days,
        (Language::Chinese, false) => format!("不是，{days}"),
    }
}

/// On which days of the week it is closed.
pub(super) fn closed_on(days: &[Weekday], wording: &Wording) -> String {
    let named: Vec<&str> = days.iter().map(|day| weekday(*day, wording.language)).collect();
    match (wording.language, named.as_slice()) {
        (Language::English, []) => format!("{} is open every day.", wording.first()),
        (Language::Russian, []) => "Открыто каждый день.".to_owned(),
        (Language::Chinese, []) => "每天都开放。".to_owned(),
        (Language::English, [all @ .., last]) if !all.is_empty() => {
            format!("{} is closed on {} and {last}.", wording.first(), all.join(", "))
        }
        (Language::English, days) => format!("{} is closed on {}.", wording.first(), days.join(", ")),
        (Language::Russian, [all @ .., last]) if !all.is_empty() => {
            format!("Выходные дни: {} и {last}.", all.join(", "))
        }
        (Language::Russian, days) => format!("Выходной день: {}.", days.join(", ")),
        (Language::Chinese, days) => format!("{}不开放。", days.join("、")),
    }
}

/// Two days in one sentence: "On Saturday it is open from 10 am to 2 pm. On Sunday it is closed."
pub(super) fn joined(sentences: &[String], language: Language) -> String {
    sentences.join(if language == Language::Chinese { "" } else { " " })
}

fn clock(moment: DateTime) -> Option<Clock> {
    let time = moment.time();
    Clock::from_minutes(u16::try_from(i16::from(time.hour()) * 60 + i16::from(time.minute())).ok()?)
}

pub(super) fn weekday(day: Weekday, language: Language) -> &'static str {
    let index = usize::try_from(day.to_monday_zero_offset()).unwrap_or(0);
    match language {
        Language::English => ENGLISH[index],
        Language::Russian => RUSSIAN_NAMES[index],
        Language::Chinese => CHINESE[index],
    }
}

fn day_said(date: Date, language: Language, whole: bool) -> String {
    let index = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    let month = usize::try_from(date.month() - 1).unwrap_or(0);
    match (language, whole) {
        (Language::English, false) => format!("On {}", ENGLISH[index]),
        (Language::English, true) => format!("On {} {} {}", ENGLISH[index], date.day(), MONTHS[month]),
        (Language::Russian, false) => RUSSIAN[index].to_owned(),
        (Language::Russian, true) => format!("{}, {} {},", RUSSIAN[index], date.day(), RUSSIAN_MONTHS[month]),
        (Language::Chinese, false) => CHINESE[index].to_owned(),
        (Language::Chinese, true) => format!("{}月{}日（{}）", date.month(), date.day(), CHINESE[index]),
    }
}

fn ranges_said(ranges: &[TimeRange], language: Language) -> String {
    let said: Vec<String> = ranges
        .iter()
        .map(|range| {
            let (from, to) = (time(range.from, language), time(range.to, language));
            match language {
                Language::English => format!("from {from} to {to}"),
                Language::Russian => format!("с {from} до {to}"),
                Language::Chinese => format!("{from}到{to}"),
            }
        })
        .collect();
    let joint = match language {
        Language::English => " and ",
        Language::Russian => " и ",
        Language::Chinese => "、",
    };
    said.join(joint)
}

/// A time of day as people write it.
fn time(clock: Clock, language: Language) -> String {
    let minutes = clock.minutes();
    let (hour, minute) = (minutes / 60, minutes % 60);
    if language != Language::English {
        return format!("{hour}:{minute:02}");
    }
    match (hour, minute) {
        (0 | 24, 0) => return "midnight".to_owned(),
        (12, 0) => return "12 noon".to_owned(),
        _ => {}
    }
    let half = if hour % 24 < 12 { "am" } else { "pm" };
    let hour = match hour % 12 {
        0 => 12,
        hour => hour,
    };
    if minute == 0 {
        format!("{hour} {half}")
    } else {
        format!("{hour}:{minute:02} {half}")
    }
}
