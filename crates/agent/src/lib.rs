//! Typed agents.
