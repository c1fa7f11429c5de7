//! Configuration: what the operator chose, and where things lie.
//!
//! Owns the reading and checking of settings and the standard folders. Each stage owns the meaning of its own
//! section; nobody but the commands receives the whole.

pub mod bundle;
pub mod check;
pub mod edit;
mod error;
pub mod interface;
mod kiosk;
mod loading;
mod merging;
mod mistakes;
mod models;
mod overlay;
pub mod paths;
mod ranges;
pub mod settings;
pub mod sources;
mod suggestions;
mod unanswered;

pub use error::ConfigError;
pub use interface::{INTERFACE_LANGUAGES, InterfaceSettings, LayoutName, SpeakSettings, ThemeName};
pub use kiosk::KioskSettings;
pub use models::{ModelSettings, PromptTemplate};
pub use settings::{BundleSettings, ConfigSources, ControlSettings, MetricsSettings, Settings};
pub use unanswered::UnansweredSettings;
