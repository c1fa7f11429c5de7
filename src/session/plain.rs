//! A conversation as lines: for screen readers, pipes and programs.
//!
//! The states are told in fixed words, one line each (`docs/src/user/plain.md`): screen readers and scripts rely on them.
//!
//! Owns the output: an answer is written once it is complete, so that a screen reader reads it in one piece; as text, or as one JSON
//! object a line. Reads nothing and decides nothing.

use serde::Serialize;

use crate::conversation::{
    Citation, Effect, Listening, MicrophoneState, Phase, State, Timeline, TokenUse, ToolUse, Turn, Weight,
};
use crate::wording;

use super::{Failure, Outcome};

/// The fixed words of two states. The others have words already: `Listening to …`, `> ` before what was heard, the answer, and
/// `mynah: ` before an error.
const MUTED: &str = "Muted.";
const THINKING: &str = "Thinking.";

/// One line of JSON.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Line<'a> {
    /// The microphone hears.
    Listening { microphone: &'a str, echo: &'a str },
    /// It is gone, or muted.
    Deaf,
    /// Somebody is speaking; the words so far.
    Partial { text: &'a str },
    /// An answer begins to be heard.
    Speaking,
    /// A turn has come to its end.
    Turn {
        transcript: &'a str,
        reply: &'a str,
        spoken: bool,
        interrupted: bool,
        sources: &'a [Citation],
        tool: Option<&'a ToolUse>,
        timings: &'a Timeline,
        tokens: &'a TokenUse,
    },
    /// Something a person should know.
    Notice { sentence: &'a str },
}

/// What has been written so far.
#[derive(Debug, Default)]
pub(crate) struct Face {
    json: bool,
    listening: bool,
    questions: u64,
    speaking: u64,
    partial: String,
    /// The last turn of which it was told that an answer is being found.
    thinking: u64,
    answered: u64,
    notices: usize,
    turn: u64,
    /// Whether questions that were typed are written too: nobody has seen them.
    typed: bool,
    output: Output,
}

/// What has become of the lines.
#[derive(Debug, Default, PartialEq, Eq)]
enum Output {
    #[default]
    Whole,
    /// Some could not be written, and this has been said.
    Incomplete,
}

impl Face {
    pub(crate) fn new(json: bool) -> Self {
        Self {
            json,
            ..Self::default()
        }
    }

    /// Writes typed questions too.
    pub(crate) fn with_typed_questions(mut self) -> Self {
        self.typed = true;
        self
    }

    /// The conversation has ended.
    ///
    /// # Errors
    /// Something could not be written, and this has been said.
    pub(crate) fn finish(self) -> Outcome {
        match self.output {
            Output::Whole => Ok(()),
            Output::Incomplete => Err(Failure::Reported),
        }
    }

    /// Writes what is new.
    pub(crate) fn draw(&mut self, state: &State, effects: &[Effect]) {
        let turn = state.turn.id.0;
        if turn != self.turn {
            (self.turn, self.notices) = (turn, 0);
        }
        let listening = state.listening != Listening::Off;
        if listening != self.listening {
            self.listening = listening;
            self.microphone(&state.microphone);
        }
        self.notices(state);
        if self.json {
            if state.partial.text != self.partial {
                self.partial.clone_from(&state.partial.text);
                let partial = std::mem::take(&mut self.partial);
                self.line(&Line::Partial { text: &partial });
                self.partial = partial;
            }
            if state.turn.heard.is_some() && self.speaking < turn {
                self.speaking = turn;
                self.line(&Line::Speaking);
            }
            if Effect::end_a_turn(effects) {
                state.ended.iter().for_each(|turn| self.turn_line(turn));
            }
        } else {
            if effects.contains(&Effect::Mute { on: true }) {
                super::remark(MUTED);
            }
            if !state.is_speculative() {
                self.text(state);
            }
        }
    }

    fn microphone(&mut self, found: &MicrophoneState) {
        let MicrophoneState { name, echo, .. } = found;
        match (self.json, self.listening) {
            (true, true) => self.line(&Line::Listening {
                microphone: name,
                echo,
            }),
            (true, false) => self.line(&Line::Deaf),
            (false, true) => super::remark(&format!("Listening to '{name}' (echo: {echo}).")),
            // A notice has reported the reason.
            (false, false) => {}
        }
    }

    fn text(&mut self, state: &State) {
        let turn = state.turn.id.0;
        let question = state.turn.question.as_deref().unwrap_or_default();
        let unseen = state.turn.spoken || state.turn.request.is_some() || self.typed;
        if unseen && self.questions < turn && !question.is_empty() {
            self.questions = turn;
            self.write(&format!("> {question}"));
        }
        if state.phase == Phase::Thinking && self.thinking < turn {
            self.thinking = turn;
            super::remark(THINKING);
        }
        let whole = !matches!(state.phase, Phase::Thinking | Phase::Transcribing);
        if whole && self.answered < turn && !state.turn.reply.is_empty() {
            self.answered = turn;
            self.write(&state.turn.reply);
            for source in &state.turn.sources {
                self.write(&format!("  ({}, {})", source.file, source.heading));
            }
        }
    }

    fn notices(&mut self, state: &State) {
        for notice in state.notices.iter().skip(self.notices) {
            let sentence = wording::in_english(&notice.text);
            if self.json {
                self.line(&Line::Notice { sentence: &sentence });
            } else if notice.weight == Weight::Warning {
                super::remark(&sentence);
            } else if notice.stage.is_some() || state.turn.question.is_some() {
                super::complain(&sentence);
            }
        }
        self.notices = state.notices.len();
    }

    fn line(&mut self, line: &Line<'_>) {
        // Everything in a line can be written as JSON.
        if let Ok(text) = serde_json::to_string(line) {
            self.write(&text);
        }
    }

    /// Writes some lines; what cannot be written is told once, and the conversation goes on.
    fn write(&mut self, text: &str) {
        if let Err(error) = super::answer(text)
            && std::mem::replace(&mut self.output, Output::Incomplete) == Output::Whole
        {
            super::complain(&error.to_string());
        }
    }

    fn turn_line(&mut self, turn: &Turn) {
        self.line(&Line::Turn {
            transcript: turn.question.as_deref().unwrap_or_default(),
            reply: &turn.reply,
            spoken: turn.spoken,
            interrupted: turn.interrupted,
            sources: &turn.sources,
            tool: turn.tool.as_ref(),
            timings: &turn.timeline,
            tokens: &turn.tokens,
        });
    }
}
