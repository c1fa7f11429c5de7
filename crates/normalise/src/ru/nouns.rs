//! Nouns that abbreviations and signs stand for, in every case.

use super::words::{Case, Count, Gender, adjective, count};

/// How a noun is declined. The written stem is followed by these endings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// "метр"
    Hard,
    /// "ватт", "человек": the genitive plural has no ending.
    Bare,
    /// "срок", "этаж": "и" in the plural; the genitive plural is given.
    Velar(&'static str),
    /// "рубл" + "ь"
    Soft,
    /// "минут" + "а"; the genitive plural is given.
    Feminine(&'static str),
    /// "копейк" + "а"; the genitive plural is given.
    FeminineVelar(&'static str),
    /// "недел" + "я"; the genitive plural is given.
    FeminineSoft(&'static str),
    /// "площад" + "ь"
    FeminineThird,
    /// "мест" + "о"
    Neuter,
    /// "век", with "века" and "веков".
    Century,
    /// "год", with "лет".
    Year,
    /// "евро"
    Fixed(Gender),
}

/// A noun, perhaps with an adjective before and words after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Noun {
    /// The stem of an adjective, or nothing.
    pub(crate) adjective: &'static str,
    pub(crate) stem: &'static str,
    pub(crate) pattern: Pattern,
    /// What follows unchanged: "в час".
    pub(crate) after: &'static str,
}

impl Noun {
    /// A noun alone.
    pub(crate) const fn new(stem: &'static str, pattern: Pattern) -> Self {
        Self {
            adjective: "",
            stem,
            pattern,
            after: "",
        }
    }

    /// With an adjective.
    pub(crate) const fn with(adjective: &'static str, stem: &'static str, pattern: Pattern) -> Self {
        Self {
            adjective,
            stem,
            pattern,
            after: "",
        }
    }

    /// With words after it.
    pub(crate) const fn then(stem: &'static str, pattern: Pattern, after: &'static str) -> Self {
        Self {
            adjective: "",
            stem,
            pattern,
            after,
        }
    }

    /// Its gender.
    pub(crate) const fn gender(&self) -> Gender {
        match self.pattern {
            Pattern::Century
            | Pattern::Hard
            | Pattern::Bare
            | Pattern::Velar(_)
            | Pattern::Soft
            | Pattern::Year => Gender::Masculine,
            Pattern::Feminine(_)
            | Pattern::FeminineVelar(_)
            | Pattern::FeminineSoft(_)
            | Pattern::FeminineThird => Gender::Feminine,
            Pattern::Neuter => Gender::Neuter,
            Pattern::Fixed(gender) => gender,
        }
    }

    /// Endings of the singular and the plural; the genitive plural as a whole word, if it is not stem and ending.
    fn endings(&self) -> ([&'static str; 6], [&'static str; 6], Option<&'static str>) {
        match self.pattern {
            Pattern::Hard => (
                ["", "а", "у", "", "ом", "е"],
                ["ы", "ов", "ам", "ы", "ами", "ах"],
                None,
            ),
            Pattern::Bare => (
                ["", "а", "у", "", "ом", "е"],
                ["ы", "", "ам", "ы", "ами", "ах"],
                None,
            ),
            Pattern::Velar(many) => (
                ["", "а", "у", "", "ом", "е"],
                ["и", "", "ам", "и", "ами", "ах"],
                Some(many),
            ),
            Pattern::Century => (
                ["", "а", "у", "", "ом", "е"],
                ["а", "ов", "ам", "а", "ами", "ах"],
                None,
            ),
            Pattern::Soft => (
                ["ь", "я", "ю", "ь", "ём", "е"],
                ["и", "ей", "ям", "и", "ями", "ях"],
                None,
            ),
            Pattern::Feminine(many) => (
                ["а", "ы", "е", "у", "ой", "е"],
                ["ы", "", "ам", "ы", "ами", "ах"],
                Some(many),
            ),
            Pattern::FeminineVelar(many) => (
                ["а", "и", "е", "у", "ой", "е"],
                ["и", "", "ам", "и", "ами", "ах"],
                Some(many),
            ),
            Pattern::FeminineSoft(many) => (
                ["я", "и", "е", "ю", "ей", "е"],
                ["и", "", "ям", "и", "ями", "ях"],
                Some(many),
            ),
            Pattern::FeminineThird => (
                ["ь", "и", "и", "ь", "ью", "и"],
                ["и", "ей", "ям", "и", "ями", "ях"],
                None,
            ),
            Pattern::Neuter => (
                ["о", "а", "у", "о", "ом", "е"],
                ["а", "", "ам", "а", "ами", "ах"],
                None,
            ),
            Pattern::Year => (
                ["", "а", "у", "", "ом", "е"],
                ["ы", "", "ам", "ы", "ами", "ах"],
                Some("лет"),
            ),
            Pattern::Fixed(_) => ([""; 6], [""; 6], None),
        }
    }

    /// The noun in a case of the singular or the plural, with what stands around it.
    pub(crate) fn form(&self, case: Case, plural: bool) -> String {
        let gender = if plural { Gender::Plural } else { self.gender() };
        self.phrase(case, plural, adjective(self.adjective, case, gender))
    }

    fn phrase(&self, case: Case, plural: bool, adjective: String) -> String {
        let (singular, several, many) = self.endings();
        let noun = match many.filter(|_| plural && case == Case::Genitive) {
            Some(many) => many.to_owned(),
            None => {
                let ending = if plural { several } else { singular }[case.index()];
                format!("{}{ending}", self.stem)
            }
        };
        let adjective = if self.adjective.is_empty() {
            String::new()
        } else {
            adjective + " "
        };
        let after = if self.after.is_empty() {
            String::new()
        } else {
            format!(" {}", self.after)
        };
        format!("{adjective}{noun}{after}")
    }

    /// The noun after a number in a case.
    pub(crate) fn counted(&self, value: u64, case: Case) -> String {
        match (count(value), case.direct()) {
            (Count::One, _) => self.form(case, false),
            (Count::Few, true) => {
                // "две столовые ложки", "два квадратных метра"
                let case = if self.gender() == Gender::Feminine {
                    Case::Nominative
                } else {
                    Case::Genitive
                };
                self.phrase(
                    Case::Genitive,
                    false,
                    adjective(self.adjective, case, Gender::Plural),
                )
            }
            (Count::Many, true) => self.form(Case::Genitive, true),
            (Count::Few | Count::Many, false) => self.form(case, true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_agree_with_their_numbers() {
        let metre = Noun::with("квадратн", "метр", Pattern::Hard);
        assert_eq!(metre.counted(5, Case::Nominative), "квадратных метров");
        assert_eq!(metre.counted(1, Case::Nominative), "квадратный метр");
        let spoon = Noun::with("столов", "ложк", Pattern::FeminineVelar("ложек"));
        assert_eq!(spoon.counted(2, Case::Nominative), "столовые ложки");
        assert_eq!(spoon.counted(1, Case::Accusative), "столовую ложку");
        let year = Noun::new("год", Pattern::Year);
        assert_eq!(year.counted(5, Case::Nominative), "лет");
        assert_eq!(year.counted(3, Case::Dative), "годам");
    }
}
