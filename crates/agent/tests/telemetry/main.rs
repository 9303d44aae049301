//! Spans and metrics of a run. A process of its own: subscribers are told of call sites for the whole process.

#[cfg(test)]
mod spans;
#[cfg(test)]
#[path = "../it/support.rs"]
#[expect(dead_code, reason = "shared with the other tests")]
mod support;
