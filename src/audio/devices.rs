//! Lists microphones and loudspeakers. Never fails: a device that cannot be queried is left out.

use std::fmt;

use cpal::traits::{DeviceTrait, HostTrait};

use super::quiet;

/// A device's name as the sound system gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceName(pub String);

impl fmt::Display for DeviceName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The audio devices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

/// Asks the sound system.
pub fn list() -> Devices {
    quiet::silenced(|| {
        let host = cpal::default_host();
        Devices {
            inputs: host.input_devices().map(names).unwrap_or_default(),
            outputs: host.output_devices().map(names).unwrap_or_default(),
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

/// Each name once: ALSA lists the same card a dozen times, and the first entry is the one that is used.
fn names(devices: impl Iterator<Item = cpal::Device>) -> Vec<DeviceName> {
    let mut names = Vec::new();
    for name in devices.map(|device| name(&device)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
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
