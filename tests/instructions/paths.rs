//! The hot paths, each on inputs that never change.
//!
//! Owns what is done before and what is counted. Everything runs in one thread on one processor, so that no thread waits for
//! another in a loop: how often would differ from run to run.

use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use candle_core::quantized::GgmlDType;
use mynah::audio::resample::Streaming;
use mynah::audio::{SampleRate, sound_file};
use mynah::hearing::HearingConfig;
use mynah::hearing::Window;
use mynah::hearing::cepstrum;
use mynah::hearing::endpointing::{Endpointer, EndpointingConfig};
use mynah::hearing::vad::{FRAME, FRAME_LENGTH, VoiceActivity};
use mynah::hearing::whisper::Whisper;
use mynah::language::measure::DecoderBenchmark;
use mynah::language::tiny;
use mynah::models::validate;
use mynah_knowledge::answer::{Answerer, Context};
use mynah_knowledge::documents::{self, Limits};
use mynah_knowledge::language::Language as KnowledgeLanguage;
use mynah_normalise::{Language, normalise};
use mynah_turn_end::{Evidence, TurnEnd};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

use crate::filter::Filter;

/// Every path; the slowest come last, because the last is begun first.
pub const NAMES: [&str; 15] = [
    "endpointing",
    "resampler",
    "cepstrum",
    "normaliser",
    "screen-filter",
    "voice-activity",
    "decode-q8_0",
    "decode-q4_0",
    "decode-q4_k",
    "prefill-q8_0",
    "prefill-q4_0",
    "prefill-q4_k",
    "turn-end",
    "retrieval",
    "transcription",
];

/// The storages that the decoder is measured with.
const STORAGES: [(&str, GgmlDType); 3] = [
    ("q8_0", GgmlDType::Q8_0),
    ("q4_0", GgmlDType::Q4_0),
    ("q4_k", GgmlDType::Q4K),
];
/// Tokens of a prompt: a whole tile of rows, and a rest.
const PROMPT: u32 = 72;
const DECODED: u32 = 8;

/// Writes the models that the paths read.
pub fn prepare(folder: &Path) {
    for (name, storage) in STORAGES {
        tiny::write_stored(storage, &folder.join(format!("{name}.gguf"))).unwrap();
    }
}

/// Runs a path, with its models in `folder`.
pub fn run(name: &str, folder: &Path) {
    stay_on_one_processor();
    match name.split_once('-') {
        Some(("prefill", storage)) => prefill(&folder.join(format!("{storage}.gguf"))),
        Some(("decode", storage)) => decode(&folder.join(format!("{storage}.gguf"))),
        _ => match name {
            "endpointing" => endpointing(),
            "resampler" => resampler(),
            "cepstrum" => cepstral_coefficients(),
            "normaliser" => normaliser(),
            "screen-filter" => screen_filter(),
            "voice-activity" => voice_activity(),
            "turn-end" => turn_end(),
            "retrieval" => retrieval(),
            "transcription" => transcription(),
            _ => panic!("there is no path {name}"),
        },
    }
}

/// What this does is counted; callgrind knows it by its name.
#[inline(never)]
fn measured(path: &mut dyn FnMut()) {
    path();
    black_box(());
}

/// Pools take as many threads as they have processors.
fn stay_on_one_processor() {
    let allowed = sched_getaffinity(None).unwrap();
    let first = (0..CpuSet::MAX_CPU).find(|processor| allowed.is_set(*processor));
    let mut one = CpuSet::new();
    one.set(first.expect("this runs on a processor"));
    sched_setaffinity(None, &one).unwrap();
}

/// A recorded question, at 16 kHz.
fn question() -> Vec<f32> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/01.wav");
    sound_file::read(Path::new(path), Duration::from_secs(30))
        .unwrap()
        .samples
}

/// A second of it in frames.
fn frames() -> Vec<[f32; FRAME]> {
    let sound = question();
    let frames = sound.chunks_exact(FRAME).take(62);
    frames.map(|frame| frame.try_into().unwrap()).collect()
}

/// A decoder that has read a prompt once: the second time allocates nothing new.
fn decoder(path: &Path) -> DecoderBenchmark {
    let info = validate::language(path).unwrap();
    let mut decoder = DecoderBenchmark::load(path, &info).unwrap();
    decoder.read(2).unwrap();
    decoder
}

/// Matrices times the activations of a prompt (gemm), attention, norms.
fn prefill(path: &Path) {
    let mut decoder = decoder(path);
    measured(&mut || decoder.read(black_box(PROMPT)).unwrap());
}

/// Matrices times the activations of one token after another (gemv).
fn decode(path: &Path) {
    let mut decoder = decoder(path);
    decoder.read(PROMPT).unwrap();
    measured(&mut || decoder.write(black_box(DECODED)).unwrap());
}

