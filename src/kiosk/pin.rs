//! The operator's number: what is kept of it, and what wrong ones lead to.
//!
//! Owns the comparison (Argon2id, RFC 9106, with the library's own parameters) and the count of wrong ones, which lies in a file,
//! because every visit is another process and a kiosk may be switched off. Where nothing can be written, no number is right.

use std::io;
use std::path::{Path, PathBuf};

use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::terminal::Verdict;

/// Wrong numbers that are free.
const FREE: u32 = 5;
/// Seconds for which the fifth wrong one locks; each further one locks for twice as long.
const LOCKED: i64 = 30;
const LONGEST: i64 = 3_600;
/// Fewer could be tried in a night.
const SHORTEST_PIN: usize = 4;
const LONGEST_PIN: usize = 64;

/// The number of a kiosk.
#[derive(Debug)]
pub struct Pin<'a> {
    hash: &'a str,
    count: PathBuf,
}

/// What is kept of wrong numbers.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Count {
    wrong: u32,
    /// Seconds since 1970 until which none is looked at.
    until: i64,
}

impl<'a> Pin<'a> {
    /// The one of which the configuration holds this, counted in a folder.
    pub fn new(hash: &'a str, folder: &Path) -> Self {
        Self {
            hash,
            count: folder.join("pin-count.json"),
        }
    }

    /// Looks at a number, at so many seconds since 1970.
    pub fn check(&self, typed: &str, now: i64) -> Verdict {
        let Ok(hash) = PasswordHash::new(self.hash) else {
            return Verdict::Impossible;
        };
        let mut count = self.read();
        // A clock that was set back must not lock for years.
        let left = (count.until - now).min(LONGEST);
        if left > 0 {
            return Verdict::Locked(left);
        }
        // It is counted before it is looked at: pulling the plug does not help.
        count.wrong = count.wrong.saturating_add(1);
        if count.wrong >= FREE {
            let further = (count.wrong - FREE).min(16);
            count.until = now + (LOCKED << further).min(LONGEST);
        }
        if !self.write(count) {
            return Verdict::Impossible;
        }
        let right = Argon2::default().verify_password(typed.as_bytes(), &hash).is_ok();
        if right {
            self.write(Count::default());
            return Verdict::Right;
        }
        if count.wrong >= FREE {
            Verdict::Locked(count.until - now)
        } else {
            Verdict::Wrong
        }
    }

    /// A count that cannot be read, but is there, is as bad as the worst.
    fn read(&self) -> Count {
        match std::fs::read_to_string(&self.count) {
            Ok(text) => serde_json::from_str(&text).unwrap_or(Count {
                wrong: FREE,
                until: 0,
            }),
            Err(_) => Count::default(),
        }
    }

    fn write(&self, count: Count) -> bool {
        // On the disk before an answer is given: cutting the power must not give new tries.
        let written = || {
            let mut beside = NamedTempFile::new_in(self.count.parent().unwrap_or(Path::new(".")))?;
            serde_json::to_writer(&mut beside, &count)?;
            beside.as_file().sync_all()?;
            beside.persist(&self.count)?;
            io::Result::Ok(())
        };
        written().is_ok()
    }
}

/// What the configuration is to hold of a number.
pub fn hashed(pin: &str) -> Result<String, String> {
    let length = pin.chars().count();
    if !(SHORTEST_PIN..=LONGEST_PIN).contains(&length) {
        return Err(format!(
            "A PIN has {SHORTEST_PIN} to {LONGEST_PIN} characters; choose another one."
        ));
    }
    let salt = SaltString::generate(&mut OsRng);
    Argon2::default()
        .hash_password(pin.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| format!("The PIN cannot be prepared ({error}): try again."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wrong_numbers_lock_for_half_a_minute_and_longer_whatever_is_restarted() {
        let folder = tempfile::tempdir().unwrap();
        let hash = hashed("4711").unwrap();
        let check = |typed: &str, now| Pin::new(&hash, folder.path()).check(typed, now);
        assert_eq!(check("4711", 0), Verdict::Right);
        for number in 0..4 {
            assert_eq!(check("1234", number), Verdict::Wrong);
        }
        assert_eq!(check("1234", 10), Verdict::Locked(30));
        assert_eq!(check("4711", 39), Verdict::Locked(1), "not even the right one");
        assert_eq!(check("1234", 40), Verdict::Locked(60));
        assert_eq!(check("4711", 100), Verdict::Right);
        assert_eq!(check("1234", 101), Verdict::Wrong, "they are counted anew");
    }

    #[test]
    fn without_a_number_or_a_place_to_count_none_is_right() {
        let folder = tempfile::tempdir().unwrap();
        let hash = hashed("4711").unwrap();
        assert_eq!(Pin::new("", folder.path()).check("4711", 0), Verdict::Impossible);
        let nowhere = folder.path().join("nowhere");
        assert_eq!(Pin::new(&hash, &nowhere).check("4711", 0), Verdict::Impossible);
        std::fs::write(folder.path().join("pin-count.json"), "{").unwrap();
        assert_eq!(Pin::new(&hash, folder.path()).check("1", 0), Verdict::Locked(60));
        assert!(hashed("123").is_err() && hashed(&"1".repeat(65)).is_err());
    }
}
