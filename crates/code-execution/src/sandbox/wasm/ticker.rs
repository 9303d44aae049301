//! The clock that makes running guests look at their stop signal.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use wasmtime::Engine;

/// How often a running guest looks at its deadline and its cancel button.
const TICK: Duration = Duration::from_millis(5);

/// Advances the engine's epoch every 5 ms while a guest runs, and sleeps while none does.
#[derive(Debug)]
pub(crate) struct Ticker(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    running_guests: usize,
    closed: bool,
}

impl Ticker {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn start(engine: Engine) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let ticking = Arc::clone(&shared);
        thread::Builder::new()
            .name("ringfence-ticker".to_owned())
            .spawn(move || ticking.tick(&engine))?;
        Ok(Self(shared))
    }

    /// Keeps the epoch going until the answer is dropped.
    pub(crate) fn guest(&self) -> RunningGuest<'_> {
        self.0.lock().running_guests += 1;
        self.0.changed.notify_one();
        RunningGuest(&self.0)
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.changed.notify_one();
    }
}

/// One guest that runs.
#[derive(Debug)]
pub(crate) struct RunningGuest<'a>(&'a Shared);

impl Drop for RunningGuest<'_> {
    fn drop(&mut self) {
        self.0.lock().running_guests -= 1;
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tick(&self, engine: &Engine) {
        let mut state = self.lock();
        while !state.closed {
            if state.running_guests == 0 {
                state = self
                    .changed
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            drop(state);
            thread::sleep(TICK);
            engine.increment_epoch();
            state = self.lock();
        }
    }
}
