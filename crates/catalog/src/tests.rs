//! The built-in catalogue, and catalogues that must be refused.

use std::path::Path;

use super::*;

fn ends_in(file: &str, ending: &str) -> bool {
    Path::new(file).extension().is_some_and(|found| found == ending)
}

fn of(task: Task) -> Vec<&'static Entry> {
    entries().iter().filter(|entry| entry.task == task).collect()
}

#[test]
fn the_built_in_catalogue_passes_its_own_checks() {
    let text = include_str!("../../../models/catalog.toml");
    assert_eq!(parse(text).unwrap(), entries());
    assert_eq!(entries().len(), text.matches("[[model]]").count());
}

#[test]
fn every_task_but_search_has_one_recommendation() {
    for task in [Task::Speech, Task::Language, Task::Voice, Task::VoiceActivity] {
        let recommended = of(task).into_iter().filter(|entry| entry.recommended).count();
        assert_eq!(recommended, 1, "{task}");
    }
}

#[test]
fn names_of_files_fit_their_tasks() {
    for entry in entries() {
        let file = entry.file();
        match entry.task {
            Task::Speech => assert!(file.starts_with("ggml-") && ends_in(file, "bin"), "{file}"),
            Task::Language => assert!(ends_in(file, "gguf"), "{file}"),
            Task::VoiceActivity => assert!(file.contains("silero") && ends_in(file, "bin"), "{file}"),
            Task::Voice => {
                let names: Vec<&str> = entry.files.iter().map(PublishedFile::name).collect();
                assert_eq!(names, [file, &format!("{file}.json")]);
                assert!(ends_in(file, "onnx"), "{file}");
            }
            Task::Embedding => {
                let mut names: Vec<&str> = entry.files.iter().map(PublishedFile::name).collect();
                names.sort_unstable();
                assert_eq!(names, ["config.json", "model.safetensors", "tokenizer.json"]);
                assert!(entry.folder.is_some(), "{}", entry.id);
            }
        }
    }
}

#[test]
fn no_two_models_share_a_file() {
    let mut places: Vec<_> = entries()
        .iter()
        .flat_map(|entry| entry.files.iter().map(|file| (entry.folder.clone(), file.name())))
        .collect();
    let all = places.len();
    places.sort();
    places.dedup();
    assert_eq!(places.len(), all);
}

#[test]
fn voices_speak_at_least_twelve_languages() {
    let mut codes: Vec<_> = of(Task::Voice).iter().flat_map(|entry| &entry.codes).collect();
    codes.sort();
    codes.dedup();
    assert!(codes.len() >= 12, "{codes:?}");
}

#[test]
fn a_digest_is_bound_to_a_commit_or_to_a_voice_of_the_main_branch() {
    for entry in entries().iter().filter(|entry| entry.task == Task::Speech) {
        assert!(
            entry.files.iter().all(|file| file.sha256.is_some()),
            "{}",
            entry.id
        );
        assert_eq!(entry.revision.len(), 40, "{}", entry.id);
    }
}

#[test]
fn what_leads_out_of_the_folder_or_of_the_repository_is_refused() {
    let text = |key: &str, value: &str| {
        let mut fields = [
            ("id", "\"x\""),
            ("repository", "\"a/b\""),
            ("folder", "\"f\""),
            ("files", "[{ path = \"x.bin\", size = 1 }]"),
        ];
        if let Some(field) = fields.iter_mut().find(|field| field.0 == key) {
            field.1 = value;
        }
        let fields: String = fields.map(|(key, value)| format!("{key} = {value}\n")).concat();
        format!(
            "[[model]]\nname = \"X\"\ntask = \"speech\"\nlanguages = \"any\"\nmemory = 1\nlicence = \"MIT\"\npurpose = \"x\"\n{fields}"
        )
    };
    assert!(parse(&text("", "")).is_ok());
    for (key, value) in [
        ("id", "\"../x\""),
        ("id", "\"-rf\""),
        ("repository", "\"a\""),
        ("repository", "\"a/..\""),
        ("folder", "\"..\""),
        ("files", "[]"),
        ("files", "[{ path = \"../x\", size = 1 }]"),
        ("files", "[{ path = \"a//x\", size = 1 }]"),
        ("files", "[{ path = \"x?y\", size = 1 }]"),
        ("files", "[{ path = \"x\", size = 1, sha256 = \"AB\" }]"),
    ] {
        assert!(parse(&text(key, value)).is_err(), "{key} = {value}");
    }
    let twice = format!("{}{}", text("", ""), text("", ""));
    assert!(parse(&twice).unwrap_err().to_string().contains("twice"));
}
