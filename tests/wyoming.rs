//! `mynah wyoming`: clients that speak the protocol by hand, and clients that break it.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Map, Value, json};

use crate::rig::{root, sox};

/// Far longer than anything takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(120);

/// `mynah wyoming` with the starter models and the sample documents.
fn wyoming(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mynah"));
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("MYNAH_") || name.starts_with("XDG_"))
    {
        command.env_remove(name);
    }
    command
        .arg("wyoming")
        .args(arguments)
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("MYNAH_CONFIG", root().join("assets/demo/demo.toml"))
        .env("MYNAH_MODELS", root().join("models/starter"))
        .stderr(Stdio::piped());
    command
}

/// A running server.
struct Server {
    process: Child,
    socket: PathBuf,
    _home: tempfile::TempDir,
}

impl Server {
    /// Starts it at its standard place, and waits until it listens.
    fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        let socket = home.path().join("mynah/wyoming.sock");
        let process = wyoming(home.path(), &[]).spawn().unwrap();
        let server = Self {
            process,
            socket,
            _home: home,
        };
        drop(server.client());
        server
    }

    fn client(&self) -> Client {
        for _ in 0..600 {
            if let Ok(stream) = UnixStream::connect(&self.socket) {
                stream.set_read_timeout(Some(TIMEOUT)).unwrap();
                return Client(BufReader::new(stream));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("nobody listens");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An event: its type, data and payload.
#[derive(Debug)]
struct Event(String, Map<String, Value>, Vec<u8>);

struct Client(BufReader<UnixStream>);

impl Client {
    fn send(&mut self, kind: &str, data: &Value, payload: &[u8]) -> &mut Self {
        let data = data.to_string();
        let header = json!({"type": kind, "data_length": data.len(), "payload_length": payload.len()});
        self.raw(format!("{header}\n{data}").as_bytes());
        self.raw(payload)
    }

    fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.get_mut().write_all(bytes).unwrap();
        self
    }

    /// The next event; `None` at the end.
    fn event(&mut self) -> Option<Event> {
        read_event(&mut self.0)
    }

    fn expect(&mut self, kind: &str) -> Map<String, Value> {
        let event = self.event().unwrap_or_else(|| panic!("no {kind}"));
        assert_eq!(event.0, kind, "{:?}", event.1);
        event.1
    }

    /// The code of an error.
    fn code(&mut self) -> String {
        self.expect("error")["code"].as_str().unwrap().to_owned()
    }

    /// Whether the connection has ended.
    fn is_over(&mut self) -> bool {
        self.event().is_none()
    }

    /// Sends 16-bit PCM in pieces that are no whole frames.
    fn transcribe(&mut self, pcm: &[u8], rate: u32, channels: u32) -> String {
        let format = json!({"rate": rate, "width": 2, "channels": channels});
        self.send("transcribe", &json!({"language": "en"}), &[]);
        self.send("audio-start", &format, &[]);
        for piece in pcm.chunks(3_001) {
            self.send("audio-chunk", &format, piece);
        }
        self.send("audio-stop", &json!({}), &[]);
        self.expect("transcript")["text"].as_str().unwrap().to_lowercase()
    }

    /// The sound up to its end, and its rate.
    fn sound(&mut self) -> (Vec<u8>, u32) {
        let start = self.expect("audio-start");
        assert_eq!((&start["width"], &start["channels"]), (&json!(2), &json!(1)));
        let mut pcm = Vec::new();
        loop {
            let event = self.event().expect("the sound ended early");
            match event.0.as_str() {
                "audio-chunk" => pcm.extend(event.2),
                "audio-stop" => return (pcm, u32::try_from(start["rate"].as_u64().unwrap()).unwrap()),
                other => panic!("{other}"),
            }
        }
    }

    fn ask(&mut self, question: &str) -> (String, String) {
        self.send("transcript", &json!({"text": question}), &[]);
        let event = self.event().expect("no answer");
        (event.0, event.1["text"].as_str().unwrap().to_owned())
    }

    fn is_served(&mut self) -> bool {
        self.send("ping", &json!({"text": "there?"}), &[]);
        self.expect("pong")["text"] == "there?"
    }
}

fn read_event(input: &mut impl BufRead) -> Option<Event> {
    let mut line = String::new();
    match input.read_line(&mut line) {
        Ok(1..) => {}
        Ok(0) => return None,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => return None,
        Err(error) => panic!("{error}"),
    }
    let header: Value = serde_json::from_str(&line).unwrap();
    let mut bytes = |field: &str| {
        let length = header[field].as_u64().unwrap_or(0);
        let mut bytes = vec![0; usize::try_from(length).unwrap()];
        input.read_exact(&mut bytes).unwrap();
        bytes
    };
    let data = bytes("data_length");
    let payload = bytes("payload_length");
    let data = if data.is_empty() {
        Map::new()
    } else {
        serde_json::from_slice(&data).unwrap()
    };
    Some(Event(header["type"].as_str().unwrap().to_owned(), data, payload))
}

/// A recorded question of the demo in this format, without a header.
fn recorded(folder: &Path, name: &str, rate: u32, channels: u32) -> Vec<u8> {
    let path = root().join("assets/demo").join(name);
    let raw = folder.join("question.raw");
    let (rate, channels) = (rate.to_string(), channels.to_string());
    let format = ["-r", &rate, "-c", &channels, "-b", "16", "-e", "signed-integer"];
    let mut arguments = vec![path.to_str().unwrap()];
    arguments.extend(format);
    arguments.push(raw.to_str().unwrap());
    sox(&arguments);
    std::fs::read(raw).unwrap()
}

#[test]
fn recordings_are_transcribed_in_any_format_and_what_is_synthesised_is_heard_again() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let mut client = server.client();
    for (rate, channels) in [(16_000, 1), (8_000, 1), (44_100, 2)] {
        let pcm = recorded(folder.path(), "02.wav", rate, channels);
        let heard = client.transcribe(&pcm, rate, channels);
        assert!(heard.contains("library"), "{rate} Hz, {channels}: {heard}");
    }
    client.send("synthesize", &json!({"text": "The cafe opens at 9 am."}), &[]);
    let (pcm, rate) = client.sound();
    let heard = client.transcribe(&pcm, rate, 1);
    assert!(heard.contains("opens at 9"), "{heard}");
    // In pieces, with the whole text once more for services that know no pieces.
    client.send("synthesize-start", &json!({}), &[]);
    for piece in ["The library is op", "en. The cafe opens", " at 9 am."] {
        client.send("synthesize-chunk", &json!({"text": piece}), &[]);
    }
    client.send("synthesize", &json!({"text": "The library is open."}), &[]);
    client.send("synthesize-stop", &json!({}), &[]);
    let (pcm, rate) = client.sound();
    client.expect("synthesize-stopped");
    let heard = client.transcribe(&pcm, rate, 1);
    assert!(
        heard.contains("library is open") && heard.contains("opens at 9"),
        "{heard}"
    );
    assert_eq!(client.transcribe(&vec![0; 32_000], 16_000, 1), "");
}

#[test]
fn what_is_offered_is_described_and_a_named_voice_is_used() {
    let server = Server::start();
    let mut client = server.client();
    client.send("describe", &json!({}), &[]);
    let info = client.expect("info");
    assert_eq!(info["asr"][0]["models"][0]["name"], "speech.bin");
    assert_eq!(info["handle"][0]["models"][0]["name"], "language.gguf");
    assert_eq!(info["tts"][0]["supports_synthesize_streaming"], true);
    assert_eq!(info["wake"], json!([]));
    let voices = info["tts"][0]["voices"].as_array().unwrap();
    assert!(voices.len() > 10, "{} voices", voices.len());
    assert!(voices.iter().any(|voice| voice["languages"] == json!(["de"])));
    let mut said = |voice: Value| {
        client.send(
            "synthesize",
            &json!({"text": "The zoo opens.", "voice": voice}),
            &[],
        );
        client.sound().0
    };
    let own = said(json!({}));
    assert_eq!(said(json!({"language": "en"})), own);
    assert_ne!(said(json!({"name": "espeak-ng:de"})), own);
    assert_ne!(said(json!({"language": "de-AT"})), own);
    for unknown in ["xx", "en-000001", "", "../../x"] {
        assert_eq!(said(json!({"language": unknown})), own, "{unknown}");
    }
    for (event, data, code) in [
        (
            "synthesize",
            json!({"text": "Hi.", "voice": {"name": "nobody"}}),
            "unknown-voice",
        ),
        ("synthesize", json!({"text": 5}), "text"),
        ("synthesize", json!({"text": "a".repeat(20_001)}), "text"),
        ("synthesize-start", json!({"text_format": "ssml"}), "text-format"),
        ("transcript", json!({}), "text"),
    ] {
        let mut wrong = server.client();
        assert_eq!(wrong.send(event, &data, &[]).code(), code, "{event} {data}");
        assert!(
            wrong.is_over(),
            "Home Assistant reads on until the end: {event} {data}"
        );
    }
    let unknown = json!({"name": "whisper"});
    assert_eq!(
        client.send("select-program", &unknown, &[]).code(),
        "unknown-program"
    );
    client.send("synthesize", &json!({"text": " ** "}), &[]);
    assert_eq!(client.sound().0, b"", "a text without words");
    for event in ["synthesize-start", "synthesize-stop"] {
        client.send(event, &json!({}), &[]);
    }
    assert_eq!(client.sound().0, b"", "a text without words in pieces");
    client.expect("synthesize-stopped");
    assert!(client.is_served());
}

#[test]
fn a_refused_recording_is_answered_at_its_end_and_its_rest_is_not_transcribed() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let pcm = recorded(folder.path(), "02.wav", 16_000, 1);
    let format = |rate: u32| json!({"rate": rate, "width": 2, "channels": 1});
    for (start, chunk, code) in [(0, 16_000, "format"), (16_000, 8_000, "format-changed")] {
        let mut client = server.client();
        client.send("audio-start", &format(start), &[]);
        client.send("audio-chunk", &format(chunk), &pcm[..4_000]);
        client.send("audio-chunk", &format(16_000), &pcm);
        assert!(client.is_served(), "{code}");
        client.send("audio-stop", &json!({}), &[]);
        assert_eq!(client.code(), code);
        assert!(client.is_over());
    }
    let mut client = server.client();
    client.send("audio-start", &format(0), &[]);
    assert!(
        client.transcribe(&pcm, 16_000, 1).contains("library"),
        "a new one is begun"
    );
}

