//! Two reports beside each other.
//!
//! Owns when a figure counts as worse: by more than machines differ from run to run.

use super::{Figure, Report, Unit};

/// Letters that are quoted of an earlier report.
const QUOTED: usize = 60;
/// A figure that got worse by less than this share may be noise.
const NOISE: f64 = 0.25;
/// A time that got longer by less than this is noise, whatever the share.
const NOISE_MS: f64 = 3.0;

/// How a figure compares with the same one in an earlier report.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Change {
    /// It was not measured before.
    New,
    /// No worse than before; the new value divided by the old one.
    Held(f64),
    /// Worse than before; the new value divided by the old one.
    Worse(f64),
}

/// How each figure of `now` compares with `before`, in the order of `now`.
pub(crate) fn compare(now: &Report, before: &Report) -> Vec<Change> {
    now.figures
        .iter()
        .map(|figure| change(figure, earlier(figure, before)))
        .collect()
}

/// What makes two reports hard to compare, and what the earlier one had besides; a sentence each.
pub(crate) fn differences(now: &Report, before: &Report) -> Vec<String> {
    let mut told = Vec::new();
    if (&now.machine.processor, now.machine.processors)
        != (&before.machine.processor, before.machine.processors)
    {
        told.push(format!(
            "The earlier report is of another machine: {}.",
            mynah_files::brief(&before.machine.processor, QUOTED)
        ));
    }
    for (what, name) in &now.models {
        if let Some(old) = before.models.get(what).filter(|old| *old != name) {
            let old = mynah_files::brief(old, QUOTED);
            told.push(format!("The earlier report is of another {what} model: {old}."));
        }
    }
    let measured: Vec<_> = now.figures.iter().map(|figure| figure.benchmark).collect();
    let is_missing = |old: &&Figure| {
        measured.contains(&old.benchmark)
            && !now
                .figures
                .iter()
                .any(|figure| (figure.benchmark, &figure.name) == (old.benchmark, &old.name))
    };
    told.extend(before.figures.iter().filter(is_missing).map(|old| {
        let name = mynah_files::brief(&old.name, QUOTED);
        format!("{}, {name}: measured before, and not now.", old.benchmark.title())
    }));
    told
}

fn earlier(figure: &Figure, before: &Report) -> Option<f64> {
    let same =
        |old: &&Figure| (old.benchmark, &old.name, old.unit) == (figure.benchmark, &figure.name, figure.unit);
    let old = before.figures.iter().find(same)?.value;
    (old > 0.0 && old.is_finite()).then_some(old)
}

fn change(figure: &Figure, before: Option<f64>) -> Change {
    let Some(before) = before else {
        return Change::New;
    };
    let ratio = figure.value / before;
    let by = if figure.unit.more_is_better() {
        ratio.recip()
    } else {
        ratio
    };
    let is_noise = figure.unit == Unit::Milliseconds && figure.value - before < NOISE_MS;
    if by > 1.0 + NOISE && !is_noise {
        Change::Worse(ratio)
    } else {
        Change::Held(ratio)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benchmark::Benchmark;
    use crate::benchmark::machine::MachineDescription;

    fn changed(unit: Unit, before: f64, now: f64) -> Change {
        let figure = Figure {
            benchmark: Benchmark::Turn,
            name: "it".to_owned(),
            unit,
            value: now,
        };
        change(&figure, Some(before))
    }

    #[test]
    fn a_longer_time_and_a_lower_speed_are_worse() {
        assert_eq!(changed(Unit::Milliseconds, 100.0, 130.0), Change::Worse(1.3));
        assert_eq!(changed(Unit::Milliseconds, 100.0, 50.0), Change::Held(0.5));
        assert_eq!(changed(Unit::TokensPerSecond, 100.0, 50.0), Change::Worse(0.5));
        assert_eq!(changed(Unit::TokensPerSecond, 100.0, 200.0), Change::Held(2.0));
    }

    #[test]
    fn another_machine_and_what_is_no_longer_measured_are_told() {
        let figure = |name: &str| Figure {
            benchmark: Benchmark::Turn,
            name: name.to_owned(),
            unit: Unit::Milliseconds,
            value: 1.0,
        };
        let report = |processor: &str, figures| Report {
            version: String::new(),
            machine: MachineDescription {
                processor: processor.to_owned(),
                processors: 2,
                load_average: String::new(),
            },
            models: [("language".to_owned(), processor.to_owned())].into(),
            figures,
            left_out: Vec::new(),
        };
        let before = report("one", vec![figure("a"), figure("b")]);
        let now = report("other", vec![figure("a")]);
        let told = differences(&now, &before).join(" ");
        for expected in [
            "another machine: one.",
            "another language model: one.",
            "Whole turns, b: measured before",
        ] {
            assert!(told.contains(expected), "{told}");
        }
        assert!(differences(&before, &before).is_empty());
    }

    #[test]
    fn what_differs_from_run_to_run_is_not_worse() {
        assert_eq!(changed(Unit::Milliseconds, 100.0, 120.0), Change::Held(1.2));
        assert_eq!(changed(Unit::Milliseconds, 1.0, 3.0), Change::Held(3.0));
    }
}
