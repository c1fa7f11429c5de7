//! `mynah health`: whether this machine's mynah works, for people and for programs that watch many machines.
//!
//! What the running program knows it is asked for (control socket); the rest is looked up as `doctor` does. Models are not loaded: the
//! headers of their files are read. Owns the time that all this may take, and the shape of its JSON
//! (`docs/src/operator/fleet.md`).

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use rustix::fs::statvfs;
use serde_json::{Value, json};

use crate::config::{Settings, paths};
use crate::engine::clock::Clock;
use crate::hearing::endpointing::ListeningMode;
use crate::kiosk::service;
use crate::models::Kind;
use crate::program::control_client;
use crate::program::finding::{Finding, Severity};

use super::{Failure, Global, Outcome, doctor};

/// What has not answered by then is not healthy; in milliseconds.
const TIMEOUT: f64 = 9_000.0;
/// Between two visits a kiosk's socket is closed for a moment.
const BETWEEN_VISITS: Duration = Duration::from_millis(500);
const ATTEMPTS: usize = 7;
/// With less free space, in bytes, logs and the record of visits are at risk.
const MIN_FREE: u64 = 100_000_000;
/// All checks, in their order.
const CHECKS: [&str; 9] = [
    "configuration",
    "speech model",
    "language model",
    "knowledge",
    "protection",
    "disk",
    "conversation",
    "microphone",
    "loudspeaker",
];

#[derive(Debug, Args)]
pub(super) struct HealthCheck {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Check the kiosk of this machine; it must be running
    #[arg(long)]
    kiosk: bool,
}

/// What programs want to know as numbers.
#[derive(Debug, Default)]
struct Numbers {
    running: bool,
    last_turn: Option<i64>,
    free_bytes: Option<u64>,
    statements: Option<usize>,
    skipped: Option<usize>,
}

/// What a check tells.
enum Told {
    Finding(Finding),
    Statements(usize, usize),
    Free(u64),
    Running(Option<i64>),
}

impl HealthCheck {
    /// Whether a kiosk is checked.
    pub(super) fn is_kiosk(&self) -> bool {
        self.kiosk
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let clock = Clock::start();
        let (sender, told) = channel();
        let (global, is_kiosk) = (global.clone(), self.kiosk);
        // A device or a disk may not answer: the thread ends with the program.
        std::thread::Builder::new()
            .name("health".to_owned())
            .spawn(move || check(&global, is_kiosk, &sender))?;
        let mut findings: Vec<Finding> = Vec::new();
        let mut numbers = Numbers::default();
        loop {
            let left = (TIMEOUT - clock.now().0).max(0.0);
            match told.recv_timeout(Duration::from_secs_f64(left / 1_000.0)) {
                Ok(Told::Finding(finding)) => findings.push(finding),
                Ok(Told::Statements(statements, skipped)) => {
                    (numbers.statements, numbers.skipped) = (Some(statements), Some(skipped));
                }
                Ok(Told::Free(bytes)) => numbers.free_bytes = Some(bytes),
                Ok(Told::Running(last_turn)) => (numbers.running, numbers.last_turn) = (true, last_turn),
                Err(_) => break,
            }
        }
        let is_missing = |what: &&str| findings.iter().all(|finding| finding.what != *what);
        let missing: Vec<Finding> = CHECKS
            .into_iter()
            .filter(is_missing)
            .map(|what| Finding::bad(what, "not checked: an earlier check took too long"))
            .collect();
        // Without a configuration nothing else is checked.
        if findings
            .first()
            .is_none_or(|first| first.severity != Severity::Bad)
        {
            findings.extend(missing);
        }
        let healthy = findings.iter().all(|finding| finding.severity != Severity::Bad);
        if self.json {
            super::answer(&report(&findings, &numbers, healthy, is_kiosk).to_string())?;
        } else {
            for finding in &findings {
                finding.print()?;
            }
        }
        if healthy { Ok(()) } else { Err(Failure::Reported) }
    }
}

