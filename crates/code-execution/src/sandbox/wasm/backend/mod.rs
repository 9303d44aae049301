//! The backend: slots that run guests, a queue before them, and sessions.

mod in_process;
mod queue;
mod session;
mod slot;
mod task;

use std::{
    num::NonZeroUsize,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use tokio::sync::oneshot;

use super::{
    SANDBOX_TYPE, failed,
    guests::{Guests, Images, timeout_of},
    state::GuestState,
    wasi::StopSignal,
};
use crate::{
    runtime::{Pack, RuntimeError},
    sandbox::{
        Capabilities, Execution, Outcome, Sandbox, SandboxError, SandboxJob, SandboxSession,
    },
};
use in_process::InProcess;
use queue::{Queue, Refused};
use session::WasmSession;
use task::{Task, Turn};

/// Executions that may wait for a slot, for each slot.
const QUEUED_FOR_EACH_SLOT: usize = 64;
/// How long [`Sandbox::drain`] waits at most: longer than the longest time limit.
const DRAIN_PATIENCE: Duration = Duration::from_hours(25);

/// CPython in WebAssembly.
///
/// A guest has no descriptor, address, variable or process of the host; it can call some forty functions, all served
/// from memory. Every execution is a fresh instance, and every session has its own.
#[derive(Debug)]
pub struct WasmSandbox(Arc<Shared>);

/// Settings of a [`WasmSandbox`].
#[derive(Debug)]
pub struct WasmSandboxBuilder {
    pack: Pack,
    slots: NonZeroUsize,
    max_queued: Option<usize>,
}

#[derive(Debug)]
struct Shared {
    queue: Arc<Queue<Task>>,
    next_key: AtomicU64,
    walls: Vec<String>,
}

impl WasmSandbox {
    /// Loads an installed pack into this process and starts a thread for each core. Takes some 20 ms.
    ///
    /// # Errors
    /// When a file of the pack is missing or broken, or the system gives no threads.
    pub fn open(pack: &Pack) -> Result<Self, RuntimeError> {
        Self::builder(pack).open()
    }

    /// Settings for a sandbox over `pack`.
    #[must_use]
    pub fn builder(pack: &Pack) -> WasmSandboxBuilder {
        WasmSandboxBuilder {
            pack: pack.clone(),
            slots: thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            max_queued: None,
        }
    }
}

impl WasmSandboxBuilder {
    /// How many guests run at once. Default: as many as the machine has cores.
    #[must_use]
    pub fn slots(mut self, slots: NonZeroUsize) -> Self {
        self.slots = slots;
        self
    }

    /// How many programs wait while all slots are taken; more are refused as busy. One user's may be half of them where
    /// others wait too. Default: 64 for each slot.
    #[must_use]
    pub fn max_queued(mut self, max_queued: usize) -> Self {
        self.max_queued = Some(max_queued);
        self
    }

    /// Loads the pack and starts the slots.
    ///
    /// # Errors
    /// When a file of the pack is missing or broken, or the system gives no threads.
    pub fn open(self) -> Result<WasmSandbox, RuntimeError> {
        let slots = self.slots.get();
        let max_queued = self.max_queued.unwrap_or(slots * QUEUED_FOR_EACH_SLOT);
        let queue = Arc::new(Queue::new(slots, max_queued));
        let guests = Arc::new(Guests::open(&self.pack)?);
        for number in 0..slots {
            let guests = Arc::clone(&guests);
            slot::start(number, Arc::clone(&queue), move || InProcess { guests }).map_err(
                |error| RuntimeError::io("start threads for", self.pack.folder(), error),
            )?;
        }
        Ok(WasmSandbox(Arc::new(Shared {
            queue,
            next_key: AtomicU64::new(1),
            walls: vec!["wasm".to_owned()],
        })))
    }
}

impl Sandbox for WasmSandbox {
    fn sandbox_type(&self) -> &'static str {
        SANDBOX_TYPE
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            network: false,
            walls: self.0.walls.clone(),
            sessions: true,
        }
    }

    fn execute(&self, job: SandboxJob) -> Execution<'_> {
        self.0.execute(job, None)
    }

    fn create_session(&self) -> Result<Box<dyn SandboxSession>, SandboxError> {
        let state = GuestState::new(Images::FOR_SESSIONS.to_owned());
        Ok(Box::new(WasmSession::new(Arc::clone(&self.0), state)))
    }

    fn drain(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.queue.close();
        let queue = Arc::clone(&self.0.queue);
        Box::pin(async move {
            let waited = tokio::task::spawn_blocking(move || queue.wait_until_idle(DRAIN_PATIENCE));
            let _ = waited.await;
        })
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.queue.close();
    }
}

impl Shared {
    /// Queues a program and waits for its outcome.
    fn execute(&self, job: SandboxJob, turn: Option<Turn>) -> Execution<'_> {
        Box::pin(async move {
            let timeout = timeout_of(job.limits.timeout_seconds);
            let stop = Arc::new(StopSignal::after(timeout));
            let on_drop = CancelOnDrop(Arc::clone(&stop));
            let (answer, answered) = oneshot::channel();
            let task = Task {
                job,
                turn,
                timeout,
                stop,
                answer,
            };
            self.queue.push(task).map_err(|refused| match refused {
                Refused::Full { queued } => SandboxError::Busy { queued },
                Refused::Closed => SandboxError::ShuttingDown,
            })?;
            let outcome: Result<Result<Outcome, _>, _> = answered.await;
            drop(on_drop);
            outcome.unwrap_or_else(|_| Err(failed("its thread ended without an answer")))
        })
    }

    /// A number that no session had before.
    fn new_key(&self) -> u64 {
        self.next_key.fetch_add(1, Ordering::Relaxed)
    }
}

/// Stops the guest when the caller no longer waits for it.
struct CancelOnDrop(Arc<StopSignal>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}
