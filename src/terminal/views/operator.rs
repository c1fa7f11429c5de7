//! The operator's page of a kiosk.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::super::app::App;
use super::super::pages::operator::{OperatorPage, TASKS};

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect, page: &OperatorPage) {
    let mut lines = Vec::new();
    if page.open {
        for (row, (_, name)) in TASKS.iter().enumerate() {
            let style = if row == page.at {
                app.theme.selected
            } else {
                app.theme.text
            };
            lines.push(Line::styled(format!(" {} ", app.strings.text(name)), style));
        }
        super::list(frame, area, lines, page.at);
        return;
    }
    lines.push(Line::styled(app.strings.text("operator-pin"), app.theme.text));
    lines.push(Line::styled(
        "•".repeat(page.typed.chars().count()),
        app.theme.heading,
    ));
    lines.push(Line::default());
    lines.push(Line::styled(page.note.clone(), app.theme.warning));
    super::list(frame, area, lines, 0);
}
