//! One call of a component, from a new instance to its answer.
//!
//! Owns the limits of a call: instructions, memory, time, the length of the answer. Nothing of a call is left for the next one.

use std::time::Duration;

use wasmtime::{Store, Trap};

use crate::bindings::{Argument, Description, Tool};
use crate::error::ComponentError;
use crate::host::Host;
use crate::program::{Program, checked, in_one_line, shortened};

/// Instructions in one unit of `--fuel`.
const MILLION: u64 = 1_000_000;
/// After so many instructions the time is looked at.
const SLICE: u64 = 100_000;
/// An answer, or a complaint, in bytes.
const MAX_ANSWER_LEN: usize = 64 * 1024;
/// What one call from the component into this program may hand over, in bytes.
const MAX_HANDED_LEN: usize = 1024 * 1024;
/// Handles of resources that a component may hold at once.
const MAX_HANDLES: usize = 1_000;

impl Program {
    /// What the component says of its tools, checked.
    pub(crate) async fn tools(&self) -> Result<Vec<Description>, ComponentError> {
        let mut store = self.store()?;
        let asked = async {
            let instance = self.prepared.instantiate_async(&mut store).await?;
            Tool::call_tools(&instance, &mut store).await
        };
        let told = self.in_time(asked).await;
        checked(told.map_err(|fault| self.explained(fault, &store))?)
    }

    /// Calls a tool; its text.
    pub(crate) async fn call(&self, tool: &str, arguments: &[Argument]) -> Result<String, ComponentError> {
        let mut store = self.store()?;
        let asked = async {
            let instance = self.prepared.instantiate_async(&mut store).await?;
            instance.call_call(&mut store, tool, arguments).await
        };
        let told = self.in_time(asked).await;
        match told.map_err(|fault| self.explained(fault, &store))? {
            Ok(text) if text.len() > MAX_ANSWER_LEN => Err(ComponentError::Failed(format!(
                "its answer is longer than {MAX_ANSWER_LEN} bytes"
            ))),
            Ok(text) => Ok(text),
            Err(reason) => {
                let reason: String = reason.escape_debug().take(300).collect();
                Err(ComponentError::Failed(reason))
            }
        }
    }

    fn store(&self) -> Result<Store<Host>, ComponentError> {
        let host = Host::new(&self.grants, &self.limits)?;
        let mut store = Store::new(&self.engine, host);
        store.limiter(|host| &mut host.memory);
        store.set_hostcall_fuel(MAX_HANDED_LEN);
        store.set_max_component_handles(MAX_HANDLES);
        store
            .set_fuel(self.limits.fuel.saturating_mul(MILLION))
            .and_then(|()| store.fuel_async_yield_interval(Some(SLICE)))
            .map_err(|error| ComponentError::Engine(in_one_line(&error)))?;
        Ok(store)
    }

    async fn in_time<T>(&self, asked: impl Future<Output = wasmtime::Result<T>>) -> Result<T, Fault> {
        let limit = Duration::from_secs(self.limits.seconds.into());
        match tokio::time::timeout(limit, asked).await {
            Ok(told) => told.map_err(Fault::Broken),
            Err(_) => Err(Fault::Late),
        }
    }

    fn explained(&self, fault: Fault, store: &Store<Host>) -> ComponentError {
        match fault {
            Fault::Late => ComponentError::Late(self.limits.seconds),
            Fault::Broken(error) if error.downcast_ref::<Trap>() == Some(&Trap::OutOfFuel) => {
                ComponentError::Fuel(self.limits.fuel)
            }
            // Its allocator gives up by itself, with a trap of its own.
            Fault::Broken(_) if store.data().memory.was_refused => ComponentError::Memory(self.limits.memory),
            // What stands before the cause is a list of addresses.
            Fault::Broken(error) => ComponentError::Failed(shortened(&error.root_cause().to_string())),
        }
    }
}

/// Why a call has no answer.
enum Fault {
    Late,
    Broken(wasmtime::Error),
}
