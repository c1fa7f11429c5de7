//! Sums where the first of several costs something else than the next: "€40 plus €8 a night", "first copy, each further copy".
//!
//! Owns whether a price is so graded and what several then come to. How a text grades its prices is read by `reckon`.

use super::Answerer;
use crate::language::Language;
use crate::reckon::{self, Priced};
use crate::say;
use crate::unit::{Body, Cell, UnitId};

/// Units, from the price's own on, that may say how the price is graded.
const GRADES: usize = 2;

/// Units that are looked at for nights that are free.
const LINES_WITH_GIFTS: usize = 2_000;
/// Of fewer nights none is free.
const FEWEST_NIGHTS: u32 = 3;

impl Answerer {
    /// The prices of a row with one column for the first of what is counted and one for each additional one: "First copy",
    /// "Each further copy".
    fn first_and_additional_columns(&self, cells: &[Cell], item: &reckon::Item) -> Option<String> {
        let stems = |text: &str| self.lexicon.tokenizer().stems(text);
        let counted = stems(&item.text);
        let is_further = |cell: &&Cell| {
            let header = cell.header.to_lowercase();
            reckon::is_graded(&header) && stems(&header).iter().any(|stem| counted.contains(stem))
        };
        let further = cells.iter().find(is_further)?;
        let first = cells
            .iter()
            .find(|cell| cell.header.to_lowercase().starts_with("first"))?;
        let said = |cell: &Cell| format!("{} {}", cell.header.to_lowercase(), cell.text);
        Some(format!("{}, {}", said(first), said(further)))
    }

    /// What several of one thing come to where the text grades its price: "€40 plus €8 a night".
    pub(super) fn graded(
        &self,
        plan: &reckon::Plan,
        priced: &[Priced],
        units: &[UnitId],
        language: Language,
    ) -> Option<String> {
        let reckon::Task::Total { times, each } = plan.task else {
            return None;
        };
        let ([one], [unit]) = (priced, units) else {
            return None;
        };
        let count = if times > 1 { times } else { one.count };
        let unit = unit.0 as usize;
        if let Body::Row(cells) = &self.index.units[unit].body
            && let Some(columns) = self.first_and_additional_columns(cells, plan.items.first()?)
            && let Some(sum) = reckon::graded(&columns, &one.amount, count, each)
        {
            let said = say::ended(&columns);
            return Some(reckon::graded_total(
                &sum,
                &format!("{}: {said}", one.label),
                language,
            ));
        }
        let own = say::own_text(&self.index.units[unit]);
        let line = self.index.block(unit).skip_while(|other| *other <= unit);
        let next = line
            .take(1)
            .filter(|other| self.index.units[*other].location == self.index.units[unit].location)
            .map(|other| say::own_text(&self.index.units[other]))
            .next();
        let with_next = next.map(|next| format!("{} {next}", say::ended(&own)));
        [Some(own), with_next].into_iter().flatten().find_map(|text| {
            let sum = reckon::graded(&text, &one.amount, count, each)?;
            Some(reckon::graded_total(&sum, &say::ended(&text), language))
        })
    }

    /// Whether a sum of these prices is certain: they stand in one or two places, and none says that the second of a
    /// thing costs something else than the first. What is only compared needs no sum.
    pub(super) fn adds_up(&self, plan: &reckon::Plan, units: &[UnitId]) -> bool {
        let reckon::Task::Total { times, .. } = plan.task else {
            return true;
        };
        let several = times > 1 || plan.items.iter().any(|item| item.count > 1);
        let numbers = || units.iter().map(|unit| unit.0 as usize);
        let mut blocks: Vec<u32> = numbers().map(|unit| self.index.units[unit].block).collect();
        blocks.sort_unstable();
        blocks.dedup();
        // "Each further one" stands on the line itself or on the next.
        let graded = |unit: usize| {
            let end = self.index.block(unit).end.min(unit + GRADES);
            (unit..end).any(|unit| reckon::is_graded(&say::own_text(&self.index.units[unit])))
        };
        // "The 7th night is free" may stand anywhere.
        let some_free = || {
            let lines = self.index.units.iter().take(LINES_WITH_GIFTS).map(say::own_text);
            times >= FEWEST_NIGHTS && lines.into_iter().any(|line| gives_a_night(&line))
        };
        blocks.len() <= 2 && !(several && (numbers().any(graded) || some_free()))
    }
}

/// Whether one of several nights is free: "7th nite is free if you stay a week", "stay 7 nights, pay for 6".
fn gives_a_night(line: &str) -> bool {
    let line = line.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| line.contains(word));
    let is_ordinal = |word: &str| {
        let number = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        !number.is_empty()
            && ["th", "nd", "rd", "st"].contains(&&word[number.len()..])
            && number.parse::<u32>().is_ok()
    };
    let of_nights = has(&["night", "nite", "ночь", "晚"]);
    let counted = line.split_whitespace().any(is_ordinal)
        || has(&[
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "седьмая",
            "четвертая",
            "четвёртая",
            "第",
        ]);
    of_nights && (counted && has(&["free", "бесплат", "免费"]) || has(&["pay for"]))
}

#[cfg(test)]
mod tests {
    use crate::answer::testing::told;

    #[test]
    fn nights_of_which_one_is_free_are_not_multiplied() {
        let with = |more: &str| {
            let place = format!(
                "# Farm stay\n\n| Pitch | Per night |\n|---|---|\n| Meadow | £14 |\n| Orchard | £19 |\n\n{more}\n"
            );
            told(&place, "How much are 7 nights on the meadow pitch?")
        };
        assert!(
            with("Dogs are welcome.").contains("£98"),
            "{}",
            with("Dogs are welcome.")
        );
        for gift in ["7th nite is free if u stay a week.", "Stay 7 nights, pay for 6."] {
            assert!(!with(gift).contains("£98"), "{}", with(gift));
        }
    }
}
