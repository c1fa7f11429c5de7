//! "Which opens later on a Sunday, the café or the shop?", "Do you close earlier on Mondays?": hours held against each other.
//!
//! Owns which end of the hours is compared, and of which days or places. What a schedule says of a day is `hours`'.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};

use super::asked::{self, Wanted};
use super::said::{self, Verdict, Wording};
use super::{Opening, alternatives, chosen, contains, in_columns, named, own_stems, told};
use crate::hours::{Day, Schedule, Scheduled};
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::question::{Importance, Question};

/// Days of the week that are latest or earliest together, at most.
const EQUAL_DAYS: usize = 3;
/// A topic has a word of the question from this agreement on.
const NAMES: f32 = 0.75;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Comparison {
    /// The closing times, not the opening times.
    of_closing: bool,
    later: bool,
}

/// Whether a question compares hours.
pub(crate) fn compares(question: &Question) -> bool {
    comparison(question).is_some()
}

/// The answer to a question that compares hours; `None` for another, and where they are not certain.
pub(crate) fn compared(
    schedules: &[Scheduled],
    question: &Question,
    lexicon: &Lexicon,
    near: &[usize],
    now: DateTime,
) -> Option<Opening> {
    let comparison = comparison(question)?;
    let days = asked::days(question, now.date())?.dates;
    if let [one, other] = days[..] {
        let scheduled = one_schedule(schedules, question, lexicon, near)?;
        return between_days(scheduled, [one, other], comparison, question);
    }
    let date = days.first().copied();
    if date.is_none() && asks_for_day(question) {
        let scheduled = one_schedule(schedules, question, lexicon, near)?;
        return best_day(scheduled, comparison, question, now);
    }
    between_places(
        &places(schedules, question, lexicon)?,
        date,
        comparison,
        (question, lexicon),
        now,
    )
}

/// Which end of the hours is compared and how; `None` where nothing says so.
fn comparison(question: &Question) -> Option<Comparison> {
    let words = question.words();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    match question.language {
        Language::English => {
            // "Which stays open longer on Fridays?" asks for the later end.
            let stays = has(&["stay", "stays", "staying"]) && has(&["open"]);
            let later = has(&["later", "latest"]) || stays && has(&["longer", "longest"]);
            if !later && !has(&["earlier", "earliest", "sooner"]) {
                return None;
            }
            let closes = has(&["close", "closes", "closing", "shut", "shuts", "shutting"]);
            let opens = has(&["opens", "opening"]);
            let open = has(&["open"]);
            let is_state = has(&["is", "are", "stay", "stays", "be", "keep"]) && later;
            let of_closing = match (closes, opens, open) {
                (true, false, false) => true,
                (false, true, _) => false,
                (false, false, true) => is_state,
                (false, false, false) if has(&["there", "staffed"]) && is_state => true,
                _ => return None,
            };
            Some(Comparison { of_closing, later })
        }
        Language::Russian => {
            let begins = |stems: &[&str]| {
                words
                    .iter()
                    .any(|word| stems.iter().any(|stem| word.starts_with(stem)))
            };
            let later = has(&["позже", "позднее"]);
            if !later && !has(&["раньше"]) {
                return None;
            }
            match (begins(&["закры"]), begins(&["откры"])) {
                (true, false) => Some(Comparison {
                    of_closing: true,
                    later,
                }),
                (false, true) => Some(Comparison {
                    of_closing: false,
                    later,
                }),
                _ => None,
            }
        }
        Language::Chinese => {
            let text = words.concat();
            let asks = ["哪", "谁", "更", "还是"].iter().any(|word| text.contains(word));
            let compares = |word: char| {
                let mut patterns = ["更", "得", "最", "谁", "哪个", "门", "较"].iter();
                patterns.any(|before| text.contains(&format!("{before}{word}")))
                    || ["一点", "一些", "些", "点"]
                        .iter()
                        .any(|after| text.contains(&format!("{word}{after}")))
            };
            let (later, earlier) = (compares('晚'), compares('早'));
            if !asks || later == earlier {
                return None;
            }
            let closes = ["关", "闭", "打烊", "结束"]
                .iter()
                .any(|word| text.contains(word));
            let opens = text.contains('开');
            (closes != opens).then_some(Comparison {
                of_closing: closes,
                later,
            })
        }
    }
}

