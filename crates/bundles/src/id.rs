//! The name of an installed bundle.

use std::fmt;
use std::str::FromStr;

/// Hexadecimal digits of the SHA-256 in a name: enough to tell two bundles of one version apart.
const DIGITS: usize = 12;

/// A bundle: its version, and the beginning of the SHA-256 of its table. Its text is the name of its folder, such as `8-a01b44e9c2d7`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BundleId {
    version: u64,
    digest: String,
}

impl BundleId {
    /// The bundle of this version whose table has this SHA-256, in hexadecimal digits; `None` if these are none.
    pub fn new(version: u64, sha256: &str) -> Option<Self> {
        let digest = sha256.get(..DIGITS)?;
        let is_digit = |letter: u8| letter.is_ascii_digit() || (b'a'..=b'f').contains(&letter);
        digest.bytes().all(is_digit).then(|| Self {
            version,
            digest: digest.to_owned(),
        })
    }

    /// Its version.
    pub fn version(&self) -> u64 {
        self.version
    }
}

impl fmt::Display for BundleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.version, self.digest)
    }
}

impl FromStr for BundleId {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let (version, digest) = name.split_once('-').ok_or(())?;
        let version = version.parse().map_err(|_| ())?;
        // Only the name that this bundle itself would get: no "+8", no "08".
        Self::new(version, digest)
            .filter(|id| id.to_string() == name)
            .ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_that_a_bundle_gets_is_one() {
        let id = BundleId::new(8, &"a01b44e9c2d7".repeat(6)).unwrap();
        assert_eq!(id.to_string(), "8-a01b44e9c2d7");
        assert_eq!("8-a01b44e9c2d7".parse(), Ok(id));
        for name in [
            "8",
            "08-a01b44e9c2d7",
            "+8-a01b44e9c2d7",
            "8-a01b44e9c2d7a",
            "8-A01b44e9c2d7",
            "8-a01b44e9c2",
            "../8-a01b44e9c2d7",
            "8-a01b44e9c2d7/..",
            "99999999999999999999-a01b44e9c2d7",
            "8-é1b44e9c2d7",
            "",
        ] {
            assert_eq!(name.parse::<BundleId>(), Err(()), "{name}");
        }
    }
}
