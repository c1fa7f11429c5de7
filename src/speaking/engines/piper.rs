//! A neural voice of the Piper project: espeak-ng provides the pronunciation, a network (VITS; Kim, Kong and Son 2021, "Conditional
//! Variational Autoencoder with Adversarial Learning for End-to-End Text-to-Speech") the sound.
//!
//! Owns the voice's two files, `NAME.onnx` and `NAME.onnx.json`, and the mapping from phonemes to the network's ids
//! (<https://github.com/rhasspy/piper-phonemize>). Both files are untrusted input: sizes are bounded, and a panic of the runtime is
//! an error.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rten::{Model, NodeId, ValueOrView};
use rten_tensor::{NdTensor, Tensor};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::audio::{SampleRate, Samples, level};

use super::super::files::VoiceFiles;
use super::super::{SpeakingConfig, SpeakingError, Voice, languages};
use super::program::Program;
use super::{espeak, onnx};

/// Size limit; the largest public voices have 120 MB.
const MAX_MODEL: u64 = 1 << 29;
const MAX_CONFIG: u64 = 1 << 20;
/// Most phonemes per run: more than any clause has.
const MAX_PHONEMES: usize = 4_000;
/// Peak level after normalisation, because voices differ in level.
const PEAK: f32 = 0.8;
/// Sound with a lower peak is not normalised.
const QUIETEST_PEAK: f32 = 0.01;

/// The `phoneme_type` of voices that espeak-ng pronounces.
const ESPEAK: &str = "espeak";
/// Phonemes of a cluster at most; published voices have two.
const MAX_CLUSTER_LEN: usize = 8;

/// Marks around and between phonemes.
const START: &str = "^";
const END: &str = "$";
const PAD: &str = "_";

/// The fields of `NAME.onnx.json` that are used.
#[derive(Debug, Clone, Deserialize)]
struct Description {
    audio: Audio,
    espeak: EspeakVoice,
    #[serde(default)]
    inference: Inference,
    #[serde(default)]
    num_speakers: u32,
    /// Of a voice with several speakers.
    #[serde(default)]
    default_speaker_id: i32,
    phoneme_id_map: HashMap<String, Vec<i32>>,
    /// Where the phonemes come from; espeak-ng if it is not said.
    phoneme_type: Option<String>,
    /// Neighbouring phonemes that the network knows as one.
    #[serde(default)]
    vowel_clusters: Vec<Vec<String>>,
}

impl Description {
    /// Reads the description of the voice in this file.
    fn beside(path: &Path, files: &VoiceFiles) -> Result<Self, String> {
        let mut description = path.as_os_str().to_owned();
        description.push(".json");
        let text = files
            .read(Path::new(&description), MAX_CONFIG)
            .map_err(|reason| format!("its .onnx.json: {reason}"))?;
        serde_json::from_slice(&text)
            .map_err(|error| format!("its .onnx.json is not a Piper voice description: {error}"))
    }
}

/// Whether the voice in this file speaks a language (`ru`), by its name or by its description; so it is assumed of a voice that
/// cannot be read.
pub fn speaks(path: &Path, files: &VoiceFiles, language: &str) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    languages::is_of(&name, language)
        || Description::beside(path, files).map_or(true, |description| {
            languages::is_of(&description.espeak.voice, language)
        })
}

#[derive(Debug, Clone, Deserialize)]
struct Audio {
    sample_rate: u32,
}

#[derive(Debug, Clone, Deserialize)]
struct EspeakVoice {
    voice: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default)]
struct Inference {
    noise_scale: f32,
    length_scale: f32,
    noise_w: f32,
}

impl Default for Inference {
    fn default() -> Self {
        Self {
            noise_scale: 0.667,
            length_scale: 1.0,
            noise_w: 0.8,
        }
    }
}

/// Reads the two files of a voice and checks them, as far as that is possible without running them.
fn files_of(path: &Path, files: &VoiceFiles) -> Result<(Description, Vec<u8>), String> {
    let description = Description::beside(path, files)?;
    let rate = description.audio.sample_rate;
    if !(8_000..=48_000).contains(&rate) {
        return Err(format!("its rate is {rate} Hz"));
    }
    if let Some(other) = description.phoneme_type.as_deref().filter(|&kind| kind != ESPEAK) {
        let other = other.chars().take(40).collect::<String>();
        return Err(format!(
            "its phonemes are of the type {other:?}; only espeak's can be made"
        ));
    }
    let bytes = files.read(path, MAX_MODEL)?;
    onnx::check(&bytes)?;
    Ok((description, bytes))
}

