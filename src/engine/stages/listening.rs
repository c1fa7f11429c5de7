//! The listening thread: microphone, echo canceller, voice activity detection, endpointing.
//!
//! Owns the open microphone, reopens it after a loss, and owns the sound of the current utterance. Reports when speech begins,
//! pauses and ends; decides nothing about turns.

mod echo_front_end;
mod own_voice;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::audio::capture::{CaptureError, Microphone, MicrophoneChoice};
use crate::audio::echo::{EchoControl, PlaybackTap};
use crate::audio::level::{self, Meter};
use crate::audio::{SampleRate, Samples};
use crate::conversation::{DeviceEvent, Event, Milliseconds, SpeechEvent, UtteranceId};
use crate::hearing::endpointing::{Endpoint, Endpointer, EndpointingConfig, ListeningMode};
use crate::hearing::silence;
use crate::hearing::vad::{FRAME_LENGTH, VoiceActivity};

use super::super::output::Utterances;
use echo_front_end::{EchoFreeFrame, EchoFrontEnd};

/// How often the microphone is read.
const POLL_INTERVAL: Duration = Duration::from_millis(10);
/// How often opening the microphone is retried.
const RETRY: Duration = Duration::from_millis(500);
/// A microphone that delivers nothing for this long is lost; one that was just opened gets more time.
const SILENT_TIMEOUT: Duration = Duration::from_millis(800);
const FIRST_SILENT_TIMEOUT: Duration = Duration::from_secs(4);
/// Interval of partial transcripts.
const PARTIAL_INTERVAL: Duration = Duration::from_millis(600);
/// What was taken for an echo belongs to a voice that begins within this time.
const DOUBTED: Duration = Duration::from_millis(800);
/// Sound that is kept while nobody speaks; longer than any pre-roll.
const KEPT_SECONDS: usize = 2;

/// Configuration of the listening stage.
#[derive(Debug, Clone, PartialEq)]
pub struct ListeningConfig {
    /// The microphone.
    pub microphone: MicrophoneChoice,
    /// When an utterance begins.
    pub mode: ListeningMode,
    /// The echo control.
    pub echo: EchoControl,
    /// Whether to ask for partial transcripts.
    pub partials: bool,
    /// When speech begins and ends.
    pub endpointing: EndpointingConfig,
}

/// A job of the listening thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum ListeningJob {
    /// The utterance has become a turn, or held no words: what follows is a new one.
    Taken(UtteranceId),
    /// Mute or unmute.
    Mute(bool),
    /// The push-to-talk key was pressed or released.
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
        played: PlaybackTap,
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
        // A thread that has ended needs no jobs.
        let _ = self.jobs.send(job);
    }

    pub(super) fn finish(self) {
        drop(self.jobs);
        let _ = self.thread.join();
    }
}

/// The status of the microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MicrophoneStatus {
    /// Not tried yet.
    New,
    /// Never found.
    Absent,
    /// Open.
    Open,
    /// Lost after it was open.
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
    status: MicrophoneStatus,
    /// Whether the open microphone has delivered anything.
    delivers: bool,
    muted: bool,
    held: bool,
    front_end: EchoFrontEnd,
    heard: Vec<f32>,
    vad: VoiceActivity,
    /// Detects a voice in the echo-suppressed signal.
    strict_vad: VoiceActivity,
    endpointer: Endpointer,
    /// The last seconds, or the utterance with its pre-roll.
    sound: Vec<f32>,
    utterance: UtteranceId,
    since_told: Duration,
    /// How long ago something began that was taken for an echo; if a voice follows, it may have been its beginning.
    doubted: Option<Duration>,
    /// Seconds by which the detector was late to detect the current pause.
    lateness: Option<f64>,
}

