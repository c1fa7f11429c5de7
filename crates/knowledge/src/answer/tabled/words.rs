//! The words that compare or seek the most of something: "heavier", "how much dearer", "the fewest".
//!
//! Owns these words and what is measured by them. Which rows and which column are meant is `tabled`'s.

use super::cues::{COMPARED, Cue, SOUGHT};
use crate::language::Language;
use crate::question::Question;

/// What a word of comparison measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Price,
    Weight,
    Time,
    /// How long it is, in metres or in minutes.
    Length,
    Size,
    Age,
    Depth,
    Height,
    Warmth,
    /// How far away: in minutes or metres.
    Nearness,
    /// Whatever the question names: "the highest deposit", "more pieces".
    Named,
}

/// What is asked about two or more rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// "Which is heavier?"
    Which,
    /// "How much heavier?"
    Difference,
    /// "Which is the heaviest?"
    Extreme,
}

/// What a question compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Comparison {
    pub asks: Asks,
    /// The highest, not the lowest.
    pub most: bool,
    pub measure: Measure,
    /// The word, as it is said of the row that has more or less of it.
    pub cue: &'static str,
    /// The token behind the word.
    pub end: usize,
    /// "More people", "most of us".
    pub counts_people: bool,
}

impl Comparison {
    /// Whether a token is what there is more or less of: "the highest deposit", "more bits".
    pub fn is_of(&self, token: usize) -> bool {
        (self.end..self.end + NOUN_REACH).contains(&token)
    }
}

impl Measure {
    /// Beginnings of words of headers under which it stands.
    pub fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Price => &[
                "price",
                "cost",
                "fee",
                "fare",
                "charge",
                "rate",
                "hire",
                "цен",
                "стоим",
                "тариф",
                "价",
                "费",
            ],
            Self::Weight => &["weight", "kg", "mass", "вес", "масса", "重"],
            Self::Time => &[
                "length",
                "lasts",
                "duration",
                "min",
                "mins",
                "minutes",
                "time",
                "hours",
                "days",
                "weeks",
                "ready",
                "journey",
                "period",
                "длит",
                "продолж",
                "врем",
                "срок",
                "时长",
                "时间",
                "用时",
            ],
            Self::Length => &["length", "distance", "long", "длин", "протяж", "长度", "全长"],
            Self::Size => &[
                "size",
                "m2",
                "m²",
                "sqm",
                "area",
                "floor area",
                "capacity",
                "seats",
                "holds",
                "max",
                "sleeps",
                "volume",
                "площад",
                "вмест",
                "мест",
                "面积",
                "容",
                "人数",
            ],
            Self::Age => &[
                "age",
                "ages",
                "aged",
                "built",
                "year",
                "made",
                "возраст",
                "год",
                "годы",
                "постро",
                "年龄",
                "对象",
                "年份",
                "建于",
            ],
            Self::Depth => &["depth", "deep", "глуб", "深", "水深"],
            Self::Height => &["height", "tall", "high", "drop", "высот", "高"],
            Self::Warmth => &[
                "temperature",
                "temp",
                "°c",
                "water temp",
                "темпер",
                "температ",
                "水温",
                "温度",
            ],
            Self::Nearness => &["distance", "miles", "km", "walk", "расст", "距离"],
            Self::Named => &[],
        }
    }
}

/// Beginnings that ask how far two things lie apart.
const DIFFERENCES: &[&str] = &[
    "how much",
    "how many",
    "difference",
    "by how",
    "how far apart",
    "на сколько",
    "насколько",
    "разница",
    "多多少",
    "差多少",
];
/// What there is more of stands among so many tokens behind "more".
const NOUN_REACH: usize = 2;
/// People, whom columns count under many names.
const PEOPLE: &[&str] = &[
    "people",
    "persons",
    "guests",
    "players",
    "children",
    "kids",
    "person",
    "room",
    "space",
    "places",
    "seats",
    "человек",
    "людей",
    "人",
];
/// With these words "the most" and "more" are of money.
const OF_MONEY: &[&str] = &[
    "cost",
    "costs",
    "price",
    "prices",
    "pay",
    "charge",
    "fee",
    "wallet",
    "стоит",
    "стоят",
    "цена",
    "钱",
    "价",
];

/// "Children of 8 or older", "more than five books", "more information": a bound or a quantity, and nothing compared.
fn bounds(said: &Said<'_>) -> bool {
    const BOUNDS: &[&str] = &[
        "or older",
        "or younger",
        "or more",
        "or less",
        "or over",
        "and over",
        "more information",
        "more info",
        "more details",
        "more about",
        "any more",
        "once more",
        "no more",
        "one more",
        "more help",
        "или больше",
        "или меньше",
        "или старше",
    ];
    let is_number = |word: &str| word.starts_with(|letter: char| letter.is_ascii_digit());
    let than_number = said
        .words
        .windows(2)
        .any(|pair| matches!(pair[0], "than" | "чем") && is_number(pair[1]));
    than_number || BOUNDS.iter().any(|phrase| said.has(phrase))
}

