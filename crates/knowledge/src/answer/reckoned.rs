//! Answers that are computed from several units: sums, differences, comparisons.
//!
//! Owns how the amounts are found, each by a question of its own; what is asked for and how it is said is `reckon`'s.

use jiff::civil::DateTime;

use super::{Answer, Answerer, Context, Depth};
use crate::frames::Frame;
use crate::language::Language;
use crate::question::Question;
use crate::reader::Asked;
use crate::reckon::{self, Priced, Quantity};
use crate::say;
use crate::unit::{Body, Cell, UnitId};
use crate::values::Currency;

/// Units, from the price's own on, that may say how the price is graded.
const GRADES: usize = 2;
/// So many units are looked at for the currency in which prices are meant.
const UNITS_WITH_PRICES: usize = 4_000;
/// The price of a single thing stands beside one of so many of the units nearest to the question as a whole.
const WHOLE_QUESTION: usize = 1;
/// The same where the price is for a length of time, which tells it from others.
const TIMED_QUESTION: usize = 3;

/// Candidates tried for each of two things that are compared.
const PAIRS: usize = 3;
/// Weight of two things having similar names.
const LIKENESS: f32 = 0.6;

/// The amounts that were found for the items.
#[derive(Debug, Default)]
struct Amounts {
    priced: Vec<Priced>,
    units: Vec<UnitId>,
    /// The headers under which they stand.
    columns: Vec<String>,
    /// How well the words agree, added up.
    agreement: f32,
    /// Of a bundle: where the first single price stands, by its unit and column.
    single: Option<(usize, String)>,
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
    fn amounts(
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

    /// Of two things that are compared, others where these are called alike: "the contract for a flat or
    /// for a car" compares two contracts.
    fn better_pair(
        &self,
        best: Amounts,
        (plan, shared): (&reckon::Plan, &Question),
        frame: Frame,
        about: (&Context, DateTime, &Asked),
    ) -> Amounts {
        if plan.is_total() || plan.items.len() != 2 || plan.quantity != Quantity::Price {
            return best;
        }
        let likeness = |found: &Amounts| match found.units.as_slice() {
            [one, other] => self.likeness(one.0 as usize, other.0 as usize),
            _ => 0.0,
        };
        // What is called just as it was said is what was meant.
        if best
            .priced
            .iter()
            .all(|priced| self.is_said(&priced.label, &plan.items))
        {
            return best;
        }
        // So is a row of which that holds, whatever column it is.
        if let [one, other] = best.units.as_slice()
            && one != other
            && [one, other].iter().all(|unit| {
                let unit = &self.index.units[unit.0 as usize];
                self.is_said(&say::label(unit), &plan.items)
            })
        {
            return best;
        }
        let mut best = best;
        for choice in 1..PAIRS * PAIRS {
            let choices = [choice / PAIRS, choice % PAIRS];
            let Some(other) = self.amounts((plan, shared), frame, choices, about) else {
                continue;
            };
            if other.agreement + LIKENESS * likeness(&other)
                > best.agreement + LIKENESS * likeness(&best) + 0.01
            {
                best = other;
            }
        }
        best
    }

    /// Of two rows, the prices of one column: the column that the question names ("rent only"), else the plain one; `None`
    /// where one of the rows has no price there.
    fn compare_in_one_column(
        &self,
        plan: &reckon::Plan,
        units: &[UnitId],
        columns: &[String],
        priced: &mut [Priced],
    ) -> Option<()> {
        let ([one, other], [first, second], [_, _]) = (units, columns, &*priced) else {
            return Some(());
        };
        if one == other || first == second || first.is_empty() || second.is_empty() {
            return Some(());
        }
        let is_said = |column: &str| {
            let words = column.to_lowercase();
            let mut words = words.split_whitespace();
            let has = |text: &str, word: &str| text.split_whitespace().any(|own| own == word);
            words.any(|word| word.len() > 2 && plan.items.iter().any(|item| has(&item.text, word)))
        };
        let (place, column) = match (is_said(first), is_said(second)) {
            (true, true) => return Some(()),
            (false, true) => (0, second),
            // A plain "Price" column is the default, a named one ("pack of 5") a variant.
            (false, false) if names_price(second) && !names_price(first) => (0, second),
            (true | false, false) => (1, first),
        };
        let unit = &self.index.units[units[place].0 as usize];
        // An hour of one is not compared with a day of the other.
        let rate = reckon::in_column(unit, column, plan.quantity)?;
        priced[place].label = format!("{}, {}", say::label(unit), say::lower_first(column));
        priced[place].amount = rate.amount;
        Some(())
    }

    /// Whether two prices stand in one row, or below each other in one table.
    fn are_of_one_kind(&self, one: &(usize, String), other: &(usize, String)) -> bool {
        let block = |unit: usize| self.index.units[unit].block;
        one.0 == other.0 || block(one.0) == block(other.0) && one.1 == other.1
    }

    /// Whether every word of a label was said of one of the items.
    fn is_said(&self, label: &str, items: &[reckon::Item]) -> bool {
        let stems = |text: &str| self.lexicon.tokenizer().stems(text);
        let said: Vec<String> = items.iter().flat_map(|item| stems(&item.text)).collect();
        stems(label).iter().all(|stem| said.contains(stem))
    }

    /// How alike two units are called, 0 to 1; 1 for the same one.
    fn likeness(&self, one: usize, other: usize) -> f32 {
        if one == other {
            return 1.0;
        }
        let (one, other) = (&self.index.entries[one].key, &self.index.entries[other].key);
        let shared = one.iter().filter(|word| other.contains(word)).count();
        2.0 * shared as f32 / (one.len() + other.len()).max(1) as f32
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

    /// The prices of a row with a column for the first and one for each further of what is counted: "First copy", "Each
    /// further copy".
    fn columns_for_one_and_more(&self, cells: &[Cell], item: &reckon::Item) -> Option<String> {
        let stems = |text: &str| self.lexicon.tokenizer().stems(text);
        let counted = stems(&item.text);
        let is_further = |cell: &&Cell| {
            let header = cell.header.to_lowercase();
            reckon::is_graded(&header) && stems(&header).iter().any(|stem| counted.contains(stem))
        };
        let further = cells.iter().find(is_further)?;
        let first = cells
            .iter()
            .find(|cell| cell.header.to_lowercase().starts_with("first"))?;
        let said = |cell: &Cell| format!("{} {}", cell.header.to_lowercase(), cell.text);
        Some(format!("{}, {}", said(first), said(further)))
    }

    /// What several of one thing come to where the text grades its price: "€40 plus €8 a night".
    fn graded(
        &self,
        plan: &reckon::Plan,
        priced: &[Priced],
        units: &[UnitId],
        language: Language,
    ) -> Option<String> {
        let reckon::Task::Total { times, each } = plan.task else {
            return None;
        };
        let ([one], [unit]) = (priced, units) else {
            return None;
        };
        let count = if times > 1 { times } else { one.count };
        let unit = unit.0 as usize;
        if let Body::Row(cells) = &self.index.units[unit].body
            && let Some(columns) = self.columns_for_one_and_more(cells, plan.items.first()?)
            && let Some(sum) = reckon::graded(&columns, &one.amount, count, each)
        {
            let said = say::ended(&columns);
            return Some(reckon::graded_total(
                &sum,
                &format!("{}: {said}", one.label),
                language,
            ));
        }
        let own = say::own_text(&self.index.units[unit]);
        let line = self.index.block(unit).skip_while(|other| *other <= unit);
        let next = line
            .take(1)
            .filter(|other| self.index.units[*other].location == self.index.units[unit].location)
            .map(|other| say::own_text(&self.index.units[other]))
            .next();
        let with_next = next.map(|next| format!("{} {next}", say::ended(&own)));
        [Some(own), with_next].into_iter().flatten().find_map(|text| {
            let sum = reckon::graded(&text, &one.amount, count, each)?;
            Some(reckon::graded_total(&sum, &say::ended(&text), language))
        })
    }

    /// Whether a sum of these prices is certain: they stand in one or two places, and none says that the second of a
    /// thing costs something else than the first. What is only compared needs no sum.
    fn adds_up(&self, plan: &reckon::Plan, units: &[UnitId]) -> bool {
        let reckon::Task::Total { times, .. } = plan.task else {
            return true;
        };
        let several = times > 1 || plan.items.iter().any(|item| item.count > 1);
        let numbers = || units.iter().map(|unit| unit.0 as usize);
        let mut blocks: Vec<u32> = numbers().map(|unit| self.index.units[unit].block).collect();
        blocks.sort_unstable();
        blocks.dedup();
        // "Each further one" stands on the line itself or on the next.
        let graded = |unit: usize| {
            let end = self.index.block(unit).end.min(unit + GRADES);
            (unit..end).any(|unit| reckon::is_graded(&say::own_text(&self.index.units[unit])))
        };
        blocks.len() <= 2 && !(several && numbers().any(graded))
    }
}

/// Whether a header says only that prices stand below.
fn names_price(header: &str) -> bool {
    let header = header.to_lowercase();
    ["price", "cost", "fee", "цена", "стоимость", "价格", "价"].contains(&header.trim())
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::super::{Answerer, Context};
    use crate::documents;

    /// The answer of an invented ferry.
    fn answer(question: &str) -> String {
        let lines = "# Ferry\n\n| Ticket | Price |\n|---|---|\n| Adult | €8 |\n| Child | €5 |\n| Bike | €4 |\n| Helmet | €1 |\n";
        let answerer = Answerer::new(documents::read(Path::new("ferry.md"), lines));
        let now = date(2026, 11, 25).at(10, 30, 0, 0);
        answerer.answer(question, None, &mut Context::default(), now).text
    }

    #[test]
    fn an_extra_comes_with_each_thing_unless_its_number_is_said() {
        let told = answer("What do two adults with three children pay altogether?");
        assert!(told.starts_with("That comes to €31:"), "{told}");
        let told = answer("What do two bikes with helmets come to?");
        assert!(told.starts_with("That comes to €10:"), "{told}");
    }

    /// The answer of an invented game hall.
    fn told_by_hall(question: &str) -> String {
        let lines = "# Game hall\n\n| Team | Off-peak price | Peak price |\n|---|---|---|\n| 2 players | £40 | £50 |\n\
            | 3 players | £55 | £70 |\n| 4 players | £70 | £90 |\n\n\
            | Ticket | Adult | Child |\n|---|---|---|\n| Day Rambler | £12 | £6 |\n| Santa show | £20 | £18 |\n\n\
            | Special | Price |\n|---|---|\n| Family Rambler (2 adults and up to 3 children) | £30 |\n\
            | Toddler hour (one adult free) | £4 |\n";
        let answerer = Answerer::new(documents::read(Path::new("hall.md"), lines));
        let now = date(2026, 11, 25).at(10, 30, 0, 0);
        answerer.answer(question, None, &mut Context::default(), now).text
    }

    #[test]
    fn a_price_for_a_group_is_paid_once() {
        let told = told_by_hall("What is the peak price for 4 players?");
        assert!(
            told.contains("£90") && !told.contains("£360") && !told.contains("£280"),
            "{told}"
        );
        let told = told_by_hall("4 players - how much less is it off peak than peak?");
        assert!(told.starts_with("The difference is £20:"), "{told}");
    }

    #[test]
    fn the_first_and_each_further_one_have_prices_of_their_own() {
        let lines = "# Keys\n\n| Key | First copy | Each further copy |\n|---|---|---|\n| Cylinder key | £6 | £5 |\n\
            | Bike key | £7 | £4 |\n";
        let answerer = Answerer::new(documents::read(Path::new("keys.md"), lines));
        let now = date(2026, 11, 25).at(10, 30, 0, 0);
        let question = "I want three copies of a bike key, what's the total?";
        let told = answerer.answer(question, None, &mut Context::default(), now).text;
        assert!(told.starts_with("That comes to £15."), "{told}");
    }

    #[test]
    fn a_family_ticket_is_held_against_tickets_of_its_kind() {
        let told = told_by_hall("How much do two adults and two kids save with the family rambler?");
        assert!(told.starts_with("The difference is £6:"), "{told}");
    }

    #[test]
    fn what_is_asked_with_it_would_come_to_is_added() {
        let told =
            told_by_hall("How much would it come to for an adult day rambler plus a child day rambler?");
        assert!(told.starts_with("That comes to £18:"), "{told}");
    }
}