impl Listener {
    fn new(
        config: ListeningConfig,
        events: Sender<Event>,
        utterances: Arc<Utterances>,
        meter: Arc<Meter>,
        played: PlaybackTap,
    ) -> Self {
        Self {
            endpointer: Endpointer::new(config.endpointing),
            front_end: EchoFrontEnd::new(config.echo, played),
            config,
            events,
            utterances,
            meter,
            microphone: None,
            waiting: RETRY,
            status: MicrophoneStatus::New,
            delivers: false,
            muted: false,
            held: false,
            heard: Vec::new(),
            vad: VoiceActivity::default(),
            strict_vad: VoiceActivity::default(),
            sound: Vec::new(),
            utterance: UtteranceId(0),
            since_told: Duration::ZERO,
            doubted: None,
            lateness: None,
        }
    }

    fn run(&mut self, jobs: &Receiver<ListeningJob>) {
        loop {
            match jobs.recv_timeout(POLL_INTERVAL) {
                Ok(job) => self.handle(job),
                Err(RecvTimeoutError::Timeout) => self.listen(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn handle(&mut self, job: ListeningJob) {
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

    /// Everything that is heard while the key is pressed is one utterance.
    fn talk(&mut self, held: bool) {
        if held == self.held || self.config.mode != ListeningMode::PushToTalk {
            return;
        }
        self.held = held;
        if held {
            self.begin(self.config.endpointing.pre_roll);
        } else {
            self.store_utterance();
            self.send(Event::Speech(self.utterance, SpeechEvent::Over));
            self.forget();
        }
    }

    /// The utterance has ended or was taken: what follows is a new one.
    fn forget(&mut self) {
        self.endpointer.reset();
        self.sound.clear();
    }

    fn listen(&mut self) {
        self.front_end.read_played(POLL_INTERVAL);
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
            tracing::warn!(?lost, "captured sound was lost");
            let length = Milliseconds(lost.as_secs_f64() * 1000.0);
            let _ = self.events.send(Event::Device(DeviceEvent::SoundLost { length }));
        }
        if self.heard.is_empty() {
            self.waiting += POLL_INTERVAL;
            let patience = if self.delivers {
                SILENT_TIMEOUT
            } else {
                FIRST_SILENT_TIMEOUT
            };
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
            self.microphone_opened();
        }
        self.meter.show(level::rms_dbfs(&self.heard));
        self.front_end.hear(&self.heard);
        self.process_frames();
    }

    fn open(&mut self) {
        self.waiting += POLL_INTERVAL;
        if self.waiting < RETRY {
            return;
        }
        self.waiting = Duration::ZERO;
        match Microphone::open(&self.config.microphone) {
            Ok(microphone) => {
                let echo = self.config.echo.with(microphone.name());
                self.front_end.set_control(echo);
                tracing::info!(name = microphone.name(), ?echo, "listening");
                self.send(Event::Device(DeviceEvent::MicrophoneChosen {
                    name: microphone.name().to_owned(),
                    echo: echo.name().to_owned(),
                }));
                self.microphone = Some(microphone);
                self.delivers = false;
            }
            Err(error) => {
                // A machine without a microphone is typed to; that is not a fault.
                if self.status == MicrophoneStatus::New {
                    self.status = MicrophoneStatus::Absent;
                    if error != CaptureError::NoDevice {
                        self.microphone_is(false, Some(error.to_string()));
                    }
                }
            }
        }
    }

    /// The microphone delivers sound: from now on nothing is missed.
    fn microphone_opened(&mut self) {
        let name = self.microphone.as_ref().map(Microphone::name).unwrap_or_default();
        let sentence = (self.status == MicrophoneStatus::Lost)
            .then(|| format!("The microphone '{name}' is available again."));
        self.status = MicrophoneStatus::Open;
        self.microphone_is(true, sentence);
    }

    fn lost(&mut self, sentence: String) {
        self.microphone = None;
        self.waiting = Duration::ZERO;
        self.forget();
        self.status = MicrophoneStatus::Lost;
        self.microphone_is(false, Some(sentence));
    }

    fn microphone_is(&self, open: bool, sentence: Option<String>) {
        self.send(Event::Device(DeviceEvent::Microphone { open, sentence }));
    }

    fn send(&self, event: Event) {
        // The engine outlives its stages.
        let _ = self.events.send(event);
    }

    /// Processes every whole frame.
    fn process_frames(&mut self) {
        while let Some(heard) = self.front_end.next_frame() {
            self.sound.extend_from_slice(&heard.voice);
            let probability = self.probability(&heard);
            self.frame(probability);
        }
        if !self.endpointer.is_busy() && !self.held {
            let most = KEPT_SECONDS * SampleRate::SPEECH.0 as usize;
            self.sound.drain(..self.sound.len().saturating_sub(most));
        }
    }

    /// The probability that a person speaks. While the machine speaks, a voice must persist in the echo-suppressed signal, or be
    /// louder than any echo.
    fn probability(&mut self, heard: &EchoFreeFrame) -> f32 {
        let voice = self.vad.probability(&heard.voice);
        if !self.front_end.is_strict() {
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
        if self.front_end.is_deaf() {
            if self.endpointer.is_busy() {
                self.forget();
            }
            return;
        }
        self.doubted = self
            .doubted
            .map(|age| age + FRAME_LENGTH)
            .filter(|age| *age < DOUBTED);
        match self
            .endpointer
            .frame(probability, FRAME_LENGTH, self.front_end.is_strict())
        {
            None => self.go_on(),
            Some(Endpoint::Began(back)) if self.front_end.hears_itself() => {
                tracing::debug!("an echo was taken for a voice");
                self.doubted.get_or_insert(back);
                self.endpointer.reset();
                self.send(Event::Device(DeviceEvent::VoiceSuspected { suspected: false }));
            }
            Some(Endpoint::Began(back)) => {
                let back = self.doubted.take().map_or(back, |doubted| doubted.max(back));
                let back = u16::try_from(back.as_millis()).unwrap_or(u16::MAX);
                self.begin(self.config.endpointing.pre_roll.saturating_add(back));
            }
            Some(Endpoint::Paused(silence)) => self.pause(silence),
            Some(Endpoint::Resumed) => {
                self.lateness = None;
                self.send(Event::Speech(self.utterance, SpeechEvent::Resumed));
            }
            Some(Endpoint::Suspected(suspected)) => {
                self.send(Event::Device(DeviceEvent::VoiceSuspected { suspected }));
            }
            Some(Endpoint::Over) => {
                self.store_utterance();
                self.send(Event::Speech(self.utterance, SpeechEvent::Over));
                self.sound.clear();
            }
        }
    }

    /// Somebody pauses; reports the true length of the silence, which the detector notices late.
    fn pause(&mut self, detected: Duration) {
        if self.lateness.is_none() {
            // A turn takes the sound at the beginning of a pause or not at all.
            self.store_utterance();
        }
        let late = *self.lateness.get_or_insert_with(|| {
            let latency = self.microphone.as_ref().map(Microphone::latency);
            let silence = silence::at_the_end(&self.sound, detected) + latency.unwrap_or_default();
            silence.as_secs_f64() - detected.as_secs_f64()
        });
        let silence = Milliseconds((detected.as_secs_f64() + late) * 1000.0);
        let utterance = self.utterance;
        self.send(Event::Speech(utterance, SpeechEvent::Paused { silence }));
    }

    /// Somebody continues to speak.
    fn go_on(&mut self) {
        self.since_told += FRAME_LENGTH;
        if self.config.partials && self.endpointer.is_speech() && self.since_told >= PARTIAL_INTERVAL {
            self.since_told = Duration::ZERO;
            self.store_utterance();
            self.send(Event::Speech(self.utterance, SpeechEvent::Continues));
        }
    }

    /// Begins an utterance with the sound of the last `milliseconds`.
    fn begin(&mut self, milliseconds: u16) {
        let kept = usize::from(milliseconds) * SampleRate::SPEECH.0 as usize / 1000;
        self.sound.drain(..self.sound.len().saturating_sub(kept));
        self.utterance = self.utterances.next();
        self.since_told = Duration::ZERO;
        self.lateness = None;
        self.send(Event::Speech(self.utterance, SpeechEvent::Began));
    }

    /// Stores the sound so far for the hearing stage.
    fn store_utterance(&self) {
        let sound = Samples {
            rate: SampleRate::SPEECH,
            samples: self.sound.clone(),
        };
        self.utterances.put(self.utterance, sound);
    }
}
