//! To files of the person and of the system: secrets to be read, and what others would start or believe. What is changed is changed
//! back; all of it lies in a home folder that was made for this.

use std::ffi::CString;
use std::fs::{self, File};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{OpenOptionsExt, symlink};
use std::path::Path;

use super::super::raw::attempts as raw;
use super::{NOBODY, Probe, SECCOMP, Targets, probes};

const LANDLOCK: super::Claims = NOBODY.landlock(1);
/// Landlock knows truncation, and links between folders, from these versions on.
const TRUNCATION: i32 = 3;

pub(super) const PROBES: &[Probe] = probes! { "files";
    "a key of the person", LANDLOCK, |targets| fs::read(targets.home.join(".ssh/id_ed25519")).map(drop);
    "cookies", LANDLOCK, |targets| fs::read(targets.home.join(".mozilla-cookies")).map(drop);
    "a document of the person", LANDLOCK, |targets| fs::read(targets.home.join("Documents/letter.txt")).map(drop);
    "the list of the home folder", LANDLOCK, |targets| fs::read_dir(&targets.home).map(drop);
    "a file where it was started", LANDLOCK, |targets| fs::read(targets.work.join("notes.txt")).map(drop);
    "a new file where it was started", LANDLOCK, |targets| new(&targets.work.join("planted"));
    "what a shell runs at its start", LANDLOCK, |targets| File::options().append(true).open(targets.home.join(".bashrc")).map(drop);
    "keys that may log in", LANDLOCK, |targets| new(&targets.home.join(".ssh/authorized_keys"));
    "what a desktop starts", LANDLOCK, |targets| new(&targets.home.join(".config/autostart/planted.desktop"));
    "a service of the person", LANDLOCK, |targets| new(&targets.home.join(".config/systemd/user/planted.service"));
    "a program in the search path", LANDLOCK, |targets| new(&targets.home.join(".local/bin/planted"));
    "a model that will be loaded", LANDLOCK, |targets| new(&targets.home.join(".local/share/mynah/models/planted.gguf"));
    "a document that will be believed", LANDLOCK, |targets| new(&targets.home.join(".local/share/mynah/knowledge/planted.md"));
    "a new folder", LANDLOCK, |targets| fs::create_dir(targets.home.join("new")).and_then(|()| fs::remove_dir(targets.home.join("new")));
    "a link to a secret", LANDLOCK, |targets| link(&targets.home.join(".ssh/id_ed25519"), &targets.work.join("link"));
    "a secret by the root of a process", LANDLOCK, |targets| fs::read(format!("/proc/self/root{}", targets.home.join(".ssh/id_ed25519").display())).map(drop);
    "a secret by its place", LANDLOCK, |targets| by_place(&targets.home.join(".ssh/id_ed25519"));
    "a file of its own, moved out", LANDLOCK, |targets| moved_out(targets);
    "a file without a name, named elsewhere", LANDLOCK, |targets| named_elsewhere(targets);
    "what becomes of crashed programs", LANDLOCK, |_| for_writing("/proc/sys/kernel/core_pattern");
    "another group of processes", LANDLOCK, |_| for_writing("/sys/fs/cgroup/cgroup.procs");
    "a flag of a document", SECCOMP, |targets| flag(targets);
    "a lease of a document", SECCOMP, |targets| control(&targets.document(), libc::F_SETLEASE, libc::F_RDLCK);
    "notices of a folder", SECCOMP, |targets| control(&targets.documents(), libc::F_NOTIFY, 1);
    "a file inherited", super::PRIVILEGES, |targets| raw::write_to_inherited(targets.file);
    "a second name of a secret", LANDLOCK, |targets| second_name(targets);
    "another place for a file", LANDLOCK, |targets| moved(&targets.home.join(".bashrc"), &targets.home.join("moved"));
    "emptying a file", SECCOMP.landlock(TRUNCATION), |targets| at(&targets.home.join(".bashrc"), |path| raw::call(libc::SYS_truncate, [path, 7, 0, 0, 0, 0]));
    "emptying a file by reading it", SECCOMP.landlock(1), |targets| at(&targets.home.join(".bashrc"), |path| raw::call(libc::SYS_openat, [HERE, path, u64::from(libc::O_TRUNC.cast_unsigned()), 0, 0, 0]));
    "another file's permissions", SECCOMP, |targets| at(&targets.home.join(".bashrc"), |path| raw::call(libc::SYS_fchmodat, [HERE, path, 0o644, 0, 0, 0]));
    "another file's owner", SECCOMP, |targets| at(&targets.home.join(".bashrc"), |path| raw::call(libc::SYS_fchownat, [HERE, path, NOBODY_ELSE, NOBODY_ELSE, 0, 0]));
    "another file's time", SECCOMP, |targets| at(&targets.home.join(".bashrc"), |path| raw::call(libc::SYS_utimensat, [HERE, path, 0, 0, 0, 0]));
    "another file's attributes", SECCOMP, |targets| at(&targets.home.join(".bashrc"), attribute);
    "a pipe in a folder", SECCOMP.landlock(1), |targets| pipe(&targets.work.join("pipe"));
    "a file for everybody", LANDLOCK, |_| new(&std::env::temp_dir().join(format!("mynah-proof-{}", std::process::id())));
    "memory that others share", LANDLOCK, |_| new(&Path::new("/dev/shm").join(format!("mynah-proof-{}", std::process::id())));
    "a name of the system", LANDLOCK, |_| fs::read("/etc/hostname").or_else(|_| fs::read("/etc/hosts")).map(drop);
    "another process's variables", LANDLOCK, |targets| fs::read(format!("/proc/{}/environ", targets.process)).map(drop);
    "another process's files", LANDLOCK, |targets| fs::read_link(format!("/proc/{}/fd/0", targets.process)).map(drop);
    "a disk", LANDLOCK, |_| fs::read_dir("/dev/disk").or_else(|_| fs::read_dir("/dev")).map(drop);
};

