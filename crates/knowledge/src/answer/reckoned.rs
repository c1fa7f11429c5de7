//! Answers that are computed from several units: sums, differences, comparisons.
//!
//! Owns how the amounts are found, each by a question of its own; what is asked for and how it is said is `reckon`'s.

use jiff::civil::DateTime;

use super::tabled::is_of_opening;
use super::{Answer, Answerer, Context, Depth};
use crate::frames::Frame;
use crate::question::{Importance, Question};
use crate::reader::{Asked, row_values};
use crate::reckon::{self, Priced, Quantity};
use crate::say;
use crate::unit::{Body, UnitId};
use crate::values::{Currency, Value};

/// So many units are looked at for the currency in which prices are meant.
const UNITS_WITH_PRICES: usize = 4_000;
/// What stands beside the amounts accounts for a word from this agreement on.
const ACCOUNTS: f32 = 0.4;
/// The price of a single thing stands beside one of so many of the units nearest to the question as a whole.
const WHOLE_QUESTION: usize = 1;
/// The same where the price is for a length of time, which tells it from others.
const TIMED_QUESTION: usize = 3;

/// Candidates tried for each of two things that are compared.
pub(super) const PAIRS: usize = 3;

/// The amounts that were found for the items.
#[derive(Debug, Default)]
pub(super) struct Amounts {
    pub(super) priced: Vec<Priced>,
    pub(super) units: Vec<UnitId>,
    /// The headers under which they stand.
    pub(super) columns: Vec<String>,
    /// How well the words agree, added up.
    pub(super) agreement: f32,
    /// Of a bundle: where the first single price stands, by its unit and column.
    pub(super) single: Option<(usize, String)>,
}

impl Answerer {
    /// The answer to a question of comparing or adding, if every amount is found.
    pub(super) fn reckoned(
        &self,
        question: &Question,
        context: &mut Context,
        now: DateTime,
    ) -> Option<Answer> {
        let plan = reckon::plan(question)?;
        let apart = plan
            .with_extras_apart()
            .filter(|_| !self.is_sold_as_one(&plan))
            .and_then(|plan| self.carried_out(&plan, question, context, now));
        let found = apart.or_else(|| self.carried_out(&plan, question, context, now));
        // "Ten-swim card" and "Swim card" have no number that could be found.
        found.or_else(|| {
            let mut plan = plan.of_bundle.then(|| plan.clone())?;
            let bundle = plan.items.first_mut()?;
            bundle.text = reckon::unnumbered(&bundle.text)?.to_owned();
            self.carried_out(&plan, question, context, now)
        })
    }

    /// Whether the documents have a thing with its extra under one name: "Burger with chips".
    fn is_sold_as_one(&self, plan: &reckon::Plan) -> bool {
        let stems = |text: &str| self.lexicon.tokenizer().stems(text);
        let joined = plan
            .items
            .iter()
            .filter_map(|item| item.text.split_once(" with "));
        let mut heads = joined.filter_map(|(thing, extra)| Some((stems(thing).pop()?, stems(extra).pop()?)));
        heads.any(|(thing, extra)| {
            let mut labels = self.index.units.iter().take(UNITS_WITH_PRICES).map(say::label);
            labels.any(|label| {
                let label = stems(&label);
                label.contains(&thing) && label.contains(&extra)
            })
        })
    }

