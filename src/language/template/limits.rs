//! What a file's own chat template may use, found out before it is compiled.
//!
//! The Jinja interpreter bounds the steps of a program, but neither the depth of its parser nor the memory that one step takes: a
//! run of minus signs overflows its stack, and a text that is joined with itself doubles with every step. Owns the subset of the
//! language that cannot do this. Chat templates as they are published need little more than loops over the messages, conditions and
//! concatenation. Does not check the syntax: the interpreter does.

use std::collections::HashSet;

/// Tokens in one block: each can be a level of the parser's recursion.
const MAX_TOKENS: usize = 500;
/// Blocks inside each other.
const MAX_DEPTH: usize = 40;
/// Loops inside each other.
const MAX_LOOPS: usize = 2;
/// Bytes of all texts in one block that continues a text which was put together before.
const MAX_ADDED: usize = 1 << 10;
/// What may begin a statement, and how it changes the depth.
const STATEMENTS: [(&str, Change); 8] = [
    ("for", Change::Opens),
    ("if", Change::Opens),
    // The parser nests them.
    ("elif", Change::Deepens),
    ("else", Change::Stays),
    ("endif", Change::Closes),
    ("endfor", Change::Closes),
    ("set", Change::Stays),
    ("break", Change::Stays),
];
/// Filters whose result is not longer than what they are given, apart from a constant.
const FILTERS: [&str; 18] = [
    "trim",
    "length",
    "count",
    "string",
    "upper",
    "lower",
    "capitalize",
    "title",
    "default",
    "first",
    "last",
    "safe",
    "selectattr",
    "rejectattr",
    "list",
    "items",
    "reverse",
    "unique",
];
/// Functions and methods of which the same is true.
const CALLED: [&str; 20] = [
    "raise_exception",
    "namespace",
    "strip",
    "lstrip",
    "rstrip",
    "split",
    "rsplit",
    "startswith",
    "endswith",
    "upper",
    "lower",
    "title",
    "capitalize",
    "get",
    "items",
    "keys",
    "values",
    "removeprefix",
    "removesuffix",
    "defined",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Opens,
    Deepens,
    Stays,
    Closes,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token<'a> {
    Name(&'a str),
    /// Its bytes.
    Text(usize),
    Mark(char),
}

/// The code between two marks of the template: `{{ … }}` or `{% … %}`.
struct Block<'a> {
    is_statement: bool,
    tokens: Vec<Token<'a>>,
}

/// Checks a template.
///
/// # Errors
/// A phrase for people: what it uses that it may not.
pub(super) fn check(source: &str) -> Result<(), String> {
    let blocks = blocks(source)?;
    depth(&blocks)?;
    for block in &blocks {
        calls(block)?;
    }
    growth(&blocks)
}

fn blocks(source: &str) -> Result<Vec<Block<'_>>, String> {
    let mut blocks = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find('{') {
        let (kind, inside) = (
            rest[at + 1..].chars().next(),
            rest.get(at + 2..).unwrap_or_default(),
        );
        rest = match kind {
            Some('#') => inside.find("#}").map_or("", |end| &inside[end + 2..]),
            Some(kind @ ('{' | '%')) => {
                let (tokens, behind) = tokens(inside, if kind == '{' { "}}" } else { "%}" })?;
                blocks.push(Block {
                    is_statement: kind == '%',
                    tokens,
                });
                behind
            }
            _ => &rest[at + 1..],
        };
    }
    Ok(blocks)
}

