//! Sessions of the `wasm` sandbox.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::{
    super::state::{GuestState, StateLimits},
    Shared,
    task::{Home, Settled, Turn},
};
use crate::sandbox::{Execution, Limits, SandboxError, SandboxJob, SandboxSession, SessionFuture};

/// A session: the state of its guest after its last good turn, and where that guest may live still.
#[derive(Debug)]
pub(super) struct WasmSession {
    shared: Arc<Shared>,
    key: u64,
    generation: u64,
    state: Arc<GuestState>,
    home: Option<Home>,
    last_turn: Option<LastTurn>,
}

/// A turn whose new state has not been taken yet.
#[derive(Debug)]
struct LastTurn {
    settled: oneshot::Receiver<Settled>,
    limits: StateLimits,
    /// Whether the caller was told that it went well.
    was_good: bool,
}

impl WasmSession {
    pub(super) fn new(shared: Arc<Shared>, state: GuestState) -> Self {
        let generation = u64::from(state.has_run());
        Self {
            key: shared.new_key(),
            shared,
            generation,
            state: Arc::new(state),
            home: None,
            last_turn: None,
        }
    }

    /// Takes the state that the last turn left.
    async fn settle(&mut self) -> Result<(), SandboxError> {
        let Some(last) = &mut self.last_turn else {
            return Ok(());
        };
        let settled = (&mut last.settled).await;
        let (was_good, limits) = (last.was_good, last.limits);
        self.last_turn = None;
        let lost = |reason: String| {
            if was_good {
                Err(SandboxError::TurnLost { reason })
            } else {
                Ok(())
            }
        };
        let Ok(Settled { home, change }) = settled else {
            self.move_out();
            return lost("the worker ended before it told the new state".to_owned());
        };
        let applied =
            change.and_then(|change| Arc::make_mut(&mut self.state).apply(change, limits));
        if let Err(error) = applied {
            self.move_out();
            return lost(error.to_string());
        }
        self.generation += 1;
        self.home = Some(home);
        Ok(())
    }

    /// Gives up the guest, wherever it lives: the next turn starts from the state.
    fn move_out(&mut self) {
        self.key = self.shared.new_key();
        self.home = None;
    }
}

impl SandboxSession for WasmSession {
    fn run(&mut self, mut job: SandboxJob) -> Execution<'_> {
        Box::pin(async move {
            self.settle().await?;
            job.keeps_state = true;
            let (settled, receiver) = oneshot::channel();
            let turn = Turn {
                key: self.key,
                generation: self.generation,
                state: Arc::clone(&self.state),
                home: self.home,
                settled,
            };
            self.last_turn = Some(LastTurn {
                settled: receiver,
                limits: state_limits(&job.limits),
                was_good: false,
            });
            let outcome = self.shared.execute(job, Some(turn)).await?;
            if let Some(last) = &mut self.last_turn {
                last.was_good = outcome.is_at_rest;
            }
            Ok(outcome)
        })
    }

    fn fork(&mut self) -> SessionFuture<'_, Box<dyn SandboxSession>> {
        Box::pin(async move {
            self.settle().await?;
            let state = GuestState::clone(&self.state);
            let fork = Self::new(Arc::clone(&self.shared), state);
            Ok(Box::new(fork) as Box<dyn SandboxSession>)
        })
    }

    fn checkpoint(&mut self) -> SessionFuture<'_, Vec<u8>> {
        Box::pin(async move {
            self.settle().await?;
            let (shared, state) = (Arc::clone(&self.shared), Arc::clone(&self.state));
            let written = tokio::task::spawn_blocking(move || {
                let key = shared.key()?;
                state
                    .to_checkpoint(&shared.pack_name(), key)
                    .map_err(|error| super::failed(&error.to_string()))
            });
            written
                .await
                .unwrap_or_else(|_| Err(super::failed("writing the checkpoint panicked")))
        })
    }

    fn reset(&mut self) {
        self.state = Arc::new(GuestState::new(self.state.image.clone()));
        self.generation = 0;
        self.last_turn = None;
        self.move_out();
    }

    fn profile(&self) -> Option<&str> {
        self.shared.profile_of_image(&self.state.image)
    }

    fn held_bytes(&self) -> u64 {
        self.state.held_bytes()
    }
}

fn state_limits(limits: &Limits) -> StateLimits {
    StateLimits::new(limits.max_memory_mb, limits.max_file_bytes)
}
