//! The rules of ARCHITECTURE.md: who may import whom (read from the `use` lines), which files may be unsafe, names of types.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// For each top-level module, the modules of ours that it may use.
const ALLOWED: &[(&str, &[&str])] = &[
    ("conversation", &[]),
    ("archive", &["conversation"]),
    ("audio", &["offline"]),
    ("control", &["conversation", "wording"]),
    ("models", &[]),
    ("hearing", &["audio"]),
    ("language", &["models"]),
    ("mind", &["language", "tools"]),
    ("speaking", &["audio", "offline"]),
    (
        "config",
        &[
            "archive",
            "audio",
            "control",
            "conversation",
            "hearing",
            "mind",
            "speaking",
            "tools",
        ],
    ),
    (
        "engine",
        &["conversation", "audio", "hearing", "language", "mind", "speaking"],
    ),
    ("offline", &[]),
    ("tools", &["offline"]),
    (
        "terminal",
        &[
            "config",
            "engine",
            "conversation",
            "audio",
            "hearing",
            "offline",
            "wording",
        ],
    ),
    (
        "assembly",
        &[
            "audio",
            "config",
            "conversation",
            "engine",
            "hearing",
            "language",
            "mind",
            "models",
            "speaking",
        ],
    ),
    (
        "assistant",
        &[
            "assembly",
            "audio",
            "config",
            "conversation",
            "engine",
            "hearing",
            "language",
            "speaking",
            "wording",
        ],
    ),
    (
        "benchmark",
        &[
            "assembly",
            "assistant",
            "audio",
            "config",
            "conversation",
            "engine",
            "hearing",
            "language",
            "mind",
            "models",
            "speaking",
        ],
    ),
    ("kiosk", &["config", "engine", "offline", "terminal"]),
    (
        "serve",
        &[
            "assembly",
            "assistant",
            "audio",
            "config",
            "control",
            "conversation",
            "engine",
            "hearing",
            "models",
            "speaking",
        ],
    ),
    (
        "commands",
        &[
            "archive",
            "assembly",
            "benchmark",
            "config",
            "control",
            "kiosk",
            "offline",
            "terminal",
            "engine",
            "conversation",
            "audio",
            "hearing",
            "language",
            "mind",
            "models",
            "serve",
            "speaking",
            "tools",
            "grants",
            "program",
            "session",
            "wording",
        ],
    ),
    ("wording", &["conversation"]),
    (
        "grants",
        &[
            "config", "control", "kiosk", "models", "offline", "speaking", "tools",
        ],
    ),
    (
        "program",
        &[
            "config",
            "control",
            "conversation",
            "engine",
            "hearing",
            "kiosk",
            "offline",
            "terminal",
        ],
    ),
    (
        "session",
        &[
            "archive",
            "assembly",
            "audio",
            "config",
            "control",
            "conversation",
            "engine",
            "hearing",
            "kiosk",
            "mind",
            "models",
            "offline",
            "program",
            "speaking",
            "terminal",
            "wording",
        ],
    ),
];

/// Libraries that only one module may use; tokio is for those that wait for other programs.
const LIBRARIES: &[(&str, &str)] = &[
    ("cpal", "audio"),
    ("aec3", "audio"),
    ("earshot", "hearing"),
    ("rubato", "audio"),
    ("hound", "audio"),
    ("symphonia", "audio"),
    ("realfft", "hearing"),
    ("rten", "speaking"),
    ("tts", "speaking"),
    ("whisper_rs", "hearing"),
    ("candle_core", "language"),
    ("ratatui", "terminal"),
    ("crossterm", "terminal"),
    ("ratatui_textarea", "terminal"),
    ("tui_big_text", "terminal"),
    ("fluent_bundle", "terminal"),
    ("textwrap", "terminal"),
    ("toml_edit", "config"),
    ("tokio", "control"),
    ("clap", "commands"),
    ("figment", "config"),
    ("directories", "config"),
    ("minisign_verify", "models"),
    ("vte", "offline"),
    ("tar", "models"),
];

