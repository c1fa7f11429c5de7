//! What a calculating question wants: its parts, and what is to be done with their amounts.

use super::Quantity;
use super::saving::{saving, things};
use crate::frames::Frame;
use crate::language::Language;
use crate::question::Question;
use crate::text::Token;
use crate::values::{self, Value};

/// What is done with the amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Which of two has less, or more.
    Choose {
        /// More.
        most: bool,
    },
    /// How much lies between what the first items cost together and what the others do.
    Difference {
        /// How many items stand on the first side.
        ones: usize,
    },
    /// What all cost together, so many times.
    Total {
        /// Nights, days or hours.
        times: u32,
        /// How long one of them is, in seconds, where a length of time was said.
        each: Option<u64>,
    },
}

/// One thing whose amount is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// How many of it.
    pub count: u32,
    /// Its words.
    pub text: String,
}

/// A calculating question, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// What is to be done.
    pub task: Task,
    /// What is compared or added.
    pub quantity: Quantity,
    /// Words that belong to every item.
    pub shared: String,
    /// The things.
    pub items: Vec<Item>,
    /// The word of the question that says what is compared: "cheaper".
    pub cue: String,
}

impl Plan {
    /// Whether amounts are added, not compared.
    pub fn is_total(&self) -> bool {
        matches!(self.task, Task::Total { .. })
    }
}

struct Cue {
    word: &'static str,
    quantity: Quantity,
    most: bool,
}

const fn cue(word: &'static str, quantity: Quantity, most: bool) -> Cue {
    Cue { word, quantity, most }
}

const CUES: &[Cue] = &[
    cue("more expensive", Quantity::Price, true),
    cue("less expensive", Quantity::Price, false),
    cue("costs more", Quantity::Price, true),
    cue("cost more", Quantity::Price, true),
    cue("costs less", Quantity::Price, false),
    cue("cost less", Quantity::Price, false),
    cue("cheaper", Quantity::Price, false),
    cue("cheapest", Quantity::Price, false),
    cue("better value", Quantity::Price, false),
    cue("better deal", Quantity::Price, false),
    cue("works out less", Quantity::Price, false),
    cue("dearer", Quantity::Price, true),
    cue("pricier", Quantity::Price, true),
    cue("takes longer", Quantity::Duration, true),
    cue("lasts longer", Quantity::Duration, true),
    cue("longer", Quantity::Duration, true),
    cue("takes more time", Quantity::Duration, true),
    cue("shorter", Quantity::Duration, false),
    cue("quicker", Quantity::Duration, false),
    cue("faster", Quantity::Duration, false),
    cue("opens earlier", Quantity::Time, false),
    cue("starts earlier", Quantity::Time, false),
    cue("starts later", Quantity::Time, true),
    cue("closes later", Quantity::Time, true),
    cue("closes earlier", Quantity::Time, false),
    cue("open later", Quantity::Time, true),
    cue("open longer", Quantity::Time, true),
    cue("later", Quantity::Time, true),
    cue("earlier", Quantity::Time, false),
    cue("bigger", Quantity::Count, true),
    cue("larger", Quantity::Count, true),
    cue("smaller", Quantity::Count, false),
    cue("дешевле", Quantity::Price, false),
    cue("выгоднее", Quantity::Price, false),
    cue("дороже", Quantity::Price, true),
    cue("дольше", Quantity::Duration, true),
    cue("длиннее", Quantity::Duration, true),
    cue("короче", Quantity::Duration, false),
    cue("быстрее", Quantity::Duration, false),
    cue("раньше", Quantity::Time, false),
    cue("позже", Quantity::Time, true),
    cue("больше", Quantity::Count, true),
    cue("меньше", Quantity::Count, false),
    cue("便 宜", Quantity::Price, false),
    cue("划 算", Quantity::Price, false),
    cue("贵", Quantity::Price, true),
    cue("时 间 长", Quantity::Duration, true),
    cue("更 久", Quantity::Duration, true),
    cue("更 长", Quantity::Duration, true),
    cue("更 快", Quantity::Duration, false),
    cue("门 晚", Quantity::Time, true),
    cue("门 早", Quantity::Time, false),
    cue("更 晚", Quantity::Time, true),
    cue("更 早", Quantity::Time, false),
    cue("更 多", Quantity::Count, true),
    cue("多", Quantity::Count, true),
    cue("更 大", Quantity::Count, true),
];

