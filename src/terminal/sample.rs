//! Sample screens for tests and screenshots.
//!
//! Owns scenes of invented conversations.

use crate::audio::level::Decibels;
use crate::config::Settings;
use crate::conversation::{
    Citation, Clause, ClauseId, Instant, Listening, MicrophoneState, Milliseconds, PartialTranscript, Phase,
    State, Timeline, TokenUse, ToolUse, Turn, TurnId, UtteranceId,
};
use crate::engine::loading::{LoadState, PartKind};

use super::app::{App, Page, Readiness, Search};
use super::intents::{Choice, PickerKind};
use super::pages::{Introduction, OperatorPage, Palette, Picker, SettingsPage, SpeakPage, introduction};
use super::readings::{About, ShownLayer};
use super::scan::Scan;
use super::strings::Strings;
use super::theme::{Capabilities, CharacterSet};

/// A terminal with all capabilities.
const ABLE: Capabilities = Capabilities {
    truecolour: true,
    no_colour: false,
    characters: CharacterSet::Unicode,
};

/// An empty conversation that is ready.
pub fn app() -> App {
    let mut app = App::new(Settings::default(), Strings::new("en"), ABLE, false);
    app.readiness = Readiness::Ready;
    let layer = |name, promised| ShownLayer {
        name,
        holds: promised,
        promised,
    };
    app.layers = vec![
        layer("code", true),
        layer("seccomp", true),
        layer("landlock", true),
        layer("privileges", true),
        layer("broker", true),
        layer("terminal", true),
        layer("namespace", false),
    ];
    app.about = About {
        examples: ["When does the library open?", "Is there a lift?", "Opening hours"]
            .map(str::to_owned)
            .to_vec(),
        hears: Some("speech.bin".to_owned()),
        thinks: Some("language.gguf".to_owned()),
        better: Some("~/.local/share/mynah/models".to_owned()),
        only_english: true,
        listens: true,
    };
    app
}

/// A successful turn.
pub fn exchange(question: &str, reply: &str) -> Turn {
    let at = |milliseconds: f64| Some(Milliseconds(milliseconds));
    Turn {
        question: Some(question.to_owned()),
        reply: reply.to_owned(),
        timeline: Timeline {
            end_of_turn: at(760.0),
            transcript: at(310.0),
            first_token: at(345.0),
            first_clause: at(420.0),
            first_audio: at(810.0),
            total: at(2_900.0),
            ..Timeline::default()
        },
        tokens: TokenUse {
            prompt: 310,
            reused: 210,
            generated: 18,
            per_second: 640.0,
            dropped_turns: 0,
        },
        ..Turn::default()
    }
}

/// The scenes by name: every screen in every state.
pub const SCENES: [&str; 29] = [
    "empty",
    "loading",
    "conversation",
    "listening",
    "thinking",
    "speaking",
    "interrupted",
    "muted",
    "fault",
    "scrolled",
    "search",
    "completion",
    "several-lines",
    "room-ready",
    "room-speaking",
    "help",
    "latency",
    "offline",
    "settings",
    "models",
    "microphones",
    "palette",
    "speak",
    "scanning",
    "scanning-leave",
    "introduction",
    "scripts",
    "kiosk",
    "operator",
];

/// The interface before anything happens, with a microphone.
fn quiet_app() -> App {
    let mut app = app();
    app.state.listening = Listening::Waiting;
    app.state.microphone = MicrophoneState {
        name: "Built-in Microphone".to_owned(),
        echo: "cancel".to_owned(),
        lost: Milliseconds::default(),
    };
    app.level = Decibels(-38.0);
    app.now = Instant(60_000.0);
    app.memory = 88_000_000;
    app
}

