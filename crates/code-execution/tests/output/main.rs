//! Output validation: its interface, its detectors as data, ordinary output that must stay, properties.

mod corpus;
mod interface;
mod ordinary;
mod properties;
mod streaming;
