//! Recordings: a run with everything it was given and everything it gave, to run again.
//!
//! [`ExecutionRequest::record`](crate::ExecutionRequest::record) makes one, [`CodeExecutor::replay`](crate::CodeExecutor::replay)
//! runs it again and compares every byte.
//!
//! # Security
//! A recording is raw: it holds the program, its files, its random bytes and its output before anything was redacted.
//! [`Recording::write`] makes files that only their owner can read.

mod compare;
mod error;
mod file;
#[cfg(fuzzing)]
mod fuzz;

use std::{collections::BTreeSet, sync::Arc};

use serde_json::{Map, Value};

use crate::{
    sandbox::{
        Artifact, CapturedText, Ending, InputFile, InputLog, Inputs, Limits, Outcome, ReturnValue,
        SandboxJob,
    },
    utc::utc,
};
pub use compare::{Difference, ReplayReport};
pub use error::RecordingError;
#[cfg(fuzzing)]
pub use fuzz::ask_recording;

/// A run: what it was given, and what it gave.
#[derive(Debug, Clone)]
pub struct Recording {
    id: String,
    runtime: String,
    request: RecordedRequest,
    inputs: RecordedInputs,
    outcome: RecordedOutcome,
}

/// What was asked for.
#[derive(Debug, Clone)]
pub(crate) struct RecordedRequest {
    pub(crate) code: String,
    pub(crate) file_name: String,
    pub(crate) context: Map<String, Value>,
    pub(crate) files: Vec<InputFile>,
    pub(crate) limits: Limits,
    pub(crate) imported_modules: BTreeSet<String>,
    pub(crate) profile: Option<String>,
    /// The folder of the profile, whose name has a digest of what it was made of.
    pub(crate) profile_folder: Option<String>,
}

/// Where clocks and random bytes come from when it runs again.
#[derive(Debug, Clone)]
pub(crate) enum RecordedInputs {
    Log(Arc<InputLog>),
    Deterministic { seed: u64 },
}

/// What came out, before anything was redacted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RecordedOutcome {
    pub(crate) image: Option<String>,
    pub(crate) ending: Ending,
    pub(crate) stdout: CapturedText,
    pub(crate) stderr: CapturedText,
    pub(crate) value: Option<ReturnValue>,
    pub(crate) artifacts: Vec<Artifact>,
    pub(crate) dropped_artifacts: u32,
    pub(crate) fuel_used: Option<u64>,
}

impl Recording {
    /// The recording of a job that has run in `runtime`; `None` where the sandbox handed over no log: it ended before it
    /// could.
    pub(crate) fn of(
        id: &str,
        runtime: String,
        job: SandboxJob,
        outcome: &mut Outcome,
    ) -> Option<Self> {
        let inputs = match job.inputs {
            Inputs::Deterministic { seed } => RecordedInputs::Deterministic { seed },
            _ => RecordedInputs::Log(Arc::new(outcome.recorded.take()?)),
        };
        Some(Self {
            id: id.to_owned(),
            runtime,
            request: RecordedRequest {
                code: job.code,
                file_name: job.file_name,
                context: job.context,
                files: job.files,
                limits: job.limits,
                imported_modules: job.imported_modules,
                profile: job.profile,
                profile_folder: None,
            },
            inputs,
            outcome: RecordedOutcome::of(outcome),
        })
    }

    /// The execution that was recorded.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it ran in: [`Capabilities::runtime`](crate::sandbox::Capabilities::runtime) of the sandbox, which a replay
    /// needs again.
    #[must_use]
    pub fn runtime(&self) -> &str {
        &self.runtime
    }

