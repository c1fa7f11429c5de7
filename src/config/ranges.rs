//! Values that are of the right type and still mean nothing: out of a range, or a name that nothing has.
//!
//! Owns the ranges. `mistakes` words the sentence and finds the line. The library that merges settings has refused wrong types before.

use mynah_intents::Permissions;

use super::interface::INTERFACE_LANGUAGES;
use super::settings::Settings;
use super::suggestions::{brief, closest, one_of};
use crate::control::{RequestKind, URGENT};
use crate::hearing::languages::{self, LANGUAGES};
use crate::tools;

/// A setting whose values are narrower than its type.
pub(super) struct Range {
    /// Its full name.
    pub setting: &'static str,
    /// Its values, for people.
    pub expected: &'static str,
    holds: fn(&Settings) -> bool,
}

const fn range(setting: &'static str, expected: &'static str, holds: fn(&Settings) -> bool) -> Range {
    Range {
        setting,
        expected,
        holds,
    }
}

const PROBABILITY: &str = "a number from 0 to 1";
const POSITIVE: &str = "a number, at least 0";
const MILLISECONDS: &str = "a number of milliseconds, at least 0";

/// All of them.
pub(super) const RANGES: [Range; 26] = [
    range("capture.speech.threshold", PROBABILITY, |all| {
        is_probability(all.capture.speech.threshold)
    }),
    range("capture.patience", "50 to 400", |_| true),
    range("capture.hang_over.finished", MILLISECONDS, |all| {
        is_positive(all.capture.hang_over.finished.0)
    }),
    range("capture.hang_over.usual", MILLISECONDS, |all| {
        is_positive(all.capture.hang_over.usual.0)
    }),
    range("capture.hang_over.unfinished", MILLISECONDS, |all| {
        is_positive(all.capture.hang_over.unfinished.0)
    }),
    range("capture.hang_over.daring", "a percentage from 0.1 to 50", |all| {
        (0.1..=50.0).contains(&all.capture.hang_over.daring)
    }),
    range("capture.wake.window", MILLISECONDS, |all| {
        is_positive(all.capture.wake.window.0)
    }),
    range("hearing.beams", "0 to 8", |all| all.hearing.beams <= 8),
    range("hearing.reject_below", PROBABILITY, |all| {
        is_probability(all.hearing.reject_below)
    }),
    range("hearing.ask_below", PROBABILITY, |all| {
        is_probability(all.hearing.ask_below)
    }),
    range("history.days", "0 to 65535", |_| true),
    range("interface.scan_ms", "0, or 300 to 20000 milliseconds", |all| {
        matches!(all.interface.scan_ms, 0 | 300..=20_000)
    }),
    range("kiosk.answers", "1 to 65535", |all| all.kiosk.answers >= 1),
    range("kiosk.hang_after", "2 to 65535", |all| all.kiosk.hang_after >= 2),
    range("metrics.every", "1 to 3600", |all| {
        (1..=3_600).contains(&all.metrics.every)
    }),
    range("mind.sampling.temperature", POSITIVE, |all| {
        is_positive(all.mind.sampling.temperature)
    }),
    range("mind.sampling.top_p", PROBABILITY, |all| {
        is_probability(all.mind.sampling.top_p)
    }),
    range("mind.sampling.min_p", PROBABILITY, |all| {
        is_probability(all.mind.sampling.min_p)
    }),
    range(
        "mind.sampling.repetition_penalty",
        "a number, at least 1",
        |all| is_positive(all.mind.sampling.repetition_penalty - 1.0),
    ),
    range("mind.sampling.dry_penalty", POSITIVE, |all| {
        is_positive(all.mind.sampling.dry_penalty)
    }),
    range("playback.volume", "0 to 100", |_| true),
    range("speak.phrases", "at most 200 phrases of 1 to 500 bytes", |all| {
        let phrases = &all.speak.phrases;
        phrases.len() <= 200
            && phrases
                .iter()
                .all(|phrase| (1..=500).contains(&phrase.trim().len()))
    }),
    range("speaking.pitch", "0 to 99", |all| all.speaking.pitch <= 99),
    range("speaking.rate", "80 to 450", |all| {
        (80..=450).contains(&all.speaking.rate)
    }),
    range("unanswered.days", "1 to 366", |all| {
        (1..=366).contains(&all.unanswered.days)
    }),
    range("unanswered.epsilon", "a number from 0.1 to 10", |all| {
        (0.1..=10.0).contains(&all.unanswered.epsilon)
    }),
];

fn is_probability(value: impl Into<f64>) -> bool {
    (0.0..=1.0).contains(&value.into())
}

fn is_positive(value: impl Into<f64>) -> bool {
    let value = value.into();
    value.is_finite() && value >= 0.0
}

/// A value that means nothing.
pub(super) struct Meaningless {
    /// The full name of the setting; parts of a list by their numbers.
    pub setting: String,
    /// What is wrong and what is right, as the rest of a sentence that has named the place.
    pub reason: String,
}

/// The first value that means nothing: a code or hash that is none, a number out of its range, a name in a list that nothing
/// has. `written` gives the value of a setting as it stands in its file.
pub(super) fn meaningless(
    settings: &Settings,
    written: &dyn Fn(&str) -> Option<String>,
) -> Option<Meaningless> {
    code(settings)
        .or_else(|| broken(settings, written))
        .or_else(|| unknown(settings))
        .or_else(|| of_tools(settings))
}

