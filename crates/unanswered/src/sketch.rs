//! The counters of one machine and period, or the sum of several.
//!
//! Owns what is in them: noise, drawn once when they are begun, and contributions, added exactly. So what is on the disk is private at any
//! moment, also while a period lasts. How a file looks is `file`'s.

use std::io;

use jiff::civil::Date;

use super::noise::{Draw, Scale, below};
use super::places::{COUNTERS, CounterPlace, FUNCTIONS, SketchKey};

/// Parts of a sum: machines times periods.
pub(crate) const MAX_PARTS: usize = 1_000;

/// The counters of one hash function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CounterRow {
    /// The function's number.
    pub function: usize,
    /// What it is the sum of: a random name for each machine and period.
    pub parts: Vec<String>,
    /// The counters.
    pub counters: Vec<i32>,
}

/// Counters with noise in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    pub(crate) scale: Scale,
    /// The fingerprint of the salt.
    pub(crate) salt: String,
    /// The day on which it was begun; of a sum, the first.
    pub(crate) begun: Date,
    /// One for each hash function that was drawn, by their numbers.
    pub(crate) rows: Vec<CounterRow>,
}

/// Why sketches cannot be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mismatch {
    Epsilon,
    Salt,
    /// Both hold the same part.
    Repeated,
    /// The sum would not fit.
    Overflow,
}

impl Sketch {
    /// Begins a period: draws a hash function, a name, and the noise.
    ///
    /// # Errors
    /// The system's, where it gives no random numbers.
    pub fn begin(scale: Scale, key: &SketchKey, today: Date, draw: &mut dyn Draw) -> io::Result<Self> {
        let function = below(draw, FUNCTIONS as u64)?;
        let name = format!("{:016x}", draw.draw()?);
        let counters = (0..COUNTERS)
            .map(|_| scale.noise(draw))
            .collect::<io::Result<_>>()?;
        let row = CounterRow {
            function: usize::try_from(function).unwrap_or_default(),
            parts: vec![name],
            counters,
        };
        Ok(Self {
            scale,
            salt: key.fingerprint(),
            begun: today,
            rows: vec![row],
        })
    }

    /// Adds contributions of one conversation: for each n-gram its places. What the conversation has changed before is in `changed`; a
    /// counter is changed once, and at most `most` are. Which n-grams are taken is drawn.
    pub(crate) fn contribute(
        &mut self,
        mut grams: Vec<[CounterPlace; FUNCTIONS]>,
        changed: &mut Vec<usize>,
        most: usize,
        draw: &mut dyn Draw,
    ) -> io::Result<()> {
        // A file of one machine has one.
        let Some(row) = self.rows.first_mut() else {
            return Ok(());
        };
        while changed.len() < most && !grams.is_empty() {
            let drawn = usize::try_from(below(draw, grams.len() as u64)?).unwrap_or_default();
            let places = grams.swap_remove(drawn);
            let Some(place) = places.get(row.function) else {
                continue;
            };
            if changed.contains(&place.counter) {
                continue;
            }
            if let Some(counter) = row.counters.get_mut(place.counter) {
                *counter = counter.saturating_add(place.sign);
                changed.push(place.counter);
            }
        }
        Ok(())
    }

    /// Adds another sketch; this one is useless after an error.
    pub(crate) fn add(&mut self, other: &Self) -> Result<(), Mismatch> {
        if self.scale != other.scale {
            return Err(Mismatch::Epsilon);
        }
        if self.salt != other.salt {
            return Err(Mismatch::Salt);
        }
        let names = |sketch: &Self| -> Vec<String> {
            let rows = sketch.rows.iter();
            rows.flat_map(|row| row.parts.iter().cloned()).collect()
        };
        let (mine, theirs) = (names(self), names(other));
        if theirs.iter().any(|name| mine.contains(name)) {
            return Err(Mismatch::Repeated);
        }
        if mine.len() + theirs.len() > MAX_PARTS {
            return Err(Mismatch::Overflow);
        }
        self.begun = self.begun.min(other.begun);
        for row in &other.rows {
            let Some(own) = self.rows.iter_mut().find(|own| own.function == row.function) else {
                self.rows.push(row.clone());
                continue;
            };
            own.parts.extend(row.parts.iter().cloned());
            for (counter, more) in own.counters.iter_mut().zip(&row.counters) {
                *counter = counter.checked_add(*more).ok_or(Mismatch::Overflow)?;
            }
        }
        self.rows.sort_by_key(|row| row.function);
        Ok(())
    }

