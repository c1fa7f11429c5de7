//! Tests of the adapter: its file, hostile files, and what it changes.

use super::*;
use crate::testing;
use crate::{Encoder, Files, Limits};

const WIDTH: usize = 16;

fn adapter(encoder: u64) -> Adapter {
    Adapter {
        encoder,
        corrections: 30,
        width: WIDTH,
        down: testing::numbers(1, 4 * WIDTH, 0.5),
        up: testing::numbers(2, 4 * WIDTH, 0.5),
    }
}

/// A file of these tensors and metadata.
fn file(tensors: &[testing::Made], metadata: &[(&str, &str)]) -> Vec<u8> {
    let bytes: Vec<Vec<u8>> = tensors
        .iter()
        .map(|t| t.numbers.iter().flat_map(|x| x.to_le_bytes()).collect())
        .collect();
    let views = tensors
        .iter()
        .zip(&bytes)
        .map(|(t, b)| (&t.name, TensorView::new(t.kind, t.shape.clone(), b).unwrap()));
    let metadata = metadata
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    safetensors::serialize(views, Some(metadata.collect())).unwrap()
}

fn made(name: &str, shape: [usize; 2], numbers: Vec<f32>) -> testing::Made {
    testing::Made {
        name: name.to_owned(),
        shape: shape.into(),
        numbers,
        kind: Dtype::F32,
    }
}

fn told(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("adapter.safetensors");
    std::fs::write(&path, bytes).unwrap();
    let error = Adapter::read(&path).unwrap_err();
    let told = error.to_string();
    assert!(told.contains("adapter.safetensors"), "{told}");
    assert!(!told.chars().any(char::is_control), "{told}");
    told
}

#[test]
fn a_file_is_read_as_it_was_written_and_equal_adapters_have_equal_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let written = adapter(7);
    std::fs::write(&path, written.bytes().unwrap()).unwrap();
    let read = Adapter::read(&path).unwrap();
    assert_eq!((read.rank(), &read), (4, &written));
    for _ in 0..20 {
        assert!(read.bytes().unwrap() == written.bytes().unwrap());
    }
}

#[test]
fn only_questions_get_other_vectors_and_they_keep_length_one() {
    let folder = tempfile::tempdir().unwrap();
    let files = testing::write(folder.path(), &testing::config(), &testing::bert(true));
    let load = || Encoder::load(&files, &Limits::default()).unwrap();
    let plain = load();
    let added = adapter(plain.fingerprint());
    std::fs::write(files.adapter.as_ref().unwrap(), added.bytes().unwrap()).unwrap();
    let changed = load();
    let texts = ["where is the loo", "", "the cafe opens at nine"];
    assert_eq!(plain.fingerprint(), changed.fingerprint());
    assert_eq!(
        plain.encode_passages(&texts).unwrap(),
        changed.encode_passages(&texts).unwrap()
    );
    assert_eq!(plain.encode(&texts).unwrap(), changed.encode(&texts).unwrap());
    assert_eq!(
        plain.answers(texts[0], &texts).unwrap(),
        changed.answers(texts[0], &texts).unwrap()
    );
    let (before, after) = (
        plain.encode_questions(&texts).unwrap(),
        changed.encode_questions(&texts).unwrap(),
    );
    for (before, after) in before.iter().zip(&after) {
        let furthest = before.iter().zip(after).map(|(a, b)| (a - b).abs());
        assert!(furthest.fold(0.0, f32::max) > 1e-3);
        assert!((after.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-5);
    }
}

#[test]
fn an_adapter_of_another_encoder_or_width_is_refused_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let files = testing::write(folder.path(), &testing::config(), &testing::bert(false));
    let own = Encoder::load(&files, &Limits::default()).unwrap().fingerprint();
    let mut wide = adapter(own);
    wide.width = 2 * WIDTH;
    for (adapter, words) in [
        (adapter(own ^ 1), "belongs to the encoder"),
        (wide, "vectors of 32 numbers"),
    ] {
        std::fs::write(files.adapter.as_ref().unwrap(), adapter.bytes().unwrap()).unwrap();
        let error = Encoder::load(&files, &Limits::default()).err().unwrap();
        assert!(matches!(error, EncoderError::Adapter { .. }), "{error}");
        let told = error.to_string();
        assert!(
            told.contains(words) && told.contains("adapter.safetensors"),
            "{told}"
        );
    }
    let without = Files {
        adapter: None,
        ..files
    };
    assert!(Encoder::load(&without, &Limits::default()).is_ok());
}

#[test]
fn hostile_files_are_refused_in_a_sentence() {
    let whole = adapter(7).bytes().unwrap();
    for cut in [0, 7, 8, 40, whole.len() - 1] {
        told(&whole[..cut]);
    }
    for byte in 0..8 {
        let mut bytes = whole.clone();
        bytes[byte] ^= 0x7f;
        told(&bytes);
    }
    assert!(told(&vec![0; (MOST_BYTES + 1).try_into().unwrap()]).contains("1048576 bytes"));
    let says = [(OF, "7 30")];
    let down = |rank: usize| made(DOWN, [rank, WIDTH], testing::numbers(1, rank * WIDTH, 1.0));
    let up = |rank: usize| made(UP, [WIDTH, rank], testing::numbers(2, rank * WIDTH, 1.0));
    assert!(told(&file(&[down(2)], &says)).contains("adapter.up is missing"));
    assert!(told(&file(&[down(2), up(3)], &says)).contains("the other's turned"));
    assert!(told(&file(&[down(MOST_RANK + 1), up(MOST_RANK + 1)], &says)).contains("a rank of 1 to"));
    assert!(told(&file(&[down(0), up(0)], &says)).contains("a rank of 1 to"));
    for number in [f32::NAN, f32::INFINITY, -1e30] {
        let mut bad = up(2);
        bad.numbers[5] = number;
        assert!(told(&file(&[down(2), bad], &says)).contains("no number"));
    }
    let mut flat = up(2);
    flat.shape = vec![2 * WIDTH];
    assert!(told(&file(&[down(2), flat], &says)).contains("no matrix"));
    for of in ["\u{1b}[2J 30", "7 -3", "7", "", "7 30 1", "x 30"] {
        let told = told(&file(&[down(2), up(2)], &[(OF, of)]));
        assert!(told.contains("is no fingerprint"), "{told}");
    }
    let unsaid = told(&file(&[down(2), up(2)], &[("other", "7 30")]));
    assert!(unsaid.contains("does not say its adapter.of"), "{unsaid}");
}

#[test]
fn a_question_that_would_vanish_stays_as_it_is() {
    let mut turned = adapter(1);
    let mut question = vec![0.0; WIDTH];
    question[0] = 1.0;
    turned.down = question.clone();
    turned.up = question.iter().map(|x| -x).collect();
    let before = question.clone();
    turned.apply(&mut question);
    assert_eq!(question, before);
}
