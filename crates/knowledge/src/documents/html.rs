//! HTML within Markdown.
//!
//! Owns the elements of HTML and what each becomes in Markdown, so that one parser reads both: text is kept, tags and
//! comments vanish. Keeps for each line of what comes out the line that it comes from.

mod tag;

use tag::{MAX_TAG_LEN, Tag, attribute, is_block, is_silent, tag};

/// Markdown without HTML.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) text: String,
    /// For each line of the text its number in the file, from 1.
    pub(super) lines: Vec<u32>,
}

/// A row of a table is at most so many bytes long.
const MAX_ROW_LEN: usize = 4_000;
/// So many bytes of a script are passed over.
const MAX_SCRIPT_LEN: usize = 200_000;
/// Lists within each other.
const MAX_DEPTH: usize = 8;
/// The text with its HTML made Markdown.
pub(super) fn without_html(text: &str) -> Source {
    let mut reader = Reader {
        source: Source::default(),
        line: 1,
        lists: Vec::new(),
        link: None,
        within: Within::Text,
        line_start: 0,
        has_no_comment_end: false,
        has_no_script_end: false,
    };
    let mut rest = text;
    while let Some(at) = rest.find(['<', '\n']) {
        let (before, after) = rest.split_at(at);
        reader.text(before);
        rest = match after.as_bytes()[0] {
            b'\n' => {
                reader.newline();
                reader.line += 1;
                &after[1..]
            }
            _ => reader.markup(after),
        };
    }
    reader.text(rest);
    reader.source.lines.push(reader.line);
    reader.source
}

/// What is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Text,
    /// A table, between its rows.
    Table,
    Row,
}

struct Reader {
    source: Source,
    /// The line of the file that is read.
    line: u32,
    /// The open lists; whether each is numbered.
    lists: Vec<bool>,
    /// The address of the open link.
    link: Option<String>,
    within: Within,
    /// Where the last line of the text begins.
    line_start: usize,
    /// Looking for the end of a comment again and again would take quadratic time.
    has_no_comment_end: bool,
    has_no_script_end: bool,
}

impl Reader {
    fn text(&mut self, text: &str) {
        self.source.text.push_str(text);
    }

    fn newline(&mut self) {
        // Within a row the ends of lines mean nothing.
        if self.within == Within::Row && self.last_line().len() >= MAX_ROW_LEN {
            self.within = Within::Table;
        }
        if self.within == Within::Row {
            self.text(" ");
        } else if self.within == Within::Text || !self.last_line().trim().is_empty() {
            self.text("\n");
            self.line_start = self.source.text.len();
            self.source.lines.push(self.line);
        }
    }

    fn last_line(&self) -> &str {
        &self.source.text[self.line_start..]
    }

