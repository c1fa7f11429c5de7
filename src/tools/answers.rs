//! What is said of what a tool told.
//!
//! Owns the template of an answer, which is filled with the fields of a JSON object. What may be said of it is the mind's to judge.

use serde_json::Value;

use super::{Fault, Told};

/// The text to be said: what was told, or the template with the fields in their braces.
pub(super) fn filled(told: Told, template: Option<&str>) -> Result<String, Fault> {
    let Some(template) = template else {
        return Ok(told.text);
    };
    let fields = match told.fields {
        Some(fields) => fields,
        None => serde_json::from_str(&told.text)
            .map_err(|_| Fault::Broken("what it told is no JSON object".to_owned()))?,
    };
    let mut answer = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, after)) = behind.split_once('}') else {
            break;
        };
        answer.push_str(before);
        match fields.get(name) {
            Some(Value::String(text)) => answer.push_str(text),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => answer.push_str(&value.to_string()),
            _ => return Err(Fault::Broken(format!("what it told has no field {name}"))),
        }
        rest = after;
    }
    Ok(answer + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, template: &str) -> Option<String> {
        let told = Told {
            text: text.to_owned(),
            fields: None,
        };
        filled(told, Some(template)).ok()
    }

    #[test]
    fn fields_stand_in_the_template_and_no_others() {
        for (text, expected) in [
            (r#"{"time": "9:05", "line": 4}"#, Some("Line 4 leaves at 9:05.")),
            (
                r#"{"time": "{line}", "line": true}"#,
                Some("Line true leaves at {line}."),
            ),
            (r#"{"time": "9:05"}"#, None),
            (r#"{"time": ["9:05"], "line": 4}"#, None),
            ("9:05", None),
            ("", None),
        ] {
            let said = said(text, "Line {line} leaves at {time}.");
            assert_eq!(said.as_deref(), expected, "{text}");
        }
    }
}
