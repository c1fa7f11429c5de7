//! What words mean to each other: synonyms, kinds, hints, and the words that carry no meaning.
//!
//! Owns the word lists under `lexicon/` and their compiled form. A phrase is a sequence of stems; text is searched for
//! phrases, not for words, so that "leave my car" can mean "parking". Does not know documents or questions.

use foldhash::{HashMap, HashSet};

use crate::language::Language;
use crate::text::{Token, Tokenizer, is_han};

/// A phrase that is known by number: a stem, several stems, or two neighbouring Chinese characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhraseId(pub u32);

/// Longest phrase, in tokens.
const MAX_LEN: usize = 8;

/// Weights of what stands for a phrase, between 0 and 1.
const SAME: f32 = 0.95;
const COVERS: f32 = 0.8;
const COVERED: f32 = 0.5;
const HINT: f32 = 0.6;
const SOUNDS: f32 = 0.5;

const SYNONYMS: [&str; 3] = [
    include_str!("../lexicon/en/synonyms.txt"),
    include_str!("../lexicon/ru/synonyms.txt"),
    include_str!("../lexicon/zh/synonyms.txt"),
];
const STOP: [&str; 3] = [
    include_str!("../lexicon/en/stop.txt"),
    include_str!("../lexicon/ru/stop.txt"),
    include_str!("../lexicon/zh/stop.txt"),
];
const LIGHT: [&str; 3] = [
    include_str!("../lexicon/en/light.txt"),
    include_str!("../lexicon/ru/light.txt"),
    include_str!("../lexicon/zh/light.txt"),
];

/// Where a phrase stands in a sequence of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Which phrase.
    pub phrase: PhraseId,
    /// Its first token.
    pub start: usize,
    /// The token after its last.
    pub end: usize,
}

/// The stems of a phrase after its first one, and the phrase.
type Longer = (Box<[PhraseId]>, PhraseId);

/// The word lists, compiled; also gives numbers to stems that no list has.
#[derive(Debug, Default)]
pub struct Lexicon {
    tokenizer: Tokenizer,
    numbers: HashMap<String, PhraseId>,
    names: Vec<String>,
    /// Phrases of several stems by their first stem, longest first.
    longer: HashMap<PhraseId, Vec<Longer>>,
    same: HashMap<PhraseId, Vec<PhraseId>>,
    covers: HashMap<PhraseId, Vec<PhraseId>>,
    covered: HashMap<PhraseId, Vec<PhraseId>>,
    hints: HashMap<PhraseId, Vec<PhraseId>>,
    sounds: HashMap<PhraseId, Vec<PhraseId>>,
    stop: HashSet<String>,
    light: HashSet<String>,
}

impl Lexicon {
    /// The lists of all languages.
    #[cfg(test)]
    pub fn load() -> Self {
        Self::of(&Language::ALL)
    }

