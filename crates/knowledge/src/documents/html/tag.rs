//! The tags of HTML.
//!
//! Owns the names of elements, and where a tag ends. Does not know what an element becomes.

use super::super::word_list::WordList;

/// A tag is at most so many bytes long.
pub(super) const MAX_TAG_LEN: usize = 1_000;
/// They end a paragraph.
static BLOCKS: WordList = WordList::new(
    "p div section article header footer main aside nav figure figcaption blockquote address form \
     fieldset legend details summary center hr pre dl table html body",
);
/// They vanish, their text is kept.
static INLINE: WordList = WordList::new(
    "a abbr acronym b bdi bdo big button caption cite code col colgroup data del dd dfn dt em font h1 \
     h2 h3 h4 h5 h6 head i iframe img input ins kbd label li link mark menu meta ol option q rp rt \
     ruby s samp select small span strike strong sub sup tbody td textarea tfoot th thead time tr tt u \
     ul var wbr br video audio source picture svg path object embed param canvas noscript",
);
/// They vanish with their text.
static SILENT: WordList = WordList::new("script style title template");

/// A tag of a known element.
pub(super) struct Tag<'a> {
    /// In small letters.
    pub(super) name: String,
    pub(super) is_end: bool,
    pub(super) attributes: &'a str,
}

/// Whether an element ends a paragraph.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.has(name)
}

/// Whether the text of an element is for no reader.
pub(super) fn is_silent(name: &str) -> bool {
    SILENT.has(name)
}

/// The tag that a text begins with, and its length; only known elements are tags, "<3" and "<Enter>" are none.
pub(super) fn tag(text: &str) -> Option<(Tag<'_>, usize)> {
    let inner = text.strip_prefix('<')?;
    let is_end = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let length = inner
        .bytes()
        .take(12)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let (name, after) = inner.split_at(length);
    let name = name.to_ascii_lowercase();
    let is_known = [&BLOCKS, &INLINE, &SILENT].iter().any(|list| list.has(&name));
    if !is_known || !after.starts_with([' ', '\t', '\n', '/', '>']) {
        return None;
    }
    let mut quote = None;
    let end = after.bytes().take(MAX_TAG_LEN).position(|byte| {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None, b'>') => return true,
            _ => {}
        }
        false
    })?;
    let attributes = &after[..end];
    Some((
        Tag {
            name,
            is_end,
            attributes,
        },
        text.len() - after.len() + end + 1,
    ))
}

/// The value of an attribute.
pub(super) fn attribute(attributes: &str, name: &str) -> Option<String> {
    let at = attributes.find(&format!("{name}="))?;
    let value = &attributes[at + name.len() + 1..];
    let quote = value.chars().next()?;
    let value = if matches!(quote, '"' | '\'') {
        value[1..].split(quote).next()
    } else {
        value.split_whitespace().next()
    };
    value.map(ToOwned::to_owned)
}
