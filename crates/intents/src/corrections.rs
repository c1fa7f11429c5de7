//! Words that a transcript or a thumb got slightly wrong.
//!
//! Owns the replacement of an unknown word by the one known word that is a letter away. It is tried only when
//! nothing else has parsed, and never makes up free text.

use crate::Language;
use crate::grammar::Grammar;
use crate::slots::Tables;
use crate::text::Token;

/// Shorter words have too many neighbours.
const MIN_LEN: usize = 5;
/// More mistakes than this are no mistakes.
const MAX_CORRECTIONS: usize = 2;
/// An utterance of fewer words says too little to be sure.
const MIN_WORDS: usize = 3;

/// Words of the slots that no grammar holds.
const ENGLISH: &str = "zero three seven eight eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen \
twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million second seconds minute minutes hour hours \
quarter monday tuesday wednesday thursday friday saturday sunday january february march april august september october \
november december tomorrow yesterday morning afternoon evening tonight today midnight percent divided multiplied squared \
weeks months years dozen point";
const RUSSIAN: &str = "четыре шесть восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать \
шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят \
девяносто двести триста минута минуты минут минуту секунда секунды секунд секунду часов сегодня завтра послезавтра вчера \
понедельник вторник среду четверг пятницу субботу воскресенье января февраля марта апреля августа сентября октября ноября \
декабря процентов умножить разделить полчаса";

/// The words with the unknown ones put right; `None` when none could be, or too many had to be.
pub(crate) fn corrected(
    tokens: &[Token],
    grammar: &Grammar,
    tables: &Tables,
    language: Language,
) -> Option<Vec<Token>> {
    let extra = match language {
        Language::English => ENGLISH,
        Language::Russian => RUSSIAN,
        Language::Chinese => return None,
    };
    if tokens.len() < MIN_WORDS {
        return None;
    }
    let known: Vec<&str> = grammar
        .vocabulary()
        .chain(extra.split(' '))
        .chain(tables.places.names(language).vocabulary())
        .chain(tables.units.names(language).vocabulary())
        .chain(tables.holidays.names(language).vocabulary())
        .collect();
    let mut corrected = tokens.to_vec();
    let mut changes = 0;
    for token in &mut corrected {
        let letters: Vec<char> = token.word.chars().collect();
        let is_word = letters.iter().all(|letter| letter.is_alphabetic());
        if letters.len() < MIN_LEN || !is_word || known.contains(&token.word.as_str()) {
            continue;
        }
        if let Some(word) = only_neighbour(&letters, &known) {
            word.clone_into(&mut token.word);
            changes += 1;
        }
    }
    (1..=MAX_CORRECTIONS).contains(&changes).then_some(corrected)
}

/// The one known word that is a letter away; two of them are none.
fn only_neighbour<'a>(letters: &[char], known: &[&'a str]) -> Option<&'a str> {
    let mut found: Option<&str> = None;
    for &word in known {
        let length = word.chars().count();
        if length < MIN_LEN - 1 || length.abs_diff(letters.len()) > 1 || found == Some(word) {
            continue;
        }
        let other: Vec<char> = word.chars().collect();
        if is_a_letter_away(letters, &other) {
            if found.is_some() {
                return None;
            }
            found = Some(word);
        }
    }
    found
}

/// One letter more, less, other, or two swapped.
fn is_a_letter_away(a: &[char], b: &[char]) -> bool {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Less => a == &b[1..],
        std::cmp::Ordering::Greater => &a[1..] == b,
        std::cmp::Ordering::Equal => {
            let is_swapped = a.len() >= 2 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..];
            !a.is_empty() && (a[1..] == b[1..] || is_swapped)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_a_letter_away() {
        for (a, b, expected) in [
            ("timmer", "timer", true),
            ("tiner", "timer", true),
            ("tiemr", "timer", true),
            ("timr", "timer", true),
            ("tower", "timer", false),
            ("timer", "timer", false),
        ] {
            let a: Vec<char> = a.chars().collect();
            let b: Vec<char> = b.chars().collect();
            assert_eq!(is_a_letter_away(&a, &b), expected, "{a:?}");
        }
    }
}
