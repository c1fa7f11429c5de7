//! What this program may no longer do once it listens: reach a network, or start a program.
//!
//! Owns the rules for the kernel. mynah's own protection is in the process that has the models.

use std::collections::BTreeMap;
use std::env::consts::ARCH;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter_all_threads, sock_filter,
};

use crate::error::HttpError;

/// Calls that are refused whatever their arguments: other programs, other processes, and ways around this list.
const REFUSED: [i64; 6] = [
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_io_uring_setup,
    libc::SYS_ptrace,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
];

/// Puts the rules in force, for all threads and for good.
pub(crate) fn enforce() -> Result<(), HttpError> {
    let unprotected = |error: &dyn std::error::Error| HttpError::Unprotected(error.to_string());
    #[cfg(target_arch = "x86_64")]
    apply_filter_all_threads(&other_tables()).map_err(|error| unprotected(&error))?;
    let program = filter().map_err(|error| unprotected(&error))?;
    apply_filter_all_threads(&program).map_err(|error| unprotected(&error))
}

/// Calls by the x32 table have their own numbers on the same architecture, which the list below does not name: all from a bit on are
/// refused.
#[cfg(target_arch = "x86_64")]
fn other_tables() -> BpfProgram {
    /// `linux/bpf_common.h`: load a word, jump if at least, return.
    const LOAD: u16 = 0x20;
    const AT_LEAST: u16 = 0x35;
    const RETURN: u16 = 0x06;
    const X32: u32 = 0x4000_0000;
    let step = |code, jf, k| sock_filter { code, jt: 0, jf, k };
    vec![
        // The number stands first in `seccomp_data`.
        step(LOAD, 0, 0),
        step(AT_LEAST, 1, X32),
        step(RETURN, 0, libc::SECCOMP_RET_ERRNO | libc::ENOSYS.unsigned_abs()),
        step(RETURN, 0, libc::SECCOMP_RET_ALLOW),
    ]
}

fn filter() -> Result<BpfProgram, seccompiler::BackendError> {
    let unix = u64::try_from(libc::AF_UNIX).unwrap_or_default();
    let other_family = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, unix)?;
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        REFUSED.into_iter().map(|call| (call, Vec::new())).collect();
    rules.insert(libc::SYS_socket, vec![SeccompRule::new(vec![other_family])?]);
    let errno = u32::try_from(libc::EACCES).unwrap_or(1);
    let filter = SeccompFilter::new(
        rules,
        SeccompAction::Allow,
        SeccompAction::Errno(errno),
        ARCH.try_into()?,
    )?;
    filter.try_into()
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use rustix::io::Errno;
    use rustix::net::{AddressFamily, SocketType, socket};

    use super::*;

    /// What the other test runs in a process of its own, since the rules are for good.
    #[test]
    #[ignore = "the protection is for good"]
    fn under_protection_there_are_only_unix_sockets_and_no_other_programs() {
        let program = || Command::new("/bin/true").spawn();
        assert!(program().unwrap().wait().unwrap().success());
        enforce().unwrap();
        for family in [AddressFamily::INET, AddressFamily::INET6, AddressFamily::NETLINK] {
            let refused = socket(family, SocketType::DGRAM, None).unwrap_err();
            assert_eq!(refused, Errno::ACCESS, "{family:?}");
        }
        assert!(socket(AddressFamily::UNIX, SocketType::STREAM, None).is_ok());
        let refused = program().unwrap_err();
        assert_eq!(refused.raw_os_error(), Some(libc::EACCES));
    }

    #[test]
    fn the_kernel_refuses_a_protected_process_other_sockets_and_programs() {
        let this = std::env::current_exe().unwrap();
        let name = "protection::tests::under_protection_there_are_only_unix_sockets_and_no_other_programs";
        let ran = Command::new(this)
            .args(["--exact", name, "--ignored"])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&ran.stdout);
        assert!(ran.status.success() && told.contains("1 passed"), "{told}");
    }
}
