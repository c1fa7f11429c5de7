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

/// The scenes in every language at the widths of ordinary terminals.
fn in_every_language(mut check: impl FnMut(&str, &str, &App, &Buffer)) {
    for (code, ..) in LANGUAGES {
        for name in SCENES {
            for (columns, rows) in [(80, 24), (90, 30)] {
                let mut app = scene(name);
                app.strings = Strings::new(code);
                let buffer = drawn(&mut app, columns, rows);
                check(code, name, &app, &buffer);
            }
        }
    }
}

#[test]
fn nothing_is_cut_at_80_and_90_columns_in_any_language() {
    let mut cut = Vec::new();
    in_every_language(|code, name, _, buffer| {
        // Words that are still being said end with an ellipsis.
        if name == "listening" {
            return;
        }
        let picture = text(buffer);
        let lines = picture.lines().filter(|line| {
            let mut ellipses = line.match_indices('…');
            ellipses.any(|(at, _)| line[..at].chars().next_back().is_some_and(char::is_alphanumeric))
        });
        cut.extend(lines.map(|line| format!("{code}, {name}: {line}")));
    });
    assert!(cut.is_empty(), "{}", cut.join("\n"));
}

#[test]
fn help_is_told_in_full_in_every_language() {
    for (code, ..) in LANGUAGES {
        for columns in [80, 90, 120] {
            let mut app = scene("help");
            app.strings = Strings::new(code);
            let picture = text(&drawn(&mut app, columns, 60));
            let words = picture.split_whitespace().collect::<Vec<_>>().join(" ");
            let told = app.strings.text("command-theme");
            assert!(words.contains(&told), "{code}, {columns}: {told}\n{picture}");
        }
    }
}

#[test]
fn a_box_over_the_conversation_leaves_no_half_words_beside_it() {
    in_every_language(|code, name, _, buffer| {
        if !matches!(name, "palette" | "completion") {
            return;
        }
        for line in text(buffer).lines().filter(|line| line.contains('│')) {
            let outside = line.trim().starts_with('│') && line.trim().ends_with('│');
            assert!(outside, "{code}, {name}: {line}");
        }
    });
}

#[test]
fn themes_paint_their_background() {
    for (theme, truecolour, painted) in [
        (ThemeName::Light, true, true),
        (ThemeName::Light, false, true),
        (ThemeName::Dark, true, true),
        (ThemeName::Dark, false, true),
        (ThemeName::HighContrast, true, true),
        (ThemeName::Sixteen, true, false),
        (ThemeName::None, true, false),
    ] {
        let mut app = scene("conversation");
        app.capabilities.truecolour = truecolour;
        app.theme = Theme::new(theme, app.capabilities);
        let buffer = drawn(&mut app, 80, 24);
        let is_painted = buffer
            .content
            .iter()
            .all(|cell| cell.bg != ratatui::style::Color::Reset);
        assert_eq!(is_painted, painted, "{}, {truecolour}", theme.name());
    }
}

