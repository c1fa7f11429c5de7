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
mod tests {
    use super::*;

    fn passed(text: &str) -> String {
        String::from_utf8(Filter::new(true).pass(text.as_bytes())).unwrap()
    }

    #[test]
    fn what_an_interface_draws_passes_unchanged() {
        for text in [
            "plain, é, 你好, emoji 🙂, שלום\r\n\ttab\x08\x07",
            "\x1b[1;31mred\x1b[m \x1b[38;2;1;2;3mtrue\x1b[48;5;9m \x1b[4:3m",
            "\x1b[12;40H\x1b[2J\x1b[K\x1b[3A\x1b[5;20r\x1b7\x1b8\x1b[2 q",
            "\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b[?2026h\x1b[?2026l",
            "\x1b]0;mynah\x07\x1b]52;c;aGVsbG8=\x07",
        ] {
            assert_eq!(passed(text), text);
        }
    }

    #[test]
    fn what_a_terminal_would_answer_or_keep_is_dropped() {
        for text in [
            // Where the cursor is, what it is, its version, its settings, its modes, its checksums, its answerback.
            "\x1b[6n",
            "\x1b[?6n",
            "\x1b[5n",
            "\x1b[c",
            "\x1b[>c",
            "\x1b[=c",
            "\x1b[>q",
            "\x1bP$qm\x1b\\",
            "\x1bP+q544e\x1b\\",
            "\x1b[?2026$p",
            "\x1b[1;1;1;1;1;1*y",
            "\x1b[?u",
            "\x1b[x",
            "\x05",
            "\x1bZ",
            // Its title, its size, its icon.
            "\x1b[21t",
            "\x1b[18t",
            "\x1b[8;10;10t",
            // Colours and clipboard that are asked for.
            "\x1b]10;?\x07",
            "\x1b]4;1;?\x07",
            "\x1b]52;c;?\x07",
            // Links, files, pictures, programs, keyboards, character sets, resets, printers, mouse in highlight.
            "\x1b]8;;file:///etc\x07",
            "\x1b]1337;File=:AA\x07",
            "\x1b_Gf=100;AA\x1b\\",
            "\x1b]777;notify;a;b\x07",
            "\x1b]9;hello\x07",
            "\x1b^private\x1b\\",
            "\x1bX\x1b\\",
            "\x1b[>4;2m",
            "\x1b[=5u",
            "\x1b(0",
            "\x1bc",
            "\x1b[!p",
            "\x1b[5i",
            "\x1b[1;2;3;4;5T",
            "\x1b[?1001h",
            "\x1b[?1004h",
            "\x1b[3J",
            "\x1b[?25;1001h",
            "\x1b[4h",
            "\x0e",
        ] {
            assert_eq!(passed(text), "", "{text:?}");
            // Also when it comes in pieces, and what follows is not lost.
            let mut filter = Filter::new(true);
            let mut out = Vec::new();
            for byte in text.bytes() {
                out.extend(filter.pass(&[byte]));
            }
            out.extend(filter.pass(b"ok"));
            assert_eq!(String::from_utf8(out).unwrap(), "ok", "{text:?}");
        }
        assert_eq!(passed("\u{9b}6n"), "6n");
        assert_eq!(
            Filter::new(false).pass(b"\x1b]52;c;aGVsbG8=\x07"),
            Vec::<u8>::new()
        );
        let title = format!("\x1b]2;{}\u{1}\x07", "x".repeat(500));
        assert_eq!(passed(&title).len(), "\x1b]2;\x07".len() + MAX_TITLE_LEN);
    }

    #[test]
    fn a_terminal_that_was_left_in_other_modes_is_brought_back() {
        let mut filter = Filter::new(true);
        filter.pass(b"\x1b[?1049h\x1b[?25l\x1b[?1006h");
        let restored = filter.restore().unwrap();
        assert_eq!(restored, b"\x1b[0m\x1b[?1049l\x1b[?25h\x1b[?1006l");
        filter.pass(&restored);
        assert_eq!(filter.restore(), None);
        filter.pass(b"\x1b[?7l\x1b[?2026h\x1b[2;5r\x1b[4 q\x1b[?12h");
        let restored = filter.restore().unwrap();
        assert_eq!(restored, b"\x1b[0m\x1b7\x1b[r\x1b8\x1b[0 q\x1b[?7h\x1b[?2026l");
        filter.pass(&restored);
        assert_eq!(filter.restore(), None);
    }

    #[test]
    fn a_text_for_the_clipboard_passes_whole_or_not_at_all() {
        let copied = |length: usize| {
            let text = "A".repeat(length);
            Filter::new(true)
                .pass(format!("\x1b]52;c;{text}\x07").as_bytes())
                .len()
        };
        assert_eq!(copied(10_000), 10_000 + "\x1b]52;c;\x07".len());
        assert_eq!(copied(MAX_OSC_LEN), 0);
    }

    #[test]
    fn a_sequence_without_an_end_is_bounded_and_another_one_goes_on() {
        let mut filter = Filter::new(true);
        assert_eq!(filter.pass(b"\x1b]52;c;"), b"");
        for _ in 0..64 {
            assert_eq!(filter.pass(&vec![b'A'; 64 * 1024]), b"");
        }
        filter.pass(b"\x07");
        assert_eq!(filter.pass(b"\x1b[31mx"), b"\x1b[31mx");
    }
}
