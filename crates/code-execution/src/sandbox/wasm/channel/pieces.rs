//! A stream that arrives in pieces, and what is cut from it.

use std::{
    collections::VecDeque,
    io::{self, ErrorKind},
};

use super::frame::{Frame, FrameError, FrameLimits, FrameReader, Read};

/// A stream that gives its bytes in pieces, and waits where one is empty.
pub(super) struct Pieces(VecDeque<Vec<u8>>);

impl Pieces {
    /// Cuts `bytes` into pieces of the lengths `cuts`; what is left is the last piece.
    pub(super) fn of(mut bytes: &[u8], cuts: impl IntoIterator<Item = usize>) -> Self {
        let mut pieces = VecDeque::new();
        for cut in cuts {
            let piece = bytes.split_off(..cut.min(bytes.len()));
            pieces.push_back(piece.unwrap_or_default().to_vec());
        }
        if !bytes.is_empty() {
            pieces.push_back(bytes.to_vec());
        }
        Self(pieces)
    }
}

impl io::Read for Pieces {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let Some(mut piece) = self.0.pop_front() else {
            return Ok(0);
        };
        if piece.is_empty() {
            return Err(ErrorKind::WouldBlock.into());
        }
        let read = piece.as_slice().read(room)?;
        let rest = piece.split_off(read);
        if !rest.is_empty() {
            self.0.push_front(rest);
        }
        Ok(read)
    }
}

/// The frames until the stream's end, or until one that is refused, and why it is.
pub(super) fn all_frames(
    mut stream: Pieces,
    limits: FrameLimits,
) -> (Vec<Frame>, Option<FrameError>) {
    let mut reader = FrameReader::default();
    let mut frames = Vec::new();
    loop {
        match reader.read(&mut stream, limits) {
            Ok(Read::Frame(frame)) => frames.push(frame),
            Ok(Read::Nothing) => (),
            Ok(Read::Closed) => return (frames, None),
            Err(error) => return (frames, Some(error)),
        }
    }
}
