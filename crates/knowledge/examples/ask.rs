//! Answers questions from a folder of documents: `LANG<TAB>QUESTION` a line on standard input, an empty line begins a
//! new conversation; one JSON object a line on standard output.
#![allow(clippy::print_stderr)]

#[path = "support/encoded.rs"]
mod encoded;

use std::io::{BufRead, Write};
use std::sync::Arc;

use jiff::civil::DateTime;
use mynah_encoder::{Encoder, Files, Limits as EncoderLimits, Passages};
use mynah_knowledge::answer::{Answerer, Context};
use mynah_knowledge::documents::{self, Limits};
use mynah_knowledge::language::Language;

use encoded::Encoded;

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
        let passages = Passages::encode(Arc::new(encoder), answerer.passages())?;
        answerer.set_similarity(Box::new(Encoded(passages)));
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