#[test]
fn questions_are_handled_and_follow_ups_are_those_of_one_client_or_conversation() {
    let server = Server::start();
    let mut client = server.client();
    let (kind, reply) = client.ask("When does the library open?");
    assert!(kind == "handled" && reply.contains("10 am"), "{kind} {reply}");
    let mut other = server.client();
    assert_eq!(
        other.ask("What is 25 plus 17?"),
        ("handled".to_owned(), "25 plus 17 is 42.".to_owned())
    );
    let (kind, reply) = other.ask("And on Sunday?");
    assert!(
        !reply.contains("library"),
        "another client's question: {kind} {reply}"
    );
    let (_, reply) = client.ask("And on Sunday?");
    assert!(
        reply.contains("library"),
        "another client asked in between: {reply}"
    );
    // Home Assistant connects anew for each question.
    let in_conversation = |question: &str| {
        let data = json!({"text": question, "context": {"conversation_id": "kitchen"}});
        let mut client = server.client();
        client.send("transcript", &data, &[]);
        client.expect("handled")["text"].as_str().unwrap().to_owned()
    };
    let reply = in_conversation("When does the library open?");
    assert!(reply.contains("10 am"), "{reply}");
    assert!(other.ask("What is 25 plus 17?").1.contains("42"));
    let reply = in_conversation("And on Sunday?");
    assert!(reply.contains("library"), "{reply}");
    let history = json!([["When does the library open?", "The library opens at 10 am."]]);
    let context = json!({"history": history, "conversation_id": "c"});
    other.send(
        "transcript",
        &json!({"text": "And on Sunday?", "context": context}),
        &[],
    );
    let handled = other.expect("handled");
    assert!(
        handled["text"].as_str().unwrap().contains("library"),
        "{handled:?}"
    );
    assert_eq!(handled["context"], json!({"conversation_id": "c"}));
    // Until the documents are embedded, which takes a moment in a new home folder, the answer may be less certain.
    let refused = (0..60).any(|_| {
        std::thread::sleep(Duration::from_millis(500));
        client.ask("Where is the swimming pool?").0 == "not-handled"
    });
    assert!(refused, "what is not known is handled");
    // Nobody would hear it ring.
    let (_, reply) = client.ask("Set a timer for five minutes.");
    assert!(
        !reply.contains("five minutes") && !reply.contains("5 minutes"),
        "{reply}"
    );
}

