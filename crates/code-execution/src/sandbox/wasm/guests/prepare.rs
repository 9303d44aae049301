//! Making a guest ready for a turn: its files, its limits, its request.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    super::{
        door::{Door, DoorLimits},
        filesystem::{Errno, FileSystem, NodeChange, Quota},
        interpreter::LiveGuest,
        limiter::MemoryLimiter,
        memory::HOST_PAGE_BYTES,
        state::{BadState, PageTracker, StatePiece, StateSource, write_lines},
        wasi::{Capture, Descriptors, Guest, GuestInputs},
    },
    Guests, Line, LiveSession, Start,
};
use crate::sandbox::{
    InputFile, LastExpression, Limits, OutputStream, SandboxError, SandboxJob, wasm::failed,
};

/// Length of the memory, descriptors, and what the CPU clocks have counted.
type Head = (u64, Descriptors, u64);

const BAD_DESCRIPTORS: BadState = BadState("its descriptors cannot be read");

/// A guest that is being made of a state.
enum Revival {
    /// What it needs before it can be started.
    Gathering {
        /// What the turn brings.
        bringing: Option<Box<(SandboxJob, Line)>>,
        head: Option<Head>,
        nodes: Vec<NodeChange>,
    },
    /// Its memory is written.
    Writing(Option<LiveSession>),
}

impl Guests {
    /// A guest as the image has it.
    pub(super) fn guest(
        &self,
        start: &Start,
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
            .start(&start.image, guest)
            .map_err(|error| failed(&format!("{error:#}")))
    }

    /// A guest as a state has it, which comes batch after batch.
    pub(super) fn revived(
        &self,
        start: &Start,
        state: StateSource,
        job: SandboxJob,
        line: Line,
    ) -> Result<LiveSession, SandboxError> {
        let mut revival = Revival::Gathering {
            bringing: Some(Box::new((job, line))),
            head: None,
            nodes: Vec::new(),
        };
        for batch in state {
            let batch = batch.map_err(damaged)?;
            let mut rest = batch.as_slice();
            while !rest.is_empty() {
                let piece = StatePiece::take(&mut rest).map_err(damaged)?;
                if let Some(session) = self.take_piece(start, &mut revival, piece)? {
                    return Ok(session);
                }
            }
        }
        Err(damaged(BadState("it ended too soon")))
    }

    /// Takes a piece of the state; the guest, after the last.
    fn take_piece(
        &self,
        start: &Start,
        revival: &mut Revival,
        piece: StatePiece<'_>,
    ) -> Result<Option<LiveSession>, SandboxError> {
        if let Revival::Gathering {
            bringing,
            head,
            nodes,
        } = revival
        {
            match piece {
                StatePiece::Head {
                    memory_bytes,
                    descriptors,
                    cpu_ns,
                } => {
                    let descriptors =
                        postcard::from_bytes(descriptors).map_err(|_| damaged(BAD_DESCRIPTORS))?;
                    *head = Some((memory_bytes, descriptors, cpu_ns));
                    return Ok(None);
                }
                StatePiece::Nodes(more) => {
                    nodes.extend(more);
                    return Ok(None);
                }
                StatePiece::Pages(_) | StatePiece::End => (),
            }
            let (head, bringing) = head
                .take()
                .zip(bringing.take())
                .ok_or_else(|| damaged(BadState("it has no beginning")))?;
            let (job, line) = *bringing;
            *revival = Revival::Writing(Some(self.at_rest(start, head, nodes, job, line)?));
        }
        let Revival::Writing(session) = revival else {
            return Ok(None);
        };
        match (piece, session) {
            (StatePiece::Pages(pages), Some(session)) => {
                let memory = session.guest.memory_mut();
                for (number, lines, bytes) in pages.each().map_err(damaged)? {
                    let start = number as usize * HOST_PAGE_BYTES;
                    let page = memory
                        .get_mut(start..start + HOST_PAGE_BYTES)
                        .ok_or_else(|| damaged(BadState("a page lies outside its memory")))?;
                    write_lines(page, lines, bytes);
                    session.pages.learn(number, page);
                }
                Ok(None)
            }
            (StatePiece::End, session) => {
                if let Some(LiveSession { guest, pages }) = session {
                    pages.start_from(guest.memory(), start.image.watch());
                }
                Ok(session.take())
            }
            _ => Err(damaged(BadState("its parts are out of order"))),
        }
    }

    /// A guest with the files and descriptors of a state, and the memory of its image.
    fn at_rest(
        &self,
        start: &Start,
        (memory_bytes, descriptors, cpu_ns): Head,
        nodes: &[NodeChange],
        job: SandboxJob,
        line: Line,
    ) -> Result<LiveSession, SandboxError> {
        if !descriptors.is_bounded() {
            return Err(damaged(BAD_DESCRIPTORS));
        }
        let mut inputs = GuestInputs::live(cpu_ns);
        let files = FileSystem::at_rest(
            Arc::clone(&start.files),
            quota(&job.limits),
            inputs.now_ns(),
            nodes,
            descriptors.open_nodes(),
        )
        .map_err(|error| failed(&error.to_string()))?;
        let guest = new_guest(files, descriptors, inputs, job, line)?;
        check_memory(&guest, memory_bytes)?;
        let live = self
            .interpreter
            .start(&start.image, guest)
            .and_then(|mut live| {
                live.grow_to(memory_bytes)?;
                Ok(live)
            })
            .map_err(|error| failed(&format!("{error:#}")))?;
        Ok(LiveSession {
            guest: live,
            pages: PageTracker::new(),
        })
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

fn damaged(reason: BadState) -> SandboxError {
    failed(&reason.to_string())
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
    let last_expression = match job.last_expression {
        LastExpression::Unknown => Value::Null,
        LastExpression::Absent => (-1).into(),
        LastExpression::At(characters) => characters.into(),
    };
    let request = json!({
        "code": job.code,
        "last_expression": last_expression,
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
