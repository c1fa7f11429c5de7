//! What was asked and answered before, for a bounded number of conversations.
//!
//! Owns whose questions belong together, and which conversations are forgotten. Kept in memory only.

use crate::conversation::History;

/// Most conversations; the one that was used least recently is forgotten first.
const MAX_CONVERSATIONS: usize = 16;
/// Most exchanges of each; older ones are forgotten.
const MAX_EXCHANGES: usize = 8;

/// Whose question it is: follow-ups are understood among those of the same asker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::serve) enum Asker {
    /// A client, by its number.
    Client(u64),
    /// A conversation, by the id that its clients give it.
    Conversation(String),
}

/// The conversations, the least recently used one first.
#[derive(Debug, Default)]
pub(super) struct Histories {
    kept: Vec<(Asker, History)>,
}

impl Histories {
    /// What this asker has asked and been answered.
    pub(super) fn of(&self, asker: &Asker) -> History {
        let found = self.kept.iter().find(|(known, _)| known == asker);
        found.map(|(_, history)| history.clone()).unwrap_or_default()
    }

    /// Keeps the newest exchanges of an asker, which is now the most recently used one.
    pub(super) fn keep(&mut self, asker: Asker, history: &History) {
        self.kept.retain(|(known, _)| *known != asker);
        let exchanges = history.exchanges();
        let mut newest = History::default();
        for exchange in &exchanges[exchanges.len().saturating_sub(MAX_EXCHANGES)..] {
            newest.push(exchange.clone());
        }
        self.kept.push((asker, newest));
        let surplus = self.kept.len().saturating_sub(MAX_CONVERSATIONS);
        self.kept.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::{Answer, Exchange};

    fn history(questions: usize) -> History {
        let mut history = History::default();
        for number in 0..questions {
            history.push(Exchange {
                question: number.to_string(),
                facts: Vec::new(),
                answer: Answer {
                    text: "Yes.".to_owned(),
                    tool: None,
                    sources: Vec::new(),
                },
            });
        }
        history
    }

    #[test]
    fn the_newest_exchanges_of_the_conversations_used_last_are_kept() {
        let mut histories = Histories::default();
        histories.keep(Asker::Conversation("a".to_owned()), &history(20));
        let first = histories.of(&Asker::Conversation("a".to_owned()));
        let questions: Vec<&str> = first
            .exchanges()
            .iter()
            .map(|one| one.question.as_str())
            .collect();
        assert_eq!(questions, ["12", "13", "14", "15", "16", "17", "18", "19"]);
        for number in 0..15 {
            histories.keep(Asker::Client(number), &history(1));
        }
        histories.keep(Asker::Conversation("a".to_owned()), &first);
        histories.keep(Asker::Client(15), &history(1));
        assert_eq!(histories.kept.len(), MAX_CONVERSATIONS);
        assert_eq!(histories.of(&Asker::Client(0)), History::default());
        assert_eq!(histories.of(&Asker::Client(1)), history(1));
        assert_eq!(histories.of(&Asker::Conversation("a".to_owned())), first);
    }
}
