//! Files that a process and its children may reach, and nothing else (Landlock).
//!
//! Owns the rules for the kernel: what may be read, written and run; no TCP; no abstract socket and no signal to anybody
//! outside. Older kernels know a part of it and do that. Which files these are is said by who starts the program.

use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset,
    RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope,
};

/// The newest rules that are asked for.
const NEWEST: ABI = ABI::V9;

/// What may be reached. Paths that are not there are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// Files and folders with all in them.
    pub read: Vec<PathBuf>,
    /// The same, to be written too.
    pub write: Vec<PathBuf>,
    /// Terminals, to be read and asked for their size.
    pub terminals: Vec<PathBuf>,
    /// Programs.
    pub run: Vec<PathBuf>,
    /// Folders in which files may be removed, and nothing else.
    pub remove: Vec<PathBuf>,
    /// Folders in which sockets may be made, and nothing else.
    pub make_sockets: Vec<PathBuf>,
    /// Sockets may be connected to where they are files: somebody else looks after that.
    pub sockets: bool,
}

impl Files {
    /// None.
    pub(super) const fn nothing() -> Self {
        Self {
            read: Vec::new(),
            write: Vec::new(),
            terminals: Vec::new(),
            run: Vec::new(),
            remove: Vec::new(),
            make_sockets: Vec::new(),
            sockets: false,
        }
    }

    /// All that these and the others reach.
    pub(super) fn extend(&mut self, others: &Self) {
        self.read.extend(others.read.iter().cloned());
        self.write.extend(others.write.iter().cloned());
        self.terminals.extend(others.terminals.iter().cloned());
        self.run.extend(others.run.iter().cloned());
        self.remove.extend(others.remove.iter().cloned());
        self.make_sockets.extend(others.make_sockets.iter().cloned());
        self.sockets |= others.sockets;
    }
}

/// Puts the rules in force, for this thread and all that it will start. No other thread may run yet.
pub(super) fn restrict(files: &Files) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| error.to_string();
    let mut all = AccessFs::from_all(NEWEST);
    if files.sockets {
        all.remove(AccessFs::ResolveUnix);
    }
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(all)
        .and_then(|rules| rules.handle_access(AccessNet::BindTcp | AccessNet::ConnectTcp))
        .and_then(|rules| rules.scope(Scope::AbstractUnixSocket | Scope::Signal))
        .and_then(Ruleset::create)
        .map_err(|error| told(&error))?;
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    // What a folder grants must not grant the sockets in it.
    let write = all & !AccessFs::Execute & !AccessFs::ResolveUnix;
    let run = AccessFs::ReadFile | AccessFs::Execute;
    let rules = [
        (&files.read, read),
        (&files.write, write),
        (&files.terminals, AccessFs::ReadFile | AccessFs::IoctlDev),
        (&files.run, run),
        (&files.remove, AccessFs::RemoveFile.into()),
        (&files.make_sockets, AccessFs::MakeSock.into()),
    ];
    for (paths, access) in rules {
        for path in paths {
            ruleset = allow(ruleset, path, access).map_err(|error| told(&error))?;
        }
    }
    let status = ruleset.restrict_self().map_err(|error| told(&error))?;
    match status.ruleset {
        RulesetStatus::NotEnforced => Err("this kernel has no Landlock".to_owned()),
        RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced => Ok(()),
    }
}

fn allow(
    ruleset: landlock::RulesetCreated,
    path: &Path,
    access: BitFlags<AccessFs>,
) -> Result<landlock::RulesetCreated, landlock::RulesetError> {
    let Ok(descriptor) = PathFd::new(path) else {
        return Ok(ruleset);
    };
    // A rule for a file must not name what only folders have.
    let access = if path.is_dir() {
        access
    } else {
        access & AccessFs::from_file(NEWEST)
    };
    if access.is_empty() {
        return Ok(ruleset);
    }
    ruleset.add_rule(PathBeneath::new(descriptor, access))
}
