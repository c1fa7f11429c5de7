//! `mynah models evaluate SUITE.jsonl`: counts the right answers to a suite of questions.
//!
//! A suite has one JSON object a line: passages or `"knowledge": true`, and turns with the expected answers. The questions take the
//! normal path; only the passages may be given instead of searched.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::assembly;
use crate::audio::sound_file;
use crate::engine::clock::Clock;
use crate::hearing::Transcriber;
use crate::language::Flow;
use crate::mind::{Answered, Mind, Past};
use crate::program::printing::{self, remark};

use super::super::{Failure, Global, Outcome};

/// The longest line of a suite, in bytes.
const MAX_LINE_LEN: u64 = 1 << 20;

#[derive(Debug, Args)]
pub(super) struct Evaluate {
    /// The suite
    suite: PathBuf,
    /// Print one JSON object a case, then one with the totals
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    kind: String,
    #[serde(default)]
    passages: Vec<Line>,
    #[serde(default)]
    knowledge: bool,
    turns: Vec<CaseTurn>,
}

#[derive(Debug, Deserialize)]
struct Line {
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseTurn {
    #[serde(default)]
    user: String,
    wav: Option<PathBuf>,
    #[serde(default)]
    passages: Vec<Line>,
    expect: Option<Expect>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum Expect {
    Reply(String),
    Any(Vec<String>),
    Contains(Vec<String>),
    Tool(ExpectedTool),
}

#[derive(Debug, Deserialize)]
struct ExpectedTool {
    name: String,
    arguments: Map<String, Value>,
}

#[derive(Debug, Serialize)]
struct TurnReport {
    user: String,
    reply: String,
    tool: Option<Value>,
    right: Option<bool>,
}

#[derive(Debug, Serialize)]
struct CaseReport<'a> {
    id: &'a str,
    kind: &'a str,
    right: bool,
    turns: Vec<TurnReport>,
}

#[derive(Debug, Default, Clone, Copy, Serialize)]
struct Count {
    right: usize,
    cases: usize,
}

#[derive(Debug, Serialize)]
struct Totals<'a> {
    totals: &'a BTreeMap<String, Count>,
}

impl Evaluate {
    /// The recordings that the suite names; none where it cannot be read, which is told when it runs.
    pub(super) fn recordings(&self) -> Vec<PathBuf> {
        let turns = read(&self.suite)
            .unwrap_or_default()
            .into_iter()
            .flat_map(|case| case.turns);
        let folder = self.suite.parent().unwrap_or(Path::new("."));
        turns
            .filter_map(|turn| turn.wav)
            .map(|wav| folder.join(wav))
            .collect()
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        let cases = read(&self.suite)?;
        let mut mind = assembly::mind(&settings, assembly::skills(&settings, true)?, &mut remark)?
            .run(&mut |sentence| remark(&sentence))
            .map_err(Failure::Sentence)?;
        let spoken = cases
            .iter()
            .flat_map(|case| &case.turns)
            .any(|turn| turn.wav.is_some());
        let mut transcriber = if spoken {
            Some(
                assembly::hearing(&settings)?
                    .run(&mut |sentence| remark(&sentence))
                    .map_err(Failure::Sentence)?,
            )
        } else {
            None
        };
        let mut totals: BTreeMap<String, Count> = BTreeMap::new();
        for case in &cases {
            mind.reset();
            let turns = answer(case, &self.suite, &mut mind, transcriber.as_mut())?;
            let right = turns.iter().all(|turn| turn.right != Some(false));
            let count = totals.entry(case.kind.clone()).or_default();
            count.cases += 1;
            count.right += usize::from(right);
            if self.json {
                let report = CaseReport {
                    id: &case.id,
                    kind: &case.kind,
                    right,
                    turns,
                };
                printing::answer(&serde_json::to_string(&report)?)?;
            }
        }
        if self.json {
            printing::answer(&serde_json::to_string(&Totals { totals: &totals })?)?;
        } else {
            printing::answer("| kind | cases | right | share |\n| --- | --- | --- | --- |")?;
            for (kind, count) in &totals {
                let share = 100.0 * count.right as f64 / count.cases as f64;
                printing::answer(&format!(
                    "| {kind} | {} | {} | {share:.1} % |",
                    count.cases, count.right
                ))?;
            }
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<Vec<Case>, Failure> {
    let wrong = |reason: String| {
        Failure::Sentence(format!(
            "The suite {} cannot be read ({reason}): check the file.",
            path.display()
        ))
    };
    let mut reader = BufReader::new(mynah_files::open(path).map_err(|error| wrong(error.to_string()))?);
    let mut cases = Vec::new();
    loop {
        let mut line = String::new();
        let length = reader
            .by_ref()
            .take(MAX_LINE_LEN)
            .read_line(&mut line)
            .map_err(|e| wrong(e.to_string()))?;
        if length == 0 {
            return Ok(cases);
        }
        if !line.trim().is_empty() {
            let number = cases.len() + 1;
            cases
                .push(serde_json::from_str(&line).map_err(|error| wrong(format!("case {number}: {error}")))?);
        }
    }
}

fn answer(
    case: &Case,
    suite: &Path,
    mind: &mut Mind,
    mut transcriber: Option<&mut Transcriber>,
) -> Result<Vec<TurnReport>, Failure> {
    let now = Clock::time_of_day();
    let mut past: Vec<Past> = Vec::new();
    let mut reports = Vec::new();
    for (index, turn) in case.turns.iter().enumerate() {
        let question = match (&turn.wav, transcriber.as_deref_mut()) {
            (Some(file), Some(transcriber)) => hear(&suite.with_file_name(file), transcriber)?,
            _ => turn.user.clone(),
        };
        let answered = if case.knowledge {
            mind.answer(&question, None, &past, (&now, None), &mut |_| Flow::Continue)?
        } else {
            let given = if index == 0 && turn.passages.is_empty() {
                &case.passages
            } else {
                &turn.passages
            };
            let lines = given.iter().map(|line| line.text.clone()).collect();
            mind.answer_from(&question, lines, &past, &now, &mut |_| Flow::Continue)?
        };
        let tool = answered
            .tool
            .as_ref()
            .map(|run| (run.name.clone(), run.arguments.clone().into_iter().collect()));
        reports.push(TurnReport {
            user: question.clone(),
            reply: answered.text.clone(),
            tool: tool
                .as_ref()
                .map(|(name, arguments): &(String, Map<String, Value>)| serde_json::json!({"name": name, "arguments": arguments})),
            right: turn.expect.as_ref().map(|expected| expected.met_by(&answered)),
        });
        past.push(Past {
            question,
            facts: answered.facts,
            reply: answered.text,
            tool,
        });
    }
    Ok(reports)
}

fn hear(file: &Path, transcriber: &mut Transcriber) -> Result<String, Failure> {
    let recording = sound_file::read(file, std::time::Duration::from_secs(120))?;
    Ok(transcriber.transcribe(&recording)?.text)
}

impl Expect {
    fn met_by(&self, answered: &Answered) -> bool {
        match self {
            Self::Reply(text) => answered.text == *text,
            Self::Any(texts) => texts.contains(&answered.text),
            Self::Contains(parts) => {
                let reply = answered.text.to_lowercase();
                parts.iter().all(|part| reply.contains(&part.to_lowercase()))
            }
            Self::Tool(expected) => answered.tool.as_ref().is_some_and(|run| {
                run.name == expected.name && run.arguments.iter().eq(expected.arguments.clone().iter())
            }),
        }
    }
}
