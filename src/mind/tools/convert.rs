//! Conversions between units.
//!
//! Owns which unit is meant and the sentence of the answer. Rates of currencies change and are not known to a
//! machine without a network: it says so.

use super::ToolError;
use super::number::Number;
use super::pieces;
use super::units::{self, Kind, Unit};

/// An answered conversion.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Conversion {
    /// The amount in the second unit.
    pub(super) value: Number,
    /// "5 kilometers is about 3.11 miles."
    pub(super) spoken: String,
}

/// Converts `amount` ("5", "1.5", "minus 40", "a hundred") between two units.
pub(super) fn convert(amount: &str, from: &str, to: &str) -> Result<Conversion, ToolError> {
    if units::is_currency(from) || units::is_currency(to) {
        return Err(ToolError::Currency);
    }
    let amount = read(amount)?;
    let (from, to) = pair(from, to)?;
    let basic = to_basic(amount, from)?;
    if from.kind == Kind::Temperature && basic.is_negative() {
        return Err(ToolError::TooCold);
    }
    let value = from_basic(basic, to)?;
    let spoken = format!(
        "{} is {}.",
        super::capitalised(&quantity(amount, from)),
        quantity(value, to)
    );
    Ok(Conversion { value, spoken })
}

fn quantity(amount: Number, unit: &Unit) -> String {
    let name = if is_one(amount) {
        unit.singular
    } else {
        unit.plural
    };
    format!("{} {name}", amount.spoken())
}

fn is_one(amount: Number) -> bool {
    amount == Number::integer(1) || amount == Number::integer(-1)
}

fn read(amount: &str) -> Result<Number, ToolError> {
    let pieces = pieces::pieces(amount);
    let (is_negative, rest) = match pieces.split_first() {
        Some((first, rest)) if matches!(first.as_str(), "-" | "−" | "minus") => (true, rest),
        Some((first, [])) if matches!(first.as_str(), "a" | "an") => return Ok(Number::integer(1)),
        _ => (false, pieces.as_slice()),
    };
    match pieces::number(rest) {
        Some((value, used)) if used == rest.len() => Ok(if is_negative { value.negated() } else { value }),
        _ => Err(ToolError::NotANumber),
    }
}

/// The two units, of one kind where the names allow it.
fn pair(from: &str, to: &str) -> Result<(&'static Unit, &'static Unit), ToolError> {
    let (sources, targets) = (units::named(from), units::named(to));
    for source in &sources {
        if let Some(target) = targets.iter().find(|target| target.kind == source.kind) {
            return Ok((source, target));
        }
    }
    match (sources.first(), targets.first()) {
        (None, _) => Err(ToolError::UnknownUnit(super::echo(from))),
        (_, None) => Err(ToolError::UnknownUnit(super::echo(to))),
        (Some(source), Some(target)) => Err(ToolError::DifferentKinds(source.plural, target.plural)),
    }
}

fn to_basic(amount: Number, unit: &Unit) -> Result<Number, ToolError> {
    amount.plus(hundredths(unit.zero))?.times(size(unit))
}

fn from_basic(basic: Number, unit: &Unit) -> Result<Number, ToolError> {
    basic.divided_by(size(unit))?.minus(hundredths(unit.zero))
}

fn size(unit: &Unit) -> Number {
    Number::fraction(unit.size.0, unit.size.1).unwrap_or(Number::integer(1))
}

fn hundredths(value: i128) -> Number {
    Number::fraction(value, 100).unwrap_or(Number::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(amount: &str, from: &str, to: &str, expected: &str) {
        let spoken = convert(amount, from, to).map(|conversion| conversion.spoken);
        assert_eq!(spoken, Ok(expected.to_owned()));
    }

    #[test]
    fn amounts_are_converted() {
        for (amount, from, to, expected) in [
            ("5", "kilometers", "miles", "5 kilometers is about 3.11 miles."),
            ("1", "mile", "kilometers", "1 mile is about 1.61 kilometers."),
            ("10", "meters", "feet", "10 meters is about 32.81 feet."),
            (
                "20",
                "celsius",
                "fahrenheit",
                "20 degrees Celsius is 68 degrees Fahrenheit.",
            ),
            (
                "100",
                "degrees fahrenheit",
                "degrees celsius",
                "100 degrees Fahrenheit is about 37.78 degrees Celsius.",
            ),
            ("-40", "c", "f", "-40 degrees Celsius is -40 degrees Fahrenheit."),
            ("1", "hour", "minutes", "1 hour is 60 minutes."),
            ("60", "minutes", "hours", "60 minutes is 1 hour."),
            ("2", "pounds", "kilograms", "2 pounds is about 0.907 kilograms."),
            (
                "100",
                "milliliters",
                "ounces",
                "100 milliliters is about 3.38 fluid ounces.",
            ),
            ("8", "ounces", "grams", "8 ounces is about 226.8 grams."),
            ("2", "liters", "cups", "2 liters is about 8.45 US cups."),
            ("two", "tons", "kilograms", "2 metric tons is 2000 kilograms."),
            (
                "100",
                "km/h",
                "mph",
                "100 kilometers per hour is about 62.14 miles per hour.",
            ),
            (
                "1",
                "acre",
                "square meters",
                "1 acre is about 4046.86 square meters.",
            ),
            (
                "two hundred and five",
                "cm",
                "m",
                "205 centimeters is 2.05 meters.",
            ),
            ("3", "years", "days", "3 years is 1095 days."),
        ] {
            check(amount, from, to, expected);
        }
    }

    #[test]
    fn what_cannot_be_converted_is_said() {
        for (amount, from, to, error) in [
            ("5", "dollars", "euros", ToolError::Currency),
            ("5", "kilometers", "US dollars", ToolError::Currency),
            (
                "5",
                "parsnips",
                "miles",
                ToolError::UnknownUnit("parsnips".to_owned()),
            ),
            (
                "5",
                "kilometers",
                "kilograms",
                ToolError::DifferentKinds("kilometers", "kilograms"),
            ),
            ("five ish", "kilometers", "miles", ToolError::NotANumber),
            ("", "kilometers", "miles", ToolError::NotANumber),
            ("-300", "celsius", "kelvin", ToolError::TooCold),
        ] {
            assert_eq!(convert(amount, from, to), Err(error), "{amount} {from}");
        }
    }
}
