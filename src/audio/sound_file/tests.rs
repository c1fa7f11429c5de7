//! Every coding that is read, and files that are cut, mutated, too long, or no files.

use std::path::PathBuf;
use std::process::Command;

use super::super::level::rms_dbfs;
use super::super::{SampleRate, wav};
use super::*;

const MINUTE: Duration = Duration::from_secs(60);

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/sound")
        .join(name)
}

/// A tone of 1.5 s at half of the full scale, made by sox with these options.
fn tone(folder: &Path, name: &str, options: &[&str]) -> PathBuf {
    let path = folder.join(name);
    let made = Command::new("sox")
        .arg("-n")
        .args(options)
        .arg(&path)
        .args(["synth", "1.5", "sine", "440", "gain", "-6"])
        .status()
        .unwrap();
    assert!(made.success(), "{name}");
    path
}

/// Seconds, and the level in decibels.
fn measured(path: &Path) -> (f64, f32) {
    let read = read(path, MINUTE).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.rate, SampleRate::SPEECH);
    (read.duration().as_secs_f64(), rms_dbfs(&read.samples).0)
}

/// Of a sine, by its zero crossings.
fn hertz(path: &Path) -> f64 {
    let read = read(path, MINUTE).unwrap();
    let inner = &read.samples[4_000..12_000];
    let crossings = inner
        .windows(2)
        .filter(|pair| (pair[0] < 0.0) != (pair[1] < 0.0))
        .count();
    crossings as f64
}

fn sound() -> Samples {
    Samples {
        rate: SampleRate::SPEECH,
        samples: (0..1600).map(|at| (at as f32 / 50.0).sin() * 0.5).collect(),
    }
}

/// A small WAV file.
fn written() -> (tempfile::TempDir, PathBuf, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sound.wav");
    wav::write(&path, &sound()).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    (folder, path, bytes)
}

fn message(path: &Path) -> String {
    let message = read(path, MINUTE).unwrap_err().to_string();
    assert!(message.contains(&path.display().to_string()), "{message}");
    message
}

#[test]
fn what_is_written_is_read_again() {
    let (_folder, path, _) = written();
    let (read, original) = (read(&path, MINUTE).unwrap(), sound());
    assert_eq!(read.samples.len(), 1600);
    let close = |(got, expected): (&f32, &f32)| (got - expected).abs() < 1e-4;
    assert!(read.samples.iter().zip(&original.samples).all(close));
}

#[test]
fn every_coding_of_wav_files_keeps_duration_pitch_and_level() {
    let folder = tempfile::tempdir().unwrap();
    for (name, options) in [
        ("8.wav", &["-b", "8", "-e", "unsigned-integer"][..]),
        ("16.wav", &["-b", "16"]),
        ("24.wav", &["-b", "24"]),
        ("32.wav", &["-b", "32", "-e", "signed-integer"]),
        ("float.wav", &["-b", "32", "-e", "floating-point"]),
        ("double.wav", &["-b", "64", "-e", "floating-point"]),
        ("a-law.wav", &["-e", "a-law"]),
        ("mu-law.wav", &["-e", "mu-law"]),
        ("ima.wav", &["-e", "ima-adpcm"]),
        ("microsoft.wav", &["-e", "ms-adpcm"]),
    ] {
        for (rate, channels) in [("8000", "1"), ("44100", "2")] {
            let options: Vec<&str> = ["-r", rate, "-c", channels]
                .into_iter()
                .chain(options.iter().copied())
                .collect();
            let path = tone(folder.path(), name, &options);
            let (seconds, level) = measured(&path);
            // ADPCM fills its last block.
            assert!(
                (1.5..1.6).contains(&(seconds + 1e-3)),
                "{name}, {rate} Hz: {seconds} s"
            );
            assert!((level + 9.0).abs() < 0.5, "{name}, {rate} Hz: {level} dB");
            assert!((hertz(&path) - 440.0).abs() <= 1.0, "{name}, {rate} Hz");
        }
    }
}

