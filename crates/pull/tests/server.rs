//! A small HTTP server that answers as it is told: late, wrong, in pieces, or not to the end.
//!
//! Owns the wire; what is answered is the tests' business.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What was asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The path, from the first `/`.
    pub path: String,
    /// The headers, by lower-case names.
    pub headers: Vec<(String, String)>,
    /// How many requests came before this one.
    pub number: usize,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The first byte that is asked for.
    pub fn start(&self) -> usize {
        self.header("range")
            .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok())
            .unwrap_or(0)
    }
}

/// A step of an answer; the connection is closed after the last one.
#[derive(Debug, Clone)]
pub enum Step {
    Send(Vec<u8>),
    Wait(Duration),
}

/// A running server.
pub struct Server {
    address: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Answers every request with the steps that `answer` gives.
    pub fn start(answer: impl Fn(&Request) -> Vec<Step> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (seen, answer) = (Arc::clone(&requests), Arc::new(answer));
        let serve = move || {
            for stream in listener.incoming().flatten() {
                let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                let handle = move || handle(stream, &seen, answer.as_ref());
                thread::Builder::new().spawn(handle).unwrap();
            }
        };
        thread::Builder::new().spawn(serve).unwrap();
        Self { address, requests }
    }

    /// The address, as a mirror.
    pub fn mirror(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What was asked for up to now.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

fn handle(
    mut stream: TcpStream,
    seen: &Mutex<Vec<Request>>,
    answer: &(dyn Fn(&Request) -> Vec<Step> + Send + Sync),
) {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => text.push(byte[0]),
            _ => return,
        }
    }
    let text = String::from_utf8(text).unwrap();
    let mut lines = text.lines();
    let path = lines.next().unwrap().split(' ').nth(1).unwrap().to_owned();
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let request = {
        let mut seen = seen.lock().unwrap();
        let number = seen.len();
        seen.push(Request {
            path,
            headers,
            number,
        });
        seen[number].clone()
    };
    for step in answer(&request) {
        match step {
            Step::Send(bytes) => {
                if stream.write_all(&bytes).is_err() {
                    return;
                }
            }
            Step::Wait(time) => thread::sleep(time),
        }
    }
}

/// The head of an answer.
pub fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let headers: Vec<String> = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let headers = headers.concat();
    format!("HTTP/1.1 {status} X\r\nConnection: close\r\n{headers}\r\n").into_bytes()
}

/// An answer without a file.
pub fn status(status: u16, headers: &[(&str, &str)]) -> Vec<Step> {
    let mut all = vec![("Content-Length", "0")];
    all.extend(headers);
    vec![Step::Send(head(status, &all))]
}

/// A file as a good server answers with it: a range if the file is still the same.
pub fn file(request: &Request, content: &[u8], tag: &str, headers: &[(&str, &str)]) -> Vec<Step> {
    pieces(
        request,
        content,
        tag,
        headers,
        content.len().max(1),
        Duration::ZERO,
    )
}

/// The same in pieces, with a pause after each.
pub fn pieces(
    request: &Request,
    content: &[u8],
    tag: &str,
    headers: &[(&str, &str)],
    size: usize,
    pause: Duration,
) -> Vec<Step> {
    let is_same = request.header("if-range").is_none_or(|known| known == tag);
    let start = if is_same {
        request.start().min(content.len())
    } else {
        0
    };
    let rest = &content[start..];
    let length = rest.len().to_string();
    let range = format!("bytes {start}-{}/{}", content.len() - 1, content.len());
    let mut all = vec![("Content-Length", length.as_str()), ("ETag", tag)];
    if start > 0 {
        all.push(("Content-Range", &range));
    }
    all.extend(headers);
    let mut steps = vec![Step::Send(head(if start > 0 { 206 } else { 200 }, &all))];
    for piece in rest.chunks(size) {
        steps.push(Step::Send(piece.to_vec()));
        if pause > Duration::ZERO {
            steps.push(Step::Wait(pause));
        }
    }
    steps
}

/// The first `bytes` bytes of an answer's body, after which the connection ends.
pub fn cut(mut steps: Vec<Step>, bytes: usize) -> Vec<Step> {
    steps.truncate(2);
    if let Some(Step::Send(body)) = steps.get_mut(1) {
        body.truncate(bytes);
    }
    steps
}
