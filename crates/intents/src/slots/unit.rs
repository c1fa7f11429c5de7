//! Units of measure.
//!
//! Owns the rows of `data/units.txt`: names, dimension and exact size. Converting belongs to
//! `skills::convert`; a number with its unit to `quantity`.

use super::table::{self, Names};
use crate::Language;
use crate::number::Number;

const TABLE: &str = include_str!("../../data/units.txt");

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UnitId(usize);

/// What a unit measures; only units of one dimension are converted into each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dimension {
    Length,
    Mass,
    Volume,
    Area,
    Speed,
    Data,
    Time,
    Energy,
    Power,
    Pressure,
    Angle,
    Temperature,
    Fuel,
}

#[derive(Debug, Clone)]
struct Unit {
    key: &'static str,
    dimension: Dimension,
    size: Number,
    names: [Vec<&'static str>; 3],
}

/// All units, and their names in the three languages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Units {
    rows: Vec<Unit>,
    names: [Names; 3],
}

impl Units {
    pub(crate) fn read() -> Self {
        let mut units = Self::default();
        for fields in table::rows(TABLE) {
            let [key, dimension, size, english, russian, chinese] = fields[..] else {
                continue;
            };
            let (Some(dimension), Some(size)) = (dimension_of(dimension), size_of(size)) else {
                continue;
            };
            let row = units.rows.len();
            let fields = [english, russian, chinese];
            for (language, field) in Language::ALL.into_iter().zip(fields) {
                for name in field.split(';').filter(|name| !name.is_empty()) {
                    units.names[language.index()].add(name, row, language);
                }
            }
            let names = fields.map(|field| field.split(';').filter(|name| !name.is_empty()).collect());
            units.rows.push(Unit {
                key,
                dimension,
                size,
                names,
            });
        }
        units
    }

    pub(crate) fn names(&self, language: Language) -> &Names {
        &self.names[language.index()]
    }

    pub(crate) fn id(row: usize) -> UnitId {
        UnitId(row)
    }

    /// The unit of a key in the table's first column.
    pub(crate) fn by_key(&self, key: &str) -> Option<UnitId> {
        self.rows.iter().position(|row| row.key == key).map(UnitId)
    }

    pub(crate) fn key(&self, unit: UnitId) -> &'static str {
        self.rows.get(unit.0).map_or("", |row| row.key)
    }

    pub(crate) fn dimension(&self, unit: UnitId) -> Dimension {
        self.rows
            .get(unit.0)
            .map_or(Dimension::Length, |row| row.dimension)
    }

    /// In the base of its dimension.
    pub(crate) fn size(&self, unit: UnitId) -> Number {
        self.rows.get(unit.0).map_or(Number::ONE, |row| row.size)
    }

    /// The names in a sentence: English singular and plural; Russian one, few, many; Chinese.
    pub(crate) fn display(&self, unit: UnitId, language: Language) -> &[&'static str] {
        let names = self.rows.get(unit.0).map(|row| &row.names[language.index()]);
        names.map_or(&[], Vec::as_slice)
    }
}

fn dimension_of(name: &str) -> Option<Dimension> {
    Some(match name {
        "length" => Dimension::Length,
        "mass" => Dimension::Mass,
        "volume" => Dimension::Volume,
        "area" => Dimension::Area,
        "speed" => Dimension::Speed,
        "data" => Dimension::Data,
        "time" => Dimension::Time,
        "energy" => Dimension::Energy,
        "power" => Dimension::Power,
        "pressure" => Dimension::Pressure,
        "angle" => Dimension::Angle,
        "temperature" => Dimension::Temperature,
        "fuel" => Dimension::Fuel,
        _ => return None,
    })
}

fn size_of(text: &str) -> Option<Number> {
    match text.split_once('/') {
        Some((top, bottom)) => Number::read(top)?.divided_by(Number::read(bottom)?),
        None => Number::read(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let units = Units::read();
        let lines = table::rows(TABLE).count();
        assert_eq!(units.rows.len(), lines);
        for row in &units.rows {
            let is_russian_complete = row.names[1].is_empty() || row.names[1].len() >= 3;
            assert!(is_russian_complete, "{}", row.key);
            assert_eq!(units.rows.iter().filter(|other| other.key == row.key).count(), 1);
        }
    }
}
