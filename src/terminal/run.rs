//! The interface's loop: wait for updates, let the app handle them, perform its intents, draw.
//!
//! Draws only when something on the screen has changed: an idle screen costs nothing.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crossterm::event::Event as Key;

use crate::audio::level::Decibels;
use crate::config::{Settings, paths};
use crate::conversation::{ClockEvent, Event, History, Phase};
use crate::engine::loading::LoadState;
use crate::engine::signals;
use crate::offline;

use super::app::{App, Page, Readiness};
use super::entries;
use super::export;
use super::intents::Intent;
use super::pages::operator::VOLUME;
use super::scan::Scan;
use super::screen::{self, Screen, TerminalError};
use super::services::Services;
use super::strings::Strings;
use super::theme::Capabilities;
use super::updates::Update;
use super::views;
use super::visit::Liveness;

/// How often values that change without events are read: while something is loaded or spoken, while the microphone is open, and
/// otherwise.
const QUICK: Duration = Duration::from_millis(60);
const CALM: Duration = Duration::from_millis(150);
const STILL: Duration = Duration::from_secs(1);

/// How the interface ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// By the person.
    Left,
    /// By a signal.
    Signal,
    /// By a kiosk's operator, who quits it.
    Kiosk,
    /// The same, and the computer is to restart.
    Machine,
}

/// Runs the interface until it is left. A visit at a kiosk has limits.
pub fn run(
    services: &mut dyn Services,
    settings: Settings,
    introduce: bool,
    log: Option<&Path>,
    visit: bool,
) -> Result<Ending, TerminalError> {
    let environment = |name: &str| std::env::var(name).ok();
    let strings = match &settings.interface.language {
        Some(code) => Strings::new(code),
        None => Strings::of_environment(environment),
    };
    let capabilities = Capabilities::of_environment(environment);
    let mut screen = Screen::enter(!settings.interface.no_mouse, log)?;
    let mut app = App::new(settings, strings, capabilities, introduce);
    app.size = screen
        .terminal()
        .size()
        .map_or((80, 24), |size| (size.width, size.height));
    app.layers = services.layers();
    app.about.listens = services.listens(&app.settings);
    if visit {
        app.begin_visit();
    }
    screen.terminal().draw(|frame| views::draw(frame, &app))?;

    let (updates, inbox) = channel();
    listen_to_signals(&screen, updates.clone());
    read_keys(updates.clone())?;
    services.start(&app.settings, History::default(), &updates);
    let mut drawn = moving(&app);
    loop {
        let first = inbox.recv_timeout(patience(&app));
        let mut waiting = match first {
            Ok(update) => vec![update],
            Err(RecvTimeoutError::Timeout) => Vec::new(),
            Err(RecvTimeoutError::Disconnected) => break,
        };
        // All pending updates are handled before drawing.
        waiting.extend(inbox.try_iter());
        let is_signal = waiting.iter().any(|update| matches!(update, Update::Signal));
        if waiting
            .iter()
            .any(|update| matches!(update, Update::Key(Key::Resize(..))))
        {
            // The terminal's content is unknown: it may have had another size for a moment.
            screen.start_over()?;
        }
        waiting.extend(readings(services, &mut app));
        let is_event = waiting.iter().any(|update| !matches!(update, Update::Tick(..)));
        for update in waiting {
            for intent in app.update(update) {
                let ending = match intent {
                    Intent::Leave if is_signal => Some(Ending::Signal),
                    Intent::Leave => Some(Ending::Left),
                    Intent::LeaveKiosk => Some(Ending::Kiosk),
                    Intent::RestartMachine => Some(Ending::Machine),
                    _ => None,
                };
                if let Some(ending) = ending {
                    drop(screen);
                    services.stop();
                    return Ok(ending);
                }
                perform(intent, services, &mut app, &updates);
            }
        }
        let moves = app.is_alive();
        services.beat(moves);
        let now = moving(&app);
        if is_event || now != drawn {
            screen.terminal().draw(|frame| views::draw(frame, &app))?;
            drawn = now;
        }
    }
    Ok(Ending::Left)
}

/// The values that change without events, as updates.
fn readings(services: &mut dyn Services, app: &mut App) -> Vec<Update> {
    let readings = services.readings();
    app.memory = readings.memory;
    app.liveness = Liveness {
        loads: app.readiness == Readiness::Loading,
        unread: app.visit.is_some() && screen::has_unread_keys(),
        ..readings.liveness
    };
    let mut updates = vec![Update::Tick(
        app.liveness.at,
        readings.level.unwrap_or(Decibels::SILENCE),
        readings.preview,
    )];
    if readings.loading != app.loading {
        let over =
            |(_, _, loaded): &(_, _, LoadState)| matches!(loaded, LoadState::Ready | LoadState::Failed(_));
        let is_over = !readings.loading.is_empty() && readings.loading.iter().all(over);
        updates.push(Update::Loading(readings.loading));
        if is_over && app.readiness == Readiness::Loading {
            updates.push(Update::Started);
        }
    }
    updates
}

/// How long nothing can change without an event.
fn patience(app: &App) -> Duration {
    let speaks = app.state.phase != Phase::Idle;
    let previews = matches!(app.page, Page::Picker(_) | Page::Introduction(_));
    if app.readiness == Readiness::Loading || speaks || previews || app.scan.is_some() {
        QUICK
    } else if app.state.listening == crate::conversation::Listening::Off {
        STILL
    } else {
        CALM
    }
}