const DIFFERENCE: &[&str] = &[
    "how much more",
    "how much less",
    "how much cheaper",
    "how much dearer",
    "how much extra",
    "how much pricier",
    "difference",
    "price gap",
    "compared",
    "how much would i save",
    "how much do i save",
    "how much do we save",
    "how much would we save",
    "how much will i save",
    "by how much",
    "how much longer",
    "на сколько",
    "насколько",
    "разница",
    "разницу",
    "差 多 少",
    "贵 多 少",
    "便 宜 多 少",
    "相 差",
    "差 价",
    "多 花 多 少",
    "省 多 少",
];

const JOINTS: &[&str] = &["or", "than", "versus", "vs", "или", "чем", "比"];
const WEAK_JOINTS: &[&str] = &["and", "и", "和", "跟", "与"];

/// The plan of a calculating question; `None` for any other.
pub(crate) fn plan(question: &Question) -> Option<Plan> {
    if question.text.len() > 300 {
        return None;
    }
    saving(question)
        .or_else(|| compared(question))
        .or_else(|| total(question))
}

pub(super) fn words(tokens: &[Token]) -> Vec<&str> {
    tokens.iter().map(|token| token.word.as_str()).collect()
}

/// Where the words of a phrase stand.
fn find(words: &[&str], phrase: &str) -> Option<(usize, usize)> {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words
        .windows(phrase.len())
        .position(|window| window == phrase)
        .map(|at| (at, at + phrase.len()))
}

/// Whether a part of a question asks for nothing but a difference: "how much do we save?"
pub(crate) fn only_asks_how_much_less(question: &Question) -> bool {
    let words = words(&question.tokens);
    words.len() <= 6 && DIFFERENCE.iter().any(|phrase| find(&words, phrase).is_some())
}

