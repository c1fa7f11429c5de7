//! Clauses: what a text says of opening hours, as rules.
//!
//! Owns the way from a text to its rules and what the text names besides. How groups of days and hours become rules
//! is `statements`.

use super::groups::groups;
use super::pieces::{Piece, Placed, pieces};
use super::rules::{LastEntry, Rule, What};
use super::sentence::Reading;
use super::when::When;
use super::words::Word;
use crate::language::Language;

/// What is known of a text before it is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// The days it is about: a row's day, a column's header.
    pub(super) when: When,
    /// It is known to tell hours.
    pub(super) hours: bool,
    /// What it is about is open day and night: "all day" means so too.
    pub(super) day_and_night: bool,
}

/// Of what a text consists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// Its first words name something else.
    #[default]
    Mixed,
    /// Its first words name days or say "closed".
    BeginsWithHours,
    /// It names days and hours and nothing else.
    HoursAlone,
}

/// What a text says of opening hours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Clauses {
    /// The rules.
    pub(super) rules: Vec<Rule>,
    /// "Only": on days that are not named it is closed.
    pub(super) only_these: bool,
    /// Until when somebody is let in, on all days.
    pub(super) last_entry: Option<LastEntry>,
    /// What may change the hours and is not understood.
    pub(super) unclear: Vec<String>,
    /// It says "open", "closed" or the like.
    pub(super) opening: bool,
    /// It says that it is open on all days of the year.
    pub(super) all_year: bool,
    /// Days to which a note restricts what was said elsewhere: "1st and 3rd Saturday only".
    pub(super) restricted: Vec<When>,
    /// What it says before the first day or hour: what the hours are of.
    pub(super) subject: Option<String>,
    /// What it names between days and hours: "On the first Thursday counter 1 stays open until 7".
    pub(super) named: Option<String>,
    /// Of what it consists.
    pub(super) shape: Shape,
}

impl Clauses {
    /// Whether it says anything.
    pub(super) fn tells(&self) -> bool {
        let rules = !self.rules.is_empty() || !self.unclear.is_empty();
        rules || self.last_entry.is_some() || self.all_year
    }

    /// Adds what another text says of the same place.
    pub(super) fn merge(&mut self, more: Self) {
        self.rules.extend(more.rules);
        self.only_these |= more.only_these;
        self.last_entry = self.last_entry.or(more.last_entry);
        self.unclear.extend(more.unclear);
        self.opening |= more.opening;
        self.all_year |= more.all_year;
        self.restricted.extend(more.restricted);
    }
}

/// What a text says of opening hours.
pub(super) fn clauses(text: &str, language: Language, context: &Context) -> Clauses {
    let pieces = pieces(text, language, context.hours);
    let mut reading = Reading::new(text, context);
    reading.out.subject = subject(text, &pieces);
    reading.out.shape = shape(&pieces, reading.out.subject.is_some());
    reading.out.opening = pieces.iter().any(|placed| is_of_opening(&placed.piece));
    for (index, group) in groups(&pieces).iter().enumerate() {
        if group.place.begins && index > 0 {
            reading.end_sentence();
        }
        reading.group(group);
    }
    reading.end_sentence();
    // "Open all year (closed 25 December)" says itself when it is closed.
    let closes = |rule: &Rule| rule.what == What::Closed && rule.when.has_dates();
    let mut out = reading.out;
    out.all_year &= !out.rules.iter().any(closes);
    out
}

/// Whether a text has a word of opening hours.
pub(super) fn says(text: &str, language: Language, word: Word) -> bool {
    pieces(text, language, false)
        .iter()
        .any(|placed| placed.piece == Piece::Word(word))
}

/// Whether a heading or label speaks of opening.
pub(super) fn speaks_of_opening(text: &str, language: Language) -> bool {
    pieces(text, language, false)
        .iter()
        .any(|placed| is_of_opening(&placed.piece))
}

fn is_of_opening(piece: &Piece) -> bool {
    let Piece::Word(word) = piece else { return false };
    matches!(
        word,
        Word::Open | Word::Hours | Word::Opens | Word::Closes | Word::Closed | Word::LastEntry
    )
}

/// Whether a piece tells days or hours, or that a place is open or closed.
fn tells(piece: &Piece) -> bool {
    match piece {
        Piece::When(_) | Piece::Hours(..) | Piece::Time(..) => true,
        Piece::Word(word) => !matches!(
            word,
            Word::Empty
                | Word::Doubt
                | Word::No
                | Word::Until
                | Word::From
                | Word::Only
                | Word::SameAs
                | Word::Meal
                | Word::PartOfDay
        ),
        _ => false,
    }
}

fn shape(pieces: &[Placed], subject: bool) -> Shape {
    let other = |piece: &Piece| {
        matches!(
            piece,
            Piece::Other | Piece::Word(Word::Meal | Word::MealOrBreak | Word::Break)
        )
    };
    if subject || !pieces.iter().any(|placed| tells(&placed.piece)) {
        Shape::Mixed
    } else if pieces.iter().any(|placed| other(&placed.piece)) {
        Shape::BeginsWithHours
    } else {
        Shape::HoursAlone
    }
}

/// What stands before the first day or hour, if it is more than small words.
fn subject(text: &str, pieces: &[Placed]) -> Option<String> {
    let first = pieces
        .iter()
        .position(|placed| tells(&placed.piece))
        .unwrap_or(pieces.len());
    let before = pieces.get(..first)?;
    let names = |piece: &Piece| matches!(piece, Piece::Other | Piece::Word(Word::Meal));
    let content = before.iter().rposition(|placed| names(&placed.piece))?;
    // Of several sentences only the one with the hours names their subject, unless it has none.
    let stop = before
        .get(..content)?
        .iter()
        .rposition(|placed| placed.piece == Piece::Stop);
    let start = stop.map_or(0, |stop| stop + 1);
    let range = before.get(start)?.range.start..before.get(content)?.range.end;
    let subject = text.get(range)?.trim();
    (!subject.is_empty()).then(|| subject.to_owned())
}