/// Paths count from the folder in which the process is.
const HERE: u64 = libc::AT_FDCWD.cast_unsigned() as u64;
/// The owner stays as it is.
const NOBODY_ELSE: u64 = u32::MAX as u64;

/// A call with the path of a file.
fn at(path: &Path, call: impl Fn(u64) -> io::Result<i32>) -> io::Result<()> {
    let path = CString::new(path.as_os_str().as_bytes())?;
    call(path.as_ptr() as u64).map(drop)
}

fn new(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)?;
    fs::remove_file(path)
}

fn link(to: &Path, at: &Path) -> io::Result<()> {
    symlink(to, at)?;
    fs::remove_file(at)
}

fn second_name(targets: &Targets) -> io::Result<()> {
    let name = targets.home.join(".local/state/mynah/second");
    fs::create_dir_all(targets.home.join(".local/state/mynah"))?;
    fs::hard_link(targets.home.join(".ssh/id_ed25519"), &name)?;
    fs::remove_file(name)
}

fn moved(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    fs::rename(to, from)
}

fn by_place(path: &Path) -> io::Result<()> {
    let place = File::options().read(true).custom_flags(libc::O_PATH).open(path)?;
    fs::read(format!("/proc/self/fd/{}", place.as_raw_fd())).map(drop)
}

fn for_writing(path: &str) -> io::Result<()> {
    File::options().write(true).open(path).map(drop)
}

fn moved_out(targets: &Targets) -> io::Result<()> {
    let folder = targets.home.join(".local/state/mynah");
    fs::create_dir_all(&folder)?;
    let (from, to) = (folder.join("moves"), targets.home.join("planted-profile"));
    fs::write(&from, "x")?;
    let moved = fs::rename(&from, &to);
    let _ = fs::remove_file(from);
    moved.and_then(|()| fs::remove_file(to))
}

fn named_elsewhere(targets: &Targets) -> io::Result<()> {
    let folder = targets.home.join(".local/state/mynah");
    fs::create_dir_all(&folder)?;
    let mut options = File::options();
    let file = options.write(true).custom_flags(libc::O_TMPFILE).open(folder)?;
    let from = CString::new(format!("/proc/self/fd/{}", file.as_raw_fd()))?;
    let to = targets.home.join("planted-profile");
    let follow = u64::from(libc::AT_SYMLINK_FOLLOW.cast_unsigned());
    at(&to, |to| {
        raw::call(
            libc::SYS_linkat,
            [HERE, from.as_ptr() as u64, HERE, to, follow, 0],
        )
    })?;
    fs::remove_file(to)
}

/// `ioctl_iflags(2)`: whether a document is left out of backups.
fn flag(targets: &Targets) -> io::Result<()> {
    const FS_IOC_GETFLAGS: u64 = 0x8008_6601;
    const FS_IOC_SETFLAGS: u64 = 0x4008_6602;
    const NOT_BACKED_UP: u64 = 0x40;
    let document = File::open(targets.document())?;
    let descriptor = u64::from(document.as_raw_fd().cast_unsigned());
    let mut flags = 0_u64;
    let place = (&raw mut flags) as u64;
    raw::call(libc::SYS_ioctl, [descriptor, FS_IOC_GETFLAGS, place, 0, 0, 0])?;
    let flags = flags ^ NOT_BACKED_UP;
    let place = (&raw const flags) as u64;
    raw::call(libc::SYS_ioctl, [descriptor, FS_IOC_SETFLAGS, place, 0, 0, 0]).map(drop)
}

fn control(path: &Path, request: i32, argument: i32) -> io::Result<()> {
    let file = File::open(path)?;
    let [descriptor, request] = [file.as_raw_fd(), request].map(|number| u64::from(number.cast_unsigned()));
    raw::call(
        libc::SYS_fcntl,
        [descriptor, request, u64::from(argument.cast_unsigned()), 0, 0, 0],
    )
    .map(drop)
}

fn attribute(path: u64) -> io::Result<i32> {
    let (name, value) = (c"user.mynah".as_ptr() as u64, b"x".as_ptr() as u64);
    raw::call(libc::SYS_setxattr, [path, name, value, 1, 0, 0])
}

fn pipe(path: &Path) -> io::Result<()> {
    at(path, |path| {
        raw::call(
            libc::SYS_mknodat,
            [HERE, path, u64::from(libc::S_IFIFO | 0o600), 0, 0, 0],
        )
    })?;
    fs::remove_file(path)
}
