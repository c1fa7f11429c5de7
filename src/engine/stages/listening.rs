//! The thread that listens: microphone, echo canceller, voice activity, endpoints.
//!
//! Owns the open microphone and the sound of the utterance that is being said, and opens the microphone again when it
//! was lost. Sends what begins, pauses and ends; decides nothing about turns.

mod ear;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::audio::capture::{CaptureError, Microphone};
use crate::audio::echo::{EchoControl, Played};
use crate::audio::level::{self, Meter};
use crate::audio::{SampleRate, Samples};
use crate::conversation::{Event, Milliseconds, UtteranceId};
use crate::hearing::endpointing::{Endpoint, Endpointer, EndpointingConfig, ListeningMode};
use crate::hearing::silence;
use crate::hearing::vad::{FRAME_LENGTH, VoiceActivity};

use super::super::output::Utterances;
use ear::{Ear, Heard};

/// How often the microphone is read.
const LOOK: Duration = Duration::from_millis(10);
/// How often a lost microphone is tried again.
const RETRY: Duration = Duration::from_millis(500);
/// A microphone that delivers nothing for so long is lost; one that was just opened gets more time.
const DEAF: Duration = Duration::from_millis(800);
const DEAF_AT_FIRST: Duration = Duration::from_secs(4);
/// How often the words of somebody who is speaking are looked for.
const PARTIALS: Duration = Duration::from_millis(600);
/// Sound that is kept while nobody speaks: more than any pre-roll.
const KEPT_SECONDS: usize = 2;

/// How to listen.
#[derive(Debug, Clone, PartialEq)]
pub struct ListeningConfig {
    /// The microphone's name; without it the default one.
    pub device: Option<String>,
    /// When an utterance begins.
    pub mode: ListeningMode,
    /// How the echo is dealt with.
    pub echo: EchoControl,
    /// Tell now and then that somebody speaks on, for partial transcripts.
    pub partials: bool,
    /// When speech is believed.
    pub endpointing: EndpointingConfig,
}

/// What the thread is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum ListeningJob {
    /// The utterance has become a turn, or held no words: what follows is a new one.
    Taken(UtteranceId),
    /// Hear nothing, or hear again.
    Mute(bool),
    /// The key to talk.
    Talk(bool),
}

/// The running thread.
pub(in super::super) struct ListeningThread {
    jobs: SyncSender<ListeningJob>,
    thread: JoinHandle<()>,
}

impl ListeningThread {
    pub(super) fn start(
        config: ListeningConfig,
        events: Sender<Event>,
        utterances: Arc<Utterances>,
        meter: Arc<Meter>,
        played: Played,
    ) -> std::io::Result<Self> {
        let (sender, jobs) = sync_channel(256);
        let thread = std::thread::Builder::new()
            .name("listening".to_owned())
            .spawn(move || {
                let mut listener = Listener::new(config, events, utterances, meter, played);
                listener.run(&jobs);
            })?;
        Ok(Self { jobs: sender, thread })
    }

    pub(in super::super) fn send(&self, job: ListeningJob) {
        // A thread that is gone has nothing to be told.
        let _ = self.jobs.send(job);
    }

    pub(super) fn finish(self) {
        drop(self.jobs);
        let _ = self.thread.join();
    }
}

/// How it stands with the microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Contact {
    /// It has not been tried.
    New,
    /// It has never been there.
    Absent,
    /// It hears.
    Open,
    /// It was there.
    Lost,
}

struct Listener {
    config: ListeningConfig,
    events: Sender<Event>,
    utterances: Arc<Utterances>,
    meter: Arc<Meter>,
    microphone: Option<Microphone>,
    /// Time since the microphone delivered something, or was last tried.
    waiting: Duration,
    contact: Contact,
    /// The open microphone has delivered something.
    delivers: bool,
    muted: bool,
    held: bool,
    ear: Ear,
    heard: Vec<f32>,
    vad: VoiceActivity,
    /// Listens for a voice under the rest of the echo.
    strict_vad: VoiceActivity,
    endpointer: Endpointer,
    /// The last seconds, or the utterance with its pre-roll.
    sound: Vec<f32>,
    utterance: UtteranceId,
    since_told: Duration,
    /// By how many seconds the detector was late to hear that a pause began.
    lateness: Option<f64>,
}

