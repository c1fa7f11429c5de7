//! Nothing leaves this machine: the kernel refuses it, and the command that anybody can run shows so.

use std::fs;
use std::os::unix::net::{UnixDatagram, UnixListener};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::rig::trace::Trace;
use crate::rig::{bare, json, mynah, root, run};

/// What a proof says, with all ways closed.
fn proven(arguments: &[&str]) -> Value {
    let home = tempfile::tempdir().unwrap();
    let proof = json(
        bare(home.path())
            .arg("prove-offline")
            .arg("--json")
            .args(arguments),
    );
    assert_eq!(proof["open"], Value::Array(Vec::new()), "{proof}");
    for way in proof["ways"].as_array().unwrap() {
        assert_eq!(
            (&way["result"], &way["itself"]),
            (&"closed".into(), &false.into()),
            "{way}"
        );
        assert_ne!(way["child"], true, "{way}");
        // As the child: not tried where others could change the program's file, as in /tmp.
        assert_ne!(way["tool"], true, "{way}");
        assert_ne!(
            (&way["broker"], &way["granted_to_broker"]),
            (&true.into(), &false.into()),
            "{way}"
        );
        assert_eq!(way["screen"], false, "{way}");
    }
    proof
}

#[test]
fn every_way_out_is_closed_and_stays_so_when_one_layer_is_missing() {
    let proof = proven(&[]);
    let ways = proof["ways"].as_array().unwrap();
    assert!(ways.len() >= 180, "{}", ways.len());
    let of = |name: &str| ways.iter().find(|way| way["name"] == name).unwrap();
    // The proof is worth something because these are open without protection, and one layer is enough for them.
    assert_eq!(proof["isolated"], true, "nothing was seen open");
    for (name, layers) in [
        ("TCP", &["without_seccomp", "without_landlock"][..]),
        ("a shell by the loader", &["without_seccomp", "without_landlock"]),
        (
            "the ssh agent",
            &["without_seccomp", "without_landlock", "without_privileges"],
        ),
    ] {
        let way = of(name);
        assert_eq!(way["unprotected"], true, "{way}");
        for layer in layers {
            assert_eq!(way[layer], false, "{way}");
        }
    }
    // What parses reaches no sound server; the process that moves samples does.
    for name in ["PulseAudio", "PipeWire"] {
        let way = of(name);
        assert_eq!(
            (&way["unprotected"], &way["sound"], &way["granted_to_sound"]),
            (&true.into(), &true.into(), &true.into()),
            "{way}"
        );
    }
    for way in ways.iter().filter(|way| way["granted_to_sound"] == false) {
        assert_ne!(way["sound"], true, "{way}");
    }
    for (name, layer) in [
        ("a question to its terminal", "without_terminal"),
        ("a question by the keys' descriptor", "without_terminal"),
        ("PulseAudio", "without_broker"),
        ("netlink", "without_seccomp"),
        ("a key of the person", "without_landlock"),
        ("a new file where it was started", "without_landlock"),
        ("somebody else's terminal", "without_landlock"),
        ("another file's permissions", "without_seccomp"),
        ("a process in other namespaces", "without_seccomp"),
        ("a connection inherited", "without_privileges"),
        ("tmux", "without_broker"),
    ] {
        let way = of(name);
        assert_eq!(
            (&way["unprotected"], &way[layer]),
            (&true.into(), &true.into()),
            "{way}"
        );
    }
}

#[test]
fn a_kiosks_visit_gets_out_by_no_way_either() {
    assert_eq!(proven(&["--kiosk"])["kiosk"], true);
}

#[test]
#[ignore = "strace makes it slow: make offline-check"]
fn the_proof_itself_leaves_the_network_first_and_asks_for_no_name() {
    let home = tempfile::tempdir().unwrap();
    let (script, calls) = Trace::script(home.path(), Path::new(env!("CARGO_BIN_EXE_mynah")), true);
    let mut traced = Command::new(script);
    let output = traced
        .args(["prove-offline", "--json"])
        .env("HOME", home.path())
        .env("MYNAH_MODELS", root().join("models/starter"))
        .output()
        .unwrap();
    let proof: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(proof["open"], Value::Array(Vec::new()), "{proof}");
    let trace = Trace::read(&calls);
    // First of all it leaves the network; every attempt is a process of that one.
    let is_of_a_network = |line: &String| line.contains("AF_INET") && !line.contains(" = -1 ");
    let leaves = |line: &String| {
        line.starts_with("unshare(") && line.contains("CLONE_NEWNET") && line.ends_with("= 0")
    };
    let left = trace.all().iter().position(leaves).unwrap();
    let first = trace.all().iter().position(is_of_a_network).unwrap();
    assert!(left < first, "{left} {first}");
    let elsewhere: Vec<&str> = trace
        .beyond_this_machine()
        .into_iter()
        .filter(|line| line.contains("sa_family=AF_INET"))
        .filter(|line| {
            let here = [
                "inet_addr(\"127.0.0.1\")",
                "inet_addr(\"0.0.0.0\")",
                "\"::1\"",
                "\"::\"",
            ];
            !here.iter().any(|address| line.contains(address))
        })
        .collect();
    assert_eq!(elsewhere, Vec::<&str>::new());
    let asked: Vec<&str> = trace.questions_for_names();
    let is_no_question = |line: &&str| {
        // `a name of the system` reads one of these files where it may; a shell that was started looks its user up.
        let file =
            line.starts_with("open") && (line.contains("/etc/hosts") || line.contains("/etc/resolv.conf"));
        file || line.contains("/nscd/")
    };
    assert!(asked.iter().all(is_no_question), "{asked:?}");
    only_its_own_programs_start(&trace);
    only_its_own_files_are_written(&trace, home.path());
    println!(
        "offline-check: {} ways under strace: {} calls of sockets, programs and files, none beyond an empty network",
        proof["ways"].as_array().unwrap().len(),
        trace.all().len(),
    );
}

