//! Passage vectors kept on disk, so that a start needs not encode everything again.
//!
//! Owns the file: its form, its checks, its bound. A vector is found by a hash of its text; the whole file belongs to
//! one encoder, known by its fingerprint. A file that is broken in any way, or another encoder's, is a cache without
//! entries. It is replaced by renaming, so a stop at any moment leaves the old file or the new one.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use mynah_files::Lifetime;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::encoder::Encoder;
use crate::error::EncoderError;
use crate::rows::Rows;

const MAGIC: &[u8; 8] = b"mynahvec";
const VERSION: u32 = 1;
/// Magic, version, dimensions, fingerprint, count, checksum.
const HEADER: usize = 8 + 4 + 4 + 8 + 8 + 8;
/// A key and a scale, beside the numbers.
const BESIDE: usize = 16 + 4;
/// Texts that are encoded before the next look at the bell.
const SPELL: usize = 256;

/// Vectors by text.
#[derive(Debug)]
pub struct Cache {
    path: PathBuf,
    fingerprint: u64,
    most: usize,
    rows: Rows,
    keys: Vec<u128>,
    places: HashMap<u128, usize>,
    /// Asked for since opening: what stays when there is too much.
    used: Vec<bool>,
    unsaved: usize,
}

impl Cache {
    /// Opens the file, or begins anew; `most` entries are kept at most.
    pub fn open(path: &Path, encoder: &Encoder, most: usize) -> Self {
        Self::open_as(path, encoder.fingerprint(), encoder.dimensions(), most)
    }

    fn open_as(path: &Path, fingerprint: u64, dimensions: usize, most: usize) -> Self {
        let mut cache = Self {
            path: path.to_path_buf(),
            fingerprint,
            most,
            rows: Rows::new(dimensions),
            keys: Vec::new(),
            places: HashMap::new(),
            used: Vec::new(),
            unsaved: 0,
        };
        if let Some((keys, rows)) = load(path, fingerprint, dimensions, most) {
            cache.places = keys.iter().enumerate().map(|(i, k)| (*k, i)).collect();
            cache.used = vec![false; keys.len()];
            (cache.keys, cache.rows) = (keys, rows);
        }
        cache
    }

    /// How many vectors it holds.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The passages' vectors in their order. What is missing is encoded, in spells; after each, `tell` hears how many
    /// are done and of how many, and ends the work by `false`. Then, or on an error, what was encoded is still kept.
    /// `None` when it was ended.
    pub fn rows(
        &mut self,
        encoder: &Encoder,
        passages: &[&str],
        mut tell: impl FnMut(usize, usize) -> bool,
    ) -> Result<Option<Rows>, EncoderError> {
        let keys: Vec<u128> = passages.iter().map(|p| xxh3_128(p.as_bytes())).collect();
        let mut missing: Vec<(u128, &str)> = Vec::new();
        let mut seen = HashSet::new();
        for (key, text) in keys.iter().zip(passages) {
            match self.places.get(key) {
                Some(place) => self.used[*place] = true,
                None if seen.insert(*key) => missing.push((*key, text)),
                None => {}
            }
        }
        let mut done = 0;
        for spell in missing.chunks(SPELL) {
            let texts: Vec<&str> = spell.iter().map(|(_, t)| *t).collect();
            let vectors = encoder.encode_passages(&texts);
            for ((key, _), vector) in spell.iter().zip(vectors.iter().flatten()) {
                self.add(*key, vector);
            }
            done += spell.len();
            let go_on = vectors.is_ok() && tell(done, missing.len());
            if !go_on || done == missing.len() || self.unsaved > self.len() / 4 + 4 * SPELL {
                // A full disk must not keep anybody from an answer: the next start encodes again.
                let _ = self.save();
            }
            vectors?;
            if !go_on && done < missing.len() {
                return Ok(None);
            }
        }
        let mut out = Rows::new(self.rows.dimensions());
        for key in &keys {
            out.copy(&self.rows, self.places[key]);
        }
        Ok(Some(out))
    }

