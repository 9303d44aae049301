//! What the worker says to its host.

use std::{
    io,
    os::unix::net::UnixStream,
    sync::{Arc, Mutex, PoisonError},
};

use super::super::channel::{FromWorker, write_frame};
use crate::sandbox::OutputSink;

/// The worker's end of the channel, for writing a frame at a time.
///
/// Shared, not duplicated: a worker behind its walls makes no new descriptors.
#[derive(Debug, Clone)]
pub(super) struct Speaker {
    channel: Arc<UnixStream>,
    turn: Arc<Mutex<()>>,
}

impl Speaker {
    pub(super) fn new(channel: Arc<UnixStream>) -> Self {
        Self {
            channel,
            turn: Arc::default(),
        }
    }

    /// Sends a frame.
    pub(super) fn say(&self, header: &FromWorker, payload: &[&[u8]]) -> io::Result<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        write_frame(&mut &*self.channel, header, payload)
    }

    /// A sink that sends what a guest prints.
    pub(super) fn output_sink(&self) -> OutputSink {
        let speaker = self.clone();
        OutputSink::new(move |stream, bytes| {
            // Where the host is gone, the worker is about to end.
            let _ = speaker.say(&FromWorker::Output { stream }, &[bytes]);
        })
    }
}
