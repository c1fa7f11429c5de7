//! Hours of a week, written in one of the ways in which people write them, agree with a calendar that is counted by quarters
//! of an hour.

use std::path::Path;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;

use super::super::{State, schedules};
use crate::documents;
use crate::language::Language;

/// Minutes of the day at which a place opens and closes; `None` where it is closed all day.
type Week = [Option<(u16, u16)>; 7];

/// How a week is written.
#[derive(Debug, Clone, Copy)]
enum Style {
    Lines24,
    Lines12,
    Table,
    Russian,
    Chinese,
}

const DAYS: [[&str; 7]; 3] = [
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    [
        "Понедельник",
        "Вторник",
        "Среда",
        "Четверг",
        "Пятница",
        "Суббота",
        "Воскресенье",
    ],
    [
        "星期一",
        "星期二",
        "星期三",
        "星期四",
        "星期五",
        "星期六",
        "星期日",
    ],
];

impl Style {
    fn language(self) -> Language {
        match self {
            Self::Lines24 | Self::Lines12 | Self::Table => Language::English,
            Self::Russian => Language::Russian,
            Self::Chinese => Language::Chinese,
        }
    }

    fn time(self, minute: u16) -> String {
        let (hour, minute) = (minute / 60, minute % 60);
        match self {
            Self::Lines12 => {
                let half = if hour < 12 { "am" } else { "pm" };
                let hour = (hour + 11) % 12 + 1;
                if minute == 0 {
                    format!("{hour} {half}")
                } else {
                    format!("{hour}:{minute:02} {half}")
                }
            }
            // "6:30–12:30" may be an evening in English: what is not certain is not computed with.
            Self::Lines24 | Self::Table => format!("{hour:02}:{minute:02}"),
            Self::Russian | Self::Chinese => format!("{hour}:{minute:02}"),
        }
    }

    fn hours(self, hours: Option<(u16, u16)>) -> String {
        match (hours, self) {
            (Some((opens, closes)), _) => format!("{}–{}", self.time(opens), self.time(closes)),
            (None, Self::Russian) => "закрыто".to_owned(),
            (None, Self::Chinese) => "休息".to_owned(),
            (None, _) => "closed".to_owned(),
        }
    }

    fn written(self, week: &Week) -> String {
        let days = match self.language() {
            Language::English => DAYS[0],
            Language::Russian => DAYS[1],
            Language::Chinese => DAYS[2],
        };
        let mut text = match self {
            Self::Table => "# Library\n\n| Day | Opening hours |\n| --- | --- |\n",
            Self::Russian => "# Библиотека\n\n## Часы работы\n\n",
            Self::Chinese => "# 图书馆\n\n## 开放时间\n\n",
            Self::Lines24 | Self::Lines12 => "# Library\n\n## Opening hours\n\n",
        }
        .to_owned();
        for (day, hours) in days.iter().zip(week) {
            let hours = self.hours(*hours);
            let line = match self {
                Self::Table => format!("| {day} | {hours} |\n"),
                Self::Chinese => format!("- {day}：{hours}\n"),
                _ => format!("- {day}: {hours}\n"),
            };
            text.push_str(&line);
        }
        text
    }
}

/// From here two weeks have no holiday of the three languages' countries.
fn first_day() -> Date {
    date(2026, 8, 17)
}

fn is_open(week: &Week, at: DateTime) -> bool {
    let day = week[usize::try_from(at.weekday().to_monday_zero_offset()).unwrap()];
    let minute = u16::try_from(at.hour()).unwrap() * 60 + u16::try_from(at.minute()).unwrap();
    day.is_some_and(|(opens, closes)| (opens..closes).contains(&minute))
}

/// The next quarter of an hour, `at` included, at which the place is open (or closed).
fn next(week: &Week, at: DateTime, open: bool) -> Option<DateTime> {
    (0..8 * 96)
        .map(|quarter: i64| at + (quarter * 15).minutes())
        .find(|at| is_open(week, *at) == open)
}

fn week() -> impl Strategy<Value = Week> {
    // Quarters of an hour: it opens in the morning and closes in the afternoon or the evening.
    let day = prop_oneof![
        1 => Just(None),
        4 => (26u16..48, 50u16..92).prop_map(|(opens, closes)| Some((opens * 15, closes * 15))),
    ];
    proptest::array::uniform7(day).prop_filter("open on some day", |week| week.iter().any(Option::is_some))
}

fn style() -> impl Strategy<Value = Style> {
    prop_oneof![
        Just(Style::Lines24),
        Just(Style::Lines12),
        Just(Style::Table),
        Just(Style::Russian),
        Just(Style::Chinese),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_week_agrees_with_a_calendar_that_is_counted(week in week(), style in style()) {
        let text = style.written(&week);
        let units = documents::read(Path::new("hours.md"), &text);
        let found = schedules(&units, style.language());
        let known = found.iter().find(|found| found.opening);
        prop_assert!(known.is_some(), "no hours in {}", text);
        let schedule = &known.unwrap().schedule;
        prop_assert!(schedule.certain(), "{}\n{:?}", text, schedule);
        for quarter in 0..7 * 96_i64 {
            let at = first_day().at(0, 0, 0, 0) + (quarter * 15).minutes();
            let expected = if is_open(&week, at) {
                State::Open { until: next(&week, at, false).unwrap() }
            } else {
                State::Closed { next: next(&week, at, true) }
            };
            prop_assert_eq!(schedule.at(at), expected, "{} at {}", text, at);
        }
    }
}
