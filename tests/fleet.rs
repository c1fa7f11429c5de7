//! What an operator of many kiosks uses: `mynah health`, `mynah check-config`, drop-in settings, and the file of metrics with its
//! dashboard and rules.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use assert_cmd::Command as Program;
use serde_json::Value;

use crate::rig::kiosk::answers;
use crate::rig::terminal::Session;
use crate::rig::{bare, fails, json, root, run};

/// `mynah` whose control socket is in this home folder.
fn mynah(home: &Path, config: &Path) -> Program {
    let mut program = bare(home);
    program.env("XDG_RUNTIME_DIR", home).env("MYNAH_CONFIG", config);
    program
}

/// A configuration with the sample knowledge, and its folder of drop-ins.
fn configure(home: &Path, more: &str) -> PathBuf {
    let folder = home.join("etc");
    fs::create_dir_all(folder.join("kiosk.d")).unwrap();
    let knowledge = root().join("assets/knowledge/harbor-house");
    let text = format!("[mind]\nknowledge = [\"{}\"]\n{more}\n", knowledge.display());
    let file = folder.join("kiosk.toml");
    fs::write(&file, text).unwrap();
    file
}

/// A conversation that is typed; it ends with its input.
struct Talk {
    process: Child,
    input: ChildStdin,
    lines: Box<dyn Iterator<Item = String>>,
}

impl Talk {
    fn start(home: &Path, config: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_mynah"))
            .args(["talk", "--plain", "--text", "--json"])
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home)
            .env("MYNAH_CONFIG", config)
            .env("MYNAH_MODELS", root().join("models/starter"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        Self {
            input: process.stdin.take().unwrap(),
            lines: Box::new(output.lines().map_while(Result::ok)),
            process,
        }
    }

    fn ask(&mut self, question: &str) -> String {
        writeln!(self.input, "{question}").unwrap();
        let turn = self
            .lines
            .find(|line| line.contains("\"event\":\"turn\""))
            .unwrap();
        let turn: Value = serde_json::from_str(&turn).unwrap();
        turn["reply"].as_str().unwrap().to_owned()
    }

    fn end(self) {
        let Self {
            mut process, input, ..
        } = self;
        drop(input);
        assert!(process.wait().unwrap().success());
    }
}

fn check<'a>(report: &'a Value, name: &str) -> &'a Value {
    let checks = report["checks"].as_array().unwrap();
    let found = checks.iter().find(|check| check["check"] == name);
    found.unwrap_or_else(|| panic!("no check {name}: {report}"))
}

#[test]
fn health_asks_the_running_conversation_and_looks_the_rest_up() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let config = configure(home, "");
    let idle = json(mynah(home, &config).args(["health", "--json"]));
    assert_eq!(
        (&idle["healthy"], &idle["running"]),
        (&true.into(), &false.into()),
        "{idle}"
    );
    assert!(idle["statements"].as_u64().unwrap() > 10 && idle["skipped_documents"] == 0);
    assert_eq!(check(&idle, "speech-model")["state"], "fair", "a starter model");
    let mut talk = Talk::start(home, &config);
    assert!(talk.ask("How much is a coffee?").contains("3 dollars"));
    let running = json(mynah(home, &config).args(["health", "--json"]));
    assert_eq!(
        (&running["healthy"], &running["running"]),
        (&true.into(), &true.into())
    );
    assert!(
        running["last_turn"].as_i64().unwrap() > 1_700_000_000,
        "{running}"
    );
    assert_eq!(run(mynah(home, &config).args(["ctl", "volume", "40"])).0, 0);
    let status = json(mynah(home, &config).args(["ctl", "--json", "status"]));
    assert_eq!(
        (&status["volume"], &status["unacknowledged"]),
        (&40.into(), &0.into())
    );
    let (code, out, err) = run(mynah(home, &config).arg("health"));
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("running; the last turn ended at 2"), "{out}");
    talk.end();
}

#[test]
#[expect(clippy::disallowed_methods, reason = "it must end in time")]
fn health_fails_where_something_does_not_work_and_ends_in_time() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let config = configure(home, "");
    let began = std::time::Instant::now();
    let (code, out, _) = run(mynah(home, &config).args(["health", "--kiosk", "--json"]));
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &report["healthy"]), (1, &false.into()), "{out}");
    assert_eq!(check(&report, "conversation")["state"], "bad");
    let broken = configure(home, "[speaking]\nrate = 1");
    let (code, out, _) = run(mynah(home, &broken).arg("health"));
    assert!(
        code == 1 && out.contains("BAD   configuration") && out.contains("use 80 to 450"),
        "{out}"
    );
    assert_eq!(out.lines().count(), 1, "nothing else is checked: {out}");
}

