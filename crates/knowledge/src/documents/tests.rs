//! Hostile files.

use std::fmt::Write;
use std::path::Path;

use super::read;

/// A small generator, so that a failure can be had again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }
}

const NAMES: [&str; 3] = ["a.md", "a.txt", "a.csv"];
const PARTS: [&str; 62] = [
    "# ",
    "## What? ",
    "\n",
    "\n\n",
    "- ",
    "* ",
    "1. ",
    "| ",
    " |",
    "|---|---|",
    "> ",
    "**",
    "*",
    "_",
    "`",
    "```\n",
    "~~",
    "~",
    "[",
    "](",
    ")",
    "]: ",
    "[^1]",
    "<b>",
    "</b>",
    "<br>",
    "<tr><td>",
    "<!--",
    "-->",
    "<a href=\"",
    "\">",
    "&eacute;",
    "&#0;",
    ": ",
    " - ",
    " — ",
    "：",
    "。",
    "？",
    "! ",
    ". ",
    "? ",
    "Q: ",
    "A: ",
    "问：",
    "答：",
    "— ",
    "\t",
    "   ",
    "    ",
    "Mon",
    "周一",
    "9:30",
    "€5",
    "\"",
    "(",
    "，",
    "word ",
    "Слово ",
    "图书馆",
    "🐶",
    "---\n",
];

#[test]
fn no_text_makes_the_readers_panic() {
    let mut dice = Dice(7);
    for round in 0..2_000 {
        let mut text = String::new();
        for _ in 0..dice.roll(60) {
            text.push_str(PARTS[dice.roll(PARTS.len())]);
        }
        for name in NAMES {
            let units = read(Path::new(name), &text);
            let mut ids = units.iter().zip(0..);
            assert!(
                ids.all(|(unit, id)| unit.id.0 == id && unit.location.line > 0),
                "round {round}: {text:?}"
            );
        }
    }
}

#[test]
fn mutated_documents_are_read_too() {
    let document = include_str!("tests.rs");
    let mut dice = Dice(11);
    for _ in 0..100 {
        let mut bytes = document.as_bytes().to_vec();
        for _ in 0..40 {
            let at = dice.roll(bytes.len());
            bytes[at] = u8::try_from(dice.roll(256)).unwrap_or(0);
        }
        let text = String::from_utf8_lossy(&bytes);
        for name in NAMES {
            let _ = read(Path::new(name), &text);
        }
    }
}

#[test]
fn endless_repetition_takes_linear_time() {
    for part in PARTS {
        for name in NAMES {
            let _ = read(Path::new(name), &part.repeat(20_000 / part.len()));
            let _ = read(Path::new(name), &format!("{part}\n").repeat(20_000 / part.len()));
        }
    }
}

#[test]
fn deep_nesting_is_bounded() {
    let mut text = String::new();
    for depth in 0..300 {
        let _ = writeln!(text, "{}- item", "  ".repeat(depth));
    }
    text.push_str(&"\n".repeat(100_000));
    for name in NAMES {
        let units = read(Path::new(name), &text);
        assert!(units.iter().all(|unit| unit.path.len() < 10));
    }
}

#[test]
fn units_are_bounded_in_one_text_too() {
    let units = read(Path::new("a.md"), &"a.\n\n".repeat(200_000));
    assert_eq!(units.len(), super::Limits::default().units);
}
