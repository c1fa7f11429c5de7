//! The catalogue of recommended public models, from `models/catalog.toml`.
//!
//! Owns that list, which is built into the program. Downloads nothing and promises no checksums.

use std::sync::OnceLock;

use serde::Deserialize;

use super::Kind;

/// The list as it lies in the source tree.
const CATALOGUE: &str = include_str!("../../models/catalog.toml");

/// A public model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its name, for people.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// The name of its file as published.
    pub file: String,
    /// Approximate size in bytes.
    pub size: u64,
    /// Its languages.
    pub languages: String,
    /// The licence of the weights.
    pub licence: String,
    /// When to choose it.
    pub purpose: String,
    /// Where it is published.
    pub source: String,
    /// Whether it is recommended first.
    #[serde(default)]
    pub recommended: bool,
}

#[derive(Deserialize)]
struct Catalogue {
    model: Vec<Entry>,
}

/// The catalogue, speech first. A test checks the list, so it always parses.
pub fn entries() -> Vec<Entry> {
    static PARSED: OnceLock<Vec<Entry>> = OnceLock::new();
    PARSED
        .get_or_init(|| toml::from_str::<Catalogue>(CATALOGUE).map_or_else(|_| Vec::new(), |list| list.model))
        .clone()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_catalogue_is_complete() {
        let parsed: Catalogue = toml::from_str(CATALOGUE).unwrap();
        assert_eq!(parsed.model.len(), 10);
        assert_eq!(entries(), parsed.model);
    }

    #[test]
    fn every_kind_has_one_recommendation_and_fitting_file_names() {
        for kind in [Kind::Speech, Kind::Language, Kind::VoiceActivity] {
            let of_kind: Vec<Entry> = entries().into_iter().filter(|entry| entry.kind == kind).collect();
            assert_eq!(of_kind.iter().filter(|entry| entry.recommended).count(), 1);
            assert!(
                of_kind
                    .iter()
                    .all(|entry| Kind::of(Path::new(&entry.file)) == Some(kind))
            );
        }
    }
}
