use serde_json::{Value, json};

use super::*;
use crate::message::{
    BinaryContent, MediaContent, Message, RequestMessage, RequestPart, ResponseMessage,
    ResponsePart, ThinkingPart, ToolReturnPart, UserContentItem,
};
use crate::model::{
    ModelProfile, ModelRequest, ModelSettings, OutputFormat, OutputSchema, ThinkingSettings,
    ToolChoice, ToolDefinition,
};

fn openai() -> ModelProfile {
    ModelProfile {
        supports_json_schema: true,
        supports_json_object: true,
        supports_strict_tools: true,
        supports_thinking: true,
        uses_max_completion_tokens: true,
        ..ModelProfile::default()
    }
}

fn body(profile: &ModelProfile, quirks: &ChatQuirks, request: &ModelRequest<'_>) -> Value {
    encode("m", "p", profile, quirks, request, true).unwrap()
}

fn tool(parameters: Value) -> ToolDefinition {
    ToolDefinition {
        name: "f".to_owned(),
        description: "does it".to_owned(),
        parameters: std::sync::Arc::new(parameters),
        strict: None,
    }
}

/// A question, an answer with thinking and a call, the call's result.
fn conversation() -> Vec<Message> {
    let thinking = |provider: &str| {
        ResponsePart::Thinking(ThinkingPart {
            content: format!("{provider} thinks"),
            provider_name: Some(provider.to_owned()),
            ..ThinkingPart::default()
        })
    };
    vec![
        Message::user("hi"),
        Message::Response(ResponseMessage {
            parts: vec![
                thinking("p"),
                thinking("other"),
                ResponsePart::tool_call("c1", "f", json!({"x": 1})),
            ],
            ..ResponseMessage::default()
        }),
        Message::Request(RequestMessage {
            parts: vec![RequestPart::ToolReturn(ToolReturnPart {
                tool_name: "f".to_owned(),
                content: json!({"y": 2}),
                tool_call_id: "c1".to_owned(),
                ..ToolReturnPart::default()
            })],
            ..RequestMessage::default()
        }),
    ]
}

#[test]
fn a_conversation_as_openai_wants_it() {
    let messages = conversation();
    let request = ModelRequest {
        instructions: Some("Be brief."),
        ..ModelRequest::new(&messages)
    };
    let expected = json!({
        "model": "m",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "hi"},
            {"role": "assistant", "content": null, "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{\"x\":1}"}},
            ]},
            {"role": "tool", "tool_call_id": "c1", "content": "{\"y\":2}"},
        ],
        "stream": true,
        "stream_options": {"include_usage": true},
    });
    assert_eq!(body(&openai(), &ChatQuirks::OPENAI, &request), expected);
}

#[test]
fn thinking_goes_back_to_the_provider_that_made_it() {
    let quirks = ChatQuirks {
        reasoning_field: ReasoningField::ReasoningContent,
        ..ChatQuirks::COMPATIBLE
    };
    let messages = conversation();
    let body = body(&openai(), &quirks, &ModelRequest::new(&messages));
    assert_eq!(body["messages"][1]["reasoning_content"], "p thinks");
}

#[test]
fn vendors_words_and_ids() {
    let quirks = ChatQuirks {
        required_tool_choice: "any",
        short_tool_call_ids: true,
        null_content: false,
        seed_field: Some("random_seed"),
        stream_options: false,
        ..ChatQuirks::COMPATIBLE
    };
    let messages = conversation();
    let settings = ModelSettings {
        seed: Some(7),
        tool_choice: Some(ToolChoice::Required),
        ..ModelSettings::default()
    };
    let tools = [tool(json!({"type": "object"}))];
    let request = ModelRequest {
        settings: &settings,
        tools: &tools,
        ..ModelRequest::new(&messages)
    };
    let body = body(&ModelProfile::default(), &quirks, &request);
    assert_eq!(
        (&body["tool_choice"], &body["random_seed"]),
        (&json!("any"), &json!(7))
    );
    assert_eq!(body["messages"][1]["content"], "");
    let id = body["messages"][1]["tool_calls"][0]["id"].as_str().unwrap();
    assert_eq!(id.len(), 9);
    assert_eq!(body["messages"][2]["tool_call_id"], id);
    assert!(body.get("stream_options").is_none());
}

