//! This process's side of the sound process: the devices as if they were here.
//!
//! Owns the line to it, which is set once, before any thread is started.

use std::collections::VecDeque;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use serde::de::DeserializeOwned;

use super::super::SampleRate;
use super::super::capture::CaptureError;
use super::super::devices::Devices;
use super::super::echo::PlaybackTap;
use super::super::playback::PlaybackError;
use super::messages::{Captured, MAX_SAMPLES, Opened, Play, Played, Progress, Request};
use crate::offline::Line;

/// The sound system has opened a device by then, or has said that it cannot.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Sound that is on its way: the rest waits here, so that a stop is never behind it.
const MAX_SENT: Duration = Duration::from_secs(10);
/// How often an order that the line cannot take at once is tried, before it is left for the next call.
const ORDER_ATTEMPTS: u32 = 20;
const ORDER_INTERVAL: Duration = Duration::from_millis(5);

/// The line to the sound process of this process.
static PROCESS: OnceLock<Mutex<Line>> = OnceLock::new();

/// From now on devices are those of the sound process at the other end of this line.
pub fn use_process(line: Line) {
    // It is set by the one who has just separated it.
    let _ = PROCESS.set(Mutex::new(line));
}

/// Whether there is a sound process.
pub(in super::super) fn is_there() -> bool {
    PROCESS.get().is_some()
}

/// Has the sound process use this source and this sink of the sound server, if both cancel echo. No effect after any other
/// request.
pub fn choose_source_and_sink(source: &str, sink: &str) {
    let request = Request::Choose {
        source: source.to_owned(),
        sink: sink.to_owned(),
    };
    // Without a sound process this process's own variables do it.
    let _ = send(&request, &[]);
}

