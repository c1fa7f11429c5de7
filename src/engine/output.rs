//! Where the sound of a reply waits and where it goes.
//!
//! The shelf holds clauses that are sound but not yet playing; utterances wait to become words. The output is the
//! loudspeaker, a recording of the replies, both or neither; it knows nothing of turns.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::audio::echo::Played;
use crate::audio::level::{Knob, Pace};
use crate::audio::playback::{Loudspeaker, PlaybackError};
use crate::audio::{Samples, resample};
use crate::conversation::{ClauseId, TurnId, UtteranceId};
use crate::speaking::{SpeakingConfig, SpeakingError, Speech};

use super::aloud::Aloud;

/// Clauses that can be heard, until they are.
#[derive(Debug, Default)]
pub struct Shelf {
    clauses: Mutex<HashMap<(TurnId, ClauseId), Speech>>,
}

impl Shelf {
    /// Lays a clause on the shelf.
    pub fn put(&self, turn: TurnId, clause: ClauseId, speech: Speech) {
        self.lock().insert((turn, clause), speech);
    }

    /// Takes a clause from the shelf.
    pub fn take(&self, turn: TurnId, clause: ClauseId) -> Option<Speech> {
        self.lock().remove(&(turn, clause))
    }

    /// Forgets the clauses of a turn and of those before it.
    pub fn clear(&self, turn: TurnId) {
        self.lock().retain(|(of, _), _| *of > turn);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(TurnId, ClauseId), Speech>> {
        self.clauses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The sound of utterances, until it has become words.
#[derive(Debug, Default)]
pub struct Utterances {
    sounds: Mutex<HashMap<UtteranceId, Samples>>,
    count: AtomicU64,
}

impl Utterances {
    /// A new name.
    pub fn next(&self) -> UtteranceId {
        UtteranceId(self.count.fetch_add(1, Ordering::Relaxed))
    }

    /// Keeps the sound of an utterance, in place of what was kept of it and of those before it.
    pub fn put(&self, utterance: UtteranceId, samples: Samples) {
        let mut sounds = self.lock();
        sounds.retain(|other, _| *other > utterance);
        sounds.insert(utterance, samples);
    }

    /// The sound of an utterance so far.
    pub fn copy(&self, utterance: UtteranceId) -> Option<Samples> {
        self.lock().get(&utterance).cloned()
    }

    /// Takes the sound of an utterance.
    pub fn take(&self, utterance: UtteranceId) -> Option<Samples> {
        self.lock().remove(&utterance)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<UtteranceId, Samples>> {
        self.sounds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was recorded of the replies: one [`Samples`], or `None` when nothing was spoken.
pub type Recorded = Option<Samples>;

/// Where replies are to go.
#[derive(Debug, Clone, Default)]
pub struct OutputConfig {
    /// Play on the loudspeaker, if there is one.
    pub loudspeaker: bool,
    /// Its name; without it the default one.
    pub device: Option<String>,
    /// How loud.
    pub volume: Knob,
    /// How fast.
    pub pace: Pace,
    /// Keep the sound, to be written to a file.
    pub record: bool,
    /// The voice, where it is one that plays by itself.
    pub voice: SpeakingConfig,
}

/// Why nothing can be heard.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The loudspeaker.
    #[error(transparent)]
    Loudspeaker(#[from] PlaybackError),
    /// The voice that plays by itself.
    #[error(transparent)]
    Voice(#[from] SpeakingError),
}

/// A loudspeaker that broke off is tried so often: a sound server that starts anew takes a moment.
const TRIES: u32 = 8;
const BETWEEN_TRIES: Duration = Duration::from_millis(120);

/// Where replies go.
pub struct Output {
    config: OutputConfig,
    played: Played,
    /// There was one, and it broke off.
    broke_off: bool,
    /// It could not be opened again: nothing more is tried until [`Self::try_again`].
    given_up: bool,
    loudspeaker: Option<Loudspeaker>,
    aloud: Aloud,
    /// The clauses since the loudspeaker was silent.
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

impl Output {
    /// Opens the loudspeaker if it is wanted and there; what cannot be opened is tried again with the first clause.
    pub fn open(config: &OutputConfig, played: &Played) -> Self {
        let opened = config
            .loudspeaker
            .then(|| Loudspeaker::open(config.device.as_deref(), played));
        if let Some(Err(error)) = &opened {
            tracing::warn!(%error, "no loudspeaker yet");
        }
        Self {
            config: config.clone(),
            aloud: Aloud::new(config.voice.clone(), played.clone()),
            played: played.clone(),
            broke_off: false,
            given_up: false,
            loudspeaker: opened.and_then(Result::ok),
            playing: Vec::new(),
            recording: config.record.then(Vec::new),
        }
    }

    /// Whether anybody would hear anything.
    pub fn is_heard(&self) -> bool {
        self.loudspeaker.is_some() || self.recording.is_some() || !self.aloud.queued().is_zero()
    }

    /// Queues a clause. A loudspeaker that broke off is opened again first: it may have been unplugged for a moment,
    /// or another one is the default now.
    pub fn play(&mut self, speech: &Speech) -> Result<(), OutputError> {
        match speech {
            Speech::Sound(samples) => {
                if let Some(recording) = &mut self.recording {
                    recording.push(samples.clone());
                }
                let mut samples = samples.clone();
                let gain = self.config.volume.volume().gain();
                samples.samples.iter_mut().for_each(|sample| *sample *= gain);
                Ok(self.play_sound(&samples)?)
            }
            Speech::Words(words) => Ok(self.aloud.say(words)?),
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
            tracing::warn!(%error, "the loudspeaker is opened again");
            self.loudspeaker = None;
            self.broke_off = true;
        }
        if !self.config.loudspeaker || self.given_up {
            return Ok(());
        }
        match self.open_again() {
            Ok(loudspeaker) => {
                self.broke_off = false;
                self.loudspeaker.insert(loudspeaker).play(samples)
            }
            Err(error) => {
                self.given_up = true;
                // A machine that never had one is read from.
                if error == PlaybackError::NoDevice && !self.broke_off {
                    return Ok(());
                }
                Err(error)
            }
        }
    }

    fn open_again(&self) -> Result<Loudspeaker, PlaybackError> {
        let open = || Loudspeaker::open(self.config.device.as_deref(), &self.played);
        for _ in 1..if self.broke_off { TRIES } else { 1 } {
            if let Ok(opened) = open() {
                return Ok(opened);
            }
            std::thread::sleep(BETWEEN_TRIES);
        }
        open()
    }

    /// What could not be opened may be there now: a new answer begins.
    pub fn try_again(&mut self) {
        self.given_up = false;
    }

    /// Notices a loudspeaker that no longer plays, and goes on with the rest on another one, or on the same if it is
    /// there again. To be asked again and again, `elapsed` after the last time.
    pub fn watch(&mut self, elapsed: Duration) -> Result<(), OutputError> {
        self.aloud.watch(elapsed)?;
        let Some(loudspeaker) = &mut self.loudspeaker else {
            return Ok(());
        };
        let Err(error) = loudspeaker.watch(elapsed) else {
            return Ok(());
        };
        tracing::warn!(%error, "the loudspeaker is opened again in mid-answer");
        let left = loudspeaker.queued();
        self.loudspeaker = None;
        self.broke_off = true;
        let Some(rest) = rest(&std::mem::take(&mut self.playing), left) else {
            return Err(error.into());
        };
        // With nothing open, this opens it again.
        Ok(self.play_sound(&rest)?)
    }

    /// How much is still to be heard.
    pub fn queued(&mut self) -> Duration {
        let sound = self.loudspeaker.as_mut().map(Loudspeaker::queued);
        sound.unwrap_or_default() + self.aloud.queued()
    }

    /// How long after it leaves the queue a sample is heard.
    pub fn latency(&self) -> Duration {
        self.loudspeaker
            .as_ref()
            .map_or(Duration::ZERO, Loudspeaker::latency)
    }

    /// Silence for a moment, or on from there.
    pub fn hold(&mut self, on: bool) {
        if let Some(loudspeaker) = &mut self.loudspeaker {
            loudspeaker.hold(on);
        }
    }

    /// Silence, now.
    pub fn stop(&mut self) {
        self.aloud.stop();
        self.playing.clear();
        if let Some(loudspeaker) = &mut self.loudspeaker {
            loudspeaker.stop();
        }
    }

    /// What was recorded, in one piece.
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
