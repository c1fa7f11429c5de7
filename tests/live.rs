//! The live conversation, through a real sound server, real ALSA and the real models: nothing is simulated but the
//! room. A test binary of its own: beside other tests a small machine would be late for its own sound.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code, reason = "the rest is used by the other tests")]
mod rig;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::rig::conversation::Conversation;
use crate::rig::kiosk;
use crate::rig::one_process::{OneProcess, example};
use crate::rig::recording::Recording;
use crate::rig::sound_card::SoundCard;
use crate::rig::terminal::Session;
use crate::rig::trace::Trace;
use crate::rig::{bare, json, root, sox, spoken};

/// How often a recording looks at the screen.
const FRAME: Duration = Duration::from_millis(40);

/// One conversation at a time: on a small machine several would be late for each other's sound.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_mynah"))
}

fn start(card: &SoundCard, settings: &[(&str, &str)]) -> Conversation {
    Conversation::start(&program(), root(), card, settings)
}

fn demo(number: u32) -> PathBuf {
    root().join(format!("assets/demo/{number:02}.wav"))
}

#[test]
fn a_spoken_question_is_answered_aloud() {
    let _alone = alone();
    let card = SoundCard::start();
    let conversation = start(&card, &[]);
    let recording = card.record();
    card.say(&demo(10));
    conversation.wait("partial");
    let turn = conversation.wait("turn");
    assert_eq!(turn["transcript"], "How much does a family ticket cost?");
    assert_eq!(
        (&turn["spoken"], &turn["interrupted"]),
        (&true.into(), &false.into())
    );
    let timings = &turn["timings"];
    let moment = |name: &str| {
        timings[name]
            .as_f64()
            .unwrap_or_else(|| panic!("{name}: {timings}"))
    };
    assert!(
        moment("end_of_turn") <= moment("first_audio"),
        "nothing is heard before the turn is over: {timings}"
    );
    let heard = recording.finish();
    let answer = card.home().join("answer.wav");
    heard.loudspeaker.write(&answer);
    let reply = json(bare(card.home()).args(["transcribe", "--json"]).arg(&answer));
    assert!(
        reply["text"].as_str().unwrap().contains("28 dollars"),
        "{reply} {turn}"
    );
}

#[test]
fn another_program_hears_a_question_and_answers_it_aloud() {
    let _alone = alone();
    // `cargo test` builds the examples; `cargo test --test live` does not.
    if !example(&program()).is_file() {
        let build = ["build", "--locked", "--example", "microphone"];
        let built = Command::new(env!("CARGO"))
            .args(build)
            .current_dir(root())
            .status();
        assert!(built.unwrap().success());
    }
    let card = SoundCard::start();
    let models = root().join("models/starter");
    let conversation = OneProcess::start(&example(&program()), root(), &models, &card);
    for (number, question) in [
        (10, "> How much does a family ticket cost?"),
        (2, "> When does the library open?"),
    ] {
        let recording = card.record();
        card.say(&demo(number));
        assert_eq!(conversation.wait(">"), question);
        assert!(recording.finish().latency().is_some(), "{question}");
    }
}

