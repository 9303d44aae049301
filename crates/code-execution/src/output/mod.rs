//! Checks on everything that leaves the sandbox.