#[test]
fn check_config_tells_all_mistakes_with_their_places() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let config = configure(home, "policy = \"none.md\"\n[speaking]\nrate = 1\nvoise = \"en\"");
    fs::write(home.join("etc/kiosk.d/10.toml"), "[playback]\nvolume = 200\n").unwrap();
    let (code, out, err) = run(mynah(home, &config).arg("check-config"));
    assert_eq!(code, 1, "{out}{err}");
    let place = config.display();
    for expected in [
        format!("BAD  {place}:5:1: speaking.rate is 1; use 80 to 450"),
        format!("BAD  {place}:6:1: there is no setting speaking.voise; did you mean speaking.voice?"),
        format!(
            "BAD  {}/etc/kiosk.d/10.toml:2:1: playback.volume is 200; use 0 to 100",
            home.display()
        ),
        format!(
            "BAD  {place}:3:1: mind.policy names {}/etc/none.md",
            home.display()
        ),
    ] {
        assert!(out.contains(&expected), "{expected} is missing:\n{out}");
    }
    let (_, out, _) = run(mynah(home, &config).args(["check-config", "--json"]));
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["mistakes"].as_array().unwrap().len(), 4, "{report:#}");
    // Before it is put into its place.
    let new = home.join("new.toml");
    fs::write(&new, "[speaking]\nrate = 150\n").unwrap();
    let (code, out, _) = run(mynah(home, &config).args(["check-config", "--show"]).arg(&new));
    let expected = format!("speaking.rate = 150  # {}, line 2", new.display());
    assert!(code == 0 && out.contains(&expected), "{out}");
}

#[test]
fn a_broken_drop_in_is_told_and_keeps_a_kiosk_from_starting() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let config = configure(home, "[speaking]\nrate = 150");
    let drop_in = home.join("etc/kiosk.d/50-loud.toml");
    fs::write(&drop_in, "[playback]\nvolume = 20\n").unwrap();
    let (_, out, _) = run(mynah(home, &config).args(["check-config", "--show"]));
    assert!(
        out.contains("playback.volume = 20") && out.contains("50-loud.toml, line 2"),
        "{out}"
    );
    let (_, out, _) = run(mynah(home, &config).arg("doctor"));
    assert!(
        out.contains("kiosk.toml, ") && out.contains("50-loud.toml"),
        "{out}"
    );
    fs::write(&drop_in, "[playback]\nvolum = 20\n").unwrap();
    let (code, out, err) = run(mynah(home, &config).args(["ask", "How much is a coffee?"]));
    assert!(code == 0 && out.contains("3 dollars"), "{out}{err}");
    assert!(
        err.contains("playback.volum;") && err.contains("is left out"),
        "{err}"
    );
    fails(
        mynah(home, &config).args(["kiosk", "--text"]),
        &["50-loud.toml, line 2", "playback.volum"],
    );
}

/// The names of metrics in a text.
fn metrics(text: &str) -> BTreeSet<String> {
    let is_part = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    text.match_indices("mynah_")
        .filter(|(at, _)| !text[..*at].ends_with(is_part))
        .map(|(at, _)| text[at..].chars().take_while(|letter| is_part(*letter)).collect())
        .collect()
}

