//! The amounts that a unit quotes, cut apart: "Coffee 2.80, tea 2.20" quotes two, a row with a column for each season
//! as many as it has seasons.
//!
//! Owns where one amount's words end and the next one's begin. Which of them a question is about is `rates`'.

use std::ops::Range;

use super::amount::{Amount, Quantity, read};
use super::rates::Rate;
use crate::language::Language;
use crate::reader::{is_blank, row_values};
use crate::say;
use crate::unit::{Body, Cell, Unit};
use crate::values::{self, Money, Value};

/// As many amounts of one unit are told apart.
const MAX_AMOUNTS: usize = 64;

/// The amounts of a unit.
pub(super) struct Quotes {
    /// Each with its words, in their order.
    pub rates: Vec<Rate>,
    /// The words that stand beside all of them.
    pub rest: String,
}

/// The amounts that a unit quotes.
pub(super) fn quotes(unit: &Unit, quantity: Quantity) -> Quotes {
    match &unit.body {
        Body::Row(cells) => of_row(cells, quantity),
        _ => of_text(&say::own_text(unit), quantity),
    }
}

/// The amounts of a unit that is no row, each with the words that are its own.
pub(crate) fn quoted_in_words(unit: &Unit, quantity: Quantity) -> Vec<(String, Amount)> {
    if matches!(unit.body, Body::Row(_)) {
        return Vec::new();
    }
    let Quotes { rates, .. } = quotes(unit, quantity);
    rates
        .into_iter()
        .map(|rate| (rate.own.trim().to_owned(), rate.amount))
        .collect()
}

fn of_row(cells: &[Cell], quantity: Quantity) -> Quotes {
    let key = without_free(&say::row_key(cells));
    let amounts: Vec<(usize, Amount)> = cells
        .iter()
        .enumerate()
        .skip(1)
        .filter_map(|(column, cell)| {
            if is_at_least(&cell.text, &start_of_amount(&cell.text)) {
                return None;
            }
            let values = row_values(cell);
            Some((column, values.iter().find_map(|value| read(value, quantity))?))
        })
        .collect();
    // Beside columns of prices, a price within other words is none of the row's.
    let is_pure = |cell: &Cell| cell.text.chars().filter(|letter| letter.is_alphabetic()).count() <= 12;
    let any_pure = amounts.iter().any(|(column, _)| is_pure(&cells[*column]));
    let amounts: Vec<(usize, Amount)> = amounts
        .into_iter()
        .filter(|(column, _)| !any_pure || is_pure(&cells[*column]))
        .collect();
    let several = amounts.len() > 1;
    let rest = cells
        .iter()
        .enumerate()
        .filter(|(column, cell)| !is_blank(&cell.text) && amounts.iter().all(|(other, _)| other != column))
        .map(|(_, cell)| format!("{} {}", cell.header, cell.text))
        .collect::<Vec<_>>()
        .join(". ");
    let rates = amounts
        .into_iter()
        .map(|(column, amount)| {
            let header = cells[column].header.to_string();
            Rate {
                amount,
                about: format!("{key}. {header}"),
                own: format!("{key}. {header}. {}", cells[column].text),
                label: if several { header } else { String::new() },
            }
        })
        .collect();
    Quotes { rates, rest }
}

/// "Toddler session (one adult free)" is no price of an adult's.
fn without_free(key: &str) -> String {
    let says_free = |aside: &str| {
        let aside = aside.to_lowercase();
        let mut words = aside.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
        words.any(|word| matches!(word, "free" | "бесплатно")) || aside.contains("免费")
    };
    let aside = key.split_once('(').and_then(|(before, rest)| {
        let (aside, after) = rest.split_once(')')?;
        Some((before, aside, after))
    });
    match aside {
        Some((before, aside, after)) if says_free(aside) => format!("{}{after}", before.trim_end()),
        _ => key.to_owned(),
    }
}

