//! What is done with a timer, and what is said then.
//!
//! Owns the bounds of timers and the question back when several may be meant. The commands are `timers`'.

use jiff::ToSpan;
use serde_json::{Value, json};

use super::Stage;
use super::timers::{Command, Which, meant};
use crate::dialogue::{Question, Topic};
use crate::memory::{MAX_TIMERS, Timer, TimerState};
use crate::outcome::{Effect, Outcome};
use crate::say::{Case, Speaker};
use crate::slots::duration::DAY;

/// The longest timer, in seconds.
pub(super) const MAX_DURATION: i64 = 7 * DAY;

pub(super) fn answer(command: Command, stage: &mut Stage<'_>) -> Outcome {
    let tool = command.tool();
    match command {
        Command::Set { length, name } => set(tool, length, name, stage),
        Command::Snooze(length) => set(tool, length, None, stage),
        Command::Ask(name) => {
            let now = stage.now.timestamp();
            stage.dialogue.ask(Question::TimerLength(name), now);
            Outcome::new(tool, stage.speaker.plain("timer-how-long"))
        }
        Command::List | Command::Count => list(&command, stage),
        Command::Done => done(tool, stage),
        _ => on_one(command, stage),
    }
}

fn set(tool: &'static str, length: i64, name: Option<String>, stage: &mut Stage<'_>) -> Outcome {
    let speaker = stage.speaker;
    if length > MAX_DURATION {
        return Outcome::new(tool, speaker.plain("timer-too-long"));
    }
    if stage.memory.timers.len() >= MAX_TIMERS {
        return Outcome::new(tool, speaker.plain("timer-too-many"));
    }
    let now = stage.now.timestamp();
    let Ok(ends) = now.checked_add(length.seconds()) else {
        return Outcome::new(tool, speaker.plain("timer-too-long"));
    };
    let id = stage.memory.fresh_id();
    stage.memory.timers.push(Timer {
        id,
        name: name.clone(),
        length,
        state: TimerState::Running { ends },
        language: speaker.language,
    });
    stage.dialogue.talk_about(Topic::Timer(id), now);
    let spoken = speaker.duration(length, Case::Accusative);
    let reply = match &name {
        Some(name) => speaker.say(
            "timer-set-named",
            &[
                ("name", Speaker::capitalised(name).into()),
                ("lowername", name.as_str().into()),
                ("length", spoken.into()),
            ],
        ),
        None => speaker.say("timer-set", &[("length", spoken.into())]),
    };
    Outcome::new(tool, reply)
        .with("seconds", length)
        .with("name", name.map_or(Value::Null, Value::from))
        .giving(json!({ "seconds": length, "ends": ends.to_string() }))
        .doing(Effect::StateChanged)
}

/// "the pasta timer", "the 10 minute timer", "the timer"
fn label(timer: &Timer, stage: &Stage<'_>) -> String {
    let speaker = stage.speaker;
    match &timer.name {
        Some(name) => speaker.say("timer-named", &[("name", name.as_str().into())]),
        None => {
            let length = speaker.duration_adjective(timer.length);
            speaker.say("timer-of-length", &[("length", length.into())])
        }
    }
}

/// "pasta", "10 minutes"
fn short_label(timer: &Timer, speaker: Speaker<'_>) -> String {
    match &timer.name {
        Some(name) => name.clone(),
        None => speaker.duration(timer.length, Case::Nominative),
    }
}

/// The timers as they are offered in a question: with what is left where two would look the same.
fn choices(ids: &[u64], stage: &Stage<'_>) -> Vec<String> {
    let timers: Vec<&Timer> = stage
        .memory
        .timers
        .iter()
        .filter(|timer| ids.contains(&timer.id))
        .collect();
    timers
        .iter()
        .map(|timer| short_label(timer, stage.speaker))
        .collect()
}

fn on_one(command: Command, stage: &mut Stage<'_>) -> Outcome {
    let tool = command.tool();
    let which = command.which().cloned().unwrap_or(Which::Only);
    let ids = meant(&which, stage);
    if stage.memory.timers.is_empty() {
        return Outcome::new(tool, stage.speaker.plain("timer-none"));
    }
    if ids.is_empty() {
        let known: Vec<u64> = stage.memory.timers.iter().map(|timer| timer.id).collect();
        let known = stage.speaker.list(&choices(&known, stage));
        let reply = stage.speaker.say("timer-not-found", &[("timers", known.into())]);
        return Outcome::new(tool, reply);
    }
    let takes_several = which == Which::All || matches!(command, Command::Left(_));
    if ids.len() > 1 && !takes_several {
        let names = stage.speaker.choices(&choices(&ids, stage));
        let now = stage.now.timestamp();
        stage.dialogue.ask(Question::WhichTimer(command), now);
        return Outcome::new(
            tool,
            stage.speaker.say("timer-which", &[("timers", names.into())]),
        );
    }
    if ids.len() > 1 {
        return on_several(&command, &ids, stage);
    }
    let id = ids[0];
    let now = stage.now.timestamp();
    let reply = act(&command, id, stage);
    if stage.memory.timers.iter().any(|timer| timer.id == id) {
        stage.dialogue.talk_about(Topic::Timer(id), now);
    } else if let Some(last) = stage.memory.timers.last() {
        stage.dialogue.talk_about(Topic::Timer(last.id), now);
    }
    let outcome = Outcome::new(tool, reply);
    if command.has_effects() {
        outcome.doing(Effect::StateChanged)
    } else {
        outcome
    }
}

