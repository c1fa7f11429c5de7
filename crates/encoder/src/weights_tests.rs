//! Tests of the weights: hostile and mistaken files are refused before anything of them is used.

use super::*;
use crate::config::Shape;
use crate::files::Files;
use crate::testing::{self, Made};

fn load(bytes: &[u8]) -> Result<Weights, EncoderError> {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::in_folder(folder.path());
    std::fs::write(&files.config, testing::config().to_string()).unwrap();
    std::fs::write(&files.weights, bytes).unwrap();
    let limits = Limits::default();
    let shape = Shape::load(&files, &limits).unwrap();
    super::load(&files.weights, &shape, &limits, &mut Xxh3::new())
}

fn told(bytes: &[u8]) -> String {
    let error = load(bytes).err().unwrap();
    assert!(matches!(error, EncoderError::Weights { .. }), "{error}");
    error.to_string()
}

fn changed(name: &str, change: impl Fn(&mut Made)) -> String {
    let mut tensors = testing::bert(true);
    change(tensors.iter_mut().find(|t| t.name == name).unwrap());
    told(&testing::safetensors(&tensors))
}

#[test]
fn all_types_and_prefixes_are_read() {
    let mut tensors = testing::bert(true);
    let reference = load(&testing::safetensors(&tensors)).unwrap();
    assert!(reference.reader.is_some());
    for tensor in &mut tensors {
        tensor.kind = Dtype::F32;
        tensor.name = format!("bert.{}", tensor.name).replace("LayerNorm.weight", "LayerNorm.gamma");
    }
    let other = load(&testing::safetensors(&tensors)).unwrap();
    assert!(other.reader.is_none());
    assert_eq!(other.tensors.len(), reference.tensors.len());
    let name = "encoder.layer.1.output.dense.weight";
    let [a, b] =
        [&reference, &other].map(|w| w.tensors[name].flatten_all().unwrap().to_vec1::<f32>().unwrap());
    assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-3));
}

#[test]
fn wrong_tensors_are_named() {
    let name = "encoder.layer.1.output.dense.weight";
    let swapped = changed(name, |t| t.shape.reverse());
    assert!(
        swapped.contains("is [24, 16], the configuration says [16, 24]"),
        "{swapped}"
    );
    let renamed = changed(name, |t| t.name = "other".into());
    assert!(
        renamed.contains("encoder.layer.1.output.dense.weight is missing"),
        "{renamed}"
    );
    let typed = changed(name, |t| t.kind = Dtype::F64);
    assert!(typed.contains("F64"), "{typed}");
    for bad in [f32::NAN, f32::INFINITY] {
        let text = changed(name, |t| t.numbers[7] = bad);
        assert!(text.contains("holds what is not a number"), "{text}");
    }
    assert!(changed("reader.bias", |t| t.name = "bias".into()).contains("reader.bias is missing"));
    assert!(
        changed("embeddings.word_embeddings.weight", |t| t.name = "w".into()).contains("word_embeddings")
    );
    assert!(changed("reader.weight", |t| t.shape = vec![34]).contains("reader.weight"));
}

#[test]
fn broken_files_are_refused() {
    let good = testing::safetensors(&testing::bert(false));
    for length in [0, 5, 8, 9, 300, good.len() - 1] {
        told(&good[..length]);
    }
    told(&[good.clone(), vec![0]].concat());
    for length in [u64::MAX, u64::MAX - 7, 1 << 40, good.len() as u64, 3] {
        let mut bytes = good.clone();
        bytes[..8].copy_from_slice(&length.to_le_bytes());
        told(&bytes);
    }
    let header = |json: &str| [&(json.len() as u64).to_le_bytes(), json.as_bytes()].concat();
    for json in [
        "{",
        "[]",
        r#"{"embeddings.word_embeddings.weight":{"dtype":"F16","shape":[20,16],"data_offsets":[0,640]}}"#,
        r#"{"a":{"dtype":"F32","shape":[18446744073709551615,18446744073709551615],"data_offsets":[0,0]}}"#,
        r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
        r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#,
    ] {
        told(&header(json));
    }
}

#[test]
fn a_large_file_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let files = testing::write(folder.path(), &testing::config(), &testing::bert(false));
    let shape = Shape::load(&files, &Limits::default()).unwrap();
    let limits = Limits {
        weights: 1000,
        ..Limits::default()
    };
    let error = super::load(&files.weights, &shape, &limits, &mut Xxh3::new())
        .err()
        .unwrap();
    assert!(matches!(error, EncoderError::TooLarge { most: 1000, .. }));
    let limits = Limits {
        header: 100,
        ..Limits::default()
    };
    let error = super::load(&files.weights, &shape, &limits, &mut Xxh3::new())
        .err()
        .unwrap();
    assert!(error.to_string().contains("its header is longer"));
}
