//! Doubles: models of a public model's shape and cost that say known words, so that whole turns can be timed without any download.
//!
//! `cargo run --example doubles -- target/doubles [SET...]` writes the sets `small`, `middle` and `large`, each a folder
//! for `--models`. Owns which models make a set. A double computes everything that the real model computes, on random weights; a
//! few numbers, large beside the others, lead from each token of its sentence to the next (`speech.rs`, `language.rs`). They say
//! nothing about accuracy.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod language;
mod onnx;
mod random;
mod speech;
mod vocabulary;
mod voice;

use std::path::{Path, PathBuf};

use language::{LANGUAGE_SHAPES, LanguageShape};
use speech::{SPEECH_SHAPES, SpeechShape};
use vocabulary::StarterSpeech;

/// What the speech models hear, whatever is said.
const QUESTION: &str = " When does the library open?";
/// What the language models answer, whatever is asked.
const ANSWER: &str = "The library opens at ten in the morning.";

/// The set with a voice beside them.
const WITH_VOICE: &str = "middle";
/// The names of the sets, each with a speech and a language model.
const SETS: [(&str, SpeechShape, LanguageShape); 3] = [
    ("small", SPEECH_SHAPES[0], LANGUAGE_SHAPES[0]),
    ("middle", SPEECH_SHAPES[1], LANGUAGE_SHAPES[1]),
    ("large", SPEECH_SHAPES[2], LANGUAGE_SHAPES[2]),
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("the folder to write to"));
    let wanted: Vec<String> = arguments.collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let starter = StarterSpeech::read(&root.join("models/starter/speech.bin"));
    for (set, speech, language) in SETS {
        if !wanted.is_empty() && !wanted.iter().any(|name| name == set) {
            continue;
        }
        let folder = folder.join(set);
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{}.bin", speech.name));
        written(&path, |path| speech::write(&speech, &starter, QUESTION, path));
        let path = folder.join(format!("{}.gguf", language.name));
        written(&path, |path| language::write(&language, &starter, ANSWER, path));
        if set == WITH_VOICE {
            let template = root.join("tests/fixtures/voice/tone.onnx.json");
            let path = folder.join(format!("{}.onnx.json", voice::VOICE_NAME));
            written(&path, |path| voice::describe(&template, path));
            let path = folder.join(format!("{}.onnx", voice::VOICE_NAME));
            written(&path, voice::write);
        }
    }
}

/// Writes a file that is not there yet. A reader never meets half a file.
fn written(path: &Path, write: impl FnOnce(&Path)) {
    if !path.exists() {
        let partial = path.with_extension("partial");
        write(&partial);
        std::fs::rename(&partial, path).unwrap();
    }
    let size = std::fs::metadata(path).unwrap().len();
    println!("{} ({} MB)", path.display(), size / 1_000_000);
}
