//! The files of an encoder and how much of them is taken at most.
//!
//! Owns names, limits and bounded reading; what the files say is checked by the modules that read them.

use std::path::{Path, PathBuf};

use mynah_files::FileError;

use crate::error::EncoderError;

/// Where an encoder's files lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The shape of the network: `config.json`.
    pub config: PathBuf,
    /// The numbers: `model.safetensors`.
    pub weights: PathBuf,
    /// How text becomes ids: `tokenizer.json`.
    pub tokenizer: PathBuf,
    /// What sentence-transformers adds; only looked at for public encoders.
    pub additions: Option<Additions>,
    /// What corrections taught, a file that need not be there; `None` where it must not be looked for.
    pub adapter: Option<PathBuf>,
}

/// What may lie beside a public encoder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Additions {
    /// The name of the folder, which tells the encoder's family where its configuration does not.
    pub name: String,
    /// The files of [`Additions::NAMES`], in this order; `None` for one that must not be looked for.
    pub files: [Option<PathBuf>; 5],
}

impl Additions {
    /// Lengths, prompts, pooling, layers and the tokenizer's length, under the names that sentence-transformers gives them.
    pub const NAMES: [&str; 5] = [
        "sentence_bert_config.json",
        "config_sentence_transformers.json",
        "1_Pooling/config.json",
        "modules.json",
        "tokenizer_config.json",
    ];
}

impl Files {
    /// The files that an encoder needs, under the names that publishers give them.
    pub const NAMES: [&str; 3] = ["config.json", "tokenizer.json", "model.safetensors"];
    /// An adapter beside these.
    pub const ADAPTER: &str = "adapter.safetensors";
    /// An adapter of the starter encoder.
    pub const STARTER_ADAPTER: &str = "encoder.adapter.safetensors";

    /// A public encoder, under the names that its publisher gave the files.
    pub fn in_folder(folder: impl AsRef<Path>) -> Self {
        let folder = folder.as_ref();
        let name = folder.file_name().unwrap_or_default();
        let [config, tokenizer, weights] = Self::NAMES.map(|name| folder.join(name));
        Self {
            config,
            weights,
            tokenizer,
            additions: Some(Additions {
                name: name.to_string_lossy().into_owned(),
                files: Additions::NAMES.map(|name| Some(folder.join(name))),
            }),
            adapter: Some(folder.join(Self::ADAPTER)),
        }
    }

    /// The starter encoder, which shares its folder with the other starter models.
    pub fn starter(folder: impl AsRef<Path>) -> Self {
        let folder = folder.as_ref();
        Self {
            config: folder.join("encoder.json"),
            weights: folder.join("encoder.safetensors"),
            tokenizer: folder.join("encoder-tokenizer.json"),
            additions: None,
            adapter: Some(folder.join(Self::STARTER_ADAPTER)),
        }
    }

    /// The files that are there and those that must be, with a publisher's names for them; the weights last.
    pub fn all(&self) -> Vec<(&'static str, &Path)> {
        let additions = self.additions.iter().flat_map(|additions| {
            let files = Additions::NAMES.into_iter().zip(&additions.files);
            files.filter_map(|(name, file)| Some((name, file.as_deref()?)))
        });
        let adapter = self.adapter.iter().map(|file| (Self::ADAPTER, file.as_path()));
        let needed = [&self.config, &self.tokenizer, &self.weights];
        additions
            .chain(adapter)
            .filter(|(_, file)| file.symlink_metadata().is_ok())
            .chain(Self::NAMES.into_iter().zip(needed.map(PathBuf::as_path)))
            .collect()
    }

    /// The same encoder from other files, such as descriptors of these; an addition that is not there now is not looked for later.
    ///
    /// # Errors
    /// The first of `replace`.
    pub fn replaced<E>(&self, mut replace: impl FnMut(&Path) -> Result<PathBuf, E>) -> Result<Self, E> {
        let mut files = Self {
            config: replace(&self.config)?,
            weights: replace(&self.weights)?,
            tokenizer: replace(&self.tokenizer)?,
            additions: self.additions.clone(),
            adapter: self.adapter.clone(),
        };
        let additions = files.additions.iter_mut();
        let optional = additions.flat_map(|additions| &mut additions.files);
        for file in optional.chain([&mut files.adapter]) {
            *file = match file.take().filter(|file| file.symlink_metadata().is_ok()) {
                Some(path) => Some(replace(&path)?),
                None => None,
            };
        }
        Ok(files)
    }
}

/// The most that is taken of anything, checked before it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the weights.
    pub weights: u64,
    /// Bytes of the weights' header, which names the tensors.
    pub header: u64,
    /// Bytes of the tokenizer.
    pub tokenizer: u64,
    /// Bytes of each configuration file.
    pub config: u64,
    /// Layers.
    pub layers: usize,
    /// Width of the network, so also of a vector.
    pub hidden: usize,
    /// Width between the two dense layers.
    pub intermediate: usize,
    /// Entries of the vocabulary.
    pub vocabulary: usize,
    /// Positions that the network has.
    pub positions: usize,
    /// Tokens of a text that are read; the rest is cut off.
    pub tokens: usize,
}

impl Default for Limits {
    /// Enough for the small and base encoders in public use (multilingual-e5-small: 471 MB, 250,037 entries).
    fn default() -> Self {
        Self {
            weights: 1 << 30,
            header: 1 << 20,
            tokenizer: 32 << 20,
            config: 64 << 10,
            layers: 24,
            hidden: 1024,
            intermediate: 4096,
            vocabulary: 300_000,
            positions: 8192,
            tokens: 256,
        }
    }
}

/// Reads a whole file, or nothing of it when it is larger than `most`.
pub fn read(file: &Path, most: u64) -> Result<Vec<u8>, EncoderError> {
    let failed = |source| EncoderError::Read {
        file: file.to_path_buf(),
        source,
    };
    mynah_files::read(file, most).map_err(|error| match error {
        FileError::TooLarge(most) => EncoderError::TooLarge {
            file: file.to_path_buf(),
            most,
        },
        error => failed(error.into()),
    })
}

/// Reads a file that need not be there.
pub fn read_if_there(file: &Path, most: u64) -> Result<Option<Vec<u8>>, EncoderError> {
    match read(file, most) {
        Err(EncoderError::Read { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_file_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        std::fs::write(&file, b"12345").unwrap();
        assert_eq!(read(&file, 5).unwrap(), b"12345");
        assert!(matches!(
            read(&file, 4),
            Err(EncoderError::TooLarge { most: 4, .. })
        ));
        let missing = folder.path().join("b");
        assert_eq!(read_if_there(&missing, 4).unwrap(), None);
        let told = read(&missing, 4).unwrap_err().to_string();
        assert!(
            told.contains("cannot be read") && told.contains("check that it is there"),
            "{told}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_device_without_an_end_is_refused() {
        let told = read(Path::new("/dev/zero"), 100).unwrap_err().to_string();
        assert!(told.contains("it is a device"), "{told}");
    }
}
