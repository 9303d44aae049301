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

/// Waits for the new state of a session; an error where the worker is of no more use.
///
/// A change holds no more pages than the session's memory, so this ends.
pub(super) fn hear_state(
    running: &mut Running,
    frames: FrameLimits,
    limits: StateLimits,
) -> Result<Result<StateUpdate, BadState>, SandboxError> {
    let mut update = Ok(StateUpdate::new(limits));
    let mut since = Instant::now();
    loop {
        let frame = match running.reader.read(&mut running.channel, frames) {
            Ok(Read::Frame(frame)) => frame,
            Ok(Read::Nothing) if since.elapsed() < BATCH_PATIENCE => continue,
            Ok(Read::Nothing | Read::Closed) | Err(_) => {
                let _ = running.process.kill();
                return Err(failed("the worker did not tell the session's new state"));
            }
        };
        since = Instant::now();
        match frame.header::<FromWorker>() {
            Ok(FromWorker::State) => {
                let Ok(so_far) = &mut update else {
                    // A batch that did not fit was no worker's of ours.
                    let _ = running.process.kill();
                    return Err(failed("the worker said what does not belong here"));
                };
                match so_far.push(frame.payload()) {
                    Ok(()) if so_far.is_complete() => return Ok(update),
                    Ok(()) => (),
                    Err(error) => update = Err(error),
                }
            }
            Ok(FromWorker::StateLost { reason }) => {
                tracing::warn!(%reason, "a session's new state could not be told");
                return Ok(Err(BadState("the worker could not tell it")));
            }
            _ => {
                let _ = running.process.kill();
                return Err(failed("the worker said what does not belong here"));
            }
        }
    }
}
