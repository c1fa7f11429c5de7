//! An operator's policy: who the assistant is, what it refuses, what is an emergency, by which rules it speaks.
//!
//! Owns the policy and its answer to an utterance. How the file is written is `rules/read`'s, how phrases are compared
//! `rules/phrase`'s. Passages, file names, tool results and transcripts are data: there is no way from them into a
//! [`Policy`], which is read from the operator's own file alone.
//!
//! # The file
//!
//! ```markdown
//! # Persona
//! You are Nell, the guide of the Harbour Museum. Friendly, short.
//!
//! # Refuse
//! ## medical advice, diagnosis, dose
//! - what dose, how many tablets, should I take ..., "is it contagious"
//! Except: dose chart
//! Say: I can't give medical advice. Please speak to the pharmacist at counter 2.
//!
//! # Emergency
//! ## fire, smoke, it is burning
//! Except: "fire exit", "fire extinguisher"
//! Say: Please leave by the nearest exit and press the red button.
//!
//! # Rules
//! - Never recommend other shops.
//! ```
//!
//! The headings may be Russian (Персона, Отказ, Экстренное, Правила) or Chinese (人设, 拒绝, 紧急, 规则), and so may
//! `Say:` (Скажи, 说) and `Except:` (Кроме, 除外). A topic may have a `Say:` line in each language.
//!
//! Phrases stand in a topic's heading and in the list below it, parted by commas:
//! - **a word** (`fire`) counts where it is what is spoken of: "there is a fire", "fire!", not "where is the fire
//!   exit?", "when was the great fire?", "there is no fire" or "can I smoke?";
//! - **several words** (`chest pain`) count when all that say something stand close together, in any order and form:
//!   "a pain in my chest"; of `can't breathe` the denial must be there too. Where only one says something (`what
//!   dose`), the small words count as well;
//! - **words with an end of dots** (`should I take ...`) count in this order;
//! - **words in quotes** (`"is it contagious"`) count exactly as they stand, in every use.
//!
//! What is denied ("I have no chest pain") does not count, but "isn't it ...?" asks. What an `Except:` line names never
//! counts.

mod phrase;
mod read;
mod tokens;

use std::path::Path;

use mynah_knowledge::language::Language;

use phrase::Phrase;
pub use read::{PolicyError, Problem};
use tokens::{Lexicons, tokens};

use crate::lexicon::Role;
use crate::text::head_and_tail;

/// Of a longer text, the beginning and the end are read.
const MAX_BYTES: usize = 64 * 1024;

/// What kind of thing was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Somebody is in danger: wins over everything.
    Emergency,
    /// The operator does not want it answered.
    Refused,
}

/// What the policy says to an utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Emergency or refusal.
    pub kind: Kind,
    /// What is said instead of an answer.
    pub say: String,
    /// The topic, as the operator's heading has it.
    pub topic: String,
}

/// A topic that is refused or an emergency.
#[derive(Debug)]
pub(crate) struct Topic {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) phrases: Vec<Phrase>,
    pub(crate) exceptions: Vec<Phrase>,
    pub(crate) says: Vec<String>,
}

/// An operator's policy. Without a file it refuses nothing.
#[derive(Debug, Default)]
pub struct Policy {
    pub(crate) persona: String,
    pub(crate) rules: Vec<String>,
    pub(crate) topics: Vec<Topic>,
    pub(crate) lexicons: Lexicons,
}

impl Policy {
    /// Reads a policy from its file.
    ///
    /// # Errors
    /// The file cannot be read, is too large, or is not a policy: one error that names the file and the line.
    pub fn load(path: &Path) -> Result<Self, PolicyError> {
        read::load(path)
    }

    /// Reads a policy from its text.
    ///
    /// # Errors
    /// The text is too large or not a policy: one error that names the line.
    pub fn read(text: &str) -> Result<Self, PolicyError> {
        read::read(text)
    }

    /// Who the assistant is, in the operator's words; may be empty.
    pub fn persona(&self) -> &str {
        &self.persona
    }

    /// The rules by which it speaks.
    pub fn rules(&self) -> &[String] {
        &self.rules
    }

    /// What is to be said to an utterance before anything else is asked. Emergencies win, then the order of the file.
    pub fn matches(&self, utterance: &str, language: Language) -> Option<Ruling> {
        let tokens = tokens(&head_and_tail(utterance, MAX_BYTES), &self.lexicons);
        let mut hit: Vec<&Topic> = self
            .topics
            .iter()
            .filter(|topic| topic.is_raised_by(&tokens))
            .collect();
        hit.sort_by_key(|topic| topic.kind);
        hit.first().map(|topic| topic.ruling(language))
    }

    /// What is to be said instead of a model's reply that speaks of something refused. This is stricter than
    /// [`Self::matches`]: a model must not come near a topic, not even to deny it.
    pub fn matches_reply(&self, reply: &str) -> Option<Ruling> {
        let tokens = tokens(&head_and_tail(reply, MAX_BYTES), &self.lexicons);
        let refused = self.topics.iter().filter(|topic| topic.kind == Kind::Refused);
        refused
            .into_iter()
            .find(|topic| topic.is_spoken_of(&tokens))
            .map(|topic| topic.ruling(Language::of(reply)))
    }
}

impl Topic {
    fn is_raised_by(&self, tokens: &[tokens::Token]) -> bool {
        let tokens = self.without_exceptions(tokens);
        let about = |token: &tokens::Token| self.phrases.iter().any(|phrase| phrase.has(&token.class));
        let covered = tokens.iter().all(|token| match token.role {
            Role::Wh | Role::If | Role::Past | Role::May | Role::To => false,
            _ => !token.content || about(token) || token.is_cry(),
        });
        self.phrases
            .iter()
            .any(|phrase| phrase.is_raised_by(&tokens, self.kind, covered))
    }

    fn is_spoken_of(&self, tokens: &[tokens::Token]) -> bool {
        let tokens = self.without_exceptions(tokens);
        self.phrases.iter().any(|phrase| phrase.is_spoken_of(&tokens))
    }

    /// The tokens, with a gap in the place of what the operator excepts.
    fn without_exceptions(&self, tokens: &[tokens::Token]) -> Vec<tokens::Token> {
        let mut tokens = tokens.to_vec();
        for exception in &self.exceptions {
            for span in exception.spans(&tokens) {
                for token in &mut tokens[span] {
                    token.blank();
                }
            }
        }
        tokens
    }

    fn ruling(&self, language: Language) -> Ruling {
        let own = self.says.iter().find(|say| Language::of(say) == language);
        let say = own.or(self.says.first()).cloned().unwrap_or_default();
        Ruling {
            kind: self.kind,
            say,
            topic: self.name.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
