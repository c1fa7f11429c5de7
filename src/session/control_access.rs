//! Which requests of other programs a conversation takes: from the settings, and from whose conversation it is.

use std::time::Duration;

use crate::audio::level::{SharedVolume, Volume};
use crate::config::{Settings, paths};
use crate::control::{
    ControlConfig, MachineProbe, MachineReadings, MetricsConfig, PartReading, PartState, RequestKind, URGENT,
};
use crate::engine::clock::Clock;
use crate::engine::loading::{LoadMonitor, LoadState, PartKind};
use crate::offline;
use crate::program::printing::printable;

use super::machine::memory;

/// How other programs reach a conversation of these parts; `None` without a home folder. Whose kiosk it is says what is taken there.
pub(crate) fn control(
    settings: &Settings,
    is_kiosk: bool,
    watches: Vec<LoadMonitor>,
    volume: SharedVolume,
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
        allow_urgent: settings
            .control
            .allow
            .as_ref()
            .is_none_or(|names| names.iter().any(|name| name == URGENT)),
        words: settings.control.words.unwrap_or(!is_kiosk),
        clean: printable,
        metrics: settings.metrics.file.clone().map(|file| MetricsConfig {
            file,
            every: Duration::from_secs(settings.metrics.every.into()),
        }),
        tells: !is_kiosk,
        probe: probe(settings.hearing.language.clone(), watches, volume),
    })
}

/// What the control thread is told of the machine.
fn probe(language: String, watches: Vec<LoadMonitor>, volume: SharedVolume) -> MachineProbe {
    // Nothing changes it while the process lives.
    let layers = offline::layers();
    let shared = volume.clone();
    let ask = move || MachineReadings {
        parts: watches.iter().map(reading).collect(),
        layers: layers.clone(),
        memory: memory(),
        now: Clock::time_of_day().timestamp().as_second(),
        language: language.clone(),
        volume: shared.volume().into(),
    };
    MachineProbe::new(ask, move |percent| {
        if let Ok(percent) = Volume::try_from(percent) {
            volume.set(percent);
        }
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
        let of = |settings: &Settings, is_kiosk| {
            control(settings, is_kiosk, Vec::new(), SharedVolume::default()).unwrap()
        };
        let visit = of(&settings, true);
        assert_eq!(visit.allow, [RequestKind::Announce, RequestKind::Status]);
        assert!(!visit.words);
        let personal = of(&settings, false);
        assert!(personal.words && personal.allow.contains(&RequestKind::Ask));
        assert!(visit.allow_urgent && personal.allow_urgent);
        settings.control.allow = Some(vec!["ask".to_owned()]);
        let narrowed = of(&settings, true);
        assert_eq!(
            (narrowed.allow, narrowed.allow_urgent),
            (vec![RequestKind::Ask], false)
        );
        settings.control.allow = Some(vec!["announce".to_owned(), URGENT.to_owned()]);
        assert!(of(&settings, true).allow_urgent);
    }
}
