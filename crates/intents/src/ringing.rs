//! What rings.
//!
//! Owns which timers, alarms and reminders are due, and the sentence that announces each, in the language in
//! which it was set. Waiting is the caller's.

use jiff::{Timestamp, Zoned};

use crate::memory::{Memory, TimerState, next_on};
use crate::outcome::Announcement;
use crate::say::{Case, Sentences};

/// Later than this it was missed, and is said so: the machine was off. In seconds.
const LATE: i64 = 15 * 60;

/// The next moment at which something rings.
pub(crate) fn next_due(memory: &Memory) -> Option<Timestamp> {
    let timers = memory.timers.iter().filter_map(|timer| match timer.state {
        TimerState::Running { ends } => Some(ends),
        TimerState::Paused { .. } => None,
    });
    let alarms = memory.alarms.iter().map(|alarm| alarm.next);
    let reminders = memory.reminders.iter().map(|reminder| reminder.next);
    timers.chain(alarms).chain(reminders).min()
}

/// Takes what is due out of the memory, or on to its next day.
pub(crate) fn due(memory: &mut Memory, sentences: &Sentences, now: &Zoned) -> Vec<Announcement> {
    let mut announcements = timers(memory, sentences, now);
    announcements.extend(alarms(memory, sentences, now));
    announcements.extend(reminders(memory, sentences, now));
    announcements
}

fn is_late(due: Timestamp, now: &Zoned) -> bool {
    now.timestamp().as_second().saturating_sub(due.as_second()) > LATE
}

fn timers(memory: &mut Memory, sentences: &Sentences, now: &Zoned) -> Vec<Announcement> {
    let mut announcements = Vec::new();
    memory.timers.retain(|timer| {
        let TimerState::Running { ends } = timer.state else {
            return true;
        };
        if ends > now.timestamp() {
            return true;
        }
        let speaker = sentences.speaker(timer.language);
        let late = if is_late(ends, now) { "-late" } else { "" };
        let length = speaker.duration_adjective(timer.length);
        let sentence = match &timer.name {
            Some(name) => speaker.say(
                &format!("ring-timer-named{late}"),
                &[("name", name.as_str().into())],
            ),
            None => speaker.say(
                &format!("ring-timer{late}"),
                &[
                    ("length", length.into()),
                    ("plain", speaker.duration(timer.length, Case::Accusative).into()),
                ],
            ),
        };
        announcements.push(Announcement {
            tool: "timer",
            language: timer.language,
            sentence,
        });
        false
    });
    announcements
}

fn alarms(memory: &mut Memory, sentences: &Sentences, now: &Zoned) -> Vec<Announcement> {
    let mut announcements = Vec::new();
    memory.alarms.retain_mut(|alarm| {
        if alarm.next > now.timestamp() {
            return true;
        }
        let speaker = sentences.speaker(alarm.language);
        let id = if is_late(alarm.next, now) {
            "ring-alarm-late"
        } else {
            "ring-alarm"
        };
        announcements.push(Announcement {
            tool: "alarm",
            language: alarm.language,
            sentence: speaker.say(id, &[("clock", speaker.clock(alarm.time).into())]),
        });
        let next = (alarm.days != 0)
            .then(|| next_on(alarm.time, alarm.days, now))
            .flatten();
        alarm.next = next.unwrap_or(alarm.next);
        next.is_some()
    });
    announcements
}

fn reminders(memory: &mut Memory, sentences: &Sentences, now: &Zoned) -> Vec<Announcement> {
    let mut announcements = Vec::new();
    memory.reminders.retain_mut(|reminder| {
        if reminder.next > now.timestamp() {
            return true;
        }
        let speaker = sentences.speaker(reminder.language);
        let id = if is_late(reminder.next, now) {
            "ring-reminder-late"
        } else {
            "ring-reminder"
        };
        let args = [
            ("text", reminder.text.as_str().into()),
            ("clock", speaker.clock(reminder.time).into()),
        ];
        announcements.push(Announcement {
            tool: "reminder",
            language: reminder.language,
            sentence: speaker.say(id, &args),
        });
        let next = (reminder.days != 0)
            .then(|| next_on(reminder.time, reminder.days, now))
            .flatten();
        reminder.next = next.unwrap_or(reminder.next);
        next.is_some()
    });
    announcements
}
