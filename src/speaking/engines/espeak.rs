//! espeak-ng as a child process that delivers sound.
//!
//! One process a clause: it starts in a few milliseconds, and one that dies or hangs costs one clause. The text
//! goes in through standard input, never as an argument or markup.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::audio::{Samples, wav};

use super::super::{SpeakingConfig, SpeakingError, Voice};

/// Sound of one clause is at most this long, in bytes: half an hour at 22 kHz.
const MOST_SOUND: u64 = 80_000_000;
/// Time that a clause may take, and more for each byte of text.
const PATIENCE: Duration = Duration::from_secs(10);
const PATIENCE_PER_BYTE: Duration = Duration::from_millis(5);

/// An espeak-ng voice.
#[derive(Debug)]
pub struct Espeak {
    program: PathBuf,
    voice: String,
    rate: u16,
    pitch: u8,
}

impl Espeak {
    /// Checks the settings and that the program is there and knows the voice.
    pub fn new(config: &SpeakingConfig) -> Result<Self, SpeakingError> {
        let in_range = |key, value: u16, least, most| {
            if (least..=most).contains(&value) {
                Ok(())
            } else {
                Err(SpeakingError::OutOfRange {
                    key,
                    value,
                    least,
                    most,
                })
            }
        };
        in_range("rate", config.rate, 80, 450)?;
        in_range("pitch", u16::from(config.pitch), 0, 99)?;
        let plausible = !config.voice.is_empty()
            && !config.voice.starts_with('-')
            && config.voice.len() <= 64
            && config
                .voice
                .chars()
                .all(|letter| letter.is_alphanumeric() || "-_+/".contains(letter));
        if !plausible {
            return Err(SpeakingError::UnknownVoice(config.voice.clone()));
        }
        let voice = Self {
            program: config.program.clone(),
            voice: config.voice.clone(),
            rate: config.rate,
            pitch: config.pitch,
        };
        // A voice that is not there is found out now, not in the middle of an answer.
        let output = Command::new(&voice.program)
            .args(["-q", "-v", &voice.voice, "a"])
            .stdin(Stdio::null())
            .output()
            .map_err(|error| voice.not_installed(&error))?;
        let complaint = String::from_utf8_lossy(&output.stderr);
        if complaint.contains("voice does not exist") || complaint.contains("Can't read data file") {
            return Err(SpeakingError::UnknownVoice(voice.voice));
        }
        Ok(voice)
    }

    fn not_installed(&self, error: &std::io::Error) -> SpeakingError {
        SpeakingError::NotInstalled {
            program: self.program.clone(),
            reason: error.to_string(),
        }
    }

    fn failed(&self, reason: String) -> SpeakingError {
        SpeakingError::Failed {
            program: self.program.clone(),
            reason,
        }
    }

    fn start(&self) -> Result<Child, SpeakingError> {
        Command::new(&self.program)
            .args(["--stdin", "--stdout", "-v", &self.voice])
            .args(["-s", &self.rate.to_string(), "-p", &self.pitch.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| self.not_installed(&error))
    }

    fn once(&self, text: &str) -> Result<Samples, SpeakingError> {
        let mut child = self.start()?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(self.failed("it has no pipes".to_owned()));
        };
        let words = text.to_owned();
        let (sender, sound) = channel();
        let threads = std::thread::Builder::new()
            .name("espeak-in".to_owned())
            // A program that closes its input early is judged by its sound.
            .spawn(move || drop(input.write_all(words.as_bytes())))
            .and_then(|_| {
                std::thread::Builder::new()
                    .name("espeak-out".to_owned())
                    .spawn(move || {
                        let mut bytes = Vec::new();
                        let read = output.take(MOST_SOUND).read_to_end(&mut bytes).map(|_| bytes);
                        let _ = sender.send(read);
                    })
            });
        if let Err(error) = threads {
            stop(&mut child);
            return Err(self.failed(error.to_string()));
        }
        let patience = PATIENCE + PATIENCE_PER_BYTE * u32::try_from(text.len()).unwrap_or(u32::MAX);
        let received = sound.recv_timeout(patience);
        stop(&mut child);
        match received {
            Err(_) => Err(SpeakingError::Hung(self.program.clone())),
            Ok(Err(error)) => Err(self.failed(error.to_string())),
            Ok(Ok(bytes)) if bytes.is_empty() => Err(self.failed("it gave no sound".to_owned())),
            Ok(Ok(bytes)) => wav::decode(bytes).map_err(|reason| self.failed(reason)),
        }
    }
}

/// Ends the process if it has not ended, and takes its leave of the system.
fn stop(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

impl Voice for Espeak {
    fn name(&self) -> &str {
        &self.voice
    }

    /// Tries twice: a process that was killed from outside is started again.
    fn synthesise(&mut self, clause: &str) -> Result<Samples, SpeakingError> {
        let text = plain(clause);
        match self.once(&text) {
            Err(error @ (SpeakingError::Hung(_) | SpeakingError::Failed { .. })) => {
                tracing::warn!(%error, "espeak-ng is started again");
                self.once(&text)
            }
            done => done,
        }
    }
}

/// Text in which nothing is a command: no control characters, no phonemes in double brackets.
fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    format!("{}\n", text.replace("[[", " ").replace("]]", " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::level::rms_dbfs;

    fn espeak() -> Espeak {
        Espeak::new(&SpeakingConfig::default()).unwrap()
    }

    #[test]
    fn a_clause_becomes_sound_of_plausible_length_and_level() {
        let sound = espeak().synthesise("The library opens at 10 am.").unwrap();
        assert!(
            (0.8..4.0).contains(&sound.duration().as_secs_f64()),
            "{:?}",
            sound.duration()
        );
        assert!((-40.0..-5.0).contains(&rms_dbfs(&sound.samples).0));
    }

    #[test]
    fn hostile_text_does_not_break_the_voice() {
        let long = "word ".repeat(10_000);
        for text in [
            "a\0b",
            "\u{1b}[2J",
            "[[D,a]] hello",
            "<speak>hello</speak>",
            "-v klatt",
            "",
            &long,
        ] {
            assert!(
                espeak().synthesise(text).is_ok(),
                "{:?}",
                &text[..text.len().min(20)]
            );
        }
    }

    #[test]
    fn what_is_not_there_is_named_with_its_remedy() {
        let config = SpeakingConfig {
            program: "/nowhere/espeak-ng".into(),
            ..SpeakingConfig::default()
        };
        let message = Espeak::new(&config).unwrap_err().to_string();
        assert!(
            message.contains("/nowhere/espeak-ng") && message.contains("apt install"),
            "{message}"
        );
        for voice in ["xx-nobody", "--help", "", "en us"] {
            let config = SpeakingConfig {
                voice: voice.to_owned(),
                ..SpeakingConfig::default()
            };
            assert_eq!(
                Espeak::new(&config).unwrap_err(),
                SpeakingError::UnknownVoice(voice.to_owned())
            );
        }
    }

    #[test]
    fn a_program_that_gives_no_sound_is_no_voice() {
        let mut broken = Espeak {
            program: "/bin/true".into(),
            ..espeak()
        };
        assert!(matches!(
            broken.synthesise("hello"),
            Err(SpeakingError::Failed { .. })
        ));
    }
}