#[test]
fn a_whole_conversation_sends_nothing_asks_no_name_and_writes_its_own_state_alone() {
    let _alone = alone();
    let card = SoundCard::start();
    let (traced, calls) = Trace::script(card.home(), &program(), false);
    let before = files_below(card.home());
    let mut conversation = Conversation::start(&traced, root(), &card, &[]);
    card.say(&demo(10));
    assert_eq!(conversation.wait("turn")["spoken"], true);
    conversation.type_line("What is 2 plus 2?");
    conversation.wait("turn");
    conversation.type_line("/quit");
    conversation.ends();
    let trace = Trace::read(&calls);
    assert_eq!(trace.beyond_this_machine(), Vec::<&str>::new());
    assert_eq!(trace.questions_for_names(), Vec::<&str>::new());
    assert_eq!(trace.done(&["io_uring_setup("]).next(), None);
    let server = card.socket().display().to_string();
    assert_eq!(
        trace.connected(),
        [server.as_str()].into(),
        "the sound server alone"
    );
    let programs: Vec<&str> = trace.programs().into_iter().collect();
    let known = ["/mynah", "/espeak-ng", "/pactl"];
    assert!(
        programs
            .iter()
            .all(|path| known.iter().any(|name| path.ends_with(name))),
        "{programs:?}"
    );
    assert!(
        programs.iter().any(|path| path.ends_with("/espeak-ng")),
        "{programs:?}"
    );
    // What it writes lies in its own folders, or is the journal that was asked for.
    let own = [
        "/mynah",
        "/mynah/",
        "/journal.json",
        // The folders above them.
        "/.cache",
        "/.config",
        "/.local",
        "/.local/share",
        "/.local/state",
    ];
    let strange = |path: &&&str| {
        !path.starts_with("/dev/")
            && !own
                .iter()
                .any(|end| path.ends_with(end) || end.ends_with('/') && path.contains(end))
    };
    let written = trace.written();
    assert_eq!(
        written.iter().filter(strange).collect::<Vec<_>>(),
        Vec::<&&str>::new()
    );
    assert!(
        written.iter().any(|path| path.contains("/.local/state/mynah/")),
        "{written:?}"
    );
    let new: Vec<PathBuf> = files_below(card.home())
        .difference(&before)
        .map(|path| path.strip_prefix(card.home()).unwrap().to_owned())
        .filter(|path| {
            !["run/mynah", ".cache/mynah", ".local/state/mynah"]
                .iter()
                .any(|own| path.starts_with(own))
        })
        .collect();
    // The sound server's own files are not told apart from ours by their place: they were there before.
    let known = ["journal.json", "calls"].map(PathBuf::from);
    assert!(new.iter().all(|path| known.contains(path)), "{new:?}");
}

/// The files below a folder.
fn files_below(folder: &Path) -> BTreeSet<PathBuf> {
    let mut all = BTreeSet::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().unwrap().is_dir() {
            all.extend(files_below(&entry.path()));
        } else {
            all.insert(entry.path());
        }
    }
    all
}

#[test]
fn speech_stops_the_answer_and_the_machine_does_not_hear_itself() {
    let _alone = alone();
    let card = SoundCard::start();
    card.echo(0.25, 80);
    let mut conversation = start(&card, &[]);
    for number in [1, 3] {
        card.say(&demo(number));
        assert_eq!(conversation.wait("turn")["interrupted"], false);
    }
    // A long answer, and a question into it.
    conversation
        .type_line("Where is the dinosaur exhibition and who is the curator of the Egyptian collection?");
    let recording = card.record();
    conversation.wait("speaking");
    std::thread::sleep(Duration::from_millis(600));
    card.say(&demo(5));
    let first = conversation.wait("turn");
    let second = conversation.wait("turn");
    assert_eq!(first["interrupted"], true, "{first} {second}");
    assert_eq!(second["transcript"], "What time is it?");
    recording.finish();
    assert!(conversation.rest().iter().all(|line| line["event"] != "turn"));
    conversation.end_and_replay(&program());
}

#[test]
fn noise_is_no_turn_and_a_question_in_two_parts_is_one() {
    let _alone = alone();
    let card = SoundCard::start();
    let conversation = start(&card, &[]);
    let noise = card.home().join("noise.wav");
    sox(&[
        "-n",
        "-r",
        "48000",
        noise.to_str().unwrap(),
        "synth",
        "3",
        "pinknoise",
        "vol",
        "0.2",
    ]);
    card.say(&noise);
    std::thread::sleep(Duration::from_secs(2));
    for (text, name) in [
        ("Where is the", "first.wav"),
        ("dinosaur exhibition?", "second.wav"),
    ] {
        std::fs::rename(spoken(card.home(), text), card.home().join(name)).unwrap();
    }
    let whole = card.home().join("whole.wav");
    let part = |name: &str| card.home().join(name).to_str().unwrap().to_owned();
    // The pause is 600 ms between the sounds themselves.
    let trim = [
        "silence", "1", "0.001", "1%", "reverse", "silence", "1", "0.001", "1%", "reverse",
    ];
    let trimmed = |from: &str, to: &str, more: &[&str]| {
        let (from, to) = (part(from), part(to));
        sox(&[&[&*from, &*to], &trim[..], more].concat());
    };
    trimmed("first.wav", "quiet.wav", &["pad", "0", "0.6"]);
    trimmed("second.wav", "rest.wav", &[]);
    sox(&[&part("quiet.wav"), &part("rest.wav"), whole.to_str().unwrap()]);
    card.say(&whole);
    let turn = conversation.wait("turn");
    assert!(
        turn["transcript"]
            .as_str()
            .unwrap()
            .ends_with("dinosaur exhibition?"),
        "{turn}"
    );
}

