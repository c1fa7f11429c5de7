//! Days of the week, alone, in spans and lists, and counted within the month.
//!
//! Owns which tokens name them. Dates are `dates`.

use jiff::civil::Weekday;

use super::Value;
use super::calendar::{Nth, NthWeekday, WeekdaySet};
use super::lexicon::{Line, Term};
use super::numerals;
use super::scan::{Piece, Reading, Scan, one};
use super::tokens::{Kind, Token};

/// "Mon–Fri", "Mon, Wed and Fri", "weekends", "по будням", 周二至周五, 周六、日.
pub(super) fn weekdays(scan: &Scan<'_>, at: usize) -> Reading {
    let (mut set, mut next, mut sure) = group(scan, at)?;
    while let Some(start) = separator(scan.line, next).filter(|_| scan.lists || !scan.line.mark(next, ",")) {
        let Some((days, after, all_sure)) = group(scan, start) else {
            break;
        };
        set = set.union(days);
        sure |= all_sure;
        next = after;
    }
    // "Sun" alone shines as well, and who sat?
    (sure || is_day_in_context(scan, at, next)).then_some(())?;
    one(Value::Weekdays(set), at, next)
}

/// A day, or a span of days; and whether its words are surely days.
fn group(scan: &Scan<'_>, at: usize) -> Option<(WeekdaySet, usize, bool)> {
    let line = scan.line;
    let each = line.is(at, Term::Every).unwrap_or(at);
    if let Some((set, next)) = line.term(at, several) {
        return Some((set, after_stop(scan, next), true));
    }
    if let Some((set, next)) = line.term(each, several) {
        return Some((set, next, true));
    }
    // "Every other Monday", "every third Monday" are not every Monday: no day begins here then.
    let ((from, sure), next) = line.term(each, day)?;
    let next = after_stop(scan, next);
    if let Some(start) = span(line, next) {
        if let Some(((to, to_sure), end)) = line.term(start, day) {
            return Some((
                WeekdaySet::between(from, to),
                after_stop(scan, end),
                sure || to_sure,
            ));
        }
        if let Some((to, end)) = short_chinese(scan, at, start) {
            return Some((WeekdaySet::between(from, to), end, true));
        }
    }
    // 周六、日 and 周一三五.
    let mut set = WeekdaySet::of(from);
    let mut next = next;
    loop {
        let part = if scan.line.mark(next, "、") {
            next + 1
        } else {
            next
        };
        let Some((day, end)) = short_chinese(scan, at, part) else {
            break;
        };
        set = set.union(WeekdaySet::of(day));
        next = end;
    }
    Some((set, next, sure || set.len() > 1))
}

fn several(term: Term) -> Option<WeekdaySet> {
    if let Term::Weekdays(set) = term {
        Some(set)
    } else {
        None
    }
}

/// The day of a term, and whether the word is no other one.
pub(super) fn day(term: Term) -> Option<(Weekday, bool)> {
    match term {
        Term::Weekday(day) => Some((day, true)),
        Term::WeakWeekday(day) => Some((day, false)),
        _ => None,
    }
}

/// The place after the full stop of "пн." and "Mon.", unless it ends the sentence.
fn after_stop(scan: &Scan<'_>, at: usize) -> usize {
    let line = scan.line;
    let short = |token: &Token| token.kind == Kind::Word && token.text.chars().count() <= 5;
    let stop = line.mark(at, ".") && line.glued(at) && at > 0 && line.get(at - 1).is_some_and(short);
    let Some(next) = line.get(at + 1).filter(|token| stop && !token.new_line) else {
        return at;
    };
    let small = scan
        .text
        .get(next.range.clone())
        .is_some_and(|word| word.starts_with(char::is_lowercase));
    let day = line.term(at + 1, day).is_some();
    if next.kind != Kind::Word || small || day {
        at + 1
    } else {
        at
    }
}

/// The place after "–" or "to" between two days.
fn span(line: Line<'_>, at: usize) -> Option<usize> {
    if line.get(at)?.new_line {
        return None;
    }
    if line.mark(at, "-") {
        Some(at + 1)
    } else {
        line.is(at, Term::To)
    }
}

/// The place after what stands between the parts of a list of days.
fn separator(line: Line<'_>, at: usize) -> Option<usize> {
    if line.get(at)?.new_line {
        return None;
    }
    let mark = line.mark(at, ",")
        || line.mark(at, "/")
        || line.mark(at, "&")
        || line.mark(at, "+")
        || line.mark(at, "、");
    let next = if mark { at + 1 } else { at };
    let next = line.is(next, Term::And).unwrap_or(next);
    // "Пн, в ср".
    let next = if next > at
        && matches!(
            line.get(next).map(|token| token.text.as_str()),
            Some("on" | "в" | "во" | "по")
        ) {
        next + 1
    } else {
        next
    };
    (next > at && line.get(next).is_some_and(|token| !token.new_line)).then_some(next)
}

