//! What the program can do besides answering: time, date, timers, sums, conversions.
//!
//! Owns the tools' descriptions, the reading of a call's arguments and the sentences of the answers. Every argument
//! comes from a language model and is taken as hostile: unknown names, wrong types and huge texts end in a
//! sentence. Has no clock and rings nothing: the time is an argument, timers are data.

mod calculate;
#[cfg(test)]
mod calculate_tests;
mod calendar;
mod convert;
mod duration;
mod error;
mod number;
mod pieces;
mod timers;
#[cfg(test)]
mod toolbox_tests;
mod units;

use std::borrow::Cow;
use std::time::Duration;

use jiff::Zoned;
use serde_json::{Map, Value, json};

use crate::language::ToolDescription;

pub use error::ToolError;
pub use timers::{Timer, Timers};

/// An argument is at most this long, in bytes.
const LONGEST_ARGUMENT: usize = 300;

/// What a tool did.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolOutcome {
    /// The answer, one or a few sentences.
    pub spoken: String,
    /// What the program has to do about it.
    pub effect: Option<ToolEffect>,
    /// The answer for programs: an object.
    pub result: Value,
}

/// What the program has to do after a tool ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToolEffect {
    /// A timer runs from now on; [`Toolbox::due`] tells when it has ended.
    StartTimer {
        /// What it is called.
        label: String,
        /// How long it runs: 1 second to 7 days.
        duration: Duration,
    },
    /// No timer runs any more.
    CancelTimers,
}

/// The tools, and the timers that run.
#[derive(Debug, Default)]
pub struct Toolbox {
    timers: Timers,
}

impl Toolbox {
    /// All tools; no timer runs.
    pub fn standard() -> Self {
        Self::default()
    }

    /// Goes on with these timers.
    pub fn set_timers(&mut self, timers: Timers) {
        self.timers = timers;
    }

    /// The tools as a language model is told of them.
    pub fn descriptions(&self) -> Vec<ToolDescription> {
        let text = |description: &str| json!({"type": "string", "description": description});
        vec![
            described("time", "Tells the time of day.", &json!({}), &[]),
            described(
                "date",
                "Tells the day of the week and the date.",
                &json!({"day": {"type": "string", "enum": ["today", "tomorrow", "yesterday"]}}),
                &["day"],
            ),
            described(
                "timer",
                "Sets or cancels a timer, or tells how much time it has left.",
                &json!({
                    "action": {"type": "string", "enum": ["set", "cancel", "left"]},
                    "duration": text("How long, as it was said: 5 minutes and 30 seconds. Only to set a timer."),
                }),
                &["action"],
            ),
            described(
                "calculate",
                "Works out a sum.",
                &json!({"expression": text("With + - * / and parentheses, or as 15% of 80, or sqrt 81.")}),
                &["expression"],
            ),
            described(
                "convert",
                "Converts an amount from one unit of measure to another; not currencies.",
                &json!({
                    "amount": text("The number to convert."),
                    "from": text("The unit it is in: kilometers."),
                    "to": text("The unit wanted: miles."),
                }),
                &["amount", "from", "to"],
            ),
        ]
    }

    /// Whether running a tool of this name can change something: it must not be run for a question that may be
    /// withdrawn.
    pub fn has_effects(call_name: &str) -> bool {
        call_name.trim() == "timer"
    }

