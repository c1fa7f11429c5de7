//! The command line: one thin file for each subcommand.
//!
//! Owns the output, the exit codes and the one place where errors become sentences. Answers go to standard output, everything else to
//! standard error or the log. Contains no logic of a turn.

mod about;
mod announce;
mod ask;
mod bench;
mod check_config;
mod choices;
mod completions;
mod control_access;
mod control_client;
mod ctl;
mod demo;
mod devices;
mod diagnosis;
mod doctor;
mod echo_source;
mod environment;
mod evaluate;
mod finding;
mod grants;
mod health;
mod history;
mod interrupt;
mod kiosk;
mod logging;
mod mcp;
mod models;
mod plain;
mod preview;
mod prove_offline;
mod replay;
mod say;
mod services;
mod subtitles;
mod talk;
mod transcribe;
mod typing;
mod unmet;
mod unreadable;
mod variant;
mod wake_word;
mod wyoming;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::audio::process;
use crate::config::{ConfigError, Settings};
use crate::offline;
use crate::terminal::clean;
use crate::terminal::keys::Keys;
use unreadable::of_the_sandbox;

/// A voice assistant that lives in the terminal and never leaves the machine.
#[derive(Debug, Parser)]
#[command(name = "mynah", version, about, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
struct Global {
    /// Configuration file to use instead of the standard one
    #[arg(long, global = true, env = "MYNAH_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder that is searched for models first
    #[arg(long, global = true, env = "MYNAH_MODELS", value_name = "DIR")]
    models: Option<PathBuf>,
    /// Spoken language: a code such as 'en', or 'auto'
    #[arg(long, global = true, env = "MYNAH_LANG", value_name = "CODE")]
    lang: Option<String>,
    /// Log file to use instead of the standard one
    #[arg(long, global = true, env = "MYNAH_LOG", value_name = "FILE")]
    log: Option<PathBuf>,
    /// Log more: -v info, -vv debug
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// The file with a kiosk operator's choices, which override the configuration
    #[arg(skip)]
    overlay: Option<PathBuf>,
    /// Whether this is a kiosk or a visit to one
    #[arg(skip)]
    is_kiosk: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Talk: speak or type questions, hear and read the answers (default)
    Talk(talk::Talk),
    /// Ask one question, typed or recorded, and get the answer
    Ask(ask::Ask),
    /// Turn recordings into text
    Transcribe(transcribe::Transcribe),
    /// Turn text into speech
    Say(say::Say),
    /// List, add, check, choose and evaluate models
    Models(models::Models),
    /// Let the running conversation say something once nobody is speaking
    Announce(announce::Announce),
    /// Control the running conversation: say, ask, mute, follow what happens
    Ctl(ctl::Ctl),
    /// Serve Home Assistant and other Wyoming clients: speech to text, text to speech, answers
    Wyoming(wyoming::Wyoming),
    /// Serve programs that speak the Model Context Protocol: ask, say, transcribe
    Mcp(mcp::Mcp),
    /// Run as a kiosk: one isolated session per visitor, locked keyboard
    Kiosk(kiosk::Kiosk),
    /// Record a wake word of your own
    WakeWord(wake_word::WakeWord),
    /// List microphones and loudspeakers
    Devices(devices::Devices),
    /// Check the installation and suggest fixes
    Doctor(doctor::Doctor),
    /// Check in a few seconds whether everything works, for programs that watch machines
    Health(health::HealthCheck),
    /// Find all mistakes in the configuration
    CheckConfig(check_config::CheckConfig),
    /// Measure a language model's speed on this machine
    Bench(bench::Bench),
    /// Ask every recorded question in a folder and show each turn
    Demo(demo::Demo),
    /// Try every known way out of this machine and show that each is closed
    ProveOffline(prove_offline::ProveOffline),
    /// List saved conversations, or show one
    History(history::History),
    /// Permanently delete saved conversations
    Forget(history::Forget),
    /// Show a recorded conversation again, from its journal
    Replay(replay::Replay),
    /// Print a completion script for a shell
    Completions(completions::Completions),
}

/// How a command fails.
#[derive(Debug)]
enum Failure {
    /// One sentence for the person; exit code 1.
    Sentence(String),
    /// One sentence about how the command is used; exit code 2.
    Usage(String),
    /// The sentences have been printed already; exit code 1.
    Reported,
    /// Ctrl-C or a termination signal; exit code 130.
    Interrupted,
    /// The operator quit the kiosk, or wants a restart of the computer; exit codes that the service knows.
    Kiosk(crate::kiosk::End),
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Sentence(error.to_string())
    }
}

