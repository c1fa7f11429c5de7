//! Tools as a language model is told of them, and what is made of a call.
//!
//! Owns their descriptions and the sentence that a call stands for: the grammars understand it as if a person had said
//! it, so that there is one way to every deed. A call whose arguments the person did not say is none.

use serde_json::{Map, Value, json};

use crate::language::{ToolCall, ToolDescription};

/// An argument is at most this long, in bytes.
const MAX_ARGUMENT_LEN: usize = 200;

/// The tools.
pub(super) fn descriptions() -> Vec<ToolDescription> {
    let text = |description: &str| json!({"type": "string", "description": description});
    vec![
        described("time", "Tells the time of day.", &json!({}), &[]),
        described(
            "date",
            "Tells the day of the week and the date.",
            &json!({"day": {"type": "string", "enum": ["today", "tomorrow", "yesterday"]}}),
            &["day"],
        ),
        described(
            "timer",
            "Sets or cancels a timer, or tells how much time it has left.",
            &json!({
                "action": {"type": "string", "enum": ["set", "cancel", "left"]},
                "duration": text("How long, as it was said: 5 minutes and 30 seconds. Only to set a timer."),
            }),
            &["action"],
        ),
        described(
            "calculate",
            "Works out a sum.",
            &json!({"expression": text("With + - * / and parentheses, or as 15% of 80, or sqrt 81.")}),
            &["expression"],
        ),
        described(
            "convert",
            "Converts an amount from one unit of measure to another; not currencies.",
            &json!({
                "amount": text("The number to convert."),
                "from": text("The unit it is in: kilometers."),
                "to": text("The unit wanted: miles."),
            }),
            &["amount", "from", "to"],
        ),
    ]
}

fn described(name: &str, description: &str, properties: &Value, required: &[&str]) -> ToolDescription {
    ToolDescription {
        name: name.to_owned(),
        description: description.to_owned(),
        parameters: json!({"type": "object", "properties": properties, "required": required}),
    }
}

/// The sentence that a call stands for; `None` for a call that cannot be read, or that says what the question does not.
pub(super) fn sentence(call: &ToolCall, question: &str) -> Option<String> {
    let argument = |name: &str| said(&call.arguments, name, question);
    Some(match call.name.trim() {
        "time" => "what time is it".to_owned(),
        "date" => match call.arguments.get("day").and_then(Value::as_str) {
            Some("tomorrow") => "what date is it tomorrow".to_owned(),
            Some("yesterday") => "what date was it yesterday".to_owned(),
            _ => "what is the date today".to_owned(),
        },
        "timer" => match call.arguments.get("action").and_then(Value::as_str) {
            Some("set" | "start") | None => format!("set a timer for {}", argument("duration")?),
            Some("cancel" | "stop") => "cancel the timer".to_owned(),
            Some("left" | "check" | "remaining") => "how long is left on the timer".to_owned(),
            Some(_) => return None,
        },
        "calculate" => format!("what is {}", argument("expression")?),
        "convert" => format!(
            "convert {} {} to {}",
            argument("amount")?,
            argument("from")?,
            argument("to")?
        ),
        _ => return None,
    })
}

/// An argument whose numbers the person has said.
fn said(arguments: &Map<String, Value>, name: &str, question: &str) -> Option<String> {
    let text = match arguments.get(name)? {
        Value::String(text) if text.len() <= MAX_ARGUMENT_LEN => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let heard = digits(question);
    digits(&text)
        .iter()
        .all(|number| heard.contains(number))
        .then_some(text)
}

fn digits(text: &str) -> Vec<String> {
    let language = mynah_knowledge::language::Language::of(text);
    mynah_knowledge::values::numbers_as_digits(text, language)
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|number| !number.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, arguments: Value, question: &str, expected: Option<&str>) {
        let Value::Object(arguments) = arguments else {
            panic!()
        };
        let call = ToolCall {
            name: name.to_owned(),
            arguments,
        };
        assert_eq!(sentence(&call, question).as_deref(), expected);
    }

    #[test]
    fn a_call_is_what_a_person_would_have_said() {
        let set = json!({"action": "set", "duration": "5 minutes"});
        check(
            "timer",
            set.clone(),
            "ring me in five minutes",
            Some("set a timer for 5 minutes"),
        );
        check("timer", set, "set a timer", None);
        let convert = json!({"amount": 3, "from": "miles", "to": "km"});
        check(
            "convert",
            convert,
            "3 miles, what is that in km?",
            Some("convert 3 miles to km"),
        );
        check("launch", json!({}), "launch it", None);
        check("calculate", json!({"expression": "9".repeat(300)}), "9", None);
    }
}
