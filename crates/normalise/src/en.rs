//! The grammar of English.
//!
//! The order of the rules is the order of their certainty: what can be nothing else comes first.

mod abbreviations;
mod acronyms;
mod addresses;
mod clock;
mod codes;
mod dates;
mod money;
mod numbers;
mod quantities;
mod signs;
mod tables;
mod words;

use crate::grammar::Grammar;

pub(crate) use abbreviations::is_abbreviation;

/// English.
pub(crate) const GRAMMAR: Grammar = Grammar {
    digits: &[
        numbers::fixed,
        dates::numeric,
        addresses::address,
        codes::telephone,
        codes::version,
        clock::clock,
        clock::four_figures,
        dates::day_first,
        dates::slashed,
        numbers::out_of,
        numbers::decade,
        numbers::ordinal,
        numbers::series,
        numbers::score,
        numbers::ratio,
        dates::years,
        money::after_amount,
        quantities::height,
        codes::numbered,
        codes::mixed,
        dates::year,
        quantities::quantity,
    ],
    word: &[
        addresses::address,
        money::money,
        codes::isbn,
        dates::month_first,
        dates::weekday,
        abbreviations::saint_or_street,
        abbreviations::abbreviation,
        numbers::roman,
        codes::version,
        codes::mixed,
        acronyms::acronym,
    ],
    mark: &[
        addresses::address,
        money::money,
        codes::telephone,
        numbers::short_decade,
        signs::negative,
        signs::hash,
        signs::range,
        signs::sign,
    ],
    fallback: words::whole,
    joined: false,
};
