//! Titles made of the names of files.
//!
//! Owns what a name becomes when a document has no title of its own: "price-list.csv" is "Price list".

use std::path::Path;

use super::clean::clean;

/// Names that say nothing; the folder's name is better.
const EMPTY_NAMES: [&str; 3] = ["index", "readme", "_index"];

/// The title of a file by its name.
pub(super) fn title(file: &Path) -> String {
    let stem = stem(file);
    let folder = file.parent().and_then(Path::file_name);
    match folder {
        Some(folder) if EMPTY_NAMES.contains(&stem.to_lowercase().as_str()) => {
            readable(&folder.to_string_lossy())
        }
        _ => readable(&stem),
    }
}

fn stem(file: &Path) -> String {
    file.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// "01_opening-hours" is "Opening hours".
fn readable(name: &str) -> String {
    let name = clean(&name.replace(['-', '_'], " ").replace('+', " + "));
    let without_number = name
        .split_once(' ')
        .filter(|(number, rest)| {
            number.len() <= 2
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && rest.chars().next().is_some_and(char::is_alphabetic)
        })
        .map_or(name.as_str(), |(_, rest)| rest);
    let mut letters = without_number.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_becomes_a_readable_title() {
        for (name, expected) in [
            ("timetable.csv", "Timetable"),
            ("price-list.md", "Price list"),
            ("halls_and_tours.txt", "Halls and tours"),
            ("rooms+bookings.md", "Rooms + bookings"),
            ("01-opening hours.md", "Opening hours"),
            ("24.md", "24"),
            ("2026-notices.txt", "2026 notices"),
            ("cafe/index.md", "Cafe"),
            ("index.md", "Index"),
            ("常见问题.txt", "常见问题"),
            ("о-музее.md", "О музее"),
        ] {
            assert_eq!(title(Path::new(name)), expected, "{name}");
        }
    }
}
