//! A Piper voice of the medium shape, with random weights: it hisses for as long as a voice would speak.
//!
//! Owns the network: the text encoder's feed-forward parts, the four couplings of the flow, and the vocoder (HiFi-GAN), with the
//! public voices' widths. Durations are not predicted, every id lasts three frames; the encoder's attention is left out, which
//! over the few ids of a sentence costs next to nothing.

use std::path::Path;

use serde_json::{Value, json};

use super::onnx::{Attribute, Graph};
use super::random::Random;

/// Named like a voice, with a language that it is chosen for.
pub const VOICE_NAME: &str = "en_US-double-medium";
const SAMPLE_RATE: u32 = 22_050;
/// Ids of phonemes.
const PHONEMES: usize = 256;
/// Width of the encoder and of the flow.
const WIDTH: usize = 192;
const FEED_FORWARD: usize = 768;
const ENCODER_LAYERS: usize = 6;
const COUPLINGS: usize = 4;
const WAVE_LAYERS: usize = 4;
/// Frames of an id: with the pads between phonemes, a usual pace.
const FRAMES: usize = 3;
/// Channels of the vocoder before the first upsampling; each halves them.
const VOCODER: usize = 256;
/// Factor and kernel of each upsampling.
const UPSAMPLING: [(usize, usize); 3] = [(8, 16), (8, 16), (4, 8)];
/// Kernel of each residual block, and the dilations of its two convolutions.
const RESIDUAL: [(usize, [usize; 2]); 3] = [(3, [1, 2]), (5, [2, 6]), (7, [3, 12])];
/// What a convolution makes of the loudness of its input; the parts of a sum are softer.
const GAIN: f32 = 1.0;
const RESIDUAL_GAIN: f32 = 0.3;
/// The sound is at about -20 dB of full scale.
const OUTPUT_GAIN: f32 = 0.1;

/// A convolution's shape.
#[derive(Clone, Copy)]
struct Convolution {
    inputs: usize,
    outputs: usize,
    kernel: usize,
    dilation: usize,
    gain: f32,
}

struct Network {
    graph: Graph,
    random: Random,
}

/// Writes the voice; its phonemes are those of the voice of the tests, `description`.
pub fn write(path: &Path) {
    let mut network = Network {
        graph: Graph::default(),
        random: Random::new(3),
    };
    let encoded = network.encoder();
    let frames = network.stretched(&encoded);
    let flown = network.flow(frames);
    network.vocoder(&flown);
    std::fs::write(path, network.graph.into_model("output")).unwrap();
}

/// The voice's description, from that of the tests' voice.
pub fn describe(template: &Path, path: &Path) {
    let text = std::fs::read(template).unwrap();
    let mut description: Value = serde_json::from_slice(&text).unwrap();
    description["audio"]["sample_rate"] = json!(SAMPLE_RATE);
    std::fs::write(path, description.to_string()).unwrap();
}

impl Network {
    fn convolution(&mut self, input: &str, shape: Convolution) -> String {
        let Convolution {
            inputs,
            outputs,
            kernel,
            dilation,
            gain,
        } = shape;
        let deviation = gain / ((inputs * kernel) as f32).sqrt();
        let weights = self.random.numbers(outputs * inputs * kernel, deviation);
        let weights = self.graph.floats(&[outputs, inputs, kernel], &weights);
        let bias = self.graph.floats(&[outputs], &vec![0.0; outputs]);
        let whole = |number: usize| i64::try_from(number).expect("sizes are small");
        let pad = whole((kernel - 1) * dilation / 2);
        self.graph.node(
            "Conv",
            &[input, &weights, &bias],
            &[
                Attribute::Ints("dilations", &[whole(dilation)]),
                Attribute::Int("group", 1),
                Attribute::Ints("kernel_shape", &[whole(kernel)]),
                Attribute::Ints("pads", &[pad, pad]),
                Attribute::Ints("strides", &[1]),
            ],
        )
    }

    /// A convolution without dilation.
    fn plain(&mut self, input: &str, (inputs, outputs): (usize, usize), kernel: usize, gain: f32) -> String {
        let shape = Convolution {
            inputs,
            outputs,
            kernel,
            dilation: 1,
            gain,
        };
        self.convolution(input, shape)
    }

    fn leaky(&mut self, input: &str) -> String {
        self.graph
            .node("LeakyRelu", &[input], &[Attribute::Float("alpha", 0.1)])
    }

    fn sum(&mut self, one: &str, other: &str) -> String {
        self.graph.node("Add", &[one, other], &[])
    }

    /// From ids to one column for each.
    fn encoder(&mut self) -> String {
        let table = self.random.numbers(PHONEMES * WIDTH, 1.0);
        let table = self.graph.floats(&[PHONEMES, WIDTH], &table);
        let rows = self
            .graph
            .node("Gather", &[&table, "input"], &[Attribute::Int("axis", 0)]);
        let mut columns = self
            .graph
            .node("Transpose", &[&rows], &[Attribute::Ints("perm", &[0, 2, 1])]);
        for _ in 0..ENCODER_LAYERS {
            let mut mixed = columns.clone();
            // What attention multiplies with: queries, keys, values, the output.
            for _ in 0..4 {
                mixed = self.plain(&mixed, (WIDTH, WIDTH), 1, GAIN);
            }
            let wide = self.plain(&mixed, (WIDTH, FEED_FORWARD), 3, GAIN);
            let wide = self.graph.node("Relu", &[&wide], &[]);
            let narrow = self.plain(&wide, (FEED_FORWARD, WIDTH), 3, RESIDUAL_GAIN);
            columns = self.sum(&columns, &narrow);
        }
        columns
    }

