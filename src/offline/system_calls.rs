//! System calls that a process and its children may no longer make.
//!
//! Owns which rules hold for which part of the program ([`Part`]); the lists are in `refused`, what is decided by arguments in
//! `arguments`. What is refused returns an error, so that a library falls back; a call by the 32-bit table ends the process.

mod arguments;
mod refused;

use std::collections::BTreeMap;

use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, SeccompRule, apply_filter_all_threads};

/// Who is restricted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What parses models, documents and speech: no other program, no other process, nobody's files.
    Program {
        /// It changes the settings of its terminal's line itself, because there is no screen process.
        sets_line: bool,
        /// The broker is asked about each connection, so that some may be made.
        connects: bool,
    },
    /// The sound process: the same, but it waits for nobody, and talks to sound cards.
    Sound,
    /// The screen process: connects to nothing, and tells a pseudo-terminal its size.
    Screen,
    /// A program that was started for words or for a list: no other process, and no socket but perhaps the sound server's.
    Helper {
        /// It may reach the sound server.
        connects: bool,
    },
    /// A program that was started as a tool: as those, but it may have a pair of sockets of its own, which asyncio wakes itself by.
    Tool,
    /// What starts programs that start no others: the broker, but where one of them is a service.
    Broker,
    /// What starts others that do so themselves: a kiosk's supervisor, a service of the platform and who starts it.
    Starter,
}

impl Part {
    /// The requests to descriptors that it may make; `None` for all but those that are refused to everybody.
    fn requests(self) -> Option<Vec<u64>> {
        let more: &[u64] = match self {
            Self::Program { sets_line: true, .. } => refused::LINE_SETTINGS,
            Self::Screen => &[refused::LINE_SETTINGS, &[refused::TIOCSWINSZ]].concat(),
            Self::Program { .. } | Self::Helper { .. } | Self::Tool => &[],
            Self::Sound | Self::Broker | Self::Starter => return None,
        };
        Some([refused::REQUESTS, more].concat())
    }
}

/// Puts the filters in force, for all threads and for good.
pub(super) fn restrict(part: Part) -> Result<(), String> {
    let mut all: Vec<BpfProgram> = Vec::new();
    #[cfg(target_arch = "x86_64")]
    all.push(other_tables());
    all.push(filter(arguments::domains()?, libc::EAFNOSUPPORT)?);
    all.push(filter(everywhere(refused::ABSENT), libc::ENOSYS)?);
    let mut rules = of_everybody(part)?;
    rules.extend(of_processes(part)?);
    rules.extend(own(part));
    all.push(filter(rules, libc::EPERM)?);
    for filter in all {
        apply_filter_all_threads(&filter).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// What nobody may do; but for who starts programs that do as they like, also what reaches others by files and descriptors.
fn of_everybody(part: Part) -> Result<Rules, String> {
    let mut rules = everywhere(refused::NEVER);
    let requests = part.requests();
    rules.insert(libc::SYS_ioctl, arguments::requests(requests.as_deref())?);
    rules.extend(arguments::core_dumps()?);
    rules.insert(libc::SYS_setsockopt, arguments::socket_filters()?);
    if part != Part::Starter {
        rules.extend(everywhere(refused::OF_OTHERS));
        rules.extend(arguments::kinds_of_sockets()?);
        rules.extend(arguments::truncations()?);
        rules.insert(libc::SYS_fcntl, arguments::notices()?);
        rules.insert(libc::SYS_prctl, arguments::traits()?);
        rules.extend(arguments::priorities()?);
        rules.insert(libc::SYS_prlimit64, arguments::limits()?);
    }
    Ok(rules)
}

/// Which processes it may start and reach.
fn of_processes(part: Part) -> Result<Rules, String> {
    match part {
        Part::Starter => Ok(BTreeMap::from([(libc::SYS_clone, arguments::namespaces()?)])),
        // It starts others by `clone` and `execveat` alone.
        Part::Broker => {
            let mut rules = everywhere(refused::DESCENT);
            rules.insert(libc::SYS_clone, arguments::namespaces()?);
            Ok(rules)
        }
        Part::Program { .. } | Part::Sound | Part::Screen | Part::Helper { .. } | Part::Tool => {
            let mut rules = arguments::descent()?;
            rules.extend(arguments::others()?);
            Ok(rules)
        }
    }
}

/// Programs, sockets, shared memory and more filters, as far as a part has no use for them.
fn own(part: Part) -> Rules {
    let lists: &[&[i64]] = match part {
        // `connect` and `bind` are asked about by another filter.
        Part::Program { connects: true, .. } => {
            &[refused::PROGRAMS, refused::SHARED_MEMORY, refused::FILTERS]
        }
        Part::Program { connects: false, .. } => &[
            refused::PROGRAMS,
            refused::SHARED_MEMORY,
            &[libc::SYS_connect, libc::SYS_bind],
            refused::FILTERS,
        ],
        Part::Sound => &[
            refused::PROGRAMS,
            refused::WAITING_FOR_OTHERS,
            &[libc::SYS_bind],
            refused::FILTERS,
        ],
        Part::Screen => &[
            refused::PROGRAMS,
            refused::SHARED_MEMORY,
            refused::SOCKETS,
            refused::FILTERS,
        ],
        // `execveat` is asked about, once.
        Part::Helper { connects: true } => &[
            &[libc::SYS_execve, libc::SYS_bind],
            refused::SHARED_MEMORY,
            refused::WAITING_FOR_OTHERS,
            refused::FILTERS,
        ],
        Part::Helper { connects: false } => &[
            &[libc::SYS_execve],
            refused::SHARED_MEMORY,
            refused::SOCKETS,
            refused::FILTERS,
        ],
        Part::Tool => &[
            &[libc::SYS_execve],
            &[libc::SYS_socket, libc::SYS_connect, libc::SYS_bind],
            refused::SHARED_MEMORY,
            refused::WAITING_FOR_OTHERS,
            refused::FILTERS,
        ],
        Part::Broker => &[
            &[libc::SYS_execve],
            refused::SHARED_MEMORY,
            refused::WAITING_FOR_OTHERS,
        ],
        Part::Starter => &[],
    };
    everywhere(&lists.concat())
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

fn filter(rules: Rules, error: i32) -> Result<BpfProgram, String> {
    let architecture = std::env::consts::ARCH
        .try_into()
        .map_err(|_| "this processor is unknown")?;
    let refused = SeccompAction::Errno(error.unsigned_abs());
    SeccompFilter::new(rules, SeccompAction::Allow, refused, architecture)
        .and_then(BpfProgram::try_from)
        .map_err(|error| error.to_string())
}

fn everywhere(calls: &[i64]) -> Rules {
    calls.iter().map(|call| (*call, Vec::new())).collect()
}

/// Calls by the x32 table have their own numbers on the same architecture: all from a bit on are refused.
#[cfg(target_arch = "x86_64")]
fn other_tables() -> BpfProgram {
    /// `linux/bpf_common.h`: jump if at least.
    const AT_LEAST: u16 = 0x35;
    const X32: u32 = 0x4000_0000;
    let absent = libc::SECCOMP_RET_ERRNO | libc::ENOSYS.unsigned_abs();
    super::raw::notices::by_number(AT_LEAST, X32, absent)
}
