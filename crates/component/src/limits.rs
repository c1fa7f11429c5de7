//! How much a component may use.
//!
//! Owns the bounds of memory over all of a component's linear memories and tables, and whether one was reached.

use wasmtime::ResourceLimiter;

/// Elements of all tables together: functions that can be called indirectly.
const MAX_TABLE_LEN: usize = 100_000;

/// What one call may use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CallLimits {
    /// Memory, in MB (2²⁰ bytes).
    pub(crate) memory: usize,
    /// Instructions, in millions.
    pub(crate) fuel: u64,
    /// Time, in seconds.
    pub(crate) seconds: u8,
}

/// Counts what the memories and tables of one instance hold.
#[derive(Debug)]
pub(crate) struct MemoryMeter {
    left: usize,
    table_left: usize,
    /// A memory was refused.
    pub(crate) was_refused: bool,
}

impl MemoryMeter {
    pub(crate) fn new(limits: &CallLimits) -> Self {
        Self {
            left: limits.memory.saturating_mul(1 << 20),
            table_left: MAX_TABLE_LEN,
            was_refused: false,
        }
    }
}

impl ResourceLimiter for MemoryMeter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let left = self.left.checked_sub(desired.saturating_sub(current));
        self.was_refused |= left.is_none();
        if let Some(left) = left {
            self.left = left;
        }
        Ok(left.is_some())
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let left = self.table_left.checked_sub(desired.saturating_sub(current));
        if let Some(left) = left {
            self.table_left = left;
        }
        Ok(left.is_some())
    }
}