fn compared(question: &Question) -> Option<Plan> {
    let words = words(&question.tokens);
    let difference = DIFFERENCE.iter().find_map(|phrase| find(&words, phrase));
    let cue = CUES.iter().find_map(|cue| Some((cue, find(&words, cue.word)?)));
    // "Cheaper as a couple than two adults, how much do we save": what is compared stands between.
    let asked_last = difference
        .zip(cue.as_ref().map(|(_, found)| *found))
        .filter(|(difference, cue)| difference.0 > cue.1 + 2);
    let limit = asked_last.map_or(words.len(), |(difference, _)| difference.0);
    let (start, end) = match (difference, &cue) {
        (Some(_), Some((_, other))) if asked_last.is_some() => *other,
        (Some(found), Some((_, other))) => (found.0.min(other.0), found.1.max(other.1)),
        (Some(found), None) => found,
        (None, Some((_, found))) => *found,
        (None, None) => return None,
    };
    let quantity = cue.as_ref().map_or(Quantity::Price, |(cue, _)| cue.quantity);
    let between = words.iter().position(|word| matches!(*word, "between" | "между"));
    let over = || {
        // "A rush one over a normal one"; but "over 3 days".
        difference?;
        (end..words.len().saturating_sub(1))
            .find(|at| words[*at] == "over" && matches!(words[at + 1], "a" | "an" | "the" | "our" | "your"))
    };
    let joint = over().or_else(|| joint(&words, end, between))?;
    let text = |from: usize, to: usize| said(question, from, to);
    let (shared, one, other) = if joint >= end {
        // "Which class is pricier, table saw or welding?"
        let comma = (end..joint).find(|at| comma_before(question, *at));
        let first = between.map_or_else(|| comma.unwrap_or(end), |between| between + 1);
        let head = if first == end || between.is_some() {
            text(question.begins, start)
        } else {
            text(question.begins, start) + " " + &text(end, first)
        };
        let compared =
            (joint..words.len()).find(|at| matches!(words[*at], "with" | "to" | "с") && *at == joint + 1);
        (
            head,
            text(first, joint),
            text(compared.unwrap_or(joint) + 1, limit.max(joint + 1)),
        )
    } else {
        // "少儿证和普通证哪个便宜": what is compared stands before.
        let asked = (joint..start)
            .find(|at| matches!(words[*at], "哪" | "which" | "что" | "какой" | "какая" | "哪个"));
        let stop = asked.unwrap_or(start);
        let shared = text(stop, start) + " " + &text(end, words.len());
        (shared, text(question.begins, joint), text(joint + 1, stop))
    };
    let (other, qualifier) = qualified(&other, question.language);
    let several = difference.is_some() && other.contains(" and ");
    let mut items = vec![item(&one)];
    if several {
        items.extend(things(&other));
    } else {
        items.push(item(&other));
    }
    for item in &mut items {
        let whole = format!("{} {qualifier}", item.text);
        whole.trim_end().clone_into(&mut item.text);
    }
    if items.iter().any(|item| item.text.trim().is_empty()) {
        return None;
    }
    let task = match (difference, &cue) {
        (Some(_), _) => Task::Difference { ones: 1 },
        (None, Some((cue, _))) => Task::Choose { most: cue.most },
        (None, None) => return None,
    };
    let cue = cue.map_or_else(String::new, |(cue, _)| {
        cue.word.replace(
            ' ',
            if question.language == Language::Chinese {
                ""
            } else {
                " "
            },
        )
    });
    Some(Plan {
        task,
        quantity,
        shared,
        items,
        cue,
    })
}

/// "The sport one over 3 days": for how long or when is said of both.
fn qualified(text: &str, language: Language) -> (String, String) {
    // "Doug than Nasreen for a single lesson": what it is for is said of both.
    if let Some((head, purpose)) = text
        .split_once(" for a ")
        .filter(|(head, _)| !head.trim().is_empty())
    {
        return (head.to_owned(), format!("for a {purpose}"));
    }
    const BEFORE: [&str; 8] = [
        " over ", " for ", " in ", " on ", " during ", " at ", " на ", " в ",
    ];
    let at = BEFORE.iter().filter_map(|word| text.rfind(word)).max();
    let Some(at) = at.filter(|at| *at > 0) else {
        return (text.to_owned(), String::new());
    };
    let says_when = values::values(&text[at..], language).iter().any(|found| {
        matches!(
            found.value,
            Value::Duration { .. } | Value::Month(_) | Value::Date(_) | Value::Weekdays(_) | Value::Season(_)
        )
    });
    if says_when {
        (text[..at].to_owned(), text[at..].trim().to_owned())
    } else {
        (text.to_owned(), String::new())
    }
}

fn joint(words: &[&str], end: usize, between: Option<usize>) -> Option<usize> {
    let strong = |word: &&str| JOINTS.contains(word) || *word == "compared";
    if let Some(between) = between {
        return (between + 1..words.len()).find(|at| WEAK_JOINTS.contains(&words[*at]));
    }
    let still = words.windows(2).position(|pair| pair == ["还", "是"]);
    words
        .iter()
        .enumerate()
        .skip(1)
        .find(|(at, word)| strong(word) && at + 1 < words.len() && (*at >= end || **word != "than"))
        .map(|(at, _)| at)
        .or_else(|| still.map(|at| at + 1))
        .or_else(|| {
            words
                .iter()
                .enumerate()
                .skip(1)
                .find(|(at, word)| WEAK_JOINTS.contains(word) && at + 1 < words.len())
                .map(|(at, _)| at)
        })
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
    !article && (within || matches!(words.first(), Some(&("no" | "without" | "not" | "без"))))
}

