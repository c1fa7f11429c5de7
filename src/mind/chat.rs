//! The conversation as a language model reads it.
//!
//! Owns which earlier turns it sees and in which language it is asked to answer. Does not write the prompt: `language`
//! knows how each model wants it.

use super::{Past, policy};
use crate::language::{ChatTurn, Reply, ToolCall};

/// Languages by their codes, as a model is told of them.
const LANGUAGES: [(&str, &str); 20] = [
    ("ar", "Arabic"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("es", "Spanish"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("hi", "Hindi"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("nl", "Dutch"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ru", "Russian"),
    ("sv", "Swedish"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("zh", "Chinese"),
];

/// The question with the wish for its language. English needs none: the persona is in English. The wish stands behind the
/// question, so that the head of the prompt stays the same.
pub(super) fn in_language(question: &str, language: Option<&str>) -> String {
    let wished = LANGUAGES.iter().find(|(code, _)| Some(*code) == language);
    match wished {
        Some((_, name)) => format!("{question} (Answer in {name}.)"),
        None => question.to_owned(),
    }
}

/// The turns of a conversation as a model reads them, the question last.
pub(super) fn turns(question: &str, facts: &[String], past: &[Past]) -> Vec<ChatTurn> {
    // A refusal teaches a model to refuse.
    let said = past.iter().filter(|turn| !policy::is_refusal(&turn.reply));
    let answered = said.map(|turn| ChatTurn {
        facts: turn.facts.clone(),
        user: turn.question.clone(),
        reply: Some(match &turn.tool {
            Some((name, arguments)) => Reply::Tool {
                call: ToolCall {
                    name: name.clone(),
                    arguments: arguments.clone(),
                },
                result: turn.reply.clone(),
            },
            None => Reply::Text(turn.reply.clone()),
        }),
    });
    let asked = ChatTurn {
        facts: facts.to_vec(),
        user: question.to_owned(),
        reply: None,
    };
    answered.chain([asked]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_in_another_language_is_answered_in_it() {
        assert_eq!(
            in_language("Wo ist das?", Some("de")),
            "Wo ist das? (Answer in German.)"
        );
        for language in [None, Some("en"), Some("xx")] {
            assert_eq!(in_language("Where?", language), "Where?");
        }
    }
}
