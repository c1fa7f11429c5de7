//! Into another program. One that could be started says so itself, because it is there in place of this one.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::super::raw::attempts as raw;
use super::{GrantedPart, NOBODY, Probe, SECCOMP, SHELL_SAYS_OPEN, Targets, probes};

const SHELL: &str = "/bin/sh";
const LOADERS: [&str; 2] = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"];

pub(super) const PROBES: &[Probe] = probes! { "programs";
    "a shell in place of itself", SECCOMP.landlock(1), |_| become_it(Path::new(SHELL), &[]);
    "a shell by an open file", SECCOMP.landlock(1), |_| Err(raw::become_shell(&File::open(SHELL)?.into()));
    "a shell by the loader", SECCOMP.landlock(1), |_| by_loader();
    "a program in memory", SECCOMP.but_for(&[GrantedPart::Broker]), |_| in_memory();
    "a program in memory, by its name", SECCOMP, |_| in_memory_by_name();
    "a shell by the open loader", SECCOMP.landlock(1).but_for(&[GrantedPart::Broker]), |_| by_open_loader();
    "a copied program", SECCOMP.landlock(1), |_| copied(&std::env::temp_dir());
    "a program in its own folder", SECCOMP.landlock(1), |targets| copied(&targets.home.join(".local/state/mynah"));
    "a script", SECCOMP.landlock(1), |targets| script(targets);
    "a shell beside itself", SECCOMP.landlock(1), |_| run(SHELL, &["-c", "exit 0"], &[0]);
    "curl", SECCOMP.landlock(1), |targets| run("/usr/bin/curl", &["-s", "-m", "2", &format!("http://127.0.0.1:{}/", targets.tcp)], &[0, 28, 52]);
    "python", SECCOMP.landlock(1), |targets| run("/usr/bin/python3", &["-c", &format!("import socket; socket.create_connection(('127.0.0.1', {}))", targets.tcp)], &[0]);
    "a shell's own sockets", SECCOMP.landlock(1), |targets| run("/usr/bin/bash", &["-c", &format!("exec 3<>/dev/tcp/127.0.0.1/{}", targets.tcp)], &[0]);
    "what every program loads first", NOBODY.landlock(1), |_| beside_what_is_loaded();
};

/// Where `/etc/ld.so.preload` would be made: a file without a name, which leaves nothing.
fn beside_what_is_loaded() -> io::Result<()> {
    let mut options = File::options();
    options
        .write(true)
        .custom_flags(libc::O_TMPFILE)
        .open("/etc")
        .map(drop)
}

fn become_it(program: &Path, before: &[&str]) -> io::Result<()> {
    let says = SHELL_SAYS_OPEN.to_string_lossy().into_owned();
    // Returns only where it failed.
    Err(Command::new(program).args(before).args(["-c", &says]).exec())
}

fn by_loader() -> io::Result<()> {
    let loader = LOADERS.into_iter().find(|path| Path::new(path).exists());
    become_it(Path::new(loader.ok_or(io::ErrorKind::NotFound)?), &[SHELL])
}

fn by_open_loader() -> io::Result<()> {
    let loader = LOADERS.into_iter().find(|path| Path::new(path).exists());
    let loader = File::open(loader.ok_or(io::ErrorKind::NotFound)?)?;
    Err(raw::load_shell(&loader.into()))
}

fn shell_in_memory() -> io::Result<File> {
    let mut file = File::from(raw::memory_file()?);
    file.write_all(&std::fs::read(SHELL)?)?;
    Ok(file)
}

fn in_memory() -> io::Result<()> {
    Err(raw::become_shell(&shell_in_memory()?.into()))
}

fn in_memory_by_name() -> io::Result<()> {
    use std::os::fd::AsRawFd;
    let file = shell_in_memory()?;
    let name = format!("/proc/self/fd/{}", file.as_raw_fd());
    become_it(Path::new(&name), &[])
}

/// A program that was written just now is no helper of ours.
fn copied(folder: &Path) -> io::Result<()> {
    let copy = written(folder, &std::fs::read(SHELL)?)?;
    let became = become_it(&copy, &[]);
    let _ = std::fs::remove_file(&copy);
    became
}

fn script(targets: &Targets) -> io::Result<()> {
    let folder = targets.home.join(".local/state/mynah");
    let script = written(&folder, b"#!/bin/sh\nexit 0\n")?;
    let status = Command::new(&script).status();
    let _ = std::fs::remove_file(&script);
    status.map(drop)
}

fn written(folder: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(format!("mynah-proof-{}", std::process::id()));
    let mut options = File::options();
    options
        .write(true)
        .create_new(true)
        .mode(0o700)
        .open(&path)?
        .write_all(bytes)?;
    Ok(path)
}

/// Runs a program, and looks by how it ended whether it reached what it was to reach.
fn run(program: &str, arguments: &[&str], reached: &[i32]) -> io::Result<()> {
    let status = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if status.code().is_some_and(|code| reached.contains(&code)) {
        Ok(())
    } else {
        Err(io::ErrorKind::ConnectionRefused.into())
    }
}
