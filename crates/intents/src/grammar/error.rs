//! What is wrong with a grammar file.
//!
//! Owns the sentences; each names the file and the line, for the person who wrote them.

/// A grammar file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GrammarError {
    /// A bracket is opened and not closed, or closed and not opened.
    #[error("{file}, line {line}: a '{bracket}' has no partner.")]
    Bracket {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// The bracket.
        bracket: char,
    },
    /// `<rule>` that no earlier line defines.
    #[error("{file}, line {line}: no rule <{name}> is defined above this line.")]
    UnknownRule {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// The rule.
        name: String,
    },
    /// `{slot}` of no known kind.
    #[error("{file}, line {line}: there is no kind of slot called '{name}'.")]
    UnknownSlot {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// The kind.
        name: String,
    },
    /// A heading that is not `@intent key=value`.
    #[error("{file}, line {line}: a heading must look like '@intent key=value'.")]
    Heading {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
    },
    /// `@intent` that the assistant does not have.
    #[error("{file}, line {line}: there is no intent called '{name}'.")]
    UnknownIntent {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// The intent.
        name: String,
    },
    /// `when=` with a condition that there is not.
    #[error("{file}, line {line}: there is no condition called '{name}'.")]
    UnknownCondition {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// The condition.
        name: String,
    },
    /// A template before the first heading.
    #[error("{file}, line {line}: a sentence must stand below an '@intent' heading.")]
    NoHeading {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
    },
    /// A line of cues without the sentence that they amount to.
    #[error("{file}, line {line}: a line below '@spot' must have '=>' and a sentence.")]
    NoSentence {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
    },
    /// A template that would match nothing at all.
    #[error("{file}, line {line}: the sentence could be empty.")]
    Empty {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
    },
    /// More text than a grammar may hold.
    #[error("{file}, line {line}: the grammar is too large from here on.")]
    TooLarge {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
    },
}

impl GrammarError {
    /// The file that holds the mistake.
    pub fn file(&self) -> &str {
        match self {
            Self::Bracket { file, .. }
            | Self::UnknownRule { file, .. }
            | Self::UnknownSlot { file, .. }
            | Self::Heading { file, .. }
            | Self::UnknownIntent { file, .. }
            | Self::UnknownCondition { file, .. }
            | Self::NoHeading { file, .. }
            | Self::NoSentence { file, .. }
            | Self::Empty { file, .. }
            | Self::TooLarge { file, .. } => file,
        }
    }
}
