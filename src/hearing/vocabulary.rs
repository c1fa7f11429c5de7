//! Names that are likely to be said, as a prompt for the recogniser.
//!
//! A public Whisper model continues a text: the text before an utterance influences its spelling (Radford et al. 2022, section 4.5).
//! Owns the wording and its limits. Does not know where the names come from.

/// Whisper reserves half of its text context, 224 tokens, for the prompt; names take about three letters a token.
const MAX_BYTES: usize = 600;

/// The names as one sentence; empty without names. Names that do not fit are left out, the last ones first.
pub fn prompt(names: &[String]) -> String {
    let mut prompt = String::new();
    for name in names {
        // A name is one line, and whisper takes it as a C string.
        let name: Vec<&str> = name
            .split(|letter: char| letter.is_whitespace() || letter.is_control())
            .filter(|word| !word.is_empty())
            .collect();
        let name = name.join(" ");
        if name.is_empty() || prompt.len() + name.len() > MAX_BYTES {
            continue;
        }
        prompt.push_str(if prompt.is_empty() { "" } else { ", " });
        prompt.push_str(&name);
    }
    if !prompt.is_empty() {
        prompt.push('.');
    }
    prompt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_one_bounded_sentence() {
        let names = |names: &[&str]| prompt(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(names(&["Lea  Brandt", "", "M\0ynah\n"]), "Lea Brandt, M ynah.");
        assert_eq!(names(&[]), "");
        let long = "a".repeat(MAX_BYTES + 1);
        assert_eq!(names(&[&long, "Ada"]), "Ada.");
        let many = vec!["Brunhilde".to_owned(); 1_000];
        assert!(prompt(&many).len() <= MAX_BYTES + 200);
    }
}
