//! What a guest learns from outside while it runs: the time, random bytes, answers of the host.
//!
//! Every such input passes here, so that it can be kept and given again.

mod clock;
mod log;
mod player;
mod recorder;
mod steady;

use std::time::Duration;

use super::{super::engine::Fuel, super::filesystem::Errno, Stop, StopSignal};
use crate::sandbox::{InputLog, Inputs, Limits};
use clock::Clock;
use player::Player;
use recorder::Recorder;
use steady::Steady;

/// Random bytes made between two looks at the stop signal.
const RANDOM_CHUNK_BYTES: usize = 1 << 20;

/// One guest's inputs.
#[derive(Debug)]
pub(crate) struct GuestInputs {
    clock: Clock,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Live,
    Recorded(Recorder),
    Replayed(Player),
    Deterministic(Steady),
}

/// What is left of a guest's inputs when it has ended.
#[derive(Debug, Default)]
pub(crate) struct InputsLeft {
    /// What it was given, where that was to be kept.
    pub(crate) recorded: Option<InputLog>,
    /// Bytes of the log that a replay did not ask for.
    pub(crate) unread_bytes: u64,
    /// Where a replay asked for something else than the log holds.
    pub(crate) divergence: Option<String>,
}

impl GuestInputs {
    /// The host's clock and random bytes; the CPU clocks go on from `earlier_cpu_ns`.
    pub(crate) fn live(earlier_cpu_ns: u64) -> Self {
        Self {
            clock: Clock::resumed(earlier_cpu_ns),
            source: Source::Live,
        }
    }

    /// What every guest that takes an image sees, so that images are the same wherever they are taken.
    pub(crate) fn for_images() -> Self {
        Self {
            clock: Clock::resumed(0),
            source: Source::Deterministic(Steady::for_images()),
        }
    }

    /// The inputs that a job asks for, for a guest that counts fuel or does not.
    pub(crate) fn of(inputs: Inputs, limits: &Limits, fuel: Fuel) -> Self {
        let source = match inputs {
            Inputs::Live => Source::Live,
            Inputs::Recorded => Source::Recorded(Recorder::new(limits.max_recording_bytes)),
            Inputs::Replayed(log) => Source::Replayed(Player::new(log)),
            Inputs::Deterministic { seed } => {
                let max_slept = Duration::try_from_secs_f64(limits.timeout_seconds);
                let max_slept = max_slept.unwrap_or(Duration::MAX);
                Source::Deterministic(Steady::new(seed, max_slept, fuel))
            }
        };
        Self {
            clock: Clock::resumed(0),
            source,
        }
    }

    /// Nanoseconds since the Unix epoch.
    pub(crate) fn now_ns(&mut self) -> u64 {
        match &mut self.source {
            Source::Live => self.clock.now_ns(),
            Source::Recorded(recorder) => recorder.wall(self.clock.now_ns()),
            Source::Replayed(player) => player.wall(),
            Source::Deterministic(steady) => steady.now_ns(),
        }
    }

    /// What the CPU clocks count.
    pub(crate) fn cpu_ns(&mut self) -> u64 {
        match &mut self.source {
            Source::Live => self.clock.cpu_ns(),
            Source::Recorded(recorder) => recorder.cpu(self.clock.cpu_ns()),
            Source::Replayed(player) => player.cpu(),
            Source::Deterministic(steady) => steady.elapsed_ns(),
        }
    }

    /// The time of a WASI clock: 0 wall time, 1 monotonic, 2 and 3 CPU time.
    pub(super) fn read(&mut self, clock_id: u32) -> Result<u64, Errno> {
        match clock_id {
            0 | 1 => Ok(self.now_ns()),
            2 | 3 => Ok(self.cpu_ns()),
            _ => Err(Errno::Invalid),
        }
    }

    /// Fills `bytes` with random ones.
    pub(super) fn fill_random(&mut self, bytes: &mut [u8], stop: &StopSignal) -> Result<(), Stop> {
        for chunk in bytes.chunks_mut(RANDOM_CHUNK_BYTES) {
            match &mut self.source {
                Source::Live => fill_random(chunk),
                Source::Recorded(recorder) => {
                    fill_random(chunk);
                    recorder.random(chunk);
                }
                Source::Replayed(player) => player.random(chunk),
                Source::Deterministic(steady) => steady.random(chunk),
            }
            self.check()?;
            stop.check()?;
        }
        Ok(())
    }

    /// Sleeps, but never past the guest's end.
    pub(super) fn sleep(&mut self, duration: Duration, stop: &StopSignal) -> Result<(), Stop> {
        match &mut self.source {
            Source::Live => stop.sleep(duration),
            Source::Recorded(recorder) => {
                let slept = stop.sleep(duration);
                recorder.slept(duration, slept);
                slept
            }
            Source::Replayed(player) => {
                player.slept(duration)?;
                stop.check()
            }
            Source::Deterministic(steady) => {
                steady.slept(duration)?;
                stop.check()
            }
        }
    }

    /// The answer to the `frame` of a host call: what `call` gives, or what it gave when it was recorded; `None` where there
    /// is nobody to answer. A replay calls nothing.
    pub(crate) fn host_answer(
        &mut self,
        frame: &[u8],
        call: impl FnOnce() -> Result<Option<Vec<u8>>, Stop>,
    ) -> Result<Option<Vec<u8>>, Stop> {
        match &mut self.source {
            Source::Live | Source::Deterministic(_) => call(),
            Source::Recorded(recorder) => {
                let answer = call()?;
                recorder.host_answer(frame, answer.as_deref());
                Ok(answer)
            }
            Source::Replayed(player) => {
                let answer = player.host_answer(frame);
                self.check()?;
                Ok(answer)
            }
        }
    }

    /// An error where a replay has left its log.
    pub(super) fn check(&self) -> Result<(), Stop> {
        match &self.source {
            Source::Replayed(player) if player.has_diverged() => Err(Stop::Diverged),
            _ => Ok(()),
        }
    }

    /// Whether the time follows the fuel that the guest has used, to be told by [`Self::set_fuel_used`].
    pub(super) fn follows_fuel(&self) -> bool {
        matches!(&self.source, Source::Deterministic(steady) if steady.follows_fuel())
    }

    /// Tells how much fuel the guest has used.
    pub(super) fn set_fuel_used(&mut self, fuel_used: u64) {
        if let Source::Deterministic(steady) = &mut self.source {
            steady.set_fuel_used(fuel_used);
        }
    }

    /// What is left when the guest has ended.
    pub(crate) fn take_left(&mut self) -> InputsLeft {
        match std::mem::replace(&mut self.source, Source::Live) {
            Source::Live | Source::Deterministic(_) => InputsLeft::default(),
            Source::Recorded(recorder) => InputsLeft {
                recorded: Some(recorder.into_log()),
                ..InputsLeft::default()
            },
            Source::Replayed(player) => InputsLeft {
                unread_bytes: player.unread_bytes(),
                divergence: player.into_divergence(),
                recorded: None,
            },
        }
    }
}

/// Whether WASI has a clock of that number.
pub(super) fn is_clock(clock_id: u32) -> bool {
    clock_id <= 3
}

fn fill_random(mut bytes: &mut [u8]) {
    while !bytes.is_empty() {
        match rustix::rand::getrandom(&mut *bytes, rustix::rand::GetRandomFlags::empty()) {
            Ok(filled) => bytes = bytes.get_mut(filled..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => (),
            // The kernel has no other failure once it is up; zeroes would be worse than the end of the process.
            Err(_) => std::process::abort(),
        }
    }
}

#[cfg(test)]
mod tests;
