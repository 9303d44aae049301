//! The product from outside: its commands, its repository, its documentation.
#![expect(
    clippy::disallowed_methods,
    reason = "tests run the binary and read the environment"
)]

mod cli;
mod documentation;
mod repl;
mod tidy;
