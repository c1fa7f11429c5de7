//! The starter model: it answers, calls and refuses, and its cache serves the next turn.

use std::path::Path;

use super::fixture::{asked, chat, generate, open};
use super::*;

const REFUSAL: &str = "I don't have that information.";
const FACTS: &[&str] = &[
    "Cafe: The cafe opens at 9 am. It closes at 4 pm.",
    "Shop: The shop is on the ground floor.",
];

fn starter() -> Box<dyn LanguageModel> {
    open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("models/starter/language.gguf"))
}

fn answered(turn: ChatTurn, reply: &Generation) -> ChatTurn {
    let Output::Text(text) = &reply.output else {
        panic!("{reply:?}")
    };
    ChatTurn {
        reply: Some(Reply::Text(text.clone())),
        ..turn
    }
}

fn say(model: &mut dyn LanguageModel, chat: &Chat) -> Generation {
    generate(model, chat, &Sampling::default()).0
}

#[test]
fn the_starter_answers_from_facts_and_follows_up_from_its_cache() {
    let mut model = starter();
    let first = asked(FACTS, "When does the cafe close?");
    let reply = say(&mut *model, &chat(vec![first.clone()]));
    assert_eq!(reply.output, Output::Text("The cafe closes at 4 pm.".into()));
    assert_eq!((reply.stop, reply.tokens.reused), (StopReason::End, 0));
    let grown = chat(vec![
        answered(first.clone(), &reply),
        asked(&[], "And when does it open?"),
    ]);
    let second = say(&mut *model, &grown);
    assert_eq!(second.output, Output::Text("The cafe opens at 9 am.".into()));
    // All but the end token, which was chosen but never read.
    assert_eq!(
        second.tokens.reused,
        reply.tokens.prompt + reply.tokens.generated - 1
    );
    let fresh = say(&mut *starter(), &grown);
    assert_eq!((fresh.output, fresh.tokens.reused), (second.output, 0));
}

#[test]
fn the_starter_calls_a_tool_and_shows_nothing_of_it() {
    let mut model = starter();
    let turn = asked(&[], "Set a timer for 5 minutes.");
    let reply = say(&mut *model, &chat(vec![turn.clone()]));
    let Output::Tool(call) = &reply.output else {
        panic!("{reply:?}")
    };
    assert_eq!(
        call.to_json(),
        r#"{"name":"timer","arguments":{"action":"set","duration":"5 minutes"}}"#
    );
    let done = Reply::Tool {
        call: call.clone(),
        result: "The timer is set for 5 minutes.".into(),
    };
    let next = chat(vec![
        ChatTurn {
            reply: Some(done),
            ..turn
        },
        asked(&[], "What time is it?"),
    ]);
    let second = say(&mut *model, &next);
    assert!(
        matches!(&second.output, Output::Tool(call) if call.name == "time"),
        "{second:?}"
    );
    assert!(second.tokens.reused >= reply.tokens.prompt + reply.tokens.generated - 1);
}

#[test]
fn an_answer_that_quotes_its_facts_is_drafted() {
    let mut model = starter();
    let reply = say(
        &mut *model,
        &chat(vec![asked(FACTS, "When does the cafe close?")]),
    );
    assert!(reply.tokens.drafted > 0, "{reply:?}");
    assert!(reply.tokens.drafted < reply.tokens.generated);
}

#[test]
fn the_starter_says_what_it_does_not_know() {
    let mut model = starter();
    let reply = say(
        &mut *model,
        &chat(vec![asked(FACTS, "How much is a bus ticket?")]),
    );
    assert_eq!(reply.output, Output::Text(REFUSAL.into()));
}

#[test]
fn a_changed_question_goes_back_to_the_start_of_its_turn() {
    let mut model = starter();
    let first = asked(FACTS, "When does the cafe close?");
    let reply = say(&mut *model, &chat(vec![first.clone()]));
    let before = reply.tokens.prompt + reply.tokens.generated;
    let ask = |words| chat(vec![answered(first.clone(), &reply), asked(&[], words)]);
    say(&mut *model, &ask("And when does it"));
    let changed = say(&mut *model, &ask("Where is the shop?"));
    // The two questions may begin with the same token.
    assert!((before..before + 3).contains(&changed.tokens.reused));
    let again = say(&mut *model, &ask("Where is the shop?"));
    assert_eq!(again.output, changed.output);
    assert_eq!(
        again.tokens.reused,
        again.tokens.prompt - 1,
        "only the last token is read again"
    );
    model.reset();
    assert_eq!(say(&mut *model, &ask("Where is the shop?")).tokens.reused, 0);
}

#[test]
fn a_listener_stops_it_within_one_token() {
    let mut model = starter();
    let question = chat(vec![asked(FACTS, "When does the cafe close?")]);
    let whole = say(&mut *model, &question);
    for stop_at in 0..3 {
        let mut pieces = 0;
        let reply = model
            .generate(&question, &Sampling::default(), &mut |_| {
                pieces += 1;
                if pieces > stop_at {
                    Flow::Stop
                } else {
                    Flow::Continue
                }
            })
            .unwrap();
        assert_eq!((reply.stop, pieces), (StopReason::Cancelled, stop_at + 1));
        assert!(reply.tokens.generated <= stop_at + 1, "{reply:?}");
    }
    assert_eq!(say(&mut *model, &question).output, whole.output);
}
