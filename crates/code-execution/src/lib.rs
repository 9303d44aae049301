//! Run Python that nobody has reviewed.

pub mod analysis;
pub mod output;
