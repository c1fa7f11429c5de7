//! `mynah transcribe`: recordings to text.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::assembly;
use crate::audio::sound_file;
use crate::engine::clock::Clock;
use crate::hearing::subtitles;
use crate::hearing::{Segment, Transcriber, Transcription};
use crate::program::progress::ProgressLine;

use super::{Failure, Global, Outcome};

/// The longest recording; its samples are held in memory, 115 MB of them.
const MAX_DURATION: Duration = Duration::from_secs(30 * 60);
/// A shorter recording is done before anybody wonders.
const WAITED_FOR: Duration = Duration::from_secs(30);

#[derive(Debug, Args)]
pub(super) struct Transcribe {
    /// Recordings: WAV (PCM, floating point, A-law, µ-law, ADPCM), MP3, FLAC, Ogg Vorbis, M4A (AAC, ALAC); of at most 30 minutes
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What to print; subtitles of one recording at a time
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "json")]
    format: Format,
    /// The same as --format json
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The words
    Text,
    /// One JSON object for each recording: file, text, language, segments, confidence, certainty, `real_time_factor`
    Json,
    /// Subtitles for players
    Srt,
    /// Subtitles for web pages
    Vtt,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    file: &'a Path,
    text: String,
    language: String,
    segments: Vec<Segment>,
    confidence: f32,
    /// Probability that all words are right.
    certainty: f32,
    /// Processing time divided by the duration of the recording; below 1 is faster than real time.
    real_time_factor: f64,
}

impl Transcribe {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let format = if self.json { Format::Json } else { self.format };
        if matches!(format, Format::Srt | Format::Vtt) && self.files.len() > 1 {
            return Err(Failure::Usage(format!(
                "Subtitles belong to one recording, and {} are named: run the command once for each, and send each output to a \
                 file of its own.",
                self.files.len()
            )));
        }
        let settings = global.settings()?;
        let mut transcriber = assembly::hearing(&settings)?
            .run(&mut |sentence| super::remark(&sentence))
            .map_err(Failure::Sentence)?;
        let clock = Clock::start();
        let mut failed = false;
        for file in &self.files {
            if let Err(sentence) = one(file, format, &mut transcriber, &clock) {
                super::complain(&sentence);
                failed = true;
            }
        }
        if failed { Err(Failure::Reported) } else { Ok(()) }
    }
}

fn one(file: &Path, format: Format, transcriber: &mut Transcriber, clock: &Clock) -> Result<(), String> {
    let samples = sound_file::read(file, MAX_DURATION).map_err(|error| error.to_string())?;
    let start = clock.now();
    let duration = samples.duration();
    let mut progress = ProgressLine::new(duration > WAITED_FOR);
    let heard = transcriber.transcribe_telling(&samples, &mut |done| {
        progress.show(&progress_text(done, duration));
    });
    progress.clear();
    let heard = heard.map_err(|error| error.to_string())?;
    let seconds = clock.now().since(start).0 / 1000.0;
    let real_time_factor = seconds / samples.duration().as_secs_f64().max(0.001);
    let has_words = !heard.text.is_empty();
    let written = match format {
        Format::Json => super::answer(&json(file, heard, real_time_factor)?),
        _ if !has_words => {
            return Err(format!(
                "No words were heard in {}: check that it contains speech, for example with: sox {} -n stat",
                file.display(),
                file.display()
            ));
        }
        Format::Text => super::answer(&heard.text),
        Format::Srt => super::answer(&subtitles::srt(&heard.segments)),
        Format::Vtt => super::answer(&subtitles::vtt(&heard.segments)),
    };
    written.map_err(|error| error.to_string())
}

fn json(file: &Path, heard: Transcription, real_time_factor: f64) -> Result<String, String> {
    let report = Report {
        file,
        text: heard.text,
        language: heard.language,
        segments: heard.segments,
        confidence: heard.confidence,
        certainty: heard.certainty,
        real_time_factor,
    };
    serde_json::to_string(&report).map_err(|error| error.to_string())
}

/// Says how far the transcription of a recording of this length is.
fn progress_text(done: Duration, duration: Duration) -> String {
    let percent = 100.0 * done.as_secs_f64() / duration.as_secs_f64();
    format!("{percent:3.0} %, {} of {}", minutes(done), minutes(duration))
}

/// `4:05`.
fn minutes(duration: Duration) -> String {
    format!("{}:{:02}", duration.as_secs() / 60, duration.as_secs() % 60)
}