/// A second of speech.
fn voice_activity() {
    let frames = frames();
    let mut detector = VoiceActivity::default();
    measured(&mut || {
        for frame in &frames {
            black_box(detector.probability(frame));
        }
    });
}

/// A second of probabilities, a hundred times.
fn endpointing() {
    let mut detector = VoiceActivity::default();
    let probabilities: Vec<f32> = frames().iter().map(|frame| detector.probability(frame)).collect();
    let mut endpointer = Endpointer::new(EndpointingConfig::default());
    measured(&mut || {
        for _ in 0..100 {
            for probability in &probabilities {
                black_box(endpointer.frame(*probability, FRAME_LENGTH, false));
            }
        }
    });
}

/// The spectrum of a second: mel bands and cepstral coefficients.
fn cepstral_coefficients() {
    let mut sound = question();
    sound.truncate(16_000);
    measured(&mut || {
        black_box(cepstrum::of(&sound));
    });
}

/// A second from 48 kHz to 16 kHz, 10 ms at a time, as the microphone gives it.
fn resampler() {
    let sound: Vec<f32> = (0..48_000_u16)
        .map(|at| (f32::from(at) / 17.0).sin() * 0.3)
        .collect();
    let mut resampler = Streaming::new(SampleRate(48_000), SampleRate::SPEECH).unwrap();
    let mut out = Vec::with_capacity(32_000);
    measured(&mut || {
        for piece in sound.chunks(480) {
            resampler.push(piece, &mut out);
        }
    });
}

/// Sentences with times, prices, dates and units, in three languages.
fn normaliser() {
    const WRITTEN: [(&str, Language); 6] = [
        ("Open Mon-Fri 9:00-17:30, closed on 25/12.", Language::English),
        (
            "Adult swim £6.40, or 10 visits for £55 (save 14%).",
            Language::English,
        ),
        (
            "Call 01632 960123 before 3.5 km of queue builds up.",
            Language::English,
        ),
        (
            "Library: 2nd floor, rooms 201-210, Dr. Smith's desk.",
            Language::English,
        ),
        (
            "Касса работает с 9:00 до 18:30, билет 350 руб.",
            Language::Russian,
        ),
        ("图书馆周一至周五9:00开放，门票25元。", Language::Chinese),
    ];
    let read = || {
        for (text, language) in WRITTEN {
            black_box(normalise(black_box(text), language));
        }
    };
    // The first reading compiles the rules.
    read();
    measured(&mut || read());
}

/// A frame of 40 lines with colours, as the interface draws it.
fn screen_filter() {
    let mut frame = Vec::new();
    for line in 1..=40 {
        frame.extend_from_slice(format!("\x1b[{line};1H\x1b[38;2;120;200;{line}m\x1b[1m").as_bytes());
        frame.extend_from_slice(
            "The library opens at ten — in the morning │ "
                .repeat(2)
                .as_bytes(),
        );
        frame.extend_from_slice(b"\x1b[0m\x1b[K");
    }
    let mut filter = Filter::new(false);
    measured(&mut || {
        black_box(filter.pass(&frame));
    });
}

/// The probability that the speaker of a recorded question has finished.
fn turn_end() {
    let (model, sound) = (TurnEnd::built_in(), question());
    measured(&mut || {
        let probability = model.probability(Evidence {
            words: "Where is the dinosaur exhibition?",
            certainty: 0.95,
            sound: &sound,
        });
        assert!(black_box(probability) > 0.5);
    });
}

/// A recorded question through the starter speech model: spectrogram, encoder, decoder, beam search.
fn transcription() {
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/models/starter/speech.bin");
    let config = HearingConfig::default();
    let mut whisper =
        Whisper::load(Path::new(model), Window::Utterance, &config, &AtomicU64::new(0)).unwrap();
    let sound = question();
    measured(&mut || {
        let written = whisper.transcribe(sound.clone(), &|| false).unwrap().unwrap();
        assert_eq!(written.text, " Where is the dinosaur exhibition?");
    });
}

/// One question to the sample documents.
fn retrieval() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/knowledge/harbor-house");
    let loaded = documents::load(&[folder.into()], &Limits::default()).unwrap();
    let answerer = Answerer::new(loaded.units);
    let now = "2026-11-25T10:30".parse().unwrap();
    let ask = |question: &str| {
        answerer.answer(
            question,
            Some(KnowledgeLanguage::English),
            &mut Context::default(),
            now,
        )
    };
    // The first question finds out the currency.
    assert!(ask("How much is a coffee?").text.contains("3 dollars"));
    measured(&mut || {
        black_box(ask("When does the library open?"));
    });
}
