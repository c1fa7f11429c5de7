//! Tests of the screen's state: keys in, intents out, without a terminal.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEvent, MouseEventKind};

use super::*;
use crate::conversation::{
    Effect, Listening, Notice, NoticeText, PersonEvent, Phase, Question, Stage, Turn, TurnId, Weight,
};
use crate::terminal::entries::ShownEntry;
use crate::terminal::intents::Choice;
use crate::terminal::sample::{app, exchange};

pub(super) fn press(app: &mut App, code: KeyCode) -> Vec<Intent> {
    with(app, code, KeyModifiers::NONE)
}

pub(super) fn with(app: &mut App, code: KeyCode, modifiers: KeyModifiers) -> Vec<Intent> {
    app.update(Update::Key(Key::Key(KeyEvent::new(code, modifiers))))
}

pub(super) fn control(app: &mut App, letter: char) -> Vec<Intent> {
    with(app, KeyCode::Char(letter), KeyModifiers::CONTROL)
}

pub(super) fn write(app: &mut App, text: &str) {
    for letter in text.chars() {
        press(app, KeyCode::Char(letter));
    }
}

pub(super) fn moved(app: &mut App, state: State) {
    app.update(Update::Moved(Box::new(state), Vec::new()));
}

#[test]
fn a_typed_question_is_sent_and_nothing_typed_is_lost_where_it_cannot_be() {
    let mut app = app();
    write(&mut app, "Where is it?");
    let question = Question::Typed("Where is it?".into());
    assert_eq!(
        press(&mut app, KeyCode::Enter),
        [Intent::Send(Event::Person(PersonEvent::Asked(question)))]
    );
    assert_eq!(app.input.text(), "");
    app.update(Update::Broken("There is no model.".into()));
    write(&mut app, "And why?");
    assert_eq!(press(&mut app, KeyCode::Enter), []);
    assert_eq!(app.input.text(), "And why?");
    press(&mut app, KeyCode::Esc);
    assert_eq!(app.input.text(), "And why?");
}

#[test]
fn a_command_that_does_not_exist_stays_where_it_can_be_corrected() {
    let mut app = app();
    write(&mut app, "/hepl");
    assert_eq!(press(&mut app, KeyCode::Enter), []);
    assert_eq!(app.input.text(), "/hepl");
    assert!(app.alert().is_some_and(|alert| alert.contains("/hepl")));
    for _ in 0..4 {
        press(&mut app, KeyCode::Backspace);
    }
    write(&mut app, "mu");
    press(&mut app, KeyCode::Tab);
    assert_eq!(app.input.text(), "/mute");
    assert_eq!(
        press(&mut app, KeyCode::Enter),
        [Intent::Send(Event::Person(PersonEvent::Mute { on: true }))]
    );
}

#[test]
fn esc_silences_an_answer_and_leads_back_from_every_page() {
    let mut app = app();
    let mut state = State {
        phase: Phase::Thinking,
        ..State::default()
    };
    state.turn.id = TurnId(1);
    moved(&mut app, state);
    assert_eq!(
        press(&mut app, KeyCode::Esc),
        [Intent::Send(Event::Person(PersonEvent::Interrupted))]
    );
    for key in [1, 2, 3, 4] {
        press(&mut app, KeyCode::F(key));
        assert!(!matches!(app.page, Page::Conversation), "F{key}");
        press(&mut app, KeyCode::Esc);
        assert!(matches!(app.page, Page::Conversation), "F{key}");
    }
    with(&mut app, KeyCode::Char('p'), KeyModifiers::CONTROL);
    assert!(matches!(app.page, Page::Palette(_)));
    press(&mut app, KeyCode::F(1));
    assert!(matches!(app.page, Page::Help(_)), "from page to page");
    // An answer is being found: that is asked about.
    control(&mut app, 'c');
    assert!(matches!(app.page, Page::Conversation));
    assert_eq!(
        with(&mut app, KeyCode::Char('c'), KeyModifiers::CONTROL),
        [Intent::Leave]
    );
}

