//! Writing to a worker that may have stopped reading.

use std::{
    io::{self, ErrorKind, Write},
    os::unix::net::UnixStream,
};

/// A channel whose writes wait as long as `may_wait` says, asked each time the channel has taken nothing for a while.
pub(super) struct Patient<'a, F> {
    pub(super) channel: &'a UnixStream,
    pub(super) may_wait: F,
}

impl<F: FnMut() -> bool> Write for Patient<'_, F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match self.channel.write(bytes) {
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    if !(self.may_wait)() {
                        return Err(ErrorKind::TimedOut.into());
                    }
                }
                written => return written,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
