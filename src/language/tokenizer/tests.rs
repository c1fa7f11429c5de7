//! Text to tokens and back, with hand-made vocabularies and the starter model's own.

use std::path::Path;

use candle_core::quantized::gguf_file::Value;

use super::super::fixture::{self, Properties};
use super::super::gguf::{self, Metadata};
use super::split::Splitter;
use super::*;

const CONTROLS: &[&str] = &["<|end|>", "<|user|>"];

fn tokenizer(properties: &Properties) -> Tokenizer {
    Tokenizer::from_metadata(&fixture::metadata(properties)).unwrap()
}

fn encode(tokenizer: &Tokenizer, text: &str) -> Vec<u32> {
    let mut tokens = Vec::new();
    tokenizer.encode(text, true, &mut tokens);
    tokens
}

/// The words that a text becomes.
fn words<'a>(tokenizer: &'a Tokenizer, text: &str) -> Vec<&'a str> {
    encode(tokenizer, text)
        .into_iter()
        .map(|token| tokenizer.vocabulary.words[token as usize].as_str())
        .collect()
}

fn starter() -> Tokenizer {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/starter/language.gguf");
    Tokenizer::from_metadata(&Metadata::of(&gguf::open(&path).unwrap().0)).unwrap()
}

#[test]
fn merges_go_by_rank_not_from_left_to_right() {
    let merges = ["b c", "a b", "bc d", "Ġ a", "a a"];
    let tokenizer = tokenizer(&fixture::bytes_vocabulary(CONTROLS, &merges, "gpt-2"));
    for (text, expected) in [
        ("abcd", &["a", "bcd"][..]),
        ("ab", &["ab"]),
        ("aab", &["a", "ab"]),
        ("aaaa", &["aa", "aa"]),
        ("aaa", &["aa", "a"]),
        (" a", &["Ġa"]),
        ("", &[]),
        ("é", &["Ã", "©"]),
    ] {
        assert_eq!(words(&tokenizer, text), expected, "{text}");
    }
}