/// A scene.
pub fn scene(name: &str) -> App {
    let mut app = quiet_app();
    if matches!(name, "kiosk" | "operator") {
        begin_visit(&mut app);
    } else if !matches!(name, "empty" | "loading" | "introduction" | "scripts") {
        talk(&mut app);
    }
    match name {
        "loading" => load(&mut app),
        "listening" => {
            app.level = Decibels(-20.0);
            app.state.listening = Listening::Speech {
                utterance: UtteranceId(3),
            };
            app.state.partial = PartialTranscript {
                text: "Is there a lift to the second".to_owned(),
                pending: false,
            };
        }
        "thinking" => {
            app.state.phase = Phase::Thinking;
            app.state.turn = Turn {
                id: TurnId(4),
                question: Some("Is there a lift to the second floor?".to_owned()),
                ..Turn::default()
            };
        }
        "speaking" | "room-speaking" => speak(&mut app.state),
        "interrupted" => {
            let mut turn = exchange("Tell me about the dinosaur hall.", "The dinosaur hall is on the first");
            turn.interrupted = true;
            app.entries.turn(&turn);
        }
        "muted" => {
            app.muted = true;
            app.state.listening = Listening::Off;
        }
        "fault" => app.fault(
            "The microphone 'Built-in Microphone' was lost (device unplugged): check its plug; typing works meanwhile.",
        ),
        "scrolled" => app.scroll = 4,
        "search" => {
            app.search = Some(Search {
                text: "libr".to_owned(),
                at: 0,
            });
        }
        "completion" => app.input.set("/l"),
        "several-lines" => app.input.set("Please tell me:\nwhen does it open,\nand what does it cost?"),
        "help" => app.page = Page::Help(0),
        "latency" => app.page = Page::Latency,
        "offline" => app.page = Page::Offline,
        "settings" => app.page = Page::Settings(SettingsPage { at: 3, typing: None }),
        "models" => app.page = Page::Picker(Picker::new(PickerKind::Model, models())),
        "microphones" => {
            let mut picker = Picker::new(PickerKind::Microphone, microphones());
            picker.level = Some(Decibels(-26.0));
            app.page = Page::Picker(picker);
        }
        "palette" => {
            app.page = Page::Palette(Palette {
                search: "c".to_owned(),
                at: 1,
                moved: true,
            });
        }
        "speak" => {
            save_phrases(&mut app);
            app.page = Page::Speak(SpeakPage {
                text: "I".to_owned(),
                at: Some(1),
            });
        }
        "scanning" | "scanning-leave" => scan(&mut app, name == "scanning-leave"),
        "operator" => app.page = Page::Operator(operator()),
        "introduction" => {
            app.page = Page::Introduction(Introduction {
                step: introduction::Step::Microphone,
                heard: true,
            });
            "Where is the library?".clone_into(&mut app.state.partial.text);
        }
        "scripts" => {
            app.entries.turn(&exchange(
                "Где находится библиотека? 图书馆在哪里？",
                "Библиотека на первом этаже. 图书馆在一楼。 הספרייה בקומה הראשונה. Cafe\u{301} crème.",
            ));
        }
        _ => {}
    }
    if name.starts_with("room") {
        app.settings.interface.layout = crate::config::LayoutName::Room;
    }
    app
}

fn save_phrases(app: &mut App) {
    let phrases = [
        "Thank you.",
        "I am thirsty.",
        "I need help.",
        "Please wait, I am typing.",
    ];
    app.settings.speak.phrases = phrases.map(str::to_owned).to_vec();
}

/// The highlight on the third choice, or the question of whether to leave.
fn scan(app: &mut App, leaves: bool) {
    let (mut scan, step) = (Scan::new(4, true), Milliseconds(1_000.0));
    save_phrases(app);
    let passed = if leaves { 5 } else { 2 };
    for at in 1..=passed {
        scan.pass(Instant(f64::from(at) * step.0), step);
    }
    if leaves {
        scan.choose(app.now);
    }
    app.scan = Some(scan);
}

fn operator() -> OperatorPage {
    OperatorPage {
        open: true,
        at: 3,
        volume: 70,
        ..OperatorPage::default()
    }
}

