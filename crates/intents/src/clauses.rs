//! Requests inside a longer utterance.
//!
//! Owns the clauses of an utterance: where one may end, which of them is the request, and what "that" in it stands for when another
//! one has told it ("My grandson is six foot two, what's that in centimetres?"). A clause is parsed by `parsing` like an utterance.

use std::ops::Range;

use crate::Language;
use crate::slots::{KnownKind, SlotKind, SlotReader};
use crate::text::{self, Token};

/// Clauses that are looked at; who says more is telling a story.
const MAX_CLAUSES: usize = 6;
/// Ways to put what was told into a request that are tried.
pub(crate) const MAX_CARRIED: usize = 24;
/// A request before its reason has at least so many words; fewer may be the start of a longer question.
pub(crate) const MIN_FIRST: usize = 3;

/// The clauses, in order: they end at punctuation and before words such as "so".
pub(crate) fn clauses(tokens: &[Token], language: Language) -> Vec<Range<usize>> {
    let joins: &[&str] = match language {
        Language::English => &["so", "because", "cause", "but", "since", "or else"],
        Language::Russian => &[
            "и",
            "а",
            "но",
            "так что",
            "потому что",
            "поэтому",
            "чтобы",
            "то",
            "потом",
        ],
        Language::Chinese => &["所 以", "因 为", "但 是", "不 过", "然 后", "那 就", "就"],
    };
    let mut clauses = Vec::new();
    let mut start = 0;
    for at in 1..=tokens.len() {
        let is_joined = crate::slots::any_phrase(tokens, at, joins).is_some();
        if at == tokens.len() || tokens[at - 1].is_last || is_joined {
            clauses.push(start..at);
            start = at;
        }
    }
    if clauses.len() > MAX_CLAUSES {
        Vec::new()
    } else {
        clauses
    }
}

/// The utterance with what the other clauses told in the place of "that" in this one, each way to put it.
pub(crate) fn carried(reader: &SlotReader<'_>, tokens: &[Token], request: &Range<usize>) -> Vec<String> {
    let said = |range: Range<usize>| text::surface(reader.utterance, &tokens[range]);
    let mut sentences = Vec::new();
    let told = entities(reader, tokens, request);
    for entity in &told {
        // Of two heights nobody knows which is meant.
        if told.iter().filter(|other| other.kind == entity.kind).count() > 1 {
            continue;
        }
        let told = said(entity.range.clone());
        for (at, pronoun) in pronouns(reader.language, &tokens[..request.end], request.start) {
            let (before, after) = (said(request.start..at), said(at + pronoun..request.end));
            let told = match (reader.language, tokens[at].word.as_str()) {
                (Language::English, "there") => format!("in {told}"),
                (Language::Russian, "там") => format!("в {told}"),
                _ => told.to_owned(),
            };
            sentences.push(joined(reader.language, &[before, &told, after]));
        }
        if sentences.len() >= MAX_CARRIED {
            break;
        }
        let whole = said(request.clone());
        for glue in glues(reader.language, entity.kind) {
            // In Chinese what is asked about comes first.
            let parts = match reader.language {
                Language::Chinese => [told, glue, whole],
                Language::English | Language::Russian => [whole, glue, told],
            };
            sentences.push(joined(reader.language, &parts));
            if entity.kind == SlotKind::Place {
                sentences.push(joined(reader.language, &[glue, told, whole]));
            }
        }
    }
    sentences.truncate(MAX_CARRIED);
    sentences
}

fn joined(language: Language, parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .map(|part| {
            part.trim_matches(|c: char| {
                c.is_whitespace() || matches!(c, ',' | '.' | '?' | '!' | '，' | '。' | '？')
            })
        })
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(if language == Language::Chinese { "" } else { " " })
}

/// Whether these words tell a number, a time, a day or a place, or name something that the assistant keeps.
pub(crate) fn tells(reader: &SlotReader<'_>, tokens: &[Token], words: Range<usize>) -> bool {
    const KINDS: [SlotKind; 8] = [
        SlotKind::Number,
        SlotKind::Clock,
        SlotKind::Duration,
        SlotKind::Day,
        SlotKind::Place,
        SlotKind::Known(KnownKind::Timer),
        SlotKind::Known(KnownKind::Entry),
        SlotKind::Known(KnownKind::Reminder),
    ];
    // "Today" is what is meant anyway.
    let is_now = |at: usize| matches!(tokens[at].word.as_str(), "today" | "сегодня");
    words.into_iter().filter(|&at| !is_now(at)).any(|at| {
        KINDS
            .iter()
            .any(|&kind| !reader.read(kind, tokens, at).is_empty())
    })
}

