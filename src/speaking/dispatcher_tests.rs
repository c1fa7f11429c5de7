//! Tests of the output module: the server's lines in, replies and sound out.

use std::io::Cursor;
use std::time::Duration;

use super::super::{SpeakingConfig, VoiceEngine};
use super::*;

/// A pipe to the server that can be read while it is written.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Pipe {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    /// Waits for an event; the texts so far.
    fn wait(&self, event: &str) -> String {
        for _ in 0..400 {
            if self.text().contains(event) {
                break;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        let text = self.text();
        assert!(
            text.contains(event),
            "{event}: {:?}",
            &text[..text.len().min(300)]
        );
        text
    }
}

fn serve_lines(lines: &str) -> Pipe {
    let config = SpeakingConfig {
        engine: VoiceEngine::EspeakNg,
        ..SpeakingConfig::default()
    };
    let voices = Voices::new(&config, None).unwrap();
    let offered = [("English", "en-us"), ("Russian", "ru")].map(|(name, language)| OfferedVoice {
        name: name.to_owned(),
        language: language.to_owned(),
    });
    let pipe = Pipe::default();
    serve(Cursor::new(lines.to_owned()), pipe.clone(), voices, &offered, 50).unwrap();
    pipe
}

#[test]
fn a_text_is_spoken_with_its_marks_between_begin_and_end() {
    let pipe = serve_lines(
        "INIT\nAUDIO\naudio_output_method=server\n.\nSPEAK\n<speak>One.<mark name=\"__spd_0\"/>Two.</speak>\n.\n",
    );
    let told = pipe.wait("702 END");
    let at = |event: &str| told.find(event).unwrap_or_else(|| panic!("{event}"));
    let order = [
        "299 OK LOADED SUCCESSFULLY",
        "203 OK AUDIO INITIALIZED",
        "202 OK RECEIVING MESSAGE",
        "200 OK SPEAKING",
        "701 BEGIN",
        "705-AUDIO",
        "700-__spd_0\n700 INDEX MARK",
        "702 END",
    ];
    assert!(
        order.windows(2).all(|pair| at(pair[0]) < at(pair[1])),
        "{order:?}"
    );
}

#[test]
fn a_stop_is_answered_at_once_and_nothing_follows_it() {
    let long = "This sentence is here to be stopped. ".repeat(200);
    let pipe = serve_lines(&format!("SPEAK\n{long}\n.\nSTOP\nSPEAK\nTwo.\n.\n"));
    let told = pipe.wait("702 END");
    assert_eq!(told.matches("703 STOP").count(), 1);
    assert!(told.find("703 STOP") < told.find("702 END"));
}

#[test]
fn a_voice_is_listed_for_its_language_and_chosen_by_its_name() {
    let pipe =
        serve_lines("LIST VOICES ru\nLIST VOICES xx\nSET\nrate=50\nsynthesis_voice=Russian\n.\nNO\nQUIT\n");
    let told = pipe.text();
    assert_eq!(
        told,
        "200-Russian\tru\tnone\n200 OK VOICE LIST SENT\n304 CANT LIST VOICES\n203 OK RECEIVING SETTINGS\n203 OK SETTINGS RECEIVED\n300 ERR UNKNOWN COMMAND\n210 OK QUIT\n"
    );
}

#[test]
fn another_way_of_playing_and_hostile_lines_are_refused() {
    let long = "x".repeat(MAX_TEXT_LEN + 1);
    let told = serve_lines(&format!(
        "AUDIO\naudio_output_method=pulse\n.\nSET\nrate=fast\n.\nSPEAK\n.\nSPEAK\n{long}\n.\n\u{0}\n"
    ))
    .text();
    assert_eq!(told.matches("303 ERROR INVALID PARAMETER OR VALUE").count(), 2);
    assert_eq!(told.matches("301 ERROR CANT SPEAK").count(), 2);
    assert!(!told.contains("200 OK SPEAKING"));
}

#[test]
fn rate_pitch_and_volume_stay_in_their_ranges() {
    let manner = |value| Manner {
        rate: value,
        pitch: value,
        volume: value,
    };
    for (value, pace, pitch, gain) in [
        (0, 100, 50, 0.25),
        (100, 255, 99, 1.0),
        (-100, 48, 0, 0.0),
        (i32::MAX, 255, 99, 1.0),
        (i32::MIN, 48, 0, 0.0),
    ] {
        let manner = manner(value);
        assert_eq!((manner.pace(), manner.pitch(50)), (pace, pitch), "{value}");
        assert!((manner.gain() - gain).abs() < 1e-6, "{value}");
    }
}

#[test]
fn line_ends_and_escapes_in_the_sound_are_escaped() {
    let sample = |level: i16| f32::from(level) / 32_767.0;
    let bytes = encoded(&[sample(10), sample(125), sample(3)], 22_050, 1.0);
    let body = bytes.split(|byte| *byte == 0).skip(1).collect::<Vec<_>>();
    assert_eq!(body[0], [0x7d, 0x2a]);
    assert_eq!(body[1], [0x7d, 0x5d]);
    assert!(bytes.ends_with(b"\n705 AUDIO\n"));
}
