//! From what the layers said to one result and one audit record.

use std::{collections::BTreeSet, time::Instant};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{CodeExecutor, ExecutionRequest, ExecutionResult, clean::Cleaner, metadata};
use crate::{
    analysis::{Report, SyntaxReport, Violation},
    audit::{AuditOutcome, AuditRecord},
    error::ErrorKind,
    hexadecimal::hexadecimal,
    sandbox::{Ending, Limits, Outcome, PythonError, Resource},
};

/// One attempt: who, what, since when.
pub(super) struct Attempt {
    started: Instant,
    execution_id: String,
    user_id: Option<String>,
    code_sha256: String,
    code_bytes: usize,
}

impl Attempt {
    pub(super) fn start(request: &ExecutionRequest, user_id: Option<String>) -> Self {
        let digest = Sha256::digest(request.code.as_bytes());
        Self {
            started: Instant::now(),
            execution_id: uuid::Uuid::now_v7().to_string(),
            user_id,
            code_sha256: hexadecimal(&digest),
            code_bytes: request.code.len(),
        }
    }

    pub(super) fn id(&self) -> &str {
        &self.execution_id
    }
}

/// What went wrong, in the three forms a result has.
struct Failure {
    kind: ErrorKind,
    error_type: String,
    message: String,
    outcome: AuditOutcome,
}

impl CodeExecutor {
    /// The result for code that is not run.
    pub(super) fn refuse(
        &self,
        attempt: Attempt,
        report: Report,
        limits: Limits,
    ) -> ExecutionResult {
        let failure = if report.syntax.is_valid {
            refusal(&report.violations)
        } else {
            syntax_failure(&report.syntax)
        };
        let mut result = self.empty_result(&attempt, report);
        set_failure(
            &mut result,
            Some(failure.kind),
            Some(failure.error_type),
            Some(failure.message),
        );
        self.conclude(attempt, result, failure.outcome, limits)
    }

    /// The result for code that ran.
    pub(super) fn finish(
        &self,
        attempt: Attempt,
        report: Report,
        outcome: Outcome,
        limits: Limits,
    ) -> ExecutionResult {
        let mut cleaner = Cleaner::new(self);
        let mut result = self.empty_result(&attempt, report);
        result.stdout = cleaner.stream(&outcome.stdout, "stdout", &mut result.truncated);
        result.stderr = cleaner.stream(&outcome.stderr, "stderr", &mut result.truncated);
        if let Some(value) = outcome.value {
            let (json, repr) = cleaner.value(value, &mut result.truncated);
            result.return_value = Some(json);
            result.return_value_repr = Some(repr);
        }
        result.artifacts = outcome
            .artifacts
            .into_iter()
            .map(|artifact| cleaner.artifact(artifact))
            .collect();
        result.host_calls = outcome
            .host_calls
            .into_iter()
            .map(|call| cleaner.host_call(call))
            .collect();
        if outcome.dropped_artifacts > 0 {
            result.truncated.push("artifacts");
        }
        result.execution_time_seconds = outcome.execution_time.as_secs_f64();
        result.memory_used_mb = megabytes(outcome.memory_used_bytes);
        result.exit_code = exit_code(&outcome.ending);
        let left_out = metadata::add(&mut result.sandbox_metadata, outcome.metadata, &cleaner);
        if left_out > 0 {
            let execution_id = attempt.id();
            tracing::warn!(
                execution_id,
                left_out,
                "metadata of the sandbox is left out"
            );
        }
        let mut ended = AuditOutcome::Succeeded;
        if let Some(failure) = ending_failure(&outcome.ending, &limits) {
            ended = failure.outcome;
            let message = cleaner.text(&failure.message);
            // The class of an exception is the guest's word.
            let error_type = cleaner.name(&failure.error_type);
            set_failure(
                &mut result,
                Some(failure.kind),
                Some(error_type),
                Some(message),
            );
        }
        if let Ending::Raised(error) = &outcome.ending {
            result.traceback = Some(cleaner.text(&error.traceback));
        }
        if cleaner.refused {
            ended = AuditOutcome::OutputRefused;
            withhold(&mut result);
        }
        result.output_violations = cleaner.violations;
        result.was_output_redacted = cleaner.was_redacted;
        self.conclude(attempt, result, ended, limits)
    }

