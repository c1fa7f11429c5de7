//! Progress bars of the models being loaded; the input can be used meanwhile.

use ratatui::text::{Line, Span};

use crate::engine::loading::{LoadState, PartKind};

use super::super::app::App;
use super::wrap::{cut, width};

/// A line for each model.
pub(super) fn lines(app: &App, columns: u16) -> Vec<Line<'static>> {
    let mut lines = vec![Line::default()];
    let columns = usize::from(columns);
    for (kind, name, loaded) in &app.loading {
        let title = app.strings.text(match kind {
            PartKind::Hearing => "part-hearing",
            PartKind::Mind => "part-mind",
            PartKind::Voice => "part-voice",
        });
        let title = format!(" {title}{}", " ".repeat(10_usize.saturating_sub(width(&title))));
        let name = super::super::clean::line(name);
        // The name in full where there is room for it, the bar beside it.
        let bar_columns = columns
            .saturating_sub(width(&title) + width(&name) + 8)
            .clamp(4, 20);
        let (part, style, word) = match loaded {
            LoadState::Waiting => (0, app.theme.faint, String::new()),
            LoadState::Reading(part) => (
                usize::from(*part),
                app.theme.states[1],
                format!("{} %", part / 10),
            ),
            LoadState::Ready => (1000, app.theme.good, "✓".to_owned()),
            LoadState::Failed(_) => (0, app.theme.error, "✗".to_owned()),
        };
        let filled = part * bar_columns / 1000;
        let room = columns.saturating_sub(width(&title) + bar_columns + 6);
        lines.push(Line::from(vec![
            Span::styled(title, app.theme.text),
            Span::styled("█".repeat(filled), style),
            Span::styled("░".repeat(bar_columns - filled), app.theme.faint),
            Span::styled(format!(" {word:>4} "), style),
            Span::styled(cut(&name, room), app.theme.faint),
        ]));
    }
    lines
}
