//! Tools that an operator's configuration adds, as far as language goes.
//!
//! Owns their sentences, in the template language of the grammars, and the check that a language model's arguments were said. A
//! sentence must match the whole utterance, as everywhere. What a tool is, and how it is run, is not known here.

use serde_json::{Map, Value};

use crate::Language;
use crate::grammar::{Grammar, GrammarError, ListedValues, Matcher, OwnSource};
use crate::grammars;
use crate::number::Number;
use crate::slots::{self, SlotKind, SlotReader, Tables};
use crate::text;

/// A text that a tool is given is at most this long, in bytes.
const MAX_TEXT_LEN: usize = 200;
/// Decimal places of a number that a tool is given.
const DECIMALS: usize = 6;

/// What a slot of a tool's sentences may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotShape {
    /// One of these: what the tool is given, and what is said for it in any language.
    OneOf(Vec<(String, Vec<String>)>),
    /// A number, said in any way.
    Number,
    /// Some words, at most 200 bytes.
    Text,
}

/// A tool's sentences and slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolSentences {
    /// Its name.
    pub name: String,
    /// What it does, for the answer to "what can you do".
    pub description: String,
    /// What people say, in the template language of the grammars.
    pub sentences: Vec<(Language, String)>,
    /// The slots that the sentences may hold.
    pub slots: Vec<(String, SlotShape)>,
}

/// A tool that somebody asked for, with what was said in its slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolRequest {
    /// Which tool, in the order in which they were given.
    pub tool: usize,
    /// The values of its slots that were said.
    pub slots: Vec<(String, String)>,
}

/// Why there is no answer of a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToolTrouble {
    /// It took too long.
    Late,
    /// It answered with something that cannot be said, or reported a failure.
    Broken,
    /// It could not be started.
    Absent,
}

impl ToolTrouble {
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Late => "own-tool-late",
            Self::Broken => "own-tool-broken",
            Self::Absent => "own-tool-absent",
        }
    }
}

/// The compiled sentences of all tools.
#[derive(Debug)]
pub(crate) struct Phrasebook {
    tools: Vec<ToolSentences>,
    grammars: [Grammar; 3],
}

impl ToolSentences {
    /// Compiles a sentence of this tool by itself.
    ///
    /// # Errors
    /// What is wrong with it, as the rest of a sentence that has named it.
    pub fn check(&self, language: Language, sentence: &str) -> Result<(), String> {
        let first = sentence.trim_start().chars().next();
        if sentence.contains(['\n', '\r']) || matches!(first, None | Some('@' | '#')) {
            return Err("is no sentence".to_owned());
        }
        let alone = Self {
            sentences: vec![(language, sentence.to_owned())],
            ..self.clone()
        };
        match compiled(language, &[alone]) {
            Ok(_) => Ok(()),
            Err(GrammarError::UnknownSlot { name, .. }) => Err(format!(
                "has a slot {{{name}}}, which the tool's slots do not describe"
            )),
            Err(GrammarError::Bracket { bracket, .. }) => Err(format!("has a '{bracket}' without a partner")),
            Err(GrammarError::UnknownRule { name, .. }) => Err(format!("has <{name}>, which is no rule")),
            Err(GrammarError::Empty { .. }) => Err("could be empty".to_owned()),
            Err(GrammarError::TooLarge { .. }) => Err("is one too many".to_owned()),
            Err(
                GrammarError::Heading { .. }
                | GrammarError::NoHeading { .. }
                | GrammarError::NoSentence { .. }
                | GrammarError::UnknownIntent { .. }
                | GrammarError::UnknownCondition { .. },
            ) => Err("is no sentence".to_owned()),
        }
    }
}

/// The grammar of the tools in one language, with the politeness that is stripped from every sentence.
fn compiled(language: Language, tools: &[ToolSentences]) -> Result<Grammar, GrammarError> {
    let texts: Vec<String> = tools
        .iter()
        .enumerate()
        .map(|(index, tool)| {
            let own = tool.sentences.iter().filter(|(of, _)| *of == language);
            own.fold(format!("@{index}\n"), |text, (_, sentence)| {
                text + sentence.trim() + "\n"
            })
        })
        .collect();
    let sources: Vec<OwnSource<'_>> = tools
        .iter()
        .zip(&texts)
        .map(|(tool, text)| OwnSource {
            name: &tool.name,
            text,
            slots: &tool.slots,
        })
        .collect();
    Grammar::read_own(language, grammars::common(language), &sources)
}

impl Phrasebook {
    pub(crate) fn new(tools: Vec<ToolSentences>) -> Result<Self, GrammarError> {
        let [english, russian, chinese] = Language::ALL.map(|language| compiled(language, &tools));
        Ok(Self {
            grammars: [english?, russian?, chinese?],
            tools,
        })
    }