/// What [`moving`] compares.
type Moving = (
    usize,
    usize,
    Vec<Option<u64>>,
    Option<String>,
    Option<usize>,
    Option<usize>,
);

/// Everything on the screen that changes without events: if it is unchanged, there is nothing to draw.
fn moving(app: &App) -> Moving {
    let cells = |level: Decibels| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 8"
        )]
        let cells = ((level.0 + 60.0) / 6.0).clamp(0.0, 8.0).round() as usize;
        cells
    };
    let all = app.entries.all();
    let timers = all.len().saturating_sub(20)..all.len();
    let level = if app.settings.interface.reduced_motion {
        0
    } else {
        cells(app.level)
    };
    let preview = match &app.page {
        Page::Picker(picker) => picker.level.map(cells),
        _ => None,
    };
    (
        level,
        views::conversation::spoken_letters(&app.state, app.now),
        timers.map(|at| entries::timer_left(all, at, app.now)).collect(),
        app.last_remark().map(str::to_owned),
        preview,
        app.scan.as_ref().map(Scan::at),
    )
}

fn perform(intent: Intent, services: &mut dyn Services, app: &mut App, updates: &Sender<Update>) {
    match intent {
        Intent::Send(event) => {
            if let (Some(visit), Readiness::Ready) = (&mut app.visit, &app.readiness) {
                visit.ask();
            }
            services.send(event);
        }
        Intent::Leave | Intent::LeaveKiosk | Intent::RestartMachine => {}
        Intent::Diagnose => {
            let lines = services.diagnosis(&app.strings);
            app.diagnosed(lines);
        }
        Intent::Converse(code) => {
            services.stop();
            app.converse_in(code);
            begin(services, app, History::default(), updates);
        }
        Intent::Unlock(pin) => {
            let unlocked = services.unlock(&pin);
            app.unlocked(unlocked);
        }
        Intent::List(kind) => {
            let choices = services.choices(&app.settings, kind);
            let intents = app.update(Update::Choices(kind, choices));
            for intent in intents {
                perform(intent, services, app, updates);
            }
        }
        Intent::Preview(kind, value) => {
            let sentence = app.strings.text("preview-sentence");
            services.preview(&app.settings, kind, &value, sentence, updates);
        }
        Intent::StopPreview => services.stop_preview(),
        Intent::Change(key, value) => match services.change(key, value.as_ref()) {
            Ok(settings) => {
                app.written(key);
                app.update(Update::Changed(Box::new(settings)));
                app.about.listens = services.listens(&app.settings);
                if key == VOLUME {
                    // The change is audible at once: the next sentence demonstrates it.
                    let announcement = app.strings.text("preview-sentence");
                    services.send(Event::Clock(ClockEvent::TimerDue { announcement }));
                } else if key.starts_with("interface.") {
                    let sentence = app.strings.text("saved");
                    app.update(Update::Told(sentence));
                } else {
                    restart(services, app, updates);
                }
            }
            Err(sentence) => {
                app.update(Update::Failed(sentence));
            }
        },
        Intent::Forget => {
            services.stop();
            begin(services, app, History::default(), updates);
        }
        Intent::Export(path) => {
            // The folder in which the program was started is none of its business.
            let folder = paths::exports().unwrap_or_default();
            let path = path.map_or_else(|| export::free_name(&folder), |name| folder.join(name));
            let update = match export::write(&app.so_far(), &path, &app.strings) {
                Ok(()) => Update::Told(app.strings.with("exported", path.display().to_string())),
                Err(error) => Update::Failed(
                    app.strings
                        .with("not-exported", format!("{} ({error})", path.display())),
                ),
            };
            app.update(update);
        }
        Intent::Copy(text) => {
            if let Err(error) = screen::copy(&text) {
                tracing::warn!(%error, "the clipboard cannot be reached");
            }
        }
        Intent::Introduced => services.introduced(),
    }
}

/// Starts a new conversation with other settings that continues the old one.
fn restart(services: &mut dyn Services, app: &mut App, updates: &Sender<Update>) {
    services.stop();
    let history = app.state.history.clone();
    begin(services, app, history, updates);
    let sentence = app.strings.text("restarting");
    app.update(Update::Told(sentence));
}

fn begin(services: &mut dyn Services, app: &mut App, history: History, updates: &Sender<Update>) {
    app.readiness = Readiness::Loading;
    app.loading.clear();
    app.state = crate::conversation::State {
        history: history.clone(),
        ..crate::conversation::State::default()
    };
    services.start(&app.settings, history, updates);
}

/// The first signal asks the program to end, the second one ends it at once.
fn listen_to_signals(screen: &Screen, updates: Sender<Update>) {
    let (way_back, happened) = (screen.way_back(), AtomicBool::new(false));
    let heard = signals::listen(move || {
        if happened.swap(true, Ordering::SeqCst) || updates.send(Update::Signal).is_err() {
            way_back.go();
            offline::show_all();
            std::process::exit(130);
        }
    });
    if let Err(error) = heard {
        tracing::warn!(%error, "signals are not handled");
    }
}

/// Reads keys as long as the program lives; if the terminal is lost, the program ends.
fn read_keys(updates: Sender<Update>) -> Result<(), TerminalError> {
    std::thread::Builder::new()
        .name("keys".to_owned())
        .spawn(move || {
            loop {
                let update = match crossterm::event::read() {
                    Ok(event) => Update::Key(event),
                    Err(_) => Update::Signal,
                };
                let is_over = matches!(update, Update::Signal);
                if updates.send(update).is_err() || is_over {
                    return;
                }
            }
        })?;
    Ok(())
}
