//! The control socket of a running program: `mynah announce`, `mynah ctl`, and clients that misbehave.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::rig::kiosk::{answers, configure};
use crate::rig::root;
use crate::rig::terminal::Session;

/// Far longer than anything takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// `mynah talk --plain --text --json`, until its input ends.
struct Talk {
    process: Child,
    input: Option<ChildStdin>,
    lines: Receiver<Value>,
}

fn command(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mynah"));
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("MYNAH_") || name.starts_with("XDG_"))
    {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("MYNAH_CONFIG", root().join("assets/demo/demo.toml"))
        .env("MYNAH_MODELS", root().join("models/starter"));
    command
}

fn ctl(home: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = command(home, arguments).output().unwrap();
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// The socket in the program's folder, whatever it is called.
fn socket(home: &Path) -> Option<PathBuf> {
    let mut entries = std::fs::read_dir(home.join("mynah")).ok()?.flatten();
    entries
        .find(|entry| entry.file_type().is_ok_and(|kind| kind.is_socket()))
        .map(|entry| entry.path())
}

/// Waits until something holds.
fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{what}");
}

impl Talk {
    /// Starts the program and waits until it listens for other programs.
    fn start(home: &Path) -> Self {
        let talk = Self::start_beside(home);
        until("nobody listens", || {
            socket(home).is_some_and(|path| UnixStream::connect(path).is_ok())
        });
        talk
    }

