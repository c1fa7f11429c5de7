//! Coins, dice and choices.
//!
//! Owns the bounds and the sentence. Where chance comes from is the caller's.

use super::{Parsing, Stage};
use crate::Language;
use crate::dialogue::Topic;
use crate::grammar::Match;
use crate::outcome::Outcome;
use crate::say::Speaker;

pub(crate) const INTENTS: &[&str] = &[
    "random_coin",
    "random_dice",
    "random_number",
    "random_pick",
    "random_again",
    "random_yes_no",
    "random_card",
];

const MAX_COINS: i64 = 20;
const MAX_DICE: i64 = 10;
const MAX_SIDES: i64 = 1000;
const MAX_NUMBER: i64 = 1_000_000_000_000;
/// Characters of a choice that needs no "or".
const SHORT_CHOICE: usize = 4;
const MAX_CHOICES: usize = 12;

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    Coin(i64),
    Dice { count: i64, sides: i64 },
    Number { from: i64, to: i64 },
    Pick(Vec<String>),
    YesOrNo,
    Card,
}

impl Command {
    pub(crate) fn tool(&self) -> &'static str {
        match self {
            Self::Coin(_) => "random_coin",
            Self::Dice { .. } => "random_dice",
            Self::Number { .. } => "random_number",
            Self::Pick(_) | Self::YesOrNo | Self::Card => "random_pick",
        }
    }
}

/// The meaning of a match.
pub(crate) fn interpret(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Command> {
    Some(match found.intent {
        "random_coin" => {
            let count = found.integer("count").unwrap_or(1);
            Command::Coin(Some(count).filter(|count| (1..=MAX_COINS).contains(count))?)
        }
        "random_dice" => {
            let constant = found.constant("count").and_then(|count| count.parse().ok());
            let count = found.integer("count").or(constant).unwrap_or(1);
            let faces = found.constant("sides").and_then(|sides| sides.parse().ok());
            let sides = found.integer("sides").or(faces).unwrap_or(6);
            let is_sane = (1..=MAX_DICE).contains(&count) && (2..=MAX_SIDES).contains(&sides);
            is_sane.then_some(Command::Dice { count, sides })?
        }
        "random_number" => {
            let from = found.integer("from").unwrap_or(1);
            let default = if found.slot("from").is_some() { from } else { 100 };
            let to = found.integer("to").unwrap_or(default);
            let (from, to) = if from <= to { (from, to) } else { (to, from) };
            let is_sane = from.abs() <= MAX_NUMBER && to.abs() <= MAX_NUMBER;
            is_sane.then_some(Command::Number { from, to })?
        }
        "random_pick" => Command::Pick(choices(found, parsing.language)?),
        "random_yes_no" => Command::YesOrNo,
        "random_card" => Command::Card,
        "random_again" => match parsing.dialogue.topic(parsing.now.timestamp())? {
            Topic::Random(command) => command.clone(),
            _ => return None,
        },
        _ => return None,
    })
}

/// "pizza, pasta or salad"
fn choices(found: &Match<'_>, language: Language) -> Option<Vec<String>> {
    let joins: &[&str] = match language {
        Language::English => &[" or ", " and ", ", ", " versus ", " vs "],
        Language::Russian => &[" или ", " и ", ", "],
        Language::Chinese => &["还是", "或者", "或", "和", "、", "，", ","],
    };
    let mut parts: Vec<String> = found
        .all("option")
        .filter_map(|value| match value {
            crate::slots::Value::Text(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    // A comma or "and" alone joins also what is no choice.
    let is_choice = language != Language::Chinese
        || parts
            .iter()
            .any(|part| ["还是", "或", "、"].iter().any(|join| part.contains(join)));
    for join in joins {
        parts = parts
            .iter()
            .flat_map(|part| part.split(join).map(str::to_owned))
            .collect();
    }
    let parts: Vec<String> = parts
        .iter()
        .map(|part| {
            part.trim()
                .trim_matches([',', '.', '?', '!', ':', '，', '？', '。'])
                .trim()
        })
        .filter(|part| !part.is_empty())
        .map(crate::memory::shortened)
        .collect();
    let is_short = parts.iter().all(|part| part.chars().count() <= SHORT_CHOICE);
    ((2..=MAX_CHOICES).contains(&parts.len()) && (is_choice || is_short)).then_some(parts)
}

/// A number from 0 to below a bound.
fn below(stage: &mut Stage<'_>, bound: i64) -> i64 {
    let bound = u64::try_from(bound).unwrap_or(1).max(1);
    i64::try_from((stage.random)(bound) % bound).unwrap_or(0)
}

/// Draws, and says what.
pub(crate) fn perform(command: Command, stage: &mut Stage<'_>) -> Outcome {
    let tool = command.tool();
    let now = stage.now.timestamp();
    stage.dialogue.talk_about(Topic::Random(command.clone()), now);
    let speaker = stage.speaker;
    let (reply, result) = match command {
        Command::Coin(1) => {
            let id = if below(stage, 2) == 0 {
                "coin-heads"
            } else {
                "coin-tails"
            };
            (speaker.plain(id), id.trim_start_matches("coin-").to_owned())
        }
        Command::Coin(count) => {
            let heads = (0..count).filter(|_| below(stage, 2) == 0).count();
            let tails = count - i64::try_from(heads).unwrap_or(0);
            let args = [("heads", heads.into()), ("tails", tails.into())];
            (speaker.say("coins", &args), heads.to_string())
        }
        Command::Dice { count, sides } => {
            let rolls: Vec<i64> = (0..count).map(|_| below(stage, sides) + 1).collect();
            let total: i64 = rolls.iter().sum();
            let texts: Vec<String> = rolls.iter().map(i64::to_string).collect();
            let id = if count == 1 { "dice" } else { "dice-several" };
            let args = [
                ("rolls", speaker.list(&texts).into()),
                ("total", crate::say::Arg::Text(total.to_string())),
            ];
            (speaker.say(id, &args), total.to_string())
        }
        Command::Number { from, to } => {
            let number = from.saturating_add(below(stage, to.saturating_sub(from).saturating_add(1)));
            let text = speaker.localised(&number.to_string());
            (
                speaker.say("random-number", &[("number", text.into())]),
                number.to_string(),
            )
        }
        Command::Pick(options) => {
            let count = i64::try_from(options.len()).unwrap_or(1);
            let index = usize::try_from(below(stage, count)).unwrap_or(0);
            let chosen = options.get(index).cloned().unwrap_or_default();
            let args = [
                ("option", Speaker::capitalised(&chosen).into()),
                ("plain", chosen.as_str().into()),
            ];
            (speaker.say("random-pick", &args), chosen)
        }
        Command::YesOrNo => {
            let id = if below(stage, 2) == 0 {
                "random-yes"
            } else {
                "random-no"
            };
            (speaker.plain(id), id.trim_start_matches("random-").to_owned())
        }
        Command::Card => {
            let suit = speaker.plain(&format!("card-suit-{}", below(stage, 4) + 1));
            let rank = speaker.plain(&format!("card-rank-{}", below(stage, 13) + 1));
            let reply = speaker.say("card", &[("suit", suit.into()), ("rank", rank.into())]);
            (reply.clone(), reply)
        }
    };
    Outcome::new(tool, reply).giving(result)
}
