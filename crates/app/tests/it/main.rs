//! The product from outside: its commands, its repository, its documentation.
#![expect(
    clippy::disallowed_methods,
    reason = "tests run the binary and read the environment"
)]

mod cli;
mod config;
mod documentation;
mod profiles;
mod recordings;
mod repl;
#[cfg(unix)]
mod terminal;
mod tidy;
