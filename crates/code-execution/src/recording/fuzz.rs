//! Any bytes as a recording: refused, or one that is written and read again as it was.

use super::{Recording, ReplayReport, file};
use crate::fuzzing::Choices;

/// The first byte says how much of the form is made right, so that what lies below it is reached: nothing, the digest,
/// the compression too, or the document's length too, where the document ends with its line.
///
/// # Panics
/// Where what was read is not what is read again.
pub fn ask_recording(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let recording = match choices.byte() % 4 {
        0 => Recording::from_bytes(choices.rest()),
        1 => {
            let content_bytes = u64::from(choices.number());
            Recording::from_bytes(&with_digest(content_bytes, choices.rest()))
        }
        2 => Recording::from_bytes(&compressed(choices.rest())),
        _ => Recording::from_bytes(&compressed(&with_document_length(choices.rest()))),
    };
    let Ok(recording) = recording else { return };
    let _ = recording.inputs();
    let report = ReplayReport::of(&recording, &recording.outcome, 0);
    assert!(report.same && report.differences.is_empty());
    assert_comes_back(&recording);
}

/// What is written and read again is the same.
fn assert_comes_back(recording: &Recording) {
    let again = recording
        .to_bytes()
        .and_then(|bytes| Recording::from_bytes(&bytes));
    assert!(again.is_ok(), "{again:?}");
    let Ok(again) = again else { return };
    assert_eq!(format!("{again:?}"), format!("{recording:?}"));
    assert_eq!(again.outcome, recording.outcome);
    assert_eq!(again.log(), recording.log());
    let files = |recording: &Recording| -> Vec<Vec<u8>> {
        let files = recording.request.files.iter();
        files.map(|file| file.bytes.clone()).collect()
    };
    assert_eq!(files(&again), files(recording));
}

/// A file whose digest is right.
fn with_digest(content_bytes: u64, compressed: &[u8]) -> Vec<u8> {
    let length = content_bytes.to_le_bytes();
    let digest = file::digest(length, compressed);
    [file::MAGIC, &length, &digest, compressed].concat()
}

/// A file of a content.
fn compressed(content: &[u8]) -> Vec<u8> {
    with_digest(content.len() as u64, &lz4_flex::block::compress(content))
}

/// A content of a document in one line, and what follows it.
fn with_document_length(bytes: &[u8]) -> Vec<u8> {
    let end = bytes.iter().position(|&byte| byte == b'\n');
    let document_bytes = u32::try_from(end.unwrap_or(bytes.len())).unwrap_or(u32::MAX);
    let mut content = document_bytes.to_le_bytes().to_vec();
    content.extend(
        bytes
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != end)
            .map(|(_, byte)| byte),
    );
    content
}
