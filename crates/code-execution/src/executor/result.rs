//! What comes back.

use std::sync::Arc;

use base64::Engine as _;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    analysis::Violation,
    error::{CodeExecutionError, ErrorKind},
    host_functions::HostCallRecord,
    output::OutputViolation,
    recording::Recording,
    sandbox::Artifact,
};

/// How an execution went. Its JSON form is the wire format of every interface.
///
/// Every text in it was validated: sensitive values read `[REDACTED]`.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct ExecutionResult {
    /// Whether the code ran to its end (or exited with 0) and its output was accepted.
    pub success: bool,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The value of the last expression: as JSON where JSON can say it without loss, else its `repr`.
    pub return_value: Option<Value>,
    /// The `repr` of that value.
    pub return_value_repr: Option<String>,
    /// What went wrong, for a person.
    pub error_message: Option<String>,
    /// What went wrong: an exception of the code by its class, or a name of our error family.
    pub error_type: Option<String>,
    /// The traceback of an exception, as Python prints it, from the code's own first line on.
    pub traceback: Option<String>,
    /// Seconds in the sandbox.
    pub execution_time_seconds: f64,
    /// Seconds from request to result.
    pub total_time_seconds: f64,
    /// The most memory that the guest and its files held, in MB of 2^20 bytes.
    pub memory_used_mb: f64,
    /// 0 for success; 1 for an exception, a refusal or a limit; else what the code passed to `exit`.
    pub exit_code: i32,
    /// What the policy refuses, or the place of a syntax error's finding.
    pub validation_violations: Vec<Violation>,
    /// What the policy allows and records.
    pub validation_notes: Vec<Violation>,
    /// Sensitive data in the output.
    pub output_violations: Vec<OutputViolation>,
    /// Whether something was redacted.
    pub was_output_redacted: bool,
    /// Which texts were cut: `stdout`, `stderr`, `return_value`; `artifacts` where some were dropped.
    pub truncated: Vec<&'static str>,
    /// Figures, tables and files.
    #[serde(serialize_with = "artifacts_as_json")]
    pub artifacts: Vec<Artifact>,
    /// The calls of host functions, in order.
    pub host_calls: Vec<HostCallRecord>,
    /// What the backend tells of itself, `sandbox_type` first.
    pub sandbox_metadata: Map<String, Value>,
    /// The attempt, as in the audit record.
    pub execution_id: String,
    /// Which error of the family this is, where `success` is false.
    #[serde(skip)]
    pub(super) error_kind: Option<ErrorKind>,
    /// The recording, where the request asked for one and the code ran. Not part of the JSON form; raw: nothing in it is
    /// redacted.
    #[serde(skip)]
    pub recording: Option<Arc<Recording>>,
}

impl ExecutionResult {
    /// Which error of the family this result stands for; `None` for success.
    #[must_use]
    pub fn error_kind(&self) -> Option<ErrorKind> {
        self.error_kind
    }

    /// The result as JSON.
    #[must_use]
    pub fn to_dict(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The result of a success, or the error it stands for.
    ///
    /// # Errors
    /// The error, with the result's texts in its details.
    pub fn into_result(self) -> Result<Self, CodeExecutionError> {
        let Some(kind) = self.error_kind else {
            return Ok(self);
        };
        let message = self
            .error_message
            .clone()
            .unwrap_or_else(|| kind.as_str().to_owned());
        let violations = serde_json::to_value(&self.validation_violations).unwrap_or_default();
        Err(CodeExecutionError::new(kind, message)
            .with_detail("error_type", self.error_type)
            .with_detail("execution_id", self.execution_id)
            .with_detail("violations", violations)
            .with_detail("traceback", self.traceback))
    }
}

/// `{"name", "media_type", "size_bytes", "data_base64"}` for each.
fn artifacts_as_json<S: serde::Serializer>(
    artifacts: &[Artifact],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(artifacts.iter().map(|artifact| {
        serde_json::json!({
            "name": artifact.name,
            "media_type": artifact.media_type,
            "size_bytes": artifact.bytes.len(),
            "data_base64": base64::engine::general_purpose::STANDARD.encode(&artifact.bytes),
        })
    }))
}
