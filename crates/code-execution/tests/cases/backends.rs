//! The sandboxes that every case runs against.
#![cfg(test)]

use std::sync::{Arc, LazyLock};

use ringfence_code_execution::sandbox::Sandbox;

use crate::support;

/// One sandbox, opened by the first case that runs.
pub(crate) struct Backend {
    /// Its name in the names of trials.
    pub(crate) name: &'static str,
    sandbox: LazyLock<Arc<dyn Sandbox>>,
}

impl Backend {
    /// The sandbox itself.
    pub(crate) fn sandbox(&self) -> Arc<dyn Sandbox> {
        Arc::clone(&self.sandbox)
    }
}

/// Every sandbox under test.
pub(crate) static ALL: [Backend; 1] = [Backend {
    name: "wasm",
    sandbox: LazyLock::new(|| support::sandbox()),
}];
