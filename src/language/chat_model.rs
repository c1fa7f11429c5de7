//! The language model: tokenizer, template, decoder and sampler together.
//!
//! Owns the path from a chat to a reply, and what is left out when the context is too short. Does not compute: see `decoder`.

use std::path::{Path, PathBuf};

use super::constraint::{Constraint, Grammars};
use super::decoder::{Decoder, Prefill};
use super::gguf::{self, Metadata};
use super::output::Collector;
use super::prefix_cache::PrefixCache;
use super::sample::Sampler;
use super::template::own::OwnTemplate;
use super::template::{Part, Script, Template, TokenMeaning};
use super::threads;
use super::tokenizer::{Tokenizer, Utf8Stream};
use super::{
    Chat, ChatTurn, Description, Flow, Generation, LanguageError, LanguageModel, LoadOptions, Output, Piece,
    PromptPrefix, Sampling, StopReason, TokenCounts, ToolDescription,
};
use crate::models::validate::LanguageModelInfo;

/// At least this fraction of the context (one in four tokens) is reserved for the reply, unless the reply may not be as long.
const REPLY_SHARE: usize = 4;
/// Characters that end a sequence: what follows them is not a repetition of what came before (DRY's sequence breakers).
const SEQUENCE_BREAKERS: [char; 4] = ['\n', ':', '"', '*'];

pub(super) struct ChatModel {
    path: PathBuf,
    description: Description,
    tokenizer: Tokenizer,
    template: Template,
    /// The file's own template, if the settings ask for it.
    own: Option<OwnTemplate>,
    decoder: Decoder,
    /// Tokens of the prompt prefix: they stay in the cache when a conversation is forgotten.
    prefix: usize,
    /// The oldest turn that was kept when the context last became too short. It stays the oldest, so that the prompt's
    /// beginning does not change with every turn from then on.
    oldest: Option<ChatTurn>,
    /// Grammars of tool calls, built when the first call begins.
    grammars: Option<Grammars>,
    prefix_cache: Option<PrefixCache>,
}

struct Prompt {
    tokens: Vec<u32>,
    /// How many of them are the prefix, which is the same in every turn.
    prefix: usize,
    dropped_turns: usize,
}

impl ChatModel {
    pub(super) fn load(
        path: &Path,
        info: &LanguageModelInfo,
        options: &LoadOptions,
    ) -> Result<Self, LanguageError> {
        let load = |reason| LanguageError::Load {
            path: path.to_owned(),
            reason,
        };
        let (content, mut reader) = gguf::open(path).map_err(load)?;
        let metadata = Metadata::of(&content);
        let tokenizer = Tokenizer::from_metadata(&metadata).map_err(|reason| LanguageError::Tokenizer {
            path: path.to_owned(),
            reason,
        })?;
        let refused = |reason| LanguageError::Template {
            path: path.to_owned(),
            reason,
        };
        let (template, own) = if options.own_template {
            let source = metadata
                .text("tokenizer.chat_template")
                .ok_or_else(|| refused("it contains none".to_owned()))?;
            let own = OwnTemplate::new(source, &tokenizer).map_err(|reason| LanguageError::OwnTemplate {
                path: path.to_owned(),
                reason,
            })?;
            (Template::ChatMl, Some(own))
        } else {
            (Template::choose(&metadata, &tokenizer).map_err(refused)?, None)
        };
        let decoder = Decoder::load(
            &content,
            &metadata,
            &mut reader,
            threads::count(options.threads),
            &options.read,
        )
        .map_err(load)?;
        Ok(Self {
            path: path.to_owned(),
            description: Description {
                name: info.name.clone(),
                architecture: info.architecture.clone(),
                parameters: info.parameters,
                quantisation: info.quantisation.clone(),
                context_length: decoder.context(),
            },
            tokenizer,
            template,
            own,
            decoder,
            prefix: 0,
            oldest: None,
            grammars: None,
            prefix_cache: options
                .prefix_cache
                .as_deref()
                .filter(|_| template.has_prefix())
                .and_then(|folder| {
                    PrefixCache::open(folder, path)
                        .inspect_err(|error| tracing::warn!(%error, "prompt prefixes are not cached"))
                        .ok()
                }),
        })
    }