    /// The words without meaning of all languages, and what words mean to each other in `languages`, those of the documents:
    /// no document is found by the words of another.
    pub fn of(languages: &[Language]) -> Self {
        let mut lexicon = Self::default();
        let mut known = Known::default();
        for language in Language::ALL {
            let index = language as usize;
            for word in words(STOP[index]) {
                lexicon.stop.insert(word.to_owned());
            }
            for word in words(LIGHT[index]) {
                let stem = lexicon.tokenizer.stem(word);
                lexicon.light.insert(stem);
                lexicon.light.insert(word.to_owned());
            }
            if !languages.contains(&language) {
                continue;
            }
            for line in SYNONYMS[index].lines() {
                lexicon.read(line, &mut known);
            }
        }
        for list in lexicon.longer.values_mut() {
            list.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        lexicon
    }

    /// The tokeniser that the phrases were made with.
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    /// The number of a stem, or of a phrase as its stems joined by spaces; a new one if it has none.
    pub fn intern(&mut self, name: &str) -> PhraseId {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = PhraseId(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The number of a stem or phrase that has one.
    pub fn number(&self, name: &str) -> Option<PhraseId> {
        self.numbers.get(name).copied()
    }

    /// The stems of a phrase, joined by spaces.
    pub fn name(&self, phrase: PhraseId) -> &str {
        self.names.get(phrase.0 as usize).map_or("", String::as_str)
    }

    /// Whether a word carries no content.
    pub fn is_stop(&self, token: &Token) -> bool {
        self.stop.contains(&token.word)
    }

    /// Whether a word matters little when no document has it.
    pub fn is_light(&self, token: &Token) -> bool {
        self.light.contains(&token.word) || self.light.contains(&token.stem)
    }

    /// Whether a written Chinese word matters little.
    pub fn is_light_word(&self, word: &str) -> bool {
        self.light.contains(word)
    }

    /// Whether a written word carries no content.
    pub fn is_stop_word(&self, word: &str) -> bool {
        self.stop.contains(word)
    }

    /// Every phrase of the lists at every place of the tokens, one of several tokens only.
    pub fn longer_phrases(&self, tokens: &[Token]) -> Vec<Occurrence> {
        let stems: Vec<Option<PhraseId>> = tokens.iter().map(|token| self.number(&token.stem)).collect();
        let mut found = Vec::new();
        for (start, first) in stems.iter().enumerate() {
            let list = first.and_then(|first| self.longer.get(&first));
            for (rest, phrase) in list.into_iter().flatten() {
                let end = start + 1 + rest.len();
                let follows = stems.get(start + 1..end);
                if follows
                    .is_some_and(|stems| stems.iter().zip(rest).all(|(stem, asked)| *stem == Some(*asked)))
                {
                    found.push(Occurrence {
                        phrase: *phrase,
                        start,
                        end,
                    });
                }
            }
        }
        found
    }

    /// A verb that its object parts from its particle, and the particle's place: "pick a car up" is "pick up".
    pub fn separated(&self, tokens: &[Token], at: usize) -> Option<(PhraseId, usize)> {
        const PARTICLES: [&str; 6] = ["up", "off", "back", "out", "down", "over"];
        const OBJECTS: [&str; 14] = [
            "a", "an", "the", "my", "our", "your", "his", "her", "their", "it", "them", "one", "this", "some",
        ];
        /// Words between them at most.
        const BETWEEN: usize = 4;
        let (verb, object) = (tokens.get(at)?, tokens.get(at + 1)?);
        if !OBJECTS.contains(&object.word.as_str()) {
            return None;
        }
        (at + 2..tokens.len().min(at + 2 + BETWEEN)).find_map(|place| {
            let particle = tokens.get(place)?;
            if !PARTICLES.contains(&particle.word.as_str()) {
                return None;
            }
            let phrase = self.number(&format!("{} {}", verb.stem, particle.stem))?;
            self.knows(phrase).then_some((phrase, place))
        })
    }

    /// Whether a list says anything of a phrase.
    pub fn knows(&self, phrase: PhraseId) -> bool {
        [&self.same, &self.covers, &self.covered, &self.hints]
            .iter()
            .any(|list| list.contains_key(&phrase))
    }

    /// Whether a phrase covers more than this one: "main" covers "lasagne".
    pub fn is_covered_by(&self, phrase: PhraseId, wider: PhraseId) -> bool {
        self.covered
            .get(&phrase)
            .is_some_and(|list| list.contains(&wider))
    }

    /// The two words of which a word consists, if both stand in the lists: "wood" and "stove" of "woodstove".
    pub fn compound(&self, word: &str) -> Option<(PhraseId, PhraseId)> {
        const PART: usize = 4;
        if !word.is_ascii()
            || word.len() < 2 * PART
            || self.number(word).is_some_and(|phrase| self.knows(phrase))
        {
            return None;
        }
        (PART..=word.len() - PART).find_map(|at| {
            let known = |part: &str| {
                let phrase = self.number(&self.tokenizer.stem(part))?;
                self.knows(phrase).then_some(phrase)
            };
            Some((known(&word[..at])?, known(&word[at..])?))
        })
    }

    /// What may stand for a phrase in a document, with weights between 0 and 1; the phrase itself is the first.
    pub fn alternatives(&self, phrase: PhraseId) -> Vec<(PhraseId, f32)> {
        let mut found: Vec<(PhraseId, f32)> = vec![(phrase, 1.0)];
        let mut add = |list: Option<&Vec<PhraseId>>, weight: f32| {
            for &other in list.into_iter().flatten() {
                if !found.iter().any(|(known, _)| *known == other) {
                    found.push((other, weight));
                }
            }
        };
        let same: Vec<PhraseId> = self.same.get(&phrase).cloned().unwrap_or_default();
        add(Some(&same), SAME);
        for one in std::iter::once(&phrase).chain(&same) {
            add(self.covers.get(one), COVERS);
            add(self.covered.get(one), COVERED);
        }
        // A dog is also what is said of a "pet" by another word.
        for one in std::iter::once(&phrase).chain(&same) {
            for other in self.covers.get(one).into_iter().flatten() {
                add(self.same.get(other), COVERS - 0.05);
            }
            for other in self.covered.get(one).into_iter().flatten() {
                add(self.same.get(other), COVERED - 0.05);
            }
        }
        for one in std::iter::once(&phrase).chain(&same) {
            // The first hints are the most typical.
            for (place, hint) in self.hints.get(one).into_iter().flatten().enumerate() {
                add(Some(&vec![*hint]), HINT + 0.08 / (1.0 + place as f32));
            }
            for other in self.hints.get(one).into_iter().flatten() {
                add(self.same.get(other), HINT - 0.05);
            }
        }
        add(self.sounds.get(&phrase), SOUNDS);
        found
    }

    fn read<'a>(&mut self, line: &'a str, known: &mut Known<'a>) {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            return;
        }
        if let Some((label, list)) = line.split_once(':') {
            match label.trim() {
                "sounds" => {
                    let phrases = self.phrases(list, &[',', '='], known);
                    Self::join(&mut self.sounds, &phrases);
                }
                "stop" => {
                    for word in list.split([',', '=']) {
                        let word = word.trim().to_lowercase();
                        if !word.contains(' ') {
                            self.stop.insert(word);
                        }
                    }
                }
                _ => {}
            }
            if label.trim().starts_with("ask") || matches!(label.trim(), "sounds" | "stop") {
                return;
            }
        }
        if let Some((left, right)) = line.split_once('~') {
            let hinted = self.phrases(right, &[',', '='], known);
            for phrase in self.phrases(left, &['=', ','], known) {
                self.hints.entry(phrase).or_default().extend(&hinted);
            }
        } else if let Some((left, right)) = line.split_once('>') {
            let kinds = self.phrases(right, &[',', '='], known);
            for phrase in self.phrases(left, &['=', ','], known) {
                self.covers.entry(phrase).or_default().extend(&kinds);
                for &kind in &kinds {
                    self.covered.entry(kind).or_default().push(phrase);
                }
            }
        } else if line.contains('=') {
            let phrases = self.phrases(line, &['='], known);
            Self::join(&mut self.same, &phrases);
        }
    }

    fn join(list: &mut HashMap<PhraseId, Vec<PhraseId>>, phrases: &[PhraseId]) {
        for &phrase in phrases {
            let others = phrases.iter().copied().filter(|&other| other != phrase);
            list.entry(phrase).or_default().extend(others);
        }
    }

    fn phrases<'a>(&mut self, list: &'a str, separators: &[char], known: &mut Known<'a>) -> Vec<PhraseId> {
        list.split(separators)
            .filter_map(|phrase| self.phrase(phrase.trim(), known))
            .collect()
    }

