//! Guests that no session will ask for any more.

use std::sync::{Mutex, PoisonError};

use super::task::Home;

/// Guests whose sessions have ended or gone on elsewhere, until their slots end them.
#[derive(Debug, Default)]
pub(super) struct Forgotten(Mutex<Vec<(Home, u64)>>);

impl Forgotten {
    /// Notes the guest of the session `key`, which lived at `home`.
    pub(super) fn add(&self, home: Home, key: u64) {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.push((home, key));
    }

    /// Takes those of a slot.
    pub(super) fn take(&self, slot: usize) -> Vec<(Home, u64)> {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.extract_if(.., |(home, _)| home.slot == slot).collect()
    }
}
