//! An apt repository of an operator's own, made by `packaging/apt-repository.sh`, as apt itself sees it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::rig::root;

/// A folder with a signing key, and a system of apt's own in it.
struct Operator {
    home: tempfile::TempDir,
}

impl Operator {
    fn new() -> Self {
        let operator = Self {
            home: tempfile::tempdir().unwrap(),
        };
        let keys = operator.path("keys");
        fs::create_dir(&keys).unwrap();
        fs::set_permissions(&keys, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        let made = operator.run(
            "gpg",
            &[
                "--batch",
                "--quiet",
                "--passphrase",
                "",
                "--quick-gen-key",
                "op@example.org",
                "ed25519",
                "sign",
            ],
        );
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        for folder in [
            "state/lists/partial",
            "cache/archives/partial",
            "etc/apt.conf.d",
            "etc/preferences.d",
        ] {
            fs::create_dir_all(operator.path(folder)).unwrap();
        }
        fs::write(operator.path("status"), "").unwrap();
        operator
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        Command::new(program)
            .args(arguments)
            .env("GNUPGHOME", self.path("keys"))
            .env("LC_ALL", "C.UTF-8")
            .current_dir(self.home.path())
            .output()
            .unwrap()
    }

    /// A package that holds one file of these words.
    fn package(&self, version: &str, words: &str) -> PathBuf {
        let folder = self.path(&format!("package-{version}"));
        fs::create_dir_all(folder.join("DEBIAN")).unwrap();
        fs::create_dir_all(folder.join("usr/share/mynah-sample")).unwrap();
        fs::write(folder.join("usr/share/mynah-sample/words.txt"), words).unwrap();
        let control = format!(
            "Package: mynah-sample\nVersion: {version}\nArchitecture: all\nSection: misc\nPriority: optional\n\
             Maintainer: Op <op@example.org>\nDescription: sample\n"
        );
        fs::write(folder.join("DEBIAN/control"), control).unwrap();
        let file = self.path(&format!("mynah-sample_{version}_all.deb"));
        let built = self.run(
            "dpkg-deb",
            &[
                "--root-owner-group",
                "--build",
                folder.to_str().unwrap(),
                file.to_str().unwrap(),
            ],
        );
        assert!(
            built.status.success(),
            "{}",
            String::from_utf8_lossy(&built.stderr)
        );
        file
    }

    /// Adds packages to the repository.
    fn add(&self, key: &str, packages: &[&Path]) -> Output {
        let folder = self.path("repository");
        let script = root().join("packaging/apt-repository.sh");
        let mut arguments = vec![folder.to_str().unwrap(), key];
        arguments.extend(packages.iter().map(|package| package.to_str().unwrap()));
        self.run(script.to_str().unwrap(), &arguments)
    }

    /// apt with a system of its own, which knows this repository alone.
    fn apt(&self, program: &str, arguments: &[&str]) -> Output {
        let home = self.home.path().display();
        let options = [
            format!("Dir::State={home}/state"),
            format!("Dir::State::status={home}/status"),
            format!("Dir::Cache={home}/cache"),
            format!("Dir::Etc={home}/etc"),
            "Dir::Etc::sourcelist=/dev/null".to_owned(),
            format!("Dir::Etc::sourceparts={home}/sources"),
            "APT::Sandbox::User=".to_owned(),
            "APT::Architecture=amd64".to_owned(),
            "APT::Architectures=amd64".to_owned(),
        ];
        let mut all: Vec<&str> = options
            .iter()
            .flat_map(|option| ["-o", option.as_str()])
            .collect();
        all.extend(arguments);
        fs::create_dir_all(self.path("sources")).unwrap();
        fs::copy(
            self.path("repository/mynah.sources"),
            self.path("sources/mynah.sources"),
        )
        .unwrap();
        self.run(program, &all)
    }
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn apt_updates_from_a_repository_that_one_command_makes() {
    let operator = Operator::new();
    let first = operator.add("op@example.org", &[&operator.package("1.0", "first")]);
    assert!(first.status.success(), "{}", said(&first));
    let second = operator.add("op@example.org", &[&operator.package("1.1", "second")]);
    assert!(second.status.success(), "{}", said(&second));
    let updated = operator.apt("apt-get", &["update"]);
    assert!(
        updated.status.success() && !said(&updated).contains("W:"),
        "{}",
        said(&updated)
    );
    let policy = operator.apt("apt-cache", &["policy", "mynah-sample"]);
    assert!(said(&policy).contains("Candidate: 1.1"), "{}", said(&policy));
    let fetched = operator.apt("apt-get", &["download", "mynah-sample"]);
    assert!(fetched.status.success(), "{}", said(&fetched));
}

#[test]
fn apt_refuses_a_repository_that_was_changed_behind_the_operators_back() {
    let operator = Operator::new();
    assert!(
        operator
            .add("op@example.org", &[&operator.package("1.0", "first")])
            .status
            .success()
    );
    let release = operator.path("repository/dists/stable/InRelease");
    let changed = fs::read_to_string(&release)
        .unwrap()
        .replace("Label: mynah", "Label: mynaH");
    fs::write(&release, changed).unwrap();
    let updated = operator.apt("apt-get", &["update"]);
    assert!(
        !updated.status.success() || said(&updated).contains("signature"),
        "{}",
        said(&updated)
    );
    let policy = operator.apt("apt-cache", &["policy", "mynah-sample"]);
    assert!(!said(&policy).contains("Candidate: 1.0"), "{}", said(&policy));
}

#[test]
fn what_cannot_be_added_is_one_sentence() {
    let operator = Operator::new();
    let package = operator.package("1.0", "first");
    let no_key = operator.add("nobody@example.org", &[&package]);
    assert!(
        !no_key.status.success() && said(&no_key).contains("no secret key 'nobody@example.org'"),
        "{}",
        said(&no_key)
    );
    let text = operator.path("words.deb");
    fs::write(&text, "no package").unwrap();
    let no_package = operator.add("op@example.org", &[&text]);
    assert!(
        !no_package.status.success() && said(&no_package).contains("is no Debian package"),
        "{}",
        said(&no_package)
    );
    assert!(operator.add("op@example.org", &[&package]).status.success());
    // The same version with other contents would never reach a machine that has it.
    let other = operator.package("1.0", "something else");
    let refused = operator.add("op@example.org", &[&other]);
    assert!(
        !refused.status.success() && said(&refused).contains("were not added"),
        "{}",
        said(&refused)
    );
}
