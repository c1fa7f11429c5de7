//! Which of the amounts that a unit quotes a question is about, by their words and conditions.
//!
//! How a unit is cut into its amounts is `quotes`'; which units are looked at is `answer`'s.

use super::amount::{Amount, Quantity};
use super::people::{class_of, counts_people};
use super::quotes::quotes;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::question::{Importance, Question};
use crate::reader::{Asked, Expansion, size_ranges};
use crate::text::{Tokenizer, without_brackets};
use crate::unit::Unit;
use crate::values::{self, Value};

/// A word beside another amount of the same unit says so much of this one.
const BESIDE: f32 = 0.6;
/// A word of a heading or of the line above.
const ABOVE: f32 = 0.8;
/// An amount that is quoted for the day, month, age or length of time that is asked for.
const NAMED: f32 = 0.3;
/// The usual case of several: an adult, the standard one.
const USUAL: f32 = 0.06;
/// It is for a child, or an adult, as is asked; the same is taken off where it is for the other.
const CLASS: f32 = 0.2;
/// The rate does not say that it is the usual one that is asked for.
const UNSAID: f32 = 0.25;
/// What a word counts that was said of another thing.
const CARRIED: f32 = 0.5;
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
    pub(super) about: String,
    /// The words that are its own.
    pub(super) own: String,
}

/// A rate, and how well it matches what a question is about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Matching {
    /// The rate.
    pub rate: Rate,
    /// How well the words agree: 1 where it has all of them, more where it names what is asked for.
    pub score: f32,
    /// It names the day, month, age or length of time that is asked for.
    pub is_named: bool,
    /// By how much it agrees better than the unit's next amount; 1 where there is none.
    pub lead: f32,
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
    let quotes = quotes(unit, quantity);
    if quotes.rates.is_empty() {
        return None;
    }
    let headings: Vec<&str> = unit.path.iter().chain(&unit.lead).map(String::as_str).collect();
    let beside = expansion.met_by(lexicon, &quotes.rest);
    let above = expansion.met_by(lexicon, &headings.join(". "));
    quotes
        .rates
        .into_iter()
        .filter_map(|rate| {
            let is_named = rate.names(question, when)?;
            let score = rate.score(lexicon, (question, expansion), is_named, (&beside, &above))?;
            Some(Matching {
                rate,
                score,
                is_named,
                lead: 1.0,
            })
        })
        .reduce(|best, next| {
            let (best, next) = if next.score > best.score {
                (next, best)
            } else {
                (best, next)
            };
            let gap = best.score - next.score;
            let is_same = best.rate.amount == next.rate.amount;
            let lead = best.lead.min(if is_same { next.lead + gap } else { gap });
            Matching { lead, ..best }
        })
}

/// The rate of a unit that stands in this column.
pub(crate) fn in_column(unit: &Unit, column: &str, quantity: Quantity) -> Option<Rate> {
    let mut rates = quotes(unit, quantity).rates.into_iter();
    rates.find(|rate| rate.label == column)
}

impl Rate {
    /// The length of time that the price is for, in seconds: a night, an hour; `None` where it names none.
    pub fn period(&self) -> Option<u64> {
        period_of(&self.own)
    }

    /// How well the words agree; `None` where a word of the thing is missing. `beside` and `above` say for each term how
    /// well the unit's other words and its headings have it.
    fn score(
        &self,
        lexicon: &Lexicon,
        (question, expansion): (&Question, &Expansion),
        is_named: bool,
        (beside, above): (&[f32], &[f32]),
    ) -> Option<f32> {
        let carried: Vec<&str> = question.terms.iter().map(|term| term.stem.as_str()).collect();
        let asked = format!("{}. {}", question.text, carried.join(". "));
        if is_of_the_other_side(lexicon.tokenizer(), &asked, &self.label) {
            return None;
        }
        if is_by_another_unit(lexicon.tokenizer(), &self.own, &asked) {
            return None;
        }
        let own = expansion.met_by(lexicon, &self.own);
        let classes = (class_of(&question.text), class_of(&self.label));
        let class = match classes {
            (Some(asked), Some(own)) if asked == own => CLASS,
            (Some(_), Some(_)) => -CLASS,
            _ => 0.0,
        };
        let (mut met, mut all, mut unsaid) = (0.0_f32, 0.0_f32, 0.0_f32);
        let (mut asks_own, mut own_met) = (false, false);
        for (place, (term, expanded)) in question.terms.iter().zip(&expansion.terms).enumerate() {
            let best = own[place].max(beside[place] * BESIDE).max(above[place] * ABOVE);
            // Of a Chinese text cut into pairs, "的小" is no word that has to be there.
            let is_word = term.share >= 1.0;
            let needed = term.importance != Importance::Light && !term.carried && !is_named && is_word;
            asks_own |= needed;
            own_met |= needed && own[place] >= MET;
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
                // "Under 14" is a kid's price without the word.
                if class > 0.0 && class_of(&term.word).is_some() {
                    own_met = true;
                    continue;
                }
                return None;
            }
            if !is_word && best < MET && !expanded.found {
                continue;
            }
            let weight = expanded.weight * if term.carried { CARRIED } else { 1.0 };
            met += best * weight;
            all += weight;
        }
        // What stands beside another price is not this one's.
        if asks_own && !own_met && unsaid == 0.0 {
            return None;
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
        Some(coverage + named + usual + class - unsaid - UNASKED * unasked.min(4) as f32)
    }

