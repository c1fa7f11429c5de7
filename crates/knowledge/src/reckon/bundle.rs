//! A bundle beside what it stands for: "two adults and two kids, is the family ticket cheaper?"
//!
//! Owns how a question names the bundle (a family ticket, a ten-visit card), the people or the number of times it is held
//! against, and what is left: words that belong to every price, such as the line or the day. How the prices are found
//! is `answer`'s.

use super::Quantity;
use super::people::is_per_person;
use super::plan::{Item, Plan, Task, said};
use super::saving::names_saving;
use crate::language::Language;
use crate::question::Question;

/// Words that hold one price against others, beside those of saving.
const CUES: &[&str] = &[
    "cheaper",
    "instead",
    "difference",
    "versus",
    "vs",
    "rather",
    "worth",
    "less",
    "better",
];
/// What may stand behind the word of a bundle, or behind its number.
const TICKETS: &[&str] = &[
    "ticket",
    "tickets",
    "pass",
    "passes",
    "card",
    "cards",
    "membership",
    "memberships",
    "rate",
    "price",
    "deal",
    "offer",
    "entry",
    "admission",
    "session",
    "book",
    "bundle",
    "pack",
    "block",
    "package",
];
/// Whether a word says that something is a ticket, a pass or the like, and not of which kind.
pub(crate) fn names_ticket(word: &str) -> bool {
    TICKETS.contains(&word) || matches!(word, "season" | "annual")
}

/// Words with which a bundle for several people begins.
pub(super) const BUNDLES: &[&str] = &["family", "families", "couple", "couples", "joint", "group"];
/// What a card may be for ten of.
const TIMES: &[&str] = &[
    "visit", "visits", "swim", "swims", "ride", "rides", "trip", "trips", "game", "games", "class",
    "classes", "session", "sessions", "entry", "entries", "lesson", "lessons", "wash", "washes", "skate",
    "skates", "journey", "journeys", "day", "climb", "climbs", "use",
];
/// People, and the word by which prices call them.
const PEOPLE: &[(&str, &str)] = &[
    ("adult", "adult"),
    ("grown", "adult"),
    ("parent", "adult"),
    ("child", "child"),
    ("kid", "kid"),
    ("son", "child"),
    ("daughter", "child"),
    ("boy", "child"),
    ("girl", "child"),
    ("student", "student"),
    ("senior", "senior"),
    ("pensioner", "pensioner"),
    ("teen", "teenager"),
    ("junior", "junior"),
];
/// What may stand between a number and the people.
const BETWEEN: &[&str] = &[
    "small",
    "young",
    "little",
    "separate",
    "single",
    "of",
    "my",
    "our",
    "other",
    "individual",
];
/// Words that say nothing of what is priced.
const EMPTY: &[&str] = &[
    "what",
    "how",
    "much",
    "many",
    "do",
    "does",
    "did",
    "would",
    "will",
    "is",
    "it",
    "are",
    "we",
    "i",
    "a",
    "an",
    "the",
    "with",
    "by",
    "and",
    "if",
    "they",
    "only",
    "for",
    "to",
    "of",
    "as",
    "than",
    "get",
    "buy",
    "use",
    "take",
    "have",
    "there",
    "s",
    "in",
    "total",
    "altogether",
    "be",
    "that",
    "us",
    "our",
    "my",
    "me",
    "paying",
    "pay",
    "buying",
    "over",
    "against",
    "compared",
    "separately",
    "individually",
    "each",
    "time",
    "times",
    "every",
    "or",
    "go",
    "going",
    "come",
    "coming",
    "on",
    "money",
    "any",
    "can",
    "could",
    "should",
    "at",
    "desk",
    "door",
    "normal",
    "single",
    "singly",
    "out",
    "off",
    "cost",
    "costs",
    "which",
    "two",
    "just",
    "you",
    "one",
    "aged",
    "age",
    "years",
    "year",
    "old",
    "ve",
    "got",
    "m",
    "re",
    "ll",
    "d",
    "getting",
    "taking",
    "actually",
    "really",
    "so",
    "all",
    "bought",
    "tickets",
    "ticket",
];
/// Most people or things on the other side.
const MAX_ITEMS: usize = 6;

/// The words of a question, each taken once.
struct Words<'a> {
    words: Vec<&'a str>,
    taken: Vec<bool>,
}

impl Words<'_> {
    fn take(&mut self, from: usize, to: usize) {
        self.taken[from..to].fill(true);
    }

    fn number(&self, at: usize) -> Option<u32> {
        let word = self.words.get(at)?;
        match *word {
            "a" | "an" | "one" => Some(1),
            "both" => Some(2),
            _ => word.parse().ok().filter(|count| (1..=30).contains(count)),
        }
    }

    fn is_one_of(&self, at: usize, list: &[&str]) -> bool {
        self.words.get(at).is_some_and(|word| list.contains(word))
    }
}

