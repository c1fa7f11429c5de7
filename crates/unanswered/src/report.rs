//! Which words are frequent: estimates for candidates, and the threshold below which an estimate says nothing.
//!
//! Owns the statistics. The threshold comes from a Chernoff bound of the noise that is in the sum, so it holds for one machine as for a
//! thousand: for all candidates together less than 0.05 are expected to pass it by noise alone. That other n-grams share a counter is
//! taken for normally distributed, with the variance that the counters have beyond their noise.

use std::collections::BTreeSet;

use super::places::{COUNTERS, SketchKey};
use super::sketch::Sketch;
use super::words::grams;

/// How many candidates may pass by noise alone, on average.
const FALSE_FINDS: f64 = 0.05;
/// Places of the bound that are tried.
const STEPS: u32 = 400;
/// Candidates that are looked at.
const MAX_CANDIDATES: usize = 1_000_000;

/// What was found often.
#[derive(Debug, Clone, PartialEq)]
pub struct Frequent {
    /// A word, or two that follow each other.
    pub words: String,
    /// In how many conversations it was counted.
    pub estimate: f64,
}

/// The counter of an n-gram in each row, and its sign.
type GramPlaces = Vec<(usize, f64)>;

/// One row of counters, without what was found already.
struct Residual {
    function: usize,
    parts: f64,
    counters: Vec<f64>,
}

/// Estimates from a sketch.
pub struct Estimates<'a> {
    key: &'a SketchKey,
    rows: Vec<Residual>,
    parts: f64,
    noise: super::noise::Scale,
    /// The variance of what shares a counter.
    shared: f64,
}

impl<'a> Estimates<'a> {
    /// Of this sketch, whose salt the key was made of.
    pub fn new(sketch: &Sketch, key: &'a SketchKey) -> Self {
        let rows: Vec<Residual> = sketch
            .rows
            .iter()
            .map(|row| Residual {
                function: row.function,
                parts: row.parts.len() as f64,
                counters: row.counters.iter().map(|counter| f64::from(*counter)).collect(),
            })
            .collect();
        let beyond = |row: &Residual| {
            let squares: f64 = row.counters.iter().map(|counter| counter * counter).sum();
            (squares / COUNTERS as f64 - row.parts * sketch.scale.variance()).max(0.0)
        };
        Self {
            key,
            parts: rows.iter().map(|row| row.parts).sum(),
            shared: rows.iter().map(beyond).sum(),
            rows,
            noise: sketch.scale,
        }
    }

    /// The standard error of every estimate.
    pub fn standard_error(&self) -> f64 {
        (self.parts * self.noise.variance() + self.shared).sqrt()
    }

    /// What an estimate must reach among so many candidates.
    pub fn threshold(&self, candidates: usize) -> f64 {
        let odds = (candidates.max(1) as f64 / FALSE_FINDS).ln();
        // The moment generating function of the noise ends at this place.
        let end = self.noise.epsilon() / f64::from(super::noise::PER_CONVERSATION);
        (1..STEPS)
            .map(|step| end * f64::from(step) / f64::from(STEPS))
            .map(|at| {
                let noise = self.parts * self.noise.log_moment(at);
                (odds + noise + at * at * self.shared / 2.0) / at
            })
            .fold(f64::INFINITY, f64::min)
    }

    /// The candidates whose estimates reach the threshold, at most `most`, and pairs of those that are words; the most frequent first,
    /// with the threshold. What was found is subtracted before the next is looked for, so that what shares its counters is not found too.
    pub fn frequent(&mut self, candidates: &BTreeSet<String>, most: usize) -> (Vec<Frequent>, f64) {
        let threshold = self.threshold(candidates.len() + most.saturating_mul(most));
        let with_places = |words: &String| (words.clone(), self.places(words));
        let mut left: Vec<(String, GramPlaces)> = candidates.iter().map(with_places).collect();
        let mut found: Vec<Frequent> = Vec::new();
        while found.len() < most {
            let estimates = left.iter().map(|(_, places)| self.estimate(places)).enumerate();
            let best = estimates.max_by(|one, other| one.1.total_cmp(&other.1));
            let Some((at, estimate)) = best.filter(|(_, estimate)| *estimate >= threshold) else {
                break;
            };
            let (words, places) = left.swap_remove(at);
            if !self.is_spread(&places, estimate) {
                continue;
            }
            self.subtract(&places, estimate);
            found.push(Frequent { words, estimate });
            let pairs = new_pairs(&found).filter(|pair| !candidates.contains(pair));
            left.extend(pairs.map(|pair| (pair.clone(), self.places(&pair))));
        }
        found.sort_by(|one, other| other.estimate.total_cmp(&one.estimate));
        (found, threshold)
    }

    /// Whether machines with different hash functions agree: without the row that tells most, at least half of what is then to be
    /// expected is left. What only shares a counter with something frequent is in one row. With one row nothing can be compared.
    fn is_spread(&self, places: &GramPlaces, estimate: f64) -> bool {
        let told = self.rows.iter().zip(places).filter_map(|(row, (counter, sign))| {
            let told = sign * row.counters.get(*counter)?;
            Some((told, row.parts))
        });
        let Some((most, parts)) = told.max_by(|one, other| one.0.total_cmp(&other.0)) else {
            return false;
        };
        let others = (self.parts - parts) / self.parts;
        self.rows.len() == 1 || estimate - most >= 0.5 * estimate * others
    }

