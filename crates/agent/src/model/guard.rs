use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::ModelError;

static FORBIDDEN: AtomicUsize = AtomicUsize::new(0);

/// Forbids requests to real models in this process until the guard is dropped.
///
/// Test doubles still work. Call it first in tests: a forgotten override then fails at once instead of costing money.
/// Guards nest: requests are allowed again when the last one is gone. Keep the ban for the whole process with
/// [`RealRequestsGuard::for_ever`].
#[must_use = "requests are allowed again when the guard is dropped"]
pub fn forbid_real_requests() -> RealRequestsGuard {
    FORBIDDEN.fetch_add(1, Ordering::SeqCst);
    RealRequestsGuard(())
}

/// True when no guard forbids real requests.
pub fn real_requests_allowed() -> bool {
    FORBIDDEN.load(Ordering::SeqCst) == 0
}

/// What an adapter calls before it opens a connection.
///
/// # Errors
/// [`ModelError::Forbidden`] while a guard lives.
pub fn check_real_requests_allowed(model: &str) -> Result<(), ModelError> {
    if real_requests_allowed() {
        Ok(())
    } else {
        Err(ModelError::Forbidden {
            model: model.to_owned(),
        })
    }
}

/// Forbids real requests while it lives.
#[derive(Debug)]
pub struct RealRequestsGuard(());

impl RealRequestsGuard {
    /// Forbids real requests until the process ends.
    pub fn for_ever(self) {
        std::mem::forget(self);
    }
}

impl Drop for RealRequestsGuard {
    fn drop(&mut self) {
        FORBIDDEN.fetch_sub(1, Ordering::SeqCst);
    }
}
