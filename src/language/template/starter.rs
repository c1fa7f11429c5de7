//! `mynah-starter-1`: the template of the starter model, which was trained on nothing else.
//!
//! `[<|facts|> PASSAGES]<|user|> QUESTION<|reply|> ANSWER<|end|>`, tool calls behind `<|tool|>`, their results behind
//! `<|result|>`. Whole turns follow each other. Persona and tools are in the weights, so there is no prefix.
//! Every line begins with a space, so that a name is the same tokens at the start of a line and in its middle: the
//! model copies names token by token.

use super::super::{Chat, Reply};
use super::Script;

pub(super) const TOOL: &str = "<|tool|>";
pub(super) const CONTROLS: &[&str] = &[
    "<|end|>",
    "<|facts|>",
    "<|user|>",
    "<|reply|>",
    TOOL,
    "<|result|>",
];

pub(super) fn write(chat: &Chat) -> Script {
    let mut script = Script::default();
    for turn in &chat.turns {
        if turn.reply.is_none() {
            script.mark();
        }
        if !turn.facts.is_empty() {
            script.control("<|facts|>");
            script.text(&line(&turn.facts.join("\n")));
        }
        script.control("<|user|>");
        script.text(&line(&turn.user));
        script.control("<|reply|>");
        match &turn.reply {
            None => return script,
            Some(Reply::Text(text)) => script.text(&line(text)),
            Some(Reply::Tool { call, result }) => {
                script.control(TOOL);
                script.text(&call.to_json());
                script.control("<|end|>");
                script.control("<|result|>");
                script.text(&line(result));
            }
        }
        script.control("<|end|>");
    }
    script
}

fn line(text: &str) -> String {
    format!(" {}", text.replace('\n', "\n "))
}
