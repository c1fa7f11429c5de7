//! Each stage by itself: speech to text, the language model, finding answers, the voices.
//!
//! Owns what each stage is given. Every figure is the median of some rounds.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use mynah_knowledge::documents;

use crate::assembly;
use crate::audio::{SampleRate, Samples, resample};
use crate::config::Settings;
use crate::engine::clock::Clock;
use crate::hearing::Transcriber;
use crate::language::LanguageError;
use crate::language::measure::DecoderBenchmark;
use crate::mind::Documents;
use crate::models::validate::LanguageModelInfo;
use crate::models::{Kind, validate};
use crate::speaking::{self, SpeakingConfig, Speech, Voice, VoiceEngine};

use super::{Benchmark, Recorder, Unit, median};

/// Lengths of utterances, in seconds.
const UTTERANCES: [u32; 5] = [1, 2, 4, 8, 16];
/// Lengths of contexts, in tokens; with what is written they fit into contexts of 1,024 and 4,096.
const CONTEXTS: [u32; 4] = [64, 256, 960, 4_000];
/// Tokens that are written after a context.
const WRITTEN: u32 = 32;
/// Numbers of passages.
const PASSAGES: [u32; 3] = [100, 2_000, 10_000];
/// Vectors of no more passages are made, which takes a slow machine a minute.
const MAX_ENCODED: u32 = 2_000;
const ENCODING: Duration = Duration::from_secs(600);
/// Questions to the documents in each round.
const ASKED: u32 = 20;
/// What a voice says in its language, and what is transcribed: a sentence, and a text.
const TEXTS: [(&str, [&str; 2]); 3] = [
    (
        "en",
        [
            "The library opens at ten.",
            "The library on the second floor opens at ten in the morning and closes at six in the evening. On Sundays it stays closed, \
             but the reading room beside the café may be used until five. Books can be returned at any time through the slot next to \
             the main entrance.",
        ],
    ),
    (
        "ru",
        [
            "Библиотека открывается в десять.",
            "Библиотека на втором этаже открывается в десять утра и закрывается в шесть вечера. По воскресеньям она закрыта, но \
             читальный зал рядом с кафе работает до пяти. Книги можно вернуть в любое время через окно у главного входа.",
        ],
    ),
    (
        "zh",
        [
            "图书馆十点开门。",
            "二楼的图书馆早上十点开门，晚上六点关门。星期天图书馆不开放，但是咖啡厅旁边的阅览室可以用到五点。书可以随时从正门旁边的还书口归还。",
        ],
    ),
];

/// The sentence and the text of a language; English ones for a language that has none here.
fn texts(language: &str) -> [&'static str; 2] {
    let known = TEXTS.iter().find(|(code, _)| *code == language);
    known.unwrap_or(&TEXTS[0]).1
}

/// Pieces of work.
pub(super) fn pieces(benchmark: Benchmark) -> usize {
    match benchmark {
        Benchmark::Transcription => UTTERANCES.len(),
        Benchmark::LanguageModel => CONTEXTS.len(),
        Benchmark::Documents => PASSAGES.len(),
        Benchmark::Turn | Benchmark::Voices => 1,
    }
}

/// Milliseconds of some work.
fn timed<T>(work: impl FnOnce() -> Result<T, String>) -> Result<(T, f64), String> {
    let clock = Clock::start();
    let done = work()?;
    Ok((done, clock.now().0))
}

pub(super) fn transcription(
    settings: &Settings,
    rounds: usize,
    recorder: &mut Recorder<'_>,
) -> Result<(), String> {
    let told = |error: assembly::AssemblyError| error.to_string();
    let mut transcriber = assembly::hearing(settings).map_err(told)?.run(&mut |_| ())?;
    let mut voices = assembly::voice(settings).run(&mut |_| ())?;
    let [_, text] = texts(settings.spoken_language().unwrap_or("en"));
    let Speech::Sound(speech) = voices.speech(text, None).map_err(|error| error.to_string())? else {
        return Err("the platform's voice hands out no sound; set speaking.engine to measure it.".to_owned());
    };
    let speech = resample::to_rate(&speech, SampleRate::SPEECH);
    for seconds in UTTERANCES {
        recorder.begin(&format!("transcribing {seconds} s"));
        let utterance = first_seconds(&speech, seconds);
        let time = transcribe(&mut transcriber, &utterance, rounds)?;
        recorder.figure(
            Benchmark::Transcription,
            format!("{seconds} s of speech"),
            Unit::Milliseconds,
            time,
        );
    }
    Ok(())
}

