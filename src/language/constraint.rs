//! Constrained decoding of tool calls: only tokens that continue a call of a known tool can be chosen.
//!
//! Owns the grammar of a call, built from the tools' JSON schemas, and the masking of scores by it (`llguidance`). It applies once
//! a call has begun; words are never constrained. If it fails, the reply is unconstrained.

use std::sync::Arc;

use llguidance::api::TopLevelGrammar;
use llguidance::toktrie::{ApproximateTokEnv, TokEnv, TokRxInfo, TokTrie};
use llguidance::{Matcher, ParserFactory};
use serde_json::{Value, json};

use super::ToolDescription;
use super::tokenizer::Tokenizer;

/// Builds grammars for one vocabulary.
pub(super) struct Grammars {
    factory: ParserFactory,
    environment: TokEnv,
}

/// The grammar of one call and its progress; `None` for an unknown call or after a failure, when all tokens are allowed.
#[derive(Default)]
pub(super) struct Constraint {
    matcher: Option<Matcher>,
}

impl Grammars {
    /// Builds a trie of the vocabulary; takes some hundredths of a second.
    pub(super) fn new(tokenizer: &Tokenizer) -> Result<Self, String> {
        let count = tokenizer.words();
        let words: Vec<Vec<u8>> = (0..count)
            .map(|token| tokenizer.bytes(token).into_owned())
            .collect();
        let info = TokRxInfo::new(count, tokenizer.end().unwrap_or_default());
        let environment: TokEnv = Arc::new(ApproximateTokEnv::new(TokTrie::from(&info, &words)));
        let mut factory = ParserFactory::new_simple(&environment).map_err(|error| error.to_string())?;
        factory.quiet();
        Ok(Self { factory, environment })
    }

    /// The grammar of a call of one of these tools, of which `begun` has been written already.
    pub(super) fn call(&self, tools: &[ToolDescription], begun: &str) -> Constraint {
        let calls: Vec<Value> = tools.iter().map(schema).collect();
        let grammar = TopLevelGrammar::from_json_schema(json!({ "anyOf": calls }));
        let mut matcher = Matcher::new(self.factory.create_parser(grammar));
        let tokens = self.environment.tok_trie().greedy_tokenize(begun.as_bytes());
        let mut constraint = Constraint::default();
        match matcher.consume_tokens(&tokens) {
            Ok(()) => constraint.matcher = Some(matcher),
            Err(error) => tracing::debug!(%error, "tool call is not constrained"),
        }
        constraint
    }
}

/// The JSON schema of a call of a tool.
fn schema(tool: &ToolDescription) -> Value {
    json!({
        "type": "object",
        "properties": { "name": { "const": tool.name }, "arguments": closed(&tool.parameters) },
        "required": ["name", "arguments"],
        "additionalProperties": false,
    })
}

/// Forbids additional arguments.
fn closed(parameters: &Value) -> Value {
    let mut parameters = parameters.clone();
    if let Some(object) = parameters.as_object_mut() {
        object.entry("additionalProperties").or_insert(Value::Bool(false));
    }
    parameters
}

impl Constraint {
    /// Leaves only the scores of tokens that the grammar allows.
    pub(super) fn mask(&mut self, scores: &mut [f32]) {
        let Some(matcher) = &mut self.matcher else {
            return;
        };
        match matcher.compute_mask_or_eos() {
            Ok(allowed) => {
                for (token, score) in (0_u32..).zip(scores) {
                    if token as usize >= allowed.len() || !allowed.is_allowed(token) {
                        *score = f32::NEG_INFINITY;
                    }
                }
            }
            Err(error) => self.fail(&error.to_string()),
        }
    }

    /// Advances by the chosen token.
    pub(super) fn advance(&mut self, token: u32) {
        if let Some(matcher) = &mut self.matcher
            && let Err(error) = matcher.consume_token(token)
        {
            self.fail(&error.to_string());
        }
    }

    fn fail(&mut self, reason: &str) {
        tracing::warn!(%reason, "the rest of a tool call is not constrained");
        self.matcher = None;
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::super::gguf::Metadata;
    use super::*;

    fn tools() -> Vec<ToolDescription> {
        let tool = |name: &str, parameters| ToolDescription {
            name: name.to_owned(),
            description: String::new(),
            parameters,
        };
        vec![
            tool(
                "time",
                json!({"type": "object", "properties": {}, "required": []}),
            ),
            tool(
                "timer",
                json!({
                    "type": "object",
                    "properties": {
                        "action": {"type": "string", "enum": ["set", "left"]},
                        "minutes": {"type": "integer"},
                    },
                    "required": ["action"],
                }),
            ),
        ]
    }

    /// Writes the likeliest call when every token is as likely as its place in this order, until it is complete.
    fn written(seed: u64, begun: &str) -> String {
        let properties = fixture::bytes_vocabulary(&["<|end|>"], &["t i", "ti m", "a c"], "default");
        let tokenizer = Tokenizer::from_metadata(&Metadata::from_pairs(properties)).unwrap();
        let grammars = Grammars::new(&tokenizer).unwrap();
        let mut constraint = grammars.call(&tools(), begun);
        let (mut text, mut state) = (begun.to_owned(), seed);
        for _ in 0..400 {
            let mut scores: Vec<f32> = (0..tokenizer.words())
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (state >> 40) as f32
                })
                .collect();
            constraint.mask(&mut scores);
            let token = super::super::sample::greedy(&scores).unwrap();
            if tokenizer.end() == Some(token) {
                return text;
            }
            text.push_str(&tokenizer.decode(&[token]));
            if serde_json::from_str::<Value>(&text).is_ok() {
                return text;
            }
            constraint.advance(token);
        }
        text
    }

    #[test]
    fn whatever_a_model_likes_best_a_call_of_a_known_tool_comes_out() {
        let mut called = std::collections::BTreeSet::new();
        for seed in 1..40 {
            let text = written(seed, "{\"");
            // Numbers and spaces may go on for ever; a call that was finished is a right one.
            let Ok(call) = serde_json::from_str::<Value>(&text) else {
                assert!(text.len() >= 400, "{text}");
                continue;
            };
            let name = call["name"].as_str().unwrap().to_owned();
            if name == "timer" {
                assert!(
                    matches!(call["arguments"]["action"].as_str(), Some("set" | "left")),
                    "{text}"
                );
            } else {
                assert_eq!(call["arguments"], json!({}), "{text}");
            }
            called.insert(name);
        }
        assert_eq!(called.len(), 2, "{called:?}");
    }

    #[test]
    fn what_cannot_become_a_call_is_not_constrained() {
        let properties = fixture::bytes_vocabulary(&["<|end|>"], &[], "default");
        let tokenizer = Tokenizer::from_metadata(&Metadata::from_pairs(properties)).unwrap();
        let grammars = Grammars::new(&tokenizer).unwrap();
        for (tools, begun) in [(tools(), "{\"weather\""), (Vec::new(), "{")] {
            let mut scores = [1.0; 257];
            grammars.call(&tools, begun).mask(&mut scores);
            assert!(scores.iter().all(|score| *score > 0.0));
        }
    }
}
