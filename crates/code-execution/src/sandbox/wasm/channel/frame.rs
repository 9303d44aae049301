//! Frames: cut from a stream of bytes, whatever pieces they arrive in.

use std::io::{self, ErrorKind, Write};

use serde::{Serialize, de::DeserializeOwned};

/// Bytes of the two lengths, each a little-endian `u32`: the header's, then the payload's.
const PREFIX_BYTES: usize = 8;
/// Payloads up to this size are sent in one piece with their header.
const JOINED_BYTES: usize = 64 << 10;
/// Bytes that are read at once.
const READ_BYTES: usize = 64 << 10;

/// One frame: a header, not parsed yet, and a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    /// Lengths, header, payload.
    bytes: Vec<u8>,
    /// Where the payload begins.
    header_end: usize,
}

/// How long the parts of a frame may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FrameLimits {
    pub(crate) max_header_bytes: u64,
    pub(crate) max_payload_bytes: u64,
}

/// Bytes that are no frame.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FrameError {
    #[error("a frame of {header_bytes} and {payload_bytes} bytes is longer than allowed")]
    TooLong {
        header_bytes: u64,
        payload_bytes: u64,
    },
    #[error("a frame that cannot be read")]
    Malformed(#[source] Option<serde_json::Error>),
    #[error("the channel broke")]
    Io(#[from] io::Error),
}

/// What came of one attempt to read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Read {
    Frame(Frame),
    /// Nothing whole has arrived in the time that the stream waits, or only a part. The caller looks whether it wants to wait
    /// longer: who sends a byte now and then does not keep it from that.
    Nothing,
    /// The other side has closed the channel.
    Closed,
}

impl Frame {
    /// The header.
    ///
    /// # Errors
    /// [`FrameError::Malformed`] where it is none of `T`.
    pub(crate) fn header<T: DeserializeOwned>(&self) -> Result<T, FrameError> {
        let header = self.bytes.get(PREFIX_BYTES..self.header_end);
        serde_json::from_slice(header.unwrap_or_default())
            .map_err(|error| FrameError::Malformed(Some(error)))
    }

    /// A frame of these parts.
    #[cfg(fuzzing)]
    pub(super) fn of(header: &[u8], payload: &[u8]) -> Self {
        let length = |part: &[u8]| u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes();
        let lengths = [length(header), length(payload)].concat();
        Self {
            bytes: [&lengths, header, payload].concat(),
            header_end: PREFIX_BYTES + header.len(),
        }
    }

    /// All of its bytes.
    #[cfg(fuzzing)]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The payload.
    pub(crate) fn payload(&self) -> &[u8] {
        self.bytes.get(self.header_end..).unwrap_or_default()
    }
}

/// Writes a frame. `payload` is written piece after piece.
///
/// # Errors
/// When the channel broke, or a part is longer than 4 GiB.
pub(crate) fn write_frame(
    stream: &mut impl Write,
    header: &impl Serialize,
    payload: &[&[u8]],
) -> io::Result<()> {
    let mut start = vec![0; PREFIX_BYTES];
    serde_json::to_writer(&mut start, header)?;
    let too_long = |_| io::Error::new(ErrorKind::InvalidInput, "a frame is longer than 4 GiB");
    let header_bytes = u32::try_from(start.len() - PREFIX_BYTES).map_err(too_long)?;
    let payload_len: usize = payload.iter().map(|piece| piece.len()).sum();
    let payload_bytes = u32::try_from(payload_len).map_err(too_long)?;
    let lengths = [header_bytes.to_le_bytes(), payload_bytes.to_le_bytes()].concat();
    if let Some(prefix) = start.get_mut(..PREFIX_BYTES) {
        prefix.copy_from_slice(&lengths);
    }
    if payload_len <= JOINED_BYTES {
        for piece in payload {
            start.extend_from_slice(piece);
        }
        return stream.write_all(&start);
    }
    stream.write_all(&start)?;
    payload.iter().try_for_each(|piece| stream.write_all(piece))
}

/// Cuts frames from a stream.
#[derive(Debug)]
pub(crate) struct FrameReader {
    /// What has arrived of the next frames.
    arrived: Vec<u8>,
    /// Where the stream writes.
    room: Box<[u8]>,
}

impl Default for FrameReader {
    fn default() -> Self {
        Self {
            arrived: Vec::new(),
            room: vec![0; READ_BYTES].into_boxed_slice(),
        }
    }
}

