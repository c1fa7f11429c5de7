//! The conversation view: turns, the current turn with the spoken words highlighted, partial transcripts.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::conversation::{Citation, Instant, Phase, State, ToolUse};

use super::super::app::App;
use super::super::clean;
use super::super::entries::{self, ShownEntry, ShownTurn};
use super::wrap::{cut, highlighted, marked, matches, width, wrap};

/// Maximum line width for readable text.
const MAX_WIDTH: usize = 92;
/// From this width on, names have a column of their own.
const GUTTER: u16 = 50;

/// Draws the last lines, or the scrolled-to lines.
pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let rows = usize::from(area.height);
    let lines = tail(app, area.width, rows + app.scroll);
    let end = lines.len().saturating_sub(app.scroll);
    let start = end.saturating_sub(rows);
    let search = app.search.as_ref().map(|search| search.text.as_str());
    let current = current_match(app, &lines);
    let shown: Vec<Line<'static>> = lines[start..end.max(start)]
        .iter()
        .cloned()
        .enumerate()
        .map(|(at, line)| match search {
            Some(text) if current == Some(start + at) => highlighted(line, text, app.theme.current),
            Some(text) => highlighted(line, text, app.theme.found),
            None => line,
        })
        .collect();
    // A short conversation begins at the top.
    frame.render_widget(Paragraph::new(shown), area);
}

/// The number of lines.
pub fn height(app: &App, columns: u16) -> usize {
    tail(app, columns, usize::MAX).len()
}

/// The number of lines that the search has found.
pub fn matches_of_search(app: &App) -> usize {
    found(app, &tail(app, app.size.0, usize::MAX)).len()
}

/// The lines that the search has found, the last one first.
fn found(app: &App, lines: &[Line<'static>]) -> Vec<usize> {
    let Some(search) = &app.search else {
        return Vec::new();
    };
    let lines = lines.iter().enumerate().rev();
    lines
        .filter(|(_, line)| !matches(&line.to_string(), &search.text).is_empty())
        .map(|(at, _)| at)
        .collect()
}

/// The line of the current match among these, which end with the last line of the conversation.
fn current_match(app: &App, lines: &[Line<'static>]) -> Option<usize> {
    let at = app.search.as_ref()?.at;
    found(app, lines).get(at).copied()
}

/// How far to scroll to the current match, and its number.
pub fn place_of_match(app: &App) -> Option<(usize, usize)> {
    let search = app.search.as_ref()?;
    let lines = tail(app, app.size.0, usize::MAX);
    let found = found(app, &lines);
    let at = search.at.min(found.len().checked_sub(1)?);
    let rows = usize::from(app.size.1.saturating_sub(4)).max(1);
    Some((lines.len().saturating_sub(found[at] + rows / 2 + 1), at))
}

/// At least the last `wanted` lines.
fn tail(app: &App, columns: u16, wanted: usize) -> Vec<Line<'static>> {
    let mut blocks = vec![live(app, columns)];
    let mut count = blocks[0].len();
    for (at, entry) in app.entries.all().iter().enumerate().rev() {
        if count >= wanted {
            break;
        }
        let block = match entry {
            ShownEntry::Turn(exchange) => turn(app, columns, exchange, at),
            ShownEntry::Notice { sentence, is_fault } => notice(app, columns, sentence, *is_fault),
        };
        count += block.len();
        blocks.push(block);
    }
    blocks.into_iter().rev().flatten().collect()
}

fn turn(app: &App, columns: u16, exchange: &ShownTurn, at: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    if !exchange.question.is_empty() {
        lines.extend(said(
            app,
            columns,
            Who::Person,
            &exchange.question,
            app.theme.text,
            0,
        ));
    }
    let style = app.theme.text;
    if !exchange.reply.is_empty() || exchange.interrupted {
        lines.extend(said(app, columns, Who::Machine, &exchange.reply, style, 0));
    }
    if exchange.interrupted {
        lines.push(indented(
            app,
            columns,
            &format!("✂ {}", app.strings.text("cut-off")),
            app.theme.warning,
        ));
    }
    if let Some(tool) = &exchange.tool {
        let left = entries::timer_left(app.entries.all(), at, app.now);
        lines.extend(card(app, columns, tool, left));
    }
    lines.extend(sources(app, columns, &exchange.sources));
    lines.push(Line::default());
    lines
}

/// The current turn, and the partial transcript.
fn live(app: &App, columns: u16) -> Vec<Line<'static>> {
    let state = &app.state;
    let mut lines = Vec::new();
    let on_trial = state.is_speculative();
    if state.phase != Phase::Idle && !on_trial {
        let question = clean::clean(state.turn.question.as_deref().unwrap_or_default());
        if !question.is_empty() {
            lines.extend(said(app, columns, Who::Person, &question, app.theme.text, 0));
        }
        let reply = clean::clean(&state.turn.reply);
        if !reply.is_empty() {
            let letters = spoken_letters(state, app.now);
            lines.extend(said(app, columns, Who::Machine, &reply, app.theme.text, letters));
        }
        if let Some(tool) = &state.turn.tool {
            lines.extend(card(app, columns, tool, None));
        }
        lines.extend(sources(app, columns, &state.turn.sources));
    } else {
        // The transcript of a speculative turn is newer than the partial transcript.
        let question = state.turn.question.as_deref().filter(|_| on_trial);
        let words = clean::clean(question.unwrap_or(&state.partial.text));
        if state.listening.is_busy() && !words.trim().is_empty() {
            lines.extend(said(
                app,
                columns,
                Who::Person,
                &format!("{words}…"),
                app.theme.partial,
                0,
            ));
        }
    }
    lines
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Person,
    Machine,
}