fn of_text(text: &str, quantity: Quantity) -> Quotes {
    let found = values::values(text, Language::of(text));
    let mut amounts: Vec<(Range<usize>, Amount)> = found
        .iter()
        .filter_map(|found| Some((found.range.clone(), read(&found.value, quantity)?)))
        .collect();
    if amounts.is_empty() && quantity == Quantity::Price {
        amounts = bare_sums(text);
        if amounts
            .last()
            .is_some_and(|(last, _)| lists_bare_prices(&text[..last.start]))
        {
            amounts.clear();
        }
        amounts.retain(|(range, _)| !found.iter().any(|found| tells_time(found, range)));
    }
    // "From £80" is no price to add up; and nobody asks for one of a hundred in one line.
    amounts.retain(|(range, _)| !is_at_least(text, range));
    amounts.truncate(MAX_AMOUNTS);
    let key = common_key(text, &amounts);
    let mut rates: Vec<Rate> = Vec::new();
    let mut start = key.len();
    for (place, (range, amount)) in amounts.iter().enumerate() {
        let next = amounts.get(place + 1).map_or(text.len(), |(next, _)| next.start);
        let end = match amounts.len() {
            1 => text.len(),
            _ => end_of_own(text, range.end, next, start < range.start),
        };
        let sentence = key_of_sentence(&text[..start], &text[start..range.start]);
        let label = if amounts.len() > 1 {
            label_of(&text[start..range.start], &text[range.end..end])
        } else {
            String::new()
        };
        rates.push(Rate {
            amount: amount.clone(),
            about: label.clone(),
            own: format!("{key} {sentence} {}", text[start..end].trim()),
            label,
        });
        start = end;
    }
    Quotes {
        rates,
        rest: text.to_owned(),
    }
}

/// "Mug 11 / ship, small 14, large 32 / kit £25": nobody knows which numbers are prices.
fn lists_bare_prices(before: &str) -> bool {
    let ends_with_number = |part: &&str| {
        let mut words = part.split_whitespace().rev();
        words.next().is_some_and(|last| last.parse::<u32>().is_ok()) && words.next().is_some()
    };
    before.split([',', '/', ';']).filter(ends_with_number).count() > 1
}

/// Whether an amount is only the lowest of several: "from £80", "от 500 ₽", 80元起.
fn is_at_least(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end().to_lowercase();
    let after = text[range.end..].trim_start();
    before.ends_with("from") || before.ends_with(" от") || before == "от" || after.starts_with('起')
}

/// "Transcripts: regular $8, rush $20": what stands before the only colon belongs to every amount.
fn common_key<'a>(text: &'a str, amounts: &[(Range<usize>, Amount)]) -> &'a str {
    let [(first, _), .., (last, _)] = amounts else {
        return "";
    };
    let Some(colon) = colon_of_words(&text[..first.start]) else {
        return "";
    };
    let others = colon_of_words(&text[first.end..last.start]).is_some();
    if others { "" } else { &text[..colon] }
}

/// The last colon that is none of a clock.
fn colon_of_words(text: &str) -> Option<usize> {
    let digit_after = |at: usize| text[at + 1..].starts_with(|letter: char| letter.is_ascii_digit());
    let digit_before = |at: usize| text[..at].ends_with(|letter: char| letter.is_ascii_digit());
    let mut colons = text.match_indices([':', '：']).map(|(at, _)| at);
    colons.rfind(|at| !(text[*at..].starts_with(':') && digit_before(*at) && digit_after(*at)))
}

/// Where the words of an amount end: at a mark or an "and" before the next amount.
fn end_of_own(text: &str, from: usize, next: usize, has_words_before: bool) -> usize {
    // The stroke of "£9/hour" ends nothing.
    let start = from + usize::from(text[from..next].starts_with('/'));
    let between = &text[start..next];
    let mark = between.find([',', ';', '/', '|', '，', '；', '、', '。']);
    let stop = between.find(". ");
    let word = [" and ", " or ", " и ", " или "]
        .iter()
        .filter_map(|word| between.find(word));
    match mark.into_iter().chain(stop).chain(word).min() {
        Some(at) => start + at,
        None if next == text.len() || !has_words_before => next,
        None => from,
    }
}

