//! The policy file: Markdown with four headings.
//!
//! Owns what the file may hold and how a mistake in it is told. What the phrases in it do is `phrase`'s.

use std::path::{Path, PathBuf};

use mynah_files::{FileError, brief};
use thiserror::Error;

use super::phrase::Phrase;
use super::{Kind, Policy, Topic};
use crate::clean::is_unseen;

/// Letters of a heading that a sentence quotes.
const QUOTED: usize = 60;
/// A policy is not longer, in bytes.
const MAX_BYTES: usize = 64 * 1024;
/// It has no more topics.
const MAX_TOPICS: usize = 200;
/// It has no more phrases.
const MAX_PHRASES: usize = 2000;
/// What is said, and a phrase, is no longer, in bytes.
const MAX_LINE_LEN: usize = 1000;

/// The headings in three languages, in small letters.
const HEADINGS: &[(Section, &[&str])] = &[
    (
        Section::Persona,
        &["persona", "персона", "роль", "人设", "角色", "身份"],
    ),
    (
        Section::Topics(Kind::Refused),
        &["refuse", "отказ", "отказы", "отказывать", "拒绝", "拒答"],
    ),
    (
        Section::Topics(Kind::Emergency),
        &[
            "emergency",
            "экстренное",
            "экстренные случаи",
            "опасность",
            "紧急",
            "紧急情况",
        ],
    ),
    (Section::Rules, &["rules", "правила", "规则", "规定"]),
];
const SAY: &[&str] = &["say", "скажи", "сказать", "说", "回答"];
const EXCEPT: &[&str] = &["except", "кроме", "исключения", "除外", "例外"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Persona,
    Topics(Kind),
    Rules,
}

/// A policy that cannot be used, and where.
#[derive(Debug, Error)]
#[error("{}{}", place(.file.as_deref(), *.line), sentence(problem))]
pub struct PolicyError {
    /// The file, if it was read from one.
    pub file: Option<PathBuf>,
    /// The line, from 1, if it is the fault of one.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: Problem,
}

fn sentence(problem: &Problem) -> String {
    let told = problem.to_string();
    if told.ends_with('?') { told } else { told + "." }
}

fn place(file: Option<&Path>, line: Option<usize>) -> String {
    let policy = file.map_or_else(
        || "the policy".to_owned(),
        |file| format!("the policy {}", file.display()),
    );
    match line {
        Some(line) => format!("In {policy}, line {line}: "),
        None => format!("In {policy}: "),
    }
}

/// What is wrong with a policy.
#[derive(Debug, Error)]
pub enum Problem {
    /// The file cannot be read.
    #[error("the file cannot be read ({0}); correct mind.policy, or make the file readable")]
    Unreadable(FileError),
    /// It is too long.
    #[error("it has more than {MAX_BYTES} bytes: shorten it")]
    TooLarge,
    /// It is not UTF-8.
    #[error("it is not UTF-8 text: save it as UTF-8")]
    NotText,
    /// A character that cannot be seen.
    #[error("an invisible or control character (U+{0:04X}): delete it")]
    Invisible(u32),
    /// A heading that the policy does not know.
    #[error("unknown heading {found:?}: {hint}")]
    Heading {
        /// As it stands.
        found: String,
        /// What may have been meant.
        hint: String,
    },
    /// A heading that stands twice.
    #[error("the heading {0:?} stands twice: put all of it under the first")]
    Twice(String),
    /// Text that belongs to no section.
    #[error("this line belongs to nothing: put it under \"# Persona\", \"# Rules\" or a \"## topic\"")]
    Astray,
    /// A topic that has nothing to say.
    #[error("the topic {0:?} has no \"Say:\" line: add what the visitor is told")]
    NoSay(String),
    /// A topic without a phrase.
    #[error("no words to look for: write phrases, parted by commas")]
    NoPhrase,
    /// Too many topics or phrases, or a line that is too long.
    #[error("too much: at most {MAX_TOPICS} topics, {MAX_PHRASES} phrases and {MAX_LINE_LEN} bytes a line")]
    TooMuch,
}

