//! The amounts that a unit quotes, each with the words and conditions that belong to it alone.
//!
//! "Coffee 2.80, tea 2.20" quotes two, a row with a column for each season as many as it has seasons. Owns how a unit
//! is cut into them and which of them a question is about; which units are looked at is `answer`'s.

use super::amount::{Amount, Quantity, read};
use super::people::counts_people;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::question::{Importance, Question};
use crate::reader::{Asked, Expansion, is_blank, row_values};
use crate::say;
use crate::unit::{Body, Cell, Unit};
use crate::values::{self, Money, Value};

/// A word beside another amount of the same unit says so much of this one.
const BESIDE: f32 = 0.6;
/// A word of a heading or of the line above.
const ABOVE: f32 = 0.8;
/// An amount that is quoted for the day, month, age or length of time that is asked for.
const NAMED: f32 = 0.3;
/// The usual case of several: an adult, the standard one.
const USUAL: f32 = 0.06;
/// The rate does not say that it is the usual one that is asked for.
const UNSAID: f32 = 0.25;
/// A word of the amount's own that the question does not have.
const UNASKED: f32 = 0.02;

/// A word of the thing counts as there from this weight on.
const MET: f32 = 0.3;

/// One amount of a unit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rate {
    /// The amount.
    pub amount: Amount,
    /// The words that tell it from the unit's other amounts; empty where there is no other.
    pub label: String,
    /// What it is the price of.
    about: String,
    /// The words that are its own.
    own: String,
    /// The unit's other words.
    rest: String,
}

/// The rate of a unit that a question is about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Matching {
    /// The rate.
    pub rate: Rate,
    /// How well the words agree: 1 where it has all of them, more where it names what is asked for.
    pub score: f32,
    /// It names the day, month, age or length of time that is asked for.
    pub is_named: bool,
}

/// The rate of a unit that a question is about.
pub(crate) fn best(
    unit: &Unit,
    lexicon: &Lexicon,
    question: &Question,
    expansion: &Expansion,
    when: &Asked,
    quantity: Quantity,
) -> Option<Matching> {
    let above = unit
        .path
        .iter()
        .chain(&unit.lead)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(". ");
    rates(unit, quantity)
        .into_iter()
        .filter_map(|rate| {
            let is_named = rate.names(question, when)?;
            let score = rate.score(lexicon, question, expansion, is_named, &above)?;
            Some(Matching {
                rate,
                score,
                is_named,
            })
        })
        .reduce(|best, next| if next.score > best.score { next } else { best })
}

impl Rate {
    /// The length of time that the price is for, in seconds: a night, an hour; `None` where it names none.
    pub fn period(&self) -> Option<u64> {
        period_of(&self.own)
    }

    /// How well the words agree; `None` where a word of the thing is missing.
    fn score(
        &self,
        lexicon: &Lexicon,
        question: &Question,
        expansion: &Expansion,
        is_named: bool,
        above: &str,
    ) -> Option<f32> {
        let own = expansion.met_by(lexicon, &self.own);
        let rest = expansion.met_by(lexicon, &self.rest);
        let above = expansion.met_by(lexicon, above);
        let (mut met, mut all, mut unsaid) = (0.0_f32, 0.0_f32, 0.0_f32);
        for (place, (term, expanded)) in question.terms.iter().zip(&expansion.terms).enumerate() {
            let best = own[place].max(rest[place] * BESIDE).max(above[place] * ABOVE);
            let needed = term.importance != Importance::Light && !term.carried && !is_named;
            if best < MET && is_usual(&term.word) {
                // Where nothing else is said, a price is an adult's; a price that says so goes before it.
                if !term.carried && !is_named && counts_people(&self.label) {
                    return None;
                }
                unsaid = if term.carried { unsaid } else { UNSAID };
                continue;
            }
            if best < MET && is_generic(&term.word) {
                continue;
            }
            if needed && best < MET {
                return None;
            }
            met += best * expanded.weight;
            all += expanded.weight;
        }
        let coverage = if all > 0.0 { met / all } else { 0.5 };
        let unasked = lexicon
            .tokenizer()
            .tokens(&without_brackets(&self.about))
            .iter()
            .filter(|token| !token.has_digit() && !lexicon.is_stop(token))
            .filter(|token| {
                lexicon
                    .number(&token.stem)
                    .is_none_or(|phrase| expansion.weight_of(phrase) == 0.0)
            })
            .count();
        let usual = if is_usual(&self.label) { USUAL } else { 0.0 };
        let named = if is_named { NAMED } else { 0.0 };
        Some(coverage + named + usual - unsaid - UNASKED * unasked.min(4) as f32)
    }

