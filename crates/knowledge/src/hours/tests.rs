//! What schedules are read from lines and tables as people write them, and what follows from them.

mod calendar;
mod lines;
mod moments;
mod notices;
mod tables;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::{Date, DateTime, Weekday, date};

use super::*;
use crate::unit::{Body, Cell, Location};
use crate::values::WeekdaySet;
use Language::{Chinese, English, Russian};

fn unit(id: u32, block: u32, path: &[&str], body: Body) -> Unit {
    let location = Location {
        file: Arc::new(PathBuf::from("hours.md")),
        line: id,
    };
    let path = path.iter().map(|heading| (*heading).to_owned()).collect();
    Unit {
        id: UnitId(id),
        location,
        path,
        lead: None,
        block,
        body,
    }
}

fn sentence(text: &str) -> Body {
    Body::Sentence(text.to_owned())
}

fn entry(key: &str, value: &str) -> Body {
    Body::Entry {
        key: key.to_owned(),
        value: value.to_owned(),
    }
}

/// The rows of a table in Markdown, each a unit of one block.
fn table(text: &str) -> Vec<Unit> {
    let cells = |line: &str| {
        line.trim()
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let mut lines = text.trim().lines();
    let headers = cells(lines.next().unwrap());
    lines
        .zip(0..)
        .map(|(line, id)| {
            let cells = headers.iter().zip(cells(line)).map(|(header, text)| Cell {
                header: header.as_str().into(),
                text,
            });
            unit(id, 0, &["Times"], Body::Row(cells.collect()))
        })
        .collect()
}

fn one(body: Body, language: Language) -> Option<Scheduled> {
    schedules(&[unit(0, 0, &["Place"], body)], language)
        .into_iter()
        .next()
}

fn show(day: &Day) -> String {
    match day {
        Day::Open { ranges, .. } => ranges
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("+"),
        Day::Closed { .. } => "x".to_owned(),
        Day::Unlisted => "-".to_owned(),
        Day::Unknown { .. } => "?".to_owned(),
    }
}

/// The days of a week without holidays, equal ones together; "~" before what is not certain.
fn week(schedule: &Schedule) -> String {
    let monday = date(2026, 11, 16);
    let days: Vec<String> = monday
        .series(jiff::Span::new().days(1))
        .take(7)
        .map(|day| show(&schedule.on(day)))
        .collect();
    let mut parts = Vec::new();
    let mut start = 0;
    for end in 1..=7 {
        if end < 7 && days[end] == days[start] {
            continue;
        }
        let name = |day: usize| ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"][day];
        let names = if end - start == 1 {
            name(start).to_owned()
        } else {
            format!("{}-{}", name(start), name(end - 1))
        };
        parts.push(format!("{names} {}", days[start]));
        start = end;
    }
    let doubt = if schedule.certain() { "" } else { "~" };
    format!("{doubt}{}", parts.join(", "))
}

#[track_caller]
fn weeks(rows: &[(&str, Language, &str)]) {
    let mut wrong = Vec::new();
    for (text, language, expected) in rows {
        let found = one(sentence(text), *language).map_or("none".to_owned(), |found| week(&found.schedule));
        if found != *expected {
            wrong.push(format!("{text}\n   found {found}\n  wanted {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
