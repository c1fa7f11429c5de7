//! `mynah transcribe`: recordings to text.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use crate::audio::sound_file;
use crate::engine::clock::Clock;
use crate::hearing::{Segment, Transcriber};

use super::{Failure, Global, Outcome, parts};

/// The longest recording; its samples are held in memory, 115 MB of them.
const LONGEST: Duration = Duration::from_secs(30 * 60);

#[derive(Debug, Args)]
pub(super) struct Transcribe {
    /// Recordings: WAV (PCM, floating point, A-law, µ-law, ADPCM), MP3, FLAC, Ogg Vorbis, M4A (AAC, ALAC); of at most 30 minutes
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object for each recording: file, text, language, segments, confidence, `real_time_factor`
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    file: &'a Path,
    text: String,
    language: String,
    segments: Vec<Segment>,
    confidence: f32,
    /// Processing time divided by the duration of the recording; below 1 is faster than real time.
    real_time_factor: f64,
}

impl Transcribe {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        let mut transcriber = parts::hearing(&settings)?.run().map_err(Failure::Sentence)?;
        let clock = Clock::start();
        let mut failed = false;
        for file in &self.files {
            if let Err(sentence) = self.one(file, &mut transcriber, &clock) {
                super::complain(&sentence);
                failed = true;
            }
        }
        if failed { Err(Failure::Reported) } else { Ok(()) }
    }

    fn one(&self, file: &Path, transcriber: &mut Transcriber, clock: &Clock) -> Result<(), String> {
        let samples = sound_file::read(file, LONGEST).map_err(|error| error.to_string())?;
        let start = clock.now();
        let heard = transcriber
            .transcribe(&samples)
            .map_err(|error| error.to_string())?;
        let seconds = clock.now().since(start).0 / 1000.0;
        if self.json {
            let report = Report {
                file,
                text: heard.text,
                language: heard.language,
                segments: heard.segments,
                confidence: heard.confidence,
                real_time_factor: seconds / samples.duration().as_secs_f64().max(0.001),
            };
            super::answer(&serde_json::to_string(&report).map_err(|error| error.to_string())?);
            return Ok(());
        }
        if heard.text.is_empty() {
            return Err(format!(
                "No words were heard in {}: check that it contains speech, for example with: sox {} -n stat",
                file.display(),
                file.display()
            ));
        }
        super::answer(&heard.text);
        Ok(())
    }
}
