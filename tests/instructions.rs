//! Counted instructions of the hot paths, compared with a committed table: a regression guard that needs no quiet machine.
//!
//! Owns the comparison. Runs itself under valgrind's callgrind, once for each path of `instructions/paths.rs`, and compares the
//! counts with `instructions/expected.toml`; more than 3 % off fails, fewer too, so that the table stays true. Counts depend on the
//! compiler, on libc and on valgrind: with others than those of the table it says so and compares nothing.
//! `make instructions` writes the table anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "../src/offline/screen/filter.rs"]
#[allow(dead_code, unused_imports, reason = "only what a frame needs is used")]
mod filter;
#[path = "instructions/paths.rs"]
mod paths;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use serde::Deserialize;

/// Runs one path; only callgrind does.
const PATH_ARGUMENT: &str = "--path";
/// Set to write the table instead of comparing with it.
const UPDATE: &str = "UPDATE_INSTRUCTIONS";
/// Set where the counts must be compared: another toolchain is a failure then.
const REQUIRE: &str = "REQUIRE_INSTRUCTIONS";
/// What changes the code that the compiler makes.
const COMPILER_SETTINGS: [&str; 3] = ["CARGO_INCREMENTAL", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"];
/// How far a count may be off, in percent.
const TOLERANCE: f64 = 3.0;
/// The function whose instructions are counted, with all that it calls.
const MEASURED: &str = "*instructions::paths::measured*";

/// What the counts depend on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Toolchain {
    rustc: String,
    libc: String,
    valgrind: String,
    /// Valgrind knows no AVX-512, so everything runs in its AVX2 form.
    level: String,
}

/// The table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    toolchain: Toolchain,
    counts: BTreeMap<String, u64>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, name, folder] = &arguments[..]
        && flag == PATH_ARGUMENT
    {
        paths::run(name, Path::new(folder));
        return;
    }
    // `cargo test NAME` asks every binary for tests of that name.
    let filters: Vec<&String> = arguments
        .iter()
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let asked = filters.is_empty() || filters.iter().any(|filter| "instructions".contains(*filter));
    if !asked || arguments.iter().any(|argument| argument == "--list") {
        return;
    }
    match toolchain() {
        Err(reason) => skip(&format!("not counted, because {reason}.")),
        Ok(here) if std::env::var_os(UPDATE).is_some() => write(&here, &counts()),
        Ok(here) => compare(&here),
    }
}

/// Says that nothing is compared; an error where it must be.
fn skip(message: &str) {
    assert!(
        std::env::var_os(REQUIRE).is_none(),
        "{REQUIRE} is set, but {message}"
    );
    println!("instructions: {message}");
}

fn table() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/instructions/expected.toml")
}

/// What counts depend on, here; or why nothing can be counted.
fn toolchain() -> Result<Toolchain, String> {
    if !cfg!(debug_assertions) {
        return Err("the table is for the profile of the tests".to_owned());
    }
    if let Some(set) = COMPILER_SETTINGS
        .iter()
        .find(|name| std::env::var_os(name).is_some())
    {
        return Err(format!("{set} is set, and the table is for a build without it"));
    }
    #[cfg(target_arch = "x86_64")]
    let has_avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
    #[cfg(not(target_arch = "x86_64"))]
    let has_avx2 = false;
    if !has_avx2 {
        return Err("this processor has no AVX2".to_owned());
    }
    let first_line = |program: &str, argument: &str| {
        let output = Command::new(program)
            .arg(argument)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output();
        let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        text.ok()
            .filter(|text| !text.is_empty())
            .ok_or_else(|| format!("there is no {program}: packaging/bootstrap.sh test installs it"))
    };
    Ok(Toolchain {
        rustc: first_line("rustc", "--version")?,
        libc: first_line("getconf", "GNU_LIBC_VERSION")?,
        valgrind: first_line("valgrind", "--version")?,
        level: "x86-64 with AVX2".to_owned(),
    })
}

/// The instructions of every path.
fn counts() -> BTreeMap<String, u64> {
    let folder = tempfile::tempdir().unwrap();
    paths::prepare(folder.path());
    let (waiting, done) = (Mutex::new(paths::NAMES.to_vec()), Mutex::new(BTreeMap::new()));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let work = || {
                loop {
                    let Some(name) = waiting.lock().unwrap().pop() else {
                        return;
                    };
                    let count = count(name, folder.path());
                    done.lock().unwrap().insert(name.to_owned(), count);
                }
            };
            let builder = std::thread::Builder::new().name(format!("callgrind-{worker}"));
            builder.spawn_scoped(scope, work).unwrap();
        }
    });
    done.into_inner().unwrap()
}

fn count(name: &str, folder: &Path) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no"])
        .arg(format!("--toggle-collect={MEASURED}"))
        .arg(format!(
            "--callgrind-out-file={}",
            folder.join(format!("{name}.callgrind")).display()
        ))
        .arg(std::env::current_exe().unwrap())
        .args([PATH_ARGUMENT, name])
        .arg(folder)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{name}: {told}");
    let collected = told
        .lines()
        .find_map(|line| line.split_once("Collected :"))
        .and_then(|(_, count)| count.trim().parse().ok());
    match collected {
        Some(count) if count > 0 => count,
        _ => panic!("{name}: callgrind has counted nothing: {told}"),
    }
}

fn write(here: &Toolchain, counts: &BTreeMap<String, u64>) {
    let Toolchain {
        rustc,
        libc,
        valgrind,
        level,
    } = here;
    let mut text = format!(
        "# Instructions of the hot paths in the profile of the tests. Written by `make instructions`, compared by tests/instructions.rs.\n\n\
         [toolchain]\nrustc = \"{rustc}\"\nlibc = \"{libc}\"\nvalgrind = \"{valgrind}\"\nlevel = \"{level}\"\n\n[counts]\n"
    );
    for (name, count) in counts {
        writeln!(text, "{name} = {count}").unwrap();
    }
    std::fs::write(table(), text).unwrap();
    println!(
        "instructions: {} paths written to {}",
        counts.len(),
        table().display()
    );
}

fn compare(here: &Toolchain) {
    let text = std::fs::read_to_string(table()).expect("the table is there: make instructions writes it");
    let expected: Expected = toml::from_str(&text).unwrap();
    if expected.toolchain != *here {
        let made = &expected.toolchain;
        skip(&format!(
            "not compared, because the table was made with {made:?}, and this is {here:?}; see docs/src/developer/rig.md."
        ));
        return;
    }
    let counts = counts();
    let names = |counts: &BTreeMap<String, u64>| counts.keys().cloned().collect::<Vec<_>>();
    let mut wrong = Vec::new();
    if names(&counts) != names(&expected.counts) {
        wrong.push("the table has other paths".to_owned());
    }
    for (name, count) in &counts {
        let Some(expected) = expected.counts.get(name) else {
            continue;
        };
        let change = (*count as f64 / *expected as f64 - 1.0) * 100.0;
        println!("instructions: {name:24} {count:>12} expected {expected:>12} {change:+6.2} %");
        if change.abs() > TOLERANCE {
            wrong.push(format!("{name} takes {change:+.1} %"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}: if that is meant, `make instructions` writes the table anew; say why in the commit",
        wrong.join(", ")
    );
}
