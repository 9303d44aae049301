//! The pipeline: receive, syntax, analysis, sandbox, output, result. Every attempt is audited.

mod builder;
mod finish;
mod request;
mod result;
mod session;
pub mod sessions;
mod streaming;

use std::{sync::Arc, time::Instant};

pub use builder::{CodeExecutorBuilder, ConfigError};
pub use request::ExecutionRequest;
pub use result::ExecutionResult;
pub use session::Session;

use crate::{
    analysis::{self, Policy, Preset, Report},
    audit::AuditSink,
    error::{CodeExecutionError, ErrorKind},
    output::OutputValidator,
    sandbox::{Limits, Outcome, Sandbox, SandboxError, SandboxJob},
};
use finish::Attempt;
use streaming::Streaming;

/// Runs code that nobody has reviewed.
///
/// Cheap to share behind an [`Arc`]; executions run at the same time as far as the sandbox has workers.
#[derive(Debug)]
pub struct CodeExecutor {
    sandbox: Arc<dyn Sandbox>,
    limits: Limits,
    policy: Policy,
    output: OutputValidator,
    syntax_validation: bool,
    ast_validation: bool,
    output_validation: bool,
    audit: Arc<dyn AuditSink>,
    user_id: Option<String>,
}

impl CodeExecutor {
    /// Settings for an executor over `sandbox`.
    #[must_use]
    pub fn builder(sandbox: Arc<dyn Sandbox>) -> CodeExecutorBuilder {
        CodeExecutorBuilder::new(sandbox)
    }

    /// The backend.
    #[must_use]
    pub fn sandbox(&self) -> &dyn Sandbox {
        &*self.sandbox
    }

    /// Checks the code, runs it, checks what came out.
    ///
    /// Code that is refused, raises or reaches a limit gives a result with `success` unset. Dropping the future stops
    /// the guest.
    ///
    /// # Errors
    /// When we fail: the sandbox is busy or broke, a file of the request cannot be given to the code, or the request
    /// asks for more than the executor's limits.
    pub async fn execute(
        &self,
        request: impl Into<ExecutionRequest>,
    ) -> Result<ExecutionResult, CodeExecutionError> {
        match self.receive(request.into())? {
            Received::Refused(result) => Ok(*result),
            Received::Accepted(accepted) => {
                let Accepted { admitted, job } = *accepted;
                let ran = self.sandbox.execute(job).await;
                self.conclude_run(admitted, ran)
            }
        }
    }

    /// Checks a request: what the sandbox is to run, or the result of a refusal.
    fn receive(&self, request: ExecutionRequest) -> Result<Received, CodeExecutionError> {
        let user_id = request.user_id.clone().or_else(|| self.user_id.clone());
        let attempt = Attempt::start(&request, user_id.clone());
        let limits = self.limits.with(&request.limits).map_err(|error| {
            CodeExecutionError::new(ErrorKind::Validation, error.to_string())
                .with_detail("limit", error.name)
        })?;
        let analysis_started = Instant::now();
        let report = self.analyse(&request.code);
        tracing::debug!(
            execution_id = attempt.id(),
            accepted = report.is_accepted(),
            seconds = analysis_started.elapsed().as_secs_f64(),
            "analysed"
        );
        if !report.is_accepted() {
            let result = self.refuse(attempt, report, limits);
            return Ok(Received::Refused(Box::new(result)));
        }
        let validator = self.output.with_max_output_bytes(limits.max_output_bytes);
        let validator = self.output_validation.then_some(&validator);
        let streaming = request
            .output
            .filter(|_| validator.is_none_or(OutputValidator::redacts))
            .map(|sink| Streaming::new(sink, validator));
        let job = SandboxJob {
            code: request.code,
            file_name: request.file_name,
            context: request.context,
            files: request.files,
            limits: limits.clone(),
            imported_modules: report.imported_modules.clone(),
            keeps_state: false,
            user_id,
            output: streaming.as_ref().map(Streaming::sink),
        };
        let admitted = Admitted {
            attempt,
            report,
            limits,
            streaming,
        };
        Ok(Received::Accepted(Box::new(Accepted { admitted, job })))
    }

    /// Makes a result of what the sandbox gave back.
    fn conclude_run(
        &self,
        admitted: Admitted,
        ran: Result<Outcome, SandboxError>,
    ) -> Result<ExecutionResult, CodeExecutionError> {
        let Admitted {
            attempt,
            report,
            limits,
            streaming,
        } = admitted;
        if let Some(streaming) = streaming {
            streaming.finish();
        }
        match ran {
            Ok(outcome) => Ok(self.finish(attempt, report, outcome, limits)),
            Err(error) => {
                self.record_failure(attempt, &report, limits);
                Err(failure(error))
            }
        }
    }

    /// What the policy says of `code`, without running it.
    #[must_use]
    pub fn check(&self, code: &str) -> Report {
        analysis::check(code, &self.policy)
    }

    /// The report that decides: layers that are switched off find nothing, but size and nesting are always bounded.
    fn analyse(&self, code: &str) -> Report {
        let mut report = if self.ast_validation {
            analysis::check(code, &self.policy)
        } else {
            analysis::check(code, &Policy::preset(Preset::None))
        };
        if !self.syntax_validation && !report.syntax.is_valid {
            // The guest's own compiler speaks instead.
            report.syntax.is_valid = true;
        }
        report
    }
}

/// What became of a request before the sandbox.
enum Received {
    /// It is not run.
    Refused(Box<ExecutionResult>),
    Accepted(Box<Accepted>),
}

/// A request that the sandbox is to run.
struct Accepted {
    admitted: Admitted,
    job: SandboxJob,
}

/// What the result of an admitted request is made of, beside the outcome.
struct Admitted {
    attempt: Attempt,
    report: Report,
    limits: Limits,
    streaming: Option<Streaming>,
}

fn failure(error: SandboxError) -> CodeExecutionError {
    let can_retry = error.can_retry();
    let kind = match error {
        SandboxError::InputFile { .. } | SandboxError::BadCheckpoint { .. } => {
            ErrorKind::Validation
        }
        SandboxError::MemoryLimitTooLow { .. } => ErrorKind::ResourceLimit,
        _ => ErrorKind::Sandbox,
    };
    CodeExecutionError::new(kind, error.to_string())
        .retryable(can_retry)
        .caused_by(error)
}
