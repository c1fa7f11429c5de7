//! Cues: the short sounds that say what the conversation does, and "One moment." when an answer takes long.
//!
//! Owns when each is due. The engine makes the sound; every cue also shows on the screen, as a state or a notice.

use serde::{Deserialize, Serialize};

use super::{Effect, Instant, Milliseconds, Phase, State, TurnId, phrases};

/// A short sound with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cue {
    /// The microphone is open again.
    Listening,
    /// The microphone is muted.
    Muted,
    /// A question was taken, and its answer is not ready yet.
    Understood,
    /// The answer takes longer than a second.
    Working,
    /// The question cannot be answered: something failed.
    Fault,
    /// A timer has run out, or another program announces something.
    Timer,
}

impl Cue {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Listening,
        Self::Muted,
        Self::Understood,
        Self::Working,
        Self::Fault,
        Self::Timer,
    ];
}

/// Which cues are played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one switch a cue, as the configuration has them"
)]
pub struct CueConfig {
    /// Whether there are cues at all.
    pub enabled: bool,
    /// When the microphone is unmuted or works again.
    pub listening: bool,
    /// When the microphone is muted.
    pub muted: bool,
    /// When a question was taken, unless its answer is ready at once.
    pub understood: bool,
    /// Every three seconds while an answer takes longer than a second.
    pub working: bool,
    /// When a spoken question cannot be answered.
    pub fault: bool,
    /// Before what a timer or another program announces.
    pub timer: bool,
    /// Whether "One moment." is said when an answer takes longer than two seconds.
    pub one_moment: bool,
}

impl Default for CueConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            listening: true,
            muted: true,
            understood: true,
            working: true,
            fault: true,
            timer: true,
            one_moment: true,
        }
    }
}

/// The cues of a conversation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cues {
    /// Which of them are played.
    pub config: CueConfig,
    /// Whether the microphone was open before: the start of the program is no news.
    pub has_listened: bool,
}

impl CueConfig {
    fn plays(self, cue: Cue) -> bool {
        self.enabled && self.switch(cue)
    }

    fn switch(self, cue: Cue) -> bool {
        match cue {
            Cue::Listening => self.listening,
            Cue::Muted => self.muted,
            Cue::Understood => self.understood,
            Cue::Working => self.working,
            Cue::Fault => self.fault,
            Cue::Timer => self.timer,
        }
    }
}

/// When the first look at an answer that is not there yet is due, after the end of the turn. What is ready sooner needs no cue, which
/// would only delay it.
const FIRST_LOOK: f64 = 150.0;
/// When a second cue is due.
const WORKING: f64 = 1_000.0;
/// When "One moment." is due.
const ONE_MOMENT: f64 = 2_000.0;
/// The time between later looks.
const LATER_LOOK: f64 = 3_000.0;

/// Plays a cue, if the configuration wants it.
pub(super) fn play(state: &State, cue: Cue) -> Option<Effect> {
    state
        .cues
        .is_some_and(|cues| cues.config.plays(cue))
        .then_some(Effect::Cue { cue })
}

/// The microphone was opened (or unmuted), or closed.
pub(super) fn microphone(state: &mut State, open: bool) -> Option<Effect> {
    let before = state.cues?.has_listened;
    if let Some(cues) = &mut state.cues {
        cues.has_listened |= open;
    }
    let cue = if open { Cue::Listening } else { Cue::Muted };
    before.then(|| play(state, cue)).flatten()
}

/// A spoken question was taken: with an answer at hand, that is the sign; else the turn is watched.
pub(super) fn taken(state: &State, now: Instant) -> Option<Effect> {
    let is_watched = state.cues.is_some() && is_awaited(state);
    is_watched.then(|| Effect::WatchAnswer {
        turn: state.turn.id,
        at: now + Milliseconds(FIRST_LOOK),
    })
}

/// A look at the turn, as [`taken`] asked for: if there is still no answer, this is told.
pub(super) fn look(state: &mut State, turn: TurnId, now: Instant) -> Vec<Effect> {
    let Some(Cues { config, .. }) = state.cues else {
        return Vec::new();
    };
    if turn != state.turn.id || !is_awaited(state) {
        return Vec::new();
    }
    let taken = state.turn.timeline.end_of_turn.unwrap_or_default();
    let waited = now.since(state.turn.timeline.start).less(taken).0;
    let mut effects = Vec::new();
    if waited >= ONE_MOMENT && config.enabled && config.one_moment && !state.turn.asked_for_patience {
        state.turn.asked_for_patience = true;
        // The line ends, so that it is a clause of its own.
        let text = format!("{}\n", phrases::one_moment(state.turn.language.as_deref()));
        effects.push(Effect::Speak { turn, text });
    } else {
        let is_first = waited < WORKING;
        let cue = if is_first { Cue::Understood } else { Cue::Working };
        effects.extend(play(state, cue));
    }
    let next = [WORKING, ONE_MOMENT].into_iter().find(|due| *due > waited);
    let at = now + Milliseconds(next.map_or(LATER_LOOK, |due| due - waited));
    effects.push(Effect::WatchAnswer { turn, at });
    effects
}

/// Whether this clause is "One moment.", which is no part of the answer.
pub(super) fn is_one_moment(state: &State, clause: &str) -> bool {
    let said = phrases::one_moment(state.turn.language.as_deref());
    state.turn.asked_for_patience && state.turn.clauses.is_empty() && clause.trim() == said
}

