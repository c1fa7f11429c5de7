//! The large-text layout: the state and the last answer, readable across a room.
//!
//! The large letters (`tui-big-text`) are Latin only; other scripts appear in ordinary bold letters, centred.

use ratatui::Frame;
use ratatui::layout::{Alignment, Constraint, Layout, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use tui_big_text::{BigText, PixelSize};

use crate::conversation::Phase;

use super::super::app::App;
use super::super::clean;
use super::header::{indicator, meter, words};
use super::wrap::{width, wrap};

/// The letter sizes, largest first: columns and rows of one letter, and how it is drawn.
const SIZES: [(usize, usize, PixelSize); 3] = [
    (8, 8, PixelSize::Full),
    (8, 4, PixelSize::HalfHeight),
    (4, 4, PixelSize::Quadrant),
];

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let indicator = indicator(app);
    let style = indicator.style(app);
    let state_rows = (area.height / 4).clamp(1, 9);
    let rows = Layout::vertical([
        Constraint::Length(state_rows),
        Constraint::Length(u16::from(area.height >= 8)),
        Constraint::Min(1),
        Constraint::Length(super::message::rows(app, area)),
        Constraint::Length(super::input::rows(app, area)),
    ])
    .split(area);
    let (sign, _) = indicator.sign();
    let told = words(app, indicator);
    if !large(frame, &told, rows[0], style) {
        middle(frame, &format!("{sign} {told}"), rows[0], style);
    }
    let hears = app.state.listening != crate::conversation::Listening::Off;
    if hears {
        let line = Line::styled(meter(app.level, usize::from(area.width / 2).min(40)), style);
        frame.render_widget(line.alignment(Alignment::Center), rows[1]);
    }
    said(frame, app, rows[2]);
    super::message::draw(frame, app, rows[3]);
    super::input::draw(frame, app, rows[4]);
    super::input::completions(frame, app, rows[2], rows[4]);
}

/// The latest words: the partial transcript, else the clause being spoken, else the answer, else the question.
fn said(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let state = &app.state;
    let is_answer = state.phase != Phase::Idle && !state.is_speculative();
    let last = app.entries.exchanges().next_back();
    let (text, style) = if state.listening.is_busy() && !state.partial.text.is_empty() {
        (clean::line(&state.partial.text), app.theme.partial)
    } else if is_answer && !state.turn.reply.is_empty() {
        let spoken = state
            .turn
            .heard
            .and_then(|clause| state.turn.clauses.get(clause.0 as usize));
        let text = spoken.map_or(&state.turn.reply, |clause| &clause.text);
        (clean::line(text), app.theme.text)
    } else if is_answer {
        (
            clean::line(state.turn.question.as_deref().unwrap_or_default()),
            app.theme.person,
        )
    } else {
        (
            last.map_or_else(String::new, |last| last.reply.clone()),
            app.theme.text,
        )
    };
    fit(frame, &text, area, style);
}

/// Draws a text as large as possible.
pub(super) fn fit(frame: &mut Frame<'_>, text: &str, area: Rect, style: Style) {
    if !large(frame, text, area, style) {
        middle(frame, text, area, style);
    }
}

/// Draws a text in the largest letters in which all of it fits; `false` if none do.
fn large(frame: &mut Frame<'_>, text: &str, area: Rect, style: Style) -> bool {
    if text.is_empty() || !text.is_ascii() {
        return false;
    }
    for (columns, rows, size) in SIZES {
        let per_line = usize::from(area.width) / columns;
        let longest = text.split_whitespace().map(width).max().unwrap_or_default();
        if per_line == 0 || longest > per_line {
            continue;
        }
        let lines = wrap(text, per_line);
        let height = lines.len() * rows;
        if height > usize::from(area.height) {
            continue;
        }
        let height = u16::try_from(height).unwrap_or(area.height);
        let place = Rect {
            y: area.y + (area.height - height) / 2,
            height,
            ..area
        };
        let letters = BigText::builder()
            .pixel_size(size)
            .alignment(Alignment::Center)
            .style(style)
            .lines(lines.into_iter().map(Line::from).collect::<Vec<_>>())
            .build();
        frame.render_widget(letters, place);
        return true;
    }
    false
}

/// The lines of a text in ordinary letters.
pub(super) fn lines(text: &str, area: Rect) -> Vec<String> {
    wrap(text, usize::from(area.width.saturating_sub(4)).max(1))
}

/// Draws a text in ordinary letters.
pub(super) fn middle(frame: &mut Frame<'_>, text: &str, area: Rect, style: Style) {
    let lines = lines(text, area);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height);
    let place = Rect {
        y: area.y + (area.height - height) / 2,
        height,
        ..area
    };
    let bold = style.add_modifier(Modifier::BOLD);
    let lines: Vec<Line<'_>> = lines.into_iter().map(|line| Line::styled(line, bold)).collect();
    frame.render_widget(Paragraph::new(lines).alignment(Alignment::Center), place);
}
