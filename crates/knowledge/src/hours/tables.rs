//! Tables of opening hours: a row for each day, a column for each day, a row for each place.
//!
//! Owns how the cells of a row belong together. What a column tells is `columns`, what a cell says is `clauses`.

use super::clauses::{Clauses, Context, clauses, says, speaks_of_opening};
use super::columns::{Column, column, days_in, days_of};
use super::pieces::{Piece, pieces};
use super::rules::{Rule, What};
use super::when::When;
use super::words::Word;
use crate::language::Language;
use crate::unit::Cell;
use crate::values::{Clock, TimeRange, Value, WeekdaySet, values};

/// What a row says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum RowHours {
    /// The hours of a day; the rows of a table together are one schedule.
    Day(Clauses),
    /// The hours of a place that the row names.
    Place(Vec<String>, Clauses),
    /// The hours of a day, for each place that a column names: | Day | Shop | Café |.
    DayInPlaces(Vec<(Vec<String>, Clauses)>),
}

/// A row with what its columns tell.
struct Row<'a> {
    cells: &'a [Cell],
    columns: Vec<Column>,
    /// The days of each header that names days.
    headers: Vec<Option<Vec<When>>>,
    language: Language,
}

/// The opening hours of a table's row, if it tells any.
pub(super) fn row(cells: &[Cell], language: Language) -> Option<RowHours> {
    let columns = cells.iter().map(|cell| column(&cell.header, language)).collect();
    let headers = cells.iter().map(|cell| days_of(&cell.header, language)).collect();
    let row = Row {
        cells,
        columns,
        headers,
        language,
    };
    let days = row.headers.iter().filter(|days| days.is_some()).count();
    if days >= 2 || (days == 1 && cells.len() == 2) {
        return row.columns_of_days();
    }
    let has = |wanted: Column| row.columns.contains(&wanted);
    if !(has(Column::Hours) || has(Column::Times) || (has(Column::Opens) && has(Column::Closes))) {
        return row.of_day_in_places();
    }
    let day = days_of(&cells.first()?.text, language);
    match day {
        // A column of something else makes it a programme and no opening hours.
        Some(days) => (!row.tells_something_else()).then(|| RowHours::Day(row.of_days(&days))),
        None if !has(Column::Days) => row.of_place(),
        None => None,
    }
}

