//! What mynah costs on this machine: whole turns, and each stage by itself.
//!
//! Owns the figures, the names by which reports are compared, and the order in which they are measured. The parts of a conversation
//! are measured as they are; how a report is printed, drawn and compared is in `report`, `plot` and `comparison`.

mod comparison;
mod energy;
mod machine;
mod plot;
mod report;
mod stages;
mod turns;

pub(crate) use comparison::{Change, compare, differences};
pub(crate) use report::{markdown, table};
pub(crate) use stages::model_speed;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::Settings;
use machine::MachineDescription;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Benchmark {
    /// Whole turns, spoken at the pace of speech and typed; with the start and the memory
    Turn,
    /// Speech to text, by the length of the utterance
    Transcription,
    /// The language model: prefill and decode, by the length of the context
    LanguageModel,
    /// Finding answers in documents, by their number of passages
    Documents,
    /// Each installed voice
    Voices,
}

impl Benchmark {
    /// All of them, in the order of the report.
    pub(crate) const ALL: [Self; 5] = [
        Self::Turn,
        Self::Transcription,
        Self::LanguageModel,
        Self::Documents,
        Self::Voices,
    ];

    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::Transcription => "transcription",
            Self::LanguageModel => "language-model",
            Self::Documents => "documents",
            Self::Voices => "voices",
        }
    }

    /// Its heading.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Turn => "Whole turns",
            Self::Transcription => "Speech to text",
            Self::LanguageModel => "Language model",
            Self::Documents => "Documents",
            Self::Voices => "Voices",
        }
    }
}

/// The unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Unit {
    /// Milliseconds: less is better.
    #[serde(rename = "ms")]
    Milliseconds,
    /// Tokens a second: more is better.
    #[serde(rename = "tokens/s")]
    TokensPerSecond,
    /// Seconds of work for a second of sound: less is better.
    #[serde(rename = "real-time factor")]
    RealTimeFactor,
    /// Megabytes (1,000,000 bytes): less is better.
    #[serde(rename = "MB")]
    Megabytes,
    /// Joules: less is better.
    #[serde(rename = "J")]
    Joules,
}

impl Unit {
    /// As it is printed.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Milliseconds => "ms",
            Self::TokensPerSecond => "tokens/s",
            Self::RealTimeFactor => "real-time factor",
            Self::Megabytes => "MB",
            Self::Joules => "J",
        }
    }

    /// Whether more is better.
    fn more_is_better(self) -> bool {
        self == Self::TokensPerSecond
    }

    /// The value with as many digits as say something.
    pub(crate) fn shown(self, value: f64) -> String {
        match self {
            Self::RealTimeFactor => format!("{value:.3}"),
            _ if value < 10.0 => format!("{value:.2}"),
            _ if value < 100.0 => format!("{value:.1}"),
            _ => format!("{value:.0}"),
        }
    }
}

/// A measured figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Figure {
    /// What it belongs to.
    pub(crate) benchmark: Benchmark,
    /// What was measured, the same in every report.
    pub(crate) name: String,
    /// Its unit.
    pub(crate) unit: Unit,
    /// The value; the median of the rounds where it was measured in each.
    pub(crate) value: f64,
}

/// Everything that was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Report {
    /// The version of mynah.
    pub(crate) version: String,
    /// Where.
    pub(crate) machine: MachineDescription,
    /// With which models: their names by what they are for.
    pub(crate) models: BTreeMap<String, String>,
    /// The figures, in the order in which they were measured.
    pub(crate) figures: Vec<Figure>,
    /// What could not be measured, a sentence each.
    pub(crate) left_out: Vec<String>,
}

/// Told before each piece of work: how many are done, of how many, and what comes next.
pub(crate) type Tell<'a> = &'a mut dyn FnMut(usize, usize, &str);

/// Collects what the benchmarks measure.
struct Recorder<'a> {
    report: Report,
    tell: Tell<'a>,
    done: usize,
    of: usize,
}

impl Recorder<'_> {
    /// Another piece of work begins.
    fn begin(&mut self, what: &str) {
        (self.tell)(self.done, self.of, what);
        self.done += 1;
    }

    /// Notes a figure; what could not be measured is no number.
    fn figure(&mut self, benchmark: Benchmark, name: impl Into<String>, unit: Unit, value: f64) {
        if !value.is_finite() {
            return;
        }
        self.report.figures.push(Figure {
            benchmark,
            name: name.into(),
            unit,
            value,
        });
    }

    fn leave_out(&mut self, sentence: impl Into<String>) {
        self.report.left_out.push(sentence.into());
    }
}

/// Measures these benchmarks with the models of the settings, each figure as the median of `rounds`.
pub(crate) fn measure(settings: &Settings, wanted: &[Benchmark], rounds: usize, tell: Tell<'_>) -> Report {
    let of = wanted
        .iter()
        .map(|benchmark| match benchmark {
            Benchmark::Turn => turns::pieces(rounds),
            Benchmark::Transcription | Benchmark::LanguageModel | Benchmark::Documents => {
                stages::pieces(*benchmark)
            }
            Benchmark::Voices => 1,
        })
        .sum();
    let mut recorder = Recorder {
        report: Report {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            machine: MachineDescription::read(),
            models: BTreeMap::new(),
            figures: Vec::new(),
            left_out: Vec::new(),
        },
        tell,
        done: 0,
        of,
    };
    for benchmark in Benchmark::ALL {
        if !wanted.contains(&benchmark) {
            continue;
        }
        let measured = match benchmark {
            Benchmark::Turn => turns::measure(settings, rounds, &mut recorder),
            Benchmark::Transcription => stages::transcription(settings, rounds, &mut recorder),
            Benchmark::LanguageModel => stages::language_model(settings, rounds, &mut recorder),
            Benchmark::Documents => stages::documents(settings, rounds, &mut recorder),
            Benchmark::Voices => stages::voices(settings, rounds, &mut recorder),
        };
        if let Err(sentence) = measured {
            recorder.leave_out(format!("{}: {sentence}", benchmark.title()));
        }
    }
    recorder.report
}

/// The middle one of some values; `NaN` of none.
fn median(values: &mut [f64]) -> f64 {
    percentile(values, 50)
}

/// The value that so many percent of these do not exceed; `NaN` of none.
fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let index = (values.len() * percent / 100).min(values.len().saturating_sub(1));
    values.get(index).copied().unwrap_or(f64::NAN)
}
