//! The examples for a fleet, run for real: the Ansible role on a machine that ends with the test, and the recipes of images against
//! what mkosi reads and what the packages hold.
//!
//! `fleet_examples/machine.sh` is the machine: this system under layers in memory, without a network. The package `mynah-kiosk` is the
//! real one; `mynah` holds the program of this test run, and the starter models. The kiosk that runs is a real one in a terminal of
//! its own; only systemd's starting and stopping is a stand-in.

mod desk;
mod machine;

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::rig::root;
use desk::{OperatorDesk, told};
use machine::KioskMachine;

/// The variables of a kiosk without a microphone, and its speaking rate.
fn variables(desk: &OperatorDesk, rate: u16) -> Value {
    let sources = fs::read_to_string(desk.path("apt/mynah.sources")).unwrap();
    json!({
        "mynah_kiosk_repository": sources,
        "mynah_kiosk_repository_uris": "file:/exchange/apt",
        "mynah_kiosk_bundle": "/exchange/city.mynah",
        "mynah_kiosk_health_checks": 6,
        "mynah_kiosk_settings": {
            "speaking": {"rate": rate},
            "capture": {"mode": "off"},
            "kiosk": {"name": "Hall \"North\" \\ №1", "languages": ["en", "ru"], "pin": "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA"},
            "models": {"trusted_keys": [format!("{} the city", desk.key.pk.to_base64())]},
        },
    })
}

#[test]
fn the_role_makes_a_kiosk_once_refuses_mistakes_and_restarts_after_a_change() {
    let desk = OperatorDesk::new();
    desk.packages();
    desk.repository();
    desk.bundle(3);
    let inventory = "[kiosks]\nhall ansible_connection=local ansible_python_interpreter=/usr/bin/python3\n";
    fs::write(desk.path("inventory.ini"), inventory).unwrap();
    let mut kiosk = KioskMachine::start(&desk);
    let (missing, _) = kiosk.run("command -v ansible-playbook");
    assert_eq!(
        missing, 0,
        "ansible-playbook is missing: 'packaging/bootstrap.sh test' installs ansible-core"
    );
    installs(&desk, &mut kiosk);
    refuses(&desk, &mut kiosk);
    restarts(&desk, &mut kiosk);
}

/// A first run, before it one that only tells, and a second one.
fn installs(desk: &OperatorDesk, kiosk: &mut KioskMachine) {
    let wanted = variables(desk, 150);
    let (code, said) = kiosk.play(&wanted, "--check");
    assert!(
        code == 0 && said.contains("not installed on this machine yet"),
        "{said}"
    );
    kiosk.told("! test -e /usr/sbin/mynah-kiosk && ! test -e /etc/apt/sources.list.d/mynah.sources");

    let changes = kiosk.changes(&wanted, "");
    for task in [
        "Install mynah-kiosk, models and tools",
        "Put the settings in place",
        "Install the bundle",
        "Take the console",
        "Start the kiosk",
    ] {
        assert!(changes.iter().any(|change| change == task), "{changes:?}");
    }
    let drop_in: toml::Table = kiosk.told("cat /etc/mynah/kiosk.d/50-host.toml").parse().unwrap();
    let drop_in = serde_json::to_value(drop_in).unwrap();
    assert_eq!(drop_in, wanted["mynah_kiosk_settings"]);
    let mode = kiosk.told("stat --format '%a %U %G' /etc/mynah/kiosk.d/50-host.toml");
    assert_eq!(mode, "640 root mynah-kiosk\n");
    kiosk.told(
        "systemctl is-enabled mynah-kiosk.service mynah-kiosk-bundle.path && systemctl is-active mynah-kiosk",
    );
    kiosk.told("readlink --canonicalize-existing /etc/systemd/logind.conf.d/mynah-kiosk.conf");
    let status: Value = serde_json::from_str(&kiosk.told("mynah bundle status --json")).unwrap();
    assert_eq!(status["version"], 3, "{status}");
    let found = kiosk.told("mynah --config /etc/mynah/kiosk.toml ask --quiet 'How much is a bicycle?'");
    assert!(found.contains("£3"), "{found}");

    // As mynah-kiosk-bundle.service does, minutes later.
    let confirmed = kiosk.told("mynah bundle mark healthy && mynah bundle mark healthy");
    assert!(confirmed.contains("is confirmed"), "{confirmed}");

    let before = kiosk.told("cat /run/kiosk.pid /run/systemctl.log");
    assert_eq!(kiosk.changes(&wanted, ""), [""; 0]);
    assert_eq!(kiosk.told("cat /run/kiosk.pid /run/systemctl.log"), before);
}