fn comma_before(question: &Question, at: usize) -> bool {
    let Some(token) = question.tokens.get(at) else {
        return false;
    };
    let before = &question.text[..token.range.start];
    // The hyphens of "a 7-year-old" end nothing.
    let dash = before.ends_with(char::is_whitespace) && before.trim_end().ends_with(['-', '–', '—']);
    dash || before.trim_end().ends_with([',', ':', '，', '：'])
}

/// The words from one token up to another, as they were said.
pub(super) fn said(question: &Question, from: usize, to: usize) -> String {
    if from >= to || from >= question.tokens.len() {
        return String::new();
    }
    let last = to.min(question.tokens.len()) - 1;
    question.text[question.tokens[from].range.start..question.tokens[last].range.end].to_owned()
}

/// The number before a thing, and the thing.
pub(super) fn item(text: &str) -> Item {
    let text = text.trim();
    let text = ["is ", "are ", "for "]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text);
    let bare = ["a ", "an ", "the ", "one "]
        .iter()
        .find_map(|article| text.strip_prefix(article))
        .unwrap_or(text);
    if let Some(rest) = bare.strip_prefix("both ") {
        return Item {
            count: 2,
            text: rest
                .trim_start_matches("my ")
                .trim_start_matches("the ")
                .to_owned(),
        };
    }
    let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
    let rest = &bare[digits.len()..];
    let count = digits
        .parse::<u32>()
        .ok()
        .filter(|count| (1..=200).contains(count));
    let noun = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
    let latin = noun
        .chars()
        .next()
        .is_some_and(|letter| letter.is_ascii_alphabetic());
    // "2 small teas", but not "a 2 piece suit please".
    let plural = rest.split_whitespace().take(2).any(|word| {
        let word = word.to_lowercase();
        let plural = word.ends_with('s') && !matches!(word.as_str(), "pls" | "less" | "plus");
        plural || ["people", "children", "men", "women", "oap"].contains(&word.as_str())
    });
    // "10-year-old" and "50 amp" count nothing.
    let counts = rest.starts_with(' ')
        && !rest.trim_start().starts_with("year")
        && !rest.trim_start().starts_with("лет")
        || digits.len() < bare.len()
            && rest.starts_with(['个', '位', '张', '名', '大', '小', '只', '份', '次', '间', '本']);
    // "Two hours in the sauna" is one sauna.
    let timed = matches!(
        noun.as_str(),
        "hours"
            | "hour"
            | "minutes"
            | "days"
            | "nights"
            | "weeks"
            | "months"
            | "years"
            | "часа"
            | "часов"
            | "дня"
            | "дней"
    );
    match count {
        Some(count) if timed && count > 1 => Item {
            count: 1,
            text: bare.to_owned(),
        },
        Some(count) if counts && (!latin || plural || count == 1) => Item {
            count,
            text: rest
                .trim_start_matches([' ', '个', '位', '张', '名', '只', '份', '次', '间', '本'])
                .to_owned(),
        },
        _ => Item {
            count: 1,
            text: bare.to_owned(),
        },
    }
}

/// "8 kilos of washing", "24 minutes": an amount of one thing, no number of things.
fn is_measured(text: &str) -> bool {
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
        "metres",
        "meters",
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
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    UNITS.contains(&first.as_str())
}

