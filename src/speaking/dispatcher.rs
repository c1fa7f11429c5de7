//! An output module of speech-dispatcher: the voices for every screen reader of the machine.
//!
//! Owns the module's side of the protocol: commands in lines from the server, replies and events back, sound in pieces that the
//! server plays. The sound goes through the server, so that it mixes, pauses and stops it; no sound card is opened here. A stop is
//! answered at once by the thread that reads; what the voice is still synthesising is discarded.
//! (speech-dispatcher, "Output modules", events 700 to 705 and server audio.)

use std::io::{self, BufRead, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use crate::audio::Samples;
use crate::audio::level::Volume;

use super::clauses::Clauses;
use super::languages::Voices;
use super::markup::{self, Marked};
use super::{SpeakingError, Speech, reading};

/// The longest line of the server, in bytes; what is longer is left out, and the text is then too long.
const MAX_LINE_LEN: u64 = MAX_TEXT_LEN as u64 + 2;
/// The longest text, in bytes: about an hour of speech.
const MAX_TEXT_LEN: usize = 100_000;
/// Samples in one event: short enough to be interrupted between two.
const PIECE: usize = 4_000;
/// The bytes that the protocol escapes, and the bit by which.
const ESCAPE: u8 = 0x7d;
const INVERTED: u8 = 0x20;

/// A voice that the server can offer: its name, and the language that it speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedVoice {
    /// The name, for people.
    pub name: String,
    /// The language tag, such as `en-gb`.
    pub language: String,
}

/// How a text is to be spoken; the server sends all of it before each text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Manner {
    /// -100 to 100; 0 is the configured rate.
    rate: i32,
    /// -100 to 100; 0 is the configured pitch.
    pitch: i32,
    /// -100 to 100; 100 is the full volume.
    volume: i32,
}

impl Manner {
    /// Percent of the configured rate: 255 at the fastest, 48 at the slowest.
    fn pace(self) -> u8 {
        let rate = self.rate.clamp(-100, 100);
        let percent = if rate > 0 {
            100 + rate * 155 / 100
        } else {
            100 + rate * 52 / 100
        };
        u8::try_from(percent).unwrap_or(100)
    }

    fn pitch(self, configured: u8) -> u8 {
        let (own, wanted) = (i32::from(configured), self.pitch.clamp(-100, 100));
        let room = if wanted > 0 { 99 - own } else { own };
        u8::try_from(own + wanted * room / 100).unwrap_or(configured)
    }

    fn gain(self) -> f32 {
        let percent = i32::midpoint(self.volume.clamp(-100, 100), 100);
        let volume = u8::try_from(percent)
            .ok()
            .and_then(|percent| Volume::try_from(percent).ok());
        volume.unwrap_or_default().gain()
    }
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            rate: 0,
            pitch: 0,
            volume: 100,
        }
    }
}

/// A text that waits for the voice.
#[derive(Debug)]
struct Job {
    number: u64,
    parts: Vec<Marked>,
    /// A single letter or key, which is spoken as it is.
    is_letter: bool,
    manner: Manner,
    language: Option<String>,
}

/// What goes to the server, and which text is being spoken.
struct Output<W> {
    out: W,
    speaking: Option<u64>,
}

type Shared<W> = Arc<Mutex<Output<W>>>;

fn locked<W>(shared: &Shared<W>) -> std::sync::MutexGuard<'_, Output<W>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<W: Write> Output<W> {
    /// Writes whole lines at once.
    fn tell(&mut self, lines: &str) -> io::Result<()> {
        self.out.write_all(lines.as_bytes())?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }

    /// An event of a text, if it is still being spoken; whether it is.
    fn event(&mut self, number: u64, bytes: &[u8]) -> io::Result<bool> {
        if self.speaking != Some(number) {
            return Ok(false);
        }
        self.out.write_all(bytes)?;
        self.out.flush()?;
        Ok(true)
    }

    /// Ends the text that is being spoken, if there is one, with this event.
    fn end(&mut self, event: &str) -> io::Result<()> {
        match self.speaking.take() {
            Some(_) => self.tell(event),
            None => Ok(()),
        }
    }
}

/// Serves one speech-dispatcher until it quits or its pipe is closed. `pitch` is the configured one.
///
/// # Errors
/// The server cannot be written to, or no thread can be started.
pub fn serve<W: Write + Send + 'static>(
    mut input: impl BufRead,
    out: W,
    voices: Voices,
    offered: &[OfferedVoice],
    pitch: u8,
) -> io::Result<()> {
    let shared = Arc::new(Mutex::new(Output { out, speaking: None }));
    let (jobs, inbox) = channel();
    let output = Arc::clone(&shared);
    // The last text may still be synthesised when the server goes; the thread ends with the program.
    std::thread::Builder::new()
        .name("dispatcher".to_owned())
        .spawn(move || speak_all(voices, pitch, &inbox, &output))?;
    let mut module = Module {
        output: shared,
        jobs,
        offered,
        manner: Manner::default(),
        language: None,
        number: 0,
    };
    while let Some(line) = line(&mut input)? {
        if !module.command(&line, &mut input)? {
            break;
        }
    }
    Ok(())
}

