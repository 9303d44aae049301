//! What a sandbox gives back.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::InputLog;
use crate::host_functions::HostCallRecord;

/// How an execution ended and what it left, as it came: nothing is redacted yet.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// How the code ended.
    pub ending: Ending,
    /// Standard output.
    pub stdout: CapturedText,
    /// Standard error.
    pub stderr: CapturedText,
    /// The value of the last expression, where the code ended in one that is not `None`.
    pub value: Option<ReturnValue>,
    /// Figures, tables and files.
    pub artifacts: Vec<Artifact>,
    /// Artifacts over the limit.
    pub dropped_artifacts: u32,
    /// The most memory the guest and its files held.
    pub memory_used_bytes: u64,
    /// Whether the interpreter reached the end of the program's turn, in whichever way, and could take another one.
    pub is_at_rest: bool,
    /// From the start of the code to its end.
    pub execution_time: Duration,
    /// What the code was given, where its job has [`Inputs::Recorded`](super::Inputs::Recorded).
    pub recorded: Option<InputLog>,
    /// Bytes of the log that the code did not ask for, where its job has
    /// [`Inputs::Replayed`](super::Inputs::Replayed); else 0.
    pub unread_input_bytes: u64,
    /// The calls of host functions, in order.
    pub host_calls: Vec<HostCallRecord>,
    /// What the backend tells of itself.
    pub metadata: Map<String, Value>,
}

impl Outcome {
    /// The outcome of a program that was stopped from outside after `execution_time`, of which nothing is left.
    #[must_use]
    pub fn stopped(ending: Ending, execution_time: Duration) -> Self {
        Self {
            ending,
            stdout: CapturedText::default(),
            stderr: CapturedText::default(),
            value: None,
            artifacts: Vec::new(),
            dropped_artifacts: 0,
            memory_used_bytes: 0,
            is_at_rest: false,
            execution_time,
            recorded: None,
            unread_input_bytes: 0,
            host_calls: Vec::new(),
            metadata: Map::new(),
        }
    }
}

/// How the code ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ending {
    /// It ran to its end.
    Completed,
    /// It called `exit`.
    Exited {
        /// The status.
        code: i32,
    },
    /// An exception reached the top.
    Raised(PythonError),
    /// The time limit ended it.
    TimedOut,
    /// It used up something else.
    OutOf(Resource),
    /// The caller cancelled it.
    Cancelled,
    /// It is a replay, and asked for another input than was recorded; where.
    Diverged(String),
    /// The interpreter broke; in which way.
    Broke(String),
}

/// What can be used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// The memory limit.
    Memory,
    /// The interpreter's stack.
    Stack,
    /// The fuel: a number of instructions.
    Fuel,
}

/// An exception of the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PythonError {
    /// Its class: `ValueError`, `json.decoder.JSONDecodeError`.
    pub error_type: String,
    /// Its text.
    pub message: String,
    /// The traceback as Python prints it, from the code's first frame on.
    pub traceback: String,
    /// The last line of the code that it passed through.
    pub line_number: Option<u32>,
    /// Whether it is a `MemoryError`, or a class below it.
    pub is_memory_error: bool,
}

/// The beginning of a stream.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapturedText {
    /// What was kept.
    pub text: String,
    /// Bytes that were written in all.
    pub total_bytes: u64,
}

/// The value of the last expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReturnValue {
    /// The value, where JSON can say it without loss.
    pub json: Option<Value>,
    /// Its `repr`, cut at the output limit.
    pub repr: String,
}

/// A figure, a table or a file.
#[derive(Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Its name: `figure-1.png`, or a path below the working folder.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Artifact {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Artifact")
            .field("name", &self.name)
            .field("media_type", &self.media_type)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}
