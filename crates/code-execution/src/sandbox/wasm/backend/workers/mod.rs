//! A slot that runs its guests in a worker process.

mod conversation;
mod memory_watch;
mod patience;
mod running;
mod sending;
mod settling;

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock, mpsc},
    time::Duration,
};

use super::{
    super::channel::ToWorker,
    forgotten::Forgotten,
    slot::Slot,
    task::{Home, Task, parts},
};
use crate::process::worker::WallsReport;
use conversation::{Conversation, End};
use running::Running;

/// Programs that one worker runs before it is replaced by a new one.
const MAX_RUNS: u32 = 10_000;
/// How long a slot waits before it starts a worker again that did not start.
const START_PAUSE: Duration = Duration::from_millis(200);

/// How a worker is started.
#[derive(Debug, Clone)]
pub(super) struct Start {
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<std::ffi::OsString>,
    /// Set by the first worker that is ready; one that tells other walls later is not used.
    pub(super) walls: Arc<OnceLock<WallsReport>>,
}

/// A slot with its worker.
#[derive(Debug)]
pub(super) struct Workers {
    start: Start,
    slot: usize,
    running: Option<Running>,
    forgotten: Arc<Forgotten>,
    /// Workers that this slot has had.
    processes: u64,
}

impl Workers {
    /// A slot whose worker is started at once; `ready` is told whether it is.
    pub(super) fn new(
        start: Start,
        slot: usize,
        forgotten: Arc<Forgotten>,
        ready: &mpsc::Sender<Result<(), String>>,
    ) -> Self {
        let mut workers = Self {
            start,
            slot,
            running: None,
            forgotten,
            processes: 0,
        };
        let started = workers.worker().map(drop);
        // The sandbox that waits for it may have given up.
        let _ = ready.send(started);
        workers
    }

    /// The worker, started where there is none.
    fn worker(&mut self) -> Result<&mut Running, String> {
        if self.running.is_none() {
            self.processes += 1;
            let running = Running::start(&self.start, self.processes)?;
            self.running = Some(running);
        }
        self.running
            .as_mut()
            .ok_or_else(|| "there is no worker".to_owned())
    }
}

impl Slot for Workers {
    fn run(&mut self, task: Task) {
        let slot = self.slot;
        let running = match self.worker() {
            Ok(running) => running,
            Err(reason) => {
                let _ = task.answer.send(Err(super::failed(&reason)));
                std::thread::sleep(START_PAUSE);
                return;
            }
        };
        let home = Home {
            slot,
            process: running.number,
        };
        let Some((order, line, answers)) = parts(task, home, slot) else {
            return;
        };
        let conversation = Conversation {
            running,
            order,
            line,
            answers,
            home,
        };
        let worker_ended = matches!(conversation.hold(), End::WorkerEnded);
        let worn_out = self
            .running
            .as_ref()
            .is_some_and(|running| running.runs >= MAX_RUNS);
        if worker_ended || worn_out {
            self.running = None;
        }
    }

    fn tidy(&mut self) {
        if let Some(running) = &mut self.running
            && (running.has_ended() || !tell_forgotten(running, &self.forgotten, self.slot))
        {
            self.running = None;
        }
        if let Err(error) = self.worker() {
            tracing::warn!(%error, "a worker cannot be started");
        }
    }
}

/// Has the worker end the guests that no session will ask for any more; whether it took the word.
fn tell_forgotten(running: &Running, forgotten: &Forgotten, slot: usize) -> bool {
    forgotten
        .take(slot)
        .into_iter()
        // Those of an earlier worker ended with it.
        .filter(|(home, _)| home.process == running.number)
        .all(|(_, key)| running.tell(&ToWorker::Forget { key }).is_ok())
}