    /// Builds the prompt; leaves out the oldest turns, then facts, if the context is too short.
    fn prompt(&mut self, chat: &Chat, options: &Sampling) -> Result<Prompt, LanguageError> {
        let context = self.decoder.context();
        let limit = context.saturating_sub(options.max_tokens.min(context / REPLY_SHARE).max(1));
        let kept_before = self
            .oldest
            .as_ref()
            .and_then(|oldest| chat.turns.iter().position(|turn| turn == oldest));
        let mut chat = Chat {
            prefix: chat.prefix.clone(),
            turns: chat.turns.clone(),
        };
        let mut dropped_turns = kept_before.unwrap_or_default();
        chat.turns.drain(..dropped_turns);
        let mut prompt = self.write(&chat)?;
        if prompt.tokens.len() > limit {
            // Half of the context is freed, so that this does not happen in every turn.
            while chat.turns.len() > 1 && prompt.tokens.len() > limit / 2 {
                chat.turns.remove(0);
                dropped_turns += 1;
                prompt = self.write(&chat)?;
            }
            self.oldest = chat.turns.first().cloned();
        }
        while prompt.tokens.len() > limit {
            if chat.turns.last_mut().and_then(|turn| turn.facts.pop()).is_none() {
                return Err(LanguageError::TooLong {
                    words: words_that_fit(&chat, &prompt, limit),
                });
            }
            prompt = self.write(&chat)?;
        }
        Ok(Prompt {
            dropped_turns,
            ..prompt
        })
    }

    fn write(&self, chat: &Chat) -> Result<Prompt, LanguageError> {
        let Some(own) = &self.own else {
            return Ok(self.encode(&self.template.write(chat)));
        };
        let written = own
            .write(chat, &self.tokenizer)
            .map_err(|reason| LanguageError::OwnTemplate {
                path: self.path.clone(),
                reason,
            })?;
        Ok(Prompt {
            tokens: written.tokens,
            prefix: written.prefix,
            dropped_turns: 0,
        })
    }

    fn encode(&self, script: &Script) -> Prompt {
        let mut tokens: Vec<u32> = Vec::new();
        let first = script.parts.first().map(|part| self.control(part));
        // A template that writes the beginning-of-text token itself must not get it twice.
        tokens.extend(
            self.tokenizer
                .beginning()
                .filter(|&beginning| first.flatten() != Some(beginning)),
        );
        let mut prefix = 0;
        let mut after_control = true;
        for (index, part) in script.parts.iter().enumerate() {
            match part {
                Part::Control(_) => tokens.extend(self.control(part)),
                Part::Text(text) => self.tokenizer.encode(text, after_control, &mut tokens),
            }
            after_control = matches!(part, Part::Control(_));
            if script.marks.first() == Some(&(index + 1)) {
                prefix = tokens.len();
            }
        }
        Prompt {
            tokens,
            prefix,
            dropped_turns: 0,
        }
    }

    fn control(&self, part: &Part) -> Option<u32> {
        match part {
            Part::Control(spelling) => self.tokenizer.control(spelling),
            Part::Text(_) => None,
        }
    }

    fn failed(&self, reason: impl Into<String>) -> LanguageError {
        LanguageError::Failed {
            path: self.path.clone(),
            reason: reason.into(),
        }
    }

    /// The grammar of the rest of a call.
    fn grammar(&mut self, tools: &[ToolDescription], begun: &str) -> Constraint {
        if self.grammars.is_none() {
            self.grammars = Grammars::new(&self.tokenizer)
                .inspect_err(|reason| tracing::warn!(%reason, "tool calls are not constrained"))
                .ok();
        }
        self.grammars
            .as_ref()
            .map_or_else(Constraint::default, |grammars| grammars.call(tools, begun))
    }

