//! What is asked for.

use serde_json::{Map, Value};

use super::streaming::TextSink;
use crate::sandbox::{InputFile, LimitOverrides, OutputStream};

/// What the code is called in tracebacks where the caller gives no name.
pub(super) const DEFAULT_FILE_NAME: &str = "main.py";

/// One program to run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ExecutionRequest {
    /// The source.
    pub code: String,
    /// What it is called in tracebacks and findings. Default `main.py`.
    pub file_name: String,
    /// What the code sees as `context`. Default empty.
    pub context: Map<String, Value>,
    /// Files for the working folder. Default none.
    pub files: Vec<InputFile>,
    /// The profile whose packages the code may import. Default none.
    pub profile: Option<String>,
    /// Lower limits for this request.
    pub limits: LimitOverrides,
    /// Whose request it is, in place of the executor's own user. Default: the executor's.
    pub user_id: Option<String>,
    /// Given what the code prints, line by line and validated. Default none.
    pub(super) output: Option<TextSink>,
    /// Whether it is recorded. Default no.
    pub(super) is_recorded: bool,
    /// What a deterministic run's random bytes follow from. Default none: the run is not deterministic.
    pub(super) seed: Option<u64>,
}

impl ExecutionRequest {
    /// A request for `code`, everything else at its default.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            file_name: DEFAULT_FILE_NAME.to_owned(),
            context: Map::new(),
            files: Vec::new(),
            profile: None,
            limits: LimitOverrides::default(),
            user_id: None,
            output: None,
            is_recorded: false,
            seed: None,
        }
    }

    /// Names the source.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = name.into();
        self
    }

    /// Gives the code a value under `context[name]`.
    #[must_use]
    pub fn context(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.context.insert(name.into(), value.into());
        self
    }

    /// Puts a file into the working folder.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.push(InputFile {
            name: name.into(),
            bytes: bytes.into(),
        });
        self
    }

    /// Says whose request it is.
    #[must_use]
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Some(user_id.into());
        self
    }

    /// Calls `take` with what the code prints while it runs: whole lines (or less, where one is longer than 48 KiB), with
    /// sensitive values redacted as in the result.
    ///
    /// It is called on threads of the sandbox, which wait for it. Where the executor withholds output instead of
    /// redacting it, it is never called: only the end shows whether the output may be seen.
    #[must_use]
    pub fn on_output(mut self, take: impl Fn(OutputStream, &str) + Send + Sync + 'static) -> Self {
        self.output = Some(TextSink::new(take));
        self
    }

    /// Lets the code import the packages of a profile that the sandbox was opened with. Analysis allows them; what the
    /// policy forbids by name stays forbidden.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Lowers limits.
    #[must_use]
    pub fn limits(mut self, limits: LimitOverrides) -> Self {
        self.limits = limits;
        self
    }
}

impl From<&str> for ExecutionRequest {
    fn from(code: &str) -> Self {
        Self::new(code)
    }
}

impl From<String> for ExecutionRequest {
    fn from(code: String) -> Self {
        Self::new(code)
    }
}
