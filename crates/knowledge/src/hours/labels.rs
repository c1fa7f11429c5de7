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
const KINDS: [&str; 31] = [
    "exception",
    "exceptions",
    "closure",
    "closures",
    "closed",
    "special",
    "different",
    "changed",
    "changes",
    "holiday",
    "holidays",
    "christmas",
    "xmas",
    "easter",
    "festive",
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

/// Words that it may have beside them.
const OTHERS: [&str; 59] = [
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
    "bank",
    "public",
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
    "opening",
    "hours",
    "times",
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

/// "Exceptions: 12 December closed."
pub(super) fn is_label(key: &str) -> bool {
    LABELS.contains(&key.trim().to_lowercase().as_str())
}

/// "Exceptions", "Bank holidays and Christmas", "Closures 2026", "Праздничные дни", 节假日安排. "Christmas market" is none.
pub(super) fn is_heading(heading: &str) -> bool {
    let lower = heading.to_lowercase().replace('’', "'");
    if lower
        .chars()
        .any(|letter| matches!(letter, '\u{4e00}'..='\u{9fff}'))
    {
        return lower.chars().count() <= 12 && CHINESE.iter().any(|word| lower.contains(word));
    }
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '\'';
    let words = lower
        .split(|letter: char| !is_letter(letter))
        .filter(|word| !word.is_empty());
    let mut has_kind = false;
    for word in words {
        let is_kind = KINDS.contains(&word);
        let is_year = word.bytes().all(|byte| byte.is_ascii_digit());
        if !(is_kind || is_year || OTHERS.contains(&word)) {
            return is_label(&lower);
        }
        has_kind |= is_kind;
    }
    has_kind || is_label(&lower)
}
