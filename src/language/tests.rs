//! Whole language models, tiny ones with random weights: any file that is sound runs, and always the same way.

use std::path::PathBuf;

use candle_core::quantized::GgmlDType;
use candle_core::quantized::gguf_file::Value;

use super::fixture::{self, Properties, asked, chat, generate, open};
use super::*;
use crate::models::validate;

#[test]
fn a_chat_without_a_question_is_refused() {
    let (_folder, path) = tiny(32, 1024, GgmlDType::F32);
    let mut model = open(&path);
    let reply = Some(Reply::Text("Hello.".into()));
    let no_question = [
        vec![],
        vec![ChatTurn {
            reply,
            ..asked(&[], "Hi")
        }],
        vec![asked(&[], "Hi"), asked(&[], "Hi")],
    ];
    for turns in no_question {
        let result = model.generate(&chat(turns), &Sampling::default(), &mut |_| Flow::Continue);
        assert!(matches!(result, Err(LanguageError::NoQuestion)));
    }
}

/// A tiny model of the `ChatML` family.
fn tiny(width: usize, context: u32, storage: GgmlDType) -> (tempfile::TempDir, PathBuf) {
    let mut properties =
        fixture::bytes_vocabulary(&["<|im_end|>", "<|im_start|>"], &["t h", "th e"], "smollm");
    properties.insert(
        "tokenizer.chat_template",
        fixture::text("{{'<|im_start|>' + role}}"),
    );
    fixture::model(&properties, width, context, storage)
}

fn short() -> Sampling {
    Sampling {
        max_tokens: 24,
        ..Sampling::default()
    }
}

#[test]
fn every_storage_runs_the_same_way_twice() {
    for (width, storage) in [
        (32, GgmlDType::F32),
        (32, GgmlDType::Q8_0),
        (256, GgmlDType::Q4K),
        (256, GgmlDType::Q6K),
        (32, GgmlDType::F16),
    ] {
        let (_folder, path) = tiny(width, 4096, storage);
        let mut model = open(&path);
        assert_eq!(
            model.describe().quantisation,
            format!("{storage:?}").replace('K', "_K")
        );
        let question = chat(vec![asked(&["A fact."], "A question?")]);
        let first = generate(&mut *model, &question, &short()).0;
        assert!(first.tokens.generated > 0);
        let second = generate(&mut *model, &question, &short()).0;
        assert_eq!(first.output, second.output, "{storage:?}");
        // The whole head is kept, and all before the question of a first turn is the head.
        assert!(second.tokens.reused > 250, "{second:?}");
        assert_eq!(
            first.output,
            generate(&mut *open(&path), &question, &short()).0.output,
            "{storage:?}"
        );
        let drawn = Sampling {
            temperature: 1.5,
            seed: 3,
            ..short()
        };
        assert_eq!(
            generate(&mut *model, &question, &drawn).0.output,
            generate(&mut *model, &question, &drawn).0.output
        );
    }
}

#[test]
fn the_head_is_kept_over_a_reset() {
    let (_folder, path) = tiny(32, 4096, GgmlDType::F32);
    let mut model = open(&path);
    generate(&mut *model, &chat(vec![asked(&[], "One?")]), &short());
    model.reset();
    let other = generate(&mut *model, &chat(vec![asked(&[], "Another one?")]), &short()).0;
    assert!(
        other.tokens.reused > 250 && other.tokens.reused < other.tokens.prompt,
        "{other:?}"
    );
    let mut changed = chat(vec![asked(&[], "Another one?")]);
    changed.prefix.persona = "You are somebody else.".into();
    let reused = generate(&mut *model, &changed, &short()).0.tokens.reused;
    assert!(reused < 20, "only what stands before the persona: {reused}");
}

