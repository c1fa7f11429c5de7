//! The text within a block of Markdown.
//!
//! Owns emphasis, links, images and ends of lines: what of them is text, and which lines of a paragraph are
//! statements of their own.

use pulldown_cmark::{Tag, TagEnd};

use super::super::block::{Block, Statement};
use super::super::clean::{clean, clean_cell};
use super::super::joining::{Line, wrapped};
use super::super::sentences::is_ended;
use crate::language::Language;

/// Statements, or a table that was drawn without its ruler.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) table: Option<Block>,
    pub(super) statements: Vec<Statement>,
}

/// Collects the lines of one block.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// That of the whole text.
    language: Language,
    lines: Vec<RawLine>,
    /// Whether the next text begins a line, and whether its author has asked for that.
    is_ended: bool,
    is_hard: bool,
    /// Where bold type began in the last line, innermost last; `None` where it is none.
    strong: Vec<Option<usize>>,
    /// The open passages between tildes; whether they are struck.
    tildes: Vec<bool>,
    /// The addresses of open links, and where their text began.
    links: Vec<(String, usize)>,
}

#[derive(Debug, Default)]
struct RawLine {
    text: String,
    number: u32,
    is_hard: bool,
    /// The bold parts of the text.
    strong: Vec<(usize, usize)>,
}

impl Inline {
    pub(super) fn new(language: Language) -> Self {
        Self {
            language,
            ..Self::default()
        }
    }

    pub(super) fn text(&mut self, text: &str, line: u32) {
        if self.tildes.contains(&true) {
            return;
        }
        if self.lines.is_empty() || self.is_ended {
            self.begin_line(line);
        }
        if let Some(last) = self.lines.last_mut() {
            last.text.push_str(text);
        }
    }

    fn begin_line(&mut self, number: u32) {
        // Bold type and links go on in the next line.
        if let Some(last) = self.lines.last_mut() {
            let end = last.text.len();
            last.strong
                .extend(self.strong.iter().flatten().next().map(|&start| (start, end)));
        }
        for start in self.strong.iter_mut().flatten() {
            *start = 0;
        }
        for (_, start) in &mut self.links {
            *start = 0;
        }
        self.lines.push(RawLine {
            number,
            is_hard: self.is_hard,
            ..RawLine::default()
        });
        (self.is_ended, self.is_hard) = (false, false);
    }

    pub(super) fn end_line(&mut self, is_hard: bool) {
        self.is_ended = true;
        self.is_hard |= is_hard;
    }

