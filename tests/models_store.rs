//! Models that are added, chosen, verified, removed and exported, and signatures: what is half-added or unsigned is never used.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use minisign::KeyPair;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::rig::{bare, fails, json, root, run};

fn starter(name: &str) -> PathBuf {
    root().join("models/starter").join(name)
}

fn store(home: &Path) -> PathBuf {
    home.join(".local/share/mynah/models")
}

fn models(home: &Path, arguments: &[&str]) -> assert_cmd::Command {
    let mut program = bare(home);
    program.arg("models").args(arguments);
    program
}

/// Runs a command that must succeed; what it says.
fn told(program: &mut assert_cmd::Command) -> String {
    let (code, out, err) = run(program);
    assert_eq!(code, 0, "{out}{err}");
    out + &err
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The same model with another weight.
fn changed(path: &Path, into: &Path) {
    let mut bytes = fs::read(path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(into, bytes).unwrap();
}

/// What lies in the models folder, hidden files too.
fn names(home: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(store(home))
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn verified(home: &Path, name: &str) -> Value {
    let (_, out, err) = run(&mut models(home, &["verify", "--json", name]));
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"));
    report["models"][0].clone()
}

#[test]
fn a_model_is_added_once_compared_and_removed() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let speech = starter("speech.bin");
    let add = |arguments: &[&str]| models(home, &[&["add"], arguments].concat());
    let first = told(&mut add(&[text(&speech), "--name", "mine"]));
    assert!(
        first.contains("mine.bin (speech) is added") && first.contains("Whisper"),
        "{first}"
    );
    assert_eq!(
        fs::read(store(home).join("mine.bin")).unwrap(),
        fs::read(&speech).unwrap()
    );
    assert_eq!(names(home), ["mine.bin", "mynah-models.json"]);
    let again = told(&mut add(&[text(&speech), "--name", "mine.bin"]));
    assert!(again.contains("mine.bin is already there"), "{again}");

    let other = home.join("mine.bin");
    changed(&speech, &other);
    fails(
        &mut add(&[text(&other)]),
        &["mine.bin", "other content", "--name"],
    );
    assert_eq!(
        fs::read(store(home).join("mine.bin")).unwrap(),
        fs::read(&speech).unwrap()
    );
    told(&mut add(&[text(&other), "--name", "second"]));
    assert_eq!(verified(home, "mine")["state"], "recorded");

    fs::copy(&other, store(home).join("mine.bin")).unwrap();
    assert_eq!(verified(home, "mine")["state"], "differs");
    let (code, out, _) = run(&mut models(home, &["verify"]));
    assert!(
        code == 1 && out.contains("DIFFERS") && out.contains("changed since"),
        "{out}"
    );

    let (code, _, err) = run(&mut models(home, &["remove", "mine"]));
    assert!(code == 2 && err.contains("--yes"), "{err}");
    told(&mut models(home, &["remove", "mine", "--yes"]));
    assert_eq!(names(home), ["mynah-models.json", "second.bin"]);
    fails(
        &mut models(home, &["remove", "speech.bin", "--yes"]),
        &["starter"],
    );
    // Removed by hand.
    fs::remove_file(store(home).join("second.bin")).unwrap();
    assert_eq!(verified(home, "second.bin")["state"], "missing");
    told(&mut models(home, &["remove", "second.bin", "--yes"]));
    let report = json(&mut models(home, &["verify", "--json"]));
    assert_eq!(report["good"], true, "{report}");
}

#[test]
fn a_voice_and_an_encoder_are_added_from_their_folders_and_used() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let stick = home.join("stick");
    let encoder = encoder(&stick.join("small"));
    let told_of = told(&mut models(
        home,
        &[
            "add",
            text(&root().join("tests/fixtures/voice/tone.onnx")),
            text(&encoder),
        ],
    ));
    assert!(
        told_of.contains("tone.onnx (voice)") && told_of.contains("small (embedding)"),
        "{told_of}"
    );
    assert!(store(home).join("tone.onnx.json").is_file() && store(home).join("small/config.json").is_file());
    let config = home.join(".config/mynah/config.toml");
    fs::create_dir_all(config.parent().unwrap()).unwrap();
    fs::write(&config, "# mine\n[speaking]\nengine = \"espeak-ng\" # for now\n").unwrap();
    told(&mut models(home, &["use", "tone"]));
    told(&mut models(home, &["use", "small"]));
    told(&mut models(home, &["use", "speech"]));
    let written = fs::read_to_string(&config).unwrap();
    for line in [
        "# mine",
        "piper = \"tone.onnx\"",
        "\"piper\" # for now",
        "encoder = \"small\"",
        "speech = \"speech.bin\"",
    ] {
        assert!(written.contains(line), "{line}: {written}");
    }
    fails(
        &mut models(home, &["use", "nothing"]),
        &["nothing", "models list"],
    );
    fails(
        &mut models(home, &["use", "qwen3-0.6b"]),
        &["mynah-pull qwen3-0.6b"],
    );
    let report = json(&mut models(home, &["verify", "--json", "small", "tone"]));
    assert_eq!(report["good"], true, "{report}");
    told(&mut models(home, &["remove", "small", "--yes"]));
    assert!(!store(home).join("small").exists());
}

/// An encoder under a publisher's names.
fn encoder(folder: &Path) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    for (from, to) in [
        ("encoder.json", "config.json"),
        ("encoder-tokenizer.json", "tokenizer.json"),
        ("encoder.safetensors", "model.safetensors"),
    ] {
        fs::copy(starter(from), folder.join(to)).unwrap();
    }
    folder.to_owned()
}

