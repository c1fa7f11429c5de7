//! How the assistant speaks: again, slower, louder, not at all, in another language.
//!
//! Owns the requests and their sentences; the caller does what they ask for.

use super::{Parsing, Stage};
use crate::Language;
use crate::dialogue::Topic;
use crate::grammar::Match;
use crate::outcome::{Effect, Outcome};

pub(crate) const INTENTS: &[&str] = &[
    "repeat",
    "repeat_slower",
    "speed_change",
    "patience_change",
    "volume_change",
    "volume_set",
    "volume_again",
    "volume_ask",
    "stop",
    "stop_never_mind",
    "language_switch",
];

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    /// The last reply, when there is one.
    Repeat(Option<String>),
    RepeatSlower(Option<String>),
    Faster(bool),
    /// More or less time for people to finish.
    Patience {
        is_more: bool,
    },
    /// Louder, or quieter; at the end of the scale already.
    Volume {
        is_louder: bool,
        is_at_end: bool,
    },
    SetVolume(u8),
    AskVolume(Option<u8>),
    Stop,
    NeverMind,
    Language(Language),
}

impl Command {
    pub(crate) fn tool(&self) -> &'static str {
        match self {
            Self::Repeat(_) => "repeat",
            Self::RepeatSlower(_) => "repeat_slower",
            Self::Faster(true) => "speed_faster",
            Self::Faster(false) => "speed_slower",
            Self::Patience { is_more: true } => "patience_more",
            Self::Patience { is_more: false } => "patience_less",
            Self::Volume { is_louder: true, .. } => "volume_louder",
            Self::Volume { .. } => "volume_quieter",
            Self::SetVolume(_) => "volume_set",
            Self::AskVolume(_) => "volume",
            Self::Stop | Self::NeverMind => "stop",
            Self::Language(_) => "language",
        }
    }

    pub(crate) fn has_effects(&self) -> bool {
        !matches!(self, Self::Language(_) | Self::AskVolume(_) | Self::Repeat(None))
    }
}

/// The meaning of a match.
pub(crate) fn interpret(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Command> {
    let last = || parsing.last_reply.map(str::to_owned);
    let volume = |is_louder: bool| Command::Volume {
        is_louder,
        is_at_end: parsing.volume.is_some_and(|volume| {
            if is_louder {
                volume.percent >= 100
            } else {
                volume.percent == 0
            }
        }),
    };
    Some(match found.intent {
        "repeat" => Command::Repeat(last()),
        "repeat_slower" => Command::RepeatSlower(last()),
        "speed_change" => Command::Faster(found.constant("to") == Some("faster")),
        "patience_change" => Command::Patience {
            is_more: found.constant("to") == Some("more"),
        },
        "volume_change" => volume(found.constant("to") == Some("louder")),
        "volume_again" => match parsing.dialogue.topic(parsing.now.timestamp())? {
            Topic::Volume(is_louder) => volume(*is_louder),
            _ => return None,
        },
        "volume_set" => {
            let constant = found.constant("percent").and_then(|percent| percent.parse().ok());
            let said = found.integer("percent").or(constant)?;
            // "volume seven" is of ten.
            let is_of_ten = found.constant("scale") == Some("ten");
            let percent = if is_of_ten { said.checked_mul(10)? } else { said };
            Command::SetVolume(u8::try_from(percent).ok().filter(|percent| *percent <= 100)?)
        }
        "volume_ask" => Command::AskVolume(parsing.volume.map(|volume| volume.percent)),
        "stop" => Command::Stop,
        "stop_never_mind" => Command::NeverMind,
        "language_switch" => match found.slot("language") {
            Some(crate::slots::Value::Language(language)) => Command::Language(*language),
            _ => return None,
        },
        _ => return None,
    })
}

/// Says it; the caller does it.
pub(crate) fn perform(command: Command, stage: &mut Stage<'_>) -> Outcome {
    stage.dialogue.drop_question();
    let speaker = stage.speaker;
    let tool = command.tool();
    let plain = |id: &str| Outcome::new(tool, speaker.plain(id));
    let now = stage.now.timestamp();
    match command {
        Command::Repeat(None) => plain("repeat-nothing"),
        Command::Repeat(Some(reply)) => Outcome::new(tool, reply).doing(Effect::RepeatReply),
        Command::RepeatSlower(reply) => {
            let outcome = Outcome::new(
                tool,
                reply.clone().unwrap_or_else(|| speaker.plain("speed-slower")),
            );
            let outcome = outcome.doing(Effect::Slower);
            match reply {
                Some(_) => outcome.doing(Effect::RepeatReply),
                None => outcome,
            }
        }
        Command::Faster(true) => plain("speed-faster").doing(Effect::Faster),
        Command::Faster(false) => plain("speed-slower").doing(Effect::Slower),
        Command::Patience { is_more: true } => plain("patience-more").doing(Effect::MorePatience),
        Command::Patience { is_more: false } => plain("patience-less").doing(Effect::LessPatience),
        Command::Volume { is_louder, is_at_end } => {
            stage.dialogue.talk_about(Topic::Volume(is_louder), now);
            match (is_louder, is_at_end) {
                (true, true) => plain("volume-loudest"),
                (true, false) => plain("volume-louder").doing(Effect::Louder),
                (false, true) => plain("volume-quietest"),
                (false, false) => plain("volume-quieter").doing(Effect::Quieter),
            }
        }
        Command::SetVolume(percent) => {
            stage.dialogue.talk_about(Topic::Volume(true), now);
            let args = [("percent", crate::say::Arg::Text(percent.to_string()))];
            Outcome::new(tool, speaker.say("volume-set", &args))
                .with("percent", percent)
                .doing(Effect::Volume(percent))
        }
        Command::AskVolume(Some(percent)) => {
            let args = [("percent", crate::say::Arg::Text(percent.to_string()))];
            Outcome::new(tool, speaker.say("volume-is", &args))
        }
        Command::AskVolume(None) => plain("volume-unknown"),
        Command::Stop => plain("stopped").doing(Effect::StopSpeaking),
        Command::NeverMind => plain("never-mind").doing(Effect::StopSpeaking),
        Command::Language(language) => {
            let id = match language {
                Language::English => "language-english",
                Language::Russian => "language-russian",
                Language::Chinese => "language-chinese",
            };
            Outcome::new(tool, speaker.plain(id))
        }
    }
}
