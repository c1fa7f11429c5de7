//! How the files of a voice are read.
//!
//! Owns the default. Who assembles a conversation may put a check before it; the bytes that it returns are the ones that are used.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

type ReadVoice = dyn Fn(&Path, u64) -> Result<Vec<u8>, String> + Send + Sync;

/// Reads a file of a voice of at most so many bytes, or says in a phrase why not.
#[derive(Clone)]
pub struct VoiceFiles(Arc<ReadVoice>);

impl VoiceFiles {
    /// Files are read by this.
    pub fn new(read: impl Fn(&Path, u64) -> Result<Vec<u8>, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// Reads a whole file.
    pub(super) fn read(&self, path: &Path, most: u64) -> Result<Vec<u8>, String> {
        (self.0)(path, most)
    }
}

impl Default for VoiceFiles {
    fn default() -> Self {
        Self::new(|path, most| mynah_files::read(path, most).map_err(|error| error.to_string()))
    }
}

impl fmt::Debug for VoiceFiles {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("VoiceFiles")
    }
}

/// It is not a setting: two configurations with the same settings are the same.
impl PartialEq for VoiceFiles {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for VoiceFiles {}