impl Row<'_> {
    fn under(&self, wanted: Column) -> impl Iterator<Item = &Cell> {
        self.columns
            .iter()
            .zip(self.cells)
            .filter(move |(column, _)| **column == wanted)
            .map(|(_, cell)| cell)
    }

    /// Whether a cell after the first stands under a header that is not of hours.
    fn tells_something_else(&self) -> bool {
        let rest = self.columns.iter().zip(self.cells).skip(1);
        rest.into_iter()
            .any(|(column, cell)| *column == Column::Other && !cell.text.trim().is_empty())
    }

    /// Whether what is no hours says "24 hours", so that "all day" means it too.
    fn is_of_day_and_night(&self) -> bool {
        let labels = self.cells.iter().zip(&self.headers).zip(&self.columns);
        let labels = labels.filter(|((_, days), column)| days.is_none() && **column == Column::Other);
        labels
            .into_iter()
            .any(|((cell, _), _)| says(&cell.text, self.language, Word::AllDay))
    }

    fn empty(&self) -> Clauses {
        // A column "Time" is of a programme as well.
        Clauses {
            opening: !self.columns.contains(&Column::Times),
            ..Clauses::default()
        }
    }

    /// A row whose first cell is a day.
    fn of_days(&self, days: &[When]) -> Clauses {
        let mut out = self.empty();
        for when in days {
            let context = Context {
                when: when.clone(),
                hours: true,
                day_and_night: false,
            };
            let mut said = Clauses::default();
            for cell in self.under(Column::Hours).chain(self.under(Column::Times)) {
                said.merge(self.hours(&cell.text, &context));
            }
            said.rules.extend(self.opening_and_closing(when));
            if said.rules.is_empty() {
                said.rules.push(Rule::new(when.clone(), What::Unclear));
            }
            self.add_last_entry(&mut said);
            for cell in self.under(Column::Notes) {
                note(&mut said, &cell.text, when, self.language);
            }
            out.merge(said);
        }
        out
    }

    /// A row whose first cell is a day and whose others are hours, each under the name of a place.
    fn of_day_in_places(&self) -> Option<RowHours> {
        let (first, rest) = self.cells.split_first()?;
        // The column of the days may have no header.
        if self.columns.first() != Some(&Column::Days) && !first.header.trim().is_empty() {
            return None;
        }
        let days = days_of(&first.text, self.language)?;
        let places: Vec<&Cell> = rest
            .iter()
            .zip(&self.columns[1..])
            .filter(|(_, column)| **column != Column::Notes)
            .map(|(cell, _)| cell)
            .collect();
        let is_of_hours = |cell: &&Cell| {
            // "9:00 and 14:00" are beginnings, "beginners" is a class: neither is when a place is open.
            self.is_closed(&cell.text) || is_none(&cell.text) || self.tells_hours(&cell.text)
        };
        let alone = places.len() == 1;
        let is_place = |cell: &&Cell| {
            let header = &cell.header;
            let is_named = if alone {
                is_name_of_place(header)
            } else {
                names_place(header)
            };
            speaks_of_opening(header, self.language) || is_named
        };
        // "Shop (summer)" and "Bank holidays" name a time besides.
        let names_time = |cell: &&Cell| {
            let header = cell.header.to_lowercase();
            let is_part = [
                "break",
                "lunch",
                "quiet",
                "happy",
                "peak",
                "перерыв",
                "обед",
                "午休",
            ];
            is_part.iter().any(|word| header.contains(word))
                || !days_in(&cell.header, self.language).is_empty()
        };
        if !places.iter().all(is_of_hours) || !places.iter().any(is_place) || places.iter().any(names_time) {
            return None;
        }
        let of_place = |cell: &&Cell| {
            let mut out = self.empty();
            for when in &days {
                let context = Context {
                    when: when.clone(),
                    hours: true,
                    day_and_night: false,
                };
                let said = if is_none(&cell.text) {
                    Clauses {
                        rules: vec![Rule::new(when.clone(), What::Closed)],
                        ..Clauses::default()
                    }
                } else {
                    self.hours(&cell.text, &context)
                };
                out.merge(said);
            }
            // The only column is of the whole place: "Clinic open"; "Office" may be one of several.
            let own = if alone && speaks_of_opening(&cell.header, self.language) {
                Vec::new()
            } else {
                vec![cell.header.trim().to_owned()]
            };
            (own, out)
        };
        Some(RowHours::DayInPlaces(places.iter().map(of_place).collect()))
    }

    /// Whether a cell begins with hours, from when to when, and says no more of them than a remark behind a comma.
    fn tells_hours(&self, text: &str) -> bool {
        let told = pieces(text, self.language, true);
        let hours = told.iter().take_while(|placed| {
            matches!(
                placed.piece,
                Piece::Hours(..) | Piece::And | Piece::Word(Word::AllDay | Word::WholeDay)
            )
        });
        let count = hours.count();
        let next = told.get(count).map(|placed| &placed.piece);
        count > 0 && matches!(next, None | Some(Piece::Comma | Piece::Open | Piece::Stop))
    }

    /// What the columns "Opens" and "Closes" say.
    fn opening_and_closing(&self, when: &When) -> Option<Rule> {
        let (opens, closes) = (
            self.under(Column::Opens).next()?,
            self.under(Column::Closes).next()?,
        );
        let (from, to) = (
            time(&opens.text, self.language),
            time(&closes.text, self.language),
        );
        let what = match (from, to) {
            (Some(from), Some(to)) => opening(from, to),
            (None, None) if self.is_closed(&opens.text) => What::Closed,
            _ => What::Unclear,
        };
        let mut rule = Rule::new(when.clone(), what);
        if rule.what == What::Unclear {
            rule.add_note(&format!("{} {}", opens.text, closes.text));
        }
        Some(rule)
    }

    fn is_closed(&self, text: &str) -> bool {
        is_blank(text) || says(text, self.language, Word::Closed)
    }

    fn add_last_entry(&self, said: &mut Clauses) {
        let last = self
            .under(Column::LastEntry)
            .next()
            .and_then(|cell| time(&cell.text, self.language));
        for rule in &mut said.rules {
            rule.last_entry = rule.last_entry.or(last.map(|(clock, _)| clock));
        }
    }

    /// What a cell with hours says.
    fn hours(&self, text: &str, context: &Context) -> Clauses {
        if text.trim().is_empty() {
            return Clauses::default();
        }
        if is_blank(text) {
            return Clauses {
                rules: vec![Rule::new(context.when.clone(), What::Closed)],
                ..Clauses::default()
            };
        }
        let mut said = clauses(text, self.language, context);
        if said.rules.is_empty() && said.unclear.is_empty() {
            let mut rule = Rule::new(context.when.clone(), What::Unclear);
            rule.add_note(text);
            said.rules.push(rule);
        }
        said
    }

    /// A row whose columns are days: | Reading room | 9–20 | closed |, or seasons over rows of days.
    fn columns_of_days(&self) -> Option<RowHours> {
        let first = self
            .cells
            .first()
            .filter(|_| self.headers.first().is_some_and(Option::is_none));
        let row_days = first.and_then(|cell| days_of(&cell.text, self.language));
        let day_and_night = self.is_of_day_and_night();
        let mut out = Clauses::default();
        let (mut label, mut told) = (Vec::new(), false);
        for ((cell, days), column) in self.cells.iter().zip(&self.headers).zip(&self.columns) {
            let Some(days) = days else {
                if *column != Column::Notes && row_days.is_none() && !cell.text.trim().is_empty() {
                    label.push(cell.text.clone());
                }
                continue;
            };
            told |= says(&cell.text, self.language, Word::WholeDay);
            for day in days {
                for within in row_days.as_deref().unwrap_or(&[When::default()]) {
                    let context = Context {
                        when: within.and(day),
                        hours: true,
                        day_and_night,
                    };
                    out.merge(self.hours(&cell.text, &context));
                }
            }
        }
        told |= out
            .rules
            .iter()
            .any(|rule| matches!(rule.what, What::Open(_) | What::As(_)));
        // A table of prices for days of the week is none of hours.
        if !told || self.tells_prices() {
            return None;
        }
        for cell in self.under(Column::Notes) {
            note(&mut out, &cell.text, &When::default(), self.language);
        }
        Some(if row_days.is_some() {
            RowHours::Day(out)
        } else {
            RowHours::Place(label, out)
        })
    }

    fn tells_prices(&self) -> bool {
        let of_days = self
            .cells
            .iter()
            .zip(&self.headers)
            .filter(|(_, days)| days.is_some());
        let money = |cell: &Cell| {
            let mut values = values(&cell.text, self.language).into_iter();
            values.any(|found| matches!(found.value, Value::Money(_) | Value::MoneyRange { .. }))
        };
        of_days.into_iter().any(|(cell, _)| money(cell))
    }

    /// A row that names a place and tells its hours in one cell: | 5 | Planning files | Tue and Thu 14–16:30 |.
    fn of_place(&self) -> Option<RowHours> {
        // A table of opening hours that names no days means every day.
        let days = self.columns.contains(&Column::Hours).then_some(WeekdaySet::ALL);
        let when = When {
            weekdays: days,
            ..When::default()
        };
        let context = Context {
            when,
            hours: true,
            day_and_night: self.is_of_day_and_night(),
        };
        let mut out = self.empty();
        for cell in self.under(Column::Hours).chain(self.under(Column::Times)) {
            let mut told = pieces(&cell.text, self.language, true).into_iter();
            if told.any(|placed| {
                matches!(
                    placed.piece,
                    Piece::Hours(..) | Piece::Word(Word::AllDay | Word::WholeDay | Word::Closed)
                )
            }) {
                out.merge(clauses(&cell.text, self.language, &context));
            }
        }
        out.rules.extend(
            self.opening_and_closing(&When::default())
                .filter(|rule| rule.what != What::Unclear),
        );
        self.add_last_entry(&mut out);
        let of_hours = [
            Column::Hours,
            Column::Times,
            Column::Opens,
            Column::Closes,
            Column::LastEntry,
        ];
        let labels = self
            .cells
            .iter()
            .zip(&self.columns)
            .filter(|(_, column)| !of_hours.contains(column));
        let label: Vec<String> = labels
            .map(|(cell, _)| cell.text.clone())
            .filter(|text| !text.trim().is_empty())
            .collect();
        (!out.rules.is_empty() && !label.is_empty()).then_some(RowHours::Place(label, out))
    }
}

