//! The terminal interface in a real pseudo-terminal: typed to, resized, killed, and what is left of the terminal.

use std::path::{Path, PathBuf};

use crate::rig::root;
use crate::rig::terminal::Session;

fn start(home: &Path, arguments: &[&str]) -> Session {
    // A configuration of its own: keys may change settings.
    let config = home.join("own.toml");
    let knowledge = root().join("assets/knowledge/harbor-house");
    std::fs::write(
        &config,
        format!("[mind]\nknowledge = [\"{}\"]\n", knowledge.display()),
    )
    .unwrap();
    let environment = [("HOME", home.to_owned()), ("MYNAH_CONFIG", config)];
    let program = PathBuf::from(env!("CARGO_BIN_EXE_mynah"));
    let mut all = vec!["talk", "--text"];
    all.extend(arguments);
    let session = Session::start(&program, root(), &all, &environment, (100, 30));
    session.wait("Typing only");
    session
}

/// Quits a conversation: what would be lost is asked about.
fn leave(session: &mut Session) {
    session.keys("\u{3}");
    session.wait("Quit?");
    session.keys("\u{3}");
    assert_eq!(session.end(), 0);
}

/// The last of what was written gives the terminal back: the other screen, the cursor, the mouse.
fn is_given_back(session: &Session) {
    let bytes = session.bytes();
    let written = String::from_utf8_lossy(&bytes);
    for (taken, back) in [
        ("\u{1b}[?1049h", "\u{1b}[?1049l"),
        ("\u{1b}[?25l", "\u{1b}[?25h"),
        ("\u{1b}[?1006h", "\u{1b}[?1006l"),
        ("\u{1b}[?2004h", "\u{1b}[?2004l"),
    ] {
        let last = |sequence| written.rfind(sequence);
        assert!(last(back) > last(taken), "{back:?} does not follow {taken:?}");
    }
    assert!(!session.is_taken());
}

#[test]
fn a_typed_conversation_is_shown_exported_and_left() {
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), &[]);
    session.keys("How much is a coffee?\r");
    session.wait("A coffee costs 3 dollars.");
    session.wait("Typing only");
    // Nothing is said aloud: there is no response time to show.
    assert!(!session.text().contains("median"), "{}", session.text());
    // Nowhere else can anything be written.
    let file = home.path().join(".local/share/mynah/exports/talk.json");
    session.keys("/export talk.json\r");
    session.wait("The conversation was saved to");
    let exported: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(exported[0]["reply"], "A coffee costs 3 dollars.");
    session.keys("\u{3}");
    session.wait("Quit?");
    session.keys("\u{1b}");
    session.wait_gone("Quit?");
    leave(&mut session);
    is_given_back(&session);
}

#[test]
fn the_first_start_is_guided_once() {
    let home = tempfile::tempdir().unwrap();
    let environment = [("HOME", home.path().to_owned())];
    let program = PathBuf::from(env!("CARGO_BIN_EXE_mynah"));
    let mut first = Session::start(&program, root(), &["talk"], &environment, (80, 24));
    first.wait("nothing leaves this computer");
    first.keys("\u{1b}");
    first.wait("Typing only");
    first.keys("/quit\r");
    assert_eq!(first.end(), 0);
    let mut second = Session::start(&program, root(), &["talk"], &environment, (80, 24));
    second.wait("Typing only");
    assert!(!second.text().contains("Welcome"));
    second.keys("\u{3}");
    assert_eq!(second.end(), 0);
}

