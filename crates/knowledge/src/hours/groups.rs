//! Groups: the days and hours of a text that belong together, before it is said what they mean.
//!
//! Owns where one group ends and the next begins. What a group says is `clauses`.

use std::ops::Range;

use super::pieces::{Piece, Placed};
use super::when::{Link, Part};
use super::words::Word;
use crate::values::{Clock, DateRange, TimeRange};

/// Some days, some hours, and the words with them.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// The days, and how each is joined to the one before.
    pub(super) parts: Vec<(Part, Link)>,
    /// How many of the days stand before "except", if the word is there.
    pub(super) except: Option<usize>,
    /// How many stand before the end of the exception: 除周一外每天.
    pub(super) except_end: Option<usize>,
    /// How many stand before "same as".
    pub(super) same_as: Option<usize>,
    /// The hours, and whether their half of the day is known.
    pub(super) hours: Vec<(TimeRange, bool)>,
    /// "Until nine".
    pub(super) until: Option<(Clock, bool)>,
    /// "From nine".
    pub(super) from: Option<(Clock, bool)>,
    /// "Until 12 February".
    pub(super) until_date: Option<DateRange>,
    /// "From 27 November".
    pub(super) from_date: Option<DateRange>,
    /// A time with no word that says what it is.
    pub(super) stray: bool,
    /// A time after "last entry".
    pub(super) last_entry_at: Option<Clock>,
    /// Minutes that are said in it.
    pub(super) minutes: Option<u64>,
    /// The words of opening hours in it.
    pub(super) words: Vec<Word>,
    /// It has other words.
    pub(super) other: bool,
    /// "No" stands before its hours.
    pub(super) denied: bool,
    /// "Only" stands beside its days or hours.
    pub(super) only_these: bool,
    /// Other words stand before its hours: what the hours are of.
    pub(super) named: Option<Range<usize>>,
    /// It stands in brackets.
    pub(super) aside: bool,
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// It begins a sentence.
    pub(super) begins: bool,
    /// A colon follows it: it heads what comes after.
    pub(super) heads: bool,
}

impl Group {
    /// Whether the word is in it.
    pub(super) fn says(&self, word: Word) -> bool {
        self.words.contains(&word)
    }

    /// Whether it says what holds, and not only when.
    pub(super) fn has_what(&self) -> bool {
        !self.hours.is_empty()
            || self.until.is_some()
            || self.from.is_some()
            || self.is_closed()
            || self.says(Word::AllDay)
            || self.says(Word::WholeDay)
    }

    /// Whether it says "closed".
    pub(super) fn is_closed(&self) -> bool {
        self.says(Word::Closed) || self.says(Word::Break)
    }

    fn is_empty(&self) -> bool {
        self.parts.is_empty()
            && self.words.is_empty()
            && !self.other
            && !self.stray
            && !self.has_what()
            && self.minutes.is_none()
    }
}

/// Puts pieces into groups.
#[derive(Debug, Default)]
struct Grouping {
    done: Vec<Group>,
    now: Group,
    last_word: Option<Word>,
    listed: bool,
    first_is_when: Option<bool>,
    depth: usize,
    begins: bool,
}

/// The groups of a text's pieces.
pub(super) fn groups(pieces: &[Placed]) -> Vec<Group> {
    let mut grouping = Grouping {
        begins: true,
        ..Grouping::default()
    };
    for placed in pieces {
        grouping.take(placed);
    }
    grouping.end();
    grouping.done
}

impl Grouping {
    fn take(&mut self, placed: &Placed) {
        match placed.piece {
            Piece::Stop => {
                self.end();
                self.begins = true;
                return;
            }
            Piece::Comma => {
                // A comma within the days of a list parts them and nothing else.
                self.end();
                self.listed = true;
                return;
            }
            Piece::Open => {
                self.end();
                self.depth += 1;
                return;
            }
            Piece::Close => {
                self.end();
                self.depth = self.depth.saturating_sub(1);
                return;
            }
            Piece::Colon => {
                // "Winter (Nov–Mar):" ends its label after the bracket.
                if self.now.is_empty() {
                    if let Some(last) = self
                        .done
                        .last_mut()
                        .filter(|last| last.aside || last.range.end == placed.range.start)
                    {
                        last.heads = true;
                    }
                } else {
                    self.now.heads = true;
                }
                self.end();
                return;
            }
            Piece::Dash => {
                self.last_word = None;
                return;
            }
            Piece::And => {
                self.listed = true;
                return;
            }
            _ => {}
        }
        self.place(&placed.range);
        match placed.piece {
            Piece::When(part) => self.when(part, placed),
            Piece::Hours(range, ambiguous) => {
                self.what(placed);
                self.now.hours.push((range, ambiguous));
                self.after_value();
            }
            Piece::Time(clock, ambiguous) => self.time(clock, ambiguous, placed),
            Piece::Minutes(minutes) => {
                self.now.minutes = Some(minutes);
                self.now.other |= !self.now.says(Word::LastEntry);
                self.last_word = None;
            }
            Piece::Word(word) => self.word(word, placed),
            _ => {
                self.now.other = true;
                self.last_word = None;
                if !self.now.has_what() && self.depth == 0 {
                    self.now.named.get_or_insert(placed.range.clone()).end = placed.range.end;
                }
            }
        }
    }

