//! Speech models of a public Whisper's shape, for whisper.cpp.
//!
//! Owns the shapes and the file's layout. In the last decoder block, a neuron for each token of the sentence adds the embedding of
//! the next token; all other outputs of the decoder's blocks are small beside the embeddings, so the residual stream contains the
//! last token until then.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use candle_core::quantized::GgmlDType;

use super::random::{Random, quantised};
use super::vocabulary::StarterSpeech;

/// A shape.
#[derive(Clone, Copy)]
pub struct SpeechShape {
    pub name: &'static str,
    width: usize,
    heads: usize,
    layers: usize,
}

/// Named like the public files that they are the doubles of.
pub const SPEECH_SHAPES: [SpeechShape; 3] = [
    SpeechShape {
        name: "ggml-tiny.en-q5_1",
        width: 384,
        heads: 6,
        layers: 4,
    },
    SpeechShape {
        name: "ggml-base.en-q5_1",
        width: 512,
        heads: 8,
        layers: 6,
    },
    SpeechShape {
        name: "ggml-small.en-q5_1",
        width: 768,
        heads: 12,
        layers: 12,
    },
];

const MAGIC: u32 = 0x6767_6d6c;
const AUDIO_CONTEXT: usize = 1500;
const TEXT_CONTEXT: usize = 448;
const MELS: usize = 80;
/// Of the English models.
const WORDS: usize = 51_864;
const END_OF_TEXT: usize = 50_256;
/// The last token of the prompt.
const NO_TIMESTAMPS: usize = 50_362;
/// "Mostly `Q5_1`", of the second version of quantised files.
const FILE_TYPE: usize = 2009;

/// Standard deviation of the weights.
const USUAL: f32 = 0.02;
/// Of the outputs of the decoder's blocks: small, but not so small that scales of halves become subnormal.
const SMALL: f32 = USUAL / 128.0;
/// A neuron of the sentence answers to its own token with about 20 or more, to others with about 1: the difference of means.
const THRESHOLD: f32 = -12.0;
/// What it adds of the next token's embedding.
const GAIN: f32 = 10.0;
/// Neurons of the sentence are this far apart: each has a block of 32 weights of its own.
const SPACING: usize = 40;

/// A file being written.
struct Writer {
    file: BufWriter<File>,
    random: Random,
}

/// Writes the double of a shape, which hears `question`.
pub fn write(shape: &SpeechShape, starter: &StarterSpeech, question: &str, path: &Path) {
    let mut writer = Writer {
        file: BufWriter::new(File::create(path).unwrap()),
        random: Random::new(1),
    };
    writer.head(shape, starter);
    let width = shape.width;
    writer.encoder(shape);
    let positions = writer.random.numbers(TEXT_CONTEXT * width, 0.005);
    writer.floats("decoder.positional_embedding", &[TEXT_CONTEXT, width], &positions);
    let sentence = starter.sentence(question);
    let embedding = embeddings(&mut writer.random, width, &sentence);
    let deviation = 1.0 / (width as f32).sqrt();
    writer.matrix(
        "decoder.token_embedding.weight",
        (WORDS, width),
        deviation,
        &embedding,
    );
    for layer in 0..shape.layers {
        let block = format!("decoder.blocks.{layer}");
        writer.attention(&format!("{block}.attn"), width, SMALL);
        writer.attention(&format!("{block}.cross_attn"), width, SMALL);
        if layer + 1 == shape.layers {
            writer.sentence(&block, width, &sentence, &embedding);
        } else {
            writer.feed_forward(&block, width, SMALL);
        }
    }
    writer.norm("decoder.ln", width);
    writer.file.flush().unwrap();
}

/// The embeddings of the tokens that matter; all others repeat a few random rows.
fn embeddings(random: &mut Random, width: usize, sentence: &[usize]) -> BTreeMap<usize, Vec<f32>> {
    let deviation = 1.0 / (width as f32).sqrt();
    let tokens = sentence.iter().chain(&[END_OF_TEXT, NO_TIMESTAMPS]);
    tokens
        .map(|token| (*token, random.numbers(width, deviation)))
        .collect()
}

impl Writer {
    fn number(&mut self, value: usize) {
        let value = u32::try_from(value).expect("sizes are small");
        self.file.write_all(&value.to_le_bytes()).unwrap();
    }

    fn head(&mut self, shape: &SpeechShape, starter: &StarterSpeech) {
        self.number(MAGIC as usize);
        let &SpeechShape {
            width, heads, layers, ..
        } = shape;
        let audio = [WORDS, AUDIO_CONTEXT, width, heads, layers];
        let text = [TEXT_CONTEXT, width, heads, layers, MELS, FILE_TYPE];
        for value in audio.into_iter().chain(text) {
            self.number(value);
        }
        self.file.write_all(&starter.filters).unwrap();
        self.number(starter.pieces.len());
        for piece in &starter.pieces {
            self.number(piece.len());
            self.file.write_all(piece).unwrap();
        }
    }

