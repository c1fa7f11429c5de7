//! Answers questions from a folder of documents: `LANG<TAB>QUESTION` a line on standard input, an empty line begins a
//! new conversation; one JSON object a line on standard output.
#![allow(clippy::print_stderr)]

use std::io::{BufRead, Write};

use jiff::civil::DateTime;
use mynah_encoder::{Encoder, Files, Limits as EncoderLimits, Rows, search};
use mynah_knowledge::answer::{Answerer, Context};
use mynah_knowledge::documents::{self, Limits};
use mynah_knowledge::language::Language;
use mynah_knowledge::similarity::Similarity;

struct Encoded {
    encoder: Encoder,
    rows: Rows,
    passages: Vec<String>,
}

impl Similarity for Encoded {
    fn question(&self, text: &str) -> Option<Vec<f32>> {
        self.encoder.encode_questions(&[text]).ok()?.pop()
    }

    fn scores(&self, question: &[f32], passages: &[usize]) -> Vec<f32> {
        self.rows.scores(question, passages)
    }

    fn nearest(&self, question: &[f32], count: usize) -> Vec<usize> {
        search(&self.rows, question, count)
            .into_iter()
            .map(|hit| hit.row)
            .collect()
    }

    fn answers(&self, question: &str, passages: &[usize]) -> Option<Vec<f32>> {
        let texts: Vec<&str> = passages
            .iter()
            .map(|number| self.passages.get(*number).map_or("", String::as_str))
            .collect();
        self.encoder.answers(question, &texts).ok()
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: ask FOLDER [NOW]")?;
    let now: DateTime = arguments
        .next()
        .as_deref()
        .unwrap_or("2026-11-25T10:30")
        .parse()?;
    let loaded = documents::load(&[folder.into()], &Limits::default())?;
    let mut answerer = Answerer::new(loaded.units);
    if let Some(models) = std::env::var_os("MODELS") {
        let encoder = Encoder::load(&Files::starter(models), &EncoderLimits::default())?;
        let passages = answerer.passages();
        let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
        let mut rows = Rows::new(encoder.dimensions());
        for vector in encoder.encode_passages(&texts)? {
            rows.push(&vector);
        }
        answerer.set_similarity(Box::new(Encoded {
            encoder,
            rows,
            passages,
        }));
    }
    let mut context = Context::default();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let Some((language, question)) = line.split_once('\t') else {
            context = Context::default();
            continue;
        };
        if std::env::var_os("EXPLAIN").is_some() {
            let language = Language::from_tag(language);
            eprintln!(
                "{question}\n{}",
                answerer.explain(question, language, &context, now)
            );
        }
        let measured = std::env::var_os("MEASURE").map(|_| {
            let language = Language::from_tag(language);
            answerer.measure(question, language, &context, now)
        });
        let answer = answerer.answer(question, Language::from_tag(language), &mut context, now);
        let sources: Vec<String> = answer
            .units
            .iter()
            .filter_map(|id| answerer.unit(*id))
            .map(|unit| format!("{}:{}", unit.location.file.display(), unit.location.line))
            .collect();
        let mut report =
            serde_json::json!({"reply": answer.text, "sources": sources, "confidence": answer.confidence});
        if let Some(measured) = measured {
            let rows: Vec<_> = measured
                .into_iter()
                .map(|(unit, features, text)| {
                    let place = answerer
                        .unit(unit)
                        .map(|unit| format!("{}:{}", unit.location.file.display(), unit.location.line));
                    serde_json::json!({"place": place, "features": features.0.as_slice(), "text": text})
                })
                .collect();
            report["measured"] = rows.into();
        }
        writeln!(out, "{report}")?;
        out.flush()?;
    }
    Ok(())
}
