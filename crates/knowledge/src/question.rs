//! A question taken apart: what is asked for, about what, and for when.
//!
//! Owns the analysis of one question by itself. Which unit answers it is `reader`'s; what a question leaves out and
//! the one before it says is `conversation`'s.

mod terms;

use crate::frames::{Frame, Frames};
use crate::language::Language;
use crate::lexicon::{Lexicon, PhraseId};
use crate::reader::Asked;
use crate::text::Token;
use crate::values::{self, Found, Value};
use terms::Terms;

/// A question is at most this long, in bytes; the rest is not read.
const MAX_LEN: usize = 2_000;

/// What a question can ask for, the most special first.
const ASKED: [Frame; 25] = [
    Frame::Notice,
    Frame::Frequency,
    Frame::Duration,
    Frame::Distance,
    Frame::Weight,
    Frame::Age,
    Frame::Phone,
    Frame::Email,
    Frame::Web,
    Frame::Address,
    Frame::Price,
    Frame::LastEntry,
    Frame::Close,
    Frame::Open,
    Frame::Hours,
    Frame::OpenNow,
    Frame::Password,
    Frame::When,
    Frame::Where,
    Frame::Who,
    Frame::Count,
    Frame::Why,
    Frame::How,
    Frame::Which,
    Frame::What,
];

/// How much it matters that a unit has a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Importance {
    /// A word of every question.
    Light,
    /// A word that says what is asked about.
    Content,
    /// A number, or a name.
    Name,
}

/// Something that the question is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The phrase's number, if a list or a document has it.
    pub phrase: Option<PhraseId>,
    /// Its stems, joined by spaces.
    pub stem: String,
    /// As it was said.
    pub word: String,
    /// How much it matters.
    pub importance: Importance,
    /// What part of a thing it is: one of several pairs of characters counts less than a word.
    pub share: f32,
    /// Its first token.
    pub at: usize,
    /// It was said in an earlier question, or beside the question itself.
    pub carried: bool,
    /// The words of a phrase, which together are as good as the phrase.
    pub parts: Vec<Term>,
}

/// A question, taken apart.
#[derive(Debug, Clone)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each says of the words whether something is among them"
)]
pub struct Question {
    /// The words, with numbers in digits.
    pub text: String,
    /// The words for an encoder: with those of the question before, where this one leans on it.
    pub meaning: String,
    /// The language they are in.
    pub language: Language,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// What it asks for, the most special first; empty when nothing says so.
    pub asked: Vec<Frame>,
    /// What it asks for was said in the question before only.
    pub asked_before: bool,
    /// It can be answered by yes or no.
    pub yes_no: bool,
    /// It begins as a continuation: "and on Sundays?".
    pub follow: bool,
    /// It has words that stand for something said before.
    pub pronoun: bool,
    /// It adds.
    pub sum: bool,
    /// What it is about.
    pub terms: Vec<Term>,
    /// Days, times and amounts in it.
    pub values: Vec<Found>,
    /// The days, dates and ages it is about.
    pub when: Asked,
    /// Its first content token.
    pub begins: usize,
}

impl Question {
    /// What it asks for first and foremost.
    pub fn first_asked(&self) -> Option<Frame> {
        self.asked.first().copied()
    }

    /// Whether it asks for this.
    pub fn asks(&self, frame: Frame) -> bool {
        self.asked.contains(&frame)
    }

    /// Whether it asks first and foremost for opening hours, or whether something is open.
    pub(crate) fn asks_for_hours(&self) -> bool {
        matches!(
            self.first_asked(),
            Some(Frame::Hours | Frame::Open | Frame::Close | Frame::OpenNow | Frame::LastEntry)
        )
    }

    /// Its words, in small letters.
    pub(crate) fn words(&self) -> Vec<&str> {
        self.tokens.iter().map(|token| token.word.as_str()).collect()
    }

    /// Whether the token at this place is part of such a value.
    pub(crate) fn is_part_of(&self, at: usize, is_such: impl Fn(&Value) -> bool) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| is_within(token, &self.values, is_such))
    }

    /// Whether it names no thing: a day or a kind of thing at most.
    pub fn names_nothing(&self) -> bool {
        self.terms.iter().all(|term| term.importance == Importance::Light)
    }

    /// Two rolls are things, whatever "roll" is elsewhere.
    pub(crate) fn names_a_thing(&mut self) {
        for term in &mut self.terms {
            term.importance = Importance::Content;
        }
    }

    /// Takes over a term that was said elsewhere.
    pub(crate) fn carry(&mut self, term: &Term) {
        self.terms.push(Term {
            carried: true,
            at: usize::MAX,
            ..term.clone()
        });
    }
}

