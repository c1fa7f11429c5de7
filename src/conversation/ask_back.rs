//! What happens to a doubtful transcript: it is answered, asked back, or ignored.
//!
//! Owns the thresholds, the answer to "Did you say …?", and the rule that nothing is asked back twice running, except for the
//! words again after a "no". Knows words, probabilities and times only.

use serde::{Deserialize, Serialize};

use super::phrases;
use super::{Instant, Milliseconds};

/// How long after an answer, or after asking back, speech is probably meant for the machine.
const CONVERSATION: Milliseconds = Milliseconds(15_000.0);
/// A transcript of at most this many words is read back for confirmation.
const MAX_WORDS_READ_BACK: usize = 8;

/// When a transcript is doubted, by the probability that it is what was said. By default every transcript is answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct AskBackConfig {
    /// Below it, sound outside a conversation is ignored.
    pub reject_below: f32,
    /// Below it, the person is asked what was said.
    pub ask_below: f32,
    /// Whether only a person who is in conversation is asked: at a kiosk, where strangers pass.
    pub only_in_conversation: bool,
}

/// What the machine asked about the last utterance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum AskedBack {
    /// To say it again.
    Repeat,
    /// Whether this was said.
    Confirm(String),
}

impl AskedBack {
    /// The sentence that asks.
    pub(super) fn sentence(&self, language: Option<&str>) -> String {
        match self {
            Self::Repeat => phrases::repeat(language).to_owned(),
            Self::Confirm(heard) => phrases::confirm(heard, language),
        }
    }
}

/// What is to be done with a transcript.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// It is a question.
    Answer(String),
    /// Nobody spoke to the machine.
    Ignore,
    /// The person is asked.
    Ask(AskedBack),
}

/// The doubts of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AskBack {
    config: AskBackConfig,
    in_conversation_until: Instant,
    /// What was asked last, and until when an answer to it is expected.
    asked: Option<(AskedBack, Instant)>,
}

impl AskBack {
    /// Nothing was asked yet.
    pub fn new(config: AskBackConfig) -> Self {
        Self {
            config,
            ..Self::default()
        }
    }

    /// Judges a transcript; `is_addressed` tells that the wake word came with it or is not needed any more.
    pub(super) fn judge(&self, words: &str, certainty: f32, is_addressed: bool, now: Instant) -> Verdict {
        let asked = self.asked.as_ref().filter(|(_, until)| now <= *until);
        if let Some((AskedBack::Confirm(heard), _)) = asked
            && certainty >= self.config.reject_below
        {
            if phrases::means_yes(words) {
                return Verdict::Answer(heard.clone());
            }
            if phrases::means_no(words) {
                return Verdict::Ask(AskedBack::Repeat);
            }
        }
        if certainty >= self.config.ask_below {
            return Verdict::Answer(words.to_owned());
        }
        let in_conversation = is_addressed || now <= self.in_conversation_until;
        let is_noise = certainty < self.config.reject_below || self.config.only_in_conversation;
        if asked.is_some() || (is_noise && !in_conversation) {
            return Verdict::Ignore;
        }
        let middle = f32::midpoint(self.config.reject_below, self.config.ask_below);
        if certainty >= middle && words.split_whitespace().count() <= MAX_WORDS_READ_BACK {
            Verdict::Ask(AskedBack::Confirm(words.to_owned()))
        } else {
            Verdict::Ask(AskedBack::Repeat)
        }
    }

