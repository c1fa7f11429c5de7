//! The folder of installed bundles, locked while it is changed.
//!
//! Installation first records the trial, then renames the complete and synced bundle into place, then replaces the link. A trial record for
//! a bundle that is not current was left by an interrupted step: it counts as none, and is removed together with its bundle.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use mynah_files::Staging;

use super::trial::{Trial, TrialRecord, Verdict};
use super::{BundleId, BundlesError};

/// The name of the link to the bundle that is used.
pub const CURRENT: &str = "current";
/// The files of settings in a bundle, the later one over the earlier: its configuration, and where its models and documents lie.
pub const SETTINGS: [&str; 2] = ["configuration/config.toml", "contents.toml"];
const TRIAL: &str = "trial.json";
/// Where a new bundle waits, and its link.
const NEW: &str = "new";
const LINK: &str = "link";
/// The record is a few words.
const MAX_RECORD_LEN: u64 = 4_096;

/// The folder of the bundle that is used, without the link: whoever reads several of its files reads those of one bundle.
pub fn current(folder: &Path) -> Option<PathBuf> {
    current_id(folder).map(|id| folder.join(id.to_string()))
}

/// The files of settings of the bundle that is used, in their order; of its configuration, which a bundle need not have, only if it is
/// there.
///
/// # Errors
/// The link is there and cannot be read, or leads to no bundle: nobody may take that for a kiosk without a bundle.
pub fn settings(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_link(folder.join(CURRENT)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    let bundle = current(folder).ok_or(io::ErrorKind::NotFound)?;
    let [configuration, contents] = SETTINGS.map(|file| bundle.join(file));
    let has_none =
        fs::symlink_metadata(&configuration).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    Ok(if has_none {
        vec![contents]
    } else {
        vec![configuration, contents]
    })
}

/// The bundles of a folder, the oldest version first.
pub fn installed(folder: &Path) -> Vec<BundleId> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<BundleId> = entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect();
    found.sort();
    found
}

/// The trial of the bundle that is used, if it is on trial.
///
/// # Errors
/// Its record cannot be read.
pub fn trial(folder: &Path) -> Result<Option<Trial>, BundlesError> {
    Ok(recorded(folder)?.filter(|trial| current_id(folder).as_ref() == Some(&trial.bundle)))
}

/// What the record says, whether it is about the current bundle or not.
fn recorded(folder: &Path) -> Result<Option<Trial>, BundlesError> {
    let path = folder.join(TRIAL);
    let damaged = |reason: String| BundlesError::Damaged {
        path: path.clone(),
        reason,
    };
    let text = match mynah_files::read_text(&path, MAX_RECORD_LEN) {
        Ok(text) => text,
        Err(error) if error.is_absent() => return Ok(None),
        Err(error) => {
            return Err(BundlesError::Unreadable {
                reason: error.to_string(),
                path,
            });
        }
    };
    let record: TrialRecord = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
    let trial = record
        .trial()
        .ok_or_else(|| damaged("it names what is no bundle".to_owned()))?;
    Ok(Some(trial))
}

/// The bundle that is used. A link that names no bundle of this folder is none.
pub fn current_id(folder: &Path) -> Option<BundleId> {
    let target = fs::read_link(folder.join(CURRENT)).ok()?;
    let id: BundleId = target.to_str()?.parse().ok()?;
    let status = fs::symlink_metadata(folder.join(&target)).ok()?;
    status.is_dir().then_some(id)
}

/// The folder, locked: only this program changes it.
#[derive(Debug)]
pub struct BundleFolder {
    staging: Staging,
}