#[test]
fn a_choice_is_previewed_and_taken() {
    let mut app = app();
    assert_eq!(
        press(&mut app, KeyCode::F(7)),
        [Intent::List(PickerKind::Microphone)]
    );
    let choice = |value: &str, used| Choice {
        value: value.into(),
        name: value.into(),
        used,
        key: "capture.device",
        ..Choice::default()
    };
    let choices = vec![choice("", false), choice("a", true), choice("b", false)];
    let preview = |value: &str| Intent::Preview(PickerKind::Microphone, value.into());
    assert_eq!(
        app.update(Update::Choices(PickerKind::Microphone, choices)),
        [preview("a")]
    );
    assert_eq!(press(&mut app, KeyCode::Down), [preview("b")]);
    assert_eq!(
        press(&mut app, KeyCode::Enter),
        [
            Intent::StopPreview,
            Intent::Change("capture.device", Some(Setting::Text("b".into())))
        ]
    );
    assert!(matches!(app.page, Page::Conversation));
}

#[test]
fn what_cannot_be_chosen_is_not_taken() {
    let mut app = app();
    let choice = Choice {
        problem: Some("It is broken.".into()),
        key: "models.speech",
        ..Choice::default()
    };
    app.update(Update::Choices(PickerKind::Model, vec![choice]));
    assert_eq!(press(&mut app, KeyCode::Enter), []);
    assert!(matches!(app.page, Page::Picker(_)));
}

#[test]
fn the_guided_start_goes_step_by_step_and_never_comes_back() {
    let mut app = app();
    app.page = Page::Introduction(Introduction::default());
    press(&mut app, KeyCode::Enter);
    app.update(Update::Tick(Instant(1.0), Decibels(-20.0), None));
    assert!(matches!(&app.page, Page::Introduction(at) if at.heard));
    press(&mut app, KeyCode::Enter);
    assert_eq!(
        press(&mut app, KeyCode::Char(' ')),
        [Intent::Preview(PickerKind::Voice, String::new())]
    );
    press(&mut app, KeyCode::Enter);
    assert_eq!(
        press(&mut app, KeyCode::Enter),
        [Intent::StopPreview, Intent::Introduced]
    );
    assert!(matches!(app.page, Page::Conversation));
    app.page = Page::Introduction(Introduction::default());
    assert!(press(&mut app, KeyCode::Esc).contains(&Intent::Introduced));
}

#[test]
fn turns_and_faults_of_the_conversation_are_kept_in_their_order() {
    let mut app = app();
    let mut state = State::default();
    state.turn.id = TurnId(1);
    state.notices.push(Notice {
        turn: TurnId(1),
        stage: Some(Stage::Speaking),
        weight: Weight::Fault,
        text: NoticeText::Sentence("The voice is gone.".into()),
    });
    state.ended = Some(Turn {
        id: TurnId(1),
        question: Some("Where?".into()),
        reply: "Here.".into(),
        ..Turn::default()
    });
    let ended = vec![Effect::TurnEnded { turn: TurnId(1) }];
    app.update(Update::Moved(Box::new(state.clone()), ended));
    moved(&mut app, state);
    assert_eq!(app.alert(), Some("The voice is gone."));
    press(&mut app, KeyCode::Esc);
    let kinds: Vec<bool> = app
        .entries
        .all()
        .iter()
        .map(|entry| matches!(entry, ShownEntry::Turn(_)))
        .collect();
    assert_eq!(kinds, [true, false], "the fault follows the question");
}

#[test]
fn scrolling_stops_at_both_ends_and_a_search_finds_its_place() {
    let mut app = app();
    for number in 0..40 {
        app.entries
            .turn(&exchange(&format!("Question {number}?"), "An answer."));
    }
    let wheel = |app: &mut App, kind| {
        let (column, row, modifiers) = (0, 0, KeyModifiers::NONE);
        app.update(Update::Key(Key::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers,
        })))
    };
    wheel(&mut app, MouseEventKind::ScrollUp);
    assert_eq!(app.scroll, 3);
    for _ in 0..200 {
        press(&mut app, KeyCode::PageUp);
    }
    let most = app.scroll;
    assert!((80..140).contains(&most), "{most}");
    wheel(&mut app, MouseEventKind::ScrollUp);
    assert_eq!(app.scroll, most);
    press(&mut app, KeyCode::Esc);
    assert_eq!(app.scroll, 0);
    with(&mut app, KeyCode::Char('f'), KeyModifiers::CONTROL);
    write(&mut app, "question 2");
    let last = app.scroll;
    press(&mut app, KeyCode::Enter);
    assert!(app.scroll > last, "an older match is further up");
    press(&mut app, KeyCode::Esc);
    assert!(app.search.is_none() && app.scroll == 0);
}

