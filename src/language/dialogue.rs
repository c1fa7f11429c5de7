//! A language model that answers chats: tokenizer, template, decoder and sampler together.
//!
//! Owns the path from a chat to a reply, and what is left out when the context is too short for all of it. Does not
//! compute: see `decoder`.

use std::path::{Path, PathBuf};

use super::constraint::{Constraint, Grammars};
use super::decoder::{Decoder, Prefill};
use super::gguf::{self, Metadata};
use super::head_store::HeadStore;
use super::output::Collector;
use super::sample::Sampler;
use super::template::own::OwnTemplate;
use super::template::{Meaning, Part, Script, Template};
use super::threads;
use super::tokenizer::{Tokenizer, Utf8Stream};
use super::{
    Chat, ChatTurn, Description, Flow, Generation, Head, LanguageError, LanguageModel, LoadOptions, Output,
    Piece, Sampling, StopReason, TokenCounts, ToolDescription,
};
use crate::models::validate::LanguageModelInfo;

/// A reply gets at least one in this many tokens of the context, or as many as it may have.
const REPLY_SHARE: usize = 4;
/// What begins behind these is no repetition of what stood before them.
const BREAKERS: [char; 4] = ['\n', ':', '"', '*'];

pub(super) struct Dialogue {
    path: PathBuf,
    description: Description,
    tokenizer: Tokenizer,
    template: Template,
    /// The file's own, where the operator asked for it.
    own: Option<OwnTemplate>,
    decoder: Decoder,
    /// Tokens of the head: they are kept when a conversation is forgotten.
    head: usize,
    /// The oldest turn that was kept when the context last became too short. It stays the oldest, so that the
    /// prompt does not begin differently in every turn from then on.
    oldest: Option<ChatTurn>,
    /// For tool calls, made when the first one begins.
    grammars: Option<Grammars>,
    /// Where computed heads are kept.
    heads: Option<HeadStore>,
}

struct Prompt {
    tokens: Vec<u32>,
    /// How many of them are the head, which is the same in every turn.
    head: usize,
    dropped_turns: usize,
}

impl Dialogue {
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
                .ok_or_else(|| refused("it brings none".to_owned()))?;
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
            head: 0,
            oldest: None,
            grammars: None,
            heads: options
                .heads
                .as_deref()
                .filter(|_| template.has_head())
                .and_then(|folder| {
                    HeadStore::open(folder, path)
                        .inspect_err(|error| tracing::warn!(%error, "no heads of prompts are kept"))
                        .ok()
                }),
        })
    }

    /// Writes the chat down, without its oldest turns if the context is too short, in the end without facts.
    fn prompt(&mut self, chat: &Chat, options: &Sampling) -> Result<Prompt, LanguageError> {
        let context = self.decoder.context();
        let limit = context.saturating_sub(options.max_tokens.min(context / REPLY_SHARE).max(1));
        let kept_before = self
            .oldest
            .as_ref()
            .and_then(|oldest| chat.turns.iter().position(|turn| turn == oldest));
        let mut chat = Chat {
            head: chat.head.clone(),
            turns: chat.turns.clone(),
        };
        let mut dropped_turns = kept_before.unwrap_or_default();
        chat.turns.drain(..dropped_turns);
        let mut prompt = self.write(&chat)?;
        if prompt.tokens.len() > limit {
            // Half is left free, so that this does not happen in every turn.
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
                    tokens: prompt.tokens.len(),
                    limit,
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
            head: written.head,
            dropped_turns: 0,
        })
    }

    fn encode(&self, script: &Script) -> Prompt {
        let mut tokens: Vec<u32> = Vec::new();
        let first = script.parts.first().map(|part| self.control(part));
        // A template that writes the file's first token itself must not get it twice.
        tokens.extend(
            self.tokenizer
                .beginning()
                .filter(|&beginning| first.flatten() != Some(beginning)),
        );
        let mut head = 0;
        let mut after_control = true;
        for (index, part) in script.parts.iter().enumerate() {
            match part {
                Part::Control(_) => tokens.extend(self.control(part)),
                Part::Text(text) => self.tokenizer.encode(text, after_control, &mut tokens),
            }
            after_control = matches!(part, Part::Control(_));
            if script.marks.first() == Some(&(index + 1)) {
                head = tokens.len();
            }
        }
        Prompt {
            tokens,
            head,
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

    /// The grammar of a call that has begun.
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
        let mut letters = Utf8Stream::default();
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
                .ok_or_else(|| self.failed("its scores are no numbers"))?;
            generated += 1;
            if let Some(grammar) = &mut call {
                grammar.advance(token);
            }
            let collected = match self.template.meaning(token, &self.tokenizer) {
                Meaning::End => break StopReason::End,
                Meaning::Tool => {
                    collector.announce_call();
                    None
                }
                Meaning::Text => {
                    let text = letters.push(&self.tokenizer.bytes(token));
                    if text.contains(BREAKERS) {
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
        // Half a character at the end of a cut reply is left out.
        let (rest, output) = collector.finish();
        if !rest.is_empty() {
            on_event(Piece::Text(&rest));
        }
        Ok((output, stop, generated))
    }
}

impl LanguageModel for Dialogue {
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
        self.head = if self.template.has_head() { prompt.head } else { 0 };
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
        let (output, stop, generated) = self.reply(scores, &chat.head.tools, options, on_event)?;
        let tokens = TokenCounts {
            prompt: prompt.tokens.len(),
            reused,
            generated,
            guessed: self.decoder.guessed_right(),
        };
        Ok(Generation {
            output,
            stop,
            tokens,
            dropped_turns: prompt.dropped_turns,
        })
    }

    fn prepare(&mut self, head: &Head) -> Result<(), LanguageError> {
        if !self.template.has_head() {
            return Ok(());
        }
        let question = ChatTurn {
            facts: Vec::new(),
            user: String::new(),
            reply: None,
        };
        let chat = Chat {
            head: head.clone(),
            turns: vec![question],
        };
        let mut prompt = self.write(&chat)?;
        prompt.tokens.truncate(prompt.head);
        if prompt.tokens.is_empty() || prompt.tokens.len() >= self.decoder.context() {
            return Ok(());
        }
        let tokens = prompt.tokens;
        self.head = tokens.len();
        if let Some(store) = &self.heads
            && let Some(kept) = store.read(&tokens)
            && self.decoder.restore(store.model(), &tokens, &kept)
        {
            return Ok(());
        }
        self.decoder
            .prefill(&tokens, &mut || true)
            .map_err(|reason| self.failed(reason))?;
        if let Some(store) = &self.heads
            && let Some(computed) = self.decoder.snapshot(store.model(), &tokens)
            && let Err(error) = store.write(&tokens, &computed)
        {
            tracing::warn!(%error, "the head of the prompt is not kept for the next start");
        }
        Ok(())
    }

    fn reset(&mut self) {
        self.oldest = None;
        self.decoder.truncate(self.head);
    }
}
