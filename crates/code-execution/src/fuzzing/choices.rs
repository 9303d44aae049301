//! Decisions taken from the bytes of an input.

/// Takes one decision after the other from the front; behind the end, each is 0.
#[derive(Debug)]
pub(crate) struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One byte.
    pub(crate) fn byte(&mut self) -> u8 {
        self.0.split_off_first().copied().unwrap_or_default()
    }

    /// A number below `end`, from one byte.
    pub(crate) fn below(&mut self, end: u8) -> usize {
        usize::from(self.byte().checked_rem(end).unwrap_or_default())
    }

    /// A number from two bytes.
    pub(crate) fn number(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    /// The next `len` bytes, or as many as there are.
    pub(crate) fn bytes(&mut self, len: usize) -> &'a [u8] {
        self.0
            .split_off(..len.min(self.0.len()))
            .unwrap_or_default()
    }

    /// All bytes that are left.
    pub(crate) fn rest(self) -> &'a [u8] {
        self.0
    }
}
