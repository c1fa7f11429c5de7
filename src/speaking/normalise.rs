//! Removes from a text what must not be read aloud: markup, emoji, control characters.
//!
//! The voice, which knows its language, reads numbers and units.

/// The text to read aloud; empty if there is nothing to read.
pub fn speakable(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(line).filter(|line| !line.is_empty()).collect();
    let joined = lines.join(" ");
    if joined.chars().any(char::is_alphanumeric) {
        joined
    } else {
        String::new()
    }
}

fn line(line: &str) -> String {
    let line = line.trim();
    if line.len() >= 3 && line.chars().all(|letter| "-=*_|: `".contains(letter)) {
        return String::new();
    }
    let line = line.trim_start_matches(['#', '>']).trim_start();
    let line = ["- ", "* ", "+ ", "• "]
        .iter()
        .find_map(|bullet| line.strip_prefix(bullet))
        .unwrap_or(line);
    let kept: String = links(line).chars().filter_map(letter).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `[text](address)` becomes `text`.
fn links(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let (before, after) = rest.split_at(open);
        result.push_str(before);
        let parsed = after[1..].split_once("](").and_then(|(label, tail)| {
            let close = tail.find(')')?;
            (!label.contains('[')).then(|| (label, &tail[close + 1..]))
        });
        match parsed {
            Some((label, tail)) => {
                result.push_str(label);
                rest = tail;
            }
            None => {
                result.push(' ');
                rest = &after[1..];
            }
        }
    }
    result.push_str(rest);
    result
}

/// The spoken form of a single character: itself, a pause, or nothing.
fn letter(letter: char) -> Option<char> {
    match letter {
        '*'
        | '`'
        | '_'
        | '~'
        | '#'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{1f000}'..='\u{1faff}'
        | '\u{2600}'..='\u{27bf}'
        | '\u{2b00}'..='\u{2bff}'
        | '\u{e0000}'..='\u{e007f}' => None,
        '|' => Some(','),
        '\t' => Some(' '),
        _ if letter.is_control() => Some(' '),
        _ => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_not_read() {
        for (written, read) in [
            ("**The cafe** opens at _9 am_.", "The cafe opens at 9 am."),
            (
                "# Opening hours\n\n- Monday: 9 to 5\n* Tuesday: closed",
                "Opening hours Monday: 9 to 5 Tuesday: closed",
            ),
            ("See [the map](https://example.org/map).", "See the map."),
            ("Hello 🙂👍🏽!", "Hello !"),
            ("a\u{0}b\u{1b}c\u{202e}d", "a b cd"),
            ("---", ""),
            ("*** 🙂 ***", ""),
            ("3.5 % of 80 is 2.8", "3.5 % of 80 is 2.8"),
            ("[[D,a]] [unclosed", "D,a]] unclosed"),
            ("Der Käse, 日本語, привет", "Der Käse, 日本語, привет"),
        ] {
            assert_eq!(speakable(written), read, "{written:?}");
        }
    }
}