/// The plan of a question that holds a bundle against what it stands for; `None` for any other.
pub(super) fn bundle(question: &Question) -> Option<Plan> {
    if question.language != Language::English {
        return None;
    }
    let words = question.words();
    words.iter().find(|word| holds_against(word))?;
    let taken = vec![false; words.len()];
    let mut words = Words { words, taken };
    let (from, to, number) = named_bundle(&words)?;
    let text = said(question, from, to);
    words.take(from, to);
    let (mut people, class) = people(&mut words);
    let times = times(&mut words);
    match (number, times) {
        // Twenty swims are two cards for ten, and a family that comes three times buys three tickets.
        (Some(number), Some(times)) if times != number => return None,
        (None, Some(_)) => return None,
        (None, None) => {}
        (Some(number), _) => {
            // A card for ten visits stands for ten of them.
            let text = class.or_else(|| people.first().map(|item| item.text.clone()));
            people = vec![Item {
                count: number,
                text: text.unwrap_or_else(|| "single".to_owned()),
            }];
        }
    }
    let is_left = |at: &usize| {
        let word = words.words[*at];
        // "One way" is a kind of ticket.
        let way = word == "one" && words.is_one_of(at + 1, &["way"]);
        !words.taken[*at] && (way || !EMPTY.contains(&word) && !holds_against(word))
    };
    let left = (0..words.words.len()).filter(is_left);
    let shared: Vec<&str> = left.map(|at| words.words[at]).collect();
    let several = people.iter().map(|item| item.count).sum::<u32>() > 1;
    let mut items = vec![Item { count: 1, text }];
    items.extend(people);
    (several && items.len() <= MAX_ITEMS).then(|| Plan {
        task: Task::Difference,
        quantity: Quantity::Price,
        shared: shared.join(" "),
        items,
        cue: String::new(),
        of_bundle: true,
    })
}

/// The text without the number at its beginning: "10-swim card" may be written "Ten-swim card".
pub(crate) fn unnumbered(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    (rest.len() < text.len()).then(|| rest.trim_start_matches(['-', ' ']))
}

/// Whether a bundle holds for fewer people than are asked about, or its price is for each of them, by what it is called and
/// the text that names its price.
pub(crate) fn is_for_fewer((called, text): (&str, &str), items: &[Item]) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let grown = |word: &str| person(word) == Some("adult");
    let capacity = |is_one: &dyn Fn(&str) -> bool| {
        words.windows(2).find_map(|pair| {
            let number = pair[0].parse::<u32>().ok()?;
            is_one(pair[1]).then_some(number)
        })
    };
    let asked = |is_one: &dyn Fn(&str) -> bool| -> u32 {
        let items = items
            .iter()
            .filter(|item| is_one(item.text.split(' ').next().unwrap_or_default()));
        items.map(|item| item.count).sum()
    };
    let young = |word: &str| person(word).is_some_and(|person| person != "adult");
    let is_less = |is_one: &dyn Fn(&str) -> bool| capacity(is_one).is_some_and(|most| most < asked(is_one));
    is_less(&grown) || is_less(&young) || is_per_person(called)
}

/// Where the bundle is named, and how often a card is good for.
fn named_bundle(words: &Words<'_>) -> Option<(usize, usize, Option<u32>)> {
    for at in 0..words.words.len() {
        if words.is_one_of(at, BUNDLES) {
            // "We're a family of four" names nobody's ticket.
            let is_ticket = words.is_one_of(at + 1, TICKETS);
            let before = |back: usize| at.checked_sub(back).map_or("", |place| words.words[place]);
            let is_rate = before(1) == "as" || matches!(before(1), "a" | "one") && before(2) == "as";
            if is_ticket || is_rate && !words.is_one_of(at + 1, &["of"]) {
                return Some((at, at + 1 + usize::from(is_ticket), None));
            }
        }
        let number = words.words[at]
            .parse()
            .ok()
            .filter(|count| (2..=100).contains(count));
        if let Some(number) = number
            && words.is_one_of(at + 1, TIMES)
            && words.is_one_of(at + 2, TICKETS)
        {
            return Some((at, at + 3, Some(number)));
        }
    }
    None
}

/// "Ten times": how often.
fn times(words: &mut Words<'_>) -> Option<u32> {
    let at = words.words.iter().position(|word| *word == "times")?;
    let number = words.number(at.checked_sub(1)?)?;
    words.take(at - 1, at + 1);
    Some(number)
}

