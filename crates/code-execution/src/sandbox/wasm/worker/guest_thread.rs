//! The thread on which a worker's guests run, one after the other.

use std::{
    io,
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use super::{
    super::{
        channel::{FromWorker, OutcomeHeader, RunHeader, ToWorker},
        engine::GUEST_THREAD_STACK_BYTES,
        guests::{AtRest, Finished, Guests, Line, timeout_of},
        state::{BadState, StateSource},
        wasi::StopSignal,
    },
    Speaker,
    host_calls::HostCallsOfWorker,
    inbox::{Arrived, Inbox},
};
use crate::process::worker::WallsReport;

/// How long the thread waits for a program before it looks after the guests that it keeps.
const LOOK: Duration = Duration::from_secs(5);
/// How long the host may take to send the next part of a state.
const STATE_PATIENCE: Duration = Duration::from_mins(1);

/// What the thread works with.
#[derive(Debug)]
pub(super) struct GuestThread {
    pub(super) guests: Guests,
    pub(super) inbox: Arc<Inbox>,
    pub(super) speaker: Speaker,
}

impl GuestThread {
    /// Starts the thread, which says that it is ready and ends when the host is gone.
    pub(super) fn start(self, walls: WallsReport) -> io::Result<JoinHandle<io::Result<()>>> {
        thread::Builder::new()
            .name("ringfence-guest".to_owned())
            .stack_size(GUEST_THREAD_STACK_BYTES)
            .spawn(move || {
                self.speaker.say(&FromWorker::Ready { walls }, &[])?;
                self.serve()
            })
    }

    fn serve(&self) -> io::Result<()> {
        loop {
            let look = self.guests.has_live().then_some(LOOK);
            let frame = match self.inbox.next(look)? {
                Arrived::Frame(frame) => frame,
                Arrived::Nothing => {
                    self.guests.tidy();
                    continue;
                }
                Arrived::Closed => return Ok(()),
            };
            match frame.header().map_err(io::Error::other)? {
                ToWorker::Run(header) => {
                    self.answer(*header, frame.payload())?;
                    self.guests.tidy();
                }
                ToWorker::Forget { key } => self.guests.forget(key),
                // Meant for a program that has ended.
                ToWorker::Stop { .. } | ToWorker::HostAnswer | ToWorker::State => (),
            }
        }
    }

    fn answer(&self, header: RunHeader<'_>, payload: &[u8]) -> io::Result<()> {
        let speaker = &self.speaker;
        self.inbox.start_run(header.run);
        let output = header.shows_output.then(|| speaker.output_sink());
        let host_calls = header
            .has_host_functions
            .then(|| HostCallsOfWorker::boxed(speaker.clone(), Arc::clone(&self.inbox)));
        let mut order = header
            .into_order(payload, output, || self.state())
            .map_err(io::Error::other)?;
        let timeout = timeout_of(order.job.limits.timeout_seconds);
        let line = Line {
            stop: Arc::new(StopSignal::after(timeout).listening(Arc::clone(&self.inbox) as Arc<_>)),
            output: order.job.output.take(),
            host_calls,
        };
        let image = order.session.as_ref().map(|session| session.image.clone());
        let (outcome, rest) = match self.guests.run(order, line) {
            Ok(Finished::Ran { outcome, rest }) => (outcome, rest),
            Ok(Finished::StateMissing(_)) => return speaker.say(&FromWorker::StateMissing, &[]),
            Err(error) => return speaker.say(&FromWorker::Failed(error.into()), &[]),
        };
        let (header, pieces) = OutcomeHeader::of(*outcome);
        let pieces: Vec<_> = pieces.iter().map(Vec::as_slice).collect();
        speaker.say(&FromWorker::Outcome(Box::new(header)), &pieces)?;
        match rest {
            Some(rest) => self.tell_state(*rest, &image.unwrap_or_default()),
            None => Ok(()),
        }
    }

    /// The state of a session, which the host sends after its program.
    fn state(&self) -> StateSource {
        let inbox = Arc::clone(&self.inbox);
        StateSource::new(std::iter::from_fn(move || {
            let Ok(Arrived::Frame(frame)) = inbox.next(Some(STATE_PATIENCE)) else {
                return None;
            };
            match frame.header() {
                Ok(ToWorker::State) => Some(Ok(frame.payload().to_vec())),
                _ => None,
            }
        }))
    }

    /// Tells what the turn changed.
    fn tell_state(&self, rest: AtRest, image: &str) -> io::Result<()> {
        let mut broken = Ok(());
        let settled = self.guests.settle(rest, image, &mut |batch| {
            broken = self.speaker.say(&FromWorker::State, &[batch]);
            match broken {
                Ok(()) => Ok(()),
                Err(_) => Err(BadState("the host cannot be told")),
            }
        });
        broken?;
        let Err(error) = settled else {
            return Ok(());
        };
        let reason = error.to_string();
        self.speaker.say(&FromWorker::StateLost { reason }, &[])
    }
}
