//! The input line: editing, several lines, history.
//!
//! Owns the text and its history. `ratatui-textarea` does the editing.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::{CursorMove, TextArea};

use super::clean;

/// Longest input in bytes, which is the longest question.
const MAX_LEN: usize = 8_000;
/// Entries of the history.
const REMEMBERED: usize = 200;

/// The input line.
#[derive(Debug, Clone, Default)]
pub struct Input {
    area: TextArea<'static>,
    before: Vec<String>,
    /// The history entry that is shown, and the text that was being typed before.
    shown: Option<(usize, String)>,
}

impl Input {
    /// The text with its line breaks.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Its lines, at least one.
    pub fn lines(&self) -> &[String] {
        self.area.lines()
    }

    /// Row and column of the cursor, in characters.
    pub fn cursor(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    /// Replaces the text.
    pub fn set(&mut self, text: &str) {
        let lines = text.split('\n').map(str::to_owned).collect();
        self.area = TextArea::new(lines);
        self.area.move_cursor(CursorMove::Bottom);
        self.area.move_cursor(CursorMove::End);
    }

    /// Takes the text and adds it to the history.
    pub fn take(&mut self) -> String {
        let text = self.text();
        self.area = TextArea::default();
        self.shown = None;
        if !text.trim().is_empty() && self.before.last() != Some(&text) {
            self.before.push(text.clone());
            let surplus = self.before.len().saturating_sub(REMEMBERED);
            self.before.drain(..surplus);
        }
        text
    }

    /// Inserts pasted text.
    pub fn insert(&mut self, text: &str) {
        // Terminals send the line breaks of a paste as carriage returns.
        let mut text = clean::clean(&text.replace("\r\n", "\n").replace('\r', "\n"));
        let room = MAX_LEN.saturating_sub(self.text().len());
        while text.len() > room {
            text.pop();
        }
        self.area.insert_str(&text);
    }

    /// Inserts a line break.
    pub fn new_line(&mut self) {
        if self.text().len() < MAX_LEN {
            self.area.insert_newline();
        }
    }

    /// Handles a key that is not bound to an action.
    pub fn key(&mut self, key: KeyEvent) {
        let (row, _) = self.cursor();
        match key.code {
            KeyCode::Up if row == 0 => self.older(),
            KeyCode::Down if row + 1 == self.lines().len() => self.newer(),
            KeyCode::Char(letter) if is_typed(key) => {
                if self.text().len() < MAX_LEN && !letter.is_control() {
                    self.area.insert_char(letter);
                }
            }
            KeyCode::Enter | KeyCode::Tab | KeyCode::Esc => {}
            _ => {
                self.area.input(key);
            }
        }
    }

    fn older(&mut self) {
        let (next, typed) = match &self.shown {
            None => (self.before.len().checked_sub(1), self.text()),
            Some((shown, typed)) => (shown.checked_sub(1), typed.clone()),
        };
        if let Some(next) = next {
            let line = self.before[next].clone();
            self.set(&line);
            self.shown = Some((next, typed));
        }
    }

    fn newer(&mut self) {
        let Some((shown, typed)) = self.shown.take() else {
            return;
        };
        match self.before.get(shown + 1).cloned() {
            Some(line) => {
                self.set(&line);
                self.shown = Some((shown + 1, typed));
            }
            None => self.set(&typed),
        }
    }
}

fn is_typed(key: KeyEvent) -> bool {
    !key.modifiers
        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(input: &mut Input, code: KeyCode) {
        input.key(KeyEvent::new(code, KeyModifiers::NONE));
    }

    fn write(input: &mut Input, text: &str) {
        text.chars()
            .for_each(|letter| press(input, KeyCode::Char(letter)));
    }

    #[test]
    fn what_was_typed_before_comes_back_and_what_was_being_typed_too() {
        let mut input = Input::default();
        for text in ["one", "two", "two"] {
            write(&mut input, text);
            assert_eq!(input.take(), text);
        }
        write(&mut input, "new");
        press(&mut input, KeyCode::Up);
        assert_eq!(input.text(), "two");
        press(&mut input, KeyCode::Up);
        press(&mut input, KeyCode::Up);
        assert_eq!(input.text(), "one");
        press(&mut input, KeyCode::Down);
        press(&mut input, KeyCode::Down);
        assert_eq!(input.text(), "new");
    }

    #[test]
    fn several_lines_are_edited_and_pasted_text_is_made_harmless() {
        let mut input = Input::default();
        write(&mut input, "ab");
        input.new_line();
        input.insert("c\u{1b}[2J\rd");
        press(&mut input, KeyCode::Backspace);
        press(&mut input, KeyCode::Home);
        write(&mut input, "é");
        assert_eq!(input.text(), "ab\nc\u{fffd}[2J\né");
        assert_eq!(input.cursor(), (2, 1));
        input.insert(&"x".repeat(20_000));
        assert!(input.text().len() <= MAX_LEN);
        write(&mut input, "more");
        assert!(input.text().len() <= MAX_LEN);
    }
}
