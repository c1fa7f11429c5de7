//! Fits the weights: first the table of words, then the network on recordings, whose words the table has not seen.
//!
//! `cargo run --release -p mynah-turn-end --example fit -- table.tsv evidence.tsv crates/turn-end/weights.bin`
//! prints how well the ends and the pauses of held-out voices are told apart.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its purpose")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::expect_used,
    reason = "a program for the one who fits the weights"
)]

use std::error::Error;
use std::fs;

use mynah_turn_end::{HIDDEN, INPUTS, MELODY_FEATURES, Network, TurnEnd, WORD_TABLE, logistic, word_places};

const TABLE_ROUNDS: usize = 12;
const NETWORK_ROUNDS: usize = 60;
/// What is added to an input while training, from minus to plus this many standard deviations.
const NOISE: f32 = 0.3;

/// A recording.
struct Row {
    is_end: bool,
    is_held_out: bool,
    kind: String,
    words: String,
    certainty: f32,
    melody: [f32; MELODY_FEATURES],
}

/// Numbers that are random enough for an order, the same in every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for place in (1..items.len()).rev() {
            items.swap(place, (self.next() % (place as u64 + 1)) as usize);
        }
    }

    /// From -1 to 1.
    fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    }
}

/// The table: a logistic model with `AdaGrad`.
fn table(text: &str) -> (Vec<i8>, f32) {
    let mut rows: Vec<(f32, Vec<usize>)> = text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(whole, words)| (if whole == "1" { 1.0 } else { 0.0 }, word_places(words)))
        .collect();
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut weights, mut squares) = (vec![0.0_f32; WORD_TABLE], vec![1e-3_f32; WORD_TABLE]);
    for round in 0..TABLE_ROUNDS {
        chance.shuffle(&mut rows);
        let mut loss = 0.0;
        for (whole, places) in &rows {
            let guess = logistic(places.iter().map(|place| weights[*place]).sum());
            loss -= if *whole > 0.5 { guess } else { 1.0 - guess }.max(1e-6).ln();
            let error = guess - whole;
            for place in places {
                let gradient = error + 2e-5 * weights[*place];
                squares[*place] += gradient * gradient;
                weights[*place] -= 0.15 * gradient / squares[*place].sqrt();
            }
        }
        eprintln!("table, round {round}: {:.4}", loss / rows.len() as f32);
    }
    let most = weights
        .iter()
        .fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let unit = most / 127.0;
    (
        weights
            .iter()
            .map(|weight| (weight / unit).round() as i8)
            .collect(),
        unit,
    )
}

fn rows(text: &str) -> Result<Vec<Row>, Box<dyn Error>> {
    text.lines()
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [end, set, kind, _voice, _told, words, certainty, melody] = columns[..] else {
                return Err(format!("A row has {} columns, not 8.", columns.len()).into());
            };
            let numbers = melody
                .split(' ')
                .map(str::parse)
                .collect::<Result<Vec<f32>, _>>()?;
            Ok(Row {
                is_end: end == "1",
                is_held_out: set == "held out",
                kind: kind.to_owned(),
                words: words.to_owned(),
                certainty: certainty.parse()?,
                melody: numbers.try_into().map_err(|_| "the melody has another length")?,
            })
        })
        .collect()
}

/// What each input is scaled with.
fn scaling(inputs: &[[f32; INPUTS]]) -> [(f32, f32); INPUTS] {
    let count = inputs.len() as f32;
    std::array::from_fn(|place| {
        let mean = inputs.iter().map(|row| row[place]).sum::<f32>() / count;
        let square = inputs.iter().map(|row| (row[place] - mean).powi(2)).sum::<f32>() / count;
        (mean, 1.0 / square.sqrt().max(1e-3))
    })
}

/// The gradient step of Adam for all numbers of a network but its scaling.
struct Adam {
    first: Vec<f32>,
    second: Vec<f32>,
    steps: i32,
}

impl Adam {
    fn step(&mut self, numbers: &mut [f32], gradient: &[f32], rate: f32) {
        self.steps += 1;
        let [one, two] = [1.0 - 0.9_f32.powi(self.steps), 1.0 - 0.999_f32.powi(self.steps)];
        for place in 2 * INPUTS..numbers.len() {
            let slope = gradient[place] + 1e-4 * numbers[place];
            self.first[place] = 0.9 * self.first[place] + 0.1 * slope;
            self.second[place] = 0.999 * self.second[place] + 0.001 * slope * slope;
            numbers[place] -= rate * self.first[place] / one / ((self.second[place] / two).sqrt() + 1e-8);
        }
    }
}

