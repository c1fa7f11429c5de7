//! `mynah demo DIR`: asks every recorded question in a folder and shows each turn.
//!
//! `make demo` runs it: a whole turn for each recording, as with `mynah ask --wav`.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::audio::{sound_file, wav};
use crate::config::Settings;
use crate::conversation::{Milliseconds, State};
use crate::engine::output::OutputConfig;
use crate::grants::Named;
use crate::program::interrupts::Interrupts;
use crate::wording;

use super::ask::{self, milliseconds};
use super::{Failure, Global, Outcome, OutputError};

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Folder with recorded questions
    questions: PathBuf,
    /// Folder for the spoken answers
    #[arg(long, default_value = "demo-replies", value_name = "DIR")]
    out: PathBuf,
}

struct Row {
    name: String,
    heard: String,
    answer: String,
    first_audio: Option<Milliseconds>,
}

impl Demo {
    /// Files that it names.
    pub(super) fn named(&self, named: Named) -> Named {
        named.folder(Some(&self.out))
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        let files = recordings(&self.questions)?;
        std::fs::create_dir_all(&self.out).map_err(|error| {
            Failure::Sentence(format!(
                "The folder {} cannot be created ({error}): choose another with --out.",
                self.out.display()
            ))
        })?;
        let interrupts = Interrupts::listen();
        let mut rows = Vec::new();
        for (index, file) in files.iter().enumerate() {
            let name = file
                .file_stem()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            super::answer(&format!("\n[{}/{}] {}", index + 1, files.len(), file.display()))?;
            let reply = self.out.join(format!("{name}.wav"));
            let state = one(&settings, file, &reply, &interrupts)?;
            show(&state, &reply)?;
            rows.push(Row {
                name,
                heard: state.turn.question.clone().unwrap_or_default(),
                answer: state.turn.reply.clone(),
                first_audio: state.turn.timeline.first_audio,
            });
        }
        summary(&rows)?;
        super::answer(&format!(
            "\nThe spoken answers are in {}/. To talk to it: make run",
            self.out.display()
        ))?;
        super::answer(
            "The starter models know only a small domain and synthetic voices; 'mynah doctor' recommends models for real use.",
        )?;
        Ok(())
    }
}

fn recordings(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |reason: String| {
        Failure::Sentence(format!(
            "The folder {} cannot be read ({reason}): name a folder with sound files.",
            folder.display()
        ))
    };
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(error.to_string()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| sound_file::is_named_like_one(path))
        .collect();
    files.sort();
    if files.is_empty() {
        Err(unreadable(
            "it contains no .wav, .mp3, .flac, .ogg or .m4a file".to_owned(),
        ))
    } else {
        Ok(files)
    }
}

fn one(settings: &Settings, file: &Path, reply: &Path, interrupts: &Interrupts) -> Result<State, Failure> {
    let output = OutputConfig {
        record: true,
        ..OutputConfig::default()
    };
    let question = ask::QuestionInput::Recorded(ask::recording(file)?);
    let asked = ask::turn(settings, question, output, None, interrupts)?;
    if let Some(samples) = asked.recorded {
        wav::write(reply, &samples)?;
    }
    Ok(asked.state)
}

fn show(state: &State, reply: &Path) -> Result<(), OutputError> {
    let turn = &state.turn;
    let line = |what: &str, text: &str| super::answer(&format!("  {what:9} {text}"));
    line("heard", turn.question.as_deref().unwrap_or_default())?;
    line("answer", &turn.reply)?;
    for source in &turn.sources {
        line("source", &format!("{}, {}", source.file, source.heading))?;
    }
    if let Some(tool) = &turn.tool {
        let arguments: Vec<String> = tool
            .arguments
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        line("tool", &format!("{} {}", tool.name, arguments.join(", ")))?;
    }
    let times = &turn.timeline;
    line(
        "timeline",
        &format!(
            "transcript {} | first token {} | first clause {} | first audio {} | total {}",
            milliseconds(times.transcript),
            milliseconds(times.first_token),
            milliseconds(times.first_clause),
            milliseconds(times.first_audio),
            milliseconds(times.total)
        ),
    )?;
    for notice in &state.notices {
        line("notice", &wording::in_english(&notice.text))?;
    }
    if !turn.clauses.is_empty() {
        line("spoken", &reply.display().to_string())?;
    }
    Ok(())
}

fn summary(rows: &[Row]) -> Result<(), OutputError> {
    let width = |pick: fn(&Row) -> &str| {
        rows.iter()
            .map(|row| pick(row).chars().count())
            .max()
            .unwrap_or(0)
    };
    let (names, heard) = (width(|row| &row.name), width(|row| &row.heard));
    super::answer(&format!(
        "\n{:names$}  {:heard$}  {:>11}  answer",
        "", "heard", "first audio"
    ))?;
    for row in rows {
        super::answer(&format!(
            "{:names$}  {:heard$}  {:>11}  {}",
            row.name,
            row.heard,
            milliseconds(row.first_audio),
            row.answer
        ))?;
    }
    Ok(())
}
