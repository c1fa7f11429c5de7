//! Whether a row of words can be a sentence at all, and whether its small words stand where the passage has them.
//!
//! Owns the signs of gibberish. A model with random weights writes the words of a passage in any order; whether what
//! it says is true is `fit`'s.

use mynah_knowledge::values::Value;

use super::items::Item;
use super::values::sort;
use crate::lexicon::{Lexicon, Role};

/// Whether some items can be a sentence.
pub(crate) fn is_fluent(items: &[Item], lexicon: &Lexicon) -> bool {
    let says = items.iter().filter(|item| item.says_something()).count();
    let joints = items.len() - says;
    let open = |item: &Item| {
        item.role.is_preposition()
            || matches!(
                item.role,
                Role::Article | Role::And | Role::Aux | Role::Past | Role::Future
            )
    };
    says > 0
        && joints <= says * 2 + 4
        && !items.last().is_some_and(open)
        && items.windows(2).all(|pair| follows(&pair[0], &pair[1], lexicon))
}

/// Whether one item can follow another.
fn follows(one: &Item, other: &Item, lexicon: &Lexicon) -> bool {
    let repeated =
        one.value.is_none() && !one.class.is_empty() && one.class == other.class && !other.after_mark;
    // A Chinese character may well be doubled.
    if repeated
        && one
            .folded
            .chars()
            .all(|letter| letter.is_ascii() || letter > '\u{400}' && letter < '\u{530}')
    {
        return false;
    }
    let finite = other.value.is_none() && lexicon.is_exactly("finite", &other.folded);
    let begins = matches!(
        other.role,
        Role::Aux | Role::Past | Role::Future | Role::Must | Role::May
    );
    match one.role {
        Role::Article => {
            let function =
                !other.says_something() && !matches!(other.role, Role::Only | Role::Soft | Role::Free);
            !(function
                || finite
                || lexicon.is_exactly("place", &other.class)
                || matches!(other.value, Some(Value::Time { .. })))
        }
        Role::From => !(finite || begins || matches!(other.role, Role::And | Role::Not)),
        role if role.is_preposition() => {
            !(finite
                || begins
                || matches!(other.role, Role::And | Role::Not)
                || ["here", "there"].contains(&other.folded.as_str()))
        }
        Role::Not if one.folded.is_ascii() => !begins,
        Role::Aux if one.folded.is_ascii() => {
            let goes_on = ["be", "been", "being", "do", "does"].contains(&other.folded.as_str());
            !(other.role == Role::And && !other.after_mark || (finite || begins) && !goes_on)
        }
        Role::And => other.role != Role::And,
        Role::Content if matches!(one.value, Some(Value::Money(_))) => other.class != "cost",
        _ => true,
    }
}

/// Whether the small words of a claim stand beside the words beside which the passage has them, where it has them.
pub(crate) fn joints_agree(claim: &[Item], written: &[&Item]) -> bool {
    let claim: Vec<&Item> = claim.iter().collect();
    (0..claim.len()).filter(|at| is_joint(claim[*at])).all(|at| {
        let role = claim[at].role;
        let places: Vec<usize> = (0..written.len())
            .filter(|place| written[*place].role == role && is_joint(written[*place]))
            .collect();
        // "Or" is no "and".
        let agrees = |place: &&usize| role != Role::And || is_or(claim[at]) == is_or(written[**place]);
        places.is_empty()
            || places.iter().filter(agrees).any(|&place| {
                alike(next(&claim, at), next(written, place))
                    || alike(previous(&claim, at), previous(written, place))
            })
    })
}

fn is_or(item: &Item) -> bool {
    matches!(item.folded.as_str(), "or" | "или" | "或" | "或者")
}

fn is_joint(item: &Item) -> bool {
    let role = item.role;
    item.value.is_none()
        && (role.is_preposition()
            || matches!(
                role,
                Role::And | Role::Aux | Role::Past | Role::Future | Role::Must | Role::May
            ))
}

fn next<'a>(items: &[&'a Item], at: usize) -> Option<&'a Item> {
    items[at..].iter().find(|item| item.says_something()).copied()
}

fn previous<'a>(items: &[&'a Item], at: usize) -> Option<&'a Item> {
    items[..at]
        .iter()
        .rev()
        .find(|item| item.says_something())
        .copied()
}

fn alike(one: Option<&Item>, other: Option<&Item>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => match (&one.value, &other.value) {
            (Some(one), Some(other)) => sort(one) == sort(other),
            (None, None) => one.class == other.class,
            _ => false,
        },
        _ => false,
    }
}
