//! The status of a kiosk, for its operator: nothing that a visitor said.
//!
//! Owns the lines of the operator's page. `kiosk` owns the record of visits.

use crate::engine::loading::LoadState;
use crate::kiosk;
use crate::offline;
use crate::terminal::Readings;

use super::services::device_names;
use super::{Global, parts};

/// One line for each thing that can be wrong with a kiosk.
pub(super) fn lines(global: &Global, readings: &Readings) -> Vec<String> {
    let mut lines = vec![format!("mynah {}", env!("CARGO_PKG_VERSION"))];
    match kiosk::record() {
        Some(record) => lines.extend([
            format!("Kiosk since {}", record.since),
            format!(
                "{} visits, {} of them aborted; the last one: {}",
                record.visits, record.broken_off, record.last_end
            ),
        ]),
        None => {
            lines.push("No record of visits: none has ended yet, or the folder is not writable".to_owned());
        }
    }
    lines.push(format!(
        "Memory of this visit: {} MB",
        readings.memory / 1_000_000
    ));
    for (kind, name, loaded) in &readings.loading {
        let how = match loaded {
            LoadState::Ready => "ready".to_owned(),
            LoadState::Failed(sentence) => sentence.clone(),
            _ => "loading".to_owned(),
        };
        lines.push(format!("{kind:?}: {name}: {how}"));
    }
    lines.push(match readings.level {
        Some(level) => format!("Microphone: {:.0} dB", level.0.max(-99.0)),
        None => "Microphone: none".to_owned(),
    });
    for (what, inputs) in [("Microphones", true), ("Loudspeakers", false)] {
        lines.push(format!("{what}: {}", device_names(inputs).join(", ")));
    }
    if let Ok(settings) = global.settings() {
        let volume: u8 = settings.playback.volume.into();
        lines.push(format!("Volume: {volume} %"));
        let folders = parts::knowledge_folders(&settings);
        let folders: Vec<String> = folders
            .iter()
            .map(|folder| folder.display().to_string())
            .collect();
        lines.push(format!("Knowledge: {}", folders.join(", ")));
    }
    let held = offline::layers();
    let missing: Vec<&str> = held
        .iter()
        .filter(|(_, holds)| !holds)
        .map(|(name, _)| *name)
        .collect();
    lines.push(if missing.is_empty() {
        "Protection: all layers are active".to_owned()
    } else {
        format!("Protection: not active: {}", missing.join(", "))
    });
    lines
}
