//! The services of the terminal interface.
//!
//! Owns the running conversation, its thread, and previews. The screen never waits for any of them.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::assembly;
use crate::audio::level::{Meter, SharedVolume};
use crate::config::{Settings, edit, paths};
use crate::control::Control;
use crate::conversation::{Event, History, PersonEvent};
use crate::engine::clock::Clock;
use crate::engine::loading::{LoadMonitor, LoadState};
use crate::engine::mind_progress::MindProgress;
use crate::kiosk::{self, Moment, Pin};
use crate::mind::Skills;
use crate::offline;
use crate::program::{Failure, Outcome, SettingsSource, of_the_sandbox};
use crate::terminal::intents::{Choice, PickerKind, Setting};
use crate::terminal::strings::Strings;
use crate::terminal::updates::Update;
use crate::terminal::{Liveness, Readings, Services, ShownLayer, Verdict};

use super::history_writer::HistoryWriter;
use super::machine::memory;
use super::records::Records;
use super::{SessionOptions, about, choices, control_access, diagnosis, preview, unmet};

/// Memory is read at every n-th call only.
const MEMORY_EVERY: u32 = 16;

/// A running conversation.
struct Running {
    events: Sender<Event>,
    meter: Arc<Meter>,
    progress: Arc<MindProgress>,
    volume: SharedVolume,
    watches: Vec<LoadMonitor>,
}

/// The connection to the conversation's thread; events are queued until it runs.
#[derive(Default)]
struct Connection {
    running: Option<Running>,
    waiting: Vec<Event>,
}

/// The implementation of the services.
pub(crate) struct AppServices {
    source: SettingsSource,
    options: SessionOptions,
    file: Option<PathBuf>,
    connection: Arc<Mutex<Connection>>,
    records: Records,
    preview: Option<(Arc<Meter>, Arc<AtomicBool>)>,
    /// They outlive each conversation.
    clock: Arc<Clock>,
    skills: Option<Skills>,
    reads: u32,
    memory: u64,
    /// The heartbeat to the supervisor, in a visit at a kiosk.
    pulse: Option<kiosk::Pulse>,
}

impl AppServices {
    pub(crate) fn new(source: SettingsSource, options: SessionOptions) -> Self {
        let file = source.file.clone().or_else(paths::user_config);
        Self {
            source,
            options,
            file,
            connection: Arc::default(),
            records: Records::default(),
            preview: None,
            clock: Arc::new(Clock::start()),
            skills: None,
            reads: 0,
            memory: 0,
            pulse: kiosk::Pulse::of_environment(),
        }
    }
}

impl AppServices {
    /// Waits until what is recorded of the conversations is written, no longer than this; the error is why it is not.
    pub(crate) fn finish(self, timeout: Duration) -> Outcome {
        self.records.finish(timeout, &self.clock)
    }

    /// The skills of the previous conversation, or new ones.
    fn skills(&mut self, settings: &Settings) -> Result<Skills, String> {
        if let Some(skills) = &self.skills {
            return Ok(skills.hand_over());
        }
        let new = assembly::skills(settings, self.options.is_visit).map_err(|error| error.to_string())?;
        Ok(self.skills.insert(new).hand_over())
    }
}

