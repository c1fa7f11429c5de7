//! The lines of a file before anything is known of them.
//!
//! Owns ends of lines, the byte order mark and the length of lines. Keeps the number of lines, so that places in
//! what comes out are places in the file.

use std::borrow::Cow;

/// The text with `\n` at the end of lines and none longer than `longest` bytes.
pub(super) fn normal(text: &str, longest: usize) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_normal = !text.contains('\r') && text.split('\n').all(|line| line.len() <= longest);
    if is_normal {
        return Cow::Borrowed(text);
    }
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = unix.split('\n').map(|line| cut(line, longest)).collect();
    Cow::Owned(lines.join("\n"))
}

/// At most `longest` bytes of a line.
fn cut(line: &str, longest: usize) -> &str {
    if line.len() <= longest {
        return line;
    }
    let mut end = longest;
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    &line[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_one_kind_of_end_and_a_bounded_length() {
        for (text, expected) in [
            ("\u{feff}one\ntwo", "one\ntwo"),
            ("one\r\ntwo\rthree\r\n", "one\ntwo\nthree\n"),
            ("1234567890\nnext", "12345678\nnext"),
            ("1234567й\nnext", "1234567\nnext"),
        ] {
            assert_eq!(normal(text, 8), expected, "{text:?}");
        }
    }
}