pub(super) fn load(path: &Path) -> Result<Policy, PolicyError> {
    let fault = |problem| PolicyError {
        file: Some(path.to_owned()),
        line: None,
        problem,
    };
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let text = mynah_files::read_text(path, limit).map_err(|error| {
        fault(match error {
            FileError::TooLarge(_) => Problem::TooLarge,
            FileError::NotText => Problem::NotText,
            error => Problem::Unreadable(error),
        })
    })?;
    read(&text).map_err(|error| PolicyError {
        file: Some(path.to_owned()),
        ..error
    })
}

pub(super) fn read(text: &str) -> Result<Policy, PolicyError> {
    if text.len() > MAX_BYTES {
        return Err(PolicyError {
            file: None,
            line: None,
            problem: Problem::TooLarge,
        });
    }
    let mut reader = Reader {
        policy: Policy::default(),
        section: None,
        seen: Vec::new(),
        phrases: 0,
        topic_line: 0,
    };
    let mut last = 0;
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        last = at + 1;
        reader.line(line, last).map_err(|problem| PolicyError {
            file: None,
            line: Some(last),
            problem,
        })?;
    }
    let at = if reader.topic_line > 0 {
        reader.topic_line
    } else {
        last
    };
    reader.end_topic().map_err(|problem| PolicyError {
        file: None,
        line: Some(at),
        problem,
    })?;
    reader.policy.persona = reader.policy.persona.trim().to_owned();
    Ok(reader.policy)
}

struct Reader {
    policy: Policy,
    section: Option<Section>,
    seen: Vec<Section>,
    phrases: usize,
    topic_line: usize,
}

impl Reader {
    fn line(&mut self, line: &str, number: usize) -> Result<(), Problem> {
        if let Some(letter) = line
            .chars()
            .find(|letter| *letter != '\t' && (letter.is_control() || is_unseen(*letter)))
        {
            return Err(Problem::Invisible(u32::from(letter)));
        }
        let text = line.trim();
        if let Some(topic) = text.strip_prefix("## ") {
            self.end_topic()?;
            self.topic_line = number;
            return self.topic(topic.trim());
        }
        if text.starts_with("##") && !text.starts_with("## ") {
            return Err(Problem::Heading {
                found: brief(text, QUOTED),
                hint: "a topic begins with \"## \"".to_owned(),
            });
        }
        if let Some(heading) = text.strip_prefix('#') {
            self.end_topic()?;
            return self.heading(heading.trim());
        }
        if text.is_empty() && self.section != Some(Section::Persona) {
            return Ok(());
        }
        match self.section {
            None => Err(Problem::Astray),
            Some(Section::Persona) => {
                self.policy.persona.push_str(text);
                self.policy.persona.push('\n');
                Ok(())
            }
            Some(Section::Rules) => {
                self.policy.rules.push(item(text).to_owned());
                Ok(())
            }
            Some(Section::Topics(_)) => self.of_topic(text),
        }
    }

    fn heading(&mut self, found: &str) -> Result<(), Problem> {
        let small = found.to_lowercase();
        let known = HEADINGS.iter().find(|(_, names)| names.contains(&small.as_str()));
        let Some((section, _)) = known else {
            return Err(Problem::Heading {
                found: brief(found, QUOTED),
                hint: hint(&small),
            });
        };
        if self.seen.contains(section) {
            return Err(Problem::Twice(brief(found, QUOTED)));
        }
        self.seen.push(*section);
        self.section = Some(*section);
        Ok(())
    }

    fn topic(&mut self, name: &str) -> Result<(), Problem> {
        let Some(Section::Topics(kind)) = self.section else {
            let hint = "topics stand under \"# Refuse\" or \"# Emergency\"".to_owned();
            return Err(Problem::Heading {
                found: brief(name, QUOTED),
                hint,
            });
        };
        if self.policy.topics.len() >= MAX_TOPICS {
            return Err(Problem::TooMuch);
        }
        let phrases = self.read_phrases(name)?;
        self.policy.topics.push(Topic {
            kind,
            name: name.to_owned(),
            phrases,
            exceptions: Vec::new(),
            says: Vec::new(),
        });
        Ok(())
    }