/// Whether somebody who spoke waits for the first words of an answer.
fn is_awaited(state: &State) -> bool {
    let is_asked = state.turn.spoken && !state.is_speculative();
    // While it is transcribed, nobody knows whether it was said to the machine.
    let is_sought = match state.phase {
        Phase::Thinking => true,
        Phase::Idle | Phase::Transcribing | Phase::Speaking { .. } => false,
    };
    is_asked && is_sought && state.turn.reply.is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::scene::{FIRST, SAID, Scene, plays};
    use super::super::{
        Beginning, ClauseId, ClockEvent, DeviceEvent, Event, SpeechEvent, Stage, TurnEvent, UtteranceId,
    };
    use super::*;

    fn scene(config: CueConfig) -> Scene {
        let mut scene = Scene::listening();
        let cues = Some(config);
        scene.event(Event::Begins(Box::new(Beginning {
            cues,
            ..Beginning::default()
        })));
        scene.event(microphone_event(true));
        scene
    }

    fn microphone_event(open: bool) -> Event {
        Event::Device(DeviceEvent::Microphone { open, sentence: None })
    }

    fn cues(effects: &[Effect]) -> Vec<Cue> {
        let cue = |effect: &Effect| match effect {
            Effect::Cue { cue } => Some(*cue),
            _ => None,
        };
        effects.iter().filter_map(cue).collect()
    }

    fn looked(scene: &mut Scene, after: f64) -> Vec<Effect> {
        scene.now += after;
        scene.take();
        scene.event(Event::Clock(ClockEvent::AnswerAwaited { turn: FIRST }));
        scene.take()
    }

    fn asked(scene: &mut Scene) {
        scene
            .began()
            .silence(200.0)
            .transcribed(FIRST, "What time is it?");
        scene.take();
        scene.silence(760.0);
    }

    #[test]
    fn an_answer_that_is_ready_needs_no_cue() {
        let mut scene = scene(CueConfig::default());
        scene
            .began()
            .silence(200.0)
            .transcribed(FIRST, "What time is it?");
        scene.answered(FIRST, "It is noon.").silence(760.0);
        let effects = scene.take();
        assert!(plays(&effects) && cues(&effects).is_empty(), "{effects:?}");
    }

    #[test]
    fn a_slow_answer_is_announced_by_a_cue_then_another_then_one_moment() {
        let mut scene = scene(CueConfig::default());
        asked(&mut scene);
        assert_eq!(cues(&scene.take()), []);
        assert_eq!(cues(&looked(&mut scene, 150.0)), [Cue::Understood]);
        assert_eq!(cues(&looked(&mut scene, 850.0)), [Cue::Working]);
        let effects = looked(&mut scene, 1_000.0);
        let text = "One moment.\n".to_owned();
        assert!(
            effects.contains(&Effect::Speak { turn: FIRST, text }),
            "{effects:?}"
        );
        assert_eq!(cues(&looked(&mut scene, 3_000.0)), [Cue::Working]);
    }

    #[test]
    fn one_moment_is_no_part_of_the_answer() {
        let mut scene = scene(CueConfig::default());
        asked(&mut scene);
        looked(&mut scene, 2_500.0);
        let synthesised = |clause, text: &str| {
            let (clause, text) = (ClauseId(clause), text.to_owned());
            let length = Milliseconds(500.0);
            Event::Turn(FIRST, TurnEvent::Synthesised { clause, text, length })
        };
        scene.event(synthesised(0, "One moment."));
        assert_eq!(scene.state.turn.timeline.first_clause, None);
        let latency = Milliseconds(0.0);
        let clause = ClauseId(0);
        scene.event(Event::Turn(FIRST, TurnEvent::ClauseStarted { clause, latency }));
        assert_eq!(scene.state.turn.timeline.first_audio, None);
        scene.event(synthesised(1, "It is noon."));
        let clause = ClauseId(1);
        scene.event(Event::Turn(FIRST, TurnEvent::ClauseStarted { clause, latency }));
        assert!(scene.state.turn.timeline.first_audio.is_some());
        assert_eq!(scene.state.heard_so_far(), "It is noon.");
    }

    #[test]
    fn nothing_is_said_of_an_answer_that_has_begun_or_of_a_turn_that_has_ended() {
        let mut scene = scene(CueConfig::default());
        asked(&mut scene);
        let text = "It is".to_owned();
        scene.event(Event::Turn(FIRST, TurnEvent::ReplyPiece { text }));
        assert_eq!(looked(&mut scene, 2_500.0), []);
        scene.event(Event::Speech(UtteranceId(SAID.0 + 1), SpeechEvent::Began));
        assert_eq!(looked(&mut scene, 1_000.0), []);
    }

    #[test]
    fn the_microphone_and_failures_are_heard_but_not_the_start() {
        let mut scene = scene(CueConfig::default());
        assert!(cues(&scene.take()).is_empty());
        scene.event(microphone_event(false));
        scene.event(microphone_event(true));
        assert_eq!(cues(&scene.take()), [Cue::Muted, Cue::Listening]);
        asked(&mut scene);
        scene.take();
        let (stage, sentence) = (Stage::Mind, "Broken.".to_owned());
        scene.event(Event::Turn(FIRST, TurnEvent::Fault { stage, sentence }));
        assert_eq!(cues(&scene.take()), [Cue::Fault]);
        let announcement = "The tea is ready.".to_owned();
        scene.event(Event::Clock(ClockEvent::TimerDue { announcement }));
        assert_eq!(cues(&scene.take()), [Cue::Timer]);
    }

    #[test]
    fn a_cue_that_is_switched_off_is_not_played() {
        let mut scene = scene(CueConfig {
            understood: false,
            working: false,
            one_moment: false,
            ..CueConfig::default()
        });
        asked(&mut scene);
        assert!(cues(&scene.take()).is_empty());
        for after in [150.0, 850.0, 1_000.0, 3_000.0] {
            let effects = looked(&mut scene, after);
            assert!(
                matches!(effects.as_slice(), [Effect::WatchAnswer { .. }]),
                "{effects:?}"
            );
        }
    }
}
