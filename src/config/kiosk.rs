//! How a kiosk deals with its visitors.

use serde::{Deserialize, Serialize};

/// What an operator decides about visits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KioskSettings {
    /// Whose kiosk it is: shown before a visit begins.
    pub name: String,
    /// Seconds in which nothing happens, after which a visitor is asked whether they are still there.
    pub warn_after: u16,
    /// Seconds after which the visit ends and everything of it is gone.
    pub end_after: u16,
    /// Seconds without progress after which a visit is replaced: something hangs. At least 2.
    pub hang_after: u16,
    /// Languages among which a visitor chooses (`en`, `ru`), by a key, by touch or by saying a language's name.
    pub languages: Vec<String>,
    /// Megabytes of memory that a visit may take; 0 is three quarters of the machine's.
    pub memory: u32,
    /// Answers in one visit; after so many it ends, and the next one begins with an empty mind.
    pub answers: u16,
    /// What `mynah kiosk --new-pin` made of the operator's number; without it nobody gets to the operator's page (F12).
    pub pin: String,
}

impl Default for KioskSettings {
    fn default() -> Self {
        Self {
            name: String::new(),
            warn_after: 60,
            end_after: 90,
            hang_after: 20,
            languages: Vec::new(),
            memory: 0,
            answers: 200,
            pin: String::new(),
        }
    }
}
