//! Labels and headings of exceptions: "Exceptions: 12 December closed.", "## Holidays", "Changes this winter".
//!
//! Owns what names nothing that has hours of its own, so that what it says is of the place around it.

/// Labels of an entry whose value is nothing but exceptions.
const LABELS: [&str; 16] = [
    "exceptions",
    "exception",
    "except",
    "closures",
    "closed dates",
    "special days",
    "special dates",
    "changes",
    "note",
    "nb",
    "please note",
    "исключения",
    "исключение",
    "внимание",
    "例外",
    "注意",
];

/// Words one of which a heading of exceptions has.
const KINDS: [&str; 25] = [
    "exception",
    "exceptions",
    "closure",
    "closures",
    "closed",
    "special",
    "different",
    "changed",
    "changes",
    "исключения",
    "исключение",
    "особые",
    "изменения",
    "изменение",
    "праздники",
    "праздничные",
    "праздничный",
    "закрыто",
    "новогодние",
    "закрытия",
    "санитарные",
    "санитарный",
    "праздникам",
    "праздничных",
    "выходные",
];

/// Days that a heading may name, under which something may take place too: a service on Easter Sunday.
const DAYS: [&str; 6] = ["holiday", "holidays", "christmas", "xmas", "easter", "festive"];
/// Words with which such a heading speaks of opening.
const OPENING: [&str; 5] = ["bank", "public", "opening", "hours", "times"];

/// Words that it may have beside them.
const OTHERS: [&str; 54] = [
    "and",
    "the",
    "to",
    "of",
    "for",
    "in",
    "at",
    "on",
    "our",
    "this",
    "from",
    "these",
    "days",
    "dates",
    "day",
    "school",
    "new",
    "year",
    "year's",
    "years",
    "season",
    "period",
    "winter",
    "autumn",
    "when",
    "we",
    "we're",
    "are",
    "regular",
    "usual",
    "normal",
    "weekly",
    "please",
    "note",
    "other",
    "some",
    "planned",
    "upcoming",
    "и",
    "в",
    "из",
    "по",
    "дни",
    "дней",
    "график",
    "графике",
    "графика",
    "режим",
    "режиме",
    "работы",
    "часы",
    "каникулы",
    "даты",
    "расписании",
];

/// The same in Chinese, where words are not parted.
const CHINESE: [&str; 10] = [
    "例外",
    "特殊",
    "节假日",
    "假期",
    "放假",
    "春节",
    "调整",
    "变动",
    "闭馆日",
    "休馆日",
];
/// Characters that such a heading may have beside them: 春节庙会 is a fair.
const CHINESE_OTHERS: &str = "安排开放时间通知说明公告日及和与期间的营业闭馆年月号情况";

/// What a heading says of the hours below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    /// That they are exceptions.
    Exceptions,
    /// The days on which something may take place.
    Days,
}

/// "Exceptions: 12 December closed."
pub(super) fn is_label(key: &str) -> bool {
    LABELS.contains(&key.trim().to_lowercase().as_str())
}

/// "Exceptions", "Bank holidays and Christmas", "Closures 2026", "Праздничные дни", 节假日安排; "Easter" names days. "Christmas market" is
/// neither.
pub(super) fn heading(text: &str) -> Option<Heading> {
    let lower = text.to_lowercase().replace('’', "'");
    let exceptions = |is: bool| is.then_some(Heading::Exceptions);
    if lower.chars().any(is_han) {
        let has_only = |word: &&&str| {
            let rest = lower.replace(**word, "");
            let mut letters = rest.chars().filter(|letter| is_han(*letter));
            lower.contains(**word) && letters.all(|letter| CHINESE_OTHERS.contains(letter))
        };
        return exceptions(CHINESE.iter().find(has_only).is_some());
    }
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '\'';
    let words: Vec<&str> = lower
        .split(|letter: char| !is_letter(letter))
        .filter(|word| !word.is_empty())
        .collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let is_known = |word: &&str| {
        let is_year = word.bytes().all(|byte| byte.is_ascii_digit());
        is_year
            || KINDS.contains(word)
            || DAYS.contains(word)
            || OPENING.contains(word)
            || OTHERS.contains(word)
    };
    if is_label(&lower) {
        return Some(Heading::Exceptions);
    }
    if !words.iter().all(is_known) {
        return None;
    }
    if has(&KINDS) || has(&DAYS) && has(&OPENING) {
        return Some(Heading::Exceptions);
    }
    has(&DAYS).then_some(Heading::Days)
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}')
}
