//! Making a guest ready for a turn: its files, its limits, its request.

use std::sync::Arc;

use serde_json::json;

use super::{
    super::{
        door::{Door, DoorLimits},
        filesystem::{Errno, FileSystem, Quota},
        interpreter::LiveGuest,
        limiter::MemoryLimiter,
        memory::{HOST_PAGE_BYTES, Preparation},
        state::{PageTracker, StateChange},
        wasi::{Capture, Descriptors, Guest, GuestInputs},
    },
    Guests, Line, LiveSession, Start,
};
use crate::sandbox::{InputFile, Limits, OutputStream, SandboxError, SandboxJob, wasm::failed};

impl Guests {
    /// A guest as the image has it.
    pub(super) fn guest(
        &self,
        start: &Start,
        preparation: Preparation,
        mut job: SandboxJob,
        line: Line,
    ) -> Result<LiveGuest, SandboxError> {
        let inputs = std::mem::take(&mut job.inputs);
        let mut inputs = GuestInputs::of(inputs, &job.limits, self.interpreter.fuel());
        let base = Arc::clone(&start.files);
        let files = FileSystem::new(base, quota(&job.limits), inputs.now_ns());
        let descriptors = Descriptors::new(&files);
        let guest = new_guest(files, descriptors, inputs, job, line)?;
        check_memory(&guest, start.image.mapped_bytes() as u64)?;
        self.interpreter
            .start(&start.image, preparation, guest)
            .map_err(|error| failed(&format!("{error:#}")))
    }

    /// A guest as `state` has it.
    pub(super) fn revived(
        &self,
        start: &Start,
        state: &StateChange,
        job: SandboxJob,
        line: Line,
    ) -> Result<LiveSession, SandboxError> {
        let mut inputs = GuestInputs::live(state.cpu_ns);
        let damaged = |_| failed("the session's descriptors are damaged");
        let descriptors: Descriptors = postcard::from_bytes(&state.descriptors).map_err(damaged)?;
        if !descriptors.is_bounded() {
            return Err(failed("the session's descriptors are damaged"));
        }
        let files = FileSystem::at_rest(
            Arc::clone(&start.files),
            quota(&job.limits),
            inputs.now_ns(),
            &state.nodes,
            descriptors.open_nodes(),
        )
        .map_err(|error| failed(&error.to_string()))?;
        let guest = new_guest(files, descriptors, inputs, job, line)?;
        check_memory(&guest, state.memory_bytes)?;
        let mut live = self
            .interpreter
            .start(&start.image, Preparation::Lazy, guest)
            .and_then(|mut live| {
                live.grow_to(state.memory_bytes)?;
                Ok(live)
            })
            .map_err(|error| failed(&format!("{error:#}")))?;
        let mut pages = PageTracker::new();
        let memory = live.memory_mut();
        let contents = state.page_bytes.chunks_exact(HOST_PAGE_BYTES);
        for (&number, content) in state.page_numbers.iter().zip(contents) {
            let start = number as usize * HOST_PAGE_BYTES;
            let target = memory
                .get_mut(start..start + HOST_PAGE_BYTES)
                .ok_or_else(|| failed("a page of the session lies outside its memory"))?;
            target.copy_from_slice(content);
            pages.learn(number, content);
        }
        Ok(LiveSession { guest: live, pages })
    }

    /// A session's living guest with what the next turn brings.
    pub(super) fn prepared_again(
        &self,
        mut session: LiveSession,
        job: SandboxJob,
        line: Line,
    ) -> Result<LiveSession, SandboxError> {
        let memory_bytes = session.guest.memory().len() as u64;
        let guest = session.guest.guest_mut();
        let memory = guest.memory;
        let inputs = GuestInputs::live(guest.inputs.cpu_ns());
        let placeholder = FileSystem::new(self.interpreter.base(), quota(&job.limits), 0);
        let mut files = std::mem::replace(&mut guest.files, placeholder);
        files.set_quota(quota(&job.limits));
        let descriptors = guest.descriptors.clone();
        *guest = new_guest(files, descriptors, inputs, job, line)?;
        guest.memory = memory;
        check_memory(guest, memory_bytes)?;
        guest.limiter.start_with(memory_bytes);
        Ok(session)
    }
}

fn quota(limits: &Limits) -> Quota {
    Quota {
        max_bytes: limits.max_file_bytes,
        max_names: limits.max_files,
    }
}

/// What a guest has at the start of a turn.
fn new_guest(
    mut files: FileSystem,
    descriptors: Descriptors,
    mut inputs: GuestInputs,
    job: SandboxJob,
    line: Line,
) -> Result<Guest, SandboxError> {
    let limits = &job.limits;
    files.forget_outputs();
    let now_ns = inputs.now_ns();
    for file in job.files {
        add_file(&mut files, file, job.keeps_state, now_ns)?;
    }
    let request = json!({
        "code": job.code,
        "file_name": job.file_name,
        "context": job.context,
        "max_repr_characters": limits.max_output_bytes,
        "keeps_state": job.keeps_state,
    });
    let door = DoorLimits {
        max_artifacts: limits.max_artifacts,
        max_artifact_bytes: limits.max_artifact_bytes,
        max_output_bytes: limits.max_output_bytes,
    };
    let mut limiter = MemoryLimiter::new(limits.max_memory_mb << 20);
    limiter.set_host_bytes(files.used_bytes());
    let Line {
        stop,
        output,
        host_calls,
    } = line;
    let capture = |stream| match &output {
        None => Capture::new(limits.max_output_bytes),
        Some(sink) => Capture::streaming(limits.max_output_bytes, stream, sink.clone()),
    };
    Ok(Guest {
        memory: None,
        stdout: capture(OutputStream::Stdout),
        stderr: capture(OutputStream::Stderr),
        files,
        descriptors,
        inputs,
        stop,
        door: Door::new(request.to_string().into_bytes(), door),
        limiter,
        max_fuel: limits.max_fuel.unwrap_or(u64::MAX),
        host_calls,
    })
}

fn add_file(
    files: &mut FileSystem,
    file: InputFile,
    replaces: bool,
    now_ns: u64,
) -> Result<(), SandboxError> {
    files
        .add_input(&file.name, file.bytes, replaces, now_ns)
        .map_err(|errno| SandboxError::InputFile {
            name: file.name,
            reason: match errno {
                Errno::NoSpace => "it is over the quota for files",
                Errno::Exists | Errno::IsDirectory => "another file has its name",
                _ => "its name is not a relative path without `.` and `..`",
            }
            .to_owned(),
        })
}

fn check_memory(guest: &Guest, memory_bytes: u64) -> Result<(), SandboxError> {
    let needed_bytes = memory_bytes.saturating_add(guest.files.used_bytes());
    let limit_bytes = guest.limiter.max_bytes();
    if limit_bytes < needed_bytes {
        return Err(SandboxError::MemoryLimitTooLow {
            limit_mb: limit_bytes >> 20,
            needed_mb: (needed_bytes >> 20) + 1,
        });
    }
    Ok(())
}
