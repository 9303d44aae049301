//! Any bytes as what the other side says.

use std::{sync::Arc, time::Duration};

use serde::{Serialize, de::DeserializeOwned};

use super::{
    FrameLimits, FromWorker, OutcomeHeader, RunHeader, ToWorker,
    answer::is_relative,
    frame::Frame,
    pieces::{Pieces, all_frames},
};
use crate::{
    fuzzing::Choices,
    sandbox::{
        Limits,
        wasm::{
            guests::{Line, Order},
            state::{StateSource, ask_state},
            wasi::StopSignal,
        },
    },
};

/// Tight, so that inputs reach them.
const FRAME_LIMITS: FrameLimits = FrameLimits {
    max_header_bytes: 4096,
    max_payload_bytes: 8192,
};

/// The first byte says what the rest is: a stream, or one frame, whose header ends with its line. The second byte says
/// how many bytes follow that each are the length of a piece in which the stream arrives.
///
/// # Panics
/// Where the frames depend on how the stream is cut, are not what the stream holds, or mean what no frame may mean.
pub fn ask_frames(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let is_one_frame = choices.below(2) > 0;
    let cut_count = choices.below(16);
    let cuts: Vec<_> = choices
        .bytes(cut_count)
        .iter()
        .map(|&cut| cut.into())
        .collect();
    let stream = if is_one_frame {
        one_frame(choices.rest())
    } else {
        choices.rest().to_vec()
    };
    let (frames, error) = all_frames(Pieces::of(&stream, cuts), FRAME_LIMITS);
    let (whole, whole_error) = all_frames(Pieces::of(&stream, []), FRAME_LIMITS);
    assert_eq!(frames, whole);
    let reason = error.as_ref().map(ToString::to_string);
    assert_eq!(reason, whole_error.map(|error| error.to_string()));
    let held: Vec<u8> = frames
        .iter()
        .flat_map(|frame| frame.bytes().to_vec())
        .collect();
    assert!(stream.starts_with(&held));
    assert!(error.is_some() || held.len() == stream.len());
    for frame in &frames {
        ask_answer(frame);
        ask_order(frame);
    }
}

/// A frame of a header in one line, and a payload.
fn one_frame(bytes: &[u8]) -> Vec<u8> {
    let mut parts = bytes.splitn(2, |&byte| byte == b'\n');
    let header = parts.next().unwrap_or_default().to_vec();
    let payload = parts.next().unwrap_or_default().to_vec();
    Frame::of(&header, &payload).bytes().to_vec()
}

/// What a worker may say.
fn ask_answer(frame: &Frame) {
    let Ok(answer) = frame.header::<FromWorker>() else {
        return;
    };
    assert_comes_back(&answer);
    match answer {
        FromWorker::Outcome(header) => ask_outcome(*header, frame.payload()),
        FromWorker::State => ask_state(frame.payload()),
        FromWorker::Ready { walls } => {
            let _ = walls.missing().count();
        }
        _ => (),
    }
}

/// An outcome keeps to the limits of its program, whatever the worker says, and one that was taken is taken again.
fn ask_outcome(header: OutcomeHeader, payload: &[u8]) {
    let limits = Limits {
        max_output_bytes: 20,
        max_artifacts: 3,
        max_recording_bytes: 30,
        ..Limits::default()
    };
    let Ok(outcome) = header.into_outcome(payload, &limits) else {
        return;
    };
    assert!(outcome.artifacts.len() <= limits.max_artifacts);
    assert!(
        outcome
            .artifacts
            .iter()
            .all(|artifact| is_relative(&artifact.name))
    );
    for stream in [&outcome.stdout, &outcome.stderr] {
        assert!(stream.text.len() <= 3 * limits.max_output_bytes);
    }
    let log_bytes = outcome.recorded.as_ref().map_or(0, |log| log.bytes.len());
    assert!(log_bytes as u64 <= limits.max_recording_bytes);
    let artifact_bytes: usize = outcome
        .artifacts
        .iter()
        .map(|artifact| artifact.bytes.len())
        .sum();
    assert!(artifact_bytes + log_bytes <= payload.len());
    let (header, pieces) = OutcomeHeader::of(outcome.clone());
    let again = header.into_outcome(&pieces.concat(), &limits);
    assert!(again.is_ok(), "{again:?}");
    let Ok(again) = again else { return };
    assert_eq!(again.artifacts, outcome.artifacts);
    assert_eq!(format!("{again:?}"), format!("{outcome:?}"));
}

/// What the host may say.
fn ask_order(frame: &Frame) {
    let Ok(order) = frame.header::<ToWorker<'_>>() else {
        return;
    };
    assert_comes_back(&order);
    let ToWorker::Run(header) = order else { return };
    let run = header.run;
    let Ok(order) = header.into_order(frame.payload(), None, no_state) else {
        return;
    };
    let again = told_again(&order, run);
    assert_eq!(again.as_deref(), Some(format!("{order:?}").as_str()));
}

/// The order after it was told once more.
fn told_again(order: &Order, run: u64) -> Option<String> {
    let line = Line {
        stop: Arc::new(StopSignal::after(Duration::ZERO)),
        output: None,
        host_calls: None,
    };
    let (header, pieces) = RunHeader::of(order, &line, run);
    let order = header.into_order(&pieces.concat(), None, no_state).ok()?;
    Some(format!("{order:?}"))
}

/// States come in frames of their own.
fn no_state() -> StateSource {
    StateSource::new(std::iter::empty())
}

/// A header that was understood is understood the same once written.
fn assert_comes_back<T: Serialize + DeserializeOwned + std::fmt::Debug>(header: &T) {
    let written = serde_json::to_vec(header).unwrap_or_default();
    let again = serde_json::from_slice::<T>(&written);
    assert!(again.is_ok(), "{again:?}");
    let Ok(again) = again else { return };
    assert_eq!(format!("{again:?}"), format!("{header:?}"));
}
