//! An operator's desk: the packages, a signed repository of them, and a signed bundle.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use minisign::KeyPair;
use tempfile::TempDir;

use crate::models_store::sign;
use crate::rig::{bare, root, run};

/// Runs a program that must succeed; what it says.
pub fn told(program: &mut Command) -> String {
    let output = program.output();
    let output = output.unwrap_or_else(|error| {
        panic!("{program:?} cannot be run ({error}): 'packaging/bootstrap.sh test' installs what is missing")
    });
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(output.status.success(), "{program:?}: {}", said.concat());
    said.concat()
}

/// An operator's desk: keys, packages, a repository, a bundle.
pub struct OperatorDesk {
    pub folder: TempDir,
    pub key: KeyPair,
}

impl OperatorDesk {
    pub fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
            key: KeyPair::generate_unencrypted_keypair().unwrap(),
        };
        for folder in ["stage", "debs", "keys"] {
            fs::create_dir(desk.path(folder)).unwrap();
        }
        fs::set_permissions(
            desk.path("keys"),
            std::os::unix::fs::PermissionsExt::from_mode(0o700),
        )
        .unwrap();
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(root())
            .env("GNUPGHOME", self.path("keys"))
            .env("LC_ALL", "C.UTF-8")
            .env("SOURCE_DATE_EPOCH", "1700000000");
        command
    }

    /// The package mynah-kiosk as `make deb` builds it, and one named mynah with this test's program.
    pub fn packages(&self) {
        fs::write(self.path("stage/copyright"), "sample\n").unwrap();
        told(
            self.command("packaging/deb/kiosk.sh")
                .arg(self.path("stage"))
                .arg(self.path("debs")),
        );
        let tree = self.path("mynah");
        let models = tree.join("usr/share/mynah/models/starter");
        for folder in [&models, &tree.join("usr/bin"), &tree.join("DEBIAN")] {
            fs::create_dir_all(folder).unwrap();
        }
        let program = tree.join("usr/bin/mynah");
        told(
            self.command("strip")
                .arg("-o")
                .arg(program)
                .arg(env!("CARGO_BIN_EXE_mynah")),
        );
        for model in fs::read_dir(root().join("models/starter")).unwrap() {
            let model = model.unwrap();
            if model.path().is_file() {
                fs::copy(model.path(), models.join(model.file_name())).unwrap();
            }
        }
        let architecture = told(self.command("dpkg").arg("--print-architecture"));
        let control = format!(
            "Package: mynah\nVersion: 0.1.0\nArchitecture: {architecture}Section: sound\nPriority: optional\n\
             Maintainer: Op <op@example.org>\nDescription: stand-in\n"
        );
        fs::write(tree.join("DEBIAN/control"), control).unwrap();
        told(
            self.command("dpkg-deb")
                .args(["--root-owner-group", "-Znone", "--build"])
                .arg(&tree)
                .arg(self.path("debs")),
        );
    }

    /// The operator's repository, with the packages.
    pub fn repository(&self) {
        let key = ["--quick-gen-key", "op@example.org", "ed25519", "sign"];
        told(
            self.command("gpg")
                .args(["--batch", "--quiet", "--passphrase", ""])
                .args(key),
        );
        let packages = fs::read_dir(self.path("debs")).unwrap();
        told(
            self.command("packaging/apt-repository.sh")
                .arg(self.path("apt"))
                .arg("op@example.org")
                .args(packages.map(|entry| entry.unwrap().path())),
        );
    }

    /// A signed bundle of this version, with one document.
    pub fn bundle(&self, version: u64) {
        let home = self.path("home");
        let facts = home.join(".local/share/mynah/knowledge");
        fs::create_dir_all(&facts).unwrap();
        let document = format!("# Bicycle hire\n\nA bicycle costs £{version} a day.\n");
        fs::write(facts.join("hire.md"), document).unwrap();
        let bundle = self.path("city.mynah");
        let (code, out, err) = run(bare(&home).args([
            "models",
            "export",
            bundle.to_str().unwrap(),
            "--knowledge",
            "--number",
            &version.to_string(),
        ]));
        assert_eq!(code, 0, "{out}{err}");
        sign(&bundle, &self.key);
    }
}
