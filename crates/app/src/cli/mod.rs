//! The command line.

mod arguments;
mod artifacts;
mod bench;
mod check;
mod doctor;
mod inputs;
mod install;
mod policy;
mod printer;
mod profile;
mod recordings;
mod repl;
mod replay;
mod result;
mod run;
mod runtime;
mod sandbox;
mod session_file;

use std::{error::Error, process::ExitCode};

use clap::{CommandFactory, Parser};
use tracing_subscriber::EnvFilter;

use crate::config::{Config, LOG_VARIABLE};
use arguments::{Arguments, Command};
use printer::Printer;
pub(crate) use sandbox::worker;

/// What a command ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// All went well.
    Success,
    /// The code failed, was refused, or has findings.
    CodeFailed,
    /// Stopped by Ctrl-C.
    Interrupted,
}

/// A command could not do its work: our failure, or a mistake in how it was called. Exit status 2.
#[derive(Debug)]
pub(crate) struct Failure {
    error: Box<dyn Error + Send + Sync>,
    hint: Option<String>,
}

impl Failure {
    /// A failure with a message of its own.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            error: message.into().into(),
            hint: None,
        }
    }

    /// Adds what the user can do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        let hint = (&error as &dyn std::any::Any)
            .downcast_ref::<ringfence_code_execution::runtime::RuntimeError>()
            .and_then(ringfence_code_execution::runtime::RuntimeError::hint);
        Self {
            error: Box::new(error),
            hint,
        }
    }
}

/// Runs the command that the arguments name.
pub(crate) fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let config = Config::from_environment();
    let printer = Printer::new(config.no_color);
    start_logging(&config, printer);
    match dispatch(arguments.command, &config, printer) {
        Ok(Status::Success) => ExitCode::SUCCESS,
        Ok(Status::CodeFailed) => ExitCode::from(1),
        Ok(Status::Interrupted) => ExitCode::from(130),
        Err(failure) => {
            printer.error(&*failure.error, failure.hint.as_deref());
            ExitCode::from(2)
        }
    }
}

fn dispatch(command: Command, config: &Config, printer: Printer) -> Result<Status, Failure> {
    match command {
        Command::Run(arguments) => run::run(&arguments, config, printer),
        Command::Repl(arguments) => repl::repl(&arguments, config, printer),
        Command::Check(arguments) => check::check(&arguments, printer),
        Command::Replay(arguments) => replay::replay(&arguments, config, printer),
        Command::Recordings(command) => recordings::recordings(command, config, printer),
        Command::Runtime(command) => runtime::runtime(command, config, printer),
        Command::Doctor(arguments) => doctor::doctor(&arguments, config, printer),
        Command::Bench(arguments) => bench::bench(&arguments, config, printer),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "ringfence", &mut script);
            printer.data(&String::from_utf8_lossy(&script));
            Ok(Status::Success)
        }
    }
}

/// What is logged where `RINGFENCE_LOG` says nothing that can be used.
const DEFAULT_LOG: &str = "warn,ringfence::audit=off";

fn start_logging(config: &Config, printer: Printer) {
    let wanted = config.log.as_deref().unwrap_or(DEFAULT_LOG);
    let filter = EnvFilter::try_new(wanted).unwrap_or_else(|error| {
        printer.note(&format!(
            "`{LOG_VARIABLE}` is not used: `{}` is no filter ({error})",
            wanted.escape_debug()
        ));
        EnvFilter::new(DEFAULT_LOG)
    });
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

/// A runtime for one command. Two threads: guests run on the sandbox's own.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let result = runtime.block_on(future);
    // After Ctrl-C the compiler may still run on a thread that cannot be stopped; the process ends without it.
    runtime.shutdown_background();
    Ok(result)
}
