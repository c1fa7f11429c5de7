//! Damaged files of every format that mynah reads: no panic, no hang, one sentence.
//!
//! Owns the ways in which a file is damaged, some of which know what formats are made of. 1,000 in every run of the tests, 20,000
//! in `make torture` (`MUTATIONS`). What each file was can be made again from the seed that a failure names.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use mynah::conversation::{State, step};
use mynah::engine::journal::JournalLine;
use mynah::hearing::whisper::Whisper;
use mynah::hearing::{HearingConfig, Window};
use mynah::language::{self, LoadOptions};
use mynah::models::validate;
use mynah_encoder::{Encoder, Files, Limits as EncoderLimits};
use mynah_knowledge::answer::{Answerer, Context};
use mynah_knowledge::documents::{self, Limits};

use crate::rig::{bare, root};

/// Damaged files where nothing else is asked for.
const FEW: u64 = 1_000;
/// No file takes longer, in a build without optimisation on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Letters of a sentence.
const LONGEST: usize = 300;
/// Resident memory of the whole run in `make torture`, in kilobytes.
const MEMORY_KB: u64 = 500_000;

/// Random numbers that are the same everywhere (SplitMix64; Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }

    fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// A position; half of them in the beginning, where headers are.
    fn position(&mut self, length: usize) -> usize {
        if self.next().is_multiple_of(2) {
            self.below(length.min(2_048))
        } else {
            self.below(length)
        }
    }
}

/// Numbers at which arithmetic and allocation go wrong.
const NUMBERS: [u64; 14] = [
    0,
    1,
    2,
    0x7f,
    0xff,
    0x7fff,
    0xffff,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    1 << 32,
    u64::MAX >> 1,
    1 << 63,
    u64::MAX,
];

/// Pieces of text at which readers go wrong.
const PIECES: [&str; 26] = [
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "{%",
    "|",
    "\\",
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{feff}",
    "NaN",
    "-1",
    "1e999",
    "99999999999999999999999",
    "null",
    "true",
    "\n\n",
    "\t",
    "#",
    "---\n",
    "<script>",
    "£",
];

/// Damages a file once.
fn damage(bytes: &mut Vec<u8>, other: &[u8], is_text: bool, random: &mut Random) {
    if bytes.is_empty() {
        bytes.push(0);
    }
    let length = bytes.len();
    let kinds = if is_text { 12 } else { 8 };
    match random.below(kinds) {
        0 => {
            let at = random.position(length);
            bytes[at] ^= 1 << random.below(8);
        }
        1 => {
            let at = random.position(length);
            bytes[at] = *random.of(&[0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff]);
        }
        2 | 3 => {
            let number = random.of(&NUMBERS).to_le_bytes();
            let width = *random.of(&[2, 4, 8]);
            let at = random.position(length);
            for (place, byte) in bytes[at..].iter_mut().zip(&number[..width]) {
                *place = *byte;
            }
        }
        4 => bytes.truncate(random.position(length)),
        5 => {
            let (from, to) = (random.position(length), random.below(length));
            let end = (from + random.below(64)).min(length);
            let piece = bytes[from..end].to_vec();
            bytes.splice(to..to, piece);
        }
        6 => {
            let from = random.position(length);
            let end = (from + random.below(64)).min(length);
            bytes.drain(from..end);
        }
        7 => {
            let from = random.below(other.len());
            let at = random.below(length);
            bytes.truncate(at);
            bytes.extend(&other[from..]);
        }
        8 => {
            let at = random.below(length);
            bytes.splice(at..at, random.of(&PIECES).bytes());
        }
        9 => {
            let at = random.below(length);
            let many = random.of(&PIECES).repeat(*random.of(&[10, 1_000, 20_000]));
            bytes.splice(at..at, many.into_bytes());
        }
        10 => {
            // A number becomes another one.
            let at = random.below(length);
            if let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
                let from = at + digit;
                let digits = bytes[from..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .count();
                let number = random.of(&NUMBERS).to_string();
                bytes.splice(from..from + digits, number.into_bytes());
            }
        }
        _ => {
            let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
            let line = random.below(lines.len());
            if random.next().is_multiple_of(2) {
                lines.remove(line);
            } else {
                lines.insert(random.below(lines.len()), lines[line]);
            }
            *bytes = lines.join(&b'\n');
        }
    }
}

/// A format: files that are whole, what the reader wants a file to be called, and the reader, which gives a sentence where it refuses.
struct Format {
    name: &'static str,
    whole: Vec<Vec<u8>>,
    file: &'static str,
    is_text: bool,
    read: fn(&Path) -> Result<(), String>,
}

fn all(folder: &str, endings: &[&str]) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if endings
                .iter()
                .any(|ending| path.to_string_lossy().ends_with(ending))
            {
                paths.push(path);
            }
        }
    }
    paths.sort();
    assert!(!paths.is_empty(), "{folder} {endings:?}");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn told(error: &dyn std::error::Error) -> String {
    error.to_string()
}

