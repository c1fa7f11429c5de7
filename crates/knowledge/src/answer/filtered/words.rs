//! What the words of a question and of a cell say of a list: how many are asked for, what is denied, yes and no.
//!
//! Owns these word lists. Which rows are told is `filtered`'s.

use crate::language::Language;
use crate::question::Question;
use crate::reader::is_blank;
use crate::values::Value;

/// A negation counts within this many words before the property.
const NEGATION_REACH: usize = 4;

/// "Which cars", "what rooms", "какие", 哪些: more than one is asked for, and nothing of them but which they are.
pub(super) fn asks_for_several(question: &Question) -> bool {
    let words = question.words();
    let text = question.text.as_str();
    match question.language {
        Language::English => {
            let which = words.iter().position(|word| matches!(*word, "which" | "what"));
            // "What have you got that contains nuts?"
            let that = words.iter().position(|word| *word == "that");
            let any_that = text.to_lowercase().starts_with("what")
                && that.is_some_and(|at| {
                    let before = at.checked_sub(1).map_or("", |before| words[before]);
                    matches!(
                        before,
                        "got" | "have" | "sell" | "do" | "serve" | "offer" | "anything" | "things"
                    )
                });
            any_that
                || which.is_some_and(|at| {
                    let next = words.get(at + 1).copied().unwrap_or_default();
                    let noun = words.get(at + 2).copied().unwrap_or_default();
                    let is_asked =
                        |word: &str| is_plural(word) && !matches!(word, "does" | "times" | "days" | "hours");
                    next == "of"
                        || is_asked(next)
                        || matches!(next, "kind" | "kinds" | "sort" | "sorts" | "all")
                        || is_asked(noun) && !crate::question::is_auxiliary(next)
                })
        }
        Language::Russian => words
            .iter()
            .any(|word| matches!(*word, "какие" | "каких" | "которые")),
        Language::Chinese => ["哪些", "哪几", "有什么", "都有"]
            .iter()
            .any(|word| text.contains(word)),
    }
}

/// The token that says what the things are: "which tours", "what kinds of trolley".
pub(super) fn place_of_kind(question: &Question) -> Option<usize> {
    let words = question.words();
    let which = words.iter().position(|word| matches!(*word, "which" | "what"))?;
    let of = words
        .iter()
        .skip(which)
        .take(4)
        .position(|word| *word == "of")
        .map(|at| which + at);
    let start = of.unwrap_or(which) + 1;
    let plural = words.iter().skip(start).take(3).position(|word| is_plural(word));
    Some(start + plural.unwrap_or(0))
}

/// Whether an English word looks like the plural of a noun.
fn is_plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !word.ends_with("ss")
}

/// Whether the token at this place says when: a month, a season.
pub(super) fn is_when(question: &Question, at: usize) -> bool {
    question.is_part_of(at, |value| {
        matches!(value, Value::Month(_) | Value::Season(_) | Value::Holiday(_))
    })
}

/// Whether the word at this place is denied by one shortly before it.
pub(super) fn is_negated(question: &Question, at: usize) -> bool {
    let words = question.words();
    let end = at.min(words.len());
    let mut before = words[end.saturating_sub(NEGATION_REACH)..end].iter();
    match question.language {
        Language::English => before.any(|word| {
            matches!(
                *word,
                "not"
                    | "no"
                    | "without"
                    | "lack"
                    | "lacks"
                    | "havent"
                    | "dont"
                    | "arent"
                    | "isnt"
                    | "cannot"
                    | "never"
                    | "neither"
                    | "nor"
            ) || word.ends_with("n't")
                || word.ends_with("n’t")
        }),
        Language::Russian => before.any(|word| matches!(*word, "не" | "нет" | "без")),
        Language::Chinese => before.any(|word| matches!(*word, "没" | "不" | "无")),
    }
}

/// Whether a cell says that there is none of something.
pub(super) fn denies(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|letter: char| !letter.is_alphabetic());
    words.any(|word| {
        matches!(
            word,
            "no" | "not" | "non" | "without" | "free" | "нет" | "без" | "не"
        )
    }) || text.contains(['无', '没', '不'])
}

/// Whether a cell has whatever its column is about.
pub(super) fn says_all(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|letter: char| !letter.is_alphabetic());
    words.any(|word| {
        matches!(
            word,
            "all" | "any" | "every" | "everyone" | "both" | "mixed" | "все" | "любой" | "оба"
        )
    }) || ["全部", "所有", "均可", "都"]
        .iter()
        .any(|word| text.contains(word))
}

/// Whether nothing of the question is left that a column of words cannot answer: a time, a price, an age, or that it
/// is to be free of something.
pub(super) fn is_applied_whole(question: &Question) -> bool {
    const DENYING: [&str; 14] = [
        "free",
        "non",
        "allergy",
        "allergic",
        "allergies",
        "avoid",
        "safe",
        "intolerant",
        "except",
        "besides",
        "other",
        "else",
        "кроме",
        "аллергия",
    ];
    let is_left = |value: &Value| {
        matches!(
            value,
            Value::Time { .. }
                | Value::TimeRange { .. }
                | Value::Date(_)
                | Value::DateRange(_)
                | Value::Season(_)
                | Value::Money(_)
                | Value::Age(_)
                | Value::Distance { .. }
                | Value::Weight { .. }
        )
    };
    let denies = question.words().iter().any(|word| DENYING.contains(word));
    let han = ["过敏", "除了"].iter().any(|word| question.text.contains(word));
    !denies && !han && !question.values.iter().any(|found| is_left(&found.value))
}

pub(super) fn is_yes(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    matches!(
        text.as_str(),
        "yes" | "y" | "✓" | "✔" | "да" | "есть" | "+" | "有" | "是" | "可" | "可以"
    )
}

pub(super) fn is_no(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    is_blank(&text)
        || matches!(
            text.as_str(),
            "no" | "n" | "x" | "✗" | "none" | "нет" | "无" | "否" | "没有" | "不可"
        )
}
