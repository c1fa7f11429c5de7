//! What a package brings beside the program and is made from its command line: the manual page, and completions.
//! `cargo run -p mynah-adapter --example package_files -- FOLDER`

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use clap_complete::Shell;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("a folder is missing")?);
    let manuals = folder.join("man");
    fs::create_dir_all(&manuals)?;
    clap_mangen::generate_to(mynah_adapter::command_line(), &manuals)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(
            shell,
            &mut mynah_adapter::command_line(),
            "mynah-adapter",
            &folder,
        )?;
    }
    Ok(())
}
