//! Exports the conversation: Markdown for people, JSON for programs.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::entries::{Entries, ShownEntry};
use super::strings::Strings;

/// Saves the conversation; the extension decides the format, Markdown by default.
pub fn write(entries: &Entries, path: &Path, strings: &Strings) -> std::io::Result<()> {
    let is_json = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let text = if is_json {
        serde_json::to_string_pretty(entries.all())?
    } else {
        markdown(entries, strings)
    };
    // Never overwrites a file.
    let mut file = std::fs::File::create_new(path)?;
    std::io::Write::write_all(&mut file, text.as_bytes())
}

/// An unused file name in this folder.
pub fn free_name(folder: &Path) -> PathBuf {
    (1..1000)
        .map(|number| folder.join(format!("mynah-{number}.md")))
        .find(|path| !path.exists())
        .unwrap_or_else(|| folder.join("mynah.md"))
}

fn markdown(entries: &Entries, strings: &Strings) -> String {
    let mut text = String::from("# mynah\n");
    for entry in entries.all() {
        match entry {
            ShownEntry::Notice { sentence, .. } => {
                let _ = write!(text, "\n*{sentence}*\n");
            }
            ShownEntry::Turn(exchange) => {
                if !exchange.question.is_empty() {
                    let _ = write!(text, "\n**{}:** {}\n", strings.text("you"), exchange.question);
                }
                let cut = if exchange.interrupted { " ✂" } else { "" };
                let _ = write!(text, "\n**mynah:** {}{cut}\n", exchange.reply);
                for source in &exchange.sources {
                    let _ = write!(text, "\n- {}, {}\n", source.file, source.heading);
                }
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::{Citation, Turn};

    #[test]
    fn both_formats_hold_the_conversation_and_nothing_is_overwritten() {
        let mut entries = Entries::default();
        entries.turn(&Turn {
            question: Some("Where is it?".into()),
            reply: "Upstairs.".into(),
            interrupted: true,
            sources: vec![Citation {
                file: "house.md".into(),
                heading: "Floors".into(),
            }],
            ..Turn::default()
        });
        let folder = tempfile::tempdir().unwrap();
        let strings = Strings::new("en");
        let path = free_name(folder.path());
        write(&entries, &path, &strings).unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "# mynah\n\n**You:** Where is it?\n\n**mynah:** Upstairs. ✂\n\n- house.md, Floors\n"
        );
        assert!(write(&entries, &path, &strings).is_err());
        assert_ne!(free_name(folder.path()), path);
        let json = folder.path().join("talk.json");
        write(&entries, &json, &strings).unwrap();
        let read: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&json).unwrap()).unwrap();
        assert_eq!(read[0]["reply"], "Upstairs.");
    }
}
