//! Recorded streams and bodies of real providers decode to what pydantic-ai makes of them.
//!
//! Differences that are meant are listed in `differences.json`, with their reasons; a listed difference that
//! is gone fails too.

use std::collections::BTreeMap;

use ringfence_agent::error::ModelError;
use ringfence_agent::message::ResponseMessage;
use ringfence_agent::model::ModelEvent;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::support::{Exchange, decode_body, decoder_of, folded, recordings};

fn provider_of(exchange: &Exchange) -> &'static str {
    if exchange.wire == "anthropic-messages" {
        "anthropic"
    } else {
        "openai"
    }
}

fn decode_stream(
    exchange: &Exchange,
    bytes: &[u8],
    chunk_bytes: usize,
) -> (ResponseMessage, Vec<ModelEvent>, Result<(), ModelError>) {
    let mut decoder = decoder_of(exchange, provider_of(exchange));
    let mut events = Vec::new();
    let pushed = bytes
        .chunks(chunk_bytes)
        .try_for_each(|chunk| decoder.push(chunk, &mut events));
    let outcome = pushed.and_then(|()| decoder.finish(&mut events));
    (folded(events.clone()), events, outcome)
}

/// Members that say nothing about decoding: times of receipt, pydantic-ai's own bookkeeping, sums made of other members.
const NOT_COMPARED: [&str; 22] = [
    "timestamp",
    "kind",
    "provider_url",
    "canonical_system",
    "run_id",
    "conversation_id",
    "metadata",
    "workspace_ref",
    "history_digest",
    "failed_attempts",
    "state",
    "model_id",
    "tool_kind",
    "content_file_digests",
    "outcome",
    "output_reasoning_tokens",
    "audio_seconds",
    "cost",
    "web_searches",
    "unmeasured_requests",
    "kind",
    "is_byok",
];

/// Drops what is not compared, `null`, zero counts and empty containers; reads argument text as JSON.
fn comparable(message: &Value) -> Value {
    fn strip(value: &Value, depth: usize) -> Option<Value> {
        match value {
            Value::Null => None,
            Value::Number(number) if number.as_u64() == Some(0) || number.as_f64() == Some(0.0) => {
                None
            }
            Value::Object(object) => {
                let mut kept = Map::new();
                for (name, value) in object {
                    if depth <= 2 && NOT_COMPARED.contains(&name.as_str()) {
                        continue;
                    }
                    let value = match (name.as_str(), value) {
                        ("args", Value::String(text)) => {
                            serde_json::from_str(text).unwrap_or_else(|_| value.clone())
                        }
                        _ => value.clone(),
                    };
                    if let Some(value) = strip(&value, depth + 1) {
                        kept.insert(name.clone(), value);
                    }
                }
                (!kept.is_empty()).then_some(Value::Object(kept))
            }
            Value::Array(items) => {
                let kept: Vec<Value> = items.iter().filter_map(|item| strip(item, depth)).collect();
                (!kept.is_empty()).then_some(Value::Array(kept))
            }
            other => Some(other.clone()),
        }
    }
    let mut value = strip(message, 0).unwrap_or(json!({}));
    if let Some(time) = message.pointer("/provider_details/timestamp") {
        value["provider_details"]["timestamp"] = time.clone();
    }
    value
}

/// Where two values differ, as paths.
fn differences(path: &str, ours: Option<&Value>, theirs: Option<&Value>, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
            names.sort();
            names.dedup();
            for name in names {
                differences(&format!("{path}/{name}"), a.get(name), b.get(name), found);
            }
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                differences(&format!("{path}/{index}"), Some(a), Some(b), found);
            }
        }
        (a, b) if a == b => {}
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            let kinds = |list: &[Value]| -> Vec<String> {
                list.iter()
                    .map(|item| item["part_kind"].as_str().unwrap_or("?").to_owned())
                    .collect()
            };
            found.push(format!(
                "{path} is [{}], expected [{}]",
                kinds(a).join(" "),
                kinds(b).join(" ")
            ));
        }
        (Some(_), None) => found.push(format!("{path} is extra")),
        (None, Some(_)) => found.push(format!("{path} is missing")),
        _ => found.push(format!("{path} differs")),
    }
}

/// Leaves out our parts that the other side has none of, and reports them, so that the rest is still compared.
fn align(mut ours: Value, expected: &Value, found: &mut Vec<String>) -> Value {
    let theirs = expected["parts"].as_array().cloned().unwrap_or_default();
    let has = |part: &Value| {
        theirs.iter().any(|their| match part["part_kind"].as_str() {
            Some("builtin-tool-call") => {
                their["part_kind"] == part["part_kind"]
                    && their["tool_call_id"] == part["tool_call_id"]
            }
            Some("thinking") => their["part_kind"] == "thinking",
            _ => true,
        })
    };
    if let Some(parts) = ours["parts"].as_array_mut() {
        let extra = parts.iter().filter(|part| !has(part));
        found.extend(extra.map(|part| {
            format!(
                "/parts has an extra {}",
                part["part_kind"].as_str().unwrap_or("?")
            )
        }));
        parts.retain(has);
    }
    ours
}

