//! Whole turns: questions that are spoken at the pace of speech, and typed ones.
//!
//! Owns the questions and what of a turn's timeline is told. The turn is the live one, from the samples of a microphone to the samples
//! of the answer; only the devices themselves, and the time that they need, are missing.

use std::time::Duration;

use crate::assembly;
use crate::assistant::{Conversation, ConversationError};
use crate::audio::capture::Recordings;
use crate::audio::{SampleRate, Samples};
use crate::config::Settings;
use crate::conversation::{Milliseconds, Timeline};
use crate::engine::clock::Clock;
use crate::hearing::endpointing::ListeningMode;
use crate::models::Kind;
use crate::speaking::Speech;

use super::energy::EnergyMeter;
use super::machine::memory;
use super::{Benchmark, Recorder, Unit, median, percentile};

/// Questions that need no documents: a tool, sums, dates, and one for the language model.
const QUESTIONS: [(&str, [&str; 4]); 3] = [
    (
        "en",
        [
            "What time is it?",
            "What is twelve times seven?",
            "How many days are there until the first of March?",
            "Who are you?",
        ],
    ),
    (
        "ru",
        [
            "Который час?",
            "Сколько будет двенадцать умножить на семь?",
            "Сколько дней до первого марта?",
            "Кто ты?",
        ],
    ),
    (
        "zh",
        [
            "现在几点？",
            "十二乘以七等于多少？",
            "离三月一日还有多少天？",
            "你是谁？",
        ],
    ),
];
/// A question and its answer take no longer.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Silence before and after each question: a room before somebody speaks.
const QUIET: f64 = 0.6;

/// Fewer turns have no 95th percentile.
const FEWEST_FOR_PERCENTILE: usize = 10;

/// The steps of a turn, in their order.
type Step = (&'static str, fn(&Timeline) -> Option<Milliseconds>);
const STEPS: [Step; 5] = [
    ("spoken: end of turn", |timeline| timeline.end_of_turn),
    ("spoken: transcript", |timeline| timeline.transcript),
    ("spoken: first token", |timeline| timeline.first_token),
    ("spoken: first clause", |timeline| timeline.first_clause),
    ("spoken: first sound", |timeline| timeline.first_audio),
];

/// Pieces of work.
pub(super) fn pieces(rounds: usize) -> usize {
    1 + rounds
}

pub(super) fn measure(settings: &Settings, rounds: usize, recorder: &mut Recorder<'_>) -> Result<(), String> {
    recorder.begin("loading");
    let language = settings.spoken_language().unwrap_or("en");
    let questions = questions(language);
    let settings = listening(settings);
    let spoken = match recordings(&settings, questions) {
        Ok(spoken) => Some(spoken),
        Err(sentence) => {
            recorder.leave_out(format!("Spoken turns: {sentence}"));
            None
        }
    };
    let clock = Clock::start();
    let (mut conversation, microphone, spoken) = match (started(&settings, spoken.is_some()), spoken) {
        (Ok((conversation, microphone)), spoken) => (conversation, microphone, spoken),
        (Err(sentence), Some(_)) => {
            // What hears may be missing: typed turns can be measured without it.
            recorder.leave_out(format!("Spoken turns: {sentence}"));
            let (conversation, microphone) = started(&settings, false)?;
            (conversation, microphone, None)
        }
        (Err(sentence), None) => return Err(sentence),
    };
    name_models(&settings, recorder);
    typed(&mut conversation, questions, rounds, &clock, recorder)?;
    if let Some(spoken) = spoken {
        hear(&mut conversation, &microphone, &spoken, rounds, recorder);
    }
    if let Some((now, most)) = memory() {
        recorder.figure(Benchmark::Turn, "resident memory", Unit::Megabytes, now);
        recorder.figure(Benchmark::Turn, "peak memory", Unit::Megabytes, most);
    }
    conversation.finish();
    Ok(())
}

/// The settings of a conversation that hears whoever speaks.
fn listening(settings: &Settings) -> Settings {
    let mut settings = settings.clone();
    settings.capture.mode = ListeningMode::HandsFree;
    settings
}

fn questions(language: &str) -> &'static [&'static str] {
    let known = QUESTIONS.iter().find(|(code, _)| *code == language);
    &known.unwrap_or(&QUESTIONS[0]).1
}

fn started(settings: &Settings, spoken: bool) -> Result<(Conversation, Recordings), String> {
    let microphone = Recordings::default();
    let builder = Conversation::builder().settings(settings.clone()).for_programs();
    let builder = if spoken {
        builder.listens_to(microphone.clone()).recorded()
    } else {
        builder
    };
    let conversation = builder.build().map_err(|error| error.to_string())?;
    Ok((conversation, microphone))
}