/// Reads questions in all languages.
#[derive(Debug)]
pub struct QuestionReader {
    frames: [Frames; 3],
}

impl QuestionReader {
    /// The frames of all languages.
    pub fn load(lexicon: &Lexicon) -> Self {
        Self {
            frames: Language::ALL.map(|language| Frames::load(language, lexicon.tokenizer())),
        }
    }

    /// The frames of a language.
    pub fn frames(&self, language: Language) -> &Frames {
        &self.frames[language as usize]
    }

    /// Takes a question apart.
    pub fn read(&self, text: &str, language: Language, lexicon: &Lexicon) -> Question {
        let end = (0..=text.len().min(MAX_LEN))
            .rev()
            .find(|at| text.is_char_boundary(*at));
        let text = values::numbers_as_digits(&text[..end.unwrap_or(0)], language);
        let tokens = lexicon.tokenizer().tokens(&text);
        let frames = self.frames(language);
        let (begins, ends, follow) = bare(frames, &tokens);
        let within = &tokens[begins..ends];
        let mut consumed = vec![false; tokens.len()];
        for at in (0..begins).chain(ends..tokens.len()) {
            consumed[at] = true;
        }
        let mut asked = Vec::new();
        for frame in ASKED {
            let Some(found) = frames.find(frame, within) else {
                continue;
            };
            if found.iter().any(|at| consumed[begins + at]) && !asked.is_empty() {
                continue;
            }
            asked.push(frame);
            for at in found {
                consumed[begins + at] = true;
            }
        }
        let mut flag = |frame: Frame| {
            frames.find(frame, within).is_some_and(|found| {
                for at in found {
                    consumed[begins + at] = true;
                }
                true
            })
        };
        // Their words are not searched for; `reckon` knows what to do with them.
        flag(Frame::Compare);
        flag(Frame::Superlative);
        // The "Plus" of "Gold Plus" is a name.
        let is_name = |found: &[usize]| {
            let follows_name = |at: usize| at > 0 && within[at].capital && within[at - 1].capital;
            found
                .iter()
                .any(|at| within[*at].word == "plus" && follows_name(*at))
        };
        let is_sum = frames
            .find(Frame::Sum, within)
            .is_some_and(|found| !is_name(&found));
        let sum = is_sum && flag(Frame::Sum);
        let pronoun = frames.find(Frame::Pronoun, within).is_some();
        let yes_no = frames.find(Frame::YesNo, within).is_some()
            || within.first().is_some_and(|token| is_auxiliary(&token.word));
        let values = values::values(&text, language);
        let mut terms = Terms {
            lexicon,
            tokens: &tokens,
            consumed: &consumed,
            values: &values,
            language,
        }
        .read();
        if asked.first() == Some(&Frame::Phone) {
            for_booking(&tokens, &mut terms);
        }
        let is_bare = terms.iter().all(|term| term.importance == Importance::Light);
        // What has a weight limit or a least age seldom says for what in the visitor's words.
        if is_bare != matches!(asked.first(), Some(Frame::Weight | Frame::Age)) {
            terms.extend(asked.first().and_then(|frame| implied(*frame, language, lexicon)));
        }
        Question {
            language,
            asked,
            asked_before: false,
            yes_no,
            follow,
            pronoun,
            sum,
            terms,
            values,
            when: Asked::default(),
            begins,
            tokens,
            meaning: text.clone(),
            text,
        }
    }
}

/// "The number to book a lesson": who takes bookings is asked for, and what is booked matters less.
fn for_booking(tokens: &[Token], terms: &mut [Term]) {
    const BOOKING: [&str; 5] = ["book", "reserve", "booking", "bookings", "reservation"];
    /// What is booked in so many places that whoever takes bookings may not name it.
    const BOOKED: [&str; 18] = [
        "lesson", "class", "tabl", "room", "appoint", "place", "session", "slot", "court", "seat", "ticket",
        "tour", "visit", "parti", "stay", "pitch", "lane", "space",
    ];
    let is_booking = |token: &Token| BOOKING.contains(&token.word.as_str());
    let Some(at) = tokens.iter().position(is_booking) else {
        return;
    };
    for term in terms {
        if term.at == at {
            term.importance = Importance::Content;
        } else if term.at > at && BOOKED.contains(&term.stem.as_str()) {
            term.importance = Importance::Light;
        }
    }
}

