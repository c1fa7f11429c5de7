//! System calls that this process and its children may no longer make.
//!
//! Owns the list. Sockets are refused but those of the machine itself; `io_uring`, which opens sockets behind a filter's back; what
//! takes descriptors or memory from other processes; what loads code into the kernel or makes new namespaces; and all calls by
//! the tables of other architectures. What is refused returns an error, so that a library falls back; a call by the 32-bit
//! table ends the process.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter_all_threads,
};

/// Puts the filters in force, for all threads and for good.
pub(super) fn restrict() -> Result<(), String> {
    for filter in other_tables().into_iter().chain([sockets()?, calls()?]) {
        apply_filter_all_threads(&filter).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn filter(rules: BTreeMap<i64, Vec<SeccompRule>>, error: i32) -> Result<BpfProgram, String> {
    let architecture = std::env::consts::ARCH
        .try_into()
        .map_err(|_| "this processor is unknown")?;
    let refused = SeccompAction::Errno(error.unsigned_abs());
    SeccompFilter::new(rules, SeccompAction::Allow, refused, architecture)
        .and_then(BpfProgram::try_from)
        .map_err(|error| error.to_string())
}

/// Every domain of sockets but that of the machine itself.
fn sockets() -> Result<BpfProgram, String> {
    let other = || {
        let unix = u64::from(libc::AF_UNIX.unsigned_abs());
        SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, unix)
            .and_then(|condition| SeccompRule::new(vec![condition]))
            .map_err(|error| error.to_string())
    };
    let rules = BTreeMap::from([
        (libc::SYS_socket, vec![other()?]),
        (libc::SYS_socketpair, vec![other()?]),
    ]);
    filter(rules, libc::EAFNOSUPPORT)
}

/// Calls that nothing here needs.
const REFUSED: &[i64] = &[
    // Sockets behind a filter's back.
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    // The memory and the descriptors of others.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    // Code in the kernel.
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    // Keys, other roots, other namespaces, the machine itself.
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_setns,
    libc::SYS_unshare,
    libc::SYS_open_by_handle_at,
    libc::SYS_move_mount,
    libc::SYS_fsopen,
    libc::SYS_open_tree,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_reboot,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
];

fn calls() -> Result<BpfProgram, String> {
    let rules = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
    filter(rules, libc::EPERM)
}

/// Calls by the x32 table have their own numbers on the same architecture: all from a bit on are refused.
#[cfg(target_arch = "x86_64")]
#[expect(clippy::unnecessary_wraps, reason = "as on other processors")]
fn other_tables() -> Option<BpfProgram> {
    /// `linux/bpf_common.h`: load a word, jump if at least, return.
    const LOAD: u16 = 0x20;
    const AT_LEAST: u16 = 0x35;
    const RETURN: u16 = 0x06;
    const X32: u32 = 0x4000_0000;
    let step = |code, jt, jf, k| seccompiler::sock_filter { code, jt, jf, k };
    Some(vec![
        // The number stands first in `seccomp_data`.
        step(LOAD, 0, 0, 0),
        step(AT_LEAST, 0, 1, X32),
        step(
            RETURN,
            0,
            0,
            libc::SECCOMP_RET_ERRNO | libc::ENOSYS.unsigned_abs(),
        ),
        step(RETURN, 0, 0, libc::SECCOMP_RET_ALLOW),
    ])
}

#[cfg(not(target_arch = "x86_64"))]
fn other_tables() -> Option<BpfProgram> {
    None
}
