//! Snapshots of the KV cache of a prompt prefix, so that a cold start need not compute it again.
//!
//! Owns the layout of the bytes. A snapshot is valid for one model and one sequence of tokens only; anything else is refused.
//! `prefix_cache` decides where the files go.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::network::Network;

/// To be changed with the layout of the cache.
const MAGIC: &[u8; 8] = b"mynahkv1";
/// Magic, model, count of tokens, checksum.
const HEADER: usize = 8 + 8 + 8 + 8;

/// Serialises the cache of these tokens, which must be the first in it.
pub(super) fn write(network: &Network, model: u64, tokens: &[u32]) -> Vec<u8> {
    let mut content = spelled(tokens);
    network.export(tokens.len(), &mut content);
    let mut all = Vec::with_capacity(HEADER + content.len());
    all.extend(MAGIC);
    all.extend(model.to_le_bytes());
    all.extend((tokens.len() as u64).to_le_bytes());
    all.extend(checksum(&content).to_le_bytes());
    all.extend(content);
    all
}

/// Restores the cache; `false` if the snapshot is of another model, of other tokens or damaged. The cache is then invalid.
pub(super) fn read(network: &mut Network, model: u64, tokens: &[u32], bytes: &[u8]) -> bool {
    let Some((header, content)) = bytes.split_at_checked(HEADER) else {
        return false;
    };
    let expected = [
        *MAGIC,
        model.to_le_bytes(),
        (tokens.len() as u64).to_le_bytes(),
        checksum(content).to_le_bytes(),
    ];
    if header != expected.as_flattened() {
        return false;
    }
    content
        .strip_prefix(spelled(tokens).as_slice())
        .is_some_and(|content| network.import(tokens.len(), content))
}

fn spelled(tokens: &[u32]) -> Vec<u8> {
    tokens.iter().flat_map(|token| token.to_le_bytes()).collect()
}

fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}
