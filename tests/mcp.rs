//! `mynah mcp`: a program that speaks the Model Context Protocol by hand, and one that breaks it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::rig::root;
use crate::rig::sound_card::SoundCard;

/// A running server with the sample documents, which ends with its input.
struct Server {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    folder: PathBuf,
    home: tempfile::TempDir,
}

impl Server {
    /// With a folder that holds `question.wav`, and a link to a recording outside of it.
    fn start(arguments: &[&str]) -> Self {
        Self::start_where(arguments, &[])
    }

    /// The same with variables of the environment.
    fn start_where(arguments: &[&str], environment: &[(&'static str, PathBuf)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("recordings");
        std::fs::create_dir(&folder).unwrap();
        let recording = root().join("assets/demo/02.wav");
        std::fs::copy(&recording, folder.join("question.wav")).unwrap();
        std::fs::copy(&recording, home.path().join("outside.wav")).unwrap();
        std::os::unix::fs::symlink("../outside.wav", folder.join("link.wav")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_mynah"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MYNAH_")) {
            command.env_remove(name);
        }
        let mut process = command
            .args(["mcp", "--folder"])
            .arg(&folder)
            .args(arguments)
            .env("HOME", home.path())
            .env("MYNAH_CONFIG", root().join("assets/demo/demo.toml"))
            .env("MYNAH_MODELS", root().join("models/starter"))
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self {
            input: process.stdin.take(),
            output: BufReader::new(process.stdout.take().unwrap()),
            process,
            folder,
            home,
        }
    }

    fn send(&mut self, line: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    fn line(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    fn request(&mut self, method: &str, params: &Value) -> Value {
        self.send(&json!({"jsonrpc": "2.0", "id": method, "method": method, "params": params}).to_string());
        let answer = self.line();
        assert_eq!(answer["id"], method, "{answer}");
        answer
    }

    /// The text that a tool gives, and whether it is a mistake.
    fn call(&mut self, tool: &str, arguments: &Value) -> (String, bool) {
        let answer = self.request("tools/call", &json!({"name": tool, "arguments": arguments}));
        let result = &answer["result"];
        let text = result["content"][0]["text"].as_str();
        let text = text.unwrap_or_else(|| panic!("{answer}")).to_owned();
        (text, result["isError"].as_bool().unwrap())
    }

    fn end(mut self) {
        self.input = None;
        assert!(self.process.wait().unwrap().success());
    }
}

fn path(folder: &Path, name: &str) -> Value {
    json!({"path": folder.join(name).to_str().unwrap()})
}

#[test]
fn a_program_asks_and_has_recordings_of_the_named_folder_transcribed() {
    let mut server = Server::start(&["--quiet"]);
    let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
    let greeting = server.request("initialize", &hello);
    assert_eq!(greeting["result"]["protocolVersion"], "2025-06-18");
    server.send(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
    let listed = server.request("tools/list", &json!({}));
    let tools = listed["result"]["tools"].as_array().unwrap();
    let names: Vec<&str> = tools.iter().filter_map(|tool| tool["name"].as_str()).collect();
    assert_eq!(names, ["ask", "transcribe"], "--quiet offers no speech");
    let (reply, _) = server.call("ask", &json!({"question": "When does the library open?"}));
    assert!(reply.contains("10 am"), "{reply}");
    let (reply, _) = server.call("ask", &json!({"question": "And on Sunday?"}));
    assert!(reply.contains("library"), "{reply}");
    let folder = server.folder.clone();
    let (heard, is_error) = server.call("transcribe", &path(&folder, "question.wav"));
    assert!(!is_error && heard.to_lowercase().contains("library"), "{heard}");
    let bytes = std::fs::read(folder.join("question.wav")).unwrap();
    let (heard, is_error) = server.call("transcribe", &json!({"audio": STANDARD.encode(bytes)}));
    assert!(!is_error && heard.to_lowercase().contains("library"), "{heard}");
    server.end();
}

#[test]
fn what_a_program_has_said_is_heard_from_the_loudspeaker() {
    let card = SoundCard::start();
    let mut server = Server::start_where(&[], &card.environment());
    let recording = card.record();
    let (told, is_error) = server.call("say", &json!({"text": "The clinic is on the ground floor."}));
    assert!(!is_error, "{told}");
    let heard = recording.finish();
    assert!(!heard.loudspeaker.stretches(1.0).is_empty(), "nothing was heard");
    server.end();
}

#[test]
fn what_is_being_said_ends_with_the_program_that_wanted_it() {
    let card = SoundCard::start();
    let mut server = Server::start_where(&[], &card.environment());
    let text = "The clinic is on the ground floor. ".repeat(500);
    let params = json!({"name": "say", "arguments": {"text": text}});
    server.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string());
    assert_eq!(server.request("ping", &json!({}))["result"], json!({}));
    server.input = None;
    for _ in 0..600 {
        if let Some(status) = server.process.try_wait().unwrap() {
            assert!(status.success());
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let _ = server.process.kill();
    panic!("it goes on speaking");
}

#[test]
fn a_folder_that_is_not_there_is_named_at_the_start() {
    let ended = Command::new(env!("CARGO_BIN_EXE_mynah"))
        .args(["mcp", "--quiet", "--folder", "/nowhere/recordings"])
        .env("MYNAH_MODELS", root().join("models/starter"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&ended.stderr);
    assert!(
        ended.status.code() == Some(1) && told.contains("/nowhere/recordings"),
        "{told}"
    );
}

#[test]
fn no_file_outside_the_named_folders_is_read_whatever_its_path_looks_like() {
    let mut server = Server::start(&["--quiet"]);
    let (folder, home) = (server.folder.clone(), server.home.path().to_owned());
    for arguments in [
        path(&home, "outside.wav"),
        path(&folder, "../outside.wav"),
        path(&folder, "link.wav"),
        json!({"path": "/etc/passwd"}),
        json!({"path": "/proc/self/mem"}),
        json!({"path": "nowhere.wav"}),
        json!({"path": ""}),
    ] {
        let (sentence, is_error) = server.call("transcribe", &arguments);
        assert!(
            is_error && sentence.contains("not in a folder"),
            "{arguments}: {sentence}"
        );
    }
    let (sentence, is_error) = server.call("transcribe", &path(&folder, "missing.wav"));
    assert!(
        is_error && sentence.contains("name a file that is there"),
        "{sentence}"
    );
    let (sentence, _) = server.call("transcribe", &path(&folder, "../missing.wav"));
    assert!(sentence.contains("not in a folder"), "{sentence}");
    for arguments in [
        json!({}),
        json!({"path": "a", "audio": "b"}),
        json!({"path": 5}),
        json!({"audio": "no base64!"}),
        json!({"audio": "UklGRgAAAABXQVZF"}),
    ] {
        let (sentence, is_error) = server.call("transcribe", &arguments);
        assert!(is_error, "{arguments}: {sentence}");
    }
    server.end();
}

#[test]
fn mistakes_are_told_calls_run_side_by_side_and_a_cancelled_one_is_not_answered() {
    let mut server = Server::start(&[]);
    for (line, code) in [
        ("{", -32700),
        ("[]", -32600),
        (r#"{"id":1,"method":"prompts/list"}"#, -32601),
        (
            r#"{"id":1,"method":"tools/call","params":{"name":"dance"}}"#,
            -32602,
        ),
    ] {
        server.send(line);
        let answer = server.line();
        assert_eq!(answer["error"]["code"], code, "{line}: {answer}");
    }
    server.input.as_mut().unwrap().write_all(b"\xff\xfe\n").unwrap();
    assert_eq!(server.line()["error"]["code"], -32700);
    let (sentence, is_error) = server.call("say", &json!({"text": " ** "}));
    assert!(is_error && sentence.contains("nothing to say"), "{sentence}");
    let call = |id: &str, question: &str| {
        let params = json!({"name": "ask", "arguments": {"question": question}});
        json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params}).to_string()
    };
    server.send(&call("first", "When does the cafe open?"));
    server.send(r#"{"method":"notifications/cancelled","params":{"requestId":"first"}}"#);
    server.send(&call("second", "What is 25 plus 17?"));
    server.send(r#"{"id":"third","method":"ping"}"#);
    assert_eq!(server.line()["id"], "third", "a call holds up nothing");
    let answer = server.line();
    assert_eq!(answer["id"], "second", "{answer}");
    assert!(answer.to_string().contains("42"), "{answer}");
    server.end();
}

#[test]
fn a_line_without_an_end_is_stopped_at_its_limit() {
    let mut server = Server::start(&["--quiet"]);
    let mut input = server.input.take().unwrap();
    let piece = vec![b'a'; 1 << 16];
    let mut sent = 0_usize;
    while sent < 1 << 30 && input.write_all(&piece).is_ok() {
        sent += piece.len();
    }
    assert!(sent < 64 << 20, "{sent} bytes were taken");
    assert_eq!(server.line()["error"]["code"], -32600);
    assert!(server.process.wait().unwrap().success());
}