/// "Colour: A4: 50p, A3: 90p": what the sentence said before a colon belongs to its later amounts too.
fn key_of_sentence<'a>(before: &'a str, own: &str) -> &'a str {
    if own.contains(". ") || own.contains('。') {
        return "";
    }
    let from = before.rfind(". ").map_or(0, |at| at + 2);
    let sentence = &before[from..];
    let colons: Vec<usize> = sentence.match_indices([':', '：']).map(|(at, _)| at).collect();
    match colons.as_slice() {
        [first, _, ..] => &sentence[..*first],
        _ => "",
    }
}

/// What stands beside an amount, without marks.
fn label_of(before: &str, after: &str) -> String {
    let marks = |letter: char| !letter.is_alphanumeric() && !matches!(letter, '(' | ')');
    let before = before.rsplit(". ").next().unwrap_or_default();
    let before = before.rsplit('。').next().unwrap_or_default();
    let (before, after) = (before.trim_matches(marks), after.trim_matches(marks));
    format!("{before} {after}").trim().to_owned()
}

/// Where the first digits or currency sign of a text stand.
fn start_of_amount(text: &str) -> Range<usize> {
    let is_amount = |letter: char| letter.is_ascii_digit() || "£$€₽¥".contains(letter);
    let start = text.find(is_amount).unwrap_or(text.len());
    let end = text[start..]
        .find(|letter: char| !is_amount(letter) && !".,元".contains(letter))
        .map_or(text.len(), |end| start + end);
    start..end
}

/// "Toasties 4.25": sums without a currency, in a text that has no others.
fn bare_sums(text: &str) -> Vec<(Range<usize>, Amount)> {
    let mut sums = Vec::new();
    let mut from = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end().trim_end_matches([',', ';', '.', ')']);
        if let Some(minor) = hundredths(bare) {
            let money = Value::Money(Money {
                minor,
                currency: None,
                free: false,
            });
            if let Some(amount) = read(&money, Quantity::Price) {
                sums.push((from..from + bare.len(), amount));
            }
        }
        from += word.len();
    }
    sums
}

/// Whether a value is the sum's own digits read as a time, or a day right before them: "Mon 4.00".
fn tells_time(found: &values::Found, sum: &Range<usize>) -> bool {
    match found.value {
        Value::Time { .. } | Value::TimeRange { .. } => {
            found.range.start < sum.end && sum.start < found.range.end
        }
        Value::Weekdays(_) => found.range.end <= sum.start && sum.start - found.range.end <= 2,
        _ => false,
    }
}

/// "4.25" in hundredths.
fn hundredths(word: &str) -> Option<i64> {
    let (whole, part) = word.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit());
    if part.len() != 2 || whole.len() > 4 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    whole.checked_mul(100)?.checked_add(part.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::{Quantity, of_text};

    fn quoted(text: &str) -> Vec<(i64, String)> {
        of_text(text, Quantity::Price)
            .rates
            .into_iter()
            .map(|rate| (rate.amount.value, rate.label))
            .collect()
    }

    #[test]
    fn every_price_of_a_line_has_its_own_words() {
        let expected = [
            (
                "toasties 4.25, tea 1.60, soup 3.80",
                vec![(425, "toasties"), (160, "tea"), (380, "soup")],
            ),
            ("£52 adult, £29 junior", vec![(5200, "adult"), (2900, "junior")]),
            (
                "regular $8 (3 days), rush $20 (same day)",
                vec![(800, "regular (3 days)"), (2000, "rush (same day)")],
            ),
            (
                "A4: 15p a side; A3: 30p a side",
                vec![(15, "A4 a side"), (30, "A3 a side")],
            ),
            (
                "cafe is \"The Infusion\" 8-4 mon to fri, shut at wkends. toasties 4.25, tea 1.60, soup 3.80. vending machines by desk C all hours",
                vec![(425, "toasties"), (160, "tea"), (380, "soup")],
            ),
            ("small £5 / large £8", vec![(500, "small"), (800, "large")]),
        ];
        for (text, rates) in expected {
            let rates: Vec<(i64, String)> = rates
                .into_iter()
                .map(|(value, label)| (value, label.to_owned()))
                .collect();
            assert_eq!(quoted(text), rates, "{text}");
        }
    }

    #[test]
    fn a_single_price_needs_no_words_of_its_own() {
        assert_eq!(quoted("Entry costs £9."), vec![(900, String::new())]);
    }
}
