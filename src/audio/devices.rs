//! Lists microphones and loudspeakers. Never fails: a device that cannot be queried is left out.

use std::fmt;

use cpal::traits::{DeviceTrait, HostTrait};
use serde::{Deserialize, Serialize};

use super::{process, quiet};

/// A device's name as the sound system gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceName(pub String);

impl fmt::Display for DeviceName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The audio devices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Devices {
    /// Microphones.
    pub inputs: Vec<DeviceName>,
    /// Loudspeakers.
    pub outputs: Vec<DeviceName>,
    /// The default microphone, if it can be opened.
    pub default_input: Option<DeviceName>,
    /// The default loudspeaker, if it can be opened.
    pub default_output: Option<DeviceName>,
}

/// What a device is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A microphone.
    Input,
    /// A loudspeaker.
    Output,
}

impl Devices {
    /// Whether a device of this name is connected.
    pub fn has(&self, name: &str, direction: Direction) -> bool {
        let (names, default) = match direction {
            Direction::Input => (&self.inputs, &self.default_input),
            Direction::Output => (&self.outputs, &self.default_output),
        };
        names.iter().chain(default).any(|known| known.0 == name)
    }
}

/// PCMs of ALSA that convert, discard or emulate, and are no device: those of its own configuration and of its plugins.
const PLUGINS: [&str; 12] = [
    "null",
    "lavrate",
    "samplerate",
    "samplerate_best",
    "samplerate_medium",
    "samplerate_order",
    "speexrate",
    "speex",
    "upmix",
    "vdownmix",
    "oss",
    "a52",
];

/// Asks the sound system: in the sound process, where there is one.
pub fn list() -> Devices {
    if process::is_there() {
        process::devices()
    } else {
        list_here()
    }
}

/// Asks the sound system in this process.
pub(super) fn list_here() -> Devices {
    quiet::silenced(|| {
        let host = cpal::default_host();
        Devices {
            inputs: host
                .input_devices()
                .map(|all| names(all, |device| device.default_input_config().is_ok()))
                .unwrap_or_default(),
            outputs: host
                .output_devices()
                .map(|all| names(all, |device| device.default_output_config().is_ok()))
                .unwrap_or_default(),
            // ALSA names a default device on machines without any sound card: only one with a configuration counts.
            default_input: host
                .default_input_device()
                .filter(|device| device.default_input_config().is_ok())
                .map(|device| name(&device)),
            default_output: host
                .default_output_device()
                .filter(|device| device.default_output_config().is_ok())
                .map(|device| name(&device)),
        }
    })
}

/// Each name once: ALSA lists the same card a dozen times, and the first entry is the one that is used. ALSA also lists sound
/// servers that do not run and plugins that are no device: `opens` tells the former, their names the latter.
fn names(
    devices: impl Iterator<Item = cpal::Device>,
    opens: impl Fn(&cpal::Device) -> bool,
) -> Vec<DeviceName> {
    let is_one = |device: &cpal::Device| {
        let id = device.id().map(|id| id.id().to_owned()).unwrap_or_default();
        is_of_a_card(&id) || (!is_plugin(&id) && opens(device))
    };
    let mut names = Vec::new();
    for name in devices.filter(is_one).map(|device| name(&device)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Whether ALSA names a sound card in this identifier.
fn is_of_a_card(id: &str) -> bool {
    id.contains("CARD=")
}

/// Whether this is the identifier of a plugin of ALSA.
fn is_plugin(id: &str) -> bool {
    let name = id.split(':').next().unwrap_or_default();
    PLUGINS.contains(&name)
}

/// The name of a device, or its identifier when it has none.
pub(super) fn name(device: &cpal::Device) -> DeviceName {
    let described = device
        .description()
        .map(|description| description.name().to_owned());
    DeviceName(
        described
            .or_else(|_| device.id().map(|id| id.to_string()))
            .unwrap_or_else(|_| "unnamed".to_owned()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_and_servers_are_devices_and_plugins_are_none() {
        for id in ["null", "lavrate", "upmix", "speex:RATE=16000", "oss"] {
            assert!(is_plugin(id) && !is_of_a_card(id), "{id}");
        }
        for id in ["pulse", "pipewire", "jack", "default", "my_own_microphone"] {
            assert!(!is_plugin(id), "{id}");
        }
        assert!(is_of_a_card("sysdefault:CARD=PCH") && is_of_a_card("hw:CARD=0,DEV=0"));
    }

    #[test]
    fn a_device_is_connected_if_it_is_listed_or_the_default() {
        let name = |name: &str| DeviceName(name.to_owned());
        let devices = Devices {
            inputs: vec![name("USB Microphone")],
            default_output: Some(name("Speakers")),
            ..Devices::default()
        };
        assert!(devices.has("USB Microphone", Direction::Input));
        assert!(!devices.has("USB Microphone", Direction::Output));
        assert!(devices.has("Speakers", Direction::Output));
        assert!(!devices.has("USB foo", Direction::Input));
    }
}
