//! Sessions of the `wasm` sandbox.

use std::sync::Arc;

use super::{
    super::state::{GuestState, StateLimits},
    Shared,
    held::SharedState,
    task::Turn,
};
use crate::sandbox::{Execution, Limits, SandboxJob, SandboxSession, SessionFuture};

/// A session.
#[derive(Debug)]
pub(super) struct WasmSession {
    shared: Arc<Shared>,
    state: Arc<SharedState>,
    /// The image that its guests start from.
    image: String,
}

impl WasmSession {
    pub(super) fn new(shared: Arc<Shared>, state: Arc<GuestState>) -> Self {
        Self {
            image: state.image.clone(),
            state: shared.share(state),
            shared,
        }
    }
}

impl SandboxSession for WasmSession {
    fn run(&mut self, mut job: SandboxJob) -> Execution<'_> {
        job.keeps_state = true;
        let turn = Turn {
            state: Arc::clone(&self.state),
            limits: state_limits(&job.limits),
        };
        self.shared.execute(job, Some(turn))
    }

    fn fork(&mut self) -> SessionFuture<'_, Box<dyn SandboxSession>> {
        Box::pin(async move {
            let state = Arc::clone(&self.state.settled().await?.state);
            let fork = Self::new(Arc::clone(&self.shared), state);
            Ok(Box::new(fork) as Box<dyn SandboxSession>)
        })
    }

    fn checkpoint(&mut self) -> SessionFuture<'_, Vec<u8>> {
        Box::pin(async move {
            let state = Arc::clone(&self.state.settled().await?.state);
            let shared = Arc::clone(&self.shared);
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
        let state = Arc::new(GuestState::new(self.image.clone()));
        self.state = self.shared.share(state);
    }

    fn profile(&self) -> Option<&str> {
        self.shared.profile_of_image(&self.image)
    }

    fn held_bytes(&self) -> u64 {
        self.state.held_bytes()
    }
}

fn state_limits(limits: &Limits) -> StateLimits {
    StateLimits::new(limits.max_memory_mb, limits.max_file_bytes)
}
