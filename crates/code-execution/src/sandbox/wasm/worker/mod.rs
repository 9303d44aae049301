//! The worker: a process of its own that runs guests for its host.

mod guest_thread;
mod host_calls;
mod inbox;
mod speaker;

use std::{ffi::OsString, io, path::PathBuf, process::ExitCode, sync::Arc};

use super::guests::Guests;
use crate::{
    process::worker::{Worker, WorkerLimits},
    runtime::{Pack, profile::Profile},
};
use guest_thread::GuestThread;
use inbox::Inbox;
use speaker::Speaker;

/// Private writable memory of a worker: a multiple of what its guests may use, for one that has broken out.
const MAX_WRITABLE_BYTES: u64 = 16 << 30;

/// The program that workers run, and its arguments: one whose `main` calls [`worker_main`] with the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerProgram {
    /// The executable.
    pub path: PathBuf,
    /// Arguments before the pack's folder.
    pub arguments: Vec<OsString>,
}

impl WorkerProgram {
    /// This process's own executable, called with `argument`, by which its `main` knows to call [`worker_main`].
    ///
    /// # Errors
    /// When the system does not tell where the executable is.
    pub fn this_executable(argument: impl Into<OsString>) -> io::Result<Self> {
        Ok(Self {
            path: std::env::current_exe()?,
            arguments: vec![argument.into()],
        })
    }

    pub(super) fn arguments_for(&self, pack: &Pack, profiles: &[Profile]) -> Vec<OsString> {
        let mut arguments = self.arguments.clone();
        arguments.push(pack.folder().as_os_str().to_owned());
        for profile in profiles {
            arguments.push(profile.name().into());
            arguments.push(profile.folder().as_os_str().to_owned());
        }
        arguments
    }
}

/// What a worker's `main` does: raises the walls, loads the pack and the profiles that the arguments name, and runs guests
/// until the host ends.
///
/// The arguments are those after [`WorkerProgram::arguments`]: the pack's folder, then name and folder of each profile.
///
/// To be called first in `main`, before there is a second thread, in a process that
/// [`WasmSandboxBuilder::workers`](super::WasmSandboxBuilder::workers) started. It never returns to run anything else:
/// its answer is the process's exit status.
#[must_use]
pub fn worker_main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    match serve(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the worker ended");
            ExitCode::FAILURE
        }
    }
}

fn serve(mut arguments: impl Iterator<Item = OsString>) -> io::Result<()> {
    let worker = Worker::enter()?;
    let pack_folder = arguments.next();
    let pack_folder = pack_folder.ok_or_else(|| io::Error::other("no pack is named"))?;
    let pack = Pack::in_folder(pack_folder.into());
    let mut profiles = Vec::new();
    while let (Some(name), Some(folder)) = (arguments.next(), arguments.next()) {
        let name = name.to_string_lossy().into_owned();
        profiles.push(Profile::in_folder(name, folder.into()));
    }
    let guests = Guests::open(&pack, &profiles).map_err(io::Error::other)?;
    let limits = WorkerLimits {
        writable_memory_bytes: Some(MAX_WRITABLE_BYTES),
        ..WorkerLimits::default()
    };
    let (channel, walls) = worker.lock_down(&limits)?;
    let channel = Arc::new(channel);
    let guest_thread = GuestThread {
        guests,
        inbox: Arc::new(Inbox::new(Arc::clone(&channel))),
        speaker: Speaker::new(channel),
    };
    let ended = guest_thread.start(walls)?.join();
    ended.unwrap_or_else(|_| Err(io::Error::other("the guests' thread panicked")))
}
