//! The questions in a question: "When do you open and where can I park?"
//!
//! Owns where one ends and the next begins; each is then read and answered by itself.

use super::Answerer;
use crate::frames::Frame;
use crate::question::Question;
use crate::reckon;

impl Answerer {
    /// The questions in a question: "When do you open and where can I park?"
    pub(super) fn parts(&self, question: &Question) -> Vec<Question> {
        const JOINTS: [&str; 6] = ["and", "и", "а", "also", "plus", "but"];
        let whole = || vec![question.clone()];
        let frames = self.questions.frames(question.language);
        let splits = |at: usize| -> bool {
            let rest = &question.tokens[at..];
            [
                Frame::Price,
                Frame::Open,
                Frame::Close,
                Frame::LastEntry,
                Frame::When,
                Frame::Where,
                Frame::Who,
                Frame::Duration,
                Frame::Count,
                Frame::How,
                Frame::Which,
                Frame::What,
                Frame::YesNo,
                Frame::Frequency,
                Frame::Distance,
                Frame::Age,
                Frame::Notice,
            ]
            .iter()
            .any(|frame| frames.at_start(*frame, rest).is_some())
                || rest
                    .first()
                    .is_some_and(|token| crate::question::is_auxiliary(&token.word))
        };
        for (at, token) in question.tokens.iter().enumerate().skip(question.begins + 2) {
            if question.tokens.len() - at < 3 {
                break;
            }
            let before = &question.text[..token.range.start];
            let comma = before.trim_end().ends_with([',', '，', ';', '；', '?', '？']);
            let (end, start) = if JOINTS.contains(&token.word.as_str()) {
                (token.range.start, at + 1)
            } else if comma {
                (token.range.start, at)
            } else {
                continue;
            };
            // "Дороже, чем на механике": a comma stands before every "than".
            if token.word == "чем" || !splits(start) {
                continue;
            }
            let first = &question.text[..end];
            let second = &question.text[question.tokens[start].range.start..];
            let read = |text: &str| self.questions.read(text, question.language, &self.lexicon);
            let (first, second) = (read(first), read(second));
            if reckon::only_asks_how_much_less(&second) {
                // "Is it cheaper as a couple than two adults, and how much do we save?"
                return whole();
            }
            if first.terms.is_empty() && first.values.is_empty() {
                continue;
            }
            if first.asked.is_empty() && !first.yes_no {
                // "My van is 2 metres high, will it fit?": what is said first is no question.
                let mut whole = question.clone();
                for term in whole.terms.iter_mut().filter(|term| term.at < start) {
                    term.carried = true;
                }
                whole.yes_no |= second.yes_no;
                whole.asked.clone_from(&second.asked);
                return vec![whole];
            }
            let mut parts = vec![first];
            parts.extend(self.parts(&second));
            return parts;
        }
        whole()
    }
}
