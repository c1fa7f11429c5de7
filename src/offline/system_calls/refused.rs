//! The lists of what is refused, and why.
//!
//! Owns names and numbers only. A call that a library asks for in vain must have another way round.

/// These cannot be looked into by a filter, because their arguments lie in memory; glibc goes back to the older calls.
pub(super) const ABSENT: &[i64] = &[libc::SYS_clone3, libc::SYS_openat2];

/// What nothing here needs.
pub(super) const NEVER: &[i64] = &[
    // Sockets behind a filter's back.
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    // The memory and the descriptors of others.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_process_mrelease,
    libc::SYS_move_pages,
    libc::SYS_migrate_pages,
    libc::SYS_get_robust_list,
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
    libc::SYS_kexec_file_load,
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
    libc::SYS_name_to_handle_at,
    libc::SYS_open_by_handle_at,
    libc::SYS_move_mount,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_open_tree,
    libc::SYS_mount_setattr,
    libc::SYS_fanotify_init,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_reboot,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_quotactl_fd,
    OPEN_TREE_ATTR,
    LSM_SET_SELF_ATTR,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_syslog,
    libc::SYS_vhangup,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_modify_ldt,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_iopl,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_ioperm,
];

/// What reaches other processes, or files of others by more than their contents, where Landlock does not look.
pub(super) const OF_OTHERS: &[i64] = &[
    libc::SYS_tkill,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_send_signal,
    libc::SYS_mq_open,
    libc::SYS_mq_unlink,
    libc::SYS_msgget,
    libc::SYS_msgsnd,
    libc::SYS_msgrcv,
    libc::SYS_msgctl,
    libc::SYS_truncate,
    libc::SYS_mknodat,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_utimensat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    FCHMODAT2,
    SETXATTRAT,
    REMOVEXATTRAT,
    FILE_SETATTR,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chmod,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lchown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utime,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utimes,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_futimesat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_mknod,
];
/// Newer than the library's names; the numbers are the same on all processors.
const FCHMODAT2: i64 = 452;
const SETXATTRAT: i64 = 463;
const REMOVEXATTRAT: i64 = 466;
const FILE_SETATTR: i64 = 469;
const OPEN_TREE_ATTR: i64 = 467;
const LSM_SET_SELF_ATTR: i64 = 460;

/// Other programs.
pub(super) const PROGRAMS: &[i64] = &[libc::SYS_execve, libc::SYS_execveat];

/// Other processes, beside what `clone` is refused.
#[cfg(target_arch = "x86_64")]
pub(super) const DESCENT: &[i64] = &[libc::SYS_fork, libc::SYS_vfork];
#[cfg(not(target_arch = "x86_64"))]
pub(super) const DESCENT: &[i64] = &[];

/// Sockets at which others could be waited for.
pub(super) const WAITING_FOR_OTHERS: &[i64] = &[libc::SYS_listen, libc::SYS_accept, libc::SYS_accept4];

/// Memory and semaphores that others share and that stay: only ALSA mixes by them.
pub(super) const SHARED_MEMORY: &[i64] = &[
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_shmctl,
    libc::SYS_semget,
    libc::SYS_semop,
    libc::SYS_semtimedop,
    libc::SYS_semctl,
];

/// How processor time is given.
pub(super) const SCHEDULING: &[i64] = &[
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_setattr,
    libc::SYS_sched_setparam,
    libc::SYS_sched_setscheduler,
];

/// All sockets.
pub(super) const SOCKETS: &[i64] = &[
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
];

/// More filters, which are programs in the kernel.
pub(super) const FILTERS: &[i64] = &[libc::SYS_seccomp];

/// `SO_ATTACH_FILTER`, `SO_ATTACH_BPF`, `SO_ATTACH_REUSEPORT_CBPF`, `SO_ATTACH_REUSEPORT_EBPF`.
pub(super) const SOCKET_FILTERS: &[u64] = &[26, 50, 51, 52];

/// Requests to descriptors that anybody may make: `TCGETS`, `TIOCGPGRP`, `TIOCOUTQ`, `TIOCGWINSZ`, `FIONREAD`, `FIONBIO`, `TIOCGSID`,
/// `FIONCLEX`, `FIOCLEX`, `TCGETS2`.
pub(super) const REQUESTS: &[u64] = &[
    0x5401,
    0x540f,
    0x5411,
    0x5413,
    0x541b,
    0x5421,
    0x5429,
    0x5450,
    0x5451,
    0x802c_542a,
];
/// `TCSETS`, `TCSETSW`, `TCSETSF`, and the same of `termios2`.
pub(super) const LINE_SETTINGS: &[u64] = &[0x5402, 0x5403, 0x5404, 0x402c_542b, 0x402c_542c, 0x402c_542d];
pub(super) const TIOCSWINSZ: u64 = 0x5414;

/// The plain numbers of all requests to terminals.
pub(super) const OF_ALL_TERMINALS: u64 = 0x5400;
/// Those of them that whoever starts programs makes: the above, the settings of a line, and its size.
pub(super) const OF_STARTERS: &[u64] = &[
    0x5401, 0x540f, 0x5411, 0x5413, 0x541b, 0x5421, 0x5429, 0x5450, 0x5451, 0x5402, 0x5403, 0x5404,
    TIOCSWINSZ,
];
/// `FIOSETOWN` and `SIOCSPGRP` let a descriptor send signals; `TIOCSIG` sends one through a pseudo-terminal.
pub(super) const OF_TERMINALS: &[u64] = &[0x8901, 0x8902, 0x4004_5436];

/// Groups of requests that only files, networks and consoles know: a console's keyboard, fonts and mode (`linux/kd.h`, `linux/vt.h`),
/// a network's interfaces by any socket (`linux/sockios.h`), what file systems keep beside a file's contents (`linux/fs.h`: `f`, `X`,
/// `v`; FAT `r`, Btrfs, F2FS).
pub(super) const GROUPS_OF_REQUESTS: &[u64] = &[
    0x4b00, 0x5600, 0x8900, 0x6600, 0x5800, 0x7600, 0x7200, 0x9400, 0xf500,
];

/// `linux/prctl.h`
pub(super) const PR_SET_PTRACER: i32 = 0x5961_6d61;
/// `asm-generic/fcntl.h`
pub(super) const F_SETSIG: i32 = 10;
pub(super) const F_SETOWN_EX: i32 = 15;