    /// The answer by a plan, if every amount is found.
    fn carried_out(
        &self,
        plan: &reckon::Plan,
        question: &Question,
        context: &mut Context,
        now: DateTime,
    ) -> Option<Answer> {
        // The day or month of the question is that of every item that names none.
        let when = Asked::of(question, now.date());
        let frame = match plan.quantity {
            Quantity::Price => Frame::Price,
            Quantity::Duration => Frame::Duration,
            Quantity::Time => Frame::Close,
            Quantity::Start => Frame::Open,
            Quantity::Count => Frame::Count,
        };
        let shared = self
            .questions
            .read(&plan.shared, question.language, &self.lexicon);
        let found = self.first_amounts((plan, &shared), frame, (context, now, &when))?;
        let Amounts {
            mut priced,
            units,
            columns,
            ..
        } = self.better_pair(found, (plan, &shared), frame, (context, now, &when));
        if plan.of_bundle {
            let bundle = &self.index.units[units.first()?.0 as usize];
            let called = format!("{} {}", bundle.path.join(" "), priced.first()?.label);
            let text = say::own_text(bundle);
            let periods: Vec<_> = priced
                .iter()
                .map(|priced| reckon::period_of(&priced.label))
                .collect();
            let of_another_time = periods.windows(2).any(|pair| pair[0] != pair[1]);
            if reckon::is_for_fewer((&called, &text), plan.items.get(1..)?) || of_another_time {
                return None;
            }
            join_alike(&mut priced);
        }
        let alike = priced.iter().enumerate().any(|(place, one)| {
            let mut others = priced[..place].iter();
            others.any(|other| other.label == one.label && other.amount == one.amount)
        });
        if self.tells_no_length_of_time(plan, &units) {
            return None;
        }
        // What costs £20 per day is not held against £8 per hour.
        if !plan.is_total() && plan.quantity == Quantity::Price && !plan.of_bundle {
            let per = |unit: &UnitId| reckon::period_of(&say::own_text(&self.index.units[unit.0 as usize]));
            let periods: Vec<_> = units.iter().filter_map(per).collect();
            if periods.len() == units.len() && periods.windows(2).any(|pair| pair[0] != pair[1]) {
                return None;
            }
        }
        if !plan.is_total() && !plan.of_bundle {
            self.compare_in_one_column(plan, &units, &columns, &mut priced)?;
        }
        // Two amounts of one unit are told apart by the words of the question.
        if let [one, other] = priced.as_mut_slice()
            && one.label == other.label
        {
            for (priced, item) in [one, other].into_iter().zip(&plan.items) {
                priced.label.clone_from(&item.text);
            }
        }
        let text = self
            .graded(plan, &priced, &units, question.language)
            .or_else(|| {
                let certain = !(alike && plan.items.len() > 1) && self.adds_up(plan, &units);
                for priced in &mut priced {
                    priced.amount.kind = priced.amount.kind.in_currency(self.currency());
                }
                certain.then(|| reckon::said(plan, &priced, question.language))?
            })?;
        if plan.is_total() && !plan.of_bundle && !self.accounts_for((plan, question), &units, now, &when) {
            return None;
        }
        let is_timed = matches!(plan.task, reckon::Task::Total { each: Some(_), .. });
        let among = if is_timed { TIMED_QUESTION } else { WHOLE_QUESTION };
        if plan.is_total()
            && units.len() == 1
            && !self.is_near((units[0], among), question, context, now, &when)
        {
            return None;
        }
        context.units = units.iter().map(|unit| unit.0 as usize).collect();
        context.question = Some(question.clone());
        Some(Answer {
            text,
            units,
            confidence: 1.0,
        })
    }

    /// Whether the units of a comparison by time tell of something else.
    fn tells_no_length_of_time(&self, plan: &reckon::Plan, units: &[UnitId]) -> bool {
        let unit = |id: &UnitId| &self.index.units[id.0 as usize];
        // Nobody knows whether the longer of two trails is the one that takes longer.
        let has_distance = |id: &UnitId| {
            let facts = self.facts.of(id.0 as usize, unit(id));
            let is_distance = |value: &Value| matches!(value, Value::Distance { .. });
            facts.values.iter().any(is_distance)
        };
        // Nor how long something takes whose gate is open for ten hours.
        let is_of_gate = |id: &UnitId| match &unit(id).body {
            Body::Row(cells) => cells.iter().any(|cell| {
                let is_range = |value: &Value| matches!(value, Value::TimeRange { .. });
                is_of_opening(&cell.header) && row_values(cell).iter().any(is_range)
            }),
            _ => false,
        };
        let asks_longer = matches!(plan.cue.as_str(), "longer" | "shorter");
        asks_longer && units.iter().all(has_distance)
            || plan.quantity == Quantity::Duration && units.iter().any(is_of_gate)
    }