/// The 日 of 周六、日: a day without its 周, after a Chinese one.
fn short_chinese(scan: &Scan<'_>, first: usize, at: usize) -> Option<(Weekday, usize)> {
    const DAYS: [(&str, Weekday); 8] = [
        ("一", Weekday::Monday),
        ("二", Weekday::Tuesday),
        ("三", Weekday::Wednesday),
        ("四", Weekday::Thursday),
        ("五", Weekday::Friday),
        ("六", Weekday::Saturday),
        ("日", Weekday::Sunday),
        ("天", Weekday::Sunday),
    ];
    if scan.line.get(first)?.kind != Kind::Han {
        return None;
    }
    let word = scan.word(at);
    // 三楼 and 五点 count something.
    let counts = matches!(
        scan.word(at + 1),
        "楼" | "层"
            | "点"
            | "时"
            | "月"
            | "个"
            | "次"
            | "号"
            | "元"
            | "十"
            | "百"
            | "本"
            | "人"
            | "天"
            | "期"
    );
    let (_, day) = DAYS.iter().find(|(name, _)| *name == word && !counts)?;
    Some((*day, at + 1))
}

/// Whether a word that may be no day stands beside something that shows it is one.
fn is_day_in_context(scan: &Scan<'_>, at: usize, next: usize) -> bool {
    let line = scan.line;
    let written_as_name = line
        .get(at)
        .is_some_and(|token| scan.text[token.range.clone()].starts_with(char::is_uppercase));
    let first = at == 0 || line.get(at).is_some_and(|token| token.new_line);
    let time = line
        .get(next)
        .is_some_and(|token| token.kind == Kind::Digits || token.is(":") || token.is("-"));
    let part = line
        .term(next, |term| {
            matches!(term, Term::MorningHint | Term::EveningHint).then_some(())
        })
        .is_some();
    let alone = first && next == line.tokens.len();
    let listed = scan.parts(next) && (first || scan.parts(at - 1));
    time || part
        || alone
        || listed
        || (written_as_name && (!first || scan.parts(next)))
        || line
            .term(next, |term| (term == Term::Opening).then_some(()))
            .is_some()
        || (at > 0 && line.is(at - 1, Term::Opening).is_some())
        || matches!(
            scan.word(next),
            "only" | "at" | "from" | "til" | "till" | "until" | "close" | "no"
        )
}

/// "1st and 3rd Saturday of the month", "последняя пятница месяца", 每月第一个周六.
pub(super) fn nth_weekdays(scan: &Scan<'_>, at: usize) -> Reading {
    let line = scan.line;
    let monthly = line.is(at, Term::OfMonth).unwrap_or(at);
    let every = line.is(monthly, Term::Every);
    let mut place = every.unwrap_or(monthly);
    let mut counted: Vec<(Nth, usize, usize)> = Vec::new();
    let first = place;
    while let Some((nth, mut next)) = nth(line, place) {
        counted.push((nth, place, next));
        // 第一个周六.
        while line
            .get(next)
            .is_some_and(|token| matches!(token.text.as_str(), "个" | "的" | "個"))
        {
            next += 1;
        }
        place = next;
        if let Some(after) = separator(line, place) {
            // A list goes on with an ordinal or ends with its day.
            if self::nth(line, after).is_none() {
                break;
            }
            place = after;
        }
        // A month has no more of them.
        if counted.len() > 5 {
            return None;
        }
    }
    let ((day, _), next) = line.term(place, day)?;
    if counted.is_empty() {
        return None;
    }
    let of_month = month_after(scan, next);
    let said_monthly = monthly > at || of_month.is_some();
    // "Last Friday" was a week ago; "every third Monday" is every third week or once a month, nobody knows.
    let after_every = line.before(at, Term::Every);
    let heads =
        at == 0 && (scan.ends(next) || line.get(next).is_some_and(|token| token.kind == Kind::Digits));
    let last = !heads && counted.iter().any(|(nth, ..)| *nth == Nth::Last);
    let doubtful = every.is_some() || after_every || last;
    if doubtful && !said_monthly {
        return None;
    }
    let to = of_month.unwrap_or(next);
    let last = counted.len() - 1;
    let pieces = counted
        .iter()
        .enumerate()
        .map(|(index, (nth, place, end))| Piece {
            value: Value::NthWeekday(NthWeekday { nth: *nth, day }),
            from: if index == 0 { at.min(first) } else { *place },
            to: if index == last { to } else { *end },
        });
    Some(pieces.collect())
}

fn nth(line: Line<'_>, at: usize) -> Option<(Nth, usize)> {
    if let Some(next) = line.is(at, Term::Last) {
        return Some((Nth::Last, next));
    }
    let (number, next) = numerals::ordinal(line, at)?;
    let number = u8::try_from(number)
        .ok()
        .filter(|number| (1..=5).contains(number))?;
    Some((Nth::Number(number), next))
}

fn month_after(scan: &Scan<'_>, at: usize) -> Option<usize> {
    if scan.ends(at) {
        return None;
    }
    scan.line.is(at, Term::OfMonth)
}
