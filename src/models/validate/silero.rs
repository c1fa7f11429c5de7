//! Silero's voice activity model in whisper.cpp's ggml format.
//!
//! Owns the layout (`whisper_vad_init_with_params`, whisper.cpp 1.8.3). The loader takes lengths and numbers of layers
//! from the file unchecked and computes with fixed ones, so exactly the published shape is accepted (Silero VAD 5 and
//! 6, 16 kHz).

use std::collections::HashMap;

use super::super::ModelError;
use super::VoiceActivityModel;
use super::envelope::{Envelope, F16, F32};
use super::tensors::{self, Expected};

const MAX_TYPE_LEN: u32 = 64;
/// Samples that are looked at together, and samples before them.
const WINDOW: (u32, u32) = (512, 64);
/// The convolutions: channels in, channels out.
const LAYERS: [(u32, u32); 4] = [(129, 128), (128, 64), (64, 64), (64, 128)];
const KERNEL: u32 = 3;
const STATE: u32 = 128;
/// The short-time Fourier transform as a convolution: points, and real and imaginary parts of 129 frequencies.
const TRANSFORM: (u64, u64) = (256, 258);

pub(super) fn check(file: &mut Envelope) -> Result<VoiceActivityModel, ModelError> {
    file.skip(4)?; // The magic was compared when the file was opened.
    let length = file.u32()?;
    if length > MAX_TYPE_LEN {
        return Err(file.damaged(format!("a type of {length} letters")));
    }
    let name = file.text(u64::from(length))?;
    let version = [file.u32()?, file.u32()?, file.u32()?];
    if version.iter().any(|&part| part > 1000) {
        return Err(file.damaged("its version"));
    }
    let layers = u32::try_from(LAYERS.len()).unwrap_or_default();
    same(file, "window", WINDOW.0)?;
    same(file, "context", WINDOW.1)?;
    same(file, "number of layers", layers)?;
    for (inputs, outputs) in LAYERS {
        same(file, "channels", inputs)?;
        same(file, "channels", outputs)?;
        same(file, "kernel", KERNEL)?;
    }
    for state in [STATE, STATE, STATE, 1] {
        same(file, "state", state)?;
    }
    tensors::check(file, expected())?;
    Ok(VoiceActivityModel {
        name,
        version,
        size: file.size,
    })
}

fn same(file: &mut Envelope, what: &str, expected: u32) -> Result<(), ModelError> {
    match file.u32()? {
        found if found == expected => Ok(()),
        found => Err(file.unsupported(format!("a {what} of {found} instead of {expected}"))),
    }
}

fn expected() -> HashMap<String, Expected> {
    let mut all = HashMap::new();
    let mut add = |name: &str, shape: &[u64], storage| {
        let shape = shape.to_vec();
        all.insert(format!("_model.{name}"), Expected { shape, storage });
    };
    add("stft.forward_basis_buffer", &[TRANSFORM.0, 1, TRANSFORM.1], F16);
    for (layer, (inputs, outputs)) in LAYERS.into_iter().enumerate() {
        let (inputs, outputs) = (u64::from(inputs), u64::from(outputs));
        let name = format!("encoder.{layer}.reparam_conv");
        add(
            &format!("{name}.weight"),
            &[u64::from(KERNEL), inputs, outputs],
            F16,
        );
        add(&format!("{name}.bias"), &[outputs], F32);
    }
    let state = u64::from(STATE);
    for side in ["ih", "hh"] {
        add(&format!("decoder.rnn.weight_{side}"), &[state, 4 * state], F32);
        add(&format!("decoder.rnn.bias_{side}"), &[4 * state], F32);
    }
    add("decoder.decoder.2.weight", &[state], F16);
    add("decoder.decoder.2.bias", &[1], F32);
    all
}