/// Whether a header names a place that opens and closes, and no class or time of day.
fn names_place(header: &str) -> bool {
    const PLACES: &[&str] = &[
        "shop",
        "store",
        "café",
        "cafe",
        "bar",
        "restaurant",
        "kitchen",
        "desk",
        "reception",
        "office",
        "counter",
        "pool",
        "gym",
        "sauna",
        "library",
        "museum",
        "gallery",
        "clinic",
        "surgery",
        "pharmacy",
        "workshop",
        "showroom",
        "garage",
        "yard",
        "market",
        "rink",
        "garden",
        "farm",
        "house",
        "castle",
        "tower",
        "tip",
        "phone",
        "phones",
        "telephone",
        "lab",
        "archive",
        "nursery",
        "bakery",
        "laundry",
        "branch",
        "site",
        "centre",
        "center",
        "hall",
        "street",
        "road",
        "lane",
        "avenue",
        "square",
        "mall",
        "quay",
        "quayside",
        "wharf",
        "arcade",
        "магазин",
        "кафе",
        "касса",
        "бассейн",
        "регистратура",
        "аптека",
        "лаборатория",
        "библиотека",
        "музей",
        "офис",
        "буфет",
        "столовая",
        "прокат",
    ];
    const HAN: &[&str] = &[
        "店",
        "馆",
        "厅",
        "室",
        "前台",
        "窗口",
        "药房",
        "食堂",
        "泳池",
        "健身房",
    ];
    let header = header.to_lowercase();
    let mut words = header.split(|letter: char| !letter.is_alphabetic());
    words.any(|word| PLACES.contains(&word)) || HAN.iter().any(|word| header.contains(word))
}

