//! The attract screen of a kiosk: its name, how to begin, and the languages to choose from.
//!
//! Owns the positions of the languages on the screen, which can be touched.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::hearing::languages;

use super::super::app::App;
use super::super::clean;
use super::super::visit::Visit;
use super::header;
use super::room::{fit, lines, middle};
use super::wrap::width;

/// On a narrow screen the invitation takes several lines.
const MAX_LINES: usize = 3;
/// Rows of the name: one line of the largest letters, or two of smaller ones.
const MAX_ROWS: u16 = 9;

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let begin = app.strings.text(if app.has_ears() {
        "visit-begin"
    } else {
        "visit-begin-typing"
    });
    let lines = lines(&begin, area).len().min(MAX_LINES);
    let rows = Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(3),
        Constraint::Length(u16::try_from(lines).unwrap_or(1)),
        Constraint::Fill(2),
        Constraint::Length(1),
    ])
    .split(area);
    header::draw(frame, app, rows[0]);
    let name = app.visit.as_ref().map_or("", |visit| visit.name());
    let name = clean::line(if name.is_empty() { "mynah" } else { name });
    // Only the name is large, and never more than two lines: the invitation is to be read after it.
    let height = rows[1].height.min(MAX_ROWS);
    let place = Rect {
        y: rows[1].y + rows[1].height - height,
        height,
        ..rows[1]
    };
    fit(frame, &name, place, app.theme.heading);
    middle(frame, &begin, rows[2], app.theme.text);
    draw_languages(frame, app, rows[4]);
}

/// A language on the screen: its number, its columns, its label.
fn places(app: &App) -> Vec<(usize, std::ops::Range<usize>, String)> {
    let codes = app.visit.iter().flat_map(Visit::languages);
    let mut column = 1;
    codes
        .enumerate()
        .map(|(at, code)| {
            let words = format!(" F{} {} ", at + 1, clean::line(languages::name(code)));
            let from = column;
            column += width(&words) + 1;
            (at + 1, from..column - 1, words)
        })
        .collect()
}

/// The languages in one line, each with its key.
pub(super) fn draw_languages(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let mut spans = vec![Span::raw(" ")];
    for (_, _, words) in places(app) {
        spans.push(Span::styled(words, app.theme.selected));
        spans.push(Span::raw(" "));
    }
    frame.render_widget(Line::from(spans), area);
}

/// The number of the language at this position; they are in the last row.
pub fn language_at(app: &App, column: u16, row: u16) -> Option<usize> {
    let is_last = row + 1 == app.size.1;
    let at = places(app)
        .into_iter()
        .find(|(_, columns, _)| is_last && columns.contains(&usize::from(column)));
    at.map(|(number, _, _)| number)
}
