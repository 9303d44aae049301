//! Behaviour of agents, against test models only.

mod deferred;
mod errors;
mod events;
mod fallback;
mod history;
mod limits;
mod output;
mod persistence;
mod support;
mod telemetry;
mod test_models;
mod tools;
mod toolsets;
