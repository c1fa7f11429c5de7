//! A scripted microphone for the tests of the conversation: what is heard, and the effects so far.

use super::{
    ClauseId, DeviceEvent, Effect, Event, Instant, Milliseconds, SpeechEvent, State, TokenUse, TurnEvent,
    TurnId, UtteranceId, step,
};

pub(super) const FIRST: TurnId = TurnId(1);
pub(super) const SECOND: TurnId = TurnId(2);
pub(super) const SAID: UtteranceId = UtteranceId(7);

/// A conversation whose microphone is open, and its effects so far.
pub(super) struct Scene {
    pub state: State,
    pub now: f64,
    pub effects: Vec<Effect>,
}

impl Scene {
    pub fn listening() -> Self {
        let mut scene = Self {
            state: State::default(),
            now: 0.0,
            effects: Vec::new(),
        };
        scene.event(Event::Device(DeviceEvent::Microphone {
            open: true,
            sentence: None,
        }));
        scene
    }

    /// 10 ms later.
    pub fn event(&mut self, event: Event) -> &mut Self {
        self.now += 10.0;
        self.effects
            .extend(step(&mut self.state, event, Instant(self.now)));
        self
    }

    pub fn began(&mut self) -> &mut Self {
        self.began_again(SAID)
    }

    /// Another utterance begins.
    pub fn began_again(&mut self, utterance: UtteranceId) -> &mut Self {
        self.event(Event::Speech(utterance, SpeechEvent::Began))
    }

    pub fn silence(&mut self, milliseconds: f64) -> &mut Self {
        self.silence_after(SAID, milliseconds)
    }

    pub fn silence_after(&mut self, utterance: UtteranceId, milliseconds: f64) -> &mut Self {
        let silence = Milliseconds(milliseconds);
        self.event(Event::Speech(utterance, SpeechEvent::Paused { silence }))
    }

    pub fn transcribed(&mut self, turn: TurnId, text: &str) -> &mut Self {
        self.transcribed_with(turn, text, 0.95)
    }

    pub fn transcribed_with(&mut self, turn: TurnId, text: &str, certainty: f32) -> &mut Self {
        self.event(Event::Turn(
            turn,
            TurnEvent::Transcribed {
                text: text.to_owned(),
                // About 680 ms after a whole sentence.
                finished: text.ends_with(['.', '?', '!']).then_some(0.7),
                certainty,
                called: false,
                language: String::new(),
            },
        ))
    }

    /// The whole answer, as one clause that has become sound.
    pub fn answered(&mut self, turn: TurnId, text: &str) -> &mut Self {
        self.event(Event::Turn(
            turn,
            TurnEvent::ReplyFinished {
                text: text.to_owned(),
                facts: Vec::new(),
                sources: Vec::new(),
                tool: None,
                refused: false,
                tokens: TokenUse::default(),
            },
        ));
        self.event(Event::Turn(
            turn,
            TurnEvent::Synthesised {
                clause: ClauseId(0),
                text: text.to_owned(),
                length: Milliseconds::default(),
            },
        ));
        self.event(Event::Turn(turn, TurnEvent::SynthesisFinished))
    }

    pub fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }
}

pub(super) fn plays(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Play { .. }))
}
