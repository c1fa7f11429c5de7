//! Tests of the whole encoder with small random models.

use super::*;
use crate::testing;

const TEXTS: [&str; 5] = [
    "where is the loo",
    "toilets on floor two",
    "",
    "the cafe opens at nine on floor two is the loo",
    "?!",
];

fn bert(reader: bool) -> Encoder {
    let folder = tempfile::tempdir().unwrap();
    let files = testing::write(folder.path(), &testing::config(), &testing::bert(reader));
    Encoder::load(&files, &Limits::default()).unwrap()
}

fn near(a: &[f32], b: &[f32]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5)
}

#[test]
fn vectors_have_length_one_whatever_stands_beside() {
    let encoder = bert(false);
    assert_eq!(encoder.dimensions(), 16);
    let together = encoder.encode(&TEXTS).unwrap();
    assert_eq!(together, encoder.encode(&TEXTS).unwrap());
    for (text, vector) in TEXTS.iter().zip(&together) {
        assert!((vector.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(near(vector, &encoder.encode(&[text]).unwrap()[0]), "{text}");
    }
    assert!(!near(&together[0], &together[1]));
    assert!(encoder.encode(&[]).unwrap().is_empty());
    let long = "loo ".repeat(10_000);
    assert_eq!(encoder.encode(&[&long, &long[..400]]).unwrap()[1].len(), 16);
}

#[test]
fn distilbert_runs_too() {
    let folder = tempfile::tempdir().unwrap();
    let files = testing::write(folder.path(), &testing::distil_config(), &testing::distil());
    let encoder = Encoder::load(&files, &Limits::default()).unwrap();
    let together = encoder.encode(&TEXTS).unwrap();
    for (text, vector) in TEXTS.iter().zip(&together) {
        assert!(near(vector, &encoder.encode(&[text]).unwrap()[0]), "{text}");
    }
    assert!(!encoder.reads());
    assert!(matches!(
        encoder.answers("a", &["b"]),
        Err(EncoderError::NoReader)
    ));
}

#[test]
fn the_reader_sees_both_texts() {
    let encoder = bert(true);
    assert!(encoder.reads());
    let read = encoder.answers("where is the loo", &TEXTS).unwrap();
    assert!(read.iter().all(|p| *p > 0.0 && *p < 1.0));
    assert!((read[0] - read[1]).abs() > 1e-6);
    let other = encoder.answers("cafe opens", &TEXTS).unwrap();
    assert!((read[1] - other[1]).abs() > 1e-6);
    let alone = encoder.answers("where is the loo", &TEXTS[3..4]).unwrap();
    assert!((alone[0] - read[3]).abs() < 1e-5);
    assert!(encoder.answers("x", &[]).unwrap().is_empty());
    let long = "cafe ".repeat(1000);
    assert_eq!(encoder.answers(&long, &[&long]).unwrap().len(), 1);
}

#[test]
fn fingerprints_follow_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let load = |files: &Files| Encoder::load(files, &Limits::default()).unwrap().fingerprint();
    let files = testing::write(folder.path(), &testing::config(), &testing::bert(true));
    let first = load(&files);
    assert_eq!(first, load(&files));
    let mut tensors = testing::bert(true);
    tensors[5].numbers[3] += 0.5;
    assert_ne!(
        first,
        load(&testing::write(folder.path(), &testing::config(), &tensors))
    );
    let mut config = testing::config();
    config["layer_norm_eps"] = 1e-6.into();
    assert_ne!(
        first,
        load(&testing::write(folder.path(), &config, &testing::bert(true)))
    );
}

#[test]
fn prefixes_reach_the_network() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = testing::config();
    config["_name_or_path"] = "tiny-e5".into();
    let files = testing::write(folder.path(), &config, &testing::bert(false));
    let encoder = Encoder::load(&files, &Limits::default()).unwrap();
    let asked = encoder.encode_questions(&["the loo"]).unwrap();
    assert_eq!(asked, encoder.encode(&["query: the loo"]).unwrap());
    assert_eq!(
        encoder.encode_passages(&["the loo"]).unwrap(),
        encoder.encode(&["passage: the loo"]).unwrap()
    );
}

#[test]
fn a_reader_needs_marks() {
    let folder = tempfile::tempdir().unwrap();
    let files = testing::write(folder.path(), &testing::config(), &testing::bert(true));
    let mut tokenizer: serde_json::Value = serde_json::from_str(&testing::tokenizer()).unwrap();
    tokenizer["post_processor"] = serde_json::Value::Null;
    std::fs::write(&files.tokenizer, tokenizer.to_string()).unwrap();
    let error = Encoder::load(&files, &Limits::default()).err().unwrap();
    assert!(matches!(error, EncoderError::Tokenizer { .. }), "{error}");
}