/// An utterance, its speaker's name before the first line; the first `letters` of it have been spoken.
fn said(app: &App, columns: u16, who: Who, text: &str, style: Style, letters: usize) -> Vec<Line<'static>> {
    let (name, sign, name_style) = match who {
        Who::Person => (app.strings.text("you"), "›", app.theme.person),
        Who::Machine => ("mynah".to_owned(), "•", app.theme.machine),
    };
    let indent = indent(app, columns);
    let first = if columns >= GUTTER {
        let pad = indent.saturating_sub(width(&name) + 1);
        format!(" {name}{}", " ".repeat(pad))
    } else {
        format!("{sign} ")
    };
    let mut left = letters;
    let mut lines = Vec::new();
    for (number, line) in wrap(text, room(columns, indent)).into_iter().enumerate() {
        let (spans, rest) = marked(&line, left, app.theme.spoken, style);
        left = rest;
        let before = if number == 0 {
            Span::styled(first.clone(), name_style)
        } else {
            Span::raw(" ".repeat(indent))
        };
        lines.push(Line::from([vec![before], spans].concat()));
    }
    lines
}

fn indent(app: &App, columns: u16) -> usize {
    if columns >= GUTTER {
        width(&app.strings.text("you")).max(5) + 3
    } else {
        2
    }
}

fn room(columns: u16, indent: usize) -> usize {
    usize::from(columns)
        .saturating_sub(indent + 1)
        .clamp(1, MAX_WIDTH)
}

fn indented(app: &App, columns: u16, text: &str, style: Style) -> Line<'static> {
    let indent = indent(app, columns);
    Line::from(vec![
        Span::raw(" ".repeat(indent)),
        Span::styled(cut(&clean::line(text), room(columns, indent)), style),
    ])
}

fn sources(app: &App, columns: u16, sources: &[Citation]) -> Vec<Line<'static>> {
    sources
        .iter()
        .map(|source| {
            let text = format!("↳ {} · {}", source.file, source.heading);
            indented(app, columns, &text, app.theme.faint)
        })
        .collect()
}

fn notice(app: &App, columns: u16, sentence: &str, is_fault: bool) -> Vec<Line<'static>> {
    let (sign, style) = if is_fault {
        ("✗", app.theme.error)
    } else {
        ("•", app.theme.warning)
    };
    let indent = 3;
    let mut lines: Vec<Line<'static>> = wrap(sentence, room(columns, indent))
        .into_iter()
        .enumerate()
        .map(|(number, line)| {
            let before = if number == 0 {
                format!(" {sign} ")
            } else {
                " ".repeat(indent)
            };
            Line::from(vec![Span::styled(before, style), Span::styled(line, style)])
        })
        .collect();
    lines.push(Line::default());
    lines
}

