//! The text of the file of metrics: Prometheus' text format 0.0.4, with `OpenMetrics`' names and units and its end.
//!
//! Owns the gauges, the layout, and the reading of what an earlier process has counted: at a kiosk every visitor gets a new one. The
//! layout of a program never changes, because numbers have leading zeros and the line with names of models comes last: whoever
//! reads the file while it is written finds every line whole, old or new. The file is hostile when it is read: only this program's own
//! names count.

use std::collections::HashMap;
use std::fmt::Write;

use super::counts::{Counted, Counts};
use super::machine::{MachineReadings, PartReading};

/// Letters of a label.
const MAX_LABEL_LEN: usize = 80;

/// What is known of the conversation besides its counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// When the process began to count, in seconds since 1970.
    pub began: i64,
    /// Whether the microphone is open.
    pub listens: bool,
}

/// The text.
pub(super) fn text(counts: &Counts, moment: Moment, machine: &MachineReadings) -> String {
    let mut text = Exposition(String::with_capacity(8 << 10));
    counts.clone().visit(&mut |counted| match counted {
        Counted::Family(family) => text.head(family.name, family.kind, family.help),
        Counted::Number(key, number) => text.line(&format!("{key} {number:012}")),
        Counted::Micros(key, micros) => {
            text.line(&format!(
                "{key} {:09}.{:06}",
                *micros / 1_000_000,
                *micros % 1_000_000
            ));
        }
    });
    text.gauge(
        "mynah_start_time_seconds",
        "When the process began to count, since 1970.",
        moment.began,
    );
    text.gauge(
        "mynah_written_time_seconds",
        "When this was written, since 1970.",
        machine.now,
    );
    text.gauge(
        "mynah_resident_memory_bytes",
        "Memory of the process.",
        machine.memory.try_into().unwrap_or(i64::MAX),
    );
    text.gauge(
        "mynah_microphone_open",
        "Whether the microphone is open: 0 if it is muted, lost or not there.",
        moment.listens.into(),
    );
    text.head(
        "mynah_protection_layer",
        "gauge",
        "Whether a layer of the protection is in force.",
    );
    for (layer, holds) in &machine.layers {
        text.line(&format!(
            "mynah_protection_layer{{layer=\"{}\"}} {}",
            label(layer),
            u8::from(*holds)
        ));
    }
    text.head("mynah_model_loaded", "gauge", "Whether a model is loaded.");
    for part in &machine.parts {
        text.line(&format!(
            "mynah_model_loaded{{part=\"{}\"}} {}",
            part.part,
            u8::from(part.is_ready())
        ));
    }
    text.head("mynah_info", "gauge", "Version, language and models.");
    text.line(&info(machine));
    text.0.push_str("# EOF\n");
    text.0
}

fn info(machine: &MachineReadings) -> String {
    let mut line = format!(
        "mynah_info{{version=\"{}\",language=\"{}\"",
        env!("CARGO_PKG_VERSION"),
        label(&machine.language)
    );
    for PartReading { part, name, .. } in &machine.parts {
        // A string can always be written to.
        let _ = write!(line, ",{part}=\"{}\"", label(name));
    }
    line.push_str("} 1");
    line
}

/// Text in the making.
struct Exposition(String);

impl Exposition {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn head(&mut self, name: &str, kind: &str, help: &str) {
        self.line(&format!("# HELP {name} {help}"));
        self.line(&format!("# TYPE {name} {kind}"));
    }

    fn gauge(&mut self, name: &str, help: &str, value: i64) {
        self.head(name, "gauge", help);
        self.line(&format!("{name} {value:015}"));
    }
}

/// A label's value, which comes from a file's name.
fn label(text: &str) -> String {
    let letters = text
        .chars()
        .filter(|letter| !letter.is_control())
        .take(MAX_LABEL_LEN);
    let mut label = String::new();
    for letter in letters {
        if matches!(letter, '"' | '\\') {
            label.push('\\');
        }
        label.push(letter);
    }
    label
}

/// Adds what such a text has counted. Anything else in it is left alone.
pub(super) fn add(counts: &mut Counts, text: &str) {
    let numbers: HashMap<&str, &str> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.rsplit_once(' '))
        .collect();
    counts.visit(&mut |counted| match counted {
        Counted::Family(_) => {}
        Counted::Number(key, number) => {
            let before = numbers.get(key.as_str()).and_then(|number| number.parse().ok());
            *number = number.saturating_add(before.unwrap_or(0_u64));
        }
        Counted::Micros(key, micros) => {
            let before = numbers.get(key.as_str()).and_then(|number| to_micros(number));
            *micros = micros.saturating_add(before.unwrap_or(0));
        }
    });
}

