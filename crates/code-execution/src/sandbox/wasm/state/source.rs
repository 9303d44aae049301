//! Where a guest that is made anew gets its session's state from.

use std::{fmt, sync::Arc};

use super::{BadState, GuestState};

/// Batches of pieces, one after the other, until the one that ends with the change.
pub(crate) struct StateSource(Box<dyn Iterator<Item = Result<Vec<u8>, BadState>> + Send>);

impl StateSource {
    /// A source of these batches.
    pub(crate) fn new(
        batches: impl Iterator<Item = Result<Vec<u8>, BadState>> + Send + 'static,
    ) -> Self {
        Self(Box::new(batches))
    }

    /// All of a state that the same process holds.
    pub(crate) fn of(state: &Arc<GuestState>) -> Self {
        Self::new(state.batches())
    }
}

impl Iterator for StateSource {
    type Item = Result<Vec<u8>, BadState>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

impl fmt::Debug for StateSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StateSource")
            .finish_non_exhaustive()
    }
}