fn report(findings: &[Finding], numbers: &Numbers, healthy: bool, is_kiosk: bool) -> Value {
    let checks: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "check": finding.what.replace(' ', "-"),
                "state": finding.severity.name(),
                "message": finding.found,
                "remedy": finding.remedy,
            })
        })
        .collect();
    json!({
        "mynah": 1,
        "version": env!("CARGO_PKG_VERSION"),
        "healthy": healthy,
        "kiosk": is_kiosk,
        "running": numbers.running,
        "last_turn": numbers.last_turn,
        "free_bytes": numbers.free_bytes,
        "statements": numbers.statements,
        "skipped_documents": numbers.skipped,
        "checks": checks,
    })
}

/// Checks everything, the quickest first.
fn check(global: &Global, is_kiosk: bool, told: &Sender<Told>) {
    // Whoever listens has gone when the time is over.
    let tell = |finding: Finding| drop(told.send(Told::Finding(finding)));
    let settings = match global.settings() {
        Ok(settings) => settings,
        Err(error) => return tell(Finding::bad("configuration", &error.to_string())),
    };
    match settings.sources.left_out.first() {
        Some(sentence) => tell(Finding::bad("configuration", sentence)),
        None => tell(doctor::configuration(&settings)),
    }
    tell(doctor::model(&settings, Kind::Speech, "speech model"));
    tell(doctor::model(&settings, Kind::Language, "language model"));
    let (knowledge, numbers) = doctor::knowledge(&settings);
    if let Some((statements, skipped)) = numbers {
        let _ = told.send(Told::Statements(statements, skipped));
    }
    tell(knowledge);
    tell(strict(doctor::protection(), is_kiosk));
    let (free, finding) = disk(is_kiosk);
    if let Some(free) = free {
        let _ = told.send(Told::Free(free));
    }
    tell(finding);
    if let Some(finding) = doctor::policy(&settings) {
        tell(finding);
    }
    match status(is_kiosk) {
        Ok(Some(status)) => {
            let _ = told.send(Told::Running(status["last_turn"].as_i64()));
            of_status(&status, &settings, is_kiosk).into_iter().for_each(tell);
        }
        other => {
            tell(match other {
                Ok(_) if is_kiosk => Finding::bad("conversation", "the kiosk is not running"),
                Ok(_) => Finding::good("conversation", "none is running".to_owned()),
                Err(sentence) => Finding::bad("conversation", &sentence),
            });
            let needs_sound = is_kiosk && settings.capture.mode != ListeningMode::Off;
            for finding in doctor::sound(&settings) {
                tell(strict(finding, needs_sound));
            }
        }
    }
}

/// What a person can live with, a kiosk cannot.
fn strict(finding: Finding, is_kiosk: bool) -> Finding {
    match finding.severity {
        Severity::Fair if is_kiosk => Finding {
            severity: Severity::Bad,
            ..finding
        },
        Severity::Fair | Severity::Good | Severity::Bad => finding,
    }
}

/// What the running conversation says; `None` if there is none.
fn status(is_kiosk: bool) -> Result<Option<Value>, String> {
    // The kiosk's own first: an administrator may have a conversation running too.
    let standard = paths::control().into_iter();
    let places: Vec<PathBuf> = is_kiosk
        .then(service::socket)
        .into_iter()
        .chain(standard)
        .collect();
    for _ in 0..if is_kiosk { ATTEMPTS } else { 1 } {
        for place in &places {
            match control_client::status(place) {
                Ok(None) => {}
                Ok(Some(status)) => return Ok(Some(status)),
                Err(Failure::Sentence(sentence)) => return Err(sentence),
                Err(_) => return Err("it does not answer".to_owned()),
            }
        }
        if is_kiosk {
            std::thread::sleep(BETWEEN_VISITS);
        }
    }
    Ok(None)
}

