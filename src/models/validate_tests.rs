//! Sound files pass, and every broken or hostile one gets its sentence.

use std::path::{Path, PathBuf};

use super::super::samples::{self, Entry, Gguf};
use super::*;

fn starter(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("models/starter")
        .join(name)
}

/// Checks bytes as a model file.
fn check(kind: Kind, bytes: &[u8]) -> Result<(), ModelError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("given.file");
    std::fs::write(&path, bytes).unwrap();
    let result = match kind {
        Kind::Speech => speech(&path).map(drop),
        Kind::Language => language(&path).map(drop),
        Kind::VoiceActivity => voice_activity(&path).map(drop),
    };
    if let Err(error) = &result {
        let sentence = error.to_string();
        assert!(
            sentence.contains("given.file") && sentence.ends_with('.') && !sentence.contains('\n'),
            "{sentence}"
        );
    }
    result
}

/// The sentence for a GGUF file that must be refused.
fn refusal(file: &Gguf) -> String {
    check(Kind::Language, &file.bytes()).unwrap_err().to_string()
}

fn put(bytes: &mut [u8], offset: usize, number: u32) {
    bytes[offset..offset + 4].copy_from_slice(&number.to_le_bytes());
}

#[test]
fn the_starter_models_are_sound() {
    let speech = speech(&starter("speech.bin")).unwrap();
    assert!(!speech.multilingual);
    let language = language(&starter("language.gguf")).unwrap();
    assert_eq!(
        (language.architecture.as_str(), language.quantisation.as_str()),
        ("llama", "Q8_0")
    );
    assert!(
        language
            .to_string()
            .contains("million parameters, Q8_0, 1024 tokens"),
        "{language}"
    );
}

#[test]
fn a_speech_model_of_single_precision_is_refused_because_whisper_cpp_would_end_the_program() {
    let mut bytes = samples::whisper();
    put(&mut bytes, 44, 0);
    let told = check(Kind::Speech, &bytes).unwrap_err().to_string();
    assert!(told.contains("weights stored as F32"), "{told}");
}

#[test]
fn the_samples_are_sound() {
    check(Kind::Speech, &samples::whisper()).unwrap();
    check(Kind::Language, &Gguf::llama(64).bytes()).unwrap();
    check(
        Kind::Language,
        &Gguf {
            version: 2,
            ..Gguf::llama(64)
        }
        .bytes(),
    )
    .unwrap();
}

#[test]
fn a_file_cut_anywhere_is_cut_short() {
    for (kind, whole) in [
        (Kind::Speech, samples::whisper()),
        (Kind::Language, Gguf::llama(64).bytes()),
    ] {
        for part in 1..50 {
            let present = whole.len() * part / 50;
            let error = check(kind, &whole[..present]).unwrap_err();
            assert!(
                matches!(error, ModelError::CutShort { .. }),
                "{kind} {part}/50: {error}"
            );
        }
        assert!(matches!(
            check(kind, &whole[..whole.len() - 1]),
            Err(ModelError::CutShort { whole: Some(_), .. })
        ));
    }
    let message = check(Kind::Speech, &samples::whisper()[..600_000])
        .unwrap_err()
        .to_string();
    assert!(
        message.contains("cut short: 0.6 of 1.1 MB are there; copy it again"),
        "{message}"
    );
}

#[test]
fn foreign_files_are_recognised() {
    let speech = samples::whisper();
    let language = Gguf::llama(64).bytes();
    let mut safetensors = 100_u64.to_le_bytes().to_vec();
    safetensors.extend_from_slice(b"{\"weight\":{}}");
    for (kind, bytes, expected) in [
        (
            Kind::Speech,
            &language[..],
            "language model (GGUF), not a speech model",
        ),
        (
            Kind::Language,
            &speech,
            "speech model (Whisper), not a language model",
        ),
        (Kind::Speech, b"", "an empty file"),
        (
            Kind::Language,
            b"\n<!DOCTYPE html><html>Not found</html>",
            "a web page",
        ),
        (
            Kind::Speech,
            b"version https://git-lfs.github.com/spec/v1\noid sha256:",
            "git lfs pull",
        ),
        (Kind::Speech, b"PK\x03\x04model.pt", "PyTorch"),
        (Kind::Language, b"\x1f\x8b\x08\0\0", "compressed"),
        (Kind::Language, &safetensors, "safetensors"),
        (Kind::Language, b"tjgg\x03\0\0\0", "old ggml"),
        (Kind::Speech, b"RIFF\0\0\0\0WAVE", "unknown format"),
    ] {
        let message = check(kind, bytes).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }
    assert!(speech_error(Path::new("/nowhere/model.bin")).contains("/nowhere/model.bin"));
    assert!(speech_error(Path::new("/")).contains("it is a folder"));
}

fn speech_error(path: &Path) -> String {
    speech(path).unwrap_err().to_string()
}

#[test]
fn a_file_of_a_terabyte_is_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.gguf");
    std::fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
    assert!(matches!(language(&path), Err(ModelError::TooLarge { .. })));
}

