//! The first screen: what this is, what can be asked, and with which models it works.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::app::{App, Readiness};
use super::super::clean;
use super::super::keys::Action;
use super::loading;
use super::wrap::{width, wrap};

/// Examples where there are no documents.
const SKILLS: [&str; 3] = ["example-time", "example-timer", "example-sum"];
/// Most columns of text, so that lines stay readable.
const MAX_WIDTH: usize = 92;

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let mut lines = Vec::new();
    let columns = usize::from(area.width).saturating_sub(2).clamp(1, MAX_WIDTH);
    paragraph(
        &mut lines,
        &app.strings.text("first-what"),
        columns,
        app.theme.heading,
    );
    lines.push(Line::default());
    let is_known = app.about.thinks.is_some() || app.readiness != Readiness::Loading;
    if is_known {
        examples(&mut lines, app, columns);
    }
    if app.readiness == Readiness::Loading {
        lines.extend(loading::lines(app, area.width).into_iter().skip(1));
    } else {
        models(&mut lines, app, columns);
    }
    if let Some(folder) = &app.about.better {
        lines.push(Line::default());
        let key = app.keys.of(Action::Models).to_uppercase();
        let text = app.strings.with_two("first-better", key, clean::line(folder));
        paragraph(&mut lines, &text, columns, app.theme.faint);
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// What can be asked: questions of the operator's documents, else of the skills.
fn examples(lines: &mut Vec<Line<'static>>, app: &App, columns: usize) {
    let own = &app.about.examples;
    let key = if own.is_empty() {
        "first-try"
    } else {
        "first-try-documents"
    };
    paragraph(lines, &app.strings.text(key), columns, app.theme.text);
    let examples: Vec<String> = if own.is_empty() {
        SKILLS.map(|key| app.strings.text(key)).to_vec()
    } else {
        own.iter().take(3).map(|text| clean::line(text)).collect()
    };
    for example in examples {
        for (number, line) in wrap(&example, columns.saturating_sub(5).max(1))
            .into_iter()
            .enumerate()
        {
            let before = if number == 0 { "   › " } else { "     " };
            lines.push(Line::from(vec![
                Span::styled(before, app.theme.person),
                Span::styled(line, app.theme.text),
            ]));
        }
    }
    lines.push(Line::default());
}

/// What it hears and thinks with.
fn models(lines: &mut Vec<Line<'static>>, app: &App, columns: usize) {
    let about = &app.about;
    let nothing = app.strings.text("first-types-only");
    let rows = [
        (
            app.strings.text("part-hearing"),
            about.hears.clone().unwrap_or(nothing),
        ),
        (
            app.strings.text("part-mind"),
            about.thinks.clone().unwrap_or_default(),
        ),
    ];
    let widest = rows.iter().map(|(name, _)| width(name)).max().unwrap_or_default();
    for (name, with) in rows.into_iter().filter(|(_, with)| !with.is_empty()) {
        let pad = " ".repeat(widest - width(&name) + 2);
        let room = columns.saturating_sub(widest + 2).max(1);
        for (number, line) in wrap(&clean::line(&with), room).into_iter().enumerate() {
            let before = if number == 0 {
                format!(" {name}{pad}")
            } else {
                " ".repeat(widest + 3)
            };
            lines.push(Line::from(vec![
                Span::styled(before, app.theme.faint),
                Span::styled(line, app.theme.text),
            ]));
        }
    }
}

fn paragraph(lines: &mut Vec<Line<'static>>, text: &str, columns: usize, style: Style) {
    let wrapped = wrap(text, columns).into_iter();
    lines.extend(wrapped.map(|line| Line::styled(format!(" {line}"), style)));
}
