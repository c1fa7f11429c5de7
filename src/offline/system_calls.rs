//! System calls that a process and its children may no longer make.
//!
//! Owns which rules hold for which part of the program ([`Part`]); the lists are in `refused`. What is refused returns an error, so
//! that a library falls back; a call by the 32-bit table ends the process.

mod refused;

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter_all_threads,
};

/// Who is restricted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What parses models, documents and speech, and the sound process: no other program, no other process, nobody's files.
    Program,
    /// The same without any socket, for what connects to nothing.
    Unconnected,
    /// A program that was started for words or for a list: no other process, and no socket but perhaps the sound server's.
    Helper {
        /// It may reach the sound server.
        connects: bool,
    },
    /// A program that was started as a tool: as those, but it may have a pair of sockets of its own, which asyncio wakes itself by.
    Tool,
    /// What starts others: the broker, a kiosk's supervisor, a service of the platform.
    Starter,
}

/// Puts the filters in force, for all threads and for good.
pub(super) fn restrict(part: Part) -> Result<(), String> {
    let mut all: Vec<BpfProgram> = Vec::new();
    #[cfg(target_arch = "x86_64")]
    all.push(other_tables());
    all.push(filter(domains()?, libc::EAFNOSUPPORT)?);
    all.push(filter(everywhere(refused::ABSENT), libc::ENOSYS)?);
    let mut rules = everywhere(refused::NEVER);
    rules.extend(terminals()?);
    if part == Part::Starter {
        rules.insert(libc::SYS_clone, namespaces()?);
    } else {
        rules.extend(everywhere(refused::OF_OTHERS));
        rules.extend(descent()?);
        rules.extend(others()?);
        rules.extend(kinds_of_sockets()?);
        rules.insert(libc::SYS_openat, truncations(2)?);
        #[cfg(target_arch = "x86_64")]
        rules.insert(libc::SYS_open, truncations(1)?);
    }
    match part {
        // `connect` is asked about by another filter, where there is a broker.
        Part::Program => rules.extend(everywhere(refused::PROGRAMS)),
        Part::Unconnected => {
            rules.extend(everywhere(refused::PROGRAMS));
            rules.extend(everywhere(refused::SOCKETS));
        }
        // `execveat` is asked about, once.
        Part::Helper { connects } => {
            rules.insert(libc::SYS_execve, Vec::new());
            rules.insert(libc::SYS_prctl, outliving()?);
            if !connects {
                rules.extend(everywhere(refused::SOCKETS));
            }
        }
        Part::Tool => {
            rules.insert(libc::SYS_execve, Vec::new());
            rules.insert(libc::SYS_prctl, outliving()?);
            rules.extend(everywhere(refused::OF_TOOLS));
            rules.extend(everywhere(refused::ADDRESSED_SOCKETS));
        }
        Part::Starter => {}
    }
    all.push(filter(rules, libc::EPERM)?);
    for filter in all {
        apply_filter_all_threads(&filter).map_err(|error| error.to_string())?;
    }
    Ok(())
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

/// Which argument of a call, compared how, with what; all that the kernel looks at lies in the low half.
type Wanted = (u8, SeccompCmpOp, u64);

/// A call with arguments of which all are so.
fn rule(wanted: &[Wanted]) -> Result<SeccompRule, String> {
    wanted
        .iter()
        .map(|(argument, how, value)| {
            SeccompCondition::new(*argument, SeccompCmpArgLen::Dword, how.clone(), *value)
        })
        .collect::<Result<Vec<_>, _>>()
        .and_then(SeccompRule::new)
        .map_err(|error| error.to_string())
}

/// Calls of which any one argument is so.
fn any(wanted: impl IntoIterator<Item = Wanted>) -> Result<Vec<SeccompRule>, String> {
    wanted.into_iter().map(|one| rule(&[one])).collect()
}

/// Every domain of sockets but that of the machine itself.
fn domains() -> Result<Rules, String> {
    let other = || any([(0, SeccompCmpOp::Ne, u64::from(libc::AF_UNIX.unsigned_abs()))]);
    Ok(BTreeMap::from([
        (libc::SYS_socket, other()?),
        (libc::SYS_socketpair, other()?),
    ]))
}

/// Datagrams go to an address with every message, which no filter can read; streams go where they were connected.
fn kinds_of_sockets() -> Result<Rules, String> {
    const KIND: u64 = 0xf;
    let other = || {
        let kinds = (0..=KIND).filter(|kind| {
            let connected = [libc::SOCK_STREAM, libc::SOCK_SEQPACKET];
            !connected.iter().any(|own| *kind == u64::from(own.unsigned_abs()))
        });
        any(kinds.map(|kind| (1, SeccompCmpOp::MaskedEq(KIND), kind)))
    };
    Ok(BTreeMap::from([
        (libc::SYS_socket, other()?),
        (libc::SYS_socketpair, other()?),
    ]))
}

/// Requests that write into a terminal's input, change what stands behind it or take the console's.
fn terminals() -> Result<Rules, String> {
    const GROUP: u64 = 0xff00;
    let requests = refused::OF_TERMINALS.iter().copied();
    let mut rules = any(requests.map(|request| (1, SeccompCmpOp::Eq, request)))?;
    let groups = refused::OF_CONSOLES.iter().copied();
    rules.extend(any(groups.map(|group| (1, SeccompCmpOp::MaskedEq(GROUP), group)))?);
    Ok(BTreeMap::from([(libc::SYS_ioctl, rules)]))
}

/// `clone` with any of the flags that make a namespace.
fn namespaces() -> Result<Vec<SeccompRule>, String> {
    let flags = [
        libc::CLONE_NEWNS,
        libc::CLONE_NEWCGROUP,
        libc::CLONE_NEWUTS,
        libc::CLONE_NEWIPC,
        libc::CLONE_NEWUSER,
        libc::CLONE_NEWPID,
        libc::CLONE_NEWNET,
    ];
    any(flags.map(|flag| {
        let flag = u64::from(flag.unsigned_abs());
        (0, SeccompCmpOp::MaskedEq(flag), flag)
    }))
}

/// Threads may be started, processes not: one of those could outlive the program.
fn descent() -> Result<Rules, String> {
    let thread = u64::from(libc::CLONE_THREAD.unsigned_abs());
    let mut clone = namespaces()?;
    clone.extend(any([(0, SeccompCmpOp::MaskedEq(thread), 0)])?);
    let mut rules = BTreeMap::from([(libc::SYS_clone, clone)]);
    rules.extend(everywhere(refused::DESCENT));
    Ok(rules)
}

/// Signals to, and limits of, other processes; signals that a descriptor would send for us.
fn others() -> Result<Rules, String> {
    let own = u64::from(std::process::id());
    let not = |process: u64| (0, SeccompCmpOp::Ne, process);
    let signals = [libc::F_SETOWN, refused::F_SETSIG, refused::F_SETOWN_EX];
    let signals = signals.map(|request| (1, SeccompCmpOp::Eq, u64::from(request.unsigned_abs())));
    Ok(BTreeMap::from([
        (libc::SYS_kill, any([not(own)])?),
        (libc::SYS_tgkill, any([not(own)])?),
        (libc::SYS_rt_sigqueueinfo, any([not(own)])?),
        (libc::SYS_rt_tgsigqueueinfo, any([not(own)])?),
        (libc::SYS_prlimit64, vec![rule(&[not(own), not(0)])?]),
        (libc::SYS_fcntl, any(signals)?),
    ]))
}

/// A program that is to end with the broker must not say otherwise.
fn outliving() -> Result<Vec<SeccompRule>, String> {
    any([(
        0,
        SeccompCmpOp::Eq,
        u64::from(libc::PR_SET_PDEATHSIG.unsigned_abs()),
    )])
}

/// A file that is opened to be read only must not be emptied by that: older kernels' Landlock does not see it.
fn truncations(argument: u8) -> Result<Vec<SeccompRule>, String> {
    let emptied = u64::from(libc::O_TRUNC.unsigned_abs());
    let mask = emptied | u64::from(libc::O_ACCMODE.unsigned_abs());
    any([(argument, SeccompCmpOp::MaskedEq(mask), emptied)])
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
