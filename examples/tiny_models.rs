//! Writes the tiny models of every family into a folder, and of every storage, for `tests/peers/golden.py`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::PathBuf;

use mynah::language::tiny;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    std::fs::create_dir_all(&folder).unwrap();
    for family in tiny::FAMILIES {
        let path = folder.join(format!("{family}.gguf"));
        tiny::write(family, &path).unwrap();
        println!("{}", path.display());
    }
    for &storage in tiny::STORAGES {
        let path = folder.join(format!("stored-{storage:?}.gguf"));
        tiny::write_stored(storage, &path).unwrap();
        println!("{}", path.display());
    }
}
