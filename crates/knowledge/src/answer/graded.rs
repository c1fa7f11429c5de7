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
        blocks.len() <= 2 && !(several && numbers().any(graded))
    }
}
