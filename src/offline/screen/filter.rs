//! Which control sequences reach a terminal.
//!
//! Owns the list: text, colours, movements of the cursor, clearing, and the modes that an interface needs. What a terminal would
//! answer is dropped, because the answer is read as keys; so is what would change it for good, except a title and the
//! clipboard. Sequences are written anew from what was parsed (`vte`), so that nothing half-understood passes.

use vte::{Params, Parser, Perform};

/// Text for the clipboard (OSC 52) is at most this long, in bytes of base64.
const MAX_OSC_LEN: usize = 128 * 1024;
/// What is around it: the number, the semicolons.
const FRAME: usize = 8;
/// A title has at most this many characters.
const MAX_TITLE_LEN: usize = 120;

/// Private modes (DECSET) that are switched on and off: wrapping, blinking, the cursor, the mouse, the alternate screen, pasting,
/// synchronised output.
const MODES: [u16; 12] = [7, 12, 25, 47, 1000, 1002, 1003, 1006, 1015, 1049, 2004, 2026];
/// Modes that are on when nothing was said: wrapping, the cursor.
const ON_AT_FIRST: [u16; 2] = [7, 25];
/// Blinking is the terminal's own affair.
const BLINKING: u16 = 12;

/// Lets through what a terminal may get.
pub(super) struct Filter {
    parser: Box<Parser<MAX_OSC_LEN>>,
    allowed: Allowed,
}

impl Filter {
    /// `clipboard`: whether a text may be copied.
    pub(super) fn new(clipboard: bool) -> Self {
        Self {
            parser: Box::<Parser<MAX_OSC_LEN>>::default(),
            allowed: Allowed {
                out: Vec::new(),
                clipboard,
                changed: Vec::new(),
                has_region: false,
                has_shape: false,
            },
        }
    }

    /// What of these bytes reaches the terminal.
    pub(super) fn pass(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.parser.advance(&mut self.allowed, bytes);
        std::mem::take(&mut self.allowed.out)
    }

    /// What brings the terminal back where a program has left it in its own modes; `None` if it has not.
    pub(super) fn restore(&self) -> Option<Vec<u8>> {
        use std::io::Write;
        let mut out = Vec::new();
        if self.allowed.has_region {
            let _ = write!(out, "\x1b7\x1b[r\x1b8");
        }
        if self.allowed.has_shape {
            let _ = write!(out, "\x1b[0 q");
        }
        for mode in &self.allowed.changed {
            let back = if ON_AT_FIRST.contains(mode) { 'h' } else { 'l' };
            let _ = write!(out, "\x1b[?{mode}{back}");
        }
        (!out.is_empty()).then(|| [b"\x1b[0m", out.as_slice()].concat())
    }
}

/// What is allowed, and what it has led to.
struct Allowed {
    out: Vec<u8>,
    clipboard: bool,
    /// Modes that are not as they were at first, in the order in which they were changed.
    changed: Vec<u16>,
    /// Whether only a part of the screen scrolls.
    has_region: bool,
    /// Whether the cursor has another shape.
    has_shape: bool,
}

impl Allowed {
    fn modes(&mut self, params: &Params, is_on: bool) -> bool {
        let modes: Vec<u16> = params.iter().flatten().copied().collect();
        if !modes.iter().all(|mode| MODES.contains(mode)) {
            return false;
        }
        for mode in modes {
            self.changed.retain(|other| *other != mode);
            if mode != BLINKING && is_on != ON_AT_FIRST.contains(&mode) {
                self.changed.push(mode);
            }
        }
        true
    }

    fn text(&mut self, letter: char) {
        self.out
            .extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn params(&mut self, params: &Params) {
        let is_default = params.len() == 1 && params.iter().flatten().all(|value| *value == 0);
        if is_default {
            return;
        }
        for (number, param) in params.iter().enumerate() {
            if number > 0 {
                self.out.push(b';');
            }
            for (number, value) in param.iter().enumerate() {
                if number > 0 {
                    self.out.push(b':');
                }
                self.out.extend_from_slice(value.to_string().as_bytes());
            }
        }
    }
}

impl Perform for Allowed {
    fn print(&mut self, letter: char) {
        if !letter.is_control() {
            self.text(letter);
        }
    }

    fn execute(&mut self, byte: u8) {
        // Bell, backspace, tab, line feed, carriage return. Enquiry (5) would be answered.
        if matches!(byte, 7..=10 | 13) {
            self.out.push(byte);
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], ignore: bool, action: char) {
        let is_allowed = match (intermediates, action) {
            ([], 'A'..='H' | 'K' | 'L' | 'M' | 'P' | 'S' | 'X' | '@' | 'd' | 'f' | 'm') => true,
            // The third form clears what was on the screen before.
            ([], 'J') => params.iter().flatten().all(|what| *what < 3),
            ([], 'r') => {
                self.has_region = params.iter().flatten().any(|row| *row != 0);
                true
            }
            ([b' '], 'q') => {
                self.has_shape = params.iter().flatten().any(|shape| *shape != 0);
                true
            }
            // With more parameters it follows the mouse.
            ([], 'T') => params.len() <= 1,
            ([b'?'], 'h' | 'l') => self.modes(params, action == 'h'),
            _ => false,
        };
        if ignore || !is_allowed {
            return;
        }
        self.out.extend_from_slice(b"\x1b[");
        let (before, after) = match intermediates {
            [b'?'] => (&b"?"[..], &b""[..]),
            other => (&b""[..], other),
        };
        self.out.extend_from_slice(before);
        self.params(params);
        self.out.extend_from_slice(after);
        self.text(action);
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], ignore: bool, byte: u8) {
        // Save and restore the cursor.
        if !ignore && intermediates.is_empty() && matches!(byte, b'7' | b'8') {
            self.out.extend_from_slice(&[0x1b, byte]);
        }
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _: bool) {
        match params {
            [kind @ (b"0" | b"2"), title @ ..] => {
                let title = title.join(&b';');
                let title = String::from_utf8_lossy(&title);
                self.out.extend_from_slice(b"\x1b]");
                self.out.extend_from_slice(kind);
                self.out.push(b';');
                let shown = title.chars().filter(|letter| !letter.is_control());
                shown.take(MAX_TITLE_LEN).for_each(|letter| self.text(letter));
                self.out.push(7);
            }
            [b"52", place, text] if self.clipboard => {
                let is_place = place.iter().all(|letter| matches!(letter, b'c' | b'p' | b's'));
                // A question mark asks what the clipboard holds.
                let is_base64 = |letter: &u8| letter.is_ascii_alphanumeric() || b"+/=".contains(letter);
                // A longer one has been cut by the parser.
                let is_whole = place.len() + text.len() < MAX_OSC_LEN - FRAME;
                if is_whole && is_place && text.iter().all(is_base64) {
                    let all: [&[u8]; 5] = [b"\x1b]52;", place, b";", text, b"\x07"];
                    self.out.extend_from_slice(&all.concat());
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