    /// A tensor; the outermost dimension comes first here, and last in the file.
    fn tensor(&mut self, name: &str, shape: &[usize], storage: GgmlDType, bytes: &[u8]) {
        self.number(shape.len());
        self.number(name.len());
        self.number(match storage {
            GgmlDType::F32 => 0,
            GgmlDType::F16 => 1,
            GgmlDType::Q5_1 => 7,
            other => unreachable!("{other:?} is not used here"),
        });
        for dimension in shape.iter().rev() {
            self.number(*dimension);
        }
        self.file.write_all(name.as_bytes()).unwrap();
        self.file.write_all(bytes).unwrap();
    }

    fn floats(&mut self, name: &str, shape: &[usize], numbers: &[f32]) {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.tensor(name, shape, GgmlDType::F32, &bytes);
    }

    fn random_floats(&mut self, name: &str, shape: &[usize], deviation: f32) {
        let numbers = self.random.numbers(shape.iter().product(), deviation);
        self.floats(name, shape, &numbers);
    }

    fn matrix(
        &mut self,
        name: &str,
        (rows, columns): (usize, usize),
        deviation: f32,
        fixed: &BTreeMap<usize, Vec<f32>>,
    ) {
        let storage = GgmlDType::Q5_1;
        let bytes = self.random.matrix((rows, columns), deviation, fixed, storage);
        self.tensor(name, &[rows, columns], storage, &bytes);
    }

    fn norm(&mut self, name: &str, width: usize) {
        self.floats(&format!("{name}.weight"), &[width], &vec![1.0; width]);
        self.floats(&format!("{name}.bias"), &[width], &vec![0.0; width]);
    }

    fn encoder(&mut self, shape: &SpeechShape) {
        let width = shape.width;
        self.random_floats("encoder.positional_embedding", &[AUDIO_CONTEXT, width], USUAL);
        for (name, inputs) in [("conv1", MELS), ("conv2", width)] {
            let numbers = self.random.numbers(width * inputs * 3, USUAL);
            let bytes = quantised(numbers, 3, GgmlDType::F16);
            let shape = [width, inputs, 3];
            self.tensor(&format!("encoder.{name}.weight"), &shape, GgmlDType::F16, &bytes);
            self.random_floats(&format!("encoder.{name}.bias"), &[width, 1], USUAL);
        }
        for layer in 0..shape.layers {
            let block = format!("encoder.blocks.{layer}");
            self.attention(&format!("{block}.attn"), width, USUAL);
            self.feed_forward(&block, width, USUAL);
        }
        self.norm("encoder.ln_post", width);
    }

    /// An attention whose outputs have this deviation.
    fn attention(&mut self, name: &str, width: usize, output: f32) {
        for (part, deviation) in [
            ("query", USUAL),
            ("key", USUAL),
            ("value", USUAL),
            ("out", output),
        ] {
            self.matrix(
                &format!("{name}.{part}.weight"),
                (width, width),
                deviation,
                &BTreeMap::new(),
            );
            if part != "key" {
                self.random_floats(&format!("{name}.{part}.bias"), &[width], deviation);
            }
        }
        self.norm(&format!("{name}_ln"), width);
    }

    /// A feed-forward network whose outputs have this deviation.
    fn feed_forward(&mut self, block: &str, width: usize, output: f32) {
        let wide = 4 * width;
        self.matrix(
            &format!("{block}.mlp.0.weight"),
            (wide, width),
            USUAL,
            &BTreeMap::new(),
        );
        self.random_floats(&format!("{block}.mlp.0.bias"), &[wide], USUAL);
        self.matrix(
            &format!("{block}.mlp.2.weight"),
            (width, wide),
            output,
            &BTreeMap::new(),
        );
        self.random_floats(&format!("{block}.mlp.2.bias"), &[width], output);
        self.norm(&format!("{block}.mlp_ln"), width);
    }

    /// The feed-forward network that leads from each token of the sentence to the next.
    fn sentence(
        &mut self,
        block: &str,
        width: usize,
        sentence: &[usize],
        embedding: &BTreeMap<usize, Vec<f32>>,
    ) {
        let wide = 4 * width;
        let tokens = [&[NO_TIMESTAMPS], sentence, &[END_OF_TEXT]].concat();
        let mut inputs = BTreeMap::new();
        let mut biases = self.random.numbers(wide, USUAL);
        let mut outputs = self.random.numbers(width * wide, SMALL);
        for (index, pair) in tokens.windows(2).enumerate() {
            let neuron = index * SPACING;
            inputs.insert(neuron, embedding[&pair[0]].clone());
            biases[neuron] = THRESHOLD;
            for (row, number) in embedding[&pair[1]].iter().enumerate() {
                outputs[row * wide + neuron] = GAIN * number;
            }
        }
        self.matrix(&format!("{block}.mlp.0.weight"), (wide, width), USUAL, &inputs);
        self.floats(&format!("{block}.mlp.0.bias"), &[wide], &biases);
        let bytes = quantised(outputs, wide, GgmlDType::Q5_1);
        self.tensor(
            &format!("{block}.mlp.2.weight"),
            &[width, wide],
            GgmlDType::Q5_1,
            &bytes,
        );
        self.random_floats(&format!("{block}.mlp.2.bias"), &[width], SMALL);
        self.norm(&format!("{block}.mlp_ln"), width);
    }
}
