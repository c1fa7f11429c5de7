//! Adding questions: "What do two adults and a child pay?", "Two dogs for three nights?"
//!
//! Owns how the things and their numbers are cut out of the question.

use super::Quantity;
use super::plan::{Item, Plan, Task, comma_before, item, said};
use super::saving::names_saving;
use crate::frames::Frame;
use crate::question::Question;
use crate::values::{Value, WeekdaySet};

/// "Two adults and a child", "two dogs for three nights".
pub(super) fn total(question: &Question) -> Option<Plan> {
    let words = question.words();
    let about_money = |word: &&str| {
        matches!(
            *word,
            "pay" | "cost" | "owe" | "total" | "altogether" | "charge" | "charged"
        )
    };
    // "What are a programme and an ice cream?" asks what they cost.
    let bought =
        matches!(words.as_slice(), ["what", "are", "a" | "an" | "one", ..]) && words.contains(&"and");
    if !bought && !question.asks(Frame::Price) && !question.sum && !words.iter().any(about_money) {
        return None;
    }
    // What a pass saves is no sum.
    if describes_part_of_group(&words) || words.iter().any(|word| names_saving(word)) {
        return None;
    }
    let period = period(question, &words);
    let (times, each) = period
        .as_ref()
        .map_or((1, None), |period| (period.times, period.each));
    let (mut items, mut shared) = things(question, &segments(question, &words, period.as_ref()), &words);
    for item in &mut items {
        // "Two games cost one adult on a Sunday": what comes behind is said of all.
        if let Some((thing, rest)) = around_asking(&item.text) {
            // "How much would it come to for an adult and": the things are behind.
            let things = rest.trim_start_matches("for ");
            let is_counted = things.starts_with(|letter: char| letter.is_ascii_digit())
                || ["a ", "an ", "one ", "the ", "my ", "our "]
                    .iter()
                    .any(|word| things.starts_with(word));
            if names_no_thing(thing) && is_counted {
                let things = things.to_owned();
                *item = super::plan::item(&things);
                continue;
            }
            shared = format!("{shared} {rest}");
            item.text = thing.to_owned();
        }
    }
    items.retain(|item| !item.text.trim().is_empty());
    // "Two adults and a child, one night in the bunkroom": what a night costs depends on who sleeps there.
    if items.len() > 1 && items.iter().any(|item| item.text.starts_with("night ")) {
        return None;
    }
    for item in items.iter_mut().filter(|item| super::counts_people(&item.text)) {
        // "What do two adults and a child pay for a swim": what it is for is said of all.
        if let Some((people, purpose)) = item.text.split_once(" for ") {
            shared = format!("{shared} {purpose}");
            item.text = people.to_owned();
        }
    }
    // "Two toasties and one tea at the cafe": where is said of all.
    if let [.., last] = items.as_mut_slice()
        && let Some((thing, place)) = last.text.split_once(" at the ")
    {
        shared = format!("{shared} at the {place}");
        last.text = thing.to_owned();
    }
    let counted: u32 = items.iter().map(|item| item.count).sum();
    let many = counted > 1 && (items.len() > 1 || items.iter().any(|item| item.count > 1)) || times > 1;
    // Two things in one breath are two questions, unless it is asked what they come to.
    let adds = bought || question.sum || items.iter().any(|item| item.count > 1) || times > 1;
    let measured = items.iter().any(|item| item.count > 1 && is_measured(&item.text));
    (many && adds && !measured && items.len() <= 6).then_some(Plan {
        task: Task::Total { times, each },
        quantity: Quantity::Price,
        shared,
        items,
        cue: String::new(),
        of_bundle: false,
    })
}

/// "Two cars come to for the year": the thing and the rest, without the words that ask for the sum.
fn around_asking(text: &str) -> Option<(&str, &str)> {
    const ASKING: [&str; 5] = [" come to", " cost", " add up to", " set me back", " work out"];
    let (at, words) = ASKING
        .iter()
        .filter_map(|words| Some((text.find(words)?, words)))
        // "Adult costumes" ask for nothing.
        .filter(|(at, words)| {
            let rest = &text[at + words.len()..];
            rest.is_empty() || rest.starts_with(char::is_whitespace)
        })
        .min()?;
    Some((text[..at].trim_end(), text[at + words.len()..].trim_start()))
}

/// "Two adults, one of us is 70": what part of a group pays less is not in the sum; "four of us are coming" is no such part.
fn describes_part_of_group(words: &[&str]) -> bool {
    words.windows(5).any(|window| {
        let [count, "of", "us" | "them", "is" | "are" | "has" | "have", next] = window else {
            return false;
        };
        (*count == "one" || count.parse::<u32>().is_ok()) && !next.ends_with("ing")
    })
}

