//! How well frequent words are found: 20 simulated kiosks with 200 conversations each that ended without an answer, at several ε.
//! `cargo run -p mynah-unanswered --example simulation`
//!
//! A part of the conversations asks in vain for one of seven subjects, the others for one of 2000 rare words each. Candidates are those
//! and 50,000 words that nobody said. Noise is drawn from the kernel, so each run prints other numbers.

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write;

use jiff::civil::Date;
use mynah_unanswered::{Draw, Estimates, KernelDraw, Scale, Sketch, SketchKey, UnansweredCounter};

const KIOSKS: usize = 20;
const QUESTIONS: u64 = 200;
const SALT: &str = "the salt of this simulation";
/// What is asked, and in how many of 1000 conversations.
const SUBJECTS: [(&str, u64); 7] = [
    ("Where can I charge my wheelchair?", 150),
    ("Is there a swimming pool?", 100),
    ("Do you sell stamps?", 75),
    ("Where is the lost property office?", 50),
    ("May I bring my dog?", 30),
    ("Is the restaurant vegan?", 20),
    ("Who painted the ceiling?", 10),
];
/// The word of each subject that is looked for.
const WORDS: [&str; 7] = [
    "wheelchair",
    "pool",
    "stamps",
    "property",
    "dog",
    "vegan",
    "ceiling",
];

fn main() -> Result<(), Box<dyn Error>> {
    let candidates: BTreeSet<String> = (0..2_000)
        .map(|number| format!("rare{number}"))
        .chain((0..50_000).map(|number| format!("unsaid{number}")))
        .chain(WORDS.map(str::to_owned))
        .collect();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "| ε | word | asked | estimate | found |\n| --- | --- | --- | --- | --- |"
    )?;
    for epsilon in [1.0, 4.0] {
        let (sum, asked) = simulated(epsilon)?;
        let key = SketchKey::new(SALT);
        let (found, threshold) = Estimates::new(&sum, &key).frequent(&candidates, 50);
        let error = Estimates::new(&sum, &key).standard_error();
        for (word, times) in WORDS.into_iter().zip(asked) {
            let estimate = found
                .iter()
                .find(|found| found.words == word)
                .map(|found| found.estimate);
            let (told, mark) = match estimate {
                Some(estimate) => (format!("{estimate:.0} ± {error:.0}"), "yes"),
                None => (format!("below {threshold:.0}"), "no"),
            };
            writeln!(out, "| {epsilon} | {word} | {times} | {told} | {mark} |")?;
        }
        let wrong = found
            .iter()
            .filter(|found| !WORDS.contains(&found.words.as_str()))
            .count();
        writeln!(out, "| {epsilon} | words that are not frequent | | | {wrong} |")?;
    }
    Ok(())
}

/// The sum of all kiosks, and how often each subject was asked for.
fn simulated(epsilon: f64) -> Result<(Sketch, [u64; 7]), Box<dyn Error>> {
    let scale = Scale::new(epsilon).ok_or("this epsilon is not possible")?;
    let today = Date::constant(2026, 11, 1);
    let folder = tempfile::tempdir()?;
    let mut draw = KernelDraw::default();
    let mut asked = [0; 7];
    let mut sum: Option<Sketch> = None;
    for kiosk in 0..KIOSKS {
        let path = folder.path().join(format!("{kiosk}/unanswered.json"));
        for _ in 0..QUESTIONS {
            let (question, subject) = question(&mut draw)?;
            if let Some(times) = subject.and_then(|subject| asked.get_mut(subject)) {
                *times += 1;
            }
            // Each is a conversation of its own.
            let mut counter = UnansweredCounter::new(path.clone(), scale, SALT, 30);
            counter.note(&question);
            counter.keep(today);
        }
        let sketch = Sketch::read(&path)?;
        match &mut sum {
            None => sum = Some(sketch),
            Some(sum) => sum.merge(&sketch, &path)?,
        }
    }
    Ok((sum.ok_or("there are no kiosks")?, asked))
}

fn question(draw: &mut dyn Draw) -> std::io::Result<(String, Option<usize>)> {
    let mut left = draw.draw()? % 1_000;
    for (subject, (question, share)) in SUBJECTS.into_iter().enumerate() {
        match left.checked_sub(share) {
            None => return Ok((question.to_owned(), Some(subject))),
            Some(rest) => left = rest,
        }
    }
    let [one, two] = [draw.draw()? % 2_000, draw.draw()? % 2_000];
    Ok((format!("What about rare{one} with rare{two}?"), None))
}
