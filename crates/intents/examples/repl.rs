//! Utterances from standard input, one JSON line of outcome each.
//!
//! Owns a fixed clock and a simple generator of chance, so that runs can be compared. A line is
//! `language<TAB>utterance`; `--` alone begins a new conversation. Arguments: the time and its zone,
//! as in `repl 2026-11-25T10:30 Europe/London`.

#![allow(clippy::print_stdout)]

use std::io::{BufRead, Write};

use jiff::civil::DateTime;
use mynah_intents::{Assistant, Context, Language, Permissions, VolumeState};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let time = arguments.next().unwrap_or_else(|| "2026-11-25T10:30".to_owned());
    let zone = arguments.next().unwrap_or_else(|| "Europe/London".to_owned());
    let now = time.parse::<DateTime>()?.in_tz(&zone)?;
    let fresh = Assistant::new(Permissions::all())?;
    let mut assistant = fresh.clone();
    let mut last_reply: Option<String> = None;
    let mut seed = 7_u64;
    let mut random = move |bound: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % bound.max(1)
    };
    let mut output = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line == "--" {
            assistant = fresh.clone();
            last_reply = None;
            continue;
        }
        let (tag, utterance) = line.split_once('\t').unwrap_or(("en", &line));
        let language = Language::from_tag(tag).unwrap_or(Language::English);
        let context = Context {
            now: &now,
            last_reply: last_reply.as_deref(),
            volume: Some(VolumeState {
                percent: 50,
                step: 10,
            }),
        };
        let loosely = || assistant.parse_loosely(utterance, language, &context);
        let answer = match assistant.parse(utterance, language, &context).or_else(loosely) {
            Some(intent) => {
                let outcome = assistant.execute(intent, &now, &mut random);
                last_reply = Some(outcome.reply.clone());
                json!({
                    "reply": outcome.reply,
                    "tool": outcome.tool,
                    "arguments": outcome.arguments,
                    "result": outcome.result,
                    "effects": format!("{:?}", outcome.effects),
                })
            }
            None => {
                assistant.leave_topic();
                json!({ "reply": null })
            }
        };
        writeln!(output, "{answer}")?;
    }
    Ok(())
}