#[test]
fn whoever_goes_on_after_an_early_answer_has_asked_one_question() {
    let _alone = alone();
    let card = SoundCard::start();
    let conversation = start(&card, &[]);
    let say = |text: &str| {
        let recording = card.home().join(format!("{}.wav", text.len()));
        std::fs::rename(spoken(card.home(), text), &recording).unwrap();
        card.say(&recording);
    };
    say("Set a timer for five minutes.");
    let first = conversation.wait("turn");
    assert_eq!(first["transcript"], "Set a timer for 5 minutes.");
    say("And thirty seconds.");
    let whole = conversation.wait("turn");
    // The recogniser's final mark is not what this is about.
    let words = whole["transcript"].as_str().unwrap().trim_end_matches(['.', '?']);
    assert_eq!(words, "Set a timer for 5 minutes and 30 seconds", "{whole}");
    say("Cancel the timer.");
    let cancelled = conversation.wait("turn");
    // With two timers it would ask which one.
    let reply = cancelled["reply"].as_str().unwrap();
    assert_eq!(reply, "Cancelled the 5 minutes and 30 seconds timer.");
    conversation.end_and_replay(&program());
}

#[test]
fn another_language_and_music_are_no_questions() {
    let _alone = alone();
    let card = SoundCard::start();
    let conversation = start(&card, &[]);
    let path = |name: &str| card.home().join(name).to_str().unwrap().to_owned();
    for (voice, text) in [
        (
            "ru",
            "Подскажите, пожалуйста, во сколько вы сегодня закрываетесь?",
        ),
        ("fr", "Combien coûte un billet pour deux adultes et un enfant?"),
    ] {
        let spoken = Command::new("espeak-ng")
            .args(["-v", voice, "-w", &path("foreign.wav"), text])
            .status();
        assert!(spoken.unwrap().success());
        card.say(&card.home().join("foreign.wav"));
        std::thread::sleep(Duration::from_secs(2));
    }
    let chord = [
        "synth", "3", "pluck", "G3", "pluck", "B3", "pluck", "D4", "repeat", "1",
    ];
    sox(&[&["-n", "-r", "48000", &path("music.wav")][..], &chord].concat());
    card.say(&card.home().join("music.wav"));
    std::thread::sleep(Duration::from_secs(2));
    card.say(&demo(10));
    // The first turn of all is that of the question.
    let turn = conversation.wait("turn");
    assert_eq!(turn["transcript"], "How much does a family ticket cost?");
}

#[test]
fn another_microphone_takes_the_place_of_one_that_is_unplugged_in_mid_answer() {
    let _alone = alone();
    let card = SoundCard::start();
    let mut conversation = start(&card, &[]);
    conversation.type_line("Where is the dinosaur exhibition?");
    conversation.wait("speaking");
    card.swap_microphone();
    let turn = conversation.wait("turn");
    assert_eq!(turn["interrupted"], false, "{turn}");
    // Some servers move the stream by themselves; otherwise it is opened again.
    std::thread::sleep(Duration::from_secs(3));
    card.say(&demo(5));
    assert_eq!(conversation.wait("turn")["transcript"], "What time is it?");
}

#[test]
fn only_what_begins_with_the_wake_word_is_answered() {
    let _alone = alone();
    let card = SoundCard::start();
    let settings = [
        ("MYNAH_CAPTURE__MODE", "wake-word"),
        ("MYNAH_CAPTURE__WAKE__PHRASE", "what time"),
    ];
    let conversation = start(&card, &settings);
    card.say(&demo(1));
    assert!(conversation.wait_for("turn", Duration::from_secs(4)).is_none());
    card.say(&demo(5));
    assert_eq!(conversation.wait("turn")["transcript"], "Is it?");
}

