//! The console that a kiosk stands on: shown, and with a keyboard on which no key leads elsewhere (`console_ioctl(4)`).
//!
//! Owns the requests to the kernel, and the list of keys that are dead meanwhile: those that change the console, hold its output,
//! start the machine anew, or print what the kernel knows. They need privileges that a kiosk itself has not: its service's unit asks for them
//! before it starts and after it has ended.
#![allow(unsafe_code, reason = "the requests have no safe words")]

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::Path;

const VT_ACTIVATE: libc::Ioctl = 0x5606;
const VT_WAITACTIVE: libc::Ioctl = 0x5607;
const VT_LOCKSWITCH: libc::Ioctl = 0x560B;
const VT_UNLOCKSWITCH: libc::Ioctl = 0x560C;
const KDGKBENT: libc::Ioctl = 0x4B46;
const KDSKBENT: libc::Ioctl = 0x4B47;

/// Keys that do something of their own, by `linux/keyboard.h`: their number with the type 2.
const DEAD: [u16; 12] = [
    0x202, // shows registers
    0x203, // shows memory
    0x204, // shows the state
    0x206, // the last console
    0x209, // holds the output: Scroll Lock
    0x20a, // scrolls
    0x20b, //
    0x20c, // Ctrl-Alt-Del
    0x20f, // the secure attention key
    0x210, // the console before
    0x211, // the next console
    0x212, // asks for another console
];
/// Keys of this type lead to a console.
const TO_CONSOLE: u16 = 5;
const HOLE: u16 = 0x200;
const NO_SUCH_MAP: u16 = 0x27f;
/// What the keys did before, until the console is free again.
const BEFORE: &str = "/run/mynah-kiosk.keys";

/// `struct kbentry`
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    table: u8,
    index: u8,
    value: u16,
}

/// Shows the console of this device (`/dev/tty1`) and keeps it shown.
pub fn hold(device: &Path) -> io::Result<()> {
    let number = number(device)?;
    let console = File::open(device)?;
    for (request, argument) in [(VT_ACTIVATE, number), (VT_WAITACTIVE, number), (VT_LOCKSWITCH, 1)] {
        ask(&console, request, argument)?;
    }
    let leading = leading(&console);
    if !leading.is_empty() {
        let lines: Vec<String> = leading
            .iter()
            .map(|key| format!("{} {} {}", key.table, key.index, key.value))
            .collect();
        std::fs::write(BEFORE, lines.join("\n"))?;
    }
    for key in leading {
        set(&console, Key { value: HOLE, ..key })?;
    }
    Ok(())
}

/// Keys lead to other consoles again.
pub fn free(device: &Path) -> io::Result<()> {
    let console = File::open(device)?;
    let before = std::fs::read_to_string(BEFORE).unwrap_or_default();
    for key in before.lines().filter_map(key) {
        set(&console, key)?;
    }
    let _ = std::fs::remove_file(BEFORE);
    ask(&console, VT_UNLOCKSWITCH, 1)
}

/// The keys that lead out of a kiosk, in every table of the keyboard.
fn leading(console: &File) -> Vec<Key> {
    let mut found = Vec::new();
    for table in 0..=u8::MAX {
        if get(console, table, 0) == Some(NO_SUCH_MAP) {
            continue;
        }
        for index in 0..=u8::MAX {
            let Some(value) = get(console, table, index) else {
                break;
            };
            if DEAD.contains(&value) || value >> 8 == TO_CONSOLE {
                found.push(Key { table, index, value });
            }
        }
    }
    found
}

/// A line of what was kept.
fn key(line: &str) -> Option<Key> {
    let mut words = line.split(' ');
    Some(Key {
        table: words.next()?.parse().ok()?,
        index: words.next()?.parse().ok()?,
        value: words.next()?.parse().ok()?,
    })
}

fn get(console: &File, table: u8, index: u8) -> Option<u16> {
    let mut key = Key {
        table,
        index,
        value: 0,
    };
    // SAFETY: the kernel writes one `kbentry` to where one lies.
    let result = unsafe { libc::ioctl(console.as_raw_fd(), KDGKBENT, &raw mut key) };
    (result == 0).then_some(key.value)
}

fn set(console: &File, key: Key) -> io::Result<()> {
    // SAFETY: the kernel reads one `kbentry` from where one lies.
    let result = unsafe { libc::ioctl(console.as_raw_fd(), KDSKBENT, &raw const key) };
    if result < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

/// The number in a console's name.
fn number(device: &Path) -> io::Result<libc::c_int> {
    let name = device.to_string_lossy();
    let number = name.strip_prefix("/dev/tty").and_then(|rest| rest.parse().ok());
    number
        .filter(|number| (1..=63).contains(number))
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it is no console such as /dev/tty1"))
}

fn ask(console: &File, request: libc::Ioctl, argument: libc::c_int) -> io::Result<()> {
    // SAFETY: these requests take a plain number and write nothing to our memory.
    let result = unsafe { libc::ioctl(console.as_raw_fd(), request, argument) };
    if result < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_of_a_key_is_read_again() {
        let dead = Key {
            table: 4,
            index: 70,
            value: 0x209,
        };
        assert_eq!(key("4 70 521"), Some(dead));
        assert_eq!((key("4 70"), key("4 700 1"), key("")), (None, None, None));
    }

    #[test]
    fn only_a_console_is_held() {
        assert_eq!(number(Path::new("/dev/tty12")).unwrap(), 12);
        for other in [
            "/dev/tty0",
            "/dev/tty64",
            "/dev/ttyS0",
            "/dev/tty",
            "/dev/null",
            "tty1",
        ] {
            let message = hold(Path::new(other)).unwrap_err().to_string();
            assert!(message.contains("no console"), "{other}: {message}");
        }
    }
}
