//! A report as a table for a terminal, and as a Markdown page with pictures.
//!
//! Owns the words of both.

use std::fmt::Write as _;

use super::plot::{self, Bar};
use super::{Benchmark, Change, Figure, Report, Unit};

/// Columns of a figure's name in a terminal.
const NAME: usize = 44;

/// The figures for a terminal, with how they compare with an earlier report.
pub(crate) fn table(report: &Report, changes: Option<&[Change]>) -> String {
    let mut text = format!(
        "mynah {} on {}, {}; load average: {}\n",
        report.version,
        report.machine.processor,
        processors(report),
        report.machine.load_average
    );
    for (what, name) in &report.models {
        let _ = writeln!(text, "{what}: {name}");
    }
    let mut before = None;
    for (number, figure) in report.figures.iter().enumerate() {
        if before != Some(figure.benchmark) {
            let _ = write!(text, "\n{}\n", figure.benchmark.title());
            before = Some(figure.benchmark);
        }
        let change = changes.and_then(|changes| changes.get(number));
        let _ = writeln!(
            text,
            "  {:NAME$} {:>8} {}{}",
            figure.name,
            figure.unit.shown(figure.value),
            figure.unit.name(),
            change.map(told).unwrap_or_default()
        );
    }
    if !report.left_out.is_empty() {
        text.push_str("\nNot measured\n");
        for sentence in &report.left_out {
            let _ = writeln!(text, "  {sentence}");
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn processors(report: &Report) -> String {
    match report.machine.processors {
        1 => "1 processor".to_owned(),
        several => format!("{several} processors"),
    }
}

/// How a figure compares with the one before.
fn told(change: &Change) -> String {
    match change {
        Change::New => "  (new)".to_owned(),
        Change::Held(ratio) => format!("  ({ratio:.2} times)"),
        Change::Worse(ratio) => format!("  ({ratio:.2} times: worse)"),
    }
}

/// A page, and the pictures beside it: their file names and what is in them.
pub(crate) fn markdown(report: &Report, changes: Option<&[Change]>) -> (String, Vec<(String, String)>) {
    let mut page = format!(
        "# mynah {} on {}\n\n{}; load average: {}.\n\n",
        report.version,
        report.machine.processor,
        processors(report),
        report.machine.load_average
    );
    for (what, name) in &report.models {
        let _ = writeln!(page, "- {what}: `{name}`");
    }
    let mut pictures = Vec::new();
    for benchmark in Benchmark::ALL {
        let figures: Vec<(usize, &Figure)> = report
            .figures
            .iter()
            .enumerate()
            .filter(|(_, figure)| figure.benchmark == benchmark)
            .collect();
        if figures.is_empty() {
            continue;
        }
        let _ = write!(page, "\n## {}\n\n", benchmark.title());
        for unit in units(&figures) {
            let picture = picture(benchmark, unit, &figures);
            let _ = writeln!(page, "![{}, {}]({})", benchmark.title(), unit.name(), picture.0);
            pictures.push(picture);
        }
        page.push_str("\n| what | value | unit | change |\n| --- | --- | --- | --- |\n");
        for (number, figure) in figures {
            let change = changes.and_then(|changes| changes.get(number)).map(told);
            let _ = writeln!(
                page,
                "| {} | {} | {} | {} |",
                figure.name.replace('|', "\\|"),
                figure.unit.shown(figure.value),
                figure.unit.name(),
                change.unwrap_or_default().trim()
            );
        }
    }
    if !report.left_out.is_empty() {
        page.push_str("\n## Not measured\n\n");
        for sentence in &report.left_out {
            let _ = writeln!(page, "- {sentence}");
        }
    }
    (page, pictures)
}

/// The units of these figures, in their order.
fn units(figures: &[(usize, &Figure)]) -> Vec<Unit> {
    let mut units = Vec::new();
    for (_, figure) in figures {
        if !units.contains(&figure.unit) {
            units.push(figure.unit);
        }
    }
    units
}

/// The file name and the picture of the figures with this unit.
fn picture(benchmark: Benchmark, unit: Unit, figures: &[(usize, &Figure)]) -> (String, String) {
    let bars: Vec<Bar> = figures
        .iter()
        .filter(|(_, figure)| figure.unit == unit)
        .map(|(_, figure)| Bar {
            label: figure.name.clone(),
            value: figure.value,
            shown: format!("{} {}", unit.shown(figure.value), unit.name()),
        })
        .collect();
    let name = format!("{} {}", benchmark.title(), unit.name()).to_lowercase();
    let file = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-") + ".svg";
    let title = format!("{}, {}", benchmark.title(), unit.name());
    (file, plot::bars(&title, &bars))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benchmark::machine::MachineDescription;

    fn report() -> Report {
        let figure = |name: &str, unit, value| Figure {
            benchmark: Benchmark::LanguageModel,
            name: name.to_owned(),
            unit,
            value,
        };
        Report {
            version: "1".to_owned(),
            machine: MachineDescription {
                processor: "A processor".to_owned(),
                processors: 1,
                load_average: "0.10".to_owned(),
            },
            models: [("language".to_owned(), "a.gguf".to_owned())].into(),
            figures: vec![
                figure("loading", Unit::Milliseconds, 120.0),
                figure("prefill, 64 tokens", Unit::TokensPerSecond, 900.0),
            ],
            left_out: vec!["Voices: none.".to_owned()],
        }
    }

    #[test]
    fn the_table_names_machine_models_figures_and_what_is_missing() {
        let told = table(&report(), Some(&[Change::Worse(1.5), Change::New]));
        assert!(told.starts_with("mynah 1 on A processor, 1 processor;"), "{told}");
        for expected in [
            "language: a.gguf",
            "120 ms  (1.50 times: worse)",
            "900 tokens/s  (new)",
            "Voices: none.",
        ] {
            assert!(told.contains(expected), "{expected} in {told}");
        }
    }

    #[test]
    fn the_page_shows_a_picture_of_each_unit() {
        let (page, pictures) = markdown(&report(), None);
        let files: Vec<&str> = pictures.iter().map(|(file, _)| file.as_str()).collect();
        assert_eq!(files, ["language-model-ms.svg", "language-model-tokens-s.svg"]);
        assert!(
            files.iter().all(|file| page.contains(&format!("({file})"))),
            "{page}"
        );
    }
}
