//! The console that a kiosk stands on: shown, and no key leads to another one (`console_ioctl(4)`).
//!
//! Owns the four requests to the kernel. They need privileges that a kiosk itself has not: its service's unit asks for them
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

/// Shows the console of this device (`/dev/tty1`) and keeps it shown.
pub fn hold(device: &Path) -> io::Result<()> {
    let number = number(device)?;
    let console = File::open(device)?;
    for (request, argument) in [(VT_ACTIVATE, number), (VT_WAITACTIVE, number), (VT_LOCKSWITCH, 1)] {
        ask(&console, request, argument)?;
    }
    Ok(())
}

/// Keys lead to other consoles again.
pub fn free(device: &Path) -> io::Result<()> {
    ask(&File::open(device)?, VT_UNLOCKSWITCH, 1)
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
    // SAFETY: all four requests take a plain number and write nothing to our memory.
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
