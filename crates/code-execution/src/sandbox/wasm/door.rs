//! The door: the one function beside WASI that a guest can call, and what comes through it.
//!
//! The guest's runner asks for its request and hands back artifacts and a report. The guest's other code can call the
//! door as well, so every frame is a hostile byte string: bounded, counted, and believed only as far as a result of
//! that guest goes.
//!
//! A frame of the runner is one line of JSON, `{"op": ...}`, a line feed, and a payload. A frame that begins otherwise, with
//! `{"v":`, is a call of a host function, and goes on to [`HostCalls`](super::host_calls::HostCalls).

use serde::Deserialize;
use wasmtime::{Caller, Linker};

use super::wasi::Guest;

/// The most frames in one execution.
const MAX_FRAMES: u32 = 10_000;
/// The longest first line of a frame, in bytes.
const MAX_HEADER_BYTES: usize = 4096;
/// The longest report, in bytes, beside what the caller allows for output.
const MAX_REPORT_BYTES: usize = 1 << 20;
/// Texts in a report that may each be as long as what the caller allows for output: value and its `repr`, or message
/// and traceback, four bytes for a character.
const MAX_REPORT_TEXTS: usize = 2 * 4;
/// What the guest reads as "no host answers".
const NO_HOST: i32 = -1;
/// What the guest reads as "the host faulted".
const FAULT: i32 = -2;
/// How the frames of the runtime's module `host.tools` begin.
const HOST_CALL: &[u8] = b"{\"v\":";

/// A picture or a table that the guest handed over.
#[derive(Debug)]
pub(crate) struct ArtifactFrame {
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) bytes: Vec<u8>,
}

/// How much may come through.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_field_names, reason = "each is a maximum")]
pub(crate) struct DoorLimits {
    pub(crate) max_artifacts: usize,
    pub(crate) max_artifact_bytes: usize,
    pub(crate) max_output_bytes: usize,
}

/// One execution's side of the door.
#[derive(Debug)]
pub(crate) struct Door {
    request: Option<Vec<u8>>,
    limits: DoorLimits,
    frames: u32,
    pub(crate) artifacts: Vec<ArtifactFrame>,
    artifact_bytes: usize,
    pub(crate) dropped_artifacts: u32,
    pub(crate) report: Option<Vec<u8>>,
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum Header {
    Start,
    Artifact { name: String, media_type: String },
    Report,
}

impl Door {
    /// A door that answers the first `start` with `request`.
    pub(crate) fn new(request: Vec<u8>, limits: DoorLimits) -> Self {
        Self {
            request: Some(request),
            limits,
            frames: 0,
            artifacts: Vec::new(),
            artifact_bytes: 0,
            dropped_artifacts: 0,
            report: None,
        }
    }

    /// What may come through.
    pub(crate) fn limits(&self) -> DoorLimits {
        self.limits
    }

    /// Takes a frame; `None` where it is malformed or over a limit.
    fn take(&mut self, frame: &[u8]) -> Option<Vec<u8>> {
        self.frames = self.frames.saturating_add(1);
        if self.frames > MAX_FRAMES {
            return None;
        }
        let header_end = frame
            .iter()
            .take(MAX_HEADER_BYTES)
            .position(|byte| *byte == b'\n')?;
        let (header, payload) = frame.split_at_checked(header_end)?;
        let payload = payload.get(1..)?;
        match serde_json::from_slice(header).ok()? {
            Header::Start => return self.request.take(),
            Header::Artifact { name, media_type } => self.take_artifact(name, media_type, payload),
            Header::Report => {
                let texts_bytes = self
                    .limits
                    .max_output_bytes
                    .saturating_mul(MAX_REPORT_TEXTS);
                let max_bytes = texts_bytes.saturating_add(MAX_REPORT_BYTES);
                if payload.len() > max_bytes {
                    return None;
                }
                self.report = Some(payload.to_vec());
            }
        }
        Some(b"{}".to_vec())
    }

    fn take_artifact(&mut self, name: String, media_type: String, bytes: &[u8]) {
        let total = self.artifact_bytes.saturating_add(bytes.len());
        let over = self.artifacts.len() >= self.limits.max_artifacts
            || total > self.limits.max_artifact_bytes;
        if over || !is_plain(&name) || !is_plain(&media_type.replacen('/', "", 1)) {
            self.dropped_artifacts += 1;
            return;
        }
        self.artifact_bytes = total;
        self.artifacts.push(ArtifactFrame {
            name,
            media_type,
            bytes: bytes.to_vec(),
        });
    }
}

/// Whether a name is a plain file name: short, of ASCII letters, digits, `.`, `-`, `_` and `+`, not starting with `.`.
fn is_plain(name: &str) -> bool {
    let allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    !name.is_empty() && name.len() <= 100 && !name.starts_with('.') && name.bytes().all(allowed)
}

/// Defines `host::call(frame, len, answer_out, answer_len_out) -> 0 | -1 | -2`.
///
/// # Errors
/// When the name is defined twice.
pub(crate) fn add_to_linker(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    linker.func_wrap(
        "host",
        "call",
        |caller: Caller<'_, Guest>, frame: i32, len: i32, out: i32, len_out: i32| {
            call(caller, [frame, len, out, len_out].map(i32::cast_unsigned))
        },
    )?;
    Ok(())
}

fn call(
    mut caller: Caller<'_, Guest>,
    [frame, len, out, len_out]: [u32; 4],
) -> wasmtime::Result<i32> {
    let Some(memory) = caller.data().memory else {
        return Ok(FAULT);
    };
    let (bytes, guest) = memory.data_and_store_mut(&mut caller);
    let start = frame as usize;
    let Some(frame) = bytes.get(start..start.saturating_add(len as usize)) else {
        return Ok(FAULT);
    };
    let answer = if frame.starts_with(HOST_CALL) {
        let call = || match &mut guest.host_calls {
            Some(host_calls) => host_calls.call(frame, &guest.stop).map(Some),
            None => Ok(None),
        };
        let answer = guest.inputs.host_answer(frame, call);
        match answer.map_err(wasmtime::Error::new)? {
            Some(answer) => Some(answer),
            None => return Ok(NO_HOST),
        }
    } else {
        guest.door.take(frame)
    };
    let Some(answer) = answer else {
        return Ok(FAULT);
    };
    let Ok(answer_len) = i32::try_from(answer.len()) else {
        return Ok(FAULT);
    };
    let Some(allocate) = caller
        .get_export("host_alloc")
        .and_then(wasmtime::Extern::into_func)
    else {
        return Ok(FAULT);
    };
    let address = allocate
        .typed::<i32, i32>(&caller)?
        .call(&mut caller, answer_len)?;
    if address == 0 {
        return Ok(FAULT);
    }
    let writes = [
        (address.cast_unsigned(), answer.as_slice()),
        (out, &address.to_le_bytes()),
        (len_out, &answer_len.to_le_bytes()),
    ];
    for (at, bytes) in writes {
        if memory.write(&mut caller, at as usize, bytes).is_err() {
            return Ok(FAULT);
        }
    }
    Ok(0)
}
