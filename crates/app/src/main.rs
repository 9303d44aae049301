//! The binary `ringfence`.

#![forbid(unsafe_code)]

mod cli;
mod config;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Before anything else: a worker raises its walls while it has one thread and no open file.
    if let Some(status) = cli::worker() {
        return status;
    }
    cli::main()
}
