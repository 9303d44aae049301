//! One guest that a profile is made with.

use std::{path::PathBuf, sync::Arc, thread, time::Duration};

use serde_json::{Value, json};

use super::{
    super::{
        door::{Door, DoorLimits},
        engine,
        filesystem::{BaseTree, FileSystem, Quota},
        interpreter::{Ending as TurnEnding, Interpreter, TurnEnd},
        limiter::MemoryLimiter,
        memory::Image,
        report,
        wasi::{Capture, Descriptors, Guest, GuestInputs, Stop, StopSignal},
    },
    tree,
};
use crate::{
    runtime::{Job, Pack, RuntimeError},
    sandbox::{Ending, ReturnValue},
};

/// The longest that a program for a profile may run.
const TIMEOUT: Duration = Duration::from_mins(2);
/// The most memory of a program for a profile, with its files: 1 GiB.
const MEMORY_BYTES: u64 = 1 << 30;
/// The most bytes of what it prints, of its value and of its traceback, each.
const OUTPUT_BYTES: usize = 4 << 20;
/// The most bytes of a traceback in an error.
const MAX_FAILURE_BYTES: usize = 8 << 10;
/// How often a stop of the installation is looked for.
const LOOK: Duration = Duration::from_millis(20);

/// What a program for a profile runs over: the pack's interpreter, and the files of the profile.
#[derive(Debug)]
pub(super) struct Workshop {
    interpreter: Interpreter,
    files: Arc<BaseTree>,
}

/// A program for a profile.
#[derive(Debug)]
pub(super) struct Program<'a> {
    /// What the interpreter is handed; asks for `code` through the runner.
    pub(super) turn: &'a str,
    /// The program that the runner runs.
    pub(super) code: &'a str,
    /// What it is called in tracebacks.
    pub(super) file_name: &'a str,
    /// What it sees as `context`.
    pub(super) context: Value,
}

/// How a program ended.
#[derive(Debug)]
pub(super) struct End {
    /// How its code ended, in words; `None` where it ran to its end.
    pub(super) failure: Option<String>,
    /// The value of its last expression.
    pub(super) value: Option<ReturnValue>,
    /// Files that it left open.
    pub(super) open_files: usize,
    /// The files that it made in its working folder.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

impl Workshop {
    /// Loads the pack's interpreter, with the files of a profile's `archives`.
    pub(super) fn open(pack: &Pack, archives: &[PathBuf]) -> Result<Self, RuntimeError> {
        let interpreter = Interpreter::of(pack).map_err(|error| RuntimeError::Build {
            reason: format!("{error:#}"),
        })?;
        let files = Arc::new(tree(&interpreter.base(), archives)?);
        Ok(Self { interpreter, files })
    }

    /// Runs `program` in a guest of `image`, on a thread of its own, and shows `inspect` the memory that it leaves.
    ///
    /// # Errors
    /// When no guest can be started, or `job` is cancelled.
    pub(super) fn run(
        &self,
        image: &Arc<Image>,
        program: &Program<'_>,
        job: &Job<'_>,
        inspect: impl FnOnce(&[u8]) + Send,
    ) -> Result<End, RuntimeError> {
        let stop = Arc::new(StopSignal::after(TIMEOUT));
        let guest = self.guest(program, Arc::clone(&stop));
        let end = thread::scope(|scope| {
            let running = thread::Builder::new()
                .name("ringfence-profile".to_owned())
                .stack_size(engine::GUEST_THREAD_STACK_BYTES)
                .spawn_scoped(scope, || {
                    self.interpreter.run(image, guest, program.turn, inspect)
                })
                .map_err(broken)?;
            while !running.is_finished() {
                thread::sleep(LOOK);
                if job.check().is_err() {
                    stop.cancel();
                }
            }
            running
                .join()
                .map_err(|_| broken("a guest's thread panicked"))?
                .map_err(broken)
        })?;
        job.check()?;
        Ok(ended(end))
    }

    fn guest(&self, program: &Program<'_>, stop: Arc<StopSignal>) -> Guest {
        let mut inputs = GuestInputs::for_images();
        let quota = Quota {
            max_bytes: 64 << 20,
            max_names: 4096,
        };
        let files = FileSystem::new(Arc::clone(&self.files), quota, inputs.now_ns());
        let request = json!({
            "code": program.code,
            "file_name": program.file_name,
            "context": program.context,
            "max_repr_characters": OUTPUT_BYTES,
            "keeps_state": false,
        });
        let door = DoorLimits {
            max_artifacts: 0,
            max_artifact_bytes: 0,
            max_output_bytes: OUTPUT_BYTES,
        };
        Guest {
            memory: None,
            descriptors: Descriptors::new(&files),
            files,
            stdout: Capture::new(OUTPUT_BYTES),
            stderr: Capture::new(OUTPUT_BYTES),
            inputs,
            stop,
            door: Door::new(request.to_string().into_bytes(), door),
            limiter: MemoryLimiter::new(MEMORY_BYTES),
            max_fuel: u64::MAX,
            host_calls: None,
        }
    }
}

/// The end of a guest's text: what says most of a traceback. At most `max_bytes`.
pub(super) fn end_of(text: &str, max_bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(max_bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or_default()
}

fn ended(end: TurnEnd) -> End {
    let TurnEnd { ending, guest } = end;
    let open_files = guest.descriptors.opened_by_guest();
    let files = guest.files.changed_files().into_iter();
    let files = files
        .map(|(name, content)| (name, content.to_vec()))
        .collect();
    let ran_out = guest.limiter.was_refused();
    let (failure, value) = match ending {
        TurnEnding::Returned(_) => match guest.door.report.as_deref().and_then(report::read) {
            Some((Ending::Completed, value)) => (None, value),
            Some((Ending::Raised(error), _)) => {
                let traceback = end_of(error.traceback.trim_end(), MAX_FAILURE_BYTES);
                (Some(traceback.to_owned()), None)
            }
            Some((other, _)) => (Some(format!("it ended with {other:?}")), None),
            None => (Some("it ended without a report".to_owned()), None),
        },
        TurnEnding::Stopped(Stop::Timeout) => (
            Some(format!("it ran longer than {} s", TIMEOUT.as_secs())),
            None,
        ),
        TurnEnding::Stopped(Stop::Cancelled | Stop::Diverged) => {
            (Some("it was stopped".to_owned()), None)
        }
        TurnEnding::Stopped(Stop::Exit(status)) => (
            Some(format!("it ended the interpreter with status {status}")),
            None,
        ),
        TurnEnding::Trapped { .. } if ran_out => (
            Some(format!("it needs more than {} MB", MEMORY_BYTES >> 20)),
            None,
        ),
        TurnEnding::Trapped { message, .. } => {
            (Some(format!("the interpreter broke: {message}")), None)
        }
    };
    End {
        failure,
        value,
        open_files,
        files,
    }
}

pub(super) fn broken(error: impl std::fmt::Display) -> RuntimeError {
    RuntimeError::Build {
        reason: error.to_string(),
    }
}
