//! Times of day: `9:05`, `с 10:00 до 18:00`, `10:00–18:00`.

use super::context::case;
use super::nouns::{Noun, Pattern};
use super::words::{Case, Gender, cardinal};
use crate::forms::clock::{Clock, clock as figures};
use crate::forms::dash;
use crate::grammar::Reading;
use crate::text::{Kind, Text};

const HOUR: Noun = Noun::new("час", Pattern::Hard);

/// A time in a case, with "часов" after whole hours if asked for.
fn spoken(clock: &Clock, case: Case, hours: bool) -> String {
    let mut words = cardinal(clock.hour, case, Gender::Masculine);
    if clock.minute > 0 || clock.second.is_some() {
        let zero = if clock.minute < 10 { "ноль " } else { "" };
        // "до восемнадцати тридцати", but "до девяти ноль пяти" nobody says.
        let minutes = if clock.minute < 10 { Case::Nominative } else { case };
        words = format!(
            "{words} {zero}{}",
            cardinal(clock.minute, minutes, Gender::Feminine)
        );
        if clock.minute == 0 {
            words = format!("{} ноль ноль", cardinal(clock.hour, case, Gender::Masculine));
        }
    } else if hours {
        words = format!("{words} {}", HOUR.counted(clock.hour, case));
    }
    if let Some(second) = clock.second.filter(|second| *second > 0) {
        words = format!("{words} {}", cardinal(second, Case::Nominative, Gender::Feminine));
    }
    words
}

/// Finds a time; with a point only where a preposition or a second time makes it one.
fn time(text: &Text<'_>, at: usize) -> Option<Clock> {
    if let Some(clock) = figures(text, at, ":") {
        return Some(clock);
    }
    let clock = figures(text, at, ".-")?;
    let dotted = text.is(at + 1, ".");
    let previous = text.adjacent_word(at).to_lowercase();
    let governed = matches!(previous.as_str(), "в" | "до" | "с" | "к" | "после" | "от");
    let second = dash(text, clock.end).and_then(|next| figures(text, next, "."));
    let ranged =
        second.is_some_and(|second| second.minute.is_multiple_of(5) && clock.minute.is_multiple_of(5));
    let minutes = text.digits(at + 2).is_some_and(|minutes| minutes.len() == 2);
    let month = clock.minute <= 12 && clock.minute > 0 && clock.hour > 0;
    let back = (at.saturating_sub(4)..at).any(|before| text.is(before, "."));
    let fits = dotted && (ranged || governed && !month || back && governed_range(text, at));
    (fits && minutes && super::quantities::unit(text, clock.end).is_none()).then_some(clock)
}

/// Whether a dash stands before this position.
fn governed_range(text: &Text<'_>, at: usize) -> bool {
    text.before(at).is_some_and(|before| text.is_any(before, "-–—"))
}

/// Reads a time or a range of times.
pub(super) fn clock(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.joined_left(at)
        || matches!(
            text.previous_word(at).as_str(),
            "счёт" | "счет" | "счётом" | "счетом" | "масштаб" | "пропорции"
        )
    {
        return None;
    }
    let first = time(text, at)?;
    if let Some(second) = dash(text, first.end).and_then(|next| time(text, next)) {
        let preposition =
            if text.adjacent_word(at).eq_ignore_ascii_case("с") || text.is(at.saturating_sub(2), "С") {
                ""
            } else {
                "с "
            };
        let words = format!(
            "{preposition}{} до {}",
            spoken(&first, Case::Genitive, false),
            spoken(&second, Case::Genitive, false)
        );
        return Some(Reading::new(words, second.end));
    }
    let next = text.next_word(first.end);
    let named =
        next.starts_with("час") || matches!(next, "ч" | "утра" | "вечера" | "дня" | "ночи" | "мск" | "МСК");
    let joint = matches!(next, "до" | "по")
        && text.kind(text.skip_space(text.skip_space(first.end) + 1)) == Kind::Digits;
    let previous = text.adjacent_word(at).to_lowercase();
    let closing = matches!(previous.as_str(), "до" | "по")
        && (at.saturating_sub(8)..at.saturating_sub(2)).any(|before| text.kind(before) == Kind::Digits);
    let case = if matches!(previous.as_str(), "на" | "по") {
        Case::Accusative
    } else {
        case(text, at, "")
    };
    let words = spoken(&first, case, !(named || joint || closing));
    Some(Reading::new(words, first.end))
}