impl BundleFolder {
    /// Locks the folder, which is made if it is not there, and removes what an interrupted installation left.
    ///
    /// # Errors
    /// Another program has locked it, or it cannot be written.
    pub fn open(folder: &Path) -> Result<Self, BundlesError> {
        let staging = Staging::begin_private(folder).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => BundlesError::Busy(folder.to_owned()),
            _ => unwritable(folder, &error),
        })?;
        Ok(Self { staging })
    }

    /// The bundle that is used.
    pub fn current(&self) -> Option<BundleId> {
        current_id(self.staging.folder())
    }

    /// The trial of the current bundle: see [`trial`].
    ///
    /// # Errors
    /// Its record cannot be read.
    pub fn trial(&self) -> Result<Option<Trial>, BundlesError> {
        trial(self.staging.folder())
    }

    /// Whether a bundle of this version may be installed now.
    ///
    /// # Errors
    /// Why not.
    pub fn accepts(&self, id: &BundleId, allows_older: bool) -> Result<(), BundlesError> {
        let current = self.current();
        if current.as_ref() == Some(id) {
            return Err(BundlesError::Installed(id.clone()));
        }
        if let Some(trial) = self.trial()? {
            return Err(BundlesError::OnTrial(trial.bundle));
        }
        match current {
            Some(current) if current.version() >= id.version() && !allows_older => Err(BundlesError::Older {
                found: id.version(),
                current: current.version(),
            }),
            _ => Ok(()),
        }
    }

    /// An empty folder for the contents of a new bundle, in a folder that nobody else can enter. What its files hold must be on the disk
    /// before [`Self::install`].
    ///
    /// # Errors
    /// The system's.
    pub fn begin(&self) -> Result<PathBuf, BundlesError> {
        if self.trial()?.is_none() {
            self.clear_interrupted()?;
        }
        let path = self.staging.path(NEW);
        self.staging
            .clear()
            .and_then(|()| fs::create_dir(&path))
            .map_err(|error| unwritable(self.staging.folder(), &error))?;
        Ok(path)
    }

    /// Gives the contents that were put into [`Self::begin`]'s folder their place, and makes them the current bundle: on trial, or for
    /// good. Older bundles than the one before it are removed.
    ///
    /// # Errors
    /// The system's. If it occurs after the link was replaced, the new bundle is current.
    pub fn install(&mut self, id: &BundleId, is_on_trial: bool) -> Result<(), BundlesError> {
        let folder = self.staging.folder().to_owned();
        let failed = |error: io::Error| unwritable(&folder, &error);
        let name = id.to_string();
        let previous = self.current();
        // One of this name that is not current: an earlier trial of it failed, or was interrupted.
        self.staging.remove(&name).map_err(failed)?;
        self.record(&Trial::new(id.clone(), previous.clone()))?;
        if !self.staging.place(NEW, &name).map_err(failed)? {
            return Err(unwritable(
                &folder.join(&name),
                &io::ErrorKind::AlreadyExists.into(),
            ));
        }
        self.point_to(id)?;
        if !is_on_trial {
            self.forget_trial()?;
        }
        // What cannot be removed is removed by the next installation.
        let _ = self.keep_only(&[Some(id), previous.as_ref()]);
        Ok(())
    }

    /// Counts a check of the bundle on trial, confirms it or goes back.
    ///
    /// # Errors
    /// The record cannot be read or written, or the link cannot be changed.
    pub fn mark(&mut self, is_healthy: bool) -> Result<Verdict, BundlesError> {
        let Some(mut trial) = self.trial()? else {
            self.clear_interrupted()?;
            return Ok(Verdict::NoTrial);
        };
        let verdict = trial.check(is_healthy);
        match &verdict {
            Verdict::NoTrial | Verdict::Undecided(_) => self.record(&trial)?,
            Verdict::Confirmed(_) => self.forget_trial()?,
            Verdict::RolledBack { from, .. } => self.go_back(from, trial.previous.as_ref())?,
        }
        Ok(verdict)
    }

    /// Makes the previous bundle current again: the trial's, or the newest other one that is installed. Gives the one that was current and
    /// the one that is now; none is if no other is installed.
    ///
    /// # Errors
    /// No bundle is current, or the link cannot be changed.
    pub fn roll_back(&mut self) -> Result<(BundleId, Option<BundleId>), BundlesError> {
        let current = self.current().ok_or(BundlesError::NoCurrent)?;
        // A damaged record keeps nobody from leaving a bundle.
        let to = match self.trial().unwrap_or_default() {
            Some(trial) => trial.previous,
            None => {
                let others = installed(self.staging.folder());
                others.into_iter().rev().find(|id| *id != current)
            }
        };
        self.go_back(&current, to.as_ref())?;
        Ok((current, to))
    }

    /// The link first: a record that is left behind is then about another bundle. The one that is left is removed, so that nobody goes back
    /// to it.
    fn go_back(&mut self, from: &BundleId, to: Option<&BundleId>) -> Result<(), BundlesError> {
        let folder = self.staging.folder().to_owned();
        let there = |id: &&BundleId| folder.join(id.to_string()).is_dir();
        match to.filter(there) {
            Some(to) => self.point_to(to)?,
            None => drop(
                self.staging
                    .remove(CURRENT)
                    .map_err(|error| unwritable(&folder, &error))?,
            ),
        }
        self.staging
            .remove(&from.to_string())
            .map_err(|error| unwritable(&folder, &error))?;
        self.forget_trial()
    }

    /// Removes the record of a bundle that is not current, and that bundle: an interrupted step has left both.
    fn clear_interrupted(&self) -> Result<(), BundlesError> {
        if let Some(trial) = recorded(self.staging.folder())? {
            self.staging
                .remove(&trial.bundle.to_string())
                .map_err(|error| unwritable(self.staging.folder(), &error))?;
        }
        self.forget_trial()
    }

    fn point_to(&self, id: &BundleId) -> Result<(), BundlesError> {
        let failed = |error: io::Error| unwritable(&self.staging.folder().join(CURRENT), &error);
        symlink(id.to_string(), self.staging.path(LINK)).map_err(failed)?;
        self.staging.replace(LINK, CURRENT).map_err(failed)
    }

    fn record(&self, trial: &Trial) -> Result<(), BundlesError> {
        let path = self.staging.folder().join(TRIAL);
        let text = serde_json::to_vec(&TrialRecord::from(trial)).unwrap_or_default();
        mynah_files::save(&path, &text).map_err(|error| BundlesError::Unwritable {
            reason: error.to_string(),
            path,
        })
    }

    fn forget_trial(&self) -> Result<(), BundlesError> {
        self.staging
            .remove(TRIAL)
            .map(drop)
            .map_err(|error| unwritable(self.staging.folder(), &error))
    }

    fn keep_only(&self, kept: &[Option<&BundleId>]) -> Result<(), BundlesError> {
        for id in installed(self.staging.folder()) {
            if !kept.contains(&Some(&id)) {
                self.staging
                    .remove(&id.to_string())
                    .map_err(|error| unwritable(self.staging.folder(), &error))?;
            }
        }
        Ok(())
    }
}

