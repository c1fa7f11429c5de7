//! The tools of a server as it describes them, and values in the types of their schemas.
//!
//! Owns how much of JSON Schema is understood: the types of arguments, also several (`anyOf`, `oneOf`, a list of types) and none
//! (`null`). A reference (`$ref`) is refused, since what it leads to could be anything, and without an end.

use serde_json::{Map, Value};

use super::super::Fault;

/// Names of arguments that a schema may hold.
const MAX_ARGUMENTS: usize = 64;
/// Types of one argument.
const MAX_KINDS: usize = 8;

/// An allowed tool as the server describes it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ListedTool {
    pub(super) name: String,
    /// Its arguments and their types.
    arguments: Vec<(String, ArgumentKinds)>,
    required: Vec<String>,
}

/// What an argument may be.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ArgumentKinds {
    /// The schema does not say.
    Any,
    /// One of these types, `null` left out.
    Of(Vec<String>),
    /// It is described by a reference.
    Reference,
}

impl ArgumentKinds {
    fn of(schema: &Value) -> Self {
        if schema.get("$ref").is_some() {
            return Self::Reference;
        }
        let alternatives = ["anyOf", "oneOf"]
            .into_iter()
            .find_map(|name| schema.get(name)?.as_array());
        if let Some(alternatives) = alternatives {
            let each = alternatives.iter().take(MAX_KINDS);
            if each.clone().any(|schema| schema.get("$ref").is_some()) {
                return Self::Reference;
            }
            return Self::named(each.flat_map(|schema| types(schema.get("type"))));
        }
        Self::named(types(schema.get("type")).into_iter())
    }

    fn named(types: impl Iterator<Item = String>) -> Self {
        let kinds: Vec<String> = types.filter(|kind| kind != "null").take(MAX_KINDS).collect();
        if kinds.is_empty() {
            Self::Any
        } else {
            Self::Of(kinds)
        }
    }

    /// A value in the first of these types, numbers before texts, that it can have.
    fn typed(&self, value: &str) -> Option<Value> {
        match self {
            Self::Any => Some(value.into()),
            Self::Of(kinds) => {
                let order = ["integer", "number", "boolean", "string"].into_iter();
                let mut known = order.filter(|kind| kinds.iter().any(|named| named == kind));
                known.find_map(|kind| typed(value, kind))
            }
            Self::Reference => None,
        }
    }
}