    fn place(&mut self, range: &Range<usize>) {
        if self.now.is_empty() && self.now.range.is_empty() {
            self.now.range = range.clone();
            self.now.begins = std::mem::take(&mut self.begins);
            self.now.aside = self.depth > 0;
        }
        self.now.range.end = range.end;
    }

    fn end(&mut self) {
        let group = std::mem::take(&mut self.now);
        if !group.is_empty() {
            self.done.push(group);
        } else if group.begins {
            self.begins = true;
        }
        self.last_word = None;
        self.listed = false;
        self.first_is_when = None;
    }

    /// Begins a new group where days follow days with hours, or hours follow hours with days.
    fn turn(&mut self, placed: &Placed) {
        let heads = std::mem::take(&mut self.now.heads);
        self.end();
        self.now.heads = heads;
        self.place(&placed.range);
    }

    fn when(&mut self, part: Part, placed: &Placed) {
        let excepted = self
            .now
            .except
            .is_some_and(|before| before == self.now.parts.len());
        let compared = self
            .now
            .same_as
            .is_some_and(|before| before == self.now.parts.len());
        let full = self.first_is_when == Some(true) && self.now.has_what();
        if let Part::Dates(range) = part
            && range.from == range.to
        {
            match self.last_word {
                Some(Word::Until) => {
                    self.now.until_date = Some(range);
                    return self.after_value();
                }
                Some(Word::From) if self.now.parts.is_empty() => {
                    self.now.from_date = Some(range);
                    return self.after_value();
                }
                // "Closed on holidays and from 24 December".
                Some(Word::From) => self.now.words.push(Word::Doubt),
                _ => {}
            }
        }
        // "Mon 9–5 Tue 10–4"; "Monday closed Tuesday closed".
        if full && !excepted && !compared {
            self.turn(placed);
        }
        self.first_is_when.get_or_insert(true);
        let link = if self.listed { Link::Listed } else { Link::Beside };
        if self.last_word == Some(Word::Only) {
            self.now.only_these = true;
        }
        self.now.parts.push((part, link));
        self.after_value();
    }

    fn what(&mut self, placed: &Placed) {
        let full =
            self.first_is_when == Some(false) && !self.now.parts.is_empty() && !self.now.hours.is_empty();
        if full {
            self.turn(placed);
        }
        self.first_is_when.get_or_insert(false);
        if self.last_word == Some(Word::Only) {
            self.now.only_these = true;
        }
    }

    fn time(&mut self, clock: Clock, ambiguous: bool, placed: &Placed) {
        let time = Some((clock, ambiguous));
        match self.last_word {
            Some(Word::Until | Word::Closes) => {
                self.what(placed);
                self.now.until = time;
            }
            Some(Word::From | Word::Opens) => {
                self.what(placed);
                self.now.from = time;
            }
            // "Closed at six" tells when it closes.
            Some(Word::Closed) if !self.now.says(Word::Break) => {
                self.now.words.retain(|word| *word != Word::Closed);
                self.now.until = time;
            }
            _ if self.now.says(Word::LastEntry) => self.now.last_entry_at = Some(clock),
            _ => self.now.stray = true,
        }
        self.after_value();
    }

    fn word(&mut self, word: Word, placed: &Placed) {
        match word {
            Word::Empty => return,
            Word::Except => self.now.except = Some(self.now.parts.len()),
            Word::ExceptEnd => {
                // 周一除外 names the day first.
                if self.now.except.is_none() {
                    self.now.except = Some(0);
                }
                self.now.except_end = Some(self.now.parts.len());
            }
            Word::No => self.now.denied |= self.now.hours.is_empty(),
            Word::SameAs => self.now.same_as = Some(self.now.parts.len()),
            Word::Closed
                if self.first_is_when == Some(false) && !self.now.parts.is_empty() && self.now.has_what() =>
            {
                self.turn(placed);
                self.first_is_when = Some(false);
            }
            Word::Closed | Word::AllDay | Word::WholeDay => {
                self.first_is_when.get_or_insert(false);
            }
            Word::Only => {
                let beside = matches!(self.last_word, Some(Word::No)) || self.follows_value();
                self.now.only_these |= beside;
            }
            _ => {}
        }
        self.now.words.push(word);
        // "Opens only at two".
        let announces = matches!(
            self.last_word,
            Some(Word::Opens | Word::Closes | Word::Until | Word::From)
        );
        if !(word == Word::Only && announces) {
            self.last_word = Some(word);
        }
    }

    /// Whether the last piece was a day or a span of hours: these words are forgotten after each value.
    fn follows_value(&self) -> bool {
        self.last_word.is_none()
            && (!self.now.parts.is_empty() || !self.now.hours.is_empty())
            && !self.now.other
    }

    fn after_value(&mut self) {
        self.last_word = None;
        self.listed = false;
    }
}
