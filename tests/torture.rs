//! The system fails at every place once: files that cannot be opened, full disks, no memory, no threads, no processes.
//!
//! Owns the scenes and the faults. strace makes the calls on one file fail, for every file, or the n-th call of every thread, for every n
//! (`make torture`; a few of them in every run of the tests). Whatever fails, a scene ends in time, with its answer or with a sentence;
//! nothing is half written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use mynah::archive::Archive;
use mynah::engine::journal::JournalLine;

use crate::rig::root;

/// A command that is tormented, in an empty home folder.
pub struct Scene {
    pub what: &'static str,
    /// For bash: `$M` is mynah, `$W` a spoken question.
    script: &'static str,
    /// A part of what it prints when nothing fails.
    answers: &'static str,
    /// What has become of the file that it writes in its home folder.
    written: fn(&Path) -> Written,
}

/// What has become of a file.
#[derive(Debug, PartialEq)]
enum Written {
    Absent,
    /// It ends early, which may happen to a command that fails and says so.
    Unfinished,
    Whole,
    Damaged(String),
}

fn journal(home: &Path) -> Written {
    let Ok(text) = fs::read_to_string(home.join("journal")) else {
        return Written::Absent;
    };
    let is_event = |line: &str| serde_json::from_str::<JournalLine>(line).is_ok();
    match text.lines().position(|line| !is_event(line)) {
        None if text.is_empty() => Written::Unfinished,
        None => Written::Whole,
        Some(line) if line + 1 == text.lines().count() => Written::Unfinished,
        Some(line) => Written::Damaged(format!("line {} of the journal is none", line + 1)),
    }
}

/// A recording is as long as its header says.
fn recording(home: &Path) -> Written {
    let Ok(bytes) = fs::read(home.join("answer.wav")) else {
        return Written::Absent;
    };
    let size = bytes.get(4..8).and_then(|size| size.try_into().ok());
    let size = size.map_or(0, u32::from_le_bytes) as usize;
    if bytes.is_empty() {
        // Nothing may be left that could remove it.
        Written::Unfinished
    } else if bytes.starts_with(b"RIFF") && size + 8 == bytes.len() && size > 1_000 {
        Written::Whole
    } else {
        Written::Damaged(format!("the recording has {} bytes", bytes.len()))
    }
}

fn model(home: &Path) -> Written {
    let Ok(bytes) = fs::read(home.join("models/language.gguf")) else {
        return Written::Absent;
    };
    if fs::read(root().join("models/starter/language.gguf")).unwrap() == bytes {
        Written::Whole
    } else {
        Written::Damaged(format!("the model has {} bytes", bytes.len()))
    }
}

fn conversation(home: &Path) -> Written {
    let archive = Archive::new(home.join(".local/share/mynah/history"));
    let names = archive.names().unwrap();
    for name in &names {
        match archive.read(name) {
            Ok(saved) if saved.exchanges.is_empty() => return Written::Damaged("it is empty".to_owned()),
            Ok(_) => {}
            Err(error) => return Written::Damaged(error.to_string()),
        }
    }
    if names.is_empty() {
        Written::Absent
    } else {
        Written::Whole
    }
}

pub const SCENES: &[Scene] = &[
    Scene {
        what: "a typed question, with a journal",
        script: "$M ask --quiet --journal journal 'What is 2 plus 2?'",
        answers: "2 plus 2 is 4.",
        written: journal,
    },
    Scene {
        what: "a spoken question, answered into a file",
        script: "$M ask --wav $W --quiet --speak answer.wav",
        answers: "10 am",
        written: recording,
    },
    Scene {
        what: "a model is added",
        script: "$M models add --to models $MYNAH_MODELS/language.gguf",
        answers: "language.gguf",
        written: model,
    },
    Scene {
        what: "a conversation in plain mode that is saved",
        script: "printf 'What is 2 plus 2?\\n' | MYNAH_HISTORY__KEEP=true $M talk --plain --text",
        answers: "2 plus 2 is 4.",
        written: conversation,
    },
];

