//! The program as an MCP server, spoken to by hand.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::component;

struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start(name: &str, options: &[&str], capabilities: &Value) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_mynah-component"))
            .arg("serve")
            .arg(component(name))
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut server = Self {
            input: process.stdin.take().unwrap(),
            output: BufReader::new(process.stdout.take().unwrap()),
            process,
        };
        let about = json!({"protocolVersion": "2025-06-18", "capabilities": capabilities, "clientInfo": {"name": "test", "version": "1"}});
        server.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": about}));
        let greeting = server.message();
        assert_eq!(greeting["result"]["protocolVersion"], "2025-06-18", "{greeting}");
        server.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        server
    }

    fn send(&mut self, message: &Value) {
        self.input.write_all(format!("{message}\n").as_bytes()).unwrap();
    }

    fn message(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    fn call(&mut self, id: u32, tool: &str, arguments: &Value) {
        let params = json!({"name": tool, "arguments": arguments});
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params}));
    }

    fn text(&mut self) -> (String, bool) {
        let answer = self.message();
        let result = &answer["result"];
        let text = result["content"][0]["text"].as_str();
        let text = text.unwrap_or_else(|| panic!("{answer}")).to_owned();
        (text, result["isError"].as_bool().unwrap_or_default())
    }

    /// It ends with its input.
    fn end(mut self) {
        drop(self.input);
        assert!(self.process.wait().unwrap().success());
    }
}

#[test]
fn a_client_lists_and_calls_the_tools() {
    let mut server = Server::start("cheese_counter", &[], &json!({}));
    server.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {}}));
    let listed = server.message();
    let tool = &listed["result"]["tools"][0];
    assert_eq!(tool["name"], "piece_price");
    assert_eq!(tool["inputSchema"]["properties"]["grams"]["type"], "number");
    server.call(3, "piece_price", &json!({"grams": 350, "kilo_price": 24}));
    assert_eq!(server.text(), ("That piece is £8.40.".to_owned(), false));
    server.call(4, "piece_price", &json!({"grams": 350}));
    assert_eq!(
        server.text(),
        ("piece_price needs the parameter kilo_price".to_owned(), true)
    );
    server.end();
}

#[test]
fn after_a_call_that_was_stopped_the_next_one_is_answered_and_finds_nothing_of_it() {
    let mut server = Server::start("hostile", &["--fuel", "20"], &json!({}));
    for id in 2..4 {
        server.call(id, "count", &json!({}));
        assert_eq!(server.text(), ("1".to_owned(), false));
        server.call(id + 10, "loop", &json!({}));
        let (told, is_error) = server.text();
        assert!(is_error && told.contains("20 million instructions"), "{told}");
    }
    server.end();
}

#[test]
fn a_granted_model_is_asked_through_the_client() {
    let mut server = Server::start("cheese_counter", &["--model"], &json!({"sampling": {}}));
    server.call(2, "praise", &json!({"cheese": "Brie"}));
    let asked = server.message();
    assert_eq!(asked["method"], "sampling/createMessage", "{asked}");
    let prompt = asked["params"]["messages"][0]["content"]["text"]
        .as_str()
        .unwrap();
    assert!(prompt.contains("Brie"), "{prompt}");
    assert_eq!(asked["params"]["maxTokens"], 40);
    let written =
        json!({"role": "assistant", "content": {"type": "text", "text": "Brie melts."}, "model": "m"});
    server.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": written}));
    assert_eq!(server.text(), ("Brie melts.".to_owned(), false));
    server.end();
}

#[test]
fn a_client_without_a_model_is_not_asked() {
    let mut server = Server::start("cheese_counter", &["--model"], &json!({}));
    server.call(2, "praise", &json!({"cheese": "Brie"}));
    assert_eq!(server.text(), ("Our Brie is very good.".to_owned(), false));
    server.end();
}