    /// The record of an attempt that ends in an error of ours.
    pub(super) fn record_failure(&self, attempt: Attempt, report: &Report, limits: Limits) {
        let mut result = self.empty_result(&attempt, report.clone());
        result.error_type = Some(ErrorKind::Sandbox.as_str().to_owned());
        self.conclude(attempt, result, AuditOutcome::SandboxFailed, limits);
    }

    fn empty_result(&self, attempt: &Attempt, report: Report) -> ExecutionResult {
        let sandbox_type = self.sandbox.sandbox_type();
        let walls = self.sandbox.capabilities().walls;
        let metadata = [
            ("sandbox_type", Value::from(sandbox_type)),
            ("walls", Value::from(walls)),
        ];
        ExecutionResult {
            success: true,
            stdout: String::new(),
            stderr: String::new(),
            return_value: None,
            return_value_repr: None,
            error_message: None,
            error_type: None,
            traceback: None,
            execution_time_seconds: 0.0,
            total_time_seconds: 0.0,
            memory_used_mb: 0.0,
            exit_code: 0,
            validation_violations: report.violations,
            validation_notes: report.notes,
            output_violations: Vec::new(),
            was_output_redacted: false,
            truncated: Vec::new(),
            artifacts: Vec::new(),
            host_calls: Vec::new(),
            sandbox_metadata: metadata
                .map(|(name, value)| (name.to_owned(), value))
                .into_iter()
                .collect::<Map<_, _>>(),
            execution_id: attempt.execution_id.clone(),
            error_kind: None,
            recording: None,
        }
    }

    fn conclude(
        &self,
        attempt: Attempt,
        mut result: ExecutionResult,
        outcome: AuditOutcome,
        limits: Limits,
    ) -> ExecutionResult {
        result.total_time_seconds = attempt.started.elapsed().as_secs_f64();
        let rules = |violations: &[Violation]| {
            let names: BTreeSet<_> = violations
                .iter()
                .map(|violation| violation.rule.to_string())
                .collect();
            names.into_iter().collect()
        };
        let output_violations: BTreeSet<_> = result
            .output_violations
            .iter()
            .map(|violation| violation.violation_type.clone())
            .collect();
        self.audit.record(&AuditRecord {
            execution_id: attempt.execution_id,
            user_id: attempt.user_id,
            code_sha256: attempt.code_sha256,
            code_bytes: attempt.code_bytes,
            outcome,
            error_type: result.error_type.clone(),
            refused_by: rules(&result.validation_violations),
            recorded_by: rules(&result.validation_notes),
            output_violations: output_violations.into_iter().collect(),
            was_output_redacted: result.was_output_redacted,
            sandbox_type: self.sandbox.sandbox_type().to_owned(),
            limits,
            host_calls: result.host_calls.len(),
            execution_time_seconds: result.execution_time_seconds,
            total_time_seconds: result.total_time_seconds,
        });
        result
    }
}

/// Sensitive output that must not be redacted is not shown at all.
fn withhold(result: &mut ExecutionResult) {
    for text in [&mut result.stdout, &mut result.stderr] {
        text.clear();
    }
    (
        result.return_value,
        result.return_value_repr,
        result.traceback,
    ) = (None, None, None);
    result.artifacts.clear();
    for call in &mut result.host_calls {
        (call.function, call.arguments, call.error) = (None, None, None);
    }
    let message = "the output holds sensitive data and is withheld";
    let error_type = ErrorKind::OutputValidation.as_str().to_owned();
    set_failure(
        result,
        Some(ErrorKind::OutputValidation),
        Some(error_type),
        Some(message.to_owned()),
    );
}

fn set_failure(
    result: &mut ExecutionResult,
    kind: Option<ErrorKind>,
    error_type: Option<String>,
    message: Option<String>,
) {
    result.success = false;
    result.exit_code = result.exit_code.max(1);
    result.error_kind = kind;
    result.error_type = error_type;
    result.error_message = message;
}