#[test]
fn flac_and_vorbis_keep_duration_pitch_and_level() {
    let folder = tempfile::tempdir().unwrap();
    for (name, options) in [
        ("mono.flac", &["-r", "16000", "-c", "1"][..]),
        ("stereo.flac", &["-r", "48000", "-c", "2", "-b", "24"]),
        ("high.flac", &["-r", "192000", "-c", "2"]),
        ("mono.ogg", &["-r", "16000", "-c", "1"]),
        ("stereo.ogg", &["-r", "44100", "-c", "2"]),
        ("surround.wav", &["-r", "48000", "-c", "6"]),
    ] {
        let path = tone(folder.path(), name, options);
        let (seconds, level) = measured(&path);
        assert!((seconds - 1.5).abs() < 0.01, "{name}: {seconds} s");
        assert!((level + 9.0).abs() < 0.5, "{name}: {level} dB");
        assert!((hertz(&path) - 440.0).abs() <= 1.0, "{name}");
    }
}

#[test]
fn mp3_aac_and_alac_keep_duration_and_level() {
    for (name, seconds, level) in [
        ("speech.mp3", 1.759, -21.4),
        ("speech.m4a", 1.759, -21.4),
        ("speech.aac", 1.759, -21.4),
        ("tone-alac.m4a", 1.0, -9.1),
        ("tone-film.mp4", 1.0, -9.1),
    ] {
        let (got, loudness) = measured(&fixture(name));
        // What an encoder adds before and after is not always told.
        assert!((seconds - 0.01..seconds + 0.1).contains(&got), "{name}: {got} s");
        assert!((loudness - level).abs() < 0.6, "{name}: {loudness} dB");
    }
    assert!((hertz(&fixture("tone-alac.m4a")) - 440.0).abs() <= 1.0);
    assert!((hertz(&fixture("tone-film.mp4")) - 440.0).abs() <= 1.0);
}

#[test]
fn tags_and_zeros_before_the_sound_are_skipped_and_names_do_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrongly-named.wav");
    let mut sound = std::fs::read(fixture("speech.mp3")).unwrap();
    let own_tag = sound.windows(2).position(|pair| pair == [0xFF, 0xF3]).unwrap();
    sound.drain(..own_tag);
    let whole = read(&fixture("speech.mp3"), MINUTE).unwrap();
    let picture = vec![0xFF; 300_000];
    let size: Vec<u8> = [21, 14, 7, 0]
        .iter()
        .map(|shift| u8::try_from(picture.len() >> shift & 0x7F).unwrap())
        .collect();
    let tag = [&b"ID3\x04\x00\x00"[..], &size, &picture].concat();
    for before in [tag.clone(), [tag.clone(), tag].concat(), vec![0; 500]] {
        std::fs::write(&path, [before, sound.clone()].concat()).unwrap();
        assert_eq!(read(&path, MINUTE).unwrap(), whole);
    }
}

#[test]
fn a_length_that_is_unknown_reaches_to_the_end() {
    let (_folder, path, mut bytes) = written();
    for length in [0_u32, 0x7FFF_F000, u32::MAX] {
        bytes[40..44].copy_from_slice(&length.to_le_bytes());
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(read(&path, MINUTE).unwrap().samples.len(), 1600, "{length:x}");
    }
}

#[test]
fn a_file_that_is_cut_anywhere_is_refused() {
    let (folder, path, bytes) = written();
    for end in 0..bytes.len() {
        std::fs::write(&path, &bytes[..end]).unwrap();
        assert!(read(&path, MINUTE).is_err(), "{end}");
    }
    let flac = tone(folder.path(), "tone.flac", &["-r", "16000", "-c", "1"]);
    let ogg = tone(folder.path(), "tone.ogg", &["-r", "16000", "-c", "1"]);
    for whole in [
        flac,
        ogg,
        fixture("speech.m4a"),
        fixture("speech.mp3"),
        fixture("tone-alac.m4a"),
    ] {
        let bytes = std::fs::read(&whole).unwrap();
        let cut = folder.path().join("cut");
        for part in [2, 3, 10] {
            std::fs::write(&cut, &bytes[..bytes.len() / part]).unwrap();
            let message = message(&cut);
            let is_told = message.contains("cut short") || message.contains("coded in a way");
            assert!(is_told, "{} / {part}: {message}", whole.display());
        }
        for end in 0..64 {
            std::fs::write(&cut, &bytes[..end]).unwrap();
            message(&cut);
        }
    }
}