/// Every file of Rust below a folder.
pub(crate) fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every source file with its top-level module.
fn modules() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap();
            let first = inside
                .components()
                .next()
                .unwrap()
                .as_os_str()
                .to_string_lossy()
                .into_owned();
            let text = fs::read_to_string(&path).unwrap();
            (first.trim_end_matches(".rs").to_owned(), path, text)
        })
        .collect()
}

/// The identifiers after `prefix` in the code of a file, without comments.
fn following<'a>(text: &'a str, prefix: &str) -> Vec<&'a str> {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .flat_map(|line| {
            line.match_indices(prefix).map(move |(at, _)| {
                let rest = &line[at + prefix.len()..];
                let end = rest
                    .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
                    .unwrap_or(rest.len());
                &rest[..end]
            })
        })
        .collect()
}

#[test]
fn modules_depend_downwards_only() {
    let allowed: BTreeMap<_, _> = ALLOWED.iter().copied().collect();
    for (module, path, text) in modules() {
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let may_use = allowed
            .get(module.as_str())
            .unwrap_or_else(|| panic!("{module} has no rule: add one"));
        for used in following(&text, "crate::") {
            // Test modules may use their own top-level module.
            let fine = used == module || may_use.contains(&used);
            assert!(
                fine,
                "{} uses crate::{used}, which {module} may not",
                path.display()
            );
        }
    }
}

/// `wake_word` for `WakeWord`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[test]
fn the_folder_of_commands_holds_one_file_for_each_subcommand_and_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let text = fs::read_to_string(root.join("commands.rs")).unwrap();
    let (_, declared) = text.split_once("enum Command {").unwrap();
    let (declared, _) = declared.split_once("\n}").unwrap();
    let subcommands: Vec<String> = declared
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .filter_map(|line| line.trim().split_once('(').map(|(name, _)| snake_case(name)))
        .collect();
    assert!(subcommands.len() > 15, "{subcommands:?}");
    for entry in fs::read_dir(root.join("commands")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(subcommands.contains(&name), "{} is no subcommand", path.display());
    }
}

#[test]
fn each_library_is_known_to_one_module_only() {
    for (module, path, text) in modules() {
        for (library, home) in LIBRARIES {
            let used = text
                .lines()
                .map(|line| line.split("//").next().unwrap_or_default())
                .any(|line| line.contains(&format!("{library}::")));
            let may_use = module == *home || (*library == "tokio" && module == "serve");
            assert!(
                !used || may_use,
                "{} uses {library}, which belongs to {home}",
                path.display()
            );
        }
    }
}

