//! Times of day and spans between them, as people write them.
//!
//! Owns which tokens are a time. Which half of the day a time without one means is `halves`.

use super::Value;
use super::clock::{Clock, TimeRange};
use super::halves::{Half, Style, resolve_range, resolve_single};
use super::lexicon::{Line, Term};
use super::numerals;
use super::scan::{Reading, Scan, one};
use super::tokens::Kind;

/// A time as it is written, perhaps without its half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    /// The hour as it is written, 0 to 24.
    pub(super) hour: u8,
    /// The minute.
    pub(super) minute: u8,
    /// The half of the day, if it is said.
    pub(super) half: Option<Half>,
    /// How it is written.
    pub(super) style: Style,
    /// The hour has a zero before it, as only a clock of 24 hours shows it.
    pub(super) padded: bool,
    /// The place after it.
    pub(super) next: usize,
}

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
    // "By Marty 8 to 10" on a "sat morning".
    let hinted = named && hint(scan, at, to.next).is_some() && !child_near(scan, at);
    alone || down || after_day || after_opening || said || next_span || before_day || hinted
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

/// The time that begins at a place, however it is written.
pub(super) fn point(scan: &Scan<'_>, at: usize) -> Option<Point> {
    let line = scan.line;
    if let Some(named) = named(line, at) {
        return Some(named);
    }
    // Chinese says the half of the day first.
    let half = if line.get(at)?.kind == Kind::Han {
        half_before(line, at)
    } else {
        None
    };
    let start = half.map_or(at, |(_, next)| next);
    let mut point = digits(scan, start).or_else(|| spelled(scan, start))?;
    if let Some((half, _)) = half {
        point.half = Some(half);
    } else if let Some((half, next)) = half_after(line, point.next) {
        (point.half, point.next) = (Some(half), next);
    }
    Some(point)
}

fn named(line: Line<'_>, at: usize) -> Option<Point> {
    let named = |term| match term {
        Term::Noon => Some(12),
        Term::Midnight => Some(24),
        _ => None,
    };
    let (hour, next) = line.term(at, named)?;
    Some(Point {
        hour,
        minute: 0,
        half: None,
        style: Style::Named,
        padded: false,
        next,
    })
}

fn half_before(line: Line<'_>, at: usize) -> Option<(Half, usize)> {
    line.term(at, Half::of)
}

fn half_after(line: Line<'_>, at: usize) -> Option<(Half, usize)> {
    let token = line
        .get(at)
        .filter(|token| token.kind == Kind::Word && !token.new_line)?;
    // "10 am" and "I am": a bare "am" or "pm" counts after a number alone, which this is.
    let (half, next) = line.term(at, Half::of)?;
    (token.kind == Kind::Word).then_some((half, next))
}

/// A time in digits: 9, 9:30, 9.30, 9点半, "9 часов 30 минут", 18h.
fn digits(scan: &Scan<'_>, at: usize) -> Option<Point> {
    let line = scan.line;
    let hour_token = line
        .get(at)
        .filter(|token| token.kind == Kind::Digits && token.text.len() <= 2)?;
    if scan.is_code(at) || (at > 0 && line.glued(at) && is_within_number(line, at)) {
        return None;
    }
    let hour: u8 = hour_token.text.parse().ok().filter(|hour| *hour <= 24)?;
    let padded = hour_token.text.len() == 2 && hour_token.text.starts_with('0');
    for (mark, style) in [(":", Style::Colon), (".", Style::Dotted)] {
        if line.mark(at + 1, mark) && line.glued(at + 1) && line.glued(at + 2) {
            let minute = line
                .get(at + 2)
                .filter(|token| token.kind == Kind::Digits && token.text.len() == 2);
            let Some(minute) = minute
                .and_then(|token| token.text.parse().ok())
                .filter(|minute| *minute < 60)
            else {
                return None;
            };
            // A date, a version, a ratio.
            if (line.mark(at + 3, ".") || line.mark(at + 3, ":"))
                && line.glued(at + 3)
                && line.glued(at + 4)
                && line.get(at + 4).is_some_and(|token| token.kind == Kind::Digits)
            {
                return None;
            }
            Clock::new(hour, minute)?;
            return Some(Point {
                hour,
                minute,
                half: None,
                style,
                padded,
                next: hour_word(line, at + 3),
            });
        }
    }
    if let Some(point) = with_hour_word(line, hour, at + 1) {
        return Some(point);
    }
    // "2.4 miles" and "1,250" are no hours; "9, 10" are.
    let decimal =
        (line.mark(at + 1, ".") || line.mark(at + 1, ",")) && line.glued(at + 1) && line.glued(at + 2);
    if decimal && line.get(at + 2).is_some_and(|token| token.kind == Kind::Digits) {
        return None;
    }
    Some(Point {
        hour,
        minute: 0,
        half: None,
        style: Style::Bare,
        padded,
        next: at + 1,
    })
}

