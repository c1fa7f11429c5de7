//! Two things that are compared: which of several amounts are meant where their names leave it open.
//!
//! Owns the choice of the pair and of the column. How the amounts of one thing are found is `priced`'s.

use jiff::civil::DateTime;

use super::reckoned::{Amounts, PAIRS};
use super::{Answerer, Context};
use crate::frames::Frame;
use crate::question::Question;
use crate::reader::Asked;
use crate::reckon::{self, Priced, Quantity};
use crate::say;
use crate::unit::UnitId;

/// Weight of two things having similar names.
const LIKENESS: f32 = 0.6;

impl Answerer {
    /// Of two things that are compared, others where these are called alike: "the contract for a flat or
    /// for a car" compares two contracts.
    pub(super) fn better_pair(
        &self,
        best: Amounts,
        (plan, shared): (&reckon::Plan, &Question),
        frame: Frame,
        about: (&Context, DateTime, &Asked),
    ) -> Amounts {
        if plan.is_total() || plan.items.len() != 2 || plan.quantity != Quantity::Price {
            return best;
        }
        let likeness = |found: &Amounts| match found.units.as_slice() {
            [one, other] => self.likeness(one.0 as usize, other.0 as usize),
            _ => 0.0,
        };
        // What is called just as it was said is what was meant.
        if best
            .priced
            .iter()
            .all(|priced| self.is_said(&priced.label, &plan.items))
        {
            return best;
        }
        // So is a row of which that holds, whatever column it is.
        if let [one, other] = best.units.as_slice()
            && one != other
            && [one, other].iter().all(|unit| {
                let unit = &self.index.units[unit.0 as usize];
                self.is_said(&say::label(unit), &plan.items)
            })
        {
            return best;
        }
        let mut best = best;
        for choice in 1..PAIRS * PAIRS {
            let choices = [choice / PAIRS, choice % PAIRS];
            let Some(other) = self.amounts((plan, shared), frame, choices, about) else {
                continue;
            };
            if other.agreement + LIKENESS * likeness(&other)
                > best.agreement + LIKENESS * likeness(&best) + 0.01
            {
                best = other;
            }
        }
        best
    }

    /// Of two rows, the prices of one column: the column that the question names ("rent only"), else the plain one; `None`
    /// where one of the rows has no price there.
    pub(super) fn compare_in_one_column(
        &self,
        plan: &reckon::Plan,
        units: &[UnitId],
        columns: &[String],
        priced: &mut [Priced],
    ) -> Option<()> {
        let ([one, other], [first, second], [_, _]) = (units, columns, &*priced) else {
            return Some(());
        };
        if one == other || first == second || first.is_empty() || second.is_empty() {
            return Some(());
        }
        let is_said = |column: &str| {
            let words = column.to_lowercase();
            let mut words = words.split_whitespace();
            let has = |text: &str, word: &str| text.split_whitespace().any(|own| own == word);
            words.any(|word| word.len() > 2 && plan.items.iter().any(|item| has(&item.text, word)))
        };
        let (place, column) = match (is_said(first), is_said(second)) {
            (true, true) => return Some(()),
            (false, true) => (0, second),
            // A plain "Price" column is the default, a named one ("pack of 5") a variant.
            (false, false) if names_price(second) && !names_price(first) => (0, second),
            (true | false, false) => (1, first),
        };
        let unit = &self.index.units[units[place].0 as usize];
        // An hour of one is not compared with a day of the other.
        let rate = reckon::in_column(unit, column, plan.quantity)?;
        priced[place].label = format!("{}, {}", say::label(unit), say::lower_first(column));
        priced[place].amount = rate.amount;
        Some(())
    }

    /// Whether two prices stand in one row, or below each other in one table.
    pub(super) fn are_of_one_kind(&self, one: &(usize, String), other: &(usize, String)) -> bool {
        let block = |unit: usize| self.index.units[unit].block;
        one.0 == other.0 || block(one.0) == block(other.0) && one.1 == other.1
    }

    /// Whether every word of a label was said of one of the items.
    fn is_said(&self, label: &str, items: &[reckon::Item]) -> bool {
        let stems = |text: &str| self.lexicon.tokenizer().stems(text);
        let said: Vec<String> = items.iter().flat_map(|item| stems(&item.text)).collect();
        stems(label).iter().all(|stem| said.contains(stem))
    }

    /// How alike two units are called, 0 to 1; 1 for the same one.
    fn likeness(&self, one: usize, other: usize) -> f32 {
        if one == other {
            return 1.0;
        }
        let (one, other) = (&self.index.entries[one].key, &self.index.entries[other].key);
        let shared = one.iter().filter(|word| other.contains(word)).count();
        2.0 * shared as f32 / (one.len() + other.len()).max(1) as f32
    }
}

/// Whether a header says only that prices stand below.
fn names_price(header: &str) -> bool {
    let header = header.to_lowercase();
    ["price", "cost", "fee", "цена", "стоимость", "价格", "价"].contains(&header.trim())
}
