#![doc = include_str!("../README.md")]

pub mod analysis;
pub mod audit;
mod error;
mod executor;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod hexadecimal;
pub mod host_functions;
pub mod output;
#[cfg(feature = "wasm")]
pub mod process;
pub mod recording;
#[cfg(feature = "wasm")]
pub mod runtime;
pub mod sandbox;
mod utc;

pub use error::{CodeExecutionError, ErrorKind};
pub use executor::{
    CodeExecutor, CodeExecutorBuilder, ConfigError, ExecutionRequest, ExecutionResult, Session,
    sessions,
};

/// The examples of the guide compile.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/guides/sessions.md")]
struct SessionsGuide;