#[test]
fn hostile_numbers_in_a_speech_model_are_refused() {
    let sound = samples::whisper();
    let first_tensor = 4 * 14 + 80 * 201 * 4 + 4 + (4 + 1) + (4 + 2);
    assert_eq!(&sound[first_tensor + 20..first_tensor + 28], b"encoder.");
    // Head: vocabulary, contexts, widths, heads, layers, bands, storage, filters.
    for field in 1..14 {
        for number in [0, 7, u32::MAX, 0x8000_0000, 1 << 20] {
            let mut broken = sound.clone();
            put(&mut broken, field * 4, number);
            assert!(check(Kind::Speech, &broken).is_err(), "field {field} of {number}");
        }
    }
    // The count of words, the length of a word, and the first tensor's dimensions, name, storage and shape.
    let words = 4 * 14 + 80 * 201 * 4;
    let places = [
        words,
        words + 4,
        first_tensor,
        first_tensor + 4,
        first_tensor + 8,
        first_tensor + 12,
    ];
    for place in places {
        for number in [0, 5, 129, u32::MAX, 0x8000_0000] {
            let mut broken = sound.clone();
            put(&mut broken, place, number);
            assert!(
                broken == sound || check(Kind::Speech, &broken).is_err(),
                "{number} at {place}"
            );
        }
    }
    let mut renamed = sound.clone();
    renamed[first_tensor + 20] = b'E';
    assert!(
        check(Kind::Speech, &renamed)
            .unwrap_err()
            .to_string()
            .contains("unexpected or repeated tensor")
    );
    let mut longer = sound.clone();
    longer.push(0);
    assert!(check(Kind::Speech, &longer).is_err());
    longer.extend_from_slice(&sound[first_tensor..]);
    assert!(check(Kind::Speech, &longer).is_err());
    let no_tensors = check(Kind::Speech, &sound[..first_tensor]).unwrap_err();
    assert!(
        matches!(no_tensors, ModelError::CutShort { whole: Some(whole), .. } if whole == sound.len() as u64)
    );
}

#[test]
fn no_single_byte_of_a_header_is_trusted() {
    // A changed byte may give another sound file (a name, a weight); it must never panic or be slow.
    let language = Gguf::llama(64).bytes();
    let speech = samples::whisper();
    let first_tensor = 64_391;
    let places = (0..1_600)
        .step_by(5)
        .map(|place| (Kind::Language, &language, place));
    let places = places.chain(
        (0..60)
            .chain(first_tensor..first_tensor + 60)
            .map(|place| (Kind::Speech, &speech, place)),
    );
    for (kind, sound, place) in places {
        for value in [0, 0xff] {
            let mut broken = sound.clone();
            broken[place] = value;
            let _ = check(kind, &broken);
        }
    }
}

#[test]
fn hostile_headers_of_a_language_model_are_refused() {
    let sound = Gguf::llama(64);
    for (offset, number) in [
        (4, 1),
        (4, 9),
        (8, u32::MAX),
        (12, u32::MAX),
        (16, u32::MAX),
        (20, u32::MAX),
        (8, 0),
    ] {
        let mut bytes = sound.bytes();
        put(&mut bytes, offset, number);
        assert!(check(Kind::Language, &bytes).is_err(), "{number} at {offset}");
    }
    let nested = |depth: usize| {
        let mut raw = [9_u32.to_le_bytes().as_slice(), &1_u64.to_le_bytes()]
            .concat()
            .repeat(depth);
        raw.extend([4_u32.to_le_bytes().as_slice(), &0_u64.to_le_bytes()].concat());
        Entry::Raw(9, raw)
    };
    check(Kind::Language, &sound.clone().with("x", nested(1)).bytes()).unwrap();
    let long_list = [0_u32.to_le_bytes().as_slice(), &(1_u64 << 40).to_le_bytes()].concat();
    let long_text = (1_u64 << 40).to_le_bytes().to_vec();
    for (key, entry, expected) in [
        ("general.alignment", Entry::Count(0), "alignment"),
        ("general.alignment", Entry::Count(24), "alignment"),
        ("general.alignment", Entry::Count(1 << 31), "alignment"),
        ("general.alignment", Entry::Raw(0, vec![0]), "alignment"),
        ("llama.attention.head_count", Entry::Count(0), "head_count of 0"),
        (
            "llama.attention.head_count_kv",
            Entry::Count(0),
            "head_count_kv of 0",
        ),
        (
            "llama.attention.head_count_kv",
            Entry::Float(1.0),
            "head_count_kv is no number",
        ),
        ("llama.block_count", Entry::Count(u32::MAX), "block_count"),
        (
            "llama.block_count",
            Entry::Count(2),
            "blk.1.attn_norm.weight is missing",
        ),
        ("llama.embedding_length", Entry::Count(62), "heads of 31"),
        (
            "llama.rope.dimension_count",
            Entry::Count(17),
            "rotated dimensions",
        ),
        ("llama.rope.freq_base", Entry::Float(f32::NAN), "freq_base"),
        (
            "llama.attention.layer_norm_rms_epsilon",
            Entry::Float(-1.0),
            "epsilon",
        ),
        ("llama.expert_count", Entry::Count(8), "mixture of experts"),
        (
            "llama.rope.scaling.type",
            Entry::Text("yarn"),
            "stretched by 'yarn'",
        ),
        (
            "tokenizer.ggml.tokens",
            Entry::Texts(vec!["a", "b", "c", "d"]),
            "4 words for 3 embeddings",
        ),
        (
            "general.architecture",
            Entry::Text("mamba"),
            "'mamba', which this version cannot run: use one of: llama, qwen2",
        ),
        ("x", nested(4), "list"),
        ("x", Entry::Raw(9, long_list), "list of"),
        ("x", Entry::Raw(8, long_text), "text of"),
        ("x", Entry::Raw(13, vec![]), "type 13"),
        ("x", Entry::Raw(7, vec![2]), "truth value"),
    ] {
        let message = refusal(&sound.clone().with(key, entry));
        assert!(message.contains(expected), "{key}: {message}");
    }
    assert!(refusal(&sound.clone().without("tokenizer.ggml.tokens")).contains("vocabulary of 0 words"));
    let mut twice = sound.clone();
    twice.entries.push(("general.name", Entry::Text("again")));
    assert!(refusal(&twice).contains("twice"));
}