#[test]
fn the_badge_says_offline_if_what_is_promised_holds() {
    let mut app = scene("conversation");
    let first = |app: &mut App| {
        text(&drawn(app, 80, 24))
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(first(&mut app).ends_with("offline ✓"), "{}", first(&mut app));
    app.layers[1].holds = false;
    assert!(
        first(&mut app).ends_with("offline: see f3"),
        "{}",
        first(&mut app)
    );
    app.page = Page::Offline;
    let page = text(&drawn(&mut app, 80, 30));
    assert_eq!(page.matches('✗').count(), 1, "{page}");
    assert!(page.contains("○ not used here"), "{page}");
}

#[test]
fn the_response_time_is_quiet_and_absent_without_sound() {
    let mut app = scene("conversation");
    let spoken = text(&drawn(&mut app, 80, 24));
    assert!(spoken.contains("first sound after 0.91 s · median"), "{spoken}");
    assert!(!spoken.contains('█') && !spoken.contains('▓'), "{spoken}");
    let mut turn = crate::terminal::sample::exchange("Where?", "Here.");
    turn.timeline.first_audio = None;
    app.entries.turn(&turn);
    let written = text(&drawn(&mut app, 80, 24));
    assert!(!written.contains("median"), "{written}");
}

#[test]
fn a_search_counts_its_matches_and_marks_the_current_one() {
    let mut app = scene("search");
    let buffer = drawn(&mut app, 80, 24);
    assert!(text(&buffer).contains("1 / 3 found"), "{}", text(&buffer));
    let marked = |colour| {
        buffer
            .content
            .iter()
            .filter(|cell| Some(cell.bg) == colour)
            .count()
    };
    assert_eq!(marked(app.theme.current.bg), 4, "once four letters");
    assert!(marked(app.theme.found.bg) > 4);
    "nowhere".clone_into(&mut app.search.as_mut().unwrap().text);
    assert!(text(&drawn(&mut app, 80, 24)).contains("nothing found"));
}

#[test]
fn a_kiosk_without_a_microphone_does_not_invite_to_speak() {
    let mut app = scene("empty");
    app.about.listens = false;
    app.state.listening = crate::conversation::Listening::Off;
    assert!(text(&drawn(&mut app, 80, 24)).contains("Type a question. /"));
    app.settings.kiosk.name = "Town Hall".to_owned();
    app.begin_visit();
    let picture = text(&drawn(&mut app, 80, 24)).to_lowercase();
    assert!(
        picture.contains("press a key") && !picture.contains("speak"),
        "{picture}"
    );
}

#[test]
fn the_first_screen_says_what_this_is_and_what_can_be_asked() {
    let mut app = scene("empty");
    let own = text(&drawn(&mut app, 80, 24));
    for expected in [
        "Nothing leaves",
        "› When does the library open?",
        "speech.bin",
        "language.gguf",
        "F5",
    ] {
        assert!(own.contains(expected), "{expected}: {own}");
    }
    app.about.examples.clear();
    app.about.better = None;
    let skills = text(&drawn(&mut app, 80, 24));
    assert!(
        skills.contains("› Set a timer") && !skills.contains("F5"),
        "{skills}"
    );
}

#[test]
fn a_kiosk_shows_its_name_large_and_invites_once() {
    let mut app = scene("kiosk");
    app.settings.kiosk.name = "Sint-Pieters Municipal Library and Archive".to_owned();
    app.begin_visit();
    for (columns, rows) in [(80, 24), (120, 40)] {
        let picture = text(&drawn(&mut app, columns, rows));
        let large = |line: &&str| line.contains(['█', '▀', '▄', '▌', '▐', '▛', '▟']);
        let count = picture.lines().skip(1).filter(large).count();
        assert!(count <= 9, "{columns}: {picture}");
        assert_eq!(
            picture.to_lowercase().matches("speak").count(),
            1,
            "{columns}: {picture}"
        );
    }
}

#[test]
fn an_entry_of_the_help_page_stays_in_one_column() {
    for (code, ..) in LANGUAGES {
        let mut app = scene("help");
        app.strings = Strings::new(code);
        let buffer = drawn(&mut app, 90, 30);
        // The right column begins with a key, not with the rest of an entry.
        let begins = (44..50).any(|column| !buffer[(column, 1)].symbol().trim().is_empty());
        assert!(begins, "{code}: {}", text(&buffer));
    }
}

#[test]
fn without_a_connected_microphone_nobody_is_asked_to_speak() {
    let mut app = scene("empty");
    app.state.listening = crate::conversation::Listening::Off;
    app.state.microphone.name.clear();
    assert!(text(&drawn(&mut app, 80, 24)).contains("› Type a question"));
    app.muted = true;
    assert!(text(&drawn(&mut app, 80, 24)).contains("› Speak, or type"));
}

#[test]
fn an_error_is_shown_whole_on_every_page() {
    let sentence = "The configuration file cannot be written (Read-only file system): check its permissions, \
                    then change the setting again, or name another file with --config.";
    for name in ["conversation", "settings", "models", "room-ready"] {
        let mut app = scene(name);
        app.fault(sentence);
        let picture = text(&drawn(&mut app, 80, 24)).replace('│', " ");
        let words = picture.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(sentence), "{name}: {picture}");
    }
}