    /// Whether what the question adds by "and" is among the items or stands where their amounts do: of "two copies and postage to
    /// Canada" the postage does not.
    fn accounts_for(
        &self,
        (plan, question): (&reckon::Plan, &Question),
        units: &[UnitId],
        now: DateTime,
        when: &Asked,
    ) -> bool {
        let words = question.words();
        let Some(and) = words
            .iter()
            .position(|word| matches!(*word, "and" | "plus" | "и"))
        else {
            return true;
        };
        let reading = self.reading(question.clone(), &[], now, when, Depth::Found);
        let told: Vec<String> = units
            .iter()
            .map(|unit| unit.0 as usize)
            .map(|unit| format!("{}. {}", self.above(unit), say::own_text(&self.index.units[unit])))
            .collect();
        let met = reading.expansion.met_by(&self.lexicon, &told.join(". "));
        let is_item = |word: &str| {
            plan.items
                .iter()
                .any(|item| item.text.to_lowercase().contains(word))
        };
        let terms = reading.question.terms.iter().zip(met);
        let mut missing = terms.filter(|(term, met)| {
            let is_added = term.at != usize::MAX && term.at > and && !term.carried;
            let names = term.importance == Importance::Name;
            is_added && names && *met < ACCOUNTS && !is_item(&term.word.to_lowercase())
        });
        missing.next().is_none()
    }

    /// The best amounts of all items. "The normal thesis and the express one": where both would be one, the next best of two.
    fn first_amounts(
        &self,
        (plan, shared): (&reckon::Plan, &Question),
        frame: Frame,
        about: (&Context, DateTime, &Asked),
    ) -> Option<Amounts> {
        let amounts = |choice: usize| {
            let choices = [choice / PAIRS, choice % PAIRS];
            self.amounts((plan, shared), frame, choices, about)
        };
        let is_pair = !plan.is_total() && plan.items.len() == 2 && plan.quantity == Quantity::Price;
        let more = if is_pair { PAIRS * PAIRS } else { 1 };
        (0..more).find_map(amounts)
    }

    /// The amounts of all items; of the first two the `choices`-th best, 0 for the best.
    pub(super) fn amounts(
        &self,
        (plan, shared): (&reckon::Plan, &Question),
        frame: Frame,
        choices: [usize; 2],
        (context, now, when): (&Context, DateTime, &Asked),
    ) -> Option<Amounts> {
        let mut found = Amounts::default();
        let mut first: Option<Question> = None;
        let mut near: Vec<(usize, f32)> = Vec::new();
        for item in &plan.items {
            let language = shared.language;
            let kind = if plan.of_bundle {
                near.first().and_then(|(unit, _)| self.kind_of_bundle(*unit))
            } else {
                None
            };
            let read = |text: &str| self.questions.read(text, language, &self.lexicon);
            let mut own = read(&without_generic(&item.text));
            if let Some(kind) = kind {
                let mut kind = read(&kind);
                kind.names_a_thing();
                own.terms.append(&mut kind.terms);
            }
            let is_usual = own.terms.iter().any(|term| reckon::is_usual(&term.word));
            let compares = !plan.is_total() && plan.quantity == Quantity::Price && !is_usual;
            let adds_several = compares || plan.items.len() > 1 && !only_says_when(&item.text);
            if own.names_nothing() && (item.count > 1 || adds_several)
                || reckon::says_how_it_is_had(&item.text)
            {
                own.names_a_thing();
            }
            if plan.items.len() > 1
                && plan.is_total()
                && own.names_nothing()
                && !reckon::counts_people(&item.text)
            {
                continue;
            }
            let choice = choices.get(found.units.len()).copied().unwrap_or(0);
            let (place, reading) = self.priced(
                (item, own, choice),
                frame,
                (plan, shared),
                first.as_ref(),
                (
                    &near,
                    if plan.of_bundle {
                        found.priced.last()
                    } else {
                        found.priced.first()
                    }
                    .map(|priced| &priced.amount),
                ),
                (context, now, when),
            )?;
            let unit = reading.candidates.get(place.1)?.unit;
            let mut column = String::new();
            let mut count = item.count;
            let (amount, label) = match place.0 {
                Some(quoted) => {
                    if quoted.for_all {
                        count = 1;
                    }
                    column.clone_from(&quoted.column);
                    let place = (unit, quoted.column.clone());
                    if plan.of_bundle
                        && !near.is_empty()
                        && !self.are_of_one_kind(found.single.get_or_insert_with(|| place.clone()), &place)
                    {
                        return None;
                    }
                    found.agreement += quoted.matches;
                    (quoted.amount, quoted.label)
                }
                None => {
                    let part = reckon::half_or_free(&self.index.units[unit])?;
                    let base = found.priced.first().map(|priced: &Priced| &priced.amount)?;
                    (base.part(part), say::label(&self.index.units[unit]))
                }
            };
            near.push((unit, 1.0));
            found.units.push(self.index.units[unit].id);
            first.get_or_insert(reading.question);
            found.columns.push(column);
            found.priced.push(Priced { label, count, amount });
        }
        Some(found)
    }

