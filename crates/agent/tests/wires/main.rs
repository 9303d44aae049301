//! The three wires without a network: own fixtures in `cases/`, hostile bytes, and the transport against a server of
//! the test's own on loopback.

mod cases;
mod hostile;
mod providers;
mod throughput;
mod transport;
mod wire;
