//! Comparing questions: "Which is cheaper, the single or the return?", "How much more is a double than a single?"
//!
//! Owns the words that compare and how the two sides are cut out of the question.

use super::Quantity;
use super::bundle::bundle;
use super::plan::{Item, Plan, Task, comma_before, find, item, said, says_how_it_is_had, without_article};
use super::saving::things;
use super::{counts_people, is_usual};
use crate::language::Language;
use crate::question::Question;
use crate::values::{self, Value};

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
    cue("opens earlier", Quantity::Start, false),
    cue("starts earlier", Quantity::Start, false),
    cue("starts later", Quantity::Start, true),
    cue("opens later", Quantity::Start, true),
    cue("closes later", Quantity::Time, true),
    cue("closes earlier", Quantity::Time, false),
    cue("open later", Quantity::Time, true),
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
    "贵 几",
    "便 宜 几",
    "差 几",
    "价 差",
];

/// Words of money: with them "more" is more money.
const OF_MONEY: &[&str] = &[
    "cost",
    "costs",
    "price",
    "pay",
    "charge",
    "charges",
    "fee",
    "стоит",
    "стоят",
    "цена",
    "пошлина",
    "пошлину",
    "платить",
    "берете",
    "берут",
    "стоимость",
    "钱",
    "价",
];

const JOINTS: &[&str] = &["or", "than", "versus", "vs", "или", "чем", "比"];

const WEAK_JOINTS: &[&str] = &["and", "и", "和", "跟", "与"];

/// Whether a part of a question asks for nothing but a difference: "how much do we save?"
pub(crate) fn only_asks_how_much_less(question: &Question) -> bool {
    let words = question.words();
    words.len() <= 6 && DIFFERENCE.iter().any(|phrase| find(&words, phrase).is_some())
}

/// Whether a question asks how far two prices lie apart, whatever it names of them: "how much dearer is it without a card?"
pub(crate) fn asks_how_far_apart(question: &Question) -> bool {
    let words = question.words();
    let compares = |cue: &Cue| cue.quantity == Quantity::Price && find(&words, cue.word).is_some();
    let asks = DIFFERENCE.iter().any(|phrase| find(&words, phrase).is_some());
    // A bundle is held against people, not against what stands beside it.
    asks && CUES.iter().any(compares) && bundle(question).is_none()
}

pub(super) fn compared(question: &Question) -> Option<Plan> {
    let words = question.words();
    let difference = DIFFERENCE.iter().find_map(|phrase| find(&words, phrase));
    // 多少 asks for a number, 多 alone compares.
    let compares = |found: (usize, usize)| {
        let next = words.get(found.1).copied().unwrap_or_default();
        words[found.0] != "多" || !matches!(next, "少" | "长" | "久" | "大" | "远")
    };
    let cue = CUES
        .iter()
        .find_map(|cue| Some((cue, find(&words, cue.word).filter(|found| compares(*found))?)));
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
    // "Which costs more" is about money, "which hall is bigger" is not.
    let is_more = cue
        .as_ref()
        .is_some_and(|(cue, _)| matches!(cue.word, "больше" | "меньше" | "更 多" | "多"));
    let of_money = words.iter().any(|word| OF_MONEY.contains(word));
    let quantity = match cue.as_ref().map_or(Quantity::Price, |(cue, _)| cue.quantity) {
        Quantity::Count if of_money && is_more => Quantity::Price,
        quantity => quantity,
    };
    let cut = Cut {
        start,
        end,
        limit,
        difference,
        cue: cue.as_ref().map(|(_, found)| *found),
    };
    let Some((shared, one, other)) = cut.sides(question, &words) else {
        return with_and_without(question, &cut, quantity);
    };
    let other = without_condition(&other);
    // "A plain chalet, one cat, low season": what comes behind is said of both.
    let (other, mut shared) = match other
        .split_once(", ")
        .filter(|_| question.language == Language::English)
    {
        Some((thing, rest)) if !rest.contains(" and ") && !thing.trim().is_empty() => {
            (thing, format!("{shared} {rest}"))
        }
        _ => (other, shared),
    };
    let (other, qualifier) = qualified(other, question.language);
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
    named_once(&mut items);
    had_in_the_same_way(&mut items);
    for_the_same_people(&mut items);
    if let Some(last) = items.last_mut() {
        let lower = last.text.to_ascii_lowercase();
        let stays = [" if i stay ", " if we stay "];
        if let Some((at, words)) = stays.iter().find_map(|words| Some((lower.find(words)?, words))) {
            // "The hotel than the hostel if I stay a week" is said of both.
            shared = format!("{shared} {}", &last.text[at + words.len()..]);
            last.text.truncate(at);
        }
    }
    if items.iter().any(|item| item.text.trim().is_empty()) {
        return None;
    }
    let task = match (difference, &cue) {
        (Some(_), _) => Task::Difference,
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
        of_bundle: false,
    })
}

