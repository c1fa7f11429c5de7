//! The few sentences that the conversation says by itself, and the answers to them, in English, Russian and Chinese.
//!
//! Owns words only. Everything else that is said comes from the mind.

/// What is said in one language.
struct Phrases {
    /// The reply to the wake word alone.
    called: &'static str,
    /// To somebody who was not understood.
    repeat: &'static str,
    /// Around the words that may have been said.
    confirm: (&'static str, &'static str),
    /// While an answer takes long.
    one_moment: &'static str,
}

const ENGLISH: Phrases = Phrases {
    called: "Yes?",
    repeat: "Sorry, what was that?",
    confirm: ("Did you say “", "”?"),
    one_moment: "One moment.",
};
const RUSSIAN: Phrases = Phrases {
    called: "Да?",
    repeat: "Извините, повторите, пожалуйста.",
    confirm: ("Вы сказали: «", "»?"),
    one_moment: "Минутку.",
};
const CHINESE: Phrases = Phrases {
    called: "我在。",
    repeat: "不好意思，请再说一遍。",
    confirm: ("您说的是“", "”吗？"),
    one_moment: "请稍等。",
};

/// Whole utterances that confirm, in lower case without punctuation.
const YES: [&str; 26] = [
    "yes",
    "yes please",
    "yeah",
    "yep",
    "yup",
    "sure",
    "right",
    "correct",
    "exactly",
    "that's right",
    "that is right",
    "yes i did",
    "i did",
    "да",
    "ага",
    "да пожалуйста",
    "верно",
    "правильно",
    "именно",
    "是",
    "是的",
    "对",
    "对的",
    "没错",
    "嗯",
    "好的",
];
/// Whole utterances that deny.
const NO: [&str; 19] = [
    "no",
    "nope",
    "no i didn't",
    "no i did not",
    "i didn't",
    "wrong",
    "that's wrong",
    "not that",
    "no thanks",
    "нет",
    "не то",
    "неверно",
    "неправильно",
    "нет не то",
    "不",
    "不是",
    "不对",
    "没有",
    "错了",
];

/// The phrases of the language with this code (`ru`, `zh-CN`); English for others.
fn phrases(language: Option<&str>) -> &'static Phrases {
    let code = language.unwrap_or_default();
    match code.split(['-', '_']).next() {
        Some("ru") => &RUSSIAN,
        Some("zh") => &CHINESE,
        _ => &ENGLISH,
    }
}

/// The reply to the wake word alone.
pub(super) fn called(language: Option<&str>) -> &'static str {
    phrases(language).called
}

/// What is said while an answer takes long.
pub(super) fn one_moment(language: Option<&str>) -> &'static str {
    phrases(language).one_moment
}

/// What is said to somebody who was not understood.
pub(super) fn repeat(language: Option<&str>) -> &'static str {
    phrases(language).repeat
}

/// The question whether this was said.
pub(super) fn confirm(heard: &str, language: Option<&str>) -> String {
    let (before, after) = phrases(language).confirm;
    let heard = heard.trim_end_matches(['.', '?', '!', '。', '？', '！']);
    format!("{before}{heard}{after}")
}

/// Whether the whole utterance says yes.
pub(super) fn means_yes(words: &str) -> bool {
    YES.contains(&plain(words).as_str())
}

/// Whether the whole utterance says no.
pub(super) fn means_no(words: &str) -> bool {
    NO.contains(&plain(words).as_str())
}

/// In lower case, with single spaces, without punctuation.
pub(super) fn plain(words: &str) -> String {
    let kept: String = words
        .replace('’', "'")
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() || letter == '\'' {
                letter
            } else {
                ' '
            }
        })
        .collect();
    kept.to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_whole_utterances() {
        for words in [
            "Yes.",
            "Yes, please!",
            "That’s right.",
            "Да, пожалуйста.",
            "是的。",
        ] {
            assert!(means_yes(words) && !means_no(words), "{words}");
        }
        for words in ["No.", "No, I didn't.", "Нет, не то.", "不对！"] {
            assert!(means_no(words) && !means_yes(words), "{words}");
        }
        for words in ["Yes, and where is the pool?", "No smoking area", ""] {
            assert!(!means_yes(words) && !means_no(words), "{words}");
        }
    }

    #[test]
    fn the_question_back_is_in_the_language_of_the_conversation() {
        let pool = "Where is the pool?";
        assert_eq!(confirm(pool, Some("en")), "Did you say “Where is the pool”?");
        assert_eq!(repeat(None), ENGLISH.repeat);
        assert_eq!(repeat(Some("ru")), RUSSIAN.repeat);
        assert_eq!(repeat(Some("zh-CN")), CHINESE.repeat);
        assert_eq!(called(Some("de")), "Yes?");
    }
}
