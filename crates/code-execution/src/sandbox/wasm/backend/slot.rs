//! Slots: threads that take tasks from the queue, one after the other.

use std::{
    io,
    panic::{self, AssertUnwindSafe},
    sync::Arc,
    thread,
    time::Duration,
};

use super::{
    super::engine::GUEST_THREAD_STACK_BYTES,
    queue::{Next, Queue},
    task::Task,
};

/// How long a slot waits for a task before it looks after what it keeps.
const LOOK: Duration = Duration::from_secs(5);

/// What a slot's thread works with.
pub(super) trait Slot: Send {
    /// Runs a task and gives its answers.
    fn run(&mut self, task: Task);

    /// Makes ready for the next task what can be made ready; called when nobody waits.
    fn tidy(&mut self);
}

/// Starts a slot's thread, which ends when the queue is closed and empty. `make` runs on it first.
pub(super) fn start<S: Slot>(
    number: usize,
    queue: Arc<Queue<Task>>,
    make: impl FnOnce() -> S + Send + 'static,
) -> io::Result<()> {
    thread::Builder::new()
        .name(format!("ringfence-slot-{number}"))
        .stack_size(GUEST_THREAD_STACK_BYTES)
        .spawn(move || {
            let mut slot = make();
            loop {
                match queue.pop(number, Some(LOOK)) {
                    Next::Task(task) => {
                        // A panic would be our own fault; its task's owner hears of it, because no answer comes.
                        let ran = panic::catch_unwind(AssertUnwindSafe(|| slot.run(task)));
                        queue.done();
                        drop(ran);
                        slot.tidy();
                    }
                    Next::Nothing => slot.tidy(),
                    Next::Closed => return,
                }
            }
        })
        .map(drop)
}