fn lock(connection: &Mutex<Connection>) -> std::sync::MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Services for AppServices {
    fn start(&mut self, settings: &Settings, history: History, updates: &Sender<Update>) {
        let skills = match self.skills(settings) {
            Ok(skills) => skills,
            Err(sentence) => {
                let _ = updates.send(Update::Broken(sentence));
                return;
            }
        };
        let connection = Arc::new(Mutex::new(Connection::default()));
        self.connection = Arc::clone(&connection);
        let records = self.records.add();
        let conversation = Conversation {
            settings: settings.clone(),
            options: self.options.clone(),
            history,
            clock: Arc::clone(&self.clock),
            skills,
            connection,
            records,
        };
        let told = updates.clone();
        let started = std::thread::Builder::new()
            .name("conversation".to_owned())
            .spawn(move || conversation.run(&told));
        if let Err(error) = started {
            let sentence = format!("Cannot start another thread ({error}): close other programs.");
            let _ = updates.send(Update::Broken(sentence));
        }
    }

    fn send(&mut self, event: Event) {
        let mut connection = lock(&self.connection);
        match &connection.running {
            Some(running) => {
                // A conversation that has ended has reported it.
                let _ = running.events.send(event);
            }
            None => connection.waiting.push(event),
        }
    }

    fn readings(&mut self) -> Readings {
        if self.reads.is_multiple_of(MEMORY_EVERY) {
            self.memory = memory();
        }
        self.reads = self.reads.wrapping_add(1);
        let connection = lock(&self.connection);
        let running = connection.running.as_ref();
        let loading: Vec<_> = running.map_or_else(Vec::new, |running| {
            let watches = running.watches.iter();
            watches
                .map(|watch| (watch.kind, watch.name.clone(), watch.loaded()))
                .collect()
        });
        let liveness = Liveness {
            at: self.clock.now(),
            frames: running.map_or(0, |running| running.meter.shown()),
            thoughts: running.map_or(0, |running| running.progress.steps()),
            loaded: loading.iter().map(|(_, _, loaded)| thousandths(loaded)).sum(),
            ..Liveness::default()
        };
        Readings {
            liveness,
            level: running.map(|running| running.meter.level()),
            preview: self.preview.as_ref().map(|(meter, _)| meter.level()),
            loading,
            memory: self.memory,
        }
    }

    fn choices(&mut self, settings: &Settings, kind: PickerKind) -> Vec<Choice> {
        choices::of(settings, kind)
    }

    fn preview(
        &mut self,
        settings: &Settings,
        kind: PickerKind,
        value: &str,
        sentence: String,
        updates: &Sender<Update>,
    ) {
        self.stop_preview();
        let stop = Arc::new(AtomicBool::new(false));
        let meter = Arc::new(Meter::default());
        let (told, value, settings) = (updates.clone(), value.to_owned(), settings.clone());
        let (level, stopped) = (Arc::clone(&meter), Arc::clone(&stop));
        let started = match kind {
            PickerKind::Microphone => {
                self.preview = Some((meter, stop));
                std::thread::Builder::new()
                    .name("preview".to_owned())
                    .spawn(move || {
                        let name = (!value.is_empty()).then_some(value);
                        if let Err(error) = preview::hear(&name.into(), &level, &stopped) {
                            let _ = told.send(Update::Previewed(error.to_string()));
                        }
                    })
            }
            PickerKind::Voice => std::thread::Builder::new()
                .name("preview".to_owned())
                .spawn(move || {
                    if let Err(told_why) = preview::speak(&settings, &value, &sentence) {
                        let _ = told.send(Update::Previewed(told_why));
                    }
                }),
            PickerKind::Model | PickerKind::Loudspeaker | PickerKind::Language => return,
        };
        if let Err(error) = started {
            let _ = updates.send(Update::Previewed(error.to_string()));
        }
    }

    fn stop_preview(&mut self) {
        if let Some((_, stop)) = self.preview.take() {
            stop.store(true, Ordering::Relaxed);
        }
    }

    fn change(&mut self, key: &str, value: Option<&Setting>) -> Result<Settings, String> {
        let file = self
            .source
            .overlay
            .clone()
            .or_else(|| self.file.clone())
            .ok_or_else(|| {
                "There is no home folder for the configuration: name a file with --config.".to_owned()
            })?;
        let written = value.map(|value| match value {
            Setting::Text(text) => text.as_str().into(),
            Setting::Number(number) => (*number).into(),
            Setting::Switch(on) => (*on).into(),
        });
        let set = |key: &str, value| {
            edit::set(&file, key, value).map_err(|error| of_the_sandbox(error).to_string())
        };
        set(key, written)?;
        // A voice belongs to an engine: choosing one chooses the other.
        match key {
            "speaking.voice" => set("speaking.engine", Some("espeak-ng".into()))?,
            "speaking.piper" => set("speaking.engine", Some("piper".into()))?,
            // A language needs a voice that speaks it.
            "hearing.language" => {
                let code = match value {
                    Some(Setting::Text(code)) if code != "auto" => code.as_str(),
                    _ => "en",
                };
                let voice = if code == "en" { "en-us" } else { code };
                set("speaking.voice", Some(voice.into()))?;
            }
            _ => {}
        }
        if self.source.overlay.is_none() && self.source.file.is_none() {
            // The user's own file may have been created just now.
            self.source.file = Some(file);
        }
        let settings = self.source.settings().map_err(|error| error.to_string())?;
        if let Some(running) = &lock(&self.connection).running {
            running.volume.set(settings.playback.volume);
        }
        Ok(settings)
    }

    fn introduced(&mut self) {
        let marked = paths::introduced().map(|path| {
            let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
            folder.and_then(|()| std::fs::write(&path, b""))
        });
        if let Some(Err(error)) = marked {
            tracing::warn!(%error, "the introduction will be shown again");
        }
    }

    fn unlock(&mut self, pin: &str) -> Verdict {
        let (Ok(settings), Some(folder), Some(now)) =
            (self.source.settings(), kiosk::state_folder(), Moment::now())
        else {
            return Verdict::Impossible;
        };
        Pin::new(&settings.kiosk.pin, &folder).check(pin, now)
    }

    fn diagnosis(&mut self, strings: &Strings) -> Vec<String> {
        let readings = self.readings();
        diagnosis::lines(&self.source, &readings, strings)
    }

    fn beat(&self, moves: bool) {
        if let Some(pulse) = &self.pulse {
            pulse.beat(moves);
        }
    }

    fn listens(&self, settings: &Settings) -> bool {
        self.options.listens(settings)
    }

    fn layers(&self) -> Vec<ShownLayer> {
        let layers = offline::layers().into_iter();
        layers
            .map(|(name, holds)| ShownLayer {
                name,
                holds,
                promised: name != offline::NAMESPACE,
            })
            .collect()
    }

    fn stop(&mut self) {
        self.stop_preview();
        self.send(Event::Person(PersonEvent::Interrupted));
        // A conversation that is still loading ends when it handles these events.
        self.send(Event::Person(PersonEvent::Leaving));
    }
}

