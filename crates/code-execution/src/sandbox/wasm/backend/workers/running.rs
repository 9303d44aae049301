//! A worker that is ready.

use std::{
    io,
    os::unix::net::UnixStream,
    time::{Duration, Instant},
};

use super::{
    super::super::channel::{FrameLimits, FrameReader, FromWorker, Read, ToWorker, write_frame},
    Start,
    patience::Patient,
};
use crate::process::worker::{WorkerEnd, WorkerProcess};

/// How long a worker may take to raise its walls and load the pack; a busy machine needs a second.
const START_PATIENCE: Duration = Duration::from_secs(30);
/// How often a slot that waits for its worker looks at the task's own stop signal.
const LOOK: Duration = Duration::from_millis(5);
/// How long a worker may take to read a short frame.
const TELL_PATIENCE: Duration = Duration::from_secs(1);
/// The first frame says which walls stand.
const READY: FrameLimits = FrameLimits {
    max_header_bytes: 64 << 10,
    max_payload_bytes: 0,
};

/// A worker that has said that it is ready.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) process: WorkerProcess,
    pub(super) channel: UnixStream,
    pub(super) reader: FrameReader,
    /// Which of its slot's workers it is.
    pub(super) number: u64,
    /// Programs that it was given.
    pub(super) runs: u32,
}

impl Running {
    pub(super) fn start(start: &Start, number: u64) -> Result<Self, String> {
        let program = start.program.display();
        let failed =
            |error: io::Error| format!("the worker `{program}` cannot be started: {error}");
        let process = WorkerProcess::spawn(&start.program, &start.arguments).map_err(failed)?;
        let channel = process.channel().try_clone().map_err(failed)?;
        channel.set_read_timeout(Some(LOOK)).map_err(failed)?;
        channel.set_write_timeout(Some(LOOK)).map_err(failed)?;
        let mut running = Self {
            process,
            channel,
            reader: FrameReader::default(),
            number,
            runs: 0,
        };
        let started = Instant::now();
        loop {
            let read = running.reader.read(&mut running.channel, READY);
            let frame = match read.map_err(|error| error.to_string())? {
                Read::Frame(frame) => frame,
                Read::Nothing if started.elapsed() < START_PATIENCE => continue,
                Read::Nothing => return Err("the worker did not get ready".to_owned()),
                Read::Closed => return Err(running.last_words()),
            };
            let Ok(FromWorker::Ready { walls }) = frame.header() else {
                return Err("the worker began with another word than that it is ready".to_owned());
            };
            let expected = start.walls.get_or_init(|| walls.clone());
            let missing = expected.missing().map(|(wall, _)| wall).collect::<Vec<_>>();
            if let Some((wall, reason)) = walls.missing().find(|(wall, _)| !missing.contains(wall))
            {
                return Err(format!(
                    "a new worker lacks the wall `{wall}` that stood before: {reason}"
                ));
            }
            return Ok(running);
        }
    }

    /// Sends a frame, for as long as `may_wait` says that a worker which reads nothing may be waited for.
    ///
    /// # Errors
    /// When the worker is gone, or did not take it in time. Nothing can be sent after that.
    pub(super) fn send(
        &self,
        header: &ToWorker<'_>,
        payload: &[&[u8]],
        may_wait: impl FnMut() -> bool,
    ) -> io::Result<()> {
        let mut patient = Patient {
            channel: &self.channel,
            may_wait,
        };
        write_frame(&mut patient, header, payload)
    }

    /// Sends a short frame about something that can do without; the worker is of no more use where that fails.
    pub(super) fn tell(&self, header: &ToWorker<'_>) -> io::Result<()> {
        let until = Instant::now() + TELL_PATIENCE;
        self.send(header, &[], || Instant::now() < until)
    }

    /// Whether the process is gone.
    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.process.try_wait(), Ok(None))
    }

    /// Ends the worker, and says how it had ended by itself, if it had.
    pub(super) fn last_words(&mut self) -> String {
        // What closed the channel takes a moment to be seen as an end.
        let deadline = Instant::now() + Duration::from_millis(200);
        let mut end = self.process.try_wait().ok().flatten();
        while end.is_none() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(1));
            end = self.process.try_wait().ok().flatten();
        }
        if end.is_none() {
            let _ = self.process.kill();
        }
        match end {
            Some(WorkerEnd::Killed(31)) => {
                "the worker made a system call that no worker needs, and was ended".to_owned()
            }
            Some(WorkerEnd::Killed(signal)) => format!("the worker was ended by signal {signal}"),
            Some(WorkerEnd::Exited(code)) => format!("the worker ended with status {code}"),
            None => "the worker closed its channel".to_owned(),
        }
    }
}
