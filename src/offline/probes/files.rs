//! To files of the person and of the system: secrets to be read, and what others would start or believe. What is changed is changed
//! back; all of it lies in a home folder that was made for this.

use std::ffi::CString;
use std::fs::{self, File};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
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
