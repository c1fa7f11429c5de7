//! What a model says of itself.
//!
//! Owns the check of an adapter, which needs no encoder: that may lie in another folder. All other models are checked by the caller.

use std::path::Path;

use mynah_encoder::Adapter;

use super::super::model_files::ModelFiles;
use super::Check;

/// Says in a line what a model at a path is.
///
/// # Errors
/// What is wrong with it, in a sentence.
pub(super) fn described(model_files: &ModelFiles, path: &Path, check: &Check<'_>) -> Result<String, String> {
    if !model_files.is_adapter() {
        return check(model_files.task, path);
    }
    let adapter = Adapter::read(path).map_err(|error| error.to_string())?;
    Ok(format!(
        "an adapter of the encoder {:016x}, from about {} corrections",
        adapter.encoder, adapter.corrections
    ))
}
