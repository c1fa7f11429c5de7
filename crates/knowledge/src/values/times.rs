//! Times of day and spans between them, as people write them.
//!
//! Owns whether a number is a time, and no site or price. How one time is written is `points`, which half of the day a time without one means is `halves`.

use super::Value;
use super::halves::{Half, Style, resolve_range, resolve_single};
use super::lexicon::{Line, Term};
use super::points::{Point, point};
use super::scan::{Reading, Scan, one};
use super::tokens::Kind;

/// Whether some time in the line can only be of a clock of 24 hours: 13:00, 07:30.
pub(super) fn shows_24_hours(line: Line<'_>) -> bool {
    (0..line.tokens.len()).any(|at| {
        let Some(hour) = line
            .get(at)
            .filter(|token| token.kind == Kind::Digits && token.text.len() == 2)
        else {
            return false;
        };
        let colon = line.mark(at + 1, ":") && line.glued(at + 1) && line.glued(at + 2);
        let minute = line
            .get(at + 2)
            .is_some_and(|token| token.kind == Kind::Digits && token.text.len() == 2);
        colon && minute && (hour.text.starts_with('0') || ("13"..="24").contains(&hour.text.as_str()))
    })
}

/// A span of hours: "9–5", "с 9 до 18", "8pm til 2am", 上午9点到下午5点.
pub(super) fn range(scan: &Scan<'_>, at: usize) -> Reading {
    let from = point(scan, at)?;
    let (to, named) = range_end(scan, &from)?;
    let lasts = to.style == Style::Hours
        || (to.style == Style::Bare && to.half.is_some() && !is_clear_half(scan, to.next));
    if lasts && from.style == Style::Bare && is_duration(scan, at, &from, &to) {
        return None;
    }
    let told =
        from.style != Style::Bare || to.style != Style::Bare || from.half.is_some() || to.half.is_some();
    if !told && !is_hours(scan, at, &from, &to, named) {
        return None;
    }
    // "1.20 to 2.50" may be metres or money; times end in fives, and no unit follows.
    let dotted = |point: &Point| point.style == Style::Dotted && point.half.is_none();
    if (dotted(&from) || dotted(&to)) && measured(scan, to.next) {
        return None;
    }
    let previous = scan
        .last_hours
        .filter(|(_, end)| is_next_span(scan, *end, at))
        .map(|(range, _)| range);
    let (range, ambiguous) = resolve_range(scan, &from, &to, hint(scan, at, to.next), previous)?;
    // "4 to 7" by itself may as well be ages.
    let ages = !told && !scan.hours && at == 0 && to.next == scan.line.tokens.len() && from.hour < to.hour;
    let ambiguous = ambiguous || ages;
    one(Value::TimeRange { range, ambiguous }, at, to.next)
}

/// "2–3 часа" and "от 2 до 3 часов" last; "с 10 до 16 часов" and "10–16 часов" are times.
fn is_duration(scan: &Scan<'_>, at: usize, from: &Point, to: &Point) -> bool {
    let since = at > 0 && matches!(scan.word(at - 1), "с" | "со");
    !since && to.hour < 13 && from.hour < to.hour && !ends_day(scan, at) && !scan.hours
}

/// The second end of a span, and whether a word stands between the ends.
fn range_end(scan: &Scan<'_>, from: &Point) -> Option<(Point, bool)> {
    let line = scan.line;
    let at = from.next;
    if line.get(at)?.new_line {
        return None;
    }
    if line.mark(at, "-") {
        // Two dashes, and "9 to -", are no span.
        return Some((point(scan, at + 1)?, false));
    }
    if let Some(next) = line.is(at, Term::To) {
        return Some((point(scan, next)?, true));
    }
    // "Between 1 and 2": the word before the first time says that this is one.
    let start = from.next.checked_sub(from_length(scan, from))?;
    if line.before(start, Term::Between) {
        let next = line.is(at, Term::And)?;
        return Some((point(scan, next)?, true));
    }
    None
}

fn from_length(scan: &Scan<'_>, from: &Point) -> usize {
    // Only the place of the first time's beginning is needed: it is read again from its end.
    (1..=8)
        .find(|back| {
            from.next
                .checked_sub(*back)
                .and_then(|at| point(scan, at))
                .is_some_and(|found| found.next == from.next)
        })
        .unwrap_or(1)
}

