//! What our encoders send as the next request of a recorded conversation means the same as what was recorded.
//!
//! For each pair of recorded steps: the history before is read from the recorded request, the answer is our decoder's
//! message of the recorded response, what follows (results of tools, new prompts) is read from the next request. The
//! body that the encoder makes of it all is compared with that request, after dropping what is free: key order, item
//! ids, `strict` and closed objects, cache marks, absent against empty content.

use std::collections::BTreeMap;

use crate::history::{Unreadable, history_of};
use crate::meaning::meaning;
use crate::support::{Exchange, conversation, decode_exchange, preset_of, recordings};
use ringfence_agent::message::Message;
use ringfence_agent::model::provider::{Wire, profile_with_quirks};
use ringfence_agent::model::{ModelRequest, anthropic, openai_chat, openai_responses};
use serde::Deserialize;
use serde_json::Value;

/// Pairs that are not compared, with the reason.
#[derive(Debug, Deserialize)]
struct NotCompared {
    /// Beginning of the names of the second exchanges.
    name: String,
    reason: String,
}

fn encode(exchange: &Exchange, messages: &[Message]) -> Value {
    let preset = preset_of(exchange);
    let model = exchange.request["model"].as_str().unwrap_or("m");
    let (profile, quirks) = profile_with_quirks(preset, model);
    let request = ModelRequest::new(messages);
    let body = match preset.wire {
        Wire::OpenAiChat => {
            openai_chat::encode(model, preset.system, &profile, &quirks, &request, true)
        }
        Wire::OpenAiResponses => {
            openai_responses::encode(model, preset.system, &profile, &request, true)
        }
        Wire::AnthropicMessages => {
            anthropic::encode(model, preset.system, &profile, &request, true)
        }
    };
    body.unwrap_or_else(|error| panic!("{}: {error}", exchange.name()))
}

/// The two values at the first place where they differ, as text.
fn first_difference(path: &str, ours: &Value, theirs: &Value) -> Option<String> {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
            names.sort();
            names.dedup();
            let none = Value::Null;
            names.into_iter().find_map(|name| {
                let path = format!("{path}/{name}");
                first_difference(
                    &path,
                    a.get(name).unwrap_or(&none),
                    b.get(name).unwrap_or(&none),
                )
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(index, (a, b))| first_difference(&format!("{path}/{index}"), a, b)),
        (a, b) if a == b => None,
        (a, b) => {
            let short = |value: &Value| value.to_string().chars().take(300).collect::<String>();
            Some(format!(
                "{path}\n      ours   {}\n      theirs {}",
                short(a),
                short(b)
            ))
        }
    }
}

#[test]
fn the_next_request_means_the_same() {
    let Some(exchanges) = recordings() else {
        return;
    };
    let listed: Vec<NotCompared> = serde_json::from_str(include_str!("not_compared.json")).unwrap();
    let mut files: BTreeMap<&str, Vec<&Exchange>> = BTreeMap::new();
    for exchange in &exchanges {
        files.entry(&exchange.file).or_default().push(exchange);
    }
    let (mut same, mut not_a_continuation) = (0, 0);
    let mut unreadable: BTreeMap<Unreadable, usize> = BTreeMap::new();
    let mut excused = vec![0; listed.len()];
    let mut failures = Vec::new();
    for pair in files.values().flat_map(|steps| steps.windows(2)) {
        let [before, after] = pair else { continue };
        if before.wire != after.wire || before.status != 200 || after.status != 200 {
            continue;
        }
        let (known, all) = (conversation(before), conversation(after));
        if known.is_empty() || all.len() <= known.len() || all[..known.len()] != known[..] {
            not_a_continuation += 1;
            continue;
        }
        let answer = match decode_exchange(before) {
            Ok(answer) if !answer.parts.is_empty() => answer,
            _ => continue,
        };
        let messages = match history_of(after, known.len(), Some(answer)) {
            Ok(messages) => messages,
            Err(reason) => {
                *unreadable.entry(reason).or_default() += 1;
                continue;
            }
        };
        let ours = meaning(after, &encode(after, &messages));
        let theirs = meaning(after, &after.request);
        let Some(difference) = first_difference("", &ours, &theirs) else {
            same += 1;
            continue;
        };
        let name = after.name();
        match listed
            .iter()
            .position(|entry| name.starts_with(&entry.name))
        {
            Some(place) => excused[place] += 1,
            None => failures.push(format!("{name} {}: {difference}", after.vendor)),
        }
    }
    println!(
        "{same} pairs mean the same, {not_a_continuation} are no continuation, not readable: {unreadable:?}"
    );
    for (entry, count) in listed.iter().zip(excused) {
        assert!(!entry.reason.is_empty());
        if count == 0 {
            failures.push(format!("`{}` is listed but not different", entry.name));
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(same >= 160, "only {same} pairs were compared");
}

/// First requests that differ, with the reason.
const FIRST_REQUESTS_THAT_DIFFER: [(&str, &str); 1] = [(
    "test_openai_responses/test_openai_responses_text_document_url_input#0",
    "Text files are sent as text between marks on every OpenAI wire.",
)];

/// Every recorded first request that we can read is written again with the same meaning.
#[test]
fn recorded_requests_are_written_again() {
    let Some(exchanges) = recordings() else {
        return;
    };
    let mut same = 0;
    let mut differ = Vec::new();
    let first = |exchange: &&Exchange| exchange.status == 200 && exchange.step == 0;
    for exchange in exchanges.iter().filter(first) {
        let Ok(messages) = history_of(exchange, usize::MAX, None) else {
            continue;
        };
        let ours = meaning(exchange, &encode(exchange, &messages));
        match first_difference("", &ours, &meaning(exchange, &exchange.request)) {
            None => same += 1,
            Some(difference) => differ.push((exchange.name(), difference)),
        }
    }
    println!(
        "{same} first requests mean the same, {} differ",
        differ.len()
    );
    let listed = FIRST_REQUESTS_THAT_DIFFER.map(|(name, _)| name);
    let names: Vec<&str> = differ.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, listed, "{differ:#?}");
    assert!(same >= 650, "only {same} requests were compared");
}
