//! The protocols as those who made them speak them: Home Assistant's, MCP's and OpenAI's own Python clients. `make peers` installs them.

use std::path::Path;
use std::process::Command;

use crate::rig::root;

/// Runs a script of `tests/peers`, which prints a row for each check.
fn run(script: &str, home: &Path, arguments: &[&Path]) {
    let python = std::env::var_os("PEERS").expect("PEERS names a Python with the clients: run make peers");
    let status = Command::new(python)
        .arg(root().join("tests/peers").join(script))
        .arg(env!("CARGO_BIN_EXE_mynah"))
        .args(arguments)
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("MYNAH_CONFIG", root().join("assets/demo/demo.toml"))
        .env("MYNAH_MODELS", root().join("models/starter"))
        .status()
        .unwrap();
    assert!(status.success(), "{script}");
}

#[test]
#[ignore = "needs Python packages: make peers"]
fn home_assistants_library_transcribes_speaks_and_asks() {
    let home = tempfile::tempdir().unwrap();
    let recording = root().join("assets/demo/02.wav");
    run(
        "wyoming_client.py",
        home.path(),
        &[&recording, &home.path().join("own.sock")],
    );
}

#[test]
#[ignore = "needs Python packages: make peers"]
fn the_library_of_the_model_context_protocol_calls_the_tools() {
    let home = tempfile::tempdir().unwrap();
    run(
        "mcp_client.py",
        home.path(),
        &[&root().join("assets/demo/02.wav")],
    );
}

#[test]
#[ignore = "needs Python packages and mynah-http: make peers"]
fn openais_client_and_curl_chat_transcribe_and_speak() {
    let home = tempfile::tempdir().unwrap();
    let http = Path::new(env!("CARGO_BIN_EXE_mynah")).with_file_name("mynah-http");
    let recording = root().join("assets/demo/02.wav");
    run("openai_client.py", home.path(), &[&http, &recording, home.path()]);
}