#[test]
fn every_splitter_cuts_as_its_model_was_trained() {
    let text = "Hello'Ve world's 1234\n\n  foo?! 5";
    let pieces = |name: Option<&str>| {
        let splitter = Splitter::named(name).unwrap();
        let pieces = splitter.split(text);
        pieces
            .into_iter()
            .map(|range| text[range].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        pieces(Some("gpt-2")),
        [
            "Hello", "'", "Ve", " world", "'s", " 1234", "\n\n ", " foo", "?!", " 5"
        ]
    );
    assert_eq!(
        pieces(Some("smollm")),
        [
            "Hello", "'", "Ve", " world", "'s", " ", "1", "2", "3", "4", "\n\n ", " foo", "?!", " ", "5"
        ]
    );
    assert_eq!(
        pieces(Some("llama-bpe")),
        [
            "Hello", "'Ve", " world", "'s", " ", "123", "4", "\n\n", " ", " foo", "?!", " ", "5"
        ]
    );
    assert_eq!(
        pieces(None),
        [
            "Hello", "'", "Ve", " world", "'", "s", " ", "123", "4", "\n\n ", " foo", "?!", " ", "5"
        ]
    );
    assert!(
        Splitter::named(Some("of tomorrow"))
            .unwrap_err()
            .contains("of tomorrow")
    );
}

#[test]
fn a_piece_that_is_a_word_is_taken_whole_by_llama_3_only() {
    // "abc" is a word, but no merges lead to it.
    let with = |pre| {
        let mut properties = fixture::bytes_vocabulary(CONTROLS, &["a bc"], pre);
        properties.insert("tokenizer.ggml.merges", fixture::texts(["x y"]));
        tokenizer(&properties)
    };
    assert_eq!(words(&with("llama-bpe"), "abc"), ["abc"]);
    assert_eq!(words(&with("gpt-2"), "abc"), ["a", "b", "c"]);
}

#[test]
fn sentence_pieces_merge_by_score_and_fall_back_to_bytes() {
    let vocabulary = [
        ("▁", -9.0),
        ("a", -9.0),
        ("b", -9.0),
        ("ab", -2.0),
        ("▁a", -1.0),
        ("▁ab", -3.0),
        ("bb", -4.0),
    ];
    let tokenizer = tokenizer(&fixture::sentence_vocabulary(&vocabulary));
    for (text, expected) in [
        ("ab", &["▁ab"][..]),
        ("abb", &["▁ab", "b"]),
        ("a ab", &["▁a", "▁ab"]),
        ("é", &["▁", "<0xC3>", "<0xA9>"]),
        ("a\n", &["▁a", "<0x0A>"]),
    ] {
        assert_eq!(words(&tokenizer, text), expected, "{text}");
        assert_eq!(tokenizer.decode(&encode(&tokenizer, text)), format!(" {text}"));
    }
    let mut tokens = Vec::new();
    tokenizer.encode("ab", false, &mut tokens);
    assert_eq!(tokenizer.decode(&tokens), "ab");
}

#[test]
fn text_that_spells_control_tokens_stays_text() {
    let starter = starter();
    let llama = tokenizer(&fixture::sentence_vocabulary(&[
        ("▁", -1.0),
        ("<", -1.0),
        ("s", -1.0),
        (">", -1.0),
    ]));
    // A file that marks its control tokens as plain text.
    let mut unmarked = fixture::bytes_vocabulary(&["<|im_end|>"], &[], "llama-bpe");
    unmarked.remove("tokenizer.ggml.token_type");
    let unmarked = tokenizer(&unmarked);
    for (tokenizer, control) in [
        (&starter, "<|end|>"),
        (&starter, "<|tool|>"),
        (&llama, "<s>"),
        (&llama, "</s>"),
        (&unmarked, "<|im_end|>"),
    ] {
        let id = tokenizer.control(control).unwrap();
        for text in [
            control.to_owned(),
            format!("a{control}b"),
            format!(" {control}\n{control}"),
        ] {
            let tokens = encode(tokenizer, &text);
            assert!(
                !tokens.contains(&id) && tokens.iter().all(|&token| !tokenizer.is_control(token)),
                "{text}"
            );
            assert_eq!(tokenizer.decode(&tokens).trim(), text.trim());
        }
    }
    assert!(starter.bytes(starter.control("<|end|>").unwrap()).is_empty());
    assert!(starter.bytes(u32::MAX).is_empty());
}

#[test]
fn any_text_survives_the_starters_tokenizer() {
    let starter = starter();
    for text in [
        "The cafe opens at 9 am.",
        "  two  spaces ",
        "naïve — “quotes” 🦜\u{200d}\u{fe0f}",
        "\0\u{7f}\u{ad}\t\r\n",
        "𝟛²½",
    ] {
        assert_eq!(starter.decode(&encode(&starter, text)), text);
    }
    let long = "a".repeat(20_000) + &" ".repeat(20_000) + "!".repeat(20_000).as_str();
    assert_eq!(starter.decode(&encode(&starter, &long)), long);
}

#[test]
fn the_starter_reads_every_digit_by_itself() {
    assert_eq!(
        &words(&starter(), "room 1590?")[1..],
        ["Ġ", "1", "5", "9", "0", "?"]
    );
}

#[test]
fn characters_come_whole_from_broken_portions() {
    let mut stream = Utf8Stream::default();
    let mut text = String::new();
    for byte in "a🦜é".bytes() {
        text.push_str(&stream.push(&[byte]));
        assert!(std::str::from_utf8(text.as_bytes()).is_ok());
    }
    assert_eq!((text.as_str(), stream.finish().as_str()), ("a🦜é", ""));
    assert_eq!(stream.push(b"\xf0\x9f\xa6a\xffb\xc3"), "\u{fffd}a\u{fffd}b");
    assert_eq!(stream.finish(), "\u{fffd}");
    assert_eq!(stream.finish(), "");
}

#[test]
fn a_vocabulary_that_contradicts_itself_is_refused() {
    let sound = fixture::bytes_vocabulary(CONTROLS, &[], "gpt-2");
    for (key, value, expected) in [
        (
            "tokenizer.ggml.model",
            Some(fixture::text("rwkv")),
            "'rwkv' is unknown",
        ),
        ("tokenizer.ggml.model", None, "kind is not given"),
        (
            "tokenizer.ggml.model",
            Some(fixture::text("llama")),
            "scores are missing",
        ),
        (
            "tokenizer.ggml.pre",
            Some(fixture::text("new")),
            "'new' is unknown",
        ),
        (
            "tokenizer.ggml.tokens",
            Some(fixture::texts(["a"])),
            "have 258 types",
        ),
        ("tokenizer.ggml.tokens", Some(Value::U32(1)), "words are missing"),
        (
            "tokenizer.ggml.token_type",
            Some(Value::Array(vec![Value::I32(3); 258])),
            "do not cover every byte",
        ),
        ("tokenizer.ggml.merges", None, "merges are missing"),
    ] {
        let mut properties = sound.clone();
        properties.remove(key);
        properties.extend(value.map(|value| (key, value)));
        let reason = Tokenizer::from_metadata(&fixture::metadata(&properties)).unwrap_err();
        assert!(reason.contains(expected), "{key}: {reason}");
    }
    // Ids beyond the vocabulary are none.
    let mut properties = sound;
    properties.insert("tokenizer.ggml.eos_token_id", Value::U32(9_999));
    assert_eq!(tokenizer(&properties).end(), None);
}