fn unwritable(path: &Path, error: &io::Error) -> BundlesError {
    BundlesError::Unwritable {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::CHECKS;
    use super::*;

    fn id(version: u64) -> BundleId {
        BundleId::new(version, "0123456789ab").unwrap()
    }

    /// Installs a bundle whose one file holds its version.
    fn install(folder: &mut BundleFolder, version: u64, is_on_trial: bool) {
        let new = folder.begin().unwrap();
        fs::write(new.join("version"), version.to_string()).unwrap();
        folder.install(&id(version), is_on_trial).unwrap();
    }

    fn version(folder: &Path) -> Option<String> {
        current(folder).map(|path| fs::read_to_string(path.join("version")).unwrap())
    }

    #[test]
    fn a_confirmed_bundle_stays_and_a_failed_one_gives_way_to_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let mut bundles = BundleFolder::open(path).unwrap();
        install(&mut bundles, 7, true);
        assert_eq!(bundles.accepts(&id(8), false), Err(BundlesError::OnTrial(id(7))));
        assert_eq!(bundles.mark(true), Ok(Verdict::Undecided(CHECKS - 1)));
        assert_eq!(bundles.mark(true), Ok(Verdict::Confirmed(id(7))));
        assert_eq!(bundles.mark(false), Ok(Verdict::NoTrial));
        bundles.accepts(&id(8), false).unwrap();
        install(&mut bundles, 8, true);
        assert_eq!(version(path).as_deref(), Some("8"));
        for _ in 1..CHECKS {
            assert!(matches!(bundles.mark(false), Ok(Verdict::Undecided(_))));
        }
        assert_eq!(
            bundles.mark(false),
            Ok(Verdict::RolledBack {
                from: id(8),
                to: Some(id(7))
            })
        );
        assert_eq!(version(path).as_deref(), Some("7"));
        assert_eq!(bundles.trial(), Ok(None));
        // It may be tried again.
        bundles.accepts(&id(8), false).unwrap();
        install(&mut bundles, 8, false);
        assert_eq!(bundles.trial(), Ok(None));
        assert_eq!(bundles.roll_back(), Ok((id(8), Some(id(7)))));
        install(&mut bundles, 9, false);
        assert_eq!(installed(path), [id(7), id(9)]);
    }

    #[test]
    fn a_record_of_a_bundle_that_never_became_current_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let mut bundles = BundleFolder::open(folder.path()).unwrap();
        install(&mut bundles, 7, false);
        // As if the power had failed before the link changed.
        bundles.record(&Trial::new(id(8), Some(id(7)))).unwrap();
        assert_eq!(bundles.trial(), Ok(None));
        bundles.accepts(&id(8), false).unwrap();
        assert_eq!(bundles.mark(false), Ok(Verdict::NoTrial));
        assert!(!folder.path().join(TRIAL).exists());
        assert_eq!(version(folder.path()).as_deref(), Some("7"));
    }

    #[test]
    fn without_a_bundle_before_it_a_failed_one_leaves_none() {
        let folder = tempfile::tempdir().unwrap();
        let mut bundles = BundleFolder::open(folder.path()).unwrap();
        assert_eq!(bundles.roll_back(), Err(BundlesError::NoCurrent));
        install(&mut bundles, 1, true);
        assert_eq!(bundles.roll_back(), Ok((id(1), None)));
        assert_eq!(current(folder.path()), None);
        assert_eq!(bundles.trial(), Ok(None));
    }

    #[test]
    fn an_older_version_and_the_same_bundle_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut bundles = BundleFolder::open(folder.path()).unwrap();
        install(&mut bundles, 7, false);
        let older = BundlesError::Older { found: 6, current: 7 };
        assert_eq!(bundles.accepts(&id(6), false), Err(older));
        bundles.accepts(&id(6), true).unwrap();
        assert_eq!(bundles.accepts(&id(7), true), Err(BundlesError::Installed(id(7))));
        // The same version with other contents is not newer.
        let other = BundleId::new(7, "ba9876543210").unwrap();
        assert!(bundles.accepts(&other, false).is_err());
        let second = BundleFolder::open(folder.path()).unwrap_err();
        assert_eq!(second, BundlesError::Busy(folder.path().to_owned()));
    }

    #[test]
    fn a_link_out_of_the_folder_and_a_damaged_record_are_no_bundles() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        for target in ["/etc", "..", "7-0123456789ab"] {
            symlink(target, path.join(CURRENT)).unwrap();
            assert_eq!(current(path), None, "{target}");
            fs::remove_file(path.join(CURRENT)).unwrap();
        }
        let mut bundles = BundleFolder::open(path).unwrap();
        install(&mut bundles, 7, true);
        for text in [
            "",
            "{",
            "{\"bundle\":\"../x\",\"previous\":null,\"checks\":0,\"healthy\":0}",
        ] {
            fs::write(path.join(TRIAL), text).unwrap();
            assert!(
                matches!(bundles.mark(true), Err(BundlesError::Damaged { .. })),
                "{text}"
            );
        }
        assert_eq!(version(path).as_deref(), Some("7"));
    }

    proptest! {
        /// After any sequence of steps a current bundle has its file, and a healthy check changes the current bundle only if no trial
        /// remains.
        #[test]
        fn the_current_bundle_is_always_whole(steps in prop::collection::vec((0_u8..5, 1_u64..6), 1..60)) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path();
            for (step, number) in steps {
                let before = version(path);
                let mut bundles = BundleFolder::open(path).unwrap();
                match step {
                    0 | 1 if bundles.accepts(&id(number), false).is_ok() => install(&mut bundles, number, step == 0),
                    2 => drop(bundles.mark(true)),
                    3 => drop(bundles.mark(false)),
                    4 => drop(bundles.roll_back()),
                    _ => {}
                }
                let after = version(path);
                if step == 2 {
                    prop_assert!(before == after || bundles.trial().unwrap().is_none());
                }
                prop_assert_eq!(after.is_some(), bundles.current().is_some());
                prop_assert!(installed(path).len() <= 3);
            }
        }
    }
}
