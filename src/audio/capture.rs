//! The microphone, as mono samples at 16 kHz.
//!
//! It is a device of this process (`device`), one of the sound process where there is one, or recordings at the pace of time
//! (`recorded`). A microphone that is lost reports it when it is read; the caller reopens it.

mod device;
mod recorded;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(super) use device::DeviceMicrophone;
use recorded::PacedMicrophone;
pub use recorded::Recordings;

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

/// Which microphone is listened to.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum MicrophoneChoice {
    /// The default one.
    #[default]
    Default,
    /// The one of this name.
    Named(String),
    /// None: recordings, at the pace of time, and silence between them.
    Recorded(Recordings),
}

impl From<Option<String>> for MicrophoneChoice {
    fn from(name: Option<String>) -> Self {
        name.map_or(Self::Default, Self::Named)
    }
}

/// An open microphone.
pub struct Microphone(Source);

/// Which process has the device: this one or the sound process.
enum Source {
    Device(Box<DeviceMicrophone>),
    Process(CaptureLine),
    Recorded(PacedMicrophone),
}

impl Microphone {
    /// Opens the microphone.
    pub fn open(choice: &MicrophoneChoice) -> Result<Self, CaptureError> {
        let name = match choice {
            MicrophoneChoice::Recorded(recordings) => {
                return Ok(Self(Source::Recorded(PacedMicrophone::new(recordings.clone()))));
            }
            MicrophoneChoice::Default => None,
            MicrophoneChoice::Named(name) => Some(name.as_str()),
        };
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
            Source::Recorded(_) => "recordings",
        }
    }

    /// Appends what was captured since the last call: mono samples at 16 kHz. Never blocks.
    pub fn read(&mut self, into: &mut Vec<f32>) -> Result<(), CaptureError> {
        match &mut self.0 {
            Source::Device(microphone) => microphone.read(into),
            Source::Process(line) => line.read(into),
            Source::Recorded(microphone) => {
                microphone.read(into);
                Ok(())
            }
        }
    }

    /// The device's input latency.
    pub fn latency(&self) -> Duration {
        match &self.0 {
            Source::Device(microphone) => microphone.latency(),
            Source::Process(line) => line.latency(),
            Source::Recorded(_) => Duration::ZERO,
        }
    }

    /// Sound that was lost since the last call because it was not read in time.
    pub fn lost(&mut self) -> Duration {
        match &mut self.0 {
            Source::Device(microphone) => microphone.lost(),
            Source::Process(line) => line.take_lost(),
            Source::Recorded(_) => Duration::ZERO,
        }
    }
}