/// The types that the field `type` names: one, or a list.
fn types(field: Option<&Value>) -> Vec<String> {
    match field {
        Some(Value::String(kind)) => vec![kind.clone()],
        Some(Value::Array(kinds)) => {
            let named = kinds.iter().take(MAX_KINDS).filter_map(Value::as_str);
            named.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// A value in the type of its schema.
fn typed(value: &str, kind: &str) -> Option<Value> {
    match kind {
        "string" => Some(value.into()),
        "integer" => value.parse::<i64>().ok().map(Value::from),
        "number" => match value.parse::<i64>() {
            Ok(whole) => Some(whole.into()),
            Err(_) => value.parse::<f64>().ok().map(Value::from),
        },
        "boolean" => value.parse::<bool>().ok().map(Value::from),
        _ => None,
    }
}

/// The allowed tools of a page, as far as they can be read.
pub(super) fn listed(list: &Value, allow: &[String]) -> Vec<ListedTool> {
    let tools = list.get("tools").and_then(Value::as_array).into_iter().flatten();
    let allowed = tools.filter_map(|tool| {
        let name = tool.get("name")?.as_str()?;
        if !allow.iter().any(|allowed| allowed == name) {
            return None;
        }
        let schema = tool.get("inputSchema")?.as_object()?;
        let properties = schema.get("properties").and_then(Value::as_object);
        let required = schema.get("required").and_then(Value::as_array);
        Some(ListedTool {
            name: name.to_owned(),
            arguments: properties
                .into_iter()
                .flatten()
                .take(MAX_ARGUMENTS)
                .map(|(name, property)| (name.clone(), ArgumentKinds::of(property)))
                .collect(),
            required: required
                .into_iter()
                .flatten()
                .take(MAX_ARGUMENTS)
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        })
    });
    allowed.collect()
}

impl ListedTool {
    /// The arguments of a call: those that are fixed, and what was said.
    pub(super) fn arguments(
        &self,
        fixed: &Map<String, Value>,
        said: &[(String, String)],
    ) -> Result<Map<String, Value>, Fault> {
        let mut all = fixed.clone();
        for (name, value) in said {
            let Some((_, kinds)) = self.arguments.iter().find(|(known, _)| known == name) else {
                return Err(Fault::Broken(format!("the server's tool has no argument {name}")));
            };
            if *kinds == ArgumentKinds::Reference {
                return Err(Fault::Broken(format!(
                    "the server describes the argument {name} by a reference ($ref), which is not followed"
                )));
            }
            let typed = kinds.typed(value).ok_or_else(|| {
                Fault::Broken(format!("the server wants another type for the argument {name}"))
            })?;
            all.insert(name.clone(), typed);
        }
        match self.required.iter().find(|name| !all.contains_key(*name)) {
            Some(missing) => Err(Fault::Broken(format!("the server needs the argument {missing}"))),
            None => Ok(all),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn of_a_list_only_allowed_tools_are_kept() {
        let schema = json!({
            "type": "object",
            "properties": {"zone": {"type": "string"}, "days": {"type": "integer"}, "any": {}},
            "required": ["zone", 5],
        });
        let list = json!({"tools": [
            {"name": "now", "inputSchema": schema},
            {"name": "erase_everything", "inputSchema": {"type": "object"}},
            {"name": "broken", "inputSchema": 5},
            5,
        ]});
        let allow = ["now", "broken"].map(str::to_owned);
        let of = |kind: &str| ArgumentKinds::Of(vec![kind.to_owned()]);
        let mut kept = listed(&list, &allow);
        for tool in &mut kept {
            tool.arguments.sort_by_key(|(name, _)| name.clone());
        }
        let now = ListedTool {
            name: "now".to_owned(),
            arguments: vec![
                ("any".to_owned(), ArgumentKinds::Any),
                ("days".to_owned(), of("integer")),
                ("zone".to_owned(), of("string")),
            ],
            required: vec!["zone".to_owned()],
        };
        assert_eq!(kept, [now]);
        for broken in [json!(5), json!({"tools": 5}), json!({})] {
            assert_eq!(listed(&broken, &allow), []);
        }
    }

    #[test]
    fn an_argument_has_a_type_of_the_schema() {
        for (value, schema, expected) in [
            ("5", json!({"type": "string"}), Some(json!("5"))),
            ("5", json!({}), Some(json!("5"))),
            ("5", json!({"type": "integer"}), Some(json!(5))),
            ("2.5", json!({"type": "integer"}), None),
            ("2.5", json!({"type": "number"}), Some(json!(2.5))),
            ("true", json!({"type": "boolean"}), Some(json!(true))),
            ("5", json!({"type": "array"}), None),
            ("5", json!({"type": ["integer", "null"]}), Some(json!(5))),
            (
                "5",
                json!({"anyOf": [{"type": "integer"}, {"type": "null"}]}),
                Some(json!(5)),
            ),
            (
                "two",
                json!({"anyOf": [{"type": "integer"}, {"type": "string"}]}),
                Some(json!("two")),
            ),
            (
                "5",
                json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
                Some(json!(5)),
            ),
            ("5", json!({"anyOf": [{"type": "null"}]}), Some(json!("5"))),
            ("5", json!({"$ref": "#/$defs/Day"}), None),
            (
                "5",
                json!({"anyOf": [{"$ref": "#/$defs/Day"}, {"type": "null"}]}),
                None,
            ),
            ("5", json!({"type": 5, "anyOf": 5}), Some(json!("5"))),
        ] {
            assert_eq!(
                ArgumentKinds::of(&schema).typed(value),
                expected,
                "{value} {schema}"
            );
        }
    }

    #[test]
    fn a_reference_is_refused_in_a_sentence() {
        let list = json!({"tools": [{"name": "now", "inputSchema": {"properties": {"day": {"$ref": "#/$defs/Day"}}}}]});
        let tools = listed(&list, &["now".to_owned()]);
        let said = [("day".to_owned(), "Monday".to_owned())];
        match tools[0].arguments(&Map::new(), &said) {
            Err(Fault::Broken(sentence)) => assert!(sentence.contains("$ref"), "{sentence}"),
            other => panic!("{other:?}"),
        }
    }
}