#[test]
fn a_recorded_wake_word_calls_the_machine() {
    let _alone = alone();
    let card = SoundCard::start();
    let word = spoken(card.home(), "Computer!");
    let folder = card.home().join("wake");
    let mut recorder = Command::new(env!("CARGO_BIN_EXE_mynah"))
        .args(["wake-word", "--times", "2", "--out"])
        .arg(&folder)
        .envs(card.environment())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let told = BufReader::new(recorder.stderr.take().unwrap());
    for line in told.lines().map_while(Result::ok) {
        if line.contains("say it now") {
            // The microphone has just been opened.
            std::thread::sleep(Duration::from_millis(500));
            card.say(&word);
        }
    }
    assert!(recorder.wait().unwrap().success());
    let settings = [
        ("MYNAH_CAPTURE__MODE", "wake-word"),
        ("MYNAH_CAPTURE__WAKE__RECORDINGS", folder.to_str().unwrap()),
    ];
    let conversation = start(&card, &settings);
    card.say(&demo(1));
    assert!(conversation.wait_for("turn", Duration::from_secs(4)).is_none());
    let whole = card.home().join("whole.wav");
    let question = card.home().join("question.wav");
    sox(&[
        demo(5).to_str().unwrap(),
        "-r",
        "22050",
        question.to_str().unwrap(),
    ]);
    sox(&[
        word.to_str().unwrap(),
        question.to_str().unwrap(),
        whole.to_str().unwrap(),
    ]);
    card.say(&whole);
    assert_eq!(conversation.wait("turn")["transcript"], "What time is it?");
}

/// How strong a pitch is in some sound, relative to all of it (Goertzel's algorithm).
fn share_of(hertz: f64, samples: &[f32]) -> f64 {
    let turn = std::f64::consts::TAU * hertz / 48_000.0;
    let (mut real, mut imaginary, mut power) = (0.0, 0.0, 1e-9);
    for (at, sample) in samples.iter().enumerate() {
        let sample = f64::from(*sample);
        real += sample * (turn * at as f64).cos();
        imaginary += sample * (turn * at as f64).sin();
        power += sample * sample;
    }
    2.0 * (real * real + imaginary * imaginary) / (power * samples.len() as f64)
}

#[test]
fn a_muted_microphone_and_an_open_one_are_heard_and_begin_no_turn() {
    let _alone = alone();
    let card = SoundCard::start();
    // The loudspeaker is heard by the microphone.
    card.echo(0.3, 40);
    let mut conversation = start(&card, &[]);
    let recording = card.record();
    conversation.type_line("/mute");
    std::thread::sleep(Duration::from_millis(900));
    conversation.type_line("/unmute");
    std::thread::sleep(Duration::from_millis(1_500));
    let heard = recording.finish().loudspeaker;
    let sounds = heard.stretches(0.2);
    let pitches: Vec<f64> = sounds
        .iter()
        .map(|(from, to)| {
            let samples = heard.between(*from, *to);
            let strongest =
                |left: &&f64, right: &&f64| share_of(**left, samples).total_cmp(&share_of(**right, samples));
            *[562.5, 875.0, 1_187.5].iter().max_by(strongest).unwrap()
        })
        .collect();
    assert_eq!(pitches, [562.5, 875.0], "{sounds:?}");
    conversation.type_line("What time is it?");
    let turn = conversation.wait("turn");
    // Had the cues begun a turn, that one would have come first.
    let asked = (&"What time is it?".into(), &false.into());
    assert_eq!((&turn["transcript"], &turn["spoken"]), asked);
}

#[test]
fn another_program_of_the_same_person_may_have_something_announced() {
    let _alone = alone();
    let card = SoundCard::start();
    let announce = |text: &str| {
        Command::new(env!("CARGO_BIN_EXE_mynah"))
            .args(["announce", text])
            .envs(card.environment())
            .output()
            .unwrap()
    };
    let nobody = announce("We close in ten minutes.");
    assert_eq!(nobody.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("No conversation is running"));
    let conversation = start(&card, &[]);
    let recording = card.record();
    assert!(announce("We close in ten minutes.").status.success());
    assert_eq!(conversation.wait("turn")["reply"], "We close in ten minutes.");
    assert!(!recording.finish().loudspeaker.stretches(0.5).is_empty());
}