#[test]
fn hostile_tensors_of_a_language_model_are_refused() {
    let sound = Gguf::llama(64);
    let broken = |change: &dyn Fn(&mut samples::Tensors)| {
        let mut file = sound.clone();
        let whole = file.bytes();
        change(&mut file.tensors);
        // The header of the changed file over data of the old size.
        let mut bytes = file.bytes();
        bytes.resize(whole.len() + 4096, 0);
        check(Kind::Language, &bytes).unwrap_err().to_string()
    };
    for (message, expected) in [
        (broken(&|tensors| tensors[0].1 = vec![64, 0]), "dimension of 0"),
        (broken(&|tensors| tensors[0].1 = vec![1; 5]), "5 dimensions"),
        (broken(&|tensors| tensors[0].1 = vec![]), "0 dimensions"),
        (broken(&|tensors| tensors[1].1 = vec![32]), "has the shape"),
        (broken(&|tensors| tensors[3].1 = vec![32, 64]), "has the shape"),
        (
            broken(&|tensors| tensors[2].0 = "output_norm.weight".into()),
            "twice",
        ),
        (
            broken(&|tensors| tensors.push(("blk.0.attn_q.bias".into(), vec![63]))),
            "blk.0.attn_q.bias has the shape",
        ),
        (
            broken(&|tensors| tensors.push(("extra.weight".into(), vec![64]))),
            "another architecture",
        ),
    ] {
        assert!(message.contains(expected), "{expected}: {message}");
    }
    // Products that overflow, and offsets that lie: written into the table by hand.
    let bytes = sound.bytes();
    let name = b"token_embd.weight";
    let table = bytes
        .windows(name.len())
        .position(|window| window == name)
        .unwrap()
        + name.len();
    for (place, value) in [
        (table + 4, 1_u64 << 31),
        (table + 4, u64::MAX),
        (table + 24, 1 << 62),
        (table + 24, 16),
        (table + 24, u64::MAX - 31),
    ] {
        let mut broken = bytes.clone();
        broken[place..place + 8].copy_from_slice(&value.to_le_bytes());
        assert!(check(Kind::Language, &broken).is_err(), "{value} at {place}");
    }
    let mut strange = bytes.clone();
    put(&mut strange, table + 4 + 16, 16);
    assert!(
        check(Kind::Language, &strange)
            .unwrap_err()
            .to_string()
            .contains("storage type 16")
    );
}

#[test]
fn only_the_published_shape_of_a_voice_activity_model_passes() {
    let sound = samples::silero();
    check(Kind::VoiceActivity, &sound).unwrap();
    let of_numbers = 4 + 4 + "silero-16k".len();
    let first_tensor = of_numbers + 22 * 4;
    for (place, value, expected) in [
        (4, u32::MAX, "letters"),
        (of_numbers, 2_000, "version"),
        (of_numbers + 12, 0, "window of 0"),
        (of_numbers + 20, u32::MAX, "number of layers"),
        (of_numbers + 24, 1, "channels of 1"),
        (first_tensor, 1 << 30, "dimensions"),
        (first_tensor + 4, u32::MAX, "name of"),
        (first_tensor + 8, 0, "storage type"),
        (first_tensor + 12, 1 << 20, "has the shape"),
    ] {
        let mut broken = sound.clone();
        put(&mut broken, place, value);
        let message = check(Kind::VoiceActivity, &broken).unwrap_err().to_string();
        assert!(message.contains(expected), "{expected}: {message}");
    }
    let cut = check(Kind::VoiceActivity, &sound[..sound.len() - 2]).unwrap_err();
    assert!(cut.to_string().contains("cut short"), "{cut}");
    let whisper = check(Kind::VoiceActivity, &samples::whisper()).unwrap_err();
    assert!(whisper.to_string().contains("damaged"), "{whisper}");
}
