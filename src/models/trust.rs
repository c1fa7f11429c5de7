//! Who vouches for a model: a signature by minisign in a file beside it.
//!
//! Owns the keys that are trusted, the check of a signature, and which files need none. The bytes that are checked are those of the
//! open file that is then loaded. Makes no keys and no signatures: the program `minisign` does.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use minisign_verify::{Error, PublicKey, Signature};

use super::digest::pieces;
use super::{ModelError, Pinned};

/// How the name of a signature ends.
pub const SIGNATURE: &str = ".minisig";
/// A signature is four lines.
pub(super) const MAX_SIGNATURE_LEN: u64 = 8 << 10;
/// Characters of a public key, as minisign prints it.
const KEY_LENGTH: usize = 56;
/// Where the package puts the models that come with it.
const PACKAGED: &str = "/usr/share/mynah/models/starter";

/// A public key, and what it is called here.
struct Key {
    name: String,
    key: PublicKey,
}

/// Whose signatures count, and whether a model needs one.
pub struct Trust {
    keys: Vec<Key>,
    is_required: bool,
    /// Files in this folder need none, if nobody but root can have put them there.
    packaged: PathBuf,
}

/// What is known of a file's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Vouching {
    /// The file came with the package, and only root can change it.
    Packaged,
    /// It is signed by this key.
    Signed(String),
    /// There is no signature.
    Unsigned,
    /// There is one, by a key that is not trusted.
    Unknown,
    /// The signature is not that of this file.
    Wrong,
    /// The signature cannot be used: why.
    Unusable(String),
}

impl std::fmt::Display for Vouching {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Packaged => out.write_str("it came with the package"),
            Self::Signed(key) => write!(out, "signed by {key}"),
            Self::Unsigned => out.write_str("it has no signature"),
            Self::Unknown => out.write_str("it is signed with a key that models.trusted_keys does not name"),
            Self::Wrong => out.write_str("its signature does not match: it was changed or damaged"),
            Self::Unusable(reason) => write!(out, "its signature cannot be read ({reason})"),
        }
    }
}

impl Trust {
    /// Trusts these keys: each is the line that minisign prints, then optionally a space and a name for it.
    ///
    /// # Errors
    /// The first key that is none, quoted.
    pub fn new(keys: &[String], is_required: bool) -> Result<Self, String> {
        let keys = keys.iter().map(|line| {
            let (key, name) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
            let told = match name.trim() {
                "" => key.to_owned(),
                name => name.to_owned(),
            };
            match PublicKey::from_base64(key) {
                Ok(public) if key.len() == KEY_LENGTH => Ok(Key {
                    name: told,
                    key: public,
                }),
                _ => Err(format!(
                    "models.trusted_keys holds \"{key}\", which is no public key of minisign: use the second line of its file *.pub."
                )),
            }
        });
        Ok(Self {
            keys: keys.collect::<Result<_, _>>()?,
            is_required,
            packaged: PathBuf::from(PACKAGED),
        })
    }

    /// Whether only files that somebody vouches for are loaded.
    pub fn is_required(&self) -> bool {
        self.is_required
    }

    /// Whether any key is trusted.
    pub fn has_keys(&self) -> bool {
        !self.keys.is_empty()
    }

    /// What vouches for an open file; reads all of it where there is a signature by a trusted key.
    pub fn vouching(&self, file: &Pinned) -> Vouching {
        if self.is_packaged(file) {
            return Vouching::Packaged;
        }
        let text = match mynah_files::read_text(&signature_of(file.named()), MAX_SIGNATURE_LEN) {
            Ok(text) => text,
            Err(error) if error.is_absent() => return Vouching::Unsigned,
            Err(error) => return Vouching::Unusable(error.to_string()),
        };
        self.signed(file.file(), &text)
    }

    /// What this signature says of these bytes.
    pub(super) fn signed(&self, file: &File, signature: &str) -> Vouching {
        let Ok(signature) = Signature::decode(signature) else {
            return Vouching::Unusable("it is not one of minisign's".to_owned());
        };
        for Key { name, key } in &self.keys {
            let mut verifier = match key.verify_stream(&signature) {
                Ok(verifier) => verifier,
                // It names another key.
                Err(Error::UnexpectedKeyId) => continue,
                Err(Error::UnsupportedLegacyMode) => {
                    return Vouching::Unusable(
                        "it has the old form: sign again with minisign -SH".to_owned(),
                    );
                }
                Err(_) => return Vouching::Wrong,
            };
            if let Err(error) = pieces(file, |piece| verifier.update(piece)) {
                return Vouching::Unusable(error.to_string());
            }
            return match verifier.finalize() {
                Ok(()) => Vouching::Signed(name.clone()),
                Err(_) => Vouching::Wrong,
            };
        }
        Vouching::Unknown
    }

    /// Refuses a file that nobody vouches for, where somebody must.
    ///
    /// # Errors
    /// [`ModelError::Untrusted`].
    pub fn demand(&self, file: &Pinned) -> Result<(), ModelError> {
        if !self.is_required {
            return Ok(());
        }
        match self.vouching(file) {
            Vouching::Packaged | Vouching::Signed(_) => Ok(()),
            found => Err(ModelError::Untrusted {
                path: file.named().to_owned(),
                found,
            }),
        }
    }

