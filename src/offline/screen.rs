//! The process between this program and its terminal.
//!
//! Owns that process, which writes to the terminal what `filter` lets through, and what this program keeps of the terminal: a
//! descriptor from which it can only read keys. Standard output and standard error become one end of a pseudo-terminal of its
//! own; raw mode is asked for. When this program ends in any way, the process restores the terminal's modes and ends too.

mod filter;

use std::ffi::CString;
use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, fstat, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{
    OptionalActions, OutputModes, Termios, tcgetattr, tcgetwinsize, tcsetattr, tcsetwinsize,
};

use super::line::Line;
use super::separate::{self, Lifetime, Separate};
use super::{Grants, Layer, Missing};
use filter::Filter;

/// All that was written is shown by then, unless the terminal itself waits for somebody.
const SHOWN_WITHIN: Duration = Duration::from_secs(2);
/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;

/// The answers to an order.
const DONE: &[u8] = b"!";
const FAILED: &[u8] = b"x";

/// Lines to the processes of this program's terminals: one, or two where standard error is another terminal.
static LINES: OnceLock<Mutex<Vec<Line>>> = OnceLock::new();

/// Puts processes between this one and its terminals. No other thread may run yet.
pub(super) fn start(clipboard: bool, wanted: &[Layer]) -> Result<Missing, String> {
    let told = |error: io::Error| error.to_string();
    if io::stdin().is_terminal() {
        reopen_keys_read_only().map_err(told)?;
    }
    let (output, errors) = (rustix::stdio::stdout(), rustix::stdio::stderr());
    let is_terminal = [io::stdout().is_terminal(), io::stderr().is_terminal()];
    let is_same = is_terminal == [true, true] && is_same().map_err(told)?;
    let ends = [
        (output, is_terminal[0], is_same),
        (errors, is_terminal[1] && !is_same, true),
    ];
    let (mut lines, mut missing) = (Vec::new(), Missing::new());
    for (terminal, is_own, gets_errors) in ends {
        if !is_own {
            continue;
        }
        let is_output = terminal.as_raw_fd() == output.as_raw_fd();
        let (end, line, its) = between(terminal, clipboard, wanted)?;
        if is_output {
            rustix::stdio::dup2_stdout(&end).map_err(|error| error.to_string())?;
        }
        if gets_errors {
            rustix::stdio::dup2_stderr(&end).map_err(|error| error.to_string())?;
        }
        lines.push(line);
        missing.extend(its);
    }
    if !lines.is_empty() {
        LINES
            .set(Mutex::new(lines))
            .map_err(|_| "there is such a process already".to_owned())?;
    }
    Ok(missing)
}

/// Whether both outputs are the same terminal.
fn is_same() -> io::Result<bool> {
    let (output, errors) = (fstat(rustix::stdio::stdout())?, fstat(rustix::stdio::stderr())?);
    Ok(output.st_rdev == errors.st_rdev)
}

/// Keys come through a descriptor that cannot be written to.
fn reopen_keys_read_only() -> io::Result<()> {
    let flags = OFlags::RDONLY | OFlags::NOCTTY | OFlags::CLOEXEC;
    let open = |path: &str| open(path, flags, Mode::empty());
    // After `su` the terminal itself may be somebody else's; by this name it is everybody's own.
    let keys = open("/proc/self/fd/0").or_else(|error| {
        let is_own = rustix::termios::tcgetsid(rustix::stdio::stdin()) == rustix::process::getsid(None);
        if is_own { open("/dev/tty") } else { Err(error) }
    })?;
    rustix::stdio::dup2_stdin(&keys)?;
    Ok(())
}

/// Forks a process for this terminal; returns what is written to from now on, and the line to that process.
fn between(
    terminal: BorrowedFd<'_>,
    clipboard: bool,
    wanted: &[Layer],
) -> Result<(OwnedFd, Line, Missing), String> {
    let told = |error: io::Error| error.to_string();
    let kept = |terminal| rustix::io::fcntl_dupfd_cloexec(terminal, 3).map_err(|error| error.to_string());
    let (keys, terminal) = (io::stdin(), kept(terminal)?);
    // Keys may come from another terminal than the one that is written to: raw mode is theirs.
    let keyboard = kept(if keys.is_terminal() {
        keys.as_fd()
    } else {
        terminal.as_fd()
    })?;
    let (inside, outside) = pair(&terminal).map_err(told)?;
    let before = tcgetattr(&keyboard).ok();
    let serve = |line: &Line| {
        let relay = Relay {
            inside: &inside,
            terminal: &terminal,
            keyboard: &keyboard,
            filter: Filter::new(clipboard),
            buffer: vec![0; CHUNK],
            before: before.clone(),
            cooked: None,
        };
        // Without its terminal it has nothing to do.
        let _ = relay.run(line);
    };
    // Not the outer end: it must see that nobody writes any more.
    let keeps = [inside.as_raw_fd(), terminal.as_raw_fd(), keyboard.as_raw_fd()];
    let (line, missing) = separate::start(&part(&serve, &keeps), &layers(wanted))?;
    Ok((outside, line, missing))
}

