//! A kiosk's day, by a simulated clock: visits one after the other for 24 hours, over midnight and a change to or from daylight saving.
//!
//! Owns the simulated clock, the stages and the visits, and counts what goes wrong. The conversation, the interface, the mind with
//! documents and skills, and the policy of visits are those of the program; a visit begins with new ones, as its process does. Speech
//! recognition, synthesis and playback are events at the times at which real ones would come.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crossterm::event::{Event as Key, KeyCode, KeyEvent, KeyModifiers};
use jiff::{SignedDuration, Zoned};
use mynah::audio::level::Decibels;
use mynah::config::Settings;
use mynah::conversation::{
    ClauseId, ClockEvent, DeviceEvent, Effect, Event, Exchange, Instant, Milliseconds, PersonEvent, Phase,
    Question, SpeechEvent, State, TokenUse, TurnEvent, TurnId, UtteranceId, step,
};
use mynah::language::Flow;
use mynah::mind::{Documents, Loaded, Mind, MindConfig, Past, Skills};
use mynah::terminal::app::App;
use mynah::terminal::intents::Intent;
use mynah::terminal::strings::Strings;
use mynah::terminal::theme::{Capabilities, CharacterSet};
use mynah::terminal::updates::Update;
use mynah::terminal::{Liveness, views};
use mynah_intents::Permissions;
use mynah_knowledge::documents::Limits;
use mynah_policy::Policy;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use serde_json::{Value, json};

use super::visitors::{Check, KNOWLEDGE, NAME, QUESTIONS, Random};
use super::{Held, Scripted, compared, worked};

/// How often the interface looks, and the mind for what rings.
const TICK: i64 = 200;
const MIND_TICK: i64 = 1_000;
const HOUR: i64 = 3_600_000;
/// Letters that are spoken in a second.
const LETTERS_PER_SECOND: f64 = 15.0;
/// Seconds within which a question is answered, and after its time a timer rings.
const ANSWERED_WITHIN: i64 = 60_000;
const RINGS_WITHIN: i64 = 5_000;
/// The hours after which everything has been used once.
const WARM_HOURS: usize = 4;

/// One visit: what its process would hold.
struct Visit {
    app: App,
    state: State,
    mind: Mind,
    /// What comes when, in simulated milliseconds; the number keeps the order of what comes at once.
    due: BTreeMap<(i64, u64), Event>,
    numbers: u64,
    began: i64,
    /// When everything that was queued has been played.
    played_until: i64,
    /// The question that is being asked, by voice or not, and what belongs to it.
    asked: Option<(i64, &'static str, Check)>,
    spoken: Option<(&'static str, UtteranceId)>,
    utterances: u64,
    timers: Vec<i64>,
}

/// The whole day.
struct Day {
    start: Zoned,
    folder: tempfile::TempDir,
    random: Random,
    now: i64,
    screen: Terminal<TestBackend>,
    counts: BTreeMap<&'static str, u64>,
    faults: Vec<String>,
}

fn capabilities() -> Capabilities {
    Capabilities {
        truecolour: true,
        no_colour: false,
        characters: CharacterSet::Unicode,
    }
}

impl Day {
    fn new(start: Zoned) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("library.md"), KNOWLEDGE).unwrap();
        Self {
            start,
            folder,
            random: Random(0x9E37_79B9_7F4A_7C15),
            now: 0,
            screen: Terminal::new(TestBackend::new(100, 30)).unwrap(),
            counts: BTreeMap::new(),
            faults: Vec::new(),
        }
    }

    fn time_of_day(&self) -> Zoned {
        &self.start + SignedDuration::from_millis(self.now)
    }

    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    fn fault(&mut self, what: &str) {
        let sentence = format!("{}: {what}", self.time_of_day().strftime("%a %H:%M:%S %Z"));
        eprintln!("soak: {sentence}");
        self.faults.push(sentence);
    }

    fn drawn(&mut self, app: &App) {
        self.screen.draw(|frame| views::draw(frame, app)).unwrap();
    }

    /// A visit that nobody has begun, on its attract screen.
    fn next_visit(&mut self) -> Visit {
        let mut settings = Settings::default();
        NAME.clone_into(&mut settings.kiosk.name);
        let mut app = App::new(settings, Strings::new("en"), capabilities(), false);
        app.size = (100, 30);
        app.begin_visit();
        app.update(Update::Started);
        let mut visit = Visit {
            app,
            state: State::default(),
            mind: mind(self.folder.path()),
            due: BTreeMap::new(),
            numbers: 0,
            began: self.now,
            played_until: self.now,
            asked: None,
            spoken: None,
            utterances: 0,
            timers: Vec::new(),
        };
        let opened = DeviceEvent::Microphone {
            open: true,
            sentence: None,
        };
        self.step(&mut visit, Event::Device(opened));
        self.drawn(&visit.app);
        if !visit.app.attracts() {
            self.fault("a new visit does not begin with the attract screen");
        }
        visit
    }