/// The result of a tool: a small card, or one line on a small screen.
fn card(app: &App, columns: u16, tool: &ToolUse, timer_left: Option<u64>) -> Vec<Line<'static>> {
    let kind = tool.name.split('_').next().unwrap_or_default();
    let name = match kind {
        "timer" => app.strings.text("tool-timer"),
        "time" => app.strings.text("tool-time"),
        "date" => app.strings.text("tool-date"),
        "calculate" => app.strings.text("tool-calculate"),
        "convert" => app.strings.text("tool-convert"),
        _ => clean::line(&tool.name),
    };
    let told = match timer_left {
        Some(seconds) => clock(seconds),
        None => result(tool),
    };
    let indent = indent(app, columns);
    let most = room(columns, indent).saturating_sub(4);
    if columns < GUTTER || most < 12 {
        return vec![indented(
            app,
            columns,
            &format!("◆ {name} {told}"),
            app.theme.heading,
        )];
    }
    let told = cut(&told, most);
    let inner = width(&told).max(width(&name) + 1).min(most);
    let pad = |text: &str| " ".repeat(inner.saturating_sub(width(text)));
    let before = " ".repeat(indent);
    let frame = |text: String| Span::styled(text, app.theme.frame);
    vec![
        Line::from(vec![
            frame(format!("{before}╭ ")),
            Span::styled(name.clone(), app.theme.heading),
            frame(format!(
                " {}╮",
                "─".repeat(inner.saturating_sub(width(&name)).max(1))
            )),
        ]),
        Line::from(vec![
            frame(format!("{before}│ ")),
            Span::styled(told.clone(), app.theme.text),
            frame(format!("{} │", pad(&told))),
        ]),
        Line::from(frame(format!("{before}╰{}╯", "─".repeat(inner + 2)))),
    ]
}

/// A tool's result as one line.
fn result(tool: &ToolUse) -> String {
    let plain = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let text = match &tool.result {
        serde_json::Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| format!("{name} {}", plain(value)))
            .collect::<Vec<_>>()
            .join(", "),
        other => plain(other),
    };
    clean::line(&text)
}

/// Formats seconds: `4:05`, `1:00:00`.
fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// How many letters of the reply have been spoken, up to the end of the current word.
pub fn spoken_letters(state: &State, now: Instant) -> usize {
    let Some(heard) = state.turn.heard else {
        return 0;
    };
    let letters = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).count();
    let mut spoken = 0;
    for (at, clause) in state.turn.clauses.iter().enumerate().take(heard.0 as usize + 1) {
        let text = clause.text.trim();
        if at < heard.0 as usize || clause.length.0 <= 0.0 {
            spoken += letters(text);
            continue;
        }
        let part = (now.since(state.turn.heard_since).0 / clause.length.0).clamp(0.0, 1.0);
        let until = part * letters(text) as f64;
        let mut so_far = 0;
        for word in text.split_whitespace() {
            if so_far as f64 > until || part <= 0.0 {
                break;
            }
            so_far += letters(word);
        }
        spoken += so_far;
    }
    spoken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Milliseconds;
    use crate::conversation::{Clause, ClauseId};

    #[test]
    fn the_voice_is_followed_word_by_word() {
        let mut state = State::default();
        let clause = |text: &str, length| Clause {
            text: text.into(),
            length: Milliseconds(length),
        };
        state.turn.clauses = vec![clause("One two. ", 1_000.0), clause("three four five", 1_000.0)];
        let at = |state: &State, now| spoken_letters(state, Instant(now));
        assert_eq!(at(&state, 5_000.0), 0);
        state.turn.heard = Some(ClauseId(0));
        state.turn.heard_since = Instant(100.0);
        assert_eq!(at(&state, 100.0), 0);
        assert_eq!(at(&state, 200.0), 3);
        assert_eq!(at(&state, 1_100.0), 7);
        state.turn.heard = Some(ClauseId(1));
        state.turn.heard_since = Instant(1_200.0);
        assert_eq!(at(&state, 1_250.0), 7 + 5);
        assert_eq!(at(&state, 9_000.0), 7 + 13);
    }

    #[test]
    fn a_timer_reads_like_a_clock() {
        assert_eq!(
            (clock(5), clock(245), clock(3600)),
            ("0:05".into(), "4:05".into(), "1:00:00".into())
        );
    }
}