#[test]
fn a_sound_server_that_cancels_the_echo_is_left_to_it() {
    let _alone = alone();
    let card = SoundCard::start();
    card.offer_echo_cancellation();
    let mut conversation = start(&card, &[]);
    assert_eq!(conversation.listening()["echo"], "sound-server");
    let recording = card.record();
    conversation.type_line("How much is a coffee?");
    assert_eq!(conversation.wait("turn")["reply"], "A coffee costs 3 dollars.");
    assert!(!recording.finish().loudspeaker.stretches(0.5).is_empty());
    card.say(&demo(5));
    assert_eq!(conversation.wait("turn")["transcript"], "What time is it?");
}

/// speech-dispatcher on this card, until it is dropped.
struct SpeechDispatcher(Child, String);

impl SpeechDispatcher {
    fn start(card: &SoundCard) -> Self {
        Self::configured(card, None)
    }

    /// With the output module of the packages, and no other.
    fn with_mynah(card: &SoundCard) -> Self {
        let folder = card.home().join("speechd");
        std::fs::create_dir_all(folder.join("modules")).unwrap();
        let module = root().join("packaging/speech-dispatcher");
        std::fs::copy(module.join("mynah.conf"), folder.join("modules/mynah.conf")).unwrap();
        let text = format!(
            "AudioOutputMethod \"pulse\"\nAddModule \"mynah\" \"{}\" \"mynah.conf\"\nDefaultModule mynah\n",
            module.join("sd_mynah").display()
        );
        std::fs::write(folder.join("speechd.conf"), text).unwrap();
        Self::configured(card, Some(&folder))
    }

