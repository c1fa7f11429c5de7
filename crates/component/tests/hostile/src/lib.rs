//! A component that tries what it must not: it loops, sleeps, eats memory, reaches for the network, files and the time, asks the
//! model too much, answers too much, and fails. Each is a tool.

wit_bindgen::generate!({ path: "../../wit", world: "tool" });

use std::fmt::Debug;
use std::net::{TcpStream, ToSocketAddrs, UdpSocket};
use std::time::{Duration, SystemTime};

use mynah::tool::language_model;

struct Hostile;

const TOOLS: [&str; 18] = [
    "loop", "sleep", "recurse", "allocate", "hoard", "connect", "send", "resolve", "read", "write", "list", "time",
    "environment", "ask", "flood", "complain", "panic", "count",
];

static mut CALLS: u32 = 0;

impl Guest for Hostile {
    fn tools() -> Vec<Description> {
        let described = TOOLS.iter().map(|name| Description {
            name: (*name).to_owned(),
            text: format!("Tries to {name}."),
            parameters: vec![Parameter {
                name: "with".to_owned(),
                description: "what with".to_owned(),
                kind: Kind::Text,
                is_required: false,
            }],
        });
        described.collect()
    }

    fn call(tool: String, arguments: Vec<Argument>) -> Result<String, String> {
        let with = match arguments.first().map(|argument| &argument.value) {
            Some(Value::Text(with)) => with.clone(),
            _ => String::new(),
        };
        match tool.as_str() {
            "loop" => {
                let mut sum = 0_u64;
                loop {
                    sum = std::hint::black_box(sum.wrapping_mul(3).wrapping_add(1));
                }
            }
            "sleep" => {
                std::thread::sleep(Duration::from_secs(3600));
                Ok("slept".to_owned())
            }
            "recurse" => Ok(deeper(std::hint::black_box(1)).to_string()),
            "allocate" => {
                let mut all: Vec<Vec<u8>> = Vec::new();
                loop {
                    all.push(std::hint::black_box(vec![1; 1 << 20]));
                }
            }
            "hoard" => {
                let opened = (0..1_000_000).map(|_| std::fs::File::open(&with)).take_while(Result::is_ok);
                let opened: Vec<_> = opened.collect();
                Ok(format!("{} files", opened.len()))
            }
            "connect" => told(TcpStream::connect(&with)),
            "send" => told(UdpSocket::bind("0.0.0.0:0").and_then(|socket| socket.send_to(b"out", &with))),
            "resolve" => told((with.as_str(), 80).to_socket_addrs().map(Vec::from_iter)),
            "read" => told(std::fs::read_to_string(&with)),
            "write" => told(std::fs::write(&with, "was here")),
            "list" => told(std::fs::read_dir(&with).map(|entries| entries.count())),
            "time" => told(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map(|since| since.as_secs())),
            "environment" => Ok(format!("{:?} {:?}", Vec::from_iter(std::env::vars()), Vec::from_iter(std::env::args()))),
            "ask" => {
                let answers = (0..6).map(|_| language_model::generate(&with, 1_000_000));
                Ok(format!("{:?}", Vec::from_iter(answers)))
            }
            "flood" => Ok("a".repeat(20 << 20)),
            "complain" => {
                for _ in 0..1_000_000 {
                    eprintln!("{}", "complaint \u{1b}[31m".repeat(100));
                }
                Ok("complained".to_owned())
            }
            "count" => {
                // SAFETY: a component has one thread.
                let calls = unsafe {
                    CALLS += 1;
                    CALLS
                };
                Ok(calls.to_string())
            }
            _ => panic!("on purpose"),
        }
    }
}

#[expect(unconditional_recursion, reason = "it is to overflow the stack")]
fn deeper(depth: u64) -> u64 {
    let room = std::hint::black_box([depth; 64]);
    deeper(depth + 1) + room[7]
}

fn told<T: Debug, E: Debug>(result: Result<T, E>) -> Result<String, String> {
    Ok(format!("{result:?}"))
}

export!(Hostile);
