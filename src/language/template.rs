//! Prompt templates: how a chat is written down for a model.
//!
//! Owns the pinned templates and the choice among them by a file's metadata. A file's own Jinja program only helps to recognise
//! the template; it is run only if the settings ask for it (`own`). The prompt prefix has the same bytes in every turn, and
//! history is only appended to, so that the KV cache stays valid. Does not know tokens, only their spellings.

mod general;
mod limits;
pub(super) mod own;
mod starter;

use super::gguf::Metadata;
use super::tokenizer::Tokenizer;
use super::{Chat, ToolCall};

/// A known way to write a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// The starter model's own.
    Starter,
    /// `<|im_start|>role … <|im_end|>`: `SmolLM2` and many others.
    ChatMl,
    /// `<|start_header_id|>role<|end_header_id|> … <|eot_id|>`: Llama 3.
    Llama3,
    /// `<|user|> … </s>` with the roles in plain letters: `TinyLlama`, Zephyr.
    Zephyr,
    /// `[INST] … [/INST]`: Llama 2 chat.
    Llama2,
    /// `<start_of_turn>role … <end_of_turn>`: Gemma. It has no system message; the first question contains it.
    Gemma,
    /// `<|user|> … <|end|>` with control tokens: Phi 3.
    Phi3,
    /// [`Self::ChatMl`] with an empty thinking block: Qwen 3.
    Qwen3,
}

/// A part of a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A control token by its spelling.
    Control(&'static str),
    /// Plain text: whatever it spells, it does not become a control token.
    Text(String),
}

/// A prompt in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    /// The parts in order; two texts never follow each other.
    pub parts: Vec<Part>,
    /// Numbers of parts after which the KV cache is worth keeping: after the prefix, and before the last turn.
    pub marks: Vec<usize>,
}

/// The meaning of a token that the model has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenMeaning {
    /// A part of the text.
    Text,
    /// The reply is over.
    End,
    /// A tool call follows.
    Tool,
}

impl Script {
    pub(super) fn control(&mut self, spelling: &'static str) {
        self.parts.push(Part::Control(spelling));
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(Part::Text(last)) = self.parts.last_mut() {
            last.push_str(text);
        } else if !text.is_empty() {
            self.parts.push(Part::Text(text.to_owned()));
        }
    }

    /// Marks the position after the last control token: text after it could still grow.
    pub(super) fn mark(&mut self) {
        let place = self
            .parts
            .iter()
            .rposition(|part| matches!(part, Part::Control(_)))
            .map(|index| index + 1);
        if self.marks.last().copied() != place {
            self.marks.extend(place);
        }
    }
}

impl Template {
    /// Chooses by `mynah.template`, else by the marks in the file's chat template.
    ///
    /// # Errors
    /// A phrase for people: why no template fits.
    pub fn choose(metadata: &Metadata, tokenizer: &Tokenizer) -> Result<Self, String> {
        let own = metadata.text("mynah.template");
        let jinja = metadata.text("tokenizer.chat_template").unwrap_or_default();
        let has = |signs: &[&str]| signs.iter().all(|sign| jinja.contains(sign));
        let chosen = match own {
            Some("mynah-starter-1") => Self::Starter,
            Some(other) => return Err(format!("'{}' is newer than this program", other.escape_debug())),
            None if has(&["<|im_start|>", "enable_thinking"]) => Self::Qwen3,
            None if has(&["<|im_start|>"]) => Self::ChatMl,
            None if has(&["<start_of_turn>"]) => Self::Gemma,
            None if has(&["<|user|>", "<|end|>"]) => Self::Phi3,
            None if has(&["<|start_header_id|>"]) => Self::Llama3,
            None if has(&["<|user|>", "<|assistant|>"]) => Self::Zephyr,
            None if has(&["[INST]"]) => Self::Llama2,
            None if jinja.is_empty() => {
                return Err("it has none: a base model, which continues text instead of answering".into());
            }
            None => return Err("its chat template is of an unknown kind".into()),
        };
        match chosen
            .needed()
            .iter()
            .find(|spelling| tokenizer.control(spelling).is_none())
        {
            Some(missing) => Err(format!("its vocabulary lacks {missing}")),
            None => Ok(chosen),
        }
    }

    /// Writes a chat down, up to where the model's reply begins.
    pub fn write(self, chat: &Chat) -> Script {
        match self {
            Self::Starter => starter::write(chat),
            _ => general::write(self, chat),
        }
    }

    /// The meaning of a token that the model has chosen.
    pub fn meaning(self, token: u32, tokenizer: &Tokenizer) -> TokenMeaning {
        let is = |spelling: &str| tokenizer.control(spelling) == Some(token);
        match self {
            Self::Starter if is(starter::TOOL) => TokenMeaning::Tool,
            Self::Llama3 if is("<|python_tag|>") => TokenMeaning::Tool,
            _ if tokenizer.end() == Some(token) || tokenizer.is_control(token) => TokenMeaning::End,
            _ if self.needed().iter().any(|spelling| is(spelling)) => TokenMeaning::End,
            _ => TokenMeaning::Text,
        }
    }

    /// Whether prompts begin with a prefix that is the same in every conversation and is the first mark.
    pub fn has_prefix(self) -> bool {
        matches!(
            self,
            Self::ChatMl | Self::Qwen3 | Self::Llama3 | Self::Zephyr | Self::Phi3
        )
    }

    /// Texts that end a reply: the model has begun to write the user's part.
    pub fn stops(self) -> &'static [&'static str] {
        match self {
            Self::Starter | Self::ChatMl | Self::Qwen3 | Self::Llama3 | Self::Gemma | Self::Phi3 => &[],
            Self::Zephyr => &["<|user|>", "<|system|>", "<|assistant|>"],
            Self::Llama2 => &["[INST]", "<<SYS>>"],
        }
    }

    /// The control tokens that it writes.
    fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Starter => starter::CONTROLS,
            Self::ChatMl | Self::Qwen3 => &["<|im_start|>", "<|im_end|>"],
            Self::Gemma => &["<start_of_turn>", "<end_of_turn>"],
            Self::Phi3 => &["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"],
            Self::Llama3 => &[
                "<|begin_of_text|>",
                "<|start_header_id|>",
                "<|end_header_id|>",
                "<|eot_id|>",
            ],
            Self::Zephyr | Self::Llama2 => &["<s>", "</s>"],
        }
    }
}

/// A tool call of the history and its result, for models without a format of their own: a line of JSON, then the words.
fn called(call: &ToolCall, result: &str) -> String {
    format!("{}\n{result}", call.to_json())
}

#[cfg(test)]
#[path = "template/tests.rs"]
mod tests;
