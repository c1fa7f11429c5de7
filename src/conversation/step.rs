//! The rules of a turn: one event in, the new state and its effects out.
//!
//! This file, `live.rs` and `request.rs` decide everything that is said, and when it is not; `turn.rs` does it. A turn goes idle → transcribing → thinking →
//! speaking → idle; a new question or an interruption ends it in any phase. Events of a turn that has ended are stale and change
//! nothing.

use super::cue;
use super::live;
use super::request::{begin_requested, requested};
use super::turn::{begin, end, interrupt, notice, say, think};
use super::{
    AskBack, Beginning, Clause, ClockEvent, Cue, Cues, Effect, Event, Instant, Listening, NoticeText,
    PauseHabit, PersonEvent, Phase, Stage, State, Turn, TurnEvent, TurnId, Wake,
};

/// Advances the conversation by one event at the time `now`; returns what is to be done. Whatever the event was, announcements that
/// wait are spoken as soon as there is no turn and nobody speaks; then requests of other programs have their turns.
pub fn step(state: &mut State, event: Event, now: Instant) -> Vec<Effect> {
    let mut effects = advance(state, event, now);
    effects.extend(speak_announcements(state, now));
    effects.extend(begin_requested(state, now));
    effects
}

fn advance(state: &mut State, event: Event, now: Instant) -> Vec<Effect> {
    match event {
        Event::Begins(beginning) => {
            begin_conversation(state, *beginning);
            Vec::new()
        }
        Event::Person(event) => person(state, event, now),
        Event::Speech(utterance, event) => live::speech(state, utterance, event, now),
        Event::Turn(turn, _) if turn != state.turn.id || state.phase == Phase::Idle => Vec::new(),
        Event::Turn(turn, event) => of_turn(state, turn, event, now),
        Event::Device(event) => live::device(state, event),
        Event::Clock(ClockEvent::TimerDue { announcement }) => {
            // Shown at once.
            notice(state, None, NoticeText::Sentence(announcement.clone()));
            state.announcements.push(announcement);
            Vec::new()
        }
        Event::Clock(ClockEvent::AnswerAwaited { turn }) => cue::look(state, turn, now),
        Event::Request(request, event) => requested(state, request, event, now),
    }
}

fn begin_conversation(state: &mut State, beginning: Beginning) {
    let Beginning {
        history,
        hang_over,
        patience,
        wake,
        ask_back,
        cues,
    } = beginning;
    state.history = history;
    state.hang_over = hang_over;
    state.patience = patience;
    state.pause_habit = PauseHabit::default();
    state.wake = wake.map(Wake::new);
    state.ask_back = AskBack::new(ask_back);
    state.cues = cues.map(|config| Cues {
        config,
        ..Cues::default()
    });
}

/// Handles what a person does.
fn person(state: &mut State, event: PersonEvent, now: Instant) -> Vec<Effect> {
    match event {
        PersonEvent::Asked(question) => {
            let mut effects = interrupt(state, now);
            effects.extend(begin(state, question, now));
            effects
        }
        PersonEvent::Says(text) => {
            let mut effects = interrupt(state, now);
            effects.extend(say(state, text, now));
            effects
        }
        PersonEvent::Mute { on } => vec![Effect::Mute { on }],
        PersonEvent::Talk { held } => vec![Effect::Talk { held }],
        PersonEvent::Patience { more } => {
            state.patience = if more {
                state.patience.longer()
            } else {
                state.patience.shorter()
            };
            Vec::new()
        }
        PersonEvent::Interrupted => interrupt(state, now),
        PersonEvent::Leaving => {
            state.leaving = true;
            match state.phase {
                Phase::Idle => vec![Effect::Leave],
                Phase::Transcribing | Phase::Thinking | Phase::Speaking { .. } => {
                    // Nobody who leaves waits for another program's turn.
                    if state.turn.request.is_some() {
                        interrupt(state, now)
                    } else {
                        Vec::new()
                    }
                }
            }
        }
    }
}