/// Whether two bare numbers are hours and no sites, ages or people.
fn is_hours(scan: &Scan<'_>, at: usize, from: &Point, to: &Point, named: bool) -> bool {
    let line = scan.line;
    if measured(scan, to.next) || from.hour == to.hour {
        return false;
    }
    if scan.hours {
        return true;
    }
    let alone = at == 0 && to.next == line.tokens.len();
    // "9–5": only hours go down.
    let down = (7..=12).contains(&from.hour) && (1..12).contains(&to.hour) && to.hour < from.hour;
    let after_day = (1..=2).any(|back| at.checked_sub(back).is_some_and(|at| ends_day(scan, at + 1)));
    let after_opening = (1..=2).any(|back| {
        at.checked_sub(back)
            .is_some_and(|at| line.before(at + 1, Term::Opening))
    });
    let between = line.before(at, Term::Between) && !child_near(scan, at);
    let said =
        named && (line.before(at, Term::From) || between) && scan.parts(to.next) && !child_near(scan, at);
    let next_span = scan
        .last_hours
        .is_some_and(|(_, end)| is_next_span(scan, end, at));
    let before_day = starts_day(scan, to.next) || (line.mark(to.next, ",") && starts_day(scan, to.next + 1));
    let after_meal = is_after_meal(scan, at);
    // "By Marty 8 to 10" on a "sat morning".
    let hinted = named && hint(scan, at, to.next).is_some() && !child_near(scan, at);
    alone || down || after_day || after_opening || said || next_span || before_day || after_meal || hinted
}

/// "Lunch 12-2", "break 1–2", "обед: 13–14".
fn is_after_meal(scan: &Scan<'_>, at: usize) -> bool {
    let colon = usize::from(at > 0 && scan.line.mark(at - 1, ":"));
    let Some(word) = at.checked_sub(1 + colon) else {
        return false;
    };
    let meal = |term| matches!(term, Term::MorningHint | Term::EveningHint).then_some(());
    scan.line.term(word, meal).is_some() || matches!(scan.word(word), "break" | "перерыв" | "обед")
}

fn child_near(scan: &Scan<'_>, at: usize) -> bool {
    (0..=2).any(|back| {
        at.checked_sub(back)
            .is_some_and(|at| scan.line.before(at, Term::Child))
    })
}

/// Whether a day of the week ends just before the place.
fn ends_day(scan: &Scan<'_>, at: usize) -> bool {
    (1..=4).any(|back| {
        let day = at
            .checked_sub(back)
            .and_then(|start| scan.line.term(start, is_day));
        day.is_some_and(|((), next)| next == at)
    })
}

fn starts_day(scan: &Scan<'_>, at: usize) -> bool {
    scan.line.term(at, is_day).is_some()
}

fn is_day(term: Term) -> Option<()> {
    matches!(term, Term::Weekday(_) | Term::WeakWeekday(_) | Term::Weekdays(_)).then_some(())
}

/// Whether a unit, a currency or a percent sign follows, which makes a number no time.
fn measured(scan: &Scan<'_>, at: usize) -> bool {
    let unit = |term| match term {
        // "9-5 daily" is told from "9-5 days" by the longer term.
        Term::Seconds(_) | Term::Length(_) | Term::Mass(_) | Term::Years | Term::YearsOld | Term::Percent => {
            Some(true)
        }
        Term::Currency(_)
        | Term::Cents(_)
        | Term::Jiao
        | Term::Month(_)
        | Term::WeakMonth(_)
        | Term::Scale(_) => Some(true),
        Term::Weekdays(_) | Term::Hour | Term::Midday | Term::Night | Term::Evening => Some(false),
        _ => None,
    };
    if scan.ends(at) {
        return false;
    }
    let mark = scan
        .line
        .get(at)
        .is_some_and(|token| token.kind == Kind::Mark && "%°²³×£$€¥₽".contains(token.text.as_str()));
    mark || scan.line.term(at, unit).is_some_and(|(unit, _)| unit)
}

/// Whether a span follows another of the same day: "12-2.30 then 6-9".
fn is_next_span(scan: &Scan<'_>, end: usize, at: usize) -> bool {
    let between = (end..at).filter_map(|at| scan.line.get(at));
    at > end
        && at - end <= 2
        && !scan.ends(end)
        && between.into_iter().all(|token| {
            matches!(
                token.text.as_str(),
                "," | "and" | "&" | "+" | "then" | "/" | "и" | "和" | "、" | "затем" | "потом"
            )
        })
}

