//! Splits a reply into words to show and tool calls.
//!
//! Owns the decision whether a reply is words or a tool call. Nothing that may still become a call is shown, nor is a space until
//! words follow it. Does not know tokens.

use serde_json::Value;

use super::{Output, ToolCall};

/// How models begin tool calls.
const CALLS: &[&str] = &["{", "[{", "<tool_call>", "```json", "```{", "```\n{"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// It may still become either.
    Undecided,
    Words,
    Call,
}

/// Collects a reply.
#[derive(Debug)]
pub(super) struct Collector {
    mode: Mode,
    /// Text that has been shown.
    shown: String,
    /// Text that has not been shown yet.
    held: String,
    stops: &'static [&'static str],
}

/// The result of a piece of the reply.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Collected {
    /// To be shown now.
    pub words: String,
    /// The reply is complete.
    pub done: bool,
}

impl Collector {
    /// `stops` are texts that end a reply.
    pub(super) fn new(stops: &'static [&'static str]) -> Self {
        Self {
            mode: Mode::Undecided,
            shown: String::new(),
            held: String::new(),
            stops,
        }
    }

    /// The model has written its tool-call token; after words it means nothing.
    pub(super) fn announce_call(&mut self) {
        if self.mode == Mode::Undecided {
            self.mode = Mode::Call;
        }
    }

    /// The part of a call written so far, from its first brace on; `None` before the brace.
    pub(super) fn call(&self) -> Option<&str> {
        match self.mode {
            Mode::Call if self.held.is_empty() => Some(""),
            Mode::Call => self.held.find('{').map(|brace| &self.held[brace..]),
            Mode::Undecided | Mode::Words => None,
        }
    }

    /// Takes the next piece.
    pub(super) fn push(&mut self, text: &str) -> Collected {
        self.held.push_str(text);
        if self.mode == Mode::Undecided {
            self.mode = mode(&self.held);
        }
        match self.mode {
            Mode::Undecided => Collected {
                words: String::new(),
                done: false,
            },
            Mode::Call => Collected {
                words: String::new(),
                done: matches!(first_json(&self.held), Some(Ok(_))),
            },
            Mode::Words => self.words(),
        }
    }

    /// Ends the reply; the words are the last ones to be shown.
    pub(super) fn finish(mut self) -> (String, Output) {
        if self.mode == Mode::Call {
            let call = first_json(&self.held)
                .and_then(Result::ok)
                .and_then(|value| ToolCall::from_json(&value));
            let output = call.map_or_else(|| Output::Malformed(self.held.trim().to_owned()), Output::Tool);
            return (String::new(), output);
        }
        let rest = if self.shown.is_empty() {
            self.held.trim()
        } else {
            self.held.trim_end()
        }
        .to_owned();
        self.shown.push_str(&rest);
        (rest, Output::Text(self.shown))
    }

    fn words(&mut self) -> Collected {
        if self.shown.is_empty() {
            self.held.drain(..self.held.len() - self.held.trim_start().len());
        }
        let stop = self.stops.iter().filter_map(|stop| self.held.find(stop)).min();
        if let Some(end) = stop {
            self.held.truncate(end);
        }
        let beginning_of_stop = (0..self.held.len())
            .filter(|&index| self.held.is_char_boundary(index))
            .find(|&index| {
                self.stops
                    .iter()
                    .any(|stop| stop.starts_with(&self.held[index..]))
            });
        let end = beginning_of_stop.unwrap_or(self.held.len());
        let words: String = self.held.drain(..self.held[..end].trim_end().len()).collect();
        self.shown.push_str(&words);
        Collected {
            words,
            done: stop.is_some(),
        }
    }
}

fn mode(held: &str) -> Mode {
    let begun = held.trim_start();
    if CALLS.iter().any(|call| begun.starts_with(call)) {
        Mode::Call
    } else if CALLS.iter().any(|call| call.starts_with(begun)) {
        Mode::Undecided
    } else {
        Mode::Words
    }
}

/// The first JSON object in a text, whatever surrounds it; `None` while it is incomplete.
fn first_json(text: &str) -> Option<Result<Value, serde_json::Error>> {
    let start = text.find('{')?;
    let first = serde_json::Deserializer::from_str(&text[start..])
        .into_iter::<Value>()
        .next()?;
    match first {
        Err(error) if error.is_eof() => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds `pieces`; returns all that was shown, and the output.
    fn collect(stops: &'static [&'static str], pieces: &[&str]) -> (String, Output) {
        let mut collector = Collector::new(stops);
        let mut shown = String::new();
        for piece in pieces {
            let collected = collector.push(piece);
            shown.push_str(&collected.words);
            if collected.done {
                break;
            }
        }
        let (rest, output) = collector.finish();
        (shown + &rest, output)
    }

    #[test]
    fn words_are_shown_as_they_come_and_without_spaces_around() {
        let (shown, output) = collect(&[], &[" \n", "The", " cafe", " ", "opens.", " \n"]);
        assert_eq!(shown, "The cafe opens.");
        assert_eq!(output, Output::Text(shown));
    }

    #[test]
    fn a_call_is_never_shown_and_ends_with_its_brace() {
        let pieces = [
            "{\"na",
            "me\":\"timer\",\"arguments\":{\"action\":",
            "\"left\"}}",
            " and more",
        ];
        for before in ["", " ", "<tool_call>\n", "```json\n", "[", "```"] {
            let mut all = vec![before];
            all.extend(pieces);
            let (shown, output) = collect(&[], &all);
            assert_eq!(shown, "", "{before}");
            let Output::Tool(call) = output else {
                panic!("{before}: {output:?}")
            };
            assert_eq!(
                call.to_json(),
                r#"{"name":"timer","arguments":{"action":"left"}}"#
            );
        }
    }

    #[test]
    fn the_word_parameters_and_missing_arguments_are_understood() {
        for text in [
            r#"{"name":"time"}"#,
            r#"{"type":"function","name":"time","parameters":{}}"#,
        ] {
            let (_, output) = collect(&[], &[text]);
            assert_eq!(
                output,
                Output::Tool(ToolCall {
                    name: "time".into(),
                    arguments: serde_json::Map::new()
                })
            );
        }
    }

    #[test]
    fn a_broken_call_is_malformed() {
        for text in [
            "{\"name\":",
            "{name}",
            "{\"name\":3}",
            "{\"name\":\"time\",\"arguments\":3}",
            "<tool_call>time",
        ] {
            let (shown, output) = collect(&[], &[text]);
            assert_eq!(
                (shown.as_str(), output),
                ("", Output::Malformed(text.into())),
                "{text}"
            );
        }
    }

    #[test]
    fn a_stop_text_ends_the_words_even_in_parts() {
        let (shown, output) = collect(&["<|user|>"], &["Yes.", " ", "<", "|us", "er|>", "Thanks"]);
        assert_eq!((shown.as_str(), output), ("Yes.", Output::Text("Yes.".into())));
        let (shown, _) = collect(&["<|user|>"], &["a <", " b <|u", "p"]);
        assert_eq!(shown, "a < b <|up");
    }

    #[test]
    fn code_fences_that_are_no_call_are_words() {
        let (shown, _) = collect(&[], &["`", "`", "`rust"]);
        assert_eq!(shown, "```rust");
    }
}
