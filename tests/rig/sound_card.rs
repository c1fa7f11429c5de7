//! A sound card without hardware: a private PulseAudio server behind ALSA's default device.
//!
//! Owns the server and what is played into the microphone and recorded from the loudspeaker. One stereo sink holds
//! both, the microphone left and the loudspeaker right, so that one recording of it keeps them together to the sample.
//! Knows nothing of mynah.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// Samples a second of the card.
pub const RATE: usize = 48_000;
/// A condition that is waited for is looked at this often, at most so many times.
const POLL_INTERVAL: Duration = Duration::from_millis(50);
const MAX_POLLS: usize = 200;

/// A running server.
pub struct SoundCard {
    folder: TempDir,
    server: Option<Child>,
}

impl SoundCard {
    /// Starts a server of its own; several can run side by side.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("run")).unwrap();
        let asound = "pcm.!default { type pulse }\nctl.!default { type pulse }\n";
        fs::write(folder.path().join(".asoundrc"), asound).unwrap();
        let mut card = Self { folder, server: None };
        card.switch_on();
        card
    }

    /// The home folder that leads ALSA to this card.
    pub fn home(&self) -> &Path {
        self.folder.path()
    }

    /// What a program needs to find the card.
    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let server = PathBuf::from(format!("unix:{}", self.socket().display()));
        vec![
            ("HOME", self.home().to_owned()),
            ("XDG_RUNTIME_DIR", self.folder.path().join("run")),
            ("PULSE_SERVER", server),
        ]
    }

    /// Where the server listens.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("run/native")
    }

    /// The server dies, as when a person unplugs the card.
    pub fn switch_off(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
        let _ = fs::remove_file(self.socket());
    }

    /// The server is there again, with the same devices.
    pub fn switch_on(&mut self) {
        let socket = format!(
            "load-module module-native-protocol-unix socket={} auth-anonymous=1",
            self.socket().display()
        );
        let remap = |name: &str, side: &str| {
            format!(
                "load-module module-remap-sink sink_name={name} master=world channels=1 channel_map=mono \
                 master_channel_map=front-{side} remix=no"
            )
        };
        let source = |name: &str, side: &str| {
            format!(
                "load-module module-remap-source source_name={name} master=world.monitor channels=1 channel_map=mono \
                 master_channel_map=front-{side} remix=no"
            )
        };
        // The socket comes last: nobody finds a server that is half ready.
        let script = [
            "load-module module-null-sink sink_name=world rate=48000 channels=2 channel_map=front-left,front-right",
            &remap("mouth", "left"),
            &remap("loudspeaker", "right"),
            &source("microphone", "left"),
            &source("ear", "right"),
            "set-default-sink loudspeaker",
            "set-default-source microphone",
            &socket,
        ];
        let path = self.folder.path().join("server.pa");
        fs::write(&path, script.join("\n") + "\n").unwrap();
        let log = File::create(self.folder.path().join("pulseaudio.log")).unwrap();
        let mut server = Command::new("pulseaudio");
        server.args([
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "-F",
        ]);
        server.arg(path);
        server
            .envs(self.environment())
            .env("PULSE_RUNTIME_PATH", self.folder.path().join("run"))
            .stdout(Stdio::null())
            .stderr(log);
        self.server = Some(
            server
                .spawn()
                .expect("pulseaudio is missing: make test installs it"),
        );
        let ready = (0..MAX_POLLS).any(|_| {
            std::thread::sleep(POLL_INTERVAL);
            self.tool("pactl", &["info"])
                .output()
                .is_ok_and(|output| output.status.success())
        });
        let log = fs::read_to_string(self.folder.path().join("pulseaudio.log")).unwrap_or_default();
        assert!(ready, "the sound server does not answer: {log}");
    }

    fn tool(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).envs(self.environment());
        command
    }

    /// Runs `pactl`; returns what it prints.
    fn control(&self, arguments: &[&str]) -> String {
        let output = self.tool("pactl", arguments).output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "pactl {arguments:?}: {complaint}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Says a recording into the microphone, at its own pace; returns when it has been said.
    pub fn say(&self, recording: &Path) {
        let output = self
            .tool("paplay", &["--device=mouth", "--latency-msec=20"])
            .arg(recording)
            .output()
            .unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "paplay {}: {complaint}",
            recording.display()
        );
    }

    /// The microphone is unplugged, and another one with another rate takes its place.
    pub fn swap_microphone(&self) {
        self.control(&[
            "load-module",
            "module-remap-source",
            "source_name=other",
            "master=world.monitor",
            "channels=1",
            "channel_map=mono",
            "master_channel_map=front-left",
            "remix=no",
            "rate=44100",
        ]);
        self.control(&["set-default-source", "other"]);
        let list = self.control(&["list", "short", "modules"]);
        let module = list
            .lines()
            .find(|line| line.contains("source_name=microphone"))
            .and_then(|line| line.split_whitespace().next())
            .expect("the microphone is there");
        self.control(&["unload-module", module]);
    }

    /// The server offers to cancel the echo, in a source and a sink beside the default ones.
    pub fn offer_echo_cancellation(&self) {
        // The real module keeps resynchronising on a sink without a clock of its own; how it is found is the same.
        self.control(&[
            "load-module",
            "module-remap-sink",
            "sink_name=played.echo-cancel",
            "master=loudspeaker",
        ]);
        self.control(&[
            "load-module",
            "module-remap-source",
            "source_name=clean.echo-cancel",
            "master=microphone",
        ]);
    }

    /// The microphone hears the loudspeaker, softer by this factor and this many milliseconds later.
    pub fn echo(&self, factor: f64, milliseconds: u32) {
        let latency = format!("latency_msec={milliseconds}");
        let module = self.control(&[
            "load-module",
            "module-loopback",
            "source=ear",
            "sink=mouth",
            &latency,
        ]);
        // `pactl list short sink-inputs` does not name the module, the long list does.
        let list = self.control(&["list", "sink-inputs"]);
        let owner = format!("Owner Module: {module}");
        let input = list
            .split("Sink Input #")
            .find(|part| part.lines().any(|line| line.trim() == owner))
            .and_then(|part| part.lines().next())
            .expect("the loop has a stream")
            .to_owned();
        // PulseAudio's volumes are cubic.
        let volume = format!("{:.0}", 65_536.0 * factor.cbrt());
        self.control(&["set-sink-input-volume", &input, &volume]);
    }

    /// Begins to record the microphone and the loudspeaker.
    pub fn record(&self) -> Recording {
        let path = self.folder.path().join("recording.raw");
        let recorder = self
            .tool(
                "parec",
                &[
                    "--device=world.monitor",
                    "--format=s16le",
                    "--rate=48000",
                    "--channels=2",
                ],
            )
            .arg("--latency-msec=20")
            .stdout(File::create(&path).unwrap())
            .spawn()
            .unwrap();
        Recording { recorder, path }
    }
}

