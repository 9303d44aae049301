//! Hearing what a good turn changed.

use std::time::{Duration, Instant};

use super::{
    super::super::{
        channel::{FrameLimits, FromWorker, Read},
        failed,
        state::{BadState, StateLimits, StateUpdate},
    },
    Running,
};
use crate::sandbox::SandboxError;

/// How long a worker may take to begin, and then for each batch of about a megabyte.
const BATCH_PATIENCE: Duration = Duration::from_secs(2);

/// Waits for the new state of a session. After any error the worker is of no more use.
///
/// A change holds no more pages than the session's memory, so this ends.
///
/// # Errors
/// Where the state does not come. One that comes and is not taken is the inner error.
pub(super) fn hear_state(
    running: &mut Running,
    frames: FrameLimits,
    limits: StateLimits,
) -> Result<Result<StateUpdate, BadState>, SandboxError> {
    let mut update = StateUpdate::new(limits);
    let mut since = Instant::now();
    let failure = loop {
        let frame = match running.reader.read(&mut running.channel, frames) {
            Ok(Read::Frame(frame)) => frame,
            Ok(Read::Nothing) if since.elapsed() < BATCH_PATIENCE => continue,
            Ok(Read::Nothing | Read::Closed) | Err(_) => {
                break failed("the worker did not tell the session's new state");
            }
        };
        since = Instant::now();
        match frame.header::<FromWorker>() {
            Ok(FromWorker::State) => match update.push(frame.payload()) {
                Ok(()) if update.is_complete() => return Ok(Ok(update)),
                Ok(()) => (),
                Err(error) => return Ok(Err(error)),
            },
            Ok(FromWorker::StateLost { reason }) => {
                tracing::warn!(%reason, "a session's new state could not be told");
                return Ok(Err(BadState("the worker could not tell it")));
            }
            _ => break failed("the worker said what does not belong here"),
        }
    };
    let _ = running.process.kill();
    Err(failure)
}
