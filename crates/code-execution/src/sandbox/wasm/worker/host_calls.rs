//! Calls of host functions from a guest in a worker: each goes to the host as a frame.

use std::{sync::Arc, time::Duration};

use super::{
    super::{
        channel::{FromWorker, ToWorker},
        host_calls::HostCalls,
        wasi::{Stop, StopSignal},
    },
    Speaker,
    inbox::{Arrived, Inbox},
};

/// One execution's calls.
#[derive(Debug)]
pub(super) struct HostCallsOfWorker {
    speaker: Speaker,
    inbox: Arc<Inbox>,
}

impl HostCallsOfWorker {
    pub(super) fn boxed(speaker: Speaker, inbox: Arc<Inbox>) -> Box<dyn HostCalls> {
        Box::new(Self { speaker, inbox })
    }

    fn ask(&mut self, frame: &[u8], stop: &StopSignal) -> Result<Vec<u8>, Stop> {
        let told = self.speaker.say(&FromWorker::HostCall, &[frame]);
        if told.is_err() {
            return Err(Stop::Cancelled);
        }
        loop {
            // Word that it is to stop comes the same way.
            match self.inbox.next_unless_stopped() {
                Ok(Arrived::Frame(frame)) if matches!(frame.header(), Ok(ToWorker::HostAnswer)) => {
                    return Ok(frame.payload().to_vec());
                }
                Ok(Arrived::Nothing) => stop.check()?,
                Ok(Arrived::Frame(_) | Arrived::Closed) | Err(_) => return Err(Stop::Cancelled),
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
