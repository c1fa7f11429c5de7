//! The trial of a new bundle: how often it was looked at, and what follows from that.
//!
//! Counts checks instead of seconds: a kiosk's clock may be wrong, may jump, and starts anew with every boot. `mynah-kiosk watch-bundle`
//! checks every 30 seconds, so [`CHECKS`] take ten to thirteen minutes.

use serde::{Deserialize, Serialize};

use super::BundleId;

/// Checks within which a bundle has to prove itself.
pub const CHECKS: u32 = 20;
/// Healthy checks in a row that confirm it: one alone may have come between two crashes.
const IN_A_ROW: u32 = 2;

/// A bundle on trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The bundle.
    pub bundle: BundleId,
    /// The one that comes back if it fails; `None`: none was installed.
    pub previous: Option<BundleId>,
    /// How often it was looked at.
    pub checks: u32,
    /// How many of the last checks found it healthy.
    pub healthy: u32,
}

/// What a check decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is on trial.
    NoTrial,
    /// The trial goes on, for at most so many checks.
    Undecided(u32),
    /// The bundle stays.
    Confirmed(BundleId),
    /// The bundle has failed.
    RolledBack {
        /// The one that failed.
        from: BundleId,
        /// The one that is used again; `None`: none was installed before.
        to: Option<BundleId>,
    },
}

impl Trial {
    pub(crate) fn new(bundle: BundleId, previous: Option<BundleId>) -> Self {
        Self {
            bundle,
            previous,
            checks: 0,
            healthy: 0,
        }
    }

    /// Counts a check and decides.
    pub(crate) fn check(&mut self, is_healthy: bool) -> Verdict {
        self.checks = self.checks.saturating_add(1);
        self.healthy = if is_healthy {
            self.healthy.saturating_add(1)
        } else {
            0
        };
        if self.healthy >= IN_A_ROW {
            Verdict::Confirmed(self.bundle.clone())
        } else if self.checks >= CHECKS {
            Verdict::RolledBack {
                from: self.bundle.clone(),
                to: self.previous.clone(),
            }
        } else {
            Verdict::Undecided(CHECKS - self.checks)
        }
    }
}

/// What the file holds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrialRecord {
    bundle: String,
    previous: Option<String>,
    checks: u32,
    healthy: u32,
}

impl From<&Trial> for TrialRecord {
    fn from(trial: &Trial) -> Self {
        Self {
            bundle: trial.bundle.to_string(),
            previous: trial.previous.as_ref().map(BundleId::to_string),
            checks: trial.checks,
            healthy: trial.healthy,
        }
    }
}

impl TrialRecord {
    /// The trial; `None` if it names what is no bundle.
    pub(crate) fn trial(self) -> Option<Trial> {
        let previous = match self.previous {
            None => None,
            Some(name) => Some(name.parse().ok()?),
        };
        Some(Trial {
            bundle: self.bundle.parse().ok()?,
            previous,
            checks: self.checks,
            healthy: self.healthy,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial() -> Trial {
        let id = |version| BundleId::new(version, "0123456789ab").unwrap();
        Trial::new(id(8), Some(id(7)))
    }

    #[test]
    fn two_healthy_checks_in_a_row_confirm_and_twenty_without_roll_back() {
        let mut first = trial();
        assert_eq!(first.check(true), Verdict::Undecided(CHECKS - 1));
        assert_eq!(first.check(false), Verdict::Undecided(CHECKS - 2));
        assert_eq!(first.check(true), Verdict::Undecided(CHECKS - 3));
        assert_eq!(first.check(true), Verdict::Confirmed(first.bundle.clone()));
        let mut second = trial();
        for check in 1..CHECKS {
            // Healthy now and then is not healthy.
            assert_eq!(second.check(check % 2 == 0), Verdict::Undecided(CHECKS - check));
        }
        let failed = second.check(true);
        assert_eq!(
            failed,
            Verdict::RolledBack {
                from: second.bundle.clone(),
                to: second.previous.clone()
            }
        );
    }
}
