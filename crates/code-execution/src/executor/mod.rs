//! The pipeline: receive, syntax, analysis, sandbox, output, result. Every attempt is audited.

mod builder;
mod clean;
mod finish;
mod metadata;
mod replay;
mod request;
mod result;
mod session;
pub mod sessions;
mod streaming;

use std::{borrow::Cow, sync::Arc, time::Instant};

pub use builder::{CodeExecutorBuilder, ConfigError};
pub use request::ExecutionRequest;
pub use result::ExecutionResult;
pub use session::Session;

use crate::{
    analysis::{self, Policy, Preset, Report, TypeChecks},
    audit::AuditSink,
    error::{CodeExecutionError, ErrorKind},
    host_functions::{HostAccess, HostFunctions},
    output::OutputValidator,
    sandbox::{self, Limits, Outcome, Sandbox, SandboxError, SandboxJob},
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
    host_functions: Option<Arc<HostFunctions>>,
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
        match self.receive(request.into(), Turn::First)? {
            Received::Refused(result) => Ok(*result),
            Received::Accepted(accepted) => {
                let Accepted { admitted, job } = *accepted;
                let ran = self.sandbox.execute(job).await;
                self.conclude_run(admitted, ran)
            }
        }
    }

    /// Checks a request: what the sandbox is to run, or the result of a refusal.
    fn receive(
        &self,
        request: ExecutionRequest,
        turn: Turn,
    ) -> Result<Received, CodeExecutionError> {
        self.check_inputs(&request)?;
        let inputs = request.inputs();
        let user_id = request.user_id.clone().or_else(|| self.user_id.clone());
        let attempt = Attempt::start(&request, user_id.clone());
        let limits = self.limits.with(&request.limits).map_err(|error| {
            CodeExecutionError::new(ErrorKind::Validation, error.to_string())
                .with_detail("limit", error.name)
        })?;
        let analysis_started = Instant::now();
        let policy = self.policy_for(request.profile.as_deref())?;
        let report = self.analyse(&request.code, &policy, turn);
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
            inputs,
            imported_modules: report.imported_modules.clone(),
            last_expression: last_expression(&report),
            keeps_state: false,
            host_functions: self.host_functions.as_ref().map(|functions| {
                HostAccess::new(Arc::clone(functions), attempt.id(), user_id.as_deref())
            }),
            user_id,
            output: streaming.as_ref().map(Streaming::sink),
            profile: request.profile,
        };
        let recorded_job = request.is_recorded.then(|| {
            Box::new(SandboxJob {
                output: None,
                ..job.clone()
            })
        });
        let admitted = Admitted {
            attempt,
            report,
            limits,
            streaming,
            recorded_job,
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
            recorded_job,
        } = admitted;
        if let Some(streaming) = streaming {
            streaming.finish();
        }
        match ran {
            Ok(mut outcome) => {
                let recording = self.recording(attempt.id(), recorded_job, &mut outcome);
                let mut result = self.finish(attempt, report, outcome, limits);
                result.recording = recording;
                Ok(result)
            }
            Err(error) => {
                self.record_failure(attempt, &report, limits);
                Err(failure(error))
            }
        }
    }

    /// Takes no new programs, and waits until those that were taken have ended: the end of a server.
    ///
    /// From then on every program and every turn of a session is an error (`the sandbox is shutting down`). Sessions at
    /// rest can still be checkpointed. It is the sandbox that is drained: executors that share it are so too. A program
    /// ends by its own time limit at the latest; dropping the future that waits for it ends it at once.
    pub async fn drain(&self) {
        self.sandbox.drain().await;
    }

    /// What the policy says of `code`, without running it.
    #[must_use]
    pub fn check(&self, code: &str) -> Report {
        self.check_under(code, &self.policy)
    }

    /// As [`Self::check`], for a program that runs with a profile where one is named.
    ///
    /// # Errors
    /// When the sandbox has no such profile.
    pub fn check_with_profile(
        &self,
        code: &str,
        profile: Option<&str>,
    ) -> Result<Report, CodeExecutionError> {
        Ok(self.check_under(code, &*self.policy_for(profile)?))
    }

    fn check_under(&self, code: &str, policy: &Policy) -> Report {
        match &self.types {
            Some(types) => analysis::check_with_types(code, policy, types),
            None => analysis::check(code, policy),
        }
    }

    /// The policy with what a profile brings.
    ///
    /// # Errors
    /// When the sandbox has no such profile.
    pub fn policy_for(&self, profile: Option<&str>) -> Result<Cow<'_, Policy>, CodeExecutionError> {
        let Some(profile) = profile else {
            return Ok(Cow::Borrowed(&self.policy));
        };
        let modules = self.sandbox.profile_modules(profile).map_err(failure)?;
        Ok(Cow::Owned(self.policy.clone().with_provided(modules)))
    }

    /// The report that decides: layers that are switched off find nothing, but size and nesting are always bounded.
    fn analyse(&self, code: &str, policy: &Policy, turn: Turn) -> Report {
        let mut report = if !self.ast_validation {
            analysis::check(code, &Policy::preset(Preset::None))
        } else if turn == Turn::Later {
            // Earlier programs bound names that the text does not tell.
            analysis::check(code, policy)
        } else {
            self.check_under(code, policy)
        };
        if !self.syntax_validation && !report.syntax.is_valid {
            // The guest's own compiler speaks instead.
            report.syntax.is_valid = true;
        }
        report
    }
}

/// Whether a program may build on earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    First,
    Later,
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
    /// The job, where it is to be recorded.
    recorded_job: Option<Box<SandboxJob>>,
}

/// What the analysis knows of the last expression, for the sandbox.
fn last_expression(report: &Report) -> sandbox::LastExpression {
    match report.last_expression {
        analysis::LastExpression::Unknown => sandbox::LastExpression::Unknown,
        analysis::LastExpression::Absent => sandbox::LastExpression::Absent,
        analysis::LastExpression::At(characters) => sandbox::LastExpression::At(characters),
    }
}

fn failure(error: SandboxError) -> CodeExecutionError {
    let can_retry = error.can_retry();
    let kind = match error {
        SandboxError::InputFile { .. }
        | SandboxError::BadCheckpoint { .. }
        | SandboxError::UnknownProfile { .. } => ErrorKind::Validation,
        SandboxError::MemoryLimitTooLow { .. } => ErrorKind::ResourceLimit,
        _ => ErrorKind::Sandbox,
    };
    CodeExecutionError::new(kind, error.to_string())
        .retryable(can_retry)
        .caused_by(error)
}
