//! The memory limit: linear memory and what the host keeps for the guest, together.

use wasmtime::ResourceLimiter;

/// The module's one table holds 47 157 functions and never grows.
const MAX_TABLE_ELEMENTS: usize = 50_000;

/// Refuses growth over one sum, so that the guest's allocator reports `MemoryError`.
#[derive(Debug)]
pub(crate) struct MemoryLimiter {
    max_bytes: u64,
    linear_bytes: u64,
    host_bytes: u64,
    refused: bool,
}

impl MemoryLimiter {
    /// A limit of `max_bytes` over linear memory and files.
    pub(crate) fn new(max_bytes: u64) -> Self {
        Self {
            max_bytes,
            linear_bytes: 0,
            host_bytes: 0,
            refused: false,
        }
    }

    /// Tells how large the linear memory is at its start: an image is larger than the module asks for.
    pub(crate) fn start_with(&mut self, linear_bytes: u64) {
        self.linear_bytes = self.linear_bytes.max(linear_bytes);
    }

    /// Tells how many bytes the host keeps for the guest; `false`, and no change, where that is over the limit.
    pub(crate) fn set_host_bytes(&mut self, bytes: u64) -> bool {
        if bytes > self.host_bytes && self.linear_bytes.saturating_add(bytes) > self.max_bytes {
            self.refused = true;
            return false;
        }
        self.host_bytes = bytes;
        true
    }

    /// The limit.
    pub(crate) fn max_bytes(&self) -> u64 {
        self.max_bytes
    }

    /// The most bytes in use so far; linear memory never shrinks.
    pub(crate) fn used_bytes(&self) -> u64 {
        self.linear_bytes.saturating_add(self.host_bytes)
    }

    /// Whether the guest asked for more than the limit.
    pub(crate) fn was_refused(&self) -> bool {
        self.refused
    }
}

impl ResourceLimiter for MemoryLimiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let grown = desired.saturating_sub(current) as u64;
        let linear_bytes = self.linear_bytes.saturating_add(grown);
        if linear_bytes.saturating_add(self.host_bytes) > self.max_bytes {
            self.refused = true;
            return Ok(false);
        }
        self.linear_bytes = linear_bytes;
        Ok(true)
    }

    fn table_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(desired <= MAX_TABLE_ELEMENTS)
    }
}
