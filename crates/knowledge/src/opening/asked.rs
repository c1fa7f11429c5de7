//! What a question asks of opening hours: a moment, a part of a day, a day, the next opening, a length, the closed days.
//!
//! Owns the reading of the question and what follows from a schedule. The sentences are `said`'s.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, Weekday};

use super::said::{self, Verdict, Wording};
use crate::frames::Frame;
use crate::hours::{Day, Schedule, State};
use crate::language::Language;
use crate::question::Question;
use crate::values::Value;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wanted {
    /// Whether it is open at this moment, which is now.
    Now { closed: bool },
    /// Whether it is open at a time of a day; at either of them where nothing says which half of the day is meant.
    Times {
        date: Date,
        times: Vec<Time>,
        closed: bool,
    },
    /// Whether it is open in these minutes of a day: in the evening.
    Part {
        date: Date,
        from: u16,
        to: u16,
        closed: bool,
    },
    /// What holds on days; whether it is open, or closed, if that is asked.
    Days {
        dates: Vec<Date>,
        is_dated: bool,
        asked: Option<bool>,
    },
    /// How long it is open on a day.
    Length { date: Date },
    /// Whether it closes at a time of a day.
    ClosesAt { date: Date, times: Vec<Time> },
    /// Whether it is open every day.
    EveryDay,
    /// When it opens next.
    Next,
    /// On which days of the week it is closed.
    ClosedDays,
}

/// The weeks in which a day is closed that is always closed.
const WEEKS: i32 = 4;

/// Words by language: English, Russian, Chinese.
type Words = [&'static [&'static str]; 3];

const NOW: Words = [
    &["now", "currently", "still", "moment", "already", "yet"],
    &["сейчас", "еще", "уже", "теперь"],
    &["现在", "目前", "还开着", "这会儿"],
];
const CLOSED: Words = [
    &["closed", "shut"],
    &["закрыт", "закрыта", "закрыто", "закрыты", "выходной", "выходные"],
    &[
        "关门",
        "闭馆",
        "休息",
        "关着",
        "不开门",
        "不营业",
        "不上班",
        "不开放",
    ],
];
const NEXT: Words = [
    &["next", "again"],
    &["снова", "опять", "следующий"],
    &["下次", "再开", "下一次"],
];
const WHICH_DAY: Words = [
    &["which", "what", "when"],
    &["когда", "какие", "какой", "каким"],
    &["星期几", "周几", "哪天", "哪几天", "什么时候", "哪一天"],
];
/// A question that begins with one of these is not answered by yes or no.
const QUESTION_WORDS: Words = [
    &[
        "which", "what", "when", "who", "how", "why", "where", "whose", "whats", "what's", "who's",
    ],
    &[
        "кто",
        "что",
        "сколько",
        "почему",
        "зачем",
        "как",
        "какой",
        "какая",
        "какие",
        "какое",
        "где",
        "куда",
        "когда",
        "чей",
    ],
    &[
        "谁",
        "哪",
        "什么",
        "几个",
        "几人",
        "多少",
        "为什么",
        "怎么",
        "几名",
    ],
];
const OPEN_STEMS: Words = [
    &["open", "opening"],
    &[
        "открыт",
        "открыта",
        "открыто",
        "работаете",
        "работает",
        "работают",
    ],
    &["开", "营业", "上班"],
];
const CLOSES: Words = [
    &["close", "closes", "shut", "shuts"],
    &["закрываетесь", "закрывается"],
    &[],
];
const EVERY_DAY: Words = [
    &["daily", "every", "seven", "week"],
    &["каждый", "ежедневно", "выходных"],
    &["每天", "天天", "全年"],
];
const BEFORE: Words = [
    &["before", "until", "till", "earlier", "by"],
    &["до", "раньше"],
    &["之前", "以前", "前开"],
];
const EVENING: Words = [
    &["evening", "tonight", "evenings"],
    &["вечером", "вечер", "вечерам"],
    &["晚上", "今晚"],
];
const MORNING: Words = [
    &["morning", "mornings"],
    &["утром", "утрам"],
    &["早上", "上午", "早晨"],
];
const AFTERNOON: Words = [&["afternoon", "afternoons"], &["днем"], &["下午"]];
/// What says that a time is in the second half of the day.
const LATE: Words = [
    &["evening", "afternoon", "night", "tonight"],
    &["вечера", "дня", "вечером"],
    &["晚上", "下午", "今晚"],
];
const EARLY: Words = [&["morning", "am"], &["утра", "утром"], &["早上", "上午", "凌晨"]];

fn has(question: &Question, words: Words) -> bool {
    let words = words[question.language as usize];
    if question.language == Language::Chinese {
        return words.iter().any(|word| question.text.contains(word));
    }
    question
        .tokens
        .iter()
        .any(|token| words.contains(&token.word.as_str()))
}

