//! The few programs that may be started, and how each is held.
//!
//! Owns the list's entries: a name by which this program asks, one file that only root can change, what it may be asked, and what
//! it may reach. Who starts them is the broker.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags, open};
use serde::{Deserialize, Serialize};

use super::Files;

/// What a program may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// Turn words into sound, by its standard descriptors; no socket, no file beside its own data, no program.
    Words,
    /// Ask the sound server; no file, no program.
    Sound,
    /// Serve voices: start programs of its own, and go on when this one has ended.
    Service,
    /// Answer as a tool that the configuration names: no socket but a pair of its own, no file beside those that are named, no
    /// program.
    Tool,
}

/// Who may own a program, beside root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgramOwner {
    /// Nobody.
    Root,
    /// The user whose process this is. What this process may write is still refused.
    User,
}

/// The arguments with which a program may be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowedArguments {
    /// Any.
    Any,
    /// One of these lists.
    Listed(Vec<Vec<String>>),
    /// As many as these; what stands in braces may be anything.
    Filled(Vec<String>),
}

/// A program of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// By which it is asked for.
    pub name: PathBuf,
    /// Where it is.
    pub file: PathBuf,
    /// What it may do.
    pub rights: Rights,
    /// What it is told of its own name; `None` is its file.
    pub called: Option<String>,
    /// Arguments that it always gets, before the others: an interpreter's script.
    pub before: Vec<String>,
    /// The arguments with which it may be started.
    pub arguments: AllowedArguments,
    /// Who may own it.
    pub owner: ProgramOwner,
    /// What else nobody else may be able to change: an interpreter's script.
    pub trusted: Vec<PathBuf>,
    /// What the process that asks must not be able to write: what a tool reads.
    pub apart: Vec<PathBuf>,
    /// What it reaches.
    pub files: Files,
}

/// Why a program is not started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StartError {
    /// It is not on the list.
    #[error("it is not there, or none of the programs that may be started")]
    Unlisted,
    /// Somebody else than root could have changed it.
    #[error("others could have changed {}", .0.display())]
    Untrusted(PathBuf),
    /// The process that asks could have changed it.
    #[error("{} lies where mynah may write", .0.display())]
    Writable(PathBuf),
    /// The system refused.
    #[error("{0}")]
    Refused(String),
}

