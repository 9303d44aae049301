//! The log's form: one event after the other.
//!
//! An event is a variant and its fields in postcard's encoding, so a clock reading, which is kept as the difference to
//! the reading before, takes some four bytes.
//!
//! Source: <https://postcard.jamesmunns.com/wire-format>.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Something that a guest was given.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Event<'a> {
    /// Nanoseconds of the wall clock since it was read before.
    Wall(i64),
    /// Nanoseconds of the CPU clocks since they were read before.
    Cpu(i64),
    /// Random bytes.
    Random(#[serde(borrow, with = "serde_bytes")] &'a [u8]),
    /// It slept for so many nanoseconds.
    Slept(u64),
    /// It went to sleep for so many nanoseconds, and the time limit ended it.
    SleptTooLong(u64),
    /// The host's answer to a call, which is known by its digest.
    HostAnswer {
        frame_sha256: [u8; 32],
        #[serde(borrow, with = "serde_bytes")]
        answer: &'a [u8],
    },
    /// Nobody answered a call.
    NoHost { frame_sha256: [u8; 32] },
}

impl Event<'_> {
    /// Bytes of the event's form, at most.
    pub(super) fn max_bytes(&self) -> usize {
        /// A variant, a length and a digest.
        const FIXED_BYTES: usize = 48;
        match self {
            Self::Random(bytes) | Self::HostAnswer { answer: bytes, .. } => {
                FIXED_BYTES.saturating_add(bytes.len())
            }
            _ => FIXED_BYTES,
        }
    }

    /// What was given, for a person.
    pub(super) fn described(&self) -> String {
        match self {
            Self::Wall(_) => "the time".to_owned(),
            Self::Cpu(_) => "the CPU time".to_owned(),
            Self::Random(bytes) => format!("{} random bytes", bytes.len()),
            Self::Slept(ns) | Self::SleptTooLong(ns) => format!("a sleep of {ns} ns"),
            Self::HostAnswer { frame_sha256, .. } | Self::NoHost { frame_sha256 } => {
                let digest = crate::hexadecimal::hexadecimal(frame_sha256);
                format!("the answer to a host call ({digest})")
            }
        }
    }
}

/// By which a host call is known again.
pub(super) fn frame_sha256(frame: &[u8]) -> [u8; 32] {
    Sha256::digest(frame).into()
}
