//! The three wires without a network: own fixtures in `cases/`, hostile bytes, and the transport against a server of
//! the test's own on loopback.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod providers;
#[cfg(test)]
mod throughput;
#[cfg(test)]
mod transport;
#[cfg(test)]
mod wire;
