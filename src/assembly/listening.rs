//! How a conversation listens, from the settings.
//!
//! Owns which sound counts: when an utterance begins and ends, and what becomes of a doubtful transcript.

use crate::audio::capture::MicrophoneChoice;
use crate::audio::echo::EchoControl;
use crate::config::Settings;
use crate::conversation::AskBackConfig;
use crate::engine::stages::listening::ListeningConfig;
use crate::hearing::endpointing::ListeningMode;

/// How the settings want a microphone listened to. `partials` asks for the words of somebody who is still speaking.
pub(crate) fn listening(
    settings: &Settings,
    microphone: MicrophoneChoice,
    echo: EchoControl,
    partials: bool,
) -> ListeningConfig {
    let capture = &settings.capture;
    ListeningConfig {
        microphone,
        mode: capture.mode,
        echo,
        partials,
        endpointing: capture
            .speech
            .with_longest_pause_of(|pause| capture.patience.scale(pause)),
    }
}

/// What becomes of doubtful transcripts. Whoever holds the key speaks to the machine; at a kiosk, strangers pass.
pub(crate) fn ask_back(settings: &Settings, is_kiosk: bool) -> AskBackConfig {
    let is_held = settings.capture.mode == ListeningMode::PushToTalk;
    AskBackConfig {
        reject_below: if is_held {
            0.0
        } else {
            settings.hearing.reject_below
        },
        ask_below: settings.hearing.ask_below,
        only_in_conversation: is_kiosk,
    }
}