/// "How much would it": the beginning of a question, and no thing.
fn names_no_thing(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "how", "much", "what", "would", "will", "does", "do", "it", "that", "this", "all", "so", "and", "is",
    ];
    !text.is_empty()
        && text
            .split_whitespace()
            .all(|word| WORDS.contains(&word.to_lowercase().as_str()))
}

/// How often something is paid: "for three nights".
struct Period {
    times: u32,
    /// How long one of them is, in seconds.
    each: Option<u64>,
    /// The tokens that say it.
    tokens: (usize, usize),
}

/// The length of time for which it is asked.
fn period(question: &Question, words: &[&str]) -> Option<Period> {
    by_days(question, words).or_else(|| by_length(question, words))
}

/// "Friday and Saturday night": two nights.
fn by_days(question: &Question, words: &[&str]) -> Option<Period> {
    let is_day = |at: usize| question.is_part_of(at, |value| matches!(value, Value::Weekdays(_)));
    let last = words
        .iter()
        .position(|word| matches!(*word, "night" | "nights"))?;
    let mut first = last;
    while first > 0 && (is_day(first - 1) || matches!(words[first - 1], "and" | "the")) {
        first -= 1;
    }
    let named = question.tokens.get(first..last)?;
    let (from, to) = (named.first()?.range.start, named.last()?.range.end);
    let days = question
        .values
        .iter()
        .fold(WeekdaySet::NONE, |days, found| match &found.value {
            Value::Weekdays(more) if from <= found.range.start && found.range.end <= to => days.union(*more),
            _ => days,
        });
    let days = days.len();
    (2..=7).contains(&days).then(|| {
        let for_ = first.checked_sub(1).filter(|at| words[*at] == "for");
        Period {
            times: days,
            each: Some(86_400),
            tokens: (for_.unwrap_or(first), last + 1),
        }
    })
}

fn by_length(question: &Question, words: &[&str]) -> Option<Period> {
    question.values.iter().rev().find_map(|found| {
        let Value::Duration { seconds } = found.value else {
            return None;
        };
        let within: Vec<usize> = (0..question.tokens.len())
            .filter(|at| {
                let range = &question.tokens[*at].range;
                found.range.start <= range.start && range.end <= found.range.end
            })
            .collect();
        let (first, last) = (*within.first()?, *within.last()?);
        let number = within.iter().find_map(|at| words[*at].parse::<u32>().ok());
        // "A whole week" is seven nights, where prices are for a night.
        let week = seconds == 604_800 && number.is_none_or(|number| number == 1 || number == 7);
        let number = if week { Some(7) } else { number };
        let times = number.filter(|number| (2..=60).contains(number) && seconds >= 3_600)?;
        // "60 minutes" is one hour, and no price is for a minute.
        let is_unit = |each: u64| [3_600, 86_400, 604_800, 2_592_000, 31_536_000].contains(&each);
        if !is_unit(seconds / u64::from(times)) {
            return None;
        }
        let for_ = first
            .checked_sub(1)
            .filter(|at| matches!(words[*at], "for" | "на" | "за"));
        Some(Period {
            times,
            each: seconds.checked_div(u64::from(times)),
            tokens: (for_.unwrap_or(first), last + 1),
        })
    })
}

/// The pieces of the question between commas and "and"s, as ranges of tokens, without the length of time.
fn segments(question: &Question, words: &[&str], period: Option<&Period>) -> Vec<(usize, usize)> {
    let joins = |word: &str| matches!(word, "and" | "plus" | "и" | "плюс" | "加" | "和");
    let mut segments: Vec<(usize, usize)> = Vec::new();
    let mut start = question.begins;
    for (at, word) in words.iter().enumerate().skip(question.begins) {
        let skipped = period.is_some_and(|period| (period.tokens.0..period.tokens.1).contains(&at));
        let comma = comma_before(question, at);
        if !skipped && !comma && (!joins(word) || is_within_one(words, at)) {
            continue;
        }
        if at > start {
            segments.push((start, at));
        }
        let is_joint = matches!(*word, "and" | "plus" | "и" | "плюс");
        start = if skipped || !comma || is_joint { at + 1 } else { at };
    }
    if words.len() > start {
        segments.push((start, words.len()));
    }
    segments
}

