//! Sending a program to a worker.

use std::io;

use super::{
    super::super::{
        channel::{RunHeader, ToWorker},
        guests::{Line, Order},
    },
    Running,
};

/// Sends an order, and after it the session's state where the order brings it, for as long as `may_wait` says that a worker
/// which reads nothing may be waited for.
///
/// # Errors
/// When the worker is gone, or did not take it in time. It is of no more use then.
pub(super) fn send_program(
    running: &Running,
    order: &mut Order,
    line: &Line,
    run: u64,
    may_wait: impl Fn() -> bool,
) -> io::Result<()> {
    let (header, pieces) = RunHeader::of(order, line, run);
    let header = ToWorker::Run(Box::new(header));
    running.send(&header, &pieces, &may_wait)?;
    let session = order.session.as_mut();
    let Some(state) = session.and_then(|session| session.state.take()) else {
        return Ok(());
    };
    for batch in state {
        let batch = batch.map_err(io::Error::other)?;
        running.send(&ToWorker::State, &[&batch], &may_wait)?;
    }
    Ok(())
}
