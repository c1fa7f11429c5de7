//! Files opened without waiting, read up to a limit, and written whole or not at all.
//!
//! Owns what every file of mynah has in common, whoever wrote it: a name may be a pipe without a writer, a device without an end,
//! or a file of any size, and the power may fail while a file is written. Does not know what the files hold.

mod quote;
mod read;
mod staging;
mod write;

pub use quote::brief;
pub use read::{FileError, Kind, open, read, read_text};
pub use staging::Staging;
pub use write::{
    Lifetime, begin, create, overwrite, remove, remove_unfinished, replace, save, unfinished_files,
};