/// A single time: "7.30 pm", "at 9", "в 10 часов", 9点半, noon.
pub(super) fn single(scan: &Scan<'_>, at: usize) -> Reading {
    let point = point(scan, at)?;
    let line = scan.line;
    let after_to = line.before(at, Term::To) && ends_day(scan, at - 1);
    let after_number = at >= 2 && line.get(at - 2).is_some_and(|token| token.kind == Kind::Digits);
    // "£32 from 13" and "13 to 17" name no times.
    let after_time_word = (line.before(at, Term::At) && !after_number) || after_to;
    let after_day = (0..=1).any(|back| at.checked_sub(back).is_some_and(|at| ends_day(scan, at)));
    let fine = match point.style {
        Style::Bare => {
            let word_after = follows_time(scan, point.next);
            // "За 3 дня" lasts, "в 3 дня" is a time.
            let said = point.half.is_some() && (is_clear_half(scan, point.next) || after_time_word);
            let alone = scan.hours && at == 0 && scan.ends(point.next);
            said || alone
                || (after_time_word && !measured(scan, point.next) && word_after && !child_near(scan, at))
        }
        Style::Dotted => {
            let in_list = line.before(at, Term::And) && after_other_time(scan, at);
            let alone = scan.hours && at == 0;
            point.half.is_some()
                || ((after_time_word || after_day || in_list || alone) && !measured(scan, point.next))
        }
        // "В 2 часа" is a time, "2 часа" and "за 2 часа" last.
        Style::Hours => point.half.is_some() || line.before(at, Term::At),
        Style::Colon | Style::Word | Style::Named => true,
    };
    if !fine {
        return None;
    }
    let (clock, ambiguous) = resolve_single(scan, &point, hint(scan, at, point.next))?;
    one(Value::Time { clock, ambiguous }, at, point.next)
}

/// Whether the word before the place says nothing but a half of the day, unlike "дня" and "ночи".
fn is_clear_half(scan: &Scan<'_>, at: usize) -> bool {
    !matches!(scan.word(at - 1), "дня" | "ночи")
}

/// Whether the text goes on after a bare hour as it does after a time: "from 7", "until 8 on Sundays", "after 6".
fn follows_time(scan: &Scan<'_>, at: usize) -> bool {
    const AFTER: [&str; 30] = [
        "on", "in", "at", "and", "or", "to", "till", "til", "until", "every", "each", "daily", "if", "for",
        "the", "pls", "please", "when", "with", "и", "или", "по", "до", "в", "во", "если", "для", "lol",
        "though", "sharp",
    ];
    if scan.line.get(at).is_some_and(|token| token.kind == Kind::Han) {
        return false;
    }
    scan.parts(at) && !scan.line.mark(at, "-") || AFTER.contains(&scan.word(at)) || starts_day(scan, at)
}

fn after_other_time(scan: &Scan<'_>, at: usize) -> bool {
    (3..=6).any(|back| {
        let point = at.checked_sub(back).and_then(|start| point(scan, start));
        point.is_some_and(|point| {
            point.style != Style::Bare && scan.line.is(point.next, Term::And) == Some(at)
        })
    })
}

/// What the words near a time tell of its half of the day.
fn hint(scan: &Scan<'_>, from: usize, to: usize) -> Option<Half> {
    let told = |at: usize| {
        scan.line.term(at, |term| match term {
            Term::MorningHint => Some(Half::Am),
            Term::EveningHint => Some(Half::Pm),
            Term::Evening => Some(Half::Evening),
            _ => None,
        })
    };
    let before = (1..=10)
        .map_while(|back| from.checked_sub(back))
        .take_while(|at| {
            scan.line.get(*at).is_some_and(|token| !token.is(";"))
                && scan.line.get(at + 1).is_some_and(|token| !token.new_line)
        });
    let after = (to..to + 3).take_while(|at| {
        scan.line
            .get(*at)
            .is_some_and(|token| !token.new_line && !token.is(";") && !token.is(","))
    });
    let mut halves = before.chain(after).filter_map(told).map(|(half, _)| half);
    let first = halves.next()?;
    halves.all(|half| half == first).then_some(first)
}
