//! Tables of opening hours: a row for each day, a column for each day, a row for each place.
//!
//! Owns which column is what. What a cell says is `clauses`.

use super::clauses::{Clauses, Context, clauses};
use super::pieces::{Piece, pieces};
use super::rules::{Rule, What};
use super::when::{When, conditions};
use super::words::Word;
use crate::language::Language;
use crate::unit::Cell;
use crate::values::{Clock, TimeRange, WeekdaySet};

/// What a row says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum RowHours {
    /// The hours of a day; the rows of a table together are one schedule.
    OfDay(Clauses),
    /// The hours of a place that the row names.
    OfPlace(Vec<String>, Clauses),
}

/// What a column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Days,
    Hours,
    Opens,
    Closes,
    LastEntry,
    Notes,
    Other,
}

/// The opening hours of a table's row, if it tells any.
pub(super) fn row(cells: &[Cell], language: Language) -> Option<RowHours> {
    let headers: Vec<Option<Vec<When>>> = cells.iter().map(|cell| days_of(&cell.header, language)).collect();
    if headers.iter().filter(|days| days.is_some()).count() >= 2
        || (cells.len() == 2 && headers.iter().any(Option::is_some))
    {
        return columns_of_days(cells, &headers, language);
    }
    let columns: Vec<Column> = cells.iter().map(|cell| column(&cell.header, language)).collect();
    let has = |wanted: Column| columns.contains(&wanted);
    let hours = has(Column::Hours) || (has(Column::Opens) && has(Column::Closes));
    if !hours {
        return None;
    }
    let first = cells.first()?;
    let day = days_of(&first.text, language).filter(|_| {
        has(Column::Days) || !columns.contains(&Column::Other) || columns.first() == Some(&Column::Other)
    });
    match day {
        Some(days) => {
            // A column of something else makes it a programme and no opening hours.
            let others = columns
                .iter()
                .zip(cells)
                .skip(1)
                .any(|(column, cell)| *column == Column::Other && !cell.text.trim().is_empty());
            (!others).then(|| RowHours::OfDay(day_row(cells, &columns, &days, language)))
        }
        None if !has(Column::Days) => place_row(cells, &columns, language),
        None => None,
    }
}

/// The days of a text that names nothing else: a header "Mon–Fri", a cell "Saturday".
fn days_of(text: &str, language: Language) -> Option<Vec<When>> {
    if text.is_empty() || text.len() > 200 {
        return None;
    }
    let mut parts = Vec::new();
    let mut listed = false;
    for placed in pieces(text, language, false) {
        match placed.piece {
            Piece::When(part) => {
                let link = if listed {
                    super::when::Link::Listed
                } else {
                    super::when::Link::Beside
                };
                parts.push((part, link));
                listed = false;
            }
            Piece::Comma | Piece::And => listed = true,
            Piece::Open
            | Piece::Close
            | Piece::Stop
            | Piece::Dash
            | Piece::Colon
            | Piece::Word(Word::Empty) => {}
            _ => return None,
        }
    }
    let found = conditions(&parts, false);
    (!found.is_empty()).then_some(found)
}

fn column(header: &str, language: Language) -> Column {
    let header = header.trim().to_lowercase();
    let is = |names: &[&str]| names.contains(&header.as_str());
    let has_word = |wanted: Word| {
        pieces(&header, language, false)
            .iter()
            .any(|placed| placed.piece == Piece::Word(wanted))
    };
    if has_word(Word::LastEntry) {
        return Column::LastEntry;
    }
    if is(&[
        "day",
        "days",
        "день",
        "дни",
        "день недели",
        "дни недели",
        "日期",
        "星期",
        "日子",
        "when",
        "时段",
        "",
    ]) {
        return Column::Days;
    }
    if is(&[
        "opens",
        "open",
        "opening",
        "from",
        "opens at",
        "открытие",
        "открывается",
        "с",
        "开馆",
        "开门",
        "开放",
        "开始营业",
    ]) {
        return Column::Opens;
    }
    if is(&[
        "closes",
        "close",
        "closing",
        "to",
        "until",
        "closes at",
        "закрытие",
        "закрывается",
        "до",
        "闭馆",
        "关门",
        "结束营业",
        "打烊",
    ]) {
        return Column::Closes;
    }
    if is(&[
        "hours",
        "opening hours",
        "opening times",
        "time",
        "times",
        "open hours",
        "часы",
        "часы работы",
        "режим работы",
        "время",
        "время работы",
        "график",
        "график работы",
        "часы приёма",
        "приём",
        "开放时间",
        "营业时间",
        "时间",
        "服务时间",
        "办公时间",
        "供应时间",
    ]) {
        return Column::Hours;
    }
    if is(&[
        "note",
        "notes",
        "remarks",
        "remark",
        "comment",
        "comments",
        "примечание",
        "примечания",
        "комментарий",
        "备注",
        "说明",
        "注",
    ]) {
        return Column::Notes;
    }
    Column::Other
}

