//! Tools as a language model is told of them, and what is made of a call.
//!
//! Owns their descriptions and the sentence that a call stands for: the grammars understand it as if a person had said
//! it, so that there is one way to every deed. A call whose arguments the person did not say is none.

use mynah_knowledge::language::Language;
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

/// Words without which a question is none for a tool, and those that may stand beside them, parted by spaces.
struct Vocabulary {
    needs: &'static str,
    beside: &'static str,
}

const TIME: Vocabulary = Vocabulary {
    needs: "time clock hour late oclock",
    beside: "day now local current exact moment today watch",
};
const DATE: Vocabulary = Vocabulary {
    needs: "day date today tomorrow yesterday weekday month year",
    beside: "week now current calendar next previous before after",
};
const SUM: Vocabulary = Vocabulary {
    needs: "+ - * / × ÷ % ^ and plus minus times multiplied multiply divided divide over percent per cent add added sum total x \
        subtract take away less root sqrt square squared cube cubed power half third quarter double twice triple product \
        difference split share shared off tip discount fraction",
    beside: "pounds dollars euros by into between number numbers result answer calculate compute people ways bill price together altogether \
        remainder equals equal makes gives",
};
/// What somebody says who sets a timer.
const NEW_TIMER: Vocabulary = Vocabulary {
    needs: "timer timers alarm countdown count ring wake remind reminder tell beep buzz ping alert nudge shout egg eggs kettle oven \
        warn",
    beside: "",
};
/// What somebody says who asks about a timer or cancels it.
const RUNNING_TIMER: Vocabulary = Vocabulary {
    needs: "timer timers alarm alarms countdown",
    beside: "",
};
/// With these nobody asks for today's date.
const NOT_A_DATE: &str = "can could get got need want would go going have has when how";
/// Words that say nothing of what a question is about.
const SMALL: &str = "a an the is it its it's what what's whats which how much many do does did you we i i'm me my of to in on at for \
    and or if be are was will can could would have has got get know tell say give please thanks hey hi so just there here this that \
    with from right exactly need want like when any idea work out quick quickly mind telling go going us our your then up again";

/// Whether a word is in a list.
fn has(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

impl Vocabulary {
    /// Whether a question in English has one of the words that are needed.
    fn is_named(&self, question: &str) -> bool {
        words(question).any(|word| has(self.needs, &word))
    }

    /// Whether it says nothing else as well: "what day is nobody in the office" does not ask for the date.
    fn is_all(&self, question: &str) -> bool {
        let known = |word: String| {
            let is_number = word.starts_with(|letter: char| letter.is_ascii_digit());
            is_number
                || [self.needs, self.beside, SMALL]
                    .iter()
                    .any(|list| has(list, &word))
        };
        self.is_named(question) && words(question).all(known)
    }
}

/// The words and signs of a question, in small letters, numbers as digits.
fn words(question: &str) -> impl Iterator<Item = String> {
    let text = mynah_knowledge::values::numbers_as_digits(question, Language::English)
        .to_lowercase()
        .replace('’', "'");
    let mut words = Vec::new();
    for word in text.split(|letter: char| letter.is_whitespace() || ",.?!:;()\"£$€".contains(letter)) {
        let word = word.trim_end_matches("'s");
        let is_sign = |letter: char| "+*/×÷%^-".contains(letter);
        words.extend(word.split(is_sign).map(str::to_owned));
        words.extend(word.matches(is_sign).map(str::to_owned));
    }
    words.into_iter().filter(|word| !word.is_empty())
}

/// Whether the question can be one for the tool at all: a model may call without a reason.
fn is_asked(call: &ToolCall, question: &str) -> bool {
    if Language::of(question) != Language::English {
        // The lists of words are English.
        return true;
    }
    match call.name.trim() {
        "time" => TIME.is_all(question),
        "date" => DATE.is_all(question) && !words(question).any(|word| has(NOT_A_DATE, &word)),
        "calculate" => SUM.is_all(question),
        "timer" => match call.arguments.get("action").and_then(Value::as_str) {
            Some("set" | "start") | None => NEW_TIMER.is_named(question),
            Some(_) => RUNNING_TIMER.is_named(question),
        },
        "convert" => ["from", "to"].iter().all(|unit| {
            let unit = call
                .arguments
                .get(*unit)
                .and_then(Value::as_str)
                .unwrap_or_default();
            is_unit_said(unit, question)
        }),
        _ => true,
    }
}

/// Whether the question says a unit, in full or as an abbreviation of it: "km" for kilometers.
fn is_unit_said(unit: &str, question: &str) -> bool {
    let unit = unit.to_lowercase();
    let begins = |word: &str, length: usize| word.chars().take(length).eq(unit.chars().take(length));
    let said = words(question).any(|word| {
        let letters: String = word.chars().filter(|letter| letter.is_alphabetic()).collect();
        let length = letters.chars().count();
        length >= 3 && begins(&letters, 3)
            || (1..=3).contains(&length) && begins(&letters, 1) && !has(SMALL, &letters)
    });
    !unit.is_empty() && said
}

/// The sentence that a call stands for; `None` for a call that cannot be read, that says what the question does not, or that the
/// question does not ask for.
pub(super) fn sentence(call: &ToolCall, question: &str) -> Option<String> {
    if !is_asked(call, question) {
        return None;
    }
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
    let language = Language::of(text);
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
        let date = json!({"day": "today"});
        check(
            "date",
            date.clone(),
            "which day is it then",
            Some("what is the date today"),
        );
        check(
            "date",
            json!({"day": "tomorrow"}),
            "tell me tomorrow's date",
            Some("what date is it tomorrow"),
        );
        check("date", date, "what day of the week is nobody in the office", None);
        let sum = json!({"expression": "20 / 20"});
        check("calculate", sum.clone(), "how much for a 20 by 20", None);
        check(
            "calculate",
            sum,
            "give me 20 over twenty",
            Some("what is 20 / 20"),
        );
        check(
            "timer",
            json!({"action": "cancel"}),
            "tell me how to cancel my booking",
            None,
        );
        check("date", json!({"day": "today"}), "what day can I get it", None);
        let convert = json!({"amount": 3, "from": "miles", "to": "km"});
        check("convert", convert, "I have 3 dogs", None);
        let tip = json!({"expression": "15% of 40"});
        check("calculate", tip, "a 15% tip on $40", Some("what is 15% of 40"));
        check("calculate", json!({"expression": "9".repeat(300)}), "9", None);
    }
}
