//! The backend: slots that run guests, a queue before them, and sessions.

mod forgotten;
mod held;
mod in_process;
mod queue;
mod session;
mod slot;
mod task;
mod workers;

use std::{
    num::NonZeroUsize,
    pin::Pin,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use tokio::sync::oneshot;

use super::{
    SANDBOX_TYPE, failed,
    guests::{Guests, session_image_name, timeout_of},
    host_calls,
    state::{BadState, GuestState, StateLimits},
    wasi::StopSignal,
    worker::WorkerProgram,
};
use crate::{
    process::worker::{Wall, WallsReport},
    runtime::{InstallationKey, Pack, RuntimeError, profile::Profile},
    sandbox::{
        Capabilities, Execution, Outcome, Sandbox, SandboxError, SandboxJob, SandboxSession,
    },
};
use forgotten::Forgotten;
use held::SharedState;
use in_process::InProcess;
use queue::{Queue, Refused};
use session::WasmSession;
use task::{Task, Turn};
use workers::{Start, Workers};

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
    worker_program: Option<WorkerProgram>,
    requires_walls: bool,
    profiles: Vec<Profile>,
}

#[derive(Debug)]
struct Shared {
    queue: Arc<Queue<Task>>,
    forgotten: Arc<Forgotten>,
    next_key: AtomicU64,
    walls: Vec<String>,
    report: Option<WallsReport>,
    pack: Pack,
    profiles: Vec<Profile>,
    /// Read when the first checkpoint is written or read.
    key: OnceLock<InstallationKey>,
}

impl WasmSandbox {
    /// Loads an installed pack into this process and starts a thread for each core. Takes some 20 ms.
    ///
    /// # Errors
    /// When a file of the pack is missing or broken, or the system gives no threads.
    pub fn open(pack: &Pack) -> Result<Self, RuntimeError> {
        Self::builder(pack).open()
    }

    /// What the first worker told of its walls; `None` where guests run in this process.
    #[must_use]
    pub fn walls_report(&self) -> Option<&WallsReport> {
        self.0.report.as_ref()
    }

    /// Settings for a sandbox over `pack`.
    #[must_use]
    pub fn builder(pack: &Pack) -> WasmSandboxBuilder {
        WasmSandboxBuilder {
            pack: pack.clone(),
            slots: thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            max_queued: None,
            worker_program: None,
            requires_walls: false,
            profiles: Vec::new(),
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

    /// Profiles of the same pack that programs may name. Default: none.
    #[must_use]
    pub fn profiles(mut self, profiles: &[Profile]) -> Self {
        self.profiles = profiles.to_vec();
        self
    }

    /// Runs guests in worker processes, one for each slot, behind walls of the operating system beside WebAssembly's: see
    /// [`crate::process::worker`]. Default: in this process.
    #[must_use]
    pub fn workers(mut self, program: WorkerProgram) -> Self {
        self.worker_program = Some(program);
        self
    }

    /// Whether a wall that this system does not have is an error. Default: it is told
    /// ([`WasmSandbox::walls_report`], and `walls` in the metadata of results) and the others must do.
    #[must_use]
    pub fn require_walls(mut self, require: bool) -> Self {
        self.requires_walls = require;
        self
    }

    /// Loads the pack, or starts the workers that load it, and starts the slots.
    ///
    /// # Errors
    /// When a file of the pack is missing or broken, the system gives no threads or processes, or a required wall is
    /// missing.
    pub fn open(self) -> Result<WasmSandbox, RuntimeError> {
        let slots = self.slots.get();
        let max_queued = self.max_queued.unwrap_or(slots * QUEUED_FOR_EACH_SLOT);
        let queue = Arc::new(Queue::new(slots, max_queued));
        let forgotten = Arc::default();
        let report = match &self.worker_program {
            None => {
                self.start_in_process(&queue, &forgotten)?;
                None
            }
            Some(program) => Some(self.start_workers(program, &queue, &forgotten)?),
        };
        let shared = Arc::new(Shared {
            queue,
            forgotten,
            next_key: AtomicU64::new(1),
            walls: walls(report.as_ref()),
            report,
            pack: self.pack,
            profiles: self.profiles,
            key: OnceLock::new(),
        });
        if self.requires_walls {
            require_walls(shared.report.as_ref())?;
        }
        Ok(WasmSandbox(shared))
    }

    fn start_in_process(
        &self,
        queue: &Arc<Queue<Task>>,
        forgotten: &Arc<Forgotten>,
    ) -> Result<(), RuntimeError> {
        let guests = Arc::new(Guests::open(&self.pack, &self.profiles)?);
        for number in 0..self.slots.get() {
            let (guests, forgotten) = (Arc::clone(&guests), Arc::clone(forgotten));
            slot::start(number, Arc::clone(queue), move || InProcess {
                guests,
                forgotten,
                slot: number,
            })
            .map_err(|error| RuntimeError::io("start threads for", self.pack.folder(), error))?;
        }
        Ok(())
    }

    fn start_workers(
        &self,
        program: &WorkerProgram,
        queue: &Arc<Queue<Task>>,
        forgotten: &Arc<Forgotten>,
    ) -> Result<WallsReport, RuntimeError> {
        let start = Start {
            program: program.path.clone(),
            arguments: program.arguments_for(&self.pack, &self.profiles),
            walls: Arc::new(OnceLock::new()),
        };
        let (ready, told) = mpsc::channel();
        for number in 0..self.slots.get() {
            let (start, ready) = (start.clone(), ready.clone());
            let forgotten = Arc::clone(forgotten);
            slot::start(number, Arc::clone(queue), move || {
                Workers::new(start, number, forgotten, &ready)
            })
            .map_err(|error| RuntimeError::io("start threads for", self.pack.folder(), error))?;
        }
        drop(ready);
        let failed = told.iter().find_map(Result::err);
        if let Some(reason) = failed {
            queue.close();
            return Err(RuntimeError::Worker { reason });
        }
        Ok(start.walls.get().cloned().unwrap_or_default())
    }
}

/// The walls that stand, the innermost first.
fn walls(report: Option<&WallsReport>) -> Vec<String> {
    let mut walls = vec!["wasm".to_owned()];
    if let Some(report) = report {
        let standing = Wall::ALL.iter().filter(|wall| report.stands(**wall));
        walls.push("process".to_owned());
        walls.extend(standing.map(ToString::to_string));
    }
    walls
}

fn require_walls(report: Option<&WallsReport>) -> Result<(), RuntimeError> {
    let Some(report) = report else {
        return Err(RuntimeError::MissingWalls {
            walls: "guests run in this process, behind WebAssembly alone".to_owned(),
        });
    };
    let missing: Vec<_> = report
        .missing()
        .map(|(wall, reason)| format!("`{wall}` ({reason})"))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(RuntimeError::MissingWalls {
        walls: missing.join(", "),
    })
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
            fuel: self.0.pack.counts_fuel(),
            runtime: Some(self.0.pack.name()),
        }
    }