impl Listener {
    fn new(
        config: ListeningConfig,
        events: Sender<Event>,
        utterances: Arc<Utterances>,
        meter: Arc<Meter>,
        played: Played,
    ) -> Self {
        Self {
            endpointer: Endpointer::new(config.endpointing),
            ear: Ear::new(config.echo, played),
            config,
            events,
            utterances,
            meter,
            microphone: None,
            waiting: RETRY,
            contact: Contact::New,
            delivers: false,
            muted: false,
            held: false,
            heard: Vec::new(),
            vad: VoiceActivity::default(),
            strict_vad: VoiceActivity::default(),
            sound: Vec::new(),
            utterance: UtteranceId(0),
            since_told: Duration::ZERO,
            lateness: None,
        }
    }

    fn run(&mut self, jobs: &Receiver<ListeningJob>) {
        loop {
            match jobs.recv_timeout(LOOK) {
                Ok(job) => self.told(job),
                Err(RecvTimeoutError::Timeout) => self.listen(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn told(&mut self, job: ListeningJob) {
        match job {
            ListeningJob::Taken(utterance) => {
                if utterance == self.utterance {
                    self.forget();
                }
            }
            ListeningJob::Mute(on) => {
                self.muted = on;
                if on {
                    self.microphone = None;
                    self.forget();
                    self.microphone_is(false, None);
                } else {
                    self.waiting = RETRY;
                }
            }
            ListeningJob::Talk(held) => self.talk(held),
        }
    }

    /// The key makes an utterance of everything that is heard while it is held.
    fn talk(&mut self, held: bool) {
        if held == self.held || self.config.mode != ListeningMode::PushToTalk {
            return;
        }
        self.held = held;
        if held {
            self.begin(self.config.endpointing.pre_roll);
        } else {
            self.lay_down();
            self.send(Event::SpeechOver {
                utterance: self.utterance,
            });
            self.forget();
        }
    }

    /// The utterance is over or taken: what follows is a new one.
    fn forget(&mut self) {
        self.endpointer.reset();
        self.sound.clear();
    }

    fn listen(&mut self) {
        self.ear.read_played(LOOK);
        if self.muted {
            return;
        }
        let Some(microphone) = &mut self.microphone else {
            self.open();
            return;
        };
        self.heard.clear();
        if let Err(error) = microphone.read(&mut self.heard) {
            self.lost(error.to_string());
            return;
        }
        let lost = microphone.lost();
        if !lost.is_zero() {
            tracing::warn!(?lost, "sound of the microphone was lost");
            let length = Milliseconds(lost.as_secs_f64() * 1000.0);
            let _ = self.events.send(Event::SoundLost { length });
        }
        if self.heard.is_empty() {
            self.waiting += LOOK;
            let patience = if self.delivers { DEAF } else { DEAF_AT_FIRST };
            if self.waiting >= patience {
                let name = microphone.name().to_owned();
                self.lost(format!(
                    "The microphone '{name}' delivers no sound: check its plug; typing works meanwhile."
                ));
            }
            return;
        }
        self.waiting = Duration::ZERO;
        if !self.delivers {
            self.delivers = true;
            self.hears();
        }
        self.meter.show(level::rms_dbfs(&self.heard));
        self.ear.hear(&self.heard);
        self.look();
    }

    fn open(&mut self) {
        self.waiting += LOOK;
        if self.waiting < RETRY {
            return;
        }
        self.waiting = Duration::ZERO;
        match Microphone::open(self.config.device.as_deref()) {
            Ok(microphone) => {
                let echo = self.config.echo.with(microphone.name());
                self.ear.set_control(echo);
                tracing::info!(name = microphone.name(), ?echo, "listening");
                self.send(Event::MicrophoneChosen {
                    name: microphone.name().to_owned(),
                    echo: echo.name().to_owned(),
                });
                self.microphone = Some(microphone);
                self.delivers = false;
            }
            Err(error) => {
                // A machine that never had a microphone is typed to; that is no fault.
                if self.contact == Contact::New {
                    self.contact = Contact::Absent;
                    if error != CaptureError::NoDevice {
                        self.microphone_is(false, Some(error.to_string()));
                    }
                }
            }
        }
    }

    /// The microphone delivers: from now on nothing that is said is lost.
    fn hears(&mut self) {
        let name = self.microphone.as_ref().map(Microphone::name).unwrap_or_default();
        let sentence =
            (self.contact == Contact::Lost).then(|| format!("The microphone '{name}' is there again."));
        self.contact = Contact::Open;
        self.microphone_is(true, sentence);
    }

    fn lost(&mut self, sentence: String) {
        self.microphone = None;
        self.waiting = Duration::ZERO;
        self.forget();
        self.contact = Contact::Lost;
        self.microphone_is(false, Some(sentence));
    }

    fn microphone_is(&self, open: bool, sentence: Option<String>) {
        self.send(Event::Microphone { open, sentence });
    }

    fn send(&self, event: Event) {
        // The engine outlives its stages.
        let _ = self.events.send(event);
    }

    /// Looks at every whole frame that has been heard.
    fn look(&mut self) {
        while let Some(heard) = self.ear.next_frame() {
            self.sound.extend_from_slice(&heard.voice);
            let probability = self.probability(&heard);
            self.frame(probability);
        }
        if !self.endpointer.is_busy() && !self.held {
            let most = KEPT_SECONDS * SampleRate::SPEECH.0 as usize;
            self.sound.drain(..self.sound.len().saturating_sub(most));
        }
    }

    /// How likely a person speaks. While the machine speaks, a voice must be there without the rest of the echo, or be
    /// louder than any echo.
    fn probability(&mut self, heard: &Heard) -> f32 {
        let voice = self.vad.probability(&heard.voice);
        if !self.ear.is_strict() {
            return voice;
        }
        let strict = self.strict_vad.probability(&heard.suppressed);
        if heard.near {
            voice.max(strict)
        } else {
            voice.min(strict)
        }
    }

    fn frame(&mut self, probability: f32) {
        if self.config.mode == ListeningMode::PushToTalk {
            return;
        }
        if self.ear.is_deaf() {
            if self.endpointer.is_busy() {
                self.forget();
            }
            return;
        }
        match self
            .endpointer
            .frame(probability, FRAME_LENGTH, self.ear.is_strict())
        {
            None => self.go_on(),
            Some(Endpoint::Began(back)) => {
                let back = u16::try_from(back.as_millis()).unwrap_or(u16::MAX);
                self.begin(self.config.endpointing.pre_roll.saturating_add(back));
            }
            Some(Endpoint::Paused(silence)) => self.pause(silence),
            Some(Endpoint::Resumed) => {
                self.lateness = None;
                self.send(Event::SpeechResumed {
                    utterance: self.utterance,
                });
            }
            Some(Endpoint::Suspected(suspected)) => self.send(Event::SpeechSuspected { suspected }),
            Some(Endpoint::Over) => {
                self.lay_down();
                self.send(Event::SpeechOver {
                    utterance: self.utterance,
                });
                self.sound.clear();
            }
        }
    }

    /// Somebody pauses, for so long as the detector can tell; it is told since when it has really been silent.
    fn pause(&mut self, detected: Duration) {
        if self.lateness.is_none() {
            // A turn takes it at the first moment of a pause or not at all.
            self.lay_down();
        }
        let late = *self.lateness.get_or_insert_with(|| {
            let latency = self.microphone.as_ref().map(Microphone::latency);
            let silence = silence::at_the_end(&self.sound, detected) + latency.unwrap_or_default();
            silence.as_secs_f64() - detected.as_secs_f64()
        });
        let silence = Milliseconds((detected.as_secs_f64() + late) * 1000.0);
        let utterance = self.utterance;
        self.send(Event::SpeechPaused { utterance, silence });
    }

    /// Somebody speaks, and nothing has changed.
    fn go_on(&mut self) {
        self.since_told += FRAME_LENGTH;
        if self.config.partials && self.endpointer.is_speech() && self.since_told >= PARTIALS {
            self.since_told = Duration::ZERO;
            self.lay_down();
            self.send(Event::SpeechGoing {
                utterance: self.utterance,
            });
        }
    }

    /// A new utterance, with the sound of the last `milliseconds`.
    fn begin(&mut self, milliseconds: u16) {
        let kept = usize::from(milliseconds) * SampleRate::SPEECH.0 as usize / 1000;
        self.sound.drain(..self.sound.len().saturating_sub(kept));
        self.utterance = self.utterances.next();
        self.since_told = Duration::ZERO;
        self.lateness = None;
        self.send(Event::SpeechBegan {
            utterance: self.utterance,
        });
    }

    /// Leaves the sound so far where the hearing finds it.
    fn lay_down(&self) {
        let sound = Samples {
            rate: SampleRate::SPEECH,
            samples: self.sound.clone(),
        };
        self.utterances.put(self.utterance, sound);
    }
}
