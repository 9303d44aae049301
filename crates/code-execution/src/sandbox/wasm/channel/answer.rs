//! From the worker to the host, which believes none of it further than a result of that worker's guest goes.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{super::failed, FrameError, FrameLimits};
use crate::{
    process::worker::WallsReport,
    sandbox::{
        Artifact, CapturedText, Ending, InputLog, Limits, Outcome, OutputStream, ReturnValue,
        SandboxError,
    },
};

/// The headers of frames from a worker.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum FromWorker {
    /// Everything is loaded and the walls stand as told; the first frame.
    Ready { walls: WallsReport },
    /// The payload was printed.
    Output { stream: OutputStream },
    /// The guest calls a function of the host, with the payload.
    HostCall,
    /// The program has ended; the payload holds the artifacts' bytes.
    Outcome(Box<OutcomeHeader>),
    /// No guest could be made for it.
    Failed(WireError),
    /// The session's guest does not live there.
    StateMissing,
    /// A batch of what the turn changed is in the payload; the last one says so.
    State,
    /// The new state could not be told.
    StateLost { reason: String },
}

/// An outcome without the bytes of its artifacts.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct OutcomeHeader {
    ending: Ending,
    stdout: CapturedText,
    stderr: CapturedText,
    value: Option<ReturnValue>,
    artifacts: Vec<ArtifactHeader>,
    dropped_artifacts: u32,
    memory_used_bytes: u64,
    is_at_rest: bool,
    execution_time_ns: u64,
    recorded: Option<LogHeader>,
    unread_input_bytes: u64,
    metadata: Map<String, Value>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ArtifactHeader {
    name: String,
    media_type: String,
    bytes: u64,
}

/// A log of inputs without its bytes, which follow those of the artifacts.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LogHeader {
    bytes: u64,
    is_complete: bool,
    ends_in_wait: bool,
}

impl LogHeader {
    pub(super) fn of(log: &InputLog) -> Self {
        Self {
            bytes: log.bytes.len() as u64,
            is_complete: log.is_complete,
            ends_in_wait: log.ends_in_wait,
        }
    }

    /// Takes the log's bytes from the beginning of `rest`.
    pub(super) fn into_log(self, rest: &mut &[u8]) -> Result<InputLog, FrameError> {
        let bytes = usize::try_from(self.bytes)
            .ok()
            .and_then(|len| rest.split_off(..len))
            .ok_or(FrameError::Malformed(None))?;
        Ok(InputLog {
            bytes: bytes.to_vec(),
            is_complete: self.is_complete,
            ends_in_wait: self.ends_in_wait,
        })
    }
}

/// Bytes in JSON for one byte of text, at most: `\u0000`.
const MAX_ESCAPED_BYTES: u64 = 6;
/// Bytes of a character, at most: the guest counts some texts in characters.
const MAX_CHARACTER_BYTES: u64 = 4;
/// Texts of an outcome that may each be as long as the output limit.
const TEXTS: u64 = 8;
/// What an outcome says beside.
const HEADER_BYTES: u64 = 1 << 20;
/// A batch of a state's pages.
const BATCH_BYTES: u64 = 4 << 20;

/// How long the frames of a worker may be that runs a program with `limits`.
pub(crate) fn frame_limits(limits: &Limits) -> FrameLimits {
    let text_bytes = (limits.max_output_bytes as u64)
        .saturating_mul(MAX_ESCAPED_BYTES * MAX_CHARACTER_BYTES * TEXTS);
    // A batch is longer than its pages only where one file is.
    let batch_bytes = limits.max_file_bytes.saturating_add(BATCH_BYTES);
    FrameLimits {
        max_header_bytes: text_bytes.saturating_add(HEADER_BYTES),
        max_payload_bytes: batch_bytes
            .max((limits.max_artifact_bytes as u64).saturating_add(limits.max_recording_bytes)),
    }
}

impl OutcomeHeader {
    /// The header of an outcome, and the payload's pieces.
    pub(crate) fn of(outcome: Outcome) -> (Self, Vec<Vec<u8>>) {
        let mut pieces = Vec::with_capacity(outcome.artifacts.len());
        let mut artifacts = Vec::with_capacity(outcome.artifacts.len());
        for artifact in outcome.artifacts {
            artifacts.push(ArtifactHeader {
                name: artifact.name,
                media_type: artifact.media_type,
                bytes: artifact.bytes.len() as u64,
            });
            pieces.push(artifact.bytes);
        }
        let recorded = outcome.recorded.as_ref().map(LogHeader::of);
        pieces.extend(outcome.recorded.map(|log| log.bytes));
        let header = Self {
            recorded,
            unread_input_bytes: outcome.unread_input_bytes,
            ending: outcome.ending,
            stdout: outcome.stdout,
            stderr: outcome.stderr,
            value: outcome.value,
            artifacts,
            dropped_artifacts: outcome.dropped_artifacts,
            memory_used_bytes: outcome.memory_used_bytes,
            is_at_rest: outcome.is_at_rest,
            execution_time_ns: u64::try_from(outcome.execution_time.as_nanos()).unwrap_or(u64::MAX),
            metadata: outcome.metadata,
        };
        (header, pieces)
    }