/// So many seconds of a recording, which is repeated as often as it takes.
fn first_seconds(recording: &Samples, seconds: u32) -> Samples {
    let samples = recording.rate.0 as usize * seconds as usize;
    Samples {
        rate: recording.rate,
        samples: recording.samples.iter().copied().cycle().take(samples).collect(),
    }
}

fn transcribe(transcriber: &mut Transcriber, utterance: &Samples, rounds: usize) -> Result<f64, String> {
    let mut times = Vec::new();
    for _ in 0..rounds {
        let ((), time) = timed(|| {
            let heard = transcriber.transcribe(utterance);
            heard.map(drop).map_err(|error| error.to_string())
        })?;
        times.push(time);
    }
    Ok(median(&mut times))
}

pub(super) fn language_model(
    settings: &Settings,
    rounds: usize,
    recorder: &mut Recorder<'_>,
) -> Result<(), String> {
    let found = assembly::find(settings, Kind::Language).map_err(|error| error.to_string())?;
    let ((mut model, _), loading) = timed(|| load_decoder(&found.path, settings))?;
    recorder.figure(Benchmark::LanguageModel, "loading", Unit::Milliseconds, loading);
    for context in CONTEXTS {
        recorder.begin(&format!("reading {context} tokens"));
        if (context + WRITTEN) as usize > model.context() {
            recorder.leave_out(format!(
                "Language model: {context} tokens and {WRITTEN} more do not fit into its context of {}.",
                model.context()
            ));
            continue;
        }
        let (mut read, mut written) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            model.clear();
            let told = |error: LanguageError| error.to_string();
            let ((), reading) = timed(|| model.read(context).map_err(told))?;
            let ((), writing) = timed(|| model.write(WRITTEN).map_err(told))?;
            read.push(per_second(context, reading));
            written.push(per_second(WRITTEN, writing));
        }
        for (name, speeds) in [("prefill,", &mut read), ("decode after", &mut written)] {
            recorder.figure(
                Benchmark::LanguageModel,
                format!("{name} {context} tokens"),
                Unit::TokensPerSecond,
                median(speeds),
            );
        }
    }
    Ok(())
}

/// How fast a language model is.
pub(crate) struct ModelSpeed {
    /// What its file says.
    pub(crate) info: LanguageModelInfo,
    /// Milliseconds of loading.
    pub(crate) load_ms: f64,
    /// Tokens a second of a prompt.
    pub(crate) prefill: f64,
    /// Tokens a second that are written after it.
    pub(crate) decode: f64,
}

/// Measures the language model of this file once: it reads a prompt of so many tokens, and writes so many.
pub(crate) fn model_speed(
    path: &Path,
    settings: &Settings,
    prompt: u32,
    generate: u32,
) -> Result<ModelSpeed, String> {
    let ((mut model, info), load_ms) = timed(|| load_decoder(path, settings))?;
    let told = |error: LanguageError| error.to_string();
    let ((), reading) = timed(|| model.read(prompt).map_err(told))?;
    let ((), writing) = timed(|| model.write(generate).map_err(told))?;
    Ok(ModelSpeed {
        info,
        load_ms,
        prefill: per_second(prompt, reading),
        decode: per_second(generate, writing),
    })
}

fn load_decoder(path: &Path, settings: &Settings) -> Result<(DecoderBenchmark, LanguageModelInfo), String> {
    let pinned = assembly::opened(path, &assembly::trust(settings)?)?;
    let mut info = validate::language(pinned.path()).map_err(|error| pinned.tell(&error))?;
    if pinned.path().file_stem().is_some_and(|stem| *stem == *info.name) {
        info.name = assembly::name(path);
    }
    let model = DecoderBenchmark::load(pinned.path(), &info).map_err(|error| pinned.tell(&error))?;
    Ok((model, info))
}

fn per_second(tokens: u32, milliseconds: f64) -> f64 {
    f64::from(tokens) * 1000.0 / milliseconds.max(0.001)
}

