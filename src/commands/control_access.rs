//! Which requests of other programs a conversation takes: from the settings, and from whose conversation it is.

use crate::config::{Settings, paths};
use crate::control::{ControlConfig, RequestKind};

/// How other programs reach a conversation; `None` without a home folder. Whose kiosk it is says what is taken there.
pub(super) fn control(settings: &Settings, is_kiosk: bool) -> Option<ControlConfig> {
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
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kiosk_takes_announcements_and_nothing_else_unless_its_operator_says_so() {
        let mut settings = Settings::default();
        let of = |settings: &Settings, is_kiosk| control(settings, is_kiosk).unwrap();
        let visit = of(&settings, true);
        assert_eq!(visit.allow, [RequestKind::Announce, RequestKind::Status]);
        assert!(!visit.words);
        let personal = of(&settings, false);
        assert!(personal.words && personal.allow.contains(&RequestKind::Ask));
        settings.control.allow = Some(vec!["ask".to_owned()]);
        assert_eq!(of(&settings, true).allow, [RequestKind::Ask]);
    }
}
