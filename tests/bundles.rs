//! Signed bundles on a kiosk: models, documents and settings that become current together, on trial, with a way back.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use minisign::KeyPair;
use serde_json::Value;
use tempfile::TempDir;

use crate::models_store::sign;
use crate::rig::{bare, fails, json, root, run};

/// An operator's desk, and a kiosk that trusts the operator's key.
struct Fleet {
    home: TempDir,
    key: KeyPair,
}

impl Fleet {
    fn new() -> Self {
        let fleet = Self {
            home: tempfile::tempdir().unwrap(),
            key: KeyPair::generate_unencrypted_keypair().unwrap(),
        };
        let kiosk = format!(
            "[bundles]\nfolder = \"bundles\"\n[models]\ntrusted_keys = [\"{} the city\"]\nrequire_signature = false\n\
             [mind]\nknowledge = [\"none\"]\n[speaking]\nrate = 100\n",
            fleet.key.pk.to_base64()
        );
        fs::write(fleet.path("kiosk.toml"), kiosk).unwrap();
        fs::create_dir(fleet.path("none")).unwrap();
        fs::copy(root().join("models/starter/speech.bin"), fleet.path("speech.bin")).unwrap();
        fleet
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A bundle of this version: a model, a document and a setting that all tell the version.
    fn bundle(&self, version: u64, configuration: &str) -> PathBuf {
        self.written(version, configuration, true)
    }

    fn written(&self, version: u64, configuration: &str, signs_models: bool) -> PathBuf {
        let desk = self.path(&format!("desk-{version}"));
        let facts = desk.join(".local/share/mynah/knowledge");
        fs::create_dir_all(&facts).unwrap();
        let document = format!("# Bicycle hire\n\nA bicycle costs £{version} a day.\n");
        fs::write(facts.join("hire.md"), document).unwrap();
        let model = desk.join(format!("heard-{version}.bin"));
        fs::copy(self.path("speech.bin"), &model).unwrap();
        if signs_models {
            sign(&model, &self.key);
        }
        let config = desk.join("config.toml");
        fs::write(&config, configuration).unwrap();
        let bundle = self.path(&format!("{version}.mynah"));
        let (version, config) = (version.to_string(), config.to_str().unwrap());
        for arguments in [
            vec!["models", "add", model.to_str().unwrap()],
            vec![
                "models",
                "export",
                bundle.to_str().unwrap(),
                "--knowledge",
                "--configuration",
                "--number",
                &version,
                "--config",
                config,
            ],
        ] {
            let (code, out, err) = run(bare(&desk).args(arguments));
            assert_eq!(code, 0, "{out}{err}");
        }
        sign(&bundle, &self.key);
        bundle
    }

    fn numbered(&self, version: u64) -> PathBuf {
        self.bundle(version, &format!("[speaking]\nrate = {}\n", 200 + version))
    }

    fn kiosk(&self, arguments: &[&str]) -> assert_cmd::Command {
        let mut program = bare(self.home.path());
        program
            .arg("--config")
            .arg(self.path("kiosk.toml"))
            .args(arguments);
        program
    }

    fn install(&self, bundle: &Path, more: &[&str]) -> assert_cmd::Command {
        self.kiosk(&[&["bundle", "install", bundle.to_str().unwrap()], more].concat())
    }

    fn status(&self) -> Value {
        json(&mut self.kiosk(&["bundle", "status", "--json"]))
    }

    fn mark(&self, found: &str) -> String {
        told(&mut self.kiosk(&["bundle", "mark", found]))
    }

    /// The version that all parts of the current bundle tell.
    fn version(&self) -> Option<u64> {
        let current = fs::read_link(self.path("bundles/current")).ok()?;
        let bundle = self.path("bundles").join(current);
        let rate = fs::read_to_string(bundle.join("configuration/config.toml")).unwrap();
        let version: u64 = rate.trim_end().rsplit(' ').next().unwrap().parse().unwrap();
        let version = version - 200;
        let document = fs::read_to_string(bundle.join("knowledge/knowledge/hire.md")).unwrap();
        assert!(document.contains(&format!("£{version} a day.\n")), "{document}");
        let model = fs::read(bundle.join(format!("models/heard-{version}.bin"))).unwrap();
        assert!(model == fs::read(self.path("speech.bin")).unwrap());
        assert!(
            fs::read_to_string(bundle.join("contents.toml"))
                .unwrap()
                .ends_with("knowledge\"]\n")
        );
        let name = bundle.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with(&format!("{version}-")), "{name}");
        Some(version)
    }
}