fn begin_visit(app: &mut App) {
    "Harbor House".clone_into(&mut app.settings.kiosk.name);
    app.settings.kiosk.languages = ["en", "it", "pl"].map(str::to_owned).to_vec();
    app.begin_visit();
}

fn talk(app: &mut App) {
    let mut library = exchange(
        "When does the library open on Saturday?",
        "On Saturday the library opens at 10 am and closes at 4 pm.",
    );
    library.sources = vec![Citation {
        file: "library.md".to_owned(),
        heading: "Opening hours".to_owned(),
    }];
    app.entries.turn(&library);
    let mut timer = exchange("Set a timer for five minutes.", "The timer is set for 5 minutes.");
    timer.timeline.start = Instant(30_000.0);
    timer.timeline.first_audio = Some(Milliseconds(905.0));
    timer.tool = Some(ToolUse {
        name: "timer".to_owned(),
        arguments: [("action".to_owned(), "set".into())].into(),
        result: serde_json::json!({"seconds": 300}),
    });
    app.entries.turn(&timer);
}

fn load(app: &mut App) {
    app.readiness = Readiness::Loading;
    app.state.listening = Listening::Off;
    app.loading = vec![
        (
            PartKind::Hearing,
            "ggml-base.en-q5_1.bin".to_owned(),
            LoadState::Ready,
        ),
        (
            PartKind::Mind,
            "Llama-3.2-1B-Instruct-Q4_K_M.gguf".to_owned(),
            LoadState::Reading(430),
        ),
        (PartKind::Voice, "espeak-ng:en-us".to_owned(), LoadState::Waiting),
    ];
}

fn speak(state: &mut State) {
    let clause = |text: &str| Clause {
        text: text.to_owned(),
        length: Milliseconds(2_000.0),
    };
    state.phase = Phase::Speaking { all_queued: true };
    state.turn = Turn {
        id: TurnId(4),
        question: Some("Is there a lift?".to_owned()),
        reply: "Yes, the lift is beside the main stairs. It goes to all floors.".to_owned(),
        clauses: vec![
            clause("Yes, the lift is beside the main stairs."),
            clause("It goes to all floors."),
        ],
        heard: Some(ClauseId(0)),
        heard_since: Instant(59_000.0),
        sources: vec![Citation {
            file: "welcome.md".to_owned(),
            heading: "Getting around".to_owned(),
        }],
        ..Turn::default()
    };
}

fn models() -> Vec<Choice> {
    let choice = |name: &str, detail: &str, used| Choice {
        value: name.to_owned(),
        name: name.to_owned(),
        detail: detail.to_owned(),
        used,
        key: "models.language",
        problem: None,
    };
    let mut broken = choice("language: qwen.gguf", "", false);
    broken.problem = Some("qwen.gguf is cut short: 1.2 of 400.0 MB are there; copy it again.".to_owned());
    vec![
        choice(
            "language: Llama-3.2-1B-Instruct-Q4_K_M.gguf · 807.7 MB",
            "Llama 3.2 Community License · ~/.local/share/mynah/models/Llama-3.2-1B-Instruct-Q4_K_M.gguf\n\
             Llama 3.2 1B, llama, 1236 million parameters, Q4_K_M, 131072 tokens of context",
            true,
        ),
        broken,
        choice(
            "speech: speech.bin, starter · 11.7 MB",
            "MIT OR Apache-2.0 · /usr/share/mynah/models/starter/speech.bin\n\
             Whisper for English, 6 + 2 layers of 192, Q5_1",
            true,
        ),
    ]
}

fn microphones() -> Vec<Choice> {
    let choice = |name: &str, used| Choice {
        value: name.to_owned(),
        name: name.to_owned(),
        used,
        key: "capture.device",
        ..Choice::default()
    };
    vec![
        choice("", true),
        choice("Built-in Microphone", false),
        choice("USB Conference Speaker", false),
    ]
}