    /// Whether the file lies in the package's folder, and neither it nor any folder above it can be changed by anybody but root.
    fn is_packaged(&self, file: &Pinned) -> bool {
        let Ok(real) = file.named().canonicalize() else {
            return false;
        };
        let same = |path: &Path| {
            let named = fs::symlink_metadata(path).ok()?;
            let open = file.file().metadata().ok()?;
            Some(named.is_file() && (named.dev(), named.ino()) == (open.dev(), open.ino()))
        };
        real.parent() == Some(&self.packaged)
            && same(&real) == Some(true)
            && real.ancestors().all(only_root_changes)
    }

    /// The same with another folder of the package.
    #[cfg(test)]
    fn with_packaged(mut self, folder: &Path) -> Self {
        self.packaged = folder.to_owned();
        self
    }
}

/// The name of a file's signature.
pub fn signature_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(SIGNATURE);
    name.into()
}

fn only_root_changes(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|status| {
        let is_writable = status.mode() & 0o022 != 0;
        status.uid() == 0 && !is_writable && !status.is_symlink()
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use minisign::KeyPair;

    use super::*;

    fn pair() -> KeyPair {
        KeyPair::generate_unencrypted_keypair().unwrap()
    }

    fn trust(pairs: &[&KeyPair], is_required: bool) -> Trust {
        let keys: Vec<String> = pairs
            .iter()
            .map(|pair| format!("{} the museum", pair.pk.to_base64()))
            .collect();
        Trust::new(&keys, is_required).unwrap()
    }

    fn sign(path: &Path, pair: &KeyPair) {
        let bytes = File::open(path).unwrap();
        let signature = minisign::sign(Some(&pair.pk), &pair.sk, bytes, None, None).unwrap();
        fs::write(signature_of(path), signature.into_string()).unwrap();
    }

    #[test]
    fn a_signature_counts_only_by_a_trusted_key_and_for_these_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.bin");
        fs::write(&path, vec![7; 3 << 20]).unwrap();
        let (museum, stranger) = (pair(), pair());
        let trust = trust(&[&stranger, &museum], true);
        let found = |trust: &Trust| trust.vouching(&Pinned::open(&path).unwrap());
        assert_eq!(found(&trust), Vouching::Unsigned);
        sign(&path, &museum);
        assert_eq!(found(&trust), Vouching::Signed("the museum".to_owned()));
        trust.demand(&Pinned::open(&path).unwrap()).unwrap();
        let only = Trust::new(&[stranger.pk.to_base64()], true).unwrap();
        assert_eq!(found(&only), Vouching::Unknown);
        fs::write(&path, vec![8; 3 << 20]).unwrap();
        assert_eq!(found(&trust), Vouching::Wrong);
        let told = trust
            .demand(&Pinned::open(&path).unwrap())
            .unwrap_err()
            .to_string();
        assert!(
            told.contains("model.bin") && told.contains("does not match"),
            "{told}"
        );
        fs::write(signature_of(&path), "no signature").unwrap();
        assert!(matches!(found(&trust), Vouching::Unusable(_)));
    }

    #[test]
    fn the_file_that_was_checked_is_the_one_that_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.bin");
        fs::write(&path, "signed").unwrap();
        let museum = pair();
        sign(&path, &museum);
        let pinned = Pinned::open(&path).unwrap();
        let other = folder.path().join("other");
        fs::write(&other, "unsigned").unwrap();
        fs::rename(&other, &path).unwrap();
        trust(&[&museum], true).demand(&pinned).unwrap();
        assert_eq!(fs::read(pinned.path()).unwrap(), b"signed");
        let swapped = Pinned::open(&path).unwrap();
        assert!(trust(&[&museum], true).demand(&swapped).is_err());
    }

    #[test]
    fn what_is_no_key_is_quoted() {
        let told = Trust::new(&["RWshort".to_owned()], false).err().unwrap();
        assert!(told.contains("RWshort") && told.contains("*.pub"), "{told}");
    }

    #[test]
    fn a_packages_folder_is_trusted_only_while_nobody_but_root_can_write_there() {
        assert!(only_root_changes(Path::new("/usr")) && !only_root_changes(Path::new("/tmp")));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.bin");
        fs::write(&path, "starter").unwrap();
        let here = folder.path().canonicalize().unwrap();
        let trust = trust(&[], true).with_packaged(&here);
        // The folder of temporary files, above this one, is everybody's.
        assert_eq!(trust.vouching(&Pinned::open(&path).unwrap()), Vouching::Unsigned);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        assert!(!only_root_changes(&path));
        let known = Path::new("/usr/share/zoneinfo/tzdata.zi");
        let known = [known, Path::new("/usr/bin/env"), Path::new("/usr/lib/os-release")]
            .into_iter()
            .find(|path| path.is_file() && path.canonicalize().is_ok_and(|real| real == *path));
        if let Some(path) = known {
            let trust = trust_of(path.parent().unwrap());
            assert_eq!(trust.vouching(&Pinned::open(path).unwrap()), Vouching::Packaged);
        }
    }

    #[test]
    #[ignore = "measures: cargo test --release --lib what_a_signature_costs -- --ignored --nocapture"]
    #[expect(clippy::disallowed_methods, reason = "the cost is a time")]
    fn what_a_signature_costs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.gguf");
        let file = File::create(&path).unwrap();
        file.set_len(500_000_000).unwrap();
        let museum = pair();
        sign(&path, &museum);
        let trust = trust(&[&museum], true);
        for _ in 0..3 {
            let pinned = Pinned::open(&path).unwrap();
            let before = std::time::Instant::now();
            trust.demand(&pinned).unwrap();
            println!("500 MB: {:.2} s", before.elapsed().as_secs_f64());
        }
    }

    fn trust_of(folder: &Path) -> Trust {
        trust(&[], true).with_packaged(folder)
    }
}
