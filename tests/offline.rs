//! Nothing leaves this machine: the kernel refuses it, and the command that anybody can run shows so.

use serde_json::Value;

use crate::rig::{bare, json, root, run};

#[test]
fn every_way_out_is_closed_and_stays_so_when_one_layer_is_missing() {
    let home = tempfile::tempdir().unwrap();
    let proof = json(bare(home.path()).args(["prove-offline", "--json"]));
    assert_eq!(proof["open"], Value::Array(Vec::new()), "{proof}");
    let ways = proof["ways"].as_array().unwrap();
    assert!(ways.len() >= 20);
    let of = |name: &str| ways.iter().find(|way| way["way"] == name).unwrap();
    for way in ways {
        assert_eq!(
            (&way["itself"], &way["child"]),
            (&false.into(), &false.into()),
            "{way}"
        );
    }
    // The proof is worth something because these are open without protection, and one layer is enough for them.
    for name in ["TCP", "a shell's own sockets"] {
        let way = of(name);
        assert_eq!(way["unprotected"], true, "{way}");
        assert_eq!(
            (&way["without_seccomp"], &way["without_landlock"]),
            (&false.into(), &false.into())
        );
    }
    for (name, layer) in [
        ("UDP", "without_seccomp"),
        ("a proxy's abstract socket", "without_landlock"),
        ("a connection inherited", "without_privileges"),
    ] {
        let way = of(name);
        assert_eq!(
            (&way["unprotected"], &way[layer]),
            (&true.into(), &true.into()),
            "{way}"
        );
    }
}

#[test]
fn hidden_files_of_the_home_folder_are_out_of_reach() {
    // The folder for temporary files is in reach: it has to be another one.
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let named = home.path().join("named");
    std::fs::create_dir(&named).unwrap();
    for (folder, reached) in [("music", true), (".ssh", false)] {
        let other = home.path().join(folder);
        std::fs::create_dir(&other).unwrap();
        std::fs::copy(root().join("assets/demo/02.wav"), other.join("sound.wav")).unwrap();
        let link = named.join(format!("{}.wav", folder.trim_start_matches('.')));
        std::os::unix::fs::symlink(other.join("sound.wav"), &link).unwrap();
        let (code, out, err) = run(bare(home.path())
            .current_dir(elsewhere.path())
            .env("TMPDIR", elsewhere.path())
            .arg("transcribe")
            .arg(&link));
        assert_eq!(code == 0, reached, "{out}{err}");
        assert!(reached || err.contains("ermission"), "{err}");
    }
}
