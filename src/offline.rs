//! What keeps everything on this machine: put in force before anything else happens, and asked of the kernel afterwards.
//!
//! Owns the layers and their order. Code without a network is the first of them (`deny.toml` and a test keep it so), an empty
//! network namespace the last (the service's unit gives it); between them each is enough against mistakes, and all together
//! are there for a process that somebody has taken over.

mod files;
mod privileges;
mod raw;
mod system_calls;
pub mod ways;

use std::fs;

pub use files::Reach;

/// The layer that only a service's unit can give.
pub const NAMESPACE: &str = "namespace";

/// What can be put in force by the process itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// System calls are refused.
    Seccomp,
    /// Files, TCP and abstract sockets are out of reach.
    Landlock,
    /// Nothing can be gained, looked at or inherited.
    Privileges,
}

impl Layer {
    /// All of them, in the order in which they are put in force.
    pub const ALL: [Self; 3] = [Self::Privileges, Self::Landlock, Self::Seccomp];

    /// Its name on the command line and in the interface.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seccomp => "seccomp",
            Self::Landlock => "landlock",
            Self::Privileges => "privileges",
        }
    }
}

/// The version of Landlock that this kernel has; from 9 on, other programs' socket files are out of reach too.
pub fn landlock_version() -> i32 {
    raw::landlock_version()
}

/// Puts layers in force, for good. No other thread may have been started. Returns the layers that this kernel refused, each
/// with its reason; the others hold.
pub fn enforce(reach: &Reach, wanted: &[Layer]) -> Vec<(Layer, String)> {
    let mut missing = Vec::new();
    for layer in Layer::ALL.into_iter().filter(|layer| wanted.contains(layer)) {
        let result = match layer {
            Layer::Privileges => {
                privileges::close_inherited();
                privileges::drop_all()
            }
            Layer::Landlock => files::restrict(reach),
            Layer::Seccomp => system_calls::restrict(),
        };
        missing.extend(result.err().map(|reason| (layer, reason)));
    }
    missing
}

/// The layers by name, and whether each holds for this process now.
pub fn layers() -> Vec<(&'static str, bool)> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let devices = fs::read_to_string("/proc/self/net/dev").ok();
    vec![
        // tests/architecture.rs and deny.toml keep it so.
        ("code", true),
        (Layer::Seccomp.name(), field(&status, "Seccomp:") == Some("2")),
        // The kernel does not tell of Landlock, but everybody else may list the root.
        (Layer::Landlock.name(), fs::read_dir("/").is_err()),
        (
            Layer::Privileges.name(),
            field(&status, "NoNewPrivs:") == Some("1"),
        ),
        (
            NAMESPACE,
            devices.is_some_and(|devices| has_no_interface(&devices)),
        ),
    ]
}

fn field<'a>(status: &'a str, name: &str) -> Option<&'a str> {
    status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .map(str::trim)
}

/// `proc_net_dev(5)`: two lines of headings, then an interface a line. The loopback leads nowhere.
fn has_no_interface(devices: &str) -> bool {
    devices
        .lines()
        .skip(2)
        .filter_map(|line| line.split_once(':'))
        .all(|(name, _)| name.trim() == "lo")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_is_read_as_it_writes() {
        let status = "Name:\tmynah\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\n";
        assert_eq!(
            (field(status, "Seccomp:"), field(status, "NoNewPrivs:")),
            (Some("2"), Some("1"))
        );
        let head = "Inter-|   Receive\n face |bytes\n";
        assert!(has_no_interface(&format!("{head}    lo: 0 0\n")));
        assert!(!has_no_interface(&format!("{head}    lo: 0 0\n  eth0: 1 2\n")));
        assert!(has_no_interface(head));
    }
}