/// Programs that an unprotected attempt starts are the system's own, mynah, and copies of the shell that the proof has made.
fn only_its_own_programs_start(trace: &Trace) {
    let programs = [
        "bash",
        "curl",
        "dash",
        "ld-linux-aarch64.so.1",
        "ld-linux-x86-64.so.2",
        "python3",
        "sh",
    ];
    let is_own = |path: &&str| {
        let name = path.rsplit('/').next().unwrap();
        // The last is a file in memory, which has no name.
        *path == env!("CARGO_BIN_EXE_mynah")
            || programs.contains(&name)
                && (path.starts_with("/usr/") || path.starts_with("/bin/") || path.starts_with("/lib"))
            || name.starts_with("python3.") && path.starts_with("/usr/bin/")
            || name.starts_with("mynah-proof-")
            || path.starts_with("/proc/self/fd/")
            || path.is_empty()
    };
    let others: Vec<&str> = trace
        .programs()
        .into_iter()
        .filter(|path| !is_own(path))
        .collect();
    assert_eq!(others, Vec::<&str>::new());
}

/// Files that are opened to be written are devices, the proof's own, mynah's folders, and what an unprotected attempt only opens.
fn only_its_own_files_are_written(trace: &Trace, home: &Path) {
    let home = home.to_string_lossy();
    let of_mynah = [".cache", ".config", ".local", ".local/share", ".local/state"];
    let is_own = |path: &&str| {
        let in_home = path.strip_prefix(&*home).map(|path| path.trim_start_matches('/'));
        let is_of_mynah =
            |path: &str| of_mynah.contains(&path) || path.split('/').any(|folder| folder == "mynah");
        in_home.is_some_and(is_of_mynah)
            || path.contains("/mynah-proof-")
            || path.starts_with("/dev/") && !path.starts_with("/dev/shm/")
            || path.starts_with("/proc/") && path.ends_with("_map")
            || path.ends_with("/setgroups")
            || *path == "/proc/sys/kernel/core_pattern"
            // It never gets a name.
            || path.starts_with("/etc/#")
    };
    let others: Vec<&str> = trace.written().into_iter().filter(|path| !is_own(path)).collect();
    assert_eq!(others, Vec::<&str>::new());
}

/// A library that attacks from within whatever it is loaded into.
fn injected(folder: &Path) -> PathBuf {
    let library = folder.join("injected.so");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-w", "-o"])
        .arg(&library)
        .arg(root().join("tests/fixtures/injected.c"))
        .arg("-ldl")
        .status()
        .unwrap();
    assert!(built.success());
    library
}

#[test]
fn code_injected_into_a_running_command_reaches_nothing() {
    let home = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    for folder in [".ssh", ".config/autostart", ".local/share/mynah/models"] {
        fs::create_dir_all(home.path().join(folder)).unwrap();
    }
    for file in [".ssh/key", ".bashrc", "letter.txt"] {
        fs::write(home.path().join(file), "secret").unwrap();
    }
    fs::write(elsewhere.path().join("neighbour"), "secret").unwrap();
    let _agent = UnixListener::bind(elsewhere.path().join("agent")).unwrap();
    let _log = UnixDatagram::bind(elsewhere.path().join("log")).unwrap();
    let mut program = mynah(home.path());
    program
        .args([
            "ask",
            "How much is a coffee?",
            "--quiet",
            "--journal",
            "journal.json",
        ])
        .current_dir(elsewhere.path())
        .env("DAEMONS", elsewhere.path())
        .env("LD_PRELOAD", injected(elsewhere.path()));
    let (code, out, err) = run(&mut program);
    assert_eq!((code, out.trim()), (0, "A coffee costs 3 dollars."), "{err}");
    let told: Vec<&str> = err.lines().filter(|line| line.starts_with("injected")).collect();
    assert_eq!(told.last(), Some(&"injected end"), "{err}");
    assert!(told.len() > 70, "{err}");
    let open: Vec<&&str> = told.iter().filter(|line| line.contains("OPEN")).collect();
    assert!(open.is_empty(), "{open:?}");
    // What was asked for is written, and nothing beside it.
    assert!(fs::metadata(elsewhere.path().join("journal.json")).unwrap().len() > 0);
    assert!(!elsewhere.path().join("planted").exists());
}

#[test]
fn a_file_is_reached_by_being_named() {
    let home = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let sound = root().join("assets/demo/02.wav");
    let named = elsewhere.path().join("sound.wav");
    fs::copy(&sound, &named).unwrap();
    let (code, out, err) = run(bare(home.path()).arg("transcribe").arg(&named));
    assert_eq!(code, 0, "{out}{err}");
}

#[test]
fn an_answer_that_does_not_come_leaves_no_empty_file() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (code, _, err) =
        run(bare(home.path())
            .current_dir(folder.path())
            .args(["say", " ** ", "--out", "nothing.wav"]));
    assert_eq!(code, 1, "{err}");
    assert!(!folder.path().join("nothing.wav").exists());
    let (code, _, err) =
        run(bare(home.path())
            .current_dir(folder.path())
            .args(["say", "Hello.", "--out", "hello.wav"]));
    assert_eq!(code, 0, "{err}");
    assert!(fs::metadata(folder.path().join("hello.wav")).unwrap().len() > 1_000);
}