/// Tools of others.
fn of_tools(settings: &Settings) -> Option<Meaningless> {
    let wrong = tools::mistake(&settings.tools)?;
    Some(Meaningless {
        reason: format!("{} {}", brief(&wrong.key), wrong.problem),
        setting: wrong.key,
    })
}

/// The languages, the keys, the salt and the PIN.
fn code(settings: &Settings) -> Option<Meaningless> {
    let wrong = |setting: &str, value: &str, expected: &str| Meaningless {
        setting: setting.to_owned(),
        reason: format!("{setting} is \"{}\"; use {expected}", brief(value)),
    };
    if let Some(code) = &settings.interface.language {
        // As in `ru_RU.UTF-8`: only the language counts.
        let of = |code: &str| code.split(['-', '_', '.', '@']).next().map(str::to_lowercase);
        if !INTERFACE_LANGUAGES.iter().any(|known| of(known) == of(code)) {
            return Some(wrong("interface.language", code, &one_of(&INTERFACE_LANGUAGES)));
        }
    }
    let code = settings.hearing.language.as_str();
    if code != "auto" && !languages::is_known(code) {
        let expected = "\"auto\" or the code of a language that speech models know, such as \"en\", \"de\", \"ru\" or \"zh\"";
        return Some(wrong("hearing.language", code, expected));
    }
    if let Some(key) = settings.models.trusted_keys.iter().find(|key| !is_key(key)) {
        let expected =
            "the second line of a file *.pub that minisign wrote, with a name behind it if you like";
        return Some(wrong("models.trusted_keys", key, expected));
    }
    if !settings.unanswered.has_salt() {
        let expected = "a secret of 16 to 200 letters, which 'openssl rand -base64 18' makes, where unanswered.count is true";
        return Some(wrong("unanswered.salt", "…", expected));
    }
    let pin = settings.kiosk.pin.as_str();
    let is_hash = pin.is_empty() || pin.starts_with("$argon2id$");
    (!is_hash).then(|| wrong("kiosk.pin", "…", "the line that 'mynah kiosk --new-pin' prints"))
}

/// Whether a line begins with a public key in the form of minisign's: base64 of 42 bytes, the first two `Ed`.
fn is_key(line: &str) -> bool {
    let key = line.split_whitespace().next().unwrap_or_default();
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    key.len() == 56 && key.starts_with("RW") && key.bytes().all(is_base64)
}

/// The first setting that is out of its range.
fn broken(settings: &Settings, written: &dyn Fn(&str) -> Option<String>) -> Option<Meaningless> {
    let range = RANGES.iter().find(|range| !(range.holds)(settings))?;
    let value = written(range.setting).unwrap_or_else(|| "wrong".to_owned());
    Some(Meaningless {
        setting: range.setting.to_owned(),
        reason: format!("{} is {}; use {}", range.setting, brief(&value), range.expected),
    })
}

/// The first name that nothing has, in `mind.allow`, `kiosk.languages` and `control.allow`.
fn unknown(settings: &Settings) -> Option<Meaningless> {
    let own = settings.tools.names();
    let known = Permissions::known().iter().copied();
    let tools: Vec<&str> = known.chain(own.iter().map(String::as_str)).collect();
    let mut allowed = settings.mind.allow.iter().flatten();
    if let Some(wrong) = allowed.find(|name| !tools.contains(&name.as_str())) {
        let kinds: Vec<&str> = tools.iter().copied().filter(|name| !name.contains('_')).collect();
        let hint = hint(wrong, &tools, &kinds);
        return Some(Meaningless {
            setting: "mind.allow".to_owned(),
            reason: format!(
                "mind.allow names \"{}\", which no tool is called; {hint}",
                brief(wrong)
            ),
        });
    }
    let mut offered = settings.kiosk.languages.iter();
    if let Some(wrong) = offered.find(|code| !languages::is_known(code)) {
        let codes = LANGUAGES.map(|(code, _)| code);
        let hint = hint(wrong, &codes, &codes);
        return Some(Meaningless {
            setting: "kiosk.languages".to_owned(),
            reason: format!(
                "kiosk.languages names \"{}\", which is no code of a language; {hint}",
                brief(wrong)
            ),
        });
    }
    let mut requests = settings.control.allow.iter().flatten();
    let wrong = requests.find(|name| RequestKind::named(name).is_none() && *name != URGENT)?;
    let mut names = RequestKind::ALL.map(RequestKind::name).to_vec();
    names.push(URGENT);
    let hint = hint(wrong, &names, &names);
    Some(Meaningless {
        setting: "control.allow".to_owned(),
        reason: format!(
            "control.allow names \"{}\", which is no request; {hint}",
            brief(wrong)
        ),
    })
}

/// What was meant by a name, or else what there is.
fn hint(wrong: &str, known: &[&str], listed: &[&str]) -> String {
    match closest(wrong, known) {
        Some(name) => format!("did you mean \"{name}\"?"),
        None => format!("known are {}", listed.join(", ")),
    }
}
