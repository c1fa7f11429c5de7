//! Snapshots of every screen in every state, at four sizes, and in every theme.

use std::fmt::Write;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::*;
use crate::config::ThemeName;
use crate::terminal::sample::{SCENES, scene};
use crate::terminal::strings::{LANGUAGES, Strings};
use crate::terminal::theme::{CharacterSet, Theme};

fn drawn(app: &mut App, columns: u16, rows: u16) -> Buffer {
    app.size = (columns, rows);
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| draw(frame, app)).unwrap();
    terminal.backend().buffer().clone()
}

fn text(buffer: &Buffer) -> String {
    let columns = usize::from(buffer.area.width);
    let lines = buffer.content.chunks(columns).map(|row| {
        let mut line = String::new();
        let mut skip = 0;
        for cell in row {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            line.push_str(cell.symbol());
            skip = width(cell.symbol()).saturating_sub(1);
        }
        line.trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_screen_in_every_state_at_four_sizes() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40), (200, 60)] {
        let mut pictures = String::new();
        for name in SCENES {
            let picture = text(&drawn(&mut scene(name), columns, rows));
            pictures.extend(["== ", name, "\n", &picture, "\n"]);
        }
        insta::assert_snapshot!(format!("screens-{columns}x{rows}"), pictures);
    }
}

/// The styles of a screen, a line for each run of cells with the same style.
fn styles(buffer: &Buffer) -> String {
    let columns = usize::from(buffer.area.width);
    let mut told = String::new();
    for row in buffer.content.chunks(columns) {
        let mut stretches: Vec<(Style, String)> = Vec::new();
        for cell in row {
            match stretches.last_mut() {
                Some((style, text)) if *style == cell.style() => text.push_str(cell.symbol()),
                _ => stretches.push((cell.style(), cell.symbol().to_owned())),
            }
        }
        for (style, text) in stretches.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let (front, back) = (style.fg.unwrap_or_default(), style.bg.unwrap_or_default());
            let how = style.add_modifier;
            writeln!(told, "{front:?} on {back:?} {how:?}: {}", text.trim()).unwrap();
        }
    }
    told
}

#[test]
fn every_theme_once() {
    for theme in ThemeName::ALL {
        let mut app = scene("speaking");
        app.theme = Theme::new(theme, app.capabilities);
        insta::assert_snapshot!(
            format!("theme-{}", theme.name()),
            styles(&drawn(&mut app, 80, 24))
        );
    }
}

#[test]
fn every_language_once() {
    for (code, ..) in LANGUAGES {
        let mut app = scene("conversation");
        app.strings = Strings::new(code);
        let mut settings = scene("settings");
        settings.strings = Strings::new(code);
        let pictures = [drawn(&mut app, 80, 24), drawn(&mut settings, 80, 24)].map(|buffer| text(&buffer));
        insta::assert_snapshot!(format!("language-{code}"), pictures.join("\n"));
    }
}

#[test]
fn a_console_without_signs_gets_ascii_and_keeps_its_letters() {
    for name in SCENES.into_iter().filter(|name| *name != "scripts") {
        let mut app = scene(name);
        app.capabilities.characters = CharacterSet::Ascii;
        let picture = text(&drawn(&mut app, 100, 30));
        let beyond: Vec<char> = picture.chars().filter(|letter| !letter.is_ascii()).collect();
        assert!(beyond.is_empty(), "{name}: {beyond:?}\n{picture}");
    }
    let mut app = scene("scripts");
    app.capabilities.characters = CharacterSet::Ascii;
    assert!(text(&drawn(&mut app, 100, 30)).contains("Библиотека"));
    // A kernel console has blocks for large letters, but no check marks.
    let mut app = scene("kiosk");
    app.capabilities.characters = CharacterSet::Console;
    let picture = text(&drawn(&mut app, 100, 30));
    assert!(picture.contains('█') && !picture.contains('✓'), "{picture}");
}

#[test]
fn no_size_is_too_small_or_too_large() {
    for name in SCENES {
        for (columns, rows) in [
            (1, 1),
            (2, 5),
            (5, 2),
            (13, 3),
            (20, 6),
            (39, 11),
            (300, 4),
            (4, 100),
            (500, 200),
        ] {
            drawn(&mut scene(name), columns, rows);
        }
    }
}

#[test]
fn control_characters_of_models_and_files_do_not_reach_the_screen() {
    let mut app = scene("conversation");
    let mut turn = crate::terminal::sample::exchange("a\u{1b}[31m\u{202e}b", "c\u{9b}2Jd\u{7}");
    turn.sources = vec![crate::conversation::Citation {
        file: "\u{1b}]0;x\u{7}.md".into(),
        heading: "\u{202e}h".into(),
    }];
    app.entries.turn(&turn);
    app.state.microphone.name = "mic\u{1b}[2J".into();
    let picture = text(&drawn(&mut app, 120, 40));
    let harmful =
        |letter: char| (letter.is_control() && letter != '\n') || ('\u{202a}'..='\u{202e}').contains(&letter);
    assert!(!picture.chars().any(harmful), "{picture:?}");
    assert!(picture.contains("a\u{fffd}[31m"));
}
