//! Behaviour of agents, against test models only.

mod deferred;
mod errors;
mod eval;
mod events;
mod fallback;
mod history;
mod limits;
mod output;
mod persistence;
mod support;
mod test_models;
mod tools;
mod toolsets;
