//! The markup in which speech-dispatcher sends text: SSML with index marks.
//!
//! Owns the reduction to words and marks. Not a parser of XML: every tag but a mark is left out, and what looks like no tag is text.
//! (W3C, Speech Synthesis Markup Language 1.1.)

/// A tag or an entity that is longer is text.
const MAX_TAG_LEN: usize = 256;

/// A part of a marked text, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Marked {
    /// Words to be said.
    Words(String),
    /// A position that is reported when it is reached.
    Mark(String),
}

/// The words and marks of a text.
pub(super) fn parts(text: &str) -> Vec<Marked> {
    let mut parts = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with('<') { '>' } else { ';' };
        let Some(length) = rest.find(end).filter(|length| *length <= MAX_TAG_LEN) else {
            // No tag.
            words.push_str(&rest[..1]);
            rest = &rest[1..];
            continue;
        };
        let inside = &rest[1..length];
        if end == ';' {
            match entity(inside) {
                Some(letter) => words.push(letter),
                None => words.push_str(&rest[..=length]),
            }
        } else if let Some(name) = mark(inside) {
            close(&mut words, &mut parts);
            parts.push(Marked::Mark(name));
        } else {
            // A tag ends a word.
            words.push(' ');
        }
        rest = &rest[length + 1..];
    }
    words.push_str(rest);
    close(&mut words, &mut parts);
    parts
}

fn close(words: &mut String, parts: &mut Vec<Marked>) {
    let taken = std::mem::take(words);
    if !taken.trim().is_empty() {
        parts.push(Marked::Words(taken.trim().to_owned()));
    }
}

/// The name of a mark: `mark name="here"/`. Only letters that cannot break a line of the protocol.
fn mark(tag: &str) -> Option<String> {
    let attribute = tag.strip_prefix("mark")?.trim_start().strip_prefix("name=")?;
    let quote = attribute
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    let name = attribute[1..].split(quote).next()?;
    let is_plain = !name.is_empty()
        && !name
            .chars()
            .any(|letter| letter.is_control() || letter.is_whitespace());
    is_plain.then(|| name.to_owned())
}

fn entity(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Marked {
        Marked::Words(text.to_owned())
    }

    #[test]
    fn tags_are_left_out_marks_are_kept_and_entities_are_letters() {
        let text =
            "<speak>Five &lt; six &amp; <b>so</b> on.<mark name=\"__spd_0\"/> Next &#x41;&#66;.</speak>";
        assert_eq!(
            parts(text),
            [
                words("Five < six &  so  on."),
                Marked::Mark("__spd_0".to_owned()),
                words("Next AB.")
            ]
        );
    }

    #[test]
    fn what_is_no_markup_is_text() {
        assert_eq!(parts("2 < 3 & 4"), [words("2 < 3 & 4")]);
        assert_eq!(parts("a &unknown; b"), [words("a &unknown; b")]);
        assert_eq!(parts("&#xffffffff;"), [words("&#xffffffff;")]);
        assert_eq!(parts("<mark name=\"a\nb\"/>x"), [words("x")]);
        let long = format!("<{}>", "é".repeat(300));
        assert_eq!(parts(&long), [words(&long)]);
        assert_eq!(parts("<speak> </speak>"), []);
    }
}