    /// How many machines and periods it is the sum of.
    pub fn parts(&self) -> usize {
        self.rows.iter().map(|row| row.parts.len()).sum()
    }

    /// The first day.
    pub fn begun(&self) -> Date {
        self.begun
    }

    /// ε for one conversation.
    pub fn epsilon(&self) -> f64 {
        self.scale.epsilon()
    }

    /// What tells the operator's salt from others.
    pub fn fingerprint(&self) -> &str {
        &self.salt
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::super::noise::tests::Seeded;
    use super::super::words::grams;
    use super::*;

    pub(crate) fn day() -> Date {
        Date::constant(2026, 11, 30)
    }

    pub(crate) fn key() -> SketchKey {
        SketchKey::new("a salt of some letters")
    }

    pub(crate) fn begun(seed: u64) -> Sketch {
        Sketch::begin(Scale::new(1.0).unwrap(), &key(), day(), &mut Seeded(seed)).unwrap()
    }

    fn counters(sketch: &Sketch) -> Vec<i32> {
        sketch.rows[0].counters.clone()
    }

    fn places(question: &str) -> Vec<[CounterPlace; FUNCTIONS]> {
        grams(question).iter().map(|gram| key().places(gram)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_conversation_changes_at_most_four_counters_by_one(
            seed: u64,
            questions in prop::collection::vec("[a-z ]{0,80}", 1..6),
        ) {
            let before = begun(seed);
            let mut after = before.clone();
            let mut changed = Vec::new();
            for question in &questions {
                after.contribute(places(question), &mut changed, 4, &mut Seeded(seed)).unwrap();
            }
            let differences: Vec<i32> = counters(&before)
                .iter()
                .zip(counters(&after))
                .map(|(before, after)| after - before)
                .filter(|difference| *difference != 0)
                .collect();
            prop_assert!(differences.len() <= 4);
            prop_assert!(differences.iter().all(|difference| difference.abs() == 1));
            prop_assert_eq!(differences.len(), changed.len());
        }

        #[test]
        fn merging_is_addition_in_any_order(seeds in prop::collection::hash_set(any::<u64>(), 2..6)) {
            let parts: Vec<Sketch> = seeds.iter().map(|seed| begun(*seed)).collect();
            let sum = |parts: Vec<&Sketch>| {
                let mut sum = parts[0].clone();
                parts[1..].iter().for_each(|part| sum.add(part).unwrap());
                sum
            };
            let forwards = sum(parts.iter().collect());
            let backwards = sum(parts.iter().rev().collect());
            for (at, row) in forwards.rows.iter().enumerate() {
                let rows = parts.iter().flat_map(|part| &part.rows);
                let of_function = rows.filter(|part| part.function == row.function);
                let mut expected = vec![0; COUNTERS];
                for part in of_function {
                    expected.iter_mut().zip(&part.counters).for_each(|(sum, more)| *sum += more);
                }
                prop_assert_eq!(&row.counters, &expected);
                prop_assert_eq!(&backwards.rows[at].counters, &expected);
            }
            prop_assert_eq!(forwards.parts(), parts.len());
        }
    }

    #[test]
    fn what_does_not_belong_together_is_not_added() {
        let one = begun(1);
        let mut sum = one.clone();
        assert_eq!(sum.add(&one), Err(Mismatch::Repeated));
        let mut other = begun(2);
        other.salt = SketchKey::new("another").fingerprint();
        assert_eq!(sum.add(&other), Err(Mismatch::Salt));
        let other = Sketch::begin(Scale::new(2.0).unwrap(), &key(), day(), &mut Seeded(3)).unwrap();
        assert_eq!(sum.add(&other), Err(Mismatch::Epsilon));
        let mut large = begun(4);
        large.rows[0].function = one.rows[0].function;
        large.rows[0].counters = vec![i32::MIN; COUNTERS];
        assert_eq!(sum.add(&large), Err(Mismatch::Overflow));
    }
}
