//! Installing a bundle: its models, documents and configuration become the current ones together, or none of them does.
//!
//! Owns what an installed bundle's folder contains. `mynah_bundles` owns the folder of bundles and the trial.

use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use mynah_bundles::{BundleFolder, BundleId, BundlesError, SETTINGS};

use super::super::model_folder::{Added, Check, ModelFolder, ModelFolderError, Provenance};
use super::super::{Pinned, Trust, Vouching, digest};
use super::read::table_of;
use super::{Destinations, KNOWLEDGE, MODELS, TABLE, Table};

/// The copy of the bundle that is checked and unpacked, beside what it becomes.
const COPY: &str = "copy";

/// How a bundle is installed.
pub struct Installation<'a> {
    /// Path of the bundle folder on the running kiosk. With `--root`, files are written to another path.
    pub seen_as: &'a Path,
    /// Whether an older version may be installed.
    pub allows_older: bool,
    /// Whether it has to prove itself.
    pub is_on_trial: bool,
    /// Where it comes from.
    pub origin: Provenance<'a>,
    /// Checks its configuration.
    pub check_configuration: &'a dyn Fn(&str) -> Result<(), String>,
    /// The settings that name its folders of models and of documents.
    pub contents: &'a dyn Fn(Option<&Path>, Option<&Path>) -> String,
}

/// What was installed.
#[derive(Debug)]
pub struct InstalledBundle {
    /// The bundle.
    pub id: BundleId,
    /// Its models.
    pub models: Vec<Added>,
    /// Its documents.
    pub documents: usize,
    /// Whose signature it has.
    pub signed_by: String,
}

/// Why a bundle is not installed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstallError {
    /// The bundle, or a model in it.
    #[error(transparent)]
    Contents(#[from] ModelFolderError),
    /// The folder of bundles.
    #[error(transparent)]
    Folder(#[from] BundlesError),
    /// It has no version.
    #[error("{} has no version: write it with 'mynah models export --number'.", .0.display())]
    NoVersion(PathBuf),
    /// Nobody who is trusted has signed it.
    #[error("{} is not installed, because {found}: get it with its signature (*.minisig) beside it, or name the key in models.trusted_keys.", path.display())]
    Untrusted {
        /// The bundle.
        path: PathBuf,
        /// What was found instead.
        found: Vouching,
    },
    /// Its configuration cannot be used.
    #[error("The bundle's configuration cannot be used: {0}")]
    Configuration(String),
}

/// Installs a signed bundle into a folder of bundles.
///
/// # Errors
/// Why it was not.
pub fn install(
    bundle: &Pinned,
    folder: &mut BundleFolder,
    how: &Installation<'_>,
    trust: &Trust,
    check: &Check<'_>,
) -> Result<InstalledBundle, InstallError> {
    let [configuration_file, contents_file] = SETTINGS;
    // Before the copy: what is refused anyway is not copied. Nothing is believed yet.
    folder.accepts(&id_of(&table_of(bundle)?, bundle)?, how.allows_older)?;
    let new = folder.begin()?;
    let bundle = &copied(bundle, &new.with_file_name(COPY))?;
    let signed_by = match trust.vouching(bundle) {
        Vouching::Signed(key) => key,
        found => {
            return Err(InstallError::Untrusted {
                path: bundle.named().to_owned(),
                found,
            });
        }
    };
    let read = table_of(bundle)?;
    let id = id_of(&read, bundle)?;
    let (table, text) = read;
    folder.accepts(&id, how.allows_older)?;
    let has = |inside: &str| table.files.iter().any(|file| file.path.starts_with(inside));
    let knowledge = has(KNOWLEDGE).then(|| new.join(KNOWLEDGE));
    let mut models = ModelFolder::open(&new.join(MODELS))?;
    let destinations = Destinations {
        knowledge: knowledge.as_deref(),
        configuration: true,
    };
    let unpacked = models.add_bundle(bundle, (destinations, &how.origin), trust, check)?;
    drop(models);
    if let Some(configuration) = &unpacked.configuration {
        (how.check_configuration)(configuration).map_err(InstallError::Configuration)?;
        write(&new.join(configuration_file), configuration.as_bytes())?;
    }
    let seen_as = how.seen_as.join(id.to_string());
    let seen = |inside: &str| seen_as.join(inside.trim_end_matches('/'));
    let contents = (how.contents)(
        has(MODELS).then(|| seen(MODELS)).as_deref(),
        has(KNOWLEDGE).then(|| seen(KNOWLEDGE)).as_deref(),
    );
    write(&new.join(contents_file), contents.as_bytes())?;
    write(&new.join(TABLE), &text)?;
    folder.install(&id, how.is_on_trial)?;
    Ok(InstalledBundle {
        id,
        models: unpacked.models,
        documents: unpacked.documents,
        signed_by,
    })
}

/// Which bundle it is.
fn id_of((table, text): &(Table, Vec<u8>), bundle: &Pinned) -> Result<BundleId, InstallError> {
    table
        .version
        .and_then(|version| BundleId::new(version, &digest::sha256_of(text)))
        .ok_or_else(|| InstallError::NoVersion(bundle.named().to_owned()))
}

/// A copy that nobody else can write, under the bundle's name: whoever owns the bundle could change it between its check and its use.
fn copied(bundle: &Pinned, to: &Path) -> Result<Pinned, ModelFolderError> {
    let unwritable = |reason: String| ModelFolderError::Unwritable {
        path: to.to_owned(),
        reason,
    };
    let mut out = File::create_new(to).map_err(|error| unwritable(error.to_string()))?;
    bundle
        .file()
        .rewind()
        .and_then(|()| io::copy(&mut bundle.file(), &mut out))
        .map_err(|error| unwritable(error.to_string()))?;
    let file = File::open(to).map_err(|error| unwritable(error.to_string()))?;
    Ok(Pinned::of(file, bundle.named()))
}

/// Writes a new file with the usual permissions, to the disk.
fn write(path: &Path, bytes: &[u8]) -> Result<(), ModelFolderError> {
    let unwritable = |error: io::Error| ModelFolderError::Unwritable {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| File::create_new(path))
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .map_err(unwritable)
}
