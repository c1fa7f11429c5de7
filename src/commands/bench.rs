//! `mynah bench`: measures a language model's speed on this machine.

use std::path::PathBuf;

use clap::Args;

use crate::assembly;
use crate::engine::clock::Clock;
use crate::language;
use crate::models::{Kind, validate};

use super::{Failure, Global, Outcome};

#[derive(Debug, Args)]
pub(super) struct Bench {
    /// The model file; default: the model in use
    model: Option<PathBuf>,
    /// Number of prompt tokens
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u32).range(2..=4000))]
    prompt: u32,
    /// Number of tokens to generate
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=2000))]
    generate: u32,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Bench {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        let path = match self.model {
            Some(path) => path,
            None => assembly::find(&settings, Kind::Language)?.path,
        };
        let trust = assembly::trust(&settings).map_err(Failure::Sentence)?;
        let pinned = assembly::opened(&path, &trust).map_err(Failure::Sentence)?;
        let told = |error: &dyn std::error::Error| Failure::Sentence(pinned.tell(error));
        let clock = Clock::start();
        let mut info = validate::language(pinned.path()).map_err(|error| told(&error))?;
        if pinned.path().file_stem().is_some_and(|stem| *stem == *info.name) {
            info.name = assembly::name(&path);
        }
        let mut model =
            language::measure::DecoderBenchmark::load(pinned.path(), &info).map_err(|error| told(&error))?;
        let loaded = clock.now();
        model.read(self.prompt)?;
        let read = clock.now();
        model.write(self.generate)?;
        let written = clock.now();
        let per_second =
            |tokens: u32, milliseconds: f64| f64::from(tokens) * 1000.0 / milliseconds.max(0.001);
        let prefill = per_second(self.prompt, read.since(loaded).0);
        let decode = per_second(self.generate, written.since(read).0);
        if self.json {
            let report = serde_json::json!({
                "model": path,
                "load_ms": loaded.0,
                "prefill_per_second": prefill,
                "decode_per_second": decode,
            });
            super::answer(&report.to_string())?;
        } else {
            super::answer(&format!("{}: {info}", path.display()))?;
            super::answer(&format!("  loaded in {:.2} s", loaded.0 / 1000.0))?;
            super::answer(&format!(
                "  reads  {prefill:7.1} tokens/s ({} tokens)",
                self.prompt
            ))?;
            super::answer(&format!(
                "  writes {decode:7.1} tokens/s ({} tokens)",
                self.generate
            ))?;
        }
        Ok(())
    }
}
