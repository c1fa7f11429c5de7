//! Tests of speaking for a person: keys in, texts to be said out.

use crossterm::event::{Event as Key, KeyCode, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::super::tests::{moved, press, write};
use super::super::{App, Page, Update};
use super::*;
use crate::audio::level::Decibels;
use crate::conversation::Instant;
use crate::conversation::State;
use crate::terminal::sample::app;

fn says(text: &str) -> [Intent; 1] {
    [Intent::Send(Event::Person(PersonEvent::Says(text.to_owned())))]
}

fn with_phrases(scan_ms: u32) -> App {
    let mut app = app();
    let mut settings = app.settings.clone();
    settings.speak.phrases = vec!["Thank you.".to_owned(), "I need help.".to_owned()];
    settings.interface.scan_ms = scan_ms;
    app.update(Update::Changed(Box::new(settings)));
    app
}

/// The one key is pressed when this label is highlighted.
fn choose(app: &mut App, wanted: ScanItem) -> Vec<Intent> {
    for _ in 0..20 {
        let scan = app.scan.as_ref().unwrap();
        if scan.items()[scan.at()] == wanted {
            return press(app, KeyCode::Char(' '));
        }
        let now = Instant(app.now.0 + 1_000.0);
        app.update(Update::Tick(now, Decibels::SILENCE, None));
    }
    panic!("{wanted:?} is not offered");
}

#[test]
fn a_typed_text_is_said_and_repeated_and_esc_first_stops_it() {
    let mut app = with_phrases(0);
    press(&mut app, KeyCode::F(10));
    write(&mut app, "What time is it?");
    assert_eq!(press(&mut app, KeyCode::Enter), says("What time is it?"));
    assert_eq!(
        super::super::tests::control(&mut app, 'r'),
        says("What time is it?")
    );
    let speaking = State {
        phase: Phase::Speaking { all_queued: true },
        ..State::default()
    };
    moved(&mut app, speaking);
    let stop = [Intent::Send(Event::Person(PersonEvent::Interrupted))];
    assert_eq!(press(&mut app, KeyCode::Esc), stop);
    assert!(matches!(app.page, Page::Speak(_)));
    moved(&mut app, State::default());
    press(&mut app, KeyCode::Esc);
    assert!(matches!(app.page, Page::Conversation));
    write(&mut app, "/say Good morning");
    assert_eq!(press(&mut app, KeyCode::Enter), says("Good morning"));
}

#[test]
fn a_conversation_is_held_with_one_key() {
    let mut app = with_phrases(1_000);
    assert_eq!(choose(&mut app, ScanItem::Phrases), []);
    assert_eq!(choose(&mut app, ScanItem::Phrase(1)), says("I need help."));
    assert_eq!(choose(&mut app, ScanItem::Repeat), says("I need help."));
    let stop = [Intent::Send(Event::Person(PersonEvent::Interrupted))];
    assert_eq!(choose(&mut app, ScanItem::Stop), stop);
    assert_eq!(
        choose(&mut app, ScanItem::Mute),
        [Intent::Send(Event::Person(PersonEvent::Mute { on: true }))]
    );
    assert_eq!(choose(&mut app, ScanItem::Leave), []);
    assert_eq!(choose(&mut app, ScanItem::LeaveNow), [Intent::Leave]);
}

#[test]
fn a_mouse_button_is_the_one_key_and_typed_text_keeps_its_keys() {
    let mut app = with_phrases(1_000);
    let click = MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Right),
        column: 0,
        row: 0,
        modifiers: KeyModifiers::NONE,
    };
    let stop = [Intent::Send(Event::Person(PersonEvent::Interrupted))];
    assert_eq!(app.update(Update::Key(Key::Mouse(click))), stop);
    write(&mut app, "a b");
    assert_eq!(app.input.text(), "a b");
}

#[test]
fn a_kiosk_has_no_scanning_and_speaks_for_nobody() {
    let mut app = with_phrases(1_000);
    app.begin_visit();
    assert!(app.scan.is_none());
    press(&mut app, KeyCode::F(10));
    assert!(matches!(app.page, Page::Conversation));
    write(&mut app, "/say Hello");
    let asked = crate::conversation::Question::Typed("/say Hello".to_owned());
    assert_eq!(
        press(&mut app, KeyCode::Enter),
        [Intent::Send(Event::Person(PersonEvent::Asked(asked)))]
    );
}
