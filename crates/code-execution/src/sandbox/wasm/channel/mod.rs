//! What host and worker say to each other, over one Unix socket.
//!
//! A frame is two lengths, a header in JSON, and a payload of bytes. The host believes nothing in a frame that comes from
//! a worker: lengths are bounded before memory is taken for them, and memory is taken only as bytes arrive.

mod answer;
mod frame;
#[cfg(fuzzing)]
mod fuzz;
mod order;
#[cfg(any(test, fuzzing))]
mod pieces;

pub(crate) use answer::{FromWorker, OutcomeHeader, frame_limits};
pub(crate) use frame::{Frame, FrameError, FrameLimits, FrameReader, Read, write_frame};
#[cfg(fuzzing)]
pub use fuzz::ask_frames;
pub(crate) use order::{RunHeader, ToWorker};
