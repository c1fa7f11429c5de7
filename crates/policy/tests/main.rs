//! What the crate must hold against, in one binary. What each test is for stands in its file.

mod documents;
#[cfg(test)]
mod faithful;
#[cfg(test)]
mod injection;
#[cfg(test)]
mod mashups;