    /// What the tools do.
    pub(crate) fn descriptions(&self) -> impl Iterator<Item = &str> {
        let all = self.tools.iter().map(|tool| tool.description.trim());
        all.filter(|description| !description.is_empty())
    }

    /// The tool that the whole of an utterance asks for.
    pub(crate) fn parse(&self, utterance: &str, language: Language, tables: &Tables) -> Option<ToolRequest> {
        let grammar = &self.grammars[language.index()];
        let mut tokens = text::tokens(utterance, language)?;
        tokens.retain(|token| !grammar.is_noise(&token.word));
        let reader = SlotReader {
            language,
            utterance,
            tables,
            memory: None,
        };
        let mut matcher = Matcher::new(grammar, &tokens, reader);
        let found = matcher
            .matches(0, tokens.len(), &|_| false, 1)
            .into_iter()
            .next()?;
        let tool: usize = found.intent.parse().ok()?;
        let slots = self.tools.get(tool)?.slots.iter().filter_map(|(name, shape)| {
            let value = found.slot(name)?;
            Some((name.clone(), given(shape, value)))
        });
        let slots = slots
            .map(|(name, value)| Some((name, value?)))
            .collect::<Option<_>>()?;
        Some(ToolRequest { tool, slots })
    }

    /// What a language model's call of a tool asks for, if all its arguments were said in the question.
    pub(crate) fn called(
        &self,
        tool: usize,
        arguments: &Map<String, Value>,
        (question, language): (&str, Language),
        tables: &Tables,
    ) -> Option<ToolRequest> {
        let shapes = &self.tools.get(tool)?.slots;
        let is_known = |name: &String| shapes.iter().any(|(known, _)| known == name);
        if !arguments.keys().all(is_known) {
            return None;
        }
        let heard = Heard {
            question,
            language,
            tables,
            tokens: text::tokens(question, language)?,
        };
        let given = shapes
            .iter()
            .filter_map(|(name, shape)| Some((name, shape, arguments.get(name)?)));
        let slots = given
            .map(|(name, shape, argument)| Some((name.clone(), heard.said(shape, argument)?)))
            .collect::<Option<_>>()?;
        Some(ToolRequest { tool, slots })
    }
}

/// A question against which the arguments of a call are checked.
struct Heard<'a> {
    question: &'a str,
    language: Language,
    tables: &'a Tables,
    tokens: Vec<text::Token>,
}

impl Heard<'_> {
    /// An argument as a tool is given it, if the question holds it.
    fn said(&self, shape: &SlotShape, argument: &Value) -> Option<String> {
        let written = match argument {
            Value::String(text) if text.len() <= MAX_TEXT_LEN => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let mut places = 0..self.tokens.len();
        match shape {
            SlotShape::OneOf(values) => {
                let (value, said) = values.iter().find(|(value, _)| *value == written)?;
                let phrases = said.iter().map(|phrase| (phrase.as_str(), value.as_str()));
                let listed = ListedValues::new(self.language, phrases);
                places
                    .any(|at| listed.at(&self.tokens, at).next().is_some())
                    .then(|| value.clone())
            }
            SlotShape::Number => {
                let meant = signed(&written)?;
                let reader = SlotReader {
                    language: self.language,
                    utterance: self.question,
                    tables: self.tables,
                    memory: None,
                };
                let is_said = places.any(|at| {
                    let read = reader.read(SlotKind::Number, &self.tokens, at);
                    read.iter()
                        .any(|(_, value)| *value == slots::Value::Number(meant))
                });
                is_said.then(|| decimal(meant))
            }
            SlotShape::Text => {
                let words = text::words(&written, self.language);
                let is_said = !words.is_empty()
                    && self
                        .tokens
                        .windows(words.len())
                        .any(|said| said.iter().zip(&words).all(|(token, word)| token.word == *word));
                is_said.then(|| plain(&written)).flatten()
            }
        }
    }
}

/// What was said in a slot, as a tool is given it.
fn given(shape: &SlotShape, value: &slots::Value) -> Option<String> {
    match (shape, value) {
        (_, slots::Value::Number(number)) => Some(decimal(*number)),
        // As the configuration writes it.
        (SlotShape::OneOf(_), slots::Value::Text(value)) => Some(value.clone()),
        (_, slots::Value::Text(text)) => plain(text),
        _ => None,
    }
}

/// A text without control characters, which no program takes for an option; `None` where nothing is left, or too much.
fn plain(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|letter| !letter.is_control()).collect();
    let text = text.trim_start_matches(['-', '–', '—', ' ']).trim_end();
    (!text.is_empty() && text.len() <= MAX_TEXT_LEN).then(|| text.to_owned())
}

fn signed(text: &str) -> Option<Number> {
    match text.strip_prefix('-') {
        Some(size) => Number::read(size)?.negated(),
        None => Number::read(text),
    }
}