#[test]
fn what_is_no_model_is_refused_in_one_sentence_and_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let at = |name: &str| home.join(name);
    let whole = fs::read(starter("speech.bin")).unwrap();
    fs::write(at("cut.bin"), &whole[..whole.len() / 3]).unwrap();
    fs::write(at("text.gguf"), "this is text").unwrap();
    fs::write(at("notes.txt"), "this is text").unwrap();
    fs::create_dir(at("folder.bin")).unwrap();
    symlink("/dev/zero", at("endless.bin")).unwrap();
    let pipe = at("pipe.bin");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for (name, word) in [
        ("cut.bin", "cut short"),
        ("text.gguf", "not a language model"),
        ("notes.txt", "not a model"),
        ("folder.bin", "not a model"),
        ("endless.bin", "a device"),
        ("pipe.bin", "a pipe"),
        ("absent.bin", "No such file"),
    ] {
        fails(&mut models(home, &["add", text(&at(name))]), &[name, word]);
    }
    let encoder = encoder(&at("linked"));
    fs::rename(encoder.join("config.json"), at("outside.json")).unwrap();
    symlink(at("outside.json"), encoder.join("config.json")).unwrap();
    fails(
        &mut models(home, &["add", text(&encoder)]),
        &["config.json", "link"],
    );
    let lonely = at("lonely.onnx");
    fs::copy(root().join("tests/fixtures/voice/tone.onnx"), &lonely).unwrap();
    fails(&mut models(home, &["add", text(&lonely)]), &["lonely.onnx.json"]);
    fails(
        &mut models(home, &["add", text(&starter("speech.bin")), "--name", "../up"]),
        &["../up"],
    );
    assert_eq!(names(home), Vec::<String>::new());
}

