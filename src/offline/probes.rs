//! Ways out of a machine, to be tried: what `mynah prove-offline` does.
//!
//! Owns the list, in groups, and which layers claim each of them. What there is to be reached is in `world`: stand-ins, so that
//! nothing is ever sent, asked or changed. Each way is tried in a process of its own.

mod files;
mod kernel;
mod network;
mod processes;
mod programs;
mod sockets;
mod sound;
mod terminal;
mod world;

use std::ffi::CStr;
use std::io;

pub use world::{Targets, World, isolate, settle};

use super::Layer;

/// What a program says that could be started.
pub(super) const SHELL_SAYS_OPEN: &CStr = c"echo open; exit 42";

/// A way out.
#[derive(Clone, Copy)]
pub struct Probe {
    /// By which it is called.
    pub name: &'static str,
    /// What it leads to.
    pub group: &'static str,
    claims: Claims,
    attempt: fn(&Targets) -> io::Result<()>,
}

/// The layers of which each alone closes a way.
#[derive(Clone, Copy)]
struct Claims {
    /// All but Landlock.
    layers: &'static [Layer],
    /// From this version on.
    landlock: Option<i32>,
    /// The parts that are there to do this, and may.
    granted: &'static [GrantedPart],
}

/// A part of the program that does for the others what they may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantedPart {
    /// It has the sound server and the sound cards.
    Sound,
    /// It connects, and starts programs.
    Broker,
}

const NOBODY: Claims = Claims {
    layers: &[],
    landlock: None,
    granted: &[],
};
const SECCOMP: Claims = Claims {
    layers: &[Layer::Seccomp],
    ..NOBODY
};
const PRIVILEGES: Claims = Claims {
    layers: &[Layer::Privileges],
    ..NOBODY
};
const BROKER: Claims = Claims {
    layers: &[Layer::Broker],
    ..NOBODY
};
const TERMINAL: Claims = Claims {
    layers: &[Layer::Terminal],
    ..NOBODY
};

impl Claims {
    /// The files of others, from this version of Landlock on.
    const fn landlock(self, version: i32) -> Self {
        Self {
            landlock: Some(version),
            ..self
        }
    }

    /// For all parts but these.
    const fn but_for(self, granted: &'static [GrantedPart]) -> Self {
        Self { granted, ..self }
    }
}

impl Probe {
    /// Tries it; an error is the kernel's refusal.
    pub fn attempt(&self, targets: &Targets) -> io::Result<()> {
        (self.attempt)(targets)
    }

    /// Whether this part may.
    pub fn is_granted_to(&self, part: GrantedPart) -> bool {
        self.claims.granted.contains(&part)
    }

    /// The layers of which each alone closes it, with this kernel.
    pub fn claimed(&self) -> Vec<Layer> {
        let landlock = self
            .claims
            .landlock
            .is_some_and(|version| version <= super::landlock_version());
        let landlock = landlock.then_some(Layer::Landlock);
        self.claims.layers.iter().copied().chain(landlock).collect()
    }
}

/// Ways of one group: a name, who claims it, how it is tried.
macro_rules! probes {
    ($group:literal; $($name:literal, $claims:expr, $attempt:expr;)+) => {
        &[$(super::Probe { name: $name, group: $group, claims: $claims, attempt: $attempt }),+]
    };
}
use probes;

/// All of them, group by group.
pub fn all() -> Vec<&'static Probe> {
    [
        network::PROBES,
        sockets::PROBES,
        sound::PROBES,
        programs::PROBES,
        files::PROBES,
        terminal::PROBES,
        processes::PROBES,
        kernel::PROBES,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What was refused by a rule of ours; any other error shows that the kernel was asked.
fn unless_refused(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.raw_os_error() == Some(libc::EPERM) => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_has_a_name_of_its_own_and_somebody_who_claims_it() {
        let mut names: Vec<_> = all().iter().map(|way| way.name).collect();
        assert!(names.len() >= 70, "{}", names.len());
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        assert_eq!(names.len(), before);
        for way in all() {
            let claims = way.claims;
            assert!(
                claims.landlock.is_some() || !way.claimed().is_empty(),
                "{}",
                way.name
            );
        }
    }
}
