//! What may be said: a model's reply held against its passages, an operator's rules, hostile text made harmless.
//!
//! In reading order: `clean` drops what hides or controls, `injection` knows text that gives orders to a model; `text`
//! cuts and stems words and `lexicon` knows what they do; `support` decides whether a reply is borne out by passages;
//! `rules` is the operator's policy. Nothing here reads a document, runs a model or speaks.

mod clean;
pub mod injection;
mod lexicon;
pub mod rules;
pub mod support;
mod text;

pub use clean::clean;
pub use rules::{Kind, Policy, PolicyError, Ruling};
pub use support::{Unsupported, check};
