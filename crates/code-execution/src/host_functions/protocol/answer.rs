//! Writing answers.

use serde_json::{Value, json};

use super::super::HostCallOutcome;

/// The functions that there are.
pub(in crate::host_functions) fn list(id: Option<u64>, descriptors: &str) -> Vec<u8> {
    format!(
        "{{\"v\":1,\"id\":{},\"ok\":true,\"tools\":{descriptors}}}",
        Value::from(id)
    )
    .into_bytes()
}

/// What a function answered, as JSON text.
pub(in crate::host_functions) fn value(id: Option<u64>, value: &[u8]) -> Vec<u8> {
    let start = format!(
        "{{\"v\":1,\"id\":{},\"ok\":true,\"value\":",
        Value::from(id)
    );
    [start.as_bytes(), value, b"}"].concat()
}

/// Why there is no value.
pub(in crate::host_functions) fn failure(
    id: Option<u64>,
    kind: HostCallOutcome,
    message: &str,
) -> Vec<u8> {
    let error = json!({"kind": kind.as_str(), "message": message});
    json!({"v": 1, "id": id, "ok": false, "error": error})
        .to_string()
        .into_bytes()
}
