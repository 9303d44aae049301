//! What the guest prints.

/// One output stream: its first bytes, and how many came in all.
#[derive(Debug)]
pub(crate) struct Capture {
    bytes: Vec<u8>,
    max_bytes: usize,
    total_bytes: u64,
}

impl Capture {
    /// Keeps up to `max_bytes`; what comes after is counted and dropped.
    pub(crate) fn new(max_bytes: usize) -> Self {
        Self {
            bytes: Vec::new(),
            max_bytes,
            total_bytes: 0,
        }
    }

    pub(super) fn write(&mut self, bytes: &[u8]) {
        self.total_bytes = self.total_bytes.saturating_add(bytes.len() as u64);
        let room = self.max_bytes.saturating_sub(self.bytes.len());
        self.bytes
            .extend_from_slice(bytes.get(..room.min(bytes.len())).unwrap_or_default());
    }

    /// The kept bytes as text (what is not UTF-8 is replaced) and how many bytes came in all.
    pub(crate) fn into_text(self) -> (String, u64) {
        let text = String::from_utf8(self.bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        (text, self.total_bytes)
    }
}