fn send(request: &Request, lines: &[BorrowedFd<'_>]) -> std::io::Result<()> {
    let line = PROCESS.get().ok_or(std::io::ErrorKind::NotConnected)?;
    let line = line.lock().unwrap_or_else(PoisonError::into_inner);
    line.send(&serde_json::to_vec(request)?, lines)
}

/// Sends a request and waits for its answer; `None` if the sound process has ended or does not answer.
fn ask<T: DeserializeOwned>(request: &Request, second: Option<&Line>) -> Option<(Line, T)> {
    let (ours, theirs) = Line::pair().ok()?;
    let lines: Vec<BorrowedFd<'_>> = [Some(&theirs), second]
        .into_iter()
        .flatten()
        .map(AsFd::as_fd)
        .collect();
    send(request, &lines).ok()?;
    drop(theirs);
    if !ours.wait(TIMEOUT) {
        return None;
    }
    let message = ours.receive().ok()?;
    let answer = serde_json::from_slice(&message.bytes).ok()?;
    Some((ours, answer))
}

/// The devices; none if the sound process does not answer.
pub(in super::super) fn devices() -> Devices {
    ask(&Request::Devices, None).map_or_else(Devices::default, |(_, devices)| devices)
}

/// A microphone of the sound process.
pub(in super::super) struct CaptureLine {
    line: Line,
    name: String,
    latency: Duration,
    lost: Duration,
}

impl CaptureLine {
    pub(in super::super) fn open(name: Option<&str>) -> Result<Self, CaptureError> {
        let name = name.map(str::to_owned);
        let (line, opened) = ask::<Result<Opened, CaptureError>>(&Request::Microphone { name }, None)
            .ok_or(CaptureError::ProcessEnded)?;
        Ok(Self {
            line,
            name: opened?.name,
            latency: Duration::ZERO,
            lost: Duration::ZERO,
        })
    }

    pub(in super::super) fn name(&self) -> &str {
        &self.name
    }

    /// Appends what was captured since the last call: mono samples at 16 kHz. Never blocks.
    pub(in super::super) fn read(&mut self, into: &mut Vec<f32>) -> Result<(), CaptureError> {
        loop {
            let message = match self.line.try_receive() {
                Ok(message) => message,
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return Ok(()),
                Err(_) => return Err(CaptureError::ProcessEnded),
            };
            match Captured::read(&message.bytes) {
                Some(Captured::Sound {
                    latency,
                    lost,
                    samples,
                }) => {
                    self.latency = latency;
                    self.lost += lost;
                    into.extend(samples);
                }
                Some(Captured::Failed(error)) => {
                    return Err(serde_json::from_slice(&error).unwrap_or(CaptureError::ProcessEnded));
                }
                None => return Err(CaptureError::ProcessEnded),
            }
        }
    }

    pub(in super::super) fn latency(&self) -> Duration {
        self.latency
    }

    pub(in super::super) fn take_lost(&mut self) -> Duration {
        std::mem::take(&mut self.lost)
    }
}

/// A loudspeaker of the sound process.
pub(in super::super) struct PlaybackLine {
    line: Line,
    name: String,
    rate: SampleRate,
    /// Samples that were sent.
    sent: u64,
    progress: Progress,
    failure: Option<String>,
    /// Orders that the line could not take yet; they go before any sound.
    orders: VecDeque<Play>,
}

impl PlaybackLine {
    pub(in super::super) fn open(name: Option<&str>, tap: &PlaybackTap) -> Result<Self, PlaybackError> {
        let name = name.map(str::to_owned);
        let (ours, theirs) = Line::pair().map_err(|_| PlaybackError::ProcessEnded)?;
        let request = Request::Loudspeaker { name };
        let (line, opened) = ask::<Result<Opened, PlaybackError>>(&request, Some(&theirs))
            .ok_or(PlaybackError::ProcessEnded)?;
        let opened = opened?;
        let rate = SampleRate(opened.rate.max(1));
        tap.begin_line(ours, rate);
        Ok(Self {
            line,
            name: opened.name,
            rate,
            sent: 0,
            progress: Progress::default(),
            failure: None,
            orders: VecDeque::new(),
        })
    }

    pub(in super::super) fn name(&self) -> &str {
        &self.name
    }

    pub(in super::super) fn rate(&self) -> SampleRate {
        self.rate
    }

    /// Sends what is not too far ahead of what is played.
    pub(in super::super) fn accept(&mut self, waiting: &mut VecDeque<f32>) {
        self.listen();
        if !self.send_orders() {
            return;
        }
        let most = MAX_SENT.as_secs() * u64::from(self.rate.0);
        while !waiting.is_empty() && (self.unplayed() as u64) < most {
            let part: Vec<f32> = waiting.iter().take(MAX_SAMPLES).copied().collect();
            let length = part.len();
            if self.line.try_send(&Play::Sound(part).bytes()).is_err() {
                return;
            }
            waiting.drain(..length);
            self.sent += length as u64;
        }
    }

    /// Samples that were sent and have not been played, as far as is known.
    pub(in super::super) fn unplayed(&self) -> usize {
        let under_way = self.sent.saturating_sub(self.progress.received);
        usize::try_from(under_way.saturating_add(self.progress.queued)).unwrap_or(usize::MAX)
    }

    /// Reads where it is.
    fn listen(&mut self) {
        loop {
            match self.line.try_receive() {
                Ok(message) => match Played::read(&message.bytes) {
                    Some(Played::Progress(progress)) => self.progress = progress,
                    Some(Played::Failed(reason)) => self.failure = Some(reason),
                    None => {
                        "mynah's sound process has stopped".clone_into(self.failure.get_or_insert_default());
                        return;
                    }
                },
                Err(_) => return,
            }
        }
    }

    pub(in super::super) fn latency(&self) -> Duration {
        self.progress.latency
    }

    pub(in super::super) fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    pub(in super::super) fn take_failure(&mut self) -> Option<String> {
        self.failure.take()
    }

    pub(in super::super) fn hold(&mut self, on: bool) {
        self.order(Play::Hold(on));
    }

    pub(in super::super) fn stop(&mut self) {
        self.order(Play::Stop);
    }

    /// Sends what must not be lost: now, or before anything else is sent.
    fn order(&mut self, play: Play) {
        self.orders.push_back(play);
        for _ in 0..ORDER_ATTEMPTS {
            if self.send_orders() {
                return;
            }
            std::thread::sleep(ORDER_INTERVAL);
        }
        tracing::warn!("the sound process does not read its orders");
    }

    /// Whether all orders are on their way; a closed line is silent already.
    fn send_orders(&mut self) -> bool {
        while let Some(play) = self.orders.front() {
            let sent = self.line.try_send(&play.bytes());
            if sent.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock) {
                return false;
            }
            self.orders.pop_front();
        }
        true
    }
}
