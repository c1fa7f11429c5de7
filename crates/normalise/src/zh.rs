//! The grammar of Chinese.

mod addresses;
mod clock;
mod codes;
mod dates;
mod quantities;
mod signs;
mod tables;
mod words;

use crate::grammar::Grammar;

/// Chinese.
pub(crate) const GRAMMAR: Grammar = Grammar {
    digits: &[
        addresses::address,
        codes::fixed,
        dates::numeric,
        codes::telephone,
        codes::version,
        clock::clock,
        dates::slashed,
        dates::year,
        dates::generation,
        codes::ratio,
        codes::discount,
        codes::room,
        quantities::quantity,
    ],
    word: &[
        addresses::address,
        quantities::money,
        codes::isbn,
        codes::ordinal,
        codes::numero,
        codes::roman,
        codes::version,
        codes::mixed,
        signs::range,
    ],
    mark: &[
        addresses::address,
        quantities::money,
        codes::telephone,
        signs::range,
        quantities::negative,
        signs::sign,
    ],
    fallback: words::whole,
    joined: true,
};
