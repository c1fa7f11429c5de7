//! The cheese counter of a shop: what a piece costs, and what the shop says of a cheese.

wit_bindgen::generate!({ path: "../../../crates/component/wit", world: "tool" });

use mynah::tool::language_model;

struct Counter;

impl Guest for Counter {
    fn tools() -> Vec<Description> {
        vec![
            Description {
                name: "piece_price".to_owned(),
                text: "Tells what a piece of cheese costs.".to_owned(),
                parameters: vec![
                    parameter("grams", "the weight of the piece", Kind::Number),
                    parameter("kilo_price", "what a kilogram costs, in pounds", Kind::Number),
                ],
            },
            Description {
                name: "praise".to_owned(),
                text: "Says something nice about a cheese.".to_owned(),
                parameters: vec![parameter("cheese", "its name", Kind::Text)],
            },
        ]
    }

    fn call(tool: String, arguments: Vec<Argument>) -> Result<String, String> {
        match tool.as_str() {
            "piece_price" => {
                let pounds = number(&arguments, "grams")? / 1000.0 * number(&arguments, "kilo_price")?;
                Ok(format!("That piece is £{pounds:.2}."))
            }
            "praise" => {
                let cheese = text(&arguments, "cheese")?;
                let prompt = format!("Say one short, friendly sentence about the cheese {cheese}.");
                // Without a grant, or a model, the counter still has something to say.
                Ok(language_model::generate(&prompt, 40)
                    .unwrap_or_else(|_| format!("Our {cheese} is very good.")))
            }
            other => Err(format!("there is no tool {other}")),
        }
    }
}

fn parameter(name: &str, description: &str, kind: Kind) -> Parameter {
    Parameter {
        name: name.to_owned(),
        description: description.to_owned(),
        kind,
        is_required: true,
    }
}

fn value<'a>(arguments: &'a [Argument], name: &str) -> Result<&'a Value, String> {
    let found = arguments.iter().find(|argument| argument.name == name);
    found
        .map(|argument| &argument.value)
        .ok_or_else(|| format!("{name} is missing"))
}

fn number(arguments: &[Argument], name: &str) -> Result<f64, String> {
    match value(arguments, name)? {
        Value::Number(number) => Ok(*number),
        Value::Text(_) | Value::Boolean(_) => Err(format!("{name} is no number")),
    }
}

fn text(arguments: &[Argument], name: &str) -> Result<String, String> {
    match value(arguments, name)? {
        Value::Text(text) => Ok(text.clone()),
        Value::Number(_) | Value::Boolean(_) => Err(format!("{name} is no text")),
    }
}

export!(Counter);
