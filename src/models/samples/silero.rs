//! A Silero model of the published shape that takes a tone of 1,000 Hz, and nothing else, for a voice.
//!
//! Owns a writer that knows nothing of the reader, so that a mistake is not made twice.

const ONE: u16 = 0x3c00;
const MINUS_ONE: u16 = 0xbc00;
const TWENTY: u16 = 0x4d00;
/// The frequency of the tone in steps of 62.5 Hz.
const TONE: usize = 16;

/// The bytes of the file.
pub fn silero() -> Vec<u8> {
    let mut file = Vec::new();
    let name = b"silero-16k";
    number(&mut file, 0x6767_6d6c);
    number(&mut file, 10);
    file.extend_from_slice(name);
    let numbers = [
        5, 1, 2, 512, 64, 4, 129, 128, 3, 128, 64, 3, 64, 64, 3, 64, 128, 3, 128, 128, 128, 1,
    ];
    for value in numbers {
        number(&mut file, value);
    }
    // The transform: one frequency, by the signs of its waves.
    let mut transform = vec![0; 256 * 258];
    for sample in 0..256 {
        let phase = (sample * TONE * 4 / 256) % 4;
        transform[TONE * 256 + sample] = if phase == 0 || phase == 3 { ONE } else { MINUS_ONE };
        transform[(129 + TONE) * 256 + sample] = if phase < 2 { ONE } else { MINUS_ONE };
    }
    halves(&mut file, "stft.forward_basis_buffer", &[256, 1, 258], &transform);
    // The convolutions hand that frequency on, in the first channel.
    for (layer, (inputs, outputs, from)) in [(129, 128, TONE), (128, 64, 0), (64, 64, 0), (64, 128, 0)]
        .into_iter()
        .enumerate()
    {
        let mut weights = vec![0; 3 * inputs * outputs];
        weights[from * 3 + 1] = ONE;
        let name = format!("encoder.{layer}.reparam_conv");
        halves(
            &mut file,
            &format!("{name}.weight"),
            &[3, inputs, outputs],
            &weights,
        );
        floats(
            &mut file,
            &format!("{name}.bias"),
            &[outputs],
            &vec![0.0; outputs],
        );
    }
    // Gates in the order input, forget, cell, output: everything in, nothing kept, everything out.
    let mut input = vec![0.0; 128 * 512];
    input[2 * 128 * 128] = 0.02;
    let mut bias = vec![0.0; 512];
    (bias[0], bias[128], bias[384]) = (10.0, -10.0, 10.0);
    floats(&mut file, "decoder.rnn.weight_ih", &[128, 512], &input);
    floats(&mut file, "decoder.rnn.bias_ih", &[512], &bias);
    floats(
        &mut file,
        "decoder.rnn.weight_hh",
        &[128, 512],
        &vec![0.0; 128 * 512],
    );
    floats(&mut file, "decoder.rnn.bias_hh", &[512], &[0.0; 512]);
    let mut last = vec![0; 128];
    last[0] = TWENTY;
    halves(&mut file, "decoder.decoder.2.weight", &[128], &last);
    // Upstream's converter squeezes tensors: a single number has no dimension.
    floats(&mut file, "decoder.decoder.2.bias", &[], &[-5.0]);
    file
}

fn number(file: &mut Vec<u8>, number: u32) {
    file.extend(number.to_le_bytes());
}

fn head(file: &mut Vec<u8>, name: &str, shape: &[usize], storage: u32) {
    let name = format!("_model.{name}");
    number(file, u32::try_from(shape.len()).unwrap());
    number(file, u32::try_from(name.len()).unwrap());
    number(file, storage);
    for &size in shape {
        number(file, u32::try_from(size).unwrap());
    }
    file.extend_from_slice(name.as_bytes());
}

fn halves(file: &mut Vec<u8>, name: &str, shape: &[usize], values: &[u16]) {
    head(file, name, shape, 1);
    file.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

fn floats(file: &mut Vec<u8>, name: &str, shape: &[usize], values: &[f32]) {
    head(file, name, shape, 0);
    file.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}
