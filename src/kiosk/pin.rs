//! The operator's number: what is kept of it, and what wrong ones lead to.
//!
//! Owns the comparison (Argon2id, RFC 9106, with the library's own parameters) and the count of wrong ones, which lies in a file,
//! because every visit is another process and a kiosk may be switched off. Where nothing can be written, no number is right.
//! How long a lock lasts is told by the time since the machine's start, never by the clock on the wall, which may be set; after
//! another start it lasts anew. A count that is gone is as bad as the worst.

use std::fs::File;
use std::path::{Path, PathBuf};

use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use mynah_files::Lifetime;
use serde::{Deserialize, Serialize};

use crate::terminal::Verdict;

/// Wrong numbers that are free.
const FREE: u32 = 5;
/// Seconds for which the fifth wrong one locks; each further one locks for twice as long.
const LOCKED: i64 = 30;
const MAX_DURATION: i64 = 3_600;
/// Fewer could be tried in a night.
const MIN_PIN_LEN: usize = 4;
const MAX_PIN_LEN: usize = 64;
/// Size limit of the file with the count.
const MAX_COUNT_LEN: u64 = 1 << 10;
/// The count's file.
const NAME: &str = "pin-count.json";

/// The number of a kiosk.
#[derive(Debug)]
pub struct Pin<'a> {
    hash: &'a str,
    count: PathBuf,
}

/// A moment since a start of the machine.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Moment {
    /// Which start it was.
    boot: String,
    /// Seconds since then, those asleep counted.
    seconds: i64,
}

impl Moment {
    /// Now, by `proc_uptime(5)`; `None` where the kernel does not tell.
    pub fn now() -> Option<Self> {
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
        let seconds = uptime.split(['.', ' ']).next()?.parse().ok()?;
        Some(Self {
            boot: boot.trim().to_owned(),
            seconds,
        })
    }
}

/// What is kept of wrong numbers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Count {
    wrong: u32,
    /// When the last wrong one was counted.
    #[serde(default)]
    at: Moment,
}

impl Count {
    /// How long none is looked at after the last wrong one.
    fn lock(&self) -> i64 {
        match self.wrong.checked_sub(FREE) {
            None => 0,
            Some(further) => (LOCKED << further.min(16)).min(MAX_DURATION),
        }
    }

    /// What is left of that.
    fn left(&self, now: &Moment) -> i64 {
        // A lock cannot have begun in the future, nor last longer than it does.
        (self.at.seconds + self.lock() - now.seconds).clamp(0, self.lock())
    }
}

/// Begins the count of a kiosk that was never used. Later a count that is missing was taken away.
pub(super) fn begin(folder: &Path) {
    let first = !folder.join(super::record::NAME).exists();
    let path = folder.join(NAME);
    if first && !path.exists() {
        write(&path, &Count::default());
    }
}

impl<'a> Pin<'a> {
    /// The one of which the configuration holds this, counted in a folder.
    pub fn new(hash: &'a str, folder: &Path) -> Self {
        Self {
            hash,
            count: folder.join(NAME),
        }
    }

    /// Looks at a number.
    pub fn check(&self, typed: &str, now: Moment) -> Verdict {
        let Ok(hash) = PasswordHash::new(self.hash) else {
            return Verdict::Impossible;
        };
        let mut count = self.read();
        if count.at.boot != now.boot && count.lock() > 0 {
            // How long the machine was off, nobody can say: the lock begins again.
            count.at = now.clone();
            if !write(&self.count, &count) {
                return Verdict::Impossible;
            }
        }
        let left = count.left(&now);
        if left > 0 {
            return Verdict::Locked(left);
        }
        // It is counted before it is looked at: pulling the plug does not help.
        count.wrong = count.wrong.saturating_add(1);
        count.at = now;
        if !write(&self.count, &count) {
            return Verdict::Impossible;
        }
        let right = Argon2::default().verify_password(typed.as_bytes(), &hash).is_ok();
        if right {
            write(&self.count, &Count::default());
            return Verdict::Right;
        }
        match count.lock() {
            0 => Verdict::Wrong,
            lock => Verdict::Locked(lock),
        }
    }