#[test]
fn a_microphone_that_another_program_mutes_is_shown_as_muted() {
    let mut app = app();
    for on in [true, false] {
        app.update(Update::Moved(Box::default(), vec![Effect::Mute { on }]));
        assert_eq!(app.muted, on);
    }
}

#[test]
fn a_microphone_that_hears_again_is_not_muted() {
    let mut app = app();
    with(&mut app, KeyCode::Char('t'), KeyModifiers::CONTROL);
    assert!(app.muted);
    moved(
        &mut app,
        State {
            listening: Listening::Waiting,
            ..State::default()
        },
    );
    assert!(!app.muted);
}

#[test]
fn settings_that_were_written_are_used_at_once() {
    let mut app = app();
    let mut settings = app.settings.clone();
    settings.interface.language = Some("ru".into());
    settings.interface.keys.insert("mute".into(), "f12".into());
    app.update(Update::Changed(Box::new(settings)));
    assert_eq!(app.strings.code(), "ru");
    assert_eq!(
        press(&mut app, KeyCode::F(12)),
        [Intent::Send(Event::Person(PersonEvent::Mute { on: true }))]
    );
}

#[test]
fn ten_thousand_random_keys_resizes_and_wheels_break_nothing() {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    let mut app = app();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % below
    };
    let codes = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::Backspace,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::Delete,
    ];
    for step in 0..10_000_u32 {
        let code = match next(4) {
            0 => codes[usize::try_from(next(codes.len() as u64)).unwrap()],
            1 => KeyCode::F(u8::try_from(next(12)).unwrap() + 1),
            _ => KeyCode::Char(
                ['a', 'P', '/', ' ', 'é', '你', 't', 'c', 'y', 'm'][usize::try_from(next(10)).unwrap()],
            ),
        };
        let modifiers = match next(6) {
            0 => KeyModifiers::CONTROL,
            1 => KeyModifiers::ALT,
            _ => KeyModifiers::NONE,
        };
        let intents = with(&mut app, code, modifiers);
        for intent in intents {
            if let Intent::List(kind) = intent {
                let choices = (0..next(30)).map(|number| Choice {
                    name: number.to_string(),
                    key: "speaking.voice",
                    ..Choice::default()
                });
                app.update(Update::Choices(kind, choices.collect()));
            }
        }
        if next(20) == 0 {
            let size = (
                u16::try_from(next(200)).unwrap() + 1,
                u16::try_from(next(60)).unwrap() + 1,
            );
            app.update(Update::Key(Key::Resize(size.0, size.1)));
        }
        if next(10) == 0 {
            app.entries
                .turn(&exchange("Q?", "An answer of some words, with שלום and 你好."));
        }
        if step % 10 == 0 {
            app.settings.interface.layout = if next(2) == 0 {
                LayoutName::Room
            } else {
                LayoutName::Normal
            };
            let mut terminal = Terminal::new(TestBackend::new(app.size.0, app.size.1)).unwrap();
            terminal
                .draw(|frame| crate::terminal::views::draw(frame, &app))
                .unwrap();
        }
    }
}

#[test]
fn a_visitors_language_is_that_of_the_screen_the_recognition_and_the_voice() {
    let mut app = app();
    "en-gb".clone_into(&mut app.settings.speaking.voice);
    app.begin_visit();
    app.converse_in("ru".into());
    assert_eq!(app.strings.code(), "ru");
    assert_eq!(app.settings.hearing.language, "ru");
    assert_eq!(app.settings.spoken_language(), Some("ru"));
    app.converse_in("en".into());
    assert_eq!(app.strings.code(), "en");
    assert_eq!(
        app.settings.speaking.voice, "en-gb",
        "the configured voice speaks again"
    );
}
