//! Questions that operators answer themselves.
//!
//! Owns the forms in which questions and answers are written, and how much of what follows a question is its answer.
//! What is not part of an answer stays as it was.

mod forms;

use super::block::{Block, Item, Statement};
use super::sentences::{is_ended, sentences, words};
pub(super) use forms::asked_columns;
pub(super) use forms::is_marked;
use forms::{Form, form, is_alone, said_answer, said_question};

/// Words of an answer; more is left as it stands.
const MAX_LEN: usize = 80;

/// The blocks, with questions and their answers made [`Block::Answered`].
pub(super) fn answered(blocks: Vec<Block>) -> Vec<Block> {
    let mut reader = Reader {
        rest: blocks.into_iter().rev().collect(),
        done: Vec::new(),
    };
    while let Some(block) = reader.rest.pop() {
        match block {
            Block::Heading(heading) if super::sentences::is_question(&heading.text) => {
                let question = heading.text.clone();
                let line = heading.line;
                let level = heading.level;
                let is_asked = reader.rest.last().is_some_and(|next| !begins_with_question(next));
                let answer = if is_asked {
                    reader.answer_to_heading()
                } else {
                    None
                };
                if let Some(answer) = answer {
                    reader.done.push(Block::Close(level));
                    reader.done.push(Block::Answered {
                        question,
                        answer: answer.text,
                        line,
                    });
                    reader.done.push(Block::Heading(heading));
                    reader.done.extend(answer.rest);
                } else {
                    reader.done.push(Block::Heading(heading));
                }
            }
            Block::Paragraph(statements) => reader.paragraph(&statements),
            Block::List(items) => reader.list(&items),
            Block::Definitions(pairs) => reader.definitions(pairs),
            other => reader.done.push(other),
        }
    }
    reader.done
}

/// An answer, and what was too much for it.
struct Answer {
    text: String,
    rest: Vec<Block>,
}

struct Reader {
    /// What was not read yet, the next block last.
    rest: Vec<Block>,
    done: Vec<Block>,
}

impl Reader {
    /// All texts and lists up to the next heading, table or question.
    fn answer_to_heading(&mut self) -> Option<Answer> {
        let mut blocks = Vec::new();
        while let Some(next) = self.rest.last()
            && matches!(next, Block::Paragraph(_) | Block::List(_))
            && !begins_with_question(next)
        {
            // The line that introduces a table stays with it.
            let before_table = self.rest.len() > 1
                && matches!(
                    self.rest[self.rest.len() - 2],
                    Block::Table(_) | Block::Definitions(_)
                );
            if before_table && ends_with_colon(next) {
                break;
            }
            blocks.extend(self.rest.pop());
        }
        gathered(blocks)
    }

    /// What follows a question that stands alone in its paragraph.
    fn answer_to_paragraph(&mut self, form: Form) -> Option<Answer> {
        let takes = |block: &Block| {
            matches!(block, Block::Paragraph(_) | Block::List(_)) && !begins_with_question(block)
        };
        let first = self.rest.last().filter(|block| takes(block))?;
        let mut count = 1;
        if ends_with_colon(first) {
            count += usize::from(
                self.rest
                    .iter()
                    .rev()
                    .nth(1)
                    .is_some_and(|block| matches!(block, Block::List(_))),
            );
        }
        if matches!(form, Form::Marked | Form::Bold) {
            // Up to the next question; if there is none, it is not known how far the answer goes.
            let until = self.rest.iter().rev().position(|block| !takes(block));
            if let Some(until) = until
                && begins_with_question(&self.rest[self.rest.len() - 1 - until])
            {
                count = until;
            }
        }
        let mut blocks: Vec<Block> = (0..count).filter_map(|_| self.rest.pop()).collect();
        if form == Form::Marked
            && let Some(Block::Paragraph(statements)) = blocks.first_mut()
            && let Some(first) = statements.first_mut()
        {
            *first = said_answer(first);
        }
        gathered(blocks)
    }