fn language_model(path: &Path) -> Result<(), String> {
    let info = validate::language(path).map_err(|error| told(&error))?;
    let options = LoadOptions::default();
    language::load(path, &info, &options)
        .map(drop)
        .map_err(|error| told(&error))
}

fn speech_model(path: &Path) -> Result<(), String> {
    validate::speech(path).map_err(|error| told(&error))?;
    let config = HearingConfig::default();
    let mut whisper =
        Whisper::load(path, Window::Utterance, &config, &AtomicU64::new(0)).map_err(|error| told(&error))?;
    let heard = whisper.transcribe(vec![0.01; 8_000], &|| false);
    heard.map(drop).map_err(|error| told(&error))
}

fn sound(path: &Path) -> Result<(), String> {
    let read = mynah::audio::sound_file::read(path, Duration::from_secs(30));
    read.map(drop).map_err(|error| told(&error))
}

/// The file that is damaged stands in a folder with the others of an encoder.
fn encoder(path: &Path) -> Result<(), String> {
    let folder = path.parent().unwrap();
    let encoder =
        Encoder::load(&Files::in_folder(folder), &EncoderLimits::default()).map_err(|error| told(&error))?;
    encoder
        .encode(&["when do you open"])
        .map(drop)
        .map_err(|error| told(&error))
}

fn piper(path: &Path) -> Result<(), String> {
    use mynah::speaking::engines::piper;
    piper::describe(path).map(drop)
}

fn configuration(path: &Path) -> Result<(), String> {
    mynah::config::Settings::load(Some(path))
        .map(drop)
        .map_err(|error| told(&error))
}

fn knowledge(path: &Path) -> Result<(), String> {
    let loaded = documents::load(&[path.to_path_buf()], &Limits::default()).map_err(|error| told(&error))?;
    let answerer = Answerer::new(loaded.units);
    let now = "2026-11-25T10:30".parse().unwrap();
    let mut context = Context::default();
    for question in [
        "When do you open on Friday?",
        "How much is it for two adults?",
        "Are you open now?",
    ] {
        let answer = answerer.answer(question, None, &mut context, now);
        assert!(!answer.text.is_empty());
    }
    match loaded.skipped.first() {
        Some(skipped) => Err(skipped.to_string()),
        None => Ok(()),
    }
}

fn policy(path: &Path) -> Result<(), String> {
    mynah_policy::Policy::load(path)
        .map(drop)
        .map_err(|error| told(&error))
}

