//! Recording runs, and running them again.

use std::sync::Arc;

use super::{Accepted, CodeExecutor, ExecutionRequest, Received, Turn};
use crate::{
    error::{CodeExecutionError, ErrorKind},
    recording::{RecordedOutcome, Recording, ReplayReport},
    sandbox::{Inputs, Outcome, SandboxJob},
};

impl CodeExecutor {
    /// Runs a recorded program again, with what it was given then, and compares everything that it gives.
    ///
    /// The executor's policy and limits hold as for any program; the attempt is audited. A program that slept does not
    /// wait. Functions of the host are not called again: the recorded answers are given.
    ///
    /// # Errors
    /// Where the recording was made in another runtime ([`Recording::runtime`]), is incomplete, or its run was cancelled
    /// or ended by the time limit while it worked; where the policy refuses the program or its limits are over the
    /// executor's; and where the sandbox fails.
    pub async fn replay(&self, recording: &Recording) -> Result<ReplayReport, CodeExecutionError> {
        self.check_runtime(recording)?;
        let inputs = recording.inputs().map_err(invalid)?;
        let recorded = recording.request();
        let limits = &recorded.limits;
        limits
            .validate()
            .and_then(|()| limits.check_within(&self.limits))
            .map_err(invalid)?;
        let mut request =
            ExecutionRequest::new(recorded.code.clone()).file_name(recorded.file_name.clone());
        request.profile.clone_from(&recorded.profile);
        let Accepted { mut admitted, job } = match self.receive(request, Turn::First)? {
            Received::Accepted(accepted) => *accepted,
            Received::Refused(result) => {
                let reason = result.error_message.unwrap_or_default();
                let message = format!("the policy refuses the recorded program: {reason}");
                return Err(CodeExecutionError::new(
                    ErrorKind::SecurityViolation,
                    message,
                ));
            }
        };
        admitted.limits = limits.clone();
        let job = SandboxJob {
            context: recorded.context.clone(),
            files: recorded.files.clone(),
            imported_modules: recorded.imported_modules.clone(),
            limits: limits.clone(),
            inputs,
            // Recorded answers are given; nothing is called.
            host_functions: None,
            ..job
        };
        let ran = self.sandbox.execute(job).await;
        let outcome = ran
            .as_ref()
            .ok()
            .map(|outcome| (RecordedOutcome::of(outcome), outcome.unread_input_bytes));
        self.conclude_run(admitted, ran)?;
        let Some((replayed, unread_input_bytes)) = outcome else {
            // An error of the sandbox has left already.
            return Err(CodeExecutionError::new(
                ErrorKind::Sandbox,
                "the replay gave nothing",
            ));
        };
        Ok(ReplayReport::of(recording, &replayed, unread_input_bytes))
    }

    fn check_runtime(&self, recording: &Recording) -> Result<(), CodeExecutionError> {
        let runtime = self.sandbox.capabilities().runtime;
        if runtime.as_deref() == Some(recording.runtime()) {
            return Ok(());
        }
        let message = format!(
            "the recording was made in the runtime `{}`, and this sandbox runs `{}`",
            recording.runtime(),
            runtime.as_deref().unwrap_or("none that can replay")
        );
        Err(CodeExecutionError::new(ErrorKind::Validation, message))
    }

    /// Refuses what this sandbox cannot record or make deterministic.
    pub(super) fn check_inputs(
        &self,
        request: &ExecutionRequest,
    ) -> Result<(), CodeExecutionError> {
        let is_plain = !request.is_recorded && request.seed.is_none();
        if is_plain || self.sandbox.capabilities().runtime.is_some() {
            return Ok(());
        }
        let message = format!(
            "the sandbox `{}` can neither record nor run deterministically",
            self.sandbox.sandbox_type()
        );
        Err(CodeExecutionError::new(ErrorKind::Validation, message))
    }

    /// The recording of a run, where one was asked for and the sandbox could make it.
    pub(super) fn recording(
        &self,
        id: &str,
        job: Option<Box<SandboxJob>>,
        outcome: &mut Outcome,
    ) -> Option<Arc<Recording>> {
        let runtime = self.sandbox.capabilities().runtime?;
        Recording::of(id, runtime, *job?, outcome).map(Arc::new)
    }
}

impl ExecutionRequest {
    /// Keeps everything that the code is given and gives, in
    /// [`ExecutionResult::recording`](super::ExecutionResult::recording), for [`CodeExecutor::replay`].
    ///
    /// A session's turn cannot be recorded.
    #[must_use]
    pub fn record(mut self, record: bool) -> Self {
        self.is_recorded = record;
        self
    }

    /// Gives the code a clock that starts at 2026-01-01T00:00:00Z and goes on only as the code works and sleeps, and
    /// random bytes that follow from `seed`: the same program gives the same output each time.
    ///
    /// Sleeping does not wait, and counts against the time limit. Answers of the host's functions are whatever these
    /// give. The time limit itself stays the host's: only a limit of fuel
    /// ([`Limits::max_fuel`](crate::sandbox::Limits::max_fuel)) ends a program that does not end at the same place each
    /// time. A session's turn cannot be deterministic.
    #[must_use]
    pub fn deterministic(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Where the code's clocks and random bytes are to come from.
    pub(super) fn inputs(&self) -> Inputs {
        match self.seed {
            Some(seed) => Inputs::Deterministic { seed },
            None if self.is_recorded => Inputs::Recorded,
            None => Inputs::Live,
        }
    }

    /// Refuses what a session's turn cannot be.
    pub(super) fn check_turn(&self) -> Result<(), CodeExecutionError> {
        if !self.is_recorded && self.seed.is_none() {
            return Ok(());
        }
        Err(CodeExecutionError::new(
            ErrorKind::Validation,
            "a session's turn can be neither recorded nor deterministic",
        ))
    }
}

fn invalid(error: impl std::error::Error + Send + Sync + 'static) -> CodeExecutionError {
    CodeExecutionError::new(ErrorKind::Validation, error.to_string()).caused_by(error)
}
