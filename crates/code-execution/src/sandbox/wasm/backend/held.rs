//! A session's state, as the session and the slots share it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use tokio::sync::{Mutex, MutexGuard, OwnedMutexGuard};

use super::{
    super::{
        guests::SessionTurn,
        state::{BadState, GuestState, StateSource, StateUpdate},
    },
    forgotten::Forgotten,
    task::Home,
};
use crate::sandbox::SandboxError;

/// What stands for a slot where no turn has run yet.
const NO_SLOT: usize = usize::MAX;

/// The state of a session.
///
/// The slot that runs a turn has it locked until it holds what the turn changed, which is a moment after the answer is
/// there. The next turn may be queued meanwhile.
#[derive(Debug)]
pub(super) struct SharedState {
    held: Arc<Mutex<Held>>,
    /// The slot that ran the last turn.
    slot: AtomicUsize,
    held_bytes: AtomicU64,
}

/// The state after the last good turn, and where the session's guest may live still.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) state: Arc<GuestState>,
    key: u64,
    generation: u64,
    home: Option<Home>,
    /// Why the state of a turn was lost after its answer was given, until the next call hears of it.
    lost: Option<String>,
    forgotten: Arc<Forgotten>,
}

impl SharedState {
    pub(super) fn new(state: Arc<GuestState>, key: u64, forgotten: Arc<Forgotten>) -> Self {
        Self {
            slot: AtomicUsize::new(NO_SLOT),
            held_bytes: AtomicU64::new(state.held_bytes()),
            held: Arc::new(Mutex::new(Held {
                generation: u64::from(state.has_run()),
                state,
                key,
                home: None,
                lost: None,
                forgotten,
            })),
        }
    }

    /// The state, once no turn changes it.
    ///
    /// # Errors
    /// [`SandboxError::TurnLost`], once, where the last turn's state was lost.
    pub(super) async fn settled(&self) -> Result<MutexGuard<'_, Held>, SandboxError> {
        let mut held = self.held.lock().await;
        held.check()?;
        Ok(held)
    }

    /// Locks the state for a turn on this slot's thread.
    pub(super) fn lock(&self, slot: usize) -> OwnedMutexGuard<Held> {
        self.slot.store(slot, Ordering::Relaxed);
        Arc::clone(&self.held).blocking_lock_owned()
    }

    /// The slot that ran the last turn, or runs it still.
    pub(super) fn slot(&self) -> Option<usize> {
        let slot = self.slot.load(Ordering::Relaxed);
        (slot != NO_SLOT).then_some(slot)
    }

    /// Whether a turn is changing the state.
    pub(super) fn is_locked(&self) -> bool {
        self.held.try_lock().is_err()
    }

    /// Bytes of the host's memory that the state holds.
    pub(super) fn held_bytes(&self) -> u64 {
        self.held_bytes.load(Ordering::Relaxed)
    }

    /// Takes what a turn changed, whose guest lives at `home` now.
    pub(super) fn settle(
        &self,
        held: &mut Held,
        change: Result<StateUpdate, BadState>,
        home: Home,
    ) {
        let applied = change.and_then(|update| Arc::make_mut(&mut held.state).apply(update));
        match applied {
            Ok(()) => {
                held.generation += 1;
                held.home = Some(home);
                self.held_bytes
                    .store(held.state.held_bytes(), Ordering::Relaxed);
            }
            Err(error) => held.lose(error.to_string()),
        }
    }
}

impl Held {
    /// An error, once, where the last turn's state was lost.
    pub(super) fn check(&mut self) -> Result<(), SandboxError> {
        match self.lost.take() {
            Some(reason) => Err(SandboxError::TurnLost { reason }),
            None => Ok(()),
        }
    }

    /// The turn for a guest, with the session's state where it does not live at `home`.
    pub(super) fn turn(&self, home: Home) -> SessionTurn {
        let lives_there = self.home == Some(home);
        let state = (!lives_there && self.generation > 0).then(|| StateSource::of(&self.state));
        SessionTurn {
            key: self.key,
            generation: self.generation,
            image: self.state.image.clone(),
            state,
        }
    }

    /// The guest has ended: the next turn starts from the state.
    pub(super) fn guest_ended(&mut self) {
        self.home = None;
    }

    /// The answer of a turn was given, and what it changed is lost: the next call is told.
    pub(super) fn lose(&mut self, reason: String) {
        self.forget_guest();
        self.lost = Some(reason);
    }

    fn forget_guest(&mut self) {
        if let Some(home) = self.home.take() {
            self.forgotten.add(home, self.key);
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.forget_guest();
    }
}
