//! Rules that look at a call's arguments.
//!
//! Owns how an argument is compared, and which ones are refused. Which rules hold for whom is said above.

use std::collections::BTreeMap;

use seccompiler::{SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompRule};

use super::{Rules, everywhere, refused};

/// Which argument of a call, compared how, with what; all that the kernel looks at lies in the low half.
type Wanted = (u8, SeccompCmpOp, u64);

/// A call with arguments of which all are so.
fn rule(wanted: &[Wanted]) -> Result<SeccompRule, String> {
    wanted
        .iter()
        .map(|(argument, how, value)| condition(*argument, SeccompCmpArgLen::Dword, how.clone(), *value))
        .collect::<Result<Vec<_>, _>>()
        .and_then(made_of)
}

fn condition(
    argument: u8,
    length: SeccompCmpArgLen,
    how: SeccompCmpOp,
    value: u64,
) -> Result<SeccompCondition, String> {
    SeccompCondition::new(argument, length, how, value).map_err(|error| error.to_string())
}

fn made_of(conditions: Vec<SeccompCondition>) -> Result<SeccompRule, String> {
    SeccompRule::new(conditions).map_err(|error| error.to_string())
}

/// Calls of which any one argument is so.
fn any(wanted: impl IntoIterator<Item = Wanted>) -> Result<Vec<SeccompRule>, String> {
    wanted.into_iter().map(|one| rule(&[one])).collect()
}

/// Every domain of sockets but that of the machine itself.
pub(super) fn domains() -> Result<Rules, String> {
    let other = || any([(0, SeccompCmpOp::Ne, u64::from(libc::AF_UNIX.unsigned_abs()))]);
    Ok(BTreeMap::from([
        (libc::SYS_socket, other()?),
        (libc::SYS_socketpair, other()?),
    ]))
}

