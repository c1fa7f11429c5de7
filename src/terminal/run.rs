//! The loop: wait for something to happen, let the app take it, do what the person wants, draw.
//!
//! Owns the waiting and the drawing. Draws only when something that is shown has changed: an idle screen costs nothing.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crossterm::event::Event as Key;

use crate::audio::level::Decibels;
use crate::config::{Settings, paths};
use crate::conversation::{Event, History, Phase};
use crate::engine::loading::Loaded;

use super::app::{App, Intent, Page, Readiness, Update};
use super::backstage::Backstage;
use super::entries;
use super::export;
use super::pages::operator::VOLUME;
use super::screen::{self, Screen, TerminalError};
use super::strings::Strings;
use super::theme::Abilities;
use super::views;
use super::visit::Signs;

/// How often what moves by itself is looked at: while something is loaded or spoken, while the microphone is open, and
/// while nothing moves at all.
const QUICK: Duration = Duration::from_millis(60);
const CALM: Duration = Duration::from_millis(150);
const STILL: Duration = Duration::from_secs(1);

/// How the program was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// By the person.
    Left,
    /// By a signal.
    Signal,
    /// By the operator of a kiosk, who ends it.
    Kiosk,
    /// The same, and the machine is to start anew.
    Machine,
}

/// Shows the interface until it is left. A visit at a kiosk has limits.
pub fn run(
    backstage: &mut dyn Backstage,
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
    let abilities = Abilities::of_environment(environment);
    let mut screen = Screen::enter(!settings.interface.no_mouse, log)?;
    let mut app = App::new(settings, strings, abilities, introduce);
    app.size = screen
        .terminal()
        .size()
        .map_or((80, 24), |size| (size.width, size.height));
    app.layers = backstage.layers();
    if visit {
        app.begin_visit();
    }
    screen.terminal().draw(|frame| views::draw(frame, &app))?;

    let (updates, inbox) = channel();
    listen_to_signals(&screen, updates.clone());
    read_keys(updates.clone())?;
    backstage.start(&app.settings, History::default(), &updates);
    let mut drawn = moving(&app);
    loop {
        let first = inbox.recv_timeout(patience(&app));
        let mut waiting = match first {
            Ok(update) => vec![update],
            Err(RecvTimeoutError::Timeout) => Vec::new(),
            Err(RecvTimeoutError::Disconnected) => break,
        };
        // All that has happened is taken before anything is drawn.
        waiting.extend(inbox.try_iter());
        let is_signal = waiting.iter().any(|update| matches!(update, Update::Signal));
        if waiting
            .iter()
            .any(|update| matches!(update, Update::Key(Key::Resize(..))))
        {
            // Whatever the terminal made of what was there: it may have been another size for a moment.
            screen.start_over()?;
        }
        waiting.extend(pulse(backstage, &mut app));
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
                    backstage.stop();
                    return Ok(ending);
                }
                perform(intent, backstage, &mut app, &updates);
            }
        }
        let moves = app.is_alive();
        backstage.beat(moves);
        let now = moving(&app);
        if is_event || now != drawn {
            screen.terminal().draw(|frame| views::draw(frame, &app))?;
            drawn = now;
        }
    }
    Ok(Ending::Left)
}

/// What moves by itself, as updates.
fn pulse(backstage: &mut dyn Backstage, app: &mut App) -> Vec<Update> {
    let pulse = backstage.pulse();
    app.memory = pulse.memory;
    app.signs = Signs {
        loads: app.readiness == Readiness::Loading,
        unread: app.visit.is_some() && screen::has_unread_keys(),
        ..pulse.signs
    };
    let mut updates = vec![Update::Tick(
        app.signs.at,
        pulse.level.unwrap_or(Decibels::SILENCE),
        pulse.preview,
    )];
    if pulse.loading != app.loading {
        let over = |(_, _, loaded): &(_, _, Loaded)| matches!(loaded, Loaded::Ready | Loaded::Failed(_));
        let is_over = !pulse.loading.is_empty() && pulse.loading.iter().all(over);
        updates.push(Update::Loading(pulse.loading));
        if is_over && app.readiness == Readiness::Loading {
            updates.push(Update::Started);
        }
    }
    updates
}

/// How long nothing can change by itself.
fn patience(app: &App) -> Duration {
    let speaks = app.state.phase != Phase::Idle;
    let previews = matches!(app.page, Page::Picker(_) | Page::Introduction(_));
    if app.readiness == Readiness::Loading || speaks || previews {
        QUICK
    } else if app.state.listening == crate::conversation::Listening::Off {
        STILL
    } else {
        CALM
    }
}

