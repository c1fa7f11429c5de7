//! How much of an unfinished reply may be shown and spoken.
//!
//! Owns the patience: what may still become a claim to have acted, a speaker's name or a thought is kept until it is
//! known. What has been released is the beginning of the finished reply, so that nothing is said and taken back;
//! only where a reply begins to repeat itself, a few words of the repetition may have been said.

use super::{NOT_DONE, REFUSAL, reply};

/// Words with which a claim to have acted can begin (see `claims`): from there on the sentence is waited for.
const SUSPICIOUS: [&str; 5] = ["i", "timer", "alarm", "reminder", "your"];

/// A reply as it comes.
#[derive(Debug, Default)]
pub struct Release {
    text: String,
    released: String,
}

impl Release {
    /// Takes the next piece; returns what may be said now, often nothing.
    pub fn push(&mut self, piece: &str) -> String {
        self.text.push_str(piece);
        let certain = &self.text[..certain(&self.text)];
        // The first word alone may be a speaker's name.
        if certain.split_whitespace().nth(1).is_none() {
            return String::new();
        }
        let clean = reply(certain);
        if clean == REFUSAL || clean == NOT_DONE {
            return String::new();
        }
        match clean.strip_prefix(self.released.as_str()) {
            Some(new) => {
                let new = new.to_owned();
                self.released = clean;
                new
            }
            None => String::new(),
        }
    }
}

/// The bytes of `text` that no later word can turn into something else: whole words, up to a suspicious one whose
/// sentence has not ended.
fn certain(text: &str) -> usize {
    let ended = text
        .char_indices()
        .filter(|(at, letter)| letter.is_whitespace() && text[..*at].ends_with(['.', '!', '?', '\n']))
        .map(|(at, _)| at)
        .next_back()
        .unwrap_or(0);
    let words = text.rfind(char::is_whitespace).unwrap_or(0);
    let mut start = ended;
    for word in text[ended..words.max(ended)].split_inclusive(char::is_whitespace) {
        let name: String = word
            .chars()
            .filter(|letter| letter.is_alphanumeric() || *letter == '\'' || *letter == '’')
            .collect();
        let stem = name.split(['\'', '’']).next().unwrap_or_default().to_lowercase();
        if SUSPICIOUS.contains(&stem.as_str()) {
            return start;
        }
        start += word.len();
    }
    words.max(ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is released piece by piece.
    fn pieces(text: &str) -> Vec<String> {
        let mut release = Release::default();
        text.split_inclusive(' ')
            .map(|piece| release.push(piece))
            .filter(|piece| !piece.is_empty())
            .collect()
    }

    #[test]
    fn an_answer_is_released_word_by_word() {
        assert_eq!(
            pieces("The cafe opens at 9 am."),
            ["The cafe", " opens", " at", " 9"]
        );
    }

    #[test]
    fn a_claim_to_have_acted_is_never_released() {
        for text in [
            "I've set a timer for 5 minutes. Anything else?",
            "Sure, I have sent the message now. Is that all?",
            "All right. Your appointment has been booked. It is at nine.",
        ] {
            let said = pieces(text).concat();
            assert!(
                reply(text) == NOT_DONE
                    && !said.contains("set")
                    && !said.contains("sent")
                    && !said.contains("book"),
                "{said}"
            );
        }
    }

    #[test]
    fn a_harmless_sentence_about_oneself_is_released_when_it_has_ended() {
        assert_eq!(
            pieces("I am called Mynah. The cafe is open today. ").concat(),
            "I am called Mynah. The cafe is open today."
        );
    }

    #[test]
    fn thoughts_and_names_of_speakers_are_not_released() {
        assert_eq!(
            pieces("<think>Let me see. Well.</think> It is open today. ").concat(),
            "It is open today."
        );
        assert_eq!(
            pieces("Assistant: It is open today. ").concat(),
            "It is open today."
        );
    }

    #[test]
    fn what_was_released_is_the_beginning_of_the_reply() {
        for text in [
            "The cafe opens at 9 am, and it closes at 5 pm. Your ticket is valid there.",
            "Yes. **The** library has 3 floors.",
        ] {
            let said = pieces(text).concat();
            assert!(reply(text).starts_with(&said), "{said:?}");
        }
        assert_eq!(
            pieces("It is open. It is open. It is open. It is.").concat(),
            "It is open. It is"
        );
    }
}
