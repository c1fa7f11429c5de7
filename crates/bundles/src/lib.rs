//! Installed bundles in a folder: one is current, a new one is on trial, and the previous one comes back if the trial fails.
//!
//! Owns the layout of that folder and the order of the writes, so that an interruption at any moment leaves the old bundle or the new one:
//!
//! ```text
//! 7-3f2a91c04d5e/     an installed bundle: its version, and the beginning of its SHA-256
//! 8-a01b44e9c2d7/
//! current             a link to the one that is used; the only thing that decides
//! trial.json          which bundle is on trial, the one before it, and how often it was looked at
//! ```
//!
//! Of what a bundle contains it knows the files of settings, [`SETTINGS`]. Does not know who has signed it, or what healthy means.

mod folder;
mod id;
mod trial;

pub use folder::{BundleFolder, CURRENT, SETTINGS, current, current_id, installed, settings, trial};
pub use id::BundleId;
pub use trial::{CHECKS, Trial, Verdict};

use std::path::PathBuf;

/// Why the folder of bundles is not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundlesError {
    /// Another program changes the folder.
    #[error("Another mynah is changing {}: try again when it is done.", .0.display())]
    Busy(PathBuf),
    /// The system refuses.
    #[error("{} cannot be changed ({reason}): check its permissions and the space on the disk.", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// The current bundle is newer.
    #[error(
        "The bundle's version is {found}, and {current} is installed: export it with a higher --number, or install it with --allow-older."
    )]
    Older {
        /// The version of the new bundle.
        found: u64,
        /// The current one's.
        current: u64,
    },
    /// It is the current one.
    #[error("Bundle {0} is already current.")]
    Installed(BundleId),
    /// Another bundle is on trial.
    #[error(
        "Bundle {0} is on trial: wait until it is confirmed, or end the trial with 'mynah bundle rollback'."
    )]
    OnTrial(BundleId),
    /// No bundle is current.
    #[error("No bundle is current: 'mynah bundle install' installs one.")]
    NoCurrent,
    /// The record of the trial cannot be read.
    #[error("{} cannot be read ({reason}): check its permissions.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// The record of the trial is damaged.
    #[error("{} is damaged ({reason}): remove it to keep the current bundle.", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}
