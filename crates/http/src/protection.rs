//! What this program may no longer do once it listens: reach a network, or start a program.
//!
//! Owns the rules for the kernel. mynah's own protection is in the process that has the models.

use std::collections::BTreeMap;
use std::env::consts::ARCH;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter_all_threads,
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
    let program = filter().map_err(|error| HttpError::Unprotected(error.to_string()))?;
    apply_filter_all_threads(&program).map_err(|error| HttpError::Unprotected(error.to_string()))
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
