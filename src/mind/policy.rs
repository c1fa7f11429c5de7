//! What a reply may be before a person sees or hears it.
//!
//! Owns the cleaning of what language models write: unseen characters, loops, length, and claims to have done what
//! no tool did, while the reply comes (`Release`) and at its end. Does not change what a reply says about the world:
//! whether the documents support it is `mynah_policy`'s to say.

mod claims;
mod clean;
mod loops;
mod release;

pub use release::Release;

use clean::clean;
use mynah_knowledge::language::Language;

/// What is said when the knowledge has no answer.
pub const REFUSAL: &str = "I don't have that information.";
/// What is said when a model calls a tool in a way that cannot be read.
pub const NOT_UNDERSTOOD: &str = "I did not understand that. Please say it another way.";
/// How the refusals begin that are said about what the documents do not have.
const REFUSALS: [&str; 4] = ["I don't have", "У меня нет", "抱歉，我没有找到", "没有找到"];
/// What is said in place of a claim to have done something.
const NOT_DONE: &str =
    "I have not done that. I can set timers, do sums, convert units and tell the time and date.";

/// Words of a reply: about a minute of speech.
const MAX_WORDS: usize = 150;
/// Letters of a reply, for text without spaces.
const MAX_LETTERS: usize = 1_200;
/// Letters of what a tool of others told.
const MAX_TOLD: usize = 500;
/// Names under which models begin their own part, or the person's.
const SPEAKERS: [&str; 6] = ["assistant", "mynah", "user", "human", "system", "answer"];

/// The reply as it may be shown and spoken; for a turn in which no tool was run. [`REFUSAL`] when nothing is left.
pub fn reply(text: &str) -> String {
    let text = without_thoughts(text);
    let text = own_part(&text);
    let text = loops::broken(&clean(&text));
    let text = bounded(&text);
    if !text.chars().any(char::is_alphanumeric) {
        return REFUSAL.to_owned();
    }
    if claims::claims_to_have_acted(&text) {
        NOT_DONE.to_owned()
    } else {
        text
    }
}

/// What a tool of others told, as it may be shown and spoken: one line of at most 500 letters; `None` when nothing can be said.
pub fn told(text: &str) -> Option<String> {
    let text = clean(text);
    let is_said = text.chars().any(char::is_alphanumeric);
    let cut = match text.char_indices().nth(MAX_TOLD) {
        None => text,
        Some((end, _)) => {
            let whole = &text[..end];
            let words = whole.rsplit_once(' ').map_or(whole, |(words, _)| words);
            format!("{words}…")
        }
    };
    is_said.then_some(cut)
}

/// Whether a reply says that nothing is known.
pub fn is_refusal(reply: &str) -> bool {
    REFUSALS.iter().any(|beginning| reply.starts_with(beginning))
}

/// Whether a model's wording says what the documents say, and nothing else.
pub fn is_supported(worded: &str, found: &str, question: &str, language: Language) -> bool {
    mynah_policy::check(worded, &[found], question, language).is_ok()
}

/// Reasoning models think aloud between these signs.
fn without_thoughts(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<think>") {
        kept.push_str(before);
        rest = after.split_once("</think>").map_or("", |(_, after)| after);
    }
    kept.push_str(rest.rsplit_once("</think>").map_or(rest, |(_, after)| after));
    kept
}

/// The assistant's own words: without "Assistant:" before them and without an invented next question after them.
fn own_part(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.trim().lines() {
        let speaker = line.split_once(':').filter(|(name, _)| {
            let name = name.trim_matches(['*', '#', ' ']).to_lowercase();
            SPEAKERS.contains(&name.as_str())
        });
        match speaker {
            Some((_, own)) if lines.is_empty() => lines.push(own),
            Some(_) => break,
            None => lines.push(line),
        }
    }
    lines.join("\n")
}

/// Whole sentences, as many as may be said; a first sentence that is too long is cut.
fn bounded(text: &str) -> String {
    let is_short =
        |text: &str| text.split_whitespace().count() <= MAX_WORDS && text.chars().count() <= MAX_LETTERS;
    if is_short(text) {
        return text.to_owned();
    }
    let mut kept = String::new();
    for sentence in sentences(text) {
        let longer = if kept.is_empty() {
            sentence
        } else {
            format!("{kept} {sentence}")
        };
        if !is_short(&longer) {
            if kept.is_empty() {
                let letters: String = longer.chars().take(MAX_LETTERS).collect();
                return letters
                    .split_whitespace()
                    .take(MAX_WORDS)
                    .collect::<Vec<_>>()
                    .join(" ")
                    + "…";
            }
            break;
        }
        kept = longer;
    }
    kept
}

/// The sentences of a text, with their marks.
pub(super) fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        let follows_space = text[end..].chars().next().is_none_or(char::is_whitespace);
        if matches!(letter, '。' | '！' | '？') || matches!(letter, '.' | '!' | '?') && follows_space {
            sentences.push(text[start..end].trim().to_owned());
            start = end;
        }
    }
    sentences.push(text[start..].trim().to_owned());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(reply(text), expected, "{text:?}");
    }

    #[test]
    fn a_good_reply_stays_as_it_is() {
        for text in [
            "The cafe opens at 9 am.",
            "Yes, the library is open on Monday.",
            "I answer questions about this place, set timers, do sums and tell the time.",
            "Hello! How can I help?",
            "I don't have that information.",
            "The poster costs 9 dollars. The map costs 4 dollars.",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn a_reply_with_nothing_in_it_is_the_refusal() {
        for text in [
            "",
            "  \n ",
            "...",
            "\u{202e}\u{7}",
            "<|end|>..",
            "<think>Let me see",
        ] {
            check(&text.replace("<|end|>", "<||>"), REFUSAL);
        }
    }

    #[test]
    fn what_is_not_for_people_is_removed() {
        check("Red\u{1b}[31m \u{202e}text\u{0}", "Red[31m text");
        check("<think>Hm.\nWell.</think>\nYes.", "Yes.");
        check("Hm. </think> Yes.", "Yes.");
        check(
            "Assistant: It is open.\nUser: And then?\nAssistant: No.",
            "It is open.",
        );
        check("It is open.\n\nHuman: And then?", "It is open.");
        check(
            "It closes at 5 pm.\nNote: not on Monday.",
            "It closes at 5 pm. Note: not on Monday.",
        );
    }

    #[test]
    fn a_reply_is_at_most_a_minute_long() {
        let endless = (0..900).map(|n| n.to_string()).collect::<Vec<_>>().join(" and ");
        check(
            &format!("It has nine words. That is {endless}"),
            "It has nine words.",
        );
        assert_eq!(reply(&endless).split(' ').count(), MAX_WORDS);
        let unspaced: String = (0..9000).filter_map(|n| char::from_u32(0x4e00 + n)).collect();
        assert_eq!(reply(&unspaced).chars().count(), MAX_LETTERS + 1);
    }

    #[test]
    fn a_claim_to_have_done_something_is_not_passed_on() {
        check("I've set a timer for 5 minutes.", NOT_DONE);
        check("Sure! The timer is set.", NOT_DONE);
    }
}