impl From<std::io::Error> for StartError {
    fn from(error: std::io::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<rustix::io::Errno> for StartError {
    fn from(error: rustix::io::Errno) -> Self {
        std::io::Error::from(error).into()
    }
}

impl Program {
    /// Looks for a program as a shell would, or takes the path; `None` where there is none.
    pub fn find(name: &Path, rights: Rights) -> Option<Self> {
        let file = if name.components().count() > 1 {
            name.to_owned()
        } else {
            let search = std::env::var_os("PATH")?;
            let mut places = std::env::split_paths(&search).map(|folder| folder.join(name));
            places.find(|path| path.is_file())?
        };
        Some(Self {
            name: name.to_owned(),
            file: file.canonicalize().ok()?,
            rights,
            called: None,
            before: Vec::new(),
            arguments: AllowedArguments::Any,
            owner: ProgramOwner::Root,
            trusted: Vec::new(),
            apart: Vec::new(),
            files: Files::default(),
        })
    }

    /// Whether it may be asked this.
    pub(super) fn allows(&self, arguments: &[String]) -> bool {
        match &self.arguments {
            AllowedArguments::Any => true,
            AllowedArguments::Listed(allowed) => allowed.iter().any(|one| one == arguments),
            AllowedArguments::Filled(templates) => {
                templates.len() == arguments.len()
                    && templates
                        .iter()
                        .zip(arguments)
                        .all(|(template, argument)| fits(template, argument))
            }
        }
    }

    /// The open file, looked at: what is started is what was looked at. `writable` is what the process that asks may write.
    pub(super) fn open(&self, writable: &[PathBuf]) -> Result<std::os::fd::OwnedFd, StartError> {
        for file in std::iter::once(&self.file).chain(&self.trusted) {
            self.look_at(file)?;
            if self.owner == ProgramOwner::User {
                not_within(file, writable)?;
            }
        }
        for file in &self.apart {
            not_within(file, writable)?;
            not_around(file, writable)?;
            if self.owner == ProgramOwner::Root && file.exists() {
                self.look_at(file)?;
            }
        }
        let file = open(&self.file, OFlags::PATH | OFlags::CLOEXEC, Mode::empty())?;
        let status = rustix::fs::fstat(&file)?;
        if !self.may_be_owned_by(status.st_uid) || status.st_mode & 0o022 != 0 {
            return Err(StartError::Untrusted(self.file.clone()));
        }
        Ok(file)
    }

    /// Refuses a file that others could change, or put another one in its place.
    fn look_at(&self, file: &Path) -> Result<(), StartError> {
        for path in file.ancestors() {
            let metadata = std::fs::metadata(path)?;
            // A sticky folder such as /tmp is no place for programs either.
            if !self.may_be_owned_by(metadata.uid()) || metadata.mode() & 0o022 != 0 {
                return Err(StartError::Untrusted(path.to_owned()));
            }
        }
        Ok(())
    }

    fn may_be_owned_by(&self, owner: u32) -> bool {
        is_roots(owner) || self.owner == ProgramOwner::User && owner == rustix::process::getuid().as_raw()
    }

    /// Why this program would not be started now, by a process that may write `writable`; `Ok` where it would.
    ///
    /// # Errors
    /// What is wrong with its file or its script.
    pub fn check(&self, writable: &[PathBuf]) -> Result<(), StartError> {
        self.open(writable).map(drop)
    }
}

/// Refuses a file below what a process may write: it could put another one in its place.
fn not_within(file: &Path, writable: &[PathBuf]) -> Result<(), StartError> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let place = real(file);
    let is_within = |folder: &PathBuf| place.starts_with(real(folder));
    match writable.iter().find(|folder| is_within(folder)) {
        Some(_) => Err(StartError::Writable(file.to_owned())),
        None => Ok(()),
    }
}

/// Refuses a folder in which a process may write somewhere: what it holds would be whatever that process likes.
fn not_around(folder: &Path, writable: &[PathBuf]) -> Result<(), StartError> {
    let place = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let holds = |own: &PathBuf| own.canonicalize().is_ok_and(|own| own.starts_with(&place));
    if writable.iter().any(holds) {
        Err(StartError::Writable(folder.to_owned()))
    } else {
        Ok(())
    }
}

/// Whether an argument is this template with something in place of each part in braces.
fn fits(template: &str, argument: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else {
        return template == argument;
    };
    let (_, behind) = rest.split_once('}').unwrap_or((rest, ""));
    let Some(left) = argument.strip_prefix(before) else {
        return false;
    };
    let starts = left.char_indices().map(|(at, _)| at).chain([left.len()]);
    starts.into_iter().any(|at| fits(behind, &left[at..]))
}

/// Whose a file is that root owns; in a namespace without root it seems to be nobody's.
fn is_roots(owner: u32) -> bool {
    const NOBODY: u32 = 65_534;
    owner == 0 || (owner == NOBODY && rustix::process::getuid().as_raw() != NOBODY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_others_could_have_changed_is_not_started() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("espeak-ng");
        std::fs::copy("/bin/true", &path).unwrap();
        let own = Program::find(&path, Rights::Words).unwrap();
        assert!(matches!(own.open(&[]), Err(StartError::Untrusted(_))));
        let real = Program::find(Path::new("sh"), Rights::Words).unwrap();
        assert!(real.open(&[]).is_ok());
        assert_eq!(Program::find(Path::new("no-such-program"), Rights::Words), None);
    }

    #[test]
    fn arguments_are_those_of_the_template_with_anything_in_its_braces() {
        for (template, argument, expected) in [
            ("--stop", "--stop", true),
            ("--stop", "--stops", false),
            ("{stop}", "", true),
            ("{stop}", "market", true),
            ("--at={stop},{line}", "--at=market,4", true),
            ("--at={stop},{line}", "--at=market", false),
            ("--at={stop}", "-rf", false),
            ("{stop}.txt", "вокзал.txt", true),
            ("{stop}.txt", "вокзал", false),
        ] {
            assert_eq!(fits(template, argument), expected, "{template} {argument}");
        }
    }
}
