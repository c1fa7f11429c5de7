//! Questions about opening hours, answered from a schedule.
//!
//! Owns which schedule a question is about, and the sentence that says what holds on a day or at a time. How hours are
//! read is `hours`'; a schedule that is not certain answers nothing here, and the document is quoted instead.

use jiff::civil::{Date, DateTime, Weekday};

use crate::frames::Frame;
use crate::hours::{Day, Scheduled, State};
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::question::{Importance, Question};
use crate::say;
use crate::unit::UnitId;
use crate::values::{Clock, TimeRange, Value};

/// Words that every schedule's topic may have.
const GENERAL: &[&str] = &[
    "open",
    "hour",
    "time",
    "when",
    "we",
    "our",
    "are",
    "and",
    "the",
    "of",
    "at",
    "door",
    "day",
    "week",
    "general",
    "visit",
    "режим",
    "часы",
    "час",
    "работ",
    "график",
    "врем",
    "расписан",
    "откр",
    "开",
    "放",
    "时",
    "间",
    "营",
    "业",
    "门",
];

/// An answer from a schedule.
pub(crate) struct Opening {
    /// The sentence.
    pub text: String,
    /// Where it comes from.
    pub units: Vec<UnitId>,
}

/// The answer to a question about opening hours; `None` for another question, or where nothing certain is known.
pub(crate) fn answer(
    schedules: &[Scheduled],
    question: &Question,
    lexicon: &Lexicon,
    near: &[usize],
    now: DateTime,
) -> Option<Opening> {
    let asked = question.first_asked()?;
    if !matches!(asked, Frame::Hours | Frame::Open | Frame::Close | Frame::OpenNow) {
        return None;
    }
    let scheduled = chosen(schedules, question, lexicon, near)?;
    if !scheduled.schedule.certain() {
        return None;
    }
    let date = date_asked(question, now.date())?;
    let named = named(scheduled, question, lexicon);
    let text = match (asked, time_asked(question, now)) {
        (Frame::OpenNow, Some(time)) => at(scheduled, date.to_datetime(time), question.language)?,
        (Frame::OpenNow, None) if says_now(question) => at(scheduled, now, question.language)?,
        _ => on(scheduled, date, question)?,
    };
    let text = match named {
        Some(name) if question.language == Language::Chinese => format!("{name}：{text}"),
        Some(name) => format!("{name}: {}", say::lower_first(&text)),
        None => text,
    };
    Some(Opening {
        text,
        units: scheduled.units.clone(),
    })
}

