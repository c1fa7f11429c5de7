//! The help page: keys and commands.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::app::App;
use super::super::commands::COMMANDS;
use super::super::keys::ACTIONS;
use super::wrap::{cut, width};

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect, scroll: usize) {
    let rows = usize::from(area.height);
    // Two columns if there is room.
    let count = ACTIONS.len() + COMMANDS.len() + 4;
    let is_wide = area.width >= 84 && count > rows;
    let columns = if is_wide { area.width / 2 } else { area.width };
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (action, name, _) in ACTIONS {
        let key = app.keys.of(action).to_owned();
        lines.push(row(
            app,
            &key,
            &app.strings.text(&format!("action-{name}")),
            area.width,
        ));
    }
    lines.push(row(
        app,
        "shift-↑ ↓",
        &app.strings.text("keys-scroll"),
        area.width,
    ));
    lines.push(row(app, "↑ ↓", &app.strings.text("keys-history"), columns));
    lines.push(row(app, "tab", &app.strings.text("keys-complete"), columns));
    lines.push(Line::default());
    for (name, key) in COMMANDS {
        lines.push(row(app, name, &app.strings.text(key), columns));
    }
    if is_wide {
        let half = lines.len().div_ceil(2);
        let right = lines.split_off(half);
        let middle = area.width / 2;
        let left_area = Rect {
            width: middle,
            ..area
        };
        let right_area = Rect {
            x: area.x + middle,
            width: area.width - middle,
            ..area
        };
        let scroll = scroll.min(half.saturating_sub(rows));
        frame.render_widget(Paragraph::new(lines.split_off(scroll)), left_area);
        let from = scroll.min(right.len());
        frame.render_widget(Paragraph::new(right[from..].to_vec()), right_area);
        return;
    }
    let scroll = scroll.min(lines.len().saturating_sub(rows));
    frame.render_widget(Paragraph::new(lines.split_off(scroll)), area);
}

fn row(app: &App, key: &str, text: &str, columns: u16) -> Line<'static> {
    let room = usize::from(columns).saturating_sub(14).min(60);
    let pad = " ".repeat(12_usize.saturating_sub(width(key)));
    Line::from(vec![
        Span::styled(format!("{key}{pad}"), app.theme.heading),
        Span::styled(cut(text, room), app.theme.text),
    ])
}
