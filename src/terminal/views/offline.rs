//! The offline protection page: every layer, as the kernel reports it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::app::App;
use super::wrap::wrap;

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let columns = usize::from(area.width).clamp(1, 90);
    let mut lines = Vec::new();
    for line in wrap(&app.strings.text("offline-intro"), columns) {
        lines.push(Line::styled(line, app.theme.text));
    }
    lines.push(Line::default());
    for layer in &app.layers {
        let (sign, style, word) = match (layer.holds, layer.promised) {
            (true, _) => ("✓", app.theme.good, app.strings.text("layer-holds")),
            (false, true) => ("✗", app.theme.warning, app.strings.text("layer-missing")),
            (false, false) => ("○", app.theme.faint, app.strings.text("layer-not-promised")),
        };
        let layer = layer.name;
        lines.push(Line::from(vec![
            Span::styled(format!("{sign} {word}  "), style),
            Span::styled(app.strings.text(&format!("layer-{layer}")), app.theme.heading),
        ]));
        let told = app.strings.text(&format!("layer-{layer}-told"));
        for line in wrap(&told, columns.saturating_sub(4)) {
            lines.push(Line::styled(format!("    {line}"), app.theme.faint));
        }
    }
    frame.render_widget(Paragraph::new(lines), area);
}