#[test]
fn batches_hold_rows_of_like_length() {
    let rows: Vec<Row> = [4, 5, 6, 40, 41, 3000].map(|n| (vec![1; n], n)).into();
    let order: Vec<usize> = (0..rows.len()).collect();
    assert_eq!(batch_size(&rows, &order), 3);
    assert_eq!(batch_size(&rows, &order[3..]), 2);
    assert_eq!(batch_size(&rows, &order[5..]), 1);
}

#[test]
fn it_may_be_shared() {
    fn shared<T: Send + Sync>() {}
    shared::<Encoder>();
}

/// The shipped files, where this checkout has them.
#[test]
fn the_starter_encoder_knows_what_is_asked() {
    let models = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/starter");
    let files = Files::starter(models);
    if !files.weights.exists() {
        return;
    }
    let encoder = Encoder::load(&files, &Limits::default()).unwrap();
    for (question, units) in [
        (
            "where is the loo",
            [
                "Toilets: ground floor, beside the lift",
                "Ticket prices: adults £8",
                "Dogs are welcome",
            ],
        ),
        (
            "сколько стоит билет",
            [
                "Билет: 350 рублей",
                "Туалет на первом этаже",
                "Выходной день — понедельник",
            ],
        ),
        (
            "几点关门",
            ["开放时间:9:00至17:00", "洗手间在二楼", "停车费每小时5元"],
        ),
    ] {
        let vectors = encoder.encode_passages(&units).unwrap();
        let asked = &encoder.encode_questions(&[question]).unwrap()[0];
        let score = |v: &Vec<f32>| v.iter().zip(asked).map(|(a, b)| a * b).sum::<f32>();
        let scores: Vec<f32> = vectors.iter().map(score).collect();
        assert!(
            scores[0] > scores[1] && scores[0] > scores[2],
            "{question}: {scores:?}"
        );
        let read = encoder.answers(question, &units).unwrap();
        assert!(read[0] > read[1] && read[0] > read[2], "{question}: {read:?}");
    }
}

/// `cargo test --release -p mynah-encoder speed -- --ignored --nocapture`, with `RAYON_NUM_THREADS=1` for one core.
#[test]
#[ignore = "a measurement"]
#[allow(clippy::disallowed_methods)] // a measurement needs a clock
fn speed() {
    use crate::{Cache, Rows, search};
    use std::time::Instant;
    let models = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/starter");
    let begin = Instant::now();
    let encoder = Encoder::load(&Files::starter(models), &Limits::default()).unwrap();
    println!("load: {:?}", begin.elapsed());
    let vector = encoder.encode(&["где туалет? 12:30"]).unwrap().remove(0);
    println!(
        "to compare with the recipe: {:?} {:?}",
        &vector[..4],
        encoder.answers("where is the loo", &["Toilets: floor 2"])
    );
    let question = "could you tell me what time the big pool closes on saturday";
    let unit = "Opening hours: Pool: Main; Monday to Friday: 06:15 to 21:30; Saturday: 8:00 to 18:00; Sunday: closed";
    let units: Vec<String> = (0..12)
        .map(|i| format!("{} {i}", &unit[..unit.len() - 4 * i]))
        .collect();
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    let mut best = [f64::MAX; 2];
    for _ in 0..40 {
        let begin = Instant::now();
        encoder.encode_questions(&[question]).unwrap();
        best[0] = best[0].min(begin.elapsed().as_secs_f64() * 1e3);
        let begin = Instant::now();
        encoder.answers(question, &units).unwrap();
        best[1] = best[1].min(begin.elapsed().as_secs_f64() * 1e3);
    }
    println!(
        "a question: {:.2} ms, twelve passages read: {:.2} ms",
        best[0], best[1]
    );
    let folder = tempfile::tempdir().unwrap();
    let mut cache = Cache::open(&folder.path().join("v"), &encoder, 100_000);
    let texts: Vec<String> = (0..100_000).map(|i| format!("{i}")).collect();
    cache.fill_for_tests(texts.iter().map(String::as_str));
    cache.save().unwrap();
    let begin = Instant::now();
    assert_eq!(
        Cache::open(&folder.path().join("v"), &encoder, 100_000).len(),
        100_000
    );
    println!("opening 100,000 vectors: {:?}", begin.elapsed());
    for width in [256, 384] {
        let mut rows = Rows::new(width);
        (0..100_000).for_each(|i| rows.push(&testing::numbers(i, width, 1.0)));
        let query = testing::numbers(7, width, 1.0);
        let mut best = std::time::Duration::MAX;
        for _ in 0..20 {
            let begin = Instant::now();
            search(&rows, &query, 12);
            best = best.min(begin.elapsed());
        }
        println!("searching 100,000 of {width}: {best:?}");
    }
}
