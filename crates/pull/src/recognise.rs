//! Whether the first bytes are those of a model.
//!
//! Owns the marks of the formats. mynah checks a whole file before it loads it; this only keeps a web page, or a file of another
//! kind, from being fetched to its end.

use mynah_catalog::Task;

/// What the first bytes show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Nothing that contradicts the name.
    Fitting,
    /// A web page.
    WebPage,
    /// Something else than what the name says; this is what it says.
    Foreign(&'static str),
}

/// Judges a file's first bytes by its name and by what the model is for.
pub fn recognise(name: &str, task: Task, head: &[u8]) -> Seen {
    let start = head.trim_ascii_start();
    let is_page = |mark: &[u8]| {
        start
            .get(..mark.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    if is_page(b"<!doctype") || is_page(b"<html") || is_page(b"<?xml") {
        return Seen::WebPage;
    }
    let (fits, expected) = match name.rsplit('.').next() {
        Some("gguf") => (head.starts_with(b"GGUF"), "a GGUF file"),
        // The magic number 0x67676d6c, lowest byte first.
        Some("bin") if matches!(task, Task::Speech | Task::VoiceActivity) => {
            (head.starts_with(b"lmgg"), "a model in ggml format")
        }
        Some("json") => (start.starts_with(b"{"), "a JSON object"),
        // Eight bytes of length come first.
        Some("safetensors") => (head.get(8) == Some(&b'{'), "a safetensors file"),
        _ => (true, ""),
    };
    if fits {
        Seen::Fitting
    } else {
        Seen::Foreign(expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_recognised_by_their_first_bytes() {
        for (name, task, head, seen) in [
            ("m.gguf", Task::Language, &b"GGUF\x03\0\0\0"[..], Seen::Fitting),
            (
                "m.gguf",
                Task::Language,
                b"PK\x03\x04",
                Seen::Foreign("a GGUF file"),
            ),
            ("m.gguf", Task::Language, b"", Seen::Foreign("a GGUF file")),
            ("ggml-m.bin", Task::Speech, b"lmgg....", Seen::Fitting),
            (
                "ggml-m.bin",
                Task::Speech,
                b"GGUF",
                Seen::Foreign("a model in ggml format"),
            ),
            ("v.onnx.json", Task::Voice, b" {\"audio\"", Seen::Fitting),
            ("v.onnx", Task::Voice, b"\x08\x08", Seen::Fitting),
            ("v.onnx", Task::Voice, b"\n<!DOCTYPE html>", Seen::WebPage),
            (
                "model.safetensors",
                Task::Embedding,
                b"\x10\0\0\0\0\0\0\0{\"a",
                Seen::Fitting,
            ),
            ("m.gguf", Task::Language, b"<HTML><body>", Seen::WebPage),
        ] {
            assert_eq!(recognise(name, task, head), seen, "{name}");
        }
    }
}
