//! The settings page: names, values, possible values.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::app::App;
use super::super::pages::SettingsPage;
use super::super::pages::settings_page::{ROWS, Values, value};
use super::wrap::{cut, width};

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect, page: &SettingsPage) {
    let columns = usize::from(area.width);
    let name_columns = (columns / 2).clamp(10, 40);
    let lines = ROWS
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let is_chosen = at == page.at;
            let name = cut(
                &app.strings
                    .text(&format!("setting-{}", row.key.replace(['.', '_'], "-"))),
                name_columns - 2,
            );
            let now = match (&page.typing, is_chosen) {
                (Some(typed), true) => format!("{typed}▏"),
                _ => value(&app.settings, row.key),
            };
            let now = match (row.values, now.as_str()) {
                (Values::Switch, "true") => app.strings.text("yes"),
                (Values::Switch, _) => app.strings.text("no"),
                (Values::Number(..), _) if row.key.contains("hang_over") => format!("{now} ms"),
                (_, "") => app.strings.text("unset"),
                _ => now,
            };
            let arrows = is_chosen && page.typing.is_none() && row.values != Values::Text;
            let now = if arrows {
                format!("‹ {now} ›")
            } else {
                format!("  {now}")
            };
            let pad = " ".repeat(name_columns.saturating_sub(width(&name)));
            let (name_style, value_style) = if is_chosen {
                (app.theme.selected, app.theme.selected)
            } else {
                (app.theme.text, app.theme.heading)
            };
            Line::from(vec![
                Span::styled(format!("{name}{pad}"), name_style),
                Span::styled(cut(&now, columns.saturating_sub(name_columns)), value_style),
            ])
        })
        .collect();
    let list = Rect {
        height: area.height.saturating_sub(2),
        ..area
    };
    super::list(frame, list, lines, page.at);
    if area.height > 3 {
        let foot = Rect {
            y: area.y + area.height - 1,
            height: 1,
            ..area
        };
        let key = page.row().key;
        let text = cut(&format!("{key}   {}", app.strings.text("settings-foot")), columns);
        frame.render_widget(Line::styled(text, app.theme.faint), foot);
    }
}