/// The schedule that the question is about, if there is exactly one that fits best.
fn chosen<'a>(
    schedules: &'a [Scheduled],
    question: &Question,
    lexicon: &Lexicon,
    near: &[usize],
) -> Option<&'a Scheduled> {
    let mut best: Option<(&Scheduled, f32)> = None;
    let mut tied = false;
    for scheduled in schedules.iter().filter(|scheduled| scheduled.opening) {
        let Some(mut score) = fits(scheduled, question, lexicon) else {
            continue;
        };
        if scheduled
            .units
            .iter()
            .any(|unit| near.contains(&(unit.0 as usize)))
        {
            score += 0.3;
        }
        match best {
            Some((_, known)) if score < known - 1e-3 => {}
            Some((_, known)) if (score - known).abs() <= 1e-3 => tied = true,
            _ => {
                best = Some((scheduled, score));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(scheduled, _)| scheduled)
}

/// How well a schedule's topic fits; `None` where the question names something that the topic does not.
fn fits(scheduled: &Scheduled, question: &Question, lexicon: &Lexicon) -> Option<f32> {
    let own: Vec<String> = stems(
        &scheduled.topic[..scheduled.own.min(scheduled.topic.len())],
        lexicon,
    );
    let around: Vec<String> = stems(
        &scheduled.topic[scheduled.own.min(scheduled.topic.len())..],
        lexicon,
    );
    let mut met_own = 0;
    for term in question
        .terms
        .iter()
        .filter(|term| term.importance != Importance::Light)
    {
        let alternatives: Vec<&str> = term.phrase.map_or_else(
            || vec![term.stem.as_str()],
            |phrase| {
                lexicon
                    .alternatives(phrase)
                    .into_iter()
                    .filter(|(_, weight)| *weight >= 0.55)
                    .map(|(phrase, _)| lexicon.name(phrase))
                    .collect()
            },
        );
        let has = |list: &[String]| alternatives.iter().any(|phrase| contains(list, phrase));
        if has(&own) {
            met_own += 1;
        } else if !has(&around) && !term.carried {
            return None;
        }
    }
    let special = own
        .iter()
        .filter(|stem| !GENERAL.contains(&stem.as_str()) && !is_date(stem))
        .count();
    if met_own == 0 && special > 0 {
        // The hours of something that was not asked about.
        return (special <= 1 && scheduled.own == 0).then_some(0.1);
    }
    Some(1.0 + met_own as f32 - 0.1 * special.saturating_sub(met_own) as f32)
}

fn is_date(stem: &str) -> bool {
    stem.chars().any(|letter| letter.is_ascii_digit())
}

fn stems(texts: &[String], lexicon: &Lexicon) -> Vec<String> {
    texts
        .iter()
        .flat_map(|text| lexicon.tokenizer().tokens(text))
        .filter(|token| !lexicon.is_stop(token) || token.is_han())
        .map(|token| token.stem)
        .collect()
}

fn contains(list: &[String], phrase: &str) -> bool {
    let words: Vec<&str> = phrase.split(' ').collect();
    list.windows(words.len())
        .any(|window| window.iter().map(String::as_str).eq(words.iter().copied()))
}

/// What the schedule is about, if the question named it and it is not the whole place.
fn named(scheduled: &Scheduled, question: &Question, lexicon: &Lexicon) -> Option<String> {
    let has_terms = question
        .terms
        .iter()
        .any(|term| term.importance != Importance::Light);
    let own = &scheduled.topic[..scheduled.own.min(scheduled.topic.len())];
    let name = own.first().filter(|_| has_terms)?;
    let special = stems(std::slice::from_ref(name), lexicon)
        .iter()
        .any(|stem| !GENERAL.contains(&stem.as_str()));
    (special && name.chars().count() <= 60).then(|| name.trim_end_matches([':', '：']).to_owned())
}

fn says_now(question: &Question) -> bool {
    const WORDS: [&str; 6] = ["now", "currently", "still", "сейчас", "moment", "already"];
    question
        .tokens
        .iter()
        .any(|token| WORDS.contains(&token.word.as_str()))
        || question.text.contains("现在")
        || question.when.days.is_empty() && question.when.dates.is_empty()
}

/// The day that is asked about.
fn date_asked(question: &Question, today: Date) -> Option<Date> {
    if let Some(date) = question.when.dates.first() {
        return Some(*date);
    }
    let days: Vec<Weekday> = question.when.days.iter().collect();
    match days.as_slice() {
        [] if question.first_asked() == Some(Frame::OpenNow) => Some(today),
        [day] => {
            let mut date = today;
            while date.weekday() != *day {
                date = date.tomorrow().ok()?;
            }
            Some(date)
        }
        _ => None,
    }
}

fn time_asked(question: &Question, now: DateTime) -> Option<jiff::civil::Time> {
    let found = question.values.iter().find_map(|found| match &found.value {
        Value::Time { clock, ambiguous } => Some((*clock, *ambiguous)),
        _ => None,
    });
    let (clock, ambiguous) = found?;
    let minutes = clock.minutes();
    let evening = ["evening", "afternoon", "night", "вечера", "дня", "晚上", "下午"]
        .iter()
        .any(|word| question.text.to_lowercase().contains(word));
    let _ = now;
    // "Open at 5?" means the afternoon: nobody asks about five in the morning.
    let minutes = if minutes < 12 * 60 && (evening || ambiguous && minutes < 7 * 60) {
        minutes + 12 * 60
    } else {
        minutes
    };
    jiff::civil::Time::new(
        i8::try_from(minutes / 60).ok()?,
        i8::try_from(minutes % 60).ok()?,
        0,
        0,
    )
    .ok()
}

/// What holds at a moment.
fn at(scheduled: &Scheduled, moment: DateTime, language: Language) -> Option<String> {
    match scheduled.schedule.at(moment) {
        State::Unknown => None,
        State::Open { until } => {
            let until = time(Clock::from_minutes(minutes(until.time()))?, language);
            Some(match language {
                Language::English => format!("Yes, open until {until}."),
                Language::Russian => format!("Да, открыто до {until}."),
                Language::Chinese => format!("开放，到{until}。"),
            })
        }
        State::Closed { .. } => {
            let hours = match scheduled.schedule.on(moment.date()) {
                Day::Open { ranges, .. } => Some(ranges_said(&ranges, language)),
                Day::Closed { .. } => None,
                Day::Unlisted | Day::Unknown { .. } => return None,
            };
            let day = day_said(moment.date(), language, false);
            Some(match (language, hours) {
                (Language::English, Some(hours)) => format!("No. {day} it is open {hours}."),
                (Language::English, None) => format!("No. {day} it is closed."),
                (Language::Russian, Some(hours)) => format!("Нет. {day} открыто {hours}."),
                (Language::Russian, None) => format!("Нет. {day} закрыто."),
                (Language::Chinese, Some(hours)) => format!("不开放。{day}开放时间是{hours}。"),
                (Language::Chinese, None) => format!("不开放。{day}闭馆。"),
            })
        }
    }
}

fn minutes(time: jiff::civil::Time) -> u16 {
    u16::try_from(i16::from(time.hour()) * 60 + i16::from(time.minute())).unwrap_or(0)
}

/// What holds on a day.
fn on(scheduled: &Scheduled, date: Date, question: &Question) -> Option<String> {
    let language = question.language;
    let day = day_said(date, language, !question.when.dates.is_empty());
    let verdict = question.first_asked() == Some(Frame::OpenNow);
    Some(match scheduled.schedule.on(date) {
        Day::Unlisted | Day::Unknown { .. } => return None,
        Day::Closed { reason } => {
            let reason = reason.map_or_else(String::new, |reason| format!(" ({reason})"));
            match language {
                Language::English => {
                    format!("{}{day} it is closed{reason}.", if verdict { "No. " } else { "" })
                }
                Language::Russian => format!("{}{day} закрыто{reason}.", if verdict { "Нет. " } else { "" }),
                Language::Chinese => format!("{day}不开放{reason}。"),
            }
        }
        Day::Open { ranges, note, .. } => {
            let hours = ranges_said(&ranges, language);
            let note = note.map_or_else(String::new, |note| format!(" ({note})"));
            match language {
                Language::English => format!(
                    "{}{day} it is open {hours}{note}.",
                    if verdict { "Yes. " } else { "" }
                ),
                Language::Russian => format!(
                    "{}{day} открыто {hours}{note}.",
                    if verdict { "Да. " } else { "" }
                ),
                Language::Chinese => format!("{day}开放时间是{hours}{note}。"),
            }
        }
    })
}

fn day_said(date: Date, language: Language, whole: bool) -> String {
    const ENGLISH: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
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
