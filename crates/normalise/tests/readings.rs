//! Rows of `written<TAB>spoken | another accepted reading`, one file a language; every row must be read as accepted.
//!
//! Compared as people hear it: letters and figures in lower case; in Chinese without white space.

use mynah_normalise::{Language, normalise};

/// What two readings are compared by.
fn heard(reading: &str, language: Language) -> String {
    let kept: String = reading
        .to_lowercase()
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() || letter == '\'' {
                letter
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    words.join(if language == Language::Chinese { "" } else { " " })
}

/// The rows that are read differently, and how many there are.
fn failures(rows: &str, language: Language) -> (Vec<String>, usize) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows
        .lines()
        .filter(|row| !row.trim().is_empty() && !row.starts_with("# "))
    {
        let (written, accepted) = row.split_once('\t').unwrap_or((row, ""));
        let spoken = heard(&normalise(written, language), language);
        count += 1;
        if !accepted
            .split('|')
            .any(|reading| heard(reading, language) == spoken)
        {
            let first = accepted.split('|').next().unwrap_or_default().trim();
            wrong.push(format!(
                "{written:?}\n    is read   {spoken}\n    should be {first}"
            ));
        }
    }
    (wrong, count)
}

fn check(rows: &str, language: Language) {
    let (wrong, count) = failures(rows, language);
    assert!(count >= 150, "only {count} rows");
    assert!(
        wrong.is_empty(),
        "{} of {count} rows:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn english_is_read_as_accepted() {
    check(include_str!("en.tsv"), Language::English);
}

#[test]
fn russian_is_read_as_accepted() {
    check(include_str!("ru.tsv"), Language::Russian);
}

#[test]
fn chinese_is_read_as_accepted() {
    check(include_str!("zh.tsv"), Language::Chinese);
}

/// Reads a list from outside: `NORMALISE_ROWS=list-en.tsv NORMALISE_LANGUAGE=en`.
#[test]
fn a_list_of_the_environment_is_read_as_accepted() {
    let (Ok(path), Ok(tag)) = (
        std::env::var("NORMALISE_ROWS"),
        std::env::var("NORMALISE_LANGUAGE"),
    ) else {
        return;
    };
    let rows = std::fs::read_to_string(&path).unwrap();
    let (wrong, count) = failures(&rows, Language::from_tag(&tag).unwrap());
    assert!(
        wrong.is_empty(),
        "{} of {count} rows:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