#[test]
fn a_setting_is_changed_and_a_model_is_picked_while_the_comments_of_the_file_stay() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("mine.toml");
    let knowledge = root().join("assets/knowledge/harbor-house");
    let text = format!("# mine\n[mind]\nknowledge = [{knowledge:?}] # here\n");
    std::fs::write(&file, text).unwrap();
    let mut session = start(home.path(), &["--config", file.to_str().unwrap()]);
    // F4: settings; the last row but two is the theme.
    session.keys("\u{1b}OS");
    session.wait("Reduce motion");
    session.keys("\u{1b}[F\u{1b}[A\u{1b}[A\u{1b}[C");
    session.wait("Saved.");
    session.keys("\u{1b}");
    session.wait("Typing only");
    // F5: models, each once, with its licence and its place.
    session.keys("\u{1b}[15~");
    session.wait("language: language.gguf, starter");
    session.wait("MIT OR Apache-2.0");
    let models = session.text();
    assert_eq!(models.matches("language.gguf, starter").count(), 1, "{models}");
    assert!(
        models.contains("MIT OR Apache-2.0") && models.contains("4.8 MB"),
        "{models}"
    );
    session.keys("\r");
    session.wait("restarts with the new setting");
    session.wait("Typing only");
    session.keys("How much is a coffee?\r");
    session.wait("A coffee costs 3 dollars.");
    leave(&mut session);
    let written = std::fs::read_to_string(&file).unwrap();
    for expected in [
        "# mine\n",
        "# here\n",
        "theme = \"dark\"",
        "models/starter/language.gguf",
    ] {
        assert!(written.contains(expected), "{expected}: {written}");
    }
}

#[test]
fn a_timer_outlives_the_change_of_a_setting() {
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), &[]);
    session.keys("Set a timer for 12 seconds.\r");
    session.wait("Timer set for 12 seconds.");
    session.keys("\u{1b}[15~");
    session.wait("language: language.gguf, starter");
    session.keys("\r");
    session.wait("restarts with the new setting");
    session.wait("the 12 second timer");
    leave(&mut session);
}

#[test]
fn signals_and_panics_give_the_terminal_back() {
    let home = tempfile::tempdir().unwrap();
    for (signal, code) in [("TERM", 130), ("HUP", 130), ("INT", 130)] {
        let mut session = start(home.path(), &[]);
        session.signal(signal);
        assert_eq!(session.end(), code, "{signal}");
        is_given_back(&session);
    }
    // Nobody can catch this one: the process between the program and its terminal outlives it.
    let mut session = start(home.path(), &[]);
    session.signal("KILL");
    assert_ne!(session.end(), 0);
    is_given_back(&session);
    let mut session = start(home.path(), &[]);
    session.keys("/panic\r");
    assert_ne!(session.end(), 0);
    is_given_back(&session);
    assert!(
        session.text().contains("This is a bug in mynah"),
        "{}",
        session.text()
    );
}

#[test]
fn random_keys_and_sizes_are_outlived() {
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), &[]);
    // Nothing that starts a conversation anew or lists models: that is slow in a debug build, and the app's own test has it.
    let keys = [
        "a",
        "/",
        "t",
        "\r",
        "\u{1b}",
        "\u{1b}[A",
        "\u{1b}[B",
        "\u{1b}OP",
        "\u{1b}OQ",
        "\u{1b}OR",
        "\u{6}",
        "\t",
        " ",
        "\u{7f}",
        "\u{1b}[<64;3;3M",
        "\u{1b}[<65;3;3M",
        "é",
        "你",
    ];
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % below as u64).unwrap()
    };
    for _ in 0..400 {
        let burst: String = (0..25).map(|_| keys[next(keys.len())]).collect();
        if session.has_ended() {
            // The palette and the commands offer to leave.
            assert_eq!(session.end(), 0, "{}", session.text());
            is_given_back(&session);
            session = start(home.path(), &[]);
        }
        session.keys(&burst);
        let size = |least: usize, most: usize| u16::try_from(least + most).unwrap();
        session.resize((size(1, next(160)), size(1, next(50))));
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    if session.has_ended() {
        session = start(home.path(), &[]);
    }
    session.resize((1, 1));
    session.resize((100, 30));
    for _ in 0..6 {
        session.keys("\u{1b}");
        std::thread::sleep(std::time::Duration::from_millis(150));
    }
    // Whatever language and layout the keys have chosen: what is typed is shown.
    session.until_shown("zqzqzq");
    assert!(session.text().contains("zqzqzq"), "{}", session.text());
    session.keys("\u{3}\u{3}");
    assert_eq!(session.end(), 0);
    is_given_back(&session);
}

