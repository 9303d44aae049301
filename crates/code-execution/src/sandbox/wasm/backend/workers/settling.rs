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

/// How long a worker may take for all of it.
const PATIENCE: Duration = Duration::from_secs(2);
/// How much longer for each megabyte that has come: what comes a little at a time, or says nothing, puts nothing off.
const PATIENCE_FOR_A_MEGABYTE: Duration = Duration::from_millis(100);

/// Waits for the new state of a session. After any error the worker is of no more use.
///
/// This ends, whatever the worker says: a change holds no more pages than the session's memory, and its time depends on
/// how much of it has come.
///
/// # Errors
/// Where the state does not come. One that comes and is not taken is the inner error.
pub(super) fn hear_state(
    running: &mut Running,
    frames: FrameLimits,
    limits: StateLimits,
) -> Result<Result<StateUpdate, BadState>, SandboxError> {
    let mut update = StateUpdate::new(limits);
    let started = Instant::now();
    let mut patience = PATIENCE;
    let mut arrived_bytes = 0;
    let failure = loop {
        let read = running.reader.read(&mut running.channel, frames);
        let is_late = started.elapsed() > patience;
        let frame = match read {
            Ok(Read::Frame(frame)) if !is_late => frame,
            Ok(Read::Nothing) if !is_late => continue,
            Ok(_) | Err(_) => break failed("the worker did not tell the session's new state"),
        };
        arrived_bytes += frame.payload().len();
        let megabytes = u32::try_from(arrived_bytes >> 20).unwrap_or(u32::MAX);
        patience = PATIENCE + PATIENCE_FOR_A_MEGABYTE.saturating_mul(megabytes);
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