/// A fault and its name.
pub type NamedFault = (&'static str, Fault);

/// What fails, and how.
pub enum Fault {
    /// Calls on one file, for every file of a scene.
    OnFile {
        calls: &'static str,
        error: &'static str,
    },
    /// The n-th call of every thread, for every n.
    Nth {
        calls: &'static str,
        error: &'static str,
    },
    /// More address space than this, in megabytes, for every step.
    Memory { from: usize, to: usize, step: usize },
}

pub const FAULTS: &[NamedFault] = &[
    (
        "a file cannot be opened: too many are open",
        Fault::OnFile {
            calls: "openat",
            error: "EMFILE",
        },
    ),
    (
        "a file cannot be opened: an I/O error",
        Fault::OnFile {
            calls: "openat",
            error: "EIO",
        },
    ),
    (
        "a file cannot be opened: no permission",
        Fault::OnFile {
            calls: "openat",
            error: "EACCES",
        },
    ),
    (
        "a file cannot be read",
        Fault::OnFile {
            calls: "read,pread64",
            error: "EIO",
        },
    ),
    (
        "a file cannot be written: the disk is full",
        Fault::OnFile {
            calls: "write,pwrite64,writev",
            error: "ENOSPC",
        },
    ),
    (
        "what was written cannot be kept",
        Fault::Nth {
            calls: "fsync,fdatasync,rename,renameat,renameat2,linkat",
            error: "EIO",
        },
    ),
    (
        "no folder can be made",
        Fault::Nth {
            calls: "mkdir,mkdirat",
            error: "ENOSPC",
        },
    ),
    (
        "no more threads or processes",
        Fault::Nth {
            calls: "clone,clone3,fork,vfork",
            error: "EAGAIN",
        },
    ),
    (
        "no more pipes, sockets, counters",
        Fault::Nth {
            calls: "pipe2,socketpair,socket,eventfd2,epoll_create1,memfd_create,inotify_init1",
            error: "EMFILE",
        },
    ),
    (
        "no more memory",
        Fault::Memory {
            from: 60,
            to: 900,
            step: 10,
        },
    ),
];

/// Far longer than a scene takes under strace.
const TIMEOUT: &str = "60";
/// The dynamic linker has failed, before anything of mynah runs; or the standard library has, which gets no memory for an allocation or
/// for a thread's signal stack.
const BEYOND_MYNAH: [&str; 4] = [
    "error while loading shared libraries",
    "cannot apply additional memory protection",
    "memory allocation of",
    "std/src/sys/pal/unix/stack_overflow.rs",
];
/// Files of the system, which the linker and the C library read.
const SYSTEM: [&str; 9] = [
    "/etc",
    "/lib",
    "/usr/lib",
    "/proc",
    "/sys",
    "/dev",
    "/usr/share/zoneinfo",
    "/usr/share/locale",
    "/run",
];

/// What a run showed.
struct Ran {
    code: Option<i32>,
    output: String,
    errors: String,
    /// What strace saw, a line for each call.
    traced: String,
    written: Written,
}

/// How strace is started, and what the shell does before.
#[derive(Default)]
struct Setting {
    /// strace's own arguments.
    traced: String,
    /// For bash, before the scene.
    before: String,
}

/// Runs a scene; `~` in the setting is its home folder.
fn run(scene: &Scene, setting: &Setting) -> Ran {
    let home = tempfile::tempdir().unwrap();
    let trace = tempfile::NamedTempFile::new().unwrap();
    let mynah = if setting.traced.is_empty() {
        env!("CARGO_BIN_EXE_mynah").to_owned()
    } else {
        format!(
            "strace -f -qq -y -s 0 -e signal=none -o {} {} {}",
            trace.path().display(),
            setting.traced.replace('~', &home.path().display().to_string()),
            env!("CARGO_BIN_EXE_mynah")
        )
    };
    let output = Command::new("timeout")
        .args(["-s", "KILL", TIMEOUT, "bash", "-c"])
        .arg(format!("{}{}", setting.before, scene.script))
        .current_dir(home.path())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path())
        .env("M", mynah)
        .env("W", root().join("assets/demo/02.wav"))
        .env("MYNAH_MODELS", root().join("models/starter"))
        .env("MYNAH_CONFIG", root().join("assets/demo/demo.toml"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let here = home.path().display().to_string();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&here, "~");
    Ran {
        code: output.status.code(),
        output: text(&output.stdout),
        errors: text(&output.stderr),
        traced: text(&fs::read(trace.path()).unwrap_or_default()),
        written: (scene.written)(home.path()),
    }
}

/// The files of mynah, its models and documents, and the home folder that these calls were about.
fn files(traced: &str) -> BTreeSet<String> {
    let quoted = |line: &str| Some(line.split_once('"')?.1.split_once('"')?.0.to_owned());
    let by_descriptor = |line: &str| Some(line.split_once('<')?.1.split_once('>')?.0.to_owned());
    traced
        .lines()
        .filter(|line| line.contains('(') && !line.contains("ENOENT"))
        .filter_map(|line| {
            if line.contains("openat(") {
                opened(line)
            } else {
                by_descriptor(line).or_else(|| quoted(line))
            }
        })
        .filter(|path| path.starts_with(['/', '~']) && !SYSTEM.iter().any(|system| path.starts_with(system)))
        .collect()
}

/// The file that a call has opened: strace tells it behind the result.
fn opened(line: &str) -> Option<String> {
    Some(
        line.rsplit_once("= ")?
            .1
            .split_once('<')?
            .1
            .split_once('>')?
            .0
            .to_owned(),
    )
}

/// The most calls of one thread.
fn most_calls(traced: &str) -> usize {
    let mut calls: BTreeMap<&str, usize> = BTreeMap::new();
    for line in traced.lines().filter(|line| line.contains('(')) {
        *calls
            .entry(line.split(' ').next().unwrap_or_default())
            .or_default() += 1;
    }
    calls.into_values().max().unwrap_or_default()
}

/// The settings in which a fault happens at each of its places, and the names of the places.
fn places(scene: &Scene, fault: &Fault) -> Vec<(String, Setting)> {
    let traced = |traced: String| Setting {
        traced,
        ..Setting::default()
    };
    match fault {
        Fault::OnFile { calls, error } => {
            let seen = run(scene, &traced(format!("-e trace={calls}"))).traced;
            let place = |file: String| {
                let setting = traced(format!(
                    "-e trace={calls} -P {file} -e inject={calls}:error={error}"
                ));
                (file, setting)
            };
            files(&seen).into_iter().map(place).collect()
        }
        Fault::Nth { calls, error } => {
            let seen = run(scene, &traced(format!("-e trace={calls}"))).traced;
            let place = |number| {
                let setting = traced(format!(
                    "-e trace={calls} -e inject={calls}:error={error}:when={number}"
                ));
                (format!("call {number}"), setting)
            };
            (1..=most_calls(&seen)).map(place).collect()
        }
        Fault::Memory { from, to, step } => (*from..=*to)
            .step_by(*step)
            .map(|megabytes| {
                let before = format!("ulimit -v {}; ", megabytes * 1_000);
                (
                    format!("{megabytes} MB"),
                    Setting {
                        before,
                        ..Setting::default()
                    },
                )
            })
            .collect(),
    }
}

/// What is wrong with a run in which something failed; `None` if nothing is.
fn wrong(scene: &Scene, ran: &Ran) -> Option<String> {
    let Ran {
        code,
        output,
        errors,
        written,
        ..
    } = ran;
    match written {
        Written::Damaged(why) => return Some(why.clone()),
        Written::Absent | Written::Unfinished if *code == Some(0) && output.contains(scene.answers) => {
            return Some("it succeeds and has not written its file".to_owned());
        }
        Written::Absent | Written::Unfinished | Written::Whole => {}
    }
    if BEYOND_MYNAH.iter().any(|sign| errors.contains(sign)) {
        return None;
    }
    for bad in [
        "panicked",
        "bug in mynah",
        "RUST_BACKTRACE",
        "terminate called",
        "GGML_ASSERT",
    ] {
        if errors.contains(bad) || output.contains(bad) {
            return Some(format!("it shows '{bad}'"));
        }
    }
    if let Some(long) = errors.lines().find(|line| line.chars().count() > 330) {
        return Some(format!("a sentence is too long: {long}"));
    }
    match code {
        // A conversation goes on after a question that failed, and ends well.
        Some(0) if output.trim().is_empty() && !errors.contains("mynah: ") => {
            Some("it succeeds without an answer".to_owned())
        }
        Some(1) if errors.trim().is_empty() => Some("it fails without a word".to_owned()),
        Some(0 | 1) => None,
        other => Some(format!("it ends with {other:?}")),
    }
}

/// Lets every `stride`-th place of these faults fail once in each scene; returns what became of it, and what is wrong.
fn torment(stride: usize, is_wanted: fn(&Fault) -> bool) -> (String, Vec<String>) {
    let (mut table, mut wrongs) = (String::new(), Vec::new());
    for scene in SCENES {
        let whole = run(scene, &Setting::default());
        let shown = format!("{}: {}{}", scene.what, whole.output, whole.errors);
        assert_eq!(whole.code, Some(0), "{shown}");
        assert!(whole.output.contains(scene.answers), "{shown}");
        assert_eq!(whole.written, Written::Whole, "{shown}");
        let mut injected = 0;
        for (what, fault) in FAULTS.iter().filter(|(_, fault)| is_wanted(fault)) {
            let (mut failed, mut missed, mut answered) = (0, 0, 0);
            for (place, setting) in places(scene, fault).iter().step_by(stride) {
                let ran = run(scene, setting);
                let is_injected = setting.traced.is_empty() || ran.traced.contains("(INJECTED)");
                if !is_injected {
                    missed += 1;
                    continue;
                }
                failed += 1;
                injected += usize::from(!setting.traced.is_empty());
                answered += usize::from(ran.output.contains(scene.answers));
                if let Some(why) = wrong(scene, &ran) {
                    wrongs.push(format!(
                        "{}; {what} ({place}): {why}\n  code {:?}\n  {}\n  {}",
                        scene.what,
                        ran.code,
                        ran.output.trim(),
                        ran.errors.trim(),
                    ));
                }
            }
            let _ = writeln!(
                table,
                "{}; {what}: {failed} places failed, {answered} answered all the same, {missed} not reached",
                scene.what,
            );
        }
        assert!(injected > 0, "{}: strace made nothing fail", scene.what);
    }
    (table, wrongs)
}

#[test]
fn whatever_call_fails_there_is_an_answer_or_a_sentence_and_nothing_half_written() {
    let may_trace = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "true"])
        .status();
    if !may_trace.is_ok_and(|status| status.success()) {
        eprintln!("strace may not trace here: nothing was made to fail");
        return;
    }
    // How much memory is needed where differs from machine to machine.
    let (_, wrongs) = torment(23, |fault| !matches!(fault, Fault::Memory { .. }));
    assert!(wrongs.is_empty(), "{}", wrongs.join("\n"));
}

#[test]
#[ignore = "hundreds of runs: make torture"]
fn every_call_of_every_scene_fails_once() {
    let (table, wrongs) = torment(1, |_| true);
    println!("{table}");
    assert!(
        wrongs.is_empty(),
        "{} wrong:\n{}",
        wrongs.len(),
        wrongs.join("\n")
    );
}