/// A difference that is meant.
#[derive(Debug, Deserialize)]
struct Difference {
    /// Where it may occur: the wire.
    wire: String,
    /// The difference as it is reported, `*` for any number and any list of kinds.
    #[serde(rename = "difference")]
    path: String,
    /// Why it is meant.
    reason: String,
    /// In how many streams it occurs.
    streams: usize,
}

fn general(difference: &str) -> String {
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let path = difference.split(' ').next().unwrap_or_default();
    let starred: Vec<&str> = path
        .split('/')
        .map(|word| if digits(word) { "*" } else { word })
        .collect();
    difference.replacen(path, &starred.join("/"), 1)
}

#[test]
fn streams_decode_to_the_expected_message() {
    let Some(exchanges) = recordings() else {
        return;
    };
    let listed: Vec<Difference> = serde_json::from_str(include_str!("differences.json")).unwrap();
    let mut counts: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let mut streams = 0;
    let mut failures = Vec::new();
    for exchange in &exchanges {
        let Some(sse) = &exchange.sse else { continue };
        streams += 1;
        let (message, _, outcome) = decode_stream(exchange, sse.as_bytes(), usize::MAX);
        let Some(expected) = &exchange.expected_message else {
            assert!(
                matches!(outcome, Err(ModelError::Stream { .. })),
                "{}: pydantic-ai raised an error, we gave {outcome:?}",
                exchange.name(),
            );
            continue;
        };
        if let Err(error) = outcome {
            failures.push(format!("{}: {error}", exchange.name()));
            continue;
        }
        let ours = comparable(&serde_json::to_value(&message).unwrap());
        let expected = comparable(expected);
        let mut found = Vec::new();
        let ours = align(ours, &expected, &mut found);
        differences("", Some(&ours), Some(&expected), &mut found);
        let mut found: Vec<String> = found.iter().map(|difference| general(difference)).collect();
        found.sort();
        found.dedup();
        for difference in found {
            counts
                .entry((exchange.wire.clone(), difference))
                .or_default()
                .push(exchange.name());
        }
    }
    assert_eq!(streams, 119);
    for ((wire, difference), names) in &counts {
        let entry = listed
            .iter()
            .find(|entry| &entry.wire == wire && &entry.path == difference);
        match entry {
            None => failures.push(format!(
                "{wire}: {difference}\n    {}",
                names.join("\n    ")
            )),
            Some(entry) if entry.streams != names.len() => {
                failures.push(format!(
                    "{wire}: {difference}: in {} streams, listed {}",
                    names.len(),
                    entry.streams
                ));
            }
            Some(entry) => assert!(!entry.reason.is_empty()),
        }
    }
    for entry in &listed {
        if !counts.contains_key(&(entry.wire.clone(), entry.path.clone())) {
            failures.push(format!("{}: {} is listed but gone", entry.wire, entry.path));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn bodies_decode_without_error() {
    let Some(exchanges) = recordings() else {
        return;
    };
    let mut decoded = 0;
    let mut failures = Vec::new();
    for exchange in exchanges.iter().filter(|exchange| exchange.status == 200) {
        let Some(response) = &exchange.response else {
            continue;
        };
        let body = serde_json::to_vec(response).unwrap();
        if exchange.name() == "test_openai/test_invalid_response#0" {
            // The server was no model at all.
            let error = decode_body(exchange, provider_of(exchange), &body)
                .unwrap_err()
                .to_string();
            assert_eq!(
                error,
                "cannot read the answer of model `m`: body has no choices"
            );
            continue;
        }
        match decode_body(exchange, provider_of(exchange), &body) {
            Ok(message) if message.finish_reason.is_some() || !message.parts.is_empty() => {
                decoded += 1;
            }
            Ok(message) => failures.push(format!("{}: empty {message:?}", exchange.name())),
            Err(error) => failures.push(format!("{}: {error}", exchange.name())),
        }
    }
    assert!(
        failures.is_empty(),
        "{decoded} decoded\n{}",
        failures.join("\n")
    );
}

#[test]
fn any_cut_of_the_bytes_gives_the_same_events() {
    let Some(exchanges) = recordings() else {
        return;
    };
    for exchange in &exchanges {
        let Some(sse) = &exchange.sse else { continue };
        let (_, whole, outcome) = decode_stream(exchange, sse.as_bytes(), usize::MAX);
        for chunk_bytes in [1, 2, 3, 7, 61, 1024, 4093] {
            let (_, cut, cut_outcome) = decode_stream(exchange, sse.as_bytes(), chunk_bytes);
            assert!(
                whole == cut,
                "{} cut at every {chunk_bytes} bytes",
                exchange.name()
            );
            assert_eq!(outcome.is_ok(), cut_outcome.is_ok(), "{}", exchange.name());
        }
    }
}
