//! What a sandbox is given.

use std::{collections::BTreeSet, fmt, sync::Arc};

use super::{Inputs, Limits};
use crate::host_functions::HostAccess;

/// A file for the working folder.
#[derive(Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Its path below the working folder, with `/`: `data.csv`, `tables/a.csv`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for InputFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InputFile")
            .field("name", &self.name)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// Where a program's last statement begins, where it is an expression whose value is the program's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LastExpression {
    /// The backend has to look for itself.
    #[default]
    Unknown,
    /// The program ends in another statement.
    Absent,
    /// It begins a line, after this many characters.
    At(usize),
}

/// One program to run, with what it sees.
#[derive(Debug, Clone)]
pub struct SandboxJob {
    /// The source.
    pub code: String,
    /// What the source is called in tracebacks.
    pub file_name: String,
    /// What the code sees as `context`.
    pub context: serde_json::Map<String, serde_json::Value>,
    /// Files that lie in the working folder at the start.
    pub files: Vec<InputFile>,
    /// What the guest may use.
    pub limits: Limits,
    /// Where its clocks and random bytes come from. A session's turn has [`Inputs::Live`].
    pub inputs: Inputs,
    /// The modules that the source imports by name; a hint, by which a backend picks a prepared interpreter.
    pub imported_modules: BTreeSet<String>,
    /// Where the program's last expression begins.
    pub(crate) last_expression: LastExpression,
    /// Whether names stay for the session's next turn; unset for a guest that ends with the program.
    pub keeps_state: bool,
    /// Whose program it is: a sandbox with few workers gives each user a turn.
    pub user_id: Option<String>,
    /// Given what the program prints, as it prints it.
    pub output: Option<OutputSink>,
    /// The functions that the code may call; `None` where there are none.
    pub host_functions: Option<HostAccess>,
    /// The profile whose packages the code may import, by its name. `None`: the runtime's own packages alone.
    pub profile: Option<String>,
}

/// One of the two streams that a program prints to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutputStream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Takes what a program prints, as it prints it, in pieces that need not end where a character does.
///
/// It is called on the thread that runs the program, which waits for it, and in all with no more bytes than
/// [`Limits::max_output_bytes`] for each stream.
#[derive(Clone)]
pub struct OutputSink(Arc<TakeBytes>);

type TakeBytes = dyn Fn(OutputStream, &[u8]) + Send + Sync;

impl OutputSink {
    /// A sink that calls `take`.
    pub fn new(take: impl Fn(OutputStream, &[u8]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(take))
    }

    /// Gives it bytes.
    pub fn take(&self, stream: OutputStream, bytes: &[u8]) {
        (self.0)(stream, bytes);
    }
}

impl fmt::Debug for OutputSink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OutputSink").finish_non_exhaustive()
    }
}
