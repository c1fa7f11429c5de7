//! The command line: one thin file for each subcommand.
//!
//! Owns the commands' names and options, and what each of them needs before it runs. What surrounds them is in `program`. Contains no
//! logic of a turn.

mod announce;
mod ask;
mod bench;
mod bundle;
mod check_config;
mod completions;
mod ctl;
mod demo;
mod devices;
mod doctor;
mod health;
mod history;
mod kiosk;
mod mcp;
mod models;
mod prove_offline;
mod replay;
mod say;
mod talk;
mod transcribe;
mod wake_word;
mod wyoming;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::audio::process;
use crate::config::{ConfigError, Settings};
use crate::grants::{self, Named, Needs, Role, ToolAccess};
use crate::kiosk::service;
use crate::offline;
use crate::program::printing::{OutputError, answer, answer_while_read, complain, printable, remark};
use crate::program::{
    Failure, Outcome, SettingsSource, environment, logging, of_the_sandbox, report, variant,
};
use crate::terminal;

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
    /// Install signed bundles of models, documents and settings, and roll them back
    Bundle(bundle::Bundle),
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
    /// Measure whole turns and each stage on this machine, or one language model
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

impl Global {
    fn settings(&self) -> Result<Settings, ConfigError> {
        self.source().settings()
    }

    /// Where the settings come from.
    fn source(&self) -> SettingsSource {
        SettingsSource {
            file: self.config.clone(),
            overlay: self.overlay.clone(),
            models: self.models.clone(),
            language: self.lang.clone(),
            is_kiosk: self.is_kiosk,
        }
    }
}

impl Cli {
    /// What the command reaches beside what every command does.
    fn needs(&self, settings: Option<&Settings>) -> Needs<'_> {
        let named = Named::default().file(self.global.log.as_ref());
        let named = match &self.command {
            Some(Command::Ask(ask)) => ask.named(named),
            Some(Command::Say(say)) => say.named(named),
            Some(Command::Talk(talk)) => talk.named(named),
            Some(Command::Demo(demo)) => demo.named(named),
            Some(Command::Bench(bench)) => bench.named(named),
            Some(Command::Models(models)) => models.named(named, settings),
            Some(Command::Bundle(bundle)) => bundle.named(named, self.global.config.as_deref()),
            Some(Command::WakeWord(wake_word)) => wake_word.named(named),
            _ => named,
        };
        let tools = match self.command {
            None
            | Some(
                Command::Talk(_)
                | Command::Ask(_)
                | Command::Demo(_)
                | Command::Kiosk(_)
                | Command::Wyoming(_)
                | Command::Mcp(_),
            ) => ToolAccess::Starts,
            Some(Command::CheckConfig(_)) => ToolAccess::Reads,
            Some(_) => ToolAccess::None,
        };
        let role = match self.command {
            Some(Command::Kiosk(_)) => Role::Supervisor,
            Some(Command::Health(_) | Command::CheckConfig(_)) if self.global.is_kiosk => Role::Observer {
                choices: self.global.overlay.clone(),
            },
            _ => Role::Ordinary,
        };
        Needs {
            config: self.global.config.as_deref(),
            named,
            is_kiosk: self.global.is_kiosk,
            folders: match &self.command {
                Some(Command::Mcp(mcp)) => mcp.folders(),
                _ => Vec::new(),
            },
            place: match &self.command {
                Some(Command::Wyoming(wyoming)) => wyoming.socket(),
                _ => None,
            },
            writes_metrics: matches!(self.command, None | Some(Command::Talk(_) | Command::Kiosk(_))),
            tools,
            role,
        }
    }

    /// Whether the terminal interface will be shown.
    fn draws(&self) -> bool {
        match &self.command {
            None => talk::Talk::default().draws(),
            Some(Command::Talk(talk)) => talk.draws(),
            Some(_) => false,
        }
    }

    /// Whether a command hears, plays or asks about devices.
    fn uses_sound(&self) -> bool {
        match &self.command {
            None
            | Some(
                Command::Talk(_)
                | Command::Ask(_)
                | Command::Say(_)
                | Command::Demo(_)
                | Command::Devices(_)
                | Command::Doctor(_)
                | Command::WakeWord(_),
            ) => true,
            Some(Command::Mcp(mcp)) => mcp.says(),
            // Its visits do.
            Some(
                Command::Kiosk(_)
                | Command::Announce(_)
                | Command::Bench(_)
                | Command::Bundle(_)
                | Command::CheckConfig(_)
                | Command::Completions(_)
                | Command::Ctl(_)
                | Command::Forget(_)
                | Command::Health(_)
                | Command::History(_)
                | Command::Models(_)
                | Command::ProveOffline(_)
                | Command::Replay(_)
                | Command::Transcribe(_)
                | Command::Wyoming(_),
            ) => false,
        }
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
        Some(Command::Kiosk(_) | Command::Bundle(_)) => true,
        Some(Command::Health(health)) => health.is_kiosk(),
        Some(Command::CheckConfig(check)) => check.is_kiosk(),
        Some(Command::Talk(talk)) => talk.is_visit(),
        Some(Command::ProveOffline(prove)) => prove.is_kiosk(),
        _ => false,
    };
    let looks_at_a_kiosk = matches!(cli.command, Some(Command::Health(_) | Command::CheckConfig(_)));
    let is_of_a_kiosk =
        looks_at_a_kiosk || matches!(cli.command, Some(Command::Kiosk(_) | Command::Bundle(_)));
    cli.global.is_kiosk = is_kiosk;
    if is_kiosk {
        cli.global.overlay = service::choices(!looks_at_a_kiosk);
    }
    if is_kiosk && is_of_a_kiosk {
        cli.global.config = cli.global.config.or_else(service::standard_config);
    }
    if matches!(cli.command, Some(Command::Bundle(_))) {
        bundle::Bundle::prepare();
    }
    // The command itself reports a configuration that cannot be read.
    let settings = match &cli.command {
        Some(Command::CheckConfig(check)) => Some(check.settings(&cli.global)),
        _ => cli.global.settings().ok(),
    };
    let grants = grants::of(cli.needs(settings.as_ref()), settings.as_ref());
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
        Command::Bundle(bundle) => bundle.run(&cli.global),
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
    let is_needed = cli.uses_sound();
    if cli.draws() {
        terminal::prepare();
    }
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
