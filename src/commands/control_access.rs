//! Which requests of other programs a conversation takes: from the settings, and from whose conversation it is.

use std::time::Duration;

use crate::config::{Settings, paths};
use crate::control::{
    ControlConfig, MachineReadings, MetricsConfig, PartReading, PartState, Probe, RequestKind,
};
use crate::engine::clock::Clock;
use crate::engine::loading::{LoadMonitor, LoadState, PartKind};
use crate::offline;

/// How other programs reach a conversation of these parts; `None` without a home folder. Whose kiosk it is says what is taken there.
pub(super) fn control(
    settings: &Settings,
    is_kiosk: bool,
    watches: Vec<LoadMonitor>,
) -> Option<ControlConfig> {
    let usual = if is_kiosk {
        vec![RequestKind::Announce, RequestKind::Status]
    } else {
        RequestKind::ALL.to_vec()
    };
    let named = |names: &Vec<String>| {
        let kinds = names.iter().filter_map(|name| RequestKind::named(name));
        kinds.collect()
    };
    Some(ControlConfig {
        path: paths::control()?,
        allow: settings.control.allow.as_ref().map_or(usual, named),
        words: settings.control.words.unwrap_or(!is_kiosk),
        clean: super::printable,
        metrics: settings.metrics.file.clone().map(|file| MetricsConfig {
            file,
            every: Duration::from_secs(settings.metrics.every.into()),
        }),
        tells: !is_kiosk,
        probe: probe(settings.hearing.language.clone(), watches),
    })
}

/// What the control thread is told of the machine.
fn probe(language: String, watches: Vec<LoadMonitor>) -> Probe {
    // Nothing changes it while the process lives.
    let layers = offline::layers();
    Probe::new(move || MachineReadings {
        parts: watches.iter().map(reading).collect(),
        layers: layers.clone(),
        memory: super::services::memory(),
        now: Clock::time_of_day().timestamp().as_second(),
        language: language.clone(),
    })
}

fn reading(watch: &LoadMonitor) -> PartReading {
    PartReading {
        part: match watch.kind {
            PartKind::Hearing => "hearing",
            PartKind::Mind => "mind",
            PartKind::Voice => "voice",
        },
        name: watch.name.clone(),
        state: match watch.loaded() {
            LoadState::Ready => PartState::Ready,
            LoadState::Failed(sentence) => PartState::Failed(sentence),
            LoadState::Waiting | LoadState::Reading(_) => PartState::Loading,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kiosk_takes_announcements_and_nothing_else_unless_its_operator_says_so() {
        let mut settings = Settings::default();
        let of = |settings: &Settings, is_kiosk| control(settings, is_kiosk, Vec::new()).unwrap();
        let visit = of(&settings, true);
        assert_eq!(visit.allow, [RequestKind::Announce, RequestKind::Status]);
        assert!(!visit.words);
        let personal = of(&settings, false);
        assert!(personal.words && personal.allow.contains(&RequestKind::Ask));
        settings.control.allow = Some(vec!["ask".to_owned()]);
        assert_eq!(of(&settings, true).allow, [RequestKind::Ask]);
    }
}
