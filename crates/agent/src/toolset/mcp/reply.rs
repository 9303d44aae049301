use serde_json::Value;

use crate::message::{BinaryContent, MediaContent, UserContentItem};
use crate::tool::{ToolError, ToolReply};

/// The result of a call: structured content when there is some, else the texts; images and sound go beside it.
pub(super) fn reply_of(result: &Value) -> Result<ToolReply, ToolError> {
    let empty = Vec::new();
    let content = result
        .get("content")
        .and_then(Value::as_array)
        .unwrap_or(&empty);
    let text = content
        .iter()
        .filter_map(text_of)
        .collect::<Vec<_>>()
        .join("\n");
    if result.get("isError").and_then(Value::as_bool) == Some(true) {
        return Err(ToolError::Retry(if text.is_empty() {
            "the tool failed".to_owned()
        } else {
            text
        }));
    }
    let value = match result.get("structuredContent") {
        Some(value) if !value.is_null() => value.clone(),
        _ => Value::String(text),
    };
    Ok(ToolReply {
        value,
        content: content.iter().filter_map(media_of).collect(),
        metadata: None,
    })
}

fn text_of(item: &Value) -> Option<String> {
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    match item.get("type")?.as_str()? {
        "text" => text(item, "text"),
        "resource" => text(item.get("resource")?, "text"),
        "resource_link" => text(item, "uri"),
        _ => None,
    }
}

fn media_of(item: &Value) -> Option<UserContentItem> {
    if !matches!(item.get("type")?.as_str()?, "image" | "audio") {
        return None;
    }
    Some(UserContentItem::Media(MediaContent::Binary(
        BinaryContent {
            data: item.get("data")?.as_str()?.to_owned(),
            media_type: item.get("mimeType")?.as_str()?.to_owned(),
            vendor_metadata: None,
            identifier: None,
        },
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn results_of_every_form() {
        let image = json!({"type": "image", "data": "AAAA", "mimeType": "image/png"});
        let cases = [
            (
                json!({"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}),
                json!("a\nb"),
                0,
            ),
            (
                json!({"content": [{"type": "text", "text": "a"}], "structuredContent": {"n": 1}}),
                json!({"n": 1}),
                0,
            ),
            (
                json!({"content": [image, {"type": "hologram"}]}),
                json!(""),
                1,
            ),
            (
                json!({"content": [{"type": "resource", "resource": {"uri": "x", "text": "t"}}]}),
                json!("t"),
                0,
            ),
            (json!({}), json!(""), 0),
            (json!(7), json!(""), 0),
        ];
        for (result, value, media) in cases {
            let reply = reply_of(&result).unwrap();
            assert_eq!(
                (reply.value, reply.content.len()),
                (value, media),
                "{result}"
            );
        }
        let failed = reply_of(
            &json!({"content": [{"type": "text", "text": "no such city"}], "isError": true}),
        );
        assert!(matches!(failed, Err(ToolError::Retry(message)) if message == "no such city"));
    }
}
