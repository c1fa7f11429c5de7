//! The templates of general instruction models.
//!
//! Owns the system message, which tells a model how to answer and how to call tools, and the formats of roles. Facts are part of
//! the user's message, before the question, so that the prompt prefix stays the same.

use super::super::{Chat, ChatTurn, PromptPrefix, Reply};
use super::{Script, Template, called};

/// How to answer. The starter model uses the same sentence for what it does not know.
const RULES: &str = "\
Your replies are spoken aloud: answer in one or two short plain sentences, without lists, links or markup.
When facts are given, answer only from the facts given in this conversation. If they do not hold the answer, \
say exactly: I don't have that information.";

/// How to call a tool.
const CALLING: &str = "\
To use a tool, reply with nothing but one line of JSON with its name and arguments, such as \
{\"name\":\"timer\",\"arguments\":{\"action\":\"set\",\"duration\":\"5 minutes\"}}. \
Copy the words of the request into the arguments; do not compute. Tools:";

pub(super) fn write(template: Template, chat: &Chat) -> Script {
    let system = system(&chat.prefix);
    let mut script = Script::default();
    match template {
        Template::Llama2 => llama2(&mut script, &system, &chat.turns),
        Template::Gemma => gemma(&mut script, &system, &chat.turns),
        _ => roles(template, &mut script, &system, &chat.turns),
    }
    script
}

pub(super) fn system(prefix: &PromptPrefix) -> String {
    let mut lines = vec![prefix.persona.trim().to_owned(), RULES.to_owned()];
    if !prefix.tools.is_empty() {
        lines.push(CALLING.to_owned());
    }
    let tools = prefix.tools.iter();
    lines.extend(tools.map(|tool| {
        format!(
            "{}: {} Arguments: {}",
            tool.name, tool.description, tool.parameters
        )
    }));
    lines.join("\n")
}

pub(super) fn user(turn: &ChatTurn) -> String {
    if turn.facts.is_empty() {
        return turn.user.clone();
    }
    format!("Facts:\n{}\n\nQuestion: {}", turn.facts.join("\n"), turn.user)
}

pub(super) fn reply(reply: &Reply) -> String {
    match reply {
        Reply::Text(text) => text.clone(),
        Reply::Tool { call, result } => called(call, result),
    }
}

/// Templates in which marks of its role surround every message.
fn roles(template: Template, script: &mut Script, system: &str, turns: &[ChatTurn]) {
    match template {
        Template::Llama3 => script.control("<|begin_of_text|>"),
        Template::Zephyr => script.control("<s>"),
        _ => {}
    }
    message(template, script, "system", system);
    script.mark();
    for turn in turns {
        if turn.reply.is_none() {
            script.mark();
        }
        message(template, script, "user", &user(turn));
        match &turn.reply {
            Some(said) => message(template, script, "assistant", &reply(said)),
            None => {
                open(template, script, "assistant");
                if template == Template::Qwen3 {
                    script.text("<think>\n\n</think>\n\n");
                }
            }
        }
    }
}

fn message(template: Template, script: &mut Script, role: &'static str, text: &str) {
    open(template, script, role);
    match template {
        Template::ChatMl | Template::Qwen3 => {
            script.text(text);
            script.control("<|im_end|>");
            script.text("\n");
        }
        Template::Llama3 => {
            script.text(text);
            script.control("<|eot_id|>");
        }
        Template::Phi3 => {
            script.text(text);
            script.control("<|end|>");
            script.text("\n");
        }
        _ => {
            script.text(&harmless(text));
            script.control("</s>");
            script.text("\n");
        }
    }
}

fn open(template: Template, script: &mut Script, role: &'static str) {
    match template {
        Template::ChatMl | Template::Qwen3 => {
            script.control("<|im_start|>");
            script.text(role);
            script.text("\n");
        }
        Template::Phi3 => {
            script.control(match role {
                "system" => "<|system|>",
                "user" => "<|user|>",
                _ => "<|assistant|>",
            });
            script.text("\n");
        }
        Template::Llama3 => {
            script.control("<|start_header_id|>");
            script.text(role);
            script.control("<|end_header_id|>");
            script.text("\n\n");
        }
        _ => script.text(&format!("<|{role}|>\n")),
    }
}

/// `[INST]` around the user's words, the system message inside the first.
fn llama2(script: &mut Script, system: &str, turns: &[ChatTurn]) {
    for (index, turn) in turns.iter().enumerate() {
        if turn.reply.is_none() {
            script.mark();
        }
        script.control("<s>");
        let prefix = if index == 0 {
            format!("<<SYS>>\n{system}\n<</SYS>>\n\n")
        } else {
            String::new()
        };
        script.text(&format!("[INST] {prefix}{} [/INST]", harmless(&user(turn))));
        if let Some(said) = &turn.reply {
            script.text(&format!(" {} ", harmless(&reply(said))));
            script.control("</s>");
        }
    }
}

/// The system message is part of the first question.
fn gemma(script: &mut Script, system: &str, turns: &[ChatTurn]) {
    for (index, turn) in turns.iter().enumerate() {
        if turn.reply.is_none() {
            script.mark();
        }
        script.control("<start_of_turn>");
        script.text("user\n");
        if index == 0 {
            script.text(&format!("{system}\n\n"));
        }
        script.text(&user(turn));
        script.control("<end_of_turn>");
        script.text("\n");
        script.control("<start_of_turn>");
        script.text("model\n");
        if let Some(said) = &turn.reply {
            script.text(&reply(said));
            script.control("<end_of_turn>");
            script.text("\n");
        }
    }
}

/// Breaks up marks that these templates spell as plain text, so that no question can pretend to be another role.
fn harmless(text: &str) -> String {
    text.replace("<|", "< |")
        .replace("[INST]", "[ INST]")
        .replace("[/INST]", "[/ INST]")
        .replace("<<", "< <")
}
