//! Words whose full stop ends no sentence.
//!
//! Owns the words of English and Russian, and what a full stop after a word means.

use super::super::word_list::WordList;

/// What a full stop after a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The sentence ends.
    Sentence,
    /// It ends if a capital letter follows: "till 5 p.m. Then we close."
    BeforeCapital,
    /// It ends unless a number follows: "No. 5".
    BeforeNoNumber,
    /// It does not end.
    Never,
}

/// Something always follows them.
static NEVER: WordList = WordList::new(
    "dr mr mrs ms prof rev mt sgt capt gen hon e.g i.e eg ie approx ca cf vs tel fig messrs mme \
     mlle эл ул кв им проф акад т.е просп пер корп стр тел каб оф наб бул обл пос св рис гл напр доп моб \
     доб см пр-т б-р р-н ст пл кл гр",
);
/// Something may follow them.
static BEFORE_CAPITAL: WordList = WordList::new(
    "min mins max hr hrs sec secs wk wks yr yrs mo sq ft kg lb lbs oz km a.m p.m etc incl excl inc ltd co \
     corp jr sr ave rd blvd bldg dept apt est adm temp avg ext vol ed esp misc no.s u.s u.k st mon tue \
     tues wed weds thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec гг руб \
     коп час мин сек чел тыс млн млрд т.д т.п др пр эт шт кг км пн вт ср чт пт сб вс янв фев февр мар \
     апр июн июл авг сен сент окт ноя нояб дек вкл ок макс прибл искл проч н.э м.б в.т.ч комн сут нед \
     мес ежедн бесп взр дет льгот экз ауд  пом дн",
);
/// Only a number follows them.
static BEFORE_NUMBER: WordList = WordList::new("no nos nr pp p pos rm");
/// Words without a vowel that are no abbreviations in these notes.
static WHOLE: WordList = WordList::new(
    "pm am tv tvs bbq bbqs wc wcs cd cds dvd dvds sms ppl pls plz thx rv rvs pc pcs hmm nhs bldgs wknds",
);
/// They are named by a letter: "bay E".
static LETTERED: WordList = WordList::new(
    "bay zone hall room gate block building wing floor platform stop section area plan group class \
     stand exit entrance door lot row level terminal vitamin pool stage track cabin site ward bus line \
     route or and type category option корпус зал подъезд зона зоне зоны вход входа выход выхода \
     кабинет сектор секторе ряд блок блоке литера платформа корпуса корпусе класс группа группы \
     категории",
);

/// What a full stop after `before`, a sentence up to that stop, means.
pub(super) fn stop(before: &str) -> Stop {
    let mut words = before.rsplit(|letter: char| {
        letter.is_whitespace() || matches!(letter, '(' | '"' | '“' | '«' | '/' | '–' | '—' | '[')
    });
    let written = words.next().unwrap_or_default();
    let written = written.trim_start_matches(['\'', '‘', ',', ':']);
    let preceding = words.find(|word| !word.is_empty()).unwrap_or_default();
    let word = written.to_lowercase();
    let after_number = preceding.ends_with(|letter: char| letter.is_ascii_digit());
    let mut letters = word.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return after_letter(letter, written, preceding, after_number);
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty() {
        // "1. Bring a towel" is numbered; "closes at 5. Call us" is not.
        return if preceding.is_empty() {
            Stop::Never
        } else {
            Stop::Sentence
        };
    }
    let is = |list: &WordList| list.has(&word);
    match () {
        () if word == "st" => after_street(before, preceding),
        () if matches!(word.as_str(), "см" | "ст") && after_number => Stop::BeforeCapital,
        () if is(&NEVER) => Stop::Never,
        // "Mon. Closed": what follows is said of it.
        () if is(&BEFORE_CAPITAL) && preceding.is_empty() => Stop::Never,
        () if is(&BEFORE_CAPITAL) => Stop::BeforeCapital,
        () if is(&BEFORE_NUMBER) => Stop::BeforeNoNumber,
        () if is_initials(&word) => Stop::BeforeCapital,
        () if is(&WHOLE) || has_vowel(&word) => Stop::Sentence,
        () => Stop::BeforeCapital,
    }
}

/// "J. Young" and "И. П. Тарасова", but "beside bay E. The café".
fn after_letter(letter: char, written: &str, preceding: &str, after_number: bool) -> Stop {
    let preceding = preceding.to_lowercase();
    match letter {
        'i' => Stop::Sentence,
        'p' => Stop::BeforeNoNumber,
        // "и т. д.", "и т. п."
        'д' | 'п' if preceding == "т." => Stop::BeforeCapital,
        'г' | 'ч' | 'м' | 'р' | 'л' | 'c' | 'h' | 'm' | 'g' | 'l' if after_number => Stop::BeforeCapital,
        _ if LETTERED.has(&preceding) && written.chars().all(char::is_uppercase) => Stop::Sentence,
        '0'..='9' if preceding.is_empty() => Stop::Never,
        _ if !letter.is_alphabetic() || super::is_han(letter) => Stop::Sentence,
        // "watch u. bring": a word of casual notes.
        'u' | 'b' if written.chars().all(char::is_lowercase) && !preceding.is_empty() => Stop::Sentence,
        _ => Stop::Never,
    }
}

/// "St. Mary's", but "14 Church St. The door is red."
fn after_street(before: &str, preceding: &str) -> Stop {
    let is_name = preceding.starts_with(char::is_uppercase);
    let number = before.split_whitespace().rev().nth(2).unwrap_or_default();
    if is_name && number.starts_with(|letter: char| letter.is_ascii_digit()) {
        Stop::BeforeCapital
    } else {
        Stop::Never
    }
}

/// "a.m", "т.е", "U.S": single letters with stops between them.
fn is_initials(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() == 1 && !part.starts_with(char::is_numeric))
}

/// Words without a vowel are mostly abbreviations; those of other scripts, and those with digits, are not judged.
fn has_vowel(word: &str) -> bool {
    word.contains([
        'a', 'e', 'i', 'o', 'u', 'y', 'а', 'е', 'ё', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я',
    ]) || !word
        .chars()
        .all(|letter| letter.is_ascii_lowercase() || matches!(letter, 'а'..='я'))
}
