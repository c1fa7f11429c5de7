//! Trying a microphone or a voice before it is chosen.
//!
//! Owns no thread: the services of the interface run these in one of their own, and stop them.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::assembly;
use crate::audio::capture::{CaptureError, Microphone, MicrophoneChoice};
use crate::audio::echo::PlaybackTap;
use crate::audio::level::{self, Decibels, Meter};
use crate::audio::playback::Loudspeaker;
use crate::config::Settings;
use crate::speaking::{self, Speech, VoiceEngine};

/// How often a previewed microphone is read.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Shows the level of a microphone until it is stopped.
pub(crate) fn hear(choice: &MicrophoneChoice, meter: &Meter, stop: &AtomicBool) -> Result<(), CaptureError> {
    let mut microphone = Microphone::open(choice)?;
    let mut heard = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(POLL_INTERVAL);
        heard.clear();
        microphone.read(&mut heard)?;
        if !heard.is_empty() {
            meter.show(level::rms_dbfs(&heard));
        }
    }
    meter.show(Decibels::SILENCE);
    Ok(())
}

/// Speaks a sentence with a voice: an espeak-ng voice by its name, a Piper voice by its path, else the one in use.
pub(crate) fn speak(settings: &Settings, value: &str, sentence: &str) -> Result<(), String> {
    let mut config = assembly::speaking(settings);
    if value.contains('/') {
        config.engine = VoiceEngine::Piper;
        config.piper = Some(PathBuf::from(value));
    } else if !value.is_empty() {
        config.engine = VoiceEngine::EspeakNg;
        value.clone_into(&mut config.voice);
    }
    let mut voice = speaking::voice(&config).map_err(|error| error.to_string())?;
    let speech = voice.speech(sentence).map_err(|error| error.to_string())?;
    let Speech::Sound(sound) = speech else {
        return Err(
            "The platform's voices have no preview: they can be heard in the conversation.".to_owned(),
        );
    };
    let device = settings.playback.device.as_deref();
    let mut loudspeaker =
        Loudspeaker::open(device, &PlaybackTap::default()).map_err(|error| error.to_string())?;
    loudspeaker.play(&sound).map_err(|error| error.to_string())?;
    loudspeaker.finish().map_err(|error| error.to_string())
}
