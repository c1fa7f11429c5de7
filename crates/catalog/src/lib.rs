//! The catalogue of public models, from `models/catalog.toml`, and the folders in which models lie.
//!
//! Owns the list, which is built into the programs, and the rule of the folders; `mynah` and `mynah-pull` share both. Fetches
//! nothing and opens no model.

mod entry;
pub mod folders;
mod list;

pub use entry::{Entry, PublishedFile, Task};
pub use list::{CatalogError, entries, find, parse};

#[cfg(test)]
mod tests;
