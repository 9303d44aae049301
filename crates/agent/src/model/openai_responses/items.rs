use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use crate::message::{
    BinaryContent, BuiltinToolCallPart, BuiltinToolReturnPart, FilePart, ResponsePart,
    ToolArguments, ToolOutcome,
};
use crate::model::wire::content_of_data_url;

use super::state::one_member;

/// A member that is a string with at least one character.
pub(super) fn string_at(value: &Value, name: &str) -> Option<String> {
    let text = value.get(name)?.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}

/// What the model thought, from the item, else from the deltas.
pub(super) fn raw_reasoning(item: &Value, streamed: HashMap<u64, String>) -> Vec<String> {
    let contents = item.get("content").and_then(Value::as_array);
    let whole: Vec<String> = contents
        .into_iter()
        .flatten()
        .filter_map(|content| string_at(content, "text"))
        .collect();
    if !whole.is_empty() {
        return whole;
    }
    let ordered: BTreeMap<u64, String> = streamed.into_iter().collect();
    ordered.into_values().collect()
}

/// The call of a provider's tool, with the whole item in `provider_details.item`.
pub(super) fn builtin_call(item: &Value, kind: &str, provider_name: &str) -> BuiltinToolCallPart {
    let id = string_at(item, "id");
    let keeps_id = !matches!(
        kind,
        "code_interpreter_call" | "mcp_call" | "mcp_list_tools"
    );
    BuiltinToolCallPart {
        tool_name: tool_name(item, kind),
        args: arguments(item, kind),
        tool_call_id: call_id(item),
        tool_kind: None,
        id: id.filter(|_| keeps_id),
        provider_name: Some(provider_name.to_owned()),
        provider_details: Some(one_member("item", without_images(item))),
    }
}

/// What came of the call, also when it comes as an item of its own (`tool_search_output`, kept whole): files, and what the item says of the answer.
pub(super) fn builtin_results(item: &Value, kind: &str, provider_name: &str) -> Vec<ResponsePart> {
    let mut parts = Vec::new();
    for content in images(item, kind) {
        parts.push(ResponsePart::File(FilePart {
            content,
            id: string_at(item, "id"),
            provider_name: Some(provider_name.to_owned()),
            provider_details: None,
        }));
    }
    let is_output = kind.ends_with("_output");
    if let Some(content) = answer(item, kind) {
        let status = string_at(item, "status");
        parts.push(ResponsePart::BuiltinToolReturn(BuiltinToolReturnPart {
            tool_name: tool_name(item, kind),
            content,
            tool_call_id: call_id(item),
            outcome: match status.as_deref() {
                Some("failed" | "incomplete") => ToolOutcome::Failed,
                _ => ToolOutcome::Success,
            },
            provider_name: Some(provider_name.to_owned()),
            provider_details: is_output.then(|| one_member("item", without_images(item))),
            ..BuiltinToolReturnPart::default()
        }));
    }
    parts
}

fn call_id(item: &Value) -> String {
    let id = string_at(item, "call_id").or_else(|| string_at(item, "id"));
    id.unwrap_or_default()
}

/// `web_search_call` is `web_search`; OpenAI's interpreter is called `code_execution` as elsewhere.
fn tool_name(item: &Value, kind: &str) -> String {
    match kind {
        "code_interpreter_call" => "code_execution".to_owned(),
        "mcp_call" | "mcp_list_tools" | "mcp_approval_request" => {
            let server = string_at(item, "server_label").unwrap_or_default();
            format!("mcp_server:{server}")
        }
        "image_generation_call" => "image_generation".to_owned(),
        other => other
            .trim_end_matches("_call")
            .trim_end_matches("_output")
            .to_owned(),
    }
}

fn arguments(item: &Value, kind: &str) -> Option<ToolArguments> {
    let given = match kind {
        "code_interpreter_call" => {
            let container = item.get("container_id").cloned().unwrap_or_default();
            let code = item.get("code").cloned().unwrap_or_default();
            json!({"container_id": container, "code": code})
        }
        "file_search_call" => json!({"queries": item.get("queries")?}),
        "mcp_list_tools" => json!({"action": "list_tools"}),
        "mcp_call" => {
            let arguments = string_at(item, "arguments").unwrap_or_default();
            let arguments: Value =
                serde_json::from_str(&arguments).unwrap_or(Value::String(arguments));
            let name = item.get("name").cloned().unwrap_or_default();
            json!({"action": "call_tool", "tool_name": name, "tool_args": arguments})
        }
        "web_search_call" => {
            let mut action = item.get("action")?.clone();
            if let Some(action) = action.as_object_mut() {
                action.remove("sources");
            }
            action
        }
        _ => ["action", "arguments", "input"]
            .iter()
            .find_map(|name| item.get(*name))?
            .clone(),
    };
    (!given.is_null()).then(|| ToolArguments::from(given))
}

/// The members that say what came of the call.
fn answer(item: &Value, kind: &str) -> Option<Value> {
    if kind == "tool_search_call" {
        return None;
    }
    let mut content = serde_json::Map::new();
    let status = item.get("status").filter(|status| status.is_string());
    if let Some(status) = status.filter(|_| !kind.starts_with("mcp_")) {
        content.insert("status".to_owned(), status.clone());
    }
    for name in ["outputs", "output", "results", "error", "tools"] {
        if let Some(value) = item.get(name).filter(|value| !value.is_null()) {
            content.insert(name.to_owned(), without_image_urls(value));
        }
    }
    if let Some(sources) = item
        .pointer("/action/sources")
        .filter(|sources| !sources.is_null())
    {
        content.insert("sources".to_owned(), sources.clone());
    }
    (!content.is_empty()).then_some(Value::Object(content))
}

/// Images are kept as files; their base64 is not kept twice.
fn without_images(item: &Value) -> Value {
    let mut item = item.clone();
    if let Some(object) = item.as_object_mut() {
        if object.get("type").and_then(Value::as_str) == Some("image_generation_call") {
            object.remove("result");
        }
        if let Some(outputs) = object.get_mut("outputs") {
            *outputs = without_image_urls(outputs);
        }
    }
    item
}

/// The list without entries that are an image in base64.
fn without_image_urls(value: &Value) -> Value {
    let Value::Array(items) = value else {
        return value.clone();
    };
    let kept = items.iter().filter(|item| image_url(item).is_none());
    Value::Array(kept.cloned().collect())
}

fn image_url(output: &Value) -> Option<&str> {
    let is_image = output.get("type").and_then(Value::as_str) == Some("image");
    let url = output.get("url").and_then(Value::as_str);
    url.filter(|url| is_image && url.starts_with("data:"))
}

fn images(item: &Value, kind: &str) -> Vec<BinaryContent> {
    match kind {
        "image_generation_call" => {
            let format = string_at(item, "output_format").unwrap_or_else(|| "png".to_owned());
            let data = string_at(item, "result");
            let image = data.map(|data| BinaryContent {
                data,
                media_type: format!("image/{format}"),
                vendor_metadata: None,
                identifier: None,
            });
            image.into_iter().collect()
        }
        "code_interpreter_call" => {
            let outputs = item.get("outputs").and_then(Value::as_array);
            let urls = outputs.into_iter().flatten().filter_map(image_url);
            urls.filter_map(content_of_data_url).collect()
        }
        _ => Vec::new(),
    }
}