/// Questions whether something pays, or what it saves.
const SAVING: &[&str] = &[
    "worth it",
    "worth getting",
    "worth buying",
    "worth my",
    "pay off",
    "pays off",
    "better off",
    "стоит ли",
    "выгодно",
    "сэкономлю",
    "экономия",
    "划算",
    "省多少",
];

/// Whether the answer would have to be compared or computed.
pub(in crate::answer) fn asks_to_compare(question: &Question) -> bool {
    let said = Said::by(question);
    let compares = comparison(question).is_some_and(|comparison| comparison.asks != Asks::Extreme);
    let asks_how_much = ["how much", "what", "money", "сколько"]
        .iter()
        .any(|word| said.has(word));
    let saves = ["save", "saves", "saving"].iter().any(|word| said.has(word));
    compares || saves && asks_how_much || SAVING.iter().any(|phrase| said.has(phrase))
}

/// What the question compares; `None` if it does not.
pub(super) fn comparison(question: &Question) -> Option<Comparison> {
    let said = Said::by(question);
    if bounds(&said) {
        return None;
    }
    let find = |rows: &'static [Cue]| rows.iter().find(|(word, ..)| said.has(word));
    let sought = find(SOUGHT);
    let (&(cue, most, measure), asks) = match sought {
        // "At the most" and "the most I can bring" bound something.
        Some(row) if !said.has("at the most") && !said.has("at most") => (row, Asks::Extreme),
        _ => {
            let is_difference = DIFFERENCES.iter().any(|word| said.has(word));
            let asks = if is_difference {
                Asks::Difference
            } else {
                Asks::Which
            };
            match find(COMPARED) {
                Some(row) => (row, asks),
                // "What's the price difference between oak and gilt?"
                None if said.has("difference") => (&("more", true, Measure::Named), Asks::Difference),
                None => return None,
            }
        }
    };
    let words = &said.words;
    let of_money = words.iter().any(|word| OF_MONEY.contains(word));
    let measure = match measure {
        Measure::Named if of_money => Measure::Price,
        measure => measure,
    };
    let cue_words = cue.split(' ').count();
    let end = words
        .windows(cue_words)
        .position(|window| window.join(" ") == cue)
        .map_or(words.len(), |at| at + cue_words);
    let next = words.get(end).copied().unwrap_or_default();
    // "How much more is oak than pine?" asks for money, "how many more people" does not.
    let measure = match measure {
        Measure::Named if said.has("how much") && is_verb(next) => Measure::Price,
        measure => measure,
    };
    if asks == Asks::Which && !chooses(&said) {
        return None;
    }
    // "How many visits until the pass is cheaper?" asks for no price.
    if measure == Measure::Price && said.has("how many") {
        return None;
    }
    Some(Comparison {
        asks,
        most,
        measure,
        cue,
        end,
        counts_people: measure == Measure::Named && PEOPLE.contains(&next),
    })
}

/// Whether one of several is asked for: "my sleeves are to be shorter" asks for none.
fn chooses(said: &Said<'_>) -> bool {
    const CHOOSING: &[&str] = &[
        "which",
        "who",
        "whose",
        "or",
        "than",
        "vs",
        "versus",
        "что",
        "какой",
        "какая",
        "или",
        "чем",
        "哪",
        "谁",
        "还是",
    ];
    CHOOSING.iter().any(|word| said.has(word)) || said.has("比")
}

fn is_verb(word: &str) -> bool {
    matches!(word, "is" | "are" | "would" | "for" | "do" | "does" | "than")
}

/// Whether a word of the question is one of those that compare, and no thing.
pub(super) fn is_of_comparison(comparison: &Comparison, word: &str) -> bool {
    let parts = |text: &str| text.split(' ').any(|part| part == word);
    parts(comparison.cue)
        || DIFFERENCES.iter().any(|phrase| parts(phrase))
        || comparison.measure == Measure::Price && OF_MONEY.contains(&word)
}

/// What a question says, to look for words and phrases in.
struct Said<'a> {
    words: Vec<&'a str>,
    /// The characters of a Chinese question, one behind the other.
    text: String,
}

impl<'a> Said<'a> {
    fn by(question: &'a Question) -> Self {
        let words = question.words();
        let text = match question.language {
            Language::Chinese => words.concat(),
            Language::English | Language::Russian => String::new(),
        };
        Self { words, text }
    }

    /// Whether it has a word or phrase as a whole; without regard to boundaries in Chinese.
    fn has(&self, phrase: &str) -> bool {
        /// The first byte of a Chinese character.
        const HAN: u8 = 0xE3;
        if phrase.bytes().next().is_some_and(|byte| byte >= HAN) {
            return self.text.contains(phrase);
        }
        let mut parts = phrase.split(' ');
        let first = parts.next().unwrap_or_default();
        let goes_on = |at: usize| {
            let behind = self.words[at + 1..].iter().copied();
            behind
                .chain(std::iter::repeat(""))
                .zip(parts.clone())
                .all(|(word, part)| word == part)
        };
        (0..self.words.len()).any(|at| self.words[at] == first && goes_on(at))
    }
}