/// "What day are you open latest?"
fn asks_for_day(question: &Question) -> bool {
    let words = question.words();
    let which = words.iter().position(|word| matches!(*word, "which" | "what"));
    let english = which.is_some_and(|at| {
        words[at..]
            .iter()
            .take(4)
            .any(|word| matches!(*word, "day" | "days" | "night"))
    });
    let text = words.concat();
    english
        || text.contains("哪天")
        || text.contains("星期几")
        || text.contains("周几")
        || text.contains("какойдень")
}

/// The schedule that is meant, or the only one that there is.
fn one_schedule<'a>(
    schedules: &'a [Scheduled],
    question: &Question,
    lexicon: &Lexicon,
    near: &[usize],
) -> Option<&'a Scheduled> {
    let is_lasting = |scheduled: &Scheduled| !scheduled.schedule.is_of_single_days();
    chosen(schedules, question, lexicon, near, &is_lasting).or_else(|| {
        let mut all = in_columns(schedules)
            .filter(|_| question.names_nothing())?
            .into_iter();
        all.next()
    })
}

/// The end of the hours of a day, in minutes; `None` where the place is closed or nothing is known.
fn end_of(schedule: &Schedule, date: Date, comparison: Comparison) -> Option<u16> {
    match schedule.on(date) {
        Day::Open { ranges, .. } if comparison.of_closing => Some(ranges.last()?.end_minutes()),
        Day::Open { ranges, .. } => Some(ranges.first()?.from.minutes()),
        Day::Closed { .. } | Day::Unlisted | Day::Unknown { .. } => None,
    }
}

fn is_better(one: u16, other: u16, comparison: Comparison) -> bool {
    if comparison.later {
        one > other
    } else {
        one < other
    }
}

/// One day against another.
fn between_days(
    scheduled: &Scheduled,
    days: [Date; 2],
    comparison: Comparison,
    question: &Question,
) -> Option<Opening> {
    let [one, other] = days.map(|date| end_of(&scheduled.schedule, date, comparison));
    let (one, other) = (one?, other?);
    let verdict = if one == other {
        same(question.language).to_owned()
    } else {
        let day = days[usize::from(!is_better(one, other, comparison))];
        days_said(&[day.weekday()], comparison, question.language)
    };
    with_hours(scheduled, &verdict, &days, question)
}

/// The day of the week on which it opens or closes latest or earliest.
fn best_day(
    scheduled: &Scheduled,
    comparison: Comparison,
    question: &Question,
    now: DateTime,
) -> Option<Opening> {
    let today = now.date();
    let week: Vec<Date> = (0..7)
        .map(|ahead: i32| today.checked_add(ahead.days()).ok())
        .collect::<Option<_>>()?;
    let on = |date: Date| scheduled.schedule.on(date);
    // A week with an exception, or with a day of which nothing is known, is not the usual one.
    let is_usual = |date: &Date| {
        let day = on(*date);
        let known = matches!(day, Day::Open { .. } | Day::Closed { .. });
        let next = date.checked_add(7.days()).ok().map(on);
        known && next.is_some_and(|next| next.ranges() == day.ranges())
    };
    if !week.iter().all(is_usual) {
        return None;
    }
    let ends: Vec<(Date, u16)> = week
        .into_iter()
        .filter_map(|date| Some((date, end_of(&scheduled.schedule, date, comparison)?)))
        .collect();
    let all = ends.iter().map(|(_, end)| *end);
    let best = if comparison.later { all.max()? } else { all.min()? };
    let mut days: Vec<Date> = ends
        .iter()
        .filter(|(_, end)| *end == best)
        .map(|(date, _)| *date)
        .collect();
    days.sort_by_key(|date| date.weekday().to_monday_zero_offset());
    if days.len() > EQUAL_DAYS || days.len() == ends.len() {
        return None;
    }
    let weekdays: Vec<Weekday> = days.iter().map(|date| date.weekday()).collect();
    let verdict = days_said(&weekdays, comparison, question.language);
    with_hours(scheduled, &verdict, &days[..1], question)
}