pub(super) fn documents(
    settings: &Settings,
    rounds: usize,
    recorder: &mut Recorder<'_>,
) -> Result<(), String> {
    let now = Clock::time_of_day().datetime();
    for passages in PASSAGES {
        recorder.begin(&format!("finding answers in {passages} passages"));
        let units = documents::read(Path::new("benchmark.md"), &handbook(passages));
        let (mut documents, reading) = timed(|| Ok(Documents::of(units)))?;
        let name = |what: &str| format!("{what}: {passages} passages");
        recorder.figure(Benchmark::Documents, name("index"), Unit::Milliseconds, reading);
        let meaning = (passages <= MAX_ENCODED)
            .then(|| assembly::encoder_for_measuring(settings))
            .flatten();
        let by_meaning = match meaning {
            Some(meaning) => {
                documents.set_meaning(meaning);
                documents.wait_for_meaning(ENCODING)
            }
            None => false,
        };
        if !by_meaning {
            recorder.leave_out(format!(
                "Documents: {passages} passages are searched by their words alone here."
            ));
        }
        let mut times = Vec::new();
        for round in 0..rounds {
            for asked in 0..ASKED {
                let room = (asked * 7 + u32::try_from(round).unwrap_or_default()) % passages;
                let question = format!("When does room {room} open?");
                let (answer, time) = timed(|| {
                    Ok(documents.answer(&question, &[], mynah_knowledge::language::Language::English, now))
                })?;
                tracing::debug!(question, answer = answer.text, "benchmark");
                times.push(time);
            }
        }
        recorder.figure(
            Benchmark::Documents,
            name("question"),
            Unit::Milliseconds,
            median(&mut times),
        );
    }
    Ok(())
}

/// A document with so many statements about rooms.
fn handbook(passages: u32) -> String {
    const KINDS: [&str; 8] = [
        "reading room",
        "workshop",
        "swimming pool",
        "café",
        "lecture hall",
        "music studio",
        "garden",
        "office",
    ];
    let mut text = String::from("# Handbook\n\n");
    for room in 0..passages {
        let kind = KINDS[room as usize % KINDS.len()];
        let (opens, closes) = (7 + room % 5, 1 + room % 9);
        let _ = writeln!(
            text,
            "Room {room} is a {kind}, opens at {opens} am and closes at {closes} pm.\n"
        );
    }
    text
}

pub(super) fn voices(settings: &Settings, rounds: usize, recorder: &mut Recorder<'_>) -> Result<(), String> {
    recorder.begin("voices");
    let config = assembly::speaking(settings);
    let espeak = SpeakingConfig {
        engine: VoiceEngine::EspeakNg,
        piper: None,
        ..config.clone()
    };
    let piper = assembly::store(settings)
        .voices()
        .into_iter()
        .map(|path| SpeakingConfig {
            engine: VoiceEngine::Piper,
            piper: Some(path),
            ..config.clone()
        });
    let mut labels = Vec::new();
    for config in std::iter::once(espeak).chain(piper) {
        let label = config.label(None);
        if labels.contains(&label) {
            continue;
        }
        labels.push(label.clone());
        let measured = speaking::voice(&config)
            .map_err(|error| error.to_string())
            .and_then(|mut voice| speak(voice.as_mut(), rounds));
        match measured {
            Ok((first, real_time_factor)) => {
                recorder.figure(
                    Benchmark::Voices,
                    format!("{label}: one sentence"),
                    Unit::Milliseconds,
                    first,
                );
                recorder.figure(
                    Benchmark::Voices,
                    format!("{label}: real-time factor"),
                    Unit::RealTimeFactor,
                    real_time_factor,
                );
            }
            Err(sentence) => recorder.leave_out(format!("The voice {label}: {sentence}")),
        }
    }
    Ok(())
}

/// Milliseconds until a sentence can be heard, and the real-time factor of a text.
fn speak(voice: &mut dyn Voice, rounds: usize) -> Result<(f64, f64), String> {
    let spoken = TEXTS.iter().find(|(code, _)| voice.speaks(code));
    let [sentence, text] = spoken.unwrap_or(&TEXTS[0]).1;
    let (mut first, mut factors) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let told = |error: speaking::SpeakingError| error.to_string();
        let (_, time) = timed(|| voice.synthesise(sentence).map_err(told))?;
        first.push(time);
        let (samples, time) = timed(|| voice.synthesise(text).map_err(told))?;
        factors.push(time / 1000.0 / samples.duration().as_secs_f64().max(0.001));
    }
    Ok((median(&mut first), median(&mut factors)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_recording_is_repeated() {
        let recording = Samples {
            rate: SampleRate(2),
            samples: vec![1.0, 2.0, 3.0],
        };
        assert_eq!(first_seconds(&recording, 2).samples, [1.0, 2.0, 3.0, 1.0]);
    }

    #[test]
    fn the_handbook_answers_the_questions_that_are_put_to_it() {
        let units = documents::read(Path::new("benchmark.md"), &handbook(100));
        let mut documents = Documents::of(units);
        let now = "2026-11-25T10:30".parse().unwrap();
        let language = mynah_knowledge::language::Language::English;
        let answer = documents.answer("When does room 12 open?", &[], language, now);
        assert!(answer.text.contains('9'), "{}", answer.text);
    }
}