    /// The word that tells a bundle's kind of ticket from others, where single ones of that kind are named so too: the
    /// "Rover" of "Family Rover" beside "Day Rover".
    fn kind_of_bundle(&self, unit: usize) -> Option<String> {
        const BUNDLES: [&str; 9] = [
            "family",
            "families",
            "group",
            "couple",
            "couples",
            "joint",
            "duo",
            "household",
            "season",
        ];
        let label = say::label(&self.index.units[unit]);
        let label = crate::text::without_brackets(&label);
        let first = label.split_whitespace().next().unwrap_or_default().to_lowercase();
        if !BUNDLES.contains(&first.as_str()) {
            return None;
        }
        let is_kind = |word: &&str| {
            let lower = word.to_lowercase();
            word.len() > 3
                && word.chars().all(char::is_alphabetic)
                && !BUNDLES.contains(&lower.as_str())
                && !reckon::is_generic(&lower)
                && !reckon::names_ticket(&lower)
                && !reckon::counts_people(&lower)
        };
        let is_named = |word: &&str| {
            let stem = self.lexicon.tokenizer().stem(&word.to_lowercase());
            let Some(phrase) = self.lexicon.number(&stem) else {
                return false;
            };
            self.index.postings(phrase).iter().any(|other| {
                let other = *other as usize;
                other != unit
                    && matches!(self.index.units[other].body, Body::Row(_))
                    && self.index.entries[other].key.contains(&phrase)
            })
        };
        label
            .split_whitespace()
            .filter(is_kind)
            .find(is_named)
            .map(str::to_lowercase)
    }

    /// The only currency that the documents name; `None` where they name none or several.
    fn currency(&self) -> Option<Currency> {
        *self.currency.get_or_init(|| {
            let mut found = None;
            for unit in self.index.units.iter().take(UNITS_WITH_PRICES) {
                let line = say::own_text(unit);
                for currency in reckon::currencies(&line) {
                    if found.is_some_and(|known| known != currency) {
                        return None;
                    }
                    found = Some(currency);
                }
            }
            found
        })
    }

    /// Whether a price stands where the question as a whole leads: "permits for two cars" are not two cars at the car wash.
    fn is_near(
        &self,
        (unit, among): (UnitId, usize),
        question: &Question,
        context: &Context,
        now: DateTime,
        when: &Asked,
    ) -> bool {
        let reading = self.reading(question.clone(), &context.near(), now, when, Depth::Found);
        let block = |unit: usize| self.index.units[unit].block;
        let mut nearest = reading.candidates.iter().take(among);
        nearest.any(|candidate| block(candidate.unit) == block(unit.0 as usize))
    }
}

/// "Just the one day": no thing that is paid for.
fn only_says_when(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "day", "days", "night", "nights", "hour", "hours", "week", "weeks", "month", "year", "time", "today",
        "tomorrow", "день", "дня", "раз",
    ];
    text.split_whitespace().any(|word| WORDS.contains(&word))
}

/// Three children of one price are one entry.
fn join_alike(priced: &mut Vec<Priced>) {
    let mut joined: Vec<Priced> = Vec::new();
    for one in priced.drain(..) {
        match joined
            .iter_mut()
            .find(|other| other.label == one.label && other.amount == one.amount)
        {
            Some(other) => other.count = other.count.saturating_add(one.count),
            None => joined.push(one),
        }
    }
    *priced = joined;
}

/// "Family ticket" is found as "family"; a word for what every price is of stays where it is the only one.
fn without_generic(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let special = || words.iter().filter(|word| !reckon::is_generic(word));
    if special().next().is_none() {
        return text.to_owned();
    }
    special().copied().collect::<Vec<_>>().join(" ")
}
