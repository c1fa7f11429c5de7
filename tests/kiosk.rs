//! A kiosk in a pseudo-terminal: visitors come and go, keys lead nowhere, what breaks is replaced.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use nix::sys::ptrace;
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;

use crate::rig::kiosk::{
    answers, children, configure, files_with, next_visit, remembers, rounds, row, visit,
};
use crate::rig::terminal::{Session, signal};
use crate::rig::{bare, root};

/// The arrow.
const DOWN: &str = "\u{1b}[B";
const SECRET: &str = "Zanzibar";

fn start(home: &Path, limits: &str) -> Session {
    let config = configure(home, limits);
    let environment = [("HOME", home.to_owned()), ("MYNAH_CONFIG", config)];
    let program = PathBuf::from(env!("CARGO_BIN_EXE_mynah"));
    let session = Session::start(&program, root(), &["kiosk", "--text"], &environment, (100, 30));
    session.wait("Ask me anything");
    session
}

#[test]
fn a_visitor_who_has_gone_leaves_nothing_behind() {
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), "warn_after = 1\nend_after = 3");
    let mut before = visit(&session);
    let rounds = rounds(2);
    for _ in 0..rounds {
        session.keys(&format!("My secret is {SECRET}.\r"));
        session.wait(SECRET);
        session.wait("Are you still there?");
        let (now, _) = next_visit(&session, before);
        session.wait("Ask me anything");
        assert!(!session.text().contains(SECRET), "{}", session.text());
        // The screen and what could be scrolled back to were cleared after the last word of the visit.
        let bytes = session.bytes();
        let written = String::from_utf8_lossy(&bytes);
        assert!(written.rfind("\u{1b}[3J") > written.rfind(SECRET));
        if let Some(remembered) = remembers(now, SECRET) {
            assert!(!remembered, "the next visit knows what was said in this one");
        }
        if let Some(remembered) = remembers(session.process(), SECRET) {
            assert!(!remembered, "the supervisor knows what was said");
        }
        before = now;
    }
    assert_eq!(files_with(home.path(), SECRET), Vec::<PathBuf>::new());
    let record = fs::read_to_string(home.path().join(".local/state/mynah/kiosk.json")).unwrap();
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    assert_eq!(
        (&record["visits"], &record["broken_off"], &record["last_end"]),
        (&rounds.into(), &0.into(), &"over".into())
    );
    row(
        &format!("{rounds} visits that type a secret"),
        "0 found on disk, screen, in the next visit's memory",
    );
}

#[test]
fn no_key_leads_out_of_a_kiosk() {
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), "");
    // Ctrl-C, Ctrl-D, Ctrl-Z, Ctrl-\, Ctrl-Q and their like, Esc, function keys, commands of the interface.
    for key in [
        "\u{3}",
        "\u{4}",
        "\u{1a}",
        "\u{1c}",
        "\u{11}",
        "\u{13}",
        "\u{1b}",
        "\u{1b}[11~",
        "\u{1b}OP",
    ] {
        session.keys(key);
        session.keys(key);
    }
    for command in [
        "/quit\r",
        "/export stolen.json\r",
        "/settings\r",
        "/models\r",
        "/forget\r",
    ] {
        session.keys(command);
    }
    let mut state = 7_u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % below
    };
    for _ in 0..1_000 {
        let control = char::from_u32(u32::try_from(random(32)).unwrap()).unwrap();
        let chord = match random(4) {
            0 => control.to_string(),
            1 => format!("\u{1b}{control}"),
            2 => format!("\u{1b}[{}~", random(34)),
            _ => format!(
                "\u{1b}[1;{}{}",
                2 + random(7),
                char::from(b'A' + u8::try_from(random(20)).unwrap())
            ),
        };
        session.keys(&chord);
    }
    session.keys("\u{1b}\u{15}");
    assert!(!session.has_ended(), "the supervisor lives");
    answers(&mut session);
    let process = visit(&session);
    // Its own parts are forked before anything else; they have started nothing but the broker of the sound process.
    let named = |process: u32| {
        let mut all: Vec<(String, u32)> = children(process)
            .into_iter()
            .map(|child| {
                let name = fs::read_to_string(format!("/proc/{child}/comm")).unwrap();
                (name.trim().to_owned(), child)
            })
            .collect();
        all.sort();
        all
    };
    let parts = named(process);
    let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["mynah-broker", "mynah-screen", "mynah-sound"]);
    assert_eq!(children(parts[0].1), Vec::<u32>::new(), "no program was started");
    assert_eq!(children(parts[1].1), Vec::<u32>::new());
    let of_sound = named(parts[2].1);
    assert!(
        matches!(&of_sound[..], [(name, broker)] if name == "mynah-broker" && children(*broker).is_empty()),
        "{of_sound:?}"
    );
    assert!(!root().join("stolen.json").exists() && !home.path().join("stolen.json").exists());
    for page in ["Settings", "All commands"] {
        assert!(!session.text().contains(page), "{}", session.text());
    }
    row(
        "Ctrl-C, Ctrl-Z, Ctrl-\\, Ctrl-D, commands, 1,000 chords",
        "0 ways out",
    );
}

