//! Decodes UTF-8 that arrives in pieces.
//!
//! Owns the bytes of an incomplete character. Invalid bytes become U+FFFD.

/// Collects bytes into text.
#[derive(Debug, Default)]
pub struct Utf8Stream {
    pending: Vec<u8>,
}

impl Utf8Stream {
    /// Takes bytes and returns the characters that are complete.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.pending.extend_from_slice(bytes);
        let mut text = String::new();
        loop {
            let (good, broken) = match std::str::from_utf8(&self.pending) {
                Ok(all) => {
                    text.push_str(all);
                    (self.pending.len(), None)
                }
                Err(error) => {
                    let good = error.valid_up_to();
                    text.push_str(&String::from_utf8_lossy(&self.pending[..good]));
                    (good, error.error_len())
                }
            };
            self.pending.drain(..good + broken.unwrap_or_default());
            match broken {
                Some(_) => text.push(char::REPLACEMENT_CHARACTER),
                None => return text,
            }
        }
    }

    /// Ends the text; an incomplete character becomes U+FFFD.
    pub fn finish(&mut self) -> String {
        let broken = !std::mem::take(&mut self.pending).is_empty();
        if broken {
            char::REPLACEMENT_CHARACTER.to_string()
        } else {
            String::new()
        }
    }
}