/// The people with how many there are of each, and the class of somebody who is named without a number.
fn people(words: &mut Words<'_>) -> (Vec<Item>, Option<String>) {
    let mut items: Vec<Item> = Vec::new();
    let mut class = None;
    let mut at = 0;
    while at < words.words.len() {
        let Some(person) = person(words.words[at]).filter(|_| !words.taken[at]) else {
            at += 1;
            continue;
        };
        let begin = (at.saturating_sub(3)..at).rev().find(|begin| {
            words.number(*begin).is_some() && (begin + 1..at).all(|between| words.is_one_of(between, BETWEEN))
        });
        let (ages, end) = ages(words, at + 1);
        match begin.and_then(|begin| words.number(begin)) {
            Some(count) if ages.len() == count as usize => items.extend(ages.iter().map(|age| Item {
                count: 1,
                text: format!("{person} aged {age}"),
            })),
            Some(count) => items.push(Item {
                count,
                text: person.to_owned(),
            }),
            None => class = Some(person.to_owned()),
        }
        words.take(begin.unwrap_or(at), end);
        at = end;
    }
    (items, class)
}

/// "aged 6, 8 and 12", "of 7": the ages, and where they end.
fn ages(words: &Words<'_>, from: usize) -> (Vec<u32>, usize) {
    let leads = words.is_one_of(from, &["aged", "of", "age", "ages"]);
    let mut ages = Vec::new();
    let mut end = from;
    for at in from + usize::from(leads)..words.words.len() {
        match words.words[at].parse::<u32>() {
            // The next number may count people again: "two kids aged 6 and two adults".
            Ok(age) if age < 100 && !counts_more(words, at) => {
                ages.push(age);
                end = at + 1;
            }
            _ if words.words[at] == "and" => {}
            _ => break,
        }
    }
    // "2 kids 1 game" tells no age.
    if !leads && ages.len() < 2 {
        return (Vec::new(), from);
    }
    (ages, end)
}

/// Whether a word holds one price against others.
fn holds_against(word: &str) -> bool {
    CUES.contains(&word) || names_saving(word)
}

/// Whether the number at this place counts people.
fn counts_more(words: &Words<'_>, at: usize) -> bool {
    let next = (at + 1..words.words.len()).find(|next| !words.is_one_of(*next, BETWEEN));
    next.is_some_and(|next| person(words.words[next]).is_some())
}

/// The word by which prices call a person.
fn person(word: &str) -> Option<&'static str> {
    PEOPLE
        .iter()
        .find(|(said, _)| word.starts_with(said) && word.len() <= said.len() + 4)
        .map(|(_, class)| *class)
}

#[cfg(test)]
mod tests {
    use super::bundle;
    use crate::language::Language;
    use crate::lexicon::Lexicon;
    use crate::question::QuestionReader;

    #[test]
    fn a_bundle_and_what_it_stands_for_are_cut_out() {
        let lexicon = Lexicon::load();
        let reader = QuestionReader::load(&lexicon);
        let cut = |question: &str| {
            let plan = bundle(&reader.read(question, Language::English, &lexicon))?;
            let items: Vec<String> = plan
                .items
                .iter()
                .map(|item| format!("{} {}", item.count, item.text))
                .collect();
            Some(format!("{} / {}", items.join(", "), plan.shared))
        };
        for (question, expected) in [
            (
                "Two adults and two kids on a Sunday: what do we save with the family ticket?",
                "1 family ticket, 2 adult, 2 kid / sunday",
            ),
            (
                "two adults and two kids peak, is it cheaper as a family and by how much",
                "1 family, 2 adult, 2 kid / peak",
            ),
            (
                "how much do two parents with three kids aged 6, 8 and 12 save with the family ticket",
                "1 family ticket, 2 adult, 1 kid aged 6, 1 kid aged 8, 1 kid aged 12 / ",
            ),
            (
                "How much does an adult save with the ten-swim card over paying ten times at the desk?",
                "1 10-swim card, 10 adult / ",
            ),
            (
                "two adults and two kids (8 and 10), is the family deal cheaper",
                "1 family deal, 2 adult, 1 kid aged 8, 1 kid aged 10 / ",
            ),
            (
                "two kids aged 6 and two adults, is the family ticket cheaper?",
                "1 family ticket, 2 kid, 2 adult / ",
            ),
            (
                "is it cheaper as a couple for tennis than two separate adults",
                "1 couple, 2 adult / tennis",
            ),
        ] {
            assert_eq!(cut(question).as_deref(), Some(expected), "{question}");
        }
        for question in [
            "we're a family of 2 adults and 2 kids, is Monday cheaper than Sunday?",
            "is the 10-swim card cheaper if I come 20 times?",
            "two adults and two kids come 3 times, do we save with the family ticket?",
            "how much is the family ticket",
            "which is cheaper, tea or coffee",
            "do families save",
        ] {
            assert_eq!(cut(question), None, "{question}");
        }
    }
}
