//! The sound process itself: opens devices on request and moves samples.
//!
//! Owns a thread for each open stream. It gets samples and names of devices, no text of the conversation, and opens no model
//! and no document. Each stream ends when the other end of its line is closed.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::capture::DeviceMicrophone;
use super::super::echo::{PlaybackTap, is_cancelling};
use super::super::playback::DeviceLoudspeaker;
use super::super::{SampleRate, devices};
use super::messages::{
    Captured, MAX_NAME_LEN, MAX_SAMPLES, Opened, Play, Played, Progress, Request, put_samples,
};
use crate::offline::{self, Line, MAX_MESSAGE_LEN, Message};

/// Streams and requests at once.
const MAX_THREADS: usize = 16;
/// The microphone's callback wakes its thread; this is for the case that it does not.
const CAPTURE_INTERVAL: Duration = Duration::from_millis(50);
/// How often it is tried to say that a microphone was lost, while nobody reads.
const FAILURE_ATTEMPTS: u32 = 100;
/// Captured sound that waits for a reader that stalls; what is more is lost, and counted.
const KEPT: usize = 4 * SampleRate::SPEECH.0 as usize;
/// What was played is kept this long for a reader that stalls.
const KEPT_SECONDS: usize = 2;
/// How often a loudspeaker is looked at while it plays, and after that.
const BUSY_INTERVAL: Duration = Duration::from_millis(5);
const IDLE_INTERVAL: Duration = Duration::from_millis(20);
/// The echo canceller needs what is played promptly for this long after the last sound.
const BUSY_FOR: Duration = Duration::from_secs(2);
/// Sound that waits to be played is at most this long.
const MAX_QUEUED: Duration = Duration::from_secs(30);

/// Serves requests until the line is closed.
pub fn serve(line: &Line) {
    let threads = Arc::new(());
    let mut started = false;
    loop {
        let Ok(Message { bytes, descriptors }) = line.receive() else {
            return;
        };
        if bytes.is_empty() {
            return;
        }
        let mut lines = descriptors.into_iter().map(Line::from);
        let request = serde_json::from_slice(&bytes);
        if let Ok(Request::Choose { source, sink }) = &request {
            // Variables may be set while no other thread runs.
            let cancel = is_cancelling(source) && is_cancelling(sink) && !source.ends_with(".monitor");
            if !started && cancel && [source, sink].into_iter().all(|name| is_name(name)) {
                offline::set_variable("PULSE_SOURCE", source);
                offline::set_variable("PULSE_SINK", sink);
            }
            continue;
        }
        let (Ok(request), Some(answers)) = (request, lines.next()) else {
            continue;
        };
        if Arc::strong_count(&threads) > MAX_THREADS {
            continue;
        }
        started = true;
        let (counted, played) = (Arc::clone(&threads), lines.next());
        let thread = std::thread::Builder::new().name("sound".to_owned());
        // Where no thread can be started, the closed line says so.
        let _ = thread.spawn(move || {
            answer(request, &answers, played);
            drop(counted);
        });
    }
}

/// What the sound server would take for a name.
fn is_name(name: &str) -> bool {
    name.len() <= MAX_NAME_LEN && !name.is_empty() && name.chars().all(|letter| letter.is_ascii_graphic())
}

fn answer(request: Request, line: &Line, played: Option<Line>) {
    match request {
        Request::Choose { .. } => {}
        Request::Devices => {
            tell(line, &devices::list_here());
        }
        Request::Microphone { name } => {
            let reader = std::thread::current();
            match DeviceMicrophone::open(name.as_deref(), Some(&reader)) {
                Ok(microphone) => capture(microphone, line),
                Err(error) => {
                    tell(line, &Err::<Opened, _>(error));
                }
            }
        }
        Request::Loudspeaker { name } => {
            let tap = PlaybackTap::default();
            match DeviceLoudspeaker::open(name.as_deref(), &tap) {
                Ok(loudspeaker) => Playing::new(loudspeaker, line, tap, played).run(),
                Err(error) => {
                    tell(line, &Err::<Opened, _>(error));
                }
            }
        }
    }
}

/// Sends an answer; whether it arrived.
fn tell(line: &Line, answer: &impl serde::Serialize) -> bool {
    let bytes = serde_json::to_vec(answer).unwrap_or_default();
    bytes.len() <= MAX_MESSAGE_LEN && line.send(&bytes, &[]).is_ok()
}

fn opened(name: &str, rate: SampleRate) -> Result<Opened, ()> {
    Ok(Opened {
        name: name.to_owned(),
        rate: rate.0,
    })
}