    /// A line below a topic's heading: what is said, what is excepted, or more phrases.
    fn of_topic(&mut self, text: &str) -> Result<(), Problem> {
        if self.topic_line == 0 {
            return Err(Problem::Astray);
        }
        let (name, rest) = text
            .split_once([':', '：'])
            .map_or(("", ""), |(name, rest)| (name, rest.trim()));
        let name = item(name).trim().to_lowercase();
        if SAY.contains(&name.as_str()) {
            if rest.len() > MAX_LINE_LEN {
                return Err(Problem::TooMuch);
            }
            if let Some(topic) = self.policy.topics.last_mut().filter(|_| !rest.is_empty()) {
                topic.says.push(rest.to_owned());
            }
        } else if EXCEPT.contains(&name.as_str()) {
            let phrases = self.read_phrases(rest)?;
            if let Some(topic) = self.policy.topics.last_mut() {
                topic.exceptions.extend(phrases);
            }
        } else if item(text) == text {
            return Err(Problem::Astray);
        } else {
            let phrases = self.read_phrases(item(text))?;
            if let Some(topic) = self.policy.topics.last_mut() {
                topic.phrases.extend(phrases);
            }
        }
        Ok(())
    }

    fn read_phrases(&mut self, text: &str) -> Result<Vec<Phrase>, Problem> {
        if text.len() > MAX_LINE_LEN {
            return Err(Problem::TooMuch);
        }
        let parts = text.split([',', ';', '，', '、', '；']);
        let phrases: Vec<Phrase> = parts
            .filter_map(|part| Phrase::new(part, &self.policy.lexicons))
            .collect();
        self.phrases += phrases.len();
        if phrases.is_empty() {
            return Err(Problem::NoPhrase);
        }
        if self.phrases > MAX_PHRASES {
            Err(Problem::TooMuch)
        } else {
            Ok(phrases)
        }
    }

    fn end_topic(&mut self) -> Result<(), Problem> {
        let open = std::mem::take(&mut self.topic_line) > 0;
        match self.policy.topics.last() {
            Some(topic) if open && topic.says.is_empty() => Err(Problem::NoSay(brief(&topic.name, QUOTED))),
            _ => Ok(()),
        }
    }
}

/// A line without the mark of a list.
fn item(text: &str) -> &str {
    text.strip_prefix(['-', '*', '•']).map_or(text, str::trim_start)
}

/// The heading that was meant, if one is near; all of them if none is.
fn hint(found: &str) -> String {
    let names = HEADINGS.iter().flat_map(|(_, names)| names.iter());
    let near = names
        .map(|name| (distance(found, name), name))
        .min_by_key(|(distance, _)| *distance);
    let starts = HEADINGS.iter().flat_map(|(_, names)| names.iter()).find(|name| {
        let stem: String = name.chars().take(name.chars().count().min(5)).collect();
        found.contains(&stem)
    });
    match (near, starts) {
        (Some((0..=2, name)), _) | (_, Some(name)) => format!("did you mean \"# {name}\"?"),
        _ => "a policy has \"# Persona\", \"# Refuse\", \"# Emergency\" and \"# Rules\"".to_owned(),
    }
}

/// How many letters must be changed, added or removed to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    // A heading is as long as a heading; a longer line is no slip of the pen.
    for (at, letter) in one.chars().take(40).enumerate() {
        let mut corner = std::mem::replace(&mut row[0], at + 1);
        for column in 1..=other.len() {
            let changed = corner + usize::from(other[column - 1] != letter);
            corner = row[column];
            row[column] = changed.min(row[column] + 1).min(row[column - 1] + 1);
        }
    }
    row[other.len()]
}
