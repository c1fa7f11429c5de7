//! Whether a claim and a passage agree in what denies, restricts, demands, allows or puts into another time.
//!
//! Owns the words that change a claim without saying anything themselves.

use std::collections::HashMap;

use super::Unsupported;
use super::items::Item;
use super::part::Part;
use super::values::sort;
use crate::lexicon::Role;

/// What denies, restricts, demands, allows or puts into another time must be in both or in neither.
pub(crate) fn agree(claim: &[Item], part: &Part<'_>) -> Result<(), Unsupported> {
    let (said, written) = (markers(claim.iter()), part.markers());
    let count = |markers: &HashMap<Role, usize>, role| markers.get(&role).copied().unwrap_or(0);
    for role in [Role::Not, Role::Only, Role::Except, Role::If] {
        if count(&said, role) != count(&written, role) {
            return Err(Unsupported::Negation);
        }
    }
    for role in [Role::Must, Role::Past, Role::Future] {
        if (count(&said, role) > 0) != (count(&written, role) > 0) {
            return Err(Unsupported::Strength);
        }
    }
    // "You can find it beside the gate" claims no more than "It is beside the gate".
    let finds = claim
        .windows(2)
        .any(|pair| pair[0].role == Role::May && pair[1].role == Role::Soft);
    if (count(&said, Role::May) > 0) != (count(&written, Role::May) > 0)
        && !(finds && count(&said, Role::May) == 1)
    {
        return Err(Unsupported::Strength);
    }
    denials_stand_alike(claim, part)
}

/// A "not" stands before the same word: "not open, closed" and "open, not closed" have the same words.
fn denials_stand_alike(claim: &[Item], part: &Part<'_>) -> Result<(), Unsupported> {
    let claim: Vec<&Item> = claim.iter().collect();
    let mut said = denied(&claim);
    let mut written = denied(&part.written);
    said.sort();
    written.sort();
    if said == written {
        Ok(())
    } else {
        Err(Unsupported::Negation)
    }
}

fn denied(items: &[&Item]) -> Vec<(Role, String)> {
    let marks = items.iter().enumerate().filter(|(_, item)| {
        item.value.is_none() && matches!(item.role, Role::Not | Role::Only | Role::Except | Role::If)
    });
    marks
        .map(|(at, mark)| {
            let next = items[at..].iter().find(|item| item.says_something());
            // A value is compared by its sort alone: its spelling may differ, and its worth is compared elsewhere.
            let word = next.map_or_else(String::new, |item| match &item.value {
                Some(value) => format!("{:?}", sort(value)),
                None => item.class.clone(),
            });
            (mark.role, word)
        })
        .collect()
}

/// How often each word that changes a claim stands in some items.
pub(crate) fn markers<'a>(items: impl Iterator<Item = &'a Item>) -> HashMap<Role, usize> {
    let mut found = HashMap::new();
    for item in items.filter(|item| item.value.is_none() && is_marker(item.role)) {
        *found.entry(item.role).or_default() += 1;
    }
    found
}

/// Whether a word changes what a sentence claims.
pub(crate) fn is_marker(role: Role) -> bool {
    matches!(
        role,
        Role::Not | Role::Only | Role::Except | Role::If | Role::Must | Role::May | Role::Past | Role::Future
    )
}
