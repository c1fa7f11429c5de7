//! The SHA-256 of a file.
//!
//! Owns hashing while a file is read or copied. Follows the descriptor, never the name.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt;

use sha2::{Digest, Sha256};

/// Bytes that are read at once.
const PIECE: usize = 1 << 20;

/// Reads an open file from its beginning to its end, in pieces; where others have read it does not matter.
///
/// # Errors
/// The system's.
pub(super) fn pieces(file: &File, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    let mut at = 0;
    loop {
        match file.read_at(&mut piece, at) {
            Ok(0) => return Ok(()),
            Ok(read) => {
                take(&piece[..read]);
                at = at.saturating_add(read as u64);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The SHA-256 of an open file, in lower-case hexadecimal digits.
///
/// # Errors
/// The system's.
pub fn sha256(file: &File) -> io::Result<String> {
    let mut digest = Sha256::new();
    pieces(file, |piece| digest.update(piece))?;
    Ok(hexadecimal(&digest.finalize()))
}

/// The SHA-256 of some bytes, in lower-case hexadecimal.
pub(super) fn sha256_of(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Which side of a copy failed.
#[derive(Debug)]
pub(super) enum CopyError {
    Read(io::Error),
    Write(io::Error),
}

/// Copies at most `most` bytes; gives how many there were, and their SHA-256. One byte more is copied if there are more.
///
/// # Errors
/// Those of both sides.
pub(super) fn copy(from: &mut dyn Read, to: &mut dyn Write, most: u64) -> Result<(u64, String), CopyError> {
    let mut digest = Sha256::new();
    let mut from = from.take(most.saturating_add(1));
    let mut piece = vec![0; PIECE];
    let mut size: u64 = 0;
    loop {
        let read = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(CopyError::Read(error)),
        };
        digest.update(&piece[..read]);
        to.write_all(&piece[..read]).map_err(CopyError::Write)?;
        size = size.saturating_add(read as u64);
    }
    Ok((size, hexadecimal(&digest.finalize())))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_standard_and_a_copy_has_the_same() {
        // FIPS 180-4, the example "abc".
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("abc");
        std::fs::write(&path, "abc").unwrap();
        let mut file = File::open(&path).unwrap();
        assert_eq!(sha256(&file).unwrap(), expected);
        let mut copied = Vec::new();
        assert_eq!(copy(&mut file, &mut copied, 3).unwrap(), (3, expected.to_owned()));
        assert_eq!(copied, b"abc");
        assert_eq!(sha256(&file).unwrap(), expected, "wherever it was read");
    }

    #[test]
    fn more_than_the_limit_is_noticed_and_not_copied() {
        let mut copied = Vec::new();
        let (size, _) = copy(&mut io::repeat(1), &mut copied, 10).unwrap();
        assert_eq!((size, copied.len()), (11, 11));
    }
}
