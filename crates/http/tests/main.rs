//! The program as its clients meet it: HTTP by hand, before a stand-in for `mynah wyoming` that answers what each test needs.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::Builder;
use std::time::Duration;

use serde_json::{Value, json};

/// Far longer than anything takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// What the stand-in sends for an event of this type with this data: types, data and payloads.
type Script = fn(&str, &Value) -> Vec<(&'static str, Value, Vec<u8>)>;

struct Running {
    process: Child,
    folder: tempfile::TempDir,
}

impl Running {
    /// Starts the program, and the stand-in if there is a script.
    fn start(script: Option<Script>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let wyoming = folder.path().join("wyoming.sock");
        if let Some(script) = script {
            stand_in(&wyoming, script);
        }
        let process = Command::new(env!("CARGO_BIN_EXE_mynah-http"))
            .arg("--socket")
            .arg(folder.path().join("http.sock"))
            .arg("--wyoming")
            .arg(&wyoming)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let running = Self { process, folder };
        drop(running.connect());
        running
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("http.sock")
    }

    fn connect(&self) -> UnixStream {
        for _ in 0..600 {
            if let Ok(stream) = UnixStream::connect(self.socket()) {
                stream.set_read_timeout(Some(TIMEOUT)).unwrap();
                return stream;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("nobody listens");
    }

    /// The status and the body that answer a request.
    fn request(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = self.connect();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: mynah\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        // A server that refuses it early reads no more.
        let _ = stream.write_all(body);
        response(&mut stream)
    }

    fn json(&self, path: &str, body: &Value) -> (u16, Value) {
        let (status, body) = self.request("POST", path, "application/json", body.to_string().as_bytes());
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    fn is_served(&self) -> bool {
        self.request("GET", "/v1/nothing", "", b"").0 == 404
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads to the end of a connection; 0 is the status if nothing came.
fn response(stream: &mut UnixStream) -> (u16, Vec<u8>) {
    let mut all = Vec::new();
    match stream.read_to_end(&mut all) {
        Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("{error}"),
        _ => {}
    }
    let Some(head) = all.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
        return (0, all);
    };
    let status = String::from_utf8_lossy(&all[9..12]).parse().unwrap_or(0);
    (status, all.split_off(head + 4))
}

/// Answers every event of every client by the script.
fn stand_in(path: &Path, script: Script) {
    let listener = UnixListener::bind(path).unwrap();
    // It ends with the test's process.
    Builder::new()
        .spawn(move || {
            for stream in listener.incoming().flatten() {
                Builder::new().spawn(move || converse(stream, script)).unwrap();
            }
        })
        .unwrap();
}

fn converse(stream: UnixStream, script: Script) {
    let mut output = stream.try_clone().unwrap();
    let mut input = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let header: Value = serde_json::from_str(&line).unwrap();
        let mut bytes = |field: &str| {
            let mut bytes = vec![0; usize::try_from(header[field].as_u64().unwrap_or(0)).unwrap()];
            input.read_exact(&mut bytes).unwrap();
            bytes
        };
        let data: Value = serde_json::from_slice(&bytes("data_length")).unwrap_or_default();
        let _ = bytes("payload_length");
        for (kind, data, payload) in script(header["type"].as_str().unwrap(), &data) {
            let data = data.to_string();
            let header = json!({"type": kind, "data_length": data.len(), "payload_length": payload.len()});
            output.write_all(format!("{header}\n{data}").as_bytes()).unwrap();
            output.write_all(&payload).unwrap();
            if kind == "error" {
                // As mynah does.
                return;
            }
        }
    }
}

/// Answers as mynah does: questions with themselves and what was before, recordings with their format, texts with their length.
fn mynah(kind: &str, data: &Value) -> Vec<(&'static str, Value, Vec<u8>)> {
    match kind {
        "describe" => vec![(
            "info",
            json!({"asr": [{"models": [{"name": "speech.bin"}]}], "handle": [], "tts": []}),
            vec![],
        )],
        "transcript" => {
            let past = data["context"]["history"].as_array().map_or(0, Vec::len);
            vec![(
                "handled",
                json!({"text": format!("{} after {past}", data["text"].as_str().unwrap())}),
                vec![],
            )]
        }
        "audio-start" => vec![(
            "transcript",
            json!({"text": format!("{} Hz", data["rate"])}),
            vec![],
        )],
        "synthesize" if data["voice"]["name"] == "alloy" => {
            vec![(
                "error",
                json!({"code": "unknown-voice", "text": "There is no such voice."}),
                vec![],
            )]
        }
        "synthesize" => vec![
            (
                "audio-start",
                json!({"rate": 16_000, "width": 2, "channels": 1}),
                vec![],
            ),
            ("audio-chunk", json!({"rate": 16_000}), vec![0; 32_000]),
            ("audio-stop", json!({}), vec![]),
        ],
        _ => vec![],
    }
}

/// A form with a WAV file of 8,000 Hz.
fn form(more: &str) -> Vec<u8> {
    let mut wav = std::io::Cursor::new(Vec::new());
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 8_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::new(&mut wav, spec).unwrap();
    (0..800).for_each(|_| writer.write_sample(0_i16).unwrap());
    writer.finalize().unwrap();
    let mut body =
        format!("{more}--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n")
            .into_bytes();
    body.extend(wav.into_inner());
    body.extend(b"\r\n--x--\r\n");
    body
}

const FORM: &str = "multipart/form-data; boundary=x";

#[test]
fn questions_recordings_and_texts_are_passed_on_and_answered_in_openais_shape() {
    let running = Running::start(Some(mynah));
    let (status, models) = running.request("GET", "/v1/models", "", b"");
    let models: Value = serde_json::from_slice(&models).unwrap();
    assert_eq!((status, &models["data"][0]["id"]), (200, &json!("speech.bin")));
    let messages = json!([
        {"role": "user", "content": "one"}, {"role": "assistant", "content": "two"}, {"role": "user", "content": "three"},
    ]);
    let (status, answer) = running.json(
        "/v1/chat/completions",
        &json!({"model": "m", "messages": messages}),
    );
    assert_eq!(
        (status, &answer["choices"][0]["message"]["content"]),
        (200, &json!("three after 1"))
    );
    let body = json!({"messages": messages, "stream": true}).to_string();
    let (_, events) = running.request(
        "POST",
        "/v1/chat/completions",
        "application/json",
        body.as_bytes(),
    );
    let events = String::from_utf8(events).unwrap();
    assert!(
        events.contains("three after 1") && events.ends_with("data: [DONE]\n\n"),
        "{events}"
    );
    let (status, heard) = running.request("POST", "/v1/audio/transcriptions", FORM, &form(""));
    assert_eq!((status, &heard[..]), (200, &br#"{"text":"8000 Hz"}"#[..]));
    for (format, length) in [("wav", 44 + 32_000), ("pcm", 48_000)] {
        let body = json!({"input": "Hello.", "voice": "alloy", "response_format": format}).to_string();
        let (status, sound) =
            running.request("POST", "/v1/audio/speech", "application/json", body.as_bytes());
        assert_eq!((status, sound.len()), (200, length), "{format}");
    }
}

#[test]
fn what_is_not_done_is_refused_with_a_sentence() {
    let running = Running::start(Some(mynah));
    let question = json!([{"role": "user", "content": "one"}]);
    for (path, body, status) in [
        ("/v1/embeddings", json!({}), 404),
        ("/v1/models", json!({}), 405),
        ("/v1/models/speech.bin", json!({}), 405),
        (
            "/v1/chat/completions",
            json!({"messages": question, "response_format": {"type": "json_object"}}),
            400,
        ),
        (
            "/v1/chat/completions",
            json!({"messages": [{"role": "user", "content": "a".repeat(8_001)}]}),
            400,
        ),
        ("/v1/chat/completions", json!({"messages": []}), 400),
        ("/v1/chat/completions", json!({"messages": question, "n": 2}), 400),
        (
            "/v1/chat/completions",
            json!({"messages": question, "tools": [{}]}),
            400,
        ),
        ("/v1/chat/completions", json!("text"), 400),
        (
            "/v1/audio/speech",
            json!({"input": "a", "response_format": "mp3"}),
            400,
        ),
        ("/v1/audio/speech", json!({"input": "a".repeat(4_097)}), 400),
        ("/v1/audio/speech", json!({"input": "a", "speed": 2}), 400),
        ("/v1/audio/transcriptions", json!({}), 400),
    ] {
        let (got, answer) = running.json(path, &body);
        let sentence = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(
            got == status && sentence.ends_with('.'),
            "{path} {body}: {got} {answer}"
        );
    }
    let format = "--x\r\nContent-Disposition: form-data; name=\"response_format\"\r\n\r\nsrt\r\n";
    assert_eq!(
        running
            .request("POST", "/v1/audio/transcriptions", FORM, &form(format))
            .0,
        400
    );
}

#[test]
fn bodies_that_are_too_long_and_clients_that_stall_harm_nobody() {
    let running = Running::start(Some(mynah));
    let mut endless = running.connect();
    endless
        .write_all(b"POST /v1/chat/completions HTTP/1.1\r\nHost: m\r\nContent-Length: 1073741824\r\n\r\n")
        .unwrap();
    let mut head = [0; 12];
    endless.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 413");
    let mut chunked = running.connect();
    chunked
        .write_all(b"POST /v1/chat/completions HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: chunked\r\n\r\n")
        .unwrap();
    let piece = [b"10000\r\n".as_slice(), &vec![b'a'; 1 << 16], b"\r\n"].concat();
    let mut sent = 0_usize;
    while sent < 1 << 28 && chunked.write_all(&piece).is_ok() {
        sent += piece.len();
    }
    assert!(sent < 8 << 20, "{sent} bytes were taken");
    // Half a head, a byte of a body, and nothing at all.
    let mut stalling = running.connect();
    stalling.write_all(b"POST /v1/chat").unwrap();
    let mut half = running.connect();
    half.write_all(b"POST /v1/chat/completions HTTP/1.1\r\nHost: m\r\nContent-Length: 9\r\n\r\n{")
        .unwrap();
    let silent: Vec<UnixStream> = (0..20).map(|_| running.connect()).collect();
    assert!(running.is_served());
    for hostile in [
        &b"\xff\xfe\r\n\r\n"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01",
    ] {
        let mut stream = running.connect();
        stream.write_all(hostile).unwrap();
    }
    assert!(running.is_served());
    let (status, _) = response(&mut stalling);
    assert!(matches!(status, 0 | 408), "{status}");
    drop(silent);
}

#[test]
fn without_mynah_and_with_one_that_breaks_the_protocol_there_is_a_sentence() {
    let alone = Running::start(None);
    let question = json!({"messages": [{"role": "user", "content": "one"}]});
    let (status, answer) = alone.json("/v1/chat/completions", &question);
    let sentence = answer["error"]["message"].as_str().unwrap();
    assert!(
        status == 503 && sentence.contains("start 'mynah wyoming'"),
        "{status} {sentence}"
    );
    let broken = Running::start(Some(|_, _| vec![("pong", json!({}), vec![])]));
    assert_eq!(broken.json("/v1/chat/completions", &question).0, 502);
    let busy = Running::start(Some(|_, _| {
        vec![("error", json!({"code": "busy", "text": "Later."}), vec![])]
    }));
    let (status, answer) = busy.json("/v1/chat/completions", &question);
    assert_eq!((status, &answer["error"]["message"]), (429, &json!("Later.")));
}

#[test]
fn the_socket_is_this_users_alone_and_one_program_listens_there() {
    let running = Running::start(None);
    assert_eq!(
        running.socket().metadata().unwrap().permissions().mode() & 0o777,
        0o600
    );
    let second = Command::new(env!("CARGO_BIN_EXE_mynah-http"))
        .arg("--socket")
        .arg(running.socket())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(
        second.status.code() == Some(1) && told.contains("listens at"),
        "{told}"
    );
    // One that was killed leaves its socket behind, which the next one replaces.
    let left = running.folder.path().join("left.sock");
    drop(UnixListener::bind(&left).unwrap());
    let mut next = Command::new(env!("CARGO_BIN_EXE_mynah-http"))
        .arg("--socket")
        .arg(&left)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..600 {
        if UnixStream::connect(&left).is_ok() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(UnixStream::connect(&left).is_ok());
    next.kill().unwrap();
    next.wait().unwrap();
}

#[test]
fn the_kernel_refuses_the_running_program_other_sockets() {
    let running = Running::start(None);
    let status = std::fs::read_to_string(format!("/proc/{}/status", running.process.id())).unwrap();
    for line in ["Seccomp:\t2", "NoNewPrivs:\t1"] {
        assert!(status.contains(line), "{line}");
    }
}
