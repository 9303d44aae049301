//! What a turn of a guest left, as an outcome.

use std::time::Duration;

use serde_json::{Map, Value};

use super::super::{
    interpreter::Ending as TurnEnding,
    media_type, report,
    wasi::{Capture, Guest, InputsLeft, Stop},
};
use crate::sandbox::{Artifact, CapturedText, Ending, Outcome, Resource, ReturnValue};

/// The version of Python in the pack.
const PYTHON_VERSION: &str = "3.15.0";

/// Takes what the turn left from the guest; files stay where they are.
pub(super) fn take(
    ending: &TurnEnding,
    guest: &mut Guest,
    execution_time: Duration,
    (image, profile): (&str, Option<&str>),
) -> Outcome {
    let memory_used_bytes = guest.limiter.used_bytes();
    let mut dropped_artifacts = guest.door.dropped_artifacts;
    let artifacts = artifacts(guest, &mut dropped_artifacts);
    let returned = matches!(ending, TurnEnding::Returned(0));
    let InputsLeft {
        recorded,
        unread_bytes,
        divergence,
    } = guest.inputs.take_left();
    let (mut ending, value) = read_ending(ending, guest);
    if let Some(divergence) = divergence {
        ending = Ending::Diverged(divergence);
    }
    let reported = matches!(
        ending,
        Ending::Completed | Ending::Exited { .. } | Ending::Raised(_)
    );
    let captured = |capture: &mut Capture| {
        let (text, total_bytes) = std::mem::take(capture).into_text();
        CapturedText { text, total_bytes }
    };
    Outcome {
        ending,
        stdout: captured(&mut guest.stdout),
        stderr: captured(&mut guest.stderr),
        value,
        artifacts,
        dropped_artifacts,
        memory_used_bytes,
        is_at_rest: returned && reported,
        execution_time,
        recorded,
        unread_input_bytes: unread_bytes,
        host_calls: Vec::new(),
        metadata: metadata(image, profile),
    }
}

fn read_ending(ending: &TurnEnding, guest: &Guest) -> (Ending, Option<ReturnValue>) {
    let memory_refused = guest.limiter.was_refused();
    let end = match ending {
        TurnEnding::Stopped(Stop::Timeout) => Ending::TimedOut,
        TurnEnding::Stopped(Stop::Cancelled) => Ending::Cancelled,
        TurnEnding::Stopped(Stop::Diverged) => Ending::Diverged(Stop::Diverged.to_string()),
        TurnEnding::Stopped(Stop::Exit(status)) => Ending::Exited {
            code: i32::try_from(status & 0xff).unwrap_or(1),
        },
        TurnEnding::Trapped {
            stack_overflow: true,
            ..
        } => Ending::OutOf(Resource::Stack),
        TurnEnding::Trapped {
            out_of_fuel: true, ..
        } => Ending::OutOf(Resource::Fuel),
        TurnEnding::Trapped { .. } if memory_refused => Ending::OutOf(Resource::Memory),
        TurnEnding::Trapped { message, .. } => Ending::Broke(message.clone()),
        TurnEnding::Returned(_) => {
            let report = guest.door.report.as_deref().and_then(report::read);
            return report.unwrap_or_else(|| {
                if memory_refused {
                    return (Ending::OutOf(Resource::Memory), None);
                }
                (Ending::Broke("it ended without a report".to_owned()), None)
            });
        }
    };
    (end, None)
}

/// The guest's figures and tables, then the files it made or changed.
fn artifacts(guest: &mut Guest, dropped: &mut u32) -> Vec<Artifact> {
    let limits = guest.door.limits();
    let frames = std::mem::take(&mut guest.door.artifacts).into_iter();
    let mut artifacts: Vec<_> = frames
        .map(|frame| Artifact {
            name: frame.name,
            media_type: frame.media_type,
            bytes: frame.bytes,
        })
        .collect();
    let mut bytes: usize = artifacts.iter().map(|artifact| artifact.bytes.len()).sum();
    for (name, content) in guest.files.changed_files() {
        bytes = bytes.saturating_add(content.len());
        if artifacts.len() >= limits.max_artifacts || bytes > limits.max_artifact_bytes {
            bytes -= content.len();
            *dropped += 1;
            continue;
        }
        let media_type = media_type::of_file_name(&name).to_owned();
        artifacts.push(Artifact {
            name,
            media_type,
            bytes: content.to_vec(),
        });
    }
    artifacts
}

fn metadata(image: &str, profile: Option<&str>) -> Map<String, Value> {
    [("image", image), ("python_version", PYTHON_VERSION)]
        .into_iter()
        .chain(profile.map(|name| ("profile", name)))
        .map(|(key, value)| (key.to_owned(), Value::from(value)))
        .collect()
}
