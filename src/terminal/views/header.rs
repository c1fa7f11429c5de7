//! The header: the state of the machine, the microphone's level, and the offline badge.

use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::audio::level::Decibels;
use crate::conversation::{Listening, Phase};
use crate::hearing::endpointing::ListeningMode;

use super::super::app::{App, Readiness};
use super::wrap::{cut, width};

/// The state indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indicator {
    /// Models are being loaded.
    Loading,
    /// No conversation is running.
    Broken,
    /// Nobody speaks.
    Ready,
    /// Nobody speaks, and a wake word is needed.
    Asleep,
    /// The push-to-talk key is needed.
    WaitsForKey,
    /// Somebody speaks.
    Listening,
    /// The answer is being found.
    Thinking,
    /// The answer is being spoken.
    Speaking,
    /// The microphone is off.
    Muted,
    /// There is no microphone.
    TypingOnly,
}

impl Indicator {
    /// The symbol, and the key of the label.
    pub fn sign(self) -> (&'static str, &'static str) {
        match self {
            Self::Loading => ("◌", "state-loading"),
            Self::Broken => ("✗", "state-broken"),
            Self::Ready => ("○", "state-ready"),
            Self::Asleep => ("○", "state-asleep"),
            Self::WaitsForKey => ("○", "state-key"),
            Self::Listening => ("●", "state-listening"),
            Self::Thinking => ("◆", "state-thinking"),
            Self::Speaking => ("▶", "state-speaking"),
            Self::Muted => ("⊘", "state-muted"),
            Self::TypingOnly => ("○", "state-typing"),
        }
    }

    /// The colour.
    pub fn style(self, app: &App) -> Style {
        let [listening, thinking, speaking, idle, muted] = app.theme.states;
        match self {
            Self::Listening => listening,
            Self::Thinking | Self::Loading => thinking,
            Self::Speaking => speaking,
            Self::Muted | Self::Broken => muted,
            Self::Ready | Self::Asleep | Self::WaitsForKey | Self::TypingOnly => idle,
        }
    }
}

/// The current state.
pub fn indicator(app: &App) -> Indicator {
    let state = &app.state;
    match app.readiness {
        Readiness::Loading => return Indicator::Loading,
        Readiness::Broken => return Indicator::Broken,
        Readiness::Ready => {}
    }
    let answers = state.phase != Phase::Idle && !state.is_speculative();
    if answers && (state.turn.heard.is_some() || matches!(state.phase, Phase::Speaking { .. })) {
        return Indicator::Speaking;
    }
    if answers {
        return Indicator::Thinking;
    }
    match state.listening {
        Listening::Speech { .. } | Listening::Paused { .. } => Indicator::Listening,
        Listening::Off if app.muted => Indicator::Muted,
        Listening::Off => Indicator::TypingOnly,
        Listening::Waiting if app.talking => Indicator::Listening,
        Listening::Waiting if app.settings.capture.mode == ListeningMode::PushToTalk => {
            Indicator::WaitsForKey
        }
        Listening::Waiting if state.wake.as_ref().is_some_and(|wake| !wake.is_awake(app.now)) => {
            Indicator::Asleep
        }
        Listening::Waiting => Indicator::Ready,
    }
}

/// The label of the state, with what it asks for.
pub(super) fn words(app: &App, indicator: Indicator) -> String {
    let (_, key) = indicator.sign();
    match indicator {
        Indicator::Asleep => app.strings.with(key, app.settings.capture.wake.phrase.as_str()),
        Indicator::WaitsForKey => app
            .strings
            .with(key, app.keys.of(super::super::keys::Action::Talk)),
        _ => app.strings.text(key),
    }
}

/// The characters of a level, the quietest first.
const STEPS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// The microphone's level as a bar, between these levels (-60 dB and -12 dB of full scale).
pub(super) fn meter(level: Decibels, cells: usize) -> String {
    let part = ((level.0 + 60.0) / 48.0).clamp(0.0, 1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the cells"
    )]
    let filled = (part * cells as f32).round() as usize;
    (0..cells)
        .map(|cell| {
            if cell < filled {
                STEPS[(cell * STEPS.len() / cells.max(1)).min(STEPS.len() - 1)]
            } else {
                "·"
            }
        })
        .collect()
}

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let indicator = indicator(app);
    let (sign, _) = indicator.sign();
    let style = indicator.style(app);
    let columns = usize::from(area.width);
    let mut promised = app.layers.iter().filter(|layer| layer.promised).peekable();
    let holds = promised.peek().is_some() && promised.all(|layer| layer.holds);
    let (badge, badge_style) = if holds {
        (app.strings.text("badge-holds"), app.theme.good)
    } else {
        let key = app.keys.of(super::super::keys::Action::Offline);
        (app.strings.with("badge-partly", key), app.theme.warning)
    };
    let mut left = vec![
        Span::styled(format!(" {sign} "), style),
        Span::styled(words(app, indicator), style),
    ];
    let hears = app.state.listening != Listening::Off;
    if hears && columns >= 36 {
        let cells = if columns >= 60 { 8 } else { 4 };
        left.push(Span::styled(format!("  {}", meter(app.level, cells)), style));
    }
    let used: usize = left.iter().map(|span| width(&span.content)).sum();
    let name = &app.state.microphone.name;
    let room = columns.saturating_sub(used + width(&badge) + 8);
    if hears && !name.is_empty() && room >= 12 {
        let echo = app.strings.with("echo", app.state.microphone.echo.as_str());
        let known = format!("{name} · {echo}");
        left.push(Span::styled(
            format!("   {}", cut(&super::super::clean::line(&known), room)),
            app.theme.faint,
        ));
    }
    frame.render_widget(Line::from(left), area);
    if columns > used + width(&badge) + 4 {
        let line = Line::from(vec![Span::styled(format!("{badge} "), badge_style)]);
        frame.render_widget(line.alignment(Alignment::Right), area);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meter_is_empty_at_silence_and_full_at_a_shout() {
        assert_eq!(meter(Decibels::SILENCE, 4), "····");
        assert_eq!(meter(Decibels(-36.0), 4), "▁▃··");
        assert_eq!(meter(Decibels(0.0), 8), "▁▂▃▄▅▆▇█");
        assert_eq!(meter(Decibels(f32::NAN), 2), "··");
        assert_eq!(meter(Decibels(0.0), 0), "");
    }
}
