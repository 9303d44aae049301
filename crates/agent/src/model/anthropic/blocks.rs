use serde_json::{Map, Value, json};

use crate::message::{
    BuiltinToolCallPart, BuiltinToolReturnPart, JsonObject, ResponsePart, TextPart, ThinkingPart,
    ToolArguments, ToolCallPart, ToolOutcome,
};

/// `id` of a thinking part that holds a redacted block: its `signature` is the block's `data`.
pub(super) const REDACTED_THINKING: &str = "redacted_thinking";

/// The part of a content block. `streamed`: the input of tools arrives later.
pub(super) fn part_of_block(block: &Value, provider_name: &str, streamed: bool) -> ResponsePart {
    let text = |name: &str| {
        block
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let provider = Some(provider_name.to_owned());
    let kind = text("type");
    match kind.as_str() {
        "text" => ResponsePart::Text(TextPart {
            content: text("text"),
            ..TextPart::default()
        }),
        "thinking" => ResponsePart::Thinking(ThinkingPart {
            content: text("thinking"),
            signature: Some(text("signature")).filter(|signature| !signature.is_empty()),
            provider_name: provider,
            ..ThinkingPart::default()
        }),
        "redacted_thinking" => ResponsePart::Thinking(ThinkingPart {
            id: Some(REDACTED_THINKING.to_owned()),
            signature: Some(text("data")),
            provider_name: provider,
            ..ThinkingPart::default()
        }),
        "tool_use" => {
            let details = rest_of(block, &["type", "id", "name", "input"]);
            let details =
                details.filter(|details| details.get("caller") != Some(&json!({"type": "direct"})));
            ResponsePart::ToolCall(ToolCallPart {
                tool_name: text("name"),
                args: Some(input_of(block, streamed)),
                tool_call_id: text("id"),
                id: None,
                provider_name: details.as_ref().and(provider),
                provider_details: details,
            })
        }
        "server_tool_use" | "mcp_tool_use" => {
            let mut details = rest_of(block, &["type", "id", "name", "input"]).unwrap_or_default();
            details.insert("type".to_owned(), Value::from(kind));
            ResponsePart::BuiltinToolCall(BuiltinToolCallPart {
                tool_name: text("name"),
                args: Some(input_of(block, streamed)),
                tool_call_id: text("id"),
                provider_name: provider,
                provider_details: Some(details),
                ..BuiltinToolCallPart::default()
            })
        }
        kind if kind.ends_with("_tool_result") => {
            let mut details =
                rest_of(block, &["type", "tool_use_id", "content"]).unwrap_or_default();
            details.insert("type".to_owned(), Value::from(kind));
            ResponsePart::BuiltinToolReturn(BuiltinToolReturnPart {
                tool_name: kind.trim_end_matches("_tool_result").to_owned(),
                content: block.get("content").cloned().unwrap_or_default(),
                tool_call_id: text("tool_use_id"),
                outcome: outcome_of(block),
                provider_name: provider,
                provider_details: Some(details),
                ..BuiltinToolReturnPart::default()
            })
        }
        kind => ResponsePart::Unknown(unknown_part(block, kind, provider_name)),
    }
}

/// The block of a part that a provider's tool made; `None` when the part came from elsewhere.
pub(super) fn block_of_call(call: &BuiltinToolCallPart) -> Option<Value> {
    let mut block = call.provider_details.clone()?;
    block.get("type")?;
    let input = call.args.as_ref().map(ToolArguments::to_object);
    let input = input.transpose().ok()?.unwrap_or_default();
    block.insert("id".to_owned(), Value::from(call.tool_call_id.as_str()));
    block.insert("name".to_owned(), Value::from(call.tool_name.as_str()));
    block.insert("input".to_owned(), Value::Object(input));
    Some(Value::Object(block))
}

/// The block of a result that a provider's tool made; `None` when the part came from elsewhere.
pub(super) fn block_of_return(result: &BuiltinToolReturnPart) -> Option<Value> {
    let mut block = result.provider_details.clone()?;
    block.get("type")?;
    block.insert(
        "tool_use_id".to_owned(),
        Value::from(result.tool_call_id.as_str()),
    );
    block.insert("content".to_owned(), result.content.clone());
    Some(Value::Object(block))
}

/// The block of a part of a kind that the message types do not know.
pub(super) fn block_of_unknown(part: &JsonObject, provider_name: &str) -> Option<Value> {
    let is_own = part.get("provider_name").and_then(Value::as_str) == Some(provider_name);
    if !is_own {
        return None;
    }
    match part.get("part_kind")?.as_str()? {
        "compaction" => Some(json!({"type": "compaction", "content": part.get("content")?})),
        "provider-block" => part.get("block").cloned(),
        _ => None,
    }
}

pub(super) fn unknown_part(block: &Value, kind: &str, provider_name: &str) -> JsonObject {
    let mut part = Map::new();
    let mut set = |name: &str, value: Value| {
        part.insert(name.to_owned(), value);
    };
    set("provider_name", Value::from(provider_name));
    if kind == "compaction" {
        set("part_kind", Value::from("compaction"));
        set("content", block.get("content").cloned().unwrap_or_default());
    } else {
        set("part_kind", Value::from("provider-block"));
        set("block", block.clone());
    }
    part
}

fn input_of(block: &Value, streamed: bool) -> ToolArguments {
    let input = block.get("input").and_then(Value::as_object);
    let given = input.filter(|input| !streamed || !input.is_empty());
    given.map_or_else(ToolArguments::default, |input| {
        ToolArguments::Object(input.clone())
    })
}

/// The members that have no field of their own; `None` when there are none.
fn rest_of(block: &Value, known: &[&str]) -> Option<JsonObject> {
    let members = block.as_object()?.iter();
    let rest: JsonObject = members
        .filter(|(name, value)| !known.contains(&name.as_str()) && !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    (!rest.is_empty()).then_some(rest)
}

fn outcome_of(block: &Value) -> ToolOutcome {
    let content_kind = block.pointer("/content/type").and_then(Value::as_str);
    let failed = block.get("is_error") == Some(&Value::Bool(true))
        || content_kind.is_some_and(|kind| kind.ends_with("_error"));
    if failed {
        return ToolOutcome::Failed;
    }
    ToolOutcome::Success
}
