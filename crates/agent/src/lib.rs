//! Typed agents.
#![forbid(unsafe_code)]

pub mod error;
pub mod message;
pub mod model;
pub mod usage;