/// "Two adults and a child", "two dogs for three nights".
fn total(question: &Question) -> Option<Plan> {
    let words = words(&question.tokens);
    let about_money = |word: &&str| matches!(*word, "pay" | "cost" | "owe" | "total" | "altogether");
    if !question.asks(Frame::Price) && !question.sum && !words.iter().any(about_money) {
        return None;
    }
    // What a pass saves is no sum.
    if words
        .iter()
        .any(|word| matches!(*word, "save" | "saving" | "savings" | "сэкономим" | "сэкономлю"))
    {
        return None;
    }
    let mut times = 1;
    let mut each: Option<u64> = None;
    let mut skip: Option<(usize, usize)> = None;
    for found in &question.values {
        if let Value::Duration { seconds } = found.value {
            let within: Vec<usize> = (0..question.tokens.len())
                .filter(|at| {
                    let range = &question.tokens[*at].range;
                    found.range.start <= range.start && range.end <= found.range.end
                })
                .collect();
            let (Some(first), Some(last)) = (within.first(), within.last()) else {
                continue;
            };
            let number = within.iter().find_map(|at| words[*at].parse::<u32>().ok());
            // "A whole week" is seven nights, where prices are for a night.
            let week = seconds == 604_800 && number.is_none_or(|number| number == 1 || number == 7);
            let number = if week { Some(7) } else { number };
            if let Some(number) = number.filter(|number| (2..=60).contains(number) && seconds >= 3_600) {
                times = number;
                each = seconds.checked_div(u64::from(number));
                let for_ = first
                    .checked_sub(1)
                    .filter(|at| matches!(words[*at], "for" | "на" | "за"));
                skip = Some((for_.unwrap_or(*first), last + 1));
            }
        }
    }
    let mut items: Vec<Item> = Vec::new();
    let mut shared = String::new();
    let mut start = question.begins;
    let ends_item = |at: usize| {
        let joins = matches!(words[at], "and" | "plus" | "и" | "плюс" | "加" | "和");
        joins && !is_within_one(&words, at) || comma_before(question, at)
    };
    let mut segments: Vec<(usize, usize)> = Vec::new();
    for (at, word) in words.iter().enumerate().skip(question.begins) {
        let in_skip = skip.is_some_and(|(from, to)| at >= from && at < to);
        if in_skip || ends_item(at) {
            if at > start {
                segments.push((start, at));
            }
            start =
                if in_skip || !comma_before(question, at) || matches!(*word, "and" | "plus" | "и" | "плюс")
                {
                    at + 1
                } else {
                    at
                };
        }
    }
    if words.len() > start {
        segments.push((start, words.len()));
    }
    for (from, to) in segments {
        let is_count =
            |at: &usize| words[*at] == "both" || words[*at].parse::<u32>().is_ok_and(|number| number <= 200);
        let counted = (from..to).find(is_count);
        let text = said(question, counted.unwrap_or(from), to);
        let found = item(&text);
        if let Some(counted) = counted.filter(|counted| *counted > from) {
            shared = format!("{shared} {}", said(question, from, counted));
        }
        let for_whom = super::names_people(&found.text);
        if found.count == 1
            && counted.is_none()
            && !items.is_empty()
            && !for_whom
            && (is_for(question, from, to) || says_where_or_how(question, from, to))
        {
            // "Just for a day", "single to the harbour" says something of all of them.
            shared = format!("{shared} {}", said(question, from, to));
            continue;
        }
        items.push(found);
    }
    items.retain(|item| !item.text.trim().is_empty());
    for item in items.iter_mut().filter(|item| super::counts_people(&item.text)) {
        // "What do two adults and a child pay for a swim": what it is for is said of all.
        if let Some((people, purpose)) = item.text.split_once(" for ") {
            shared = format!("{shared} {purpose}");
            item.text = people.to_owned();
        }
    }
    let counted: u32 = items.iter().map(|item| item.count).sum();
    let many = counted > 1 && (items.len() > 1 || items.iter().any(|item| item.count > 1)) || times > 1;
    // Two things in one breath are two questions, unless it is asked what they come to.
    let adds = question.sum || items.iter().any(|item| item.count > 1) || times > 1;
    let measured = items.iter().any(|item| item.count > 1 && is_measured(&item.text));
    (many && adds && !measured && items.len() <= 6).then_some(Plan {
        task: Task::Total { times, each },
        quantity: Quantity::Price,
        shared,
        items,
        cue: String::new(),
    })
}
