//! Lists in plain text.
//!
//! Owns which lines of a paragraph are items, how deep they stand, and which lines go on an item. `items` knows the
//! signs that items begin with.

use super::super::block::{Item, Statement};
use super::super::clean::{begins_with_picture, clean};
use super::super::entries::entry;
use super::super::joining::{Line, is_continued};
use super::super::pictures::labelled;
use super::super::sentences::{is_ended, is_question};
use super::items::{Bullet, bullet};
use super::{Raw, line};
use crate::language::Language;

/// Lists within each other.
const MAX_DEPTH: usize = 8;
/// A line that goes on in the next one is longer.
const NARROW: usize = 60;

/// What begins an item in one paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bullets {
    language: Language,
    /// Dashes begin what somebody says.
    is_dialogue: bool,
    /// Pictographs stand in the place of bullets.
    has_pictures: bool,
}

impl Bullets {
    pub(super) fn new(lines: &[Raw<'_>], language: Language) -> Self {
        let asks = |line: &Raw<'_>| line.text.starts_with(['—', '–']) && is_question(line.text);
        Self {
            language,
            is_dialogue: lines.iter().any(asks),
            has_pictures: lines.iter().filter(|line| begins_with_picture(line.text)).count() > 1,
        }
    }

    /// The bullet of a line.
    pub(super) fn of(self, raw: &Raw<'_>) -> Option<Bullet> {
        if let Some(found) = bullet(raw.text) {
            return (!(self.is_dialogue && found.is_dash)).then_some(found);
        }
        if !self.has_pictures || !begins_with_picture(raw.text) {
            return None;
        }
        let text = clean(raw.text);
        let is_entry = entry(&text).is_some() || labelled(raw.text, &text, self.language).is_some();
        (!is_entry).then(|| Bullet::picture(raw.text))
    }

    /// The items at the beginning of some lines, and how many lines they are.
    pub(super) fn items(self, lines: &[Raw<'_>]) -> (Vec<Item>, usize) {
        let mut levels: Vec<usize> = Vec::new();
        let mut items: Vec<(Item, Vec<Line>)> = Vec::new();
        let mut taken = 0;
        for raw in lines {
            if let Some(found) = self.of(raw) {
                levels.retain(|&level| level < raw.indent);
                let item = Item {
                    depth: levels.len().min(MAX_DEPTH),
                    line: raw.number,
                    numbered: found.is_numbered,
                    statements: Vec::new(),
                };
                levels.push(raw.indent);
                let mut first = line(raw, false, self.language);
                first.statement.text = clean(found.text(raw.text));
                items.push((item, vec![first]));
            } else if let Some((_, lines)) = items.last_mut()
                && levels.last().is_some_and(|&indent| goes_on(lines, raw, indent))
            {
                lines.push(line(raw, false, self.language));
            } else {
                break;
            }
            taken += 1;
        }
        let items = items.into_iter().map(|(item, lines)| Item {
            statements: joined(lines),
            ..item
        });
        let says = |item: &Item| item.statements.iter().any(|statement| !statement.text.is_empty());
        (items.filter(says).collect(), taken)
    }
}

/// Whether a line without a bullet belongs to the item above it.
fn goes_on(item: &[Line], raw: &Raw<'_>, indent: usize) -> bool {
    let Some(before) = item.last() else { return false };
    let text = before.statement.text.as_str();
    let is_long =
        before.raw.chars().count() > NARROW && raw.text.starts_with(char::is_lowercase) && !is_ended(text);
    raw.indent > indent + 1 || is_continued(text) || is_long
}

/// The lines of an item: one statement, unless a question begins it.
fn joined(lines: Vec<Line>) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    for line in lines {
        match statements.last_mut() {
            Some(before) if !is_question(&before.text) => before.append(&line.statement),
            _ => statements.push(line.statement),
        }
    }
    statements
}
