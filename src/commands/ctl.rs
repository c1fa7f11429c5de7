//! `mynah ctl`: requests to the running conversation, from a shell.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::control::RequestKind;
use crate::program::control_client::ControlClient;

use super::{Outcome, OutputError};

#[derive(Debug, Args)]
pub(super) struct Ctl {
    #[command(subcommand)]
    request: Request,
    /// Print the lines of the control socket, one JSON object each
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Request {
    /// Show a text, and say it once nobody is speaking
    Announce(Announcement),
    /// Say a text in a turn of its own, and wait until it has been said
    Say(Text),
    /// Ask a typed question, and print the answer when it has been given
    Ask(Text),
    /// Mute the microphone
    Mute,
    /// Unmute the microphone
    Unmute,
    /// Stop the answer
    Stop,
    /// Set the volume until the conversation ends
    Volume {
        /// 0 to 100
        #[arg(value_parser = clap::value_parser!(u8).range(0..=100))]
        percent: u8,
    },
    /// Acknowledge what is announced until somebody does
    Acknowledge,
    /// Print what the conversation is doing
    Status,
    /// Print what happens, until the conversation ends
    Subscribe,
}

#[derive(Debug, Args)]
struct Text {
    /// The text
    text: String,
    /// End the answer that is being given
    #[arg(long)]
    urgent: bool,
}

impl Text {
    fn fields(&self) -> Value {
        json!({"text": self.text, "urgent": self.urgent})
    }
}

#[derive(Debug, Args)]
struct Announcement {
    #[command(flatten)]
    text: Text,
    /// Say it again and again until somebody acknowledges it, by 'mynah ctl acknowledge' or by saying or typing "acknowledged" or "stop"
    #[arg(long)]
    until_acknowledged: bool,
    /// Seconds between two times, 10 to 3600 [default: 60]
    #[arg(long, value_name = "SECONDS", requires = "until_acknowledged", value_parser = clap::value_parser!(u16).range(10..=3600))]
    repeat: Option<u16>,
}

impl Request {
    fn kind(&self) -> RequestKind {
        match self {
            Self::Announce(_) => RequestKind::Announce,
            Self::Say(_) => RequestKind::Say,
            Self::Ask(_) => RequestKind::Ask,
            Self::Mute => RequestKind::Mute,
            Self::Unmute => RequestKind::Unmute,
            Self::Stop => RequestKind::Stop,
            Self::Volume { .. } => RequestKind::Volume,
            Self::Acknowledge => RequestKind::Acknowledge,
            Self::Status => RequestKind::Status,
            Self::Subscribe => RequestKind::Subscribe,
        }
    }

    fn fields(&self) -> Value {
        match self {
            Self::Announce(announcement) => {
                let mut fields = announcement.text.fields();
                if announcement.until_acknowledged {
                    fields["until_acknowledged"] = json!(true);
                }
                if let Some(seconds) = announcement.repeat {
                    fields["repeat_s"] = json!(seconds);
                }
                fields
            }
            Self::Say(text) | Self::Ask(text) => text.fields(),
            Self::Volume { percent } => json!({"percent": percent}),
            Self::Mute | Self::Unmute | Self::Stop | Self::Acknowledge | Self::Status | Self::Subscribe => {
                json!({})
            }
        }
    }
}

impl Ctl {
    pub(super) fn run(self) -> Outcome {
        let kind = self.request.kind();
        let mut client = ControlClient::request(kind, self.request.fields())?;
        let reply = client.reply()?;
        if self.json {
            super::answer(&reply.to_string())?;
        } else {
            answered(kind, &reply)?;
        }
        if kind == RequestKind::Subscribe {
            while let Some(event) = client.line() {
                let line = if self.json {
                    event.to_string()
                } else {
                    happened(&event)
                };
                if !super::answer_while_read(&line)? {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Prints a reply for people.
fn answered(kind: RequestKind, reply: &Value) -> Result<(), OutputError> {
    match kind {
        RequestKind::Ask => super::answer(reply["reply"].as_str().unwrap_or_default())?,
        RequestKind::Status => {
            for name in [
                "phase",
                "listening",
                "turn",
                "waiting",
                "unacknowledged",
                "volume",
                "clients",
                "version",
            ] {
                super::answer(&format!("{name}: {}", plain(&reply[name])))?;
            }
        }
        RequestKind::Announce
        | RequestKind::Say
        | RequestKind::Mute
        | RequestKind::Unmute
        | RequestKind::Stop
        | RequestKind::Volume
        | RequestKind::Acknowledge
        | RequestKind::Subscribe => {}
    }
    Ok(())
}

/// An event for people, on one line.
fn happened(event: &Value) -> String {
    let name = plain(&event["event"]);
    let details = ["phase", "listening", "text", "reply", "sentence"];
    let detail = details
        .iter()
        .map(|field| &event[field])
        .find(|value| !value.is_null());
    match detail {
        Some(detail) => format!("{name}: {}", plain(detail).replace('\n', " ")),
        None => name,
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
