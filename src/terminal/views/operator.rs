//! The operator's page of a kiosk.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::super::app::App;
use super::super::clean;
use super::super::pages::operator::{OperatorPage, TASKS, Task};

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect, page: &OperatorPage) {
    let mut lines = Vec::new();
    if !page.diagnosis.is_empty() {
        let lines = page.diagnosis.iter().map(|line| clean::line(line));
        let lines = lines.map(|line| Line::styled(line, app.theme.text)).collect();
        super::list(frame, area, lines, 0);
        return;
    }
    if page.open {
        for (row, (task, name)) in TASKS.iter().enumerate() {
            let style = if row == page.at {
                app.theme.selected
            } else {
                app.theme.text
            };
            let name = match task {
                Task::Volume => app.strings.with(name, i64::from(page.volume)),
                _ => app.strings.text(name),
            };
            lines.push(Line::styled(format!(" {name} "), style));
        }
        if page.asked {
            lines.push(Line::default());
            lines.push(Line::styled(app.strings.text("operator-again"), app.theme.error));
        }
        let last = if page.asked { lines.len() - 1 } else { page.at };
        super::list(frame, area, lines, last);
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
