//! The terminal: taken over at the start and restored at the end, whatever happens.
//!
//! Owns raw mode, the alternate screen, the mouse, and standard error, which is redirected to the log so that no library writes
//! over the screen. Restores all of it on return, on a panic of its own thread, and on a second signal.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Stdout, Write, stdout};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, SetTitle};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use crate::offline;

/// Why the terminal interface cannot run.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// The terminal refused an operation.
    #[error("The terminal cannot be used for the interface ({0}): try 'mynah talk --plain'.")]
    Refused(#[from] io::Error),
}

/// Restores the terminal; may run more than once.
#[derive(Debug, Clone)]
pub(super) struct WayBack {
    taken: Arc<AtomicBool>,
    error: Arc<Mutex<Option<OwnedFd>>>,
}

impl WayBack {
    /// Restores the terminal. Every step is tried, whatever the previous one returned.
    pub(super) fn go(&self) {
        if !self.taken.swap(false, Ordering::SeqCst) {
            return;
        }
        let mut out = stdout();
        let _ = execute!(out, DisableMouseCapture);
        let _ = execute!(out, DisableBracketedPaste);
        // Leaves nothing of the conversation behind, even without an alternate screen.
        let _ = execute!(out, Clear(ClearType::All), LeaveAlternateScreen, cursor::Show);
        let _ = set_raw(false);
        let _ = out.flush();
        if let Some(error) = self.error.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = rustix::stdio::dup2_stderr(&error);
        }
    }
}

/// Before the protection: tells crossterm that the keys will come in raw mode, which the screen process sets later. Without it,
/// crossterm takes a line feed for Enter. In the background this stops the program, as it should, until `fg`.
pub fn prepare() {
    if let Ok(before) = tcgetattr(rustix::stdio::stdin())
        && crossterm::terminal::enable_raw_mode().is_ok()
    {
        let _ = tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &before);
    }
}

/// Raw mode: by the screen process, or directly where there is none.
fn set_raw(is_raw: bool) -> io::Result<()> {
    offline::set_raw(is_raw).unwrap_or_else(|| {
        if is_raw {
            crossterm::terminal::enable_raw_mode()
        } else {
            crossterm::terminal::disable_raw_mode()
        }
    })
}

/// Reads a line of standard input without echo.
pub fn hidden_line() -> io::Result<String> {
    use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let _raw = RawTerminal::hold()?;
    let mut line = String::new();
    loop {
        match read()? {
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(key) => match key.code {
                KeyCode::Enter => return Ok(line),
                KeyCode::Backspace => {
                    line.pop();
                }
                KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    return Err(io::ErrorKind::Interrupted.into());
                }
                KeyCode::Char(letter) => line.push(letter),
                _ => {}
            },
            _ => {}
        }
    }
}

/// The terminal between two visits of a kiosk: raw, so that no key has an effect.
pub struct RawTerminal(());

impl RawTerminal {
    /// Switches to raw mode.
    pub fn hold() -> io::Result<Self> {
        // What was printed before needs the terminal's own line ends.
        offline::show_all();
        set_raw(true)?;
        Ok(Self(()))
    }

    /// Clears the screen and its scrollback, and shows a name.
    pub fn clear(&mut self, name: &str) -> io::Result<()> {
        let mut out = stdout();
        execute!(
            out,
            LeaveAlternateScreen,
            Clear(ClearType::All),
            Clear(ClearType::Purge),
            cursor::MoveTo(0, 0),
            cursor::Hide
        )?;
        write!(out, "{}", super::clean::line(name))?;
        out.flush()
    }
}

impl Drop for RawTerminal {
    fn drop(&mut self) {
        let _ = set_raw(false);
        let _ = execute!(stdout(), cursor::Show);
    }
}

/// The terminal while the interface runs.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    way_back: WayBack,
}

impl Screen {
    /// Takes over the terminal. Standard error goes to `log`, or nowhere.
    pub(super) fn enter(mouse: bool, log: Option<&Path>) -> Result<Self, TerminalError> {
        let way_back = WayBack {
            taken: Arc::new(AtomicBool::new(true)),
            error: Arc::default(),
        };
        let entered = Self::take(mouse, &way_back, log);
        if entered.is_err() {
            way_back.go();
        }
        Ok(Self {
            terminal: entered?,
            way_back,
        })
    }

    fn take(
        mouse: bool,
        way_back: &WayBack,
        log: Option<&Path>,
    ) -> io::Result<Terminal<CrosstermBackend<Stdout>>> {
        // What was printed before needs the terminal's own line ends.
        offline::show_all();
        set_raw(true)?;
        let mut out = stdout();
        execute!(out, EnterAlternateScreen, EnableBracketedPaste, SetTitle("mynah"))?;
        if mouse {
            execute!(out, EnableMouseCapture)?;
        }
        let sink = log
            .and_then(|path| OpenOptions::new().append(true).create(true).open(path).ok())
            .map_or_else(|| File::options().write(true).open("/dev/null"), Ok)?;
        let error = rustix::io::dup(rustix::stdio::stderr())?;
        rustix::stdio::dup2_stderr(&sink)?;
        *way_back.error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        let back = way_back.clone();
        let ours = std::thread::current().id();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // A panic in another thread: the interface is still running and shows it.
            if std::thread::current().id() == ours {
                back.go();
            }
            before(panic);
        }));
        Terminal::new(CrosstermBackend::new(out))
    }

    /// Redraws everything the next time. (The terminal's own `clear` would ask for the cursor's position, and the answer would reach
    /// the thread that reads keys.)
    pub(super) fn start_over(&mut self) -> io::Result<()> {
        self.terminal.swap_buffers();
        execute!(stdout(), Clear(ClearType::All))
    }

    /// The restorer, for a signal handler.
    pub(super) fn way_back(&self) -> WayBack {
        self.way_back.clone()
    }

    /// The terminal, for drawing.
    pub(super) fn terminal(&mut self) -> &mut Terminal<CrosstermBackend<Stdout>> {
        &mut self.terminal
    }
}

/// Whether there are unread keys.
pub(super) fn has_unread_keys() -> bool {
    rustix::io::ioctl_fionread(io::stdin()).is_ok_and(|bytes| bytes > 0)
}

/// Sends a text to the terminal's clipboard (OSC 52); works over ssh.
pub(super) fn copy(text: &str) -> io::Result<()> {
    execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.way_back.go();
    }
}
