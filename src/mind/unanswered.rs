//! Which questions are counted: those without an answer.
//!
//! They are noted after the answer was told. When the counts are written is `counting`'s.

use jiff::Zoned;
use mynah_intents::VolumeState;

use super::answer::{Mind, spoken};
use super::answered::{Answered, Thought};
use super::asked::Past;
use crate::language::{Flow, LanguageError};

impl Mind {
    /// Answers `question`, in this language (`de`), after the exchanges in `past`. `volume` is how loud the voice is,
    /// where there is one. `on` hears of the answer as it comes, and can stop it.
    ///
    /// # Errors
    /// When the language model fails.
    pub fn answer(
        &mut self,
        question: &str,
        language: Option<&str>,
        past: &[Past],
        (now, volume): (&Zoned, Option<VolumeState>),
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Result<Answered, LanguageError> {
        let answered = self.found(question, language, past, (now, volume), on)?;
        let counter = &self.skills().unanswered;
        if counter.is_counting() {
            counter.date(now.date());
            // The operator has words for what the policy names: nobody asked for those in vain. A question that the person has not
            // finished is none.
            if answered.knows_nothing()
                && self
                    .policy()
                    .matches(question, spoken(question, language))
                    .is_none()
                && on(Thought::ToolCall) == Flow::Continue
            {
                counter.note(question);
            }
        }
        Ok(answered)
    }
}

impl Drop for Mind {
    fn drop(&mut self) {
        self.skills().unanswered.finish();
    }
}

#[cfg(test)]
mod tests {
    use mynah_intents::Permissions;
    use mynah_knowledge::documents::Limits;
    use mynah_policy::Policy;
    use mynah_unanswered::{Scale, UnansweredCounter};

    use super::super::{Documents, Loaded, MindConfig, Skills};
    use super::*;
    use crate::language::AbsentModel;

    const POLICY: &str = "# Refuse\n## election, vote\nSay: I don't have a view on that.\n\n\
        # Emergency\n## chest pain\nSay: I don't have hands. Please press the red button.\n";

    /// How many counters these questions change, after the file was begun.
    fn changed(questions: &[&str], flow: Flow) -> usize {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("unanswered.json");
        let now: Zoned = "2026-11-30T10:30[Europe/London]".parse().unwrap();
        let skills = Skills::new(None, Permissions::all()).unwrap();
        let scale = Scale::new(1.0).unwrap();
        skills.count_unanswered(UnansweredCounter::new(
            file.clone(),
            scale,
            "a salt of some letters",
            30,
        ));
        let documents = Documents::new(Loaded::read(&[folder.path().to_owned()], Limits::default()).unwrap());
        let config = (MindConfig::default(), Policy::read(POLICY).unwrap());
        let mut mind = Mind::new(Box::new(AbsentModel::default()), documents, skills, config, false);
        mind.tick(&now);
        let before = std::fs::read_to_string(&file).unwrap();
        for question in questions {
            let mut on = |thought: Thought<'_>| {
                if thought == Thought::ToolCall {
                    flow
                } else {
                    Flow::Continue
                }
            };
            mind.answer(question, Some("en"), &[], (&now, None), &mut on)
                .unwrap();
        }
        assert_eq!(
            before,
            std::fs::read_to_string(&file).unwrap(),
            "nothing is written while somebody waits"
        );
        drop(mind);
        let after = std::fs::read_to_string(&file).unwrap();
        let differences = before.split(',').zip(after.split(','));
        differences.filter(|(before, after)| before != after).count()
    }

    #[test]
    fn a_question_without_an_answer_is_counted_and_no_other() {
        assert_eq!(changed(&["Where is the swimming pool?"], Flow::Continue), 3);
        assert_eq!(
            changed(
                &["What is two plus two?", "Set a timer for an hour"],
                Flow::Continue
            ),
            0
        );
        let ruled = ["Who will win the election?", "I have chest pain"];
        assert_eq!(changed(&ruled, Flow::Continue), 0, "the policy answers these");
        assert_eq!(
            changed(&["Where is the swimming"], Flow::Stop),
            0,
            "the person goes on speaking"
        );
    }

    #[test]
    fn a_visit_has_one_share_whatever_it_asks() {
        let questions = [
            "Where is the swimming pool?",
            "Where can I buy red stamps?",
            "Is there a sauna?",
        ];
        assert_eq!(changed(&questions, Flow::Continue), 4);
    }
}
