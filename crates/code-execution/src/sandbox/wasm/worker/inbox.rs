//! What the host says to the worker.
//!
//! One thread reads it, that of the guests: between programs it waits here; while a program runs it looks here whenever it
//! looks at its deadline, and waits here while the guest sleeps or waits for a function of the host.

use std::{
    collections::VecDeque,
    io,
    os::{fd::AsFd, unix::net::UnixStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    net::{RecvFlags, recv},
};

use super::super::{
    channel::{Frame, FrameLimits, FrameReader, Read, ToWorker},
    wasi::{Stop, StopSource},
};

/// The host is believed, so its frames may be as long as frames can be.
const HOST_FRAMES: FrameLimits = FrameLimits {
    max_header_bytes: u32::MAX as u64,
    max_payload_bytes: u32::MAX as u64,
};

/// The worker's end of the channel, for reading.
#[derive(Debug)]
pub(super) struct Inbox {
    channel: Arc<UnixStream>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    reader: FrameReader,
    /// The program that runs, by its number.
    run: u64,
    /// What the host said of it.
    stop: Option<Stop>,
    /// Frames that were read while something else was waited for.
    waiting: VecDeque<Frame>,
    is_closed: bool,
}

/// What was waited for.
pub(super) enum Arrived {
    Frame(Frame),
    /// Nothing came in time, or it is not to be waited for any longer.
    Nothing,
    /// The host is gone.
    Closed,
}

impl Inbox {
    pub(super) fn new(channel: Arc<UnixStream>) -> Self {
        Self {
            channel,
            state: Mutex::default(),
        }
    }

    /// The next frame that says something else than to stop, waited for as long as `patience` says where that is given:
    /// a wait without end needs no timer, which costs as much as a short call of a host function does.
    ///
    /// # Errors
    /// When the channel broke.
    pub(super) fn next(&self, patience: Option<Duration>) -> io::Result<Arrived> {
        self.wait(patience, |_| false)
    }

    /// As [`Self::next`], until word comes that the program that runs is to stop.
    ///
    /// # Errors
    /// When the channel broke.
    pub(super) fn next_unless_stopped(&self) -> io::Result<Arrived> {
        self.wait(None, |state| state.stop.is_some())
    }

    fn wait(
        &self,
        patience: Option<Duration>,
        is_enough: impl Fn(&State) -> bool,
    ) -> io::Result<Arrived> {
        let until = patience.map(|patience| Instant::now() + patience);
        let mut state = self.lock();
        loop {
            if let Some(frame) = state.waiting.pop_front() {
                return Ok(Arrived::Frame(frame));
            }
            if state.is_closed {
                return Ok(Arrived::Closed);
            }
            if is_enough(&state) {
                return Ok(Arrived::Nothing);
            }
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            if !state.read(&self.channel, left)? && left == Some(Duration::ZERO) {
                return Ok(Arrived::Nothing);
            }
        }
    }

    /// Tells which program runs from now on.
    pub(super) fn start_run(&self, run: u64) {
        let mut state = self.lock();
        state.run = run;
        state.stop = None;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StopSource for Inbox {
    fn listen(&self, patience: Duration) -> Option<Stop> {
        let mut state = self.lock();
        if state.stop.is_none() && state.read(&self.channel, Some(patience)).is_err() {
            state.is_closed = true;
        }
        if state.is_closed {
            return Some(Stop::Cancelled);
        }
        state.stop
    }
}

impl State {
    /// Reads what has arrived, waiting for up to `patience`, or without end, for something to arrive; whether something has.
    fn read(&mut self, channel: &UnixStream, patience: Option<Duration>) -> io::Result<bool> {
        if !self.reader.has_arrived() && !is_readable(channel, patience)? {
            return Ok(false);
        }
        loop {
            let read = self
                .reader
                .read(&mut WithoutWaiting(channel), HOST_FRAMES)
                .map_err(io::Error::other)?;
            match read {
                Read::Frame(frame) => {
                    self.hear(frame)?;
                    if !self.reader.has_arrived() {
                        return Ok(true);
                    }
                }
                // The rest of a frame may be on its way.
                Read::Nothing if self.reader.has_arrived() => {
                    return is_readable(channel, patience);
                }
                Read::Nothing => return Ok(true),
                Read::Closed => {
                    self.is_closed = true;
                    return Ok(true);
                }
            }
        }
    }

    fn hear(&mut self, frame: Frame) -> io::Result<()> {
        let ToWorker::Stop { run, timed_out } = frame.header().map_err(io::Error::other)? else {
            self.waiting.push_back(frame);
            return Ok(());
        };
        if run == self.run {
            self.stop = Some(if timed_out {
                Stop::Timeout
            } else {
                Stop::Cancelled
            });
        }
        Ok(())
    }
}

/// Waits until something can be read, or the other side is gone.
fn is_readable(channel: &UnixStream, patience: Option<Duration>) -> io::Result<bool> {
    // A day is no limit that anyone waits for.
    let patience = patience.map(|patience| patience.min(Duration::from_hours(24)));
    let timeout = patience
        .map(Timespec::try_from)
        .transpose()
        .map_err(io::Error::other)?;
    let mut descriptors = [PollFd::from_borrowed_fd(channel.as_fd(), PollFlags::IN)];
    match poll(&mut descriptors, timeout.as_ref()) {
        Ok(ready) => Ok(ready > 0),
        Err(Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Reads what is there.
struct WithoutWaiting<'a>(&'a UnixStream);

impl io::Read for WithoutWaiting<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let (read, _) = recv(self.0, room, RecvFlags::DONTWAIT)?;
        Ok(read)
    }
}
