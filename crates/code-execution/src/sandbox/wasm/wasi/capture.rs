//! What the guest prints.

use crate::sandbox::{OutputSink, OutputStream};

/// One output stream: its first bytes, and how many came in all.
#[derive(Debug, Default)]
pub(crate) struct Capture {
    bytes: Vec<u8>,
    max_bytes: usize,
    total_bytes: u64,
    sink: Option<(OutputStream, OutputSink)>,
}

impl Capture {
    /// Keeps up to `max_bytes`; what comes after is counted and dropped.
    pub(crate) fn new(max_bytes: usize) -> Self {
        Self {
            max_bytes,
            ..Self::default()
        }
    }

    /// As [`Self::new`]; what is kept is given to `sink` too, as it comes.
    pub(crate) fn streaming(max_bytes: usize, stream: OutputStream, sink: OutputSink) -> Self {
        Self {
            max_bytes,
            sink: Some((stream, sink)),
            ..Self::default()
        }
    }

    pub(super) fn write(&mut self, bytes: &[u8]) {
        self.total_bytes = self.total_bytes.saturating_add(bytes.len() as u64);
        let room = self.max_bytes.saturating_sub(self.bytes.len());
        let kept = bytes.get(..room.min(bytes.len())).unwrap_or_default();
        self.bytes.extend_from_slice(kept);
        if let Some((stream, sink)) = &self.sink
            && !kept.is_empty()
        {
            sink.take(*stream, kept);
        }
    }

    /// The kept bytes as text (what is not UTF-8 is replaced) and how many bytes came in all.
    pub(crate) fn into_text(self) -> (String, u64) {
        let text = String::from_utf8(self.bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        (text, self.total_bytes)
    }
}