/// Runs a command that must succeed; what it says.
fn told(program: &mut assert_cmd::Command) -> String {
    let (code, out, err) = run(program);
    assert_eq!(code, 0, "{out}{err}");
    out + &err
}

#[test]
fn a_bundle_is_tried_confirmed_replaced_and_taken_back() {
    let fleet = Fleet::new();
    let [seven, eight] = [7, 8].map(|version| fleet.numbered(version));
    assert_eq!(fleet.status()["current"], Value::Null);
    let installed = told(&mut fleet.install(&seven, &[]));
    assert!(
        installed.contains("(models: 1, documents: 1), signed by the city, is installed and on trial"),
        "{installed}"
    );
    // Its documents answer, its settings count, under those of this machine.
    let asked = ["ask", "How much is a bicycle?"];
    assert!(told(&mut fleet.kiosk(&asked)).contains("£7"));
    let drop_ins = fleet.path("kiosk.d");
    fs::create_dir(&drop_ins).unwrap();
    let shown = |key: &str| {
        let report = json(&mut fleet.kiosk(&["check-config", "--show", "--json"]));
        let settings = report["settings"].as_array().unwrap().clone();
        settings
            .into_iter()
            .find(|setting| setting["key"] == key)
            .map_or(Value::Null, |setting| setting["value"].clone())
    };
    assert_eq!(shown("speaking.rate"), 207);
    fs::write(drop_ins.join("50-hall.toml"), "[speaking]\nrate = 150\n").unwrap();
    assert_eq!(shown("speaking.rate"), 150);
    assert!(shown("models.folder").as_str().unwrap().ends_with("/models"));
    // Two healthy checks confirm it.
    fails(&mut fleet.install(&eight, &[]), &["7-", "is on trial"]);
    assert!(fleet.mark("healthy").contains("goes on"));
    assert!(fleet.mark("healthy").contains("is confirmed"));
    assert_eq!(fleet.status()["trial"], Value::Null);
    // The next one never works.
    told(&mut fleet.install(&eight, &[]));
    assert!(told(&mut fleet.kiosk(&asked)).contains("£8"));
    for _ in 1..20 {
        assert!(fleet.mark("unhealthy").contains("goes on"));
    }
    assert!(fleet.mark("unhealthy").contains("failed its trial; bundle 7-"));
    assert_eq!(
        (fleet.version(), fleet.mark("unhealthy").as_str()),
        (Some(7), "No bundle is on trial.\n")
    );
    assert!(told(&mut fleet.kiosk(&asked)).contains("£7"));
    // A person decides at once.
    told(&mut fleet.install(&eight, &["--no-trial"]));
    assert_eq!(fleet.status()["version"], 8);
    told(&mut fleet.kiosk(&["bundle", "rollback"]));
    assert_eq!(fleet.version(), Some(7));
    assert!(told(&mut fleet.kiosk(&["bundle", "verify"])).contains("is whole (files: 4)"));
    let current = fs::canonicalize(fleet.path("bundles/current")).unwrap();
    fs::write(
        current.join("knowledge/knowledge/hire.md"),
        "A bicycle costs £1.\n",
    )
    .unwrap();
    fails(
        &mut fleet.kiosk(&["bundle", "verify"]),
        &["is damaged (knowledge/knowledge/hire.md)"],
    );
    // The only one, and damaged: it is left, and installed again.
    told(&mut fleet.kiosk(&["bundle", "rollback"]));
    assert_eq!(fleet.status()["current"], Value::Null);
    told(&mut fleet.install(&seven, &["--no-trial"]));
    assert!(told(&mut fleet.kiosk(&["bundle", "verify"])).contains("is whole"));
}

