//! What the library promises, tried on the real sandbox.

#[cfg(test)]
#[path = "../support/promises.rs"]
mod promises;
#[cfg(test)]
#[path = "../support/mod.rs"]
mod support;

#[cfg(test)]
mod artifacts;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod drain;
#[cfg(test)]
mod fuel;
#[cfg(test)]
mod host_functions;
#[cfg(test)]
mod install;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod lying_backend;
#[cfg(test)]
mod pool;
#[cfg(test)]
mod profiles;
#[cfg(test)]
mod results;
#[cfg(test)]
mod session_manager;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod walls;