/// The screen process, whatever it serves: it reaches no file and no socket, and outlives the program to give the terminal back.
pub(super) fn part<'a>(serve: &'a dyn Fn(&Line), keeps: &'a [RawFd]) -> Separate<'a> {
    const NOTHING: &Grants = &Grants::nothing();
    Separate {
        name: c"mynah-screen",
        grants: NOTHING,
        lifetime: Lifetime::Own,
        keeps,
        serve,
    }
}

/// The layers of the screen process: it has no broker, because it connects to nothing and starts nothing.
pub(super) fn layers(wanted: &[Layer]) -> Vec<Layer> {
    let own = wanted.iter().copied();
    own.filter(|layer| !matches!(layer, Layer::Broker | Layer::Terminal))
        .collect()
}

/// A pseudo-terminal of the same size that changes nothing of what is written: its inner end, and the one that is written to.
fn pair(terminal: &OwnedFd) -> io::Result<(OwnedFd, OwnedFd)> {
    let inside = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
    grantpt(&inside)?;
    unlockpt(&inside)?;
    let name: CString = ptsname(&inside, Vec::new())?;
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let outside = open(name.as_c_str(), flags, Mode::empty())?;
    let mut attributes = tcgetattr(&outside)?;
    attributes.make_raw();
    tcsetattr(&outside, OptionalActions::Now, &attributes)?;
    if let Ok(size) = tcgetwinsize(terminal) {
        tcsetwinsize(&outside, size)?;
    }
    Ok((inside, outside))
}

/// Waits until all that was written is on the terminal. To be called before this program ends by itself.
pub(super) fn show_all() {
    let Some(lines) = LINES.get() else { return };
    for line in &*lines.lock().unwrap_or_else(PoisonError::into_inner) {
        ask(line, Order::Show);
    }
}

/// Puts the terminal's line into raw mode or takes it out of it; `None` where there is no screen process to do it.
pub(super) fn set_raw(is_raw: bool) -> Option<io::Result<()>> {
    let lines = LINES.get()?.lock().unwrap_or_else(PoisonError::into_inner);
    let line = lines.first()?;
    let order = if is_raw { Order::Raw } else { Order::Cooked };
    Some(if ask(line, order) {
        Ok(())
    } else {
        Err(io::ErrorKind::TimedOut.into())
    })
}

/// What the screen process is asked for, beside what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// All that was written is to be on the terminal.
    Show,
    /// The same, and then keys come one by one, without an effect of their own.
    Raw,
    /// The same, and then the line is as it was before that.
    Cooked,
}

impl Order {
    const ALL: [Self; 3] = [Self::Show, Self::Raw, Self::Cooked];

    /// How it is told.
    fn byte(self) -> u8 {
        match self {
            Self::Show => b'?',
            Self::Raw => b'r',
            Self::Cooked => b'c',
        }
    }
}

/// Whether it was done.
fn ask(line: &Line, order: Order) -> bool {
    // An answer that came too late is not this one's.
    while line.try_receive().is_ok_and(|late| !late.bytes.is_empty()) {}
    let asked = line.try_send(&[order.byte()]).is_ok() && line.wait(SHOWN_WITHIN);
    asked && line.try_receive().is_ok_and(|answer| answer.bytes == DONE)
}

/// Whether a terminal is written to without a process in between.
pub(super) fn is_missing() -> bool {
    LINES.get().is_none() && (io::stdout().is_terminal() || io::stderr().is_terminal())
}

/// Whether this process can do nothing to its terminal but read keys.
pub(super) fn is_apart() -> bool {
    let is_writable = |descriptor: BorrowedFd<'_>| {
        rustix::fs::fcntl_getfl(descriptor)
            .is_ok_and(|flags| flags.intersection(OFlags::RWMODE) != OFlags::RDONLY)
    };
    let keys = io::stdin();
    let writes_to_keys = keys.is_terminal() && is_writable(keys.as_fd());
    let by_name = File::options().write(true).open("/dev/tty");
    let is_terminal = io::stdout().is_terminal() || io::stderr().is_terminal();
    !writes_to_keys && by_name.is_err() && (!is_terminal || LINES.get().is_some())
}

