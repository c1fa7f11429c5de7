//! The command palette, over the conversation.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::app::App;
use super::super::commands;
use super::super::pages::Palette;
use super::wrap::{cut, width};

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect, palette: &Palette) {
    let found = commands::palette(&palette.search, &app.strings, &app.keys);
    let columns = area.width.saturating_sub(4).min(76);
    let rows = u16::try_from(found.len()).unwrap_or(u16::MAX).clamp(1, 15);
    let height = (rows + 3).min(area.height);
    let room = Rect {
        x: area.x + (area.width - columns) / 2,
        y: area.y + (area.height - height) / 3,
        width: columns,
        height,
    };
    let chosen = palette.chosen(&found);
    let at = chosen.unwrap_or_default();
    let shown = usize::from(height.saturating_sub(3));
    let more = super::more(found.len(), shown, at);
    let inner = super::over(frame, app, &app.strings.text("palette-title"), &more, room);
    if inner.height == 0 {
        return;
    }
    let search = Line::from(vec![
        Span::styled(" ⌕ ", app.theme.person),
        Span::styled(format!("{}▏", palette.search), app.theme.text),
    ]);
    frame.render_widget(search, Rect { height: 1, ..inner });
    let list = Rect {
        y: inner.y + 1,
        height: inner.height - 1,
        ..inner
    };
    let lines = found
        .iter()
        .enumerate()
        .map(|(number, entry)| {
            let key = &entry.key;
            let room = usize::from(inner.width).saturating_sub(width(key) + 4);
            let text = cut(&entry.text, room);
            let pad = " ".repeat(room.saturating_sub(width(&text)));
            let (style, key_style) = if chosen == Some(number) {
                (app.theme.selected, app.theme.selected)
            } else {
                (app.theme.text, app.theme.faint)
            };
            Line::from(vec![
                Span::styled(format!(" {text}{pad}  "), style),
                Span::styled(format!("{key} "), key_style),
            ])
        })
        .collect();
    super::list(frame, list, lines, at);
}
