//! Whether a claim keeps the order in which a passage has its words and values.
//!
//! Owns what may move and what may not. Which words agree is `fit`'s, which denials `markers`'.

use std::collections::HashMap;

use super::Unsupported;
use super::claim::preposition;
use super::items::Item;
use super::part::Part;
use super::values::{Sort, sort};
use crate::lexicon::Role;

/// The words keep their order, but that a phrase with its preposition may move to the front. Values keep theirs too,
/// unless each is the only one of its sort.
pub(crate) fn ordered(claim: &[Item], part: &Part<'_>, pairs: &[(usize, usize)]) -> Result<(), Unsupported> {
    let items = &part.statement.items;
    for (said, written) in pairs {
        let (one, other) = (preposition(claim, *said), preposition(items, *written));
        if one.is_some() && other.is_some() && one != other {
            return Err(Unsupported::Order);
        }
    }
    let mut sorts: HashMap<Sort, usize> = HashMap::new();
    for value in part.order.iter().filter_map(|at| items[*at].value.as_ref()) {
        *sorts.entry(sort(value)).or_default() += 1;
    }
    let free = sorts
        .iter()
        .all(|(sort, count)| *count == 1 && *sort != Sort::Number);
    if breaks_a_name(claim, items, pairs) || loosens_a_value(claim, items, pairs) {
        return Err(Unsupported::Order);
    }
    let places: Vec<(usize, usize)> = pairs
        .iter()
        .copied()
        .filter(|(_, at)| !free || items[*at].value.is_none())
        .collect();
    let falls: Vec<usize> = (1..places.len())
        .filter(|at| places[*at].1 < places[at - 1].1)
        .collect();
    match falls[..] {
        [] => Ok(()),
        [fall] if places[places.len() - 1].1 < places[0].1 && may_move(claim, items, &places[..fall]) => {
            Ok(())
        }
        _ => Err(Unsupported::Order),
    }
}

/// Whether something stands between words that stand side by side in the passage: "main the entrance", "per £3 hour".
fn breaks_a_name(claim: &[Item], items: &[Item], pairs: &[(usize, usize)]) -> bool {
    let words: Vec<(usize, usize)> = pairs
        .iter()
        .copied()
        .filter(|(said, _)| claim[*said].value.is_none())
        .collect();
    words.windows(2).any(|pair| {
        let ((said, written), (next_said, next_written)) = (pair[0], pair[1]);
        let side_by_side = written + 1 == next_written && !items[next_written].after_mark;
        let between = &claim[said + 1..next_said];
        let verb = items[written].role == Role::Verb || items[next_written].role == Role::Verb;
        side_by_side
            && between
                .iter()
                .any(|item| item.value.is_some() || !(verb || item.role == Role::Of && item.folded == "的"))
    })
}

/// Whether a value has left the word that says how it counts: "after 21:00".
fn loosens_a_value(claim: &[Item], items: &[Item], pairs: &[(usize, usize)]) -> bool {
    let bound = [
        "after",
        "befor",
        "until",
        "sinc",
        "about",
        "over",
        "under",
        "per",
        "до",
        "посл",
        "окол",
        "через",
    ];
    pairs
        .iter()
        .filter(|(said, written)| *said > 0 && *written > 0 && claim[*said].value.is_some())
        .any(|(said, written)| {
            let (one, other) = (&claim[said - 1].class, &items[written - 1].class);
            one != other && (bound.contains(&other.as_str()) || bound.contains(&one.as_str()))
        })
        || pairs.first().is_some_and(|(said, written)| {
            *said == 0
                && *written > 0
                && claim[0].value.is_some()
                && bound.contains(&items[written - 1].class.as_str())
        })
}

/// Whether words may stand before their sentence: "In the garden, dogs are allowed."
fn may_move(claim: &[Item], items: &[Item], moved: &[(usize, usize)]) -> bool {
    moved.first().is_some_and(|(said, written)| {
        let value = claim[*said].value.is_some();
        let place = preposition(claim, *said);
        value || place.is_some() && place == preposition(items, *written) && *said <= 2
    })
}