    /// A count that cannot be read, or is gone, is as bad as the worst.
    fn read(&self) -> Count {
        let text = mynah_files::read_text(&self.count, MAX_COUNT_LEN).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or(Count {
            wrong: FREE,
            at: Moment::default(),
        })
    }
}

fn write(path: &Path, count: &Count) -> bool {
    // On the disk before an answer is given: cutting the power must not give new tries.
    let write = |file: &mut File| Ok(serde_json::to_writer(file, count)?);
    path.parent().is_some_and(Path::is_dir) && mynah_files::replace(path, Lifetime::Durable, write).is_ok()
}

/// What the configuration is to hold of a number.
pub fn hashed(pin: &str) -> Result<String, String> {
    let length = pin.chars().count();
    if !(MIN_PIN_LEN..=MAX_PIN_LEN).contains(&length) {
        return Err(format!(
            "A PIN has {MIN_PIN_LEN} to {MAX_PIN_LEN} characters; choose another one."
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

    fn at(boot: &str, seconds: i64) -> Moment {
        Moment {
            boot: boot.to_owned(),
            seconds,
        }
    }

    #[test]
    fn five_wrong_numbers_lock_for_half_a_minute_and_longer_whatever_is_restarted() {
        let folder = tempfile::tempdir().unwrap();
        let hash = hashed("4711").unwrap();
        let check = |typed: &str, seconds| Pin::new(&hash, folder.path()).check(typed, at("one", seconds));
        begin(folder.path());
        assert_eq!(check("4711", 0), Verdict::Right);
        for number in 0..4 {
            assert_eq!(check("1234", number), Verdict::Wrong);
        }
        assert_eq!(check("1234", 10), Verdict::Locked(30));
        assert_eq!(check("4711", 39), Verdict::Locked(1), "not even the right one");
        assert_eq!(check("1234", 40), Verdict::Locked(60));
        let later = |seconds| Pin::new(&hash, folder.path()).check("4711", at("two", seconds));
        assert_eq!(later(3), Verdict::Locked(60), "the machine was started anew");
        assert_eq!(later(62), Verdict::Locked(1));
        assert_eq!(later(63), Verdict::Right);
        assert_eq!(check("1234", 101), Verdict::Wrong, "they are counted anew");
    }

    #[test]
    fn without_a_number_or_a_place_to_count_none_is_right() {
        let folder = tempfile::tempdir().unwrap();
        let hash = hashed("4711").unwrap();
        let impossible = |hash: &str, folder: &Path| Pin::new(hash, folder).check("4711", at("one", 0));
        assert_eq!(impossible("", folder.path()), Verdict::Impossible);
        assert_eq!(
            impossible(&hash, &folder.path().join("nowhere")),
            Verdict::Impossible
        );
        assert!(hashed("123").is_err() && hashed(&"1".repeat(65)).is_err());
    }

    #[test]
    fn a_count_that_is_broken_or_gone_gives_no_new_tries() {
        let folder = tempfile::tempdir().unwrap();
        let hash = hashed("4711").unwrap();
        let path = folder.path().join(NAME);
        let check = |seconds| Pin::new(&hash, folder.path()).check("1", at("one", seconds));
        std::fs::write(&path, "{").unwrap();
        assert_eq!(check(100), Verdict::Locked(30));
        std::fs::remove_file(&path).unwrap();
        assert_eq!(check(200), Verdict::Locked(30));
        std::fs::remove_file(&path).unwrap();
        std::fs::write(folder.path().join(super::super::record::NAME), "{}").unwrap();
        begin(folder.path());
        assert!(!path.exists(), "this kiosk has been used before");
    }

    #[test]
    fn a_clock_that_was_ahead_does_not_lock_until_then() {
        let folder = tempfile::tempdir().unwrap();
        let hash = hashed("4711").unwrap();
        let count = r#"{"wrong":5,"at":{"boot":"one","seconds":4000000000}}"#;
        std::fs::write(folder.path().join(NAME), count).unwrap();
        let check = |seconds| Pin::new(&hash, folder.path()).check("4711", at("one", seconds));
        assert_eq!(check(10), Verdict::Locked(30), "at most as long as a lock lasts");
    }

    #[test]
    fn the_machine_tells_which_moment_it_is() {
        let now = Moment::now().unwrap();
        assert!(now.boot.len() == 36 && now.seconds > 0, "{now:?}");
    }
}