#[test]
fn clients_that_break_the_protocol_are_told_and_harm_nobody() {
    let server = Server::start();
    let mut good = server.client();
    let mut stalling = server.client();
    stalling.raw(b"{\"type\":\"pi");
    let mut half = server.client();
    half.raw(b"{\"type\":\"ping\",\"payload_length\":10}\n123");
    half.0.get_ref().shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(half.code(), "half-event");
    for (bytes, code) in [
        (
            &b"{\"type\":\"audio-chunk\",\"payload_length\":1073741824}\n"[..],
            "too-long",
        ),
        (
            b"{\"type\":\"describe\",\"data_length\":1073741824}\n",
            "too-long",
        ),
        (
            b"{\"type\":\"describe\",\"data_length\":18446744073709551616}\n",
            "malformed",
        ),
        (b"{\"type\":\"describe\",\"data_length\":-1}\n", "malformed"),
        (b"{\"type\":\"\xff\xfe\"}\n", "malformed"),
        (b"{\"type\":5}\n", "malformed"),
        (b"GET / HTTP/1.1\r\n", "malformed"),
        (b"{\"type\":\"ping\",\"data_length\":2}\n[]", "malformed"),
    ] {
        let mut client = server.client();
        client.raw(bytes);
        assert_eq!(client.code(), code, "{}", String::from_utf8_lossy(bytes));
        assert!(client.is_over());
        assert!(good.is_served());
    }
    let mut endless = server.client();
    let piece = vec![b'a'; 1 << 16];
    let mut sent = 0_usize;
    while sent < 1 << 30 && endless.0.get_mut().write_all(&piece).is_ok() {
        sent += piece.len();
    }
    assert!(sent < 4 << 20, "{sent} bytes were taken");
    good.send("from-the-future", &json!({"x": 1}), b"12345");
    assert!(good.is_served(), "an unknown event is dropped");
    assert_eq!(stalling.code(), "too-slow");
    assert!(stalling.is_over());
}

