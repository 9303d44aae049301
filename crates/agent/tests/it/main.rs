//! Behaviour of agents, against test models only.

#[cfg(test)]
mod deferred;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod eval;
#[cfg(test)]
mod events;
#[cfg(test)]
mod fallback;
#[cfg(test)]
mod history;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod mcp;
#[cfg(test)]
mod output;
#[cfg(test)]
mod persistence;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod support;
#[cfg(test)]
mod test_models;
#[cfg(test)]
mod tools;
#[cfg(test)]
mod toolsets;
