//! The status of a kiosk, for its operator: nothing that a visitor said.
//!
//! Owns which lines the operator's page has; their words are in `assets/languages`. `kiosk` owns the record of visits.

use crate::assembly;
use crate::engine::loading::{LoadState, PartKind};
use crate::kiosk::{self, End, Record};
use crate::offline;
use crate::program::SettingsSource;
use crate::terminal::Readings;
use crate::terminal::strings::Strings;

use super::machine::device_names;

/// One line for each thing that can be wrong with a kiosk, in the language of the interface.
pub(crate) fn lines(source: &SettingsSource, readings: &Readings, strings: &Strings) -> Vec<String> {
    let mut lines = vec![format!("mynah {}", env!("CARGO_PKG_VERSION"))];
    match kiosk::record() {
        Some(record) => lines.extend(of_visits(&record, strings)),
        None => lines.push(strings.text("status-no-record")),
    }
    lines.push(strings.with("status-memory", (readings.memory / 1_000_000).to_string()));
    for (kind, name, loaded) in &readings.loading {
        lines.push(format!(
            "{}: {name}: {}",
            part(*kind, strings),
            how(loaded, strings)
        ));
    }
    lines.push(match readings.level {
        Some(level) => strings.with("status-level", format!("{:.0}", level.0.max(-99.0))),
        None => strings.text("status-no-level"),
    });
    for (key, inputs) in [("status-microphones", true), ("status-loudspeakers", false)] {
        lines.push(strings.with(key, device_names(inputs).join(", ")));
    }
    if let Ok(settings) = source.settings() {
        let volume: u8 = settings.playback.volume.into();
        lines.push(strings.with("status-volume", volume.to_string()));
        let folders = assembly::knowledge_folders(&settings);
        let folders: Vec<String> = folders
            .iter()
            .map(|folder| folder.display().to_string())
            .collect();
        lines.push(strings.with("status-knowledge", folders.join(", ")));
    }
    let missing: Vec<String> = offline::layers()
        .iter()
        .filter(|(_, holds)| !holds)
        .map(|(name, _)| strings.text(&format!("layer-{name}")))
        .collect();
    lines.push(if missing.is_empty() {
        strings.text("status-protection-holds")
    } else {
        strings.with("status-protection-missing", missing.join(", "))
    });
    lines
}

fn of_visits(record: &Record, strings: &Strings) -> Vec<String> {
    let mut lines = vec![
        strings.with("status-since", record.since.as_str()),
        strings.with("status-visits", record.visits.to_string()),
        strings.with("status-broken-off", record.broken_off.to_string()),
    ];
    if let Some(end) = End::named(&record.last_end) {
        lines.push(strings.with("status-last-end", ended(end, strings)));
    }
    lines
}

fn ended(end: End, strings: &Strings) -> String {
    strings.text(match end {
        End::Over => "status-end-over",
        End::Crashed => "status-end-crashed",
        End::Hung => "status-end-hung",
        End::Stopped => "status-end-stopped",
        End::Left => "status-end-left",
        End::Machine => "status-end-machine",
    })
}

fn part(kind: PartKind, strings: &Strings) -> String {
    strings.text(match kind {
        PartKind::Hearing => "part-hearing",
        PartKind::Mind => "part-mind",
        PartKind::Voice => "part-voice",
    })
}

fn how(loaded: &LoadState, strings: &Strings) -> String {
    match loaded {
        LoadState::Ready => strings.text("status-ready"),
        LoadState::Failed(sentence) => sentence.clone(),
        LoadState::Waiting | LoadState::Reading(_) => strings.text("status-loading"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_visits_are_told_in_the_language_of_the_interface() {
        let record = Record {
            since: "2026-11-28".to_owned(),
            visits: 7,
            broken_off: 1,
            last_end: "hung".to_owned(),
            faults: Vec::new(),
        };
        for (code, expected) in [
            (
                "en",
                "Kiosk since 2026-11-28|Visits: 7|Aborted visits: 1|Last visit: replaced, because something hung",
            ),
            (
                "ru",
                "Киоск работает с 2026-11-28|Посещений: 7|Прерванных посещений: 1|Последнее посещение: заменено: что-то зависло",
            ),
            (
                "zh-CN",
                "自 2026-11-28 起运行|访问次数：7|中断次数：1|上次访问：因无响应而被替换",
            ),
        ] {
            assert_eq!(of_visits(&record, &Strings::new(code)).join("|"), expected);
        }
    }

    #[test]
    fn every_line_has_its_words_in_every_language() {
        let english = Strings::new("en");
        let loading = [
            (PartKind::Mind, LoadState::Waiting),
            (PartKind::Voice, LoadState::Ready),
        ];
        for code in ["ru", "zh"] {
            let strings = Strings::new(code);
            for (kind, loaded) in &loading {
                assert_ne!(part(*kind, &strings), part(*kind, &english));
                assert_ne!(how(loaded, &strings), how(loaded, &english));
            }
            for end in End::ALL {
                assert_ne!(ended(end, &strings), ended(end, &english));
            }
        }
    }
}