/// Handles what a stage tells of the current turn.
fn of_turn(state: &mut State, turn: TurnId, event: TurnEvent, now: Instant) -> Vec<Effect> {
    match event {
        TurnEvent::Transcribed {
            text,
            finished,
            certainty,
            called,
            language,
        } => {
            state.turn.finished = finished;
            state.turn.certainty = certainty;
            state.turn.language = Some(language).filter(|language| !language.is_empty());
            state.turn.timeline.transcript(now);
            let mut effects = transcribed(state, text.trim(), called, now);
            effects.extend(cue::taken(state, now));
            effects
        }
        TurnEvent::FirstToken => {
            state.turn.timeline.first_token(now);
            Vec::new()
        }
        TurnEvent::ReplyPiece { text } => {
            state.turn.reply.push_str(&text);
            vec![Effect::Speak { turn, text }]
        }
        TurnEvent::ReplyFinished {
            text,
            facts,
            sources,
            tool,
            refused,
            tokens,
        } => {
            let unspoken = unspoken(&state.turn.reply, &text);
            notice_dropped_turns(state, tokens.dropped_turns);
            state.turn = Turn {
                reply: text,
                facts,
                sources,
                tool,
                refused,
                tokens,
                ..std::mem::take(&mut state.turn)
            };
            state.phase = Phase::Speaking { all_queued: false };
            let speak = unspoken.map(|text| Effect::Speak { turn, text });
            speak.into_iter().chain([Effect::EndSpeech { turn }]).collect()
        }
        TurnEvent::Synthesised { clause, text, length } => {
            let is_reply = !cue::is_one_moment(state, &text);
            let text = if is_reply { text } else { String::new() };
            if is_reply {
                state.turn.timeline.first_clause(now);
            }
            state.turn.clauses.push(Clause { text, length });
            if state.is_speculative() {
                return Vec::new();
            }
            vec![Effect::Play { turn, clause }]
        }
        TurnEvent::SynthesisFinished => {
            state.turn.synthesised = true;
            if state.is_speculative() {
                return Vec::new();
            }
            state.phase = Phase::Speaking { all_queued: true };
            vec![Effect::EndPlayback { turn }]
        }
        TurnEvent::ClauseStarted { clause, latency } => {
            // "One moment." is no part of the reply: nothing of that has been synthesised yet.
            if state.turn.timeline.first_clause.is_some() {
                state.turn.timeline.first_audio(now + latency);
            }
            state.turn.heard = Some(clause);
            state.turn.heard_since = now + latency;
            Vec::new()
        }
        TurnEvent::PlaybackFinished => end(state, now),
        TurnEvent::Fault { stage, sentence } => fault(state, stage, sentence, now),
    }
}

/// Answers the transcript. An empty one is reported for a recording and ignored for live sound.
fn transcribed(state: &mut State, words: &str, called: bool, now: Instant) -> Vec<Effect> {
    if state.listening != Listening::Off {
        return live::transcribed(state, words, called, now);
    }
    if !words.is_empty() {
        return think(state, words.to_owned());
    }
    state.turn.question = Some(String::new());
    notice(state, Some(Stage::Hearing), NoticeText::NothingHeard);
    end(state, now)
}

/// The part of a finished reply that is not yet spoken: nothing if the reply was shortened, all of it if it was corrected.
fn unspoken(spoken: &str, reply: &str) -> Option<String> {
    let is_shortened = spoken.starts_with(reply);
    let rest = reply
        .strip_prefix(spoken)
        .unwrap_or(if is_shortened { "" } else { reply });
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// If a voice or a loudspeaker fails, the answer can still be read, and the stage still reports the end of its work. Any other
/// fault ends the turn.
fn fault(state: &mut State, stage: Stage, sentence: String, now: Instant) -> Vec<Effect> {
    notice(state, Some(stage), NoticeText::Sentence(sentence.clone()));
    let told = state.notices.iter().filter(|notice| notice.stage == Some(stage));
    let is_spoken = state.turn.spoken && !state.is_speculative() && told.count() == 1;
    let sound = |state: &State| cue::play(state, Cue::Fault).filter(|_| is_spoken);
    match stage {
        Stage::Playback | Stage::Capture | Stage::Record => Vec::new(),
        Stage::Speaking => sound(state).into_iter().collect(),
        Stage::Hearing | Stage::Mind => {
            state.turn.failed = Some(sentence);
            sound(state).into_iter().chain(end(state, now)).collect()
        }
    }
}

/// Speaks all waiting announcements in one turn, if there is no other, nobody speaks, and the conversation goes on.
fn speak_announcements(state: &mut State, now: Instant) -> Vec<Effect> {
    let is_taken = state.phase != Phase::Idle || state.listening.is_busy() || state.leaving;
    if is_taken || state.announcements.is_empty() {
        return Vec::new();
    }
    let text = std::mem::take(&mut state.announcements).join(" ");
    let sound = cue::play(state, Cue::Timer);
    let urgent = std::mem::take(&mut state.requests.urgent);
    let effects = say(state, text.clone(), now);
    state.requests.urgent_turn = (urgent > 0).then_some(state.turn.id);
    notice(state, None, NoticeText::Sentence(text));
    sound.into_iter().chain(effects).collect()
}

/// Adds a notice whenever the conversation has outgrown the context by more turns than before.
fn notice_dropped_turns(state: &mut State, dropped: usize) {
    let before = state.ended.as_ref().map_or(0, |ended| ended.tokens.dropped_turns);
    if dropped > before {
        notice(state, Some(Stage::Mind), NoticeText::TurnsDropped(dropped));
    }
}

#[cfg(test)]
#[path = "step_tests.rs"]
mod tests;
