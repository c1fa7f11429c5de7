//! The rules of listening: when a turn begins, when it is committed, and when it yields.
//!
//! At the first short pause a speculative turn begins: it is transcribed, answered and synthesised, but nothing is played, no tool
//! runs and nothing is remembered until the silence has lasted long enough. If the person goes on, the turn is discarded without
//! a trace. Speech during an answer ends the answer; suspected speech holds playback at once, before it is confirmed.

use serde::{Deserialize, Serialize};

use super::ask_back::Verdict;
use super::cue;
use super::phrases;
use super::repair;
use super::turn::{discard_speculative, end, interrupt, notice, recovery, think, warning};
use super::wake::WakeMatch;
use super::{
    ClauseId, DeviceEvent, EarlyAnswer, Effect, Instant, MicrophoneState, Milliseconds, NoticeText,
    PartialTranscript, Phase, SpeechEvent, Stage, State, Timeline, Turn, UtteranceId,
};

/// What the microphone hears, as the conversation sees it.
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
    /// Somebody has spoken and may continue.
    Paused {
        /// What was said.
        utterance: UtteranceId,
        /// Whether a turn was begun with it, even if it was discarded.
        tried: bool,
    },
}

impl Listening {
    /// Whether somebody speaks or may go on speaking.
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Speech { .. } | Self::Paused { .. })
    }
}

/// Handles what the listening stage tells of an utterance.
pub(super) fn speech(
    state: &mut State,
    utterance: UtteranceId,
    event: SpeechEvent,
    now: Instant,
) -> Vec<Effect> {
    // Sent before the listening thread knew that the utterance was finished.
    let is_stale = Some(utterance) <= state.finished_utterance;
    match event {
        SpeechEvent::PartialTranscript { text } => partial_transcript(state, utterance, text, now),
        _ if is_stale => Vec::new(),
        SpeechEvent::Began => began(state, utterance, now),
        SpeechEvent::Continues => continues(state, utterance),
        SpeechEvent::Paused { silence } => paused(state, utterance, silence, now),
        SpeechEvent::Resumed => resumed(state, utterance, now),
        SpeechEvent::Over => over(state, utterance, now),
    }
}

/// Handles what becomes of the microphone, the disk and the models.
pub(super) fn device(state: &mut State, event: DeviceEvent) -> Vec<Effect> {
    match event {
        DeviceEvent::MicrophoneChosen { name, echo } => {
            let lost = state.microphone.lost;
            state.microphone = MicrophoneState { name, echo, lost };
            Vec::new()
        }
        DeviceEvent::Degraded { stage, sentence } => {
            warning(state, stage, sentence);
            Vec::new()
        }
        DeviceEvent::SoundLost { length } => {
            // Reported once; the state keeps counting.
            if state.microphone.lost <= Milliseconds(0.0) {
                notice(state, Some(Stage::Capture), NoticeText::SoundLost);
            }
            state.microphone.lost.0 += length.0;
            Vec::new()
        }
        DeviceEvent::Microphone { open, sentence } => {
            match sentence {
                Some(sentence) if open => recovery(state, Stage::Capture, sentence),
                Some(sentence) => notice(state, Some(Stage::Capture), NoticeText::Sentence(sentence)),
                None => {}
            }
            opened(state, open)
        }
        DeviceEvent::VoiceSuspected { suspected } => hold(state, suspected),
    }
}

/// Somebody begins to speak: the current answer ends at once.
fn began(state: &mut State, utterance: UtteranceId, now: Instant) -> Vec<Effect> {
    state.listening = Listening::Speech { utterance };
    state.partial = PartialTranscript::default();
    let mut effects = interrupt(state, now);
    let early = state.early_answer.take();
    state.early_answer = early.and_then(|early| early.followed_by(utterance, now));
    effects.extend(hold(state, false));
    effects
}