#[test]
fn a_bundle_carries_models_documents_and_a_configuration_and_is_the_same_every_time() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let (first, second) = (home.join("first"), home.join("second"));
    let facts = first.join(".local/share/mynah/knowledge/more");
    fs::create_dir_all(&facts).unwrap();
    fs::create_dir_all(&second).unwrap();
    fs::write(facts.join("цены.md"), "# Prices\n").unwrap();
    let config = first.join("config.toml");
    fs::write(&config, "[speaking]\nrate = 200\n").unwrap();
    let speech = starter("speech.bin");
    told(&mut models(&first, &["add", text(&speech), "--name", "mine"]));
    told(&mut models(&first, &["add", text(&encoder(&home.join("small")))]));
    let bundles = ["a.mynah", "b.mynah"].map(|name| home.join(name));
    for bundle in &bundles {
        told(&mut models(
            &first,
            &[
                "export",
                text(bundle),
                "--knowledge",
                "--configuration",
                "--config",
                text(&config),
            ],
        ));
    }
    assert_eq!(fs::read(&bundles[0]).unwrap(), fs::read(&bundles[1]).unwrap());

    let plain = told(&mut models(&second, &["add", text(&bundles[0])]));
    assert!(
        plain.contains("--knowledge DIR") && plain.contains("--configuration FILE"),
        "{plain}"
    );
    assert_eq!(names(&second), ["mine.bin", "mynah-models.json", "small"]);
    assert_eq!(
        fs::read(store(&second).join("mine.bin")).unwrap(),
        fs::read(&speech).unwrap()
    );
    let (documents, written) = (second.join("facts"), second.join("new.toml"));
    let again = told(&mut models(
        &second,
        &[
            "add",
            text(&bundles[0]),
            "--knowledge",
            text(&documents),
            "--configuration",
            text(&written),
        ],
    ));
    assert!(again.contains("mine.bin is already there"), "{again}");
    assert_eq!(
        fs::read_to_string(documents.join("knowledge/more/цены.md")).unwrap(),
        "# Prices\n"
    );
    assert_eq!(fs::read_to_string(&written).unwrap(), "[speaking]\nrate = 200\n");
    fails(
        &mut models(
            &second,
            &["add", text(&bundles[0]), "--knowledge", text(&documents)],
        ),
        &["not empty"],
    );
    let report = json(&mut models(&second, &["verify", "--json"]));
    assert_eq!(report["good"], true, "{report}");
    // Damage anywhere is found.
    let mut bytes = fs::read(&bundles[0]).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&bundles[1], &bytes).unwrap();
    let third = home.join("third");
    fs::create_dir_all(&third).unwrap();
    fails(&mut models(&third, &["add", text(&bundles[1])]), &["SHA-256"]);
    fs::write(&bundles[1], &bytes[..middle - 1]).unwrap();
    fails(
        &mut models(&third, &["add", text(&bundles[1])]),
        &["The bundle cannot be used"],
    );
    assert_eq!(names(&third), Vec::<String>::new());
}

/// An entry of a bundle: path, type, contents.
type Entry<'a> = (&'a str, tar::EntryType, &'a [u8]);

