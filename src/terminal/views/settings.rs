//! The settings page: groups of settings, each with its value beside it, and what the chosen one means.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::app::App;
use super::super::pages::SettingsPage;
use super::super::pages::settings_page::{GROUPS, ROWS, Row, Values, value};
use super::wrap::{cut, width, wrap};

/// Rows from which on there is room for headings and an explanation.
const TALL: u16 = 14;

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect, page: &SettingsPage) {
    let columns = usize::from(area.width);
    let is_tall = area.height >= TALL;
    let mut foot = Vec::new();
    if is_tall {
        let help = app.strings.text(&page.row().message("-help"));
        foot.extend(
            wrap(&help, columns)
                .into_iter()
                .map(|line| Line::styled(line, app.theme.text)),
        );
    }
    let keys = app.strings.text("settings-foot");
    foot.extend(
        wrap(&keys, columns)
            .into_iter()
            .map(|line| Line::styled(line, app.theme.faint)),
    );
    let foot_rows = if area.height > 3 {
        u16::try_from(foot.len()).unwrap_or(1)
    } else {
        0
    };
    let [list, _, about] = Layout::vertical([
        Constraint::Min(1),
        Constraint::Length(u16::from(is_tall)),
        Constraint::Length(foot_rows),
    ])
    .areas(area);
    let names: Vec<String> = ROWS
        .iter()
        .map(|row| app.strings.text(&row.message("")))
        .collect();
    let widest = names.iter().map(|name| width(name)).max().unwrap_or_default();
    let name_columns = (widest + 2).min(columns * 3 / 5);
    let mut lines = Vec::new();
    let mut chosen = 0;
    for (at, (row, name)) in ROWS.iter().zip(&names).enumerate() {
        let group = GROUPS
            .into_iter()
            .find(|(_, first)| *first == at)
            .filter(|_| is_tall);
        if let Some((heading, _)) = group {
            lines.push(Line::styled(app.strings.text(heading), app.theme.heading));
        }
        if at == page.at {
            chosen = lines.len();
        }
        lines.push(line(app, page, (at, row, name), name_columns, columns));
    }
    // The heading of the first group belongs to its first row.
    super::list(frame, list, lines, chosen);
    frame.render_widget(Paragraph::new(foot), about);
}

fn line(
    app: &App,
    page: &SettingsPage,
    (at, row, name): (usize, &Row, &str),
    name_columns: usize,
    columns: usize,
) -> Line<'static> {
    let is_chosen = at == page.at;
    let now = match (&page.typing, is_chosen) {
        (Some(typed), true) => format!("{typed}▏"),
        _ => row.in_words(&value(&app.settings, row.key), &app.strings),
    };
    let arrows = is_chosen && page.typing.is_none() && row.values != Values::Text;
    let now = if arrows {
        format!("‹ {now} ›")
    } else {
        format!("  {now}")
    };
    let name = cut(name, name_columns.saturating_sub(2));
    let pad = " ".repeat(name_columns.saturating_sub(width(&name)));
    let (name_style, value_style) = if is_chosen {
        (app.theme.selected, app.theme.selected)
    } else {
        (app.theme.text, app.theme.person)
    };
    Line::from(vec![
        Span::styled(format!(" {name}{pad}"), name_style),
        Span::styled(cut(&now, columns.saturating_sub(name_columns + 1)), value_style),
    ])
}