/// What the question asks of opening hours; `None` for another question.
pub(super) fn wanted(question: &Question, now: DateTime) -> Option<Wanted> {
    let closed = has(question, CLOSED) || is_denied(question);
    let first = question.first_asked();
    let of_hours = matches!(
        first,
        Some(Frame::Hours | Frame::Open | Frame::Close | Frame::OpenNow)
    );
    let undated = question.when.days.is_empty() && question.when.dates.is_empty();
    if of_hours && undated && closed && has(question, WHICH_DAY) {
        return Some(Wanted::ClosedDays);
    }
    if undated && has(question, NEXT) && (of_hours || first == Some(Frame::When)) {
        return Some(Wanted::Next);
    }
    let times = times(question);
    let dates = dates(question, now.date());
    if first == Some(Frame::Duration) && has(question, OPEN_STEMS) && times.is_empty() {
        let [date] = dates?[..] else { return None };
        return Some(Wanted::Length { date });
    }
    let every_day = question.when.days.iter().count() == 7 || (undated && has(question, EVERY_DAY));
    if every_day && question.yes_no && first == Some(Frame::OpenNow) && times.is_empty() {
        return Some(Wanted::EveryDay);
    }
    if question.yes_no && !times.is_empty() && has(question, CLOSES) {
        let [date] = dates?[..] else { return None };
        return Some(Wanted::ClosesAt { date, times });
    }
    let dropped_in = question.asked.is_empty() && question.yes_no && !times.is_empty();
    if !of_hours && !dropped_in {
        return None;
    }
    let is_verdict = (first == Some(Frame::OpenNow) || dropped_in) && !has(question, QUESTION_WORDS);
    if !is_verdict {
        // What is asked by "which" or "who" of something that is open is no question for a schedule.
        let asks_hours = first != Some(Frame::OpenNow);
        let dates = dates.filter(|dates| asks_hours && !dates.is_empty())?;
        return Some(Wanted::Days {
            dates,
            is_dated: !question.when.dates.is_empty(),
            asked: None,
        });
    }
    let dates = dates?;
    match (dates.as_slice(), times.is_empty()) {
        ([], true) if part(question).is_none() => Some(Wanted::Now { closed }),
        ([], _) => Some(of_day(question, now.date(), times, closed)),
        ([date], _) if *date == now.date() && times.is_empty() && has(question, NOW) => {
            Some(Wanted::Now { closed })
        }
        ([date], _) => Some(of_day(question, *date, times, closed)),
        (_, true) => Some(Wanted::Days {
            dates,
            is_dated: false,
            asked: Some(closed),
        }),
        (_, false) => None,
    }
}

/// "Do you not work on Sundays?" asks whether it is closed.
fn is_denied(question: &Question) -> bool {
    let words = question.words();
    match question.language {
        Language::English => words.windows(2).any(|pair| pair[0] == "not" && pair[1] == "open"),
        Language::Russian => words
            .windows(2)
            .any(|pair| pair[0] == "не" && pair[1].starts_with("работа")),
        Language::Chinese => false,
    }
}

fn of_day(question: &Question, date: Date, times: Vec<Time>, closed: bool) -> Wanted {
    if !times.is_empty() {
        return Wanted::Times { date, times, closed };
    }
    match part(question) {
        Some((from, to)) => Wanted::Part {
            date,
            from,
            to,
            closed,
        },
        None => Wanted::Days {
            dates: vec![date],
            is_dated: !question.when.dates.is_empty(),
            asked: Some(closed),
        },
    }
}

/// The minutes of the part of the day that is named.
fn part(question: &Question) -> Option<(u16, u16)> {
    [
        (EVENING, (18 * 60, 22 * 60)),
        (MORNING, (7 * 60, 11 * 60 + 30)),
        (AFTERNOON, (13 * 60, 17 * 60)),
    ]
    .into_iter()
    .find(|(words, _)| has(question, *words))
    .map(|(_, part)| part)
}

/// The days that are asked about, none where none is named; `None` where that cannot be told in a sentence.
fn dates(question: &Question, today: Date) -> Option<Vec<Date>> {
    if let [date, ..] = question.when.dates.as_slice() {
        return Some(vec![*date]);
    }
    let next = |day: Weekday| {
        (0..7).find_map(|ahead: i32| {
            let date = today.checked_add(ahead.days()).ok()?;
            (date.weekday() == day).then_some(date)
        })
    };
    let days: Vec<Weekday> = question.when.days.iter().collect();
    match (days.as_slice(), question.when.months.as_slice()) {
        ([], []) => Some(Vec::new()),
        ([day], []) => Some(vec![next(*day)?]),
        ([first, second], []) => Some(vec![next(*first)?, next(*second)?]),
        ([day], [month]) => in_month(*day, *month, today).map(|date| vec![date]),
        _ => None,
    }
}

/// A day of the week in the middle of a month, the next one that comes.
fn in_month(day: Weekday, month: i8, today: Date) -> Option<Date> {
    let year = today.year() + i16::from(month < today.month());
    let first = Date::new(year, month, 8).ok()?;
    (0..7)
        .filter_map(|ahead: i32| first.checked_add(ahead.days()).ok())
        .find(|date| date.weekday() == day)
}