/// Whether the headers speak of opening and not only of times, as a programme does too.
fn says_opening(cells: &[Cell]) -> bool {
    !cells.iter().any(|cell| {
        matches!(
            cell.header.trim().to_lowercase().as_str(),
            "time" | "times" | "время" | "时间" | "when"
        )
    })
}

/// Whether a cell says nothing: "–", "нет".
fn is_blank(text: &str) -> bool {
    text.trim()
        .chars()
        .all(|letter| matches!(letter, '-' | '–' | '—' | '―' | '/' | '.'))
}

/// A row whose first cell is a day.
fn day_row(cells: &[Cell], columns: &[Column], days: &[When], language: Language) -> Clauses {
    let mut out = Clauses {
        opening: says_opening(cells),
        ..Clauses::default()
    };
    for when in days {
        let context = Context {
            when: when.clone(),
            hours: true,
            day_and_night: false,
        };
        let (mut opens, mut closes, mut last) = (None, None, None);
        let mut said = Clauses::default();
        let mut closed = false;
        for (cell, column) in cells.iter().zip(columns).skip(1) {
            match column {
                Column::Hours => merge(&mut said, hours_cell(&cell.text, language, &context)),
                Column::Opens | Column::Closes => match time(&cell.text, language) {
                    Some(clock) if *column == Column::Opens => opens = Some(clock),
                    Some(clock) => closes = Some(clock),
                    None => {
                        let cell = hours_cell(&cell.text, language, &context);
                        closed |= cell.rules.iter().any(|rule| rule.what == What::Closed);
                    }
                },
                Column::LastEntry => last = time(&cell.text, language),
                _ => {}
            }
        }
        let opened = opens.zip(closes).and_then(|(from, to)| opening(from, to));
        match opened {
            Some(what) => said.rules.push(Rule::new(when.clone(), what)),
            None if closed => said.rules.push(Rule::new(when.clone(), What::Closed)),
            None if said.rules.is_empty() => said.rules.push(Rule::new(when.clone(), What::Unclear)),
            None => {}
        }
        for rule in &mut said.rules {
            rule.last_entry = rule.last_entry.or(last.map(|(clock, _)| clock));
        }
        for (cell, _) in cells
            .iter()
            .zip(columns)
            .skip(1)
            .filter(|(_, column)| **column == Column::Notes)
        {
            note(&mut said, &cell.text, when, language);
        }
        merge(&mut out, said);
    }
    out
}

/// The hours from an opening to a closing time, each in its own cell.
fn opening(from: (Clock, bool), to: (Clock, bool)) -> Option<What> {
    let twelve_later = |clock: Clock| Clock::new(clock.hour.checked_add(12)?, clock.minute);
    match (from, to) {
        ((from, false), (to, false)) => Some(What::Open(vec![TimeRange {
            from,
            to: end_of_day(to),
        }])),
        // "9:00 | 5:00": who opens at nine closes after noon.
        ((from, true), (to, true)) if to < from && from.hour >= 7 => Some(What::Open(vec![TimeRange {
            from,
            to: twelve_later(to)?,
        }])),
        ((from, true), (to, false)) if from < to && from.hour >= 7 && to.hour >= 12 => {
            Some(What::Open(vec![TimeRange { from, to }]))
        }
        _ => Some(What::Unclear),
    }
}

fn end_of_day(clock: Clock) -> Clock {
    if clock == Clock::MIDNIGHT {
        Clock::END_OF_DAY
    } else {
        clock
    }
}

/// The time that a cell consists of.
fn time(text: &str, language: Language) -> Option<(Clock, bool)> {
    let found = pieces(text, language, true);
    match found.as_slice() {
        [one] => match one.piece {
            // In a column of times a Russian or Chinese 8:00 is the morning.
            Piece::Time(clock, ambiguous) => Some((clock, ambiguous && language == Language::English)),
            _ => None,
        },
        _ => None,
    }
}