    /// Runs a tool that a language model called. Arguments that the tool does not know are ignored.
    pub fn run(
        &mut self,
        call_name: &str,
        arguments: &Map<String, Value>,
        now: &Zoned,
    ) -> Result<ToolOutcome, ToolError> {
        let arguments = Arguments(arguments);
        match call_name.trim() {
            "time" => Ok(said(
                calendar::time(now),
                json!({"time": now.strftime("%H:%M").to_string()}),
            )),
            "date" => {
                let (spoken, date) = calendar::date(&arguments.text("day")?.unwrap_or_default(), now)?;
                Ok(said(spoken, json!({"date": date.to_string()})))
            }
            "timer" => self.timer(&arguments, now),
            "calculate" => {
                let sum = calculate::calculate(&arguments.needed("expression", ToolError::NotAnExpression)?)?;
                Ok(said(sum.spoken, json!({"value": sum.value.to_json()})))
            }
            "convert" => {
                let amount = arguments.needed("amount", ToolError::NotANumber)?;
                let from = arguments.needed("from", ToolError::NoUnit)?;
                let to = arguments.needed("to", ToolError::NoUnit)?;
                let conversion = convert::convert(&amount, &from, &to)?;
                Ok(said(
                    conversion.spoken,
                    json!({"value": conversion.value.to_json()}),
                ))
            }
            _ => Err(ToolError::UnknownTool),
        }
    }

    /// Takes the timers that have ended at `now`, the earliest first; each is returned once.
    pub fn due(&mut self, now: &Zoned) -> Vec<Timer> {
        self.timers.due(now)
    }

    fn timer(&mut self, arguments: &Arguments<'_>, now: &Zoned) -> Result<ToolOutcome, ToolError> {
        let length = arguments.text("duration")?;
        let action = arguments
            .text("action")?
            .map(|action| action.trim().to_lowercase());
        match (action.as_deref(), length) {
            (Some("set" | "start") | None, Some(length)) => {
                let timer = self.timers.set(duration::read(&length)?, now)?;
                let spoken = format!("The timer is set for {}.", timer.label);
                let effect = ToolEffect::StartTimer {
                    label: timer.label.clone(),
                    duration: timer.duration,
                };
                let result = json!({"seconds": timer.duration.as_secs(), "ends": timer.ends.to_string()});
                Ok(ToolOutcome {
                    spoken,
                    effect: Some(effect),
                    result,
                })
            }
            (Some("set" | "start"), None) => Err(ToolError::NotADuration),
            (Some("cancel" | "stop"), _) => {
                let cancelled = self.timers.cancel();
                let spoken = match cancelled {
                    0 => "No timer is running.".to_owned(),
                    1 => "The timer is cancelled.".to_owned(),
                    count => format!("{count} timers are cancelled."),
                };
                let effect = (cancelled > 0).then_some(ToolEffect::CancelTimers);
                Ok(ToolOutcome {
                    spoken,
                    effect,
                    result: json!({"cancelled": cancelled}),
                })
            }
            (Some("left" | "check" | "remaining"), _) => Ok(said(
                self.timers.told(now),
                json!({"seconds_left": self.timers.seconds_left(now)}),
            )),
            _ => Err(ToolError::UnknownAction),
        }
    }
}

fn described(name: &str, description: &str, properties: &Value, required: &[&str]) -> ToolDescription {
    let parameters = json!({"type": "object", "properties": properties, "required": required});
    ToolDescription {
        name: name.to_owned(),
        description: description.to_owned(),
        parameters,
    }
}

fn said(spoken: String, result: Value) -> ToolOutcome {
    ToolOutcome {
        spoken,
        effect: None,
        result,
    }
}

/// The arguments of a call; a number is as good as its digits.
struct Arguments<'a>(&'a Map<String, Value>);

impl<'a> Arguments<'a> {
    fn text(&self, name: &str) -> Result<Option<Cow<'a, str>>, ToolError> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.len() > LONGEST_ARGUMENT => Err(ToolError::TooLong),
            Some(Value::String(text)) => Ok(Some(Cow::Borrowed(text))),
            Some(Value::Number(number)) => Ok(Some(Cow::Owned(number.to_string()))),
            Some(_) => Err(ToolError::WrongArgument),
        }
    }

    fn needed(&self, name: &str, missing: ToolError) -> Result<Cow<'a, str>, ToolError> {
        self.text(name)?.ok_or(missing)
    }
}

/// A word of the call that may be repeated to the person: letters, digits and spaces, at most 30 of them.
fn echo(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|letter| letter.is_alphanumeric() || *letter == ' ')
        .take(30)
        .collect();
    kept.trim().to_owned()
}

/// The sentence with a capital letter first.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
