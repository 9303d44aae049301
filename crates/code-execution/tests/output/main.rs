//! Output validation: its interface, its detectors as data, ordinary output that must stay, properties.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking, and say what they skip"
)]

mod corpus;
mod detector_pages;
mod interface;
mod mutations;
mod ordinary;
mod properties;
mod reference;
mod streaming;
