//! Sums and differences over invented places.

use std::path::Path;

use jiff::civil::date;

use super::{Answerer, Context};
use crate::documents;

/// The answer of an invented ferry.
fn answer(question: &str) -> String {
    let lines = "# Ferry\n\n| Ticket | Price |\n|---|---|\n| Adult | €8 |\n| Child | €5 |\n| Bike | €4 |\n| Helmet | €1 |\n";
    let answerer = Answerer::new(documents::read(Path::new("ferry.md"), lines));
    let now = date(2026, 11, 25).at(10, 30, 0, 0);
    answerer.answer(question, None, &mut Context::default(), now).text
}

#[test]
fn an_extra_comes_with_each_thing_unless_its_number_is_said() {
    let told = answer("What do two adults with three children pay altogether?");
    assert!(told.starts_with("That comes to €31:"), "{told}");
    let told = answer("What do two bikes with helmets come to?");
    assert!(told.starts_with("That comes to €10:"), "{told}");
}

/// The answer of an invented game hall.
fn told_by_hall(question: &str) -> String {
    let lines = "# Game hall\n\n| Team | Off-peak price | Peak price |\n|---|---|---|\n| 2 players | £40 | £50 |\n\
        | 3 players | £55 | £70 |\n| 4 players | £70 | £90 |\n\n\
        | Ticket | Adult | Child |\n|---|---|---|\n| Day Rambler | £12 | £6 |\n| Santa show | £20 | £18 |\n\n\
        | Special | Price |\n|---|---|\n| Family Rambler (2 adults and up to 3 children) | £30 |\n\
        | Toddler hour (one adult free) | £4 |\n";
    let answerer = Answerer::new(documents::read(Path::new("hall.md"), lines));
    let now = date(2026, 11, 25).at(10, 30, 0, 0);
    answerer.answer(question, None, &mut Context::default(), now).text
}

#[test]
fn a_price_for_a_group_is_paid_once() {
    let told = told_by_hall("What is the peak price for 4 players?");
    assert!(
        told.contains("£90") && !told.contains("£360") && !told.contains("£280"),
        "{told}"
    );
    let told = told_by_hall("4 players - how much less is it off peak than peak?");
    assert!(told.starts_with("The difference is £20:"), "{told}");
}

#[test]
fn the_first_and_each_further_one_have_prices_of_their_own() {
    let lines = "# Keys\n\n| Key | First copy | Each further copy |\n|---|---|---|\n| Cylinder key | £6 | £5 |\n\
        | Bike key | £7 | £4 |\n";
    let answerer = Answerer::new(documents::read(Path::new("keys.md"), lines));
    let now = date(2026, 11, 25).at(10, 30, 0, 0);
    let question = "I want three copies of a bike key, what's the total?";
    let told = answerer.answer(question, None, &mut Context::default(), now).text;
    assert!(told.starts_with("That comes to £15."), "{told}");
}

#[test]
fn a_family_ticket_is_held_against_tickets_of_its_kind() {
    let told = told_by_hall("How much do two adults and two kids save with the family rambler?");
    assert!(told.starts_with("The difference is £6:"), "{told}");
}

#[test]
fn what_is_asked_with_it_would_come_to_is_added() {
    let told = told_by_hall("How much would it come to for an adult day rambler plus a child day rambler?");
    assert!(told.starts_with("That comes to £18:"), "{told}");
}

#[test]
fn a_column_that_counts_tells_which_row_is_meant() {
    let lines = "# Range\n\n| Bucket | Balls | Price |\n|---|---|---|\n| Small | 40 | £5 |\n| Large | 120 | £11 |\n\n\
        | Extra | Price |\n|---|---|\n| Ball tracking | £4 |\n";
    let answerer = Answerer::new(documents::read(Path::new("range.md"), lines));
    let now = date(2026, 11, 25).at(10, 30, 0, 0);
    let told = answerer
        .answer("what do 120 balls cost?", None, &mut Context::default(), now)
        .text;
    assert!(
        told.contains("£11") && !told.contains("£480") && !told.contains("1320"),
        "{told}"
    );
}
