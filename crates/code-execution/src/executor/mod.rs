//! The pipeline: receive, syntax, analysis, sandbox, output, result. Every attempt is audited.

mod builder;
mod finish;
mod request;
mod result;

use std::{sync::Arc, time::Instant};

pub use builder::{CodeExecutorBuilder, ConfigError};
pub use request::ExecutionRequest;
pub use result::ExecutionResult;

use crate::{
    analysis::{self, Policy, Preset, Report, TypeChecks},
    audit::AuditSink,
    error::{CodeExecutionError, ErrorKind},
    output::OutputValidator,
    sandbox::{Limits, Sandbox, SandboxError, SandboxJob},
};
use finish::Attempt;

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
    types: Option<TypeChecks>,
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
        let request = request.into();
        let attempt = Attempt::start(&request, self.user_id.clone());
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
            return Ok(self.refuse(attempt, report, limits));
        }
        let job = SandboxJob {
            code: request.code,
            file_name: request.file_name,
            context: request.context,
            files: request.files,
            limits: limits.clone(),
            imported_modules: report.imported_modules.clone(),
        };
        match self.sandbox.execute(job).await {
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
        match &self.types {
            Some(types) => analysis::check_with_types(code, &self.policy, types),
            None => analysis::check(code, &self.policy),
        }
    }

    /// The report that decides: layers that are switched off find nothing, but size and nesting are always bounded.
    fn analyse(&self, code: &str) -> Report {
        let mut report = if self.ast_validation {
            self.check(code)
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

fn failure(error: SandboxError) -> CodeExecutionError {
    let can_retry = error.can_retry();
    let kind = match error {
        SandboxError::InputFile { .. } => ErrorKind::Validation,
        SandboxError::MemoryLimitTooLow { .. } => ErrorKind::ResourceLimit,
        _ => ErrorKind::Sandbox,
    };
    CodeExecutionError::new(kind, error.to_string())
        .retryable(can_retry)
        .caused_by(error)
}