/// Reports to the screen when the conversation's thread panics.
struct PanicGuard(Option<Sender<Update>>);

impl Drop for PanicGuard {
    fn drop(&mut self) {
        if let Some(updates) = self.0.take() {
            let sentence =
                "The conversation stopped unexpectedly: this is a bug in mynah; the log has the details.";
            let _ = updates.send(Update::Broken(sentence.to_owned()));
        }
    }
}

/// How far a part is loaded, in thousandths.
fn thousandths(loaded: &LoadState) -> u64 {
    match loaded {
        LoadState::Waiting => 0,
        LoadState::Reading(part) => u64::from(*part),
        LoadState::Ready | LoadState::Failed(_) => 1000,
    }
}

/// A whole conversation, from the loading of its models to its end.
struct Conversation {
    settings: Settings,
    options: SessionOptions,
    history: History,
    clock: Arc<Clock>,
    skills: Skills,
    connection: Arc<Mutex<Connection>>,
    records: Sender<Outcome>,
}

impl Conversation {
    fn run(self, updates: &Sender<Update>) {
        let mut guard = PanicGuard(Some(updates.clone()));
        let ended = self.try_to_run(updates);
        guard.0 = None;
        if let Err(Failure::Sentence(sentence)) = ended {
            let _ = updates.send(Update::Broken(sentence));
        }
    }

    fn try_to_run(self, updates: &Sender<Update>) -> Result<(), Failure> {
        let settings = &self.settings;
        let mut remark = |sentence: &str| {
            let _ = updates.send(Update::Told(sentence.to_owned()));
        };
        let about = about::of(settings, self.options.listens(settings));
        let _ = updates.send(Update::About(Box::new(about)));
        let unmet = unmet::sentences(settings, self.options.listens(settings));
        if self.options.is_visit {
            // Visitors cannot mend it.
            for sentence in &unmet {
                tracing::warn!("{sentence}");
            }
        } else if !unmet.is_empty() {
            let _ = updates.send(Update::Failed(unmet.join(" ")));
        }
        let parts = super::parts(settings, &self.options, true, self.skills, &mut remark)?;
        let watches = parts.watches();
        let volume = parts.output.volume.clone();
        let mut engine = self.options.engine(settings, parts, self.clock, self.history)?;
        let control =
            control_access::control(settings, self.options.is_visit, watches.clone(), volume.clone());
        let mut control = Control::start(control, engine.sender());
        let waiting = {
            let mut connection = lock(&self.connection);
            connection.running = Some(Running {
                events: engine.sender(),
                meter: engine.meter(),
                progress: engine.progress(),
                volume,
                watches,
            });
            std::mem::take(&mut connection.waiting)
        };
        for event in waiting {
            let _ = engine.sender().send(event);
        }
        // A visitor's words are never saved.
        let history_writer = if self.options.is_visit {
            None
        } else {
            HistoryWriter::of(settings, engine.sender())?
        };
        if history_writer.is_some() {
            let days = settings.history.days;
            remark(&format!(
                "This conversation is saved, encrypted, for {days} days; 'mynah forget' deletes it."
            ));
        }
        let is_recorded = history_writer.is_some() || self.options.journal.is_some();
        let records = Some(self.records).filter(|_| is_recorded);
        engine.run(&mut |state, effects| {
            super::keep(history_writer.as_ref(), state, effects);
            control.tell(state, effects);
            let _ = updates.send(Update::Moved(Box::new(state.clone()), effects.to_vec()));
        });
        let whole = super::recorded(&mut engine, history_writer);
        if let Some(records) = records {
            let _ = records.send(whole);
        }
        engine.finish();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layer_of_the_protection_has_its_words_on_the_page() {
        let strings = Strings::new("en");
        for (layer, _) in offline::layers() {
            for key in [format!("layer-{layer}"), format!("layer-{layer}-told")] {
                assert_ne!(strings.text(&key), key, "there is no message {key}");
            }
        }
    }
}