fn on_several(command: &Command, ids: &[u64], stage: &mut Stage<'_>) -> Outcome {
    let tool = command.tool();
    let count = ids.len();
    if matches!(command, Command::Left(_)) {
        return list(&Command::List, stage);
    }
    for &id in ids {
        act(command, id, stage);
    }
    let id = match command {
        Command::Cancel(_) => "timer-all-cancelled",
        Command::Pause(_) => "timer-all-paused",
        Command::Resume(_) => "timer-all-resumed",
        _ => "timer-all-changed",
    };
    let reply = stage.speaker.say(id, &[("count", count.into())]);
    Outcome::new(tool, reply).doing(Effect::StateChanged)
}

/// One deed on one timer, and its sentence.
fn act(command: &Command, id: u64, stage: &mut Stage<'_>) -> String {
    let now = stage.now.timestamp();
    let Some(index) = stage.memory.timers.iter().position(|timer| timer.id == id) else {
        return stage.speaker.plain("timer-none");
    };
    let label = label(&stage.memory.timers[index], stage);
    let left = stage.memory.timers[index].left(now);
    let timer = &mut stage.memory.timers[index];
    let restarted = |left: i64| {
        now.checked_add(left.seconds())
            .map(|ends| TimerState::Running { ends })
    };
    let (message, left) = match command {
        Command::Cancel(_) => {
            stage.memory.timers.remove(index);
            ("timer-cancelled", left)
        }
        Command::Pause(_) if timer.is_paused() => ("timer-already-paused", left),
        Command::Pause(_) => {
            timer.state = TimerState::Paused { left };
            ("timer-paused", left)
        }
        Command::Resume(_) if !timer.is_paused() => ("timer-already-running", left),
        Command::Resume(_) => {
            timer.state = restarted(left).unwrap_or(timer.state);
            ("timer-resumed", left)
        }
        Command::Restart(_) => {
            let left = timer.length;
            timer.state = restarted(left).unwrap_or(timer.state);
            ("timer-restarted", left)
        }
        Command::Change { length, .. } => {
            if !(1..=MAX_DURATION).contains(length) {
                return stage.speaker.plain("timer-too-long");
            }
            timer.length = *length;
            timer.state = restarted(*length).unwrap_or(timer.state);
            ("timer-changed", *length)
        }
        Command::Prolong { seconds, .. } => return prolong(*seconds, index, stage),
        _ if timer.is_paused() => ("timer-left-paused", left),
        _ => ("timer-left", left),
    };
    let case = match command {
        Command::Change { .. } | Command::Restart(_) => Case::Accusative,
        _ => Case::Nominative,
    };
    let length = stage.speaker.duration(left, case);
    let args = [
        ("timer", label.as_str().into()),
        ("start", Speaker::capitalised(&label).into()),
        ("length", length.into()),
    ];
    stage.speaker.say(message, &args)
}

fn prolong(seconds: i64, index: usize, stage: &mut Stage<'_>) -> String {
    let now = stage.now.timestamp();
    let speaker = stage.speaker;
    let timer = &mut stage.memory.timers[index];
    let left = timer.left(now).saturating_add(seconds);
    if left <= 0 {
        return speaker.plain("timer-too-short");
    }
    if left > MAX_DURATION {
        return speaker.plain("timer-too-long");
    }
    timer.length = timer.length.saturating_add(seconds).clamp(1, MAX_DURATION);
    timer.state = match timer.state {
        TimerState::Paused { .. } => TimerState::Paused { left },
        TimerState::Running { ends } => match now.checked_add(left.seconds()) {
            Ok(ends) => TimerState::Running { ends },
            Err(_) => TimerState::Running { ends },
        },
    };
    let id = if seconds > 0 { "timer-added" } else { "timer-taken" };
    speaker.say(
        id,
        &[
            ("change", speaker.duration(seconds.abs(), Case::Accusative).into()),
            ("length", speaker.duration(left, Case::Nominative).into()),
        ],
    )
}

fn list(command: &Command, stage: &mut Stage<'_>) -> Outcome {
    let tool = command.tool();
    let speaker = stage.speaker;
    let now = stage.now.timestamp();
    let timers = &stage.memory.timers;
    let Some(last) = timers.last() else {
        return Outcome::new(tool, speaker.plain("timer-none"));
    };
    let last = last.id;
    let entries: Vec<String> = timers.iter().map(|timer| entry(timer, stage)).collect();
    let count = entries.len();
    let result: Vec<Value> = timers
        .iter()
        .map(|timer| json!({ "name": timer.name, "seconds": timer.length, "left": timer.left(now) }))
        .collect();
    let args = [("count", count.into()), ("timers", speaker.list(&entries).into())];
    let reply = speaker.say("timer-list", &args);
    stage.dialogue.talk_about(Topic::Timer(last), now);
    Outcome::new(tool, reply).giving(result)
}

/// "pasta with 5 minutes left", "10 minutes, just started"
fn entry(timer: &Timer, stage: &Stage<'_>) -> String {
    let speaker = stage.speaker;
    let left = speaker.duration(timer.left(stage.now.timestamp()), Case::Nominative);
    let paused = if timer.is_paused() { "-paused" } else { "" };
    match &timer.name {
        Some(name) => speaker.say(
            &format!("timer-entry-named{paused}"),
            &[("name", name.as_str().into()), ("left", left.into())],
        ),
        None => speaker.say(&format!("timer-entry{paused}"), &[("left", left.into())]),
    }
}

fn done(tool: &'static str, stage: &mut Stage<'_>) -> Outcome {
    if stage.memory.timers.is_empty() {
        return Outcome::new(tool, stage.speaker.plain("timer-none"));
    }
    let mut outcome = list(&Command::List, stage);
    let no = stage.speaker.plain("no");
    outcome.reply = stage.speaker.say(
        "answer-then",
        &[("answer", no.into()), ("more", outcome.reply.into())],
    );
    outcome.tool = tool;
    outcome
}
