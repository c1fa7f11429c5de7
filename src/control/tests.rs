//! Real clients of a real socket. The conversation is the core with a mind that answers at once.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use serde_json::Value;

use super::{Control, ControlConfig, MachineProbe, MachineReadings, RequestKind};
use crate::conversation::{Effect, Event, Instant, PersonEvent, State, TokenUse, TurnEvent, step};

/// Far longer than anything takes on a busy machine, far shorter than the faults took.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A conversation with a control thread, and its folder.
struct Running {
    folder: tempfile::TempDir,
    events: Sender<Event>,
    thread: Option<std::thread::JoinHandle<()>>,
}

fn config(folder: &Path) -> ControlConfig {
    ControlConfig {
        path: folder.join("mynah/control.sock"),
        allow: RequestKind::ALL.to_vec(),
        allow_urgent: true,
        words: true,
        clean: |text| text.replace('\u{1b}', "\u{fffd}"),
        metrics: None,
        tells: true,
        probe: MachineProbe::new(MachineReadings::default, |_| {}),
    }
}

/// Answers every question with itself in upper case, except "wait", which it never answers.
fn converse(events: &Receiver<Event>, sender: &Sender<Event>, control: &mut Control) {
    let mut state = State::default();
    while let Ok(event) = events.recv() {
        let effects = step(&mut state, event, Instant(0.0));
        control.tell(&state, &effects);
        for effect in effects {
            match effect {
                Effect::Think { turn, question } if question != "wait" => {
                    let finished = TurnEvent::ReplyFinished {
                        text: question.to_uppercase(),
                        facts: Vec::new(),
                        sources: Vec::new(),
                        tool: None,
                        refused: false,
                        tokens: TokenUse::default(),
                    };
                    sender.send(Event::Turn(turn, finished)).unwrap();
                }
                Effect::EndSpeech { turn } => {
                    sender
                        .send(Event::Turn(turn, TurnEvent::PlaybackFinished))
                        .unwrap();
                }
                Effect::Leave => return,
                _ => {}
            }
        }
    }
}

impl Running {
    fn start(change: impl FnOnce(&mut ControlConfig)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = config(folder.path());
        change(&mut config);
        let (events, thread) = running(config);
        let running = Self {
            folder,
            events,
            thread: Some(thread),
        };
        // Until it listens.
        drop(running.client());
        running
    }

    fn path(&self) -> PathBuf {
        config(self.folder.path()).path
    }

    fn client(&self) -> Client {
        Client::connect(&self.path())
    }

