//! Subtitles: a transcript's segments as cues that can be read, in the formats of players.
//!
//! A segment may be 28 s long, and the models tell no times of words: inside of it, time is divided by the width of the words, and
//! a cue that ends with a sentence or a comma ends at the pause that is nearest. Sizes are usual ones: two lines of 42 columns, at
//! most 7 s. Formats: `SubRip` has no specification; <https://www.w3.org/TR/webvtt1/>.

use std::ops::Range;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::hearing::Segment;

/// The widest line, in columns.
const LINE: usize = 42;
/// The widest cue: two lines.
const MAX_WIDTH: usize = 2 * LINE;
/// The longest cue, in seconds.
const MAX_DURATION: f64 = 7.0;
/// A pause this far from where it is expected, in seconds, belongs to other words.
const NEAR: f64 = 1.5;
/// The shortest cue that ends at a pause, in seconds.
const MIN_DURATION: f64 = 0.5;
/// What ends a sentence, and what parts it.
const ENDS: [char; 7] = ['.', '!', '?', '…', '。', '！', '？'];
const PARTS: [char; 7] = [',', ';', ':', '，', '、', '；', '：'];

/// What is shown, and when.
#[derive(Debug, Clone, PartialEq)]
struct Cue {
    /// Seconds from the start of the recording.
    start: f64,
    end: f64,
    text: String,
}

/// `SubRip` subtitles.
pub(crate) fn srt(segments: &[Segment]) -> String {
    written(segments, ',', str::to_owned).join("\n\n")
}

/// `WebVTT` subtitles.
pub(crate) fn vtt(segments: &[Segment]) -> String {
    let escaped = |text: &str| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    };
    let mut blocks = written(segments, '.', escaped);
    blocks.insert(0, "WEBVTT".to_owned());
    blocks.join("\n\n")
}

fn written(segments: &[Segment], point: char, escaped: impl Fn(&str) -> String) -> Vec<String> {
    segments
        .iter()
        .flat_map(cues)
        .enumerate()
        .map(|(index, cue)| {
            let (from, to) = (time(cue.start, point), time(cue.end, point));
            format!(
                "{}\n{from} --> {to}\n{}",
                index + 1,
                escaped(&in_lines(&cue.text))
            )
        })
        .collect()
}

/// `00:01:02,345`.
fn time(seconds: f64, point: char) -> String {
    let whole = std::time::Duration::from_secs_f64(seconds.max(0.0) + 0.0005);
    let (seconds, milliseconds) = (whole.as_secs(), whole.subsec_millis());
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!(
        "{hours:02}:{minutes:02}:{:02}{point}{milliseconds:03}",
        seconds % 60
    )
}

/// The cues of a segment, one after the other.
fn cues(segment: &Segment) -> Vec<Cue> {
    let whole = segment.text.width().max(1);
    let seconds = (segment.end - segment.start).max(0.0);
    let mut cues = Vec::new();
    let (mut start, mut rest) = (segment.start, whole);
    for text in cut(&segment.text, widest(seconds / whole as f64)) {
        let expected = start + (segment.end - start) * text.width() as f64 / rest.max(1) as f64;
        rest = rest.saturating_sub(text.width());
        let text = text.trim();
        let pause = (rest > 0 && (text.ends_with(ENDS) || text.ends_with(PARTS)))
            .then(|| nearest_pause(segment, start, expected))
            .flatten();
        let (end, next) = pause.map_or((expected, expected), |pause| (pause.start, pause.end));
        cues.push(Cue {
            start,
            end: end.min(start + MAX_DURATION),
            text: text.to_owned(),
        });
        start = next;
    }
    cues
}

/// The pause that is nearest to a time, for a cue with this start.
fn nearest_pause(segment: &Segment, start: f64, expected: f64) -> Option<&Range<f64>> {
    let distance = |pause: &&Range<f64>| (f64::midpoint(pause.start, pause.end) - expected).abs();
    segment
        .pauses
        .iter()
        .filter(|pause| pause.start > start + MIN_DURATION && distance(pause) <= NEAR)
        .min_by(|one, other| distance(one).total_cmp(&distance(other)))
}

/// The columns that are said in the time of the longest cue, at most those of the widest.
fn widest(seconds_a_column: f64) -> usize {
    (1..MAX_WIDTH)
        .take_while(|columns| *columns as f64 * seconds_a_column <= MAX_DURATION)
        .count()
        .max(1)
}

/// Cuts a text into parts of at most so many columns, where a reader would: after a sentence, a comma, or a word.
fn cut(text: &str, widest: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part: Vec<&str> = Vec::new();
    for word in words(text) {
        while !part.is_empty() && columns(&part) + word.trim_end().width() > widest {
            let kept = part.split_off(best_end(&part));
            parts.push(part.concat());
            part = kept;
        }
        part.push(word);
    }
    parts.push(part.concat());
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// After how many of these words to cut.
fn best_end(words: &[&str]) -> usize {
    let ends = |marks: &[char]| {
        let (last, _) = words
            .iter()
            .enumerate()
            .rfind(|(_, word)| word.trim_end().ends_with(marks))?;
        let is_late = columns(&words[..=last]) * 3 >= columns(words);
        is_late.then_some(last + 1)
    };
    ends(&ENDS).or_else(|| ends(&PARTS)).unwrap_or(words.len())
}

/// Words with the space behind them; of a writing without spaces, letters with the marks behind them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, letter) in text.char_indices() {
        let is_new = before.is_some_and(|before| {
            let after_space = before.is_whitespace() && !letter.is_whitespace();
            let beside_ideograph = (is_wide(before) || is_wide(letter)) && letter.is_alphanumeric();
            after_space || beside_ideograph
        });
        if is_new {
            words.push(&text[start..at]);
            start = at;
        }
        before = Some(letter);
    }
    words.push(&text[start..]);
    words
}