    /// Lets the conversation and the interface take an event, and the stages do what follows.
    fn step(&mut self, visit: &mut Visit, event: Event) -> bool {
        let clock = visit.clock(self.now);
        let effects = step(&mut visit.state, event, clock);
        let state = Box::new(visit.state.clone());
        let goes_on = self.intents(visit, Update::Moved(state, effects.clone()));
        for effect in effects {
            self.perform(visit, effect);
        }
        goes_on
    }

    /// Lets the interface handle an update; `false` when the visit is over.
    fn intents(&mut self, visit: &mut Visit, update: Update) -> bool {
        let mut goes_on = true;
        for intent in visit.app.update(update) {
            match intent {
                Intent::Send(event) => {
                    if matches!(event, Event::Clock(_)) {
                        self.count("warnings");
                    }
                    visit.later(self.now, event);
                }
                Intent::Leave => goes_on = false,
                _ => {}
            }
        }
        goes_on
    }

    fn perform(&mut self, visit: &mut Visit, effect: Effect) {
        let at = self.now;
        match effect {
            Effect::Transcribe { turn, utterance }
            | Effect::TranscribeTogether {
                turn,
                second: utterance,
                ..
            } => {
                let words = visit.spoken.filter(|(_, spoken)| *spoken == utterance);
                let event = TurnEvent::Transcribed {
                    text: words.map_or_else(String::new, |(words, _)| words.to_owned()),
                    finished: Some(0.9),
                    certainty: 0.95,
                    called: false,
                    language: String::new(),
                };
                visit.later(at + 120, Event::Turn(turn, event));
            }
            Effect::TranscribePartial { utterance } => {
                let text = String::new();
                visit.later(
                    at + 80,
                    Event::Speech(utterance, SpeechEvent::PartialTranscript { text }),
                );
            }
            Effect::Think { turn, question } => self.think(visit, turn, &question),
            Effect::Speak { turn, text } => {
                let length = text.chars().count() as f64 / LETTERS_PER_SECOND * 1_000.0;
                let clause = ClauseId(visit.clauses(turn));
                visit.later(
                    at + 30,
                    Event::Turn(
                        turn,
                        TurnEvent::Synthesised {
                            clause,
                            text,
                            length: Milliseconds(length),
                        },
                    ),
                );
            }
            Effect::EndSpeech { turn } => {
                visit.later(at + 40, Event::Turn(turn, TurnEvent::SynthesisFinished));
            }
            Effect::Play { turn, clause } => {
                let length = visit.state.turn.clauses.get(clause.0 as usize);
                let length = length.map_or(0.0, |one| one.length.0);
                let starts = visit.played_until.max(at);
                #[expect(clippy::cast_possible_truncation, reason = "milliseconds of one clause")]
                let ends = starts + length as i64;
                visit.played_until = ends;
                let latency = Milliseconds(20.0);
                visit.later(
                    starts,
                    Event::Turn(turn, TurnEvent::ClauseStarted { clause, latency }),
                );
            }
            Effect::EndPlayback { turn } => {
                visit.later(
                    visit.played_until.max(at),
                    Event::Turn(turn, TurnEvent::PlaybackFinished),
                );
            }
            Effect::StopSpeaking { .. } => visit.played_until = at,
            Effect::WatchAnswer { turn, at: instant } => {
                #[expect(clippy::cast_possible_truncation, reason = "milliseconds of one visit")]
                let due = visit.began + instant.0 as i64;
                visit.later(due, Event::Clock(ClockEvent::AnswerAwaited { turn }));
            }
            Effect::TurnEnded { .. } => self.turn_ended(visit),
            Effect::EndOfTurn { utterance, .. } | Effect::Forget { utterance } => {
                visit.due.retain(|_, event| {
                    !matches!(event, Event::Speech(one, SpeechEvent::Paused { .. }) if *one == utterance)
                });
            }
            Effect::StopThinking { .. }
            | Effect::HoldPlayback { .. }
            | Effect::Cue { .. }
            | Effect::Mute { .. }
            | Effect::Talk { .. }
            | Effect::Dropped { .. }
            | Effect::Leave => {}
        }
    }