/// A bundle with these entries, in which the table lists these files.
fn bundle(path: &Path, listed: &[(&str, &[u8])], entries: &[Entry<'_>]) {
    let files: Vec<Value> = listed
        .iter()
        .map(|(path, bytes)| {
            let digest = format!("{:x}", Sha256::digest(bytes));
            json!({ "path": path, "size": bytes.len(), "sha256": digest })
        })
        .collect();
    let table = serde_json::to_vec(&json!({ "format": 1, "files": files })).unwrap();
    let mut archive = tar::Builder::new(File::create(path).unwrap());
    let all = [("bundle.json", tar::EntryType::Regular, &table[..])];
    for (path, kind, bytes) in all.iter().chain(entries) {
        let mut header = tar::Header::new_ustar();
        let field = &mut header.as_old_mut().name;
        field[..path.len()].copy_from_slice(path.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(if kind.is_file() { bytes.len() as u64 } else { 0 });
        header.set_mode(0o644);
        if !kind.is_file() {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_cksum();
        archive
            .append(&header, if kind.is_file() { bytes } else { &[][..] })
            .unwrap();
    }
    archive.finish().unwrap();
}

#[test]
fn a_hostile_bundle_writes_nothing() {
    use tar::EntryType::{Link, Regular, Symlink};
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let path = home.join("hostile.mynah");
    let model = fs::read(root().join("tests/fixtures/voice/tone.onnx")).unwrap();
    let model = &model[..];
    let refuse = |words: &[&str]| {
        fails(
            &mut models(home, &["add", text(&path)]),
            &[&["The bundle cannot be used"], words].concat(),
        );
        assert_eq!(names(home), Vec::<String>::new());
    };
    for outside in [
        "models/../x.bin",
        "/etc/x.bin",
        "models//x.bin",
        "models/.x.bin",
        "../x.bin",
        "other/x.bin",
    ] {
        bundle(&path, &[(outside, model)], &[(outside, Regular, model)]);
        refuse(&["no path of a bundle"]);
    }
    let listed = ("models/x.bin", model);
    bundle(
        &path,
        &[listed, listed],
        &[("models/x.bin", Regular, model), ("models/x.bin", Regular, model)],
    );
    refuse(&["twice"]);
    for kind in [Symlink, Link] {
        bundle(&path, &[listed], &[("models/x.bin", kind, model)]);
        refuse(&["not a regular file"]);
    }
    bundle(&path, &[listed], &[("models/y.bin", Regular, model)]);
    refuse(&["models/y.bin"]);
    bundle(&path, &[listed], &[("models/x.bin", Regular, &model[1..])]);
    refuse(&["another size"]);
    let mut wrong = model.to_vec();
    wrong[0] ^= 1;
    bundle(&path, &[listed], &[("models/x.bin", Regular, &wrong)]);
    refuse(&["SHA-256"]);
    bundle(&path, &[listed], &[]);
    refuse(&["cut short"]);
    bundle(&path, &[], &[("models/x.bin", Regular, model)]);
    refuse(&["more entries"]);
    let many: Vec<String> = (0..100_000)
        .map(|number| format!("models/{number}.bin"))
        .collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    bundle(&path, &many, &[]);
    refuse(&["table"]);
    bundle(&path, &many[..20_000], &[]);
    refuse(&["more than 10000"]);
    fs::write(&path, "no archive").unwrap();
    refuse(&[]);
    // Sound as an archive, but no model.
    bundle(&path, &[listed], &[("models/x.bin", Regular, model)]);
    fails(
        &mut models(home, &["add", text(&path)]),
        &["x.bin", "not a speech model"],
    );
    assert_eq!(names(home), Vec::<String>::new());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it takes on this machine")]
fn a_kill_at_any_time_leaves_a_model_whole_or_absent() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let whole = fs::read(starter("speech.bin")).unwrap();
    let stick = home.join("stick");
    fs::create_dir(&stick).unwrap();
    let paths: Vec<PathBuf> = (0..3)
        .map(|number| stick.join(format!("model-{number}.bin")))
        .collect();
    for path in &paths {
        fs::write(path, &whole).unwrap();
    }
    let program = assert_cmd::cargo::cargo_bin("mynah");
    let mut killed = 0;
    // How long it takes undisturbed, so that the kills fall into it on any machine.
    let arguments: Vec<&str> = paths.iter().map(|path| text(path)).collect();
    let began = std::time::Instant::now();
    told(&mut models(home, &[&["add"], &arguments[..]].concat()));
    let whole_time = began.elapsed();
    for round in 0..20_u32 {
        let _ = fs::remove_dir_all(store(home));
        let mut add = Command::new(&program)
            .env("HOME", home)
            .env("MYNAH_MODELS", root().join("models/starter"))
            .env_remove("XDG_DATA_HOME")
            .args(["models", "add"])
            .args(&paths)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole_time * round / 24);
        let _ = add.kill();
        killed += usize::from(!add.wait().unwrap().success());
        for path in &paths {
            let there = fs::read(store(home).join(path.file_name().unwrap()));
            assert!(there.is_err() || there.unwrap() == whole, "round {round}");
        }
        let (code, out, err) = run(&mut models(home, &["verify"]));
        assert_eq!(code, 0, "round {round}: {out}{err}");
    }
    assert!(killed > 3, "{killed}");
    told(&mut models(home, &[&["add"], &arguments[..]].concat()));
    let left = names(home)
        .into_iter()
        .filter(|name| name.starts_with('.'))
        .count();
    assert_eq!(left, 0, "what a kill left behind is removed");
    assert_eq!(verified(home, "model-2")["state"], "recorded");
}

#[test]
fn a_full_disk_is_told_before_anything_is_written() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let disk = home.join("disk");
    fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=8m", "none"])
        .arg(&disk)
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        return;
    }
    let speech = starter("speech.bin");
    let to = ["add", text(&speech), "--to", text(&disk)];
    let outcome = std::panic::catch_unwind(|| fails(&mut models(home, &to), &["left", "needed"]));
    let left = fs::read_dir(&disk).unwrap().count();
    assert!(Command::new("umount").arg(&disk).status().unwrap().success());
    assert!(outcome.is_ok());
    assert_eq!(left, 0);
}

pub fn sign(path: &Path, pair: &KeyPair) {
    let bytes = File::open(path).unwrap();
    let signature = minisign::sign(Some(&pair.pk), &pair.sk, bytes, None, None).unwrap();
    fs::write(format!("{}.minisig", path.display()), signature.into_string()).unwrap();
}