    /// "<Enter>" is no element, and text; the end of an unknown element is nothing.
    pub(super) fn unknown_tag(&mut self, html: &str, line: u32) {
        for part in html.split_inclusive('\n') {
            let text = part.trim_end();
            let inner = text
                .strip_prefix('<')
                .and_then(|text| text.strip_suffix('>'))
                .unwrap_or(text);
            let is_word = inner
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == ' ');
            if !text.starts_with('<') || is_word {
                self.text(inner, line);
            }
            if part.ends_with('\n') {
                self.end_line(false);
            }
        }
    }

    pub(super) fn start(&mut self, tag: &Tag<'_>, source: &str, (start, end): (usize, usize), line: u32) {
        let here = if self.is_ended {
            0
        } else {
            self.lines.last().map_or(0, |line| line.text.len())
        };
        match tag {
            Tag::Strikethrough => {
                let is_struck = is_struck(source, start, end);
                if !is_struck {
                    let sign = &source[start..];
                    self.text(if sign.starts_with("~~") { "~~" } else { "~" }, line);
                }
                self.tildes.push(is_struck);
            }
            Tag::Emphasis if is_product(source, start) => {
                self.text("*", line);
                self.strong.push(None);
            }
            Tag::Strong | Tag::Emphasis => self.strong.push(Some(here)),
            Tag::Link { dest_url, .. } => self.links.push((dest_url.to_string(), here)),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd, source: &str, end: usize) {
        match tag {
            TagEnd::Strikethrough if self.tildes.pop() == Some(false) => {
                let sign = &source[..end];
                self.literal(if sign.ends_with("~~") { "~~" } else { "~" });
            }
            TagEnd::Strong | TagEnd::Emphasis => match (self.strong.pop(), self.lines.last_mut()) {
                (Some(Some(start)), Some(last)) if start < last.text.len() => {
                    let end = last.text.len();
                    last.strong.push((start, end));
                }
                (Some(None), _) => self.literal("*"),
                _ => {}
            },
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    /// A sign that ends nothing; there is text before it.
    fn literal(&mut self, sign: &str) {
        let number = self.lines.last().map_or(1, |line| line.number);
        self.text(sign, number);
    }

    /// The address of a link stays if a visitor can use it and the text does not say it.
    fn end_link(&mut self) {
        let Some((address, start)) = self.links.pop() else {
            return;
        };
        let Some(last) = self.lines.last_mut() else {
            return;
        };
        let said = last.text.get(start..).unwrap_or_default();
        let scheme = ["mailto:", "tel:", "http://", "https://", "sms:"]
            .iter()
            .find(|scheme| address.starts_with(**scheme));
        let Some(scheme) = scheme else { return };
        let bare = address[scheme.len()..].split('?').next().unwrap_or_default();
        let bare = bare.trim_start_matches("www.").trim_end_matches('/');
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let is_said = if matches!(*scheme, "tel:" | "sms:") {
            let number = digits(bare);
            let end = number.len().saturating_sub(6);
            !number.is_empty() && digits(said).ends_with(&number[end..])
        } else {
            said.to_lowercase().contains(&bare.to_lowercase())
        };
        if !is_said && !bare.is_empty() {
            let is_page = scheme.starts_with("http");
            last.text.push_str(" (");
            last.text.push_str(if is_page { &address } else { bare });
            last.text.push(')');
        }
    }

    /// What was collected, as one text whose lines are joined.
    pub(super) fn take(&mut self) -> Vec<Statement> {
        self.take_block().statements
    }

    /// What was collected, as the text of a cell.
    pub(super) fn take_cell(&mut self) -> String {
        let taken = std::mem::replace(self, Self::new(self.language));
        let lines: Vec<String> = taken.lines.into_iter().map(|line| line.text).collect();
        clean_cell(&lines.join(" "))
    }

    /// What was collected.
    pub(super) fn take_block(&mut self) -> Collected {
        let taken = std::mem::replace(self, Self::new(self.language));
        let lines: Vec<Line> = taken
            .lines
            .into_iter()
            .flat_map(|line| parted(&line, taken.language))
            .filter(|line| !line.statement.text.is_empty())
            .collect();
        let (table, statements) = wrapped(lines);
        Collected {
            table: table.map(Block::Table),
            statements,
        }
    }
}

/// A line cut before the bold labels within it: "**Taxis:** in Canal Street. **Trains:** 6 minutes' walk".
fn parted(line: &RawLine, language: Language) -> Vec<Line> {
    let blank = line.text.len() - line.text.trim_start().len();
    let first = line.strong.iter().find(|&&(start, _)| start <= blank).copied();
    let mut cuts = vec![(0, first)];
    for &(start, end) in &line.strong {
        let (before, label) = (&line.text[..start], &line.text[start..end]);
        let after = line.text[end..].trim_start();
        let is_label = label.trim_end().ends_with([':', '：', '?', '？']) || after.starts_with([':', '：']);
        // Where bold words begin the line, others begin its sentences.
        let is_label = is_label || first.is_some();
        if start > 0 && is_label && is_ended(before) && cuts.last().is_some_and(|&(cut, _)| cut < start) {
            cuts.push((start, Some((start, end))));
        }
    }
    let ends = cuts.iter().skip(1).map(|&(cut, _)| cut).chain([line.text.len()]);
    cuts.iter()
        .zip(ends)
        .enumerate()
        .map(|(index, (&(start, bold), end))| {
            let raw = &line.text[start..end];
            let strong = bold.map_or(String::new(), |(from, to)| clean(&line.text[from..to.min(end)]));
            let text = clean(raw);
            let is_bold = !strong.is_empty() && text.starts_with(&strong);
            Line {
                raw: raw.to_owned(),
                is_hard: line.is_hard || index > 0,
                language,
                statement: Statement {
                    strong: if is_bold { strong.len() } else { 0 },
                    ..Statement::new(text, line.number)
                },
            }
        })
        .collect()
}

/// "~~old~~" is struck; "9:00~17:00" and "周一~周五" are ranges.
fn is_struck(source: &str, start: usize, end: usize) -> bool {
    let before = source[..start].chars().next_back();
    let after = source[end..].chars().next();
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    source[start..].starts_with("~~") && !(is_digit(before) && is_digit(after))
}

/// "10*20 and 30*40" are numbers, and nothing is emphasised.
fn is_product(source: &str, start: usize) -> bool {
    let before = source[..start].chars().next_back();
    let after = source[start..].chars().nth(1);
    source[start..].starts_with('*')
        && before.is_some_and(|letter| letter.is_ascii_digit())
        && after.is_some_and(|letter| letter.is_ascii_digit())
}
