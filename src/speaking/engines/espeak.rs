//! espeak-ng as a child process.

use std::path::Path;

use crate::audio::{Samples, wav};

use super::super::{SpeakingConfig, SpeakingError, Voice};
use super::program::Program;

/// An espeak-ng voice.
#[derive(Debug)]
pub struct Espeak {
    program: Program,
    voice: String,
}

impl Espeak {
    /// Checks the settings, and that the program exists and knows the voice.
    pub fn new(config: &SpeakingConfig) -> Result<Self, SpeakingError> {
        config.check()?;
        check_voice(&config.program, &config.voice)?;
        Ok(Self {
            program: program(config),
            voice: config.voice.clone(),
        })
    }
}

/// The command line for a configuration.
fn program(config: &SpeakingConfig) -> Program {
    let (rate, pitch) = (config.rate.to_string(), config.pitch.to_string());
    let arguments = [
        "--stdin",
        "--stdout",
        "-v",
        &config.voice,
        "-s",
        &rate,
        "-p",
        &pitch,
    ];
    Program::new(&config.program, &arguments)
}

/// Tests the voice now, so that it does not fail in the middle of an answer.
pub(super) fn check_voice(program: &Path, voice: &str) -> Result<(), SpeakingError> {
    let plausible = !voice.is_empty()
        && !voice.starts_with('-')
        && voice.len() <= 64
        && voice
            .chars()
            .all(|letter| letter.is_alphanumeric() || "-_+/".contains(letter));
    let unknown = || SpeakingError::UnknownVoice(voice.to_owned());
    if !plausible {
        return Err(unknown());
    }
    let complaint = Program::new(program, &["-q", "-v", voice, "a"]).complaint()?;
    if complaint.contains("voice does not exist") || complaint.contains("Can't read data file") {
        return Err(unknown());
    }
    Ok(())
}

/// The program's voices: code and name. Empty if it cannot be run.
pub fn voices(program: &Path) -> Vec<(String, String)> {
    let listed = Program::new(program, &["--voices"]).ask("").unwrap_or_default();
    parsed(&String::from_utf8_lossy(&listed))
}

/// Parses `Pty Language Age/Gender VoiceName File`, with a heading first.
fn parsed(listed: &str) -> Vec<(String, String)> {
    listed
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split_whitespace().skip(1);
            let (language, name) = (fields.next()?, fields.nth(1)?);
            Some((language.to_owned(), name.replace('_', " ")))
        })
        .collect()
}

impl Voice for Espeak {
    fn engine(&self) -> &'static str {
        "espeak-ng"
    }

    fn name(&self) -> &str {
        &self.voice
    }

    fn set_pace(&mut self, config: &SpeakingConfig) {
        self.program = program(config);
    }

    fn synthesise(&mut self, clause: &str) -> Result<Samples, SpeakingError> {
        let sound = self.program.ask(&plain(clause))?;
        wav::decode(sound).map_err(|reason| self.program.failed(reason))
    }
}

/// Text without commands: no control characters, no phonemes in double brackets.
pub(super) fn plain(text: &str) -> String {
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
}
