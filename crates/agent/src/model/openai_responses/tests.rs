use serde_json::{Value, json};

use super::*;
use crate::message::{
    BuiltinToolCallPart, JsonObject, Message, ResponseMessage, ResponsePart, TextPart,
    ThinkingPart, ToolCallPart, UserContentItem,
};
use crate::model::{ModelProfile, ModelRequest, ModelSettings, ThinkingSettings};

fn body(request: &ModelRequest<'_>) -> Value {
    let profile = ModelProfile {
        supports_thinking: true,
        ..ModelProfile::default()
    };
    encode("m", "openai", &profile, request, true).unwrap()
}

fn answer(parts: Vec<ResponsePart>) -> Vec<Message> {
    let response = ResponseMessage {
        parts,
        ..ResponseMessage::default()
    };
    vec![Message::user("hi"), Message::Response(response)]
}

fn object(value: Value) -> Option<JsonObject> {
    serde_json::from_value(value).ok()
}

#[test]
fn items_of_the_same_provider_keep_their_ids() {
    let parts = |provider: &str| {
        let provider_name = Some(provider.to_owned());
        let id = |id: &str| Some(id.to_owned());
        let thinking = |content: &str, signature: Option<&str>| {
            ResponsePart::Thinking(ThinkingPart {
                content: content.to_owned(),
                id: id("rs_1"),
                signature: signature.map(str::to_owned),
                provider_name: provider_name.clone(),
                provider_details: None,
            })
        };
        vec![
            thinking("first", Some("sealed")),
            thinking("second", None),
            ResponsePart::BuiltinToolCall(BuiltinToolCallPart {
                tool_name: "web_search".to_owned(),
                provider_name: provider_name.clone(),
                provider_details: object(
                    json!({"item": {"type": "web_search_call", "id": "ws_1"}}),
                ),
                ..BuiltinToolCallPart::default()
            }),
            ResponsePart::Text(TextPart {
                content: "4".to_owned(),
                id: id("msg_1"),
                provider_name: provider_name.clone(),
                provider_details: object(json!({"phase": "final_answer"})),
            }),
            ResponsePart::ToolCall(ToolCallPart {
                tool_name: "f".to_owned(),
                tool_call_id: "call_1".to_owned(),
                id: id("fc_1"),
                provider_name,
                ..ToolCallPart::default()
            }),
        ]
    };
    let own = answer(parts("openai"));
    let summary = json!([{"type": "summary_text", "text": "first"}, {"type": "summary_text", "text": "second"}]);
    let expected = json!([
        {"role": "user", "content": "hi"},
        {"type": "reasoning", "id": "rs_1", "encrypted_content": "sealed", "summary": summary},
        {"type": "web_search_call", "id": "ws_1"},
        {"type": "message", "role": "assistant", "id": "msg_1", "status": "completed", "phase": "final_answer",
         "content": [{"type": "output_text", "text": "4", "annotations": []}]},
        {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "f", "arguments": "{}"},
    ]);
    assert_eq!(body(&ModelRequest::new(&own))["input"], expected);
    let foreign = answer(parts("azure"));
    let expected = json!([
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": "4"},
        {"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"},
    ]);
    assert_eq!(body(&ModelRequest::new(&foreign))["input"], expected);
}

#[test]
fn encrypted_reasoning_is_asked_for_and_more_can_be_included() {
    let messages = [Message::user("hi")];
    let settings = ModelSettings {
        thinking: Some(ThinkingSettings::Effort("low".to_owned())),
        max_tokens: Some(9),
        extra_body: object(json!({"include": ["web_search_call.action.sources"], "tools": [{"type": "web_search"}]})).unwrap(),
        ..ModelSettings::default()
    };
    let request = ModelRequest {
        settings: &settings,
        instructions: Some("Be brief."),
        ..ModelRequest::new(&messages)
    };
    let expected = json!({
        "model": "m",
        "input": [{"role": "user", "content": "hi"}],
        "stream": true,
        "instructions": "Be brief.",
        "include": ["reasoning.encrypted_content", "web_search_call.action.sources"],
        "max_output_tokens": 9,
        "reasoning": {"effort": "low"},
        "tools": [{"type": "web_search"}],
    });
    assert_eq!(body(&request), expected);
}

#[test]
fn media_in_prompts() {
    let items = vec![
        UserContentItem::from("look"),
        UserContentItem::image_url("https://example.com/a.png"),
        UserContentItem::document_url("https://example.com/a.pdf"),
        UserContentItem::binary(b"a,b", "text/csv"),
    ];
    let messages = [Message::user(items)];
    let content = body(&ModelRequest::new(&messages))["input"][0]["content"].take();
    let text =
        "-----BEGIN FILE id=\"file\" type=\"text/csv\"-----\na,b\n-----END FILE id=\"file\"-----";
    let expected = json!([
        {"type": "input_text", "text": "look"},
        {"type": "input_image", "image_url": "https://example.com/a.png", "detail": "auto"},
        {"type": "input_file", "file_url": "https://example.com/a.pdf"},
        {"type": "input_text", "text": text},
    ]);
    assert_eq!(content, expected);
}
