//! The microphone, as mono samples at 16 kHz.
//!
//! It is a device of this process (`device`), or one of the sound process where there is one. A microphone that is lost reports it when
//! it is read; the caller reopens it.

mod device;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(super) use device::DeviceMicrophone;

use super::process::{self, CaptureLine};

/// Why nothing can be heard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CaptureError {
    /// There is no microphone at all.
    #[error("No microphone was found: plug one in; typing works meanwhile.")]
    NoDevice,
    /// No microphone of this name.
    #[error(
        "There is no microphone named '{0}': 'mynah devices' lists the available ones; set capture.device."
    )]
    Unknown(String),
    /// Another program has it.
    #[error(
        "The microphone '{0}' is in use by another program: close that, or choose another with capture.device."
    )]
    Busy(String),
    /// The device cannot be opened, or was lost.
    #[error("The microphone '{device}' was lost ({reason}): check its plug; typing works meanwhile.")]
    Broken {
        /// Its name.
        device: String,
        /// What the sound system says.
        reason: String,
    },
    /// The sound process has ended or does not answer.
    #[error("mynah's sound process has stopped: start mynah again; typing works meanwhile.")]
    ProcessEnded,
}

/// An open microphone.
pub struct Microphone(Source);

/// Which process has the device: this one or the sound process.
enum Source {
    Device(Box<DeviceMicrophone>),
    Process(CaptureLine),
}

impl Microphone {
    /// Opens the microphone of this name, or the default one.
    pub fn open(name: Option<&str>) -> Result<Self, CaptureError> {
        Ok(Self(if process::is_there() {
            Source::Process(CaptureLine::open(name)?)
        } else {
            Source::Device(Box::new(DeviceMicrophone::open(name, None)?))
        }))
    }

    /// The device's name.
    pub fn name(&self) -> &str {
        match &self.0 {
            Source::Device(microphone) => microphone.name(),
            Source::Process(line) => line.name(),
        }
    }

    /// Appends what was captured since the last call: mono samples at 16 kHz. Never blocks.
    pub fn read(&mut self, into: &mut Vec<f32>) -> Result<(), CaptureError> {
        match &mut self.0 {
            Source::Device(microphone) => microphone.read(into),
            Source::Process(line) => line.read(into),
        }
    }

    /// The device's input latency.
    pub fn latency(&self) -> Duration {
        match &self.0 {
            Source::Device(microphone) => microphone.latency(),
            Source::Process(line) => line.latency(),
        }
    }

    /// Sound that was lost since the last call because it was not read in time.
    pub fn lost(&mut self) -> Duration {
        match &mut self.0 {
            Source::Device(microphone) => microphone.lost(),
            Source::Process(line) => line.take_lost(),
        }
    }
}