#[test]
fn only_a_signed_newer_bundle_without_the_machines_own_settings_is_installed() {
    let fleet = Fleet::new();
    let seven = fleet.numbered(7);
    told(&mut fleet.install(&seven, &["--no-trial"]));
    assert!(told(&mut fleet.install(&seven, &["--allow-older"])).contains("is already current"));
    let six = fleet.numbered(6);
    fails(
        &mut fleet.install(&six, &[]),
        &["version is 6, and 7 is installed", "--allow-older"],
    );
    let signature = fleet.path("9.mynah.minisig");
    let nine = fleet.numbered(9);
    // One changed byte, another key, no signature.
    let bytes = fs::read(&nine).unwrap();
    let mut changed = bytes.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    fs::write(&nine, &changed).unwrap();
    fails(&mut fleet.install(&nine, &[]), &["does not match"]);
    fs::write(&nine, &bytes).unwrap();
    sign(&nine, &KeyPair::generate_unencrypted_keypair().unwrap());
    fails(
        &mut fleet.install(&nine, &[]),
        &["a key that models.trusted_keys does not name"],
    );
    fs::remove_file(&signature).unwrap();
    fails(&mut fleet.install(&nine, &[]), &["no signature", "minisig"]);
    // Signed, and yet refused.
    let plain = fleet.path("plain.mynah");
    let desk = fleet.path("desk-7");
    let export = ["models", "export", plain.to_str().unwrap(), "--knowledge"];
    told(bare(&desk).args(export));
    sign(&plain, &fleet.key);
    fails(&mut fleet.install(&plain, &[]), &["has no version", "--number"]);
    for (version, configuration, words) in [
        (20, "[models]\ntrusted_keys = []\n", "models.trusted_keys"),
        (
            21,
            "models.require_signature = false\n",
            "models.require_signature",
        ),
        (22, "bundles = { folder = \"/tmp\" }\n", "sets bundles"),
        (25, "[kiosk]\npin = \"x\"\n", "kiosk.pin"),
        (26, "[control]\nwords = true\n", "sets control"),
        (27, "[interface.keys]\nmute = \"nonsense\"\n", "interface.keys"),
        (23, "[speaking]\nrate = 1\n", "speaking.rate is 1"),
        (24, "[speaking\n", "line 1"),
    ] {
        // The desk's own mynah would refuse some of these settings, too.
        let bundle = fleet.bundle(version, "");
        let desk = fleet.path(&format!("desk-{version}"));
        fs::write(desk.join("other.toml"), configuration).unwrap();
        rewritten(&bundle, configuration);
        sign(&bundle, &fleet.key);
        fails(
            &mut fleet.install(&bundle, &[]),
            &["configuration cannot be used", words],
        );
    }
    assert_eq!(fleet.version(), Some(7));
    // Where models need signatures of their own, those in a bundle do, too.
    let kiosk = fs::read_to_string(fleet.path("kiosk.toml")).unwrap();
    let strict = kiosk.replace("require_signature = false\n", "");
    fs::write(fleet.path("kiosk.toml"), strict).unwrap();
    let ten = fleet.written(10, "[speaking]\nrate = 210\n", false);
    fails(&mut fleet.install(&ten, &[]), &["heard-10.bin", "no signature"]);
    assert_eq!(fleet.version(), Some(7));
    let left = fs::read_dir(fleet.path("bundles")).unwrap().count();
    assert_eq!(left, 3, "the bundle, the link and the lock");
    sign(&nine, &fleet.key);
    told(&mut fleet.install(&nine, &[]));
    assert_eq!(fleet.version(), Some(9));
}

#[test]
fn the_kiosks_user_can_read_what_a_careful_administrator_installs() {
    use std::os::unix::fs::PermissionsExt;
    let fleet = Fleet::new();
    let seven = fleet.numbered(7);
    let install = ["-c", "umask 077; exec \"$@\"", "sh"];
    let installed = Command::new("sh")
        .args(install)
        .arg(assert_cmd::cargo::cargo_bin("mynah"))
        .arg("--config")
        .arg(fleet.path("kiosk.toml"))
        .args(["bundle", "install"])
        .arg(&seven)
        .env("HOME", fleet.home.path())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(installed.success());
    let current = fs::canonicalize(fleet.path("bundles/current")).unwrap();
    for (path, mode) in [
        (fleet.path("bundles"), 0o755),
        (fleet.path("bundles/trial.json"), 0o644),
        (fleet.path("bundles/.lock"), 0o600),
        (current.clone(), 0o755),
        (current.join("contents.toml"), 0o644),
        (current.join("configuration/config.toml"), 0o644),
        (current.join("models/heard-7.bin"), 0o644),
        (current.join("knowledge/knowledge/hire.md"), 0o644),
    ] {
        let found = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(format!("{found:o}"), format!("{mode:o}"), "{}", path.display());
    }
    // A bundle that is there and cannot be used is a mistake, never a kiosk without a bundle.
    fs::remove_file(current.join("contents.toml")).unwrap();
    let report = run(&mut fleet.kiosk(&["check-config"]));
    assert!(report.0 == 1 && report.1.contains("contents.toml"), "{report:?}");
}

