//! The tables of `BENCHMARKS.md`.
//!
//! Owns what stands between the two marks; the text around them is written by people.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

const BEGIN: &str = "<!-- written by make bench-turn -->\n";
const END: &str = "<!-- end -->\n";

/// Replaces the tables in the file.
pub fn write(path: &Path, result: &Value) {
    let text = std::fs::read_to_string(path).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the first mark is there");
    let (_, after) = rest.split_once(END).expect("the second mark is there");
    std::fs::write(path, format!("{before}{BEGIN}\n{}\n{END}{after}", tables(result))).unwrap();
}

fn tables(result: &Value) -> String {
    let machine = &result["machine"];
    let mut text = format!(
        "{}, {} processors; load average before: {}.\n\n",
        shown(&machine["processor"]),
        shown(&machine["threads"]),
        shown(&machine["load average before"]),
    );
    text.push_str(
        "| models | assistant | turns | median, ms | 95th, ms | ratio of medians | of 95ths | processor time, ms | memory, MB | energy, J |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for (set, measured) in result["sets"].as_object().into_iter().flatten() {
        for assistant in ["mynah", "sequential"] {
            let own = &measured[assistant];
            let latency = &own["last sound to first sound, ms"];
            let ratio = |key: &str| match assistant {
                "mynah" => shown(&measured[key]),
                _ => String::new(),
            };
            let energy = &own["energy of a turn, J"]["median"];
            let energy = if energy.is_null() {
                "not told".to_owned()
            } else {
                shown(energy)
            };
            writeln!(
                text,
                "| {set} | {assistant} | {} | {} | {} | {} | {} | {} | {} | {energy} |",
                shown(&latency["count"]),
                shown(&latency["median"]),
                shown(&latency["p95"]),
                ratio("ratio of medians"),
                ratio("ratio of 95th percentiles"),
                shown(&own["processor time of a turn, ms"]["median"]),
                shown(&own["largest resident memory, MB"]),
            )
            .unwrap();
        }
    }
    text.push_str("\nWhen each stage was done, in milliseconds after the last sound of the question (medians, as the assistants tell):\n\n");
    stages(&mut text, result);
    text
}

/// A row for each assistant with the medians of its stages.
fn stages(text: &mut String, result: &Value) {
    text.push_str("| models | assistant | stages |\n| --- | --- | --- |\n");
    for (set, measured) in result["sets"].as_object().into_iter().flatten() {
        for assistant in ["mynah", "sequential"] {
            let stages = &measured[assistant]["stages, ms after the last sound, as told"];
            let mut all: Vec<(f64, &String)> = stages
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(|(stage, values)| Some((values["median"].as_f64()?, stage)))
                .collect();
            all.sort_by(|one, other| one.0.total_cmp(&other.0));
            let row: Vec<String> = all
                .iter()
                .map(|(at, stage)| format!("{} {at:.0}", stage.replace('_', " ")))
                .collect();
            writeln!(text, "| {set} | {assistant} | {} |", row.join(", ")).unwrap();
        }
    }
}

/// A value without quotation marks; whole numbers without a fraction.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
        }
        Value::Null => "none".to_owned(),
        other => other.to_string(),
    }
}
