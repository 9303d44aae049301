//! Inputs that depend on nothing but a seed and what the guest does.

use std::time::Duration;

use sha2::{Digest, Sha256};

use super::{
    super::{super::engine::Fuel, Stop},
    clock::nanoseconds,
};

/// 2026-01-01T00:00:00Z, where deterministic runs start.
const RUN_START_NS: u64 = 1_767_225_600 * 1_000_000_000;
/// 2000-01-01T00:00:00Z, where the guests that take images start: before any run.
const IMAGE_START_NS: u64 = 946_684_800 * 1_000_000_000;
/// How far each reading moves the clock.
const STEP_NS: u64 = 1_000;
/// Separates these random bytes from other uses of the digest.
const RANDOM_LABEL: &[u8] = b"ringfence deterministic random bytes";
const BLOCK_BYTES: usize = 32;

/// A clock and random bytes.
///
/// The clock moves by a microsecond at each reading, by what the guest sleeps, and, where fuel is counted, by a
/// nanosecond for each unit. Random bytes are SHA-256 over label, seed and a counter: good enough for programs, secret
/// to nobody who knows the seed.
#[derive(Debug)]
pub(super) struct Steady {
    start_ns: u64,
    readings: u64,
    slept: Duration,
    max_slept: Duration,
    fuel: Fuel,
    fuel_used: u64,
    seed: u64,
    blocks: u64,
    /// What is left of the last block.
    rest: Vec<u8>,
}

impl Steady {
    /// For a run that may sleep for `max_slept` in all.
    pub(super) fn new(seed: u64, max_slept: Duration, fuel: Fuel) -> Self {
        Self {
            start_ns: RUN_START_NS,
            readings: 0,
            slept: Duration::ZERO,
            max_slept,
            fuel,
            fuel_used: 0,
            seed,
            blocks: 0,
            rest: Vec::new(),
        }
    }

    /// For taking images: the same with fuel and without.
    pub(super) fn for_images() -> Self {
        Self {
            start_ns: IMAGE_START_NS,
            ..Self::new(0, Duration::MAX, Fuel::Uncounted)
        }
    }

    /// Nanoseconds since the Unix epoch.
    pub(super) fn now_ns(&mut self) -> u64 {
        self.start_ns.saturating_add(self.elapsed_ns())
    }

    /// Nanoseconds since the start.
    pub(super) fn elapsed_ns(&mut self) -> u64 {
        self.readings = self.readings.saturating_add(1);
        self.readings
            .saturating_mul(STEP_NS)
            .saturating_add(self.fuel_used)
            .saturating_add(nanoseconds(self.slept))
    }

    /// Sleeps without waiting.
    pub(super) fn slept(&mut self, duration: Duration) -> Result<(), Stop> {
        self.slept = self.slept.saturating_add(duration);
        if self.slept > self.max_slept {
            return Err(Stop::Timeout);
        }
        Ok(())
    }

    pub(super) fn random(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            if self.rest.is_empty() {
                self.rest = self.block().to_vec();
            }
            *byte = self.rest.pop().unwrap_or_default();
        }
    }

    pub(super) fn follows_fuel(&self) -> bool {
        self.fuel == Fuel::Counted
    }

    pub(super) fn set_fuel_used(&mut self, fuel_used: u64) {
        self.fuel_used = fuel_used;
    }

    fn block(&mut self) -> [u8; BLOCK_BYTES] {
        let mut hasher = Sha256::new();
        hasher.update(RANDOM_LABEL);
        hasher.update(self.seed.to_le_bytes());
        hasher.update(self.blocks.to_le_bytes());
        self.blocks += 1;
        hasher.finalize().into()
    }
}