#[test]
fn more_clients_than_there_is_room_for_are_told() {
    let server = Server::start();
    // A place is free again a moment after its client has gone.
    let served = || {
        for _ in 0..600 {
            let mut client = server.client();
            let asked = client.0.get_mut().write_all(b"{\"type\":\"ping\"}\n");
            match client.event() {
                Some(event) if asked.is_ok() && event.0 == "pong" => return client,
                _ => std::thread::sleep(Duration::from_millis(100)),
            }
        }
        panic!("there is no room");
    };
    let clients: Vec<Client> = (0..32).map(|_| served()).collect();
    let mut late = server.client();
    assert_eq!(late.code(), "full");
    drop(clients);
    drop(served());
}

#[test]
fn the_socket_is_this_users_alone_and_one_program_listens_until_it_is_asked_to_end() {
    let home = tempfile::tempdir().unwrap();
    let socket = home.path().join("own.sock");
    let arguments = ["--socket", socket.to_str().unwrap()];
    let mut first = wyoming(home.path(), &arguments).spawn().unwrap();
    for _ in 0..600 {
        if UnixStream::connect(&socket).is_ok() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let folder_before = mode(home.path());
    assert_eq!(mode(&socket), 0o600);
    let second = wyoming(home.path(), &arguments).output().unwrap();
    let told = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(
        second.status.code() == Some(1) && told.contains("listens at"),
        "{told}"
    );
    kill(Pid::from_raw(i32::try_from(first.id()).unwrap()), Signal::SIGTERM).unwrap();
    assert!(first.wait().unwrap().success());
    assert!(!socket.exists());
    assert_eq!(mode(home.path()), folder_before);
}

/// The service at its standard descriptors.
fn at_standard_descriptors(home: &Path) -> (Child, ChildStdin, BufReader<ChildStdout>) {
    let mut process = wyoming(home, &["--stdio"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input = process.stdin.take().unwrap();
    let output = BufReader::new(process.stdout.take().unwrap());
    (process, input, output)
}

#[test]
fn one_client_is_served_at_the_standard_descriptors_until_they_end() {
    let home = tempfile::tempdir().unwrap();
    let (mut process, mut input, mut output) = at_standard_descriptors(home.path());
    for number in [1, 2] {
        let data = json!({"text": format!("What is {number} plus 17?")}).to_string();
        let header = json!({"type": "transcript", "data_length": data.len()});
        input.write_all(format!("{header}\n{data}").as_bytes()).unwrap();
        let event = read_event(&mut output).unwrap();
        assert_eq!(event.0, "handled");
        assert!(
            event.1["text"]
                .as_str()
                .unwrap()
                .contains(&(number + 17).to_string())
        );
    }
    drop(input);
    assert!(process.wait().unwrap().success());
    let mut rest = Vec::new();
    output.read_to_end(&mut rest).unwrap();
    assert_eq!(rest, b"");
}

#[test]
fn a_client_that_does_not_read_holds_up_no_end() {
    let home = tempfile::tempdir().unwrap();
    let (mut process, mut input, mut output) = at_standard_descriptors(home.path());
    // More than a pipe holds, and less than the pipe and a socket hold: all is answered, and not all is written.
    input.write_all(b"{\"type\":\"describe\"}\n").unwrap();
    let info = read_event(&mut output).unwrap();
    let length = Value::Object(info.1).to_string().len();
    for _ in 0..=(80 << 10) / length {
        input.write_all(b"{\"type\":\"describe\"}\n").unwrap();
    }
    drop(input);
    std::thread::sleep(Duration::from_secs(2));
    kill(
        Pid::from_raw(i32::try_from(process.id()).unwrap()),
        Signal::SIGTERM,
    )
    .unwrap();
    for _ in 0..600 {
        if let Some(status) = process.try_wait().unwrap() {
            assert!(status.success());
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let _ = process.kill();
    panic!("it waits for its client");
}
