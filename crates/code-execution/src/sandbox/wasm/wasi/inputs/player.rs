//! Giving a guest what an earlier one was given.

use std::{sync::Arc, time::Duration};

use super::{
    super::Stop,
    clock::nanoseconds,
    log::{Event, frame_sha256},
};
use crate::sandbox::InputLog;

/// A log that is read. It is not believed: bytes that are no log, or another run's, end the replay.
#[derive(Debug)]
pub(super) struct Player {
    log: Arc<InputLog>,
    position: usize,
    /// Events that were read.
    read: u64,
    last_wall_ns: u64,
    last_cpu_ns: u64,
    /// Where the guest asked for something else; nothing is read after that.
    divergence: Option<String>,
}

impl Player {
    pub(super) fn new(log: Arc<InputLog>) -> Self {
        Self {
            log,
            position: 0,
            read: 0,
            last_wall_ns: 0,
            last_cpu_ns: 0,
            divergence: None,
        }
    }

    /// The next reading of the wall clock; the last one where the log has none.
    pub(super) fn wall(&mut self) -> u64 {
        let change = self.next("the time", |event| match event {
            Event::Wall(change) => Some(*change),
            _ => None,
        });
        self.last_wall_ns = self
            .last_wall_ns
            .wrapping_add_signed(change.unwrap_or_default());
        self.last_wall_ns
    }

    /// The next reading of the CPU clocks; the last one where the log has none.
    pub(super) fn cpu(&mut self) -> u64 {
        let change = self.next("the CPU time", |event| match event {
            Event::Cpu(change) => Some(*change),
            _ => None,
        });
        self.last_cpu_ns = self
            .last_cpu_ns
            .wrapping_add_signed(change.unwrap_or_default());
        self.last_cpu_ns
    }

    /// Fills `bytes` with the next random bytes; leaves them as they are where the log has others.
    pub(super) fn random(&mut self, bytes: &mut [u8]) {
        let asked = format!("{} random bytes", bytes.len());
        self.next(&asked, |event| match event {
            Event::Random(random) if random.len() == bytes.len() => {
                bytes.copy_from_slice(random);
                Some(())
            }
            _ => None,
        });
    }

    /// Sleeps without waiting; an error where the recorded guest's sleep was its last.
    pub(super) fn slept(&mut self, duration: Duration) -> Result<(), Stop> {
        let wanted_ns = nanoseconds(duration);
        let asked = format!("a sleep of {wanted_ns} ns");
        let end = self.next(&asked, |event| match event {
            Event::Slept(ns) if *ns == wanted_ns => Some(Ok(())),
            Event::SleptTooLong(ns) if *ns == wanted_ns => Some(Err(Stop::Timeout)),
            _ => None,
        });
        end.unwrap_or(Err(Stop::Diverged))
    }

    /// The answer to a host call; `None` where nobody answered, and where the log has another call's.
    pub(super) fn host_answer(&mut self, frame: &[u8]) -> Option<Vec<u8>> {
        let digest = frame_sha256(frame);
        let asked = format!(
            "the answer to a host call ({})",
            crate::hexadecimal::hexadecimal(&digest)
        );
        let answer = self.next(&asked, |event| match event {
            Event::HostAnswer {
                frame_sha256,
                answer,
            } if *frame_sha256 == digest => Some(Some(answer.to_vec())),
            Event::NoHost { frame_sha256 } if *frame_sha256 == digest => Some(None),
            _ => None,
        });
        answer.flatten()
    }

    pub(super) fn has_diverged(&self) -> bool {
        self.divergence.is_some()
    }

    pub(super) fn into_divergence(self) -> Option<String> {
        self.divergence
    }

    /// Bytes of the log that were not asked for.
    pub(super) fn unread_bytes(&self) -> u64 {
        self.log.bytes.len().saturating_sub(self.position) as u64
    }

    /// What `take` makes of the next event; where it is another one than was `asked` for, the replay has diverged.
    fn next<T>(&mut self, asked: &str, take: impl FnOnce(&Event<'_>) -> Option<T>) -> Option<T> {
        if self.divergence.is_some() {
            return None;
        }
        let rest = self.log.bytes.get(self.position..).unwrap_or_default();
        let recorded = match postcard::take_from_bytes::<Event<'_>>(rest) {
            _ if rest.is_empty() => "its end".to_owned(),
            Err(_) => "bytes that cannot be read".to_owned(),
            Ok((event, after)) => {
                if let Some(taken) = take(&event) {
                    self.position = self.log.bytes.len().saturating_sub(after.len());
                    self.read += 1;
                    return Some(taken);
                }
                event.described()
            }
        };
        self.divergence = Some(format!(
            "input {}: the replay asked for {asked}, and the recording has {recorded} there",
            self.read + 1
        ));
        None
    }
}
