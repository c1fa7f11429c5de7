//! The choice of the build for this processor.
//!
//! Replaces the baseline build by one that was compiled for newer processors, if the package has installed one: the speech engine
//! selects its instructions at compile time. The language engine selects its own at run time, in any build.

use std::env;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// If this variable is set, the called build runs.
const STAY: &str = "MYNAH_BASELINE";

/// Executes the optimised build, if there is one; else returns.
pub(crate) fn exec_optimised_build() {
    let better = env::current_exe().ok().and_then(|own| beside(&own, suited()?));
    if let Some(better) = better.filter(|path| path.is_file() && env::var_os(STAY).is_none()) {
        // Returns only if it could not be started; then this build runs.
        let _ = Command::new(better).args(env::args_os().skip(1)).exec();
    }
}

/// The optimised builds of `/usr/bin/mynah` are `/usr/lib/mynah/NAME/mynah`.
fn beside(own: &Path, name: &str) -> Option<PathBuf> {
    let prefix = own.parent()?.parent()?;
    Some(prefix.join("lib/mynah").join(name).join(own.file_name()?))
}

/// The microarchitecture level of this processor (<https://gitlab.com/x86-psABIs/x86-64-ABI>), if it is at least v3.
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

/// ARMv8.2 with dot-product instructions.
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