/// How many numbers these words tell.
pub(crate) fn numbers(reader: &SlotReader<'_>, tokens: &[Token], words: Range<usize>) -> usize {
    let (mut at, mut count) = (words.start, 0);
    while at < words.end {
        let read = reader.read(SlotKind::Number, tokens, at);
        match read.iter().map(|(end, _)| *end).max() {
            Some(end) => {
                count += 1;
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    count
}

/// Whether an utterance is a question, and no polite order such as "could you".
pub(crate) fn asks(utterance: &str, tokens: &[Token], language: Language) -> bool {
    let polite: &[&str] = match language {
        Language::English => &[
            "can you",
            "could you",
            "would you",
            "will you",
            "you mind",
            "can i have",
            "can not you",
        ],
        Language::Russian => &[
            "можешь",
            "можете",
            "могли бы",
            "мог бы",
            "напомнишь",
            "разбудишь",
            "поставишь",
        ],
        Language::Chinese => &["可 以", "能 不 能", "能", "行 吗", "好 吗"],
    };
    let is_question = utterance.contains(['?', '？']);
    is_question && !(0..tokens.len()).any(|at| crate::slots::any_phrase(tokens, at, polite).is_some())
}

/// Whether a Chinese utterance forbids removing something ("不要删除…", "别取消…") or begins with "who". The removal templates would
/// otherwise read it as a command.
pub(crate) fn forbids_removal(language: Language, tokens: &[Token]) -> bool {
    const NOT: [&str; 6] = ["不 要", "别", "不 能", "不 可 以", "甭", "先 别"];
    const REMOVE: [&str; 6] = ["删", "取 消", "清 空", "关", "停", "划 掉"];
    if language != Language::Chinese {
        return false;
    }
    let forbidden = (0..tokens.len())
        .filter_map(|at| crate::slots::any_phrase(tokens, at, &NOT))
        .any(|at| crate::slots::any_phrase(tokens, at, &REMOVE).is_some());
    forbidden || tokens.first().is_some_and(|token| token.word == "谁")
}

/// Something that is told.
struct Entity {
    kind: SlotKind,
    range: Range<usize>,
}

/// What is told outside a request, the longest reading at each word.
fn entities(reader: &SlotReader<'_>, tokens: &[Token], request: &Range<usize>) -> Vec<Entity> {
    const KINDS: [SlotKind; 7] = [
        SlotKind::Quantity,
        SlotKind::Money,
        SlotKind::Day,
        SlotKind::Clock,
        SlotKind::Place,
        SlotKind::Duration,
        SlotKind::Number,
    ];
    let mut entities: Vec<Entity> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if request.contains(&at) {
            at = request.end;
            continue;
        }
        let readings = KINDS.iter().filter_map(|&kind| {
            let readings = reader.read(kind, tokens, at);
            let end = readings.iter().map(|(end, _)| *end).max()?;
            Some((end, kind))
        });
        // Of readings of equal length the first kind.
        let longest = readings.reduce(|best, next| if next.0 > best.0 { next } else { best });
        match longest {
            // "A thousand square feet" is no thousand.
            Some((end, SlotKind::Number | SlotKind::Money))
                if !reader.read(SlotKind::Unit, tokens, end).is_empty() =>
            {
                at = end;
            }
            Some((end, kind)) if end <= request.start || at >= request.end => {
                entities.push(Entity { kind, range: at..end });
                at = end;
            }
            _ => at += 1,
        }
    }
    entities
}

/// Where a request says "that", each with its length in words.
fn pronouns(language: Language, tokens: &[Token], start: usize) -> Vec<(usize, usize)> {
    let words: &[&str] = match language {
        Language::English => &["over there", "that", "it", "this", "there", "them", "those"],
        Language::Russian => &["это", "этого", "там", "туда", "он", "она", "его"],
        Language::Chinese => &["那 边", "那 里", "那 儿", "这 个", "那 个", "这", "那", "它"],
    };
    let mut found = Vec::new();
    let mut at = start;
    while at < tokens.len() {
        match crate::slots::any_phrase(tokens, at, words) {
            Some(end) => {
                found.push((at, end - at));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// What may join a request that says no "that" to what was told.
fn glues(language: Language, kind: SlotKind) -> &'static [&'static str] {
    match (language, kind) {
        (Language::English, SlotKind::Place) => &["in"],
        (Language::English, SlotKind::Money | SlotKind::Number) => &["of", "on", "off"],
        (Language::English, SlotKind::Day) => &["until", ""],
        (Language::Russian, SlotKind::Place) => &["в", "во"],
        (Language::Russian, SlotKind::Day) => &["до", ""],
        (Language::Russian | Language::Chinese, SlotKind::Number | SlotKind::Money) => &[],
        (Language::English | Language::Russian | Language::Chinese, _) => &[""],
    }
}
