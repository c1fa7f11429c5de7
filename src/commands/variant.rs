//! The build of this program that suits the processor.
//!
//! Owns the step from the program that every processor can run to one beside it that was compiled for newer ones: the speech
//! engine picks its instructions when it is compiled. The language engine picks its own while it runs, in any build.

use std::env;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set to anything, the program stays the one that was called.
const STAY: &str = "MYNAH_BASELINE";

/// Becomes the better build, if a package has brought one; else nothing happens.
pub(super) fn exec_optimised_build() {
    let better = env::current_exe().ok().and_then(|own| beside(&own, suited()?));
    if let Some(better) = better.filter(|path| path.is_file() && env::var_os(STAY).is_none()) {
        // Returns only where it could not be started: then this one does.
        let _ = Command::new(better).args(env::args_os().skip(1)).exec();
    }
}

/// `/usr/bin/mynah` has its better builds in `/usr/lib/mynah/NAME/mynah`.
fn beside(own: &Path, name: &str) -> Option<PathBuf> {
    let prefix = own.parent()?.parent()?;
    Some(prefix.join("lib/mynah").join(name).join(own.file_name()?))
}

/// The level of <https://gitlab.com/x86-psABIs/x86-64-ABI> above the first that this processor has.
#[cfg(target_arch = "x86_64")]
fn suited() -> Option<&'static str> {
    let has_all = is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("f16c")
        && is_x86_feature_detected!("fma")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("movbe");
    has_all.then_some("x86-64-v3")
}

/// ARMv8.2 with the instructions for dot products.
#[cfg(target_arch = "aarch64")]
fn suited() -> Option<&'static str> {
    std::arch::is_aarch64_feature_detected!("dotprod").then_some("armv8.2-dotprod")
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn suited() -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_better_build_lies_in_the_packages_own_folder_and_has_none_itself() {
        let better = beside(Path::new("/usr/bin/mynah"), "x86-64-v3").unwrap();
        assert_eq!(better, Path::new("/usr/lib/mynah/x86-64-v3/mynah"));
        let again = beside(&better, "x86-64-v3").unwrap();
        assert_eq!(again, Path::new("/usr/lib/mynah/lib/mynah/x86-64-v3/mynah"));
    }
}
