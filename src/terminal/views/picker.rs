//! A list to choose from, with details of the chosen row.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::app::App;
use super::super::intents::PickerKind;
use super::super::pages::Picker;
use super::header::meter;
use super::wrap::{cut, wrap};

/// The key of a list's title.
pub(super) fn title(kind: PickerKind) -> &'static str {
    match kind {
        PickerKind::Model => "models-title",
        PickerKind::Voice => "voices-title",
        PickerKind::Microphone => "microphones-title",
        PickerKind::Loudspeaker => "loudspeakers-title",
        PickerKind::Language => "languages-title",
    }
}

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect, picker: &Picker) {
    let foot = if area.height >= 12 {
        6
    } else if area.height >= 8 {
        4
    } else {
        1
    };
    let [list, about] = Layout::vertical([Constraint::Min(1), Constraint::Length(foot)]).areas(area);
    let columns = usize::from(area.width);
    if picker.choices.is_empty() {
        frame.render_widget(
            Line::styled(app.strings.text("nothing-to-choose"), app.theme.warning),
            list,
        );
    }
    let lines = picker
        .choices
        .iter()
        .enumerate()
        .map(|(at, choice)| {
            let mark = if choice.used { "●" } else { "○" };
            let name = if choice.name.is_empty() {
                app.strings.text("default-device")
            } else {
                super::super::clean::line(&choice.name)
            };
            let text = cut(&name, columns.saturating_sub(4));
            let style = match (at == picker.at, &choice.problem) {
                (true, _) => app.theme.selected,
                (false, Some(_)) => app.theme.faint,
                (false, None) => app.theme.text,
            };
            let mark_style = if choice.used {
                app.theme.good
            } else {
                app.theme.faint
            };
            Line::from(vec![
                Span::styled(format!(" {mark} "), mark_style),
                Span::styled(format!("{text} "), style),
            ])
        })
        .collect();
    super::list(frame, list, lines, picker.at);
    let default = app.strings.text("default-detail");
    let mut told: Vec<Line<'_>> = Vec::new();
    if let Some(choice) = picker.chosen() {
        let (text, style) = match &choice.problem {
            Some(problem) => (problem.as_str(), app.theme.error),
            None if picker.note.is_empty() && choice.name.is_empty() => (default.as_str(), app.theme.faint),
            None if picker.note.is_empty() => (choice.detail.as_str(), app.theme.faint),
            None => (picker.note.as_str(), app.theme.warning),
        };
        told.extend(
            wrap(text, columns)
                .into_iter()
                .take(usize::from(foot).saturating_sub(2).max(1))
                .map(|line| Line::styled(line, style)),
        );
    }
    if let Some(level) = picker.level {
        told.push(Line::styled(meter(level, 24), app.theme.good));
    }
    let key = match picker.kind {
        PickerKind::Voice => "voices-foot",
        PickerKind::Microphone | PickerKind::Loudspeaker => "devices-foot",
        PickerKind::Model => "models-foot",
        PickerKind::Language => "languages-foot",
    };
    told.truncate(usize::from(foot).saturating_sub(1));
    let [about, keys] = Layout::vertical([Constraint::Min(0), Constraint::Length(1)]).areas(about);
    frame.render_widget(Paragraph::new(told), about);
    frame.render_widget(
        Line::styled(cut(&app.strings.text(key), columns), app.theme.faint),
        keys,
    );
}