fn to_micros(number: &str) -> Option<u64> {
    let (seconds, micros) = number.split_once('.')?;
    let seconds: u64 = seconds.parse().ok()?;
    let micros: u64 = micros.parse().ok().filter(|_| micros.len() == 6)?;
    seconds.checked_mul(1_000_000)?.checked_add(micros)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::machine::PartState;
    use super::super::news::{Told, TurnTold};
    use super::*;
    use crate::control::turn_outcome::TurnOutcome;
    use crate::conversation::{Milliseconds, Timeline};

    fn machine() -> MachineReadings {
        MachineReadings {
            parts: vec![
                PartReading {
                    part: "hearing",
                    name: "a \"model\"\\\n.bin".to_owned(),
                    state: PartState::Ready,
                },
                PartReading {
                    part: "mind",
                    name: "x".repeat(500),
                    state: PartState::Loading,
                },
            ],
            layers: vec![("seccomp", true), ("Landlock", false)],
            memory: 123_456_789,
            now: 1_764_338_400,
            language: "en".to_owned(),
            volume: 100,
        }
    }

    const MOMENT: Moment = Moment {
        began: 1_764_338_000,
        listens: true,
    };

    fn counted() -> Counts {
        let mut counts = Counts::default();
        for (seconds, outcome) in [(0.3, TurnOutcome::Answered), (7.0, TurnOutcome::Tool)] {
            counts.count(&Told::Turn(Box::new(TurnTold {
                question: Some("secret".to_owned()),
                reply: "secret".to_owned(),
                outcome: Some(outcome),
                spoken: true,
                timeline: Timeline {
                    transcript: Some(Milliseconds(seconds * 500.0)),
                    first_audio: Some(Milliseconds(seconds * 1_000.0)),
                    first_token: Some(Milliseconds(seconds * 700.0)),
                    total: Some(Milliseconds(seconds * 2_000.0)),
                    ..Timeline::default()
                },
                ..TurnTold::default()
            })));
        }
        counts.count(&Told::Ignored);
        counts
    }

    /// A sample: its name, its labels and its value.
    type Sample = (String, BTreeMap<String, String>, f64);

    fn is_name(name: &str) -> bool {
        let mut letters = name.chars();
        letters
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
            && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    }

    /// Parses a line strictly: one space, no timestamp, quoted labels.
    fn sample(line: &str) -> Sample {
        let (series, value) = line.rsplit_once(' ').unwrap();
        assert!(
            value
                .chars()
                .all(|letter| letter.is_ascii_digit() || letter == '.'),
            "{line}"
        );
        let value: f64 = value.parse().unwrap();
        let Some((name, labels)) = series.split_once('{') else {
            assert!(is_name(series), "{line}");
            return (series.to_owned(), BTreeMap::new(), value);
        };
        assert!(is_name(name), "{line}");
        let mut rest = labels.strip_suffix('}').unwrap();
        let mut labels = BTreeMap::new();
        while !rest.is_empty() {
            let (key, after) = rest.split_once("=\"").unwrap();
            assert!(is_name(key), "{line}");
            let mut text = String::new();
            let mut letters = after.char_indices();
            let end = loop {
                let (at, letter) = letters.next().unwrap();
                match letter {
                    '\\' => text.push(letters.next().unwrap().1),
                    '"' => break at + 1,
                    _ => text.push(letter),
                }
            };
            assert_eq!(labels.insert(key.to_owned(), text), None, "{line}");
            rest = after[end..].strip_prefix(',').unwrap_or(&after[end..]);
        }
        (name.to_owned(), labels, value)
    }

    /// Reads the text as Prometheus does, more strictly: families are described before their samples and do not mix.
    fn parsed(text: &str) -> Vec<Sample> {
        let body = text.strip_suffix("# EOF\n").unwrap();
        let mut samples = Vec::new();
        let mut families: Vec<(String, String)> = Vec::new();
        let mut help = None;
        for line in body.lines() {
            if let Some(rest) = line.strip_prefix("# HELP ") {
                help = Some(rest.split_once(' ').unwrap().0.to_owned());
            } else if let Some(rest) = line.strip_prefix("# TYPE ") {
                let (name, kind) = rest.split_once(' ').unwrap();
                assert_eq!(help.take().as_deref(), Some(name));
                assert!(families.iter().all(|(known, _)| known != name), "{name} twice");
                assert!(["counter", "gauge", "histogram"].contains(&kind));
                assert_eq!(kind == "counter", name.ends_with("_total"));
                families.push((name.to_owned(), kind.to_owned()));
            } else {
                let sample = sample(line);
                let (family, kind) = families.last().unwrap();
                let suffix = sample.0.strip_prefix(family.as_str()).unwrap();
                let suffixes: &[&str] = match kind.as_str() {
                    "histogram" => &["_bucket", "_sum", "_count"],
                    _ => &[""],
                };
                assert!(suffixes.contains(&suffix), "{line}");
                samples.push(sample);
            }
        }
        samples
    }

    fn value(samples: &[Sample], name: &str, labels: &[(&str, &str)]) -> f64 {
        let wanted: BTreeMap<String, String> = labels
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        let mut found = samples
            .iter()
            .filter(|(known, labels, _)| known == name && *labels == wanted);
        let value = found.next().unwrap_or_else(|| panic!("no {name}")).2;
        assert!(found.next().is_none());
        value
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "they are written exactly")]
    fn the_text_is_read_strictly_and_holds_no_words() {
        let text = text(&counted(), MOMENT, &machine());
        assert!(!text.contains("secret"));
        let samples = parsed(&text);
        let of = |name: &str, labels: &[(&str, &str)]| value(&samples, name, labels);
        assert_eq!(of("mynah_turns_total", &[("outcome", "answered")]), 1.0);
        assert_eq!(of("mynah_turns_total", &[("outcome", "refused")]), 0.0);
        assert_eq!(of("mynah_utterances_ignored_total", &[]), 1.0);
        assert_eq!(of("mynah_first_sound_seconds_bucket", &[("le", "0.5")]), 1.0);
        assert_eq!(of("mynah_first_sound_seconds_bucket", &[("le", "+Inf")]), 2.0);
        assert_eq!(of("mynah_first_sound_seconds_sum", &[]), 7.3);
        assert_eq!(of("mynah_turn_seconds_count", &[]), 2.0);
        assert_eq!(of("mynah_model_loaded", &[("part", "mind")]), 0.0);
        assert_eq!(of("mynah_protection_layer", &[("layer", "Landlock")]), 0.0);
        assert_eq!(of("mynah_resident_memory_bytes", &[]), 123_456_789.0);
        assert!(samples.len() < 100, "{}", samples.len());
        assert!(text.len() < 8 << 10, "{}", text.len());
    }

    #[test]
    fn every_line_stays_in_its_place_whatever_is_counted() {
        let before = text(&Counts::default(), MOMENT, &machine());
        let mut later = machine();
        (later.memory, later.now) = (9_876_543_210, 1_964_338_400);
        later.parts[1].state = PartState::Ready;
        let after = text(&counted(), MOMENT, &later);
        let ends = |text: &str| -> Vec<usize> { text.match_indices('\n').map(|(at, _)| at).collect() };
        assert_eq!(ends(&before), ends(&after));
    }

    #[test]
    fn what_an_earlier_process_counted_is_added_and_nothing_else_is_believed() {
        let written = text(&counted(), MOMENT, &machine());
        let mut counts = counted();
        add(&mut counts, &written);
        let samples = parsed(&text(&counts, MOMENT, &machine()));
        assert!((value(&samples, "mynah_first_sound_seconds_sum", &[]) - 14.6).abs() < 1e-9);
        assert!((value(&samples, "mynah_turn_seconds_count", &[]) - 4.0).abs() < 1e-9);
        let mut unmoved = counted();
        for hostile in [
            "mynah_turns_total{outcome=\"answered\"} -5",
            "mynah_turns_total{outcome=\"answered\"} 1e300",
            "mynah_turns_total{outcome=\"answered\"} NaN",
            "mynah_first_sound_seconds_sum 99999999999999999999.000000",
            "mynah_first_sound_seconds_sum 18446744073709.999999",
            "other_metric 7",
            " \u{0} ",
        ] {
            add(&mut unmoved, hostile);
        }
        assert_eq!(unmoved, counted());
        add(
            &mut unmoved,
            &format!("mynah_utterances_ignored_total {}", u64::MAX),
        );
        assert!(text(&unmoved, MOMENT, &machine()).contains(&u64::MAX.to_string()));
    }

    #[test]
    fn promtool_finds_nothing_wrong() {
        use std::io::Write as _;
        let Ok(mut promtool) = std::process::Command::new("promtool")
            .args(["check", "metrics"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
        else {
            return;
        };
        let text = text(&counted(), MOMENT, &machine());
        promtool.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = promtool.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && told.is_empty(), "{told}");
    }
}