    fn phrase<'a>(&mut self, phrase: &'a str, known: &mut Known<'a>) -> Option<PhraseId> {
        if let Some(number) = known.phrases.get(phrase) {
            return *number;
        }
        let number = self.fresh_phrase(phrase, known);
        known.phrases.insert(phrase, number);
        number
    }

    fn fresh_phrase<'a>(&mut self, phrase: &'a str, known: &mut Known<'a>) -> Option<PhraseId> {
        let stems = self.stems(phrase, known);
        let (first, rest) = stems.split_first()?;
        if rest.is_empty() {
            return Some(*first);
        }
        if stems.len() > MAX_LEN {
            return None;
        }
        let names: Vec<&str> = stems.iter().map(|stem| self.name(*stem)).collect();
        let name = names.join(" ");
        if let Some(number) = self.number(&name) {
            return Some(number);
        }
        let number = self.intern(&name);
        self.longer.entry(*first).or_default().push((rest.into(), number));
        Some(number)
    }

    /// The stems of a phrase; those of plain words are looked up.
    fn stems<'a>(&mut self, phrase: &'a str, known: &mut Known<'a>) -> Vec<PhraseId> {
        let is_plain =
            |letter: char| letter == ' ' || letter.is_ascii_lowercase() || matches!(letter, 'а'..='я');
        if !phrase.chars().all(is_plain) {
            let stems = self.tokenizer.stems(phrase);
            return stems.iter().map(|stem| self.intern(stem)).collect();
        }
        let words = phrase.split(' ').filter(|word| !word.is_empty());
        words
            .map(|word| {
                *known.words.entry(word).or_insert_with(|| {
                    let stem = self.tokenizer.stem(word);
                    self.intern(&stem)
                })
            })
            .collect()
    }
}

/// The phrases and plain words of the lists that were read already: most stand in many lines.
#[derive(Default)]
struct Known<'a> {
    phrases: HashMap<&'a str, Option<PhraseId>>,
    words: HashMap<&'a str, PhraseId>,
}

/// The words of a list, without its comments.
pub(crate) fn words(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
}

/// The two characters as one phrase, where both are Chinese.
pub(crate) fn han_pair(one: &Token, other: &Token) -> Option<String> {
    let adjacent = one.range.end == other.range.start;
    let han = |token: &Token| token.stem.chars().next().is_some_and(is_han);
    (adjacent && han(one) && han(other)).then(|| format!("{} {}", one.stem, other.stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(lexicon: &Lexicon, asked: &str, written: &str) -> f32 {
        let number = |text: &str| {
            let stems: Vec<String> = lexicon
                .tokenizer
                .tokens(text)
                .into_iter()
                .map(|token| token.stem)
                .collect();
            lexicon.number(&stems.join(" "))
        };
        let (Some(asked), Some(written)) = (number(asked), number(written)) else {
            return 0.0;
        };
        lexicon
            .alternatives(asked)
            .into_iter()
            .find(|(phrase, _)| *phrase == written)
            .map_or(0.0, |(_, weight)| weight)
    }

    #[test]
    fn a_phrase_stands_for_what_means_the_same() {
        let mut lexicon = Lexicon::default();
        for line in [
            "toilet = loo = restroom",
            "pet > dog, cat",
            "leave my car = parking",
            "hungry ~ cafe",
        ] {
            lexicon.read(line, &mut Known::default());
        }
        assert!(weight(&lexicon, "loos", "toilets") > 0.9);
        assert!(weight(&lexicon, "leave my car", "parking") > 0.9);
        assert!(weight(&lexicon, "pets", "dog") > weight(&lexicon, "dog", "pet"));
        assert!(weight(&lexicon, "hungry", "cafe") > 0.5);
        assert!(weight(&lexicon, "cafe", "hungry") == 0.0);
    }
}