/// Moves captured samples to the line until either end fails.
fn capture(mut microphone: DeviceMicrophone, line: &Line) {
    if !tell(line, &opened(microphone.name(), SampleRate::SPEECH)) {
        return;
    }
    let (mut heard, mut lost) = (Vec::new(), Duration::ZERO);
    loop {
        std::thread::park_timeout(CAPTURE_INTERVAL);
        if let Err(error) = microphone.read(&mut heard) {
            let error = serde_json::to_vec(&error).unwrap_or_default();
            let failed = Captured::Failed(error).bytes();
            for _ in 0..FAILURE_ATTEMPTS {
                let sent = line.try_send(&failed);
                if !sent.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock) {
                    return;
                }
                std::thread::sleep(BUSY_INTERVAL);
            }
            return;
        }
        lost += microphone.lost();
        if heard.len() > KEPT {
            let more = heard.len() - KEPT;
            heard.drain(..more);
            lost += Duration::from_secs_f64(more as f64 / f64::from(SampleRate::SPEECH.0));
        }
        while !heard.is_empty() {
            let part = heard.len().min(MAX_SAMPLES);
            let message = Captured::Sound {
                latency: microphone.latency(),
                lost: std::mem::take(&mut lost),
                samples: heard[..part].to_vec(),
            };
            match line.try_send(&message.bytes()) {
                Ok(()) => drop(heard.drain(..part)),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    if let Captured::Sound { lost: untold, .. } = message {
                        lost = untold;
                    }
                    break;
                }
                Err(_) => return,
            }
        }
        // The other end says nothing; what can be read is that it is closed.
        if line.wait(Duration::ZERO) {
            return;
        }
    }
}

/// A loudspeaker that is open.
struct Playing<'a> {
    loudspeaker: DeviceLoudspeaker,
    line: &'a Line,
    tap: PlaybackTap,
    /// Where the samples that were played go.
    played: Option<Line>,
    waiting: VecDeque<f32>,
    /// The number of samples that may wait.
    most: usize,
    received: u64,
    /// What the other end was told last.
    told: Progress,
    /// What was played and has not been forwarded.
    raw: Vec<f32>,
}

impl<'a> Playing<'a> {
    fn new(loudspeaker: DeviceLoudspeaker, line: &'a Line, tap: PlaybackTap, played: Option<Line>) -> Self {
        let rate = loudspeaker.rate();
        Self {
            loudspeaker,
            line,
            tap,
            played,
            waiting: VecDeque::new(),
            most: usize::try_from(MAX_QUEUED.as_secs()).unwrap_or(1) * rate.0 as usize,
            received: 0,
            told: Progress::default(),
            raw: Vec::new(),
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "how long the loudspeaker has been silent"
    )]
    fn run(mut self) {
        let rate = self.loudspeaker.rate();
        if !tell(self.line, &opened(self.loudspeaker.name(), rate)) {
            return;
        }
        let mut busy = Instant::now();
        loop {
            let is_busy = self.told.queued > 0 || busy.elapsed() < BUSY_FOR;
            let ready = self
                .line
                .wait(if is_busy { BUSY_INTERVAL } else { IDLE_INTERVAL });
            if ready && !self.obey() {
                return;
            }
            self.loudspeaker.accept(&mut self.waiting);
            self.send_played();
            if !self.send_progress() {
                return;
            }
            if self.told.queued > 0 {
                busy = Instant::now();
            }
        }
    }

    /// Does all that was asked so far; `false` when nobody asks any more.
    fn obey(&mut self) -> bool {
        loop {
            let message = match self.line.try_receive() {
                Ok(message) => message,
                Err(error) => return error.kind() == std::io::ErrorKind::WouldBlock,
            };
            match Play::read(&message.bytes) {
                Some(Play::Sound(samples)) => {
                    self.received += samples.len() as u64;
                    self.waiting.extend(samples);
                    if self.waiting.len() > self.most {
                        return false;
                    }
                }
                Some(Play::Hold(on)) => self.loudspeaker.hold(on),
                Some(Play::Stop) => {
                    self.waiting.clear();
                    self.loudspeaker.stop();
                }
                None => return false,
            }
        }
    }

    /// Forwards what was played. What is not read for long is dropped: it need not be.
    fn send_played(&mut self) {
        self.tap.read_raw(&mut self.raw);
        let Some(line) = &self.played else {
            self.raw.clear();
            return;
        };
        while !self.raw.is_empty() {
            let part = self.raw.len().min(MAX_SAMPLES);
            let mut bytes = Vec::with_capacity(part * size_of::<f32>());
            put_samples(&self.raw[..part], &mut bytes);
            match line.try_send(&bytes) {
                Ok(()) => drop(self.raw.drain(..part)),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => break,
                Err(_) => {
                    self.played = None;
                    return;
                }
            }
        }
        let kept = KEPT_SECONDS * self.loudspeaker.rate().0 as usize;
        self.raw.drain(..self.raw.len().saturating_sub(kept));
    }

    /// Says where it is, if that has changed; `false` if nobody listens.
    fn send_progress(&mut self) -> bool {
        let mut messages = Vec::new();
        if let Some(reason) = self.loudspeaker.take_failure() {
            messages.push(Played::Failed(reason));
        }
        let now = Progress {
            received: self.received,
            queued: (self.waiting.len() + self.loudspeaker.unplayed()) as u64,
            latency: self.loudspeaker.latency(),
        };
        if (now.received, now.queued) != (self.told.received, self.told.queued) {
            messages.push(Played::Progress(now));
        }
        for message in messages {
            match self.line.try_send(&message.bytes()) {
                Ok(()) => {
                    if let Played::Progress(now) = message {
                        self.told = now;
                    }
                }
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(_) => return false,
            }
        }
        true
    }
}
