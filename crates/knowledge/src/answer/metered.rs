//! Prices by the minute, and the difference between the two prices of one line.
//!
//! Owns what is computed from the unit that answers; sums and comparisons of several things are `reckoned`'s.

use jiff::civil::DateTime;

use super::{Answer, Answerer, CONFIDENCE, Context, POSSIBLE, Reading, STATED, further, packs, said};
use crate::frames::Frame;
use crate::language::Language;
use crate::question::Question;
use crate::reader::row_values;
use crate::reckon::{self, Amount};
use crate::say;
use crate::unit::{Body, Cell, Unit};
use crate::values::{self, Value};

/// Letters between a price and the length of time that it is for: "£1.00 per 8 min".
const NEAR: usize = 12;
/// Sentences of a line that are read together.
const SENTENCES: usize = 8;
/// Longest time that is paid in pieces, in pieces.
const MAX_PIECES: u64 = 60;

impl Answerer {
    /// The sentences of the line on which a unit stands.
    fn paragraph(&self, unit: usize) -> String {
        let place = &self.index.units[unit].location;
        let same = |other: &usize| self.index.units[*other].location == *place;
        let texts: Vec<String> = self
            .index
            .block(unit)
            .filter(same)
            .take(SENTENCES)
            .map(|other| say::own_text(&self.index.units[other]))
            .collect();
        texts.join(" ")
    }

    /// What a pack saves beside as many single ones, where the unit that answers names such a pack.
    pub(super) fn pack(&self, question: &Question, context: &mut Context, now: DateTime) -> Option<Answer> {
        if !packs::is_asked(question) {
            return None;
        }
        let reading = self.chosen(question.clone(), context, now);
        if reading.confidence() < POSSIBLE {
            return None;
        }
        let best = reading.candidates.first()?;
        let unit = self.index.units.get(best.unit)?;
        // A row's pack stands in the header of its column.
        let line = match unit.body {
            Body::Row(_) => say::passage(unit),
            _ => say::own_text(unit),
        };
        let more = self.paragraph(best.unit);
        let text = packs::saved(question, &line).or_else(|| packs::saved(question, &more));
        let doubt = if reading.confidence() < STATED {
            said::hedge(question.language)
        } else {
            ""
        };
        let quoted = say::ended(&say::statement(&self.index, question, best, say::Extent::Line));
        let joint = if question.language == Language::Chinese {
            ""
        } else {
            " "
        };
        let found = text.map(|text| Answer {
            text: format!("{doubt}{text}{joint}{quoted}"),
            units: vec![unit.id],
            confidence: reading.confidence(),
        });
        // A pack of another number is quoted, and nothing computed with it.
        let found = found.or_else(|| packs::names_one(&more).then(|| self.said(&reading)))?;
        context.units = vec![best.unit];
        context.question = Some(reading.question);
        Some(found)
    }

    /// What a length of time costs by a price for a shorter one, or how far the two prices of the best unit lie apart.
    pub(super) fn metered(&self, reading: &Reading) -> Option<Answer> {
        if reading.confidence() < CONFIDENCE {
            return None;
        }
        let best = reading.candidates.first()?;
        let unit = self.index.units.get(best.unit)?;
        let line = say::own_text(unit);
        let question = &reading.question;
        let language = question.language;
        let quoted = || say::ended(&say::statement(&self.index, question, best, say::Extent::Line));
        let sum = by_time(question, &line)
            .or_else(|| by_size(question, &say::passage(unit)))
            .or_else(|| further::sum(question, &self.paragraph(best.unit)))
            .or_else(|| match &unit.body {
                Body::Row(cells) => further::of_row(question, cells),
                _ => None,
            });
        let text = match sum {
            Some(sum) => reckon::graded_total(&sum, &quoted(), language),
            None => {
                let gap = apart(question, &line, unit)?;
                let joint = if language == Language::Chinese { "" } else { " " };
                format!("{gap}{joint}{}", quoted())
            }
        };
        Some(Answer {
            text,
            units: vec![unit.id],
            confidence: 1.0,
        })
    }
}

/// "£1.00 per 8 min" for 24 minutes.
fn by_time(question: &Question, line: &str) -> Option<Amount> {
    if !question.asks(Frame::Price) || has_conditions(line) {
        return None;
    }
    let asked = only(question.values.iter().filter_map(|found| duration(&found.value)))?;
    let found = values::values(line, Language::of(line));
    // A second price is another rate, a limit or a minimum.
    only(found.iter().filter_map(|found| reckon::price_of(&found.value)))?;
    let prices: Vec<(Amount, u64)> = found
        .iter()
        .zip(found.iter().skip(1))
        .filter_map(|(price, time)| {
            let between = line.get(price.range.end..time.range.start)?;
            let is_rate = between.len() <= NEAR && (names_rate(between) || between.trim() == "/");
            Some((
                reckon::price_of(&price.value)?,
                duration(&time.value).filter(|_| is_rate)?,
            ))
        })
        .collect();
    let (price, each) = only(prices.into_iter())?;
    // Hours and days are counted by the plan of the question; here it is a price for so many minutes.
    let pieces = asked
        .checked_div(each)
        .filter(|_| asked % each == 0 && each < 3_600)?;
    if !(2..=MAX_PIECES).contains(&pieces) || price.value == 0 {
        return None;
    }
    Some(Amount {
        value: price.value.checked_mul(i64::try_from(pieces).ok()?)?,
        kind: price.kind,
    })
}

