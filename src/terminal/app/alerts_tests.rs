//! Tests of what must not pass unnoticed, and must not be lost: errors, questions, settings that are tried out.

use super::super::tests::{control, moved, press, with, write};
use super::super::{Page, Update};
use super::*;
use crate::audio::level::Decibels;
use crate::conversation::{
    ClockEvent, Effect, Event, Instant, Listening, Notice, NoticeText, Stage, State, TurnId, Weight,
};
use crate::terminal::entries::ShownEntry;
use crate::terminal::intents::PickerKind;
use crate::terminal::pages::OperatorPage;
use crate::terminal::sample::{app, exchange};
use crossterm::event::KeyModifiers;

#[test]
fn what_would_be_lost_is_asked_about_and_what_would_not_is_done_at_once() {
    let mut app = app();
    assert_eq!(control(&mut app, 'c'), [Intent::Leave]);
    app.entries.turn(&exchange("Where?", "Here."));
    let forget = |app: &mut App| with(app, KeyCode::Char('f'), KeyModifiers::ALT);
    assert_eq!(forget(&mut app), []);
    assert_eq!(app.asking, Some(Asking::Forget));
    assert_eq!(press(&mut app, KeyCode::Esc), []);
    assert_eq!((app.asking, app.entries.all().len()), (None, 1));
    // A letter is no answer: it is typed.
    forget(&mut app);
    press(&mut app, KeyCode::Char('x'));
    assert_eq!((app.asking, app.input.text().as_str()), (None, "x"));
    forget(&mut app);
    assert_eq!(press(&mut app, KeyCode::Enter), [Intent::Forget]);
    assert!(app.entries.all().is_empty());
    // What is typed would be lost too.
    assert_eq!(control(&mut app, 'c'), []);
    assert_eq!(control(&mut app, 'c'), [Intent::Leave]);
    assert_eq!(
        app.update(Update::Signal),
        [Intent::Leave],
        "a signal is not asked"
    );
}

#[test]
fn the_palette_never_preselects_what_quits() {
    let mut app = app();
    control(&mut app, 'p');
    let intents = press(&mut app, KeyCode::Enter);
    assert!(!intents.contains(&Intent::Leave), "{intents:?}");
    press(&mut app, KeyCode::Esc);
    control(&mut app, 'p');
    write(&mut app, "quit");
    assert_eq!(press(&mut app, KeyCode::Enter), []);
    press(&mut app, KeyCode::Down);
    assert_eq!(press(&mut app, KeyCode::Enter), [Intent::Leave]);
}

#[test]
fn an_entry_of_the_palette_is_performed() {
    let mut app = app();
    let mut choose = |search: &str| {
        control(&mut app, 'p');
        write(&mut app, search);
        press(&mut app, KeyCode::Enter)
    };
    assert_eq!(choose("langu"), [Intent::List(PickerKind::Language)]);
    assert_eq!(choose("f5"), [Intent::List(PickerKind::Model)]);
    assert_eq!(choose("/theme"), []);
    assert_eq!(app.input.text(), "/theme ");
    control(&mut app, 'p');
    write(&mut app, "pitch");
    press(&mut app, KeyCode::Enter);
    assert!(matches!(&app.page, Page::Settings(page) if page.row().key == "speaking.pitch"));
}

#[test]
fn an_error_stands_at_the_input_until_it_is_read() {
    let mut app = app();
    app.fault("The microphone is gone.");
    app.update(Update::Tick(Instant(3.6e6), Decibels::SILENCE, None));
    assert_eq!(app.alert(), Some("The microphone is gone."));
    assert!(app.entries.all().is_empty());
    press(&mut app, KeyCode::Esc);
    assert_eq!((app.alert(), app.entries.all().len()), (None, 1));
    app.update(Update::Failed("It cannot be written.".into()));
    write(&mut app, "Where?");
    assert!(app.alert().is_some(), "typing is not reading");
    press(&mut app, KeyCode::Enter);
    assert_eq!((app.alert(), app.entries.all().len()), (None, 1));
}