/// Where the words stand that ask for a comparison.
struct Cut {
    /// The first and the token after the last of them.
    start: usize,
    end: usize,
    /// What is compared ends here.
    limit: usize,
    difference: Option<(usize, usize)>,
    cue: Option<(usize, usize)>,
}

impl Cut {
    /// What is said of both sides, and the two sides.
    fn sides(&self, question: &Question, words: &[&str]) -> Option<(String, String, String)> {
        let Self {
            start,
            end,
            limit,
            difference,
            ..
        } = *self;
        let between = words.iter().position(|word| matches!(*word, "between" | "между"));
        let over = || {
            // "A rush one over a normal one"; but "over 3 days".
            difference?;
            (end..words.len().saturating_sub(1)).find(|at| {
                words[*at] == "over" && matches!(words[at + 1], "a" | "an" | "the" | "our" | "your")
            })
        };
        let text = |from: usize, to: usize| said(question, from, to);
        let joint = over().or_else(|| joint(words, end, between));
        // "Насколько детский паспорт дешевле взрослого": the case alone says what it is compared with.
        let by_case = difference.zip(self.cue).filter(|(difference, cue)| {
            question.language == Language::Russian && difference.1 < cue.0 && cue.1 < words.len()
        });
        if let (None, Some((difference, cue))) = (joint, by_case) {
            return Some((String::new(), text(difference.1, cue.0), text(cue.1, words.len())));
        }
        if let (Some(joint), Some((difference, cue))) = (joint, by_case)
            && joint == cue.1
        {
            // "Насколько автомат дороже, чем механика".
            return Some((
                String::new(),
                text(difference.1, cue.0),
                text(joint + 1, words.len()),
            ));
        }
        let joint = joint?;
        Some(if joint >= end {
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
        })
    }
}

/// "A pleated skirt or a plain one": the other is a skirt too.
fn named_once(items: &mut [Item]) {
    let [first, other] = items else { return };
    let says_one = |item: &Item| {
        let last = item.text.split_whitespace().last().unwrap_or_default();
        matches!(last, "one" | "ones") && item.text.split_whitespace().count() > 1
    };
    let (named, unnamed) = match (says_one(first), says_one(other)) {
        (false, true) => (first, other),
        (true, false) => (other, first),
        (true, true) | (false, false) => return,
    };
    let Some(noun) = named.text.split_whitespace().last() else {
        return;
    };
    let (kind, _) = unnamed.text.trim_end().rsplit_once(' ').unwrap_or_default();
    // "The ordinary one", "the first one", "the middle one" are found by where they stand.
    let last = kind.split_whitespace().last().unwrap_or_default();
    if is_usual(last)
        || matches!(
            last,
            "first" | "second" | "third" | "last" | "middle" | "other" | "next"
        )
    {
        return;
    }
    unnamed.text = format!("{kind} {noun}");
}

/// "To hire the violin or the flute": both are hired.
fn had_in_the_same_way(items: &mut [Item]) {
    let [first, other] = items else { return };
    let Some(first_text) = first
        .text
        .strip_prefix("to ")
        .filter(|text| says_how_it_is_had(text))
    else {
        return;
    };
    let Some((verb, thing)) = first_text.split_once(' ') else {
        return;
    };
    let bare = other.text.strip_prefix("to ").unwrap_or(&other.text);
    let bare = bare.strip_prefix(verb).map_or(bare, str::trim_start);
    if says_how_it_is_had(bare) {
        return;
    }
    let (thing, bare) = (without_article(thing), without_article(bare));
    let texts = (format!("{verb} {thing}"), format!("{verb} {bare}"));
    (first.text, other.text) = texts;
}