/// The next line without its end; `None` at the end of the input. What is longer than a line may be is left out, so that no part of a
/// text is taken for a line of its own.
fn line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if input.by_ref().take(MAX_LINE_LEN).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    let mut is_whole = bytes.ends_with(b"\n");
    while !is_whole {
        let mut rest = Vec::new();
        let count = input.by_ref().take(MAX_LINE_LEN).read_until(b'\n', &mut rest)?;
        is_whole = count == 0 || rest.ends_with(b"\n");
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.trim_end_matches(['\n', '\r']).to_owned()))
}

struct Module<'a, W> {
    output: Shared<W>,
    jobs: Sender<Job>,
    offered: &'a [OfferedVoice],
    manner: Manner,
    language: Option<String>,
    number: u64,
}

impl<W: Write> Module<'_, W> {
    /// Does what a line asks; whether the server stays.
    fn command(&mut self, line: &str, input: &mut impl BufRead) -> io::Result<bool> {
        match line {
            "INIT" => self.tell("299-mynah: local voices\n299 OK LOADED SUCCESSFULLY")?,
            "CHAR" | "KEY" => self.speak(input, true)?,
            // There are no sound icons: the name is better than silence.
            "SPEAK" | "SOUND_ICON" => self.speak(input, false)?,
            "STOP" => locked(&self.output).end("703 STOP")?,
            "PAUSE" => locked(&self.output).end("704 PAUSE")?,
            "SET" => {
                self.settings(
                    input,
                    "203 OK RECEIVING SETTINGS",
                    "203 OK SETTINGS RECEIVED",
                    Self::set,
                )?;
            }
            "AUDIO" => self.settings(
                input,
                "207 OK RECEIVING AUDIO SETTINGS",
                "203 OK AUDIO INITIALIZED",
                |_, name, value| name == "audio_output_method" && value == "server",
            )?,
            "LOGLEVEL" => self.settings(
                input,
                "207 OK RECEIVING LOGLEVEL SETTINGS",
                "203 OK LOGLEVEL SET",
                |_, _, _| true,
            )?,
            "QUIT" => {
                self.tell("210 OK QUIT")?;
                return Ok(false);
            }
            _ if line.starts_with("LIST VOICES") => self.list(line)?,
            "DEBUG OFF" => self.tell("200 OK DEBUGGING OFF")?,
            _ => self.tell("300 ERR UNKNOWN COMMAND")?,
        }
        Ok(true)
    }

    fn tell(&self, lines: &str) -> io::Result<()> {
        locked(&self.output).tell(lines)
    }

    /// Reads a text up to a line with a single point.
    fn speak(&mut self, input: &mut impl BufRead, is_letter: bool) -> io::Result<()> {
        self.tell("202 OK RECEIVING MESSAGE")?;
        let mut text = String::new();
        let mut is_too_long = false;
        while let Some(line) = line(input)?.filter(|line| line != ".") {
            is_too_long |= text.len() + line.len() > MAX_TEXT_LEN;
            if !is_too_long {
                text.push_str(line.strip_prefix('.').unwrap_or(&line));
                text.push('\n');
            }
        }
        let text = text.trim_end_matches('\n');
        let parts = match (is_letter, text) {
            (true, "space") => vec![Marked::Words(" ".to_owned())],
            (true, text) => vec![Marked::Words(text.to_owned())],
            (false, text) => markup::parts(text),
        };
        if is_too_long || text.is_empty() {
            return self.tell("301 ERROR CANT SPEAK");
        }
        self.number += 1;
        let job = Job {
            number: self.number,
            parts,
            is_letter,
            manner: self.manner,
            language: self.language.clone(),
        };
        let mut output = locked(&self.output);
        if self.jobs.send(job).is_err() {
            return output.tell("301 ERROR CANT SPEAK");
        }
        output.speaking = Some(self.number);
        output.tell("200 OK SPEAKING")
    }

    /// Reads `name=value` lines up to a point; one that `set` refuses makes the whole command fail.
    fn settings(
        &mut self,
        input: &mut impl BufRead,
        ready: &str,
        done: &str,
        set: impl Fn(&mut Self, &str, &str) -> bool,
    ) -> io::Result<()> {
        self.tell(ready)?;
        let mut is_right = true;
        while let Some(line) = line(input)?.filter(|line| line != ".") {
            is_right &= line
                .split_once('=')
                .is_some_and(|(name, value)| set(self, name, value));
        }
        self.tell(if is_right {
            done
        } else {
            "303 ERROR INVALID PARAMETER OR VALUE"
        })
    }

    fn set(&mut self, name: &str, value: &str) -> bool {
        let given = Some(value).filter(|value| *value != "NULL");
        match name {
            "rate" | "pitch" | "volume" => {
                let Ok(number) = value.parse() else { return false };
                match name {
                    "rate" => self.manner.rate = number,
                    "pitch" => self.manner.pitch = number,
                    _ => self.manner.volume = number,
                }
            }
            "language" => self.language = given.map(str::to_lowercase),
            // Comes after the language.
            "synthesis_voice" => {
                let voice = given.and_then(|name| self.offered.iter().find(|voice| voice.name == name));
                if let Some(voice) = voice {
                    self.language = Some(voice.language.clone());
                }
            }
            // What a voice cannot do is not refused: the server would give up.
            _ => {}
        }
        true
    }

    /// `LIST VOICES`, with a language where only its voices are wanted.
    fn list(&self, line: &str) -> io::Result<()> {
        let wanted = line.split_whitespace().nth(2);
        let mut listed = String::new();
        for OfferedVoice { name, language } in self.offered {
            if wanted.is_none_or(|wanted| super::languages::is_of(language, wanted)) {
                listed.extend(["200-", name.as_str(), "\t", language.as_str(), "\tnone\n"]);
            }
        }
        if listed.is_empty() {
            return self.tell("304 CANT LIST VOICES");
        }
        listed.push_str("200 OK VOICE LIST SENT");
        self.tell(&listed)
    }
}

