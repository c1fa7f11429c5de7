//! The program as people run it: names, licences, exit codes, signals, two at once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use super::server::{Request, Server, file, pieces};
use super::transfers::{TAG, catalogue, model, names, sha256};

/// A folder with a catalogue, and a server that has its model.
pub struct Place {
    pub home: tempfile::TempDir,
    pub server: Server,
    pub content: Vec<u8>,
}

impl Place {
    /// A model of `size` bytes that comes in pieces, a pause after each.
    pub fn slow(size: usize, piece: usize, pause: Duration) -> Self {
        let content = model(size, 5);
        let served = content.clone();
        let server = Server::start(move |request| pieces(request, &served, TAG, &[], piece, pause));
        Self::with(content, server)
    }

    pub fn with(content: Vec<u8>, server: Server) -> Self {
        let home = tempfile::tempdir().unwrap();
        let text = catalogue(content.len(), Some(&sha256(&content)));
        fs::write(home.path().join("catalogue.toml"), text).unwrap();
        Self {
            home,
            server,
            content,
        }
    }

    pub fn folder(&self) -> PathBuf {
        self.home.path().join("models")
    }

    pub fn target(&self) -> PathBuf {
        self.folder().join("tiny.gguf")
    }

    /// The program, with this catalogue, server and folder.
    pub fn command(&self) -> Command {
        let mut command = program(self.home.path());
        command
            .arg("--catalogue")
            .arg(self.home.path().join("catalogue.toml"))
            .args(["--mirror", &self.server.mirror(), "--to"])
            .arg(self.folder());
        command
    }

    fn start(&self) -> Child {
        self.command()
            .args(["--yes", "tiny"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }
}

/// The program alone.
pub fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mynah-pull"));
    command.env_clear().env("HOME", home).stdin(Stdio::null());
    command
}

fn run(command: &mut Command) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn the_catalogue_is_listed_for_people_and_programs() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, _) = run(program(home.path()).arg("list"));
    assert_eq!(code, 0);
    for id in [
        "* whisper-base.en-q5_1",
        "qwen3-0.6b",
        "piper-ru_RU-irina-medium",
        "needs a token",
    ] {
        assert!(out.contains(id), "{id}");
    }
    let (_, out, _) = run(program(home.path()).args(["list", "--json"]));
    let list: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        list["models"].as_array().unwrap().len(),
        mynah_catalog::entries().len()
    );
}

#[test]
fn the_licence_is_shown_and_nothing_is_fetched_without_consent() {
    let place = Place::slow(50_000, 50_000, Duration::ZERO);
    let (code, _, err) = run(place.command().arg("tiny"));
    assert_eq!(code, 2);
    assert!(
        err.contains("licence: Example License, see https://huggingface.co/example/tiny"),
        "{err}"
    );
    assert!(err.contains("add --yes"), "{err}");
    assert!(place.server.requests().is_empty() && !place.folder().exists());
}

#[test]
fn a_model_is_fetched_into_the_folder_that_mynah_searches() {
    let place = Place::slow(50_000, 50_000, Duration::ZERO);
    let mut command = program(place.home.path());
    command
        .arg("--catalogue")
        .arg(place.home.path().join("catalogue.toml"))
        .env("HF_ENDPOINT", place.server.mirror())
        .args(["-y", "tiny"]);
    let (code, out, err) = run(&mut command);
    assert_eq!(code, 0, "{err}");
    let target = place.home.path().join(".local/share/mynah/models/tiny.gguf");
    assert_eq!(fs::read(&target).unwrap(), place.content);
    assert!(out.contains(&target.display().to_string()), "{out}");
    assert!(out.contains("its SHA-256 is that of the catalogue"), "{out}");
    assert!(err.contains("tiny.gguf: 0.1 MB of 0.1 MB"), "{err}");
    // The second time nobody is asked, neither about the licence nor for the file.
    let mut again = program(place.home.path());
    again
        .arg("--catalogue")
        .arg(place.home.path().join("catalogue.toml"))
        .args(["--mirror", &place.server.mirror(), "tiny"]);
    let (code, out, err) = run(&mut again);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("was there already"), "{out}");
    assert_eq!(place.server.requests().len(), 1);
}

#[test]
fn one_json_object_tells_what_became_of_each_file() {
    let place = Place::slow(50_000, 50_000, Duration::ZERO);
    let (code, out, _) = run(place.command().args(["--json", "--yes", "tiny"]));
    assert_eq!(code, 0);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    let file = &told["files"][0];
    assert_eq!(file["model"], "tiny");
    assert_eq!(file["checked_with"], "catalogue");
    assert_eq!(
        (file["bytes"].as_u64(), file["was_there"].as_bool()),
        (Some(50_000), Some(false))
    );
    let (code, out, _) = run(place.command().args(["--json", "nothing"]));
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, told["code"].as_i64()), (2, Some(2)));
}

