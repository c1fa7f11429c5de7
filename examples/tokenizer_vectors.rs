//! `make tokenizer-vectors`: our tokens against llama.cpp's own test vectors (`models/ggml-vocab-*.gguf` with `.inp` and
//! `.out`), for the tokenizers of the families that we run. Prints a row each; fails if any differs.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use candle_core::quantized::gguf_file::Content;
use mynah::language::gguf::Metadata;
use mynah::language::tokenizer::Tokenizer;

/// The vocabularies of our families.
const VOCABULARIES: [&str; 5] = ["llama-bpe", "llama-spm", "qwen2", "phi-3", "gpt-2"];
const BETWEEN: &str = "\n__ggml_vocab_test__\n";

fn main() -> ExitCode {
    let folder = std::env::args().nth(1).map(PathBuf::from).unwrap_or_default();
    let mut all_fit = true;
    for name in VOCABULARIES {
        let path = folder.join(format!("ggml-vocab-{name}.gguf"));
        let (right, count, wrong) = compare(&path);
        println!("{name:12} {right:3} of {count:3}");
        for (text, ours, theirs) in wrong {
            println!("    {text:?}\n      ours   {ours:?}\n      theirs {theirs:?}");
        }
        all_fit &= right == count && count > 0;
    }
    if all_fit {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

type Wrong = (String, Vec<u32>, Vec<u32>);

fn compare(path: &Path) -> (usize, usize, Vec<Wrong>) {
    let mut file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let content = Content::read(&mut file).unwrap();
    let tokenizer = Tokenizer::from_metadata(&Metadata::of(&content)).unwrap();
    let beside = |ending: &str| std::fs::read_to_string(format!("{}.{ending}", path.display())).unwrap();
    let (inputs, outputs) = (beside("inp"), beside("out"));
    let inputs: Vec<&str> = inputs.split(BETWEEN).collect();
    let outputs: Vec<Vec<u32>> = outputs
        .lines()
        .map(|line| line.split_whitespace().map(|id| id.parse().unwrap()).collect())
        .collect();
    let mut wrong = Vec::new();
    for (text, theirs) in inputs.iter().zip(&outputs) {
        let mut ours = Vec::new();
        tokenizer.encode(text, true, &mut ours);
        if ours != *theirs {
            wrong.push(((*text).to_owned(), ours, theirs.clone()));
        }
    }
    let count = inputs.len().min(outputs.len());
    (count - wrong.len(), count, wrong)
}