/// Settings with a mistake never reach their place, and a kiosk that does not work is told.
fn refuses(desk: &OperatorDesk, kiosk: &mut KioskMachine) {
    let look = "sha256sum /etc/mynah/kiosk.d/* && cat /run/kiosk.pid";
    let before = kiosk.told(look);
    for options in ["--check --tags mynah-settings", "--tags mynah-settings"] {
        let (code, said) = kiosk.play(&variables(desk, 1), options);
        assert_ne!(code, 0, "{said}");
        for part in [
            "\"/etc/mynah/kiosk.d/50-host.toml:",
            ": speaking.rate is 1; use 80 to 450.\"",
        ] {
            assert!(said.contains(part), "{said}");
        }
        assert!(!said.contains("$argon2id$"), "{said}");
    }
    assert_eq!(kiosk.told(look), before);
}

/// A changed setting counts after the run; `--check` tells of it and changes nothing.
fn restarts(desk: &OperatorDesk, kiosk: &mut KioskMachine) {
    let before = kiosk.told("cat /run/kiosk.pid");
    let mut wanted = variables(desk, 160);
    let change = ["Put the settings in place", "Restart the kiosk"];
    let told = kiosk.changes(&wanted, "--check --tags mynah-settings");
    assert_eq!(told, change[..1]);
    assert_eq!(kiosk.told("cat /run/kiosk.pid"), before);
    assert_eq!(
        kiosk.changes(&wanted, "--tags mynah-settings,mynah-health"),
        change
    );
    assert_ne!(kiosk.told("cat /run/kiosk.pid"), before);
    let shown = kiosk.told("mynah check-config --kiosk --show");
    assert!(
        shown.contains("speaking.rate = 160  # /etc/mynah/kiosk.d/50-host.toml, line "),
        "{shown}"
    );

    // There is no microphone.
    wanted["mynah_kiosk_settings"]["capture"]["mode"] = "hands-free".into();
    wanted["mynah_kiosk_health_checks"] = 1.into();
    let (code, said) = kiosk.play(&wanted, "--tags mynah-settings,mynah-health");
    assert!(code != 0 && said.contains("microphone: "), "{said}");
}

/// Runs Python with the role's filter; what it prints.
fn filtered(script: &str, settings: &Value) -> (bool, String) {
    let filters = root().join("packaging/ansible/roles/mynah_kiosk/filter_plugins");
    let mut process = Command::new("/usr/bin/python3")
        .args([
            "-c",
            &format!("import json, sys; from mynah_toml import mynah_toml; {script}"),
        ])
        .env("PYTHONPATH", filters)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let text = settings.to_string();
    process.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = process.wait_with_output().unwrap();
    let said = if output.status.success() {
        output.stdout
    } else {
        output.stderr
    };
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn settings_of_every_kind_become_toml_that_holds_the_same() {
    let settings = json!({
        "number": -3, "yes": true, "rate": 0.5, "large": 1e300, "list": ["a", [1, 2], []],
        "text": "\"quoted\" \\ \n \t \u{0} \u{7f} \u{2028} привет 你好 # = ] '''",
        "mind": {"policy": "/etc/mynah/policy.md", "nothing": {}, "a.key with \"dots\"": {"": {"deep": false}}},
        "tools": {"program": [{"name": "bus", "slots": {"stop": {"values": {"station": ["station", "вокзала"]}}}}, {}]},
    });
    let (success, text) = filtered("print(mynah_toml(json.load(sys.stdin)))", &settings);
    assert!(success, "{text}");
    let read: toml::Table = text.parse().unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), settings, "{text}");
    for (settings, sentence) in [
        (
            json!({"speaking": {"voice": null}}),
            "speaking.voice has no value: give it one, or remove the key.",
        ),
        (json!([1]), "mynah_kiosk_settings is not a dictionary"),
    ] {
        let (success, said) = filtered("mynah_toml(json.load(sys.stdin))", &settings);
        assert!(!success && said.contains(sentence), "{said}");
    }
}

