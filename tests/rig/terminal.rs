//! A running `mynah talk` in a terminal of its own: what is on the screen, and keys.
//!
//! Owns the pseudo-terminal and the reading of what is written to it. Knows nothing of mynah but how it is started.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Far longer than anything takes.
const TIMEOUT: Duration = Duration::from_secs(30);
const POLL_INTERVAL: Duration = Duration::from_millis(2);

/// What has been written to the terminal.
#[derive(Default)]
struct Written {
    bytes: Vec<u8>,
    over: bool,
}

/// The program in its terminal.
pub struct Session {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    input: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    written: Arc<Mutex<Written>>,
    began: Instant,
}

impl Session {
    /// Starts the program with these arguments; nothing of the environment but what is given.
    #[expect(clippy::disallowed_methods, reason = "this measures")]
    pub fn start(
        program: &Path,
        root: &Path,
        arguments: &[&str],
        environment: &[(&str, PathBuf)],
        size: (u16, u16),
    ) -> Self {
        let pty = native_pty_system().openpty(pty_size(size)).unwrap();
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("COLORTERM", "truecolor"),
        ] {
            command.env(name, value);
        }
        command.env("PATH", std::env::var_os("PATH").unwrap());
        command.env("MYNAH_CONFIG", root.join("assets/demo/demo.toml"));
        command.env("MYNAH_MODELS", root.join("models/starter"));
        for (name, value) in environment {
            command.env(name, value);
        }
        command.args(arguments);
        command.cwd(root);
        let began = Instant::now();
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(size.1), cells(size.0), 0)));
        let written = Arc::new(Mutex::new(Written::default()));
        let mut output = pty.master.try_clone_reader().unwrap();
        let (shown, kept) = (Arc::clone(&screen), Arc::clone(&written));
        // Ends with the program's output.
        std::thread::Builder::new()
            .spawn(move || {
                let mut bytes = vec![0; 65_536];
                while let Ok(count @ 1..) = output.read(&mut bytes) {
                    shown.lock().unwrap().process(&bytes[..count]);
                    kept.lock().unwrap().bytes.extend_from_slice(&bytes[..count]);
                }
                kept.lock().unwrap().over = true;
            })
            .unwrap();
        Self {
            input: pty.master.take_writer().unwrap(),
            master: pty.master,
            child,
            screen,
            written,
            began,
        }
    }

    /// The words on the screen.
    pub fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Gives the screen as it is now, with the time since the start.
    pub fn screen(&self, see: &mut dyn FnMut(&vt100::Screen, Duration)) {
        see(self.screen.lock().unwrap().screen(), self.began.elapsed());
    }

    /// Everything that was written, escape sequences and all.
    pub fn bytes(&self) -> Vec<u8> {
        self.written.lock().unwrap().bytes.clone()
    }

    /// Whether the program shows its own screen, and not what was there before.
    pub fn is_taken(&self) -> bool {
        self.screen.lock().unwrap().screen().alternate_screen()
    }

    /// Waits for words on the screen; returns the time since the start.
    pub fn wait(&self, words: &str) -> Duration {
        self.wait_until(words, |text| text.contains(words))
    }

    /// Types words and waits until they are shown; returns how long that took.
    #[expect(clippy::disallowed_methods, reason = "this measures")]
    pub fn until_shown(&mut self, words: &str) -> Duration {
        let typed = Instant::now();
        self.keys(words);
        while typed.elapsed() < TIMEOUT && !self.text().contains(words) {
            std::thread::sleep(POLL_INTERVAL / 10);
        }
        typed.elapsed()
    }

    /// Waits until words are no longer on the screen.
    pub fn wait_gone(&self, words: &str) -> Duration {
        self.wait_until(words, |text| !text.contains(words))
    }

    #[expect(clippy::disallowed_methods, reason = "a test may be in a hurry")]
    fn wait_until(&self, what: &str, fits: impl Fn(&str) -> bool) -> Duration {
        let waiting = Instant::now();
        while waiting.elapsed() < TIMEOUT {
            if fits(&self.text()) {
                return self.began.elapsed();
            }
            std::thread::sleep(POLL_INTERVAL);
        }
        panic!("waited in vain for '{what}':\n{}", self.text());
    }

    /// Sends bytes as keys.
    pub fn keys(&mut self, keys: &str) {
        // A program that has ended reads no more.
        let _ = self.input.write_all(keys.as_bytes());
        let _ = self.input.flush();
    }

    /// Another size of the window.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.screen
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(cells(size.1), cells(size.0));
        self.master.resize(pty_size(size)).unwrap();
    }

    /// The program's process.
    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Sends a signal (`TERM`, `HUP`, ...).
    pub fn signal(&self, name: &str) {
        signal(self.process(), name);
    }

    /// Whether the program has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Waits for the end; returns the exit code.
    pub fn end(&mut self) -> u32 {
        let code = self.child.wait().unwrap().exit_code();
        for _ in 0..1_000 {
            if self.written.lock().unwrap().over {
                break;
            }
            std::thread::sleep(POLL_INTERVAL);
        }
        code
    }

    /// Processor time used so far, in seconds.
    pub fn processor_seconds(&self) -> f64 {
        processor_seconds(self.process())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to any process.
pub fn signal(process: u32, name: &str) {
    let status = std::process::Command::new("kill")
        .args([&format!("-{name}"), &process.to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has rows and columns")
}

fn pty_size((columns, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// Processor time that a process has used so far, in seconds.
pub fn processor_seconds(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: f64 = fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
    // Linux counts in hundredths of a second.
    ticks / 100.0
}