fn hours_cell(text: &str, language: Language, context: &Context) -> Clauses {
    if is_blank(text) {
        let rules = if text.trim().is_empty() {
            Vec::new()
        } else {
            vec![Rule::new(context.when.clone(), What::Closed)]
        };
        return Clauses {
            rules,
            ..Clauses::default()
        };
    }
    let mut said = clauses(text, language, context);
    if said.rules.is_empty() && said.unclear.is_empty() {
        let mut rule = Rule::new(context.when.clone(), What::Unclear);
        rule.add_note(text);
        said.rules.push(rule);
    }
    said
}

/// What a column of notes adds to a day: a restriction to some of these days, or words.
fn note(said: &mut Clauses, text: &str, when: &When, language: Language) {
    if text.trim().is_empty() {
        return;
    }
    let noted = clauses(
        text,
        language,
        &Context {
            hours: true,
            ..Context::default()
        },
    );
    if let [only] = noted.restricted.as_slice() {
        let open: Vec<Rule> = said
            .rules
            .iter()
            .filter(|rule| matches!(rule.what, What::Open(_)))
            .cloned()
            .collect();
        if !open.is_empty() && !only.nth.is_empty() && noted.rules.is_empty() {
            said.rules.retain(|rule| !matches!(rule.what, What::Open(_)));
            let mut closed = Rule::new(when.clone(), What::Closed);
            closed.add_note(text);
            said.rules.push(closed);
            said.rules.extend(open.into_iter().map(|rule| {
                let mut rule = Rule {
                    when: When {
                        weekdays: None,
                        nth: only.nth.clone(),
                        ..rule.when.clone()
                    },
                    ..rule
                };
                rule.add_note(text);
                rule
            }));
            return;
        }
    }
    // "By appointment only after 5:30" goes with the hours; "closed in August" changes them.
    let changes = noted
        .rules
        .iter()
        .any(|rule| rule.when.is_special() || matches!(rule.what, What::Closed | What::Break(_)));
    let restricts = !noted.restricted.is_empty() || !noted.unclear.is_empty();
    for rule in &mut said.rules {
        rule.add_note(text);
        if restricts
            || (changes
                && !noted
                    .rules
                    .iter()
                    .all(|rule| rule.when.is_special() || matches!(rule.what, What::Break(_))))
        {
            rule.what = What::Unclear;
        }
    }
    if changes && !restricts {
        let within = |rule: Rule| Rule {
            when: when.and(&rule.when),
            ..rule
        };
        said.rules.extend(
            noted
                .rules
                .into_iter()
                .filter(|rule| rule.when.is_special() || matches!(rule.what, What::Break(_)))
                .map(within),
        );
    }
}

/// A row whose columns are days: | Reading room | 9–20 | closed |, or seasons over rows of days.
fn columns_of_days(cells: &[Cell], headers: &[Option<Vec<When>>], language: Language) -> Option<RowHours> {
    let mut out = Clauses::default();
    let day_and_night = cells.iter().zip(headers).any(|(cell, days)| {
        days.is_none()
            && pieces(&cell.text, language, false)
                .iter()
                .any(|placed| placed.piece == Piece::Word(Word::AllDay))
    });
    let row_days = cells
        .first()
        .filter(|_| headers.first().is_some_and(Option::is_none))
        .and_then(|cell| days_of(&cell.text, language));
    let (mut told, mut wholly) = (false, false);
    let mut notes = Vec::new();
    let mut label = Vec::new();
    for (cell, days) in cells.iter().zip(headers) {
        let Some(days) = days else {
            match column(&cell.header, language) {
                Column::Notes => notes.push(cell.text.clone()),
                _ if row_days.is_none() && !cell.text.trim().is_empty() => label.push(cell.text.clone()),
                _ => {}
            }
            continue;
        };
        for day in days {
            for within in row_days.as_deref().unwrap_or(&[When::default()]) {
                let context = Context {
                    when: within.and(day),
                    hours: true,
                    day_and_night,
                };
                let said = hours_cell(&cell.text, language, &context);
                told |= said
                    .rules
                    .iter()
                    .any(|rule| matches!(rule.what, What::Open(_) | What::As(_)));
                wholly |= pieces(&cell.text, language, true)
                    .iter()
                    .any(|placed| placed.piece == Piece::Word(Word::WholeDay));
                merge(&mut out, said);
            }
        }
    }
    // A table of prices for days of the week is none of hours.
    if !(told || wholly) || prices(cells, headers, language) {
        return None;
    }
    for text in notes {
        note(&mut out, &text, &When::default(), language);
    }
    Some(if row_days.is_some() {
        RowHours::OfDay(out)
    } else {
        RowHours::OfPlace(label, out)
    })
}

