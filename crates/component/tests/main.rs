//! The program as mynah and an operator use it: good components, hostile ones, and files that are none. `make components` builds
//! the components first.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod hostile;
mod protocol;

use std::path::PathBuf;
use std::process::{Command, Output};

/// A component that `make components` has built.
pub(crate) fn component(name: &str) -> PathBuf {
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let file = target
        .join("../components/wasm32-wasip2/release")
        .join(format!("{name}.wasm"));
    assert!(
        file.exists(),
        "{} is missing: run 'make components'",
        file.display()
    );
    file
}

/// What the program does with these arguments.
pub(crate) fn run(command: &str, file: &std::path::Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mynah-component"))
        .arg(command)
        .arg(file)
        .args(arguments)
        .output()
        .unwrap()
}

/// What it printed; it must have succeeded.
pub(crate) fn printed(output: &Output) -> String {
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The one sentence with which it failed.
pub(crate) fn complaint(output: &Output) -> String {
    assert!(
        !output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let complaint = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(complaint.trim_end().lines().count(), 1, "{complaint}");
    complaint
}

#[test]
fn a_component_lists_its_tools_and_answers() {
    let file = component("cheese_counter");
    let listed = printed(&run("check", &file, &[]));
    assert!(
        listed.contains("piece_price(grams: number, kilo_price: number)"),
        "{listed}"
    );
    let answer = run("call", &file, &["piece_price", "grams=350", "kilo_price=24"]);
    assert_eq!(printed(&answer), "That piece is £8.40.\n");
    let praised = run("call", &file, &["praise", "cheese=Brie"]);
    assert_eq!(
        printed(&praised),
        "Our Brie is very good.\n",
        "no model is granted"
    );
}

#[test]
fn a_call_that_does_not_fit_is_one_sentence() {
    let file = component("cheese_counter");
    for (arguments, expected) in [
        (&["weigh"][..], "the component has no tool weigh."),
        (&["praise"], "praise needs the parameter cheese."),
        (
            &["piece_price", "grams=heavy", "kilo_price=2"],
            "grams must be a number.",
        ),
        (
            &["praise", "cheese=Brie", "size=2"],
            "praise has no parameter size.",
        ),
    ] {
        let told = complaint(&run("call", &file, arguments));
        assert_eq!(told.trim_end(), format!("mynah-component: {expected}"));
    }
}

#[test]
fn a_file_that_is_no_component_is_one_sentence_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        file
    };
    let large = folder.path().join("large");
    std::fs::File::create(&large).unwrap().set_len(1 << 40).unwrap();
    let pipe = folder.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let cut = std::fs::read(component("cheese_counter")).unwrap();
    for (file, expected) in [
        (folder.path().join("absent"), "No such file"),
        (folder.path().to_owned(), "not a regular file"),
        (PathBuf::from("/dev/zero"), "not a regular file"),
        (pipe, "not a regular file"),
        (large, "larger than 32"),
        (write("empty", b""), "not a component"),
        (write("text", b"(component)"), "not a component"),
        (write("module", b"\0asm\x01\0\0\0"), "not a component"),
        (write("bare", b"\0asm\x0d\0\x01\0"), "not a component"),
        (write("cut", cut.get(..cut.len() / 2).unwrap()), "not a component"),
    ] {
        let told = complaint(&run("check", &file, &[]));
        assert!(
            told.contains(&file.display().to_string()) && told.contains(expected),
            "{told}"
        );
        assert!(told.len() < 600, "{told}");
    }
}
