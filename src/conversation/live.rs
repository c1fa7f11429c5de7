//! The rules of listening: when a turn begins, when it is certain, and when it gives way.
//!
//! At the first short pause a turn begins on trial: it is transcribed, thought about and turned into sound, but
//! nothing of it is heard, run or remembered before the silence has lasted long enough. If the person goes on, it is
//! dropped without a trace. Speech during an answer ends the answer; what may be speech holds it back at once, so that
//! the machine is silent before it is sure.

use serde::{Deserialize, Serialize};

use super::step::{end, interrupt, notice, speak_announcements, think};
use super::wake::Meant;
use super::{
    ClauseId, Effect, Event, Microphone, Milliseconds, Partial, Phase, Stage, State, Timeline, Turn,
    UtteranceId,
};

/// What the microphone hears, as far as the conversation is concerned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub enum Listening {
    /// There is no microphone, or it is muted.
    #[default]
    Off,
    /// Nobody speaks.
    Waiting,
    /// Somebody speaks.
    Speech {
        /// What is being said.
        utterance: UtteranceId,
    },
    /// Somebody has spoken and may go on.
    Paused {
        /// What was said.
        utterance: UtteranceId,
        /// A turn was begun with it, even if nothing came of it.
        tried: bool,
    },
}

impl Listening {
    /// Whether somebody speaks or may go on speaking.
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Speech { .. } | Self::Paused { .. })
    }
}

/// What was heard of a person's speech.
pub(super) fn heard(state: &mut State, event: Event, now: Milliseconds) -> Vec<Effect> {
    if let Event::Overheard { utterance, text } = event {
        return overheard(state, utterance, text, now);
    }
    // What the listening thread told before it knew that the utterance was done with.
    if event
        .utterance()
        .is_some_and(|utterance| Some(utterance) <= state.done)
    {
        return Vec::new();
    }
    match event {
        Event::SpeechBegan { utterance } => began(state, utterance, now),
        Event::SpeechSuspected { suspected } => hold(state, suspected),
        Event::SpeechGoing { utterance } => going(state, utterance),
        Event::SpeechPaused { utterance, silence } => paused(state, utterance, silence, now),
        Event::SpeechResumed { utterance } => resumed(state, utterance, now),
        Event::SpeechOver { utterance } => over(state, utterance, now),
        _ => Vec::new(),
    }
}

/// Somebody begins to speak: an answer that is being found or given ends at once.
fn began(state: &mut State, utterance: UtteranceId, now: Milliseconds) -> Vec<Effect> {
    state.listening = Listening::Speech { utterance };
    state.partial = Partial::default();
    let mut effects = interrupt(state, now);
    effects.extend(hold(state, false));
    effects
}

/// Holds an answer back, or lets it go on.
fn hold(state: &mut State, on: bool) -> Vec<Effect> {
    let on = on && state.phase != Phase::Idle && !state.is_on_trial();
    if std::mem::replace(&mut state.held, on) == on {
        return Vec::new();
    }
    vec![Effect::HoldPlayback { on }]
}

/// One partial transcript at a time: on a slow machine they come when they come.
fn going(state: &mut State, utterance: UtteranceId) -> Vec<Effect> {
    if state.partial.pending {
        return Vec::new();
    }
    state.partial.pending = true;
    vec![Effect::Overhear { utterance }]
}

/// What people say to each other is not shown.
fn overheard(state: &mut State, utterance: UtteranceId, text: String, now: Milliseconds) -> Vec<Effect> {
    state.partial.pending = false;
    let is_private = state.wake.as_ref().is_some_and(|wake| !wake.is_awake(now));
    if state.listening == (Listening::Speech { utterance }) && !text.is_empty() && !is_private {
        state.partial.text = text;
    }
    Vec::new()
}

/// A silence of this length follows what was said. Comes again and again while it lasts.
fn paused(
    state: &mut State,
    utterance: UtteranceId,
    silence: Milliseconds,
    now: Milliseconds,
) -> Vec<Effect> {
    let tried = matches!(state.listening, Listening::Paused { tried: true, .. });
    state.listening = Listening::Paused {
        utterance,
        tried: true,
    };
    if !tried {
        return try_turn(state, utterance, Milliseconds(now.0 - silence.0));
    }
    if state.is_on_trial() && is_long_enough(state, silence) {
        return make_certain(state, now);
    }
    Vec::new()
}

/// While the words are not known nothing could be heard anyway, so the person may as well go on.
fn is_long_enough(state: &State, silence: Milliseconds) -> bool {
    let words = state.turn.question.as_deref();
    words.is_some_and(|words| silence >= state.hang_over.after(words, state.turn.confidence))
}

/// The person goes on after a pause: a turn on trial is dropped, an answer that was already given ends.
fn resumed(state: &mut State, utterance: UtteranceId, now: Milliseconds) -> Vec<Effect> {
    state.listening = Listening::Speech { utterance };
    interrupt(state, now)
}

