//! Storage of clauses and utterances, and the output of replies.
//!
//! [`ClauseStore`] holds clauses that are synthesised but not yet played, [`Utterances`] the sound that is not yet transcribed. The
//! output is the loudspeaker, a recording of the replies, both or neither; it knows nothing of turns.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::audio::echo::PlaybackTap;
use crate::audio::level::{SharedPace, SharedVolume};
use crate::audio::playback::{Loudspeaker, PlaybackError};
use crate::audio::{Samples, resample};
use crate::conversation::{ClauseId, TurnId, UtteranceId};
use crate::speaking::{SpeakingConfig, SpeakingError, Speech};

use super::system_voice::SystemVoiceOutput;

/// Synthesised clauses that are not yet played.
#[derive(Debug, Default)]
pub struct ClauseStore {
    clauses: Mutex<HashMap<(TurnId, ClauseId), Speech>>,
}

impl ClauseStore {
    /// Stores a clause.
    pub fn put(&self, turn: TurnId, clause: ClauseId, speech: Speech) {
        self.lock().insert((turn, clause), speech);
    }

    /// Removes and returns a clause.
    pub fn take(&self, turn: TurnId, clause: ClauseId) -> Option<Speech> {
        self.lock().remove(&(turn, clause))
    }

    /// Drops the clauses of a turn and of earlier turns.
    pub fn clear(&self, turn: TurnId) {
        self.lock().retain(|(of, _), _| *of > turn);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(TurnId, ClauseId), Speech>> {
        self.clauses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The sound of the last utterances.
#[derive(Debug, Default)]
pub struct Utterances {
    sounds: Mutex<BTreeMap<UtteranceId, Samples>>,
    count: AtomicU64,
}

impl Utterances {
    /// A new id.
    pub fn next(&self) -> UtteranceId {
        UtteranceId(self.count.fetch_add(1, Ordering::Relaxed))
    }

    /// Stores the sound of an utterance; replaces earlier sound of it, and the oldest of three.
    pub fn put(&self, utterance: UtteranceId, samples: Samples) {
        let mut sounds = self.lock();
        sounds.insert(utterance, samples);
        while sounds.len() > KEPT_UTTERANCES {
            sounds.pop_first();
        }
    }

    /// A copy of the sound of an utterance so far.
    pub fn copy(&self, utterance: UtteranceId) -> Option<Samples> {
        self.lock().get(&utterance).cloned()
    }

    /// The sound of two utterances, one after the other.
    pub fn together(&self, first: UtteranceId, second: UtteranceId) -> Option<Samples> {
        let sounds = self.lock();
        let (first, second) = (sounds.get(&first)?, sounds.get(&second)?);
        (first.rate == second.rate).then(|| Samples {
            rate: first.rate,
            samples: [first.samples.as_slice(), &second.samples].concat(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<UtteranceId, Samples>> {
        self.sounds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The recording of the replies; `None` if nothing was spoken.
pub type Recorded = Option<Samples>;

/// Configuration of the output.
#[derive(Debug, Clone, Default)]
pub struct OutputConfig {
    /// Whether to play on the loudspeaker, if there is one.
    pub loudspeaker: bool,
    /// The loudspeaker's name; `None` for the default one.
    pub device: Option<String>,
    /// The volume.
    pub volume: SharedVolume,
    /// The pace of speech.
    pub pace: SharedPace,
    /// Whether to record the replies.
    pub record: bool,
    /// The voice, in case it plays by itself.
    pub voice: SpeakingConfig,
}

/// Why nothing can be played.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The loudspeaker.
    #[error(transparent)]
    Loudspeaker(#[from] PlaybackError),
    /// The voice that plays by itself.
    #[error(transparent)]
    Voice(#[from] SpeakingError),
}

/// Utterances whose sound is kept: one that goes on is heard together with the one before.
const KEPT_UTTERANCES: usize = 3;
/// Attempts to reopen a lost loudspeaker: a restarting sound server takes a moment.
const REOPEN_ATTEMPTS: u32 = 8;
const REOPEN_INTERVAL: Duration = Duration::from_millis(120);
/// How often the end of what is played is checked.
const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// What a device still plays when it has taken everything.
const DEVICE_BUFFER: Duration = Duration::from_millis(150);

/// The output of replies.
pub struct ReplyOutput {
    config: OutputConfig,
    played: PlaybackTap,
    /// Whether the loudspeaker was lost after it had been open.
    broke_off: bool,
    /// Whether reopening failed: nothing more is tried until [`Self::try_again`].
    given_up: bool,
    loudspeaker: Option<Loudspeaker>,
    system_voice: SystemVoiceOutput,
    /// The clauses queued since the loudspeaker was last silent.
    playing: Vec<Samples>,
    recording: Option<Vec<Samples>>,
}

/// The last `left` of some clauses.
fn rest(clauses: &[Samples], left: Duration) -> Option<Samples> {
    let rate = clauses.first()?.rate;
    let mut samples: Vec<f32> = clauses
        .iter()
        .flat_map(|clause| resample::to_rate(clause, rate).samples)
        .collect();
    let left = (left.as_secs_f64() * f64::from(rate.0)).ceil();
    let played = (samples.len() as f64 - left).max(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number of samples"
    )]
    samples.drain(..played as usize);
    Some(Samples { rate, samples })
}

impl ReplyOutput {
    /// Opens the loudspeaker if it is wanted; if that fails, the first clause tries again.
    pub fn open(config: &OutputConfig, played: &PlaybackTap) -> Self {
        let opened = config
            .loudspeaker
            .then(|| Loudspeaker::open(config.device.as_deref(), played));
        if let Some(Err(error)) = &opened {
            tracing::warn!(%error, "no loudspeaker yet");
        }
        Self {
            config: config.clone(),
            system_voice: SystemVoiceOutput::new(config.voice.clone(), played.clone()),
            played: played.clone(),
            broke_off: false,
            given_up: false,
            loudspeaker: opened.and_then(Result::ok),
            playing: Vec::new(),
            recording: config.record.then(Vec::new),
        }
    }

    /// Whether there is any output.
    pub fn is_heard(&self) -> bool {
        self.loudspeaker.is_some() || self.recording.is_some() || !self.system_voice.queued().is_zero()
    }

    /// Queues a clause. A lost loudspeaker is opened again first: it may have been unplugged for a moment, or the default may have
    /// changed.
    pub fn play(&mut self, speech: &Speech) -> Result<(), OutputError> {
        match speech {
            Speech::Sound(samples) => {
                if let Some(recording) = &mut self.recording {
                    recording.push(samples.clone());
                }
                Ok(self.play_sound(&self.at_volume(samples))?)
            }
            Speech::Words(words) => Ok(self.system_voice.say(words)?),
        }
    }

    /// Plays a short sound on the loudspeaker, if it is there and silent. It is no part of the recording, and nobody misses it if it
    /// fails.
    pub fn cue(&mut self, sound: &Samples) {
        if self.loudspeaker.is_none() || !self.queued().is_zero() {
            return;
        }
        if let Err(error) = self.play_sound(&self.at_volume(sound)) {
            tracing::debug!(%error, "a cue was not played");
        }
    }

    /// The sound at the volume that is set.
    fn at_volume(&self, sound: &Samples) -> Samples {
        let gain = self.config.volume.volume().gain();
        Samples {
            rate: sound.rate,
            samples: sound.samples.iter().map(|sample| sample * gain).collect(),
        }
    }

    fn play_sound(&mut self, samples: &Samples) -> Result<(), PlaybackError> {
        if self.queued().is_zero() {
            self.playing.clear();
        }
        self.playing.push(samples.clone());
        if let Some(loudspeaker) = &mut self.loudspeaker {
            let Err(error) = loudspeaker.play(samples) else {
                return Ok(());
            };
            tracing::warn!(%error, "reopening the loudspeaker");
            self.loudspeaker = None;
            self.broke_off = true;
        }
        if !self.config.loudspeaker || self.given_up {
            return Ok(());
        }
        match self.open_and_play(samples) {
            Ok(()) => {
                self.broke_off = false;
                Ok(())
            }
            Err(error) => {
                self.given_up = true;
                // On a machine without a loudspeaker the answer is read.
                if error == PlaybackError::NoDevice && !self.broke_off {
                    return Ok(());
                }
                Err(error)
            }
        }
    }

    /// Opens the loudspeaker and plays there; tries again for a moment if it fails at its start, as ALSA's PulseAudio device does now
    /// and then, and whatever the reason if it was there before: it may come back.
    fn open_and_play(&mut self, samples: &Samples) -> Result<(), PlaybackError> {
        let mut attempts = 1;
        loop {
            let opened = Loudspeaker::open(self.config.device.as_deref(), &self.played);
            let playing = opened.and_then(|mut loudspeaker| {
                loudspeaker.play(samples)?;
                Ok(loudspeaker)
            });
            let error = match playing {
                Ok(loudspeaker) => {
                    self.loudspeaker = Some(loudspeaker);
                    return Ok(());
                }
                Err(error) => error,
            };
            let may_recover = match error {
                PlaybackError::Broken { .. } => true,
                PlaybackError::NoDevice | PlaybackError::Unknown(_) => self.broke_off,
                // It does not come back by itself.
                PlaybackError::ProcessEnded => false,
            };
            if !may_recover || attempts == REOPEN_ATTEMPTS {
                return Err(error);
            }
            attempts += 1;
            std::thread::sleep(REOPEN_INTERVAL);
        }
    }

    /// A new answer begins: the loudspeaker may be available again.
    pub fn try_again(&mut self) {
        self.given_up = false;
    }

    /// Detects a loudspeaker that no longer plays, reopens it (or another one) and plays the rest there. To be called regularly,
    /// with the time since the last call.
    pub fn watch(&mut self, elapsed: Duration) -> Result<(), OutputError> {
        self.system_voice.watch(elapsed)?;
        let Some(loudspeaker) = &mut self.loudspeaker else {
            return Ok(());
        };
        let Err(error) = loudspeaker.watch(elapsed) else {
            return Ok(());
        };
        tracing::warn!(%error, "reopening the loudspeaker in the middle of an answer");
        let left = loudspeaker.queued();
        self.loudspeaker = None;
        self.broke_off = true;
        let Some(rest) = rest(&std::mem::take(&mut self.playing), left) else {
            return Err(error.into());
        };
        // Nothing is open, so this reopens the loudspeaker.
        Ok(self.play_sound(&rest)?)
    }

    /// Plays clauses one after the other and waits until the last one was heard, or until `should_end`, for callers without an
    /// engine.
    ///
    /// # Errors
    /// A clause's own error; nothing can be played, or there is no loudspeaker.
    pub fn play_to_the_end<E: From<OutputError>>(
        &mut self,
        clauses: impl Iterator<Item = Result<Samples, E>>,
        should_end: &dyn Fn() -> bool,
    ) -> Result<(), E> {
        for clause in clauses {
            if should_end() {
                self.stop();
                return Ok(());
            }
            self.play(&Speech::Sound(clause?))?;
            if !self.is_heard() {
                return Err(OutputError::from(PlaybackError::NoDevice).into());
            }
        }
        while !self.queued().is_zero() {
            if should_end() {
                self.stop();
                return Ok(());
            }
            self.watch(POLL_INTERVAL)?;
            std::thread::sleep(POLL_INTERVAL);
        }
        std::thread::sleep(self.latency() + DEVICE_BUFFER);
        Ok(())
    }

    /// Sound that is still to be played.
    pub fn queued(&mut self) -> Duration {
        let sound = self.loudspeaker.as_mut().map(Loudspeaker::queued);
        sound.unwrap_or_default() + self.system_voice.queued()
    }

    /// The device's output latency.
    pub fn latency(&self) -> Duration {
        self.loudspeaker
            .as_ref()
            .map_or(Duration::ZERO, Loudspeaker::latency)
    }

    /// Holds or resumes playback.
    pub fn hold(&mut self, on: bool) {
        if let Some(loudspeaker) = &mut self.loudspeaker {
            loudspeaker.hold(on);
        }
    }

    /// Stops at once and discards the queue.
    pub fn stop(&mut self) {
        self.system_voice.stop();
        self.playing.clear();
        if let Some(loudspeaker) = &mut self.loudspeaker {
            loudspeaker.stop();
        }
    }

    /// The whole recording.
    pub fn into_recording(self) -> Recorded {
        let clauses = self.recording?;
        let rate = clauses.first()?.rate;
        let samples = clauses
            .iter()
            .flat_map(|clause| resample::to_rate(clause, rate).samples)
            .collect();
        Some(Samples { rate, samples })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::SampleRate;

    #[test]
    fn the_rest_of_an_answer_is_what_had_not_been_played() {
        let clause = |samples: &[f32]| Samples {
            rate: SampleRate(1_000),
            samples: samples.to_vec(),
        };
        let clauses = [clause(&[0.1, 0.2]), clause(&[0.3, 0.4])];
        let left = |milliseconds| {
            rest(&clauses, Duration::from_millis(milliseconds))
                .unwrap()
                .samples
        };
        assert_eq!(left(3), [0.2, 0.3, 0.4]);
        assert_eq!(left(0), [0.0; 0]);
        assert_eq!(left(9_000), [0.1, 0.2, 0.3, 0.4]);
        assert_eq!(rest(&[], Duration::ZERO), None);
    }
}