#[test]
fn a_cold_start_finds_the_head_that_an_earlier_one_computed() {
    let (_folder, path) = tiny(32, 4096, GgmlDType::F32);
    let heads = tempfile::tempdir().unwrap();
    let info = validate::language(&path).unwrap();
    let options = LoadOptions {
        prefix_cache: Some(heads.path().to_owned()),
        ..LoadOptions::default()
    };
    let question = chat(vec![asked(&["A fact."], "A question?")]);
    let files = || {
        std::fs::read_dir(heads.path())
            .unwrap()
            .flatten()
            .collect::<Vec<_>>()
    };
    let mut answers = Vec::new();
    for start in 0..4 {
        let mut model = load(&path, &info, &options).unwrap();
        model.prepare(&question.prefix).unwrap();
        let reply = generate(&mut *model, &question, &short()).0;
        assert!(reply.tokens.reused > 250, "{start}: {reply:?}");
        answers.push(reply.output);
        let [file] = files().try_into().unwrap();
        // A damaged file is computed anew.
        match start {
            1 => {
                let mut bytes = std::fs::read(file.path()).unwrap();
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
                std::fs::write(file.path(), bytes).unwrap();
            }
            2 => std::fs::write(file.path(), b"short").unwrap(),
            _ => {}
        }
    }
    assert!(answers.windows(2).all(|two| two[0] == two[1]));
    let mut other = question.clone();
    other.prefix.persona = "Somebody else.".into();
    load(&path, &info, &options)
        .unwrap()
        .prepare(&other.prefix)
        .unwrap();
    assert_eq!(files().len(), 2);
}

#[test]
fn a_files_own_template_is_run_only_when_it_is_asked_for() {
    let (_folder, path) = tiny(32, 4096, GgmlDType::F32);
    let info = validate::language(&path).unwrap();
    let question = chat(vec![asked(&[], "A question?")]);
    generate(&mut *open(&path), &question, &short());
    let options = LoadOptions {
        own_template: true,
        ..LoadOptions::default()
    };
    // That of the tiny model is only a sign.
    let message = load(&path, &info, &options).err().unwrap().to_string();
    assert!(
        message.contains("contains a chat template that cannot be run"),
        "{message}"
    );
}

#[test]
fn a_long_conversation_loses_its_oldest_turns_and_stays_cached() {
    let (_folder, path) = tiny(32, 1024, GgmlDType::F32);
    let mut model = open(&path);
    let mut turns = Vec::new();
    let (mut dropped, mut cold) = (0, 0);
    for index in 0..40 {
        turns.push(asked(&[], &format!("This is question number {index}?")));
        let reply = generate(&mut *model, &chat(turns.clone()), &short()).0;
        assert!(reply.tokens.prompt + reply.tokens.generated <= 1024 && reply.dropped_turns >= dropped);
        cold += usize::from(reply.dropped_turns > dropped);
        dropped = reply.dropped_turns;
        turns.last_mut().unwrap().reply = Some(Reply::Text("An answer.".into()));
    }
    assert!(
        dropped > 10 && cold < 10,
        "{dropped} turns were dropped, {cold} times"
    );
}

#[test]
fn a_long_prompt_is_given_up_between_its_parts() {
    let (_folder, path) = tiny(32, 4096, GgmlDType::F32);
    let mut model = open(&path);
    let long = chat(vec![asked(&["A fact. ".repeat(150).as_str()], "A question?")]);
    let mut parts = 0;
    let given_up = model
        .generate(&long, &short(), &mut |piece| {
            assert_eq!(piece, Piece::Prefilling);
            parts += 1;
            if parts == 3 { Flow::Stop } else { Flow::Continue }
        })
        .unwrap();
    assert_eq!(
        (given_up.stop, given_up.tokens.generated),
        (StopReason::Cancelled, 0)
    );
    let fresh = generate(&mut *open(&path), &long, &short()).0;
    let again = generate(&mut *model, &long, &short()).0;
    assert_eq!(again.output, fresh.output);
    assert!(again.tokens.reused >= 256, "what was read is kept: {again:?}");
}

#[test]
fn a_turn_too_long_loses_facts_first_then_is_refused() {
    let (_folder, path) = tiny(32, 1024, GgmlDType::F32);
    let mut model = open(&path);
    let fact = "A fact that is long. ".repeat(20);
    let facts: Vec<&str> = vec![&fact; 9];
    let reply = generate(&mut *model, &chat(vec![asked(&facts, "Question?")]), &short()).0;
    assert!(
        reply.tokens.prompt > 500 && reply.tokens.prompt < 1024,
        "{reply:?}"
    );
    let result = model.generate(&chat(vec![asked(&[], &fact.repeat(9))]), &short(), &mut |_| {
        Flow::Continue
    });
    assert!(matches!(result, Err(LanguageError::TooLong { words }) if words > 50 && words < 1000));
    let (_folder, path) = tiny(32, 1, GgmlDType::F32);
    let result = open(&path).generate(&chat(vec![asked(&[], "?")]), &short(), &mut |_| Flow::Continue);
    assert!(matches!(result, Err(LanguageError::TooLong { .. })));
}

