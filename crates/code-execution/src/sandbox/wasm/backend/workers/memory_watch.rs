//! Watching how much memory a worker takes: its guests keep to their limits, and a worker that was taken over might not.

use std::time::{Duration, Instant};

use crate::{process::worker::WorkerProcess, sandbox::Limits};

/// How often the system is asked.
const LOOK: Duration = Duration::from_millis(25);
/// What a worker may have beside the memory of the guest that runs: guests of sessions that wait, memories kept for the
/// next guests, and what comes and goes with large files and outputs.
const ALLOWANCE_BYTES: u64 = 512 << 20;

/// The memory that a worker may take while one program runs.
#[derive(Debug)]
pub(super) struct MemoryWatch {
    max_bytes: u64,
    next_look: Instant,
}

impl MemoryWatch {
    /// For a program with these limits.
    pub(super) fn new(limits: &Limits) -> Self {
        let own_bytes = (limits.max_memory_mb << 20).saturating_add(limits.max_file_bytes);
        Self {
            max_bytes: own_bytes.saturating_add(ALLOWANCE_BYTES),
            next_look: Instant::now() + LOOK,
        }
    }

    /// Whether the worker has taken more; `false` where the system does not tell.
    pub(super) fn is_over(&mut self, process: &WorkerProcess) -> bool {
        let now = Instant::now();
        if now < self.next_look {
            return false;
        }
        self.next_look = now + LOOK;
        process
            .private_memory_bytes()
            .is_some_and(|bytes| bytes > self.max_bytes)
    }
}