/// The things, and the words that are said of all of them.
fn things(question: &Question, segments: &[(usize, usize)], words: &[&str]) -> (Vec<Item>, String) {
    let mut items: Vec<Item> = Vec::new();
    let mut shared = String::new();
    for &(from, to) in segments {
        let is_count =
            |at: &usize| words[*at] == "both" || words[*at].parse::<u32>().is_ok_and(|number| number <= 200);
        if let ["what" | "what's" | "whats" | "how" | "how's", ..] = words[from..to]
            && !items.is_empty()
        {
            // "Two adults and a child, what do we pay for the concert?"
            shared = format!("{shared} {}", said(question, from, to));
            continue;
        }
        if names_rate(&words[from..to]) {
            // "For three days at the daily rate": the length of time says it.
            continue;
        }
        let counted = (from..to).find(is_count);
        let mut found = item(&said(question, counted.unwrap_or(from), to));
        let is_property = counted.is_some_and(|at| at > from && words[at - 1] == "на");
        if is_property && !super::counts_people(&found.text) {
            // "Абонемент на 4 сеанса" is one, of four sessions.
            found = Item {
                count: 1,
                text: said(question, from, to),
            };
            items.push(found);
            continue;
        }
        if let Some(counted) = counted.filter(|counted| *counted > from) {
            shared = format!("{shared} {}", said(question, from, counted));
        }
        let alone = found.count == 1 && counted.is_none() && !items.is_empty();
        if alone
            && !super::names_people(&found.text)
            && (is_for(question, from, to) || says_where_or_how(question, from, to))
        {
            // "Just for a day", "single to the harbour" says something of all of them.
            shared = format!("{shared} {}", said(question, from, to));
            continue;
        }
        items.push(found);
    }
    (items, shared)
}

/// "At the daily rate".
fn names_rate(words: &[&str]) -> bool {
    let is_of_time = |word: &&str| {
        matches!(
            *word,
            "daily" | "hourly" | "nightly" | "weekly" | "monthly" | "day" | "hour" | "night"
        )
    };
    matches!(
        words,
        ["at" | "by" | "on", .., "rate" | "rates" | "price" | "tariff"]
    ) && words.iter().any(is_of_time)
}

/// "Two black and white copies": the "and" parts nothing after a number, unless what follows is counted too.
fn is_within_one(words: &[&str], at: usize) -> bool {
    let counted = |word: &&str| word.parse::<u32>().is_ok();
    let before = at >= 2 && counted(&words[at - 2]) && !words[at - 1].ends_with('s');
    let next_counted = words
        .get(at + 1)
        .is_some_and(|next| counted(next) || matches!(*next, "a" | "an" | "one" | "the" | "my" | "our"));
    before && !next_counted
}

fn is_for(question: &Question, from: usize, to: usize) -> bool {
    question.tokens[from..to]
        .iter()
        .take(2)
        .any(|token| matches!(token.word.as_str(), "for" | "on" | "in" | "all" | "на" | "в"))
}

/// "Single to the harbour", "no booking": no thing that is counted.
fn says_where_or_how(question: &Question, from: usize, to: usize) -> bool {
    let words: Vec<&str> = question.tokens[from..to]
        .iter()
        .map(|token| token.word.as_str())
        .collect();
    let article = matches!(words.first(), Some(&("a" | "an" | "the" | "one" | "our" | "my")));
    let within = words
        .iter()
        .skip(1)
        .any(|word| matches!(*word, "to" | "from" | "at" | "in" | "until" | "до" | "из" | "от"));
    !article
        && (within
            || matches!(
                words.first(),
                Some(&("no" | "without" | "not" | "at" | "by" | "per" | "без"))
            ))
}

/// "8 kilos of washing", "24 minutes": an amount of one thing, no number of things.
fn is_measured(text: &str) -> bool {
    const TREATMENTS: [&str; 6] = ["massage", "treatment", "bath", "spa", "scrub", "peel"];
    const UNITS: &[&str] = &[
        "kilo",
        "kilos",
        "kg",
        "kilograms",
        "grams",
        "minute",
        "minutes",
        "mins",
        "miles",
        "mile",
        "km",
        "kilometres",
        "metre",
        "metres",
        "meter",
        "meters",
        "foot",
        "feet",
        "ft",
        "inch",
        "inches",
        "cm",
        "litre",
        "litres",
        "liters",
        "pounds",
        "percent",
        "степени",
        "минут",
        "минуты",
        "кг",
        "килограмм",
        "километров",
        "км",
        "литров",
        "градусов",
        "公斤",
        "分钟",
        "公里",
        "升",
        "度",
    ];
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    // "Foot massages" are things, "foot Christmas trees" are measured.
    let is_treatment = |word: &str| TREATMENTS.iter().any(|known| word.starts_with(known));
    let is_thing = first == "foot" && words.next().is_some_and(is_treatment);
    UNITS.contains(&first.as_str()) && !is_thing
}
