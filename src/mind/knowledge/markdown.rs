//! Markdown and plain text cut into sections.
//!
//! Owns the structure of a file: headings, paragraphs, lists, tables, code. What comes out is sentences without
//! markup (`inline` removes it within a line), fit to be spoken. No standard is followed to the letter: the files
//! are notes, and whatever is in them must come out as text in linear time.

mod inline;

use std::path::Path;

use super::clean::clean;
use inline::plain;

/// A front matter is at most so many lines long.
const FRONT_MATTER: usize = 200;
/// Letters of a heading.
const LONGEST_HEADING: usize = 100;
/// Columns of a table.
const MOST_COLUMNS: usize = 20;

/// The text under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// The heading, after the one that it stands under: "Gift shop, Prices".
    pub(super) heading: String,
    /// Sentences, separated by spaces.
    pub(super) text: String,
}

/// The sections of a file, in order; those without text are left out. Plain text is one section, with the file's
/// name as its heading.
pub(super) fn sections(file: &Path, text: &str) -> Vec<Section> {
    let name = file
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut reader = Reader::new(title(&name));
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if file
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
    {
        text.lines().for_each(|line| reader.plain_line(line));
    } else {
        let text = without_comments(text);
        let lines: Vec<&str> = text.lines().collect();
        let mut at = front_matter(&lines);
        while at < lines.len() {
            at += reader.lines(&lines[at..]);
        }
    }
    reader.finish()
}

/// "opening-hours" is "Opening hours".
fn title(name: &str) -> String {
    let name = clean(&name.replace(['-', '_'], " "));
    let mut letters = name.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How many lines of front matter there are.
fn front_matter(lines: &[&str]) -> usize {
    let fence = lines.first().map_or("", |line| line.trim_end());
    if !matches!(fence, "---" | "+++") {
        return 0;
    }
    let end = lines.iter().take(FRONT_MATTER).skip(1).position(|line| {
        let line = line.trim_end();
        line == fence || line == "..."
    });
    end.map_or(0, |end| end + 2)
}

fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        match after.split_once("-->") {
            Some((_, after)) => rest = after,
            None => return kept + after,
        }
    }
    kept + rest
}

/// Collects sections line by line.
struct Reader {
    name: String,
    /// The headings that the current line stands under, with their levels 1 to 6.
    headings: Vec<(usize, String)>,
    sections: Vec<Section>,
    sentences: Vec<String>,
    paragraph: Vec<String>,
    /// The sign of the code fence that is open.
    fence: Option<char>,
}

impl Reader {
    fn new(name: String) -> Self {
        Self {
            name,
            headings: Vec::new(),
            sections: Vec::new(),
            sentences: Vec::new(),
            paragraph: Vec::new(),
            fence: None,
        }
    }

    /// Takes the first of `lines`, or a whole table; returns how many were taken.
    fn lines(&mut self, lines: &[&str]) -> usize {
        let line = lines[0].trim();
        let fence = fence(line);
        if let Some(open) = self.fence {
            if fence == Some(open) {
                self.fence = None;
            } else {
                self.sentence(&clean(line));
            }
            return 1;
        }
        if line.is_empty() {
            self.end_paragraph();
        } else if fence.is_some() {
            self.end_paragraph();
            self.fence = fence;
        } else if let Some((level, text)) = heading(line) {
            self.heading(level, text);
        } else if let Some(level) = underline(line).filter(|_| self.paragraph.len() == 1) {
            let text = std::mem::take(&mut self.paragraph).concat();
            self.heading(level, &text);
        } else if is_rule(line) || is_definition(line) {
            self.end_paragraph();
        } else if line.contains('|') && lines.get(1).is_some_and(|next| is_table_rule(next)) {
            self.end_paragraph();
            return self.table(lines);
        } else {
            self.text(line);
        }
        1
    }

    fn text(&mut self, line: &str) {
        let line = line.trim_start_matches(['>', ' ', '\t']);
        let unmarked = unmarked(line);
        if unmarked.is_some() {
            self.end_paragraph();
        }
        self.paragraph.push(unmarked.unwrap_or(line).to_owned());
    }

    fn plain_line(&mut self, line: &str) {
        if line.trim().is_empty() {
            let paragraph = std::mem::take(&mut self.paragraph).join(" ");
            self.sentence(&clean(&paragraph));
        } else {
            self.paragraph.push(line.to_owned());
        }
    }

