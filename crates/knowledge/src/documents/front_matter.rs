//! The front matter that site generators put at the head of Markdown files.
//!
//! Owns which of its keys say something to visitors. Reads as much of YAML and TOML as such heads have: keys with one
//! value, a list, or keys below them.

use super::block::Statement;
use super::clean::clean;
use super::word_list::WordList;

/// It is at most so many lines long.
const MAX_LEN: usize = 200;
static TITLES: WordList = WordList::new("title name заголовок 标题");
/// Parts of the keys whose values visitors ask for.
static CONTENT: WordList = WordList::new(
    "address phone telephone tel mobile hours opening open closed email e-mail contact location place \
     venue price prices fee wifi wi-fi manager director owner library museum hotel company website \
     parking адрес телефон тел часы режим почта цена директор сайт 地址 电话 时间 邮箱 联系",
);

/// What the head says, and how many lines it has.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) title: Option<String>,
    /// The keys that say something to visitors.
    pub(super) entries: Vec<Statement>,
    pub(super) lines: usize,
}

/// The front matter at the beginning of a text, if there is one.
pub(super) fn front_matter(text: &str) -> FrontMatter {
    let mut lines = text.split('\n');
    let fence = lines.next().map_or("", str::trim_end);
    if !matches!(fence, "---" | "+++") {
        return FrontMatter::default();
    }
    let body: Vec<&str> = lines.clone().take(MAX_LEN).collect();
    let end = body.iter().position(|line| {
        let line = line.trim_end();
        line == fence || fence == "---" && line == "..."
    });
    let Some(end) = end else {
        return FrontMatter::default();
    };
    let body = &body[..end];
    // A thematic break, text and another break are no front matter.
    let has_keys = body
        .iter()
        .find(|line| !line.trim().is_empty())
        .is_none_or(|line| pair(line).is_some() || line.starts_with('#'));
    if !has_keys {
        return FrontMatter::default();
    }
    read(body, end + 2)
}

fn read(body: &[&str], lines: usize) -> FrontMatter {
    let mut head = FrontMatter {
        lines,
        ..FrontMatter::default()
    };
    // The key that lines further in belong to.
    let mut above: Option<String> = None;
    for (line, number) in body.iter().zip(2..) {
        let is_inner = line.starts_with([' ', '\t', '-']);
        let inner = line.trim().trim_start_matches("- ");
        match (pair(line), is_inner) {
            (Some((key, value)), false) => {
                let is_content = is_content(key);
                above = (is_content && value.is_empty()).then(|| key.to_owned());
                if TITLES.has(&key.to_lowercase()) && head.title.is_none() {
                    head.title = Some(value).filter(|title| !title.is_empty());
                } else if is_content && !value.is_empty() {
                    head.entries.push(entry(key, &value, number));
                }
            }
            (inner_pair, true) if let Some(above) = &above => match inner_pair {
                Some((key, value)) if !value.is_empty() => {
                    head.entries
                        .push(entry(&format!("{above} {key}"), &value, number));
                }
                _ if !inner.is_empty() => head.entries.push(entry(above, &unquoted(inner), number)),
                _ => {}
            },
            _ => {}
        }
    }
    head
}

/// `key: value`, `key = "value"`
fn pair(line: &str) -> Option<(&str, String)> {
    let line = line.trim().trim_start_matches("- ");
    let at = line.find([':', '=', '：'])?;
    let (key, value) = line.split_at(at);
    let key = key.trim().trim_matches(['"', '\'']);
    let value = value.trim_start_matches([':', '=', '：']).trim();
    let is_key = !key.is_empty()
        && key.chars().count() <= 40
        && !key.starts_with('#')
        && key.split_whitespace().count() <= 4;
    is_key.then(|| (key, unquoted(value)))
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inner = ['"', '\'']
        .iter()
        .find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote));
    let list = value.strip_prefix('[').and_then(|value| value.strip_suffix(']'));
    match (inner, list) {
        (Some(inner), _) => clean(inner),
        (_, Some(list)) => clean(&list.replace(['"', '\''], "")),
        _ if matches!(value, "|" | ">" | "|-" | ">-") => String::new(),
        _ => clean(value),
    }
}

fn is_content(key: &str) -> bool {
    let lowered = key.to_lowercase();
    lowered
        .split([' ', '_', '-', '.'])
        .chain([lowered.as_str()])
        .any(|word| CONTENT.has(word))
        || CONTENT
            .iter()
            .any(|part| !part.is_ascii() && lowered.contains(part))
}

fn entry(key: &str, value: &str, line: u32) -> Statement {
    let key = clean(&key.replace(['_', '-'], " "));
    Statement {
        strong: key.len() + 1,
        ..Statement::new(format!("{key}: {value}"), line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> (Option<String>, Vec<String>, usize) {
        let head = front_matter(text);
        let entries = head.entries.into_iter().map(|entry| entry.text).collect();
        (head.title, entries, head.lines)
    }

    #[test]
    fn the_title_and_what_visitors_ask_for_are_kept() {
        let text = "---\nlayout: page\ntitle: \"Your visit\"\ntags: [a, b]\nphone: 555 0148\nopening_hours:\n  mon: 9-5\n  tue: closed\n---\n# Text\n";
        let expected = [
            "phone: 555 0148",
            "opening hours mon: 9-5",
            "opening hours tue: closed",
        ];
        assert_eq!(
            texts(text),
            (
                Some("Your visit".to_owned()),
                expected.map(str::to_owned).to_vec(),
                9
            )
        );
    }

    #[test]
    fn toml_is_read_too() {
        let text = "+++\ntitle = 'Часы'\ndraft = true\nАдрес = \"Соборная площадь, 2\"\n+++\nText";
        assert_eq!(
            texts(text),
            (
                Some("Часы".to_owned()),
                vec!["Адрес: Соборная площадь, 2".to_owned()],
                5
            )
        );
    }

    #[test]
    fn a_break_at_the_top_is_no_front_matter() {
        for text in [
            "---\nWe are open.\n---\nText",
            "---\ntitle: never closed",
            "Text\n---\na: b\n---",
            "",
        ] {
            assert_eq!(texts(text).2, 0, "{text}");
        }
    }
}
