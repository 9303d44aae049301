//! Comparing what a replay gave with what the recording holds, byte for byte.

use std::borrow::Cow;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{RecordedOutcome, Recording};
use crate::{hexadecimal::hexadecimal, sandbox::Ending};

/// Bytes that are shown before and after the first difference.
const EXCERPT_BYTES: usize = 60;

/// What a replay showed.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct ReplayReport {
    /// The recording.
    pub recording_id: String,
    /// Whether every byte of the output is the same.
    pub same: bool,
    /// Where it is not; excerpts are raw, nothing in them is redacted.
    pub differences: Vec<Difference>,
}

/// A part of the output that is not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// Which: `inputs`, `ending`, `error`, `stdout`, `stderr`, `return_value`, `artifact 1`, ...
    pub part: String,
    /// The first byte that differs, from 0.
    pub first_byte: u64,
    /// Its line, from 1.
    pub line_number: u64,
    /// What the recording has there; empty where it has nothing.
    pub recorded: String,
    /// What the replay has there; empty where it has nothing.
    pub replayed: String,
}

impl ReplayReport {
    pub(crate) fn of(
        recording: &Recording,
        replayed: &RecordedOutcome,
        unread_input_bytes: u64,
    ) -> Self {
        let differences = differences(recording.outcome(), replayed, unread_input_bytes);
        Self {
            recording_id: recording.id().to_owned(),
            same: differences.is_empty(),
            differences,
        }
    }
}

/// A part of an outcome.
struct Part<'a> {
    name: String,
    bytes: Cow<'a, [u8]>,
}

/// Where two outcomes differ; first the place where the replay left its inputs, if it did.
fn differences(
    recorded: &RecordedOutcome,
    replayed: &RecordedOutcome,
    unread_input_bytes: u64,
) -> Vec<Difference> {
    let mut differences = Vec::new();
    let inputs = |recorded: String, replayed: String| Difference {
        part: "inputs".to_owned(),
        first_byte: 0,
        line_number: 1,
        recorded,
        replayed,
    };
    if let Ending::Diverged(place) = &replayed.ending {
        differences.push(inputs(String::new(), place.clone()));
    } else if unread_input_bytes > 0 {
        let left = format!("{unread_input_bytes} bytes of inputs that the replay did not ask for");
        differences.push(inputs(left, String::new()));
    }
    let (before, after) = (parts(recorded), parts(replayed));
    let absent = |name: &str| Part {
        name: name.to_owned(),
        bytes: Cow::Borrowed(&[]),
    };
    for part in &before {
        let other = after.iter().find(|other| other.name == part.name);
        let other = other.map_or(&[][..], |other| &other.bytes);
        differences.extend(difference(part, other));
    }
    for part in &after {
        if !before.iter().any(|other| other.name == part.name) {
            differences.extend(difference(&absent(&part.name), &part.bytes));
        }
    }
    differences
}

/// Every part with its SHA-256.
pub(super) fn digests(outcome: &RecordedOutcome) -> Vec<(String, String)> {
    parts(outcome)
        .into_iter()
        .map(|part| (part.name, hexadecimal(&Sha256::digest(&part.bytes))))
        .collect()
}

fn difference(recorded: &Part<'_>, replayed: &[u8]) -> Option<Difference> {
    let before = &recorded.bytes[..];
    if before == replayed {
        return None;
    }
    let same = before.iter().zip(replayed);
    let first = same.take_while(|(one, other)| one == other).count();
    let lines = before.iter().take(first).filter(|byte| **byte == b'\n');
    Some(Difference {
        part: recorded.name.clone(),
        first_byte: first as u64,
        line_number: lines.count() as u64 + 1,
        recorded: excerpt(before, first),
        replayed: excerpt(replayed, first),
    })
}

/// What stands around a place, within its line.
fn excerpt(bytes: &[u8], place: usize) -> String {
    let place = place.min(bytes.len());
    let (before, after) = bytes.split_at(place);
    let start = before
        .iter()
        .rev()
        .take(EXCERPT_BYTES)
        .take_while(|byte| **byte != b'\n')
        .count();
    let end = after
        .iter()
        .take(EXCERPT_BYTES)
        .take_while(|byte| **byte != b'\n')
        .count();
    let around = bytes.get(place - start..place + end).unwrap_or_default();
    String::from_utf8_lossy(around).into_owned()
}

fn parts(outcome: &RecordedOutcome) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut text = |name: &str, text: Cow<'_, str>| {
        parts.push(Part {
            name: name.to_owned(),
            bytes: Cow::Owned(text.into_owned().into_bytes()),
        });
    };
    text("ending", ending(&outcome.ending));
    if let Ending::Raised(error) = &outcome.ending {
        let message = &error.message;
        text("error", format!("{message}\n{}", error.traceback).into());
    }
    for (name, captured) in [("stdout", &outcome.stdout), ("stderr", &outcome.stderr)] {
        text(name, Cow::Borrowed(&captured.text));
        text(
            &format!("{name} length"),
            captured.total_bytes.to_string().into(),
        );
    }
    if let Some(value) = &outcome.value {
        let json = value.json.as_ref().map(ToString::to_string);
        text("return_value", json.unwrap_or_default().into());
        text("return_value_repr", Cow::Borrowed(&value.repr));
    }
    if outcome.dropped_artifacts > 0 {
        let dropped = outcome.dropped_artifacts.to_string();
        text("dropped artifacts", dropped.into());
    }
    if let Some(fuel_used) = outcome.fuel_used {
        text("fuel_used", fuel_used.to_string().into());
    }
    for (index, artifact) in outcome.artifacts.iter().enumerate() {
        let number = index + 1;
        parts.push(Part {
            name: format!("artifact {number} name"),
            bytes: Cow::Owned(format!("{} ({})", artifact.name, artifact.media_type).into()),
        });
        parts.push(Part {
            name: format!("artifact {number}"),
            bytes: Cow::Borrowed(&artifact.bytes),
        });
    }
    parts
}

/// How it ended, in a line.
fn ending(ending: &Ending) -> Cow<'_, str> {
    match ending {
        Ending::Raised(error) => Cow::Owned(format!("raised {}", error.error_type)),
        other => Cow::Owned(serde_json::to_string(other).unwrap_or_default()),
    }
}
