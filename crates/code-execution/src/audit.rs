//! One record for every attempt to run code.
//!
//! A record says who ran what (a digest, never the code), what each layer said, how long it took and how it ended;
//! never what the code printed.

use serde::Serialize;

use crate::sandbox::Limits;

/// What is kept of one attempt.
#[derive(Debug, Clone, Serialize)]
pub struct AuditRecord {
    /// The attempt; also in its result.
    pub execution_id: String,
    /// The user that the executor was told.
    pub user_id: Option<String>,
    /// SHA-256 of the code, in hexadecimal.
    pub code_sha256: String,
    /// Length of the code in bytes.
    pub code_bytes: usize,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// The error's name, where there is one: `SecurityViolationError`, `ValueError`. The class of an exception is the
    /// code's word, and validated as in the result.
    pub error_type: Option<String>,
    /// Rules that refused the code, each once.
    pub refused_by: Vec<String>,
    /// Rules that only recorded, each once.
    pub recorded_by: Vec<String>,
    /// Kinds of sensitive data in the output, each once.
    pub output_violations: Vec<String>,
    /// Whether something was redacted.
    pub was_output_redacted: bool,
    /// The backend.
    pub sandbox_type: String,
    /// The limits that held.
    pub limits: Limits,
    /// Calls of host functions that are in the result.
    pub host_calls: usize,
    /// Seconds in the sandbox.
    pub execution_time_seconds: f64,
    /// Seconds in all.
    pub total_time_seconds: f64,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AuditOutcome {
    /// The code ran to its end.
    Succeeded,
    /// The code raised, or exited with a status other than 0.
    Failed,
    /// Not valid Python.
    Invalid,
    /// The policy refused it.
    Refused,
    /// A limit ended it.
    Stopped,
    /// Its output was withheld.
    OutputRefused,
    /// The caller cancelled it.
    Cancelled,
    /// The sandbox failed.
    SandboxFailed,
}

/// Where records go. Called once for each attempt, on the caller's task: it must not block.
pub trait AuditSink: Send + Sync + std::fmt::Debug {
    /// Takes a record.
    fn record(&self, record: &AuditRecord);
}

/// Writes records as `tracing` events, target `ringfence::audit`: refusals and limits as warnings, the rest as
/// information.
#[derive(Debug, Clone, Copy, Default)]
pub struct TracingAuditSink;

impl AuditSink for TracingAuditSink {
    fn record(&self, record: &AuditRecord) {
        let fields = serde_json::to_string(record).unwrap_or_default();
        let message = "code execution";
        match record.outcome {
            AuditOutcome::Succeeded
            | AuditOutcome::Failed
            | AuditOutcome::Invalid
            | AuditOutcome::Cancelled => {
                tracing::info!(target: "ringfence::audit", execution_id = %record.execution_id, record = %fields, "{message}");
            }
            _ => {
                tracing::warn!(target: "ringfence::audit", execution_id = %record.execution_id, record = %fields, "{message}");
            }
        }
    }
}