    /// Takes what begins with "<"; returns what comes after it.
    fn markup<'a>(&mut self, text: &'a str) -> &'a str {
        if let Some(comment) = text.strip_prefix("<!--") {
            if !self.has_no_comment_end
                && let Some(end) = comment.find("-->")
            {
                return self.pass(comment, end + 3);
            }
            self.has_no_comment_end = true;
            return comment;
        }
        let special = ["<!doctype", "<![cdata[", "<?php", "<?xml"];
        let head: String = text.chars().take(9).flat_map(char::to_lowercase).collect();
        if special.iter().any(|special| head.starts_with(special))
            && let Some(end) = text.bytes().take(MAX_TAG_LEN).position(|byte| byte == b'>')
        {
            return self.pass(text, end + 1);
        }
        let Some((tag, length)) = tag(text) else {
            self.text("<");
            return &text[1..];
        };
        let rest = self.pass(text, length);
        if is_silent(&tag.name) && !tag.is_end {
            return self.script(&tag.name, rest);
        }
        self.tag(&tag, rest)
    }

    /// Passes over the text of an element that says nothing to readers.
    fn script<'a>(&mut self, name: &str, text: &'a str) -> &'a str {
        let end = format!("</{name}");
        let mut parts = text.as_bytes().windows(end.len()).take(MAX_SCRIPT_LEN);
        let is_end = |part: &[u8]| part.eq_ignore_ascii_case(end.as_bytes());
        match (!self.has_no_script_end)
            .then(|| parts.position(is_end))
            .flatten()
        {
            Some(end) => self.pass(text, end),
            None => {
                self.has_no_script_end = true;
                text
            }
        }
    }

    /// Passes over so many bytes; their ends of lines are kept.
    fn pass<'a>(&mut self, text: &'a str, length: usize) -> &'a str {
        let (passed, rest) = text.split_at_checked(length).unwrap_or((text, ""));
        for _ in passed.bytes().filter(|&byte| byte == b'\n') {
            self.newline();
            self.line += 1;
        }
        rest
    }

    fn tag<'a>(&mut self, tag: &Tag<'_>, rest: &'a str) -> &'a str {
        let is_end = tag.is_end;
        match tag.name.as_str() {
            "br" => self.line_break(rest),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_paragraph();
                if !is_end {
                    let level = usize::from(tag.name.as_bytes()[1] - b'0');
                    self.text(&"#".repeat(level));
                    self.text(" ");
                }
            }
            "ul" | "ol" | "menu" => self.list(is_end, tag.name == "ol"),
            "li" if !is_end => {
                self.end_line();
                self.text(&"   ".repeat(self.lists.len().saturating_sub(1)));
                self.text(if self.lists.last() == Some(&true) {
                    "1. "
                } else {
                    "- "
                });
            }
            "table" | "tr" | "td" | "th" => self.table(&tag.name, is_end),
            "dt" if !is_end => self.end_paragraph(),
            "dd" if !is_end => {
                self.end_line();
                self.text(": ");
            }
            "b" | "strong" if self.within != Within::Row => self.mark("**", is_end, rest),
            "del" | "s" | "strike" => self.mark("~~", is_end, rest),
            "a" => self.link(tag),
            "img" => {
                let alternative = attribute(tag.attributes, "alt").unwrap_or_default();
                self.text(&alternative);
            }
            "sup" if !is_end => return self.raised(rest),
            name if is_block(name) && !self.is_in_table() => self.end_paragraph(),
            name if is_block(name) => self.text(" "),
            _ => {}
        }
        rest
    }

    fn table(&mut self, name: &str, is_end: bool) {
        match name {
            "table" => {
                self.within = Within::Text;
                self.end_paragraph();
                if !is_end {
                    self.within = Within::Table;
                }
            }
            "tr" => {
                self.within = Within::Table;
                self.end_line();
                self.within = if is_end { Within::Table } else { Within::Row };
            }
            _ if !is_end => self.text(" | "),
            _ => {}
        }
    }

    fn line_break(&mut self, rest: &str) {
        if self.is_in_table() {
            let ends_word = self.source.text.ends_with(char::is_alphanumeric);
            return self.text(if ends_word { ", " } else { " " });
        }
        self.text("  ");
        if !rest.trim_start_matches([' ', '\t']).starts_with('\n') {
            self.newline();
        }
    }

    /// Whether the line is a row of a Markdown table, which must not be broken.
    fn is_in_table(&self) -> bool {
        self.within == Within::Row || self.last_line().trim_start().starts_with(['|', '#'])
    }

    fn end_line(&mut self) {
        if self.last_line().trim().is_empty() {
            // The indentation of HTML is not that of a list.
            self.source.text.truncate(self.line_start);
        } else {
            self.newline();
        }
    }

    fn end_paragraph(&mut self) {
        self.end_line();
        self.within = Within::Text;
        if !self.source.text.is_empty() && !self.source.text.ends_with("\n\n") {
            self.newline();
        }
    }

    fn list(&mut self, is_end: bool, is_numbered: bool) {
        if is_end {
            self.lists.pop();
        } else if self.lists.len() < MAX_DEPTH {
            self.lists.push(is_numbered);
        }
        if self.lists.is_empty() || self.lists.len() == 1 && !is_end {
            self.end_paragraph();
        }
    }

    /// Bold type must begin and end at a word.
    fn mark(&mut self, mark: &str, is_end: bool, rest: &str) {
        let is_placed = if is_end {
            self.source.text.ends_with(|letter: char| !letter.is_whitespace())
        } else {
            rest.starts_with(|letter: char| !letter.is_whitespace())
        };
        if is_placed {
            self.text(mark);
        }
    }

    fn link(&mut self, tag: &Tag<'_>) {
        if tag.is_end {
            if let Some(address) = self.link.take() {
                self.text(&format!("](<{address}>)"));
            }
        } else if self.link.is_none()
            && let Some(address) = attribute(tag.attributes, "href")
            && !address.contains(['<', '>', '\n'])
        {
            self.link = Some(address);
            self.text("[");
        }
    }

    /// "10<sup>30</sup>" is a time, "m<sup>2</sup>" an area.
    fn raised<'a>(&mut self, rest: &'a str) -> &'a str {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (raised, after) = rest.split_at(digits);
        match (self.source.text.chars().next_back(), raised) {
            (Some('0'..='9'), minutes) if minutes.len() == 2 => {
                self.text(":");
                rest
            }
            (Some(letter), "2" | "3") if letter.is_alphabetic() => {
                self.text(if raised == "2" { "²" } else { "³" });
                after
            }
            _ => rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_markdown() {
        for (text, expected) in [
            (
                "We are <b>open</b> <span style=\"x>y\">daily</span>.",
                "We are **open** daily.",
            ),
            ("a <!-- not\nthis --> b", "a \n b"),
            ("one<br>two<br/>\nthree", "one  \ntwo  \nthree"),
            ("| a<br>b | c |", "| a, b | c |"),
            ("<h2>Hours</h2><p>Nine.</p>", "## Hours\n\nNine.\n\n"),
            (
                "<ul><li>One</li><li>Two<ul><li>Three</li></ul></li></ul>",
                "- One\n- Two\n   - Three\n\n",
            ),
            (
                "<table><tr><th>Day</th><th>Hours</th></tr><tr><td>Mon</td><td>9</td></tr></table>",
                " | Day | Hours\n | Mon | 9\n\n",
            ),
            ("<a href=\"tel:555\">Call</a>", "[Call](<tel:555>)"),
            ("10<sup>30</sup>, 5 m<sup>2</sup>", "10:30, 5 m²"),
            ("<script>var a = 1 < 2;</script>Text", "Text"),
            (
                "x < 5, <3 you, <https://a.example>, <Enter>",
                "x < 5, <3 you, <https://a.example>, <Enter>",
            ),
            ("left <!-- open", "left  open"),
        ] {
            assert_eq!(without_html(text).text, expected, "{text}");
        }
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let source = without_html("<h1>One</h1>\n<!-- a\nb -->\nTwo<br>Three\nFour");
        let numbered: Vec<(&str, u32)> = source
            .text
            .split('\n')
            .zip(source.lines.iter().copied())
            .filter(|(line, _)| !line.trim().is_empty())
            .collect();
        assert_eq!(numbered, [("# One", 1), ("Two  ", 4), ("Three", 4), ("Four", 5)]);
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for part in [
            "<",
            "<!--",
            "<b",
            "<b x=\"",
            "<ul>",
            "<sup>",
            "<script>",
            "<a href=x>",
        ] {
            let _ = without_html(&part.repeat(100_000));
        }
    }
}