/// Datagrams go to an address with every message, which no filter can read; streams go where they were connected.
pub(super) fn kinds_of_sockets() -> Result<Rules, String> {
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

/// Requests to descriptors: all but these, or else those that nobody may make.
pub(super) fn requests(allowed: Option<&[u64]>) -> Result<Vec<SeccompRule>, String> {
    const GROUP: u64 = 0xff00;
    /// The requests to terminals have nothing above these bits; those to the clock of a sound card share their group.
    const TERMINALS: u64 = 0xffff_ff80;
    let but = |allowed: &[u64]| -> Vec<Wanted> {
        let each = allowed.iter();
        each.map(|request| (1, SeccompCmpOp::Ne, *request)).collect()
    };
    if let Some(allowed) = allowed {
        return Ok(vec![rule(&but(allowed))?]);
    }
    let requests = refused::OF_TERMINALS.iter().copied();
    let mut rules = any(requests.map(|request| (1, SeccompCmpOp::Eq, request)))?;
    let groups = refused::GROUPS_OF_REQUESTS.iter().copied();
    rules.extend(any(groups.map(|group| (1, SeccompCmpOp::MaskedEq(GROUP), group)))?);
    let terminals = (1, SeccompCmpOp::MaskedEq(TERMINALS), refused::OF_ALL_TERMINALS);
    rules.push(rule(&[&[terminals][..], &but(refused::OF_STARTERS)].concat())?);
    Ok(rules)
}

/// `clone` with any of the flags that make a namespace.
pub(super) fn namespaces() -> Result<Vec<SeccompRule>, String> {
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
pub(super) fn descent() -> Result<Rules, String> {
    let thread = u64::from(libc::CLONE_THREAD.unsigned_abs());
    let mut clone = namespaces()?;
    clone.extend(any([(0, SeccompCmpOp::MaskedEq(thread), 0)])?);
    let mut rules = BTreeMap::from([(libc::SYS_clone, clone)]);
    rules.extend(everywhere(refused::DESCENT));
    Ok(rules)
}

/// Limits of other processes, and the one of core dumps.
pub(super) fn limits() -> Result<Vec<SeccompRule>, String> {
    let own = u64::from(std::process::id());
    let mut limits = dump_limits()?;
    limits.push(rule(&[(0, SeccompCmpOp::Ne, own), (0, SeccompCmpOp::Ne, 0)])?);
    Ok(limits)
}

/// Signals to other processes.
pub(super) fn others() -> Result<Rules, String> {
    let own = u64::from(std::process::id());
    let not = |process: u64| (0, SeccompCmpOp::Ne, process);
    Ok(BTreeMap::from([
        (libc::SYS_kill, any([not(own)])?),
        (libc::SYS_tgkill, any([not(own)])?),
        (libc::SYS_rt_sigqueueinfo, any([not(own)])?),
        (libc::SYS_rt_tgsigqueueinfo, any([not(own)])?),
    ]))
}

/// How much processor and disk other processes get: those of this user, or of a group.
pub(super) fn priorities() -> Result<Rules, String> {
    const PROCESS: u64 = 0;
    const IO_PROCESS: u64 = 1;
    let own = u64::from(std::process::id());
    let other = |argument: u8| rule(&[(argument, SeccompCmpOp::Ne, own), (argument, SeccompCmpOp::Ne, 0)]);
    let kind = |process: u64| rule(&[(0, SeccompCmpOp::Ne, process)]);
    let mut rules = BTreeMap::from([
        (libc::SYS_setpriority, vec![kind(PROCESS)?, other(1)?]),
        (libc::SYS_ioprio_set, vec![kind(IO_PROCESS)?, other(1)?]),
    ]);
    for call in refused::SCHEDULING {
        rules.insert(*call, vec![other(0)?]);
    }
    Ok(rules)
}

/// Signals that a descriptor would send for us, and leases and notices that hold up others.
pub(super) fn notices() -> Result<Vec<SeccompRule>, String> {
    let requests = [
        libc::F_SETOWN,
        refused::F_SETSIG,
        refused::F_SETOWN_EX,
        libc::F_SETLEASE,
        libc::F_NOTIFY,
    ];
    any(requests.map(|request| (1, SeccompCmpOp::Eq, u64::from(request.unsigned_abs()))))
}

/// A part that ends with another one must not say otherwise, nor let anybody look into it: its memory would go to whoever collects
/// core dumps.
pub(super) fn traits() -> Result<Vec<SeccompRule>, String> {
    let is = |option: i32| (0, SeccompCmpOp::Eq, u64::from(option.unsigned_abs()));
    let kill = u64::from(libc::SIGKILL.unsigned_abs());
    Ok(vec![
        rule(&[is(libc::PR_SET_PDEATHSIG), (1, SeccompCmpOp::Ne, kill)])?,
        rule(&[is(libc::PR_SET_DUMPABLE), (1, SeccompCmpOp::Ne, 0)])?,
        rule(&[is(refused::PR_SET_PTRACER)])?,
        rule(&[is(libc::PR_SET_SECCOMP)])?,
        rule(&[is(libc::PR_SET_MM)])?,
    ])
}

/// The limit of core dumps stays: at 0 they would go to a program that collects them.
pub(super) fn core_dumps() -> Result<Rules, String> {
    let core = u64::from(libc::RLIMIT_CORE);
    Ok(BTreeMap::from([
        (libc::SYS_setrlimit, any([(0, SeccompCmpOp::Eq, core)])?),
        (libc::SYS_prlimit64, dump_limits()?),
    ]))
}

fn dump_limits() -> Result<Vec<SeccompRule>, String> {
    let core = u64::from(libc::RLIMIT_CORE);
    let is_core = condition(1, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, core)?;
    // A pointer, of which both halves count: a limit is set, not asked for.
    let sets = condition(2, SeccompCmpArgLen::Qword, SeccompCmpOp::Ne, 0)?;
    Ok(vec![made_of(vec![is_core, sets])?])
}

/// Programs in the kernel that look at what comes to a socket.
pub(super) fn socket_filters() -> Result<Vec<SeccompRule>, String> {
    let level = u64::from(libc::SOL_SOCKET.unsigned_abs());
    let options = refused::SOCKET_FILTERS.iter();
    options
        .map(|option| rule(&[(1, SeccompCmpOp::Eq, level), (2, SeccompCmpOp::Eq, *option)]))
        .collect()
}

/// A file that is opened to be read only must not be emptied by that: older kernels' Landlock does not see it.
pub(super) fn truncations() -> Result<Rules, String> {
    let emptied = u64::from(libc::O_TRUNC.unsigned_abs());
    let mask = emptied | u64::from(libc::O_ACCMODE.unsigned_abs());
    let by = |argument: u8| any([(argument, SeccompCmpOp::MaskedEq(mask), emptied)]);
    Ok(BTreeMap::from([
        (libc::SYS_openat, by(2)?),
        #[cfg(target_arch = "x86_64")]
        (libc::SYS_open, by(1)?),
    ]))
}
