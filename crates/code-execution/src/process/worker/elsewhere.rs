//! Systems other than Linux: a process of its own, and no further walls.
//!
//! There is no guard either: a worker must end by itself when it reads the end of the channel.

use std::{
    io,
    os::{fd::AsFd, unix::net::UnixStream},
};

use super::{Wall, WallsReport, WorkerLimits};

/// This process as a worker.
#[derive(Debug)]
pub struct Worker {
    channel: UnixStream,
}

impl Worker {
    /// Takes the channel from descriptor 0.
    ///
    /// # Errors
    /// When there is no such descriptor.
    pub fn enter() -> io::Result<Self> {
        let channel = io::stdin().as_fd().try_clone_to_owned()?;
        Ok(Self {
            channel: channel.into(),
        })
    }

    /// The channel to the host.
    pub fn channel(&self) -> &UnixStream {
        &self.channel
    }

    /// Gives the channel and a report in which no wall stands.
    ///
    /// # Errors
    /// None.
    pub fn lock_down(self, _limits: &WorkerLimits) -> io::Result<(UnixStream, WallsReport)> {
        let mut report = WallsReport::default();
        for wall in Wall::ALL {
            report.absent(*wall, "built for Linux alone");
        }
        Ok((self.channel, report))
    }
}
