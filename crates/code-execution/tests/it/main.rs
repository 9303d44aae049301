//! What the library promises, tried on the real sandbox.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read the environment and start processes"
)]

#[path = "../support/mod.rs"]
mod support;

mod artifacts;
mod audit;
mod cancel;
mod install;
mod limits;
mod results;
mod walls;
