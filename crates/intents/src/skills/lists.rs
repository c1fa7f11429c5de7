//! Shopping list, to-do list and notes.
//!
//! Owns what is on them and what is said about it; how long they may become is `memory`'s.

use super::{Parsing, Stage};
use crate::Language;
use crate::dialogue::{Question, Topic};
use crate::grammar::Match;
use crate::memory::{ListKind, MAX_ENTRIES, shortened};
use crate::outcome::{Effect, Outcome};
use crate::say::Speaker;

pub(crate) const INTENTS: &[&str] = &[
    "list_add",
    "list_ask",
    "list_entries",
    "list_remove",
    "list_read",
    "list_clear",
    "list_has",
    "list_count",
];

/// Entries that are added at once.
const MAX_AT_ONCE: usize = 20;

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    Add { list: ListKind, entries: Vec<String> },
    Ask(ListKind),
    Remove { list: ListKind, entries: Vec<String> },
    RemoveLast(ListKind),
    Read(ListKind),
    Clear(ListKind),
    Has { list: ListKind, entry: String },
    Count(ListKind),
}

impl Command {
    pub(crate) fn tool(&self) -> &'static str {
        match self {
            Self::Add { .. } | Self::Ask(_) => "list_add",
            Self::Remove { .. } | Self::RemoveLast(_) => "list_remove",
            Self::Read(_) | Self::Has { .. } | Self::Count(_) => "list_read",
            Self::Clear(_) => "list_clear",
        }
    }

    /// The list that "it" means afterwards.
    pub(crate) fn list(&self) -> ListKind {
        match self {
            Self::Add { list, .. }
            | Self::Ask(list)
            | Self::Remove { list, .. }
            | Self::RemoveLast(list)
            | Self::Read(list)
            | Self::Clear(list)
            | Self::Has { list, .. }
            | Self::Count(list) => *list,
        }
    }

    pub(crate) fn has_effects(&self) -> bool {
        matches!(
            self,
            Self::Add { .. } | Self::Remove { .. } | Self::RemoveLast(_) | Self::Clear(_)
        )
    }
}

