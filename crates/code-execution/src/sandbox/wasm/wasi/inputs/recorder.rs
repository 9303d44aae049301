//! Keeping what a guest is given.

use std::time::Duration;

use super::{
    super::Stop,
    clock::nanoseconds,
    log::{Event, frame_sha256},
};
use crate::sandbox::InputLog;

/// A log that is written, up to a bound; what does not fit ends it, and not the run.
#[derive(Debug)]
pub(super) struct Recorder {
    log: InputLog,
    max_bytes: u64,
    last_wall_ns: u64,
    last_cpu_ns: u64,
}

impl Recorder {
    pub(super) fn new(max_bytes: u64) -> Self {
        Self {
            log: InputLog {
                bytes: Vec::new(),
                is_complete: true,
                ends_in_wait: false,
            },
            max_bytes,
            last_wall_ns: 0,
            last_cpu_ns: 0,
        }
    }

    /// Keeps a reading of the wall clock, and gives it back.
    pub(super) fn wall(&mut self, now_ns: u64) -> u64 {
        let change = now_ns.wrapping_sub(self.last_wall_ns).cast_signed();
        self.last_wall_ns = now_ns;
        self.push(&Event::Wall(change));
        now_ns
    }

    /// Keeps a reading of the CPU clocks, and gives it back.
    pub(super) fn cpu(&mut self, cpu_ns: u64) -> u64 {
        let change = cpu_ns.wrapping_sub(self.last_cpu_ns).cast_signed();
        self.last_cpu_ns = cpu_ns;
        self.push(&Event::Cpu(change));
        cpu_ns
    }

    pub(super) fn random(&mut self, bytes: &[u8]) {
        self.push(&Event::Random(bytes));
    }

    /// Keeps that the guest slept, or was ended while it did.
    pub(super) fn slept(&mut self, duration: Duration, slept: Result<(), Stop>) {
        let ns = nanoseconds(duration);
        match slept {
            Ok(()) => self.push(&Event::Slept(ns)),
            Err(Stop::Timeout) => {
                self.push(&Event::SleptTooLong(ns));
                self.log.ends_in_wait = true;
            }
            Err(_) => (),
        }
    }

    pub(super) fn host_answer(&mut self, frame: &[u8], answer: Option<&[u8]>) {
        let frame_sha256 = frame_sha256(frame);
        self.push(&match answer {
            Some(answer) => Event::HostAnswer {
                frame_sha256,
                answer,
            },
            None => Event::NoHost { frame_sha256 },
        });
    }

    pub(super) fn into_log(self) -> InputLog {
        self.log
    }

    fn push(&mut self, event: &Event<'_>) {
        let log = &mut self.log;
        let len = log.bytes.len().saturating_add(event.max_bytes());
        log.is_complete &= len as u64 <= self.max_bytes;
        if !log.is_complete {
            return;
        }
        match postcard::to_extend(event, std::mem::take(&mut log.bytes)) {
            Ok(bytes) => log.bytes = bytes,
            Err(_) => log.is_complete = false,
        }
    }
}
