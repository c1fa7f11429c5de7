//! Groups: the days and hours of a text that belong together, before it is said what they mean.
//!
//! Owns where one group ends and the next begins. What a group says is `statements`.

use std::ops::Range;

use super::exceptions::beside;
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
    /// The hours, and whether their half of the day is not known.
    pub(super) hours: Vec<(TimeRange, bool)>,
    /// "Until nine".
    pub(super) until: Option<(Clock, bool)>,
    /// "From nine".
    pub(super) from: Option<(Clock, bool)>,
    /// "Until 12 February".
    pub(super) until_date: Option<DateRange>,
    /// "From 27 November".
    pub(super) from_date: Option<DateRange>,
    /// A time beside "last entry".
    pub(super) last_entry_at: Option<Clock>,
    /// Minutes that are said in it.
    pub(super) minutes: Option<u64>,
    /// The words of opening hours in it.
    pub(super) words: Vec<Word>,
    /// Other words before its hours: what the hours are of.
    pub(super) named: Option<Range<usize>>,
    /// What else is in it.
    pub(super) rest: Rest,
    /// Where it stands.
    pub(super) place: Place,
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
}

/// What a group has beside days, hours and their words.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rest {
    /// Other words.
    pub(super) words: bool,
    /// A time with no word that says what it is.
    pub(super) time: bool,
    /// "Only" beside its days or hours.
    pub(super) only_these: bool,
}

/// Where a group stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// In brackets.
    pub(super) aside: bool,
    /// At the beginning of a sentence.
    pub(super) begins: bool,
    /// Before a colon: it heads what comes after.
    pub(super) heads: bool,
}

impl Group {
    /// Whether the word is in it.
    pub(super) fn says(&self, word: Word) -> bool {
        self.words.contains(&word)
    }

    /// Whether it says what holds, and not only when.
    pub(super) fn has_what(&self) -> bool {
        let times = self.until.is_some() || self.from.is_some();
        !self.hours.is_empty() || times || self.is_closed() || self.says_whole_day()
    }

    /// Whether it tells hours, both ends of them.
    pub(super) fn has_hours(&self) -> bool {
        !self.hours.is_empty()
    }

    /// Whether it says "closed".
    pub(super) fn is_closed(&self) -> bool {
        self.says(Word::Closed) || self.says(Word::Break)
    }

    /// Whether it says "all day".
    pub(super) fn says_whole_day(&self) -> bool {
        self.says(Word::AllDay) || self.says(Word::OpenAllDay) || self.says(Word::WholeDay)
    }

    /// Whether the half of the day of some of its hours is not known.
    pub(super) fn is_ambiguous(&self) -> bool {
        self.hours.iter().any(|(_, ambiguous)| *ambiguous)
    }

    fn is_empty(&self) -> bool {
        let content = self.rest.words || self.rest.time || self.minutes.is_some();
        self.parts.is_empty() && self.words.is_empty() && !content && !self.has_what()
    }
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

/// What a group began with: days before their hours, or hours before their days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    DaysFirst,
    HoursFirst,
}

/// Puts pieces into groups.
#[derive(Debug, Default)]
struct Grouping {
    done: Vec<Group>,
    now: Group,
    order: Option<Order>,
    /// The last word, unless a value came after it.
    last_word: Option<Word>,
    /// The last time without a word that says what it is, and where it ends.
    last_time: Option<(Clock, bool, usize)>,
    listed: bool,
    begins: bool,
    depth: usize,
}