    /// The outcome that header and payload make, held to `limits` once more.
    ///
    /// # Errors
    /// Where the payload is not what the header says.
    pub(crate) fn into_outcome(
        self,
        payload: &[u8],
        limits: &Limits,
    ) -> Result<Outcome, FrameError> {
        let mut rest = payload;
        let mut dropped_artifacts = self.dropped_artifacts;
        let mut artifacts = Vec::new();
        for artifact in self.artifacts {
            let bytes = usize::try_from(artifact.bytes)
                .ok()
                .and_then(|len| rest.split_off(..len))
                .ok_or(FrameError::Malformed(None))?;
            if artifacts.len() >= limits.max_artifacts || !is_relative(&artifact.name) {
                dropped_artifacts = dropped_artifacts.saturating_add(1);
                continue;
            }
            artifacts.push(Artifact {
                name: artifact.name,
                media_type: artifact.media_type,
                bytes: bytes.to_vec(),
            });
        }
        let recorded = self.recorded.map(|log| log.into_log(&mut rest));
        let recorded = recorded
            .transpose()?
            .filter(|log| log.bytes.len() as u64 <= limits.max_recording_bytes);
        Ok(Outcome {
            recorded,
            unread_input_bytes: self.unread_input_bytes,
            ending: self.ending,
            stdout: held_to(self.stdout, limits.max_output_bytes),
            stderr: held_to(self.stderr, limits.max_output_bytes),
            value: self.value,
            artifacts,
            dropped_artifacts,
            memory_used_bytes: self.memory_used_bytes,
            is_at_rest: self.is_at_rest,
            execution_time: Duration::from_nanos(self.execution_time_ns),
            host_calls: Vec::new(),
            metadata: self.metadata,
        })
    }
}

/// Text that is no longer than three bytes for each allowed one, as replacing what is not UTF-8 may make it.
fn held_to(mut captured: CapturedText, max_bytes: usize) -> CapturedText {
    let max_bytes = max_bytes.saturating_mul(3);
    if captured.text.len() > max_bytes {
        let end = captured.text.floor_char_boundary(max_bytes);
        captured.text.truncate(end);
    }
    captured
}

/// Whether a name is a path below the working folder.
pub(super) fn is_relative(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(['\\', '\0'])
        && name
            .split('/')
            .all(|component| !matches!(component, "" | "." | ".."))
}

/// Why no guest could be made, on the wire.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub(crate) enum WireError {
    InputFile { name: String, reason: String },
    MemoryLimitTooLow { limit_mb: u64, needed_mb: u64 },
    Backend { reason: String },
}

impl From<SandboxError> for WireError {
    fn from(error: SandboxError) -> Self {
        match error {
            SandboxError::InputFile { name, reason } => Self::InputFile { name, reason },
            SandboxError::MemoryLimitTooLow {
                limit_mb,
                needed_mb,
            } => Self::MemoryLimitTooLow {
                limit_mb,
                needed_mb,
            },
            SandboxError::Backend { reason, .. } => Self::Backend { reason },
            error => Self::Backend {
                reason: error.to_string(),
            },
        }
    }
}

impl From<WireError> for SandboxError {
    fn from(error: WireError) -> Self {
        match error {
            WireError::InputFile { name, reason } => Self::InputFile { name, reason },
            WireError::MemoryLimitTooLow {
                limit_mb,
                needed_mb,
            } => Self::MemoryLimitTooLow {
                limit_mb,
                needed_mb,
            },
            WireError::Backend { reason } => failed(&reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(artifacts: &[(&str, u64)]) -> OutcomeHeader {
        let (mut header, _) =
            OutcomeHeader::of(Outcome::stopped(Ending::Completed, Duration::ZERO));
        header.artifacts = artifacts
            .iter()
            .map(|&(name, bytes)| ArtifactHeader {
                name: name.to_owned(),
                media_type: "text/plain".to_owned(),
                bytes,
            })
            .collect();
        header
    }

    #[test]
    fn artifacts_with_a_name_outside_are_dropped() {
        let names = [
            "ok/a.txt", "../up", "/root", "a//b", "", "a/./b", "a\\b", "n\0",
        ];
        let artifacts: Vec<_> = names.iter().map(|name| (*name, 1)).collect();
        let outcome = header(&artifacts)
            .into_outcome(b"12345678", &Limits::default())
            .unwrap();
        assert_eq!(outcome.artifacts.len(), 1);
        assert_eq!(outcome.artifacts[0].bytes, b"1");
        assert_eq!(outcome.dropped_artifacts, 7);
    }

    #[test]
    fn a_payload_that_is_too_short_is_refused() {
        for artifacts in [&[("a", 3)][..], &[("a", u64::MAX)], &[("a", 1), ("b", 2)]] {
            let outcome = header(artifacts).into_outcome(b"12", &Limits::default());
            assert!(outcome.is_err(), "{artifacts:?}");
        }
    }
}
