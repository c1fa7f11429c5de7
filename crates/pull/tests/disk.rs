//! Disks without room: it is told before a download, or when it happens, and what came is kept.

use std::fs;
use std::process::Command;
use std::time::Duration;

use super::program::Place;
use super::transfers::names;

/// Runs the program in a shell that prepares something first; `None` where that is not possible.
fn after(place: &Place, preparation: &str) -> (Option<i32>, String) {
    let program = place.command();
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("{preparation}; exec \"$@\""))
        .arg("sh")
        .arg(program.get_program())
        .args(program.get_args())
        .args(["--yes", "tiny"])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", place.home.path());
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_write_that_fails_is_told_and_continued_when_there_is_room() {
    let place = Place::slow(400_000, 20_000, Duration::ZERO);
    // Files of at most 200 blocks of 512 bytes; the signal is ignored, so that the write fails as on a full disk.
    let (code, err) = after(&place, "trap '' XFSZ; ulimit -f 200");
    assert_eq!(code, Some(4), "{err}");
    assert!(
        err.contains("tiny.gguf.part cannot be written") && err.contains("continues"),
        "{err}"
    );
    assert_eq!(
        names(&place.folder()),
        ["tiny.gguf.origin.part", "tiny.gguf.part"]
    );
    let (code, err) = after(&place, "true");
    assert_eq!(code, Some(0), "{err}");
    assert!(place.server.requests()[1].start() > 0);
    assert_eq!(fs::read(place.target()).unwrap(), place.content);
}

#[test]
fn a_full_disk_is_told_before_anything_is_fetched() {
    let place = Place::slow(4_000_000, 20_000, Duration::ZERO);
    fs::create_dir(place.folder()).unwrap();
    let folder = place.folder().display().to_string();
    let mount = format!("mount -t tmpfs -o size=1m none '{folder}' || exit 99");
    let user = if rustix::process::getuid().is_root() {
        ""
    } else {
        "--user --map-root-user"
    };
    let program = place.command();
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!(
            "exec unshare {user} --mount sh -c \"{mount}; exec \\\"\\$@\\\"\" sh \"$@\""
        ))
        .arg("sh")
        .arg(program.get_program())
        .args(program.get_args())
        .args(["--yes", "tiny"])
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    if !err.contains("mynah-pull:") {
        eprintln!("this system does not let a test mount anything: {err}");
        return;
    }
    assert_eq!(output.status.code(), Some(4), "{err}");
    assert!(err.contains("has 1.0 MB free, and 4.0 MB are needed"), "{err}");
    assert!(place.server.requests().is_empty());
}