#[test]
fn metrics_are_counted_over_processes_and_hold_no_words_and_the_dashboard_knows_them() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let file = home.join("collector/mynah.prom");
    fs::create_dir(home.join("collector")).unwrap();
    let config = configure(
        home,
        &format!("[metrics]\nfile = \"{}\"\nevery = 1", file.display()),
    );
    for process in 1..=2 {
        let mut talk = Talk::start(home, &config);
        assert!(talk.ask("How much is a coffee?").contains("3 dollars"));
        assert!(talk.ask("What is 12 times 12?").contains("144"));
        talk.end();
        let text = fs::read_to_string(&file).unwrap();
        for expected in [
            format!("mynah_turns_total{{outcome=\"answered\"}} {process:012}\n"),
            format!("mynah_turns_total{{outcome=\"tool\"}} {process:012}\n"),
            format!("mynah_turn_seconds_count {:012}\n", process * 2),
            "mynah_model_loaded{part=\"mind\"} 1\n".to_owned(),
            "mynah_protection_layer{layer=\"seccomp\"} 1\n".to_owned(),
        ] {
            assert!(text.contains(&expected), "{expected} is missing:\n{text}");
        }
        assert!(text.ends_with("# EOF\n"));
        assert!(!text.contains("coffee") && !text.contains("144"), "{text}");
    }
    let others = fs::read_dir(home.join("collector")).unwrap().count();
    assert_eq!(others, 1, "nothing else is made there");
    let written = metrics(&fs::read_to_string(&file).unwrap());
    for asking in [
        "packaging/grafana/mynah.json",
        "packaging/prometheus/mynah.rules.yml",
    ] {
        let text = fs::read_to_string(root().join(asking)).unwrap();
        let asked = metrics(&text);
        assert!(asked.len() > 5, "{asking}: {asked:?}");
        let unknown: Vec<_> = asked.difference(&written).collect();
        assert!(
            unknown.is_empty(),
            "{asking} asks for {unknown:?}, which is not written"
        );
    }
    let documented = fs::read_to_string(root().join("docs/src/operator/fleet.md")).unwrap();
    let base = |name: &str| {
        let ends = ["_bucket", "_sum", "_count"];
        let found = ends.iter().find_map(|end| name.strip_suffix(end));
        found.unwrap_or(name).to_owned()
    };
    let missing: Vec<String> = written
        .iter()
        .map(|name| base(name))
        .filter(|name| !documented.contains(name.as_str()))
        .collect();
    assert!(missing.is_empty(), "fleet.md lacks {missing:?}");
}

#[test]
fn the_visits_of_a_kiosk_count_on_in_one_file() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let file = home.join("mynah.prom");
    let metrics = format!(
        "[capture]\nmode = \"off\"\n[metrics]\nfile = \"{}\"\nevery = 1\n",
        file.display()
    );
    let config = crate::rig::kiosk::configure(home, &format!("warn_after = 1\nend_after = 3\n{metrics}"));
    let environment = [
        ("HOME", home.to_owned()),
        ("XDG_RUNTIME_DIR", home.to_owned()),
        ("MYNAH_CONFIG", config.clone()),
    ];
    let program = PathBuf::from(env!("CARGO_BIN_EXE_mynah"));
    let mut session = Session::start(&program, root(), &["kiosk", "--text"], &environment, (100, 30));
    session.wait("Ask me anything");
    for visit in 1..=2 {
        answers(&mut session);
        let line = format!("mynah_turns_total{{outcome=\"answered\"}} {visit:012}\n");
        let is_counted = || fs::read_to_string(&file).is_ok_and(|text| text.contains(&line));
        for _ in 0..300 {
            if is_counted() {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        assert!(is_counted(), "{:?}", fs::read_to_string(&file));
        session.wait("Are you still there?");
        session.wait("Ask me anything");
    }
    let report = json(mynah(home, &config).args(["health", "--kiosk", "--json"]));
    assert_eq!(
        (&report["running"], &report["healthy"]),
        (&true.into(), &true.into()),
        "{report:#}"
    );
}

#[test]
fn metrics_that_cannot_be_written_are_told_and_the_conversation_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let config = configure(home, "[metrics]\nfile = \"/nowhere/mynah.prom\"\nevery = 1");
    let mut talk = Talk::start(home, &config);
    let notice = talk
        .lines
        .find(|line| line.contains("/nowhere/mynah.prom"))
        .unwrap();
    assert!(notice.contains("cannot be written"), "{notice}");
    assert!(talk.ask("How much is a coffee?").contains("3 dollars"));
    talk.end();
}

#[test]
fn the_dashboard_and_the_rules_can_be_read() {
    let dashboard = fs::read_to_string(root().join("packaging/grafana/mynah.json")).unwrap();
    let dashboard: Value = serde_json::from_str(&dashboard).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    assert!(panels.len() >= 8);
    for panel in panels {
        let targets = panel["targets"].as_array().unwrap();
        assert!(targets.iter().all(|target| target["expr"].is_string()), "{panel}");
    }
    let rules = fs::read_to_string(root().join("packaging/prometheus/mynah.rules.yml")).unwrap();
    assert!(!rules.contains('\t'));
    assert_eq!(rules.matches("- alert:").count(), rules.matches("expr:").count());
    // The real parser, where it is installed.
    if let Ok(output) = Command::new("promtool")
        .args(["check", "rules"])
        .arg(root().join("packaging/prometheus/mynah.rules.yml"))
        .output()
    {
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