/// Whether a header is the name of a place: "Yard and office", "Gift shop", but not "Pool aerobics".
fn is_name_of_place(header: &str) -> bool {
    const OTHERS: [&str; 5] = ["workshop", "phone", "phones", "telephone", "market"];
    let header = header.to_lowercase();
    let last = header
        .split(|letter: char| !letter.is_alphabetic())
        .rfind(|word| !word.is_empty());
    last.is_some_and(|word| names_place(word) && !OTHERS.contains(&word))
}

/// Whether a cell says that there is none.
fn is_none(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "none" | "no" | "нет" | "无")
}

/// Whether a cell says nothing: "–".
fn is_blank(text: &str) -> bool {
    text.trim()
        .chars()
        .all(|letter| matches!(letter, '-' | '–' | '—' | '―' | '/' | '.'))
}

/// The hours from an opening to a closing time, each in its own cell.
fn opening(from: (Clock, bool), to: (Clock, bool)) -> What {
    let later = |clock: Clock| Clock::new(clock.hour.checked_add(12)?, clock.minute);
    let range = match (from, to) {
        ((from, false), (Clock::MIDNIGHT, false)) => Some(TimeRange {
            from,
            to: Clock::END_OF_DAY,
        }),
        ((from, false), (to, false)) => Some(TimeRange { from, to }),
        // "9:00 | 5:00": who opens at nine closes after noon.
        ((from, true), (to, true)) if to < from && from.hour >= 7 => {
            later(to).map(|to| TimeRange { from, to })
        }
        ((from, true), (to, false)) if from < to && from.hour >= 7 && to.hour >= 12 => {
            Some(TimeRange { from, to })
        }
        _ => None,
    };
    range.map_or(What::Unclear, |range| What::Open(vec![range]))
}

/// The time that a cell consists of.
fn time(text: &str, language: Language) -> Option<(Clock, bool)> {
    let found = pieces(text, language, true);
    let [one] = found.as_slice() else { return None };
    match one.piece {
        // In a column of times a Russian or Chinese 7:00 is the morning.
        Piece::Time(clock, ambiguous) => Some((clock, ambiguous && language == Language::English)),
        _ => None,
    }
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
    if let [only] = noted.restricted.as_slice()
        && !only.nth.is_empty()
        && noted.rules.is_empty()
    {
        return restrict(said, text, when, only);
    }
    let adds = |rule: &Rule| rule.when.is_special() || matches!(rule.what, What::Break(_));
    let changes = noted
        .rules
        .iter()
        .any(|rule| !adds(rule) && rule.what == What::Closed);
    let unclear = changes || !noted.restricted.is_empty() || !noted.unclear.is_empty();
    // "By appointment only after 5:30" goes with the hours; "sometimes closed" changes them.
    for rule in &mut said.rules {
        rule.add_note(text);
        if unclear {
            rule.what = What::Unclear;
        }
    }
    let within = |rule: Rule| Rule {
        when: when.and(&rule.when),
        ..rule
    };
    said.rules
        .extend(noted.rules.into_iter().filter(adds).map(within));
}

/// "1st and 3rd Saturday of the month only": the other Saturdays are closed.
fn restrict(said: &mut Clauses, text: &str, when: &When, only: &When) {
    let (open, mut rules): (Vec<Rule>, Vec<Rule>) = said
        .rules
        .drain(..)
        .partition(|rule| matches!(rule.what, What::Open(_)));
    let mut closed = Rule::new(when.clone(), What::Closed);
    closed.add_note(text);
    rules.push(closed);
    rules.extend(open.into_iter().map(|rule| {
        let when = When {
            weekdays: None,
            nth: only.nth.clone(),
            ..rule.when.clone()
        };
        let mut rule = Rule { when, ..rule };
        rule.add_note(text);
        rule
    }));
    said.rules = rules;
}