/// Every line that can be read is a step.
fn journal(path: &Path) -> Result<(), String> {
    let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    let mut state = State::default();
    for line in text.lines() {
        match serde_json::from_str(line) {
            Ok(JournalLine::Event { at, event }) => drop(step(&mut state, *event, at)),
            Ok(JournalLine::End { .. }) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Ok(())
}

fn recorded_journal() -> Vec<u8> {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal");
    let mut program = bare(home.path());
    program
        .args(["ask", "--quiet", "--journal"])
        .arg(&path)
        .arg("What is 2 plus 2?");
    program.assert().success();
    fs::read(path).unwrap()
}

fn formats() -> Vec<Format> {
    let format = |name, whole, file, is_text, read| Format {
        name,
        whole,
        file,
        is_text,
        read,
    };
    let fixture = |path: &str| vec![fs::read(root().join(path)).unwrap()];
    vec![
        format(
            "GGUF",
            all("tests/fixtures/upstream/gguf", &[".gguf"]),
            "m.gguf",
            false,
            language_model,
        ),
        format(
            "GGUF, text",
            all("tests/fixtures/upstream/gguf", &[".gguf"]),
            "m.gguf",
            true,
            language_model,
        ),
        format(
            "Whisper",
            fixture("models/starter/speech.bin"),
            "m.bin",
            false,
            speech_model,
        ),
        format("WAV", all("assets/demo", &[".wav"]), "a.wav", false, sound),
        format(
            "MP3",
            all("tests/fixtures/sound", &[".mp3"]),
            "a.mp3",
            false,
            sound,
        ),
        format(
            "MP4",
            all("tests/fixtures/sound", &[".m4a", ".mp4"]),
            "a.m4a",
            false,
            sound,
        ),
        format(
            "AAC",
            all("tests/fixtures/sound", &[".aac"]),
            "a.aac",
            false,
            sound,
        ),
        format(
            "Ogg",
            all("tests/fixtures/sound", &[".ogg"]),
            "a.ogg",
            false,
            sound,
        ),
        format(
            "safetensors",
            all(ENCODER, &["model.safetensors"]),
            "model.safetensors",
            false,
            encoder,
        ),
        format(
            "tokenizer.json",
            all(ENCODER, &["tokenizer.json"]),
            "tokenizer.json",
            true,
            encoder,
        ),
        format(
            "encoder's config.json",
            all(ENCODER, &["/config.json"]),
            "config.json",
            true,
            encoder,
        ),
        format(
            "ONNX",
            fixture("tests/fixtures/voice/tone.onnx"),
            "v.onnx",
            false,
            piper,
        ),
        format(
            "Piper's description",
            fixture("tests/fixtures/voice/tone.onnx.json"),
            "v.onnx.json",
            true,
            piper_description,
        ),
        format(
            "configuration",
            all("assets/demo", &[".toml"]),
            "c.toml",
            true,
            configuration,
        ),
        format(
            "packaged configuration",
            fixture("packaging/deb/config.toml"),
            "c.toml",
            true,
            configuration,
        ),
        format(
            "Markdown",
            all("tests/answers", &[".md"]),
            "d.md",
            true,
            knowledge,
        ),
        format("CSV", all("tests/answers", &[".csv"]), "d.csv", true, knowledge),
        format("notes", all("tests/answers", &[".txt"]), "d.txt", true, knowledge),
        format(
            "policy",
            POLICIES.iter().map(|text| text.as_bytes().to_vec()).collect(),
            "p.md",
            true,
            policy,
        ),
        format("journal", vec![recorded_journal()], "j", true, journal),
    ]
}

/// Encoders of upstream's making, all of one shape each.
const ENCODER: &str = "tests/fixtures/upstream/encoders/distilbert";

/// A policy with everything that one can say.
const POLICIES: [&str; 1] = [
    "# Persona\n\nYou are the desk of Harbour House.\n\n# Rules\n\n- Be brief.\n\n# Refused topics\n\n- politics: elections, parties\n\n# Emergencies\n\n- fire, smoke: Leave the building now.\n",
];

fn piper_description(path: &Path) -> Result<(), String> {
    piper(&path.with_extension(""))
}

/// Puts what a reader needs beside the damaged file.
fn furnish(format: &Format, folder: &Path) {
    let copied: Vec<PathBuf> = match format.file {
        "model.safetensors" | "tokenizer.json" | "config.json" => {
            ["model.safetensors", "tokenizer.json", "config.json"]
                .map(|name| root().join(ENCODER).join(name))
                .into()
        }
        "v.onnx" | "v.onnx.json" => {
            let from = root().join("tests/fixtures/voice");
            fs::copy(from.join("tone.onnx"), folder.join("v.onnx")).unwrap();
            fs::copy(from.join("tone.onnx.json"), folder.join("v.onnx.json")).unwrap();
            return;
        }
        _ => return,
    };
    for path in copied {
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the time that a file takes is what is tested"
)]
fn now() -> Instant {
    Instant::now()
}

/// Damages a file of this format, and reads it; what is wrong.
fn try_once(format: &Format, folder: &Path, seed: u64) -> Result<bool, String> {
    let mut random = Random(seed);
    let mut bytes = random.of(&format.whole).clone();
    let other = random.of(&format.whole);
    for _ in 0..=random.below(4) {
        damage(&mut bytes, other, format.is_text, &mut random);
    }
    let path = folder.join(format.file);
    fs::write(&path, &bytes).unwrap();
    let start = now();
    let read = std::panic::catch_unwind(|| (format.read)(&path));
    let took = start.elapsed();
    if took > TIMEOUT {
        return Err(format!("it took {took:?}"));
    }
    match read {
        Err(_) => Err("it panicked".to_owned()),
        Ok(Ok(())) => Ok(true),
        Ok(Err(sentence)) => {
            let length = sentence
                .replace(&folder.display().to_string(), "")
                .chars()
                .count();
            if length > LONGEST {
                let beginning: String = sentence.chars().take(LONGEST).collect();
                Err(format!("its sentence has {length} letters: {beginning}"))
            } else if sentence.contains("panicked") {
                Err(sentence)
            } else {
                Ok(false)
            }
        }
    }
}

fn most_memory_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
#[expect(clippy::print_stdout, reason = "the table of make torture")]
fn damaged_files_are_refused_in_a_sentence_or_read_without_a_panic() {
    let asked: Option<u64> = std::env::var("MUTATIONS")
        .ok()
        .and_then(|count| count.parse().ok());
    let formats = formats();
    let count = asked.unwrap_or(FEW).div_ceil(formats.len() as u64);
    let mut wrongs = Vec::new();
    for format in &formats {
        let folder = tempfile::tempdir().unwrap();
        furnish(format, folder.path());
        let mut read = 0;
        for seed in 0..count {
            match try_once(format, folder.path(), seed) {
                Ok(whole) => read += u64::from(whole),
                Err(why) => wrongs.push(format!("{}, seed {seed}: {why}", format.name)),
            }
        }
        println!(
            "{}: {count} damaged files, {read} read all the same; at most {} MB so far",
            format.name,
            most_memory_kb() / 1_000
        );
    }
    assert!(
        wrongs.is_empty(),
        "{} wrong:\n{}",
        wrongs.len(),
        wrongs.join("\n")
    );
    if asked.is_some() {
        assert!(most_memory_kb() <= MEMORY_KB, "{} kB", most_memory_kb());
    }
}
