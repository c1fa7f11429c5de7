//! Whether questions without an answer are counted.

use serde::{Deserialize, Serialize};

/// Letters of a salt: a shorter one could be guessed.
const SALT_LETTERS: std::ops::RangeInclusive<usize> = 16..=200;

/// What an operator decides about counting words of questions without an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UnansweredSettings {
    /// Whether they are counted, with noise, in the state folder.
    pub count: bool,
    /// How much the counts may tell of one conversation in one period, 0.1 to 10: less is more private, and less is found.
    pub epsilon: f64,
    /// A secret of the operator, the same on all machines whose counts are added, 16 to 200 letters.
    pub salt: String,
    /// Days after which new counts are begun, 1 to 366.
    pub days: u16,
}

impl UnansweredSettings {
    /// Whether the salt is good enough for what is counted.
    pub(super) fn has_salt(&self) -> bool {
        !self.count || SALT_LETTERS.contains(&self.salt.chars().count())
    }
}

impl Default for UnansweredSettings {
    fn default() -> Self {
        Self {
            count: false,
            epsilon: 1.0,
            salt: String::new(),
            days: 30,
        }
    }
}
