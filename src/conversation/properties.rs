//! Random orders of events: what holds whatever happens when.
//!
//! A world of pretended stages does what the effects ask for, each in its own order and time, also for turns that have ended. The
//! person types, speaks, pauses, interrupts and mutes in between.

use std::collections::VecDeque;

use proptest::prelude::*;

use super::{
    AskBackConfig, Beginning, ClauseId, ClockEvent, Cue, CueConfig, DeviceEvent, Effect, Event, Instant,
    Listening, Milliseconds, PersonEvent, Phase, Question, RequestEvent, RequestId, SpeechEvent, Stage,
    State, TokenUse, TurnEvent, TurnId, UtteranceId, step,
};

/// Something happens.
#[derive(Debug, Clone)]
enum Act {
    Type(u8),
    Interrupt,
    Mute(bool),
    Unplug,
    Timer,
    /// Another program asks something, urgently or not.
    Request(bool),
    /// The person begins to speak, or goes on.
    Speak,
    /// The person is silent for another 100 ms.
    Silence,
    Suspect(bool),
    /// One of the stages delivers its next event.
    Deliver(usize),
    /// A stage fails at its next event.
    Fail(usize),
    Wait(u16),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => any::<u8>().prop_map(Act::Type),
        1 => Just(Act::Interrupt),
        1 => any::<bool>().prop_map(Act::Mute),
        1 => Just(Act::Unplug),
        1 => Just(Act::Timer),
        1 => any::<bool>().prop_map(Act::Request),
        5 => Just(Act::Speak),
        8 => Just(Act::Silence),
        1 => any::<bool>().prop_map(Act::Suspect),
        12 => (0..4_usize).prop_map(Act::Deliver),
        1 => (0..4_usize).prop_map(Act::Fail),
        2 => (0..4_000_u16).prop_map(Act::Wait),
    ]
}

/// What the microphone hears.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Voice {
    Silent,
    Speaking,
    Paused(f64),
}