#[test]
fn good_news_is_no_fault() {
    let mut app = app();
    let mut state = State {
        listening: Listening::Waiting,
        ..State::default()
    };
    state.notices.push(Notice {
        turn: TurnId(0),
        stage: Some(Stage::Capture),
        weight: Weight::Recovery,
        text: NoticeText::Sentence("The microphone is available again.".into()),
    });
    app.fault("The microphone is gone.");
    moved(&mut app, state);
    assert_eq!(app.alert(), None);
    let last = app.entries.all().last();
    let is_good = |entry: &ShownEntry| matches!(entry, ShownEntry::Notice { is_fault: false, .. });
    assert!(last.is_some_and(is_good), "{last:?}");
}

#[test]
fn colours_and_layout_are_tried_without_writing_a_file() {
    let mut app = app();
    let before = app.theme;
    assert_eq!(press(&mut app, KeyCode::F(8)), []);
    assert!(app.is_room());
    write(&mut app, "/theme light");
    assert_eq!(press(&mut app, KeyCode::Enter), []);
    assert_ne!(app.theme, before);
    // They outlast the change of another setting, and end when the setting itself is written.
    app.update(Update::Changed(Box::default()));
    assert!(app.is_room() && app.theme != before);
    app.written("interface.theme");
    app.update(Update::Changed(Box::default()));
    assert!(app.is_room() && app.theme == before);
}

#[test]
fn an_answer_that_is_being_given_is_saved_with_the_rest() {
    let mut app = app();
    let mut state = State {
        phase: Phase::Speaking { all_queued: false },
        ..State::default()
    };
    state.turn = exchange("Where is it?", "It is on the");
    moved(&mut app, state);
    let all = app.so_far();
    let last = all.exchanges().next_back().map(|turn| turn.reply.as_str());
    assert_eq!((last, app.entries.all().len()), (Some("It is on the"), 0));
}

#[test]
fn a_refusal_in_a_language_that_no_model_knows_is_explained() {
    let refuse = |question: &str, only_english: bool| {
        let mut app = app();
        app.about.only_english = only_english;
        let mut turn = exchange(question, "…");
        turn.id = TurnId(1);
        let state = State {
            ended: Some(turn),
            ..State::default()
        };
        let ended = vec![Effect::TurnEnded { turn: TurnId(1) }];
        app.update(Update::Moved(Box::new(state), ended));
        app.alert().map(str::to_owned)
    };
    let told = refuse("Сколько стоит кофе?", true).unwrap();
    assert!(told.contains("English only") && told.contains("F5"), "{told}");
    assert!(refuse("图书馆几点开门？", true).is_some());
    assert_eq!(refuse("How much is a coffee?", true), None);
    assert_eq!(refuse("Сколько стоит кофе?", false), None);
}

#[test]
fn the_warning_of_a_visit_is_given_once() {
    let mut app = app();
    app.begin_visit();
    press(&mut app, KeyCode::Char('a'));
    app.liveness.at = Instant(61_000.0);
    let intents = app.update(Update::Tick(Instant(61_000.0), Decibels::SILENCE, None));
    assert!(
        matches!(
            intents[..],
            [Intent::Send(Event::Clock(ClockEvent::TimerDue { .. }))]
        ),
        "{intents:?}"
    );
    assert_eq!((app.last_remark(), app.alert()), (None, None));
}

#[test]
fn an_operator_is_asked_before_something_ends() {
    let mut app = app();
    app.begin_visit();
    let last = crate::terminal::pages::operator::TASKS.len() - 1;
    app.page = Page::Operator(OperatorPage {
        open: true,
        at: last,
        ..OperatorPage::default()
    });
    assert_eq!(press(&mut app, KeyCode::Enter), []);
    press(&mut app, KeyCode::Up);
    press(&mut app, KeyCode::Down);
    assert_eq!(press(&mut app, KeyCode::Enter), []);
    assert_eq!(press(&mut app, KeyCode::Enter), [Intent::LeaveKiosk]);
}