/// Nothing more can follow: the key was let go, the utterance is as long as one can be, or the silence is long.
fn over(state: &mut State, utterance: UtteranceId, now: Milliseconds) -> Vec<Effect> {
    let mut effects = match state.listening {
        Listening::Speech { .. } => try_turn(state, utterance, now),
        _ => Vec::new(),
    };
    done(state, utterance);
    if state.is_on_trial() {
        effects.extend(make_certain(state, now));
    } else if state.phase == Phase::Idle {
        effects.extend(speak_announcements(state, now));
    }
    effects
}

/// Whatever is heard from here on is another utterance.
fn done(state: &mut State, utterance: UtteranceId) {
    state.done = Some(utterance);
    state.listening = Listening::Waiting;
}

/// What the person is told when the microphone was not listened to in time.
const SOUND_LOST: &str = "The machine is too busy and has missed some of what was said: close other programs, or use smaller models.";

/// The microphone was chosen, opened, lost or muted, or sound of it was lost.
pub(super) fn microphone(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::MicrophoneChosen { name, echo } => {
            let lost = state.microphone.lost;
            state.microphone = Microphone { name, echo, lost };
            Vec::new()
        }
        Event::SoundLost { length } => {
            // Told once; the state counts on.
            if state.microphone.lost <= Milliseconds(0.0) {
                notice(state, Some(Stage::Capture), SOUND_LOST.to_owned());
            }
            state.microphone.lost.0 += length.0;
            Vec::new()
        }
        Event::Microphone { open, sentence } => {
            if let Some(sentence) = sentence {
                notice(state, Some(Stage::Capture), sentence);
            }
            opened(state, open)
        }
        _ => Vec::new(),
    }
}

fn opened(state: &mut State, open: bool) -> Vec<Effect> {
    state.listening = if open { Listening::Waiting } else { Listening::Off };
    let mut effects = hold(state, false);
    if !open && state.is_on_trial() {
        effects.extend(drop_trial(state));
    }
    effects
}

/// What is said when only the wake word was heard.
const YES: &str = "Yes?";

/// The words of a turn are known: a question to the machine, a call, or nothing of its business.
pub(super) fn transcribed(state: &mut State, words: &str, called: bool, now: Milliseconds) -> Vec<Effect> {
    let question = || Meant::Question(words.to_owned());
    let wake = state.wake.as_ref();
    match wake.map_or_else(question, |wake| wake.meant(words, called, now)) {
        Meant::Question(question) if !question.is_empty() => think(state, question),
        Meant::Question(_) | Meant::ForOthers => nothing_said(state, now),
        Meant::Call => answer_call(state),
    }
}

/// A person who called and goes on is not interrupted: the answer is on trial like any other.
fn answer_call(state: &mut State) -> Vec<Effect> {
    let turn = state.turn.id;
    YES.clone_into(&mut state.turn.reply);
    state.turn.question = Some(String::new());
    state.phase = Phase::Speaking { all_queued: false };
    let text = YES.to_owned();
    vec![Effect::Speak { turn, text }, Effect::EndSpeech { turn }]
}

/// A turn whose words turn out to be none: a cough, a door. It is no turn, even if the silence has already ended it,
/// and it must not spoil the words that follow: they are an utterance of their own.
fn nothing_said(state: &mut State, now: Milliseconds) -> Vec<Effect> {
    if state.leaving {
        return end(state, now);
    }
    let forget = state.turn.trial.map(|utterance| {
        done(state, utterance);
        Effect::Forget { utterance }
    });
    let mut effects = drop_trial(state);
    effects.extend(forget);
    effects.extend(speak_announcements(state, now));
    effects
}

fn try_turn(state: &mut State, utterance: UtteranceId, end_of_speech: Milliseconds) -> Vec<Effect> {
    let turn = state.turn.id.next();
    state.turn = Turn {
        id: turn,
        spoken: true,
        trial: Some(utterance),
        timeline: Timeline::listening(end_of_speech),
        ..Turn::default()
    };
    state.notices.clear();
    state.phase = Phase::Transcribing;
    vec![Effect::Transcribe { turn, utterance }]
}

/// The silence has lasted: what was prepared may be run and heard.
fn make_certain(state: &mut State, now: Milliseconds) -> Vec<Effect> {
    let turn = state.turn.id;
    let Some(utterance) = state.turn.trial.take() else {
        return Vec::new();
    };
    done(state, utterance);
    state.turn.timeline.end_of_turn(now);
    let mut effects = vec![Effect::EndOfTurn { turn, utterance }];
    for clause in 0..state.turn.clauses.len() {
        let clause = ClauseId(u32::try_from(clause).unwrap_or(u32::MAX));
        effects.push(Effect::Play { turn, clause });
    }
    if state.turn.synthesised {
        state.phase = Phase::Speaking { all_queued: true };
        effects.push(Effect::EndPlayback { turn });
    }
    effects
}

/// Ends a turn of which nothing was heard as if it had never been.
pub(super) fn drop_trial(state: &mut State) -> Vec<Effect> {
    let turn = state.turn.id;
    state.phase = Phase::Idle;
    state.turn = Turn {
        id: turn,
        ..Turn::default()
    };
    vec![
        Effect::StopThinking { turn },
        Effect::StopSpeaking { turn },
        Effect::Dropped { turn },
    ]
}

#[cfg(test)]
#[path = "live_tests.rs"]
mod tests;
