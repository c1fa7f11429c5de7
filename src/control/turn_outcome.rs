//! How a turn ended, as it is counted and told.

use crate::conversation::Turn;

/// How a turn ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TurnOutcome {
    /// By an answer.
    Answered,
    /// By the reply that nothing is known, or that the operator's policy does not want it answered.
    Refused,
    /// By something that a tool did.
    Tool,
    /// By a question about what was said.
    AskedBack,
    /// The person interrupted it.
    Interrupted,
    /// By a fault.
    Failed,
    /// A text was said that answers nothing: an announcement, or what another program wanted said.
    Announced,
    /// The wake word alone was answered.
    Called,
}

impl TurnOutcome {
    /// All of them.
    pub(super) const ALL: [Self; 8] = [
        Self::Answered,
        Self::Refused,
        Self::Tool,
        Self::AskedBack,
        Self::Interrupted,
        Self::Failed,
        Self::Announced,
        Self::Called,
    ];

    /// How a turn ended; `None` if nothing was heard in it.
    pub(super) fn of(turn: &Turn) -> Option<Self> {
        let question = turn.question.as_deref();
        Some(match () {
            () if turn.failed.is_some() => Self::Failed,
            () if turn.interrupted => Self::Interrupted,
            () if turn.asks_back.is_some() => Self::AskedBack,
            () if turn.tool.is_some() => Self::Tool,
            () if turn.refused => Self::Refused,
            () if question.is_none() => Self::Announced,
            () if question != Some("") => Self::Answered,
            () if turn.reply.is_empty() => return None,
            () => Self::Called,
        })
    }

    /// Its name among the metrics.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Tool => "tool",
            Self::AskedBack => "asked_back",
            Self::Interrupted => "interrupted",
            Self::Failed => "failed",
            Self::Announced => "announced",
            Self::Called => "called",
        }
    }

    /// Its place in [`Self::ALL`].
    pub(super) fn index(self) -> usize {
        self as usize
    }
}
