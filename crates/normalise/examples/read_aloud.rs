//! Reads standard input and prints what a voice would say: `cargo run --example read_aloud -- ru < text`.

use std::io::Read;

use mynah_normalise::{Language, normalise};

fn main() -> std::io::Result<()> {
    let tag = std::env::args().nth(1).unwrap_or_default();
    let language = Language::from_tag(&tag).unwrap_or_default();
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    for line in text.lines() {
        let line = line.split('\t').next().unwrap_or_default();
        std::io::Write::write_all(
            &mut std::io::stdout(),
            format!("{}\n", normalise(line, language)).as_bytes(),
        )?;
    }
    Ok(())
}