#[test]
fn the_reply_ends_at_the_limit_and_at_the_end_of_the_context() {
    let (_folder, path) = tiny(32, 1024, GgmlDType::F32);
    let mut model = open(&path);
    let question = chat(vec![asked(&[], "Question?")]);
    for limit in [0, 1, 5] {
        let reply = generate(
            &mut *model,
            &question,
            &Sampling {
                max_tokens: limit,
                ..short()
            },
        )
        .0;
        assert!(
            reply.stop == StopReason::End || reply.tokens.generated == limit,
            "{reply:?}"
        );
    }
    let endless = Sampling {
        max_tokens: usize::MAX,
        temperature: 9.0,
        ..short()
    };
    let reply = generate(&mut *model, &question, &endless).0;
    assert!(reply.tokens.prompt + reply.tokens.generated <= 1025, "{reply:?}");
}

#[test]
fn models_of_every_template_run() {
    let controls = [
        "<|eot_id|>",
        "<|begin_of_text|>",
        "<|start_header_id|>",
        "<|end_header_id|>",
    ];
    let pieces = [("▁", -1.0), ("a", -2.0), ("▁a", -1.5)];
    let cases: [(Properties, &str); 3] = [
        (
            fixture::bytes_vocabulary(&controls, &["t h"], "llama-bpe"),
            "<|start_header_id|>",
        ),
        (fixture::sentence_vocabulary(&pieces), "<|user|> <|assistant|>"),
        (fixture::sentence_vocabulary(&pieces), "[INST]"),
    ];
    for (mut properties, jinja) in cases {
        properties.insert("tokenizer.chat_template", fixture::text(jinja));
        let (_folder, path) = fixture::model(&properties, 32, 4096, GgmlDType::F32);
        let mut model = open(&path);
        let first = generate(&mut *model, &chat(vec![asked(&[], "A question?")]), &short()).0;
        assert!(first.tokens.prompt > 100 && first.tokens.generated > 0, "{jinja}");
    }
}

#[test]
fn unknown_templates_and_tokenizers_are_named_with_the_file() {
    let base = fixture::bytes_vocabulary(&["<|im_end|>"], &[], "gpt-2");
    for (key, value, expected) in [
        ("tokenizer.chat_template", "<|im_start|>", "lacks <|im_start|>"),
        ("tokenizer.chat_template", "{% other %}", "of an unknown kind"),
        ("mynah.template", "mynah-starter-9", "'mynah-starter-9' is newer"),
        ("tokenizer.ggml.pre", "unheard-of", "'unheard-of' is unknown"),
        (
            "general.description",
            "no template",
            "a base model, which continues text",
        ),
    ] {
        let mut properties = base.clone();
        properties.insert(key, Value::String(value.to_owned()));
        let (_folder, path) = fixture::model(&properties, 32, 4096, GgmlDType::F32);
        let info = validate::language(&path).unwrap();
        let message = load(&path, &info, &LoadOptions::default())
            .err()
            .unwrap()
            .to_string();
        assert!(
            message.contains(expected) && message.contains("tiny.gguf"),
            "{message}"
        );
    }
}

#[test]
fn what_passes_the_check_never_makes_candle_panic() {
    let (folder, path) = tiny(32, 64, GgmlDType::F32);
    let sound = std::fs::read(&path).unwrap();
    let name = b"token_embd.weight";
    let table = sound
        .windows(name.len())
        .position(|window| window == name)
        .unwrap();
    let broken_path = folder.path().join("broken.gguf");
    let mut passed = 0;
    for place in (0..900).chain(table..table + 1_300).step_by(7) {
        for value in [0, 1, 0x7f, 0xff] {
            let mut broken = sound.clone();
            broken[place] = value;
            std::fs::write(&broken_path, broken).unwrap();
            let Ok(info) = validate::language(&broken_path) else {
                continue;
            };
            passed += 1;
            match load(&broken_path, &info, &LoadOptions::default()) {
                Ok(mut model) => {
                    let _ = model.generate(&chat(vec![asked(&[], "?")]), &short(), &mut |_| Flow::Continue);
                }
                Err(error) => assert!(
                    !error.to_string().contains("gave up"),
                    "{value} at {place}: {error}"
                ),
            }
        }
    }
    assert!(passed > 100, "{passed}");
}
