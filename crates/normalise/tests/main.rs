//! The crate's own lists of written strings and their readings, and hostile text, in one binary.

mod digits;
mod hostile;
mod readings;
