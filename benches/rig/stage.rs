//! What the experiments share: the program, its questions, voices, statistics.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::conversation::Conversation;
use crate::sound_card::SoundCard;

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program.
pub fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_mynah"))
}

/// The folder of models: `MODELS`, from the repository, or the starter models.
pub fn models() -> PathBuf {
    let named = std::env::var_os("MODELS").filter(|folder| !folder.is_empty());
    let folder = root().join(named.unwrap_or_else(|| "models/starter".into()));
    assert!(folder.is_dir(), "MODELS: there is no folder {}", folder.display());
    folder
}

/// The program in a conversation through this card.
pub fn start(card: &SoundCard) -> Conversation {
    let models = models();
    let settings = [("MYNAH_MODELS", models.to_str().expect("MODELS is UTF-8"))];
    Conversation::start(&program(), root(), card, &settings)
}

/// A recorded question of `assets/demo`, 1 to 10 and again from the start.
pub fn demo(number: usize) -> PathBuf {
    root().join(format!("assets/demo/{:02}.wav", (number - 1) % 10 + 1))
}

/// Speaks a sentence with espeak-ng into a file of the card's folder.
pub fn spoken(card: &SoundCard, name: &str, text: &str) -> PathBuf {
    spoken_by("en-us", card, name, text)
}

/// The same in another voice.
pub fn spoken_by(voice: &str, card: &SoundCard, name: &str, text: &str) -> PathBuf {
    let path = card.home().join(format!("{name}.wav"));
    let status = Command::new("espeak-ng")
        .args(["-v", voice, "-s", "150", "-w"])
        .arg(&path)
        .arg(text)
        .status();
    assert!(status.unwrap().success());
    path
}

/// Writes a recording without the silence at its ends, which is what is quieter than `level` (sox's `1%`), and with this many
/// seconds of it at its end.
pub fn trimmed(source: &Path, target: &Path, level: &str, pause: f64) {
    let pause = format!("{pause:.3}");
    let start = ["silence", "1", "0.001", level];
    let mut arguments = vec![source.to_str().unwrap(), target.to_str().unwrap()];
    arguments.extend(start);
    arguments.push("reverse");
    arguments.extend(start);
    arguments.extend(["reverse", "pad", "0", &pause]);
    sox(&arguments);
}

/// Makes or changes a recording with sox.
pub fn sox(arguments: &[&str]) {
    let output = Command::new("sox").args(arguments).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "sox {arguments:?}: {complaint}");
}

/// Count, median, 95th percentile and largest of some milliseconds.
pub fn statistics(values: &[f64]) -> Value {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |percent: usize| sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1)));
    json!({
        "count": sorted.len(),
        "median": at(50).map(|value| value.round()),
        "p95": at(95).map(|value| value.round()),
        "most": sorted.last().map(|value| value.round()),
    })
}
