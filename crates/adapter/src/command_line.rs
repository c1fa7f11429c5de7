//! The command line.
//!
//! Owns the help and the bounds of the numbers.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Trains adapters of mynah's encoder on corrections: questions, each with the line of the documents that answers it
///
/// Reads documents and corrections, and writes numbers only: an adapter has no word of them. It uses no network.
#[derive(Debug, Parser)]
#[command(name = "mynah-adapter", version)]
pub struct CommandLine {
    /// What is to be done
    #[command(subcommand)]
    pub command: Command,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the lines of documents as a CSV file, as the search sees them: the column 'line' of the corrections
    Lines(LinesCommand),
    /// Train an adapter
    Train(TrainCommand),
    /// Tell how often the right line comes first, without an adapter and with each of those named
    Evaluate(EvaluateCommand),
    /// Tell what is in an adapter
    Info(InfoCommand),
}

/// See [`Command::Lines`].
#[derive(Debug, Args)]
pub struct LinesCommand {
    /// Folders of documents
    #[arg(required = true, value_name = "FOLDER")]
    pub documents: Vec<PathBuf>,
}

/// What is learnt from or measured on.
#[derive(Debug, Args)]
pub struct Material {
    /// Folder of the encoder
    #[arg(long, value_name = "FOLDER")]
    pub models: PathBuf,
    /// CSV file with the columns 'question' and 'line'
    #[arg(long, value_name = "FILE")]
    pub corrections: PathBuf,
    /// Folder of documents, whose lines are compared with; can be repeated. Without it, the corrections' lines are
    #[arg(long, value_name = "FOLDER")]
    pub knowledge: Vec<PathBuf>,
}

/// See [`Command::Train`].
#[derive(Debug, Args)]
pub struct TrainCommand {
    /// What is learnt from
    #[command(flatten)]
    pub material: Material,
    /// The adapter to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// The adapter to go on from [default: one that changes nothing]
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Directions in which a question is looked at [default: 64, or those of --from]
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub rank: Option<u8>,
    /// Steps of training
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub steps: u32,
    /// How far a step goes
    #[arg(long, default_value_t = 0.3, value_parser = positive)]
    pub rate: f32,
    /// Longest gradient of a correction [default: any]
    #[arg(long, value_parser = positive)]
    pub clip: Option<f32>,
    /// Noise in each step, as a multiple of --clip: differential privacy
    #[arg(long, value_name = "SIGMA", requires = "clip", value_parser = positive)]
    pub noise: Option<f32>,
    /// Take the noise from this number, to repeat a simulation; whoever knows it can remove the noise [default: from the system]
    #[arg(long, requires = "noise")]
    pub seed: Option<u64>,
}

/// See [`Command::Evaluate`].
#[derive(Debug, Args)]
pub struct EvaluateCommand {
    /// What is measured on
    #[command(flatten)]
    pub material: Material,
    /// Adapter; can be repeated
    #[arg(long, value_name = "FILE")]
    pub adapter: Vec<PathBuf>,
    /// Print one JSON object a line: for each correction whether its line comes first, and its loss
    #[arg(long)]
    pub json: bool,
}

/// See [`Command::Info`].
#[derive(Debug, Args)]
pub struct InfoCommand {
    /// The adapter
    pub file: PathBuf,
}

fn positive(text: &str) -> Result<f32, String> {
    let number: f32 = text.parse().map_err(|_| "not a number".to_owned())?;
    if number > 0.0 && number <= 1e6 {
        Ok(number)
    } else {
        Err("give a number above 0, at most 1000000".to_owned())
    }
}
