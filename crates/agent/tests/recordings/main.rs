//! Recorded traffic of real providers: what they sent is decoded, what they were sent is written again.
//!
//! The recordings lie beside the workspace; where they are absent, the tests say so and pass.

#[cfg(test)]
mod history;
#[cfg(test)]
mod meaning;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod support;