/// Holds or resumes playback.
fn hold(state: &mut State, on: bool) -> Vec<Effect> {
    let on = on && state.phase != Phase::Idle && !state.is_speculative();
    if std::mem::replace(&mut state.held, on) == on {
        return Vec::new();
    }
    vec![Effect::HoldPlayback { on }]
}

/// Asks for one partial transcript at a time: a slow machine must not queue them.
fn continues(state: &mut State, utterance: UtteranceId) -> Vec<Effect> {
    if state.partial.pending {
        return Vec::new();
    }
    state.partial.pending = true;
    vec![Effect::TranscribePartial { utterance }]
}

/// Stores a partial transcript, unless people talk to each other (no wake word yet).
fn partial_transcript(state: &mut State, utterance: UtteranceId, text: String, now: Instant) -> Vec<Effect> {
    state.partial.pending = false;
    let is_private = state.wake.as_ref().is_some_and(|wake| !wake.is_awake(now));
    if state.listening == (Listening::Speech { utterance }) && !text.is_empty() && !is_private {
        state.partial.text = text;
    }
    Vec::new()
}

/// A silence of this length follows the utterance; repeated while it lasts.
fn paused(state: &mut State, utterance: UtteranceId, silence: Milliseconds, now: Instant) -> Vec<Effect> {
    let tried = matches!(state.listening, Listening::Paused { tried: true, .. });
    state.listening = Listening::Paused {
        utterance,
        tried: true,
    };
    if !tried {
        return begin_speculative(state, utterance, now - silence);
    }
    if state.is_speculative() && is_long_enough(state, silence) {
        return commit(state, now);
    }
    Vec::new()
}

/// Whether the silence ends the turn; never before the transcript is known, since nothing could be played anyway.
fn is_long_enough(state: &State, silence: Milliseconds) -> bool {
    let words = state.turn.question.as_deref();
    words.is_some_and(|words| {
        let usual = state
            .hang_over
            .after(words, state.turn.finished, &state.pause_habit);
        silence.0 >= state.patience.scale(usual.0)
    })
}

/// The person continues after a pause: a speculative turn is discarded, an answer that is being given ends.
fn resumed(state: &mut State, utterance: UtteranceId, now: Instant) -> Vec<Effect> {
    state.listening = Listening::Speech { utterance };
    if state.is_speculative() {
        state.pause_habit.add(now.since(state.turn.timeline.start));
    }
    interrupt(state, now)
}

/// The utterance is complete: the key was released, it reached the maximum length, or the silence was long.
fn over(state: &mut State, utterance: UtteranceId, now: Instant) -> Vec<Effect> {
    let mut effects = match state.listening {
        Listening::Speech { .. } => begin_speculative(state, utterance, now),
        Listening::Off | Listening::Waiting | Listening::Paused { .. } => Vec::new(),
    };
    finish_utterance(state, utterance);
    if state.is_speculative() {
        effects.extend(commit(state, now));
    }
    effects
}

/// Marks the utterance as finished: what follows is another one.
fn finish_utterance(state: &mut State, utterance: UtteranceId) {
    state.finished_utterance = Some(utterance);
    state.listening = Listening::Waiting;
}

fn opened(state: &mut State, open: bool) -> Vec<Effect> {
    state.listening = if open { Listening::Waiting } else { Listening::Off };
    let mut effects = hold(state, false);
    if !open && state.is_speculative() {
        effects.extend(discard_speculative(state));
    }
    effects.extend(cue::microphone(state, open));
    effects
}

/// The transcript of a turn is known: a question, the wake word alone, or talk among people.
pub(super) fn transcribed(state: &mut State, words: &str, called: bool, now: Instant) -> Vec<Effect> {
    if let Some(effect) = repair::hear_together(state, words) {
        return vec![effect];
    }
    let words = repair::heard_together(state, words);
    let question = || WakeMatch::Question(words.clone());
    let wake = state.wake.as_ref();
    match wake.map_or_else(question, |wake| wake.meant(&words, called, now)) {
        WakeMatch::Question(question) if !question.is_empty() => judged(state, &question, now),
        WakeMatch::Question(_) | WakeMatch::NotAddressed => nothing_said(state, now),
        WakeMatch::WakeWordOnly => answer_call(state),
    }
}