/// Speaks what comes in, one text after the other, until the server is gone.
fn speak_all<W: Write>(mut voices: Voices, pitch: u8, inbox: &Receiver<Job>, output: &Shared<W>) {
    for job in inbox {
        voices
            .at_pitch(job.manner.pitch(pitch))
            .at_pace(job.manner.pace());
        let spoken = speak(&mut voices, &job, output);
        let mut output = locked(output);
        if output.speaking == Some(job.number) && output.end("702 END").is_err() || spoken.is_err() {
            return;
        }
    }
}

/// Speaks one text; ends early when it has been stopped.
fn speak<W: Write>(voices: &mut Voices, job: &Job, output: &Shared<W>) -> io::Result<()> {
    if !locked(output).event(job.number, b"701 BEGIN\n")? {
        return Ok(());
    }
    for part in &job.parts {
        match part {
            Marked::Mark(name) => {
                let event = format!("700-{name}\n700 INDEX MARK\n");
                if !locked(output).event(job.number, event.as_bytes())? {
                    return Ok(());
                }
            }
            Marked::Words(words) => {
                for clause in clauses(words, job) {
                    match voices.speech(&clause, job.language.as_deref()) {
                        Ok(Speech::Sound(sound)) => {
                            if !play(&sound, job, output)? {
                                return Ok(());
                            }
                        }
                        Ok(Speech::Words(_)) => tracing::warn!("{}", SpeakingError::NoSamples),
                        // The rest may succeed.
                        Err(error) => tracing::warn!(%error, "a clause is left out"),
                    }
                    if locked(output).speaking != Some(job.number) {
                        return Ok(());
                    }
                }
            }
        }
    }
    Ok(())
}

/// The words as they are read aloud, in clauses; the first one is short.
fn clauses(words: &str, job: &Job) -> Vec<String> {
    if job.is_letter {
        return vec![words.to_owned()];
    }
    let language = reading::language(words, job.language.as_deref());
    let mut clauses = Clauses::default();
    clauses.set_language(language);
    let mut cut = clauses.push(&reading::words(words, language));
    cut.extend(clauses.finish());
    cut
}

/// Sends sound to the server; whether the text is still wanted.
fn play<W: Write>(sound: &Samples, job: &Job, output: &Shared<W>) -> io::Result<bool> {
    let gain = job.manner.gain();
    for piece in sound.samples.chunks(PIECE) {
        if !locked(output).event(job.number, &encoded(piece, sound.rate.0, gain))? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// An event of sound: 16 bits, one channel, little-endian; line ends and escapes are escaped, as in HDLC.
fn encoded(samples: &[f32], rate: u32, gain: f32) -> Vec<u8> {
    let head = format!(
        "705-bits=16\n705-num_channels=1\n705-sample_rate={rate}\n705-num_samples={}\n705-big_endian=0\n705-AUDIO\0",
        samples.len()
    );
    let mut bytes = head.into_bytes();
    bytes.reserve(samples.len() * 2 + 16);
    for sample in samples {
        #[expect(clippy::cast_possible_truncation, reason = "clamped to 16 bits")]
        let level = (sample * gain * 32_767.0).clamp(-32_768.0, 32_767.0) as i16;
        for byte in level.to_le_bytes() {
            if byte == b'\n' || byte == ESCAPE {
                bytes.extend([ESCAPE, byte ^ INVERTED]);
            } else {
                bytes.push(byte);
            }
        }
    }
    bytes.extend(b"\n705 AUDIO\n");
    bytes
}

#[cfg(test)]
#[path = "dispatcher_tests.rs"]
mod tests;