    fn paragraph(&mut self, statements: &[Statement]) {
        let mut plain: Vec<Statement> = Vec::new();
        let mut at = 0;
        while at < statements.len() {
            let Some(form) = form(statements, at) else {
                plain.push(statements[at].clone());
                at += 1;
                continue;
            };
            let (question, begun) = said_question(&statements[at], form);
            let line = statements[at].line;
            let mut end = at + 1;
            while end < statements.len() && !is_next_question(statements, at, end, form) {
                end += 1;
            }
            let mut parts: Vec<Statement> =
                begun.map(|text| Statement::new(text, line)).into_iter().collect();
            parts.extend(statements[at + 1..end].iter().map(said_answer));
            parts.retain(|part| !part.text.is_empty());
            let answer = if parts.is_empty() && end == statements.len() {
                self.answer_to_paragraph(form)
            } else {
                gathered(vec![Block::Paragraph(parts)])
            };
            let Some(answer) = answer else {
                plain.extend_from_slice(&statements[at..end]);
                at = end;
                continue;
            };
            self.keep(&mut plain);
            self.done.push(Block::Answered {
                question,
                answer: answer.text,
                line,
            });
            self.done.extend(answer.rest);
            at = end;
        }
        self.keep(&mut plain);
    }

    fn keep(&mut self, statements: &mut Vec<Statement>) {
        if !statements.is_empty() {
            self.done.push(Block::Paragraph(std::mem::take(statements)));
        }
    }

    fn list(&mut self, items: &[Item]) {
        if let [only] = items
            && only.statements.len() == 1
            && only.numbered
            && is_alone(&only.statements[0])
            && matches!(self.rest.last(), Some(Block::Paragraph(_)))
        {
            return self.paragraph(&only.statements);
        }
        let mut plain: Vec<Item> = Vec::new();
        let mut at = 0;
        while at < items.len() {
            let item = &items[at];
            let below = items[at + 1..]
                .iter()
                .take_while(|other| other.depth > item.depth)
                .count();
            match item_answer(&items[at..=at + below], items.get(at + below + 1)) {
                Some((question, answer, taken)) => {
                    if !plain.is_empty() {
                        self.done.push(Block::List(std::mem::take(&mut plain)));
                    }
                    let line = item.line;
                    self.done.push(Block::Answered {
                        question,
                        answer: answer.text,
                        line,
                    });
                    self.done.extend(answer.rest);
                    at += taken;
                }
                None => {
                    plain.push(item.clone());
                    at += 1;
                }
            }
        }
        if !plain.is_empty() {
            self.done.push(Block::List(plain));
        }
    }

    fn definitions(&mut self, pairs: Vec<(Statement, Statement)>) {
        let mut plain = Vec::new();
        for (term, said) in pairs {
            if is_alone(&term) {
                if !plain.is_empty() {
                    self.done.push(Block::Definitions(std::mem::take(&mut plain)));
                }
                let question = said_question(&term, Form::Plain).0;
                self.done.push(Block::Answered {
                    question,
                    answer: said.text,
                    line: term.line,
                });
            } else {
                plain.push((term, said));
            }
        }
        if !plain.is_empty() {
            self.done.push(Block::Definitions(plain));
        }
    }
}

/// The question that an item asks and its answer: in the item, in those below it, or in the one after it. How many
/// items that takes.
fn item_answer(items: &[Item], next: Option<&Item>) -> Option<(String, Answer, usize)> {
    let (item, below) = items.split_first()?;
    let form = form(&item.statements, 0)?;
    let first = item.statements.first()?;
    let (question, begun) = said_question(first, form);
    let mut parts: Vec<Statement> = begun
        .map(|text| Statement::new(text, item.line))
        .into_iter()
        .collect();
    parts.extend(item.statements[1..].iter().map(said_answer));
    parts.retain(|part| !part.text.is_empty());
    let mut blocks = vec![Block::Paragraph(parts)];
    let mut taken = 1 + below.len();
    if !below.is_empty() {
        let top = below.iter().map(|item| item.depth).min().unwrap_or(0);
        let list = below.iter().map(|item| Item {
            depth: item.depth - top,
            ..item.clone()
        });
        blocks.push(Block::List(list.collect()));
    } else if item.statements.len() == 1 && matches!(&blocks[0], Block::Paragraph(parts) if parts.is_empty())
    {
        let answer = next.filter(|next| next.depth == item.depth)?;
        let answered = answer
            .statements
            .first()
            .filter(|answer| forms::is_answer_to(first, answer, form))?;
        let mut parts = vec![said_answer(answered)];
        parts.extend(answer.statements[1..].iter().cloned());
        blocks = vec![Block::Paragraph(parts)];
        taken += 1;
    }
    gathered(blocks).map(|answer| (question, answer, taken))
}