type Outcome = Result<(), Failure>;

impl Global {
    fn settings(&self) -> Result<Settings, ConfigError> {
        let mut settings =
            Settings::load_over(self.config.as_deref(), self.overlay.as_deref()).map_err(of_the_sandbox)?;
        settings.models.settle_signatures(self.is_kiosk);
        if let Some(folder) = &self.models {
            settings.models.folder = Some(folder.clone());
        }
        if let Some(language) = &self.lang {
            settings.converse_in(language.clone());
            settings.check_values("--lang or MYNAH_LANG")?;
        }
        let (_, wrong) = Keys::new(&settings.interface.keys);
        if let Some(wrong) = wrong.first() {
            return Err(ConfigError::Wrong {
                origin: "interface.keys".to_owned(),
                reason: format!(
                    "{wrong}: use an action and a key as F1 lists them, such as mute = \"ctrl-t\""
                ),
            });
        }
        Ok(settings)
    }
}

/// The command line, for manual pages and completions.
pub fn command_line() -> clap::Command {
    <Cli as clap::CommandFactory>::command()
}

/// Runs the command line.
pub fn main() -> ExitCode {
    environment::prepare();
    variant::exec_optimised_build();
    offline::survive_file_limit();
    let mut cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    if let Some(Command::Kiosk(kiosk)) = &cli.command
        && let Some(outcome) = kiosk.console()
    {
        return report(outcome);
    }
    let is_kiosk = match &cli.command {
        Some(Command::Kiosk(_)) => true,
        Some(Command::Health(health)) => health.is_kiosk(),
        Some(Command::CheckConfig(check)) => check.is_kiosk(),
        Some(Command::Talk(talk)) => talk.is_visit(),
        Some(Command::ProveOffline(prove)) => prove.is_kiosk(),
        _ => false,
    };
    let looks_at_a_kiosk = matches!(cli.command, Some(Command::Health(_) | Command::CheckConfig(_)));
    cli.global.is_kiosk = is_kiosk;
    if is_kiosk {
        cli.global.overlay = kiosk::choices(!looks_at_a_kiosk);
    }
    if is_kiosk && (looks_at_a_kiosk || matches!(cli.command, Some(Command::Kiosk(_)))) {
        cli.global.config = cli.global.config.or_else(kiosk::standard_config);
    }
    // The command itself reports a configuration that cannot be read.
    let settings = match &cli.command {
        Some(Command::CheckConfig(check)) => Some(check.settings(&cli.global)),
        _ => cli.global.settings().ok(),
    };
    let grants = grants::of(&cli, is_kiosk, settings.as_ref());
    let mut alone = false;
    let missing = if let Some(Command::ProveOffline(prove)) = &cli.command {
        match prove.prepare(&grants) {
            Ok(isolated) => alone = isolated,
            Err(outcome) => return report(outcome),
        }
        Vec::new()
    } else {
        protect(&cli, &grants)
    };
    if let (Some(Command::Talk(talk)), Some(settings)) = (&cli.command, &settings) {
        talk.prepare(settings);
    }
    if let (Some(settings), false) = (&settings, tells_what_is_left_out(cli.command.as_ref())) {
        settings
            .sources
            .left_out
            .iter()
            .for_each(|sentence| remark(sentence));
    }
    let _log = logging::start(cli.global.log.as_deref(), cli.global.verbose);
    for (layer, reason) in &missing {
        tracing::warn!(layer = layer.name(), reason, "a protection layer is not active");
    }
    let command = cli
        .command
        .unwrap_or_else(|| Command::Talk(talk::Talk::default()));
    let outcome = match command {
        Command::Talk(talk) => talk.run(&cli.global),
        Command::Ask(ask) => ask.run(&cli.global),
        Command::Transcribe(transcribe) => transcribe.run(&cli.global),
        Command::Say(say) => say.run(&cli.global),
        Command::Models(models) => models.run(&cli.global),
        Command::Kiosk(kiosk) => kiosk.run(&cli.global, &missing),
        Command::ProveOffline(prove) => prove.run(alone),
        Command::Announce(announce) => announce.run(),
        Command::Ctl(ctl) => ctl.run(),
        Command::Wyoming(wyoming) => wyoming.run(&cli.global),
        Command::Mcp(mcp) => mcp.run(&cli.global),
        Command::WakeWord(wake_word) => wake_word.run(&cli.global),
        Command::Devices(devices) => devices.run(),
        Command::Doctor(doctor) => doctor.run(&cli.global),
        Command::Health(health) => health.run(&cli.global),
        Command::CheckConfig(check) => check.run(&cli.global),
        Command::Bench(bench) => bench.run(&cli.global),
        Command::Demo(demo) => demo.run(&cli.global),
        Command::History(history) => history.run(&cli.global),
        Command::Forget(forget) => forget.run(),
        Command::Replay(replay) => replay.run(),
        Command::Completions(completions) => completions.run(),
    };
    offline::finish();
    let code = report(outcome);
    // What cannot be written has been reported.
    let _ = std::io::Write::flush(&mut std::io::stdout());
    offline::show_all();
    code
}