impl FrameReader {
    /// Reads once, unless a frame is there already, and gives the next frame where it is whole then.
    ///
    /// # Errors
    /// Where the bytes are no frame within `limits`, the channel broke, or it was closed within a frame. Nothing can be
    /// read after that.
    pub(crate) fn read(
        &mut self,
        stream: &mut impl io::Read,
        limits: FrameLimits,
    ) -> Result<Read, FrameError> {
        if let Some(frame) = self.take(limits)? {
            return Ok(Read::Frame(frame));
        }
        match stream.read(&mut self.room) {
            Ok(0) if self.arrived.is_empty() => return Ok(Read::Closed),
            Ok(0) => return Err(FrameError::Io(ErrorKind::UnexpectedEof.into())),
            Ok(read) => {
                let arrived = self.room.get(..read).unwrap_or_default();
                self.arrived.extend_from_slice(arrived);
            }
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => (),
                _ => return Err(error.into()),
            },
        }
        let frame = self.take(limits)?;
        Ok(frame.map_or(Read::Nothing, Read::Frame))
    }

    /// Whether a part of a frame, or a whole one, has arrived and was not taken.
    pub(crate) fn has_arrived(&self) -> bool {
        !self.arrived.is_empty()
    }

    /// The next frame, where all of it has arrived.
    fn take(&mut self, limits: FrameLimits) -> Result<Option<Frame>, FrameError> {
        let Some(([header_len, payload_len], _)) = self
            .arrived
            .get(..PREFIX_BYTES)
            .map(|prefix| prefix.as_chunks::<4>())
            .and_then(|(lengths, rest)| Some((<[[u8; 4]; 2]>::try_from(lengths).ok()?, rest)))
        else {
            return Ok(None);
        };
        let header_bytes = u32::from_le_bytes(header_len);
        let payload_bytes = u32::from_le_bytes(payload_len);
        let over = u64::from(header_bytes) > limits.max_header_bytes
            || u64::from(payload_bytes) > limits.max_payload_bytes;
        if over {
            return Err(FrameError::TooLong {
                header_bytes: header_bytes.into(),
                payload_bytes: payload_bytes.into(),
            });
        }
        let header_end = PREFIX_BYTES + header_bytes as usize;
        let end = header_end + payload_bytes as usize;
        if self.arrived.len() < end {
            return Ok(None);
        }
        let rest = self.arrived.split_off(end);
        let bytes = std::mem::replace(&mut self.arrived, rest);
        Ok(Some(Frame { bytes, header_end }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{
        super::pieces::{Pieces, all_frames},
        *,
    };

    const LIMITS: FrameLimits = FrameLimits {
        max_header_bytes: 1000,
        max_payload_bytes: 300_000,
    };

    proptest! {
        #[test]
        fn frames_survive_any_cutting(
            payload_lens in prop::collection::vec(0_usize..200_000, 0..4),
            cuts in prop::collection::vec(0_usize..70_000, 0..20),
        ) {
            let mut bytes = Vec::new();
            for (number, len) in payload_lens.iter().enumerate() {
                let payload = vec![b'x'; *len];
                write_frame(&mut bytes, &json!({"n": number}), &[&payload]).unwrap();
            }
            let (frames, error) = all_frames(Pieces::of(&bytes, cuts), LIMITS);
            prop_assert!(error.is_none());
            prop_assert_eq!(frames.len(), payload_lens.len());
            for (number, (frame, len)) in frames.iter().zip(payload_lens).enumerate() {
                prop_assert_eq!(frame.header::<Value>().unwrap(), json!({"n": number}));
                prop_assert_eq!(frame.payload().len(), len);
            }
        }

        #[test]
        fn any_bytes_are_frames_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let (frames, _) = all_frames(Pieces::of(&bytes, []), LIMITS);
            for frame in frames {
                let _ = frame.header::<Value>();
            }
        }
    }

    #[test]
    fn a_length_over_the_limit_is_refused_before_its_bytes() {
        for (header_bytes, payload_bytes) in [(1001_u32, 0_u32), (0, 300_001), (u32::MAX, u32::MAX)]
        {
            let prefix = [header_bytes.to_le_bytes(), payload_bytes.to_le_bytes()].concat();
            let (_, error) = all_frames(Pieces::of(&prefix, []), LIMITS);
            assert!(
                matches!(error, Some(FrameError::TooLong { .. })),
                "{error:?}"
            );
        }
    }

    #[test]
    fn an_end_within_a_frame_is_an_error() {
        let mut bytes = Vec::new();
        write_frame(&mut bytes, &json!({}), &[b"abc"]).unwrap();
        bytes.pop();
        let (_, error) = all_frames(Pieces::of(&bytes, []), LIMITS);
        assert!(matches!(error, Some(FrameError::Io(_))), "{error:?}");
    }
}
