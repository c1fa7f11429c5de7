//! What was last talked about.
//!
//! Owns the topic that "it" and "and twenty?" refer to, and the question that the assistant has asked back. Both
//! end when something else is talked about, and after a few minutes.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::memory::{ListKind, Memory};
use crate::number::Number;
use crate::skills::{alarms, calendar, convert, reminders, sums, timers};
use crate::slots::place::PlaceId;

/// A topic is forgotten after this time, in seconds.
const MAX_SILENCE: i64 = 300;

/// What "it" is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Topic {
    Time(Option<PlaceId>),
    /// What was asked, and the day that was answered.
    Date(calendar::Kind, Option<Date>),
    Timer(u64),
    Alarm(u64),
    Reminder(u64),
    List(ListKind),
    Sum(sums::Value),
    Convert(convert::Topic),
    /// A coin, dice or a number: again.
    Random(crate::skills::random::Command),
    Volume(bool),
}

/// What the assistant has asked, with what it will do with the answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Question {
    WhichTimer(timers::Command),
    TimerLength(Option<String>),
    AlarmTime,
    WhichAlarm(alarms::Command),
    ReminderTime(String),
    ReminderText(reminders::When),
    ListEntries(ListKind),
}

/// The state of the conversation; it does not survive a restart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dialogue {
    topic: Option<Topic>,
    question: Option<Question>,
    since: Option<Timestamp>,
    /// The last alarm or timer that rang, for "snooze".
    rang: Option<Timestamp>,
}

impl Dialogue {
    pub(crate) fn talk_about(&mut self, topic: Topic, now: Timestamp) {
        self.topic = Some(topic);
        self.question = None;
        self.since = Some(now);
    }

    pub(crate) fn ask(&mut self, question: Question, now: Timestamp) {
        self.question = Some(question);
        self.since = Some(now);
    }

    pub(crate) fn ring(&mut self, now: Timestamp) {
        self.rang = Some(now);
    }

    /// The conversation went elsewhere.
    pub(crate) fn leave(&mut self) {
        self.topic = None;
        self.question = None;
    }

    /// A question is answered or dropped; the topic stays.
    pub(crate) fn drop_question(&mut self) {
        self.question = None;
    }

    pub(crate) fn topic(&self, now: Timestamp) -> Option<&Topic> {
        self.topic.as_ref().filter(|_| self.is_fresh(now))
    }

    pub(crate) fn question(&self, now: Timestamp) -> Option<&Question> {
        self.question.as_ref().filter(|_| self.is_fresh(now))
    }

    fn is_fresh(&self, now: Timestamp) -> bool {
        self.since
            .is_some_and(|since| now.as_second().saturating_sub(since.as_second()) <= MAX_SILENCE)
    }

    /// The last number that was worked out.
    pub(crate) fn last_number(&self, now: Timestamp) -> Option<Number> {
        match self.topic(now) {
            Some(Topic::Sum(value)) => value.number,
            _ => None,
        }
    }

    /// The conditions that a grammar's heading may have.
    pub(crate) const CONDITIONS: &[&str] = &[
        "time",
        "place",
        "date",
        "timer",
        "alarm",
        "reminder",
        "list",
        "sum",
        "number",
        "convert",
        "random",
        "volume",
        "timers",
        "alarms",
        "reminders",
        "ringing",
        "asked_which_timer",
        "asked_length",
        "asked_alarm",
        "asked_which_alarm",
        "asked_when",
        "asked_what",
        "asked_entries",
        "asked",
    ];

    /// Whether a condition of a grammar's heading is true.
    pub(crate) fn holds(&self, condition: &str, memory: &Memory, now: Timestamp) -> bool {
        let topic = self.topic(now);
        let question = self.question(now);
        match condition {
            "time" => matches!(topic, Some(Topic::Time(_))),
            "place" => matches!(topic, Some(Topic::Time(Some(_)))),
            "date" => matches!(topic, Some(Topic::Date(..))),
            "timer" => matches!(topic, Some(Topic::Timer(_))),
            "alarm" => matches!(topic, Some(Topic::Alarm(_))),
            "reminder" => matches!(topic, Some(Topic::Reminder(_))),
            "list" => matches!(topic, Some(Topic::List(_))),
            "sum" => matches!(topic, Some(Topic::Sum(_))),
            "number" => self.last_number(now).is_some(),
            "convert" => matches!(topic, Some(Topic::Convert(_))),
            "random" => matches!(topic, Some(Topic::Random(_))),
            "volume" => matches!(topic, Some(Topic::Volume(_))),
            "timers" => !memory.timers.is_empty(),
            "alarms" => !memory.alarms.is_empty(),
            "reminders" => !memory.reminders.is_empty(),
            "ringing" => self
                .rang
                .is_some_and(|rang| now.as_second().saturating_sub(rang.as_second()) <= MAX_SILENCE),
            "asked_which_timer" => matches!(question, Some(Question::WhichTimer(_))),
            "asked_length" => matches!(question, Some(Question::TimerLength(_))),
            "asked_alarm" => matches!(question, Some(Question::AlarmTime)),
            "asked_which_alarm" => matches!(question, Some(Question::WhichAlarm(_))),
            "asked_when" => matches!(question, Some(Question::ReminderTime(_))),
            "asked_what" => matches!(question, Some(Question::ReminderText(_))),
            "asked_entries" => matches!(question, Some(Question::ListEntries(_))),
            "asked" => question.is_some(),
            _ => false,
        }
    }
}