/// Prepares the network, and finds its inputs and its output.
fn network(bytes: Vec<u8>, description: &Description) -> Result<(Model, Nodes), String> {
    let model = survive(|| Model::load(bytes).map_err(|error| error.to_string()))?;
    let node = |name: &str| model.node_id(name).map_err(|error| error.to_string());
    let nodes = Nodes {
        phonemes: node("input")?,
        length: node("input_lengths")?,
        scales: node("scales")?,
        speaker: (description.num_speakers > 1).then(|| node("sid")).transpose()?,
        sound: *model.output_ids().first().ok_or("it has no output")?,
    };
    Ok((model, nodes))
}

/// Checks the files of a voice without speaking, and says in a line what it is.
pub fn describe(path: &Path) -> Result<String, String> {
    let (description, bytes) = files_of(path, &VoiceFiles::default())?;
    network(bytes, &description)?;
    Ok(format!(
        "a Piper voice for {}, {} Hz",
        description.espeak.voice, description.audio.sample_rate
    ))
}

/// The network's inputs and its output.
struct Nodes {
    phonemes: NodeId,
    length: NodeId,
    scales: NodeId,
    speaker: Option<NodeId>,
    sound: NodeId,
}

/// A loaded voice.
pub struct Piper {
    name: String,
    path: PathBuf,
    /// espeak-ng's voice of its language.
    pronunciation: String,
    model: Model,
    nodes: Nodes,
    /// By phoneme, or by a cluster of them.
    ids: HashMap<String, Vec<i32>>,
    clusters: HashSet<String>,
    speaker: i32,
    rate: SampleRate,
    scales: [f32; 3],
    length_scale: f32,
    phonemizer: Program,
}

impl Piper {
    /// Loads a voice and its description.
    pub fn load(path: &Path, config: &SpeakingConfig) -> Result<Self, SpeakingError> {
        config.check()?;
        let broken = |reason: String| SpeakingError::BrokenVoice {
            path: path.to_owned(),
            reason,
        };
        let (description, bytes) = files_of(path, &config.files).map_err(broken)?;
        espeak::check_voice(&config.program, &description.espeak.voice)?;
        let (model, nodes) = network(bytes, &description).map_err(broken)?;
        let Inference {
            noise_scale,
            length_scale,
            noise_w,
        } = description.inference;
        let length = stretched(length_scale, config);
        let clusters = description.vowel_clusters.iter().map(|cluster| cluster.concat());
        let voice = &description.espeak.voice;
        Ok(Self {
            name: path
                .file_stem()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            path: path.to_owned(),
            pronunciation: voice.clone(),
            nodes,
            clusters: clusters.collect(),
            ids: description.phoneme_id_map,
            speaker: description.default_speaker_id.max(0),
            rate: SampleRate(description.audio.sample_rate),
            length_scale,
            scales: [noise_scale.clamp(0.0, 2.0), length, noise_w.clamp(0.0, 2.0)],
            phonemizer: Program::new(&config.program, &["-q", "--ipa", "--stdin", "-v", voice]),
            model,
        })
    }

    fn broken(&self, reason: String) -> SpeakingError {
        SpeakingError::BrokenVoice {
            path: self.path.clone(),
            reason,
        }
    }

    /// The pronunciation of a clause: IPA, with the punctuation that shapes the intonation.
    fn phonemes(&self, clause: &str) -> Result<String, SpeakingError> {
        let answer = self.phonemizer.ask(&espeak::plain(clause))?;
        let spoken: Vec<String> = without_switches(&String::from_utf8_lossy(&answer))
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
        let ending = clause
            .trim_end()
            .chars()
            .next_back()
            .filter(|letter| ".,;:?!".contains(*letter));
        Ok(format!(
            "{}{}",
            spoken.join(", "),
            ending.map(String::from).unwrap_or_default()
        ))
    }

