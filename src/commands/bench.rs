//! `mynah bench`: measures whole turns and each stage on this machine, or one language model.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::benchmark::{self, Benchmark, Change, Report};
use crate::grants::Named;
use crate::hearing::transcribe;
use crate::program::progress::ProgressLine;

use super::{Failure, Global, Outcome, remark};

/// A report is not larger.
const MAX_REPORT_BYTES: u64 = 1 << 20;
/// Letters of a fault in a report that are quoted.
const QUOTED: usize = 120;
/// The page of a report.
const PAGE: &str = "report.md";

#[derive(Debug, Args)]
pub(super) struct Bench {
    /// Measure this language model alone: prefill, then decode
    model: Option<PathBuf>,
    /// Run only this benchmark: turn, transcription, language-model, documents or voices; can be repeated
    #[arg(long, value_name = "BENCHMARK", value_parser = benchmark_named, conflicts_with = "model")]
    only: Vec<Benchmark>,
    /// Rounds of repeated measurements; their median is reported
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=100), conflicts_with = "model")]
    rounds: u16,
    /// Print one JSON object; without MODEL, --compare reads it
    #[arg(long)]
    json: bool,
    /// Write a Markdown page with pictures into this folder too
    #[arg(long, value_name = "DIR", conflicts_with = "model")]
    report: Option<PathBuf>,
    /// Compare with what --json printed earlier, and warn when something became slower
    #[arg(long, value_name = "FILE", conflicts_with = "model")]
    compare: Option<PathBuf>,
    /// Tokens of the prompt that MODEL reads
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u32).range(2..=4000), requires = "model")]
    prompt: u32,
    /// Tokens that MODEL generates
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=2000), requires = "model")]
    generate: u32,
}

/// The benchmark of this name.
fn benchmark_named(name: &str) -> Result<Benchmark, String> {
    let all = Benchmark::ALL.map(Benchmark::name);
    let found = Benchmark::ALL
        .into_iter()
        .find(|benchmark| benchmark.name() == name);
    found.ok_or_else(|| format!("use one of: {}", all.join(", ")))
}

impl Bench {
    /// What it reads and writes beside what every command does.
    pub(super) fn named(&self, named: Named) -> Named {
        named
            .inputs(self.compare.iter().cloned().collect())
            .folder(self.report.as_ref())
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        if let Some(path) = self.model.clone() {
            return self.language_model(&path, global);
        }
        let settings = global.settings()?;
        // Read before minutes of work, which a mistake in the path would waste.
        let earlier = self.compare.as_deref().map(earlier).transpose()?;
        transcribe::log_quietly();
        let wanted = if self.only.is_empty() {
            Benchmark::ALL.to_vec()
        } else {
            self.only.clone()
        };
        let mut line = ProgressLine::new(true);
        let report = benchmark::measure(
            &settings,
            &wanted,
            usize::from(self.rounds),
            &mut |done, of, what| {
                line.show_part(done, of, what);
            },
        );
        line.clear();
        let changes = earlier
            .as_ref()
            .map(|earlier| benchmark::compare(&report, earlier));
        if self.json {
            super::answer(&serde_json::to_string(&report)?)?;
        } else {
            super::answer(&benchmark::table(&report, changes.as_deref()))?;
        }
        if let Some(folder) = &self.report {
            write(folder, &report, changes.as_deref())?;
        }
        if let Some(earlier) = &earlier {
            for sentence in benchmark::differences(&report, earlier) {
                remark(&sentence);
            }
        }
        warn(&report, changes.as_deref().unwrap_or_default());
        if report.figures.is_empty() {
            return Err(Failure::Sentence(
                "Nothing could be measured: 'mynah doctor' tells what is missing.".to_owned(),
            ));
        }
        Ok(())
    }

    /// Measures a file that need not be in a models folder.
    fn language_model(self, path: &Path, global: &Global) -> Outcome {
        let settings = global.settings()?;
        let speed =
            benchmark::model_speed(path, &settings, self.prompt, self.generate).map_err(Failure::Sentence)?;
        if self.json {
            let report = serde_json::json!({
                "model": path.display().to_string(),
                "load_ms": speed.load_ms,
                "prefill_per_second": speed.prefill,
                "decode_per_second": speed.decode,
            });
            super::answer(&report.to_string())?;
        } else {
            super::answer(&format!("{}: {}", path.display(), speed.info))?;
            super::answer(&format!("  loaded in {:.2} s", speed.load_ms / 1000.0))?;
            super::answer(&format!(
                "  prefill {:7.1} tokens/s ({} tokens)",
                speed.prefill, self.prompt
            ))?;
            super::answer(&format!(
                "  decode  {:7.1} tokens/s ({} tokens)",
                speed.decode, self.generate
            ))?;
        }
        Ok(())
    }
}

/// Reads what `--json` printed.
fn earlier(path: &Path) -> Result<Report, Failure> {
    let text = mynah_files::read_text(path, MAX_REPORT_BYTES).map_err(|error| {
        Failure::Sentence(format!(
            "The report {} cannot be read ({error}): check the path given with --compare.",
            path.display()
        ))
    })?;
    serde_json::from_str(&text).map_err(|error| {
        Failure::Sentence(format!(
            "{} is not a report of 'mynah bench --json' ({}): name one with --compare.",
            path.display(),
            mynah_files::brief(&error.to_string(), QUOTED)
        ))
    })
}

/// Writes the page and its pictures.
fn write(folder: &Path, report: &Report, changes: Option<&[Change]>) -> Outcome {
    let told = |path: &Path, error: &dyn std::error::Error| {
        Failure::Sentence(format!(
            "The report cannot be written to {} ({error}): choose another folder with --report.",
            path.display()
        ))
    };
    std::fs::create_dir_all(folder).map_err(|error| told(folder, &error))?;
    let (page, pictures) = benchmark::markdown(report, changes);
    for (name, content) in pictures.iter().chain([&(PAGE.to_owned(), page)]) {
        let path = folder.join(name);
        mynah_files::save(&path, content.as_bytes()).map_err(|error| told(&path, &error))?;
    }
    remark(&format!("The report is in {}.", folder.join(PAGE).display()));
    Ok(())
}

/// Tells what became slower.
fn warn(report: &Report, changes: &[Change]) {
    for (figure, change) in report.figures.iter().zip(changes) {
        if let Change::Worse(ratio) = change {
            remark(&format!(
                "{}, {}: {ratio:.2} times the earlier value. Measure again while nothing else runs before you look for the cause.",
                figure.benchmark.title(),
                figure.name
            ));
        }
    }
}