/// The meaning of a match.
pub(crate) fn interpret(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Command> {
    let list = list(found, parsing);
    let entries = || {
        found
            .text("entries")
            .map(|text| split(text, list, parsing.language))
            .filter(|entries| !entries.is_empty())
    };
    if found.constant("guard").is_some() && is_question(found.text("entries")?, parsing.language) {
        return None;
    }
    // "What's left on my shopping list" adds nothing.
    if found.intent == "list_add" && asks(found.text("entries")?, parsing.language) {
        return None;
    }
    Some(match found.intent {
        "list_add" => Command::Add {
            list,
            entries: entries()?,
        },
        "list_entries" => match parsing.dialogue.question(parsing.now.timestamp())? {
            Question::ListEntries(list) => Command::Add {
                list: *list,
                entries: split(found.text("entries")?, *list, parsing.language),
            },
            _ => return None,
        },
        "list_ask" => Command::Ask(list),
        "list_remove" if found.constant("which") == Some("last") => Command::RemoveLast(list),
        "list_remove" => {
            let entries = entries()?;
            // Without the list's name only what is on it can be meant.
            let is_named = found.constant("list").is_some();
            let is_known = entries
                .iter()
                .all(|entry| position(parsing.memory.list(list), entry, parsing.language).is_some());
            if !is_named && !is_known {
                return None;
            }
            Command::Remove { list, entries }
        }
        "list_read" => Command::Read(list),
        "list_clear" => Command::Clear(list),
        "list_has" => Command::Has {
            list,
            entry: entries()?.into_iter().next()?,
        },
        "list_count" => Command::Count(list),
        _ => return None,
    })
}

/// Whether it begins with a word that asks, or with one that makes another verb: "throw away the milk".
fn asks(text: &str, language: Language) -> bool {
    let words: &[&str] = match language {
        Language::English => &[
            "what", "which", "who", "how", "when", "where", "why", "is", "are", "anything", "away",
        ],
        Language::Russian => &["что", "какие", "сколько", "кто", "где", "когда"],
        Language::Chinese => &["什么", "哪", "多少", "几", "谁"],
    };
    crate::text::begins_with(text, language, words)
}

/// "and where are the toilets" is nothing to be bought.
fn is_question(text: &str, language: Language) -> bool {
    const ENGLISH: [&str; 47] = [
        "with",
        "on",
        "for",
        "at",
        "only",
        "just",
        "all",
        "any",
        "from",
        "during",
        "somewhere",
        "about",
        "until",
        "after",
        "before",
        "in",
        "midweek",
        "what",
        "where",
        "when",
        "who",
        "whose",
        "which",
        "why",
        "how",
        "is",
        "are",
        "do",
        "does",
        "did",
        "can",
        "could",
        "will",
        "would",
        "should",
        "was",
        "were",
        "have",
        "has",
        "i",
        "you",
        "we",
        "they",
        "it",
        "there",
        "if",
        "not",
    ];
    const RUSSIAN: [&str; 22] = [
        "что",
        "где",
        "когда",
        "кто",
        "какой",
        "какая",
        "какое",
        "какие",
        "почему",
        "зачем",
        "как",
        "сколько",
        "куда",
        "откуда",
        "есть",
        "можно",
        "ли",
        "я",
        "вы",
        "ты",
        "мне",
        "у",
    ];
    const CHINESE: [&str; 12] = [
        "什么",
        "哪",
        "吗",
        "几",
        "多少",
        "怎么",
        "谁",
        "为什么",
        "呢",
        "是不是",
        "有没有",
        "能不能",
    ];
    let text = text.to_lowercase();
    let has_word = |words: &[&str]| {
        let mut parts = text.split(|character: char| !character.is_alphanumeric());
        parts.any(|part| words.contains(&part))
    };
    match language {
        Language::English => has_word(&ENGLISH),
        Language::Russian => has_word(&RUSSIAN),
        Language::Chinese => CHINESE.iter().any(|word| text.contains(word)),
    }
}

fn list(found: &Match<'_>, parsing: &Parsing<'_>) -> ListKind {
    match found.constant("list") {
        Some("todo") => ListKind::ToDo,
        Some("notes") => ListKind::Notes,
        Some("shopping") => ListKind::Shopping,
        _ => match parsing.dialogue.topic(parsing.now.timestamp()) {
            Some(Topic::List(list)) => *list,
            _ => ListKind::Shopping,
        },
    }
}

/// "milk, eggs and bread" as three entries; a note is one.
fn split(text: &str, list: ListKind, language: Language) -> Vec<String> {
    if list == ListKind::Notes {
        return vec![shortened(text)];
    }
    let joins: &[&str] = match language {
        Language::English => &[" and ", " plus ", ", ", " & "],
        Language::Russian => &[" и ", " а также ", ", "],
        Language::Chinese => &["和", "、", "，", ",", "还有", "以及", "跟"],
    };
    let mut parts = vec![text.to_owned()];
    for join in joins {
        parts = parts
            .iter()
            .flat_map(|part| part.split(join).map(str::to_owned))
            .collect();
    }
    parts
        .iter()
        .map(|part| without_article(part, language))
        .filter(|part| !part.is_empty())
        .take(MAX_AT_ONCE)
        .collect()
}

fn without_article(part: &str, language: Language) -> String {
    let part = part
        .trim()
        .trim_matches(['.', ',', '!', '?', '。', '，', '"'])
        .trim();
    let leading: &[&str] = match language {
        Language::English => &[
            "and ", "some ", "the ", "a ", "an ", "more ", "my ", "any ", "also ",
        ],
        Language::Russian => &["и ", "ещё ", "еще ", "немного ", "также "],
        Language::Chinese => &["和", "一些", "点", "些"],
    };
    let lower = part.to_lowercase();
    for article in leading {
        if lower.starts_with(article) && part.len() > article.len() {
            return without_article(&part[article.len()..], language);
        }
    }
    shortened(part)
}

/// Where an entry is; "egg" finds "eggs".
fn position(list: &[String], entry: &str, language: Language) -> Option<usize> {
    let wanted = entry.to_lowercase();
    let exact = list.iter().position(|known| known.to_lowercase() == wanted);
    exact.or_else(|| {
        list.iter()
            .position(|known| is_same(&known.to_lowercase(), &wanted, language))
    })
}

fn is_same(known: &str, wanted: &str, language: Language) -> bool {
    match language {
        Language::English => {
            known.trim_end_matches('s') == wanted.trim_end_matches('s')
                || known.split(' ').any(|word| word == wanted)
        }
        // "молоко" and "молока" differ in the last letters.
        Language::Russian => {
            let stem = |word: &str| -> String {
                let length = word.chars().count();
                word.chars().take(length.saturating_sub(2).max(3)).collect()
            };
            stem(known) == stem(wanted)
        }
        Language::Chinese => known.contains(wanted) || wanted.contains(known),
    }
}

/// Does it, and says so.
pub(crate) fn perform(command: Command, stage: &mut Stage<'_>) -> Outcome {
    stage.dialogue.drop_question();
    let tool = command.tool();
    let now = stage.now.timestamp();
    let kind = command.list();
    stage.dialogue.talk_about(Topic::List(kind), now);
    match command {
        Command::Add { list, entries } => add(tool, list, entries, stage),
        Command::Ask(list) => {
            stage.dialogue.ask(Question::ListEntries(list), now);
            Outcome::new(tool, stage.speaker.plain("list-what"))
        }
        Command::Remove { list, entries } => remove(tool, list, &entries, stage),
        Command::RemoveLast(list) => match stage.memory.list(list).last().cloned() {
            Some(last) => remove(tool, list, &[last], stage),
            None => read(tool, list, stage),
        },
        Command::Read(list) => read(tool, list, stage),
        Command::Clear(list) => {
            stage.memory.list_mut(list).clear();
            let reply = stage.speaker.plain(id_of("list-cleared", list).as_str());
            Outcome::new(tool, reply).doing(Effect::StateChanged)
        }
        Command::Has { list, entry } => has(tool, list, &entry, stage),
        Command::Count(list) => {
            let count = stage.memory.list(list).len();
            let reply = stage
                .speaker
                .say(&id_of("list-count", list), &[("count", count.into())]);
            Outcome::new(tool, reply).giving(count)
        }
    }
}

/// The message for a list: "list-read-shopping".
fn id_of(message: &str, list: ListKind) -> String {
    let list = match list {
        ListKind::Shopping => "shopping",
        ListKind::ToDo => "todo",
        ListKind::Notes => "notes",
    };
    format!("{message}-{list}")
}

fn add(tool: &'static str, list: ListKind, entries: Vec<String>, stage: &mut Stage<'_>) -> Outcome {
    let known = stage.memory.list_mut(list);
    if known.len().saturating_add(entries.len()) > MAX_ENTRIES {
        return Outcome::new(tool, stage.speaker.plain("list-full"));
    }
    for entry in &entries {
        let is_new = list == ListKind::Notes
            || !known
                .iter()
                .any(|known| known.to_lowercase() == entry.to_lowercase());
        if is_new {
            known.push(entry.clone());
        }
    }
    let said = said(&entries, list, stage.speaker);
    let args = [
        ("entries", Speaker::capitalised(&said).into()),
        ("plain", said.as_str().into()),
    ];
    let reply = stage.speaker.say(&id_of("list-added", list), &args);
    Outcome::new(tool, reply)
        .with("entries", entries)
        .giving(stage.memory.list(list).to_vec())
        .doing(Effect::StateChanged)
}

fn said(entries: &[String], list: ListKind, speaker: Speaker<'_>) -> String {
    if list == ListKind::Notes {
        return entries.join("; ");
    }
    speaker.list(entries)
}

fn remove(tool: &'static str, list: ListKind, entries: &[String], stage: &mut Stage<'_>) -> Outcome {
    let language = stage.speaker.language;
    let mut removed = Vec::new();
    let mut missing = Vec::new();
    for entry in entries {
        let known = stage.memory.list_mut(list);
        match position(known, entry, language) {
            Some(index) => removed.push(known.remove(index)),
            None => missing.push(entry.clone()),
        }
    }
    if removed.is_empty() {
        let args = [("entry", said(&missing, list, stage.speaker).into())];
        return Outcome::new(tool, stage.speaker.say(&id_of("list-not-on", list), &args));
    }
    let args = [("entries", said(&removed, list, stage.speaker).into())];
    let reply = stage.speaker.say(&id_of("list-removed", list), &args);
    Outcome::new(tool, reply)
        .with("entries", removed)
        .giving(stage.memory.list(list).to_vec())
        .doing(Effect::StateChanged)
}

fn read(tool: &'static str, list: ListKind, stage: &Stage<'_>) -> Outcome {
    let entries = stage.memory.list(list);
    let reply = if entries.is_empty() {
        stage.speaker.plain(&id_of("list-empty", list))
    } else {
        let args = [
            ("count", entries.len().into()),
            ("entries", said(entries, list, stage.speaker).into()),
        ];
        stage.speaker.say(&id_of("list-read", list), &args)
    };
    Outcome::new(tool, reply).giving(entries.to_vec())
}

fn has(tool: &'static str, list: ListKind, entry: &str, stage: &Stage<'_>) -> Outcome {
    let found = position(stage.memory.list(list), entry, stage.speaker.language);
    let message = if found.is_some() { "list-on" } else { "list-not-on" };
    let args = [("entry", entry.into())];
    let reply = stage.speaker.say(&id_of(message, list), &args);
    Outcome::new(tool, reply).giving(found.is_some())
}
