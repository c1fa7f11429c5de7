//! Units of measure and their sizes.
//!
//! Owns the table. Sizes are exact (international yard and pound of 1959, US customary measures of capacity,
//! NIST Handbook 44, appendix C); a year has 365 days, a ton is the metric one, and both are named so when spoken.

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Length,
    Mass,
    Volume,
    Temperature,
    Time,
    Area,
    Speed,
}

/// A unit of measure.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) kind: Kind,
    /// "kilometer"
    pub(super) singular: &'static str,
    /// "kilometers"
    pub(super) plural: &'static str,
    /// Other names and abbreviations, in lower case, without dots.
    names: &'static [&'static str],
    /// Its size in the kind's basic unit (meter, gram, milliliter, second, square meter, meter per second,
    /// kelvin), as numerator and denominator.
    pub(super) size: (i128, i128),
    /// Its zero above the basic unit's, in hundredths: temperatures only.
    pub(super) zero: i128,
}

const fn unit(
    kind: Kind,
    singular: &'static str,
    plural: &'static str,
    names: &'static [&'static str],
    size: (i128, i128),
) -> Unit {
    Unit {
        kind,
        singular,
        plural,
        names,
        size,
        zero: 0,
    }
}

const fn degrees(
    singular: &'static str,
    plural: &'static str,
    names: &'static [&'static str],
    size: (i128, i128),
    zero: i128,
) -> Unit {
    Unit {
        kind: Kind::Temperature,
        singular,
        plural,
        names,
        size,
        zero,
    }
}

use Kind::{Area, Length, Mass, Speed, Time, Volume};

/// Every unit that is known.
static UNITS: &[Unit] = &[
    unit(Length, "millimeter", "millimeters", &["mm"], (1, 1000)),
    unit(Length, "centimeter", "centimeters", &["cm"], (1, 100)),
    unit(Length, "meter", "meters", &["m"], (1, 1)),
    unit(Length, "kilometer", "kilometers", &["km", "kms"], (1000, 1)),
    unit(Length, "inch", "inches", &["in", "″", "\""], (254, 10_000)),
    unit(Length, "foot", "feet", &["ft", "′"], (3048, 10_000)),
    unit(Length, "yard", "yards", &["yd", "yds"], (9144, 10_000)),
    unit(Length, "mile", "miles", &["mi"], (1_609_344, 1000)),
    unit(Length, "nautical mile", "nautical miles", &["nmi"], (1852, 1)),
    unit(Mass, "milligram", "milligrams", &["mg"], (1, 1000)),
    unit(Mass, "gram", "grams", &["g"], (1, 1)),
    unit(
        Mass,
        "kilogram",
        "kilograms",
        &["kg", "kgs", "kilo", "kilos"],
        (1000, 1),
    ),
    unit(
        Mass,
        "metric ton",
        "metric tons",
        &["ton", "tons", "tonne", "tonnes", "t"],
        (1_000_000, 1),
    ),
    unit(Mass, "ounce", "ounces", &["oz"], (28_349_523_125, 1_000_000_000)),
    unit(Mass, "pound", "pounds", &["lb", "lbs"], (45_359_237, 100_000)),
    unit(Mass, "stone", "stone", &["stones", "st"], (635_029_318, 100_000)),
    unit(Volume, "milliliter", "milliliters", &["ml"], (1, 1)),
    unit(Volume, "centiliter", "centiliters", &["cl"], (10, 1)),
    unit(Volume, "liter", "liters", &["l"], (1000, 1)),
    unit(
        Volume,
        "cubic meter",
        "cubic meters",
        &["m3", "m³"],
        (1_000_000, 1),
    ),
    unit(
        Volume,
        "teaspoon",
        "teaspoons",
        &["tsp"],
        (492_892_159_375, 100_000_000_000),
    ),
    unit(
        Volume,
        "tablespoon",
        "tablespoons",
        &["tbsp"],
        (1_478_676_478_125, 100_000_000_000),
    ),
    unit(
        Volume,
        "fluid ounce",
        "fluid ounces",
        &["fl oz", "ounce", "ounces", "oz"],
        (295_735_295_625, 10_000_000_000),
    ),
    unit(
        Volume,
        "US cup",
        "US cups",
        &["cup", "cups"],
        (2_365_882_365, 10_000_000),
    ),
    unit(
        Volume,
        "US pint",
        "US pints",
        &["pint", "pints", "pt"],
        (473_176_473, 1_000_000),
    ),
    unit(
        Volume,
        "US quart",
        "US quarts",
        &["quart", "quarts", "qt"],
        (946_352_946, 1_000_000),
    ),
    unit(
        Volume,
        "US gallon",
        "US gallons",
        &["gallon", "gallons", "gal"],
        (3_785_411_784, 1_000_000),
    ),
    degrees("kelvin", "kelvins", &["k"], (1, 1), 0),
    degrees(
        "degree Celsius",
        "degrees Celsius",
        &["celsius", "centigrade", "c"],
        (1, 1),
        27_315,
    ),
    // 0 °F is 459.67 · 5/9 K = 255.372… K: held as 45 967 hundredths of a degree of its own size.
    degrees(
        "degree Fahrenheit",
        "degrees Fahrenheit",
        &["fahrenheit", "f"],
        (5, 9),
        45_967,
    ),
    unit(Time, "millisecond", "milliseconds", &["ms"], (1, 1000)),
    unit(Time, "second", "seconds", &["s", "sec", "secs"], (1, 1)),
    unit(Time, "minute", "minutes", &["min", "mins"], (60, 1)),
    unit(Time, "hour", "hours", &["h", "hr", "hrs"], (3600, 1)),
    unit(Time, "day", "days", &["d"], (86_400, 1)),
    unit(Time, "week", "weeks", &[], (604_800, 1)),
    unit(Time, "month", "months", &[], (2_628_000, 1)),
    unit(Time, "year", "years", &[], (31_536_000, 1)),
    unit(
        Area,
        "square centimeter",
        "square centimeters",
        &["cm2", "sq cm"],
        (1, 10_000),
    ),
    unit(Area, "square meter", "square meters", &["m2", "sq m"], (1, 1)),
    unit(
        Area,
        "square kilometer",
        "square kilometers",
        &["km2", "sq km"],
        (1_000_000, 1),
    ),
    unit(Area, "hectare", "hectares", &["ha"], (10_000, 1)),
    unit(Area, "acre", "acres", &[], (40_468_564_224, 10_000_000)),
    unit(
        Area,
        "square inch",
        "square inches",
        &["sq in"],
        (64_516, 100_000_000),
    ),
    unit(
        Area,
        "square foot",
        "square feet",
        &["ft2", "sq ft"],
        (9_290_304, 100_000_000),
    ),
    unit(
        Area,
        "square yard",
        "square yards",
        &["sq yd"],
        (83_612_736, 100_000_000),
    ),
    unit(
        Area,
        "square mile",
        "square miles",
        &["sq mi"],
        (2_589_988_110_336, 1_000_000),
    ),
    unit(
        Speed,
        "meter per second",
        "meters per second",
        &["m/s", "mps"],
        (1, 1),
    ),
    unit(
        Speed,
        "kilometer per hour",
        "kilometers per hour",
        &["km/h", "kmh", "kph"],
        (1000, 3600),
    ),
    unit(
        Speed,
        "mile per hour",
        "miles per hour",
        &["mph", "mi/h"],
        (1_609_344, 3_600_000),
    ),
    unit(
        Speed,
        "foot per second",
        "feet per second",
        &["ft/s", "fps"],
        (3048, 10_000),
    ),
    unit(Speed, "knot", "knots", &["kn", "kt"], (1852, 3600)),
];