    fn think(&mut self, visit: &mut Visit, turn: TurnId, question: &str) {
        let past: Vec<Past> = visit.state.exchanges().iter().map(past).collect();
        let clock = self.time_of_day();
        let answered = visit
            .mind
            .answer(question, None, &past, (&clock, None), &mut |_| Flow::Continue)
            .unwrap();
        if answered
            .tool
            .as_ref()
            .is_some_and(|run| run.name.starts_with("timer"))
        {
            visit.timers.push(self.now + 60_000);
        }
        let finished = TurnEvent::ReplyFinished {
            text: answered.text.clone(),
            facts: answered.facts.clone(),
            sources: Vec::new(),
            tool: None,
            refused: answered.is_refused(),
            tokens: TokenUse::default(),
        };
        visit.later(self.now + 20, Event::Turn(turn, TurnEvent::FirstToken));
        visit.later(
            self.now + 40,
            Event::Turn(turn, TurnEvent::ReplyPiece { text: answered.text }),
        );
        visit.later(self.now + 50, Event::Turn(turn, finished));
    }

    fn turn_ended(&mut self, visit: &mut Visit) {
        let Some(turn) = visit.state.ended.as_ref().filter(|turn| turn.question.is_some()) else {
            return;
        };
        let Some((at, question, check)) = visit
            .asked
            .take_if(|(_, asked, _)| turn.question.as_deref() == Some(*asked))
        else {
            return;
        };
        let then = &self.start + SignedDuration::from_millis(at);
        // The clock may have moved on by a minute before the question was at an end.
        let later = &then + SignedDuration::from_secs(4);
        let is_right = [then, later].iter().any(|then| check.accepts(&turn.reply, then));
        let reply = turn.reply.clone();
        self.count("questions answered");
        if !is_right {
            self.fault(&format!("\"{question}\" was answered with \"{reply}\""));
        }
    }

    /// A second of the mind: what rings.
    fn mind_ticks(&mut self, visit: &mut Visit) {
        let clock = self.time_of_day();
        for announcement in visit.mind.tick(&clock) {
            let due = visit
                .timers
                .iter()
                .position(|due| (self.now - due).abs() <= RINGS_WITHIN);
            match due {
                Some(at) => drop(visit.timers.remove(at)),
                None => self.fault(&format!("\"{announcement}\" at a time when nothing rings")),
            }
            self.count("timers that rang");
            visit.later(self.now, Event::Clock(ClockEvent::TimerDue { announcement }));
        }
        let before = self.now - RINGS_WITHIN;
        if visit.timers.iter().any(|due| *due < before) {
            visit.timers.retain(|due| *due >= before);
            self.fault("a timer did not ring");
        }
    }

    /// Passes the time until somebody comes, then until the visit is over.
    fn visit(&mut self, until: i64) {
        let mut visit = self.next_visit();
        let comes = self.now + 5_000 + self.random.below(8 * 60_000);
        let mut left = self.random.below(7);
        let mut asks = comes;
        self.count("visits");
        while self.now < until {
            self.now += TICK;
            if self.now >= asks && left > 0 && visit.asked.is_none() && visit.state.phase == Phase::Idle {
                left -= 1;
                asks = self.now + 2_000 + self.random.below(40_000);
                self.ask(&mut visit);
            } else if self.now >= comes && left == 0 && !visit.has_begun() {
                // Somebody who touches a key and goes.
                self.intents(
                    &mut visit,
                    Update::Key(Key::Key(KeyEvent::new(KeyCode::Left, KeyModifiers::NONE))),
                );
            }
            if !self.goes_on(&mut visit) {
                break;
            }
        }
        let is_waiting = visit.asked.is_some();
        if is_waiting && self.now < until {
            self.fault("a visit ended before its question was answered");
        }
        self.count("visits that ended");
    }

    /// A tick of everything; `false` when the visit is over.
    fn goes_on(&mut self, visit: &mut Visit) -> bool {
        let clock = visit.clock(self.now);
        let due: Vec<(i64, u64)> = visit
            .due
            .range(..=(self.now, u64::MAX))
            .map(|(at, _)| *at)
            .collect();
        for at in due {
            if let Some(event) = visit.due.remove(&at)
                && !self.step(visit, event)
            {
                return false;
            }
        }
        if self.now % MIND_TICK < TICK {
            self.mind_ticks(visit);
        }
        visit.app.liveness = Liveness {
            at: clock,
            frames: u64::try_from(self.now).unwrap_or(0),
            ..Liveness::default()
        };
        if !self.intents(visit, Update::Tick(clock, Decibels::SILENCE, None)) {
            return false;
        }
        if !visit.app.is_alive() {
            self.fault("the watchdog takes this visit for dead");
            return false;
        }
        if let Some((at, question, _)) = visit.asked
            && self.now - at > ANSWERED_WITHIN
        {
            self.fault(&format!("\"{question}\" was not answered"));
            visit.asked = None;
        }
        if self.now % 1_000 < TICK {
            self.drawn(&visit.app);
        }
        true
    }