/// "The full breakfast than the continental for a grown-up": for whom is said of both.
fn for_the_same_people(items: &mut [Item]) {
    let split = |text: &str| -> Option<(String, String)> {
        let (thing, people) = [" for a ", " for an ", " for "]
            .iter()
            .find_map(|word| text.split_once(word))?;
        counts_people(people).then(|| (thing.to_owned(), people.to_owned()))
    };
    let Some(people) = items.iter().find_map(|item| Some(split(&item.text)?.1)) else {
        return;
    };
    // "For a child than for an adult" names both.
    if items
        .iter()
        .any(|item| split(&item.text).is_none() && counts_people(&item.text))
    {
        return;
    }
    // Prices are an adult's and not a grown-up's.
    let people = if people.contains("grown") {
        "adult"
    } else {
        people.as_str()
    };
    for item in items {
        let thing = split(&item.text).map_or_else(|| item.text.clone(), |(thing, _)| thing);
        item.text = format!("{thing} {people}");
    }
}

/// "How much less is the monthly pass if you're a student?": the thing with what is said of it, and the usual one.
fn with_and_without(question: &Question, cut: &Cut, quantity: Quantity) -> Option<Plan> {
    const CONDITIONS: [&str; 14] = [
        " if you're a ",
        " if you are a ",
        " if i'm a ",
        " if i am a ",
        " if im a ",
        " if youre a ",
        " if you're ",
        " if i'm ",
        " if you are ",
        " for a ",
        " for an ",
        " as a ",
        " with a ",
        " with the ",
    ];
    const BEFORE: [&str; 9] = [
        "is ", "are ", "does ", "do ", "would ", "the ", "a ", "an ", "your ",
    ];
    let (from, _) = cut
        .difference
        .filter(|_| question.language == Language::English)?;
    let rest = said(question, cut.end.max(from), cut.limit)
        .to_lowercase()
        .replace('’', "'");
    let (mut thing, condition) = CONDITIONS.iter().find_map(|words| rest.split_once(words))?;
    while let Some(bare) = BEFORE.iter().find_map(|word| thing.strip_prefix(word)) {
        thing = bare;
    }
    let names_one =
        !matches!(thing.trim(), "" | "it" | "that" | "this" | "they") && !condition.trim().is_empty();
    (names_one && quantity == Quantity::Price && condition.split_whitespace().count() <= 4).then(|| Plan {
        task: Task::Difference,
        quantity,
        shared: String::new(),
        items: vec![item(&format!("{thing} {condition}")), item("normal one")],
        cue: String::new(),
        of_bundle: false,
    })
}

/// "Than in a manual, if without a discount": that nothing is changed is no part of the thing.
fn without_condition(text: &str) -> &str {
    const WITHOUT: [&str; 4] = ["without", "no ", "без ", "not "];
    [" if ", " если "]
        .iter()
        .find_map(|word| text.split_once(word))
        .filter(|(_, condition)| WITHOUT.iter().any(|word| condition.starts_with(word)))
        .map_or(text, |(thing, _)| thing.trim_end_matches([',', ' ']))
}

/// "The sport one over 3 days": for how long or when is said of both.
fn qualified(text: &str, language: Language) -> (String, String) {
    const BEFORE: [&str; 8] = [
        " over ", " for ", " in ", " on ", " during ", " at ", " на ", " в ",
    ];
    // "Doug than Nasreen for a single lesson": what it is for is said of both.
    if let Some((head, purpose)) = text
        .split_once(" for a ")
        .filter(|(head, _)| !head.trim().is_empty())
    {
        return (head.to_owned(), format!("for a {purpose}"));
    }
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
    let says_season = ["season", "peak", "сезон"]
        .iter()
        .any(|word| text[at..].contains(word));
    if says_when || says_season {
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
