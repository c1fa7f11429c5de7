//! The encoder that searches documents by what they mean.
//!
//! Owns which encoder is used, and what is told of those that cannot be.

use std::path::Path;

use mynah_encoder::Files;

use crate::config::Settings;
use crate::engine::stages::Tell;
use crate::mind::Meaning;
use crate::models::Trust;

use super::{store, trust};

/// The encoder of the settings, which keeps no vectors; `None` where there is none.
pub(crate) fn encoder_for_measuring(settings: &Settings) -> Option<Meaning> {
    let named = settings.models.encoder.as_deref();
    let encoders = store(settings).encoders(named);
    meaning(&encoders, named, &trust(settings).ok()?, None, &mut |_| ())
}

/// The first encoder that can and may be used, `None` where there is none; it keeps its vectors in the folder `cache`. Those that
/// were set aside are told.
pub(super) fn meaning(
    encoders: &[Files],
    named: Option<&str>,
    trust: &Trust,
    cache: Option<&Path>,
    tell: Tell<'_>,
) -> Option<Meaning> {
    let mut problems = Vec::new();
    let folder = |files: &Files| files.config.parent().map(Path::to_owned).unwrap_or_default();
    if let Some(wanted) = named
        && !encoders
            .first()
            .is_some_and(|files| folder(files).ends_with(wanted))
    {
        problems.push(format!(
            "There is no encoder '{wanted}': correct models.encoder, or put {} into that folder.",
            Files::NAMES.join(", ")
        ));
    }
    for files in encoders {
        let loaded = super::opening::encoder(files, trust, |files| {
            Meaning::load(files, cache.map(Path::to_owned))
        });
        match loaded {
            Ok(meaning) => {
                for problem in problems {
                    tell(format!(
                        "{problem} Meanwhile the encoder in {} is used.",
                        folder(files).display()
                    ));
                }
                return Some(meaning);
            }
            Err(problem) => problems.push(format!("The encoder cannot be used: {problem}.")),
        }
    }
    for problem in problems {
        tell(format!(
            "{problem} Meanwhile documents are searched by their words only."
        ));
    }
    None
}
