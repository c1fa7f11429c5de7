//! What a check of the installation found: `doctor` and `health` tell it.

use super::OutputError;

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Severity {
    Good,
    /// Works, but less well than it could.
    Fair,
    /// Something does not work.
    Bad,
}

impl Severity {
    /// Its name, for programs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Bad => "bad",
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub severity: Severity,
    pub what: &'static str,
    pub found: String,
    pub remedy: Option<String>,
}

impl Finding {
    pub(crate) fn good(what: &'static str, found: String) -> Self {
        Self {
            severity: Severity::Good,
            what,
            found,
            remedy: None,
        }
    }

    pub(crate) fn fair(what: &'static str, found: String, remedy: String) -> Self {
        Self {
            severity: Severity::Fair,
            what,
            found,
            remedy: Some(remedy),
        }
    }

    pub(crate) fn bad(what: &'static str, problem: &str) -> Self {
        Self {
            severity: Severity::Bad,
            what,
            found: problem.to_owned(),
            remedy: None,
        }
    }

    /// Prints it for people.
    pub(crate) fn print(&self) -> Result<(), OutputError> {
        let mark = match self.severity {
            Severity::Good => "ok  ",
            Severity::Fair => "note",
            Severity::Bad => "BAD ",
        };
        super::answer(&format!("{mark}  {:15} {}", self.what, self.found))?;
        match &self.remedy {
            Some(remedy) => super::answer(&format!("{:23}{remedy}", "-> ")),
            None => Ok(()),
        }
    }
}
