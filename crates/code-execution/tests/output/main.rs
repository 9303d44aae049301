//! Output validation: its interface, its detectors as data, ordinary output that must stay, properties.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

mod detector_pages;
mod interface;
mod mutations;
mod ordinary;
mod properties;
mod reference;
mod streaming;
