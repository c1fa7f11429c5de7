//! The input line, and completions of commands.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::app::App;
use super::super::commands;
use super::wrap::{cut, width};

/// Most rows of input that are shown.
const MAX_ROWS: u16 = 5;

/// Rows of the input.
pub(super) fn rows(app: &App, area: Rect) -> u16 {
    let lines = u16::try_from(app.input.lines().len()).unwrap_or(MAX_ROWS);
    lines.clamp(1, MAX_ROWS).min((area.height / 3).max(1))
}

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let rows = usize::from(area.height);
    let room = usize::from(area.width).saturating_sub(4);
    let (row, column) = app.input.cursor();
    let first = (row + 1).saturating_sub(rows);
    let mut lines = Vec::new();
    for (at, line) in app.input.lines().iter().enumerate().skip(first).take(rows) {
        let prompt = Span::styled(if at == 0 { " › " } else { "   " }, app.theme.person);
        let text = if at == row {
            window(line, column, room).0
        } else {
            cut(line, room)
        };
        lines.push(Line::from(vec![prompt, Span::styled(text, app.theme.text)]));
    }
    if app.input.text().is_empty() {
        let hint = match (app.visit.is_some(), app.has_ears()) {
            (true, true) => "visit-type-here",
            (true, false) => "visit-only-type-here",
            (false, true) => "type-here",
            (false, false) => "only-type-here",
        };
        let hint = cut(&app.strings.text(hint), room);
        lines = vec![Line::from(vec![
            Span::styled(" › ", app.theme.person),
            Span::styled(hint, app.theme.faint),
        ])];
    }
    frame.render_widget(Paragraph::new(lines), area);
    if app.search.is_none() && area.width > 3 && area.height > 0 {
        let line = app.input.lines().get(row).map_or("", String::as_str);
        let (_, at) = window(line, column, room);
        let x = area.x + 3 + u16::try_from(at).unwrap_or(0).min(area.width.saturating_sub(4));
        let y = area.y + u16::try_from(row - first.min(row)).unwrap_or(0);
        frame.set_cursor_position(Position { x, y });
    }
}

/// The part of a line around the cursor, and the cursor's column in it.
fn window(line: &str, cursor: usize, room: usize) -> (String, usize) {
    let before: String = line.chars().take(cursor).collect();
    let mut start = 0;
    let letters: Vec<char> = line.chars().collect();
    let columns = |from: usize| {
        width(
            &letters[from..cursor.min(letters.len())]
                .iter()
                .collect::<String>(),
        )
    };
    while columns(start) > room.saturating_sub(1) && start < cursor {
        start += 1;
    }
    let shown: String = letters[start..].iter().collect();
    let at = if start == 0 {
        width(&before)
    } else {
        columns(start)
    };
    let mut kept = String::new();
    for letter in shown.chars() {
        let mut longer = kept.clone();
        longer.push(letter);
        if width(&longer) > room {
            break;
        }
        kept = longer;
    }
    (kept, at)
}

/// Completions of a command, above the input.
pub(super) fn completions(frame: &mut Frame<'_>, app: &App, room: Rect, input: Rect) {
    let found = commands::completions(&app.input.text());
    let rows = u16::try_from(found.len())
        .unwrap_or(u16::MAX)
        .min(room.height.saturating_sub(2))
        .min(9);
    if found.is_empty() || rows == 0 || room.width < 12 {
        return;
    }
    let columns = room.width.saturating_sub(4).min(72);
    let area = Rect {
        x: room.x + 2,
        y: input.y.saturating_sub(rows + 3).max(room.y),
        width: columns,
        height: rows + 2,
    };
    let chosen = app.completion.min(found.len() - 1);
    let more = super::more(found.len(), usize::from(rows), chosen);
    let inner = super::over(frame, app, &app.strings.text("commands"), &more, area);
    let lines = found
        .into_iter()
        .enumerate()
        .map(|(at, (name, key))| {
            let told = cut(
                &app.strings.text(key),
                usize::from(inner.width).saturating_sub(12),
            );
            let (name_style, told_style) = if at == chosen {
                (app.theme.selected, app.theme.selected)
            } else {
                (app.theme.heading, app.theme.faint)
            };
            let pad = " ".repeat(usize::from(inner.width).saturating_sub(width(&told) + 12));
            Line::from(vec![
                Span::styled(format!(" {name:<10} "), name_style),
                Span::styled(format!("{told}{pad}"), told_style),
            ])
        })
        .collect();
    super::list(frame, inner, lines, chosen);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_in_the_part_that_is_shown() {
        assert_eq!(window("hello", 5, 10), ("hello".into(), 5));
        assert_eq!(window("hello world", 11, 6), ("world".into(), 5));
        assert_eq!(window("你好你好", 4, 6), ("你好".into(), 4));
        assert_eq!(window("", 0, 0), (String::new(), 0));
    }
}