#[test]
fn wrong_usage_is_told_in_one_sentence() {
    let place = Place::slow(50_000, 50_000, Duration::ZERO);
    for (arguments, sentence) in [
        (
            &["tinny"][..],
            "There is no model 'tinny' in the catalogue ('tiny' is similar)",
        ),
        (&["tiny", "--catalogue", "/nowhere"], "cannot be used"),
        (&[], "required"),
    ] {
        let mut command = program(place.home.path());
        if arguments.len() == 1 {
            command = place.command();
        }
        let (code, _, err) = run(command.args(arguments));
        assert_eq!(code, 2, "{err}");
        assert!(err.contains(sentence), "{err}");
    }
    let (code, _, err) = run(program(place.home.path()).args(["--mirror", "ftp://x", "--yes", "silero-vad"]));
    assert_eq!(code, 2);
    assert!(err.contains("The mirror 'ftp://x' cannot be used"), "{err}");
}

#[test]
fn of_two_runs_at_once_one_is_refused() {
    let place = Place::slow(400_000, 20_000, Duration::from_millis(50));
    let mut first = place.start();
    while place.server.requests().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let (code, _, err) = run(place.command().args(["--yes", "tiny"]));
    assert_eq!(code, 7);
    assert!(err.contains("Another mynah-pull is fetching into"), "{err}");
    assert!(first.wait().unwrap().success());
    assert_eq!(fs::read(place.target()).unwrap(), place.content);
    assert_eq!(place.server.requests().len(), 1);
}

#[test]
fn an_interrupted_run_is_continued_by_the_next() {
    for (signal, expected) in [("INT", 130), ("TERM", 143)] {
        let place = Place::slow(400_000, 20_000, Duration::from_millis(20));
        let mut child = place.start();
        let part = place.folder().join("tiny.gguf.part");
        while fs::metadata(&part).map_or(0, |status| status.len()) < 60_000 {
            std::thread::sleep(Duration::from_millis(5));
        }
        let kill = Command::new("kill")
            .args(["-s", signal, &child.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(expected));
        assert_eq!(
            names(&place.folder()),
            ["tiny.gguf.origin.part", "tiny.gguf.part"]
        );
        let (code, _, err) = run(place.command().args(["--yes", "tiny"]));
        assert_eq!(code, 0, "{err}");
        assert!(err.contains("an earlier part is continued"), "{err}");
        assert_eq!(fs::read(place.target()).unwrap(), place.content);
        assert!(place.server.requests()[1].start() >= 60_000);
    }
}

#[test]
fn killed_at_any_moment_it_leaves_a_part_or_the_whole_file() {
    let place = Place::slow(2_000_000, 20_000, Duration::from_millis(1));
    let mut moments = 5_u64;
    for _ in 0..20 {
        let mut child = place.start();
        moments = moments
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis((moments >> 33) % 40));
        let _ = child.kill();
        let _ = child.wait();
        if place.folder().exists() {
            for name in names(&place.folder()) {
                let known = ["tiny.gguf", "tiny.gguf.part", "tiny.gguf.origin.part"];
                assert!(known.contains(&name.as_str()), "{name}");
            }
        }
        if place.target().exists() {
            assert_eq!(fs::read(place.target()).unwrap(), place.content);
            fs::remove_file(place.target()).unwrap();
        }
    }
    let (code, _, err) = run(place.command().args(["--yes", "tiny"]));
    assert_eq!(code, 0, "{err}");
    assert_eq!(fs::read(place.target()).unwrap(), place.content);
    assert_eq!(names(&place.folder()), ["tiny.gguf"]);
    let continued = place
        .server
        .requests()
        .iter()
        .filter(|request| request.start() > 0)
        .count();
    assert!(continued > 0, "no run continued another");
}

#[test]
fn a_voice_comes_with_its_description() {
    let home = tempfile::tempdir().unwrap();
    let answer = |request: &Request| {
        let content: &[u8] = if request.path.contains("onnx.json") {
            b"{\"audio\": {}}"
        } else {
            b"\x08\x08network"
        };
        file(request, content, TAG, &[])
    };
    let server = Server::start(answer);
    let text = "[[model]]\nid = \"v\"\nname = \"V\"\ntask = \"voice\"\nlanguages = \"any\"\nmemory = 1\nlicence = \"MIT\"\n\
                purpose = \"x\"\nrepository = \"a/b\"\nfiles = [{ path = \"d/v.onnx\", size = 9 }, { path = \"d/v.onnx.json\", size = 13 }]\n";
    fs::write(home.path().join("c.toml"), text).unwrap();
    let mut command = program(home.path());
    command
        .args(["--yes", "v", "--mirror", &server.mirror(), "--to"])
        .arg(home.path().join("m"));
    let (code, out, err) = run(command.arg("--catalogue").arg(home.path().join("c.toml")));
    assert_eq!(code, 0, "{err}");
    assert_eq!(names(&home.path().join("m")), ["v.onnx", "v.onnx.json"]);
    assert!(out.contains("not compared"), "{out}");
}
