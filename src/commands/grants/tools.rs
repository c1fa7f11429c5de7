//! The programs of tools that the configuration names.
//!
//! Owns for which commands they may be started, and whose files they may be: a person's own, or in a kiosk root's alone. What each
//! reaches is `crate::tools`'.

use super::super::Command;
use super::servers;
use crate::config::Settings;
use crate::offline::{Grants, ProgramOwner, Rights};
use crate::tools::confined;

/// Adds the tools to the programs that the broker may start.
pub(super) fn add(grants: &mut Grants, settings: &Settings, command: Option<&Command>, is_kiosk: bool) {
    let owner = if is_kiosk {
        ProgramOwner::Root
    } else {
        ProgramOwner::User
    };
    // One that is not there is told of when it is asked for, and by `mynah check-config`.
    let programs = |tools| {
        confined(tools, owner)
            .into_iter()
            .filter_map(|tool| tool.program.ok())
    };
    match command {
        None
        | Some(
            Command::Talk(_)
            | Command::Ask(_)
            | Command::Demo(_)
            | Command::Kiosk(_)
            | Command::Wyoming(_)
            | Command::Mcp(_),
        ) => {
            let tools = programs(&settings.offered_tools(is_kiosk));
            grants.programs.extend(tools.map(servers::with_system));
        }
        // Its look at a script begins in the file.
        Some(Command::CheckConfig(_)) => {
            for tool in programs(&settings.tools) {
                grants.files.read.push(tool.file);
                grants.files.read.extend(tool.trusted);
            }
        }
        Some(_) => {}
    }
}

/// What a supervisor must reach for the tools of its visits.
pub(super) fn of_visits(grants: &mut Grants) {
    let tools = grants
        .programs
        .iter()
        .filter(|program| program.rights == Rights::Tool);
    let read = tools.flat_map(|tool| &tool.files.read).cloned();
    grants.files.read.extend(read);
}