    /// The rows of a table as sentences: "Monday: opens 9 am, closes 5 pm."
    fn table(&mut self, lines: &[&str]) -> usize {
        let header = cells(lines[0]);
        let rows = lines.iter().skip(2).take_while(|line| line.contains('|'));
        let mut taken = 2;
        for row in rows {
            taken += 1;
            let row = cells(row);
            let Some((first, rest)) = row.split_first() else {
                continue;
            };
            let named: Vec<String> = rest
                .iter()
                .enumerate()
                .filter(|(_, cell)| !cell.is_empty())
                .map(|(column, cell)| match header.get(column + 1) {
                    Some(name) if rest.len() > 1 && !name.is_empty() => format!("{name} {cell}"),
                    _ => cell.clone(),
                })
                .collect();
            let separator = if first.is_empty() || named.is_empty() {
                ""
            } else {
                ": "
            };
            self.sentence(&format!("{first}{separator}{}", named.join(", ")));
        }
        taken
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.end_section();
        let text: String = plain(text).chars().take(LONGEST_HEADING).collect();
        self.headings.retain(|&(above, _)| above < level);
        let text = text.trim_end_matches([':', ' ']);
        if !text.is_empty() {
            self.headings.push((level, text.to_owned()));
        }
    }

    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph).join(" ");
        self.sentence(&plain(&paragraph));
    }

    fn sentence(&mut self, text: &str) {
        if !text.chars().any(char::is_alphanumeric) {
            return;
        }
        let is_ended = text.ends_with(['.', '!', '?', ':', ';', ',', '…', '。', '！', '？', '：']);
        self.sentences.push(if is_ended {
            text.to_owned()
        } else {
            format!("{text}.")
        });
    }

    fn end_section(&mut self) {
        self.end_paragraph();
        let text = std::mem::take(&mut self.sentences).join(" ");
        if text.is_empty() {
            return;
        }
        let heading = match self.headings.as_slice() {
            [] => self.name.clone(),
            [(_, only)] => only.clone(),
            [.., (_, above), (_, last)] => format!("{above}, {last}"),
        };
        self.sections.push(Section { heading, text });
    }

    fn finish(mut self) -> Vec<Section> {
        self.end_section();
        self.sections
    }
}

/// The sign of a code fence.
fn fence(line: &str) -> Option<char> {
    ['`', '~']
        .into_iter()
        .find(|&sign| line.chars().take_while(|&letter| letter == sign).count() >= 3)
}

/// `## Text ##`
fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    let text = &line[level..];
    let is_heading = (1..=6).contains(&level) && (text.is_empty() || text.starts_with([' ', '\t']));
    is_heading.then(|| (level, text.trim().trim_end_matches('#')))
}

/// The line under a heading: `===` or `---`.
fn underline(line: &str) -> Option<usize> {
    let consists_of = |sign: char| line.len() >= 2 && line.chars().all(|letter| letter == sign);
    if consists_of('=') {
        Some(1)
    } else {
        consists_of('-').then_some(2)
    }
}

/// `---`, `* * *`
fn is_rule(line: &str) -> bool {
    let signs: Vec<char> = line.chars().filter(|letter| !letter.is_whitespace()).collect();
    signs.len() >= 3
        && matches!(signs[0], '-' | '*' | '_' | '=')
        && signs.iter().all(|&sign| sign == signs[0])
}

/// `[name]: https://example.com`
fn is_definition(line: &str) -> bool {
    line.starts_with('[')
        && !line.starts_with("[^")
        && line.split_once("]:").is_some_and(|(name, _)| !name.contains(']'))
}

/// The text of a list's item.
fn unmarked(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = match line.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => &line[1..],
        Some(b'.' | b')') if (1..=3).contains(&digits) => &line[digits + 1..],
        _ => return None,
    };
    let text = after.strip_prefix([' ', '\t'])?.trim_start();
    let unchecked = ["[ ] ", "[x] ", "[X] "]
        .iter()
        .find_map(|task| text.strip_prefix(task));
    Some(unchecked.unwrap_or(text))
}

/// `| --- | :-: |`
fn is_table_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains('|')
        && line
            .chars()
            .all(|letter| matches!(letter, '|' | '-' | ':' | ' ' | '\t'))
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim().replace("\\|", "\u{0}");
    let line = line.strip_prefix('|').unwrap_or(&line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|')
        .take(MOST_COLUMNS)
        .map(|cell| plain(&cell.replace('\u{0}', "|")))
        .collect()
}
