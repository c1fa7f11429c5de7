//! How often the right line comes first, with an adapter or without.
//!
//! Owns the figures and their two forms: a line for people, an object for programs.

use std::path::Path;

use mynah_encoder::Adapter;

use crate::compare::compare;
use crate::lessons::Lessons;

/// What an adapter achieves.
pub struct Measured {
    losses: Vec<f32>,
    first: Vec<bool>,
}

impl Measured {
    /// Measures an adapter; the encoder alone where there is none.
    pub fn new(lessons: &Lessons, adapter: Option<&Adapter>) -> Self {
        let compared = lessons.all.iter().map(|lesson| {
            let mut question = lesson.question.clone();
            if let Some(adapter) = adapter {
                adapter.apply(&mut question);
            }
            let compared = compare(&question, lesson, lessons);
            (compared.loss, compared.is_first)
        });
        let (losses, first) = compared.unzip();
        Self { losses, first }
    }

    fn right(&self) -> usize {
        self.first.iter().filter(|is_first| **is_first).count()
    }

    /// For people.
    pub fn line(&self, file: Option<&Path>) -> String {
        let (right, all) = (self.right(), self.first.len());
        let share = 100.0 * right as f32 / all.max(1) as f32;
        let loss = self.losses.iter().sum::<f32>() / all.max(1) as f32;
        let name = file.map_or("without an adapter".to_owned(), |file| file.display().to_string());
        let name = mynah_files::brief(&name, 200);
        format!("{share:.1} % right ({right} of {all}), loss {loss:.3}: {name}")
    }

    /// For programs: whether the right line came first, and the loss, in the order of the corrections.
    pub fn json(&self, file: Option<&Path>) -> String {
        let file = file.map(|file| file.display().to_string());
        serde_json::json!({"adapter": file, "first": self.first, "losses": self.losses}).to_string()
    }
}