    /// A turn has ended in which the machine asked this, or answered.
    pub(super) fn turn_ended(&mut self, asked: Option<AskedBack>, now: Instant) {
        let until = now + CONVERSATION;
        if asked.is_none() {
            self.in_conversation_until = until;
        }
        self.asked = asked.map(|asked| (asked, until));
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::{FIRST, SECOND, Scene, plays};
    use super::super::{Effect, Event, Phase, TurnEvent, TurnId, UtteranceId};
    use super::*;

    const NOW: Instant = Instant(60_000.0);

    fn desk() -> AskBack {
        AskBack::new(AskBackConfig {
            reject_below: 0.1,
            ask_below: 0.3,
            only_in_conversation: false,
        })
    }

    #[test]
    fn a_transcript_is_answered_asked_back_or_ignored_by_its_certainty() {
        let fresh = desk();
        let judge = |certainty| fresh.judge("where is the pool", certainty, false, NOW);
        assert_eq!(judge(0.3), Verdict::Answer("where is the pool".to_owned()));
        let confirm = AskedBack::Confirm("where is the pool".to_owned());
        assert_eq!(judge(0.25), Verdict::Ask(confirm));
        assert_eq!(judge(0.15), Verdict::Ask(AskedBack::Repeat));
        assert_eq!(judge(0.05), Verdict::Ignore);
        let called = fresh.judge("where is the pool", 0.05, true, NOW);
        assert_eq!(called, Verdict::Ask(AskedBack::Repeat));
        let long = fresh.judge("one two three four five six seven eight nine", 0.25, false, NOW);
        assert_eq!(long, Verdict::Ask(AskedBack::Repeat));
    }

    #[test]
    fn after_an_answer_a_person_is_asked_where_noise_would_be_ignored() {
        let mut talking = desk();
        talking.turn_ended(None, NOW);
        let soon = NOW + Milliseconds(5_000.0);
        assert_eq!(
            talking.judge("mumble", 0.02, false, soon),
            Verdict::Ask(AskedBack::Repeat)
        );
        let late = NOW + Milliseconds(20_000.0);
        assert_eq!(talking.judge("mumble", 0.02, false, late), Verdict::Ignore);
    }

    #[test]
    fn a_kiosk_asks_only_those_who_are_in_conversation() {
        let mut kiosk = AskBack::new(AskBackConfig {
            only_in_conversation: true,
            ..desk().config
        });
        assert_eq!(kiosk.judge("where is it", 0.2, false, NOW), Verdict::Ignore);
        kiosk.turn_ended(None, NOW);
        assert!(matches!(
            kiosk.judge("where is it", 0.2, false, NOW),
            Verdict::Ask(_)
        ));
    }

    #[test]
    fn nothing_is_asked_twice_running() {
        let mut asked = desk();
        asked.turn_ended(Some(AskedBack::Repeat), NOW);
        assert_eq!(asked.judge("mumble", 0.2, true, NOW), Verdict::Ignore);
        assert_eq!(
            asked.judge("mumble", 0.5, true, NOW),
            Verdict::Answer("mumble".to_owned())
        );
        asked.turn_ended(None, NOW);
        assert!(matches!(asked.judge("mumble", 0.2, true, NOW), Verdict::Ask(_)));
    }

    #[test]
    fn yes_answers_what_was_read_back_and_no_asks_for_it_again() {
        let mut asked = desk();
        let heard = "Where is the swimming pool?".to_owned();
        asked.turn_ended(Some(AskedBack::Confirm(heard.clone())), NOW);
        assert_eq!(
            asked.judge("Yes, please.", 0.9, false, NOW),
            Verdict::Answer(heard)
        );
        assert_eq!(
            asked.judge("No.", 0.9, false, NOW),
            Verdict::Ask(AskedBack::Repeat)
        );
        let repeated = asked.judge("Where is the school?", 0.9, false, NOW);
        assert_eq!(repeated, Verdict::Answer("Where is the school?".to_owned()));
        let much_later = NOW + Milliseconds(60_000.0);
        let yes = asked.judge("Yes.", 0.9, false, much_later);
        assert_eq!(yes, Verdict::Answer("Yes.".to_owned()));
    }

    #[test]
    fn music_is_ignored_and_a_mumble_is_asked_back_once() {
        let mut scene = Scene::listening();
        scene.state.ask_back = desk();
        scene.began().silence(250.0);
        scene
            .transcribed_with(FIRST, "The pool is in the room.", 0.02)
            .take();
        assert_eq!(scene.state.phase, Phase::Idle, "music");

        let next = UtteranceId(8);
        scene.began_again(next).silence_after(next, 250.0);
        scene.transcribed_with(SECOND, "Where is the pencil?", 0.15);
        let asked = "Sorry, what was that?".to_owned();
        let effects = scene.take();
        assert!(
            effects.contains(&Effect::Speak {
                turn: SECOND,
                text: asked
            }),
            "{effects:?}"
        );
        scene
            .answered(SECOND, "Sorry, what was that?")
            .silence_after(next, 1_000.0);
        assert!(plays(&scene.take()));
        scene.event(Event::Turn(SECOND, TurnEvent::PlaybackFinished));
        assert!(
            scene.state.exchanges().is_empty(),
            "asking back is not remembered"
        );

        let third = UtteranceId(9);
        scene.began_again(third).silence_after(third, 250.0);
        scene.transcribed_with(TurnId(3), "Where is the pencil?", 0.15);
        assert!(
            !scene
                .take()
                .iter()
                .any(|effect| matches!(effect, Effect::Speak { .. }))
        );
    }

    #[test]
    fn yes_answers_what_was_read_back() {
        let mut scene = Scene::listening();
        scene.state.ask_back = desk();
        scene.began().silence(250.0);
        scene.transcribed_with(FIRST, "Where is the pool?", 0.25);
        let effects = scene.take();
        let text = "Did you say “Where is the pool”?".to_owned();
        assert!(
            effects.contains(&Effect::Speak {
                turn: FIRST,
                text: text.clone()
            }),
            "{effects:?}"
        );
        scene.answered(FIRST, &text).silence(1_000.0);
        scene.event(Event::Turn(FIRST, TurnEvent::PlaybackFinished));

        let yes = UtteranceId(8);
        scene.began_again(yes).silence_after(yes, 250.0);
        scene.take();
        scene.transcribed(SECOND, "Yes.");
        let question = "Where is the pool?".to_owned();
        assert_eq!(
            scene.take(),
            [Effect::Think {
                turn: SECOND,
                question
            }]
        );
    }
}
