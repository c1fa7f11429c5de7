//! The introduction.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::conversation::Listening;

use super::super::app::App;
use super::super::pages::Introduction;
use super::super::pages::introduction::Step;
use super::header::meter;
use super::loading;
use super::wrap::wrap;

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect, introduction: &Introduction) {
    let columns = usize::from(area.width).clamp(1, 76);
    let (title, text) = match introduction.step {
        Step::Welcome => ("welcome", "welcome-told"),
        Step::Microphone => ("try-microphone", "try-microphone-told"),
        Step::Voice => ("try-voice", "try-voice-told"),
        Step::Models => ("see-models", "see-models-told"),
    };
    let mut lines = vec![steps(app, introduction), Line::default()];
    lines.push(Line::styled(app.strings.text(title), app.theme.heading));
    lines.push(Line::default());
    for line in wrap(&app.strings.text(text), columns) {
        lines.push(Line::styled(line, app.theme.text));
    }
    lines.push(Line::default());
    match introduction.step {
        Step::Microphone if app.state.listening == Listening::Off => {
            lines.push(Line::styled(
                app.strings.text("no-microphone-yet"),
                app.theme.warning,
            ));
        }
        Step::Microphone => {
            lines.push(Line::styled(meter(app.level, 32), app.theme.good));
            let words = if introduction.heard {
                Span::styled(
                    format!("✓ {}", app.strings.text("microphone-works")),
                    app.theme.good,
                )
            } else {
                Span::styled(app.strings.text("say-something"), app.theme.warning)
            };
            lines.push(Line::from(words));
            let understood = understood(app);
            if !understood.is_empty() {
                let text = app.strings.with("understood", understood);
                lines.extend(
                    wrap(&text, columns)
                        .into_iter()
                        .map(|line| Line::styled(line, app.theme.partial)),
                );
            }
        }
        Step::Models => lines.extend(loading::lines(app, area.width)),
        Step::Welcome | Step::Voice => {}
    }
    lines.push(Line::default());
    let foot = match introduction.step {
        Step::Voice => "introduction-foot-voice",
        Step::Models => "introduction-foot-last",
        _ => "introduction-foot",
    };
    for line in wrap(&app.strings.text(foot), columns) {
        lines.push(Line::styled(line, app.theme.faint));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// The last words that were heard.
fn understood(app: &App) -> String {
    let state = &app.state;
    let words = if state.partial.text.is_empty() {
        state.turn.question.as_deref().unwrap_or_default()
    } else {
        &state.partial.text
    };
    super::super::clean::line(words)
}

/// The progress dots: `● ○ ○ ○`.
fn steps(app: &App, introduction: &Introduction) -> Line<'static> {
    let spans = Step::ALL.into_iter().map(|step| {
        if step == introduction.step {
            Span::styled("● ", app.theme.heading)
        } else {
            Span::styled("○ ", app.theme.faint)
        }
    });
    Line::from(spans.collect::<Vec<_>>())
}