#[test]
fn schemas_are_strict_only_where_that_changes_nothing() {
    let closed = json!({"type": "object", "properties": {"a": {"type": "integer", "format": "uint8"}}, "required": ["a"]});
    let (schema, strict) = strict_schema(&closed, None, &openai());
    let expected = json!({"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": false});
    assert_eq!((schema, strict), (expected, Some(true)));
    for open in [
        json!({"type": "object", "properties": {"a": {"type": "integer"}}}),
        json!({"type": "object"}),
        json!({"type": "object", "properties": {}, "additionalProperties": {"type": "string"}}),
        json!({"type": "object", "properties": {"a": {"type": "string", "minLength": 1}}, "required": ["a"]}),
        json!({"type": "object", "properties": {"a": {"oneOf": []}}, "required": ["a"]}),
    ] {
        assert_eq!(strict_schema(&open, None, &openai()), (open.clone(), None));
        assert_eq!(
            strict_schema(&open, Some(true), &ModelProfile::default()),
            (open, None)
        );
    }
}

#[test]
fn structured_output_in_the_form_the_vendor_has() {
    let messages = [Message::user("hi")];
    let schema = OutputSchema {
        name: "town".to_owned(),
        description: String::new(),
        schema: std::sync::Arc::new(
            json!({"type": "object", "properties": {}, "additionalProperties": false}),
        ),
        strict: None,
    };
    let request = ModelRequest {
        output: OutputFormat::JsonSchema(&schema),
        ..ModelRequest::new(&messages)
    };
    let format = body(&openai(), &ChatQuirks::OPENAI, &request)["response_format"].take();
    assert_eq!(format["type"], "json_schema");
    assert_eq!(format["json_schema"]["strict"], true);
    let object_only = ModelProfile {
        supports_json_object: true,
        ..ModelProfile::default()
    };
    let format = body(&object_only, &ChatQuirks::OPENAI, &request)["response_format"].take();
    assert_eq!(format, json!({"type": "json_object"}));
    assert!(
        body(&ModelProfile::default(), &ChatQuirks::OPENAI, &request)
            .get("response_format")
            .is_none()
    );
}

#[test]
fn thinking_is_asked_for_in_each_vendors_words() {
    let messages = [Message::user("hi")];
    let asked = |form: ThinkingRequest, thinking: ThinkingSettings, name: &str| {
        let settings = ModelSettings {
            thinking: Some(thinking),
            ..ModelSettings::default()
        };
        let quirks = ChatQuirks {
            thinking_request: form,
            ..ChatQuirks::OPENAI
        };
        let request = ModelRequest {
            settings: &settings,
            ..ModelRequest::new(&messages)
        };
        body(&openai(), &quirks, &request)[name].take()
    };
    let low = || ThinkingSettings::Effort("low".to_owned());
    assert_eq!(
        asked(ThinkingRequest::ReasoningEffort, low(), "reasoning_effort"),
        "low"
    );
    assert_eq!(
        asked(
            ThinkingRequest::ReasoningEffort,
            ThinkingSettings::BudgetTokens(9000),
            "reasoning_effort"
        ),
        "high"
    );
    assert_eq!(
        asked(
            ThinkingRequest::ThinkingType,
            ThinkingSettings::Off,
            "thinking"
        ),
        json!({"type": "disabled"})
    );
    assert_eq!(
        asked(ThinkingRequest::ReasoningObject, low(), "reasoning"),
        json!({"effort": "low"})
    );
    assert_eq!(
        asked(
            ThinkingRequest::EnableThinking,
            ThinkingSettings::BudgetTokens(5),
            "thinking_budget"
        ),
        5
    );
    assert_eq!(
        asked(ThinkingRequest::NotSent, low(), "reasoning_effort"),
        Value::Null
    );
}

#[test]
fn media_become_items_or_a_clear_error() {
    let encoded = |item: UserContentItem, quirks: &ChatQuirks| {
        let messages = [Message::user(vec![item])];
        let body = encode(
            "m",
            "p",
            &openai(),
            quirks,
            &ModelRequest::new(&messages),
            true,
        );
        body.map(|mut body| body["messages"][0]["content"][0].take())
            .map_err(|error| error.to_string())
    };
    let image = UserContentItem::binary(b"\x01\x02", "image/png");
    let expected = json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,AQI="}});
    assert_eq!(encoded(image, &ChatQuirks::OPENAI), Ok(expected));
    let pdf = || {
        UserContentItem::Media(MediaContent::Binary(BinaryContent::new(
            b"%",
            "application/pdf",
        )))
    };
    let expected = json!({"type": "file", "file": {"file_data": "data:application/pdf;base64,JQ==", "filename": "file.pdf"}});
    assert_eq!(encoded(pdf(), &ChatQuirks::OPENAI), Ok(expected));
    let refused = "model `m` does not support media of type `application/pdf`";
    assert_eq!(
        encoded(pdf(), &ChatQuirks::COMPATIBLE),
        Err(refused.to_owned())
    );
    let address = UserContentItem::document_url("https://example.com/a.pdf");
    let refused = "model `m` does not support documents by address";
    assert_eq!(
        encoded(address, &ChatQuirks::OPENAI),
        Err(refused.to_owned())
    );
}