fn is_wide(letter: char) -> bool {
    letter.width() == Some(2)
}

fn columns(words: &[&str]) -> usize {
    words.iter().map(|word| word.width()).sum()
}

/// A cue's text in one line, or in two of about the same width.
fn in_lines(text: &str) -> String {
    if text.width() <= LINE {
        return text.to_owned();
    }
    let words = words(text);
    let wider = |at: &usize| columns(&words[..*at]).max(columns(&words[*at..]));
    match (1..words.len()).min_by_key(wider) {
        Some(at) => format!("{}\n{}", words[..at].concat().trim_end(), words[at..].concat()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(start: f64, end: f64, text: &str) -> Segment {
        Segment {
            start,
            end,
            text: text.to_owned(),
            pauses: Vec::new(),
        }
    }

    const SPEECH: &str = "Good morning, and welcome to the museum of the town. The tour begins at ten o'clock in the hall, \
        takes one hour and a half, and ends in the garden behind the house. Please leave your bags at the desk. \
        Photographs are welcome, but without a flash, because the light fades the old colours.";

    #[test]
    fn short_segments_are_one_cue_each_with_the_times_of_players() {
        let segments = [
            segment(0.25, 1.5, "Good morning."),
            segment(3725.0, 3726.9996, "Bye."),
        ];
        assert_eq!(
            srt(&segments),
            "1\n00:00:00,250 --> 00:00:01,500\nGood morning.\n\n2\n01:02:05,000 --> 01:02:07,000\nBye."
        );
        assert_eq!(
            vtt(&segments),
            "WEBVTT\n\n1\n00:00:00.250 --> 00:00:01.500\nGood morning.\n\n2\n01:02:05.000 --> 01:02:07.000\nBye."
        );
        assert_eq!(vtt(&[]), "WEBVTT");
    }

    #[test]
    fn a_long_segment_becomes_cues_that_can_be_read_and_follow_each_other() {
        for (end, text) in [
            (21.0, SPEECH.to_owned()),
            (60.0, SPEECH.to_owned()),
            (
                26.0,
                "博物馆上午九点开门，下午五点关门。请不要在展厅里拍照。".repeat(5),
            ),
        ] {
            let cues = cues(&segment(1.0, end, &text));
            assert!(cues.len() >= 3, "{cues:?}");
            for cue in &cues {
                assert!(cue.text.width() <= MAX_WIDTH, "{cue:?}");
                assert!(
                    cue.end > cue.start && cue.end - cue.start <= MAX_DURATION + 1e-9,
                    "{cue:?}"
                );
                assert!(in_lines(&cue.text).lines().count() <= 2, "{cue:?}");
            }
            assert!(cues.windows(2).all(|pair| pair[0].end <= pair[1].start + 1e-9));
            assert!((cues[0].start - 1.0).abs() < 1e-9 && (cues[cues.len() - 1].end - end).abs() < 0.2);
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            let joined: String = cues.iter().map(|cue| cue.text.as_str()).collect();
            assert_eq!(letters(&joined), letters(&text));
        }
    }

    #[test]
    fn cues_end_with_sentences_where_they_can() {
        let cues = cues(&segment(0.0, 20.0, SPEECH));
        assert_eq!(
            cues[0].text,
            "Good morning, and welcome to the museum of the town."
        );
        assert!(cues[1].text.ends_with("a half,"), "{cues:?}");
    }

    #[test]
    fn a_cue_that_ends_a_sentence_ends_at_the_pause_behind_it_and_no_other_does() {
        let mut segment = segment(0.0, 20.0, SPEECH);
        let plain = cues(&segment);
        // Behind the first sentence, early in the second, and far from any end.
        segment.pauses = vec![4.0..4.6, 5.0..5.3, 18.5..18.8];
        let cues = cues(&segment);
        assert!(
            (cues[0].end - 4.0).abs() < 1e-9 && (cues[1].start - 4.6).abs() < 1e-9,
            "{cues:?}"
        );
        assert!(
            cues[1].end > 6.0 && (cues[cues.len() - 1].end - 20.0).abs() < 1e-9,
            "{cues:?}"
        );
        let texts = |cues: &[Cue]| cues.iter().map(|cue| cue.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&cues), texts(&plain));
    }

    #[test]
    fn two_lines_have_about_the_same_width() {
        let lines = in_lines("The tour begins at ten o'clock in the hall, takes an hour");
        assert_eq!(
            lines,
            "The tour begins at ten o'clock\nin the hall, takes an hour"
        );
    }

    #[test]
    fn a_word_without_end_is_a_cue_of_its_own() {
        let long = "a".repeat(200);
        let cues = cues(&segment(0.0, 5.0, &format!("No {long} no.")));
        assert_eq!(cues.len(), 3, "{cues:?}");
        assert_eq!(cues[1].text, long);
    }

    #[test]
    fn what_would_be_markup_is_escaped_in_web_subtitles_only() {
        let segments = [segment(0.0, 1.0, "Tom & <b>Jerry</b>")];
        assert!(vtt(&segments).ends_with("Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;"));
        assert!(srt(&segments).ends_with("Tom & <b>Jerry</b>"));
    }
}
