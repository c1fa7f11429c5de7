//! Whether a text names a person.
//!
//! Owns what names look like. A name that the question has itself is no answer to "who".

use crate::language::Language;
use crate::question::Question;

/// Before a name.
const TITLES: &[&str] = &[
    "dr",
    "mr",
    "mrs",
    "ms",
    "miss",
    "prof",
    "professor",
    "sister",
    "father",
    "nurse",
    "coach",
    "chef",
    "rev",
    "captain",
    "constable",
    "sgt",
];
/// Words that lead to a name: "ask Moira", "director = Bethan".
const LEADS: &[&str] = &[
    "ask", "call", "ring", "text", "email", "see", "contact", "with", "by", "is", "=",
];
/// Words behind a single name: "Marcus runs it".
const DOES: &[&str] = &[
    "runs", "leads", "teaches", "sees", "handles", "manages", "sorts", "answers",
];
/// Words with a capital that are nobody's name.
const NO_NAMES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "weds",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "christmas",
    "easter",
    "street",
    "road",
    "lane",
    "avenue",
    "room",
    "hall",
    "the",
    "we",
    "it",
    "he",
    "she",
    "they",
    "you",
    "our",
    "your",
    "please",
    "no",
    "not",
    "only",
    "and",
    "or",
    "if",
    "tea",
    "under",
    "over",
    "adult",
    "adults",
    "child",
    "children",
    "free",
    "open",
    "closed",
    "day",
    "night",
];

/// Whether one of the texts names somebody whom the question does not name.
pub(super) fn names_somebody(question: &Question, texts: &[&str]) -> bool {
    texts
        .iter()
        .any(|text| Language::of(text) == Language::Chinese || names_one(question, text))
}

fn names_one(question: &Question, text: &str) -> bool {
    let unquoted = without_quotations(text);
    let words: Vec<&str> = unquoted.split_whitespace().collect();
    let plain = |word: &str| -> String {
        word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '=')
            .to_lowercase()
    };
    let is_name = |at: usize| {
        let Some(word) = words.get(at) else {
            return false;
        };
        let mut letters = word
            .trim_matches(|letter: char| !letter.is_alphanumeric())
            .chars();
        let capital =
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        let plain = plain(word);
        capital
            && !NO_NAMES.contains(&plain.as_str())
            && !question.tokens.iter().any(|token| token.word == plain)
    };
    let ends = |at: usize| words[at].ends_with(['.', '!', '?', ':', ';']);
    (0..words.len()).any(|at| {
        let word = plain(words[at]);
        let next = is_name(at + 1);
        let pair = is_name(at) && next && !ends(at);
        let titled = TITLES.contains(&word.as_str()) && next;
        let led = LEADS.contains(&word.as_str()) && next && !ends(at);
        let does = is_name(at)
            && words
                .get(at + 1)
                .is_some_and(|next| DOES.contains(&plain(next).as_str()));
        pair || titled || led || does
    })
}

/// A play's or a book's title names nobody.
fn without_quotations(text: &str) -> String {
    let mut outside = true;
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' => outside = !outside,
            '“' | '«' => outside = false,
            '”' | '»' => outside = true,
            letter if outside => kept.push(letter),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::names_somebody;
    use crate::language::Language;
    use crate::lexicon::Lexicon;
    use crate::question::QuestionReader;

    #[test]
    fn a_name_counts_that_the_question_does_not_have() {
        let lexicon = Lexicon::load();
        let reader = QuestionReader::load(&lexicon);
        let names = |question: &str, text: &str| {
            names_somebody(&reader.read(question, Language::English, &lexicon), &[text])
        };
        for (question, text) in [
            ("who runs the youth theatre", "Youth theatre: Marcus runs it"),
            ("who is directing", "director = Bethan Okoro"),
            ("who do I ask about keys", "for keys ask Moira"),
            ("who is the vet", "Dr Patel, Mondays"),
        ] {
            assert!(names(question, text), "{text}");
        }
        for (question, text) in [
            (
                "who plays the murderer in Moss End",
                "Murder at Moss End has flashing lights.",
            ),
            (
                "who are the comics on at Laughing Gear",
                "Laughing Gear comedy night: company four comics",
            ),
            (
                "who wrote the play",
                "AUDITIONS for \"Rye Bread and Roses\" - Sunday 31 Jan",
            ),
        ] {
            assert!(!names(question, text), "{text}");
        }
    }
}