/// Answers the wake word alone; like any other answer it is speculative, so a person who goes on is not interrupted.
fn answer_call(state: &mut State) -> Vec<Effect> {
    let reply = phrases::called(state.turn.language.as_deref()).to_owned();
    reply_without_question(state, reply)
}

/// Answers a transcript, asks back, or ignores it.
fn judged(state: &mut State, words: &str, now: Instant) -> Vec<Effect> {
    let is_addressed = state.wake.is_some();
    match state
        .ask_back
        .judge(words, state.turn.certainty, is_addressed, now)
    {
        Verdict::Answer(question) => think_of_the_whole(state, question),
        Verdict::Ignore => nothing_said(state, now),
        Verdict::Ask(asked) => {
            let reply = asked.sentence(state.turn.language.as_deref());
            state.turn.asks_back = Some(asked);
            reply_without_question(state, reply)
        }
    }
}

/// Answers a question together with its first part, if that was answered too early.
fn think_of_the_whole(state: &mut State, question: String) -> Vec<Effect> {
    if state.turn.replaces.is_some() {
        return think(state, question);
    }
    let early = state.early_answer.as_ref();
    let whole = early.and_then(|early| early.continued(state.turn.speculative, &question));
    state.turn.replaces = early.filter(|_| whole.is_some()).map(|early| early.turn);
    think(state, whole.unwrap_or(question))
}

/// Says something that answers no question and is not remembered.
fn reply_without_question(state: &mut State, text: String) -> Vec<Effect> {
    let turn = state.turn.id;
    text.clone_into(&mut state.turn.reply);
    state.turn.question = Some(String::new());
    state.phase = Phase::Speaking { all_queued: false };
    vec![Effect::Speak { turn, text }, Effect::EndSpeech { turn }]
}

/// Discards a turn without words (a cough, a door), even after the silence has committed it. What follows is an utterance of
/// its own.
fn nothing_said(state: &mut State, now: Instant) -> Vec<Effect> {
    if state.leaving {
        return end(state, now);
    }
    let forget = state.turn.speculative.map(|utterance| {
        finish_utterance(state, utterance);
        Effect::Forget { utterance }
    });
    let mut effects = discard_speculative(state);
    effects.extend(forget);
    effects
}

fn begin_speculative(state: &mut State, utterance: UtteranceId, end_of_speech: Instant) -> Vec<Effect> {
    let turn = state.turn.id.next();
    state.turn = Turn {
        id: turn,
        spoken: true,
        speculative: Some(utterance),
        timeline: Timeline::listening(end_of_speech),
        ..Turn::default()
    };
    state.notices.clear();
    state.phase = Phase::Transcribing;
    vec![Effect::Transcribe { turn, utterance }]
}

/// Commits the speculative turn: its tools may run, and its prepared clauses are played.
fn commit(state: &mut State, now: Instant) -> Vec<Effect> {
    let turn = state.turn.id;
    let Some(utterance) = state.turn.speculative.take() else {
        return Vec::new();
    };
    finish_utterance(state, utterance);
    if state.replaces_a_remembered_turn() {
        state.history.pop();
    }
    if let (Some(early), true) = (&state.early_answer, state.turn.replaces.is_some()) {
        state.pause_habit.add(early.pause());
    }
    let is_asked = state
        .turn
        .question
        .as_deref()
        .is_some_and(|question| !question.is_empty());
    state.early_answer =
        (is_asked || state.turn.asks_back.is_some()).then(|| EarlyAnswer::new(&state.turn, utterance, now));
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
    effects.extend(cue::taken(state, now));
    effects
}

#[cfg(test)]
#[path = "live_tests.rs"]
mod tests;
