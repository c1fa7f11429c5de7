//! Which model is chosen, and what is said when there is none.

use super::super::samples::{self, Gguf};
use super::*;

/// A folder with models: name and width, where a width of 0 makes a broken file.
fn folder(files: &[(&str, u32)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, width) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let bytes = if *width == 0 {
            b"<html>404</html>".to_vec()
        } else {
            Gguf::llama(*width).bytes()
        };
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn store(folders: &[&tempfile::TempDir]) -> Store {
    Store::new(folders.iter().map(|folder| folder.path().to_owned()).collect())
}

fn found(store: &Store) -> String {
    let candidates = store.candidates(Kind::Language).unwrap();
    let found = candidates.best();
    let folder = if found.origin == Origin::Starter {
        "starter/"
    } else {
        ""
    };
    format!("{folder}{}", found.path.file_name().unwrap().to_string_lossy())
}

#[test]
fn the_choice_goes_by_who_put_it_there_then_by_folder_then_by_size() {
    let starter = folder(&[("starter/own.gguf", 64), ("speech.bin", 0), ("notes.txt", 0)]);
    let small = folder(&[("small.gguf", 32)]);
    let two = folder(&[("a.gguf", 32), ("b.GGUF", 64), ("starter/c.gguf", 128)]);
    for (folders, expected) in [
        (&[&starter][..], "starter/own.gguf"),
        (&[&starter, &small], "small.gguf"),
        (&[&starter, &two, &small], "b.GGUF"),
        (&[&starter, &small, &two], "small.gguf"),
    ] {
        assert_eq!(found(&store(folders)), expected);
    }
}

#[test]
fn a_broken_model_is_told_and_the_next_best_is_used() {
    let starter = folder(&[("starter/own.gguf", 64)]);
    let broken = folder(&[("broken.gguf", 0)]);
    let small = folder(&[("small.gguf", 32)]);
    let only_broken = store(&[&broken]).candidates(Kind::Language).unwrap_err();
    assert!(
        only_broken.to_string().contains("broken.gguf is a web page"),
        "{only_broken}"
    );
    for (folders, expected) in [
        (&[&broken, &starter][..], "starter/own.gguf"),
        (&[&broken, &starter, &small], "small.gguf"),
    ] {
        let store = store(folders);
        assert_eq!(found(&store), expected);
        let told = store.candidates(Kind::Language).unwrap().set_aside;
        assert_eq!(told.len(), 1);
        assert!(
            told[0].to_string().contains("broken.gguf is a web page"),
            "{told:?}"
        );
    }
    let problems: Vec<bool> = store(&[&broken, &starter])
        .list()
        .iter()
        .map(|model| model.described.is_err())
        .collect();
    assert_eq!(problems, [true, false]);
}

#[test]
fn a_configured_model_that_cannot_be_used_is_told_and_the_next_best_is_used() {
    let models = folder(&[("starter/own.gguf", 32), ("good.gguf", 64), ("broken.gguf", 0)]);
    let store = store(&[&models]);
    for (name, expected, told) in [
        ("own", "own.gguf", None),
        ("broken", "good.gguf", Some("broken.gguf is a web page")),
        ("none", "good.gguf", Some("no language model 'none'")),
    ] {
        let candidates = store.candidates_after(Kind::Language, name).unwrap();
        assert!(
            candidates.best().path.ends_with(expected),
            "{name}: {candidates:?}"
        );
        assert_eq!(candidates.set_aside.len(), usize::from(told.is_some()), "{name}");
        let sentence = candidates.set_aside.first().map(ToString::to_string);
        assert!(
            sentence.unwrap_or_default().contains(told.unwrap_or_default()),
            "{name}"
        );
    }
}

#[test]
fn the_given_folder_wins_even_with_a_starter_model_and_must_exist() {
    let given = folder(&[("starter/own.gguf", 32)]);
    let added = folder(&[("added.gguf", 64)]);
    let mut store = store(&[&added]);
    store.given = Some(given.path().to_owned());
    assert_eq!(found(&store), "starter/own.gguf");
    store.given = Some(given.path().join("starter"));
    assert_eq!(found(&store), "starter/own.gguf");
    store.given = Some(PathBuf::from("/nowhere/models"));
    for error in [
        store.candidates(Kind::Language).unwrap_err(),
        store.candidates_after(Kind::Language, "added").unwrap_err(),
    ] {
        assert!(
            error.to_string().contains("/nowhere/models does not exist"),
            "{error}"
        );
    }
}

#[test]
fn a_name_is_a_path_or_a_file_name_with_or_without_its_ending() {
    let one = folder(&[("one.gguf", 32), ("starter/own.gguf", 32), ("broken.gguf", 0)]);
    let store = store(&[&one]);
    let path = one.path().join("one.gguf").to_string_lossy().into_owned();
    for (name, expected) in [
        ("one", "one.gguf"),
        ("one.gguf", "one.gguf"),
        ("own", "own.gguf"),
        (&path, "one.gguf"),
    ] {
        assert!(
            store
                .find_named(Kind::Language, name)
                .unwrap()
                .path
                .ends_with(expected),
            "{name}"
        );
    }
    for (name, expected) in [
        ("two", "no language model 'two'"),
        ("/nowhere/one.gguf", "/nowhere/one.gguf"),
        ("broken", "broken.gguf is"),
    ] {
        let error = store.find_named(Kind::Language, name).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn an_empty_store_names_the_folders_that_were_searched() {
    let (one, two) = (folder(&[]), folder(&[]));
    let error = store(&[&one, &two])
        .candidates(Kind::Speech)
        .unwrap_err()
        .to_string();
    for part in [
        one.path().to_str().unwrap(),
        two.path().to_str().unwrap(),
        "No speech model",
        "*.bin",
    ] {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn the_standard_folders_begin_with_the_given_one_and_never_hold_the_current_one() {
    let store = Store::standard(Some(Path::new("/given")));
    let folders: Vec<&PathBuf> = store.folders().collect();
    assert_eq!(folders[0], Path::new("/given"));
    assert!(
        folders
            .iter()
            .any(|folder| folder.ends_with("share/mynah/models"))
    );
    assert!(folders.iter().all(|folder| folder.is_absolute()), "{folders:?}");
}

#[test]
fn a_voice_activity_model_is_not_taken_for_a_speech_model() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("ggml-silero-v5.1.2.bin", samples::silero()),
        ("ggml-tiny.bin", samples::whisper()),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let store = store(&[&folder]);
    for (kind, name) in [
        (Kind::Speech, "ggml-tiny.bin"),
        (Kind::VoiceActivity, "ggml-silero-v5.1.2.bin"),
    ] {
        assert_eq!(
            store.candidates(kind).unwrap().best().path,
            folder.path().join(name)
        );
    }
}

#[test]
fn what_mynah_pull_has_not_yet_fetched_is_no_model() {
    let names = [
        ("big.gguf.part", 64),
        ("big.gguf.origin.part", 0),
        ("ggml-base.bin.part", 0),
        ("voice.onnx.part", 0),
        ("voice.onnx.json", 0),
        ("encoder/config.json", 0),
        ("encoder/tokenizer.json", 0),
        ("encoder/model.safetensors.part", 0),
        (".mynah-pull.lock", 0),
    ];
    let folder = folder(&names);
    let store = store(&[&folder]);
    assert_eq!(store.list(), []);
    assert!(store.candidates(Kind::Language).is_err());
    assert_eq!(store.voices(), Vec::<PathBuf>::new());
    assert_eq!(store.encoders(None), Vec::new());
}

#[test]
fn an_encoder_is_tried_with_its_adapter_first_and_the_starter_with_one_from_any_folder() {
    let added = folder(&[
        ("e5/config.json", 0),
        ("e5/tokenizer.json", 0),
        ("e5/model.safetensors", 0),
        ("e5/adapter.safetensors", 0),
        ("encoder.adapter.safetensors", 0),
    ]);
    let packaged = folder(&[
        ("encoder.json", 0),
        ("encoder-tokenizer.json", 0),
        ("encoder.safetensors", 0),
    ]);
    let found = store(&[&added, &packaged]).encoders(None);
    let adapters: Vec<Option<PathBuf>> = found.iter().map(|files| files.adapter.clone()).collect();
    let of = |name: &str| Some(added.path().join(name));
    assert_eq!(
        adapters,
        [
            of("e5/adapter.safetensors"),
            None,
            of("encoder.adapter.safetensors"),
            None
        ]
    );
    assert_eq!(found[2].weights, packaged.path().join("encoder.safetensors"));
    let alone = store(&[&packaged]).encoders(None);
    assert_eq!((alone.len(), &alone[0].adapter), (1, &None));
}
