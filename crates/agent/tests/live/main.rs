//! The same agent program against servers that are started by `tests/live/run`: an independent mock of the three wires
//! with faults on demand, and a small real model. Skipped with a message where their addresses are not set.

#[cfg(test)]
mod agent;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod llama;
#[cfg(test)]
mod server;