/// Whether another question begins at `end`, after the one at `at`.
fn is_next_question(statements: &[Statement], at: usize, end: usize, asked: Form) -> bool {
    if end == at + 1 && forms::is_answer_to(&statements[at], &statements[end], asked) {
        return false;
    }
    match form(statements, end) {
        None => false,
        // A question within an answer is part of it: "Full? Use the other one."
        Some(Form::Plain) => asked == Form::Plain && is_alone(&statements[end]),
        Some(_) => true,
    }
}

fn begins_with_question(block: &Block) -> bool {
    match block {
        Block::Paragraph(statements) => form(statements, 0).is_some(),
        Block::List(items) => items.first().is_some_and(|item| {
            item.statements.first().is_some_and(is_alone)
                || item_answer(std::slice::from_ref(item), items.get(1)).is_some()
        }),
        _ => false,
    }
}

fn ends_with_colon(block: &Block) -> bool {
    matches!(block, Block::Paragraph(statements)
        if statements.last().is_some_and(|last| last.text.ends_with([':', '：'])))
}

/// The texts of some blocks as one answer, as far as it is not too long.
fn gathered(blocks: Vec<Block>) -> Option<Answer> {
    let mut text = String::new();
    let mut rest = Vec::new();
    let mut length = 0;
    for block in blocks {
        if !rest.is_empty() {
            rest.push(block);
            continue;
        }
        let parts: Vec<(u32, String)> = match &block {
            Block::Paragraph(statements) => statements
                .iter()
                .flat_map(|statement| {
                    sentences(&statement.text)
                        .into_iter()
                        .map(|part| (statement.line, part.to_owned()))
                })
                .collect(),
            Block::List(items) => vec![(0, list_text(items))],
            _ => Vec::new(),
        };
        let mut left: Vec<Statement> = Vec::new();
        for (line, part) in parts {
            length += words(&part);
            if left.is_empty() && (length <= MAX_LEN || text.is_empty()) {
                push(&mut text, &part);
            } else {
                left.push(Statement::new(part, line));
            }
        }
        match block {
            Block::List(items) if !left.is_empty() => rest.push(Block::List(items)),
            _ if !left.is_empty() => rest.push(Block::Paragraph(left)),
            _ => {}
        }
    }
    (!text.is_empty()).then_some(Answer { text, rest })
}

/// Adds a part to an answer; what was no sentence becomes one.
fn push(text: &mut String, part: &str) {
    if !text.is_empty() && !is_ended(text) && !text.ends_with([':', '：', ',', '，', ';', '；']) {
        text.push_str(if text.ends_with(super::sentences::is_wide) {
            "。"
        } else {
            "."
        });
    }
    text.push_str(super::block::glue(text, part));
    text.push_str(part);
}

/// A list in words: "Cloakroom: coats free; suitcases €2. Lockers: bring a coin."
fn list_text(items: &[Item]) -> String {
    let mut text = String::new();
    let mut depth = 0;
    for item in items {
        let part = item.text();
        if part.is_empty() {
            continue;
        }
        if item.depth == 0 || text.is_empty() {
            push(&mut text, &part);
        } else {
            let mark = if item.depth > depth { ":" } else { ";" };
            let end = text.trim_end_matches(['.', ':', '：', ';', '。']).len();
            text.truncate(end);
            text.push_str(mark);
            text.push(' ');
            text.push_str(&part);
        }
        depth = item.depth;
    }
    text
}

#[cfg(test)]
mod tests;
