//! Text normalisation, the front end of speech synthesis: written text becomes the words that a person would read aloud.
//!
//! In reading order: `clean` removes markup, emoji and control characters; `text` splits the rest into tokens; `forms` finds
//! what is written the same way everywhere (numbers, times, dates, telephone numbers, addresses, Roman numerals); `en`, `ru` and
//! `zh` hold one grammar each: an ordered list of rules, number words, and tables of units, currencies and abbreviations;
//! `output` joins words and pauses. Nothing here makes a sound.
//!
//! Every rule looks at a bounded number of tokens, so the time is linear in the length of the text. A word that no rule
//! understands is passed on unchanged.
//!
//! To add a unit, a currency or an abbreviation, add a row to the `tables` of the language.

mod clean;
mod en;
mod forms;
mod grammar;
mod language;
mod output;
mod ru;
mod text;
mod zh;

pub use language::Language;

use grammar::Grammar;

/// The words that are read aloud for a written text.
///
/// Numbers, dates, times, money, units, abbreviations, addresses and signs become words; markup, emoji, control and private-use
/// characters disappear; the ends of headings and list items become ends of sentences. Words stay as they are, and so does
/// punctuation that a voice turns into a pause. Text without any word gives an empty string. Any text is accepted, in time
/// linear in its length.
///
/// ```
/// use mynah_normalise::{Language, normalise};
///
/// assert_eq!(
///     normalise("Tickets cost £45.50 at 14 Church St.", Language::English),
///     "Tickets cost forty five pounds fifty at fourteen Church Street."
/// );
/// assert_eq!(normalise("60 км/ч", Language::Russian), "шестьдесят километров в час");
/// assert_eq!(normalise("共1,250元", Language::Chinese), "共一千二百五十元");
/// ```
pub fn normalise(text: &str, language: Language) -> String {
    let cleaned = clean::clean(text);
    let grammar: &Grammar = match language {
        Language::English => &en::GRAMMAR,
        Language::Russian => &ru::GRAMMAR,
        Language::Chinese => &zh::GRAMMAR,
    };
    grammar.read(&cleaned)
}

/// The text without markup, emoji, control and private-use characters, for languages that have no grammar: numbers and
/// abbreviations stay as they are. Text without any letter or figure gives an empty string.
///
/// ```
/// assert_eq!(mynah_normalise::without_markup("**Um 9:30** 🙂"), "Um 9:30");
/// ```
pub fn without_markup(text: &str) -> String {
    let cleaned = clean::clean(text);
    if !cleaned.chars().any(char::is_alphanumeric) {
        return String::new();
    }
    let mut plain = String::with_capacity(cleaned.len());
    for line in cleaned.lines().filter(|line| !line.trim().is_empty()) {
        if plain.ends_with(char::is_alphanumeric) {
            plain.push('.');
        }
        for word in line.split_whitespace() {
            if !plain.is_empty() {
                plain.push(' ');
            }
            plain.push_str(word);
        }
    }
    plain
}

/// Whether the full stop at the byte position `at` of `text` belongs to an abbreviation, an initial or a number, so that it does
/// not end a sentence.
///
/// `at` is the position of the stop itself. What follows it may be missing, if it has not been written yet.
///
/// ```
/// use mynah_normalise::{Language, is_abbreviation};
///
/// assert!(is_abbreviation("Ask Dr. West.", 6, Language::English));
/// assert!(!is_abbreviation("Ask Dr. West.", 12, Language::English));
/// ```
pub fn is_abbreviation(text: &str, at: usize, language: Language) -> bool {
    grammar::ends_abbreviation(text, at, language)
}
