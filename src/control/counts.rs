//! What is counted of a conversation: turns, faults, and how long people wait. Never words.
//!
//! Owns the counters and their names; pure. They hold no text and grow with nothing: their number is fixed. `exposition` writes them,
//! and reads what an earlier process has counted.

use super::news::{Told, TurnTold};
use super::turn_outcome::TurnOutcome;
use crate::conversation::{Milliseconds, Stage};

const STAGES: [Stage; 6] = [
    Stage::Hearing,
    Stage::Mind,
    Stage::Speaking,
    Stage::Playback,
    Stage::Capture,
    Stage::Record,
];

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Hearing => "hearing",
        Stage::Mind => "mind",
        Stage::Speaking => "speaking",
        Stage::Playback => "playback",
        Stage::Capture => "capture",
        Stage::Record => "record",
    }
}

/// Buckets of waiting, in seconds: what people notice lies between half a second and three.
const WAITS: [f64; 10] = [0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0];
/// Buckets of whole turns, in seconds: an answer is spoken for so long.
const WHOLE_TURNS: [f64; 10] = [0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0];

/// Durations in fixed buckets.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Histogram {
    /// How many were at most as long as each bound, and at the end all.
    buckets: [u64; 11],
    /// Of all, in microseconds.
    sum: u64,
}

impl Histogram {
    const EMPTY: Self = Self {
        buckets: [0; 11],
        sum: 0,
    };

    fn observe(&mut self, bounds: &[f64; 10], took: Option<Milliseconds>) {
        let Some(seconds) = took
            .map(|took| took.0 / 1_000.0)
            .filter(|seconds| *seconds >= 0.0)
        else {
            return;
        };
        let bounds = bounds.iter().copied().chain([f64::INFINITY]);
        for (bucket, bound) in self.buckets.iter_mut().zip(bounds) {
            *bucket = bucket.saturating_add(u64::from(seconds <= bound));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is positive, and saturates"
        )]
        let micros = (seconds * 1e6) as u64;
        self.sum = self.sum.saturating_add(micros);
    }
}

/// A group of counters, as it is described in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Family {
    pub name: &'static str,
    pub kind: &'static str,
    pub help: &'static str,
}

const fn family(name: &'static str, kind: &'static str, help: &'static str) -> Family {
    Family { name, kind, help }
}

const TURNS: Family = family("mynah_turns_total", "counter", "Turns that have ended, by how.");
const IGNORED: Family = family(
    "mynah_utterances_ignored_total",
    "counter",
    "Sounds that were taken for speech and held no words for the machine.",
);
const FAULTS: Family = family(
    "mynah_faults_total",
    "counter",
    "Faults, by the stage they came from.",
);
const LOST: Family = family(
    "mynah_news_lost_total",
    "counter",
    "How often the machine was too busy to count.",
);
const FIRST_SOUND: Family = family(
    "mynah_first_sound_seconds",
    "histogram",
    "From the end of the question to the first sound of the answer.",
);
const TRANSCRIPTION: Family = family(
    "mynah_transcription_seconds",
    "histogram",
    "From the end of the speech to its transcript.",
);
const FIRST_TOKEN: Family = family(
    "mynah_first_token_seconds",
    "histogram",
    "From the end of the question to the first token of the answer.",
);
const WHOLE: Family = family(
    "mynah_turn_seconds",
    "histogram",
    "From the end of the question to the end of its turn.",
);

/// A line of the counters.
pub(super) enum Counted<'a> {
    /// What follows.
    Family(Family),
    /// A number, by its name and labels.
    Number(String, &'a mut u64),
    /// Seconds, counted in microseconds.
    Micros(String, &'a mut u64),
}

/// The counters of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counts {
    turns: [u64; TurnOutcome::ALL.len()],
    ignored: u64,
    faults: [u64; STAGES.len()],
    lost: u64,
    first_sound: Histogram,
    transcription: Histogram,
    first_token: Histogram,
    whole: Histogram,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            turns: [0; TurnOutcome::ALL.len()],
            ignored: 0,
            faults: [0; STAGES.len()],
            lost: 0,
            first_sound: Histogram::EMPTY,
            transcription: Histogram::EMPTY,
            first_token: Histogram::EMPTY,
            whole: Histogram::EMPTY,
        }
    }
}

impl Counts {
    /// Counts news.
    pub(super) fn count(&mut self, told: &Told) {
        match told {
            Told::Turn(turn) => self.turn(turn),
            Told::Ignored => self.ignored = self.ignored.saturating_add(1),
            Told::Fault { stage, .. } => {
                let at = STAGES.iter().position(|known| known == stage);
                if let Some(count) = at.and_then(|at| self.faults.get_mut(at)) {
                    *count = count.saturating_add(1);
                }
            }
            Told::Lost => self.lost = self.lost.saturating_add(1),
            Told::Progress { .. } | Told::Phase { .. } | Told::Listening(_) | Told::Transcript { .. } => {}
        }
    }