/// The word that stands in a document for what is asked: it helps to choose, and is not missed.
fn implied(frame: Frame, language: Language, lexicon: &Lexicon) -> Option<Term> {
    let words: [&str; 3] = match frame {
        Frame::Hours | Frame::Open | Frame::Close | Frame::OpenNow => ["open", "открыт", "开放"],
        Frame::LastEntry => ["last entry", "последний вход", "停止入场"],
        Frame::Phone => ["phone", "телефон", "电话"],
        Frame::Email => ["email", "почта", "邮箱"],
        Frame::Address => ["address", "адрес", "地址"],
        Frame::Password => ["password", "пароль", "密码"],
        Frame::Weight => ["weight", "вес", "体重"],
        Frame::Age => ["age", "возраст", "年龄"],
        _ => return None,
    };
    let word = words[language as usize];
    let stem = lexicon.tokenizer().stems(word).join(" ");
    Some(Term {
        phrase: lexicon.number(&stem),
        stem,
        word: word.to_owned(),
        importance: match frame {
            // A line that says nothing of it does not answer.
            Frame::LastEntry => Importance::Content,
            _ => Importance::Light,
        },
        share: 1.0,
        at: usize::MAX,
        carried: false,
        parts: Vec::new(),
    })
}

/// The question without its politeness: its first token, the token after its last, and whether it goes on from another.
fn bare(frames: &Frames, tokens: &[Token]) -> (usize, usize, bool) {
    let (mut begins, mut ends, mut follow) = (0, tokens.len(), false);
    loop {
        let rest = &tokens[begins..ends];
        if let Some(count) = frames
            .at_start(Frame::Filler, rest)
            .filter(|count| *count < rest.len())
        {
            begins += count;
        } else if let Some(count) = frames
            .at_end(Frame::Filler, rest)
            .filter(|count| *count < rest.len())
        {
            ends -= count;
        } else {
            break;
        }
    }
    let rest = &tokens[begins..ends];
    if let Some(count) = frames
        .at_start(Frame::Follow, rest)
        .filter(|count| *count <= rest.len())
    {
        follow = true;
        // Of "and how much" only the "and" says nothing.
        let keeps = rest[..count]
            .iter()
            .position(|token| !CONNECTIVES.contains(&token.word.as_str()))
            .unwrap_or(count);
        begins += if keeps == 0 { count } else { keeps };
    }
    // A particle at the end makes a Chinese question a continuation: "教师证呢".
    if tokens[begins..ends]
        .last()
        .is_some_and(|token| token.word == "呢")
    {
        follow = true;
    }
    (begins.min(ends), ends, follow)
}

const CONNECTIVES: [&str; 12] = [
    "and", "but", "or", "also", "ok", "okay", "а", "и", "но", "или", "еще", "那",
];

pub(crate) fn is_auxiliary(word: &str) -> bool {
    const WORDS: [&str; 38] = [
        "is",
        "are",
        "am",
        "was",
        "were",
        "do",
        "does",
        "did",
        "can",
        "could",
        "may",
        "might",
        "will",
        "would",
        "shall",
        "should",
        "must",
        "has",
        "have",
        "had",
        "isn't",
        "aren't",
        "don't",
        "doesn't",
        "can't",
        "cant",
        "couldn't",
        "any",
        "are",
        "можно",
        "нужно",
        "надо",
        "есть",
        "могу",
        "можем",
        "нельзя",
        "бывает",
        "обязательно",
    ];
    WORDS.contains(&word)
}

/// Whether a token is part of such a value.
fn is_within(token: &Token, values: &[Found], is_such: impl Fn(&Value) -> bool) -> bool {
    let holds = |found: &&Found| found.range.start <= token.range.start && token.range.end <= found.range.end;
    values.iter().filter(holds).any(|found| is_such(&found.value))
}