    /// Whether the rate's own words name what is asked for: `None` if they name another.
    fn names(&self, question: &Question, when: &Asked) -> Option<bool> {
        let lengths = durations(&question.text, question.language);
        let mut named = false;
        let mut differs = [false; 3];
        let mut agrees = [false; 3];
        for found in values::values(&self.own, Language::of(&self.own)) {
            let (kind, same) = match &found.value {
                Value::Weekdays(days) if !when.days.is_empty() => {
                    (0, when.days.intersection(*days) == when.days)
                }
                Value::Age(age) if !when.ages.is_empty() => {
                    (1, when.ages.iter().any(|years| age.covers(*years)))
                }
                Value::Duration { seconds } => {
                    named |= lengths.contains(seconds);
                    continue;
                }
                value => match when.is_in(value) {
                    Some(same) => (2, same),
                    None => continue,
                },
            };
            agrees[kind] |= same;
            differs[kind] |= !same;
        }
        if (0..3).any(|kind| differs[kind] && !agrees[kind]) {
            return None;
        }
        Some(named || agrees.contains(&true))
    }
}

/// The length of time of which a text speaks, in seconds.
pub(crate) fn period_of(text: &str) -> Option<u64> {
    const PERIODS: &[(&[&str], u64)] = &[
        (
            &[
                "night",
                "nite",
                "nightly",
                "day",
                "daily",
                "сутки",
                "ночь",
                "день",
            ],
            86_400,
        ),
        (&["hour", "hr", "hourly", "час"], 3_600),
        (&["week", "weekly", "неделя", "неделю"], 604_800),
        (&["month", "monthly", "месяц"], 2_592_000),
        (&["year", "annual", "annually", "yearly", "год"], 31_536_000),
    ];
    let text = text.to_lowercase();
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphabetic() && letter != '/')
        .flat_map(|word| word.split_inclusive('/'))
        .filter(|word| !word.is_empty())
        .collect();
    let is_said = |at: usize| {
        let before = at.checked_sub(1).map_or("", |before| words[before]);
        let adverb = words[at].ends_with("ly") || words[at] == "annual";
        let per = matches!(before, "per" | "a" | "an" | "each" | "every" | "in" | "за" | "в")
            || before.ends_with('/');
        adverb || per || words.len() == 1
    };
    PERIODS
        .iter()
        .find(|(names, _)| (0..words.len()).any(|at| names.contains(&words[at]) && is_said(at)))
        .map(|(_, seconds)| *seconds)
}

/// The lengths of time that a text names, in seconds.
pub(crate) fn durations(text: &str, language: Language) -> Vec<u64> {
    values::values(text, language)
        .iter()
        .filter_map(|found| match found.value {
            Value::Duration { seconds } => Some(seconds),
            _ => None,
        })
        .collect()
}

/// The amounts that a unit quotes, in their order.
pub(crate) fn rates(unit: &Unit, quantity: Quantity) -> Vec<Rate> {
    match &unit.body {
        Body::Row(cells) => of_row(cells, quantity),
        _ => of_text(&say::own_text(unit), quantity),
    }
}

