//! Markdown mended before it is parsed.
//!
//! Owns what operators write that Markdown reads otherwise than they mean it. Keeps for each line its number in the
//! file.

use super::super::html::Source;
use super::super::joining::is_continued;
use super::super::tables::is_ruler;

/// Columns of white space before a line, and blocks that a line may open; deeper nesting would take quadratic time.
const MAX_DEPTH: usize = 24;
/// Bars of a line; more would be columns of a table without end.
const MAX_BARS: usize = 65;

/// Cells that rows may lack in all tables together.
const MAX_MISSING: usize = 200_000;
/// A longer line of an item is wrapped, a shorter one is ended.
const WRAPPED: usize = 60;

/// The text as Markdown that means what its author means.
pub(super) fn prepare(source: &Source) -> Source {
    let mut text = String::with_capacity(source.text.len() + 64);
    let mut lines = Vec::with_capacity(source.lines.len());
    let mut before = "";
    let mut in_item = false;
    let mut table = TableLines::default();
    let mut fence: Option<char> = None;
    for (at, line) in source.text.split('\n').enumerate() {
        let number = source.lines.get(at).copied().unwrap_or(1);
        let found = fenced(line);
        if fence.is_some() || found.is_some() {
            fence = if fence == found { None } else { fence.or(found) };
            text.push_str(&bounded(line));
            text.push('\n');
            lines.push(number);
            continue;
        }
        if table.ends_before(line) || in_item && is_apart(line, before) {
            text.push('\n');
            lines.push(number);
        }
        in_item = !line.trim().is_empty() && (in_item || item(line).is_some());
        text.push_str(&mended(line, before));
        text.push('\n');
        lines.push(number);
        before = line.trim();
    }
    lines.push(lines.last().copied().unwrap_or(1));
    Source { text, lines }
}

/// The sign of the fence that a line is, around code; "```code```" is none.
fn fenced(line: &str) -> Option<char> {
    let line = line.trim_start();
    let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let rest = line.trim_start_matches(sign);
    (line.len() - rest.len() >= 3 && !rest.contains('`')).then_some(sign)
}

/// The table that a line may belong to.
#[derive(Debug, Default)]
struct TableLines {
    /// Its columns; none outside of tables.
    columns: usize,
    /// The cells by which all rows so far are shorter than their headers.
    missing: usize,
}

impl TableLines {
    /// Whether a table that is open does not go on with this line: without a bar it is no row, though Markdown takes it
    /// for one. A table of many short rows ends too, for the parser fills them up.
    fn ends_before(&mut self, line: &str) -> bool {
        if self.columns == 0 || line.trim().is_empty() {
            self.columns = if is_ruler(line) { bars(line) } else { 0 };
            return false;
        }
        let cells = bars(line);
        self.missing += self.columns.saturating_sub(cells);
        let ends = cells == 0 || self.missing > MAX_MISSING;
        if ends {
            self.columns = 0;
        }
        ends
    }
}

fn bars(line: &str) -> usize {
    line.bytes().filter(|&byte| byte == b'|').count()
}

/// Whether a line right below an item says something of its own: it is not indented, and the item was ended.
fn is_apart(line: &str, before: &str) -> bool {
    let begins_text =
        line.starts_with(|letter: char| letter.is_alphanumeric() || "*_[\"“«(£$€".contains(letter));
    begins_text && item(line).is_none() && before.chars().count() <= WRAPPED && !is_continued(before)
}

/// The length of the mark that begins an item.
fn item(line: &str) -> Option<usize> {
    let inner = line.trim_start_matches([' ', '\t', '>']);
    let digits = inner.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let after = match inner.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => &inner[1..],
        b'.' | b')' if digits > 0 => &inner[digits + 1..],
        _ => return None,
    };
    after.starts_with([' ', '\t']).then_some(digits + 1)
}

fn mended(line: &str, before: &str) -> String {
    let line = bounded(line);
    let inner = line.trim_start_matches([' ', '\t']);
    if let Some((label, said)) = label(inner) {
        return format!("**{label}:** {said}");
    }
    let signs = inner.bytes().take_while(|&byte| byte == b'#').count();
    let title = &inner[signs..];
    let is_heading = (2..=6).contains(&signs)
        || signs == 1 && before.is_empty() && title.starts_with(char::is_uppercase) && title.contains(' ');
    if is_heading && title.starts_with(|letter: char| letter.is_alphanumeric()) {
        return format!("{} {title}", &inner[..signs]);
    }
    if is_continued(before) && inner.starts_with("1. ") {
        return line.replacen("1. ", "1\\. ", 1);
    }
    line
}

