//! What a component finds around it during one call.
//!
//! Owns the grants (folders, clock, language model) and the WASI context made of them: no arguments, no environment, no standard
//! input, no output, no network. What it writes to its standard error goes to this program's, for the log.

use std::path::PathBuf;
use std::sync::Arc;

use wasmtime_wasi::{FsPerms, ResourceTable, WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};

use crate::bindings::mynah::tool::language_model;
use crate::clocks::StoppedClock;
use crate::error::ComponentError;
use crate::limits::{CallLimits, MemoryMeter};
use crate::model::{CallModel, ModelAccess};

/// Handles that a component may hold at once: files, streams, timers.
const MAX_HANDLES: usize = 1_000;
/// Random bytes that a component gets at once.
const MAX_RANDOM_LEN: u64 = 64 * 1024;

/// What the operator grants.
#[derive(Clone, Default)]
pub(crate) struct Grants {
    /// Folders that may be read, by their own paths.
    pub(crate) folders: Vec<PathBuf>,
    /// The time.
    pub(crate) clock: bool,
    /// The language model.
    pub(crate) model: Option<Arc<dyn ModelAccess>>,
}

/// The host of one call.
pub(crate) struct Host {
    wasi: WasiCtx,
    table: ResourceTable,
    model: CallModel,
    /// The memory that the call uses.
    pub(crate) memory: MemoryMeter,
}

impl Host {
    /// A host with these grants.
    pub(crate) fn new(grants: &Grants, limits: &CallLimits) -> Result<Self, ComponentError> {
        let mut wasi = WasiCtxBuilder::new();
        wasi.inherit_stderr()
            .allow_tcp(false)
            .allow_udp(false)
            .allow_ip_name_lookup(false)
            .max_random_size(MAX_RANDOM_LEN);
        if !grants.clock {
            wasi.wall_clock(StoppedClock).monotonic_clock(StoppedClock);
        }
        for folder in &grants.folders {
            let inside = folder.to_str().ok_or_else(|| ComponentError::Folder {
                path: folder.clone(),
                reason: "its name is not UTF-8".to_owned(),
            })?;
            wasi.preopened_dir(folder, inside, FsPerms::ReadOnly)
                .map_err(|error| ComponentError::Folder {
                    path: folder.clone(),
                    reason: error.to_string(),
                })?;
        }
        let mut table = ResourceTable::new();
        table.set_max_capacity(MAX_HANDLES);
        Ok(Self {
            wasi: wasi.build(),
            table,
            model: CallModel::new(grants.model.clone()),
            memory: MemoryMeter::new(limits),
        })
    }
}

impl WasiView for Host {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

impl language_model::Host for Host {
    async fn generate(
        &mut self,
        prompt: String,
        max_tokens: u32,
    ) -> Result<String, language_model::ModelError> {
        self.model.generate(prompt, max_tokens).await
    }
}
