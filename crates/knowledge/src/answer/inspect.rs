//! How a question is read and what it finds, for training and for whoever wants to know why.
//!
//! Owns no answer: it shows what `answer` decides on.

use jiff::civil::DateTime;

use super::{Answerer, Context, Depth};
use crate::language::Language;
use crate::reader::{Asked, Features};
use crate::reckon;
use crate::say::{self, Extent};
use crate::unit::UnitId;

/// As many units are measured for training.
const MEASURED: usize = 16;

impl Answerer {
    /// The units that come nearest with their features and what would be said of each: what the reader is trained on.
    pub fn measure(
        &self,
        text: &str,
        language: Option<Language>,
        context: &Context,
        now: DateTime,
    ) -> Vec<(UnitId, Features, String)> {
        let question = self.asked(text, language);
        let reading = self.chosen(question, context, now);
        reading
            .candidates
            .iter()
            .take(MEASURED)
            .map(|candidate| {
                (
                    self.index.units[candidate.unit].id,
                    candidate.features,
                    say::ended(&say::statement(
                        &self.index,
                        &reading.question,
                        candidate,
                        Extent::Line,
                    )),
                )
            })
            .collect()
    }

    /// How a question is read and which units come nearest, for whoever wants to know why.
    pub fn explain(
        &self,
        text: &str,
        language: Option<Language>,
        context: &Context,
        now: DateTime,
    ) -> String {
        use std::fmt::Write as _;
        let mut out = String::new();
        for part in self.parts(&self.asked(text, language)) {
            if let Some(plan) = reckon::plan(&part) {
                let _ = writeln!(out, "{plan:?}");
            }
            let mut readings = vec![self.reading(part.clone(), &[], now, &Asked::default(), Depth::Read)];
            if let Some(before) = &context.question {
                let carried = self.carried(&part, before, context);
                readings.push(self.reading(carried, &context.near(), now, &context.when, Depth::Read));
            }
            for reading in readings {
                let question = &reading.question;
                let terms: Vec<String> = question
                    .terms
                    .iter()
                    .map(|term| {
                        format!(
                            "{}{}:{:?}",
                            if term.carried { "~" } else { "" },
                            term.stem,
                            term.importance
                        )
                    })
                    .collect();
                let _ = writeln!(
                    out,
                    "asked {:?} yes_no {} follow {} pronoun {} terms {terms:?} missing {:?}",
                    question.asked,
                    question.yes_no,
                    question.follow,
                    question.pronoun,
                    reading.missing()
                );
                for candidate in reading.candidates.iter().take(5) {
                    let _ = writeln!(
                        out,
                        "  {:.2} p {:.2} cov {:.2} {:?} {}",
                        candidate.score,
                        candidate.confidence,
                        candidate.coverage,
                        candidate.fit,
                        say::statement(&self.index, question, candidate, Extent::Asked)
                            .chars()
                            .take(110)
                            .collect::<String>()
                    );
                }
            }
        }
        out
    }
}
