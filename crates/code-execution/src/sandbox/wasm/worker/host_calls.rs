//! Calls of host functions from a guest in a worker: each goes to the host as a frame.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

use super::{
    super::{
        channel::FromWorker,
        host_calls::HostCalls,
        wasi::{Stop, StopSignal},
    },
    Speaker,
};

/// How often a guest that waits for an answer looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(10);

/// One execution's calls.
#[derive(Debug)]
pub(super) struct HostCallsOfWorker {
    speaker: Speaker,
    answers: Receiver<Vec<u8>>,
}

impl HostCallsOfWorker {
    /// Calls whose answers come from `answers`.
    pub(super) fn boxed(speaker: Speaker, answers: Receiver<Vec<u8>>) -> Box<dyn HostCalls> {
        Box::new(Self { speaker, answers })
    }

    fn ask(&mut self, frame: &[u8], stop: &StopSignal) -> Result<Vec<u8>, Stop> {
        let told = self.speaker.say(&FromWorker::HostCall, &[frame]);
        if told.is_err() {
            return Err(Stop::Cancelled);
        }
        loop {
            match self.answers.recv_timeout(LOOK) {
                Ok(answer) => return Ok(answer),
                Err(RecvTimeoutError::Timeout) => stop.check()?,
                Err(RecvTimeoutError::Disconnected) => return Err(Stop::Cancelled),
            }
        }
    }
}

impl HostCalls for HostCallsOfWorker {
    fn call(&mut self, frame: &[u8], stop: &StopSignal) -> Result<Vec<u8>, Stop> {
        // The host counts the time of functions, and knows which of it the limit does not count: it tells when to stop.
        stop.pause_deadline(Duration::from_hours(24));
        let answer = self.ask(frame, stop);
        stop.resume_deadline();
        answer
    }
}
