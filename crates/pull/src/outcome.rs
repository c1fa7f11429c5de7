//! What a run says at its end: a line for each file, or one JSON object, and the exit code.
//!
//! Owns these words. The shape of the object changes only with an entry in the changelog.

use serde_json::{Value, json};

use crate::error::{PullError, megabytes};
use crate::report::{answer, complain};
use crate::transfer::{Checked, Ended, Fetched};

/// Tells people what became of each file; returns the exit code of the first failure.
pub fn tell(ended: &[Ended]) -> u8 {
    for (job, result) in ended {
        match result {
            Ok(fetched) => answer(&format!(
                "{} ({}; {})",
                job.target.display(),
                megabytes(fetched.size),
                checked(fetched)
            )),
            Err(error) => complain(&error.to_string()),
        }
    }
    code(ended)
}

/// Prints one JSON object; returns the exit code of the first failure.
pub fn tell_as_json(ended: &[Ended]) -> u8 {
    let files: Vec<Value> = ended
        .iter()
        .map(|(job, result)| {
            let mut file = json!({ "model": job.id, "path": job.target });
            let more = match result {
                Ok(fetched) => json!({
                    "bytes": fetched.size,
                    "sha256": fetched.sha256,
                    "checked_with": word(fetched.checked),
                    "was_there": fetched.continued.is_none(),
                    "continued_at": fetched.continued,
                }),
                Err(error) => failure(error),
            };
            if let (Some(file), Value::Object(more)) = (file.as_object_mut(), more) {
                file.extend(more);
            }
            file
        })
        .collect();
    answer(&json!({ "files": files }).to_string());
    code(ended)
}

/// A failure of the whole run, as an object.
pub fn failure(error: &PullError) -> Value {
    json!({ "error": error.to_string(), "code": error.exit_code() })
}

fn code(ended: &[Ended]) -> u8 {
    ended
        .iter()
        .find_map(|(_, result)| result.as_ref().err())
        .map_or(0, PullError::exit_code)
}

fn word(checked: Checked) -> &'static str {
    match checked {
        Checked::Catalogue => "catalogue",
        Checked::Server => "server",
        Checked::Not => "nothing",
    }
}

/// What the comparison is worth, in words.
fn checked(fetched: &Fetched) -> &'static str {
    match (fetched.checked, fetched.continued.is_some()) {
        (Checked::Catalogue, true) => "its SHA-256 is that of the catalogue",
        (Checked::Catalogue, false) => "was there already; its SHA-256 is that of the catalogue",
        (Checked::Server, _) => {
            "its SHA-256 is the one that the server names, which finds damage but does not protect against the server"
        }
        (Checked::Not, true) => "not compared: neither the catalogue nor the server names a SHA-256",
        (Checked::Not, false) => {
            "was there already; not compared, because the catalogue has no SHA-256 of it"
        }
    }
}
