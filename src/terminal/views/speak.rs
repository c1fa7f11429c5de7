//! The page "Speak for me": the saved phrases with their numbers, and the text.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::text::{Line, Span};

use super::super::app::App;
use super::super::clean;
use super::super::pages::SpeakPage;
use super::header::{indicator, words};
use super::wrap::{cut, width};

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect, page: &SpeakPage) {
    let [state, list, input, keys] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(1),
        Constraint::Length(1),
    ])
    .areas(area);
    let columns = usize::from(area.width);
    let indicator = indicator(app);
    let (sign, _) = indicator.sign();
    let told = format!("{sign} {}", words(app, indicator));
    frame.render_widget(Line::styled(cut(&told, columns), indicator.style(app)), state);
    let shown = page.shown(&app.settings.speak.phrases);
    if app.settings.speak.phrases.is_empty() {
        let told = cut(&app.strings.text("speak-no-phrases"), columns);
        frame.render_widget(Line::styled(told, app.theme.faint), list);
    }
    let lines = shown
        .into_iter()
        .enumerate()
        .map(|(at, (number, phrase))| {
            let is_chosen = page.at == Some(at);
            let mark = if is_chosen { "›" } else { " " };
            let style = if is_chosen {
                app.theme.selected
            } else {
                app.theme.text
            };
            Line::from(vec![
                Span::styled(format!("{mark}{number:>3}  "), app.theme.heading),
                Span::styled(cut(&clean::line(phrase), columns.saturating_sub(6)), style),
            ])
        })
        .collect();
    super::list(frame, list, lines, page.at.unwrap_or(0));
    // The end of a long text is what is being typed.
    let room = columns.saturating_sub(4);
    let text = clean::line(&page.text);
    let skip = text.char_indices().find(|(at, _)| width(&text[*at..]) <= room);
    let end = skip.map_or("", |(at, _)| &text[at..]);
    let typed = if page.text.is_empty() {
        Span::styled(cut(&app.strings.text("speak-type-here"), room), app.theme.faint)
    } else {
        Span::styled(end.to_owned(), app.theme.text)
    };
    frame.render_widget(
        Line::from(vec![Span::styled(" › ", app.theme.person), typed]),
        input,
    );
    if area.width > 4 && input.height > 0 {
        let x = input.x + 3 + u16::try_from(width(end)).unwrap_or(0).min(area.width - 4);
        frame.set_cursor_position(Position { x, y: input.y });
    }
    let foot = cut(&app.strings.text("speak-foot"), columns);
    frame.render_widget(Line::styled(foot, app.theme.faint), keys);
}
