//! The grammar of Russian.
//!
//! Numerals take the case that the preposition before them governs, and the gender of the noun after them.

mod abbreviations;
mod acronyms;
mod addresses;
mod clock;
mod codes;
mod context;
mod dates;
mod fractions;
mod money;
mod nouns;
mod ordinals;
mod quantities;
mod signs;
mod tables;
mod words;

use crate::grammar::Grammar;

pub(crate) use abbreviations::is_abbreviation;

/// Russian.
pub(crate) const GRAMMAR: Grammar = Grammar {
    digits: &[
        addresses::address,
        codes::fixed,
        dates::numeric,
        codes::telephone,
        codes::version,
        clock::clock,
        dates::day_and_month,
        ordinals::suffixed,
        ordinals::years,
        ordinals::numbered,
        codes::score,
        money::money,
        quantities::quantity,
    ],
    word: &[
        addresses::address,
        dates::weekday,
        abbreviations::pages,
        abbreviations::abbreviation,
        ordinals::roman,
        abbreviations::initial,
        codes::isbn,
        codes::version,
        acronyms::acronym,
    ],
    mark: &[
        addresses::address,
        abbreviations::pages,
        money::sign_first,
        codes::telephone,
        signs::negative,
        signs::range,
        signs::sign,
    ],
    fallback,
    joined: false,
};

/// Digits that no rule reads.
fn fallback(digits: &str) -> String {
    words::whole(digits, words::Case::Nominative, words::Gender::Masculine)
}
