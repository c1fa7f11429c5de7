//! What a unit states in numbers: its values, and the days of the week among them.
//!
//! Owns the values of one unit, read once and kept; how a text is read is `values`', how a cell is `fit`'s.

use std::sync::OnceLock;

use super::fit::{said_texts, unit_values};
use super::sizes::{self, SizeRange};
use crate::unit::Unit;
use crate::values::{Value, WeekdaySet};

/// The facts of all units; a unit is read when it is first looked at.
#[derive(Debug, Default)]
pub(crate) struct FactStore(Vec<OnceLock<Facts>>);

impl FactStore {
    /// Room for as many units.
    pub fn new(units: usize) -> Self {
        Self((0..units).map(|_| OnceLock::new()).collect())
    }

    /// The facts of the unit of this number.
    pub fn of(&self, number: usize, unit: &Unit) -> &Facts {
        self.0[number].get_or_init(|| Facts::of(unit))
    }
}

/// The values of a unit.
#[derive(Debug)]
pub(crate) struct Facts {
    /// Prices, times, dates and the like, in the unit's order.
    pub values: Box<[Value]>,
    /// The days of the week that it names.
    pub days: WeekdaySet,
    /// For what sizes it is.
    pub sizes: Box<[SizeRange]>,
}

impl Facts {
    /// Reads a unit.
    pub fn of(unit: &Unit) -> Self {
        let values = unit_values(unit).into_boxed_slice();
        let days = values.iter().fold(WeekdaySet::NONE, |set, value| match value {
            Value::Weekdays(days) => set.union(*days),
            Value::NthWeekday(nth) => set.union(WeekdaySet::of(nth.day)),
            _ => set,
        });
        let is_size = |value: &Value| matches!(value, Value::Distance { .. } | Value::Weight { .. });
        let sizes = if values.iter().any(is_size) {
            let texts = said_texts(unit).into_iter();
            texts.flat_map(sizes::ranges).collect()
        } else {
            Box::default()
        };
        Self { values, days, sizes }
    }
}