/// The tokens up to the end of a block, and what follows it.
fn tokens<'a>(mut rest: &'a str, end: &str) -> Result<(Vec<Token<'a>>, &'a str), String> {
    let mut tokens = Vec::new();
    let mut braces = 0_usize;
    while let Some(letter) = rest.chars().next() {
        if braces == 0 && rest.starts_with(end) {
            return Ok((tokens, &rest[end.len()..]));
        }
        let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        let length = if is_name(letter) {
            let length = rest.find(|letter| !is_name(letter)).unwrap_or(rest.len());
            tokens.push(Token::Name(&rest[..length]));
            length
        } else if matches!(letter, '"' | '\'') {
            let length = quoted(rest, letter);
            tokens.push(Token::Text(length));
            length
        } else {
            match letter {
                '{' => braces += 1,
                '}' => braces = braces.saturating_sub(1),
                _ => {}
            }
            if !letter.is_whitespace() {
                tokens.push(Token::Mark(letter));
            }
            letter.len_utf8()
        };
        if tokens.len() > MAX_TOKENS {
            return Err(format!(
                "a block of it has more than {MAX_TOKENS} words and signs"
            ));
        }
        rest = &rest[length..];
    }
    Ok((tokens, ""))
}

/// The length of a text with its quotation marks.
fn quoted(rest: &str, mark: char) -> usize {
    let mut escaped = false;
    let letters = rest.char_indices().skip(1);
    for (at, letter) in letters {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == mark => return at + letter.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

impl Block<'_> {
    fn statement(&self) -> Option<&str> {
        let first = self
            .tokens
            .iter()
            .find(|token| !matches!(token, Token::Mark('-' | '+')));
        match first {
            Some(Token::Name(name)) if self.is_statement => Some(name),
            _ => None,
        }
    }

    /// The tokens of an assignment or a loop from its `=` or `in` on, and the names before; `None` for anything else.
    fn assignment(&self) -> Option<(Vec<&str>, &[Token<'_>])> {
        let begins = match self.statement()? {
            "set" => Token::Mark('='),
            "for" => Token::Name("in"),
            _ => return None,
        };
        let at = self.tokens.iter().position(|token| *token == begins)?;
        let names = variables(&self.tokens[..at]).filter(|name| !matches!(*name, "set" | "for"));
        Some((names.collect(), &self.tokens[at + 1..]))
    }
}

/// The names that are not those of attributes.
fn variables<'a>(tokens: &'a [Token<'a>]) -> impl Iterator<Item = &'a str> {
    let before = std::iter::once(None).chain(tokens.iter().map(Some));
    tokens
        .iter()
        .zip(before)
        .filter_map(|(token, before)| match token {
            Token::Name(name) if before != Some(&Token::Mark('.')) => Some(*name),
            Token::Name(_) | Token::Text(_) | Token::Mark(_) => None,
        })
}

fn depth(blocks: &[Block<'_>]) -> Result<(), String> {
    // For each open statement: its levels, and whether it is a loop.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for block in blocks.iter().filter(|block| block.is_statement) {
        let name = block.statement().unwrap_or_default();
        let change = STATEMENTS.iter().find(|(known, _)| *known == name);
        let Some((_, change)) = change else {
            return Err(format!(
                "it uses '{}', which is not supported",
                name.escape_debug()
            ));
        };
        if name == "set" && block.assignment().is_none() {
            return Err("it uses 'set' around a block, which is not supported".to_owned());
        }
        match change {
            Change::Opens => open.push((1, name == "for")),
            Change::Deepens => open
                .iter_mut()
                .next_back()
                .into_iter()
                .for_each(|(levels, _)| *levels += 1),
            Change::Closes => drop(open.pop()),
            Change::Stays => {}
        }
        let levels: usize = open.iter().map(|(levels, _)| levels).sum();
        let loops = open.iter().filter(|(_, is_loop)| *is_loop).count();
        if levels > MAX_DEPTH || loops > MAX_LOOPS {
            return Err(format!(
                "its blocks are nested too deeply: at most {MAX_DEPTH} conditions, and {MAX_LOOPS} loops"
            ));
        }
    }
    Ok(())
}

fn calls(block: &Block<'_>) -> Result<(), String> {
    let is_assignment = block.assignment().is_some();
    for (at, token) in block.tokens.iter().enumerate() {
        let token_at = |at: usize| block.tokens.get(at);
        let (before, behind) = (at.checked_sub(1).and_then(token_at), token_at(at + 1));
        let refused = match token {
            Token::Mark('*') => Some("*"),
            // The name of what is called would not be seen.
            Token::Mark('(') if matches!(before, Some(Token::Mark(')' | ']'))) => Some("()("),
            // It may be given the name of any filter.
            Token::Name("map") if before == Some(&Token::Mark('|')) => {
                (token_at(at + 2) != Some(&Token::Name("attribute"))).then_some("map")
            }
            Token::Name("tojson") if before == Some(&Token::Mark('|')) => is_assignment.then_some("tojson"),
            Token::Name(name) if before == Some(&Token::Mark('|')) => {
                (!FILTERS.contains(name)).then_some(*name)
            }
            Token::Name(name) if behind == Some(&Token::Mark('(')) => {
                // Words of the language may stand before a bracket.
                let is_word = matches!(
                    *name,
                    "if" | "elif" | "in" | "and" | "or" | "not" | "is" | "else" | "set" | "tojson" | "map"
                );
                (!is_word && !CALLED.contains(name)).then_some(*name)
            }
            Token::Name(_) | Token::Text(_) | Token::Mark(_) => None,
        };
        if let Some(refused) = refused {
            return Err(format!(
                "it uses '{}', which is not supported",
                refused.escape_debug()
            ));
        }
    }
    Ok(())
}

/// Texts may grow by a constant with each step, but not by themselves: of the names that hold something put together by the template,
/// an assignment may use one, once, and not inside something that is put together again, which could be nested without a bound.
fn growth(blocks: &[Block<'_>]) -> Result<(), String> {
    let assignments: Vec<_> = blocks.iter().filter_map(Block::assignment).collect();
    let mut grown: HashSet<&str> = HashSet::new();
    let uses = |grown: &HashSet<&str>, tokens: &[Token<'_>]| {
        variables(tokens).filter(|name| grown.contains(name)).count()
    };
    // What is put together, and whatever takes its value, until nothing is added.
    loop {
        let before = grown.len();
        for (names, value) in &assignments {
            let joins = value.iter().any(|token| matches!(token, Token::Mark('+' | '~')));
            if joins || encloses(value) || uses(&grown, value) > 0 {
                grown.extend(names);
            }
        }
        if grown.len() == before {
            break;
        }
    }
    for (_, value) in &assignments {
        let added: usize = value
            .iter()
            .map(|token| if let Token::Text(bytes) = token { *bytes } else { 0 })
            .sum();
        let used = uses(&grown, &without_conditions(value));
        if used > 1 || used == 1 && (added > MAX_ADDED || encloses(value)) {
            return Err("it makes texts grow without a bound".to_owned());
        }
    }
    for block in blocks.iter().filter(|block| block.assignment().is_none()) {
        if uses(&grown, &block.tokens) > 4 {
            return Err("it makes texts grow without a bound".to_owned());
        }
    }
    Ok(())
}

/// Whether a value is put into a list, a table or a state, or written out as a text with escapes.
fn encloses(value: &[Token<'_>]) -> bool {
    let before = std::iter::once(None).chain(value.iter().map(Some));
    value.iter().zip(before).any(|(token, before)| match token {
        // After a name or a bracket, it is an index.
        Token::Mark('[') => !matches!(before, Some(Token::Name(_) | Token::Mark(')' | ']'))),
        Token::Mark('{') => true,
        Token::Name(name) => matches!(*name, "namespace" | "string" | "list" | "map" | "items"),
        Token::Text(_) | Token::Mark(_) => false,
    })
}

/// The tokens without those between `if` and `else`, whose values only decide.
fn without_conditions<'a>(value: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut is_condition = false;
    let kept = value.iter().filter(|token| {
        match token {
            Token::Name("if") => is_condition = true,
            Token::Name("else") => is_condition = false,
            Token::Name(_) | Token::Text(_) | Token::Mark(_) => {}
        }
        !is_condition
    });
    kept.cloned().collect()
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