fn name_models(settings: &Settings, recorder: &mut Recorder<'_>) {
    for (what, kind) in [("speech", Kind::Speech), ("language", Kind::Language)] {
        if let Ok(found) = assembly::find(settings, kind) {
            let name = assembly::name(&found.path);
            recorder.report.models.insert(what.to_owned(), name);
        }
    }
    let voice = assembly::voice_label(settings);
    recorder.report.models.insert("voice".to_owned(), voice);
}

/// The first question also waits for the models, which shows how long a start takes.
fn typed(
    conversation: &mut Conversation,
    questions: &[&str],
    rounds: usize,
    clock: &Clock,
    recorder: &mut Recorder<'_>,
) -> Result<(), String> {
    let first = questions.first().copied().unwrap_or_default();
    conversation.ask(first).map_err(|error| error.to_string())?;
    let started = clock.now().0;
    recorder.figure(
        Benchmark::Turn,
        "start to first answer",
        Unit::Milliseconds,
        started,
    );
    let mut times = Vec::new();
    for question in questions.iter().cycle().take(rounds * questions.len()) {
        let response = conversation.ask(question).map_err(|error| error.to_string())?;
        times.extend(response.timeline.first_token.map(|time| time.0));
    }
    recorder.figure(
        Benchmark::Turn,
        "typed: first token",
        Unit::Milliseconds,
        median(&mut times),
    );
    Ok(())
}

/// Each question in the voice that answers, with the silence of a room around it.
fn recordings(settings: &Settings, questions: &[&str]) -> Result<Vec<Samples>, String> {
    let mut voices = assembly::voice(settings).run(&mut |_| ())?;
    let mut recordings = Vec::new();
    for question in questions {
        match voices.speech(question, None).map_err(|error| error.to_string())? {
            Speech::Sound(samples) => recordings.push(surrounded(&samples)),
            Speech::Words(_) => {
                return Err(
                    "the platform's voice hands out no sound; set speaking.engine to measure them."
                        .to_owned(),
                );
            }
        }
    }
    Ok(recordings)
}

/// A recording with silence around it.
fn surrounded(recording: &Samples) -> Samples {
    let quiet = silence(recording.rate);
    let samples = [&quiet, &recording.samples, &quiet]
        .into_iter()
        .flatten()
        .copied();
    Samples {
        rate: recording.rate,
        samples: samples.collect(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small number of samples"
)]
fn silence(rate: SampleRate) -> Vec<f32> {
    vec![0.0; (f64::from(rate.0) * QUIET) as usize]
}

fn hear(
    conversation: &mut Conversation,
    microphone: &Recordings,
    spoken: &[Samples],
    rounds: usize,
    recorder: &mut Recorder<'_>,
) {
    let meter = EnergyMeter::start();
    let (mut timelines, mut missed): (Vec<Timeline>, usize) = (Vec::new(), 0);
    for round in 1..=rounds {
        recorder.begin(&format!("spoken questions, round {round} of {rounds}"));
        for recording in spoken {
            microphone.play(recording);
            match conversation.hear(TIMEOUT) {
                Ok(response) => timelines.push(response.timeline),
                Err(ConversationError::Failed(sentence)) => {
                    tracing::warn!(sentence, "a question of the benchmark was not answered");
                    missed += 1;
                }
                Err(error) => {
                    tracing::warn!(%error, "a question of the benchmark was not heard");
                    missed += 1;
                }
            }
        }
    }
    if missed > 0 {
        recorder.leave_out(format!(
            "{missed} of {} spoken questions were not understood.",
            rounds * spoken.len()
        ));
    }
    for (name, step) in STEPS {
        let mut times: Vec<f64> = timelines.iter().filter_map(step).map(|time| time.0).collect();
        if !times.is_empty() {
            recorder.figure(Benchmark::Turn, name, Unit::Milliseconds, median(&mut times));
        }
    }
    let mut sounds: Vec<f64> = timelines
        .iter()
        .filter_map(|timeline| Some(timeline.first_audio?.0))
        .collect();
    if sounds.len() >= FEWEST_FOR_PERCENTILE {
        let value = percentile(&mut sounds, 95);
        recorder.figure(
            Benchmark::Turn,
            "spoken: first sound, 95th percentile",
            Unit::Milliseconds,
            value,
        );
    }
    if let Some(joules) = meter.joules() {
        let turns = (rounds * spoken.len()).max(1) as f64;
        recorder.figure(
            Benchmark::Turn,
            "spoken: energy of a turn",
            Unit::Joules,
            joules / turns,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_questions_of_its_own_is_asked_in_english() {
        assert_eq!(questions("ru")[0], "Который час?");
        assert_eq!(questions("de"), questions("en"));
    }

    #[test]
    fn a_question_has_a_quiet_room_around_it() {
        let recording = Samples {
            rate: SampleRate(1_000),
            samples: vec![1.0; 10],
        };
        let surrounded = surrounded(&recording).samples;
        assert_eq!(surrounded.len(), 600 + 10 + 600);
        assert_eq!(surrounded[600..610], [1.0; 10]);
    }
}
