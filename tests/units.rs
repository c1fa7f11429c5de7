//! The kiosk's service: sound for systemd, and open to nothing that it does not need.

use std::fs;
use std::process::Command;

use crate::rig::root;

/// The same, and how much an attacker would find open.
fn check(name: &str, is_of_users: bool) {
    verify(name, is_of_users);
    if is_of_users {
        // What a system's service is measured by, a user's cannot have.
        return;
    }
    let unit = root().join("packaging/systemd").join(name);
    // systemd counts in tenths.
    let exposed = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--threshold=10", "--no-pager"])
        .arg(&unit)
        .output()
        .unwrap();
    assert!(
        exposed.status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&exposed.stdout)
    );
}

/// Has systemd read a unit as it will lie on a machine where the programs are installed.
fn verify(name: &str, is_of_users: bool) {
    let folder = tempfile::tempdir().unwrap();
    let unit = folder.path().join(name);
    let text = fs::read_to_string(root().join("packaging/systemd").join(name)).unwrap();
    // Where packages will put the programs, there are none here.
    let mut text = text.replace("/usr/bin/mynah-http", "/bin/true");
    text = text.replace("/usr/bin/mynah", env!("CARGO_BIN_EXE_mynah"));
    text = text.replace("/usr/sbin/mynah-kiosk", "/bin/true");
    for other in ["/usr/bin/cage", "/usr/bin/foot"] {
        text = text.replace(other, "/bin/true");
    }
    fs::write(&unit, text).unwrap();
    let verified = Command::new("systemd-analyze")
        .args(["verify", "--man=no"])
        .args(is_of_users.then_some("--user"))
        .arg(&unit)
        .env("XDG_RUNTIME_DIR", folder.path())
        .output()
        .unwrap();
    assert!(
        verified.status.success() && verified.stderr.is_empty(),
        "{name}: {}",
        String::from_utf8_lossy(&verified.stderr)
    );
}

#[test]
fn the_kiosks_services_are_sound_and_their_exposure_is_at_most_one() {
    check("mynah-kiosk.service", false);
    check("mynah-kiosk-graphical.service", false);
    // These act for the administrator.
    verify("mynah-kiosk-bundle.service", false);
    verify("mynah-kiosk-bundle.path", false);
}

#[test]
fn the_services_for_a_person_are_sound() {
    check("mynah.service", true);
    check("mynah-wyoming.service", true);
    check("mynah-http.service", true);
}