    fn profile_modules(&self, profile: &str) -> Result<&[String], SandboxError> {
        self.0.profile(profile).map(Profile::modules)
    }

    fn execute(&self, job: SandboxJob) -> Execution<'_> {
        self.0.execute(job, None)
    }

    fn create_session(
        &self,
        profile: Option<&str>,
    ) -> Result<Box<dyn SandboxSession>, SandboxError> {
        let profile = profile.map(|name| self.0.profile(name)).transpose()?;
        let state = GuestState::new(session_image_name(profile));
        let session = WasmSession::new(Arc::clone(&self.0), Arc::new(state));
        Ok(Box::new(session))
    }

    fn restore_session(&self, checkpoint: &[u8]) -> Result<Box<dyn SandboxSession>, SandboxError> {
        let shared = &self.0;
        let state = GuestState::from_checkpoint(
            checkpoint,
            &shared.pack_name(),
            shared.key()?,
            StateLimits::WIDEST,
        )
        .map_err(|BadState(reason)| SandboxError::BadCheckpoint {
            reason: reason.to_owned(),
        })?;
        if !shared.has_image(&state.image) {
            return Err(SandboxError::BadCheckpoint {
                reason: "it was made with a profile that is not there, or was made anew since"
                    .to_owned(),
            });
        }
        let session = WasmSession::new(Arc::clone(shared), Arc::new(state));
        Ok(Box::new(session))
    }

    fn give_back_memory(&self) {
        super::memory::give_back_unused();
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
    fn execute(&self, mut job: SandboxJob, turn: Option<Turn>) -> Execution<'_> {
        Box::pin(async move {
            let timeout = timeout_of(job.limits.timeout_seconds);
            let stop = Arc::new(StopSignal::after(timeout));
            let on_drop = CancelOnDrop(Arc::clone(&stop));
            let (answer, answered) = oneshot::channel();
            let (host_calls, service) = job
                .host_functions
                .take()
                .map(|access| host_calls::connect(access, &stop))
                .unzip();
            let task = Task {
                job,
                turn,
                timeout,
                stop,
                host_calls,
                answer,
            };
            self.queue.push(task).map_err(|refused| match refused {
                Refused::Full { queued } => SandboxError::Busy { queued },
                Refused::Closed => SandboxError::ShuttingDown,
            })?;
            let (outcome, host_calls) = host_calls::serve(answered, service).await;
            drop(on_drop);
            let outcome =
                outcome.unwrap_or_else(|_| Err(failed("its thread ended without an answer")));
            outcome.map(|outcome| Outcome {
                host_calls,
                ..outcome
            })
        })
    }

    fn profile(&self, name: &str) -> Result<&Profile, SandboxError> {
        let found = self.profiles.iter().find(|profile| profile.name() == name);
        found.ok_or_else(|| SandboxError::UnknownProfile {
            name: name.to_owned(),
            known: self
                .profiles
                .iter()
                .map(|profile| profile.name().to_owned())
                .collect(),
        })
    }

    /// Whether guests can start from the image named `image`.
    fn has_image(&self, image: &str) -> bool {
        image == session_image_name(None) || self.profile_of_image(image).is_some()
    }

    /// The profile whose image is named `image`.
    fn profile_of_image(&self, image: &str) -> Option<&str> {
        let found = self
            .profiles
            .iter()
            .find(|profile| session_image_name(Some(profile)) == image);
        found.map(Profile::name)
    }

    /// What the pack is called: a state fits no other.
    fn pack_name(&self) -> String {
        self.pack.name()
    }

    fn key(&self) -> Result<&InstallationKey, SandboxError> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let folder = self.pack.folder();
        let key = InstallationKey::open(folder.parent().unwrap_or(folder))
            .map_err(|error| failed(&error.to_string()))?;
        Ok(self.key.get_or_init(|| key))
    }

    /// The state of a new session, for it and the slots.
    fn share(&self, state: Arc<GuestState>) -> Arc<SharedState> {
        let key = self.next_key.fetch_add(1, Ordering::Relaxed);
        let forgotten = Arc::clone(&self.forgotten);
        Arc::new(SharedState::new(state, key, forgotten))
    }
}

/// Stops the guest when the caller no longer waits for it.
struct CancelOnDrop(Arc<StopSignal>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}