    fn add(&mut self, key: u128, vector: &[f32]) {
        self.places.insert(key, self.keys.len());
        self.keys.push(key);
        self.rows.push(vector);
        self.used.push(true);
        self.unsaved += 1;
    }

    /// Made-up vectors for many texts, to measure with.
    #[cfg(test)]
    pub(crate) fn fill_for_tests<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        for (i, text) in texts.enumerate() {
            let vector = crate::testing::numbers(i as u64, self.rows.dimensions(), 1.0);
            self.add(xxh3_128(text.as_bytes()), &vector);
        }
    }

    /// Writes the file: first those entries that were asked for since opening, as many as are allowed.
    pub fn save(&mut self) -> Result<(), EncoderError> {
        let failed = |source| EncoderError::Read {
            file: self.path.clone(),
            source,
        };
        let (mut kept, rest): (Vec<usize>, Vec<usize>) = (0..self.len()).partition(|i| self.used[*i]);
        kept.extend(rest);
        kept.truncate(self.most);
        let bytes = self.encode(&kept);
        mynah_files::replace(&self.path, Lifetime::Cached, |file| file.write_all(&bytes)).map_err(failed)?;
        if let Some(folder) = self.path.parent() {
            mynah_files::remove_unfinished(folder).map_err(failed)?;
        }
        self.unsaved = 0;
        Ok(())
    }

    fn encode(&self, kept: &[usize]) -> Vec<u8> {
        let keys: Vec<u8> = kept.iter().flat_map(|i| self.keys[*i].to_le_bytes()).collect();
        let scales: Vec<u8> = kept
            .iter()
            .flat_map(|i| self.rows.scale(*i).to_le_bytes())
            .collect();
        let values: Vec<u8> = kept.iter().flat_map(|i| self.rows.row(*i)).copied().collect();
        let head = header(self.fingerprint, self.rows.dimensions(), kept.len());
        let sum = checksum([&head, &keys, &scales, &values]).to_le_bytes();
        [&head[..], &sum, &keys, &scales, &values].concat()
    }
}

fn header(fingerprint: u64, dimensions: usize, count: usize) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    out.extend(u32::try_from(dimensions).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(fingerprint.to_le_bytes());
    out.extend((count as u64).to_le_bytes());
    out
}

fn checksum(parts: [&[u8]; 4]) -> u64 {
    let mut hash = Xxh3::new();
    for part in parts {
        hash.update(part);
    }
    hash.digest()
}

/// The entries of a file, if every byte of it is as it was written for this encoder. Each part is read to where it
/// stays: of a large file, touching new memory takes most of the time.
fn load(path: &Path, fingerprint: u64, dimensions: usize, most: usize) -> Option<(Vec<u128>, Rows)> {
    let mut file = mynah_files::open(path).ok()?;
    let head = part(&mut file, HEADER)?;
    let (head, sum) = head.split_at(HEADER - 8);
    let count = usize::try_from(u64::from_le_bytes(head[24..].try_into().ok()?)).ok()?;
    let size = HEADER.checked_add(count.checked_mul(BESIDE + dimensions)?)? as u64;
    if count > most || head != header(fingerprint, dimensions, count) || file.metadata().ok()?.len() != size {
        return None;
    }
    let (keys, scales) = (part(&mut file, count * 16)?, part(&mut file, count * 4)?);
    let values = part(&mut file, count * dimensions)?;
    if u64::from_le_bytes(sum.try_into().ok()?) != checksum([head, &keys, &scales, &values]) {
        return None;
    }
    let keys = keys
        .as_chunks()
        .0
        .iter()
        .map(|k| u128::from_le_bytes(*k))
        .collect();
    let scales = scales
        .as_chunks()
        .0
        .iter()
        .map(|s| f32::from_le_bytes(*s))
        .collect();
    Some((keys, Rows::from_parts(dimensions, values, scales)?))
}

fn part(file: &mut File, bytes: usize) -> Option<Vec<u8>> {
    let mut out = vec![0; bytes];
    file.read_exact(&mut out).ok()?;
    Some(out)
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
