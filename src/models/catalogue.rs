//! The catalogue of public models, as this program sees it.
//!
//! Owns which of its tasks are kinds of models here; the list itself is `mynah_catalog`'s, which `mynah-pull` shares.

pub use mynah_catalog::{Entry, Task, entries, find, folders};

use super::Kind;

impl Kind {
    /// The task of such models in the catalogue.
    pub fn task(self) -> Task {
        match self {
            Self::Speech => Task::Speech,
            Self::Language => Task::Language,
            Self::VoiceActivity => Task::VoiceActivity,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::validate::ARCHITECTURES;
    use super::*;

    #[test]
    fn files_of_the_catalogue_are_recognised_by_their_names() {
        for kind in [Kind::Speech, Kind::Language, Kind::VoiceActivity] {
            let of_kind = entries().iter().filter(|entry| entry.task == kind.task());
            assert!(
                of_kind
                    .clone()
                    .all(|entry| Kind::of(Path::new(entry.file())) == Some(kind))
            );
            assert_eq!(of_kind.filter(|entry| entry.recommended).count(), 1);
        }
    }

    #[test]
    fn every_language_model_of_the_catalogue_is_of_a_known_family() {
        let families = [("smollm", "llama"), ("tinyllama", "llama"), ("qwen2.5", "qwen2")];
        for entry in entries().iter().filter(|entry| entry.task == Task::Language) {
            let family = families
                .iter()
                .find(|(prefix, _)| entry.id.starts_with(prefix))
                .map_or(entry.id.split(['-', '.']).next().unwrap_or_default(), |found| {
                    found.1
                });
            let family = family
                .strip_suffix("3")
                .filter(|&name| name == "llama")
                .unwrap_or(family);
            assert!(ARCHITECTURES.contains(&family), "{}: {family}", entry.id);
        }
    }
}
