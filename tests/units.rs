//! The kiosk's service: sound for systemd, and open to nothing that it does not need.

use std::fs;
use std::process::Command;

use crate::rig::root;

#[test]
fn the_kiosks_service_is_sound_and_its_exposure_is_at_most_one() {
    let folder = tempfile::tempdir().unwrap();
    let unit = folder.path().join("mynah-kiosk.service");
    let text = fs::read_to_string(root().join("packaging/systemd/mynah-kiosk.service")).unwrap();
    // Where a package will put the program, there is none here.
    fs::write(&unit, text.replace("/usr/bin/mynah", env!("CARGO_BIN_EXE_mynah"))).unwrap();
    let verified = Command::new("systemd-analyze")
        .args(["verify", "--man=no"])
        .arg(&unit)
        .output()
        .unwrap();
    assert!(
        verified.status.success() && verified.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&verified.stderr)
    );
    // systemd counts in tenths.
    let exposed = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--threshold=10", "--no-pager"])
        .arg(&unit)
        .output()
        .unwrap();
    assert!(
        exposed.status.success(),
        "{}",
        String::from_utf8_lossy(&exposed.stdout)
    );
}