    fn turn(&mut self, turn: &TurnTold) {
        let Some(outcome) = turn.outcome else {
            return;
        };
        if let Some(count) = self.turns.get_mut(outcome.index()) {
            *count = count.saturating_add(1);
        }
        // Nobody waited for what answers no question.
        if turn.question.is_none() {
            return;
        }
        let times = &turn.timeline;
        self.first_sound.observe(&WAITS, times.first_audio);
        self.transcription
            .observe(&WAITS, times.transcript.filter(|_| turn.spoken));
        self.first_token.observe(&WAITS, times.first_token);
        self.whole.observe(&WHOLE_TURNS, times.total);
    }

    /// Visits all counters in the order of the file. Their number and names never change.
    pub(super) fn visit(&mut self, visit: &mut dyn FnMut(Counted<'_>)) {
        visit(Counted::Family(TURNS));
        for (outcome, count) in TurnOutcome::ALL.into_iter().zip(&mut self.turns) {
            let key = format!("{}{{outcome=\"{}\"}}", TURNS.name, outcome.name());
            visit(Counted::Number(key, count));
        }
        visit(Counted::Family(IGNORED));
        visit(Counted::Number(IGNORED.name.to_owned(), &mut self.ignored));
        visit(Counted::Family(FAULTS));
        for (stage, count) in STAGES.into_iter().zip(&mut self.faults) {
            let key = format!("{}{{stage=\"{}\"}}", FAULTS.name, stage_name(stage));
            visit(Counted::Number(key, count));
        }
        visit(Counted::Family(LOST));
        visit(Counted::Number(LOST.name.to_owned(), &mut self.lost));
        for (family, bounds, histogram) in [
            (FIRST_SOUND, &WAITS, &mut self.first_sound),
            (TRANSCRIPTION, &WAITS, &mut self.transcription),
            (FIRST_TOKEN, &WAITS, &mut self.first_token),
            (WHOLE, &WHOLE_TURNS, &mut self.whole),
        ] {
            let name = family.name;
            visit(Counted::Family(family));
            for (bucket, bound) in histogram.buckets.iter_mut().zip(bounds) {
                visit(Counted::Number(
                    format!("{name}_bucket{{le=\"{bound}\"}}"),
                    bucket,
                ));
            }
            let [.., all] = &mut histogram.buckets;
            visit(Counted::Number(format!("{name}_bucket{{le=\"+Inf\"}}"), all));
            visit(Counted::Micros(format!("{name}_sum"), &mut histogram.sum));
            let mut count = *all;
            visit(Counted::Number(format!("{name}_count"), &mut count));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::{AskedBack, Timeline, Turn};

    fn turn(question: Option<&str>) -> Turn {
        Turn {
            question: question.map(str::to_owned),
            reply: "Yes.".to_owned(),
            ..Turn::default()
        }
    }

    #[test]
    fn a_turn_has_one_outcome() {
        let of = |change: fn(&mut Turn)| {
            let mut turn = turn(Some("Why?"));
            change(&mut turn);
            TurnOutcome::of(&turn)
        };
        assert_eq!(of(|_| {}), Some(TurnOutcome::Answered));
        assert_eq!(of(|turn| turn.refused = true), Some(TurnOutcome::Refused));
        assert_eq!(
            of(|turn| turn.asks_back = Some(AskedBack::Repeat)),
            Some(TurnOutcome::AskedBack)
        );
        assert_eq!(of(|turn| turn.interrupted = true), Some(TurnOutcome::Interrupted));
        let failed = |turn: &mut Turn| {
            turn.interrupted = true;
            turn.failed = Some("It broke.".to_owned());
        };
        assert_eq!(of(failed), Some(TurnOutcome::Failed));
        assert_eq!(TurnOutcome::of(&turn(None)), Some(TurnOutcome::Announced));
        assert_eq!(TurnOutcome::of(&turn(Some(""))), Some(TurnOutcome::Called));
        let silent = Turn {
            reply: String::new(),
            ..turn(Some(""))
        };
        assert_eq!(TurnOutcome::of(&silent), None);
    }

    #[test]
    fn the_times_of_an_answer_fall_into_all_buckets_that_hold_them() {
        let mut counts = Counts::default();
        let told = |question: Option<&str>| {
            Told::Turn(Box::new(TurnTold {
                question: question.map(str::to_owned),
                outcome: Some(TurnOutcome::Answered),
                timeline: Timeline {
                    first_audio: Some(Milliseconds(1_200.0)),
                    transcript: Some(Milliseconds(200.0)),
                    total: Some(Milliseconds(500_000.0)),
                    ..Timeline::default()
                },
                ..TurnTold::default()
            }))
        };
        counts.count(&told(Some("Why?")));
        counts.count(&told(None));
        assert_eq!(counts.first_sound.buckets, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
        assert_eq!(counts.first_sound.sum, 1_200_000);
        assert_eq!(counts.whole.buckets, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(counts.transcription, Histogram::EMPTY, "it was typed");
        assert_eq!(counts.first_token, Histogram::EMPTY);
        assert_eq!(counts.turns[TurnOutcome::Answered.index()], 2);
    }

    #[test]
    fn faults_are_counted_by_their_stage() {
        let mut counts = Counts::default();
        for stage in STAGES.into_iter().chain([Stage::Playback]) {
            let sentence = String::new();
            counts.count(&Told::Fault { stage, sentence });
        }
        counts.count(&Told::Ignored);
        assert_eq!(counts.faults, [1, 1, 1, 2, 1, 1]);
        assert_eq!(counts.ignored, 1);
    }
}