    /// Each column as often as an id has frames.
    fn stretched(&mut self, columns: &str) -> String {
        let axes = self.graph.integers(&[3]);
        let deeper = self.graph.node("Unsqueeze", &[columns, &axes], &[]);
        let repeated = self.graph.node(
            "Concat",
            &[&deeper; FRAMES].map(String::as_str),
            &[Attribute::Int("axis", 3)],
        );
        let width = i64::try_from(WIDTH).expect("sizes are small");
        let shape = self.graph.integers(&[1, width, -1]);
        self.graph.node("Reshape", &[&repeated, &shape], &[])
    }

    /// The couplings: half of the channels are changed by what a `WaveNet` makes of the other half.
    fn flow(&mut self, mut frames: String) -> String {
        for _ in 0..COUPLINGS {
            let (kept, changed) = self.graph.halves(&frames);
            let mut hidden = self.plain(&kept, (WIDTH / 2, WIDTH), 1, GAIN);
            for _ in 0..WAVE_LAYERS {
                let gates = self.plain(&hidden, (WIDTH, 2 * WIDTH), 5, GAIN);
                let (value, gate) = self.graph.halves(&gates);
                let value = self.graph.node("Tanh", &[&value], &[]);
                let gate = self.graph.node("Sigmoid", &[&gate], &[]);
                let gated = self.graph.node("Mul", &[&value, &gate], &[]);
                let both = self.plain(&gated, (WIDTH, 2 * WIDTH), 1, RESIDUAL_GAIN);
                let (residual, skipped) = self.graph.halves(&both);
                let next = self.sum(&hidden, &residual);
                hidden = self.sum(&next, &skipped);
            }
            let mean = self.plain(&hidden, (WIDTH, WIDTH / 2), 1, RESIDUAL_GAIN);
            let moved = self.graph.node("Sub", &[&changed, &mean], &[]);
            frames = self
                .graph
                .node("Concat", &[&moved, &kept], &[Attribute::Int("axis", 1)]);
        }
        frames
    }

    /// From frames to samples.
    fn vocoder(&mut self, frames: &str) {
        let mut sound = self.plain(frames, (WIDTH, VOCODER), 7, GAIN);
        let mut channels = VOCODER;
        for (factor, kernel) in UPSAMPLING {
            let before = self.leaky(&sound);
            sound = self.upsampled(&before, channels, factor, kernel);
            channels /= 2;
            let blocks = RESIDUAL.map(|(kernel, dilations)| {
                let mut inner = sound.clone();
                for dilation in dilations {
                    let active = self.leaky(&inner);
                    let shape = Convolution {
                        inputs: channels,
                        outputs: channels,
                        kernel,
                        dilation,
                        gain: RESIDUAL_GAIN,
                    };
                    let more = self.convolution(&active, shape);
                    inner = self.sum(&inner, &more);
                }
                inner
            });
            let two = self.sum(&blocks[0], &blocks[1]);
            let all = self.sum(&two, &blocks[2]);
            let third = self.graph.floats(&[1], &[1.0 / 3.0]);
            sound = self.graph.node("Mul", &[&all, &third], &[]);
        }
        let active = self.leaky(&sound);
        let wave = self.plain(&active, (channels, 1), 7, OUTPUT_GAIN);
        let wave = self.graph.node("Tanh", &[&wave], &[]);
        let axes = self.graph.integers(&[1]);
        self.graph
            .node_into("Unsqueeze", &[&wave, &axes], &["output"], &[]);
    }

    /// A transposed convolution with half of the channels.
    fn upsampled(&mut self, input: &str, channels: usize, factor: usize, kernel: usize) -> String {
        let outputs = channels / 2;
        // Each sample sees kernel / factor columns.
        let deviation = GAIN / ((channels * kernel / factor) as f32).sqrt();
        let weights = self.random.numbers(channels * outputs * kernel, deviation);
        let weights = self.graph.floats(&[channels, outputs, kernel], &weights);
        let bias = self.graph.floats(&[outputs], &vec![0.0; outputs]);
        let whole = |number: usize| i64::try_from(number).expect("sizes are small");
        let pad = whole((kernel - factor) / 2);
        self.graph.node(
            "ConvTranspose",
            &[input, &weights, &bias],
            &[
                Attribute::Ints("dilations", &[1]),
                Attribute::Int("group", 1),
                Attribute::Ints("kernel_shape", &[whole(kernel)]),
                Attribute::Ints("pads", &[pad, pad]),
                Attribute::Ints("strides", &[whole(factor)]),
            ],
        )
    }
}
