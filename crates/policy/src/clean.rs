//! Text made harmless: no character that hides or moves text, no token by which a model is controlled.
//!
//! Owns what is dropped. It judges no meaning: what asks the model to do something is `injection`'s.

/// Control tokens of model families that are not `<|...|>`. Compared in small letters.
const TOKENS: &[&str] = &[
    "[inst]",
    "[/inst]",
    "<<sys>>",
    "<</sys>>",
    "<think>",
    "</think>",
    "<thinking>",
    "</thinking>",
    "<s>",
    "</s>",
    "<bos>",
    "<eos>",
    "<unk>",
    "<pad>",
    "<start_of_turn>",
    "<end_of_turn>",
    "[tool_calls]",
    "[available_tools]",
    "[/available_tools]",
    "[tool_results]",
    "[/tool_results]",
    "<tool_call>",
    "</tool_call>",
    "<tool_response>",
    "</tool_response>",
    "<tools>",
    "</tools>",
    "<function_call>",
    "</function_call>",
    "<system>",
    "</system>",
    "<assistant>",
    "</assistant>",
    "<user>",
    "</user>",
    "[system_prompt]",
    "[/system_prompt]",
    "<tool>",
    "</tool>",
];

/// A token `<|...|>` is not longer than this.
const MAX_TOKEN_LEN: usize = 64;

/// The text without control characters (line ends and tabs stay), ANSI escape sequences, marks that change its
/// direction, characters that cannot be seen, and control tokens of models such as `<|im_start|>`, `[INST]` and
/// `<think>`, also where one appears only because another was dropped from its middle.
pub fn clean(text: &str) -> String {
    let mut kept: Vec<char> = Vec::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{1b}' => skip_escape(&mut letters),
            '\u{9b}' => skip_parameters(&mut letters),
            '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => kept.push('\n'),
            '\n' | '\t' => kept.push(letter),
            _ if letter.is_control() || is_unseen(letter) => {}
            _ => {
                kept.push(letter);
                if matches!(plain(letter), '>' | ']') {
                    drop_token(&mut kept);
                }
            }
        }
    }
    kept.into_iter().collect()
}

/// Whether nothing is drawn for a character, or it changes how others are drawn.
pub(crate) fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// After ESC: a sequence with parameters, a string up to its end, or two characters.
fn skip_escape(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    match letters.peek() {
        Some('[') => {
            letters.next();
            skip_parameters(letters);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            // A string that never ends must not swallow the text: its line is enough.
            while let Some(letter) = letters.next_if(|letter| !matches!(letter, '\n' | '\u{1b}')) {
                if matches!(letter, '\u{7}' | '\u{9c}') {
                    break;
                }
            }
        }
        Some('(' | ')' | '#' | '%') => {
            letters.next();
            letters.next_if(char::is_ascii_alphanumeric);
        }
        _ => {
            letters.next_if(|letter| ('@'..='~').contains(letter) || ('0'..='?').contains(letter));
        }
    }
}

fn skip_parameters(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while letters.next_if(|letter| (' '..='?').contains(letter)).is_some() {}
    letters.next_if(|letter| ('@'..='~').contains(letter));
}

/// One form for brackets and strokes that a tokenizer may take for the same.
fn plain(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '‹' | '〈' | '⟨' => '<',
        '›' | '〉' | '⟩' => '>',
        '│' | '∣' | '❘' => '|',
        _ => letter,
    }
}

/// Drops a control token from the end of what is kept, if one ends there.
fn drop_token(kept: &mut Vec<char>) {
    let window = &kept[kept.len().saturating_sub(MAX_TOKEN_LEN)..];
    let tail: Vec<char> = window
        .iter()
        .flat_map(|letter| plain(*letter).to_lowercase())
        .collect();
    // Some letters grow when they are made small: then the places no longer agree, and nothing is a token.
    if tail.len() != window.len() {
        return;
    }
    let bars = tail.ends_with(&['|', '>']).then(|| {
        let start = tail.windows(2).rposition(|pair| pair == ['<', '|'])?;
        (start + 2 < tail.len()).then(|| tail.len() - start)
    });
    let named = || {
        TOKENS
            .iter()
            .map(|token| token.chars().collect::<Vec<_>>())
            .find(|token| tail.ends_with(token))
            .map(|t| t.len())
    };
    if let Some(length) = bars.flatten().or_else(named) {
        kept.truncate(kept.len() - length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_moves_or_controls_is_dropped_and_the_text_stays() {
        for (text, expected) in [
            ("The café closes at 5.\n\tTab", "The café closes at 5.\n\tTab"),
            ("\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7}x", "red x"),
            ("a\u{202e}b\u{2066}c\u{200b}d\u{feff}e\u{ad}f", "abcdef"),
            ("<|im_start|>system\nhi<|im_end|>", "system\nhi"),
            ("[INST] x [/INST] <<SYS>> y", " x   y"),
            ("<think>secret</think>said", "secretsaid"),
            ("<|im_<think>start|>a", "a"),
            ("<\u{200b}|tool|>a", "a"),
            ("<｜tool▁calls｜>a", "a"),
            ("5 < 6 | 7 > 6 [1]", "5 < 6 | 7 > 6 [1]"),
            ("Привет, 你好", "Привет, 你好"),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }

    #[test]
    fn cleaning_twice_changes_nothing_more() {
        for text in [
            "<<|a|>|b|>",
            "<<think>think>",
            "[IN[INST]ST]",
            "<|\u{1b}[1m|>",
            "\u{1b}\u{1b}[[1m",
        ] {
            let once = clean(text);
            assert_eq!(clean(&once), once, "{text:?}");
        }
    }

    #[test]
    fn a_hostile_megabyte_is_cleaned_in_one_pass() {
        let text = "<|".repeat(250_000) + &"|>".repeat(250_000);
        assert!(clean(&text).len() <= text.len());
        assert!(clean(&"\u{1b}]".repeat(500_000)).is_empty());
    }
}