impl Grouping {
    fn take(&mut self, placed: &Placed) {
        if self.mark(placed) {
            return;
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
                self.now.rest.words |= !self.now.says(Word::LastEntry);
                self.last_word = None;
            }
            Piece::Word(word) => self.word(word, placed),
            _ => self.other(placed),
        }
    }

    /// Takes a mark, which parts groups or joins lists; whether the piece is one.
    fn mark(&mut self, placed: &Placed) -> bool {
        match placed.piece {
            Piece::Stop => {
                self.end();
                self.begins = true;
            }
            Piece::Comma => {
                self.end();
                self.listed = true;
            }
            Piece::Open => {
                self.end();
                self.depth += 1;
            }
            Piece::Close => {
                self.end();
                self.depth = self.depth.saturating_sub(1);
            }
            Piece::Colon => self.colon(placed),
            Piece::Dash => self.last_word = None,
            Piece::And => self.listed = true,
            _ => return false,
        }
        true
    }

    fn colon(&mut self, placed: &Placed) {
        if !self.now.is_empty() {
            self.now.place.heads = true;
        } else if let Some(last) = self.done.last_mut()
            // "Winter (Nov–Mar):" ends its label after the bracket.
            && (last.place.aside || last.range.end == placed.range.start)
        {
            last.place.heads = true;
        }
        self.end();
    }

    fn place(&mut self, range: &Range<usize>) {
        if self.now.is_empty() && self.now.range.is_empty() {
            self.now.range = range.clone();
            self.now.place.begins = std::mem::take(&mut self.begins);
            self.now.place.aside = self.depth > 0;
        }
        self.now.range.end = range.end;
    }

    fn end(&mut self) {
        let group = std::mem::take(&mut self.now);
        if !group.is_empty() {
            self.done.push(group);
        } else if group.place.begins {
            self.begins = true;
        }
        (self.last_word, self.order, self.listed) = (None, None, false);
    }

    /// Begins a new group: days follow days that have hours, or hours follow hours that have days.
    fn turn(&mut self, placed: &Placed) {
        self.end();
        self.place(&placed.range);
    }

    fn when(&mut self, part: Part, placed: &Placed) {
        if let Part::Dates(range) = part
            && range.from == range.to
            && self.is_end_of_span(range)
        {
            return self.after_value();
        }
        // "Mon 9–5 Tue 10–4"; but "daily 9–5 except Mondays".
        let excepted = self.now.except == Some(self.now.parts.len());
        let compared = self.now.same_as == Some(self.now.parts.len());
        if self.order == Some(Order::DaysFirst) && self.now.has_what() && !excepted && !compared {
            self.turn(placed);
        }
        self.order.get_or_insert(Order::DaysFirst);
        if self.last_word == Some(Word::No) {
            // "No Mondays", "без выходных".
            self.now.words.push(Word::Doubt);
        }
        let part = self.whole_week(part);
        self.now.rest.only_these |= self.last_word == Some(Word::Only) && !self.now.rest.words;
        let link = if self.listed { Link::Listed } else { Link::Beside };
        self.now.parts.push((part, link));
        self.after_value();
    }

    /// The week that "the week of 16 November" means: on which of its days, nobody knows.
    fn whole_week(&mut self, part: Part) -> Part {
        match part {
            Part::Dates(range) if self.last_word == Some(Word::WeekOf) => {
                self.now.words.push(Word::Doubt);
                Part::Dates(DateRange {
                    to: beside(range.to, 6).unwrap_or(range.to),
                    ..range
                })
            }
            _ => part,
        }
    }

    /// Takes a date after "until" or "from", which is an end of a span; whether it is one.
    fn is_end_of_span(&mut self, date: DateRange) -> bool {
        match self.last_word {
            Some(Word::Until) => self.now.until_date = Some(date),
            Some(Word::From) if self.now.parts.is_empty() => self.now.from_date = Some(date),
            Some(Word::From) => {
                // "Closed on holidays and from 24 December": until when, nobody says.
                self.now.words.push(Word::Doubt);
                return false;
            }
            _ => return false,
        }
        true
    }

    fn what(&mut self, placed: &Placed) {
        let full = !self.now.parts.is_empty() && !self.now.hours.is_empty();
        if self.order == Some(Order::HoursFirst) && full {
            self.turn(placed);
        }
        self.order.get_or_insert(Order::HoursFirst);
        self.now.rest.only_these |= self.last_word == Some(Word::Only);
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
            // 16:30停止入场 says the time first.
            _ => {
                self.now.last_entry_at = Some(clock);
                self.now.rest.time = !self.now.says(Word::LastEntry);
                self.last_time = Some((clock, ambiguous, placed.range.end));
            }
        }
        self.after_value();
    }

    /// 8点开门, 晚上9点关门: the time before the word is when it opens or closes. Whether it is so.
    fn takes_time_before(&mut self, word: Word, placed: &Placed) -> bool {
        let Some((clock, ambiguous, _)) = self.last_time.filter(|(_, _, end)| *end == placed.range.start)
        else {
            return false;
        };
        match word {
            Word::Opens | Word::Open => self.now.from = Some((clock, ambiguous)),
            Word::Closes | Word::Closed => self.now.until = Some((clock, ambiguous)),
            _ => return false,
        }
        self.order.get_or_insert(Order::HoursFirst);
        (self.now.rest.time, self.now.last_entry_at, self.last_time) = (false, None, None);
        true
    }

    fn word(&mut self, word: Word, placed: &Placed) {
        if self.takes_time_before(word, placed) {
            return self.after_value();
        }
        match word {
            Word::Empty => return,
            // "Just drinks no food" after the hours is no more than a note.
            Word::No if !self.now.hours.is_empty() => return self.other(placed),
            Word::Except => self.now.except = Some(self.now.parts.len()),
            Word::ExceptEnd => {
                // 周一除外 names the day first.
                self.now.except.get_or_insert(0);
                self.now.except_end = Some(self.now.parts.len());
            }
            Word::SameAs => self.now.same_as = Some(self.now.parts.len()),
            Word::Closed if self.order == Some(Order::HoursFirst) && !self.now.parts.is_empty() => {
                // "9–5 Mon–Sat closed Sun", "closed Mon closed Tue".
                self.turn(placed);
                self.order = Some(Order::HoursFirst);
            }
            // "Open Mon–Fri and closed at weekends", "closed on Wednesday and open again on Thursday".
            Word::Closed if self.opens_days() => {
                self.turn(placed);
                self.order = Some(Order::HoursFirst);
            }
            Word::Open | Word::Opens | Word::Back if self.closes_days() => self.turn(placed),
            Word::Closed | Word::AllDay | Word::OpenAllDay | Word::WholeDay => {
                self.order.get_or_insert(Order::HoursFirst);
            }
            Word::Only => self.now.rest.only_these |= self.follows_value(),
            Word::LastEntry => self.now.rest.time = false,
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

    /// Whether the group says "open" of days and nothing else yet.
    fn opens_days(&self) -> bool {
        let opens = self.now.says(Word::Open) || self.now.says(Word::Back);
        opens && !self.now.parts.is_empty() && !self.now.has_what()
    }

    /// Whether the group says "closed" of days.
    fn closes_days(&self) -> bool {
        self.now.says(Word::Closed) && !self.now.parts.is_empty()
    }

    fn other(&mut self, placed: &Placed) {
        self.now.rest.words = true;
        self.last_word = None;
        if !self.now.has_what() && self.depth == 0 {
            self.now.named.get_or_insert(placed.range.clone()).end = placed.range.end;
        }
    }

    /// Whether a day or a span of hours came last, and no other word before it.
    fn follows_value(&self) -> bool {
        let value = !self.now.parts.is_empty() || !self.now.hours.is_empty();
        self.last_word.is_none() && value && !self.now.rest.words
    }

    fn after_value(&mut self) {
        self.last_word = None;
        self.listed = false;
    }
}
