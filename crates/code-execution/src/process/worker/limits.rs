//! What the kernel counts for a worker.

use serde::{Deserialize, Serialize};

/// Limits that the kernel enforces on a worker from [`Worker::lock_down`](super::Worker::lock_down) on.
///
/// They bound a worker that has broken out of WebAssembly; the limits of a guest are smaller and enforced earlier. Beside
/// them a worker may write no file, core dump or message queue, lock no memory and raise no priority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerLimits {
    /// Bytes of address space (`RLIMIT_AS`); no limit by default. A guest reserves more than 4 GiB of it and uses a
    /// fraction, so this does not bound memory.
    pub address_space_bytes: Option<u64>,
    /// Bytes of private writable memory (`RLIMIT_DATA`), counted when they are made accessible; no limit by default. An
    /// image that is mapped copy-on-write counts in full. Does not count what is reserved and inaccessible.
    pub writable_memory_bytes: Option<u64>,
    /// Descriptors, open ones included (`RLIMIT_NOFILE`): 64 by default.
    pub descriptors: u64,
    /// Threads (`RLIMIT_NPROC`): 64 by default. Enforced in a user namespace of the worker's own (Linux 5.14 or later);
    /// elsewhere the kernel would count the processes of everyone with the same user.
    pub threads: u64,
}

impl Default for WorkerLimits {
    fn default() -> Self {
        Self {
            address_space_bytes: None,
            writable_memory_bytes: None,
            descriptors: 64,
            threads: 64,
        }
    }
}
