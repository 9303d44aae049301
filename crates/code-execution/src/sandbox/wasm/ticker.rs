//! The clock that makes running guests look at their stop signal.

use std::{
    io,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use wasmtime::Engine;

/// How often a running guest looks at its deadline and its cancel button.
const TICK: Duration = Duration::from_millis(5);
/// Ticks for which the clock goes on after the last guest: waking its thread for each of many short programs would cost
/// each of them more than a tick does.
const TICKS_WITHOUT_GUESTS: u32 = 100;

/// Advances the engine's epoch every 5 ms while guests run and for half a second after that, and then sleeps.
///
/// Its thread is started with the first guest: a worker process raises its walls while it has one thread.
#[derive(Debug)]
pub(crate) struct Ticker {
    engine: EngineHandle,
    shared: Arc<Shared>,
}

/// An engine, for `Debug`.
#[derive(Clone)]
struct EngineHandle(Engine);

impl std::fmt::Debug for EngineHandle {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Engine").finish_non_exhaustive()
    }
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    running_guests: usize,
    started: bool,
    /// Whether the thread waits for a guest.
    sleeps: bool,
    closed: bool,
}

impl Ticker {
    /// A ticker for the guests of `engine`.
    pub(crate) fn new(engine: Engine) -> Self {
        Self {
            engine: EngineHandle(engine),
            shared: Arc::default(),
        }
    }

    /// Keeps the epoch going until the answer is dropped.
    ///
    /// # Errors
    /// When the system gives no thread: without one a guest would never look at its limits.
    pub(crate) fn guest(&self) -> io::Result<RunningGuest<'_>> {
        let mut state = self.shared.lock();
        if !state.started {
            let (ticking, engine) = (Arc::clone(&self.shared), self.engine.clone());
            thread::Builder::new()
                .name("ringfence-ticker".to_owned())
                .spawn(move || ticking.tick(&engine.0))?;
            state.started = true;
        }
        state.running_guests += 1;
        let sleeps = state.sleeps;
        drop(state);
        if sleeps {
            self.shared.changed.notify_one();
        }
        Ok(RunningGuest(&self.shared))
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.changed.notify_one();
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
        let mut idle_ticks = 0;
        let mut state = self.lock();
        while !state.closed {
            if state.running_guests > 0 {
                idle_ticks = 0;
            } else if idle_ticks == TICKS_WITHOUT_GUESTS {
                state.sleeps = true;
                state = self
                    .changed
                    .wait_while(state, |state| state.running_guests == 0 && !state.closed)
                    .unwrap_or_else(PoisonError::into_inner);
                state.sleeps = false;
                continue;
            } else {
                idle_ticks += 1;
            }
            drop(state);
            thread::sleep(TICK);
            engine.increment_epoch();
            state = self.lock();
        }
    }
}
