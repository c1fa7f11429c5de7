//! Between JSON and the values of a component.
//!
//! Owns the schema of a tool's parameters, and how an argument of a call becomes a value of its kind.

use serde_json::{Map, Value as Json, json};

use crate::bindings::{Argument, Description, Kind, Parameter, Value};
use crate::error::ComponentError;

/// The JSON schema of a tool's arguments.
pub(crate) fn schema(tool: &Description) -> Map<String, Json> {
    let property = |parameter: &Parameter| {
        let schema = json!({"type": name(parameter.kind), "description": parameter.description});
        (parameter.name.clone(), schema)
    };
    let properties: Map<String, Json> = tool.parameters.iter().map(property).collect();
    let required: Vec<&str> = tool
        .parameters
        .iter()
        .filter(|parameter| parameter.is_required)
        .map(|parameter| parameter.name.as_str())
        .collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Json::Object(properties));
    schema.insert("required".to_owned(), json!(required));
    schema.insert("additionalProperties".to_owned(), json!(false));
    schema
}

/// The arguments of a call, each of the kind that the tool wants.
pub(crate) fn arguments(
    tool: &Description,
    given: &Map<String, Json>,
) -> Result<Vec<Argument>, ComponentError> {
    let unknown = given
        .keys()
        .find(|name| !tool.parameters.iter().any(|parameter| parameter.name == **name));
    if let Some(name) = unknown {
        let name: String = name.escape_debug().take(80).collect();
        return Err(ComponentError::Argument(format!(
            "{} has no parameter {name}",
            tool.name
        )));
    }
    let mut arguments = Vec::new();
    for parameter in &tool.parameters {
        let value = match given.get(&parameter.name) {
            Some(value) => value_of(parameter, value)?,
            None if parameter.is_required => {
                return Err(ComponentError::Argument(format!(
                    "{} needs the parameter {}",
                    tool.name, parameter.name
                )));
            }
            None => continue,
        };
        arguments.push(Argument {
            name: parameter.name.clone(),
            value,
        });
    }
    Ok(arguments)
}

/// The JSON value that a text on the command line stands for.
pub(crate) fn from_text(tool: &Description, name: &str, text: &str) -> Json {
    let parameter = tool.parameters.iter().find(|parameter| parameter.name == name);
    match parameter.map(|parameter| parameter.kind) {
        Some(Kind::Number | Kind::Boolean) => text.parse().unwrap_or_else(|_| json!(text)),
        Some(Kind::Text) | None => json!(text),
    }
}

fn value_of(parameter: &Parameter, value: &Json) -> Result<Value, ComponentError> {
    let found = match parameter.kind {
        Kind::Text => value.as_str().map(|text| Value::Text(text.to_owned())),
        Kind::Number => value.as_f64().map(Value::Number),
        Kind::Boolean => value.as_bool().map(Value::Boolean),
    };
    found.ok_or_else(|| {
        let kind = match parameter.kind {
            Kind::Text => "a text",
            Kind::Number => "a number",
            Kind::Boolean => "true or false",
        };
        ComponentError::Argument(format!("{} must be {kind}", parameter.name))
    })
}

/// The kind as JSON schemas call it.
pub(crate) fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "string",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn till() -> Description {
        let parameter = |name: &str, kind, is_required| Parameter {
            name: name.to_owned(),
            description: String::new(),
            kind,
            is_required,
        };
        Description {
            name: "till".to_owned(),
            text: String::new(),
            parameters: vec![
                parameter("price", Kind::Number, true),
                parameter("member", Kind::Boolean, false),
                parameter("item", Kind::Text, false),
            ],
        }
    }

    #[test]
    fn arguments_get_the_kinds_of_their_parameters() {
        let given = json!({"price": 2, "item": "tea"});
        let arguments = arguments(&till(), given.as_object().unwrap()).unwrap();
        let [price, item] = arguments.as_slice() else {
            panic!("{arguments:?}");
        };
        assert!(matches!(price.value, Value::Number(price) if (price - 2.0).abs() < f64::EPSILON));
        assert!(matches!(&item.value, Value::Text(item) if item == "tea"));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (given, expected) in [
            (json!({}), "till needs the parameter price"),
            (json!({"price": "2"}), "price must be a number"),
            (
                json!({"price": 2, "member": "yes"}),
                "member must be true or false",
            ),
            (json!({"price": 2, "item": null}), "item must be a text"),
            (json!({"price": 2, "size\n": 1}), "till has no parameter size\\n"),
        ] {
            let error = arguments(&till(), given.as_object().unwrap()).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn the_schema_names_every_parameter_with_its_kind() {
        let schema = Json::Object(schema(&till()));
        assert_eq!(schema["properties"]["price"]["type"], "number");
        assert_eq!(schema["properties"]["member"]["type"], "boolean");
        assert_eq!(schema["required"], json!(["price"]));
    }
}
