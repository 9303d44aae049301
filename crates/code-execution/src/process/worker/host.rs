//! The host's side: start a worker, end it for certain.

use std::{
    ffi::OsString,
    io,
    net::Shutdown,
    os::{
        fd::OwnedFd,
        unix::{net::UnixStream, process::ExitStatusExt},
    },
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process_group};

/// How long a worker and its guard may take to end after the channel was hung up, before the kernel is asked to end them.
const GRACE: Duration = Duration::from_secs(2);
/// How often an ending worker is looked at.
const LOOK: Duration = Duration::from_micros(500);
/// The guard tells a worker's signal as an exit code above this one, as shells do.
const SIGNAL_CODES_FROM: i32 = 128;

/// A worker and its guard, as the host sees them. Dropping it kills both.
#[derive(Debug)]
pub struct WorkerProcess {
    child: Child,
    channel: UnixStream,
    ended: Option<WorkerEnd>,
}

/// How a worker ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerEnd {
    /// By itself, with this exit code.
    Exited(i32),
    /// By this signal: 9 when it was killed, 31 (`SIGSYS`) when it made a system call that no worker ever needs.
    Killed(i32),
}

impl WorkerProcess {
    /// Starts `program`, whose `main` must call [`Worker::enter`](super::Worker::enter) first.
    ///
    /// It gets `arguments`, no environment, the folder `/`, one end of the channel as descriptor 0, and no other
    /// descriptor, but the host's standard error in builds with debug assertions. Standard output goes nowhere. It may be
    /// called from any thread; the thread may end before the worker.
    ///
    /// # Errors
    /// When the system gives no socket pair or process, or `program` cannot be started.
    pub fn spawn(program: &Path, arguments: &[OsString]) -> io::Result<Self> {
        let (channel, theirs) = UnixStream::pair()?;
        let errors = if cfg!(debug_assertions) {
            Stdio::inherit()
        } else {
            Stdio::null()
        };
        #[expect(
            clippy::disallowed_methods,
            reason = "this folder starts programs; the environment is cleared"
        )]
        let child = Command::new(program)
            .args(arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::null())
            .stderr(errors)
            .spawn()?;
        Ok(Self {
            child,
            channel,
            ended: None,
        })
    }

    /// The channel. The worker is killed when it is shut down in both directions, or when the host has closed every copy.
    pub fn channel(&self) -> &UnixStream {
        &self.channel
    }

    /// The process number of the guard; the worker itself is its child.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How much memory the worker has of its own, files that it only reads left out; `None` where the system does not tell.
    ///
    /// Source: proc(5), `statm` and `children`.
    pub fn private_memory_bytes(&self) -> Option<u64> {
        let guard = self.id();
        let children = format!("/proc/{guard}/task/{guard}/children");
        let children = std::fs::read_to_string(children).ok()?;
        let worker: u32 = children.split_whitespace().next()?.parse().ok()?;
        let statm = std::fs::read_to_string(format!("/proc/{worker}/statm")).ok()?;
        let mut pages = statm.split_whitespace().skip(1).map(str::parse::<u64>);
        let (resident, shared) = (pages.next()?.ok()?, pages.next()?.ok()?);
        let page_bytes = rustix::param::page_size() as u64;
        Some(resident.saturating_sub(shared).saturating_mul(page_bytes))
    }

    /// Tells the guard to kill the worker, and does not wait. Can be called from any thread.
    ///
    /// A thread that reads from the channel reads its end.
    pub fn hang_up(&self) {
        // Fails where the worker is gone already.
        let _ = self.channel.shutdown(Shutdown::Both);
    }

    /// How it ended; `None` while it runs.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn try_wait(&mut self) -> io::Result<Option<WorkerEnd>> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait()?.map(WorkerEnd::of);
        }
        Ok(self.ended)
    }

    /// Waits until it has ended by itself.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn wait(&mut self) -> io::Result<WorkerEnd> {
        let end = match self.ended {
            Some(end) => end,
            None => WorkerEnd::of(self.child.wait()?),
        };
        self.ended = Some(end);
        Ok(end)
    }

    /// Kills worker and guard and waits for their end; neither is left as a zombie. Does nothing where it has ended.
    ///
    /// The guard is asked first, since it also reaps the worker; where it does not answer within two seconds, the kernel
    /// kills the whole process group.
    ///
    /// # Errors
    /// When the system does not tell how it ended.
    pub fn kill(&mut self) -> io::Result<WorkerEnd> {
        self.hang_up();
        let deadline = Instant::now() + GRACE;
        while Instant::now() < deadline {
            if let Some(end) = self.try_wait()? {
                return Ok(end);
            }
            thread::sleep(LOOK);
        }
        // The guard leads a process group from its first steps on. Either may be gone.
        if let Ok(group) = i32::try_from(self.id())
            && let Some(group) = Pid::from_raw(group)
        {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.kill();
        self.wait()
    }
}

impl Drop for WorkerProcess {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

impl WorkerEnd {
    fn of(status: ExitStatus) -> Self {
        if let Some(signal) = status.signal() {
            return Self::Killed(signal);
        }
        let code = status.code().unwrap_or_default();
        if code > SIGNAL_CODES_FROM {
            Self::Killed(code - SIGNAL_CODES_FROM)
        } else {
            Self::Exited(code)
        }
    }
}
