//! Each file in `cases/` is a stream written by hand from a provider's published format, with what it decodes to:
//! `wire`, `about`, `events` (the data of the events) and `message` or `error`. `UPDATE=1` writes the last two; read them
//! before you commit them.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::wire::{decode, fold, update};

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Case {
    wire: String,
    about: String,
    events: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Text stays text (`[DONE]`), all else is JSON.
fn stream_of(events: &[Value]) -> String {
    let line = |event: &Value| match event {
        Value::String(text) => format!("data: {text}\n\n"),
        other => format!("data: {other}\n\n"),
    };
    events.iter().map(line).collect()
}

#[test]
fn every_case_decodes_to_its_message() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/wires/cases");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 12, "only {} cases", files.len());
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let case: Case = serde_json::from_str(&std::fs::read_to_string(&file).unwrap())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!case.about.is_empty());
        let stream = stream_of(&case.events);
        let (events, outcome) = decode(&case.wire, [stream.as_bytes()]);
        let error = outcome.err().map(|error| error.to_string());
        let message = error
            .is_none()
            .then(|| serde_json::to_value(fold(events)).unwrap());
        if update() {
            let case = Case {
                message,
                error,
                ..case
            };
            let text = serde_json::to_string_pretty(&case).unwrap() + "\n";
            std::fs::write(&file, text).unwrap();
            continue;
        }
        assert_eq!(error, case.error, "{name}");
        assert_eq!(message, case.message, "{name}");
    }
}