/// Puts the protection in force, with the sound process beside this one where the command needs it.
fn protect(cli: &Cli, grants: &offline::Grants) -> offline::Missing {
    let reached = grants::sound::grants();
    let sound = offline::Separate {
        name: c"mynah-sound",
        grants: &reached,
        lifetime: offline::Lifetime::Program,
        keeps: &[],
        serve: &process::serve,
    };
    let is_needed = grants::sound::is_needed(cli);
    talk::prepare_keys(cli.command.as_ref());
    let (line, missing) = offline::enforce(grants, &offline::Layer::ALL, is_needed.then_some(&sound));
    if let Some(line) = line {
        process::use_process(line);
    }
    missing
}

/// Whether the command itself tells which files of settings were left out, or uses none.
fn tells_what_is_left_out(command: Option<&Command>) -> bool {
    !matches!(
        command,
        Some(
            Command::Transcribe(_)
                | Command::Say(_)
                | Command::Models(_)
                | Command::WakeWord(_)
                | Command::Devices(_)
                | Command::Bench(_)
                | Command::Demo(_)
                | Command::ProveOffline(_)
                | Command::History(_)
        )
    )
}

/// Prints what is wrong with the arguments, or the help that they ask for; returns the exit code.
fn misused(error: &clap::Error) -> ExitCode {
    let told = error.to_string();
    let outcome = if !error.use_stderr() {
        answer(told.trim_end())
    } else if told == printable(&told) {
        let _ = error.print();
        return ExitCode::from(2);
    } else {
        // It quotes an argument that could reverse text or move the cursor.
        remark(told.trim_end());
        return ExitCode::from(2);
    };
    report(outcome.map_err(Failure::from))
}

/// Prints the sentence of an outcome; returns its exit code.
fn report(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Interrupted) => ExitCode::from(130),
        Err(Failure::Kiosk(end)) => ExitCode::from(end.code()),
        Err(Failure::Reported) => ExitCode::FAILURE,
        Err(Failure::Usage(sentence)) => {
            complain(&sentence);
            ExitCode::from(2)
        }
        Err(Failure::Sentence(sentence)) => {
            complain(&sentence);
            ExitCode::FAILURE
        }
    }
}

/// Why an answer did not arrive.
#[derive(Debug, thiserror::Error)]
#[error("The output cannot be written ({0}): check the space on the disk and where the output goes.")]
struct OutputError(std::io::Error);

/// Prints lines to standard output; a closed pipe is not an error.
///
/// # Errors
/// What keeps the text from being written, such as a full disk.
fn answer(text: &str) -> Result<(), OutputError> {
    answer_while_read(text).map(drop)
}

/// The same; whether anybody reads on, or the pipe is closed.
fn answer_while_read(text: &str) -> Result<bool, OutputError> {
    use std::io::{ErrorKind, Write};
    // println! would panic when the pipe is closed.
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{}", printable(text)).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(OutputError(error)),
    }
}

/// Prints one sentence to standard error.
fn complain(sentence: &str) {
    use std::io::Write;
    tracing::error!("{sentence}");
    let _ = writeln!(std::io::stderr().lock(), "mynah: {}", printable(sentence));
}

/// Prints a remark to standard error.
fn remark(sentence: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr().lock(), "{}", printable(sentence));
}

/// Replaces characters that could move the cursor, change colours or reverse text, whatever model or file they came from.
fn printable(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\n' | '\t' => letter,
            _ if clean::is_harmful(letter) => '\u{fffd}',
            _ => letter,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn control_and_bidirectional_characters_do_not_reach_the_terminal() {
        assert_eq!(
            printable("a\u{1b}[2Jb\u{202e}c\td\n"),
            "a\u{fffd}[2Jb\u{fffd}c\td\n"
        );
    }
}