/// In digits, with at most six decimal places.
fn decimal(number: Number) -> String {
    if let Some(whole) = number.whole() {
        return whole.to_string();
    }
    let digits = format!("{:.DECIMALS$}", number.as_f64());
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bus() -> ToolSentences {
        let stops = vec![
            (
                "station".to_owned(),
                vec!["station".to_owned(), "вокзала".to_owned(), "车站".to_owned()],
            ),
            (
                "market".to_owned(),
                vec!["market square".to_owned(), "рынка".to_owned()],
            ),
        ];
        ToolSentences {
            name: "bus".to_owned(),
            description: "Tells when the next bus leaves.".to_owned(),
            sentences: vec![
                (
                    Language::English,
                    "when is the next bus [from [the] {stop}]".to_owned(),
                ),
                (Language::English, "bus number {line}".to_owned()),
                (Language::English, "note {words}".to_owned()),
                (Language::Russian, "когда автобус [от {stop}]".to_owned()),
                (Language::Chinese, "下一班公交车从{stop}什么时候开".to_owned()),
            ],
            slots: vec![
                ("stop".to_owned(), SlotShape::OneOf(stops)),
                ("line".to_owned(), SlotShape::Number),
                ("words".to_owned(), SlotShape::Text),
            ],
        }
    }

    fn asked(utterance: &str, language: Language) -> Option<Vec<(String, String)>> {
        let book = Phrasebook::new(vec![bus()]).unwrap();
        let request = book.parse(utterance, language, &Tables::read())?;
        assert_eq!(request.tool, 0);
        Some(request.slots)
    }

    #[test]
    fn a_tool_is_asked_for_by_the_whole_utterance_only() {
        use Language::{Chinese, English, Russian};
        let stop = |value: &str| Some(vec![("stop".to_owned(), value.to_owned())]);
        for (utterance, language, expected) in [
            ("When is the next bus?", English, Some(Vec::new())),
            (
                "um, when's the next bus from the station please",
                English,
                stop("station"),
            ),
            ("when is the next bus from Market Square", English, stop("market")),
            ("when is the next bus from the moon", English, None),
            ("when is the next bus from the station tomorrow", English, None),
            ("Когда автобус от вокзала?", Russian, stop("station")),
            ("下一班公交车从车站什么时候开？", Chinese, stop("station")),
            (
                "bus number forty two",
                English,
                Some(vec![("line".to_owned(), "42".to_owned())]),
            ),
            (
                "note -rf / of Today",
                English,
                Some(vec![("words".to_owned(), "rf / of Today".to_owned())]),
            ),
        ] {
            assert_eq!(asked(utterance, language), expected, "{utterance}");
        }
    }

    #[test]
    fn a_mistake_in_a_sentence_is_named() {
        let tool = bus();
        for (sentence, expected) in [
            ("when is the next bus [from {stop}]", Ok(())),
            (
                "when is the bus to {town}",
                Err("has a slot {town}, which the tool's slots do not describe"),
            ),
            (
                "bus in {duration}",
                Err("has a slot {duration}, which the tool's slots do not describe"),
            ),
            ("bus (now|later", Err("has a '(' without a partner")),
            ("[bus]", Err("could be empty")),
            ("@time_now", Err("is no sentence")),
            ("bus\n@time_now", Err("is no sentence")),
            ("", Err("is no sentence")),
            ("<nothing> bus", Err("has <nothing>, which is no rule")),
        ] {
            let found = tool.check(Language::English, sentence);
            assert_eq!(found, expected.map_err(str::to_owned), "{sentence}");
        }
    }

    #[test]
    fn a_call_whose_arguments_were_not_said_is_none() {
        let book = Phrasebook::new(vec![bus()]).unwrap();
        let tables = Tables::read();
        for (question, arguments, expected) in [
            (
                "I must catch a bus at the station",
                json!({"stop": "station"}),
                true,
            ),
            ("I must catch a bus", json!({"stop": "station"}), false),
            (
                "I must catch a bus at the station",
                json!({"stop": "/etc"}),
                false,
            ),
            (
                "I must catch a bus at the station",
                json!({"place": "station"}),
                false,
            ),
            ("does the forty two still run", json!({"line": 42}), true),
            ("does the forty two still run", json!({"line": "43"}), false),
            ("write down buy Milk", json!({"words": "buy milk"}), true),
            ("write down buy milk", json!({"words": "sell the house"}), false),
            ("any bus", json!({}), true),
        ] {
            let Value::Object(arguments) = arguments else {
                unreachable!()
            };
            let request = book.called(0, &arguments, (question, Language::English), &tables);
            assert_eq!(request.is_some(), expected, "{question} {arguments:?}");
        }
    }

    #[test]
    fn numbers_are_written_in_digits() {
        for (number, expected) in [
            (Number::integer(-5), "-5"),
            (Number::fraction(5, 2).unwrap(), "2.5"),
            (Number::fraction(1, 3).unwrap(), "0.333333"),
        ] {
            assert_eq!(decimal(number), expected);
        }
    }
}
