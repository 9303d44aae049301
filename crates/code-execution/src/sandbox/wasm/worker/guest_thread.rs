//! The thread on which a worker's guests run, one after the other.

use std::{
    io,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use super::{
    super::{
        channel::{FromWorker, OutcomeHeader},
        engine::GUEST_THREAD_STACK_BYTES,
        guests::{Finished, Guests, Line, Order},
        host_calls::HostCalls,
        wasi::StopSignal,
    },
    Speaker,
};

/// A program to run.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) order: Order,
    pub(super) timeout: Duration,
    pub(super) stop: Arc<StopSignal>,
    pub(super) host_calls: Option<Box<dyn HostCalls>>,
}

/// Starts the thread; it ends the process when the host is gone.
pub(super) fn start(guests: Guests, runs: mpsc::Receiver<Run>, speaker: Speaker) -> io::Result<()> {
    thread::Builder::new()
        .name("ringfence-guest".to_owned())
        .stack_size(GUEST_THREAD_STACK_BYTES)
        .spawn(move || {
            for run in runs {
                if let Err(error) = answer(&guests, run, &speaker) {
                    tracing::error!(%error, "the host cannot be told");
                    std::process::abort();
                }
                guests.tidy();
            }
        })
        .map(drop)
}

fn answer(guests: &Guests, run: Run, speaker: &Speaker) -> io::Result<()> {
    let Run {
        mut order,
        timeout,
        stop,
        host_calls,
    } = run;
    stop.restart(timeout);
    let image = order
        .session
        .as_ref()
        .map(|session| session.image.clone())
        .unwrap_or_default();
    let output = order.job.output.take();
    let line = Line {
        stop,
        output,
        host_calls,
    };
    let (outcome, rest) = match guests.run(order, line) {
        Ok(Finished::Ran { outcome, rest }) => (outcome, rest),
        Ok(Finished::StateMissing(_)) => return speaker.say(&FromWorker::StateMissing, &[]),
        Err(error) => return speaker.say(&FromWorker::Failed(error.into()), &[]),
    };
    let (header, pieces) = OutcomeHeader::of(outcome);
    let pieces: Vec<_> = pieces.iter().map(Vec::as_slice).collect();
    speaker.say(&FromWorker::Outcome(Box::new(header)), &pieces)?;
    let Some(rest) = rest else {
        return Ok(());
    };
    let change = guests
        .settle(*rest, &image)
        .and_then(|change| change.to_bytes());
    match change {
        Ok(bytes) => speaker.say(&FromWorker::State, &[&bytes]),
        Err(error) => speaker.say(
            &FromWorker::StateLost {
                reason: error.to_string(),
            },
            &[],
        ),
    }
}
