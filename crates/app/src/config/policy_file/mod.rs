//! Policies in files: `ringfence.toml`, and the table `[tool.ringfence]` of `pyproject.toml`.

mod read;
mod search;

use std::path::{Path, PathBuf};

pub(crate) use read::policy_of_toml;
pub(crate) use search::{in_folder, nearest};

/// The file that holds nothing but our settings.
pub(crate) const OWN_FILE: &str = "ringfence.toml";
/// The file that projects keep the settings of all their tools in.
pub(crate) const PROJECT_FILE: &str = "pyproject.toml";

/// A policy file cannot be used.
#[derive(Debug)]
pub(crate) struct PolicyFileError {
    file: PathBuf,
    /// The line that is wrong, from 1.
    line: Option<usize>,
    /// The key that is wrong, with its table: `rules.endless-loop`.
    key: Option<String>,
    reason: String,
}

impl PolicyFileError {
    fn new(file: &Path, reason: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            key: None,
            reason: reason.into(),
        }
    }
}

impl std::fmt::Display for PolicyFileError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "the policy file `{}` is not usable: ",
            self.file.display()
        )?;
        if let Some(line) = self.line {
            write!(formatter, "line {line}: ")?;
        }
        if let Some(key) = &self.key {
            write!(formatter, "`{key}`: ")?;
        }
        formatter.write_str(&self.reason)
    }
}

impl std::error::Error for PolicyFileError {}