/// "[Monday]: closed" looks like the definition of a link, and would vanish; only addresses are definitions.
fn label(line: &str) -> Option<(&str, &str)> {
    let (label, said) = line.strip_prefix('[')?.split_once("]:")?;
    let said = said.trim();
    let is_address = said.is_empty()
        || said.starts_with(['<', '/', '#', '.'])
        || said.contains("://")
        || ["mailto:", "tel:", "www."]
            .iter()
            .any(|scheme| said.starts_with(scheme))
        || !said.contains(' ')
            && said.contains('.')
            && said.contains(|letter: char| letter.is_ascii_alphabetic());
    let is_label = !label.starts_with('^') && !label.contains(['[', ']']) && !label.trim().is_empty();
    (is_label && !is_address).then_some((label.trim(), said))
}

/// The line without indentation, nesting and bars that are too many.
fn bounded(line: &str) -> String {
    let mut depth = 0;
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    let mut columns = 0;
    while let Some(letter) = rest.chars().next() {
        let is_quote = letter == '>';
        let is_bullet = matches!(letter, '-' | '+' | '*') && rest[1..].starts_with([' ', '\t']);
        let digits = rest.bytes().take(9).take_while(u8::is_ascii_digit).count();
        let is_number = digits > 0
            && rest[digits..].starts_with(['.', ')'])
            && rest[digits + 1..].starts_with([' ', '\t']);
        let length = if is_number { digits + 1 } else { 1 };
        if matches!(letter, ' ' | '\t') {
            columns += if letter == '\t' { 4 } else { 1 };
            if columns <= MAX_DEPTH {
                kept.push(letter);
            }
        } else if is_quote || is_bullet || is_number {
            depth += 1;
            columns = 0;
            if depth <= MAX_DEPTH / 2 {
                kept.push_str(&rest[..length]);
            }
        } else {
            break;
        }
        rest = &rest[length..];
    }
    match rest.match_indices('|').nth(MAX_BARS) {
        Some((end, _)) => kept.push_str(&rest[..end]),
        None => kept.push_str(rest),
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::super::html::without_html;
    use super::*;

    fn prepare(text: &str) -> String {
        let prepared = super::prepare(&without_html(text)).text;
        prepared.strip_suffix('\n').unwrap_or(&prepared).to_owned()
    }

    #[test]
    fn what_markdown_reads_otherwise_is_mended() {
        for (text, expected) in [
            ("[Monday]: closed", "**Monday:** closed"),
            (
                "[Monday]: closed all day\n[Tuesday]: 9-5",
                "**Monday:** closed all day\n**Tuesday:** 9-5",
            ),
            ("[site]: https://a.example", "[site]: https://a.example"),
            ("[site]: a.example/map.html", "[site]: a.example/map.html"),
            ("[^1]: A note.", "[^1]: A note."),
            (
                "##Hours\n#hashtag\n\n#Opening hours\n#1 rule",
                "## Hours\n#hashtag\n\n# Opening hours\n#1 rule",
            ),
            ("closes at\n1. Call us", "closes at\n1\\. Call us"),
            ("- one\n  - two", "- one\n  - two"),
            ("|a|b|\n|-|-|\n|c|d|\nText", "|a|b|\n|-|-|\n|c|d|\n\nText"),
            ("- one is free\ncash only", "- one is free\n\ncash only"),
            ("- one and\ntwo\n  three", "- one and\ntwo\n  three"),
        ] {
            assert_eq!(prepare(text), expected, "{text}");
        }
    }

    #[test]
    fn nesting_and_columns_are_bounded() {
        assert_eq!(prepare(&">".repeat(100)).len(), MAX_DEPTH / 2);
        assert_eq!(prepare(&(" ".repeat(100) + "- x")), " ".repeat(MAX_DEPTH) + "- x");
        assert_eq!(prepare(&"|".repeat(1_000)).len(), MAX_BARS);
        assert_eq!(
            prepare(&("- ".repeat(100) + "x")).matches('-').count(),
            MAX_DEPTH / 2
        );
    }
}