    /// The program.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.request.code
    }

    /// What the program is called.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.request.file_name
    }

    /// What it could use.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.request.limits
    }

    /// The profile it ran in, if any; a replay needs it again, as it was.
    #[must_use]
    pub fn profile(&self) -> Option<&str> {
        self.request.profile.as_deref()
    }

    /// The name of the folder of the profile it ran in (`Profile::folder_name`),
    /// which changes with everything that the profile was made of. `None` without a profile, and where nobody said.
    #[must_use]
    pub fn profile_folder(&self) -> Option<&str> {
        self.request.profile_folder.as_deref()
    }

    /// The same recording, which says that its profile lay in the folder of this name.
    #[must_use]
    pub fn with_profile_folder(mut self, folder_name: impl Into<String>) -> Self {
        self.request.profile_folder = Some(folder_name.into());
        self
    }

    /// When it was recorded, in UTC: `2026-01-31T23:59:59Z`; `None` where its id does not begin with a time.
    #[must_use]
    pub fn recorded_at(&self) -> Option<String> {
        let id = uuid::Uuid::try_parse(&self.id).ok()?;
        let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
        let milliseconds = u64::from(nanoseconds / 1_000_000);
        Some(utc(seconds.checked_mul(1000)?.checked_add(milliseconds)?))
    }

    /// The seed of a deterministic run; `None` for one with the host's clock and random bytes.
    #[must_use]
    pub fn seed(&self) -> Option<u64> {
        match self.inputs {
            RecordedInputs::Deterministic { seed } => Some(seed),
            RecordedInputs::Log(_) => None,
        }
    }

    /// What the program was given; `None` for a deterministic run, which needs none.
    #[must_use]
    pub fn log(&self) -> Option<&InputLog> {
        match &self.inputs {
            RecordedInputs::Log(log) => Some(log),
            RecordedInputs::Deterministic { .. } => None,
        }
    }

    /// How the program ended.
    #[must_use]
    pub fn ending(&self) -> &Ending {
        &self.outcome.ending
    }

    /// Every part of the outcome by its name, with its SHA-256 in hexadecimal.
    #[must_use]
    pub fn digests(&self) -> Vec<(String, String)> {
        compare::digests(&self.outcome)
    }

    pub(crate) fn request(&self) -> &RecordedRequest {
        &self.request
    }

    pub(crate) fn outcome(&self) -> &RecordedOutcome {
        &self.outcome
    }

    /// The inputs for running it again.
    ///
    /// # Errors
    /// Where it cannot be run again byte for byte: the log is incomplete, or the program was stopped at a moment that
    /// nothing but the host's clock knows.
    pub(crate) fn inputs(&self) -> Result<Inputs, RecordingError> {
        let not_replayable = |reason: &'static str| Err(RecordingError::NotReplayable { reason });
        let ends_in_wait = self.log().is_some_and(InputLog::ends_in_wait);
        match self.outcome.ending {
            Ending::TimedOut if !ends_in_wait && self.seed().is_none() => {
                return not_replayable(
                    "the time limit ended the run while it worked, at a place that no replay finds again",
                );
            }
            Ending::Cancelled => return not_replayable("the run was cancelled"),
            _ => (),
        }
        match &self.inputs {
            RecordedInputs::Log(log) if !log.is_complete() => not_replayable(
                "it is incomplete: the run was given more than `max_recording_bytes`",
            ),
            RecordedInputs::Log(log) => Ok(Inputs::Replayed(Arc::clone(log))),
            RecordedInputs::Deterministic { seed } => Ok(Inputs::Deterministic { seed: *seed }),
        }
    }
}

impl RecordedOutcome {
    pub(crate) fn of(outcome: &Outcome) -> Self {
        let metadata = &outcome.metadata;
        Self {
            image: metadata
                .get("image")
                .and_then(Value::as_str)
                .map(str::to_owned),
            ending: outcome.ending.clone(),
            stdout: outcome.stdout.clone(),
            stderr: outcome.stderr.clone(),
            value: outcome.value.clone(),
            artifacts: outcome.artifacts.clone(),
            dropped_artifacts: outcome.dropped_artifacts,
            fuel_used: metadata.get("fuel_used").and_then(Value::as_u64),
        }
    }
}

#[cfg(test)]
mod tests;