/// Whether the digits go on a number that began before them: the 50 of "2.50".
fn is_within_number(line: Line<'_>, at: usize) -> bool {
    let joint = line
        .get(at - 1)
        .is_some_and(|token| matches!(token.text.as_str(), "." | ":" | "/" | "№" | "#"));
    let money = line
        .get(at - 1)
        .is_some_and(|token| matches!(token.text.as_str(), "£" | "$" | "€" | "¥" | "₽"));
    let digits =
        at >= 2 && line.glued(at - 1) && line.get(at - 2).is_some_and(|token| token.kind == Kind::Digits);
    money || (joint && digits)
}

/// The place after "o'clock", "часов" or "ч." behind a time that has its minutes.
fn hour_word(line: Line<'_>, at: usize) -> usize {
    let word = line
        .get(at)
        .is_some_and(|token| !token.new_line && token.kind == Kind::Word);
    if word {
        line.is(at, Term::Hour).unwrap_or(at)
    } else {
        at
    }
}

/// An hour with its word, and the minutes after it: "9 часов 30 минут", 9点半, "seven o'clock".
fn with_hour_word(line: Line<'_>, hour: u8, at: usize) -> Option<Point> {
    if line.get(at)?.new_line {
        return None;
    }
    let mut next = line.is(at, Term::Hour)?;
    // 8小时 and "2 часа" long are durations; only "в" and "с" tell "в 2 часа", which the reader of times knows.
    let mut minute = 0;
    if line.get(at)?.kind == Kind::Han {
        if let Some(after) = line.is(next, Term::Half) {
            (minute, next) = (30, after);
        } else if let Some((number, after)) = han_minutes(line, next) {
            (minute, next) = (number, after);
        }
    } else if let Some(number) = numerals::number(line, next, crate::language::Language::English)
        && let Some(after) = line.is(number.next, Term::Minute)
    {
        (minute, next) = (number.small(59)?, after);
    }
    Clock::new(hour, minute)?;
    let russian = line.get(at)?.text.starts_with('ч');
    let style = if russian { Style::Hours } else { Style::Word };
    Some(Point {
        hour,
        minute,
        half: None,
        style,
        padded: false,
        next,
    })
}

pub(super) fn han_minutes(line: Line<'_>, at: usize) -> Option<(u8, usize)> {
    let mut start = at;
    if line.is(at, Term::Past).is_some() {
        start += 1;
    }
    let number = match line.get(start)?.kind {
        Kind::Digits => numerals::digits(line, start, crate::language::Language::Chinese)?,
        Kind::Han => {
            // 九点零五: the zero stands for the tens.
            let zero = usize::from(matches!(line.get(start)?.text.as_str(), "零" | "〇"));
            numerals::han(line, start + zero)?
        }
        _ => return None,
    };
    if let Some(next) = line.is(number.next, Term::Quarter) {
        return Some((number.small::<u8>(3)?.checked_mul(15)?, next));
    }
    let next = line.is(number.next, Term::Minute);
    // 九点三十 without 分 is a time, 九点三 is not.
    if next.is_none() && (number.whole < 10 && !matches!(line.get(start)?.text.as_str(), "零" | "〇")) {
        return None;
    }
    Some((number.small(59)?, next.unwrap_or(number.next)))
}

/// A time in words: "half past seven", "nine am", "без четверти восемь", 九点半.
fn spelled(scan: &Scan<'_>, at: usize) -> Option<Point> {
    let line = scan.line;
    if let Some((point, next)) = super::spoken::phrase(line, at) {
        return Some(Point {
            hour: point.hour,
            minute: point.minute,
            half: None,
            style: Style::Word,
            padded: false,
            next,
        });
    }
    let number = match line.get(at)?.kind {
        Kind::Han => numerals::han(line, at)?,
        Kind::Word => numerals::words(line, at)?,
        _ => return None,
    };
    let hour = number.small(24)?;
    // 早一点 is "a bit earlier".
    let bit = at > 0
        && matches!(
            scan.word(at - 1),
            "早" | "晚" | "有" | "快" | "慢" | "大" | "小" | "多" | "少" | "高" | "低"
        );
    if hour == 1 && bit && line.get(at)?.kind == Kind::Han {
        return None;
    }
    if let Some(point) = with_hour_word(line, hour, number.next) {
        return Some(point);
    }
    half_after(line, number.next)?;
    Some(Point {
        hour,
        minute: 0,
        half: None,
        style: Style::Word,
        padded: false,
        next: number.next,
    })
}

/// A span that begins with a clock's time and lasts all day; kept here so that callers need no other module.
pub(super) fn span(from: Clock, to: Clock) -> TimeRange {
    TimeRange {
        from,
        to: if to == Clock::MIDNIGHT {
            Clock::END_OF_DAY
        } else {
            to
        },
    }
}
