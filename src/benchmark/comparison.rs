//! Two reports beside each other.
//!
//! Owns when a figure counts as worse: by more than machines differ from run to run.

use super::{Figure, Report, Unit};

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
    fn what_differs_from_run_to_run_is_not_worse() {
        assert_eq!(changed(Unit::Milliseconds, 100.0, 120.0), Change::Held(1.2));
        assert_eq!(changed(Unit::Milliseconds, 1.0, 3.0), Change::Held(3.0));
    }
}