/// Sizes from one cell to far more than any screen, as fast as they come.
fn resized(times: usize) {
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), &[]);
    session.keys("How much is a coffee?\r");
    session.wait("A coffee costs 3 dollars.");
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        u16::try_from(1 + random % below).unwrap()
    };
    for _ in 0..times {
        session.resize((next(300), next(120)));
    }
    session.resize((100, 30));
    session.until_shown("zqzqzq");
    let text = session.text();
    assert!(
        text.contains("A coffee costs 3 dollars.") && text.contains("zqzqzq"),
        "{text}"
    );
    leave(&mut session);
    is_given_back(&session);
}

#[test]
fn many_sizes_leave_what_was_said_on_the_screen() {
    resized(300);
}

#[test]
#[ignore = "ten thousand sizes: make torture"]
fn torture_of_ten_thousand_sizes_leaves_what_was_said_on_the_screen() {
    resized(10_000);
}

#[test]
fn without_a_model_everything_else_works_and_what_is_typed_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let environment = [
        ("HOME", home.path().to_owned()),
        ("MYNAH_MODELS", PathBuf::from("/nowhere/models")),
    ];
    let program = PathBuf::from(env!("CARGO_BIN_EXE_mynah"));
    let arguments = ["talk", "--text"];
    let mut session = Session::start(&program, root(), &arguments, &environment, (100, 30));
    session.wait("/nowhere/models");
    session.keys("Hello?\r");
    session.wait("Your text is kept");
    assert!(session.text().contains("Hello?"));
    leave(&mut session);
}

#[test]
fn colours_and_large_text_are_tried_without_touching_the_file() {
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), &[]);
    let file = home.path().join("own.toml");
    let before = std::fs::read_to_string(&file).unwrap();
    session.keys("/theme light\r");
    session.wait("Until mynah ends");
    // F8, twice.
    session.keys("\u{1b}[19~");
    session.wait_gone("Typing only");
    session.keys("\u{1b}[19~");
    session.wait("Typing only");
    session.keys("\u{3}");
    assert_eq!(session.end(), 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
}

#[test]
fn a_question_that_is_too_long_is_told_at_the_input() {
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), &[]);
    // A paste of several lines, as terminals send it.
    let long = "one two three four five\r".repeat(100);
    session.keys(&format!("\u{1b}[200~{long}\u{1b}[201~"));
    session.wait("   one two three four five");
    let lines = session.text().matches("one two three four five").count();
    assert!(lines > 3, "several lines are shown: {}", session.text());
    session.keys("\r");
    session.wait("too long");
    let text = session.text();
    let rows: Vec<&str> = text.lines().collect();
    let told = rows.iter().position(|row| row.contains("too long")).unwrap();
    let input = rows.iter().rposition(|row| row.starts_with(" ›")).unwrap();
    assert!(input - told <= 3, "{text}");
    session.keys("\u{1b}");
    // It is read: it moves into the conversation.
    session.wait_gone("  esc");
    leave(&mut session);
}

#[test]
fn a_configuration_that_was_replaced_meanwhile_names_the_sandbox() {
    let home = tempfile::tempdir().unwrap();
    let mut session = start(home.path(), &[]);
    let file = home.path().join("own.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    std::fs::write(&file, text).unwrap();
    session.keys("\u{1b}OS");
    session.wait("Reduce motion");
    session.keys("\u{1b}[C");
    session.wait("the sandbox");
    session.keys("\u{3}");
    assert_eq!(session.end(), 0);
}

#[test]
fn a_terminal_that_moves_no_cursor_gets_plain_lines() {
    let home = tempfile::tempdir().unwrap();
    let environment = [("HOME", home.path().to_owned()), ("TERM", PathBuf::from("dumb"))];
    let program = PathBuf::from(env!("CARGO_BIN_EXE_mynah"));
    let mut session = Session::start(&program, root(), &["talk", "--text"], &environment, (100, 30));
    session.wait("type a question and press Enter");
    session.keys("How much is a coffee?\r");
    session.wait("A coffee costs 3 dollars.");
    session.keys("\u{4}");
    assert_eq!(session.end(), 0);
    let bytes = session.bytes();
    assert!(!bytes.contains(&0x1b), "{}", String::from_utf8_lossy(&bytes));
}