impl Drop for SoundCard {
    fn drop(&mut self) {
        self.switch_off();
    }
}

/// A recording under way.
pub struct Recording {
    recorder: Child,
    path: PathBuf,
}

impl Recording {
    /// Ends it.
    pub fn finish(mut self) -> Heard {
        let _ = self.recorder.kill();
        let _ = self.recorder.wait();
        let bytes = fs::read(&self.path).unwrap();
        let side = |offset: usize| {
            bytes
                .chunks_exact(4)
                .map(|frame| f32::from(i16::from_le_bytes([frame[offset], frame[offset + 1]])) / 32_768.0)
                .collect()
        };
        Heard {
            microphone: Sound { samples: side(0) },
            loudspeaker: Sound { samples: side(2) },
        }
    }
}

/// Both sides of a recording, sample for sample at the same time.
pub struct Heard {
    /// What was said.
    pub microphone: Sound,
    /// What was answered.
    pub loudspeaker: Sound,
}

impl Heard {
    /// Seconds from the last sound of the question to the first sound of its answer. The end of the answer before, which may still
    /// sound at the beginning, is none.
    pub fn latency(&self) -> Option<f64> {
        let (_, said) = self.microphone.stretches(0.5).last().copied()?;
        let answers = self.loudspeaker.stretches(0.5);
        let (answered, _) = answers.into_iter().find(|(begin, _)| *begin > said)?;
        Some(answered - said)
    }
}

/// One side.
pub struct Sound {
    /// At [`RATE`].
    pub samples: Vec<f32>,
}

/// Frames of 10 ms.
const FRAME: usize = RATE / 100;
/// Above this level a frame is sound: -45 dB of full scale.
const AUDIBLE: f32 = 0.005_6;

impl Sound {
    /// The stretches of sound in seconds, apart by more than `gap` seconds.
    pub fn stretches(&self, gap: f64) -> Vec<(f64, f64)> {
        let mut found: Vec<(f64, f64)> = Vec::new();
        for (at, frame) in self.samples.chunks_exact(FRAME).enumerate() {
            let power = frame.iter().map(|sample| sample * sample).sum::<f32>() / 480.0;
            if power.sqrt() < AUDIBLE {
                continue;
            }
            let (start, end) = (at as f64 / 100.0, (at + 1) as f64 / 100.0);
            match found.last_mut() {
                Some(last) if start - last.1 <= gap => last.1 = end,
                _ => found.push((start, end)),
            }
        }
        found
    }

    /// The samples between two moments, in seconds.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "moments of this recording"
    )]
    pub fn between(&self, from: f64, to: f64) -> &[f32] {
        let at = |seconds: f64| ((seconds * RATE as f64) as usize).min(self.samples.len());
        &self.samples[at(from)..at(to)]
    }

    /// When a recording begins in it, in seconds: where the two are most alike.
    pub fn find(&self, recording: &Path) -> f64 {
        // An eighth of the rate is plenty for a place, and quick.
        const COARSE: usize = 8;
        let coarse = |samples: &[f32]| -> Vec<f32> {
            let mean = |chunk: &[f32]| chunk.iter().sum::<f32>() / COARSE as f32;
            samples.chunks_exact(COARSE).map(mean).collect()
        };
        let reader = hound::WavReader::open(recording).unwrap();
        let spec = reader.spec();
        assert_eq!(
            (spec.sample_rate, spec.channels),
            (48_000, 1),
            "{}",
            recording.display()
        );
        let known: Vec<f32> = reader
            .into_samples::<i16>()
            .map(|sample| f32::from(sample.unwrap()))
            .collect();
        let (known, heard) = (coarse(&known), coarse(&self.samples));
        let likeness = |at: usize| -> f32 {
            heard[at..]
                .iter()
                .zip(&known)
                .map(|(heard, known)| heard * known)
                .sum()
        };
        let best = (0..heard.len().saturating_sub(known.len()))
            .max_by(|left, right| likeness(*left).total_cmp(&likeness(*right)));
        best.unwrap_or(0) as f64 * COARSE as f64 / RATE as f64
    }

    /// Writes it as a WAV file.
    pub fn write(&self, path: &Path) {
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 48_000,
            bits_per_sample: 32,
            sample_format: hound::SampleFormat::Float,
        };
        let mut writer = hound::WavWriter::create(path, spec).unwrap();
        for sample in &self.samples {
            writer.write_sample(*sample).unwrap();
        }
        writer.finalize().unwrap();
    }
}