    fn configured(card: &SoundCard, folder: Option<&Path>) -> Self {
        let socket = card.home().join("speechd.sock");
        let program = Path::new(env!("CARGO_BIN_EXE_mynah")).parent().unwrap();
        let path = format!(
            "{}:{}",
            program.display(),
            std::env::var("PATH").unwrap_or_default()
        );
        let child = Command::new("speech-dispatcher")
            .args(
                folder
                    .iter()
                    .flat_map(|folder| [Path::new("--config-dir"), folder]),
            )
            .env("PATH", path)
            .args([
                "--run-single",
                "--communication-method",
                "unix_socket",
                "--socket-path",
            ])
            .arg(&socket)
            .arg("--log-dir")
            .arg(card.home())
            .envs(card.environment())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("speech-dispatcher is missing: make test installs it");
        for _ in 0..100 {
            if socket.exists() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Self(child, format!("unix_socket:{}", socket.display()))
    }
}

impl Drop for SpeechDispatcher {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_platforms_voice_answers_and_its_death_is_outlived() {
    let _alone = alone();
    let card = SoundCard::start();
    let server = SpeechDispatcher::start(&card);
    let settings = [
        ("MYNAH_SPEAKING__ENGINE", "platform"),
        ("SPEECHD_ADDRESS", &server.1),
    ];
    let mut conversation = start(&card, &settings);
    let recording = card.record();
    conversation.type_line("How much is a coffee?");
    let turn = conversation.wait("turn");
    assert_eq!(turn["reply"], "A coffee costs 3 dollars.");
    let heard = recording.finish();
    let answer = heard.loudspeaker.stretches(0.5);
    let spoken = answer.iter().map(|(start, end)| end - start).sum::<f64>();
    assert!(spoken > 0.8, "{answer:?} {turn}");
    drop(server);
    conversation.type_line("How much is a coffee?");
    assert_eq!(conversation.wait("turn")["reply"], "A coffee costs 3 dollars.");
    assert!(conversation.lives());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "measures another program")]
fn a_screen_reader_speaks_with_these_voices_and_is_silent_at_once() {
    let _alone = alone();
    let card = SoundCard::start();
    let server = SpeechDispatcher::with_mynah(&card);
    let client = |arguments: &[&str]| {
        let status = Command::new("spd-say")
            .args(["-o", "mynah"])
            .args(arguments)
            .envs(card.environment())
            .env("SPEECHD_ADDRESS", &server.1)
            .status()
            .expect("speech-dispatcher is missing: make test installs it");
        assert!(status.success(), "{arguments:?}");
    };
    let recording = card.record();
    client(&["-w", "The library opens at $(reboot) nine & closes at <five>."]);
    let heard = recording.finish();
    let spoken: f64 = heard
        .loudspeaker
        .stretches(0.5)
        .iter()
        .map(|(start, end)| end - start)
        .sum();
    assert!(spoken > 1.5, "{spoken} s");
    // Faster is shorter.
    let recording = card.record();
    client(&[
        "-w",
        "-r",
        "80",
        "The library opens at $(reboot) nine & closes at <five>.",
    ]);
    let quick = recording.finish();
    let quick: f64 = quick
        .loudspeaker
        .stretches(0.5)
        .iter()
        .map(|(start, end)| end - start)
        .sum();
    assert!(quick < 0.8 * spoken, "{quick} s of {spoken} s");
    // A long text is stopped in its middle.
    let recording = card.record();
    client(&["This is a long text that somebody stops. ".repeat(40).trim()]);
    std::thread::sleep(Duration::from_secs(3));
    let stop = std::time::Instant::now();
    client(&["-S"]);
    println!(
        "screen reader: spd-say -S returned after {} ms",
        stop.elapsed().as_millis()
    );
    std::thread::sleep(Duration::from_secs(2));
    let heard = recording.finish();
    let last = heard
        .loudspeaker
        .stretches(0.5)
        .last()
        .copied()
        .unwrap_or_default();
    println!(
        "screen reader: spoken {spoken:.2} s, fast {quick:.2} s, the stopped text ends at {:.2} s",
        last.1
    );
    assert!(last.1 > 1.0 && last.1 < 6.0, "{last:?}");
}

#[test]
fn the_interface_shows_what_is_said_and_answered() {
    let _alone = alone();
    let card = SoundCard::start();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_mynah"));
    let state = card.home().join(".local/state/mynah");
    std::fs::create_dir_all(&state).unwrap();
    std::fs::write(state.join("introduced"), "").unwrap();
    let mut session = Session::start(&program, root(), &["talk"], &card.environment(), (100, 30));
    session.wait("Ready");
    card.say(&demo(10));
    session.wait("How much does a family ticket cost?");
    session.wait("Speaking");
    session.wait("28 dollars");
    session.wait("Ready");
    session.wait("median");
    // Ctrl-T: the microphone is off, and nothing that is said counts.
    session.keys("\u{14}");
    session.wait("Muted");
    card.say(&demo(5));
    session.keys("\u{14}");
    session.wait("Ready");
    assert!(!session.text().contains("What time is it?"));
    // Esc silences an answer, and only what was heard of it stays.
    session.keys("Where is the dinosaur exhibition and who is the curator of the Egyptian collection?\r");
    session.wait("Speaking");
    session.keys("\u{1b}");
    session.wait("interrupted here");
    session.keys("\u{3}");
    session.wait("Quit?");
    session.keys("\u{3}");
    assert_eq!(session.end(), 0);
}

/// Watches the interface until words are shown, and so much longer.
fn watch(session: &Session, recording: &mut Recording, words: &str, longer: Duration) {
    let mut left = Duration::from_secs(30);
    let mut shown = None;
    while left > Duration::ZERO {
        let mut now = Duration::ZERO;
        session.screen(&mut |screen, at| {
            recording.take(screen, at);
            now = at;
            if shown.is_none() && screen.contents().contains(words) {
                shown = Some(at);
            }
        });
        if shown.is_some_and(|at| now >= at + longer) {
            return;
        }
        std::thread::sleep(FRAME);
        left = left.saturating_sub(FRAME);
    }
    panic!("'{words}' was not shown:\n{}", session.text());
}

/// `make recording`: a first run, spoken and typed, as the moving picture of the README.
#[test]
#[ignore = "it draws a picture"]
fn a_first_run_is_recorded() {
    let _alone = alone();
    let card = SoundCard::start();
    let size = (92, 24);
    let mut session = Session::start(&program(), root(), &["talk"], &card.environment(), size);
    let mut recording = Recording::new(size);
    let second = Duration::from_secs(1);
    watch(&session, &mut recording, "Welcome", 2 * second);
    session.keys("\u{1b}");
    watch(&session, &mut recording, "Ready", 2 * second);
    card.say(&demo(10));
    watch(&session, &mut recording, "28 dollars", second);
    watch(&session, &mut recording, "Ready", second);
    for letter in "Where is the dinosaur exhibition?".chars() {
        session.keys(&letter.to_string());
        watch(&session, &mut recording, "", Duration::from_millis(70));
    }
    session.keys("\r");
    watch(&session, &mut recording, "Speaking", second);
    watch(&session, &mut recording, "Ready", second);
    card.say(&spoken(card.home(), "Set a timer for five minutes."));
    watch(&session, &mut recording, "Timer set for", second);
    watch(&session, &mut recording, "Ready", 2 * second);
    let path = root().join("assets/screenshots/first-run.svg");
    std::fs::write(path, recording.svg()).unwrap();
}

#[test]
fn a_sound_server_that_dies_is_outlived() {
    let _alone = alone();
    let mut card = SoundCard::start();
    let mut conversation = start(&card, &[]);
    card.switch_off();
    let notice = conversation.wait("notice");
    assert!(
        notice["sentence"].as_str().unwrap().contains("microphone"),
        "{notice}"
    );
    conversation.type_line("How much is a coffee?");
    assert_eq!(conversation.wait("turn")["reply"], "A coffee costs 3 dollars.");
    card.switch_on();
    conversation.wait("listening");
    card.say(&demo(5));
    let turn = conversation.wait("turn");
    assert_eq!(turn["transcript"], "What time is it?");
    assert!(conversation.lives());
}

#[test]
fn a_sound_process_that_dies_is_told_and_typing_goes_on() {
    let _alone = alone();
    let card = SoundCard::start();
    let mut conversation = start(&card, &[]);
    conversation.kill_children("mynah-sound");
    let notice = conversation.wait("notice");
    assert!(
        notice["sentence"]
            .as_str()
            .unwrap()
            .contains("sound process has stopped: start mynah again"),
        "{notice}"
    );
    conversation.type_line("How much is a coffee?");
    assert_eq!(conversation.wait("turn")["reply"], "A coffee costs 3 dollars.");
    assert!(conversation.lives());
}

#[test]
fn a_visitor_at_a_kiosk_who_speaks_and_types_leaves_nothing_behind() {
    let _alone = alone();
    let secrets = ["a family ticket cost?", "Zanzibar"];
    let card = SoundCard::start();
    let limits = "warn_after = 2\nend_after = 4\nhang_after = 10";
    let mut environment = card.environment();
    environment.push(("MYNAH_CONFIG", kiosk::configure(card.home(), limits)));
    let program = PathBuf::from(env!("CARGO_BIN_EXE_mynah"));
    let mut session = Session::start(&program, root(), &["kiosk"], &environment, (100, 30));
    let rounds = kiosk::rounds(1);
    let mut before = 0;
    for _ in 0..rounds {
        session.wait("Ready");
        before = kiosk::next_visit(&session, before).0;
        card.say(&demo(10));
        session.wait(secrets[0]);
        session.wait("28 dollars");
        session.keys(&format!("My secret is {}.\r", secrets[1]));
        session.wait(secrets[1]);
        session.wait("Are you still there?");
        session.wait_gone(secrets[1]);
        session.wait("Ready");
        let (now, _) = kiosk::next_visit(&session, before);
        for secret in secrets {
            assert!(!session.text().contains(secret), "{}", session.text());
            for process in [now, session.process()] {
                assert_ne!(kiosk::remembers(process, secret), Some(true), "{secret}");
            }
        }
    }
    for secret in secrets {
        assert_eq!(kiosk::files_with(card.home(), secret), Vec::<PathBuf>::new());
    }
    kiosk::row(
        &format!("{rounds} visits that speak and type a secret"),
        "0 found on disk, log, screen, in the next visit's memory",
    );
    session.signal("TERM");
    assert_eq!(session.end(), 0);
}
