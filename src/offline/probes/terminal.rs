//! Into a terminal: keys for whoever reads it next, and the terminals and screens of others.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::Path;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use super::super::raw::attempts as raw;
use super::{NOBODY, Probe, SECCOMP, TERMINAL, probes, unless_refused, world};

const LANDLOCK: super::Claims = NOBODY.landlock(1);
const TIOCSTI: u64 = 0x5412;
const TIOCSWINSZ: u64 = 0x5414;
const TIOCSPGRP: u64 = 0x5410;
const TCFLSH: u64 = 0x540b;
const TIOCLINUX: u64 = 0x541c;
const TIOCCONS: u64 = 0x541d;
const TIOCSETD: u64 = 0x5423;
const KDSKBMODE: u64 = 0x4b45;
const KDSKBDIACRUC: u64 = 0x4bfb;
const VT_ACTIVATE: u64 = 0x5606;
/// The kernel does not look at what stands above the low half.
const ABOVE: u64 = 1 << 32;

pub(super) const PROBES: &[Probe] = probes! { "terminal";
    "keys into its terminal", SECCOMP, |_| unless_refused(raw::request(0, TIOCSTI));
    "keys, by a longer number", SECCOMP, |_| unless_refused(raw::request(0, TIOCSTI | ABOVE));
    "keys, by the terminal's name", SECCOMP, |_| by_name();
    "a question to its terminal", TERMINAL, |_| question(rustix::stdio::stdout());
    "a question by the keys' descriptor", TERMINAL, |_| question(rustix::stdio::stdin());
    "a question by the terminal's name", LANDLOCK, |_| question(writable(Path::new("/dev/tty"))?.as_fd());
    "a console's clipboard", SECCOMP, |_| unless_refused(raw::request(0, TIOCLINUX));
    "a console's keyboard mode", SECCOMP, |_| unless_refused(raw::request(0, KDSKBMODE));
    "a console's compose table", SECCOMP, |_| unless_refused(raw::request(0, KDSKBDIACRUC));
    "another console in front", SECCOMP, |_| unless_refused(raw::request(0, VT_ACTIVATE));
    "the console's output", SECCOMP, |_| unless_refused(raw::request(0, TIOCCONS));
    "another discipline of the line", SECCOMP, |_| unless_refused(raw::request(0, TIOCSETD));
    "the settings of its terminal's line", SECCOMP, |_| Ok(tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &tcgetattr(rustix::stdio::stdin())?)?);
    "the size of its terminal", SECCOMP, |_| raw::request(0, TIOCSWINSZ);
    "keys that were typed, thrown away", SECCOMP, |_| raw::call(libc::SYS_ioctl, [0, TCFLSH, 0, 0, 0, 0]).map(drop);
    "whose keys a terminal's are", SECCOMP, |_| foreground();
    "the keys' descriptor, opened for writing", LANDLOCK, |_| keys_for_writing();
    "a descriptor that sends signals", SECCOMP, |_| unless_refused(raw::request(0, 0x8901));
    "somebody else's terminal", LANDLOCK, |targets| open(&targets.other_terminal);
    "a terminal of its own", LANDLOCK, |_| open(Path::new("/dev/ptmx"));
    "the first console", LANDLOCK, |_| open(Path::new("/dev/tty1"));
    "what stands on a console", LANDLOCK, |_| open(Path::new("/dev/vcs"));
    "a keyboard of its own", LANDLOCK, |_| open(Path::new("/dev/uinput"));
    "the keyboard", LANDLOCK, |_| File::open("/dev/input/event0").map(drop);
    "the camera", LANDLOCK, |_| open(Path::new("/dev/video0"));
    "the screen", LANDLOCK, |_| open(Path::new("/dev/dri/card0"));
};

fn open(path: &Path) -> io::Result<()> {
    writable(path).map(drop)
}

fn writable(path: &Path) -> io::Result<File> {
    File::options().read(true).write(true).open(path)
}

const AT_ONCE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 0,
};

/// Asks a terminal where its cursor is: the answer comes as keys.
fn question(terminal: BorrowedFd<'_>) -> io::Result<()> {
    const TIMEOUT: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 300_000_000,
    };
    let keys = rustix::stdio::stdin();
    // What another attempt was answered too late is no answer.
    while has_answer(keys, &AT_ONCE)? {}
    rustix::io::write(terminal, world::QUESTION)?;
    if has_answer(keys, &TIMEOUT)? {
        Ok(())
    } else {
        Err(io::ErrorKind::TimedOut.into())
    }
}

fn has_answer(keys: BorrowedFd<'_>, patience: &Timespec) -> io::Result<bool> {
    let mut waiting = [PollFd::new(&keys, PollFlags::IN)];
    poll(&mut waiting, Some(patience))?;
    let mut answer = [0; 64];
    Ok(waiting[0].revents().contains(PollFlags::IN) && rustix::io::read(keys, &mut answer)? > 0)
}

/// The descriptor of the keys, where there are any.
fn keys_for_writing() -> io::Result<()> {
    if !rustix::termios::isatty(rustix::stdio::stdin()) {
        return Err(io::ErrorKind::NotFound.into());
    }
    open(Path::new("/proc/self/fd/0"))
}

/// Gives the keys to a group of processes: here to the one that has them.
fn foreground() -> io::Result<()> {
    let group = rustix::process::getpgrp().as_raw_nonzero().get();
    raw::call(
        libc::SYS_ioctl,
        [0, TIOCSPGRP, (&raw const group) as u64, 0, 0, 0],
    )
    .map(drop)
}

fn by_name() -> io::Result<()> {
    use std::os::fd::AsRawFd;
    let terminal = File::open("/dev/tty")?;
    unless_refused(raw::request(terminal.as_raw_fd(), TIOCSTI))
}
