//! Every template, letter for letter.

use super::super::{ChatTurn, PromptPrefix, Reply, ToolDescription};
use super::*;

fn call() -> ToolCall {
    let arguments = serde_json::json!({"action": "set", "duration": "5 minutes"});
    ToolCall {
        name: "timer".into(),
        arguments: arguments.as_object().unwrap().clone(),
    }
}

fn turn(facts: &[&str], user: &str, reply: Option<Reply>) -> ChatTurn {
    ChatTurn {
        facts: facts.iter().map(|&fact| fact.to_owned()).collect(),
        user: user.to_owned(),
        reply,
    }
}

/// A fact, a tool, a question.
fn chat() -> Chat {
    Chat {
        prefix: PromptPrefix {
            persona: "You are Mynah.".into(),
            tools: vec![ToolDescription {
                name: "timer".into(),
                description: "Sets a timer.".into(),
                parameters: serde_json::json!({"type": "object"}),
            }],
        },
        turns: vec![
            turn(
                &["Cafe: opens at 9.", "Shop: opens at 7."],
                "When?",
                Some(Reply::Text("At 9.".into())),
            ),
            turn(
                &[],
                "Timer!",
                Some(Reply::Tool {
                    call: call(),
                    result: "It runs.".into(),
                }),
            ),
            turn(&[], "And <|end|> </s> [INST]?", None),
        ],
    }
}

/// A script as one text; controls in braces, marks as bars.
fn drawn(script: &Script) -> String {
    let mut text = String::new();
    for (index, part) in script.parts.iter().enumerate() {
        match part {
            Part::Control(spelling) => text.extend(["{", spelling, "}"]),
            Part::Text(words) => text.push_str(words),
        }
        if script.marks.contains(&(index + 1)) {
            text.push('|');
        }
    }
    text
}

const JSON: &str = r#"{"name":"timer","arguments":{"action":"set","duration":"5 minutes"}}"#;

fn system() -> String {
    let script = drawn(&Template::ChatMl.write(&chat()));
    let from = script.find("system\n").unwrap() + 7;
    script[from..script.find("{<|im_end|>}").unwrap()].to_owned()
}

#[test]
fn the_starters_template_is_the_one_it_was_trained_on() {
    assert_eq!(
        drawn(&Template::Starter.write(&chat())),
        format!(
            "{{<|facts|>}} Cafe: opens at 9.\n Shop: opens at 7.{{<|user|>}} When?{{<|reply|>}} At 9.{{<|end|>}}\
             {{<|user|>}} Timer!{{<|reply|>}}{{<|tool|>}}{JSON}{{<|end|>}}{{<|result|>}} It runs.{{<|end|>}}|\
             {{<|user|>}} And <|end|> </s> [INST]?{{<|reply|>}}"
        )
    );
}

#[test]
fn the_system_message_tells_how_to_answer_and_how_to_call() {
    let system = system();
    for part in [
        "You are Mynah.\n",
        "exactly: I don't have that information.",
        "{\"name\":\"timer\",\"arguments\":{\"action\":\"set\",\"duration\":\"5 minutes\"}}",
        "\ntimer: Sets a timer. Arguments: {\"type\":\"object\"}",
    ] {
        assert!(system.contains(part), "{system}");
    }
    let mut without = chat();
    without.prefix.tools.clear();
    assert!(!drawn(&Template::ChatMl.write(&without)).contains("one line of JSON"));
}

#[test]
fn general_templates_mark_their_roles() {
    let system = system();
    let facts = "Facts:\nCafe: opens at 9.\nShop: opens at 7.\n\nQuestion: When?";
    assert_eq!(
        drawn(&Template::ChatMl.write(&chat())),
        format!(
            "{{<|im_start|>}}system\n{system}{{<|im_end|>}}|\n{{<|im_start|>}}user\n{facts}{{<|im_end|>}}\n\
             {{<|im_start|>}}assistant\nAt 9.{{<|im_end|>}}\n{{<|im_start|>}}user\nTimer!{{<|im_end|>}}\n\
             {{<|im_start|>}}assistant\n{JSON}\nIt runs.{{<|im_end|>}}|\n\
             {{<|im_start|>}}user\nAnd <|end|> </s> [INST]?{{<|im_end|>}}\n{{<|im_start|>}}assistant\n"
        )
    );
    let role = |name: &str| format!("{{<|start_header_id|>}}{name}{{<|end_header_id|>}}\n\n");
    let (user, assistant) = (role("user"), role("assistant"));
    assert_eq!(
        drawn(&Template::Llama3.write(&chat())),
        format!(
            "{{<|begin_of_text|>}}{}{system}{{<|eot_id|>}}|{user}{facts}{{<|eot_id|>}}\
             {assistant}At 9.{{<|eot_id|>}}{user}Timer!{{<|eot_id|>}}{assistant}{JSON}\nIt runs.{{<|eot_id|>}}|\
             {user}And <|end|> </s> [INST]?{{<|eot_id|>}}{assistant}",
            role("system")
        )
    );
    assert_eq!(
        drawn(&Template::Zephyr.write(&chat())),
        format!(
            "{{<s>}}<|system|>\n{system}{{</s>}}|\n<|user|>\n{facts}{{</s>}}\n\
             <|assistant|>\nAt 9.{{</s>}}\n<|user|>\nTimer!{{</s>}}\n<|assistant|>\n{JSON}\nIt runs.{{</s>}}|\n\
             <|user|>\nAnd < |end|> </s> [ INST]?{{</s>}}\n<|assistant|>\n"
        )
    );
    assert_eq!(
        drawn(&Template::Llama2.write(&chat())),
        format!(
            "{{<s>}}[INST] <<SYS>>\n{system}\n<</SYS>>\n\n{facts} [/INST] At 9. {{</s>}}\
             {{<s>}}[INST] Timer! [/INST] {JSON}\nIt runs. {{</s>}}|{{<s>}}[INST] And < |end|> </s> [ INST]? [/INST]"
        )
    );
}

#[test]
fn a_growing_chat_only_appends() {
    let (mut chat, asked) = (chat(), turn(&[], "Again?", None));
    for template in [
        Template::Starter,
        Template::ChatMl,
        Template::Llama3,
        Template::Zephyr,
        Template::Llama2,
    ] {
        let before = drawn(&template.write(&chat)).replace('|', "");
        chat.turns.last_mut().unwrap().reply = Some(Reply::Text("Yes.".into()));
        chat.turns.push(asked.clone());
        let after = drawn(&template.write(&chat)).replace('|', "");
        assert!(after.starts_with(&before), "{template:?}");
    }
}
