//! What the words around a number say about its case and gender.

use super::words::{Case, Gender};
use crate::text::Text;

const GENITIVE: &str = "до от с со из без для около после у более менее свыше больше меньше против кроме порядка старше \
    младше выше ниже позднее позже раньше ранее дороже дешевле возрасте вокруг из-за длиннее тяжелее ближе \
    дальше течение";
const DATIVE: &str = "к ко благодаря равно равна равен";
const ACCUSATIVE: &str = "в во на за через по про спустя сквозь под";
const INSTRUMENTAL: &str = "между над перед";
const PREPOSITIONAL: &str = "о об обо при";

fn listed(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_whitespace().any(|listed| listed == word)
}

/// The case that the word before a position governs, with the noun after the number as a further witness.
pub(super) fn case(text: &Text<'_>, at: usize, noun: &str) -> Case {
    // "до −20 °C": the sign stands between the preposition and the number.
    let signed = at.checked_sub(1).filter(|sign| text.is_any(*sign, "-−+–"));
    let at = signed.unwrap_or(at);
    // The letter of a code governs nothing: "К123".
    let previous = if text.joined_left(at) {
        String::new()
    } else {
        text.adjacent_word(at).to_lowercase()
    };
    let noun = noun.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| noun.ends_with(ending));
    if noun.chars().count() > 3 {
        if ends(&["ами", "ями", "ьми"]) {
            return Case::Instrumental;
        }
        if ends(&["ах", "ях"]) && !previous.is_empty() {
            return Case::Prepositional;
        }
        if ends(&["ам", "ям"]) && listed("к ко по благодаря", &previous) {
            return Case::Dative;
        }
    }
    let about = previous.is_empty() && text.previous_word(at) == "ок";
    if about || listed(GENITIVE, &previous) {
        Case::Genitive
    } else if listed(DATIVE, &previous) {
        Case::Dative
    } else if listed(ACCUSATIVE, &previous) {
        Case::Accusative
    } else if listed(INSTRUMENTAL, &previous) {
        Case::Instrumental
    } else if listed(PREPOSITIONAL, &previous) {
        Case::Prepositional
    } else if matches!(previous.as_str(), "и" | "или") && governed_before(text, at) {
        Case::Instrumental
    } else {
        Case::Nominative
    }
}

/// Whether "между" stands before the first of two numbers: "между 5 и 7".
fn governed_before(text: &Text<'_>, at: usize) -> bool {
    (at.saturating_sub(8)..at).any(|before| text.is(before, "между"))
}

/// Nouns in a soft sign that are feminine.
const FEMININE: &str = "ночь дверь площадь часть кровать очередь тетрадь печать запись область скатерть морковь соль вещь \
    мышь роль цель речь кость смерть жизнь степень скорость должность новость лошадь ступень жидкость ёмкость модель";
/// Nouns in -а and -я that are masculine or neuter.
const MASCULINE: &str = "евро кофе мужчина папа дедушка дядя юноша судья";
const NEUTER: &str = "время имя знамя пламя семя";

/// The gender that 1 and 2 take before the words after a number, and whether "одна" is accusative.
///
/// `few` for numbers that end in 2, whose noun stands in the genitive singular.
pub(super) fn gender(text: &Text<'_>, at: usize, few: bool) -> (Gender, bool) {
    let start = text.skip_space(at);
    let Some(word) = text.word(start).map(str::to_lowercase) else {
        return (Gender::Masculine, false);
    };
    let adjective =
        |endings: &[&str]| word.chars().count() > 4 && endings.iter().any(|ending| word.ends_with(ending));
    if few {
        if adjective(&["ых", "их"]) {
            return gender(text, start + 1, few);
        }
        let feminine = adjective(&["ые", "ие"])
            || word.ends_with(['ы', 'и']) && word.chars().count() > 2 && word != "пути" && word != "или";
        return (
            if feminine {
                Gender::Feminine
            } else {
                Gender::Masculine
            },
            false,
        );
    }
    if adjective(&["ую", "юю"]) || word.ends_with(['у', 'ю']) && word.chars().count() > 2 {
        return (Gender::Feminine, true);
    }
    let gender = match word.chars().next_back() {
        _ if adjective(&["ая", "яя"]) => Gender::Feminine,
        _ if adjective(&["ое", "ее"]) => Gender::Neuter,
        _ if listed(MASCULINE, &word) => Gender::Masculine,
        _ if listed(NEUTER, &word) => Gender::Neuter,
        Some('а' | 'я') if word.chars().count() > 2 => Gender::Feminine,
        Some('о' | 'е' | 'ё') if word.chars().count() > 3 => Gender::Neuter,
        Some('ь') if listed(FEMININE, &word) => Gender::Feminine,
        _ => Gender::Masculine,
    };
    (gender, false)
}