/// The time that is asked about, twice where nothing says which half of the day is meant.
fn times(question: &Question) -> Vec<Time> {
    let found = question.values.iter().find_map(|found| match &found.value {
        Value::Time { clock, ambiguous } => Some((clock.minutes(), *ambiguous)),
        _ => None,
    });
    let Some((minutes, ambiguous)) = found else {
        return Vec::new();
    };
    let late = minutes + 12 * 60;
    let all: &[u16] = match minutes {
        0..=719 if has(question, LATE) => &[late],
        0..=719 if ambiguous && !has(question, EARLY) => {
            // "Open at 5?" means the afternoon: nobody asks about five in the morning.
            if minutes < 7 * 60 {
                &[late]
            } else {
                &[minutes, late]
            }
        }
        _ => &[minutes],
    };
    // Open until eight is open a minute before.
    let earlier = u16::from(has(question, BEFORE));
    let time = |minutes: u16| {
        let minutes = minutes.checked_sub(earlier)?;
        Time::new(
            i8::try_from(minutes / 60).ok()?,
            i8::try_from(minutes % 60).ok()?,
            0,
            0,
        )
        .ok()
    };
    all.iter().filter_map(|minutes| time(*minutes)).collect()
}

impl Wanted {
    /// The answer from this schedule; `None` where it does not say.
    pub(super) fn answer(&self, schedule: &Schedule, now: DateTime, wording: &Wording) -> Option<String> {
        let told = |date: Date, verdict: Verdict, whole: bool| {
            said::day_holds(&schedule.on(date), date, verdict, wording, whole)
        };
        match self {
            Self::Now { closed } => {
                said::now(schedule.at(now), &schedule.on(now.date()), now, *closed, wording)
            }
            Self::Times { date, times, closed } => {
                let states: Vec<State> = times
                    .iter()
                    .map(|time| schedule.at(date.to_datetime(*time)))
                    .collect();
                if states.contains(&State::Unknown) {
                    return None;
                }
                let is_open = states.iter().any(|state| matches!(state, State::Open { .. }));
                told(*date, verdict(is_open, *closed), false)
            }
            Self::Part {
                date,
                from,
                to,
                closed,
            } => {
                let day = schedule.on(*date);
                let is_open = day
                    .ranges()
                    .iter()
                    .any(|range| range.from.minutes() < *to && range.end_minutes() > *from);
                told(*date, verdict(is_open, *closed), false)
            }
            Self::Days {
                dates,
                is_dated,
                asked,
            } => {
                let days: Vec<Day> = dates.iter().map(|date| schedule.on(*date)).collect();
                let open = days.iter().filter(|day| matches!(day, Day::Open { .. })).count();
                let sentences: Option<Vec<String>> = dates
                    .iter()
                    .enumerate()
                    .map(|(number, date)| {
                        let same = number == 0 && (open == 0 || open == dates.len());
                        let verdict = asked.filter(|_| same).map(|closed| verdict(open > 0, closed));
                        told(*date, verdict.unwrap_or(Verdict::Unasked), *is_dated)
                    })
                    .collect();
                Some(said::joined(&sentences?, wording))
            }
            Self::Length { date } => match schedule.on(*date) {
                Day::Open { ranges, .. } => Some(said::length(&ranges, *date, wording)),
                Day::Closed { .. } => told(*date, Verdict::Unasked, false),
                Day::Unlisted | Day::Unknown { .. } => None,
            },
            Self::ClosesAt { date, times } => {
                let day = schedule.on(*date);
                let closes = |time: &Time| {
                    let minutes = i32::from(time.hour()) * 60 + i32::from(time.minute());
                    day.ranges()
                        .iter()
                        .any(|range| i32::from(range.end_minutes()) == minutes)
                };
                told(*date, verdict(times.iter().any(closes), false), false)
            }
            Self::EveryDay => closed_days(schedule, now.date()).map(|days| said::every_day(&days, wording)),
            Self::Next => match schedule.at(now) {
                State::Open { until } => said::open_now(until, wording),
                State::Closed { next } => said::opens(next?, now, wording),
                State::Unknown => None,
            },
            Self::ClosedDays => closed_days(schedule, now.date()).map(|days| said::closed_on(&days, wording)),
        }
    }
}

fn verdict(is_open: bool, closed_asked: bool) -> Verdict {
    if closed_asked {
        Verdict::Closed(!is_open)
    } else {
        Verdict::Open(is_open)
    }
}

/// The days of the week that are closed in all of the next weeks; `None` where a day is not known.
fn closed_days(schedule: &Schedule, today: Date) -> Option<Vec<Weekday>> {
    let mut open = [false; 7];
    let mut known = [false; 7];
    for ahead in 0..WEEKS * 7 {
        let date = today.checked_add(ahead.days()).ok()?;
        let index = usize::try_from(date.weekday().to_monday_zero_offset()).ok()?;
        match schedule.on(date) {
            Day::Open { .. } => (open[index], known[index]) = (true, true),
            Day::Closed { .. } => known[index] = true,
            Day::Unlisted | Day::Unknown { .. } => {}
        }
    }
    if known != [true; 7] {
        return None;
    }
    let days = (0..7).zip(open).filter(|(_, open)| !open);
    days.map(|(index, _)| Weekday::from_monday_zero_offset(index).ok())
        .collect()
}