/// What the running conversation knows of itself.
fn of_status(status: &Value, settings: &Settings, is_kiosk: bool) -> Vec<Finding> {
    let models = status["models"].as_array().cloned().unwrap_or_default();
    let failed = models.iter().find(|model| model["state"] == "failed");
    let turn = match status["last_turn"].as_i64().map(Timestamp::from_second) {
        Some(Ok(at)) => format!("the last turn ended at {at}"),
        Some(Err(_)) | None => "no turn yet".to_owned(),
    };
    let unprotected = status["unprotected"].as_array().cloned().unwrap_or_default();
    let conversation = match failed {
        Some(model) => Finding::bad(
            "conversation",
            model["message"].as_str().unwrap_or("a model is not loaded"),
        ),
        None if is_kiosk && unprotected.iter().any(|layer| layer != crate::offline::NAMESPACE) => {
            Finding::bad("conversation", "a layer of its protection is not in force")
        }
        None => Finding::good("conversation", format!("running; {turn}")),
    };
    let microphone = if status["microphone"] == true {
        Finding::good("microphone", "open".to_owned())
    } else if settings.capture.mode == ListeningMode::Off {
        Finding::good("microphone", "not used: capture.mode is \"off\"".to_owned())
    } else {
        let remedy = "unmute it, or plug it in; 'mynah devices' lists what is connected";
        strict(
            Finding::fair(
                "microphone",
                "muted, lost, or not used".to_owned(),
                remedy.to_owned(),
            ),
            is_kiosk,
        )
    };
    let loudspeaker = if status["loudspeaker"] == false {
        Finding::bad("loudspeaker", "the last answer could not be played")
    } else {
        Finding::good("loudspeaker", "no fault".to_owned())
    };
    vec![conversation, microphone, loudspeaker]
}

/// The space where mynah keeps what it writes.
fn disk(is_kiosk: bool) -> (Option<u64>, Finding) {
    let own = is_kiosk.then(service::state).filter(|path| path.exists());
    let Some(folder) = own.or_else(paths::state) else {
        return (None, Finding::good("disk", "there is no home folder".to_owned()));
    };
    // It may not have been made yet.
    let there = folder
        .ancestors()
        .find(|path| path.exists())
        .unwrap_or(Path::new("/"));
    match statvfs(there) {
        Ok(found) => {
            let free = found.f_bavail.saturating_mul(found.f_frsize);
            let text = format!("{} MB free at {}", free / 1_000_000, there.display());
            let finding = if free < MIN_FREE {
                Finding::bad("disk", &format!("{text}; it needs {} MB", MIN_FREE / 1_000_000))
            } else {
                Finding::good("disk", text)
            };
            (Some(free), finding)
        }
        Err(error) => (
            None,
            Finding::bad("disk", &format!("{}: {error}", there.display())),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn severities(status: &Value, is_kiosk: bool) -> [Severity; 3] {
        let findings = of_status(status, &Settings::default(), is_kiosk);
        [0, 1, 2].map(|at| findings[at].severity)
    }

    #[test]
    fn what_the_running_program_knows_decides() {
        use Severity::{Bad, Fair, Good};
        let of = |change: Value| {
            let mut status = json!({"models": [], "microphone": true, "loudspeaker": true, "last_turn": 0});
            if let (Value::Object(status), Value::Object(change)) = (&mut status, change) {
                status.extend(change);
            }
            status
        };
        assert_eq!(severities(&of(json!({})), true), [Good, Good, Good]);
        let failed = of(json!({"models": [{"part": "mind", "state": "failed", "message": "no memory"}]}));
        assert_eq!(severities(&failed, false), [Bad, Good, Good]);
        let muted = of(json!({"microphone": false}));
        assert_eq!(severities(&muted, false), [Good, Fair, Good]);
        assert_eq!(severities(&muted, true), [Good, Bad, Good]);
        let silent = of(json!({"loudspeaker": false, "unprotected": ["seccomp"]}));
        assert_eq!(severities(&silent, true), [Bad, Good, Bad]);
        // An older program tells less.
        assert_eq!(severities(&json!({"microphone": true}), true), [Good, Good, Good]);
    }

    #[test]
    fn the_report_names_every_check_and_its_numbers() {
        let findings: Vec<Finding> = CHECKS
            .into_iter()
            .map(|what| Finding::good(what, String::new()))
            .collect();
        let report = report(&findings, &Numbers::default(), true, true);
        assert_eq!(report["checks"].as_array().unwrap().len(), CHECKS.len());
        assert_eq!(report["checks"][1]["check"], "speech-model");
        assert_eq!(
            (&report["healthy"], &report["last_turn"]),
            (&true.into(), &Value::Null)
        );
    }
}
