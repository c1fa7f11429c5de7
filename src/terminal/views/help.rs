//! The help page: keys and commands.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::app::App;
use super::super::commands::COMMANDS;
use super::super::keys::ACTIONS;
use super::wrap::{width, wrap};

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect, scroll: usize) {
    let rows = usize::from(area.height);
    // Two columns if there is room.
    let count = ACTIONS.len() + COMMANDS.len() + 4;
    let is_wide = area.width >= 84 && count > rows;
    let columns = if is_wide { area.width / 2 } else { area.width };
    let mut rows_of: Vec<(String, String)> = ACTIONS
        .into_iter()
        .map(|(action, name, _)| {
            (
                app.keys.of(action).to_owned(),
                app.strings.text(&format!("action-{name}")),
            )
        })
        .collect();
    for (key, text) in [
        ("shift-↑ ↓", "keys-scroll"),
        ("↑ ↓", "keys-history"),
        ("tab", "keys-complete"),
    ] {
        rows_of.push((key.to_owned(), app.strings.text(text)));
    }
    rows_of.push((String::new(), String::new()));
    rows_of.extend(COMMANDS.map(|(name, key)| (name.to_owned(), app.strings.text(key))));
    let mut entries: Vec<Vec<Line<'static>>> = rows_of
        .iter()
        .map(|(key, text)| row(app, key, text, columns))
        .collect();
    if !is_wide {
        column(frame, area, entries, scroll);
        return;
    }
    // An entry of several lines stays in one column.
    let half = entries.iter().map(Vec::len).sum::<usize>().div_ceil(2);
    let mut count = 0;
    let first = entries.iter().take_while(|lines| {
        count += lines.len();
        count <= half
    });
    let right = entries.split_off(first.count());
    let [left_area, right_area] =
        Layout::horizontal([Constraint::Length(columns), Constraint::Min(0)]).areas(area);
    column(frame, left_area, entries, scroll);
    column(frame, right_area, right, scroll);
}

/// Entries below each other; the last one stays in sight however far they are scrolled.
fn column(frame: &mut Frame<'_>, area: Rect, entries: Vec<Vec<Line<'static>>>, scroll: usize) {
    let mut lines: Vec<Line<'static>> = entries.into_iter().flatten().collect();
    let scroll = scroll.min(lines.len().saturating_sub(usize::from(area.height)));
    frame.render_widget(Paragraph::new(lines.split_off(scroll)), area);
}

fn row(app: &App, key: &str, text: &str, columns: u16) -> Vec<Line<'static>> {
    let room = usize::from(columns).saturating_sub(14).clamp(1, 60);
    let lines = wrap(text, room).into_iter().enumerate();
    lines
        .map(|(number, line)| {
            let key = if number == 0 { key } else { "" };
            let pad = " ".repeat(12_usize.saturating_sub(width(key)).max(1));
            Line::from(vec![
                Span::styled(format!("{key}{pad}"), app.theme.heading),
                Span::styled(line, app.theme.text),
            ])
        })
        .collect()
}
