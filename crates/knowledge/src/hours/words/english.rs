//! English words of opening hours.
//!
//! Owns the words alone; what is done with them is not its matter.

use super::Word;
use crate::values::phrases::Rows;

/// Words with one meaning, parted by strokes.
pub(super) const WORDS: Rows<Word> = &[
    (
        "open|staffed|we're open|were open|is open|are open|stay open|stays open|we open|they open",
        Word::Open,
    ),
    (
        "hours|opening hours|opening times|opening|open hours|staffed hours|office hours|business hours|hours of opening|\
         season|our season|open season",
        Word::Hours,
    ),
    (
        "opens|opens at|open at|we open at|they open at|opens from|we open from|will open at|opens up at|opening at",
        Word::Opens,
    ),
    (
        "closes|closes at|close at|we close at|shuts|shuts at|close|closing at|locked at|gets locked at|ends at|we shut at",
        Word::Closes,
    ),
    (
        "closed|shut|closed all day|shut all day|not open|closed for the day|no service|no service at all|\
         closed up|we are closed|isn't open|aren't open|not staffed|not available|closed on",
        Word::Closed,
    ),
    (
        "winter break|summer break|christmas break|easter break|annual break|annual closure|winter closure|summer closure|\
         christmas closure|winter shutdown|summer shutdown|christmas shutdown|annual shutdown|maintenance closure|\
         annual maintenance|staff holidays|annual holiday|annual holidays|shutdown",
        Word::Closure,
    ),
    (
        "for lunch|break|lunch break|lunch hour|for cleaning|a break|break for lunch|closed for lunch|\
         shut for lunch|closed for cleaning|lunch closure|for a break|lunch break from",
        Word::Break,
    ),
    ("lunch|lunchtime|at lunch", Word::Meal),
    (
        "except|excepting|apart from|but not|other than|excluding|excl|excl.|except for|except on|with the exception of|not",
        Word::Except,
    ),
    ("only", Word::Only),
    (
        "24 hours|24 hours a day|24/7|24 / 7|round the clock|around the clock|day and night|24h|24 hrs|24 hour|\
         all day and night|all hours|24 hrs a day",
        Word::AllDay,
    ),
    ("all day|all day long|the whole day", Word::WholeDay),
    (
        "all year round|all year|365 days a year|every day of the year|year round|year-round|all the year round",
        Word::AllYear,
    ),
    (
        "last entry|last admission|last admissions|last orders|last order|last tickets|last food orders|last entries|last rental|\
         last check-in|stops serving|stop serving|last serving|last swim|last seating|last food|last entrance|last booking|\
         ticket office closes|last drinks|last bookings|ticket sales end|desk closes|last admittance",
        Word::LastEntry,
    ),
    (
        "before closing|before we close|before it closes|before close|b4 it closes|b4 closing|before closing time|b4 we close|\
         before closure|prior to closing|before the end|before they close",
        Word::BeforeClosing,
    ),
    (
        "same as|same hours as|as on|like on|same as on|as at|the same as",
        Word::SameAs,
    ),
    (
        "until|till|til|'til|to|up to|untill|up until|thru|through",
        Word::Until,
    ),
    ("from|after|since|starting|starting from|from about", Word::From),
    (
        "also|additionally|usually|about|approx|approx.|approximately|roughly|around|weather|dusk|sunset|sunrise|dark|dawn|subject to|sometimes|\
         most|mostly|normally|depending|depends|by arrangement|every other|alternate|alternating|every second|every third|fortnightly|cancelled|canceled|provisional|tbc|tba|ring first|call ahead|\
         unless|until gone|or until gone|sold out|rsvp|end of|mid|beginning of|start of|some|selected|ish|earlier|later|\
         please check|check online|if|when|some days|occasionally|temporarily|possibly|maybe|\
         term|other|first half|second half",
        Word::Doubt,
    ),
    (
        "vary|varies|may change|can change|subject to change|may close|may be closed|may open|may differ|differ|close early|\
         closes early|shut early|open late|check before|are reduced|is reduced|reduced hours|reduced opening|limited hours|\
         limited opening|shorter hours|holiday hours",
        Word::Change,
    ),
    (
        "week of|the week of|week commencing|w/c|wk of|week beginning|week from",
        Word::WeekOf,
    ),
    (
        "no|nothing|don't|do not|never|without|won't|will not|aren't|isn't|none",
        Word::No,
    ),
    (
        "we|we're|we are|the|on|at|in|of|for|is|are|it|its|it's|a|an|our|us|so|with|you|be|was|will|during|i|they|\
         but|then|as|this|that|there|there's|theres|pls|please|between|we'll|by|times|late|early|\
         extended|late opening|late night|normal|regular",
        Word::Empty,
    ),
    (
        "morning|mornings|afternoon|afternoons|evening|evenings|night|nights|nite|nites|half day|half-day|a.m. only|p.m. only",
        Word::PartOfDay,
    ),
    (
        "other days|all other days|on other days|any other day|the rest of the week|rest of the week|otherwise|remaining days|\
         all the other days|at other times",
        Word::OtherDays,
    ),
    ("and|or|as well as|also on", Word::And),
    ("last day|last day open|last open day|last day is", Word::LastDay),
    (
        "back on|back|reopen|reopens|re-open|re-opens|open again|reopening|we reopen on|reopens on|back again on",
        Word::Back,
    ),
];