    fn end(&mut self) {
        let _ = self.events.send(Event::Person(PersonEvent::Interrupted));
        let _ = self.events.send(Event::Person(PersonEvent::Leaving));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

fn running(config: ControlConfig) -> (Sender<Event>, std::thread::JoinHandle<()>) {
    let (events, received) = channel();
    let sender = events.clone();
    let thread = std::thread::Builder::new()
        .spawn(move || {
            let mut control = Control::start(Some(config), sender.clone());
            converse(&received, &sender, &mut control);
        })
        .unwrap();
    (events, thread)
}

struct Client(BufReader<UnixStream>);

impl Client {
    fn connect(path: &Path) -> Self {
        for _ in 0..200 {
            if let Ok(stream) = UnixStream::connect(path) {
                stream.set_read_timeout(Some(TIMEOUT)).unwrap();
                return Self(BufReader::new(stream));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("nobody listens");
    }

    fn send(&mut self, line: &str) -> &mut Self {
        self.0
            .get_mut()
            .write_all(format!("{line}\n").as_bytes())
            .unwrap();
        self
    }

    /// Sends a request without fields of its own.
    fn request(&mut self, kind: &str) -> &mut Self {
        self.send(&format!(r#"{{"mynah":1,"id":"{kind}","do":"{kind}"}}"#))
    }

    /// The next line; null at the end.
    fn line(&mut self) -> Value {
        let mut line = String::new();
        match self.0.read_line(&mut line) {
            Ok(1..) => serde_json::from_str(&line).unwrap(),
            Ok(0) => Value::Null,
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => Value::Null,
            Err(error) => panic!("{error}"),
        }
    }

    /// The next event of this kind.
    fn event(&mut self, kind: &str) -> Value {
        loop {
            let line = self.line();
            assert_ne!(line, Value::Null, "no event {kind}");
            if line["event"] == kind {
                return line;
            }
        }
    }

    fn code(&mut self) -> String {
        let line = self.line();
        line["error"]["code"]
            .as_str()
            .unwrap_or_else(|| panic!("{line}"))
            .to_owned()
    }
}

#[test]
fn a_reply_has_the_id_of_its_request_and_a_question_holds_up_no_other_request() {
    let running = Running::start(|_| {});
    let mut client = running.client();
    client
        .send(r#"{"mynah":1,"id":"a","do":"ask","text":"wait"}"#)
        .send(r#"{"mynah":1,"id":"b","do":"ask","text":"how\u001b much?"}"#)
        .request("status");
    let status = client.line();
    assert_eq!((&status["id"], &status["ok"]), (&"status".into(), &true.into()));
    client.request("stop");
    let mut replies = [client.line(), client.line(), client.line()];
    replies.sort_by_key(|reply| reply["id"].to_string());
    assert_eq!(
        (&replies[0]["id"], &replies[0]["interrupted"]),
        (&"a".into(), &true.into())
    );
    assert_eq!(
        (&replies[1]["id"], &replies[1]["reply"]),
        (&"b".into(), &"HOW\u{fffd} MUCH?".into())
    );
    assert_eq!(
        (&replies[2]["id"], &replies[2]["ok"]),
        (&"stop".into(), &true.into())
    );
}

#[test]
fn what_is_said_is_reported_once_it_has_been_said() {
    let running = Running::start(|_| {});
    let mut client = running.client();
    let said = client
        .send(r#"{"mynah":1,"id":"s","do":"say","text":"Hello."}"#)
        .line();
    assert_eq!((&said["ok"], &said["interrupted"]), (&true.into(), &false.into()));
    assert_eq!(said["reply"], Value::Null);
}

#[test]
fn silent_clients_and_one_that_sends_a_byte_at_a_time_delay_nobody() {
    let running = Running::start(|_| {});
    let silent: Vec<Client> = (0..60).map(|_| running.client()).collect();
    let mut slow = running.client();
    slow.0.get_mut().write_all(b"{").unwrap();
    let mut client = running.client();
    let taken = client
        .send(r#"{"mynah":1,"id":"1","do":"announce","text":"We close."}"#)
        .line();
    assert_eq!(taken["ok"], true);
    // It sends on, and its time is over all the same.
    let mut writer = slow.0.get_ref().try_clone().unwrap();
    let sending = std::thread::Builder::new()
        .spawn(move || {
            while writer.write_all(b" ").is_ok() {
                std::thread::sleep(Duration::from_millis(100));
            }
        })
        .unwrap();
    assert_eq!(slow.code(), "too-slow");
    assert_eq!(slow.line(), Value::Null);
    sending.join().unwrap();
    drop(silent);
}

#[test]
fn the_next_conversation_takes_over_when_the_first_one_ends() {
    let mut first = Running::start(|_| {});
    let (events, second) = running(config(first.folder.path()));
    let mut client = first.client();
    client.send(r#"{"mynah":1,"id":"a","do":"ask","text":"wait"}"#);
    while client.request("status").line()["phase"] != "thinking" {
        std::thread::sleep(Duration::from_millis(20));
    }
    first.events.send(Event::Person(PersonEvent::Leaving)).unwrap();
    first.end();
    assert_eq!(client.line()["id"], "a", "whoever waits is told");
    assert_eq!(client.line(), Value::Null);
    let mut client = first.client();
    let said = client
        .send(r#"{"mynah":1,"do":"ask","text":"still there?"}"#)
        .line();
    assert_eq!(said["reply"], "STILL THERE?");
    events.send(Event::Person(PersonEvent::Leaving)).unwrap();
    second.join().unwrap();
    assert!(!first.path().exists());
}

#[test]
fn a_line_without_an_end_is_stopped_at_its_limit() {
    let running = Running::start(|_| {});
    let mut client = running.client();
    let piece = vec![b'a'; 1 << 16];
    let mut sent = 0_usize;
    while sent < 1 << 30 && client.0.get_mut().write_all(&piece).is_ok() {
        sent += piece.len();
    }
    assert!(sent < 4 << 20, "{sent} bytes were taken");
    assert_eq!(client.code(), "too-long");
    assert_eq!(client.line(), Value::Null);
}

#[test]
fn a_mistake_is_told_and_the_next_request_is_done() {
    let running = Running::start(|config| config.allow = vec![RequestKind::Status]);
    let mut client = running.client();
    for (line, code) in [
        ("what?", "not-json"),
        (r#"{"mynah":9,"do":"status"}"#, "wrong-version"),
        (r#"{"mynah":1,"do":"dance"}"#, "unknown-request"),
        (r#"{"mynah":1,"do":"mute"}"#, "not-allowed"),
    ] {
        assert_eq!(client.send(line).code(), code, "{line}");
    }
    client.0.get_mut().write_all(b"\xff\xfe\n").unwrap();
    assert_eq!(client.code(), "not-json");
    assert_eq!(client.request("status").line()["ok"], true);
}

#[test]
fn an_announcement_is_repeated_until_it_is_acknowledged() {
    let running = Running::start(|_| {});
    let mut subscriber = running.client();
    subscriber.request("subscribe").line();
    let mut client = running.client();
    let line = r#"{"mynah":1,"do":"announce","text":"Leave.","until_acknowledged":true,"repeat_s":10}"#;
    assert_eq!(client.send(line).line()["ok"], true);
    assert_eq!(subscriber.event("turn")["reply"], "Leave.");
    assert_eq!(client.request("status").line()["unacknowledged"], 1);
    assert_eq!(subscriber.event("turn")["reply"], "Leave.", "and again");
    assert_eq!(client.request("acknowledge").line()["acknowledged"], 1);
    assert_eq!(subscriber.event("acknowledged")["count"], 1);
    assert_eq!(client.request("acknowledge").line()["acknowledged"], 0);
    for _ in 0..8 {
        assert_eq!(client.send(line).line()["ok"], true);
    }
    assert_eq!(client.send(line).code(), "busy");
}

#[test]
fn urgent_announcements_need_their_own_permission_where_permissions_are_named() {
    let running = Running::start(|config| config.allow_urgent = false);
    let mut client = running.client();
    let line = r#"{"mynah":1,"do":"announce","text":"Leave.","urgent":true}"#;
    assert_eq!(client.send(line).code(), "not-allowed");
    let line = r#"{"mynah":1,"do":"announce","text":"Leave."}"#;
    assert_eq!(client.send(line).line()["ok"], true);
}

#[test]
fn subscribers_learn_what_happens_and_words_only_where_they_may() {
    for words in [true, false] {
        let running = Running::start(|config| config.words = words);
        let mut subscriber = running.client();
        assert_eq!(subscriber.request("subscribe").line()["words"], words);
        let mut client = running.client();
        client.send(r#"{"mynah":1,"do":"ask","text":"secret"}"#).line();
        if words {
            assert_eq!(subscriber.event("transcript")["text"], "secret");
        }
        assert_eq!(subscriber.event("phase")["phase"], "thinking");
        assert_eq!(subscriber.event("phase")["phase"], "speaking");
        let turn = subscriber.event("turn");
        assert_eq!(turn["reply"], if words { "SECRET".into() } else { Value::Null });
        assert_eq!(subscriber.event("phase")["phase"], "idle");
    }
}

#[test]
fn a_subscriber_that_does_not_read_is_dropped_and_delays_nobody() {
    let running = Running::start(|_| {});
    let mut deaf = running.client();
    deaf.request("subscribe").line();
    let mut client = running.client();
    let text = "a".repeat(super::MAX_TEXT_LEN);
    let line = format!(r#"{{"mynah":1,"id":"1","do":"ask","text":"{text}"}}"#);
    for _ in 0..200 {
        assert_eq!(client.send(&line).line()["ok"], true);
    }
    // Its events are gone with it: there is an end.
    let mut rest = Vec::new();
    let end = deaf.0.read_to_end(&mut rest);
    assert!(end.is_ok() || end.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset));
    assert!(rest.len() < 200 * 2 * text.len(), "{} bytes", rest.len());
}

#[test]
fn a_client_that_floods_is_slowed_down_alone() {
    let running = Running::start(|_| {});
    let flood = UnixStream::connect(running.path()).unwrap();
    let (mut sender, reader) = (flood.try_clone().unwrap(), flood.try_clone().unwrap());
    let sending = std::thread::Builder::new()
        .spawn(move || {
            let line = b"{\"mynah\":1,\"id\":\"f\",\"do\":\"announce\",\"text\":\"a\"}\n";
            while sender.write_all(line).is_ok() {}
        })
        .unwrap();
    let reading = std::thread::Builder::new()
        .spawn(move || BufReader::new(reader).lines().map_while(Result::ok).count())
        .unwrap();
    let mut client = running.client();
    for _ in 0..20 {
        let answer = client.send(r#"{"mynah":1,"do":"ask","text":"mine"}"#).line();
        assert_eq!(answer["reply"], "MINE", "{answer}");
    }
    client.request("status");
    assert!(client.line()["waiting"].as_u64().unwrap() <= 128);
    rustix::net::shutdown(&flood, rustix::net::Shutdown::Both).unwrap();
    sending.join().unwrap();
    reading.join().unwrap();
}

#[test]
fn one_client_waits_for_few_turns_and_those_of_a_client_that_is_gone_are_dropped() {
    let running = Running::start(|_| {});
    let mut client = running.client();
    for _ in 0..4 {
        client.send(r#"{"mynah":1,"do":"ask","text":"wait"}"#);
    }
    assert_eq!(
        client.send(r#"{"mynah":1,"do":"ask","text":"wait"}"#).code(),
        "busy"
    );
    drop(client);
    let mut other = running.client();
    let waiting = |other: &mut Client| other.request("status").line()["waiting"].clone();
    for _ in 0..100 {
        if waiting(&mut other) == 0 {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{} requests wait", waiting(&mut other));
}
