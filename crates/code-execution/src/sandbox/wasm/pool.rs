//! Threads that run guests: as many as cores, with stacks that are large enough, and a bounded queue before them.

use std::{
    collections::VecDeque,
    io,
    num::NonZeroUsize,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use super::engine::GUEST_THREAD_STACK_BYTES;

type Task = Box<dyn FnOnce() + Send>;

/// The threads and their queue; ends with its last owner, after the tasks that run.
#[derive(Debug)]
pub(super) struct Pool(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    max_queued: usize,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Shared")
            .field("max_queued", &self.max_queued)
            .finish_non_exhaustive()
    }
}

#[derive(Default)]
struct State {
    tasks: VecDeque<Task>,
    closed: bool,
}

/// The queue is full; how many tasks wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct QueueFull(pub(super) usize);

impl Pool {
    /// Starts `threads` threads; up to `max_queued` tasks wait for one.
    pub(super) fn start(threads: NonZeroUsize, max_queued: usize) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            changed: Condvar::new(),
            max_queued,
        });
        let pool = Self(shared);
        for number in 0..threads.get() {
            let shared = Arc::clone(&pool.0);
            let thread = thread::Builder::new().name(format!("ringfence-guest-{number}"));
            thread
                .stack_size(GUEST_THREAD_STACK_BYTES)
                .spawn(move || shared.work())?;
        }
        Ok(pool)
    }

    /// Queues a task.
    pub(super) fn submit(&self, task: Task) -> Result<(), QueueFull> {
        let mut state = self.0.lock();
        if state.tasks.len() >= self.0.max_queued {
            return Err(QueueFull(state.tasks.len()));
        }
        state.tasks.push_back(task);
        drop(state);
        self.0.changed.notify_one();
        Ok(())
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.changed.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let mut state = self.lock();
        loop {
            if let Some(task) = state.tasks.pop_front() {
                drop(state);
                // A panic would be our own fault; its task's owner hears of it because the answer never comes.
                let _ = panic::catch_unwind(AssertUnwindSafe(task));
                state = self.lock();
            } else if state.closed {
                return;
            } else {
                state = self
                    .changed
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_full_queue_refuses_and_what_is_queued_runs() {
        let pool = Pool::start(NonZeroUsize::MIN, 2).unwrap();
        let (release, held) = mpsc::channel::<()>();
        let (started, has_started) = mpsc::channel();
        let (done, results) = mpsc::channel();
        pool.submit(Box::new(move || {
            started.send(()).unwrap();
            held.recv().unwrap();
        }))
        .unwrap();
        has_started.recv().unwrap();
        for number in 0..2 {
            let done = done.clone();
            pool.submit(Box::new(move || done.send(number).unwrap()))
                .unwrap();
        }
        assert_eq!(pool.submit(Box::new(|| ())), Err(QueueFull(2)));
        release.send(()).unwrap();
        assert_eq!([results.recv().unwrap(), results.recv().unwrap()], [0, 1]);
    }
}