    fn ask(&mut self, visit: &mut Visit) {
        #[expect(
            clippy::cast_sign_loss,
            clippy::cast_possible_truncation,
            clippy::cast_possible_wrap,
            reason = "below nine"
        )]
        let (question, check) = QUESTIONS[self.random.below(QUESTIONS.len() as i64) as usize];
        visit.asked = Some((self.now, question, check));
        let clock = visit.clock(self.now);
        visit.app.visit.as_mut().unwrap().touch(clock);
        if self.random.below(2) == 0 {
            self.count("questions typed");
            let asked = Event::Person(PersonEvent::Asked(Question::Typed(question.to_owned())));
            visit.later(self.now, asked);
            return;
        }
        self.count("questions spoken");
        visit.utterances += 1;
        let utterance = UtteranceId(visit.utterances);
        visit.spoken = Some((question, utterance));
        visit.later(self.now, Event::Speech(utterance, SpeechEvent::Began));
        for pause in (150..2_500_i32).step_by(50) {
            let silence = Milliseconds(f64::from(pause));
            visit.later(
                self.now + 1_200 + i64::from(pause),
                Event::Speech(utterance, SpeechEvent::Paused { silence }),
            );
        }
    }
}

impl Visit {
    fn clock(&self, now: i64) -> Instant {
        Instant((now - self.began) as f64)
    }

    fn has_begun(&self) -> bool {
        self.app
            .visit
            .as_ref()
            .is_some_and(mynah::terminal::visit::Visit::has_begun)
    }

    fn later(&mut self, at: i64, event: Event) {
        self.numbers += 1;
        self.due.insert((at, self.numbers), event);
    }

    /// The number of the next clause of a turn: those that are known and those that are on their way.
    fn clauses(&self, turn: TurnId) -> u32 {
        let coming = self
            .due
            .values()
            .filter(|event| matches!(event, Event::Turn(of, TurnEvent::Synthesised { .. }) if *of == turn));
        u32::try_from(coming.count() + self.state.turn.clauses.len()).unwrap_or(u32::MAX)
    }
}

fn mind(folder: &Path) -> Mind {
    let loaded = Loaded::read(&[folder.to_path_buf()], Limits::default()).unwrap();
    Mind::new(
        Box::new(Scripted::new()),
        Documents::new(loaded),
        Skills::new(None, Permissions::all()).unwrap(),
        (MindConfig::default(), Policy::default()),
        false,
    )
}

fn past(exchange: &Exchange) -> Past {
    Past {
        question: exchange.question.clone(),
        facts: exchange.facts.clone(),
        reply: exchange.answer.text.clone(),
        tool: None,
    }
}

/// So many hours from `start` on.
fn day(start: &str, hours: usize) -> Value {
    let mut day = Day::new(start.parse().unwrap());
    let (mut early, mut times, mut counted) = (None, Vec::new(), 0);
    for hour in 1..=hours {
        let began = worked();
        let end = i64::try_from(hour).unwrap() * HOUR;
        while day.now < end {
            day.visit(end);
        }
        // Not every hour has as many visitors.
        let asked = day.counts.values().sum::<u64>() - counted;
        counted += asked;
        if hour > WARM_HOURS {
            times.push((worked() - began) / asked as f64);
        }
        if hour == WARM_HOURS {
            early = Some(Held::by(std::process::id()));
        }
    }
    let late = Held::by(std::process::id());
    let mut result = compared(hours, &early.unwrap(), &late, &times);
    result["begins"] = start.into();
    result["ends"] = day.time_of_day().to_string().into();
    result["counts"] = json!(day.counts);
    result["faults"] = day.faults.into();
    result
}

/// A day of 25 hours, of which 24 are simulated.
pub fn back_from_daylight_saving(hours: Option<usize>) -> Value {
    day("2026-10-24T12:00[Europe/London]", hours.unwrap_or(24))
}

/// A day of 23 hours, simulated for 24.
pub fn to_daylight_saving(hours: Option<usize>) -> Value {
    day("2027-03-27T12:00[Europe/London]", hours.unwrap_or(24))
}
