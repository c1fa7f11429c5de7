//! The lines above the input: a question, the search, an error, a remark, or how far the conversation is scrolled.
//!
//! Owns which of them is shown, and that none of it is cut off.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::app::{App, Asking, Search};
use super::super::keys::Action;
use super::conversation;
use super::wrap::{width, wrap};

/// Most rows of a message.
const MAX_ROWS: usize = 5;

/// Rows above the input: at least one where there is room, so that nothing jumps when a message comes.
pub(super) fn rows(app: &App, area: Rect) -> u16 {
    if area.height < 6 {
        return 0;
    }
    let most = usize::from(area.height / 3).clamp(1, MAX_ROWS);
    let count = lines(app, area.width).len().clamp(1, most);
    u16::try_from(count).unwrap_or(1)
}

/// Rows at the foot of a page: only what was not read yet, and what has just been said.
pub(super) fn rows_of_page(app: &App, area: Rect) -> u16 {
    let is_told = app.alert().is_some() || app.last_remark().is_some();
    if is_told { rows(app, area) } else { 0 }
}

/// Draws it.
pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect) {
    frame.render_widget(Paragraph::new(lines(app, area.width)), area);
}

fn lines(app: &App, columns: u16) -> Vec<Line<'static>> {
    let theme = &app.theme;
    if let Some(asking) = app.asking {
        let (key, action) = match asking {
            Asking::Quit => ("ask-quit", Action::Quit),
            Asking::Forget => ("ask-forget", Action::Forget),
        };
        let text = app.strings.with(key, app.keys.of(action));
        return told("?", &text, theme.error, columns);
    }
    if let Some(search) = &app.search {
        return vec![searching(app, search, columns)];
    }
    if let Some(sentence) = app.alert() {
        let mut lines = told("✗", sentence, theme.error, columns);
        let read = format!("  {}", app.keys.of(Action::Back));
        if let Some(last) = lines.last_mut()
            && last.width() + width(&read) < usize::from(columns)
        {
            last.push_span(Span::styled(read, theme.faint));
        }
        return lines;
    }
    if let Some(remark) = app.last_remark() {
        return told("", remark, theme.warning, columns);
    }
    if app.scroll > 0 {
        let count = i64::try_from(app.scroll).unwrap_or(i64::MAX);
        let text = app.strings.with("scrolled", count);
        return vec![Line::styled(format!(" ↓ {text}"), theme.faint)];
    }
    Vec::new()
}

/// A sentence, wrapped, behind its sign.
fn told(sign: &str, sentence: &str, style: Style, columns: u16) -> Vec<Line<'static>> {
    let indent = if sign.is_empty() { 1 } else { width(sign) + 2 };
    let room = usize::from(columns).saturating_sub(indent + 1).max(1);
    let lines = wrap(sentence, room).into_iter().enumerate();
    lines
        .map(|(number, line)| {
            let before = if number == 0 && !sign.is_empty() {
                format!(" {sign} ")
            } else {
                " ".repeat(indent)
            };
            Line::styled(format!("{before}{line}"), style)
        })
        .collect()
}

/// What is searched for, and which of how many matches is shown.
fn searching(app: &App, search: &Search, columns: u16) -> Line<'static> {
    let text = format!(" ⌕ {}{}", app.strings.text("search-for"), search.text);
    let count = if search.text.is_empty() {
        String::new()
    } else {
        match conversation::matches_of_search(app) {
            0 => app.strings.text("search-nothing"),
            all => {
                let at = search.at.min(all - 1) + 1;
                app.strings.with("search-found", format!("{at} / {all}"))
            }
        }
    };
    let room = usize::from(columns).saturating_sub(width(&count) + 4);
    let text = super::wrap::cut(&text, room);
    Line::from(vec![
        Span::styled(text, app.theme.warning),
        Span::styled(format!("   {count}"), app.theme.faint),
    ])
}
