//! Voices that piper-tts's own training code exported, against what piper-tts and onnxruntime make of them.
//!
//! `tests/peers/upstream_piper.py` makes them; they are too large for the repository. `MYNAH_UPSTREAM_VOICES` names their folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;

/// Relative error of the samples: sums in another order, through some thirty layers.
const TOLERANCE: f32 = 1e-3;
/// Which samples are written down.
const STEP: usize = 61;

#[derive(Deserialize)]
struct Expected {
    voices: BTreeMap<String, Spoken>,
}

#[derive(Deserialize)]
struct Spoken {
    texts: Vec<String>,
    /// Of the sentences of each text.
    ids: Vec<Vec<Vec<i32>>>,
    /// Of the first sentence of the first text, without noise.
    samples: usize,
    every_61st: Vec<f32>,
}

fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("MYNAH_UPSTREAM_VOICES").expect("MYNAH_UPSTREAM_VOICES names the files"))
}

#[test]
#[ignore = "needs the files of tests/peers/upstream_piper.py"]
fn exported_voices_give_the_ids_of_piper_and_the_samples_of_onnxruntime() {
    let text = std::fs::read_to_string(folder().join("expected.json")).unwrap();
    let expected: Expected = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    for (name, theirs) in expected.voices {
        let path = folder().join(format!("{name}.onnx"));
        println!("{name}: {}", describe(&path).unwrap());
        let mut voice = Piper::load(&path, &SpeakingConfig::default()).unwrap();
        for (text, ids) in theirs.texts.iter().zip(&theirs.ids) {
            let ours = voice.numbers(&voice.phonemes(text).unwrap());
            if [ours.clone()] != ids[..] {
                wrong.push(format!("{name}: {text:?} is {ours:?} instead of {ids:?}"));
            }
        }
        voice.scales = [0.0, 1.0, 0.0];
        let sound = voice.run(theirs.ids[0][0].clone()).unwrap();
        assert_eq!(sound.len(), theirs.samples, "{name}");
        let (mut difference, mut whole) = (0.0, 0.0);
        for (ours, theirs) in sound.iter().step_by(STEP).zip(&theirs.every_61st) {
            difference += (ours - theirs).powi(2);
            whole += theirs.powi(2);
        }
        let deviation = (difference / whole).sqrt();
        println!("{name}: samples deviate by {deviation:e}");
        if deviation > TOLERANCE {
            wrong.push(format!("{name}: samples deviate by {deviation}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