    fn start_beside(home: &Path) -> Self {
        let mut process = command(home, &["talk", "--plain", "--text", "--json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let output = BufReader::new(process.stdout.take().unwrap());
        // Ends with the program's output.
        std::thread::Builder::new()
            .spawn(move || {
                for line in output.lines().map_while(Result::ok) {
                    let _ = sender.send(serde_json::from_str(&line).unwrap_or_default());
                }
            })
            .unwrap();
        let input = process.stdin.take();
        Self {
            process,
            input,
            lines,
        }
    }

    /// The reply of the next turn.
    fn reply(&self) -> String {
        loop {
            let line = self.lines.recv_timeout(TIMEOUT).expect("no turn came");
            if line["event"] == "turn" {
                return line["reply"].as_str().unwrap().to_owned();
            }
        }
    }

    fn end(mut self) {
        self.input = None;
        assert!(self.process.wait().unwrap().success());
    }

    /// Memory in bytes, and processor time in seconds.
    fn cost(&self) -> (u64, f64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = resident.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        (
            kilobytes.unwrap() * 1024,
            crate::rig::terminal::processor_seconds(self.process.id()),
        )
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_running_conversation_is_asked_told_and_followed_from_a_shell() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let (code, _, err) = ctl(home, &["announce", "We close."]);
    assert!(code == 1 && err.contains("No conversation is running"), "{err}");
    let talk = Talk::start(home);
    let path = socket(home).unwrap();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let mut followed = command(home, &["ctl", "--json", "subscribe"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut events = BufReader::new(followed.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    assert!(events.next().unwrap().contains("\"words\":true"));

    assert_eq!(ctl(home, &["announce", "We close\tin ten minutes."]).0, 0);
    assert_eq!(talk.reply(), "We close in ten minutes.");
    let (code, out, err) = ctl(home, &["ctl", "ask", "How much is a coffee?"]);
    assert_eq!((code, out.trim()), (0, "A coffee costs 3 dollars."), "{err}");
    assert_eq!(talk.reply(), "A coffee costs 3 dollars.");
    assert_eq!(ctl(home, &["ctl", "say", "Hello."]).0, 0);
    assert_eq!(talk.reply(), "Hello.");
    let (code, out, _) = ctl(home, &["ctl", "--json", "status"]);
    let status: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &status["phase"]), (0, &"idle".into()), "{out}");
    for request in ["mute", "unmute", "stop"] {
        assert_eq!(ctl(home, &["ctl", request]).0, 0, "{request}");
    }
    assert_eq!(ctl(home, &["announce", " "]).0, 1);
    talk.end();
    let rest: Vec<String> = events.collect();
    assert!(followed.wait().unwrap().success());
    assert!(
        rest.iter().any(|line| line.contains("How much is a coffee?")),
        "{rest:?}"
    );
    assert!(!path.exists());
}

#[test]
fn sixty_silent_programs_and_a_slow_one_do_not_delay_an_announcement() {
    let home = tempfile::tempdir().unwrap();
    let talk = Talk::start(home.path());
    let path = socket(home.path()).unwrap();
    let silent: Vec<UnixStream> = (0..60).map(|_| UnixStream::connect(&path).unwrap()).collect();
    let mut slow = UnixStream::connect(&path).unwrap();
    slow.write_all(b"{").unwrap();
    let (code, _, err) = ctl(home.path(), &["announce", "We close."]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(talk.reply(), "We close.");
    drop(silent);
}

#[test]
fn a_program_that_sends_a_byte_at_a_time_is_closed() {
    let home = tempfile::tempdir().unwrap();
    let talk = Talk::start(home.path());
    let mut slow = UnixStream::connect(socket(home.path()).unwrap()).unwrap();
    until("it is served for ever", || {
        std::thread::sleep(Duration::from_millis(400));
        slow.try_clone().unwrap().write_all(b"a").is_err()
    });
    slow.flush().unwrap();
    assert_eq!(ctl(home.path(), &["announce", "We close."]).0, 0);
    assert_eq!(talk.reply(), "We close.");
}

#[test]
fn the_next_conversation_takes_announcements_when_the_first_one_has_ended_or_was_killed() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let first = Talk::start(home);
    let second = Talk::start_beside(home);
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(ctl(home, &["announce", "To the first."]).0, 0);
    assert_eq!(first.reply(), "To the first.");
    first.end();
    until("it is not taken over", || {
        ctl(home, &["announce", "To the second."]).0 == 0
    });
    assert_eq!(second.reply(), "To the second.");
    // Killed: its socket stays behind.
    drop(second);
    assert!(socket(home).is_some());
    let third = Talk::start_beside(home);
    until("it is not replaced", || {
        ctl(home, &["announce", "To the third."]).0 == 0
    });
    assert_eq!(third.reply(), "To the third.");
}

/// The program in a terminal, with the socket in the home folder.
fn session(home: &Path, arguments: &[&str], limits: &str) -> Session {
    let environment = [
        ("HOME", home.to_owned()),
        ("XDG_RUNTIME_DIR", home.to_owned()),
        ("MYNAH_CONFIG", configure(home, limits)),
    ];
    let program = PathBuf::from(env!("CARGO_BIN_EXE_mynah"));
    Session::start(&program, root(), arguments, &environment, (100, 30))
}

#[test]
fn what_a_program_asks_is_shown_in_the_interface() {
    let home = tempfile::tempdir().unwrap();
    let session = session(home.path(), &["talk", "--text"], "");
    session.wait("Typing only");
    until("nobody listens", || socket(home.path()).is_some());
    let (code, out, err) = ctl(home.path(), &["ctl", "ask", "How much is a coffee?"]);
    assert_eq!((code, out.trim()), (0, "A coffee costs 3 dollars."), "{err}");
    session.wait("How much is a coffee?");
    session.wait("A coffee costs 3 dollars.");
}

#[test]
fn a_kiosk_takes_announcements_and_no_questions_of_other_programs() {
    let home = tempfile::tempdir().unwrap();
    let mut session = session(home.path(), &["kiosk", "--text"], "");
    session.wait("Ask me anything");
    answers(&mut session);
    until("nobody listens", || socket(home.path()).is_some());
    let (code, _, err) = ctl(home.path(), &["ctl", "ask", "How much is a coffee?"]);
    assert!(code == 1 && err.contains("does not allow"), "{err}");
    assert_eq!(ctl(home.path(), &["announce", "We close in ten minutes."]).0, 0);
    session.wait("We close in ten minutes.");
}

const QUESTION: &str = "What is 12 times 12?";
/// Questions that are measured.
const TURNS: usize = 40;

/// Times of turns in milliseconds, of which 19 in 20 are shorter: of a person who types, and of a program that asks.
#[derive(Debug)]
#[expect(dead_code, reason = "it is printed")]
struct Turns {
    person: f64,
    program: f64,
}

#[expect(clippy::disallowed_methods, reason = "this measures")]
fn measured(mut turn: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..TURNS)
        .map(|_| {
            // As fast as people ask.
            std::thread::sleep(Duration::from_millis(300));
            let began = Instant::now();
            turn();
            began.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() * 95 / 100]
}

fn turns(talk: &mut Talk, path: &Path) -> Turns {
    let mut lines = BufReader::new(UnixStream::connect(path).unwrap());
    let program = measured(|| {
        writeln!(lines.get_mut(), r#"{{"mynah":1,"do":"ask","text":"{QUESTION}"}}"#).unwrap();
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        assert!(line.contains("144"), "{line}");
        assert!(talk.reply().contains("144"));
    });
    let mut input = talk.input.take().unwrap();
    let person = measured(|| {
        writeln!(input, "{QUESTION}").unwrap();
        assert!(talk.reply().contains("144"));
    });
    talk.input = Some(input);
    Turns { person, program }
}

#[test]
#[ignore = "measures: run it alone, in a release build, with --nocapture"]
fn a_thousand_programs_at_once_cost_little() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(Resource::Nofile).maximum;
    let limit = Rlimit {
        current: maximum,
        maximum,
    };
    setrlimit(Resource::Nofile, limit).unwrap();
    let home = tempfile::tempdir().unwrap();
    let mut talk = Talk::start(home.path());
    let path = socket(home.path()).unwrap();
    // The first turns read what later ones find in memory.
    turns(&mut talk, &path);
    let alone = turns(&mut talk, &path);
    let (memory_before, _) = talk.cost();
    let mut clients: Vec<BufReader<UnixStream>> = Vec::new();
    for number in 0..1_000 {
        let mut stream = UnixStream::connect(&path).unwrap();
        let kind = if number % 2 == 0 { "status" } else { "subscribe" };
        writeln!(stream, r#"{{"mynah":1,"do":"{kind}"}}"#).unwrap();
        clients.push(BufReader::new(stream));
    }
    let mut served = 0;
    for client in &mut clients {
        let mut line = String::new();
        client.read_line(&mut line).unwrap();
        served += usize::from(line.contains("\"ok\":true"));
    }
    let quiet = turns(&mut talk, &path);
    let (memory_quiet, _) = talk.cost();
    // All of them ask for the status all the time; half of them get events, too.
    let flooding: Vec<_> = clients
        .into_iter()
        .map(|client| {
            std::thread::Builder::new()
                .stack_size(64 << 10)
                .spawn(move || {
                    let mut stream = client.get_ref().try_clone().unwrap();
                    let reader = std::thread::Builder::new()
                        .stack_size(64 << 10)
                        .spawn(move || client.lines().map_while(Result::ok).count())
                        .unwrap();
                    while stream.write_all(b"{\"mynah\":1,\"do\":\"status\"}\n").is_ok() {}
                    reader.join().unwrap()
                })
                .unwrap()
        })
        .collect();
    std::thread::sleep(Duration::from_secs(2));
    let (_, processor_before) = talk.cost();
    let flooded = turns(&mut talk, &path);
    let (memory_flooded, processor) = talk.cost();
    let megabytes = |after: u64| (after as f64 - memory_before as f64) / 1e6;
    println!(
        "{served} of 1000 served; turns (95th percentile, ms): alone {alone:.1?}, with them {quiet:.1?}, \
         flooded by them {flooded:.1?}; memory: +{:.1} MB, flooded +{:.1} MB; processor while flooded: {:.2} s",
        megabytes(memory_quiet),
        megabytes(memory_flooded),
        processor - processor_before,
    );
    drop(talk);
    let lines: usize = flooding.into_iter().map(|thread| thread.join().unwrap()).sum();
    println!("{lines} lines were read");
    assert_eq!(served, 1_000);
}