#[test]
fn hostile_headers_end_in_sound_or_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let (_other, wav, _) = written();
    let options = &["-r", "8000", "-c", "1"][..];
    let files = [
        wav,
        tone(folder.path(), "tone.flac", options),
        tone(folder.path(), "tone.ogg", options),
        fixture("speech.mp3"),
        fixture("speech.m4a"),
        fixture("speech.aac"),
        fixture("tone-alac.m4a"),
    ];
    let path = folder.path().join("mutated");
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        // The tables of an MP4 file are at its end.
        let places = (0..96).chain((bytes.len() - 900..bytes.len()).step_by(11));
        for at in places {
            for value in [0, 0x7F, 0xFF] {
                let mut mutated = bytes.clone();
                mutated[at] = value;
                std::fs::write(&path, &mutated).unwrap();
                if let Err(error) = read(&path, MINUTE) {
                    assert!(error.to_string().contains("mutated"), "{error}");
                }
            }
        }
    }
}

#[test]
fn a_file_that_is_too_long_is_refused_from_its_header() {
    let (folder, path, mut bytes) = written();
    bytes[40..44].copy_from_slice(&0x7000_0000_u32.to_le_bytes());
    std::fs::write(&path, &bytes).unwrap();
    let told = message(&path);
    assert!(
        told.contains("minutes long") && told.contains("60 seconds"),
        "{told}"
    );
    let second = Duration::from_secs(1);
    let options = &["-r", "8000", "-c", "1"][..];
    for path in [
        tone(folder.path(), "tone.flac", options),
        tone(folder.path(), "tone.ogg", options),
        tone(
            folder.path(),
            "ima.wav",
            &["-r", "8000", "-c", "1", "-e", "ima-adpcm"],
        ),
        fixture("speech.mp3"),
        fixture("speech.m4a"),
        // Its length is not told.
        fixture("speech.aac"),
    ] {
        let message = read(&path, second).unwrap_err().to_string();
        assert!(message.contains("at most 1 seconds"), "{message}");
    }
}

#[test]
fn what_is_no_sound_file_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let page = b"<!DOCTYPE html><html><title>404</title></html>";
    let tagged = [&b"ID3\x04\x00\x00\x00\x00\x00\x05hello"[..], page].concat();
    for (path, expected) in [
        (file("page.mp3", page), "web page"),
        (file("tagged.mp3", &tagged), "web page"),
        (file("tag.mp3", &tagged[..15]), "empty"),
        (file("empty.flac", b""), "empty"),
        (file("noise.ogg", &[0xA5; 5_000]), "no format"),
        (file("zeros.mp3", &[0; 5_000]), "no format"),
        (file("film.webm", b"\x1A\x45\xDF\xA3 and so on"), "WebM"),
        (file("music.wav", b"RIFF\x10\x00\x00\x00AVI LIST"), "another kind"),
        (fixture("speech-opus.ogg"), "Opus"),
        (folder.path().to_owned(), "a folder"),
        (PathBuf::from("/dev/zero"), "a device"),
        (PathBuf::from("/nowhere.mp3"), "check the path"),
    ] {
        let message = message(&path);
        assert!(message.contains(expected), "{expected}: {message}");
        assert!(
            message.ends_with('.') || message.contains("ffmpeg -i"),
            "{message}"
        );
    }
}

#[test]
fn a_pipe_is_refused_without_waiting_for_a_writer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe.wav");
    let made = Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    assert!(message(&path).contains("a pipe"));
}

#[test]
fn a_huge_file_is_refused_or_given_up_after_some_megabytes() {
    let folder = tempfile::tempdir().unwrap();
    // Sparse files take no room.
    let sparse = |name: &str, start: &[u8], length: u64| {
        let path = folder.path().join(name);
        std::fs::write(&path, start).unwrap();
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(length)
            .unwrap();
        path
    };
    let large = sparse("large.mp3", b"ID3", MAX_FILE_BYTES + 1);
    assert!(message(&large).contains("4096 MB"));
    let mp3 = std::fs::read(fixture("speech.mp3")).unwrap();
    for (name, start) in [
        ("frame.mp3", &mp3[..200]),
        ("ogg.ogg", b"OggS"),
        ("flac.flac", b"fLaC\x00\x00\x00\x22"),
        ("mp4.m4a", b"\x00\x00\x00\x10ftypM4A \x00\x00\x00\x00"),
    ] {
        message(&sparse(name, start, 1 << 30));
    }
}

#[test]
fn names_of_sound_files_are_known_in_any_case() {
    for name in ["a.wav", "a.MP3", "b/c.Flac", "x.ogg", "x.m4a"] {
        assert!(is_named_like_one(Path::new(name)), "{name}");
    }
    for name in ["a", "wav", "a.txt", "a.wav.txt", ".mp3"] {
        assert!(!is_named_like_one(Path::new(name)), "{name}");
    }
}
