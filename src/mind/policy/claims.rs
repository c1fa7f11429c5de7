//! Claims to have acted.
//!
//! Owns the recognition of "I've set a timer" and its like. A reply in words is given only when no tool was run,
//! so such a sentence is false whatever was asked.

/// After "I", "I have", "I will" these tell of a deed.
const DEEDS: &str = "set started start cancelled canceled cancel stopped sent send emailed called call booked book \
    ordered order scheduled schedule saved save added add reminded remind turned turn switched switch opened \
    locked unlocked played deleted updated created placed reserved reserve arranged notified notify texted \
    messaged contacted";
/// What a machine would have done, when it "is set" or "has been sent".
const THINGS: &str = "timer alarm reminder";
/// Likewise, when they are called the person's.
const YOUR_THINGS: &str = "email message appointment reservation booking order call request";
/// How a thing is said to be done.
const STATES: &str =
    "set started start running cancelled canceled stopped sent booked confirmed placed scheduled created";
/// Words between "I" and the deed. Not "am" and "was": "I am called Mynah" tells of no deed.
const BEFORE_DEED: &str = "have ve just now already will ll going to gone ahead and successfully";
/// Words between a thing and its state.
const BEFORE_STATE: &str = "has have been is are was now just already successfully";

/// Whether a reply claims that something was done, is being done or will be done by the assistant.
pub(super) fn claims_to_have_acted(text: &str) -> bool {
    // The apostrophe of "I've" parts the words here.
    let text = text.to_lowercase();
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    (0..words.len())
        .any(|at| is_deed(&words[at..]) || is_state(&words[at..], at.checked_sub(1).map(|at| words[at])))
}

/// "I've just set a timer", "I will call".
fn is_deed(words: &[&str]) -> bool {
    let Some(("i", rest)) = words.split_first().map(|(first, rest)| (*first, rest)) else {
        return false;
    };
    let rest = match rest {
        ["am" | "m", going @ ..] if going.first() == Some(&"going") => going,
        _ => rest,
    };
    let between = rest.iter().take_while(|word| among(BEFORE_DEED, word)).count();
    let Some(deed) = rest.get(between).filter(|word| among(DEEDS, word)) else {
        return false;
    };
    let object = rest.get(between + 1).copied().unwrap_or_default();
    // "I call it luck", "I set timers": not said of a deed.
    let is_past = deed.ends_with("ed") || *deed == "sent";
    between > 0 || is_past || matches!(object, "a" | "an" | "the" | "your" | "you")
}

/// "The timer is set", "Timer set", "Your message has been sent".
fn is_state(words: &[&str], before: Option<&str>) -> bool {
    if before == Some("no") {
        return false;
    }
    let is_thing = among(THINGS, words[0]) || among(YOUR_THINGS, words[0]) && before == Some("your");
    let between = words[1..]
        .iter()
        .take(4)
        .take_while(|word| among(BEFORE_STATE, word))
        .count();
    is_thing && words.get(1 + between).is_some_and(|state| among(STATES, state))
}

fn among(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|other| other == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: bool) {
        assert_eq!(claims_to_have_acted(text), expected, "{text}");
    }

    #[test]
    fn claims_are_recognised() {
        for text in [
            "I've set a timer for 5 minutes.",
            "I have just started the timer.",
            "Sure, I'll remind you in an hour.",
            "I will call the reception now.",
            "Okay! Timer set for 10 minutes.",
            "The timer is now set.",
            "Your alarm has been cancelled.",
            "Your message has been sent.",
            "I set a timer for you.",
            "I sent your message.",
            "I’ve booked a table.",
            "I have gone ahead and ordered it.",
            "I'm going to set a timer.",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn other_sentences_are_not() {
        for text in [
            "I can set a timer for you.",
            "I answer questions about this place, set timers, do sums and tell the time.",
            "I have not set a timer.",
            "I can't call anyone.",
            "I am called Mynah.",
            "I was created to answer questions.",
            "The appointment is booked at the reception.",
            "The museum was started in 1901.",
            "You can send a message to the director.",
            "You can set a timer by saying: set a timer for 5 minutes.",
            "No timer is running.",
            "The order was founded in 1200.",
            "I am Mynah. I run entirely on this machine.",
        ] {
            check(text, false);
        }
    }
}
