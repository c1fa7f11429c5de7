//! A component that tries what it must not: each try ends within its limits, and reaches nothing.

use std::net::{TcpListener, UdpSocket};
use std::process::Command;

use crate::{complaint, component, printed, run};

fn call(arguments: &[&str]) -> std::process::Output {
    run("call", &component("hostile"), arguments)
}

#[test]
fn what_loops_or_sleeps_or_eats_memory_is_stopped_with_the_limit_named() {
    for (arguments, expected) in [
        (&["loop", "--fuel", "20"][..], "used 20 million instructions"),
        (
            &["loop", "--fuel", "100000", "--seconds", "1"],
            "not answered after 1 seconds",
        ),
        (&["sleep", "--seconds", "1"], "not answered after 1 seconds"),
        (&["allocate", "--memory", "8"], "more than 8 MB of memory"),
        (&["recurse"], "wasm trap"),
        (&["panic"], "unreachable"),
        (&["flood"], "too much data"),
    ] {
        let output = call(arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{arguments:?}");
        let last = told.lines().last().unwrap();
        assert!(
            last.starts_with("mynah-component: ") && last.contains(expected),
            "{arguments:?}: {told}"
        );
    }
}

#[test]
fn there_is_no_network() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    server.set_nonblocking(true).unwrap();
    let with = format!("with={}", server.local_addr().unwrap());
    assert!(printed(&call(&["connect", &with])).starts_with("Err("));
    assert!(server.accept().is_err(), "somebody has connected");
    let receiver = UdpSocket::bind("127.0.0.1:0").unwrap();
    receiver.set_nonblocking(true).unwrap();
    let with = format!("with={}", receiver.local_addr().unwrap());
    assert!(printed(&call(&["send", &with])).starts_with("Err("));
    assert!(receiver.recv(&mut [0; 10]).is_err(), "something has arrived");
    assert!(printed(&call(&["resolve", "with=localhost"])).starts_with("Err("));
}

#[test]
fn files_are_there_only_where_a_folder_is_granted_and_then_to_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("prices.txt");
    std::fs::write(&file, "tea 2").unwrap();
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).unwrap();
    let with = format!("with={}", file.display());
    assert!(printed(&call(&["read", &with])).starts_with("Err("));
    assert!(printed(&call(&["list", "with=/"])).starts_with("Err("));
    let grant = ["--folder", folder.path().to_str().unwrap()];
    let granted = |tool: &str, with: &str| printed(&call(&[&[tool, with][..], &grant].concat()));
    assert_eq!(granted("read", &with), "Ok(\"tea 2\")\n");
    assert!(granted("write", &with).starts_with("Err("));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "tea 2");
    for outside in ["link", "../../etc/passwd"] {
        let with = format!("with={}/{outside}", folder.path().display());
        assert!(granted("read", &with).starts_with("Err("), "{outside}");
    }
    let told = complaint(&call(&["read", &with, "--folder", "/no/such/folder"]));
    assert!(told.contains("cannot grant the folder /no/such/folder"), "{told}");
}

#[test]
fn it_knows_no_time_no_environment_and_no_model_unless_granted() {
    assert_eq!(printed(&call(&["time"])), "Ok(0)\n");
    assert_ne!(printed(&call(&["time", "--clock"])), "Ok(0)\n");
    assert_eq!(printed(&call(&["environment"])), "[] []\n");
    let asked = printed(&call(&["ask", "with=Hello"]));
    assert_eq!(asked.matches("name: \"not-granted\"").count(), 6, "{asked}");
}

#[test]
fn what_it_opens_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a");
    std::fs::write(&file, "").unwrap();
    let with = format!("with={}", file.display());
    let told = complaint(&call(&[
        "hoard",
        &with,
        "--folder",
        folder.path().to_str().unwrap(),
    ]));
    assert!(told.contains("handle limit exceeded"), "{told}");
}

#[test]
fn a_pipe_in_a_granted_folder_holds_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let with = format!("with={}", pipe.display());
    let grant = folder.path().to_str().unwrap();
    let output = call(&["read", &with, "--seconds", "1", "--folder", grant]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("not answered after 1 seconds") || output.status.success(),
        "{told}"
    );
}
