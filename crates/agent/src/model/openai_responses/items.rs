use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use crate::message::{
    BinaryContent, BuiltinToolCallPart, BuiltinToolReturnPart, FilePart, ResponsePart,
    ToolArguments, ToolOutcome,
};

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

/// The parts of an item that is neither message, reasoning nor function call: the call of a provider's tool with the
/// whole item in `provider_details.item`, and what it answered where the item says so.
pub(super) fn builtin_parts(item: &Value, kind: &str, provider_name: &str) -> Vec<ResponsePart> {
    let id = string_at(item, "id");
    let call_id = string_at(item, "call_id")
        .or_else(|| id.clone())
        .unwrap_or_default();
    let name = tool_name(item, kind);
    let call = ResponsePart::BuiltinToolCall(BuiltinToolCallPart {
        tool_name: name.clone(),
        args: arguments(item),
        tool_call_id: call_id.clone(),
        tool_kind: None,
        id,
        provider_name: Some(provider_name.to_owned()),
        provider_details: Some(one_member("item", without_image(item))),
    });
    let mut parts = vec![call];
    if let Some(content) = answer(item) {
        let status = string_at(item, "status");
        parts.push(ResponsePart::BuiltinToolReturn(BuiltinToolReturnPart {
            tool_name: name,
            content,
            tool_call_id: call_id,
            outcome: match status.as_deref() {
                Some("failed" | "incomplete") => ToolOutcome::Failed,
                _ => ToolOutcome::Success,
            },
            provider_name: Some(provider_name.to_owned()),
            ..BuiltinToolReturnPart::default()
        }));
    }
    if let Some(content) = image(item, kind) {
        parts.push(ResponsePart::File(FilePart {
            content,
            id: string_at(item, "id"),
            provider_name: Some(provider_name.to_owned()),
            provider_details: None,
        }));
    }
    parts
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

fn arguments(item: &Value) -> Option<ToolArguments> {
    if let Some(code) = item.get("code").filter(|code| code.is_string()) {
        let container = item.get("container_id").cloned().unwrap_or_default();
        let object = json!({"container_id": container, "code": code});
        return Some(ToolArguments::Text(object.to_string()));
    }
    if let Some(queries) = item.get("queries").filter(|queries| queries.is_array()) {
        return Some(ToolArguments::from(json!({"queries": queries})));
    }
    let given = item
        .get("action")
        .or_else(|| item.get("arguments"))
        .or_else(|| item.get("input"));
    given
        .filter(|value| !value.is_null())
        .cloned()
        .map(ToolArguments::from)
}

/// The members that say what came of the call.
fn answer(item: &Value) -> Option<Value> {
    let mut content = serde_json::Map::new();
    if let Some(status) = item.get("status").filter(|status| status.is_string()) {
        content.insert("status".to_owned(), status.clone());
    }
    for name in ["outputs", "output", "results", "error", "tools"] {
        if let Some(value) = item.get(name).filter(|value| !value.is_null()) {
            content.insert(name.to_owned(), value.clone());
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

/// A generated image is kept as a file; its base64 is not kept twice.
fn without_image(item: &Value) -> Value {
    let mut item = item.clone();
    if string_at(&item, "type").as_deref() == Some("image_generation_call")
        && let Some(object) = item.as_object_mut()
    {
        object.remove("result");
    }
    item
}

fn image(item: &Value, kind: &str) -> Option<BinaryContent> {
    if kind != "image_generation_call" {
        return None;
    }
    let format = string_at(item, "output_format").unwrap_or_else(|| "png".to_owned());
    Some(BinaryContent {
        data: string_at(item, "result")?,
        media_type: format!("image/{format}"),
        vendor_metadata: None,
        identifier: None,
    })
}
