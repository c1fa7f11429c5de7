//! The subcommands.
//!
//! Owns the order of their steps.

use std::path::{Path, PathBuf};

use mynah_encoder::{Adapter, Encoder, Files, Limits};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::command_line::{
    Command, CommandLine, EvaluateCommand, InfoCommand, LinesCommand, Material, TrainCommand,
};
use crate::corrections::{self, Correction};
use crate::descent::Descent;
use crate::error::AdapterError;
use crate::lessons::{Lessons, lines_of};
use crate::measure::Measured;
use crate::{print, start};

/// Directions, where neither `--rank` nor `--from` tells.
const RANK: usize = 64;
/// The number of corrections is written as a multiple of this.
const ROUNDED_TO: u64 = 10;

/// Runs a subcommand.
///
/// # Errors
/// Why it did nothing.
pub fn run(line: &CommandLine) -> Result<(), AdapterError> {
    match &line.command {
        Command::Lines(command) => lines(command),
        Command::Train(command) => train(command),
        Command::Evaluate(command) => evaluate(command),
        Command::Info(command) => info(command),
    }
}

/// The encoder of a folder, without an adapter: the starter, or one under its publisher's names.
fn encoder(folder: &Path) -> Result<Encoder, AdapterError> {
    let starter = Files::starter(folder);
    let files = if starter.weights.exists() {
        starter
    } else {
        Files::in_folder(folder)
    };
    let alone = Files {
        adapter: None,
        ..files
    };
    Ok(Encoder::load(&alone, &Limits::default())?)
}

fn documents(folders: &[PathBuf]) -> Result<Option<Vec<String>>, AdapterError> {
    if folders.is_empty() {
        return Ok(None);
    }
    lines_of(folders).map(Some)
}

fn learnt_from(material: &Material) -> Result<(Encoder, Vec<Correction>, Lessons), AdapterError> {
    let corrections = corrections::read(&material.corrections)?;
    let documents = documents(&material.knowledge)?;
    let encoder = encoder(&material.models)?;
    let lessons = Lessons::new(&encoder, &corrections, documents.as_deref())?;
    Ok((encoder, corrections, lessons))
}

fn lines(command: &LinesCommand) -> Result<(), AdapterError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| AdapterError::Output(error.into());
    table.write_record(["line"]).map_err(failed)?;
    for line in lines_of(&command.documents)? {
        table.write_record([line.as_str()]).map_err(failed)?;
    }
    let bytes = table.into_inner().map_err(csv::IntoInnerError::into_error)?;
    print::answer(String::from_utf8_lossy(&bytes).trim_end())?;
    Ok(())
}

fn train(command: &TrainCommand) -> Result<(), AdapterError> {
    if command.noise.is_some() && command.material.knowledge.is_empty() {
        return Err(AdapterError::NoiseWithoutKnowledge);
    }
    let (encoder, corrections, lessons) = learnt_from(&command.material)?;
    let mut adapter = beginning(command, &encoder)?;
    let random = || match command.seed {
        Some(seed) => Ok(ChaCha20Rng::seed_from_u64(seed)),
        None => ChaCha20Rng::try_from_os_rng().map_err(|error| AdapterError::Random(error.to_string())),
    };
    let noise = match (command.noise, command.clip) {
        (Some(noise), Some(clip)) => Some((noise * clip, random()?)),
        _ => None,
    };
    let descent = Descent {
        steps: command.steps,
        rate: command.rate,
        clip: command.clip,
        noise,
    };
    let before = Measured::new(&lessons, Some(&adapter));
    descent.train(&mut adapter, &lessons)?;
    adapter.corrections = (corrections.len() as u64).div_ceil(ROUNDED_TO) * ROUNDED_TO;
    mynah_files::save(&command.out, &adapter.bytes()?).map_err(|source| AdapterError::Unwritable {
        file: command.out.clone(),
        source,
    })?;
    print::answer(&format!("before: {}", before.line(command.from.as_deref())))?;
    let after = Measured::new(&lessons, Some(&adapter));
    print::answer(&format!("after: {}", after.line(Some(&command.out))))?;
    Ok(())
}

/// The adapter that training begins with.
fn beginning(command: &TrainCommand, encoder: &Encoder) -> Result<Adapter, AdapterError> {
    let fresh = |rank: usize| start::adapter(encoder.fingerprint(), encoder.dimensions(), rank);
    let asked = command.rank.map(usize::from);
    let Some(file) = &command.from else {
        return Ok(fresh(asked.unwrap_or(RANK)));
    };
    let adapter = Adapter::load(file, encoder.fingerprint(), encoder.dimensions())?;
    let own = fresh(asked.unwrap_or(adapter.rank()));
    if own.down != adapter.down {
        return Err(AdapterError::Start(file.clone()));
    }
    Ok(adapter)
}

fn evaluate(command: &EvaluateCommand) -> Result<(), AdapterError> {
    let (encoder, _, lessons) = learnt_from(&command.material)?;
    let tell = |file: Option<&Path>, adapter: Option<&Adapter>| {
        let measured = Measured::new(&lessons, adapter);
        print::answer(&if command.json {
            measured.json(file)
        } else {
            measured.line(file)
        })
    };
    tell(None, None)?;
    for file in &command.adapter {
        let adapter = Adapter::load(file, encoder.fingerprint(), encoder.dimensions())?;
        tell(Some(file), Some(&adapter))?;
    }
    Ok(())
}

fn info(command: &InfoCommand) -> Result<(), AdapterError> {
    let adapter = Adapter::read(&command.file)?;
    let own = start::adapter(adapter.encoder, adapter.width, adapter.rank());
    let directions = if own.down == adapter.down {
        "the encoder's"
    } else {
        "others: it cannot be trained further, nor merged with those of 'mynah-adapter train'"
    };
    let strength = adapter
        .up
        .iter()
        .map(|number| number * number)
        .sum::<f32>()
        .sqrt();
    print::answer(&format!(
        "encoder      {:016x}\nvectors      {} numbers\nrank         {}\ndirections   {directions}\ncorrections  about {}\nstrength     {strength:.3}",
        adapter.encoder,
        adapter.width,
        adapter.rank(),
        adapter.corrections
    ))?;
    Ok(())
}
