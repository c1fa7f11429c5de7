//! `mynah devices`: microphones and loudspeakers.

use clap::Args;

use crate::audio::devices::{self, DeviceName};

use super::{Outcome, OutputError};

#[derive(Debug, Args)]
pub(super) struct Devices {}

impl Devices {
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub(super) fn run(self) -> Outcome {
        let found = devices::list();
        show("Microphones", &found.inputs, found.default_input.as_ref())?;
        show("Loudspeakers", &found.outputs, found.default_output.as_ref())?;
        Ok(())
    }
}

fn show(title: &str, names: &[DeviceName], default: Option<&DeviceName>) -> Result<(), OutputError> {
    super::answer(&format!("{title}:"))?;
    if names.is_empty() {
        super::answer("  none found")?;
    }
    for name in names {
        let mark = if Some(name) == default { "  (default)" } else { "" };
        super::answer(&format!("  {name}{mark}"))?;
    }
    Ok(())
}