fn syntax_failure(syntax: &SyntaxReport) -> Failure {
    let error_type = syntax.error_type.as_deref().unwrap_or("SyntaxError");
    let message = syntax.error_message.as_deref().unwrap_or("invalid syntax");
    let line = syntax
        .line_number
        .map(|line| format!(" (line {line})"))
        .unwrap_or_default();
    Failure {
        kind: ErrorKind::Validation,
        error_type: error_type.to_owned(),
        message: format!("{message}{line}"),
        outcome: AuditOutcome::Invalid,
    }
}

fn refusal(violations: &[Violation]) -> Failure {
    let first = violations.iter().max_by_key(|violation| violation.severity);
    let message = first.map_or_else(String::new, |violation| {
        let hint = violation
            .suggestion
            .as_deref()
            .map(|suggestion| format!("; {suggestion}"))
            .unwrap_or_default();
        let others = match violations.len() - 1 {
            0 => String::new(),
            others => format!(" (and {others} more)"),
        };
        format!(
            "line {}: {}{hint}{others}",
            violation.line_number, violation.message
        )
    });
    let kind = ErrorKind::SecurityViolation;
    Failure {
        kind,
        error_type: kind.as_str().to_owned(),
        message,
        outcome: AuditOutcome::Refused,
    }
}

fn ending_failure(ending: &Ending, limits: &Limits) -> Option<Failure> {
    let ours = |kind: ErrorKind, message: String, outcome| {
        Some(Failure {
            kind,
            error_type: kind.as_str().to_owned(),
            message,
            outcome,
        })
    };
    match ending {
        Ending::Completed | Ending::Exited { code: 0 } => None,
        Ending::Exited { code } => {
            let message = format!("the code exited with status {code}");
            let error_type = "SystemExit".to_owned();
            Some(Failure {
                kind: ErrorKind::Sandbox,
                error_type,
                message,
                outcome: AuditOutcome::Failed,
            })
        }
        Ending::Raised(error) => Some(raised(error, limits)),
        Ending::TimedOut => {
            let message = format!(
                "the code ran longer than its limit of {} s",
                limits.timeout_seconds
            );
            ours(ErrorKind::Timeout, message, AuditOutcome::Stopped)
        }
        Ending::OutOf(Resource::Memory) => {
            let message = format!(
                "the code used up its memory limit of {} MB",
                limits.max_memory_mb
            );
            ours(ErrorKind::ResourceLimit, message, AuditOutcome::Stopped)
        }
        Ending::OutOf(Resource::Stack) => {
            let message = "the code nested calls too deeply for the interpreter's stack".to_owned();
            ours(ErrorKind::ResourceLimit, message, AuditOutcome::Stopped)
        }
        Ending::OutOf(Resource::Fuel) => {
            let message = format!(
                "the code used up its fuel of {} instructions",
                limits.max_fuel.unwrap_or(u64::MAX)
            );
            ours(ErrorKind::ResourceLimit, message, AuditOutcome::Stopped)
        }
        Ending::Diverged(place) => ours(
            ErrorKind::Sandbox,
            format!("the replay left its recording: {place}"),
            AuditOutcome::Failed,
        ),
        Ending::Cancelled => ours(
            ErrorKind::Sandbox,
            "the execution was cancelled".to_owned(),
            AuditOutcome::Cancelled,
        ),
        Ending::Broke(reason) => ours(
            ErrorKind::Sandbox,
            format!("the interpreter broke: {reason}"),
            AuditOutcome::SandboxFailed,
        ),
    }
}

fn raised(error: &PythonError, limits: &Limits) -> Failure {
    let message = match error.message.as_str() {
        "" if error.is_memory_error => format!(
            "the code needs more than its memory limit of {} MB",
            limits.max_memory_mb
        ),
        message => message.to_owned(),
    };
    let (kind, outcome) = if error.is_memory_error {
        (ErrorKind::ResourceLimit, AuditOutcome::Stopped)
    } else {
        (ErrorKind::Sandbox, AuditOutcome::Failed)
    };
    Failure {
        kind,
        error_type: error.error_type.clone(),
        message,
        outcome,
    }
}

fn exit_code(ending: &Ending) -> i32 {
    match ending {
        Ending::Completed => 0,
        Ending::Exited { code } => *code,
        _ => 1,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a memory size in megabytes is far below 2^52"
)]
fn megabytes(bytes: u64) -> f64 {
    (bytes >> 10) as f64 / 1024.0
}