#[test]
fn only_the_operators_number_opens_the_operators_page_and_wrong_ones_lock_it() {
    let home = tempfile::tempdir().unwrap();
    let made = bare(home.path())
        .args(["kiosk", "--new-pin"])
        .write_stdin("4711\n")
        .output()
        .unwrap();
    let line = String::from_utf8(made.stdout).unwrap();
    assert!(line.starts_with("pin = \"$argon2id$"), "{line}");
    let mut session = start(home.path(), &line);
    let page = "\u{1b}[24~";
    session.keys(page);
    session.wait("PIN, then Enter");
    session.keys("4711\r");
    session.wait("Quit the kiosk");
    let before = visit(&session);
    session.keys(&format!("{}\u{1b}[D\u{1b}[D\u{1b}[C", DOWN.repeat(3)));
    session.wait("Volume: 90 %");
    session.keys(&format!("{DOWN}\r"));
    session.wait("Protection: ");
    assert!(session.text().contains("Volume: 90 %"), "{}", session.text());
    session.keys("\r");
    session.wait("Quit the kiosk");
    let chosen = fs::read_to_string(home.path().join(".local/state/mynah/operator.toml")).unwrap();
    assert!(chosen.contains("volume = 90"), "{chosen}");
    session.keys(&format!("{DOWN}\r\r"));
    next_visit(&session, before);
    session.wait_gone("Quit the kiosk");
    session.wait("Ask me anything");
    for number in 0..5 {
        session.keys(page);
        session.wait("PIN, then Enter");
        session.keys("0000\r");
        session.wait(if number < 4 {
            "Wrong PIN."
        } else {
            "Too many attempts"
        });
        session.keys("\u{1b}");
        session.wait("Ask me anything");
    }
    session.signal("TERM");
    session.end();
    drop(session);

    let mut session = start(home.path(), &line);
    session.keys(page);
    session.wait("PIN, then Enter");
    session.keys("4711\r");
    session.wait("Too many attempts");
    // A count that is taken away gives no new tries.
    let count = home.path().join(".local/state/mynah/pin-count.json");
    fs::remove_file(&count).unwrap();
    session.keys("0000\r");
    for _ in 0..500 {
        if count.exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    session.wait("Too many attempts");
    // The time is over.
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
    let over = format!(r#"{{"wrong":5,"at":{{"boot":"{}","seconds":-60}}}}"#, boot.trim());
    fs::write(count, over).unwrap();
    session.keys("4711\r");
    session.wait("Quit the kiosk");
    session.keys(&format!("{}\r\r", DOWN.repeat(7)));
    assert_eq!(session.end(), 77, "the service does not start it again");
}

#[test]
fn what_crashes_or_hangs_is_replaced_and_the_next_visit_works() {
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), "hang_after = 2");
    let mut process = visit(&session);
    let rounds = rounds(5);
    let names = ["SEGV", "ABRT", "KILL", "STOP", "KILL"]
        .into_iter()
        .cycle()
        .take(rounds);
    let (mut crash, mut hang) = (Duration::ZERO, Duration::ZERO);
    for name in names {
        signal(process, name);
        if name == "SEGV" {
            // Rust's own handler waits for the fault to come again, as it would without `kill`.
            std::thread::sleep(Duration::from_millis(50));
            signal(process, name);
        }
        let (next, took) = next_visit(&session, process);
        // In an ordinary run other tests use the processor too.
        let patience = if std::env::var_os("KIOSK_ROUNDS").is_some() {
            3
        } else {
            30
        };
        let limit = if name == "STOP" { 2 + patience } else { patience };
        assert!(took < Duration::from_secs(limit), "{name}: {took:?}");
        let longest = if name == "STOP" { &mut hang } else { &mut crash };
        *longest = took.max(*longest);
        session.wait("Ask me anything");
        process = next;
    }
    answers(&mut session);
    session.signal("TERM");
    assert_eq!(session.end(), 0, "the system may end it");
    assert!(!Path::new(&format!("/proc/{process}")).exists());

    row(
        &format!("{rounds} times killed or stopped (patience 2 s)"),
        &format!("back after at most {crash:.2?} and {hang:.2?}"),
    );

    let mut killed = start(home.path(), "");
    let process = visit(&killed);
    killed.signal("KILL");
    killed.end();
    for _ in 0..500 {
        if !Path::new(&format!("/proc/{process}")).exists() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("a visit has outlived its supervisor");
}

#[test]
fn a_visitor_chooses_a_language_by_key_or_touch_and_the_next_one_begins_as_ever() {
    let home = tempfile::tempdir().unwrap();
    let limits = "languages = [\"en\", \"ru\"]\nwarn_after = 2\nend_after = 4";
    let mut session = start(home.path(), limits);
    session.wait("F2 Русский");
    let before = visit(&session);
    session.keys("\u{1b}OQ");
    session.wait("Спросите о чём угодно");
    // A touch in the last row, where the first language stands.
    session.keys("\u{1b}[<0;4;30M");
    session.wait("Ask me anything: type a question");
    session.keys("\u{1b}OQ");
    session.wait("Спросите о чём угодно");
    next_visit(&session, before);
    session.wait("Ask me anything");
    answers(&mut session);
}

fn answers_and_is_replaced(session: &mut Session) {
    session.wait("Ask me anything");
    answers(session);
    let before = visit(session);
    signal(before, "KILL");
    next_visit(session, before);
    answers(session);
}

#[test]
fn a_disk_that_cannot_be_written_is_no_hindrance() {
    let place = tempfile::tempdir().unwrap();
    let environment = [
        ("HOME", PathBuf::from("/proc/nowhere")),
        ("RUNTIME_DIRECTORY", place.path().to_owned()),
        ("MYNAH_CONFIG", configure(place.path(), "hang_after = 5")),
    ];
    let program = PathBuf::from(env!("CARGO_BIN_EXE_mynah"));
    let mut session = Session::start(&program, root(), &["kiosk", "--text"], &environment, (100, 30));
    answers_and_is_replaced(&mut session);
    row("a root that is only read", "answers, and replaces what breaks");
}

#[test]
#[ignore = "needs the privileges of root: make kiosk-check"]
fn a_full_disk_is_no_hindrance() {
    let place = tempfile::tempdir().unwrap();
    let home = tempfile::tempdir().unwrap();
    let script = format!(
        "mount -t tmpfs -o size=64k full {0} && {{ cat /dev/zero > {0}/filler; exec {1} kiosk --text; }}",
        home.path().display(),
        env!("CARGO_BIN_EXE_mynah")
    );
    let environment = [
        ("HOME", home.path().to_owned()),
        ("RUNTIME_DIRECTORY", place.path().to_owned()),
        ("MYNAH_CONFIG", configure(place.path(), "")),
    ];
    let arguments = ["--mount", "sh", "-c", &script];
    let mut session = Session::start(Path::new("unshare"), root(), &arguments, &environment, (100, 30));
    answers_and_is_replaced(&mut session);
    row("a full disk", "answers, and replaces what breaks");
}

/// One thread that is stopped from outside, until it is dropped or its process is gone.
struct Stopped(Pid);

impl Stopped {
    fn new(thread: u32) -> Self {
        let thread = Pid::from_raw(i32::try_from(thread).unwrap());
        ptrace::seize(thread, ptrace::Options::empty()).unwrap();
        ptrace::interrupt(thread).unwrap();
        Self(thread)
    }

    /// A thread that has been killed is gone only when whoever watches it has been told.
    fn look(&self) {
        let _ = waitpid(self.0, Some(WaitPidFlag::WNOHANG | WaitPidFlag::__WALL));
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        let _ = ptrace::detach(self.0, None);
        self.look();
    }
}

#[test]
#[ignore = "needs the privileges of root: make kiosk-check"]
#[expect(clippy::disallowed_methods, reason = "this measures")]
fn a_kiosk_in_which_any_one_thread_stands_still_answers_or_is_replaced() {
    const TIMEOUT: u64 = 4;
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), &format!("hang_after = {TIMEOUT}"));
    answers(&mut session);
    let threads = fs::read_dir(format!("/proc/{}/task", visit(&session)))
        .unwrap()
        .count();
    for number in 0..threads {
        let process = visit(&session);
        let mut tasks: Vec<u32> = fs::read_dir(format!("/proc/{process}/task"))
            .unwrap()
            .map(|task| task.unwrap().file_name().to_string_lossy().parse().unwrap())
            .collect();
        tasks.sort_unstable();
        let Some(thread) = tasks.get(number) else {
            break;
        };
        let name = fs::read_to_string(format!("/proc/{process}/task/{thread}/comm")).unwrap();
        let stopped = Stopped::new(*thread);
        // A question that was not asked before in this visit.
        session.keys("When does the gift shop open?\r");
        let waiting = Instant::now();
        let mut replaced = false;
        while waiting.elapsed() < Duration::from_secs(TIMEOUT + 3) && !replaced {
            stopped.look();
            let now = visit(&session);
            replaced = now != 0 && now != process;
            std::thread::sleep(Duration::from_millis(20));
        }
        let took = waiting.elapsed();
        let answered = session.text().contains("10 am");
        assert!(replaced || answered, "{name}: neither\n{}", session.text());
        row(
            &format!("thread {number} of {threads} stands still: {}", name.trim()),
            &if replaced {
                format!("replaced after {took:.1?}")
            } else {
                "answers all the same".to_owned()
            },
        );
        drop(stopped);
        if !replaced {
            signal(process, "KILL");
            next_visit(&session, process);
        }
        session.wait("Ask me anything");
        answers(&mut session);
    }
}
