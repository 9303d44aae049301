//! How runs are timed: the same for every row, and the same as in `measuring.py`.

use std::time::{Duration, Instant};

use crate::Failure;

/// Runs that are made whatever the budget says: fewer have no percentiles.
const LEAST_RUNS: usize = 3;

/// Says whether another run starts: at most `runs`, and none once `budget` is over.
pub(crate) struct Budget {
    started: Instant,
    budget: Duration,
    runs: usize,
}

impl Budget {
    pub(crate) fn new(runs: usize, budget: Duration) -> Self {
        Self {
            started: Instant::now(),
            budget,
            runs,
        }
    }

    pub(crate) fn allows(&self, made: usize) -> bool {
        made < self.runs && (made < LEAST_RUNS || self.started.elapsed() < self.budget)
    }
}

/// Milliseconds since `started`.
pub(crate) fn milliseconds_since(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1000.0
}

/// Fails unless a program printed what it should: a run that failed is no measurement.
pub(crate) fn expect(actual: &str, wanted: &str) -> Result<(), Failure> {
    if actual.trim() == wanted {
        return Ok(());
    }
    Err(format!(
        "a program printed `{}` instead of `{wanted}`",
        actual.trim()
    )
    .into())
}
