//! Tests of the configuration: what is taken, what is refused and why.

use serde_json::{Value, json};

use super::*;
use crate::testing;

fn load(config: &Value, beside: &[(&str, Value)], name: &str) -> Result<Shape, EncoderError> {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join(name);
    std::fs::create_dir_all(folder.join("1_Pooling")).unwrap();
    std::fs::write(folder.join("config.json"), config.to_string()).unwrap();
    for (file, value) in beside {
        std::fs::write(folder.join(file), value.to_string()).unwrap();
    }
    Shape::load(&Files::in_folder(folder), &Limits::default())
}

fn changed(key: &str, value: Value) -> Value {
    let mut config = testing::config();
    config[key] = value;
    config
}

#[test]
fn both_kinds_are_read() {
    let bert = load(&testing::config(), &[], "a").unwrap();
    assert_eq!(
        (bert.kind, bert.hidden, bert.layers, bert.heads, bert.tokens),
        (Kind::Bert, 16, 2, 4, 32)
    );
    let distil = load(&testing::distil_config(), &[], "a").unwrap();
    assert_eq!(
        (distil.kind, distil.hidden, distil.intermediate),
        (Kind::Distil, 16, 24)
    );
    distil.distil().unwrap();
}

#[test]
fn what_is_out_of_bounds_is_refused() {
    for (key, value, told) in [
        ("hidden_size", json!(0), "hidden_size is 0"),
        ("hidden_size", json!(4096), "from 1 to 1024"),
        ("hidden_size", json!(18), "not divided by 4 heads"),
        ("num_hidden_layers", json!(25), "from 1 to 24"),
        ("vocab_size", json!(300_001), "from 1 to 300000"),
        ("max_position_embeddings", json!(4), "only 4 tokens"),
        ("max_position_embeddings", json!(1u64 << 40), "from 1 to 8192"),
        ("num_attention_heads", json!(0), "num_attention_heads is 0"),
        ("num_attention_heads", json!(-4), "invalid value"),
        ("type_vocab_size", json!(0), "type_vocab_size is missing"),
        ("layer_norm_eps", json!(-1.0), "layer_norm_eps"),
        ("hidden_act", json!("mish"), "mish"),
        (
            "model_type",
            json!("xlm-roberta"),
            "neither \"bert\" nor \"distilbert\"",
        ),
        ("position_embedding_type", json!("relative_key"), "relative"),
    ] {
        let error = load(&changed(key, value), &[], "a").unwrap_err();
        assert!(matches!(error, EncoderError::Config { .. }));
        let text = error.to_string();
        assert!(
            text.contains(told) && text.contains("config.json") && text.contains("; use the"),
            "{text}"
        );
    }
}

#[test]
fn sentence_transformers_files_are_heeded() {
    let said = load(
        &testing::config(),
        &[
            ("sentence_bert_config.json", json!({"max_seq_length": 20})),
            (
                "config_sentence_transformers.json",
                json!({"prompts": {"query": "ask: ", "document": "text: "}}),
            ),
            (
                "1_Pooling/config.json",
                json!({"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}),
            ),
            (
                "modules.json",
                json!([{"type": "sentence_transformers.models.Transformer"}]),
            ),
        ],
        "a",
    )
    .unwrap();
    assert_eq!((said.tokens, said.pooling), (20, Pooling::First));
    assert_eq!(
        (&*said.question_prefix, &*said.passage_prefix),
        ("ask: ", "text: ")
    );
    for (file, value) in [
        ("1_Pooling/config.json", json!({"pooling_mode_max_tokens": true})),
        ("1_Pooling/config.json", json!({"pooling_mode": ["mean", "max"]})),
        (
            "1_Pooling/config.json",
            json!({"pooling_mode": "mean", "include_prompt": false}),
        ),
        (
            "modules.json",
            json!([{"type": "sentence_transformers.models.Dense"}]),
        ),
        (
            "modules.json",
            json!([{"type": "sentence_transformers.models.LayerNorm"}]),
        ),
        (
            "config_sentence_transformers.json",
            json!({"prompts": {"query": "x".repeat(2000)}}),
        ),
        ("sentence_bert_config.json", json!([])),
    ] {
        let error = load(&testing::config(), &[(file, value)], "a")
            .unwrap_err()
            .to_string();
        assert!(error.contains(file), "{error}");
    }
}

#[test]
fn the_length_is_the_tokenizers_unless_sentence_transformers_says_another() {
    let length = |value: Value| ("tokenizer_config.json", json!({"model_max_length": value}));
    let tokens = |beside: &[_]| load(&testing::config(), beside, "a").unwrap().tokens;
    let without = tokens(&[]);
    assert_eq!(tokens(&[length(json!(1e30))]), without);
    assert_eq!(tokens(&[length(json!(12))]), 12);
    let both = [
        length(json!(12)),
        ("sentence_bert_config.json", json!({"max_seq_length": 20})),
    ];
    assert_eq!(tokens(&both), 20);
}

#[test]
fn the_name_tells_an_e5() {
    let e5 = load(&testing::config(), &[], "multilingual-e5-small").unwrap();
    assert_eq!(
        (&*e5.question_prefix, &*e5.passage_prefix),
        ("query: ", "passage: ")
    );
    let e5 = load(&changed("_name_or_path", json!("intfloat/e5-small-v2")), &[], "a").unwrap();
    assert_eq!(e5.question_prefix, "query: ");
    assert_eq!(
        load(&testing::config(), &[], "face5").unwrap().question_prefix,
        ""
    );
}
