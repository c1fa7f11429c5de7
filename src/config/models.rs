//! Which models are used, and whose signatures count.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Which models to use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ModelSettings {
    /// The folder that is searched first.
    pub folder: Option<PathBuf>,
    /// Name or path of the speech model; default: the best one found.
    pub speech: Option<String>,
    /// Name or path of the language model; default: the best one found.
    pub language: Option<String>,
    /// Name or path of the encoder's folder; default: the first one found.
    pub encoder: Option<String>,
    /// Public keys of minisign, each followed by a name for it, if it is to have one.
    pub trusted_keys: Vec<String>,
    /// Whether only models that one of these keys has signed are loaded; default: no, and in a kiosk yes, once there is a key.
    pub require_signature: Option<bool>,
    /// Threads of the language model; 0: one per physical core.
    pub threads: u8,
    /// How prompts are written for the language model: `pinned` or `file`.
    pub template: PromptTemplate,
}

/// Which chat template is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PromptTemplate {
    /// The built-in template of the model's family.
    #[default]
    Pinned,
    /// The template in the model file.
    File,
}

impl ModelSettings {
    /// Decides what the file leaves open: a kiosk loads signed models only, once a key is trusted.
    pub fn settle_signatures(&mut self, is_kiosk: bool) {
        self.require_signature
            .get_or_insert(is_kiosk && !self.trusted_keys.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kiosk_with_a_key_requires_signatures_unless_the_file_says_otherwise() {
        let settled = |said: Option<bool>, keys: &[&str], is_kiosk: bool| {
            let mut settings = ModelSettings {
                trusted_keys: keys.iter().map(|key| (*key).to_owned()).collect(),
                require_signature: said,
                ..ModelSettings::default()
            };
            settings.settle_signatures(is_kiosk);
            settings.require_signature
        };
        assert_eq!(settled(None, &["key"], true), Some(true));
        assert_eq!(settled(None, &[], true), Some(false));
        assert_eq!(settled(None, &["key"], false), Some(false));
        assert_eq!(settled(Some(false), &["key"], true), Some(false));
        assert_eq!(settled(Some(true), &[], false), Some(true));
    }
}