/// Money, for which there are no rates without a network.
const CURRENCIES: [&str; 24] = [
    "dollar", "dollars", "$", "usd", "euro", "euros", "€", "eur", "£", "gbp", "sterling", "yen", "¥", "jpy",
    "franc", "francs", "chf", "yuan", "rupee", "rupees", "peso", "pesos", "cent", "cents",
];

/// The units of this name: none, one, or several ("ounce" is a mass and a volume).
pub(super) fn named(name: &str) -> Vec<&'static Unit> {
    let name = plain(name);
    UNITS
        .iter()
        .filter(|unit| {
            unit.singular.eq_ignore_ascii_case(&name)
                || unit.plural.eq_ignore_ascii_case(&name)
                || unit.names.contains(&name.as_str())
        })
        .collect()
}

/// Whether this names money.
pub(super) fn is_currency(name: &str) -> bool {
    plain(name).split(' ').any(|word| CURRENCIES.contains(&word))
}

/// One spelling for the ways in which a unit may be written.
fn plain(name: &str) -> String {
    let name = name
        .trim()
        .to_lowercase()
        .replace(['.', '°'], "")
        .replace("metre", "meter")
        .replace("litre", "liter");
    let name = name.replace('²', "2");
    let words: Vec<&str> = name
        .split([' ', '-'])
        .filter(|word| !matches!(*word, "" | "the" | "a" | "an"))
        .collect();
    let joined = match words.as_slice() {
        [first, rest @ ..] if first.starts_with("degree") && !rest.is_empty() => rest.join(" "),
        ["sq", rest @ ..] if rest.iter().all(|word| word.len() > 2) => format!("square {}", rest.join(" ")),
        words => words.join(" "),
    };
    joined
        .replace(" an hour", " per hour")
        .replace(" a second", " per second")
        .replace(" / ", "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_for_two_units_of_one_kind() {
        for unit in UNITS {
            for name in unit.names.iter().copied().chain([unit.singular, unit.plural]) {
                let same = named(name)
                    .into_iter()
                    .filter(|other| other.kind == unit.kind)
                    .count();
                assert_eq!(same, 1, "{name}");
            }
        }
    }

    #[test]
    fn units_are_known_by_many_names() {
        for (name, expected) in [
            ("Kilometres", "kilometer"),
            ("km", "kilometer"),
            ("degrees celsius", "degree Celsius"),
            ("°F", "degree Fahrenheit"),
            ("sq. feet", "square foot"),
            ("m²", "square meter"),
            ("miles per hour", "mile per hour"),
            ("lbs.", "pound"),
            ("tons", "metric ton"),
        ] {
            assert_eq!(
                named(name).first().map(|unit| unit.singular),
                Some(expected),
                "{name}"
            );
        }
    }
}
