//! A kiosk as its tests see it: its configuration, its visits as processes, and what of a visit can be found afterwards.

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::root;
use super::terminal::Session;

/// How often things are done: a few times in every test run, many in `make kiosk-check`.
pub fn rounds(few: usize) -> usize {
    let wished = std::env::var("KIOSK_ROUNDS").ok();
    wished.map_or(few, |wished| wished.parse().unwrap())
}

/// A row of the table of `make kiosk-check`.
#[expect(clippy::print_stdout, reason = "it is read from there")]
pub fn row(what: &str, result: &str) {
    println!("kiosk-check: {what:52} {result}");
}

/// Writes a kiosk's configuration.
pub fn configure(home: &Path, limits: &str) -> PathBuf {
    let config = home.join("kiosk.toml");
    let knowledge = root().join("assets/knowledge/harbor-house");
    let text = format!(
        "[mind]\nknowledge = [\"{}\"]\n[kiosk]\nname = \"Harbor House\"\n{limits}\n",
        knowledge.display()
    );
    fs::write(&config, text).unwrap();
    config
}

/// Whether a kiosk answers.
pub fn answers(session: &mut Session) {
    session.keys("\u{1b}\u{15}\rHow much is a coffee?\r");
    session.wait("A coffee costs 3 dollars.");
}

/// The processes that a process has started.
pub fn children(process: u32) -> Vec<u32> {
    let text = fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    text.split_whitespace()
        .map(|number| number.parse().unwrap())
        .collect()
}

pub fn visit(session: &Session) -> u32 {
    // The parts of a visit that has just ended are waited for.
    let is_visit = |process: &u32| {
        fs::read_to_string(format!("/proc/{process}/comm")).is_ok_and(|name| !name.starts_with("mynah-"))
    };
    let mut all = children(session.process());
    all.retain(is_visit);
    assert!(all.len() <= 1, "{all:?}");
    all.first().copied().unwrap_or_default()
}

/// Waits for a visit in another process; returns it and how long that took.
#[expect(clippy::disallowed_methods, reason = "this measures")]
pub fn next_visit(session: &Session, before: u32) -> (u32, Duration) {
    let waiting = Instant::now();
    while waiting.elapsed() < Duration::from_secs(40) {
        let now = visit(session);
        if now != 0 && now != before {
            return (now, waiting.elapsed());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("nobody follows {before}:\n{}", session.text());
}

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes
        .windows(words.len())
        .any(|window| window == words.as_bytes())
}

/// Whether a process holds these letters anywhere in its memory; `None` where we may not look.
pub fn remembers(process: u32, words: &str) -> Option<bool> {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).ok()?;
    let mut memory = fs::File::open(format!("/proc/{process}/mem")).ok()?;
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (from, to) = line.split_once(' ')?.0.split_once('-')?;
        let (from, to) = (
            u64::from_str_radix(from, 16).ok()?,
            u64::from_str_radix(to, 16).ok()?,
        );
        let mut bytes = vec![0; usize::try_from(to - from).ok()?];
        memory.seek(SeekFrom::Start(from)).ok()?;
        // Some ranges cannot be read.
        if memory.read_exact(&mut bytes).is_ok() && holds(&bytes, words) {
            return Some(true);
        }
    }
    Some(false)
}

/// Files below a folder that hold these letters.
pub fn files_with(folder: &Path, words: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_with(&path, words));
        } else if holds(&fs::read(&path).unwrap_or_default(), words) {
            found.push(path);
        }
    }
    found
}
