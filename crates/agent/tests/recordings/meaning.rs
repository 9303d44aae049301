//! The meaning of a request's conversation: what is free is dropped or brought to one form.

use serde_json::{Map, Value, json};

use crate::support::Exchange;

/// Members that do not change what the model sees, or that name items which are sent along.
const FREE: [&str; 11] = [
    "cache_control",
    "prompt_cache_breakpoint",
    "prefix",
    "index",
    "status",
    "annotations",
    "citations",
    "logprobs",
    "caller",
    "retrieved_at",
    "detail",
];

/// The conversation of a request body.
pub(crate) fn meaning(exchange: &Exchange, body: &Value) -> Value {
    let name = if exchange.wire == "openai-responses" {
        "input"
    } else {
        "messages"
    };
    let list = match &body[name] {
        Value::Array(list) => list.clone(),
        Value::String(text) => vec![json!({"role": "user", "content": text})],
        _ => Vec::new(),
    };
    let items: Vec<Value> = list
        .iter()
        .map(|item| clean(item, &exchange.wire))
        .collect();
    // An assistant that said nothing is no message.
    let items: Vec<Value> = items
        .into_iter()
        .filter(|item| *item != json!({"role": "assistant"}))
        .collect();
    let items = if exchange.wire == "anthropic-messages" {
        merge_roles(items)
    } else {
        items
    };
    json!({"conversation": items, "system": system(&body["system"])})
}

fn system(system: &Value) -> Value {
    match system {
        Value::String(text) => json!([text]),
        Value::Array(blocks) => blocks.iter().map(|block| block["text"].clone()).collect(),
        _ => json!([]),
    }
}

fn clean(item: &Value, wire: &str) -> Value {
    let mut item = strip(item);
    let Some(object) = item.as_object_mut() else {
        return item;
    };
    if object.get("role").is_some_and(|role| role == "developer") {
        object.insert("role".to_owned(), json!("system"));
    }
    if object.get("type").is_some_and(|kind| kind == "message") {
        object.remove("type");
    }
    let is_reasoning = object.get("type").is_some_and(|kind| kind == "reasoning");
    if wire == "openai-responses" && !is_reasoning {
        object.remove("id");
    }
    if wire == "openai-chat" {
        object.remove("name");
    }
    if let Some(content) = object.remove("content") {
        let content = if wire == "anthropic-messages" {
            blocks(&content)
        } else {
            joined(&content)
        };
        if content != json!("") && content != json!([]) {
            object.insert("content".to_owned(), content);
        }
    }
    for name in ["arguments", "input"] {
        if let Some(Value::String(text)) = object.get(name) {
            let parsed = serde_json::from_str(text).unwrap_or_else(|_| json!(text));
            object.insert(name.to_owned(), parsed);
        }
    }
    for call in object
        .get_mut("tool_calls")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        let text = call["function"]["arguments"].as_str().unwrap_or_default();
        let parsed = serde_json::from_str(text).unwrap_or_else(|_| json!(text));
        call["function"]["arguments"] = parsed;
        call["type"] = json!("function");
    }
    item
}

/// Texts in a list are one text.
fn joined(content: &Value) -> Value {
    let Value::Array(items) = content else {
        return content.clone();
    };
    let texts: Option<Vec<&str>> = items
        .iter()
        .map(|item| {
            let is_text = matches!(
                item["type"].as_str(),
                Some("text" | "input_text" | "output_text")
            );
            item["text"].as_str().filter(|_| is_text)
        })
        .collect();
    texts.map_or_else(|| content.clone(), |texts| json!(texts.join("\n\n")))
}

/// Content of Anthropic's messages as a list of blocks, with that of results too.
fn blocks(content: &Value) -> Value {
    let list = match content {
        Value::String(text) => vec![json!({"type": "text", "text": text})],
        Value::Array(list) => list.clone(),
        other => return other.clone(),
    };
    let list = list.into_iter().map(|mut block| {
        if block["type"] == "tool_result" {
            block["content"] = blocks(&block["content"]);
            if block["is_error"] == false {
                block.as_object_mut().unwrap().remove("is_error");
            }
        }
        block
    });
    list.collect()
}

/// Neighbours of one role are one message, and results come first in it.
fn merge_roles(items: Vec<Value>) -> Vec<Value> {
    let mut merged: Vec<Value> = Vec::new();
    for item in items {
        let more = item["content"].as_array().cloned().unwrap_or_default();
        match merged.last_mut() {
            Some(last) if last["role"] == item["role"] => {
                last["content"].as_array_mut().unwrap().extend(more);
            }
            _ => merged.push(item),
        }
    }
    for item in &mut merged {
        if let Some(list) = item["content"].as_array_mut() {
            list.sort_by_key(|block| block["type"] != "tool_result" && is_prompt(block));
        }
    }
    merged
}

fn is_prompt(block: &Value) -> bool {
    matches!(block["type"].as_str(), Some("text" | "image" | "document"))
}

fn strip(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let kept = object
                .iter()
                .filter(|(name, value)| !value.is_null() && !FREE.contains(&name.as_str()));
            let kept: Map<String, Value> = kept
                .map(|(name, value)| (name.clone(), strip(value)))
                .collect();
            let kept = kept.into_iter().filter(|(name, value)| {
                !(value.as_array().is_some_and(Vec::is_empty) && name != "content")
            });
            Value::Object(kept.collect())
        }
        Value::Array(items) => items.iter().map(strip).collect(),
        other => other.clone(),
    }
}