fn of_row(cells: &[Cell], quantity: Quantity) -> Vec<Rate> {
    let key = say::row_key(cells);
    let amounts: Vec<(usize, Amount)> = cells
        .iter()
        .enumerate()
        .skip(1)
        .filter_map(|(column, cell)| {
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
    let others: String = cells
        .iter()
        .enumerate()
        .filter(|(column, cell)| !is_blank(&cell.text) && amounts.iter().all(|(other, _)| other != column))
        .map(|(_, cell)| format!("{} {}. ", cell.header, cell.text))
        .collect();
    amounts
        .into_iter()
        .map(|(column, amount)| {
            let header = cells[column].header.to_string();
            Rate {
                amount,
                about: format!("{key}. {header}"),
                own: format!("{key}. {header}. {}", cells[column].text),
                label: if several { header } else { String::new() },
                rest: others.clone(),
            }
        })
        .collect()
}

fn of_text(text: &str, quantity: Quantity) -> Vec<Rate> {
    let found = values::values(text, Language::of(text));
    let mut amounts: Vec<(std::ops::Range<usize>, Amount)> = found
        .iter()
        .filter_map(|found| Some((found.range.clone(), read(&found.value, quantity)?)))
        .collect();
    if amounts.is_empty() && quantity == Quantity::Price {
        amounts = bare_sums(text);
        amounts.retain(|(range, _)| !found.iter().any(|found| tells_time(found, range)));
    }
    let key = common_key(text, &amounts);
    let mut rates: Vec<Rate> = Vec::new();
    let mut start = key.len();
    for (place, (range, amount)) in amounts.iter().enumerate() {
        let next = amounts.get(place + 1).map_or(text.len(), |(next, _)| next.start);
        let end = end_of_own(text, range.end, next, start < range.start);
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
            rest: text.to_owned(),
        });
        start = end;
    }
    rates
}

/// "Transcripts: regular $8, rush $20": what stands before the only colon belongs to every amount.
fn common_key<'a>(text: &'a str, amounts: &[(std::ops::Range<usize>, Amount)]) -> &'a str {
    let [(first, _), .., (last, _)] = amounts else {
        return "";
    };
    let Some(colon) = text[..first.start].rfind([':', '：']) else {
        return "";
    };
    let others = text[first.end..last.start].contains([':', '：']);
    if others { "" } else { &text[..colon] }
}

/// Where the words of an amount end: at a mark or an "and" before the next amount.
fn end_of_own(text: &str, from: usize, next: usize, has_words_before: bool) -> usize {
    let between = &text[from..next];
    let mark = between.find([',', ';', '/', '|', '，', '；', '、', '。']);
    let stop = between.find(". ").into_iter();
    let word = [" and ", " or ", " и ", " или "]
        .iter()
        .filter_map(|word| between.find(word));
    match mark.into_iter().chain(stop).chain(word).min() {
        Some(at) => from + at,
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
    let before = before.rsplit(['.', '。']).next().unwrap_or_default();
    let (before, after) = (before.trim_matches(marks), after.trim_matches(marks));
    format!("{before} {after}").trim().to_owned()
}

/// "Toasties 4.25": sums without a currency, in a text that has no others.
fn bare_sums(text: &str) -> Vec<(std::ops::Range<usize>, Amount)> {
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
fn tells_time(found: &values::Found, sum: &std::ops::Range<usize>) -> bool {
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

/// The text without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|letter| {
            match letter {
                '(' | '（' => depth += 1,
                ')' | '）' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// Whether a word names what every price is of.
pub(crate) fn is_generic(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "ticket",
        "tickets",
        "price",
        "prices",
        "fee",
        "fees",
        "fare",
        "entry",
        "admission",
        "cost",
        "charge",
        "one",
        "ones",
        "билет",
        "билета",
        "билеты",
        "цена",
        "стоимость",
        "票",
        "门票",
    ];
    WORDS.contains(&word)
}

/// The usual one of the rates of a unit that quotes several: "regular $8, rush $20".
pub(crate) fn usual(unit: &Unit, quantity: Quantity) -> Option<Rate> {
    rates(unit, quantity)
        .into_iter()
        .find(|rate| is_usual(&rate.label))
}

/// Whether words name the usual one of several.
pub(crate) fn is_usual(label: &str) -> bool {
    const WORDS: &[&str] = &[
        "adult",
        "grown",
        "standard",
        "regular",
        "normal",
        "ordinary",
        "basic",
        "full price",
        "single",
        "взросл",
        "обычн",
        "полн",
        "стандарт",
        "成人",
        "大人",
        "普通",
        "标准",
        "全价",
    ];
    let label = label.to_lowercase();
    WORDS.iter().any(|word| label.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{Quantity, of_text};

    fn quoted(text: &str) -> Vec<(i64, String)> {
        of_text(text, Quantity::Price)
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
