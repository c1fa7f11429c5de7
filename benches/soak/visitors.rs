//! The visitors of a simulated kiosk: what they ask, what the documents say, and which answers are right.
//!
//! Owns an opinion of its own on the time, the day and the opening hours. Who comes when is `kiosk_day`'s.

use jiff::{Zoned, civil};

pub const NAME: &str = "Harbour Library";
pub const KNOWLEDGE: &str = "# Harbour Library\n\n## Opening hours\n\nMonday to Friday: 9:00-17:00\nSaturday: 10:00-14:00\nSunday: closed\n\n\
    ## Prices\n\nA library card costs £3.\n";

/// What visitors ask, and how the answer is checked.
pub const QUESTIONS: [(&str, Check); 9] = [
    ("What time is it?", Check::Time),
    ("What day is it today?", Check::Day),
    ("What is the date tomorrow?", Check::Tomorrow),
    ("Are you open now?", Check::Open),
    ("How much is a library card?", Check::Holds("3")),
    ("What is twelve times seven?", Check::Holds("84")),
    ("Set a timer for one minute.", Check::Timer),
    ("Tell me something nice.", Check::Any),
    ("Do you like music?", Check::Any),
];

#[derive(Clone, Copy, PartialEq)]
pub enum Check {
    Any,
    Holds(&'static str),
    Time,
    Day,
    Tomorrow,
    Open,
    Timer,
}

impl Check {
    /// Whether this is a right answer to a question that was asked at `then`; nothing else is looked at than the clock.
    pub fn accepts(self, reply: &str, then: &Zoned) -> bool {
        let day = |date: civil::Date| format!("{:?}", date.weekday());
        match self {
            Self::Any | Self::Timer => !reply.is_empty(),
            Self::Holds(part) => reply.contains(part),
            Self::Time => reply.contains(&clock(then)),
            Self::Day => reply.contains(&day(then.date())),
            Self::Tomorrow => {
                let tomorrow = then.date().tomorrow().expect("a day in this century");
                reply.contains(&tomorrow.day().to_string()) && reply.contains(&day(tomorrow))
            }
            Self::Open => reply.starts_with(if is_open(then) { "Yes" } else { "No" }),
        }
    }
}

/// "2:13 pm", "9 am", "12 noon".
fn clock(then: &Zoned) -> String {
    let half = if then.hour() < 12 { "am" } else { "pm" };
    let hour = if then.hour() % 12 == 0 {
        12
    } else {
        then.hour() % 12
    };
    match (then.hour(), then.minute()) {
        (0, 0) => "12 midnight".to_owned(),
        (12, 0) => "12 noon".to_owned(),
        (_, 0) => format!("{hour} {half}"),
        (_, minute) => format!("{hour}:{minute:02} {half}"),
    }
}

fn is_open(then: &Zoned) -> bool {
    let (from, to) = match then.weekday() {
        civil::Weekday::Sunday => return false,
        civil::Weekday::Saturday => (10, 14),
        _ => (9, 17),
    };
    (from..to).contains(&then.hour())
}

/// Pseudo-random numbers (xorshift), so that every run has the same visitors.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}
