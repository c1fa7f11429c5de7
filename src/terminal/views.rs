//! The views, one file a panel.
//!
//! Owns the layout of the screen. Reads the app and changes nothing in it.

mod attract;
pub mod conversation;
mod first;
mod header;
mod help;
mod input;
mod introduction;
mod latency;
mod loading;
mod message;
mod offline;
mod operator;
mod palette;
mod picker;
mod room;
mod scan;
mod settings;
mod speak;
mod wrap;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Margin, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Paragraph};

use super::app::{App, Page};
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
        Page::Speak(_) => Some("speak-title"),
        Page::Picker(picker) => Some(picker::title(picker.kind)),
        Page::Introduction(_) => Some("introduction-title"),
        Page::Operator(_) => Some("operator-title"),
    };
    let area = title.map_or(area, |title| page(frame, app, title, area));
    let bar = match app.page {
        Page::Conversation => scan::rows(app, area),
        _ => 0,
    };
    let [area, scanned] = Layout::vertical([Constraint::Min(0), Constraint::Length(bar)]).areas(area);
    scan::draw(frame, app, scanned);
    match &app.page {
        Page::Conversation if app.attracts() => attract::draw(frame, app, area),
        Page::Conversation if app.is_room() => room::draw(frame, app, area),
        Page::Conversation => main(frame, app, area),
        Page::Help(scroll) => help::draw(frame, app, area, *scroll),
        Page::Latency => latency::page(frame, app, area),
        Page::Offline => offline::draw(frame, app, area),
        Page::Settings(settings) => settings::draw(frame, app, area, settings),
        Page::Speak(speak) => speak::draw(frame, app, area, speak),
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
    let strip = is_large && app.visit.is_none() && latency::has_strip(app);
    let rows = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(u16::from(is_tall)),
        Constraint::Min(1),
        Constraint::Length(u16::from(strip)),
        Constraint::Length(message::rows(app, area)),
        Constraint::Length(input::rows(app, area)),
        Constraint::Length(u16::from(is_tall)),
    ])
    .split(area);
    header::draw(frame, app, rows[0]);
    if app.is_untouched() {
        first::draw(frame, app, rows[2]);
    } else {
        conversation::draw(frame, app, rows[2]);
    }
    if strip {
        latency::strip(frame, app, rows[3]);
    }
    message::draw(frame, app, rows[4]);
    input::draw(frame, app, rows[5]);
    if is_tall {
        hints(frame, app, rows[6]);
    }
    input::completions(frame, app, rows[2], rows[5]);
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
        if action == Action::Mute && !app.has_ears() {
            continue;
        }
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
    let inner = if inner.width > 20 {
        inner.inner(Margin::new(1, 0))
    } else {
        inner
    };
    // What went wrong on a page is told on that page.
    let rows = message::rows_of_page(app, inner);
    let [inner, told] = Layout::vertical([Constraint::Min(0), Constraint::Length(rows)]).areas(inner);
    message::draw(frame, app, told);
    inner
}

fn framed<'a>(app: &App, title: &str) -> Block<'a> {
    Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(app.theme.frame)
        .title(Line::styled(format!(" {title} "), app.theme.heading))
}

/// A box over the drawn screen, with `below` in its lower edge. Its rows are cleared from edge to edge, so that no half words
/// stand beside it.
fn over(frame: &mut Frame<'_>, app: &App, title: &str, below: &str, area: Rect) -> Rect {
    let whole = frame.area();
    let band = Rect {
        x: whole.x,
        width: whole.width,
        ..area
    };
    frame.render_widget(Clear, band);
    frame.buffer_mut().set_style(band, app.theme.text);
    let mut block = framed(app, title);
    if !below.is_empty() {
        block = block.title_bottom(Line::styled(format!(" {below} "), app.theme.faint).right_aligned());
    }
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}

/// How many rows of a list are above and below those that are shown: `↑ 2  ↓ 5`.
fn more(count: usize, rows: usize, chosen: usize) -> String {
    let above = (chosen + 1).saturating_sub(rows.max(1));
    let below = count.saturating_sub(above + rows);
    let parts = [("↑", above), ("↓", below)];
    let parts = parts.into_iter().filter(|(_, count)| *count > 0);
    parts
        .map(|(sign, count)| format!("{sign} {count}"))
        .collect::<Vec<_>>()
        .join("  ")
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