#[test]
fn where_signatures_are_required_only_signed_models_are_added_and_loaded() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let (museum, stranger) = [(); 2]
        .map(|()| KeyPair::generate_unencrypted_keypair().unwrap())
        .into();
    let config = home.join("config.toml");
    let configure = |is_required: bool| {
        let key = museum.pk.to_base64();
        let text =
            format!("[models]\ntrusted_keys = [\"{key} the museum\"]\nrequire_signature = {is_required}\n");
        fs::write(&config, text).unwrap();
    };
    let with = |arguments: &[&str]| {
        let mut program = bare(home);
        program.args(arguments).args(["--config", text(&config)]);
        program
    };
    let model = home.join("mine.bin");
    fs::copy(starter("speech.bin"), &model).unwrap();
    let question = root().join("assets/demo/01.wav");
    let transcribe = ["transcribe", text(&question)];
    let add = ["models", "add", text(&model)];

    configure(true);
    fails(&mut with(&transcribe), &["speech.bin", "no signature"]);
    fails(&mut with(&add), &["mine.bin", "no signature"]);
    sign(&model, &stranger);
    fails(&mut with(&add), &["mine.bin", "trusted_keys does not name"]);
    sign(&model, &museum);
    let signature = fs::read(home.join("mine.bin.minisig")).unwrap();
    let added = told(&mut with(&add));
    assert!(added.contains("signed by the museum"), "{added}");
    let heard = told(&mut with(&transcribe));
    assert!(heard.contains("Meanwhile mine.bin is used"), "{heard}");
    let report = json(&mut with(&["models", "verify", "--json", "mine"]));
    assert_eq!(
        (&report["good"], &report["models"][0]["key"]),
        (&json!(true), &json!("the museum"))
    );

    // Another file under the signed one's name.
    let installed = store(home).join("mine.bin");
    changed(&model, &installed);
    fails(&mut with(&transcribe), &["no signature"]);
    let (code, out, _) = run(&mut with(&["models", "verify", "mine"]));
    assert!(code == 1 && out.contains("does not match"), "{out}");
    fs::remove_file(&installed).unwrap();
    fs::remove_file(store(home).join("mine.bin.minisig")).unwrap();

    // Even where none is required, a wrong signature is no mistake.
    configure(false);
    changed(&model, &home.join("wrong.bin"));
    File::create(home.join("wrong.bin.minisig"))
        .unwrap()
        .write_all(&signature)
        .unwrap();
    fails(
        &mut with(&["models", "add", text(&home.join("wrong.bin"))]),
        &["does not match"],
    );
    told(&mut with(&transcribe));
}

#[test]
fn voices_and_encoders_need_signatures_too() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let museum = KeyPair::generate_unencrypted_keypair().unwrap();
    let config = home.join("config.toml");
    let key = museum.pk.to_base64();
    let say = "[speaking]\nengine = \"piper\"\n";
    fs::write(
        &config,
        format!("[models]\ntrusted_keys = [\"{key}\"]\nrequire_signature = true\n{say}"),
    )
    .unwrap();
    let wav = home.join("said.wav");
    let with = |arguments: &[&str]| {
        let mut program = bare(home);
        program.args(arguments).args(["--config", text(&config)]);
        program
    };
    fs::create_dir_all(store(home)).unwrap();
    for name in ["tone.onnx", "tone.onnx.json"] {
        fs::copy(
            root().join("tests/fixtures/voice").join(name),
            store(home).join(name),
        )
        .unwrap();
    }
    let say = ["say", "Hello.", "--out", text(&wav)];
    fails(&mut with(&say), &["No Piper voice"]);
    sign(&store(home).join("tone.onnx"), &museum);
    fails(&mut with(&say), &["tone.onnx.json", "no signature"]);
    sign(&store(home).join("tone.onnx.json"), &museum);
    told(&mut with(&say));
    let small = encoder(&home.join("small"));
    fails(
        &mut with(&["models", "add", text(&small)]),
        &["small", "no signature"],
    );
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
        sign(&small.join(name), &museum);
    }
    told(&mut with(&["models", "add", text(&small)]));
    assert!(store(home).join("small/model.safetensors.minisig").is_file());
}