/// "£6.50 per metre" for 7 metres.
fn by_size(question: &Question, line: &str) -> Option<Amount> {
    const PER_METRE: [&str; 9] = [
        "per metre",
        "per meter",
        "per m",
        "/m",
        "a metre",
        "each metre",
        "за метр",
        "/м",
        "每米",
    ];
    const PER_KILO: [&str; 9] = [
        "per kg",
        "per kilo",
        "/kg",
        "a kilo",
        "a kg",
        "за кг",
        "за килограмм",
        "/кг",
        "每公斤",
    ];
    // "£20 per metre per month", "over 10 m", "half a kilo".
    const BOUNDS: [&str; 22] = [
        "half",
        "min",
        "over",
        "under",
        "more",
        "less",
        "month",
        "monthly",
        "year",
        "annum",
        "night",
        "week",
        "weekly",
        "day",
        "daily",
        "hour",
        "сутки",
        "день",
        "месяц",
        "год",
        "мин",
        "от",
    ];
    if !question.asks(Frame::Price) && !question.sum || has_conditions(line) {
        return None;
    }
    let (amount, rates) = only(question.values.iter().filter_map(|found| match found.value {
        Value::Distance { metres } => Some((metres, PER_METRE)),
        Value::Weight { grams } => Some((grams / 1_000.0, PER_KILO)),
        _ => None,
    }))?;
    let found = values::values(line, Language::of(line));
    let price = only(found.iter().filter_map(|found| reckon::price_of(&found.value)))?;
    let lower = line.to_lowercase();
    let is_size =
        |found: &values::Found| matches!(found.value, Value::Distance { .. } | Value::Weight { .. });
    let mut words = lower.split(|letter: char| !letter.is_alphabetic());
    let is_bounded = words.any(|word| BOUNDS.contains(&word)) || lower.contains(['天', '月', '年']);
    let mut values = question.values.iter();
    let asks_time = values.any(|found| matches!(found.value, Value::Duration { .. }));
    if is_bounded || asks_time || found.iter().any(is_size) {
        return None;
    }
    let is_rate = rates.iter().any(|rate| {
        lower.match_indices(rate).any(|(at, _)| {
            let after = lower[at + rate.len()..].chars().next();
            after.is_none_or(|letter| !letter.is_alphanumeric())
        })
    });
    // In tenths, so that one and a half metres are counted too.
    let tenths = (amount * 10.0).round();
    let is_exact = (tenths / 10.0 - amount).abs() < 1e-9 && (1.0..=10_000.0).contains(&tenths);
    if !is_rate || !is_exact || price.value == 0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most 10,000")]
    let tenths = tenths as i64;
    if tenths == 10 {
        return None;
    }
    let value = price.value.checked_mul(tenths)?;
    (value % 10 == 0).then_some(Amount {
        value: value / 10,
        kind: price.kind,
    })
}

/// Whether a line says more of a price than how much it is for how long: free minutes, a limit, a minimum.
fn has_conditions(line: &str) -> bool {
    const WORDS: [&str; 15] = [
        "free",
        "first",
        "then",
        "max",
        "maximum",
        "minimum",
        "least",
        "cap",
        "capped",
        "from",
        "once",
        "максимум",
        "минимум",
        "первые",
        "бесплатно",
    ];
    let lower = line.to_lowercase();
    let has = |word: &str| WORDS.contains(&word) || matches!(word, "up" | "до" | "от" | "не");
    lower
        .split(|letter: char| letter.is_whitespace() || ",;:()".contains(letter))
        .any(has)
        || ["免费", "封顶", "最多", "最低", "起", "首"]
            .iter()
            .any(|word| lower.contains(word))
}

/// Whether the words between a price and a length of time make it a rate.
fn names_rate(between: &str) -> bool {
    let words = between.split_whitespace().next_back().unwrap_or_default();
    matches!(
        words.to_lowercase().as_str(),
        "per" | "every" | "each" | "за" | "каждые"
    ) || between.trim() == "每"
}