/// Everything on the screen that moves by itself: when it is the same, there is nothing to draw.
fn moving(app: &App) -> (usize, usize, Vec<Option<u64>>, Option<String>, Option<usize>) {
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
    )
}

fn perform(intent: Intent, backstage: &mut dyn Backstage, app: &mut App, updates: &Sender<Update>) {
    match intent {
        Intent::Send(event) => {
            if let (Some(visit), Readiness::Ready) = (&mut app.visit, &app.readiness) {
                visit.ask();
            }
            backstage.send(event);
        }
        Intent::Leave | Intent::LeaveKiosk | Intent::RestartMachine => {}
        Intent::Diagnose => {
            let lines = backstage.diagnosis();
            app.diagnosed(lines);
        }
        Intent::Converse(code) => {
            backstage.stop();
            app.converse_in(code);
            begin(backstage, app, History::default(), updates);
        }
        Intent::Unlock(pin) => {
            let unlocked = backstage.unlock(&pin);
            app.unlocked(unlocked);
        }
        Intent::List(kind) => {
            let choices = backstage.choices(&app.settings, kind);
            let intents = app.update(Update::Choices(kind, choices));
            for intent in intents {
                perform(intent, backstage, app, updates);
            }
        }
        Intent::Preview(kind, value) => {
            let sentence = app.strings.text("preview-sentence");
            backstage.preview(&app.settings, kind, &value, sentence, updates);
        }
        Intent::StopPreview => backstage.stop_preview(),
        Intent::Change(key, value) => match backstage.change(key, value.as_ref()) {
            Ok(settings) => {
                app.update(Update::Changed(Box::new(settings)));
                if key == VOLUME {
                    // It is heard at once, the next sentence says how.
                    let announcement = app.strings.text("preview-sentence");
                    backstage.send(Event::TimerDue { announcement });
                } else if key.starts_with("interface.") {
                    let sentence = app.strings.text("saved");
                    app.update(Update::Told(sentence));
                } else {
                    restart(backstage, app, updates);
                }
            }
            Err(sentence) => {
                app.update(Update::Told(sentence));
            }
        },
        Intent::Forget => {
            backstage.stop();
            begin(backstage, app, History::default(), updates);
        }
        Intent::Export(path) => {
            // The folder in which the program was started is none of its business.
            let folder = paths::exports().unwrap_or_default();
            let path = path.map_or_else(|| export::free_name(&folder), |name| folder.join(name));
            let sentence = match export::write(&app.entries, &path, &app.strings) {
                Ok(()) => app.strings.with("exported", path.display().to_string()),
                Err(error) => app
                    .strings
                    .with("not-exported", format!("{} ({error})", path.display())),
            };
            app.update(Update::Told(sentence));
        }
        Intent::Copy(text) => {
            if let Err(error) = screen::copy(&text) {
                tracing::warn!(%error, "the clipboard cannot be reached");
            }
        }
        Intent::Introduced => backstage.introduced(),
    }
}

/// A new conversation with other settings, which goes on from the old one.
fn restart(backstage: &mut dyn Backstage, app: &mut App, updates: &Sender<Update>) {
    backstage.stop();
    let history = app.state.history.clone();
    begin(backstage, app, history, updates);
    let sentence = app.strings.text("restarting");
    app.update(Update::Told(sentence));
}

fn begin(backstage: &mut dyn Backstage, app: &mut App, history: History, updates: &Sender<Update>) {
    app.readiness = Readiness::Loading;
    app.loading.clear();
    app.state = crate::conversation::State {
        history: history.clone(),
        ..crate::conversation::State::default()
    };
    backstage.start(&app.settings, history, updates);
}

/// The first signal asks the program to end, the second one ends it.
fn listen_to_signals(screen: &Screen, updates: Sender<Update>) {
    let (way_back, happened) = (screen.way_back(), AtomicBool::new(false));
    let heard = ctrlc::set_handler(move || {
        if happened.swap(true, Ordering::SeqCst) || updates.send(Update::Signal).is_err() {
            way_back.go();
            std::process::exit(130);
        }
    });
    if let Err(error) = heard {
        tracing::warn!(%error, "signals are not handled");
    }
}

/// The thread waits for keys as long as the program lives; a terminal that is gone ends the program.
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