/// The pretended stages, and what was seen of the conversation.
struct World {
    state: State,
    now: f64,
    /// Hearing, mind, speaking, playback.
    stages: [VecDeque<Event>; 4],
    voice: Voice,
    utterance: UtteranceId,
    is_open: bool,
    clauses: u32,
    words: Vec<&'static str>,
    /// The last turn that was told to stop, or has ended.
    ended: TurnId,
    /// The answer that is awaited, and when to look at it.
    watched: Option<(TurnId, Instant)>,
    /// Everything that happened, for the replay.
    journal: Vec<(Instant, Event)>,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            state: State::default(),
            now: 0.0,
            stages: Default::default(),
            voice: Voice::Silent,
            utterance: UtteranceId(0),
            is_open: false,
            clauses: 0,
            words: vec!["", "What time is it?", "and", "mumble", "Yes.", "for two adults"],
            ended: TurnId(0),
            watched: None,
            journal: Vec::new(),
        };
        world.happens(Event::Begins(Box::new(Beginning {
            ask_back: AskBackConfig {
                reject_below: 0.1,
                ask_below: 0.3,
                only_in_conversation: false,
            },
            cues: Some(CueConfig::default()),
            ..Beginning::default()
        })));
        world.microphone(true);
        world
    }

    fn microphone(&mut self, open: bool) {
        self.is_open = open;
        if !open {
            self.voice = Voice::Silent;
        }
        self.happens(Event::Device(DeviceEvent::Microphone { open, sentence: None }));
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Type(line) => {
                let text = format!("Question {line}?");
                let effects = self.happens(Event::Person(PersonEvent::Asked(Question::Typed(text.clone()))));
                let asked = effects
                    .iter()
                    .any(|effect| matches!(effect, Effect::Think { question, .. } if *question == text));
                assert!(asked, "a typed line was lost");
            }
            Act::Interrupt => {
                let turn = self.state.turn.id;
                self.happens(Event::Person(PersonEvent::Interrupted));
                let is_over = self.state.phase == Phase::Idle || self.state.turn.id > turn;
                assert!(is_over, "an interruption ends the turn");
            }
            Act::Mute(on) => {
                self.happens(Event::Person(PersonEvent::Mute { on: *on }));
            }
            Act::Unplug => {
                self.microphone(false);
                self.microphone(true);
            }
            Act::Timer => {
                let announcement = "The timer is over.".to_owned();
                self.happens(Event::Clock(ClockEvent::TimerDue { announcement }));
            }
            Act::Request(urgent) => {
                let request = RequestId(self.state.requests.seen.0 + 1);
                let (text, urgent) = ("Theirs?".to_owned(), *urgent);
                self.happens(Event::Request(request, RequestEvent::Ask { text, urgent }));
            }
            Act::Speak => self.speak(),
            Act::Silence => self.silence(),
            Act::Suspect(suspected) => {
                let suspected = *suspected;
                self.happens(Event::Device(DeviceEvent::VoiceSuspected { suspected }));
            }
            Act::Deliver(stage) => {
                if let Some(event) = self.stages[*stage].pop_front() {
                    self.happens(event);
                }
            }
            Act::Fail(stage) => {
                if let Some(Event::Turn(turn, _)) = self.stages[*stage].front() {
                    let stage = [Stage::Hearing, Stage::Mind, Stage::Speaking, Stage::Playback][*stage];
                    let sentence = "It failed: try again.".to_owned();
                    self.happens(Event::Turn(*turn, TurnEvent::Fault { stage, sentence }));
                }
            }
            Act::Wait(milliseconds) => {
                self.now += f64::from(*milliseconds);
                if let Some((turn, _)) = self.watched.filter(|(_, at)| at.0 <= self.now) {
                    self.watched = None;
                    self.happens(Event::Clock(ClockEvent::AnswerAwaited { turn }));
                }
            }
        }
    }

    fn speak(&mut self) {
        if !self.is_open {
            return;
        }
        let event = match self.voice {
            Voice::Silent => {
                self.utterance.0 += 1;
                SpeechEvent::Began
            }
            Voice::Speaking => SpeechEvent::Continues,
            Voice::Paused(_) => SpeechEvent::Resumed,
        };
        self.voice = Voice::Speaking;
        self.happens(Event::Speech(self.utterance, event));
    }

    fn silence(&mut self) {
        let silence = match self.voice {
            Voice::Silent => return,
            Voice::Speaking => 200.0,
            Voice::Paused(silence) => silence + 100.0,
        };
        if silence >= 2_000.0 {
            self.voice = Voice::Silent;
            self.happens(Event::Speech(self.utterance, SpeechEvent::Over));
        } else {
            self.voice = Voice::Paused(silence);
            let silence = Milliseconds(silence);
            self.happens(Event::Speech(self.utterance, SpeechEvent::Paused { silence }));
        }
    }

    /// One event: what must hold in every step, and the stages' work.
    fn happens(&mut self, event: Event) -> Vec<Effect> {
        self.now += 10.0;
        let now = Instant(self.now);
        self.journal.push((now, event.clone()));
        let before = self.state.history.clone();
        let effects = step(&mut self.state, event, now);
        if self.state.is_speculative()
            && !effects
                .iter()
                .any(|effect| matches!(effect, Effect::TurnEnded { .. }))
        {
            assert_eq!(self.state.history, before, "a speculative turn is remembered");
        }
        for effect in &effects {
            self.perform(effect);
        }
        let is_off = self.state.listening == Listening::Off;
        assert_eq!(is_off, !self.is_open, "the microphone is not what the state says");
        effects
    }

    fn perform(&mut self, effect: &Effect) {
        match effect {
            Effect::Transcribe { turn, utterance }
            | Effect::TranscribeTogether {
                turn,
                second: utterance,
                ..
            } => {
                let seed = usize::try_from(utterance.0 + turn.0).unwrap_or(0);
                let text = self.words[seed % self.words.len()].to_owned();
                let certainty = [0.02, 0.2, 0.9, 0.95][seed % 4];
                self.stages[0].push_back(Event::Turn(
                    *turn,
                    TurnEvent::Transcribed {
                        text,
                        finished: None,
                        certainty,
                        called: false,
                        language: String::new(),
                    },
                ));
            }
            Effect::WatchAnswer { turn, at } => self.watched = Some((*turn, *at)),
            Effect::TranscribePartial { utterance } => {
                let text = "What time".to_owned();
                self.stages[0].push_back(Event::Speech(*utterance, SpeechEvent::PartialTranscript { text }));
            }
            Effect::Think { turn, .. } => {
                let text = "It is noon.".to_owned();
                let reply = TurnEvent::ReplyFinished {
                    text,
                    facts: Vec::new(),
                    sources: Vec::new(),
                    tool: None,
                    refused: false,
                    tokens: TokenUse::default(),
                };
                self.stages[1].extend([TurnEvent::FirstToken, reply].map(|event| Event::Turn(*turn, event)));
            }
            Effect::Speak { turn, text } => {
                assert!(
                    *turn > self.ended,
                    "words for the voice after the end of turn {turn:?}"
                );
                let clause = ClauseId(self.clauses);
                self.clauses += 1;
                let (text, length) = (text.clone(), Milliseconds(500.0));
                let event = TurnEvent::Synthesised { clause, text, length };
                self.stages[2].push_back(Event::Turn(*turn, event));
            }
            Effect::EndSpeech { turn } => {
                self.stages[2].push_back(Event::Turn(*turn, TurnEvent::SynthesisFinished));
            }
            Effect::Play { turn, clause } => {
                assert!(*turn > self.ended, "sound after the end of turn {turn:?}");
                assert!(!self.state.is_speculative(), "sound before the turn is certain");
                let event = TurnEvent::ClauseStarted {
                    clause: *clause,
                    latency: Milliseconds(0.0),
                };
                self.stages[3].push_back(Event::Turn(*turn, event));
            }
            Effect::EndPlayback { turn } => {
                self.stages[3].push_back(Event::Turn(*turn, TurnEvent::PlaybackFinished));
            }
            Effect::StopSpeaking { turn } | Effect::TurnEnded { turn } => self.ended = self.ended.max(*turn),
            Effect::EndOfTurn { utterance, .. } | Effect::Forget { utterance } => {
                if *utterance == self.utterance {
                    self.voice = Voice::Silent;
                }
            }
            Effect::Mute { on } => self.microphone(!on),
            Effect::Cue { cue } => {
                let waits = matches!(cue, Cue::Understood | Cue::Working);
                assert!(
                    !(waits && self.state.is_speculative()),
                    "a cue before the turn is certain"
                );
            }
            Effect::StopThinking { .. }
            | Effect::HoldPlayback { .. }
            | Effect::Talk { .. }
            | Effect::Dropped { .. }
            | Effect::Leave => {}
        }
    }

    /// Everybody finishes: the detector withdraws its suspicion, there is silence, and the stages deliver all that waits.
    fn settle(&mut self) {
        self.act(&Act::Suspect(false));
        for _ in 0..1_000 {
            self.silence();
            let Some(stage) = self.stages.iter().position(|stage| !stage.is_empty()) else {
                if self.voice == Voice::Silent {
                    return;
                }
                continue;
            };
            self.act(&Act::Deliver(stage));
        }
        panic!("the conversation does not come to rest: {:?}", self.state);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_when_no_line_is_lost_and_every_turn_ends(acts in prop::collection::vec(act(), 1..60)) {
        let mut world = World::new();
        for act in &acts {
            world.act(act);
        }
        world.settle();
        prop_assert_eq!(&world.state.phase, &Phase::Idle);
        prop_assert!(!world.state.held, "playback is held for ever");
        prop_assert!(world.state.announcements.is_empty(), "an announcement waits for ever");
        prop_assert!(world.state.requests.waiting.is_empty(), "a request waits for ever");
        let mut replayed = State::default();
        for (at, event) in world.journal {
            step(&mut replayed, event, at);
        }
        prop_assert_eq!(replayed, world.state);
    }
}
