//! Units into other units.
//!
//! Owns the exact conversion, the units that a plain name leaves open (pints, gallons), and the sentence. The
//! table of units is `slots::unit`'s.

use super::{Parsing, Stage};
use crate::Language;
use crate::dialogue::Topic as DialogueTopic;
use crate::grammar::Match;
use crate::number::Number;
use crate::outcome::Outcome;
use crate::say::{Speaker, Written};
use crate::slots::quantity::Quantity;
use crate::slots::unit::{Dimension, UnitId, Units};
use crate::slots::{Tables, Value};

pub(crate) const INTENTS: &[&str] = &[
    "convert_units",
    "convert_opposite",
    "convert_amount",
    "convert_target",
    "convert_currency",
];

/// What was converted last, for "and 20 inches?".
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Topic {
    quantity: Quantity,
    to: UnitId,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Ask {
    Convert { quantity: Quantity, to: UnitId },
    Currency,
}

/// The meaning of a match.
pub(crate) fn interpret(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Ask> {
    let units = &parsing.tables.units;
    let topic = match parsing.dialogue.topic(parsing.now.timestamp()) {
        Some(DialogueTopic::Convert(topic)) => Some(*topic),
        _ => None,
    };
    let (quantity, to) = match found.intent {
        "convert_currency" => return Some(Ask::Currency),
        "convert_units" => {
            let quantity = quantity(found).or_else(|| one(found))?;
            (quantity, unit(found, "to")?)
        }
        // "what's 100 fahrenheit": the usual other unit.
        "convert_opposite" => {
            let quantity = quantity(found)?;
            let other = match units.key(quantity.unit) {
                "fahrenheit" => "celsius",
                "celsius" => "fahrenheit",
                _ => return None,
            };
            (quantity, units.by_key(other)?)
        }
        "convert_amount" => {
            let topic = topic?;
            let quantity = match (quantity(found), found.number("number")) {
                (Some(quantity), _) => quantity,
                (None, Some(amount)) => Quantity {
                    amount,
                    unit: topic.quantity.unit,
                    rest: None,
                },
                (None, None) => return None,
            };
            (quantity, topic.to)
        }
        "convert_target" => (topic?.quantity, unit(found, "to")?),
        _ => return None,
    };
    let (quantity, to) = matched(quantity, to, parsing.tables)?;
    Some(Ask::Convert { quantity, to })
}

fn quantity(found: &Match<'_>) -> Option<Quantity> {
    match found.slot("quantity")? {
        Value::Quantity(quantity) => Some(*quantity),
        _ => None,
    }
}

/// "how many grams in a pound": one of the second unit.
fn one(found: &Match<'_>) -> Option<Quantity> {
    Some(Quantity {
        amount: found.number("number").unwrap_or(Number::ONE),
        unit: unit(found, "from")?,
        rest: None,
    })
}

fn unit(found: &Match<'_>, name: &str) -> Option<UnitId> {
    match found.slot(name)? {
        Value::Unit(unit) => Some(*unit),
        _ => None,
    }
}

/// Units of one dimension, with the names that two dimensions share put right: ounces, degrees.
fn matched(quantity: Quantity, to: UnitId, tables: &Tables) -> Option<(Quantity, UnitId)> {
    let units = &tables.units;
    let (from_dimension, to_dimension) = (units.dimension(quantity.unit), units.dimension(to));
    if from_dimension == to_dimension {
        return (quantity.unit != to).then_some((quantity, to));
    }
    let other = |unit: UnitId, wanted: Dimension| -> Option<UnitId> {
        match (units.key(unit), wanted) {
            ("ounce", Dimension::Volume) => units.by_key("floz"),
            // "Seventy miles an hour, how many kilometres is that?"
            ("km", Dimension::Speed) => units.by_key("kmh"),
            ("mile", Dimension::Speed) => units.by_key("mph"),
            // "Mils"
            ("mm", Dimension::Volume) => units.by_key("ml"),
            ("m", Dimension::Time) => units.by_key("minute"),
            _ => None,
        }
    };
    if units.key(quantity.unit) == "degree" && to_dimension == Dimension::Temperature {
        let from = if units.key(to) == "fahrenheit" {
            "celsius"
        } else {
            "fahrenheit"
        };
        let unit = units.by_key(from)?;
        return Some((Quantity { unit, ..quantity }, to));
    }
    if let Some(unit) = other(quantity.unit, to_dimension) {
        return Some((Quantity { unit, ..quantity }, to));
    }
    other(to, from_dimension).map(|to| (quantity, to))
}

/// Answers.
pub(crate) fn perform(ask: Ask, stage: &mut Stage<'_>) -> Outcome {
    let speaker = stage.speaker;
    let (quantity, to) = match ask {
        Ask::Currency => return Outcome::new("convert", speaker.plain("convert-currency")),
        Ask::Convert { quantity, to } => (quantity, to),
    };
    let now = stage.now.timestamp();
    stage
        .dialogue
        .talk_about(DialogueTopic::Convert(Topic { quantity, to }), now);
    let units = &stage.tables.units;
    let outcome = |reply: String| {
        Outcome::new("convert", reply)
            .with("from", units.key(quantity.unit))
            .with("to", units.key(to))
            .with("amount", quantity.amount.as_f64())
    };
    if units.dimension(quantity.unit) == Dimension::Temperature && is_too_cold(quantity, units) {
        return outcome(speaker.plain("convert-too-cold"));
    }
    let Some(result) = convert(quantity, to, units) else {
        return outcome(speaker.plain("sum-too-large"));
    };
    let mut said = said(result, to, units, speaker);
    if let Some((other, value)) = alternative(quantity, to, units) {
        let second = said_plainly(value, other, units, speaker);
        said.text = speaker.say(
            "convert-or",
            &[("first", said.text.into()), ("second", second.text.into())],
        );
        said.is_rounded |= second.is_rounded;
    }
    let id = if said.is_rounded {
        "convert-about"
    } else {
        "convert-is"
    };
    let args = [
        (
            "from",
            Speaker::capitalised(&said_quantity(quantity, units, speaker)).into(),
        ),
        ("to", said.text.into()),
    ];
    outcome(speaker.say(id, &args)).giving(result.as_f64())
}

fn is_too_cold(quantity: Quantity, units: &Units) -> bool {
    kelvin(quantity.amount, units.key(quantity.unit)).is_some_and(Number::is_negative)
}

fn convert(quantity: Quantity, to: UnitId, units: &Units) -> Option<Number> {
    match units.dimension(to) {
        Dimension::Temperature => {
            from_kelvin(kelvin(quantity.amount, units.key(quantity.unit))?, units.key(to))
        }
        Dimension::Fuel => {
            let metres_per_litre = metres_per_litre(quantity.amount, units.key(quantity.unit))?;
            from_metres_per_litre(metres_per_litre, units.key(to))
        }
        _ => {
            let mut base = quantity.amount.times(units.size(quantity.unit))?;
            if let Some((amount, unit)) = quantity.rest {
                base = base.plus(amount.times(units.size(unit))?)?;
            }
            base.divided_by(units.size(to))
        }
    }
}

/// Temperatures over kelvin, exactly.
fn kelvin(amount: Number, key: &str) -> Option<Number> {
    let zero = Number::fraction(27_315, 100)?;
    match key {
        "celsius" => amount.plus(zero),
        "fahrenheit" => amount
            .minus(Number::integer(32))?
            .times(Number::fraction(5, 9)?)?
            .plus(zero),
        _ => Some(amount),
    }
}

fn from_kelvin(amount: Number, key: &str) -> Option<Number> {
    let celsius = amount.minus(Number::fraction(27_315, 100)?)?;
    match key {
        "celsius" => Some(celsius),
        "fahrenheit" => celsius.times(Number::fraction(9, 5)?)?.plus(Number::integer(32)),
        _ => Some(amount),
    }
}

const METRES_PER_MILE: &str = "1609.344";
const LITRES_PER_GALLON: &str = "4.54609";
const LITRES_PER_US_GALLON: &str = "3.785411784";

fn metres_per_gallon(gallon: &str) -> Option<Number> {
    Number::read(METRES_PER_MILE)?.divided_by(Number::read(gallon)?)
}

fn metres_per_litre(amount: Number, key: &str) -> Option<Number> {
    match key {
        "mpg" => amount.times(metres_per_gallon(LITRES_PER_GALLON)?),
        "usmpg" => amount.times(metres_per_gallon(LITRES_PER_US_GALLON)?),
        "l100km" => Number::integer(100_000).divided_by(amount),
        _ => amount.times(Number::integer(1000)),
    }
}

fn from_metres_per_litre(amount: Number, key: &str) -> Option<Number> {
    match key {
        "mpg" => amount.divided_by(metres_per_gallon(LITRES_PER_GALLON)?),
        "usmpg" => amount.divided_by(metres_per_gallon(LITRES_PER_US_GALLON)?),
        "l100km" => Number::integer(100_000).divided_by(amount),
        _ => amount.divided_by(Number::integer(1000)),
    }
}

/// The same in the other unit of that name: UK pints are not US pints.
fn alternative(quantity: Quantity, to: UnitId, units: &Units) -> Option<(UnitId, Number)> {
    const PAIRS: [(&str, &str); 5] = [
        ("pint", "uspint"),
        ("gallon", "usgallon"),
        ("quart", "usquart"),
        ("mpg", "usmpg"),
        ("floz", "usfloz"),
    ];
    let (_, other) = PAIRS.iter().find(|(known, _)| *known == units.key(to))?;
    // From one British measure to another there is nothing to add.
    let is_british = PAIRS.iter().any(|(known, _)| *known == units.key(quantity.unit));
    if is_british {
        return None;
    }
    let other = units.by_key(other)?;
    Some((other, convert(quantity, other, units)?))
}

fn said_plainly(value: Number, unit: UnitId, units: &Units, speaker: Speaker<'_>) -> Written {
    let written = speaker.measure(value);
    Written {
        text: speaker.quantity(&written, value, units, unit),
        is_rounded: written.is_rounded,
    }
}

/// Feet with inches and stones with pounds, as people say their height and weight.
fn said(value: Number, unit: UnitId, units: &Units, speaker: Speaker<'_>) -> Written {
    let plain = said_plainly(value, unit, units, speaker);
    let parts = match units.key(unit) {
        "foot" => Some((12, "inch")),
        "stone" => Some((14, "pound")),
        _ => None,
    };
    let is_english = speaker.language == Language::English;
    let Some((count, smaller)) = parts.filter(|_| is_english && value.whole().is_none()) else {
        return plain;
    };
    let compound = || -> Option<String> {
        let total = value.times(Number::integer(count))?.rounded()?;
        if !(count..=count * 100).contains(&total) {
            return None;
        }
        let (whole, rest) = (total / count, total % count);
        let smaller = units.by_key(smaller)?;
        let first = said_plainly(Number::integer(whole), unit, units, speaker).text;
        if rest == 0 {
            return None;
        }
        let second = said_plainly(Number::integer(rest), smaller, units, speaker).text;
        Some(format!("{first} {second}"))
    };
    match compound() {
        Some(compound) => Written {
            text: speaker.say(
                "convert-or",
                &[("first", plain.text.into()), ("second", compound.into())],
            ),
            is_rounded: true,
        },
        None => plain,
    }
}

fn said_quantity(quantity: Quantity, units: &Units, speaker: Speaker<'_>) -> String {
    let first = said_plainly(quantity.amount, quantity.unit, units, speaker).text;
    match quantity.rest {
        Some((amount, unit)) => {
            let second = said_plainly(amount, unit, units, speaker).text;
            let gap = if speaker.language == Language::Chinese {
                ""
            } else {
                " "
            };
            format!("{first}{gap}{second}")
        }
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions_are_exact() {
        let units = Units::read();
        for (amount, from, to, expected) in [
            (100.0, "km", "mile", 62.137_119),
            (-10.0, "celsius", "fahrenheit", 14.0),
            (1.0, "pound", "g", 453.592_37),
            (40.0, "mpg", "l100km", 7.062_02),
            (2.0, "gb", "mb", 2000.0),
            (2.0, "hectare", "acre", 4.942_107),
            (10.0, "mps", "kmh", 36.0),
            (1.0, "mu", "m2", 666.666_666),
            (3.5, "jin", "kg", 1.75),
            (1.0, "l", "cup", 4.226_752),
            (350.0, "fahrenheit", "celsius", 176.666_666),
            (8.0, "l100km", "mpg", 35.310_1),
        ] {
            let size = Number::read(&f64::abs(amount).to_string()).unwrap();
            let quantity = Quantity {
                amount: if amount < 0.0 {
                    size.negated().unwrap()
                } else {
                    size
                },
                unit: units.by_key(from).unwrap(),
                rest: None,
            };
            let result = convert(quantity, units.by_key(to).unwrap(), &units).unwrap();
            assert!(
                (result.as_f64() - expected).abs() < 1e-4,
                "{from} {to} {}",
                result.as_f64()
            );
        }
    }
}
