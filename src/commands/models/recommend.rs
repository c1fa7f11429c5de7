//! `mynah models recommend`: a set of models for this machine, and the command that fetches them.
//!
//! Owns the choice, by processors, memory, its measured speed, and the language of the conversation. Tries no model: how good or
//! how fast one is here is not known, only what cannot work.

use crate::models::catalogue::{self, Entry, Task};
use crate::models::megabytes;

use super::super::{Global, Outcome, OutputError, answer};
use super::folder;
use super::machine::Machine;

/// The part of the memory that one model may take: the other one, the program and its documents need some, too.
const SHARE: u64 = 2;
/// Tokens in a second below which a voice would wait for the words: speech has about four, and no decoder reaches the bound.
const MIN_TOKENS: f64 = 8.0;
/// The language setting with which the language of every utterance is detected.
const DETECTED: &str = "auto";
/// The voice's language where none is set.
const FALLBACK: &str = "en";

/// Measures, chooses, prints.
pub(super) fn run(global: &Global) -> Outcome {
    let settings = global.settings()?;
    let language = settings.hearing.language.as_str();
    let machine = Machine::measure();
    let speed = machine.bandwidth.map_or_else(String::new, |speed| {
        format!(", which it reads at {:.1} GB/s (measured)", speed / 1e9)
    });
    answer(&format!(
        "This machine: {} {}, {:.1} GB of memory{speed}.",
        machine.cores,
        if machine.cores == 1 {
            "processor"
        } else {
            "processors"
        },
        machine.memory as f64 / 1e9
    ))?;
    let chosen = set(catalogue::entries(), &machine, language);
    for (what, entry) in &chosen {
        match entry {
            Some(entry) => tell(what, entry, &machine)?,
            None => answer(&format!(
                "  {what:15} none of the catalogue fits this machine and '{language}'"
            ))?,
        }
    }
    let entries: Vec<&Entry> = chosen.iter().filter_map(|(_, entry)| *entry).collect();
    if entries.is_empty() {
        return Ok(());
    }
    let bytes = entries
        .iter()
        .fold(0_u64, |sum, entry| sum.saturating_add(entry.size()));
    let ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    answer(&format!(
        "\nThis fetches them ({}) into {}:\n  mynah-pull {}",
        megabytes(bytes),
        folder(),
        ids.join(" ")
    ))?;
    answer(
        "\nThey were chosen by size and language and were not tried here; 'mynah bench' measures a language model that is there.",
    )?;
    Ok(())
}

fn tell(what: &str, entry: &Entry, machine: &Machine) -> Result<(), OutputError> {
    answer(&format!(
        "  {what:15} {:28} {:>10}  {}  ({})",
        entry.id,
        megabytes(entry.size()),
        entry.name,
        entry.licence
    ))?;
    if let (Task::Language, Some(most)) = (entry.task, most_tokens(entry, machine)) {
        answer(&format!(
            "  {:15} at most {most:.0} tokens/s, because every token reads the whole model from memory",
            ""
        ))?;
    }
    Ok(())
}

/// Tokens in a second that a language model cannot exceed here.
fn most_tokens(entry: &Entry, machine: &Machine) -> Option<f64> {
    let speed = machine.bandwidth?;
    (entry.size() > 0).then(|| speed / entry.size() as f64)
}

/// For hearing, for answers and for speaking: the model that this machine can run, or none.
fn set<'a>(
    entries: &'a [Entry],
    machine: &Machine,
    language: &str,
) -> [(&'static str, Option<&'a Entry>); 3] {
    [
        ("hearing", Task::Speech),
        ("language model", Task::Language),
        ("voice", Task::Voice),
    ]
    .map(|(what, task)| (what, choose(entries, task, machine, language)))
}

/// The largest suggested model that fits; of equally large ones the one that knows this language only, then the smaller file.
fn choose<'a>(entries: &'a [Entry], task: Task, machine: &Machine, language: &str) -> Option<&'a Entry> {
    let spoken = |entry: &Entry| match (task, language) {
        (Task::Voice, DETECTED) => entry.knows(FALLBACK),
        (_, DETECTED) => entry.codes.is_empty(),
        _ => entry.knows(language),
    };
    let is_quick_enough = |entry: &Entry| {
        task != Task::Language || most_tokens(entry, machine).is_none_or(|most| most >= MIN_TOKENS)
    };
    entries
        .iter()
        .filter(|entry| entry.task == task && entry.suggested && !entry.gated)
        .filter(|entry| entry.cores <= machine.cores && entry.memory <= machine.memory / SHARE)
        .filter(|entry| spoken(entry) && is_quick_enough(entry))
        .max_by_key(|entry| {
            (
                entry.parameters,
                !entry.codes.is_empty(),
                std::cmp::Reverse(entry.size()),
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(cores: u32, gigabytes: u64, bandwidth: f64, language: &str) -> [Option<&'static str>; 3] {
        let machine = Machine {
            cores,
            memory: gigabytes << 30,
            bandwidth: Some(bandwidth),
        };
        set(catalogue::entries(), &machine, language).map(|(_, entry)| entry.map(|entry| entry.id.as_str()))
    }

    #[test]
    fn a_small_machine_gets_small_models_and_a_large_one_large_ones() {
        assert_eq!(
            ids(2, 4, 8e9, "en"),
            [
                Some("whisper-base.en-q5_1"),
                Some("qwen3-0.6b"),
                Some("piper-en_US-ljspeech-medium")
            ]
        );
        assert_eq!(
            ids(16, 64, 80e9, "de"),
            [
                Some("whisper-large-v3-turbo-q5_0"),
                Some("qwen3-4b"),
                Some("piper-de_DE-thorsten-medium")
            ]
        );
        assert_eq!(ids(1, 4, 8e9, "en")[0], Some("whisper-tiny.en-q5_1"));
    }

    #[test]
    fn slow_memory_leaves_only_language_models_that_it_can_read_often_enough() {
        assert_eq!(ids(16, 64, 80e9, "en")[1], Some("qwen3-4b"));
        assert_eq!(ids(16, 64, 10e9, "en")[1], Some("smollm2-1.7b"));
        assert_eq!(ids(16, 64, 1e9, "en")[1], None);
    }

    #[test]
    fn a_detected_language_needs_models_that_know_many() {
        let [speech, language, voice] = ids(4, 8, 20e9, "auto");
        assert_eq!(speech, Some("whisper-small-q5_1"));
        assert_eq!(language, Some("qwen3-1.7b"));
        assert_eq!(voice, Some("piper-en_US-ljspeech-medium"));
    }

    #[test]
    fn nothing_is_suggested_that_needs_a_token_or_does_not_know_the_language() {
        for entry in catalogue::entries().iter().filter(|entry| entry.suggested) {
            assert!(!entry.gated, "{}", entry.id);
        }
        assert_eq!(ids(16, 64, 80e9, "ga")[2], None);
    }
}
