//! Cities, countries and the zones in which they keep time.
//!
//! Owns the rows of `data/places.txt` and how a place is named in a sentence. What time it is there belongs
//! to `skills::clock`.

use super::table::{self, Names};
use crate::Language;

const TABLE: &str = include_str!("../../data/places.txt");

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PlaceId(usize);

#[derive(Debug, Clone)]
struct Place {
    zone: &'static str,
    /// "London", "Лондон", "伦敦"
    names: [&'static str; 3],
    /// "in London", "в Лондоне", "伦敦"
    locatives: [String; 3],
}

/// All places, and their names in the three languages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    rows: Vec<Place>,
    names: [Names; 3],
}

impl Places {
    pub(crate) fn read() -> Self {
        let mut places = Self::default();
        for fields in table::rows(TABLE) {
            let [zone, english, russian, chinese] = fields[..] else {
                continue;
            };
            let row = places.rows.len();
            places.add_names(Language::English, english, row);
            places.add_names(Language::Russian, russian, row);
            places.add_names(Language::Chinese, chinese, row);
            let locative = russian.split(';').nth(1).unwrap_or("").to_owned();
            let [english, russian, chinese] = [english, russian, chinese].map(first);
            places.rows.push(Place {
                zone,
                names: [english, russian, chinese],
                locatives: [format!("in {english}"), locative, chinese.to_owned()],
            });
        }
        places
    }

    fn add_names(&mut self, language: Language, field: &'static str, row: usize) {
        if language == Language::Russian {
            for form in russian_cases(first(field)) {
                self.names[language.index()].add(&form, row, language);
            }
        }
        for name in field.split(';') {
            let index = &mut self.names[language.index()];
            index.add(name, row, language);
            // "in Moscow" is cut into the preposition, which the templates have, and the name.
            let articles: &[&str] = match language {
                Language::English => &["the ", "The "],
                Language::Russian => &["в ", "во ", "на ", "по "],
                Language::Chinese => &[],
            };
            for article in articles {
                // "Tell us the time" is about no country.
                if let Some(bare) = name.strip_prefix(article).filter(|bare| *bare != "us") {
                    index.add(bare, row, language);
                }
            }
        }
    }

    pub(crate) fn names(&self, language: Language) -> &Names {
        &self.names[language.index()]
    }

    pub(crate) fn id(row: usize) -> PlaceId {
        PlaceId(row)
    }

    /// Its zone in the IANA database.
    pub(crate) fn zone(&self, place: PlaceId) -> &'static str {
        self.rows.get(place.0).map_or("UTC", |row| row.zone)
    }

    pub(crate) fn name(&self, place: PlaceId, language: Language) -> &'static str {
        self.rows
            .get(place.0)
            .map_or("", |row| row.names[language.index()])
    }

    /// "in London", "в Лондоне"
    pub(crate) fn locative(&self, place: PlaceId, language: Language) -> &str {
        self.rows
            .get(place.0)
            .map_or("", |row| row.locatives[language.index()].as_str())
    }
}

/// "Москвы", "Москву", "Москвой": the cases of a name of one word that are made by rule.
fn russian_cases(name: &str) -> Vec<String> {
    let endings: &[&str] = match name.chars().last() {
        _ if name.contains([' ', '-']) => &[],
        Some('а') => &["ы", "и", "у", "ой", "ей"],
        Some('я') => &["и", "ю", "ей"],
        Some('ь' | 'й') => &["я", "ю", "ем", "и", "ью"],
        Some('о' | 'е' | 'и' | 'у' | 'ы' | 'э' | 'ю') | None => &[],
        Some(_) => {
            return ["а", "у", "ом", "ем"]
                .iter()
                .map(|ending| format!("{name}{ending}"))
                .collect();
        }
    };
    let mut stem = name.to_owned();
    stem.pop();
    endings.iter().map(|ending| format!("{stem}{ending}")).collect()
}

fn first(field: &'static str) -> &'static str {
    field.split(';').next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn every_zone_of_the_table_is_in_the_database() {
        let places = Places::read();
        assert!(places.rows.len() > 400);
        for row in &places.rows {
            assert!(jiff::tz::TimeZone::get(row.zone).is_ok(), "{}", row.zone);
            assert!(row.names.iter().all(|name| !name.is_empty()), "{row:?}");
            assert!(row.locatives[1].contains(' '), "{row:?}");
        }
    }

    #[test]
    fn a_place_is_found_by_any_of_its_names() {
        let places = Places::read();
        for (language, name, zone) in [
            (Language::English, "New York City", "America/New_York"),
            (Language::English, "UK", "Europe/London"),
            (Language::English, "the Netherlands", "Europe/Amsterdam"),
            (Language::Russian, "Нью-Йорке", "America/New_York"),
            (Language::Russian, "Владивостоке", "Asia/Vladivostok"),
            (Language::Chinese, "洛杉矶", "America/Los_Angeles"),
        ] {
            let tokens = text::tokens(name, language).unwrap();
            let found = places.names(language).find(&tokens, 0);
            let (end, row) = found[0];
            assert_eq!((end, places.zone(PlaceId(row))), (tokens.len(), zone), "{name}");
        }
    }
}
