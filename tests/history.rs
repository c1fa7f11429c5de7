//! Conversations that are kept: only where somebody wants it, encrypted, and gone when they are forgotten.

use std::fs;

use crate::rig::{json, mynah, root, run};

#[test]
fn a_conversation_is_kept_only_on_request_and_forgotten_with_its_key() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".local/share/mynah/history");
    let ask = |config: &str| {
        let file = home.path().join("mynah.toml");
        let knowledge = root().join("assets/knowledge/harbor-house");
        fs::write(
            &file,
            format!("{config}\n[mind]\nknowledge = [\"{}\"]\n", knowledge.display()),
        )
        .unwrap();
        let (code, out, err) = run(mynah(home.path())
            .arg("--config")
            .arg(&file)
            .args(["talk", "--text"])
            .write_stdin("How much is a coffee?\nWhat is 12 times 12?\n"));
        assert_eq!(code, 0, "{err}");
        assert!(out.contains("144"), "{out}");
    };
    ask("");
    let kept = fs::read_dir(&folder).map_or(0, Iterator::count);
    assert_eq!(kept, 0, "nothing is kept unasked");
    ask("[history]\nkeep = true");
    let names = json(mynah(home.path()).args(["history", "--json"]));
    let name = names[0].as_str().unwrap().to_owned();
    let kept = json(mynah(home.path()).args(["history", "--json", &name]));
    assert_eq!(kept["exchanges"][0]["question"], "How much is a coffee?");
    let sum = kept["exchanges"][1]["answer"]["text"].as_str().unwrap();
    assert!(sum.contains("144"), "{sum}");
    let (_, listed, _) = run(mynah(home.path()).arg("history"));
    assert!(
        listed.contains(&name) && listed.contains("How much is a coffee?"),
        "{listed}"
    );
    let (code, out, _) = run(mynah(home.path()).arg("forget"));
    assert!(code == 0 && out.contains("were deleted"), "{out}");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    let (code, _, err) = run(mynah(home.path()).args(["history", &name]));
    assert!(code == 1 && err.contains("There is no conversation"), "{err}");
}
