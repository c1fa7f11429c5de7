//! Comparisons, packs, tables and questions in two parts, through the whole answer; the place is invented.

use super::testing::told;

const POTTERY: &str = "# Clay Barn\n\n## Prices\n\n\
    | Thing | Adult | Under 14 |\n|---|---|---|\n\
    | Wheel session | £12 | £8 |\n| Painting session | £9 | £6 |\n| Ten-session card | £99 | £66 |\n\n\
    Family (2 adults + up to 3 children), wheel session £35.\n\n\
    ## Passes\n\n| Pass | Price |\n|---|---|\n| Studio, monthly | £60 |\n| Studio, monthly, student | £42 |\n\n\
    ## Shop\n\nClay is £7 a bag or 3 for £18.\n\nTea towels are £6 each or 3 for £15. Bags £7.\n\n\
    ## Courses\n\n| Course | Ready in (working days) | Booking | Teacher | Day |\n|---|---|---|---|---|\n\
    | Glazing | 6 | no | Oona Marsh | Monday |\n| Raku | 9 | yes | Piet Vos | Tuesday |\n";

fn answer(question: &str) -> String {
    told(POTTERY, question)
}

#[test]
fn a_bundle_is_held_against_single_prices() {
    let told = answer("two adults and two kids at the wheel, is the family ticket cheaper and by how much?");
    assert!(told.contains("The difference is £5:"), "{told}");
    let told =
        answer("how much does an adult save with the ten-session card over paying ten times at the wheel?");
    assert!(told.contains("The difference is £21:"), "{told}");
}

#[test]
fn one_thing_with_and_without_a_condition_is_compared() {
    let told = answer("how much less is the monthly studio pass if you're a student?");
    assert!(told.contains("The difference is £18:"), "{told}");
}

#[test]
fn what_a_pack_saves_is_computed() {
    let told = answer("what do I save if I buy 3 bags of clay at once?");
    assert!(
        told.contains("The difference is £3:") && told.contains("£18"),
        "{told}"
    );
    let told = answer("what do I save if I buy 3 tea towels?");
    assert!(
        told.contains("The difference is £3: 3 × £6 = £18, 3 for £15."),
        "{told}"
    );
    let told = answer("what do I save if I buy 4 bags of clay at once?");
    assert!(!told.contains("The difference"), "{told}");
}

#[test]
fn two_rows_are_compared_in_one_column() {
    let told = answer("how much more is a wheel session than a painting session for a kid?");
    assert!(told.contains("The difference is £2:"), "{told}");
}

#[test]
fn rows_are_said_as_people_speak() {
    let told = answer("how long does glazing take?");
    assert!(told.contains("ready in 6 working days"), "{told}");
    let told = answer("do I need a booking for glazing?");
    assert!(told.contains("no booking"), "{told}");
}

#[test]
fn the_second_half_of_a_question_is_answered_or_said_to_be_unknown() {
    let told = answer("which day is Raku and who's the teacher?");
    assert!(told.contains("Tuesday") && told.contains("Piet Vos"), "{told}");
}

#[test]
fn until_when_people_are_let_in_is_told_for_the_day_that_is_asked_about() {
    const POOL: &str = "# Pool\n\n| Day | Open | Close |\n|---|---|---|\n| Tuesday | 9.00 am | 5.30 pm |\n\
        | Saturday | 8 am | 4 pm |\n\nLast admission is 45 minutes before closing.\n";
    for question in [
        "What's the last entry on Saturday?",
        "How late can I get in on Saturday?",
    ] {
        assert_eq!(
            told(POOL, question),
            "On Saturday it is open from 8 am to 4 pm; last entry is at 3:15 pm.",
            "{question}"
        );
    }
}

#[test]
fn a_holiday_is_told_where_something_is_said_of_it() {
    const SHOP: &str =
        "# Shop\n\n## Hours\n\nMonday to Friday 09:00-17:30\n\n## Exceptions\n\n- 24/12 closes 12:00\n";
    assert_eq!(
        told(SHOP, "When do you shut on Christmas Eve?"),
        "On Thursday 24 December it is open from 9 am to 12 noon."
    );
    assert!(!told(SHOP, "Until when are you open on Good Friday?").starts_with("On Friday 26 March"));
}