fn prices(cells: &[Cell], headers: &[Option<Vec<When>>], language: Language) -> bool {
    cells
        .iter()
        .zip(headers)
        .filter(|(_, days)| days.is_some())
        .any(|(cell, _)| {
            crate::values::values(&cell.text, language)
                .iter()
                .any(|found| matches!(found.value, crate::values::Value::Money(_)))
        })
}

/// A row that names a place and tells its hours in one cell: | 5 | Planning files | Tue and Thu 14–16:30 |.
fn place_row(cells: &[Cell], columns: &[Column], language: Language) -> Option<RowHours> {
    let mut out = Clauses {
        opening: says_opening(cells),
        ..Clauses::default()
    };
    let day_and_night = cells.iter().zip(columns).any(|(cell, column)| {
        *column == Column::Other
            && pieces(&cell.text, language, false)
                .iter()
                .any(|placed| placed.piece == Piece::Word(Word::AllDay))
    });
    let context = Context {
        when: When::default(),
        hours: true,
        day_and_night,
    };
    let mut label = Vec::new();
    let (mut opens, mut closes, mut last) = (None, None, None);
    for (cell, column) in cells.iter().zip(columns) {
        match column {
            Column::Hours => {
                let told = pieces(&cell.text, language, true);
                let hours = told.iter().any(|placed| {
                    matches!(
                        placed.piece,
                        Piece::Hours(..) | Piece::Word(Word::AllDay | Word::WholeDay | Word::Closed)
                    )
                });
                if hours {
                    merge(&mut out, clauses(&cell.text, language, &context));
                }
            }
            Column::Opens => opens = time(&cell.text, language),
            Column::Closes => closes = time(&cell.text, language),
            Column::LastEntry => last = time(&cell.text, language),
            _ if !cell.text.trim().is_empty() => label.push(cell.text.clone()),
            _ => {}
        }
    }
    if let Some(what) = opens.zip(closes).and_then(|(from, to)| opening(from, to)) {
        out.rules.push(Rule::new(When::default(), what));
    }
    for rule in &mut out.rules {
        rule.last_entry = rule.last_entry.or(last.map(|(clock, _)| clock));
    }
    (!out.rules.is_empty() && !label.is_empty()).then_some(RowHours::OfPlace(label, out))
}

/// Puts what was said together.
pub(super) fn merge(all: &mut Clauses, more: Clauses) {
    all.rules.extend(more.rules);
    all.only_these |= more.only_these;
    all.last_entry = all.last_entry.or(more.last_entry);
    all.unclear.extend(more.unclear);
    all.opening |= more.opening;
    all.all_year |= more.all_year;
    all.restricted.extend(more.restricted);
}

/// The days that a text names among other words.
pub(super) fn days_in(text: &str, language: Language) -> Vec<When> {
    let parts: Vec<_> = pieces(text, language, false)
        .into_iter()
        .filter_map(|placed| {
            if let Piece::When(part) = placed.piece {
                Some((part, super::when::Link::Beside))
            } else {
                None
            }
        })
        .collect();
    conditions(&parts, false)
}

/// Whether a text names days or hours and nothing else, as the label "Mon–Fri" of an entry does.
pub(super) fn is_days(text: &str, language: Language) -> bool {
    days_of(text, language).is_some()
}

/// The days of the week of a condition, for telling whether two schedules are of different days.
pub(super) fn weekdays(rules: &[Rule]) -> WeekdaySet {
    rules
        .iter()
        .filter(|rule| !rule.when.is_special())
        .fold(WeekdaySet::NONE, |set, rule| {
            set.union(match &rule.what {
                What::Break(_) | What::Until(..) | What::From(..) => WeekdaySet::NONE,
                _ => rule.when.weekdays.unwrap_or(WeekdaySet::ALL),
            })
        })
}