    /// The network's ids: a pad follows every phoneme; unknown phonemes are left out.
    fn numbers(&self, phonemes: &str) -> Vec<i32> {
        let of = |phoneme: &str| self.ids.get(phoneme).map_or(&[][..], Vec::as_slice);
        let mut numbers = of(START).to_vec();
        numbers.extend(of(PAD));
        let letters: Vec<char> = phonemes.nfd().collect();
        let mut rest = &letters[..];
        while !rest.is_empty() && numbers.len() < MAX_PHONEMES {
            let (phoneme, after) = self.next_phoneme(rest);
            let known = of(&phoneme);
            if !known.is_empty() {
                numbers.extend(known);
                numbers.extend(of(PAD));
            }
            rest = after;
        }
        numbers.truncate(MAX_PHONEMES);
        numbers.extend(of(END));
        numbers
    }

    /// The next phoneme, or the longest cluster that begins with it, and what follows.
    fn next_phoneme<'a>(&self, letters: &'a [char]) -> (String, &'a [char]) {
        let longest = letters.len().min(MAX_CLUSTER_LEN);
        let lengths = if self.clusters.is_empty() {
            1..=1
        } else {
            1..=longest
        };
        let taken = lengths
            .rev()
            .find(|&length| {
                length == 1
                    || self
                        .clusters
                        .contains(&letters[..length].iter().collect::<String>())
            })
            .unwrap_or(longest);
        let (phoneme, rest) = letters.split_at(taken);
        (phoneme.iter().collect(), rest)
    }

    fn run(&self, numbers: Vec<i32>) -> Result<Vec<f32>, String> {
        let count = i32::try_from(numbers.len()).map_err(|error| error.to_string())?;
        let phonemes = NdTensor::from_data([1, numbers.len()], numbers);
        let mut inputs: Vec<(NodeId, ValueOrView<'_>)> = vec![
            (self.nodes.phonemes, phonemes.into()),
            (self.nodes.length, NdTensor::from([count]).into()),
            (self.nodes.scales, NdTensor::from(self.scales).into()),
        ];
        if let Some(speaker) = self.nodes.speaker {
            inputs.push((speaker, NdTensor::from([self.speaker]).into()));
        }
        let outputs = self
            .model
            .run(inputs, &[self.nodes.sound], None)
            .map_err(|error| error.to_string())?;
        let sound: Tensor<f32> = outputs
            .into_iter()
            .next()
            .ok_or_else(|| "it has no output".to_owned())?
            .try_into()
            .map_err(|_| "its output is not audio".to_owned())?;
        Ok(sound.into_data())
    }
}

/// Without the marks such as `(en)` that espeak-ng puts around words of another language: they are no phonemes.
fn without_switches(phonemes: &str) -> String {
    let mut parts = phonemes.split('(');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(')') {
            Some((mark, after)) if !mark.is_empty() => text.push_str(after),
            _ => {
                text.push('(');
                text.push_str(part);
            }
        }
    }
    text
}

/// The length scale, relative to that of training.
fn stretched(length_scale: f32, config: &SpeakingConfig) -> f32 {
    (length_scale / config.pace()).clamp(0.2, 5.0)
}

impl Voice for Piper {
    fn engine(&self) -> &'static str {
        "piper"
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn speaks(&self, language: &str) -> bool {
        languages::is_of(&self.name, language) || languages::is_of(&self.pronunciation, language)
    }

    fn set_pace(&mut self, config: &SpeakingConfig) {
        self.scales[1] = stretched(self.length_scale, config);
    }

    fn synthesise(&mut self, clause: &str) -> Result<Samples, SpeakingError> {
        let numbers = self.numbers(&self.phonemes(clause)?);
        let mut samples = survive(|| self.run(numbers)).map_err(|reason| self.broken(reason))?;
        if samples.is_empty() || samples.iter().any(|sample| !sample.is_finite()) {
            return Err(self.broken("its output is not audio".to_owned()));
        }
        let loudest = level::peak(&samples).max(QUIETEST_PEAK);
        for sample in &mut samples {
            *sample *= PEAK / loudest;
        }
        Ok(Samples {
            rate: self.rate,
            samples,
        })
    }
}

/// The runtime checks its input, but a crafted file may get past that.
fn survive<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("it breaks the runtime".to_owned()))
}

#[cfg(test)]
#[path = "piper_tests.rs"]
mod tests;
#[cfg(test)]
#[path = "piper_upstream_tests.rs"]
mod upstream_tests;