fn is_raw(attributes: &Termios) -> bool {
    !attributes.output_modes.contains(OutputModes::OPOST)
}

/// What is written, on its way to the terminal.
struct Relay<'a> {
    inside: &'a OwnedFd,
    terminal: &'a OwnedFd,
    /// The terminal that keys come from.
    keyboard: &'a OwnedFd,
    filter: Filter,
    buffer: Vec<u8>,
    /// The line's settings at the start.
    before: Option<Termios>,
    /// Those that raw mode has replaced.
    cooked: Option<Termios>,
}

impl Relay<'_> {
    /// Until nobody can write any more.
    fn run(mut self, line: &Line) -> io::Result<()> {
        let mut is_asked = true;
        loop {
            let mut waiting = vec![PollFd::new(self.inside, PollFlags::IN)];
            if is_asked {
                waiting.push(PollFd::new(line, PollFlags::IN));
            }
            match poll(&mut waiting, None) {
                Err(rustix::io::Errno::INTR) => continue,
                other => other?,
            };
            let asks = waiting.get(1).is_some_and(|line| !line.revents().is_empty());
            let is_over = !self.forward()?;
            if asks {
                match line.try_receive() {
                    Ok(message) if !message.bytes.is_empty() => {
                        let asked = Order::ALL
                            .into_iter()
                            .find(|order| message.bytes == [order.byte()]);
                        let is_done = asked.is_some_and(|order| self.obey(order).is_ok());
                        let _ = line.try_send(if is_done { DONE } else { FAILED });
                    }
                    _ => is_asked = false,
                }
            }
            if is_over {
                break;
            }
        }
        if let Some(sequences) = self.filter.restore() {
            self.write(&sequences)?;
        }
        // A shell that has taken the terminal over meanwhile keeps the output's processing; mynah's raw mode does not.
        if let (Some(before), Ok(now)) = (&self.before, tcgetattr(self.keyboard))
            && is_raw(&now)
            && !is_raw(before)
        {
            tcsetattr(self.keyboard, OptionalActions::Now, before)?;
        }
        Ok(())
    }

    /// Does what was asked, after what was written before.
    fn obey(&mut self, order: Order) -> io::Result<()> {
        match order {
            Order::Show => {}
            Order::Raw => {
                let now = tcgetattr(self.keyboard)?;
                let mut raw = now.clone();
                raw.make_raw();
                tcsetattr(self.keyboard, OptionalActions::Now, &raw)?;
                if self.cooked.is_none() {
                    self.cooked = Some(now);
                }
            }
            Order::Cooked => {
                if let Some(cooked) = self.cooked.take() {
                    tcsetattr(self.keyboard, OptionalActions::Now, &cooked)?;
                }
            }
        }
        Ok(())
    }

    /// Gives the pseudo-terminal the terminal's size: without a controlling terminal, the program asks for that.
    fn follow_size(&self) {
        if let (Ok(outer), Ok(inner)) = (tcgetwinsize(self.terminal), tcgetwinsize(self.inside))
            && outer != inner
        {
            let _ = tcsetwinsize(self.inside, outer);
        }
    }

    /// Forwards all that is there; `false` when nobody can write any more.
    fn forward(&mut self) -> io::Result<bool> {
        let now = Timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        loop {
            let mut waiting = [PollFd::new(self.inside, PollFlags::IN)];
            match poll(&mut waiting, Some(&now)) {
                Err(rustix::io::Errno::INTR) => continue,
                other => other?,
            };
            let ready = waiting[0].revents();
            if !ready.contains(PollFlags::IN) {
                return Ok(!ready.contains(PollFlags::HUP));
            }
            let count = match rustix::io::read(self.inside, &mut self.buffer) {
                Ok(count) => count,
                Err(rustix::io::Errno::INTR) => continue,
                // The other end is closed.
                Err(_) => return Ok(false),
            };
            self.follow_size();
            let passed = self.filter.pass(&self.buffer[..count]);
            self.write(&passed)?;
        }
    }

    fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match rustix::io::write(self.terminal, bytes) {
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                Err(rustix::io::Errno::INTR) => {}
                // Somebody has made the terminal's descriptor one that does not wait.
                Err(rustix::io::Errno::AGAIN) => {
                    let mut waiting = [PollFd::new(self.terminal, PollFlags::OUT)];
                    poll(&mut waiting, None)?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
