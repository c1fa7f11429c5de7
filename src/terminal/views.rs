//! The views, one file a panel.
//!
//! Owns the layout of the screen. Reads the app and changes nothing in it.

mod attract;
pub mod conversation;
mod header;
mod help;
mod input;
mod introduction;
mod latency;
mod loading;
mod offline;
mod operator;
mod palette;
mod picker;
mod room;
mod settings;
mod wrap;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Margin, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Paragraph};

use super::app::{App, Page, Readiness};
use super::glyphs;
use super::theme::CharacterSet;

pub use attract::language_at;
pub use header::{Indicator, indicator};
pub use wrap::width;

/// Columns and rows from which on there is room for the latency strip.
const STRIP: (u16, u16) = (60, 18);

/// Draws everything.
pub fn draw(frame: &mut Frame<'_>, app: &App) {
    let area = frame.area();
    frame.buffer_mut().set_style(area, app.theme.text);
    let title = match &app.page {
        Page::Conversation | Page::Palette(_) => None,
        Page::Help(_) => Some("help-title"),
        Page::Latency => Some("latency-title"),
        Page::Offline => Some("offline-title"),
        Page::Settings(_) => Some("settings-title"),
        Page::Picker(picker) => Some(picker::title(picker.kind)),
        Page::Introduction(_) => Some("introduction-title"),
        Page::Operator(_) => Some("operator-title"),
    };
    let area = title.map_or(area, |title| page(frame, app, title, area));
    match &app.page {
        Page::Conversation if app.attracts() => attract::draw(frame, app, area),
        Page::Conversation if app.is_room() => room::draw(frame, app, area),
        Page::Conversation => main(frame, app, area),
        Page::Help(scroll) => help::draw(frame, app, area, *scroll),
        Page::Latency => latency::page(frame, app, area),
        Page::Offline => offline::draw(frame, app, area),
        Page::Settings(settings) => settings::draw(frame, app, area, settings),
        Page::Picker(picker) => picker::draw(frame, app, area, picker),
        Page::Palette(palette) => {
            main(frame, app, area);
            palette::draw(frame, app, area, palette);
        }
        Page::Introduction(introduction) => introduction::draw(frame, app, area, introduction),
        Page::Operator(page) => operator::draw(frame, app, area, page),
    }
    let only_ascii = app.settings.interface.ascii;
    if only_ascii || app.capabilities.characters != CharacterSet::Unicode {
        let console = app.capabilities.characters == CharacterSet::Console && !only_ascii;
        glyphs::to_ascii(frame.buffer_mut(), console);
    }
}

/// The conversation and the panels around it.
fn main(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let is_tall = area.height >= 14;
    let is_large = area.width >= STRIP.0 && area.height >= STRIP.1;
    let strip = is_large && app.visit.is_none() && app.entries.exchanges().next().is_some();
    let rows = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(u16::from(is_tall)),
        Constraint::Min(1),
        Constraint::Length(if strip { latency::STRIP_ROWS } else { 0 }),
        Constraint::Length(u16::from(area.height >= 6)),
        Constraint::Length(input::rows(app, area)),
        Constraint::Length(u16::from(is_tall)),
    ])
    .split(area);
    header::draw(frame, app, rows[0]);
    if app.readiness == Readiness::Loading && app.entries.all().is_empty() {
        loading::draw(frame, app, rows[2]);
    } else {
        conversation::draw(frame, app, rows[2]);
    }
    if strip {
        latency::strip(frame, app, rows[3]);
    }
    remark(frame, app, rows[4]);
    input::draw(frame, app, rows[5]);
    if is_tall {
        hints(frame, app, rows[6]);
    }
    input::completions(frame, app, rows[2], rows[5]);
}

/// The current remark, or how far the conversation is scrolled.
fn remark(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let line = if let Some(search) = &app.search {
        let mut line = app.strings.text("search-for");
        line.push_str(&search.text);
        Line::styled(format!(" ⌕ {line}"), app.theme.warning)
    } else if let Some(remark) = app.last_remark() {
        Line::styled(format!(" {remark}"), app.theme.warning)
    } else if app.scroll > 0 {
        let lines = i64::try_from(app.scroll).unwrap_or(i64::MAX);
        Line::styled(
            format!(" ↓ {}", app.strings.with("scrolled", lines)),
            app.theme.faint,
        )
    } else {
        Line::default()
    };
    frame.render_widget(line, area);
}

/// Hints for the most useful keys, as many as fit.
fn hints(frame: &mut Frame<'_>, app: &App, area: Rect) {
    use super::keys::Action;
    if app.visit.is_some() {
        // Visitors have no keys but those of the languages.
        attract::draw_languages(frame, app, area);
        return;
    }
    let mut spans = vec![Span::raw(" ")];
    let mut used = 1;
    for (action, key) in [
        (Action::Help, "hint-help"),
        (Action::Palette, "hint-palette"),
        (Action::Mute, "hint-mute"),
        (Action::Search, "hint-search"),
        (Action::Settings, "hint-settings"),
        (Action::Layout, "hint-layout"),
        (Action::Quit, "hint-quit"),
    ] {
        let (name, text) = (app.keys.of(action).to_owned(), app.strings.text(key));
        let columns = width(&name) + width(&text) + 3;
        if used + columns > usize::from(area.width) {
            break;
        }
        used += columns;
        spans.push(Span::styled(name, app.theme.heading));
        spans.push(Span::styled(format!(" {text}  "), app.theme.faint));
    }
    frame.render_widget(Line::from(spans), area);
}

/// A page with a frame and a title; returns the area inside.
fn page(frame: &mut Frame<'_>, app: &App, title: &str, area: Rect) -> Rect {
    let block = framed(app, &app.strings.text(title)).title_bottom(
        Line::styled(format!(" {} ", app.strings.text("page-foot")), app.theme.faint).right_aligned(),
    );
    let inner = block.inner(area);
    frame.render_widget(block, area);
    if inner.width > 20 {
        inner.inner(Margin::new(1, 0))
    } else {
        inner
    }
}

fn framed<'a>(app: &App, title: &str) -> Block<'a> {
    Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(app.theme.frame)
        .title(Line::styled(format!(" {title} "), app.theme.heading))
}

/// A box over the drawn screen.
fn over(frame: &mut Frame<'_>, app: &App, title: &str, area: Rect) -> Rect {
    frame.render_widget(Clear, area);
    frame.buffer_mut().set_style(area, app.theme.text);
    let block = framed(app, title);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}

/// Scrolls lines so that the chosen one is visible.
fn list(frame: &mut Frame<'_>, area: Rect, lines: Vec<Line<'_>>, chosen: usize) {
    let rows = usize::from(area.height.max(1));
    let skip = (chosen + 1).saturating_sub(rows);
    let lines: Vec<Line<'_>> = lines.into_iter().skip(skip).take(rows).collect();
    frame.render_widget(Paragraph::new(lines), area);
}

#[cfg(test)]
#[path = "views_tests.rs"]
mod tests;
