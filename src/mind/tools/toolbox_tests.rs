//! Calls as a language model makes them, good and bad.

use std::time::Duration;

use jiff::{ToSpan, Zoned, civil};
use serde_json::{Map, Value, json};

use super::{ToolEffect, ToolError, Toolbox};

fn now() -> Zoned {
    civil::date(2026, 11, 20).at(15, 25, 0, 0).in_tz("UTC").unwrap()
}

fn arguments(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => panic!("not an object"),
    }
}

fn check(toolbox: &mut Toolbox, name: &str, given: Value, expected: &str) {
    let spoken = match toolbox.run(name, &arguments(given), &now()) {
        Ok(outcome) => outcome.spoken,
        Err(error) => error.to_string(),
    };
    assert_eq!(spoken, expected);
}

#[test]
fn every_tool_answers_in_a_sentence() {
    for (name, given, expected) in [
        ("time", json!({}), "It is 3:25 pm."),
        (
            "date",
            json!({"day": "today"}),
            "Today is Friday, November 20, 2026.",
        ),
        (
            "date",
            json!({"day": "tomorrow"}),
            "Tomorrow is Saturday, November 21, 2026.",
        ),
        ("date", json!({}), "Today is Friday, November 20, 2026."),
        ("calculate", json!({"expression": "25 + 17"}), "25 plus 17 is 42."),
        (
            "convert",
            json!({"amount": "5", "from": "kilometers", "to": "miles"}),
            "5 kilometers is about 3.11 miles.",
        ),
        (
            "convert",
            json!({"amount": 5, "from": "kilometers", "to": "miles"}),
            "5 kilometers is about 3.11 miles.",
        ),
        (
            "timer",
            json!({"action": "set", "duration": "5 minutes"}),
            "The timer is set for 5 minutes.",
        ),
        ("timer", json!({"action": "left"}), "No timer is running."),
        ("timer", json!({"action": "cancel"}), "No timer is running."),
        ("time", json!({"extra": [1, 2, 3]}), "It is 3:25 pm."),
    ] {
        check(&mut Toolbox::standard(), name, given, expected);
    }
}

#[test]
fn a_bad_call_ends_in_a_sentence() {
    let long = "9".repeat(1_000_000);
    for (name, given, expected) in [
        ("rm", json!({}), "I can't do that."),
        ("", json!({}), "I can't do that."),
        (
            "calculate",
            json!({}),
            "I did not understand the sum. Please say it another way, such as 25 plus 17.",
        ),
        (
            "calculate",
            json!({"expression": ["1"]}),
            "I did not understand that. Please say it another way.",
        ),
        (
            "calculate",
            json!({"expression": long}),
            "That is too long for me to work out.",
        ),
        (
            "calculate",
            json!({"expression": "1/0"}),
            "I can't divide by zero.",
        ),
        (
            "convert",
            json!({"amount": "5"}),
            "Please say which units, such as 5 kilometers to miles.",
        ),
        (
            "convert",
            json!({"amount": "5", "from": "\u{1b}[31mfoo", "to": "m"}),
            "I don't know the unit '31mfoo'.",
        ),
        (
            "convert",
            json!({"amount": "5", "from": "meters", "to": "grams"}),
            "I can't convert meters to grams.",
        ),
        (
            "timer",
            json!({}),
            "I can set a timer, cancel it, or say how much time is left.",
        ),
        (
            "timer",
            json!({"action": "set"}),
            "I did not understand how long. Please say it another way, such as 5 minutes.",
        ),
        (
            "timer",
            json!({"action": "set", "duration": {"minutes": 5}}),
            "I did not understand that. Please say it another way.",
        ),
        (
            "date",
            json!({"day": "the day of reckoning"}),
            "I can tell the date of today, tomorrow and yesterday.",
        ),
    ] {
        check(&mut Toolbox::standard(), name, given, expected);
    }
}

#[test]
fn a_timer_runs_and_rings_once() {
    let mut toolbox = Toolbox::standard();
    let set = toolbox
        .run(
            "timer",
            &arguments(json!({"action": "set", "duration": "5 minutes"})),
            &now(),
        )
        .unwrap();
    let duration = Duration::from_secs(300);
    assert_eq!(
        set.effect,
        Some(ToolEffect::StartTimer {
            label: "5 minutes".to_owned(),
            duration
        })
    );

    let later = &now() + 99.seconds();
    let left = toolbox
        .run("timer", &arguments(json!({"action": "left"})), &later)
        .unwrap();
    assert_eq!(left.spoken, "The timer has 3 minutes and 21 seconds left.");
    assert_eq!(toolbox.due(&later), []);

    let end = &now() + 5.minutes();
    let due = toolbox.due(&end);
    assert_eq!(due[0].announcement(), "The timer for 5 minutes has ended.");
    assert_eq!(toolbox.due(&end), []);
}

#[test]
fn several_timers_are_told_apart_and_cancelled_together() {
    let mut toolbox = Toolbox::standard();
    for duration in ["1 hour", "10 seconds", "5 minutes", "2 hours", "3 hours"] {
        toolbox
            .run(
                "timer",
                &arguments(json!({"action": "set", "duration": duration})),
                &now(),
            )
            .unwrap();
    }
    check(
        &mut toolbox,
        "timer",
        json!({"action": "left"}),
        "The timer for 10 seconds has 10 seconds left. The timer for 5 minutes has 5 minutes left. \
         The timer for 1 hour has 1 hour left. 2 more timers are running.",
    );
    check(
        &mut toolbox,
        "timer",
        json!({"action": "cancel"}),
        "5 timers are cancelled.",
    );
    assert_eq!(toolbox.due(&(&now() + 9.hours())), []);
}

#[test]
fn timers_are_counted() {
    let mut toolbox = Toolbox::standard();
    let set = arguments(json!({"action": "set", "duration": "1 hour"}));
    let refused = (0..100).find_map(|_| toolbox.run("timer", &set, &now()).err());
    assert_eq!(refused, Some(ToolError::TooManyTimers));
}

#[test]
fn the_descriptions_name_what_is_needed() {
    let descriptions = Toolbox::standard().descriptions();
    let names: Vec<&str> = descriptions.iter().map(|tool| tool.name.as_str()).collect();
    assert_eq!(names, ["time", "date", "timer", "calculate", "convert"]);
    assert_eq!(
        descriptions[4].parameters["required"],
        json!(["amount", "from", "to"])
    );
}
