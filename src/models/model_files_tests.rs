//! Tests of which files belong together.

use super::*;

#[test]
fn a_voice_is_two_files_and_its_network_comes_last() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["amy.onnx", "amy.onnx.json", "amy.onnx.minisig"] {
        fs::write(at(name), "x").unwrap();
    }
    for path in ["amy.onnx", "amy.onnx.json", ""] {
        let model_files = ModelFiles::at(&at(path), Some("eva")).unwrap();
        let targets: Vec<_> = model_files
            .parts
            .iter()
            .map(|part| part.target.as_str())
            .collect();
        assert_eq!(targets, ["eva.onnx.json", "eva.onnx.minisig", "eva.onnx"]);
        assert_eq!(
            (model_files.task, model_files.name.as_str()),
            (Task::Voice, "eva.onnx")
        );
    }
}

#[test]
fn a_name_that_leads_elsewhere_or_makes_another_kind_of_model_is_refused() {
    let path = Path::new("/nowhere/ggml-silero.bin");
    assert!(ModelFiles::at(path, Some("silero-2")).is_ok());
    for name in ["../x", "/x", ".x", "-x", "a/b", "whisper", ""] {
        assert!(ModelFiles::at(path, Some(name)).is_err(), "{name}");
    }
    for path in ["../x", "a//b", "/a", "a/../b", "a/.b", "a\\b", "a/", ""] {
        assert!(!is_path(path), "{path}");
    }
    assert!(is_path("1_Pooling/config.json"));
}

#[test]
fn the_files_of_a_bundle_are_grouped_and_a_main_file_must_not_be_missing() {
    let paths = ["e5/config.json", "a.onnx", "a.onnx.json", "e5/model.safetensors"];
    let all_model_files = ModelFiles::grouped(&paths).unwrap();
    assert_eq!(all_model_files.len(), 2);
    assert_eq!(all_model_files[1].main().unwrap().target, "a.onnx");
    for paths in [["a.onnx.json"], ["a.txt"], ["e5/config.json"]] {
        assert!(ModelFiles::grouped(&paths).is_err(), "{paths:?}");
    }
}

#[test]
fn an_adapter_goes_along_with_its_encoder_and_that_of_the_starter_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("e5")).unwrap();
    for name in Files::NAMES.into_iter().chain(["adapter.safetensors"]) {
        fs::write(at("e5").join(name), "x").unwrap();
    }
    let alone = "encoder.adapter.safetensors";
    for name in [alone.to_owned(), format!("{alone}.minisig")] {
        fs::write(at(&name), "x").unwrap();
    }
    let targets = |model_files: &ModelFiles| -> Vec<String> {
        model_files.parts.iter().map(|part| part.target.clone()).collect()
    };
    let weights = at("e5").join("model.safetensors");
    let public = [
        ModelFiles::at(&at("e5"), None).ok(),
        ModelFiles::installed(Task::Embedding, &weights),
    ];
    for model_files in public.map(Option::unwrap) {
        let targets = targets(&model_files);
        assert_eq!(
            (targets.len(), targets[0].as_str()),
            (4, "e5/adapter.safetensors")
        );
        let paths: Vec<&str> = targets.iter().map(String::as_str).collect();
        assert_eq!(
            ModelFiles::grouped(&paths).unwrap()[0].main().unwrap().target,
            "e5/model.safetensors"
        );
    }
    let starter = [
        ModelFiles::at(&at(alone), None).ok(),
        ModelFiles::installed(Task::Embedding, &at(alone)),
    ];
    for model_files in starter.map(Option::unwrap) {
        assert!(!model_files.is_folder());
        let targets = targets(&model_files);
        assert_eq!(targets, [format!("{alone}.minisig"), alone.to_owned()]);
        let paths: Vec<&str> = targets.iter().map(String::as_str).collect();
        assert_eq!(
            ModelFiles::grouped(&paths).unwrap()[0].main().unwrap().target,
            alone
        );
    }
    assert!(ModelFiles::at(&at(alone), Some("other.safetensors")).is_err());
    assert!(ModelFiles::grouped(&["adapter.safetensors"]).is_err());
}