    /// Whether the rate's own words name what is asked for: `None` if they name another.
    fn names(&self, question: &Question, when: &Asked) -> Option<bool> {
        let lengths: Vec<u64> = question
            .values
            .iter()
            .filter_map(|found| match found.value {
                Value::Duration { seconds } => Some(seconds),
                _ => None,
            })
            .collect();
        let mut named = false;
        let mut differs = [false; 4];
        let mut agrees = [false; 4];
        if let Some(same) = when.is_within(&size_ranges(&self.own)) {
            agrees[3] = same;
            differs[3] = !same;
        }
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
        if (0..4).any(|kind| differs[kind] && !agrees[kind]) {
            return None;
        }
        Some(named || agrees.contains(&true))
    }
}

/// Whether a price is for a unit of which nobody asked: "45p per kWh" is no price of a car park.
fn is_by_another_unit(tokenizer: &Tokenizer, own: &str, asked: &str) -> bool {
    const UNITS: [&[&str]; 11] = [
        &["kwh"],
        &["mile"],
        &["km", "kilometr", "kilomet"],
        &["page"],
        &["sheet"],
        &["side"],
        &["letter"],
        &["copi"],
        &["word"],
        &["litr", "liter"],
        &["kilo", "kg", "kilogram"],
    ];
    let tokens = tokenizer.tokens(own);
    let asked = tokenizer.stems(asked);
    tokens.windows(2).any(|pair| {
        let unit = UNITS.iter().find(|names| names.contains(&pair[1].stem.as_str()));
        let is_asked = |names: &[&str]| asked.iter().any(|stem| names.contains(&stem.as_str()));
        pair[0].word == "per" && unit.is_some_and(|names| !is_asked(names))
    })
}

/// Whether one text says "off-peak" or "non-member" and the other "peak" or "member" alone.
fn is_of_the_other_side(tokenizer: &Tokenizer, asked: &str, label: &str) -> bool {
    let sides = |text: &str| -> Vec<(String, bool)> {
        let tokens = tokenizer.tokens(text);
        let denied = |at: usize| {
            let before = at
                .checked_sub(1)
                .map_or("", |before| tokens[before].word.as_str());
            match before {
                "non" => true,
                "off" => matches!(tokens[at].stem.as_str(), "peak" | "season"),
                _ => false,
            }
        };
        (0..tokens.len())
            .map(|at| (tokens[at].stem.clone(), denied(at)))
            .collect()
    };
    let (asked, own) = (sides(asked), sides(label));
    own.iter().any(|(word, denied)| {
        let mut same = asked.iter().filter(|(other, _)| other == word).peekable();
        same.peek().is_some()
            && (*denied || asked.iter().any(|(_, denied)| *denied))
            && same.all(|(_, other)| other != denied)
            && !own.iter().any(|(other, side)| other == word && side != denied)
    })
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
    const HAN: &[(&str, u64)] = &[
        ("每小时", 3_600),
        ("/小时", 3_600),
        ("每天", 86_400),
        ("/天", 86_400),
        ("每晚", 86_400),
        ("/晚", 86_400),
        ("每周", 604_800),
        ("每月", 2_592_000),
        ("/月", 2_592_000),
        ("每年", 31_536_000),
        ("/年", 31_536_000),
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
    let of = |word: &str| {
        PERIODS
            .iter()
            .find(|(names, _)| names.contains(&word))
            .map(|(_, seconds)| *seconds)
    };
    (0..words.len())
        .find_map(|at| of(words[at]).filter(|_| is_said(at)))
        .or_else(|| {
            HAN.iter()
                .find(|(phrase, _)| text.contains(phrase))
                .map(|(_, seconds)| *seconds)
        })
}

/// The length of one of the things that a text ends with, in seconds: "single hours".
pub(crate) fn unit_of(text: &str) -> Option<u64> {
    match text.split_whitespace().last()? {
        "hours" | "hour" | "часов" | "часа" | "час" => Some(3_600),
        "nights" | "night" | "days" | "day" | "суток" | "дней" | "дня" => Some(86_400),
        "weeks" | "week" | "недель" | "недели" => Some(604_800),
        _ => None,
    }
}

/// Whether a text names this length of time, in seconds.
pub(crate) fn is_as_long(text: &str, seconds: u64) -> bool {
    durations(text, Language::of(text)).contains(&seconds)
}

/// Whether a text names a length of time.
pub(crate) fn names_duration(text: &str) -> bool {
    !durations(text, Language::of(text)).is_empty()
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
    quotes(unit, quantity)
        .rates
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
        "plain",
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