#[test]
fn an_image_is_written_inside_its_root_only() {
    let fleet = Fleet::new();
    let seven = fleet.numbered(7);
    let kiosk = fs::read_to_string(fleet.path("kiosk.toml")).unwrap();
    fs::write(
        fleet.path("kiosk.toml"),
        kiosk.replace("folder = \"bundles\"", "folder = \"/var/lib/mynah/bundles\""),
    )
    .unwrap();
    let (image, outside) = (fleet.path("image"), fleet.path("outside"));
    fs::create_dir_all(image.join("var/lib")).unwrap();
    fs::create_dir(&outside).unwrap();
    let to = ["--no-trial", "--root", image.to_str().unwrap()];
    std::os::unix::fs::symlink(&outside, image.join("var/lib/mynah")).unwrap();
    fails(&mut fleet.install(&seven, &to), &["is a link"]);
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    fs::remove_file(image.join("var/lib/mynah")).unwrap();
    told(&mut fleet.install(&seven, &to));
    let bundle = fs::canonicalize(image.join("var/lib/mynah/bundles/current")).unwrap();
    let contents = fs::read_to_string(bundle.join("contents.toml")).unwrap();
    assert!(contents.contains("\"/var/lib/mynah/bundles/7-"), "{contents}");
}

/// Gives a bundle another configuration.
fn rewritten(bundle: &Path, configuration: &str) {
    use sha2::{Digest, Sha256};
    use std::io::Read;
    let mut entries: Vec<(String, Vec<u8>)> = Vec::new();
    let mut archive = tar::Archive::new(fs::File::open(bundle).unwrap());
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let path = entry.path().unwrap().to_str().unwrap().to_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        entries.push((path, bytes));
    }
    let mut table: Value = serde_json::from_slice(&entries[0].1).unwrap();
    for file in table["files"].as_array_mut().unwrap() {
        if file["path"] == "configuration/config.toml" {
            file["size"] = configuration.len().into();
            let digest = Sha256::digest(configuration.as_bytes());
            file["sha256"] = format!("{digest:x}").into();
        }
    }
    entries[0].1 = serde_json::to_vec(&table).unwrap();
    let mut written = tar::Builder::new(fs::File::create(bundle).unwrap());
    for (path, bytes) in &entries {
        let bytes = if path == "configuration/config.toml" {
            configuration.as_bytes()
        } else {
            bytes
        };
        let mut header = tar::Header::new_ustar();
        header.set_path(path).unwrap();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        written.append(&header, bytes).unwrap();
    }
    written.finish().unwrap();
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it takes on this machine")]
fn a_kill_at_any_time_leaves_the_old_bundle_or_the_new_one() {
    let fleet = Fleet::new();
    let [seven, eight] = [7, 8].map(|version| fleet.numbered(version));
    told(&mut fleet.install(&seven, &["--no-trial"]));
    let began = std::time::Instant::now();
    told(&mut fleet.install(&eight, &[]));
    let whole_time = began.elapsed();
    let program = assert_cmd::cargo::cargo_bin("mynah");
    let (mut killed, mut old, mut new) = (0, 0, 0);
    for round in 0..40_u32 {
        // Back to the old bundle alone.
        let _ = run(&mut fleet.kiosk(&["bundle", "rollback"]));
        assert_eq!(fleet.version(), Some(7), "round {round}");
        let mut shell = Command::new("sh");
        let install = "exec \"$@\"";
        let cut_short = round >= 20;
        // A file that must not grow any further is cut short.
        let script = if cut_short {
            format!(
                "ulimit -c 0; ulimit -f {}; {install}",
                (round - 20) * 1_000 / 20 * 25
            )
        } else {
            install.to_owned()
        };
        let mut install = shell
            .args(["-c", &script, "sh"])
            .arg(&program)
            .arg("--config")
            .arg(fleet.path("kiosk.toml"))
            .args(["bundle", "install"])
            .arg(&eight)
            .env("HOME", fleet.home.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if !cut_short {
            std::thread::sleep(whole_time * round / 19);
            let _ = install.kill();
        }
        let status = install.wait().unwrap();
        killed += usize::from(status.signal().is_some() || !status.success());
        match fleet.version() {
            Some(7) => old += 1,
            Some(8) => new += 1,
            other => panic!("round {round}: {other:?}"),
        }
        assert!(told(&mut fleet.kiosk(&["bundle", "verify"])).contains("is whole"));
        // Whatever was interrupted, the next step works.
        let marked = fleet.mark("unhealthy");
        assert!(
            marked.contains("goes on") || marked.contains("No bundle is on trial"),
            "{marked}"
        );
        if fleet.version() == Some(7) {
            // A rollback here would lead to what an interrupted installation has left.
            told(&mut fleet.install(&eight, &[]));
        }
    }
    assert!(
        killed > 10 && old > 5 && new > 0,
        "{killed} killed, {old} old, {new} new"
    );
    told(&mut fleet.kiosk(&["bundle", "rollback"]));
    assert_eq!(fleet.version(), Some(7));
    let hidden = fs::read_dir(fleet.path("bundles"))
        .unwrap()
        .filter(|entry| {
            entry
                .as_ref()
                .unwrap()
                .file_name()
                .to_str()
                .unwrap()
                .ends_with(".unfinished")
        })
        .count();
    assert_eq!(hidden, 0, "what a kill left behind is removed");
}

#[test]
fn the_kiosk_is_checked_while_a_bundle_is_on_trial_and_restarted_when_it_fails() {
    let fleet = Fleet::new();
    let [seven, eight] = [7, 8].map(|version| fleet.numbered(version));
    // What the script starts: the real program but for its health, and what only root and systemd can do.
    let programs = fleet.path("programs");
    fs::create_dir(&programs).unwrap();
    let real = assert_cmd::cargo::cargo_bin("mynah");
    let scripts = [
        (
            "mynah",
            format!(
                "[ \"$1\" = health ] || exec {} \"$@\"\nexec test -e {}",
                real.display(),
                fleet.path("healthy").display()
            ),
        ),
        (
            "setpriv",
            "while [ \"$1\" != env ]; do shift; done\nexec \"$@\"".to_owned(),
        ),
        (
            "systemctl",
            format!(
                "[ \"$1\" = show ] && echo active || echo \"$*\" >> {}",
                fleet.path("restarts").display()
            ),
        ),
    ];
    for (name, script) in scripts {
        use std::os::unix::fs::PermissionsExt;
        let path = programs.join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let watch = || {
        let output = Command::new("timeout")
            .arg("60")
            .arg(root().join("packaging/deb/kiosk/mynah-kiosk"))
            .arg("watch-bundle")
            .env("PATH", format!("{}:/usr/bin:/bin", programs.display()))
            .env("HOME", fleet.home.path())
            .env("MYNAH_CONFIG", fleet.path("kiosk.toml"))
            .env("KIOSK_BUNDLES", fleet.path("bundles"))
            .env("KIOSK_BETWEEN_CHECKS", "0")
            .output()
            .unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{told}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        told
    };
    let restarts = || fs::read_to_string(fleet.path("restarts")).unwrap_or_default();
    fs::write(fleet.path("healthy"), "").unwrap();
    told(&mut fleet.install(&seven, &[]));
    let good = watch();
    assert!(good.contains("is confirmed"), "{good}");
    let restart = "try-restart mynah-kiosk.service mynah-kiosk-graphical.service\n";
    assert_eq!(restarts(), restart, "the kiosk loads the new bundle");
    fs::remove_file(fleet.path("healthy")).unwrap();
    told(&mut fleet.install(&eight, &[]));
    let bad = watch();
    assert!(bad.contains("failed its trial; bundle 7-"), "{bad}");
    assert_eq!(fleet.version(), Some(7));
    assert_eq!(
        restarts(),
        restart.repeat(3),
        "the new one, and the old one again"
    );
    assert_eq!(watch(), "");
}