#[test]
fn the_script_of_the_images_installs_the_kiosk_with_its_bundle() {
    let desk = OperatorDesk::new();
    desk.packages();
    desk.bundle(3);
    let settings = format!(
        "[models]\ntrusted_keys = [\"{} the city\"]\n",
        desk.key.pk.to_base64()
    );
    fs::write(desk.path("debs/settings.toml"), settings).unwrap();
    for end in ["", ".minisig"] {
        let from = desk.path(&format!("city.mynah{end}"));
        fs::copy(from, desk.path(&format!("debs/bundle.mynah{end}"))).unwrap();
    }
    let mut kiosk = KioskMachine::start(&desk);
    let folder = "/usr/lib/mynah/bundles";
    // As mkosi does before.
    kiosk.told("systemctl preset-all");
    kiosk.told(&format!(
        "BUNDLES={folder} sh /source/packaging/image/install.sh /exchange/debs"
    ));
    let status: Value =
        serde_json::from_str(&kiosk.told("mynah --config /etc/mynah/kiosk.toml bundle status --json"))
            .unwrap();
    assert!(status["version"] == 3 && status["trial"].is_null(), "{status}");
    kiosk.told(&format!(
        "test -L {folder}/current && ! test -e /var/lib/mynah/bundles"
    ));
    // Systemd does this at the first boot; that something masked cannot be enabled is told as a failure.
    let presets = "systemctl --preset-mode=enable-only preset-all";
    kiosk.run(presets);
    kiosk.told("systemctl is-enabled mynah-kiosk.service mynah-kiosk-bundle.path");
    let others =
        "getty@tty1.service mynah-kiosk-graphical.service ctrl-alt-del.target systemd-firstboot.service";
    let (_, states) = kiosk.run(&format!("systemctl is-enabled {others}"));
    assert_eq!(states, "disabled\ndisabled\nmasked\nmasked\n");
    kiosk.run(&format!(
        "rm /etc/systemd/system-preset/10-mynah-kiosk.preset; {presets}"
    ));
    kiosk.told("systemctl is-enabled mynah-kiosk-graphical.service");
    // The kiosk's own user reads all of it.
    let found = kiosk.told(
        "runuser -u mynah-kiosk -- mynah --config /etc/mynah/kiosk.toml ask --quiet 'How much is a bicycle?'",
    );
    assert!(found.contains("£3"), "{found}");
}

/// The words of a part of a text.
fn words<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    let (_, rest) = text.split_once(from).unwrap();
    let part = rest.split_once(to).map_or(rest, |(part, _)| part);
    part.split_whitespace().filter(|word| *word != "\\").collect()
}

#[test]
fn the_recipes_of_images_are_read_by_mkosi_and_name_what_the_packages_need() {
    let folder = root().join("packaging/image");
    let recipe = fs::read_to_string(folder.join("mkosi.conf")).unwrap();
    let packages = words(&recipe, "Packages=", "[");
    let work = tempfile::tempdir().unwrap();
    for name in ["mkosi.conf", "mkosi.finalize"] {
        fs::copy(folder.join(name), work.path().join(name)).unwrap();
    }
    let summary = told(
        Command::new("mkosi")
            .arg("summary")
            .env("PAGER", "cat")
            .current_dir(work.path()),
    );
    let expected = [&packages[..], &["bookworm", "mynah-kiosk.raw", "mkosi.finalize"]].concat();
    for word in expected {
        assert!(summary.contains(word), "mkosi does not read {word}: {summary}");
    }
    let container = fs::read_to_string(folder.join("Containerfile")).unwrap();
    let in_container = words(&container, "--no-install-recommends", "&&");
    for needed in dependencies() {
        for (name, list) in [("mkosi.conf", &packages), ("Containerfile", &in_container)] {
            assert!(list.contains(&needed.as_str()), "{name} lacks {needed}: {list:?}");
        }
    }
}

/// What the packages depend on, beside each other and what every Debian has or alsa-utils brings.
fn dependencies() -> Vec<String> {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let of_mynah = manifest["package"]["metadata"]["deb"]["depends"]
        .as_str()
        .unwrap()
        .to_owned();
    let control = fs::read_to_string(root().join("packaging/deb/kiosk/control")).unwrap();
    let of_kiosk = control
        .lines()
        .find_map(|line| line.strip_prefix("Depends: "))
        .unwrap();
    let all = format!("{of_mynah}, {of_kiosk}");
    let names = all
        .split(',')
        .map(|one| one.trim().split(' ').next().unwrap().to_owned());
    names
        .filter(|name| !["mynah", "libasound2", "libc6", "libgcc-s1"].contains(&name.as_str()))
        .collect()
}
