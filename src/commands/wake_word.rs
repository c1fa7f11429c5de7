//! `mynah wake-word`: records a wake word.
//!
//! Owns the dialogue and the files. This is the only command that writes what a microphone hears to disk, and it says so.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::audio::capture::Microphone;
use crate::audio::{SampleRate, Samples, wav};
use crate::config::{Settings, paths};
use crate::grants::Named;
use crate::hearing::endpointing::{Endpoint, Endpointer};
use crate::hearing::vad::{FRAME, FRAME_LENGTH, VoiceActivity};
use crate::hearing::wake_sound::{self, WakeSound};

use super::{Failure, Global, Outcome};

/// How often the microphone is read.
const POLL_INTERVAL: Duration = Duration::from_millis(10);
/// Silence that ends a word.
const END: Duration = Duration::from_millis(500);
/// How long to wait for a person.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Sound around a word that is kept.
const MARGIN: Duration = Duration::from_millis(300);

#[derive(Debug, Args)]
pub(super) struct WakeWord {
    /// How often to record the word
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(2..=20))]
    times: u8,
    /// Folder for the recordings instead of the standard one
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl WakeWord {
    /// Files that it names.
    pub(super) fn named(&self, named: Named) -> Named {
        named.folder(self.out.as_ref())
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        let folder = self.out.or_else(paths::wake_word).ok_or_else(|| {
            Failure::Sentence(
                "There is no home folder for the recordings: name one with --out DIR.".to_owned(),
            )
        })?;
        let unwritable = |error: std::io::Error| {
            Failure::Sentence(format!(
                "The folder {} cannot be written ({error}): name another one with --out DIR.",
                folder.display()
            ))
        };
        std::fs::create_dir_all(&folder).map_err(unwritable)?;
        let mut recorder = Recorder::open(&settings)?;
        super::remark(&format!(
            "The recordings are saved in {}. Say the word as you would call somebody, then wait.",
            folder.display()
        ));
        let mut number = 1;
        while number <= self.times {
            super::remark(&format!("{number} of {}: say it now.", self.times));
            let heard = recorder.utterance()?;
            match wake_sound::word(&heard) {
                Ok(_) => {
                    wav::write(&folder.join(format!("{number}.wav")), &heard)?;
                    number += 1;
                }
                Err(reason) => super::remark(&format!("Please try again: {reason}.")),
            }
        }
        WakeSound::load(&folder)?;
        super::answer(&format!(
            "Recorded. To use it, add this to the configuration:\n[capture]\nmode = \"wake-word\"\nwake.recordings = \"{}\"",
            folder.display()
        ))?;
        Ok(())
    }
}

/// Hears one word after the other.
struct Recorder {
    microphone: Microphone,
    settings: Settings,
}

impl Recorder {
    fn open(settings: &Settings) -> Result<Self, Failure> {
        Ok(Self {
            microphone: Microphone::open(&settings.capture.device.clone().into())?,
            settings: settings.clone(),
        })
    }

    /// The next thing that somebody says, with a little of the silence around it.
    fn utterance(&mut self) -> Result<Samples, Failure> {
        let mut endpointer = Endpointer::new(self.settings.capture.speech);
        let mut activity = VoiceActivity::default();
        let (mut heard, mut sound) = (Vec::new(), Vec::new());
        let (mut waited, mut begin) = (Duration::ZERO, None);
        loop {
            if waited > TIMEOUT {
                return Err(Failure::Sentence(format!(
                    "Nobody spoke into '{}': check the microphone with 'mynah devices'.",
                    self.microphone.name()
                )));
            }
            std::thread::sleep(POLL_INTERVAL);
            waited += POLL_INTERVAL;
            self.microphone.read(&mut heard)?;
            while let Some(frame) = heard.first_chunk::<FRAME>().copied() {
                heard.drain(..FRAME);
                sound.extend_from_slice(&frame);
                match endpointer.frame(activity.probability(&frame), FRAME_LENGTH, false) {
                    Some(Endpoint::Began(back)) => {
                        begin = Some(sound.len().saturating_sub(samples(back + MARGIN)));
                    }
                    Some(Endpoint::Paused(silence)) if silence >= END => {
                        return Ok(cut(&sound, begin.unwrap_or_default()));
                    }
                    Some(Endpoint::Over) => return Ok(cut(&sound, begin.unwrap_or_default())),
                    _ => {}
                }
            }
        }
    }
}

fn cut(sound: &[f32], begin: usize) -> Samples {
    Samples {
        rate: SampleRate::SPEECH,
        samples: sound[begin..].to_vec(),
    }
}

fn samples(time: Duration) -> usize {
    let samples = time.as_millis() * u128::from(SampleRate::SPEECH.0) / 1000;
    usize::try_from(samples).unwrap_or(usize::MAX)
}