    fn subtract(&mut self, places: &GramPlaces, estimate: f64) {
        for (row, (counter, sign)) in self.rows.iter_mut().zip(places) {
            if let Some(counter) = row.counters.get_mut(*counter) {
                *counter -= sign * estimate * row.parts / self.parts;
            }
        }
    }

    /// The counters of an n-gram, in the order of the rows.
    fn places(&self, words: &str) -> GramPlaces {
        let all = self.key.places(words);
        let of = |row: &Residual| {
            all.get(row.function)
                .map(|place| (place.counter, f64::from(place.sign)))
        };
        self.rows.iter().filter_map(of).collect()
    }

    fn estimate(&self, places: &GramPlaces) -> f64 {
        let rows = self.rows.iter().zip(places);
        rows.filter_map(|(row, (counter, sign))| Some(sign * row.counters.get(*counter)?))
            .sum()
    }
}

/// The last word that was found with the others, in both orders.
fn new_pairs(found: &[Frequent]) -> impl Iterator<Item = String> {
    let is_word = |found: &&Frequent| !found.words.contains(' ');
    let words = found.iter().filter(is_word);
    let last = found.last().filter(is_word);
    last.into_iter().flat_map(move |last| {
        words.clone().flat_map(move |other| {
            [(last, other), (other, last)].map(|(one, two)| format!("{} {}", one.words, two.words))
        })
    })
}

/// The n-grams of a list of words, one or two a line; `None` if there are too many.
pub(crate) fn candidates(list: &str) -> Option<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for line in list.lines() {
        found.extend(grams(line));
        if found.len() > MAX_CANDIDATES {
            return None;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::super::noise::tests::Seeded;
    use super::super::noise::{PER_CONVERSATION, Scale};
    use super::super::sketch::tests::{day, key};
    use super::*;

    fn machines(number: u64, questions: &[(&str, usize)]) -> Sketch {
        let scale = Scale::new(4.0).unwrap();
        let mut sum: Option<Sketch> = None;
        for machine in 0..number {
            let mut random = Seeded(machine);
            let mut sketch = Sketch::begin(scale, &key(), day(), &mut random).unwrap();
            for (question, times) in questions {
                for _ in 0..*times {
                    let places = grams(question).iter().map(|gram| key().places(gram)).collect();
                    let most = PER_CONVERSATION as usize;
                    sketch
                        .contribute(places, &mut Vec::new(), most, &mut random)
                        .unwrap();
                }
            }
            sum = Some(match sum {
                None => sketch,
                Some(mut sum) => {
                    sum.add(&sketch).unwrap();
                    sum
                }
            });
        }
        sum.unwrap()
    }

    fn list(others: usize) -> BTreeSet<String> {
        let others: Vec<String> = (0..others).map(|number| format!("other{number}")).collect();
        candidates(&format!("swimming\npool\nasbestos\n{}", others.join("\n"))).unwrap()
    }

    #[test]
    fn frequent_words_and_their_pair_are_found_and_no_others() {
        let sketch = machines(10, &[("Where is the swimming pool?", 40), ("asbestos", 1)]);
        let key = key();
        let mut estimates = Estimates::new(&sketch, &key);
        let error = estimates.standard_error();
        let (found, threshold) = estimates.frequent(&list(50_000), 50);
        let words: BTreeSet<&str> = found.iter().map(|found| found.words.as_str()).collect();
        assert_eq!(
            words,
            BTreeSet::from(["swimming", "pool", "swimming pool"]),
            "{found:?}"
        );
        assert!(
            found
                .iter()
                .all(|found| (found.estimate - 400.0).abs() < 5.0 * error),
            "{found:?}"
        );
        assert!(
            threshold > 3.0 * error && threshold < 12.0 * error,
            "{threshold} {error}"
        );
    }

    #[test]
    fn noise_alone_is_not_taken_for_words_on_one_machine_or_many() {
        let key = key();
        for number in [1, 30] {
            let sketch = machines(number, &[]);
            let mut estimates = Estimates::new(&sketch, &key);
            assert!(estimates.frequent(&list(30_000), 50).0.is_empty(), "{number}");
        }
    }

    #[test]
    fn the_threshold_grows_with_the_candidates_and_is_stricter_for_the_noise_of_one_machine() {
        let key = key();
        let [one, many] = [1, 30].map(|number| machines(number, &[]));
        let errors = |sketch: &Sketch, candidates| {
            let estimates = Estimates::new(sketch, &key);
            estimates.threshold(candidates) / estimates.standard_error()
        };
        assert!(errors(&one, 1_000) < errors(&one, 100_000));
        // Of a normal distribution it would be about 4.9.
        assert!(errors(&one, 100_000) > 9.8, "{}", errors(&one, 100_000));
        assert!(
            (4.9..6.5).contains(&errors(&many, 100_000)),
            "{}",
            errors(&many, 100_000)
        );
    }
}