/// Adds the gradient of one row, in the order of the network's numbers.
fn add_gradient(network: &Network<INPUTS>, scaled: &[f32; INPUTS], is_end: f32, gradient: &mut [f32]) {
    let activations = network.activations(scaled);
    let error = logistic(network.logit(&activations)) - is_end;
    let (hidden, biases) = (2 * INPUTS, 2 * INPUTS + HIDDEN * INPUTS);
    for neuron in 0..HIDDEN {
        let inner = error * network.output[neuron] * (1.0 - activations[neuron].powi(2));
        for (input, value) in scaled.iter().enumerate() {
            gradient[hidden + neuron * INPUTS + input] += inner * value;
        }
        gradient[biases + neuron] += inner;
        gradient[biases + HIDDEN + neuron] += error * activations[neuron];
    }
    gradient[biases + 2 * HIDDEN] += error;
}

fn network(inputs: &[[f32; INPUTS]], ends: &[f32]) -> Network<INPUTS> {
    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    let mut numbers: Vec<f32> = scaling(inputs)
        .iter()
        .flat_map(|(mean, scale)| [*mean, *scale])
        .collect();
    let spread = (1.0 / INPUTS as f32).sqrt();
    numbers.extend((numbers.len()..Network::<INPUTS>::LENGTH).map(|_| chance.unit() * spread));
    let build = |numbers: &[f32]| Network::from_numbers(numbers).expect("the length is right");
    let mut adam = Adam {
        first: vec![0.0; numbers.len()],
        second: vec![0.0; numbers.len()],
        steps: 0,
    };
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    for round in 0..NETWORK_ROUNDS {
        chance.shuffle(&mut order);
        let rate = 3e-3 * (1.0 - round as f32 / NETWORK_ROUNDS as f32);
        for batch in order.chunks(64) {
            let network: Network<INPUTS> = build(&numbers);
            let mut gradient = vec![0.0; numbers.len()];
            for row in batch {
                // What the recogniser or a room does to a feature is never the same twice.
                let mut scaled = network.scaled(&inputs[*row]);
                for input in &mut scaled {
                    *input += NOISE * chance.unit();
                }
                add_gradient(&network, &scaled, ends[*row], &mut gradient);
            }
            for slope in &mut gradient {
                *slope /= batch.len() as f32;
            }
            adam.step(&mut numbers, &gradient, rate);
        }
    }
    build(&numbers)
}

/// The share of each kind whose probability is at least each bound.
fn print_table(model: &TurnEnd, rows: &[&Row]) {
    const BOUNDS: [f32; 8] = [0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99];
    println!(
        "| kind | recordings | {} |",
        BOUNDS.map(|bound| format!("≥ {bound}")).join(" | ")
    );
    println!("| --- | --- |{}", " --- |".repeat(BOUNDS.len()));
    let mut kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let probabilities: Vec<f32> = rows
            .iter()
            .filter(|row| row.kind == kind)
            .map(|row| model.weigh(&row.words, row.certainty, &row.melody))
            .collect();
        let share = |bound: f32| {
            let above = probabilities
                .iter()
                .filter(|probability| **probability >= bound)
                .count();
            format!("{:.1}", 100.0 * above as f32 / probabilities.len() as f32)
        };
        println!(
            "| {kind} | {} | {} |",
            probabilities.len(),
            BOUNDS.map(share).join(" | ")
        );
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [texts, evidence, out] = &arguments[..] else {
        return Err("Name the table of texts, the evidence and the file to write.".into());
    };
    let (words, unit) = table(&fs::read_to_string(texts)?);
    let rows = rows(&fs::read_to_string(evidence)?)?;
    let blank =
        Network::from_numbers(&vec![0.0; Network::<INPUTS>::LENGTH]).ok_or("a network has no length")?;
    let table = TurnEnd::of(words.clone(), unit, blank);
    let train: Vec<&Row> = rows
        .iter()
        .filter(|row| !row.is_held_out && !row.words.is_empty())
        .collect();
    let inputs: Vec<[f32; INPUTS]> = train
        .iter()
        .map(|row| table.inputs(&row.words, row.certainty, &row.melody))
        .collect();
    let ends: Vec<f32> = train.iter().map(|row| f32::from(u8::from(row.is_end))).collect();
    let model = TurnEnd::of(words, unit, network(&inputs, &ends));
    fs::write(out, model.to_bytes())?;
    for (name, is_held_out) in [("Trained", false), ("Held out", true)] {
        println!("\n{name}:\n");
        let of_set: Vec<&Row> = rows.iter().filter(|row| row.is_held_out == is_held_out).collect();
        print_table(&model, &of_set);
    }
    Ok(())
}