/// "How much dearer is it for somebody who is no tenant?" where the line has one price for each.
fn apart(question: &Question, line: &str, unit: &Unit) -> Option<String> {
    // "Dearer than the locker key" names another thing, which this line does not price.
    let names_another = |word: &&str| matches!(*word, "than" | "compared" | "versus" | "vs" | "чем" | "比");
    let asks = reckon::asks_how_far_apart(question) || names_way_to_save(question, unit);
    if !asks || question.words().iter().any(names_another) {
        return None;
    }
    let mut amounts = values::values(line, Language::of(line))
        .into_iter()
        .filter_map(|found| reckon::price_of(&found.value));
    let (one, other) = (amounts.next()?, amounts.next()?);
    if amounts.next().is_some()
        || one.kind != other.kind
        || one.value == other.value
        || one.value.min(other.value) == 0
    {
        return None;
    }
    let gap = Amount {
        value: one.value.checked_sub(other.value)?.checked_abs()?,
        kind: one.kind,
    };
    let gap = gap.said(question.language);
    Some(match question.language {
        Language::English => format!("The difference is {gap}."),
        Language::Russian => format!("Разница — {gap}."),
        Language::Chinese => format!("相差{gap}。"),
    })
}

/// "How much do I save by booking online?" where one of the row's two prices is the one online.
fn names_way_to_save(question: &Question, unit: &Unit) -> bool {
    let words = question.words();
    let Some(saves) = words.iter().position(|word| reckon::names_saving(word)) else {
        return false;
    };
    let way = (saves + 1..words.len()).find(|at| matches!(words[*at], "by" | "if" | "when" | "online"));
    let (Some(way), Body::Row(cells)) = (way, &unit.body) else {
        return false;
    };
    let has_price = |cell: &&Cell| {
        row_values(cell)
            .iter()
            .any(|value| reckon::price_of(value).is_some())
    };
    let headers: Vec<String> = cells
        .iter()
        .skip(1)
        .filter(has_price)
        .map(|cell| cell.header.to_lowercase())
        .collect();
    let is_named = |header: &&String| {
        let mut own = header.split(|letter: char| !letter.is_alphanumeric());
        own.any(|word| word.len() > 3 && words[way..].contains(&word))
    };
    headers.len() == 2 && headers.iter().filter(is_named).count() == 1
}

fn duration(value: &Value) -> Option<u64> {
    match value {
        Value::Duration { seconds } => Some(*seconds).filter(|seconds| *seconds > 0),
        _ => None,
    }
}

/// The only element.
fn only<T>(mut of: impl Iterator<Item = T>) -> Option<T> {
    let first = of.next()?;
    of.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::super::{Answerer, Context};
    use crate::documents;

    /// The answer of an invented rowing club.
    fn answer(question: &str) -> String {
        let lines = "# Rowing club\n\n\
            - Shower: €0.50 per 4 min\n\
            - Boat shed key: €12 for members, €19 for everybody else\n\
            - Guest permit, first boat: €30 a season. Second boat: €45 a season.\n\
            - canteen: rolls 2.80, soup 3.40\n\
            - Storage of boats: €8\n\
            - Sauna: first 30 min free, then €2 per 30 min\n\
            - Rope, cut to length: €1.50 per metre\n";
        let answerer = Answerer::new(documents::read(Path::new("club.md"), lines));
        let now = date(2026, 11, 25).at(10, 30, 0, 0);
        answerer.answer(question, None, &mut Context::default(), now).text
    }

    #[test]
    fn a_price_for_some_minutes_is_multiplied_for_longer() {
        let told = answer("what does 12 minutes in the shower cost");
        assert!(
            told.starts_with("That comes to €1.50.") && told.contains("per 4 min"),
            "{told}"
        );
        let told = answer("what does 10 minutes in the shower cost");
        assert!(!told.contains("comes to"), "no whole number of pieces: {told}");
        let told = answer("what does the sauna cost for 90 minutes");
        assert!(!told.contains("comes to"), "the first half hour is free: {told}");
    }

    #[test]
    fn a_price_per_metre_is_multiplied_for_more() {
        let told = answer("what do 7 metres of rope come to?");
        assert!(told.starts_with("That comes to €10.50."), "{told}");
        let told = answer("what does rope cost?");
        assert!(!told.contains("comes to"), "{told}");
    }

    #[test]
    fn the_two_prices_of_a_line_lie_so_far_apart() {
        let told = answer("how much dearer is the boat shed key for somebody who isn't a member?");
        assert!(told.starts_with("The difference is €7."), "{told}");
        let told = answer("how much dearer is the boat shed key than the locker key?");
        assert!(!told.contains("difference"), "{told}");
        let told = answer("how much is the boat shed key?");
        assert!(!told.contains("difference"), "{told}");
    }

    #[test]
    fn sums_without_a_sign_are_in_the_currency_of_the_documents() {
        let told = answer("two rolls and a soup, what does that come to?");
        assert!(told.starts_with("That comes to €9:"), "{told}");
    }

    #[test]
    fn a_sum_is_not_made_of_another_things_price() {
        let told = answer("What would guest permits for two boats come to for the season?");
        assert!(!told.contains("16"), "{told}");
    }
}
