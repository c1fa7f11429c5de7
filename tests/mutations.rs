//! Damaged files of twenty formats that mynah reads: no panic, no hang, one sentence.
//!
//! Owns the formats and their readers; how a file is damaged is in `damage`. 1,000 files in every run of the tests, 20,000
//! in `make torture` (`MUTATIONS`). What each file was can be made again from the seed that a failure names.

mod damage;

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
use damage::{Random, damage};

/// Damaged files where nothing else is asked for.
const FEW: u64 = 1_000;
/// No file takes longer, in a build without optimisation on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Letters of a sentence.
const LONGEST: usize = 300;
/// Resident memory of the whole run in `make torture`, in kilobytes.
const MEMORY_KB: u64 = 500_000;

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

#[allow(clippy::too_many_lines, reason = "a list")]
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
    "# Persona\n\nYou are the desk of Harbour House.\n\n# Rules\n\n- Be brief.\n\n# Refuse\n\n## politics\n- elections, parties\nexcept: birthday parties\nSay: I do not talk about politics.\n\n# Emergency\n\n## fire\n- fire, smoke\nSay: Leave the building now.\n",
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
        let path = folder.path().join(format.file);
        let is_read = |bytes: &Vec<u8>| {
            fs::write(&path, bytes).unwrap();
            (format.read)(&path).is_ok()
        };
        // Opus is refused, and there is no smaller Ogg file.
        assert!(
            format.name == "Ogg" || format.whole.iter().any(is_read),
            "no undamaged file is read: {}",
            format.name
        );
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
