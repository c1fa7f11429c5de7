//! What happens to a turn, whatever caused it: it begins, is answered, interrupted or discarded, and ends.
//!
//! Owns these steps and what they tell the person. When each of them is due is decided in `step`, `live` and `request`.

use super::{
    Answer, Effect, Exchange, Instant, Notice, NoticeText, Phase, Question, Stage, State, Timeline, Turn,
    Weight,
};

/// Begins the turn of a question.
pub(super) fn begin(state: &mut State, question: Question, now: Instant) -> Vec<Effect> {
    let id = state.turn.id.next();
    state.turn = Turn {
        id,
        spoken: matches!(question, Question::Spoken(_)),
        timeline: Timeline::starting(now),
        ..Turn::default()
    };
    state.notices.clear();
    match question {
        Question::Typed(text) => think(state, text.trim().to_owned()),
        Question::Spoken(utterance) => {
            state.phase = Phase::Transcribing;
            vec![Effect::Transcribe { turn: id, utterance }]
        }
    }
}

/// Has the question answered.
pub(super) fn think(state: &mut State, question: String) -> Vec<Effect> {
    state.phase = Phase::Thinking;
    state.turn.question = Some(question.clone());
    vec![Effect::Think {
        turn: state.turn.id,
        question,
    }]
}

/// Begins a turn without a question: a text that is said.
pub(super) fn say(state: &mut State, text: String, now: Instant) -> Vec<Effect> {
    let turn = state.turn.id.next();
    state.notices.clear();
    state.turn = Turn {
        id: turn,
        reply: text.clone(),
        timeline: Timeline::starting(now),
        ..Turn::default()
    };
    state.phase = Phase::Speaking { all_queued: false };
    vec![Effect::Speak { turn, text }, Effect::EndSpeech { turn }]
}

/// Ends the turn at once; the history keeps only what was heard.
pub(super) fn interrupt(state: &mut State, now: Instant) -> Vec<Effect> {
    if state.phase == Phase::Idle {
        return Vec::new();
    }
    if state.is_speculative() {
        return discard_speculative(state);
    }
    let turn = state.turn.id;
    state.turn.interrupted = true;
    state.turn.reply = state.heard_so_far();
    let mut effects = vec![Effect::StopThinking { turn }, Effect::StopSpeaking { turn }];
    effects.extend(end(state, now));
    effects
}

/// Discards a speculative turn as if it had never begun.
pub(super) fn discard_speculative(state: &mut State) -> Vec<Effect> {
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

/// Adds a notice: a fault of its stage, or an announcement.
pub(super) fn notice(state: &mut State, stage: Option<Stage>, text: NoticeText) {
    let weight = stage.map_or(Weight::Announcement, |_| Weight::Fault);
    push_notice(state, stage, weight, text);
}

/// Adds the notice that a stage works again.
pub(super) fn recovery(state: &mut State, stage: Stage, sentence: String) {
    push_notice(
        state,
        Some(stage),
        Weight::Recovery,
        NoticeText::Sentence(sentence),
    );
}

/// Adds the notice that a stage works less well.
pub(super) fn warning(state: &mut State, stage: Stage, sentence: String) {
    push_notice(
        state,
        Some(stage),
        Weight::Warning,
        NoticeText::Sentence(sentence),
    );
}

fn push_notice(state: &mut State, stage: Option<Stage>, weight: Weight, text: NoticeText) {
    state.notices.push(Notice {
        turn: state.turn.id,
        stage,
        weight,
        text,
    });
}

/// Ends the turn.
pub(super) fn end(state: &mut State, now: Instant) -> Vec<Effect> {
    let turn = state.turn.id;
    state.phase = Phase::Idle;
    state.turn.timeline.total(now);
    let is_remembered = record_exchange(state);
    if let Some(early) = &mut state.early_answer
        && early.turn == turn
    {
        early.is_remembered = is_remembered;
    }
    if let Some(wake) = &mut state.wake {
        wake.stay_awake(now);
    }
    if state.turn.question.is_some() {
        state.ask_back.turn_ended(state.turn.asks_back.clone(), now);
    }
    state.ended = Some(state.turn.clone());
    let mut effects = vec![Effect::TurnEnded { turn }];
    if state.leaving {
        effects.push(Effect::Leave);
    }
    effects
}

/// Adds the exchange to the history, and tells whether it did. A turn without a question (an announcement) or without a heard
/// answer is left out.
fn record_exchange(state: &mut State) -> bool {
    let Some(question) = state
        .turn
        .question
        .clone()
        .filter(|question| !question.is_empty())
    else {
        return false;
    };
    if state.turn.reply.is_empty() {
        return false;
    }
    // A tool has run, however little of its reply was heard.
    state.history.push(Exchange {
        question,
        facts: state.turn.facts.clone(),
        answer: Answer {
            text: state.turn.reply.clone(),
            tool: state.turn.tool.clone(),
            sources: state.turn.sources.clone(),
        },
    });
    true
}
