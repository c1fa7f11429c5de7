//! Response times of the last answers: each turn as a bar of its parts.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::conversation::Timeline;

use super::super::app::App;
use super::super::entries::ShownTurn;
use super::super::keys::Action;
use super::wrap::{cut, width};

/// Number of turns for the median.
const OF_MEDIAN: usize = 20;
/// The symbols of the parts, which can be told apart without colours.
const SIGNS: [&str; 4] = ["░", "▒", "▓", "█"];
const PARTS: [&str; 4] = [
    "part-end-of-turn",
    "part-transcript",
    "part-first-token",
    "part-first-sound",
];

/// The parts of a turn in order, with the milliseconds that each took.
fn parts(timeline: &Timeline) -> Vec<(usize, f64)> {
    let mut moments: Vec<(usize, f64)> = [
        timeline.end_of_turn,
        timeline.transcript,
        timeline.first_token,
        timeline.first_audio,
    ]
    .into_iter()
    .enumerate()
    .filter_map(|(part, moment)| moment.map(|moment| (part, moment.0)))
    .collect();
    moments.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut before = 0.0;
    for (_, moment) in &mut moments {
        let at = *moment;
        *moment = (at - before).max(0.0);
        before = at;
    }
    moments
}

/// From the end of the question to the first sound, or to the first word if nothing was spoken.
fn latency(exchange: &ShownTurn) -> Option<f64> {
    let timings = &exchange.timings;
    timings.first_audio.or(timings.first_token).map(|moment| moment.0)
}

/// The median of the last turns.
fn median(app: &App) -> Option<f64> {
    let mut all: Vec<f64> = app
        .entries
        .exchanges()
        .rev()
        .filter_map(latency)
        .take(OF_MEDIAN)
        .collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len().checked_sub(1)? / 2).copied()
}

/// Formats a duration: `0.81 s`.
fn seconds(milliseconds: f64) -> String {
    format!("{:.2} s", milliseconds / 1000.0)
}

/// Whether there is something to tell below the conversation: the last answer was heard.
pub(super) fn has_strip(app: &App) -> bool {
    let last = app.entries.exchanges().next_back();
    last.is_some_and(|turn| turn.timings.first_audio.is_some())
}

/// The last spoken answer, in one quiet line.
pub(super) fn strip(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let Some(last) = app.entries.exchanges().next_back().and_then(latency) else {
        return;
    };
    let mut text = app.strings.with("strip-first-sound", seconds(last));
    if let Some(median) = median(app) {
        let median = app.strings.with("median", seconds(median));
        text.extend([" · ", &median]);
    }
    let key = app.keys.of(Action::Latency);
    text.extend(["  ", key, " "]);
    let line = Line::styled(cut(&text, usize::from(area.width)), app.theme.faint);
    frame.render_widget(line.right_aligned(), area);
}

fn longest(turns: &[&ShownTurn]) -> f64 {
    turns
        .iter()
        .map(|turn| parts(&turn.timings).iter().map(|(_, length)| length).sum::<f64>())
        .fold(1.0, f64::max)
}

fn legend(app: &App, columns: u16) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    let mut used = 1;
    let middle = median(app).map(|median| app.strings.with("median", seconds(median)));
    let tokens = app
        .entries
        .exchanges()
        .next_back()
        .filter(|last| last.tokens.per_second > 0.0)
        .map(|last| {
            app.strings
                .with("tokens-per-second", format!("{:.0}", last.tokens.per_second))
        });
    let memory = (app.memory > 0).then(|| {
        app.strings
            .with("memory", format!("{:.0}", app.memory as f64 / 1e6))
    });
    let room = usize::from(columns);
    if let Some(text) = middle {
        used += width(&text) + 3;
        spans.push(Span::styled(format!("{text}   "), app.theme.text));
    }
    for (part, key) in PARTS.iter().enumerate() {
        let text = app.strings.text(key);
        if used + width(&text) + 4 > room {
            break;
        }
        used += width(&text) + 4;
        spans.push(Span::styled(format!("{} ", SIGNS[part]), app.theme.bars[part]));
        spans.push(Span::styled(format!("{text}  "), app.theme.faint));
    }
    for text in [tokens, memory].into_iter().flatten() {
        if used + width(&text) + 2 > room {
            break;
        }
        used += width(&text) + 2;
        spans.push(Span::styled(format!("{text}  "), app.theme.faint));
    }
    Line::from(spans)
}

/// One turn: its response time and its parts, scaled to the slowest turn.
fn bar(app: &App, turn: &ShownTurn, longest: f64, columns: u16) -> Line<'static> {
    let told = latency(turn).map_or_else(String::new, seconds);
    let room = usize::from(columns).saturating_sub(11);
    let mut spans = vec![Span::styled(format!(" {told:>7} "), app.theme.text)];
    let (mut done, mut drawn) = (0.0, 0_usize);
    for (part, length) in parts(&turn.timings) {
        done += length;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most the room"
        )]
        let end = (done / longest * room as f64).round() as usize;
        let style: Style = app.theme.bars[part];
        spans.push(Span::styled(SIGNS[part].repeat(end.saturating_sub(drawn)), style));
        drawn = drawn.max(end);
    }
    Line::from(spans)
}

/// The whole page.
pub(super) fn page(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let rows = usize::from(area.height).saturating_sub(3) / 2;
    let turns: Vec<&ShownTurn> = app
        .entries
        .exchanges()
        .rev()
        .filter(|turn| latency(turn).is_some())
        .take(rows.max(1))
        .collect();
    let mut lines = vec![legend(app, area.width), Line::default()];
    if turns.is_empty() {
        lines.push(Line::styled(app.strings.text("no-turns-yet"), app.theme.faint));
    }
    let scale = longest(&turns);
    for turn in turns.iter().rev() {
        let question = if turn.question.is_empty() {
            &turn.reply
        } else {
            &turn.question
        };
        let text = cut(
            &question.replace('\n', " "),
            usize::from(area.width).saturating_sub(2),
        );
        lines.push(Line::styled(format!(" {text}"), app.theme.faint));
        lines.push(bar(app, turn, scale, area.width));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Milliseconds;

    #[test]
    fn parts_stand_in_the_order_in_which_they_came() {
        let timeline = Timeline {
            end_of_turn: Some(Milliseconds(750.0)),
            transcript: Some(Milliseconds(300.0)),
            first_token: Some(Milliseconds(350.0)),
            first_audio: Some(Milliseconds(800.0)),
            ..Timeline::default()
        };
        assert_eq!(parts(&timeline), [(1, 300.0), (2, 50.0), (0, 400.0), (3, 50.0)]);
        assert!(parts(&Timeline::default()).is_empty());
    }
}