/// The verdict, and what holds on the days.
fn with_hours(scheduled: &Scheduled, verdict: &str, days: &[Date], question: &Question) -> Option<Opening> {
    if !scheduled.schedule.certain() {
        return None;
    }
    let wording = Wording {
        language: question.language,
        subject: None,
    };
    let mut sentences = vec![verdict.to_owned()];
    for date in days {
        let day = scheduled.schedule.on(*date);
        sentences.push(said::day_holds(&day, *date, Verdict::Unasked, &wording, false)?);
    }
    Some(Opening {
        text: said::joined(&sentences, question.language),
        units: scheduled.units.clone(),
    })
}

/// The places that the question names, or all that there are where it asks which of them.
fn places<'a>(
    schedules: &'a [Scheduled],
    question: &Question,
    lexicon: &Lexicon,
) -> Option<Vec<&'a Scheduled>> {
    let terms = question
        .terms
        .iter()
        .filter(|term| term.importance != Importance::Light);
    let words: Vec<&str> = terms
        .flat_map(|term| alternatives(term, lexicon, NAMES))
        .collect();
    let is_named = |scheduled: &&Scheduled| {
        let own = own_stems(scheduled, lexicon);
        scheduled.opening && words.iter().any(|word| contains(&own, word))
    };
    let named: Vec<&Scheduled> = schedules.iter().filter(is_named).collect();
    if named.len() == 2 {
        return Some(named);
    }
    let asks_which = question.words().iter().any(|word| {
        matches!(
            *word,
            "which" | "who" | "где" | "кто" | "какой" | "какая" | "какое" | "谁" | "哪"
        )
    });
    if !named.is_empty() || !asks_which {
        return None;
    }
    in_columns(schedules).filter(|all| all.len() > 1)
}

/// One place against another on the day that is named.
fn between_places(
    places: &[&Scheduled],
    date: Option<Date>,
    comparison: Comparison,
    (question, lexicon): (&Question, &Lexicon),
    now: DateTime,
) -> Option<Opening> {
    let date = date?;
    let ends: Vec<u16> = places
        .iter()
        .map(|place| end_of(&place.schedule, date, comparison))
        .collect::<Option<_>>()?;
    let best = if comparison.later {
        ends.iter().max()?
    } else {
        ends.iter().min()?
    };
    let mut winners = places.iter().zip(&ends).filter(|(_, end)| *end == best);
    let (winner, _) = winners.next()?;
    let verdict = if winners.next().is_some() {
        same(question.language).to_owned()
    } else {
        let name = named(winner, question, lexicon)?;
        let word = said_of(comparison, question.language);
        match question.language {
            Language::Chinese => format!("{name}{word}。"),
            Language::English | Language::Russian => format!("{name}: {word}."),
        }
    };
    let wanted = Wanted::Days {
        days: asked::days(question, now.date())?,
        closed: None,
    };
    let mut sentences = vec![verdict];
    for place in places {
        sentences.push(told(place, &wanted, question, lexicon, now)?);
    }
    // The columns of one table come from the same rows.
    let mut units: Vec<_> = places
        .iter()
        .flat_map(|place| place.units.iter().copied())
        .collect();
    units.sort_unstable();
    units.dedup();
    Some(Opening {
        text: said::joined(&sentences, question.language),
        units,
    })
}

fn same(language: Language) -> &'static str {
    ["At the same time.", "В одно и то же время.", "一样。"][language as usize]
}

/// "Opens later", "closes earlier".
fn said_of(comparison: Comparison, language: Language) -> &'static str {
    let words = match (comparison.of_closing, comparison.later) {
        (false, false) => ["opens earlier", "открывается раньше", "开得更早"],
        (false, true) => ["opens later", "открывается позже", "开得更晚"],
        (true, false) => ["closes earlier", "закрывается раньше", "关得更早"],
        (true, true) => ["closes later", "закрывается позже", "关得更晚"],
    };
    words[language as usize]
}

/// "Thursday: closes later."
fn days_said(days: &[Weekday], comparison: Comparison, language: Language) -> String {
    let names: Vec<&str> = days.iter().map(|day| said::weekday(*day, language)).collect();
    let word = said_of(comparison, language);
    match language {
        Language::Chinese => format!("{}{word}。", names.join("、")),
        Language::English | Language::Russian => format!("{}: {word}.", names.join(", ")),
    }
}