/// A model that is loaded went through `assembly::opening`, which asks who vouches for it. The others only read or copy it.
#[test]
fn models_are_opened_in_one_place_only() {
    let mut openers = Vec::new();
    for (module, path, text) in modules() {
        if module != "models" && text.contains("Pinned::open(") {
            openers.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    openers.sort();
    assert_eq!(openers, ["add.rs", "bundle.rs", "opening.rs", "verify.rs"]);
}

#[test]
fn every_file_opens_with_its_job_and_stays_readable() {
    for (_, path, text) in modules() {
        assert!(
            text.starts_with("//!"),
            "{} does not open with what it owns",
            path.display()
        );
        let lines = text.lines().count();
        assert!(lines <= 450, "{} has {lines} lines: split it", path.display());
    }
}

#[test]
fn unsafe_code_and_network_code_do_not_exist_outside_their_modules() {
    for (_, path, text) in modules() {
        let is = |names: &[&str]| names.iter().any(|name| path.ends_with(name));
        let may_be_unsafe = is(&[
            "hearing/abort.rs",
            "kiosk/console.rs",
            "offline/raw.rs",
            "offline/raw/attempts.rs",
            "offline/raw/notices.rs",
        ]);
        // The probes.
        let may_use_network = is(&["offline/probes/network.rs", "offline/probes/world.rs"]);
        for line in text
            .lines()
            .map(|line| line.split("//").next().unwrap_or_default())
        {
            assert!(
                !line.contains("std::net") || may_use_network,
                "{} uses the network",
                path.display()
            );
            // tokio brings them with its Unix sockets.
            let names = [
                "TcpStream",
                "TcpListener",
                "TcpSocket",
                "UdpSocket",
                "lookup_host",
            ];
            assert!(
                may_use_network || names.iter().all(|name| !line.contains(name)),
                "{} names a network socket",
                path.display()
            );
            assert!(
                !line.contains("unsafe {") || may_be_unsafe,
                "{} has unsafe code",
                path.display()
            );
        }
    }
}

/// Crates with which a program can reach a network: HTTP, TLS, name resolution. tokio is in mynah for the Unix sockets of `control`, and
/// brings socket2; no file may name tokio's TCP and UDP (see the test of unsafe and network code), and the kernel refuses such sockets.
const NETWORK: &[&str] = &[
    "attohttpc",
    "aws-lc-rs",
    "curl",
    "h2",
    "h3",
    "hf-hub",
    "hickory-resolver",
    "http",
    "hyper",
    "hyper-rustls",
    "hyper-util",
    "isahc",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "ring",
    "rustls",
    "rustls-native-certs",
    "tokio-rustls",
    "tungstenite",
    "ureq",
];

/// The crates that a package is built from, on any system, by their names.
fn linked(package: &str) -> Vec<String> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--target", "all"])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(["--package", package])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let text = String::from_utf8(tree.stdout).unwrap();
    text.lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn mynah_contains_no_crate_that_reaches_a_network_and_mynah_pull_is_a_program_of_its_own() {
    let network = |crates: &[String]| -> Vec<&str> {
        let is_linked = |name: &&&str| crates.iter().any(|linked| linked == **name);
        NETWORK.iter().filter(is_linked).copied().collect()
    };
    let mynah = linked("mynah");
    assert!(mynah.contains(&"mynah-catalog".to_owned()), "{mynah:?}");
    assert!(!mynah.contains(&"mynah-pull".to_owned()));
    assert_eq!(network(&mynah), Vec::<&str>::new());
    // The list would notice one.
    assert!(network(&linked("mynah-pull")).contains(&"reqwest"));
}

#[test]
fn mynah_http_is_a_program_of_its_own_and_names_no_network_socket() {
    assert!(!linked("mynah").contains(&"mynah-http".to_owned()));
    let http = linked("mynah-http");
    assert!(http.contains(&"hyper".to_owned()), "{http:?}");
    for client in [
        "reqwest",
        "rustls",
        "hyper-rustls",
        "native-tls",
        "hickory-resolver",
        "ring",
        "ureq",
    ] {
        assert!(!http.contains(&client.to_owned()), "{client}");
    }
    names_no_network_socket("crates/http/src");
}

#[test]
fn webassembly_is_run_by_a_program_of_its_own_that_names_no_network_socket() {
    let mynah = linked("mynah");
    let component = linked("mynah-component");
    for engine in ["wasmtime", "rmcp"] {
        assert!(!mynah.contains(&engine.to_owned()), "{engine}");
        assert!(component.contains(&engine.to_owned()), "{engine}");
    }
    for client in ["reqwest", "rustls", "hyper", "native-tls", "hickory-resolver"] {
        assert!(!component.contains(&client.to_owned()), "{client}");
    }
    names_no_network_socket("crates/component/src");
}

fn names_no_network_socket(folder: &str) {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    assert!(files.len() > 10);
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{}", path.display());
        for name in [
            "TcpStream",
            "TcpListener",
            "TcpSocket",
            "UdpSocket",
            "lookup_host",
            "std::net",
        ] {
            assert!(!text.contains(name), "{} names {name}", path.display());
        }
    }
}

/// The name of a public type, if the line declares one.
fn public_type(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("pub ")?;
    let (kind, rest) = rest.split_once(' ')?;
    let name = rest
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .next()?;
    (matches!(kind, "struct" | "enum" | "trait" | "type" | "union") && !name.is_empty()).then_some(name)
}

#[test]
fn a_name_of_a_public_type_is_used_once() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, path, text) in modules() {
        for name in text.lines().filter_map(public_type) {
            let place = path.display().to_string();
            places.entry(name.to_owned()).or_default().push(place);
        }
    }
    assert!(places.contains_key("State"), "no types were found");
    places.retain(|_, places| places.len() > 1);
    assert!(
        places.is_empty(),
        "name one of each pair differently: {places:#?}"
    );
}