    fn reply(
        &mut self,
        mut scores: Vec<f32>,
        tools: &[ToolDescription],
        options: &Sampling,
        on_event: &mut dyn FnMut(Piece<'_>) -> Flow,
    ) -> Result<(Output, StopReason, usize), LanguageError> {
        let mut sampler = Sampler::new(*options);
        let mut call: Option<Constraint> = None;
        let mut collector = Collector::new(self.template.stops());
        let mut characters = Utf8Stream::default();
        let mut generated = 0;
        let mut flow = on_event(Piece::Prefilled);
        let stop = loop {
            if flow == Flow::Stop {
                break StopReason::Cancelled;
            }
            if generated >= options.max_tokens || self.decoder.is_full() {
                break StopReason::Length;
            }
            if let Some(grammar) = &mut call {
                grammar.mask(&mut scores);
            }
            let token = sampler
                .choose(&mut scores)
                .ok_or_else(|| self.failed("its scores are not numbers"))?;
            generated += 1;
            if let Some(grammar) = &mut call {
                grammar.advance(token);
            }
            let collected = match self.template.meaning(token, &self.tokenizer) {
                TokenMeaning::End => break StopReason::End,
                TokenMeaning::Tool => {
                    collector.announce_call();
                    None
                }
                TokenMeaning::Text => {
                    let text = characters.push(&self.tokenizer.bytes(token));
                    if text.contains(SEQUENCE_BREAKERS) {
                        sampler.break_sequence();
                    }
                    Some(collector.push(&text))
                }
            };
            if let Some(collected) = collected {
                if !collected.words.is_empty() {
                    flow = on_event(Piece::Text(&collected.words));
                }
                if collected.done {
                    break StopReason::End;
                }
            }
            if call.is_none()
                && let Some(begun) = collector.call()
            {
                call = Some(self.grammar(tools, begun));
            }
            if flow == Flow::Continue {
                scores = self
                    .decoder
                    .advance(token)
                    .map_err(|reason| self.failed(reason))?;
            }
        };
        // An incomplete character at the end of a cut reply is left out.
        let (rest, output) = collector.finish();
        if !rest.is_empty() {
            on_event(Piece::Text(&rest));
        }
        Ok((output, stop, generated))
    }
}

/// About how many words of the question would fit into `limit` tokens.
fn words_that_fit(chat: &Chat, prompt: &Prompt, limit: usize) -> usize {
    let words = chat
        .turns
        .last()
        .map_or(0, |turn| turn.user.split_whitespace().count());
    let question = prompt.tokens.len().saturating_sub(prompt.prefix).max(1);
    let fit = words * limit.saturating_sub(prompt.prefix) / question;
    // Rounded down, because it is an estimate: to tens, above a hundred to fifties.
    let step = if fit >= 100 { 50 } else { 10 };
    (fit / step * step).max(1)
}

impl LanguageModel for ChatModel {
    fn describe(&self) -> &Description {
        &self.description
    }

    fn generate(
        &mut self,
        chat: &Chat,
        options: &Sampling,
        on_event: &mut dyn FnMut(Piece<'_>) -> Flow,
    ) -> Result<Generation, LanguageError> {
        let answered = chat.turns.iter().rev().skip(1).all(|turn| turn.reply.is_some());
        if !answered || chat.turns.last().is_none_or(|turn| turn.reply.is_some()) {
            return Err(LanguageError::NoQuestion);
        }
        let prompt = self.prompt(chat, options)?;
        self.prefix = if self.template.has_prefix() {
            prompt.prefix
        } else {
            0
        };
        let mut goes_on = || on_event(Piece::Prefilling) == Flow::Continue;
        let prefill = self
            .decoder
            .prefill(&prompt.tokens, &mut goes_on)
            .map_err(|reason| self.failed(reason))?;
        let Some(Prefill { scores, reused }) = prefill else {
            return Ok(Generation {
                output: Output::Text(String::new()),
                stop: StopReason::Cancelled,
                tokens: TokenCounts {
                    prompt: prompt.tokens.len(),
                    ..TokenCounts::default()
                },
                dropped_turns: prompt.dropped_turns,
            });
        };
        let (output, stop, generated) = self.reply(scores, &chat.prefix.tools, options, on_event)?;
        let tokens = TokenCounts {
            prompt: prompt.tokens.len(),
            reused,
            generated,
            drafted: self.decoder.accepted_drafts(),
        };
        Ok(Generation {
            output,
            stop,
            tokens,
            dropped_turns: prompt.dropped_turns,
        })
    }

    fn prepare(&mut self, prefix: &PromptPrefix) -> Result<(), LanguageError> {
        if !self.template.has_prefix() {
            return Ok(());
        }
        let question = ChatTurn {
            facts: Vec::new(),
            user: String::new(),
            reply: None,
        };
        let chat = Chat {
            prefix: prefix.clone(),
            turns: vec![question],
        };
        let mut prompt = self.write(&chat)?;
        prompt.tokens.truncate(prompt.prefix);
        if prompt.tokens.is_empty() || prompt.tokens.len() >= self.decoder.context() {
            return Ok(());
        }
        let tokens = prompt.tokens;
        self.prefix = tokens.len();
        if let Some(cache) = &self.prefix_cache
            && let Some(snapshot) = cache.read(&tokens)
            && self.decoder.restore(cache.model(), &tokens, &snapshot)
        {
            return Ok(());
        }
        self.decoder
            .prefill(&tokens, &mut || true)
            .map_err(|reason| self.failed(reason))?;
        if let Some(cache) = &self.prefix_cache
            && let Some(snapshot) = self.decoder.snapshot(cache.model(), &tokens)
            && let Err(error) = cache.write(&tokens, &snapshot)
        {
            tracing::warn!(%error, "the prompt prefix could not be cached");
        }
        Ok(())
    }

    fn reset(&mut self) {
        self.oldest = None;
        self.decoder.truncate(self.prefix);
    }
}
