//! What a sandbox is given.

use std::collections::BTreeSet;

use super::Limits;

/// A file for the working folder.
#[derive(Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Its path below the working folder, with `/`: `data.csv`, `tables/a.csv`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for InputFile {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("InputFile")
            .field("name", &self.name)
            .field("bytes", &self.bytes.len())
            .finish()
    }
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
    /// The modules that the source imports by name; a hint, by which a backend picks a prepared interpreter.
    pub imported_modules: BTreeSet<String>,
    /// The profile whose packages the code may import, by its name. `None`: the runtime's own packages alone.
    pub profile: Option<String>,
}
