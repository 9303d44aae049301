use serde_json::{Value, json};

use super::*;
use crate::message::{
    BuiltinToolCallPart, BuiltinToolReturnPart, JsonObject, Message, RequestMessage, RequestPart,
    ResponseMessage, ResponsePart, RetryContent, RetryPromptPart, ThinkingPart, ToolReturnPart,
    UserContentItem, UserPromptPart,
};
use crate::model::{
    CacheSettings, ModelProfile, ModelRequest, ModelSettings, ThinkingSettings, ToolDefinition,
};

fn body(request: &ModelRequest<'_>) -> Value {
    let profile = ModelProfile {
        supports_thinking: true,
        ..ModelProfile::default()
    };
    encode("m", "anthropic", &profile, request, true).unwrap()
}

fn object(value: Value) -> Option<JsonObject> {
    serde_json::from_value(value).ok()
}

fn answer(parts: Vec<ResponsePart>) -> Message {
    Message::Response(ResponseMessage {
        parts,
        ..ResponseMessage::default()
    })
}

#[test]
fn results_come_first_and_neighbours_become_one_message() {
    let request = RequestMessage {
        parts: vec![
            RequestPart::UserPrompt(UserPromptPart::new("and now?")),
            RequestPart::ToolReturn(ToolReturnPart {
                tool_name: "f".to_owned(),
                content: json!("ok"),
                tool_call_id: "c1".to_owned(),
                ..ToolReturnPart::default()
            }),
            RequestPart::RetryPrompt(RetryPromptPart {
                content: RetryContent::Text("wrong".to_owned()),
                tool_name: Some("g".to_owned()),
                tool_call_id: "c2".to_owned(),
                timestamp: None,
            }),
        ],
        ..RequestMessage::default()
    };
    let messages = [
        answer(vec![
            ResponsePart::text(""),
            ResponsePart::tool_call("c1", "f", json!({"x": 1})),
            ResponsePart::tool_call("c2", "g", Value::String("{cut".to_owned())),
        ]),
        Message::Request(request),
        Message::user("hello"),
    ];
    let messages = body(&ModelRequest::new(&messages))["messages"].take();
    let wrong = json!({"invalid_arguments": "{cut", "error": "arguments are not JSON: key must be a string at line 1 column 2"});
    let told = "wrong\n\nFix the errors and try again.";
    let expected = json!([
        {"role": "assistant", "content": [
            {"type": "tool_use", "id": "c1", "name": "f", "input": {"x": 1}},
            {"type": "tool_use", "id": "c2", "name": "g", "input": wrong},
        ]},
        {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": "c1", "content": [{"type": "text", "text": "ok"}], "is_error": false},
            {"type": "tool_result", "tool_use_id": "c2", "content": [{"type": "text", "text": told}], "is_error": true},
            {"type": "text", "text": "and now?"},
            {"type": "text", "text": "hello"},
        ]},
    ]);
    assert_eq!(messages, expected);
}

#[test]
fn blocks_of_the_provider_survive_there_and_back() {
    let blocks = json!([
        {"type": "thinking", "thinking": "hm", "signature": "s"},
        {"type": "redacted_thinking", "data": "d"},
        {"type": "server_tool_use", "id": "t1", "name": "web_search", "input": {"query": "q"}},
        {"type": "web_search_tool_result", "tool_use_id": "t1", "content": [{"type": "web_search_result", "encrypted_content": "e"}]},
        {"type": "mcp_tool_use", "id": "t2", "name": "ask", "server_name": "wiki", "input": {}},
        {"type": "mcp_tool_result", "tool_use_id": "t2", "is_error": false, "content": [{"type": "text", "text": "a"}]},
        {"type": "compaction", "content": "so far"},
        {"type": "brand_new", "a": 1},
        {"type": "text", "text": "done"},
        {"type": "tool_use", "id": "c1", "name": "f", "input": {}, "caller": {"type": "code_execution", "tool_id": "t1"}},
    ]);
    let message = json!({"id": "msg", "model": "m", "content": blocks, "stop_reason": "end_turn", "usage": {}});
    let decode = |provider_name: &str| {
        let options = AnthropicDecoderOptions {
            model: "m".to_owned(),
            provider_name: provider_name.to_owned(),
        };
        let mut events = Vec::new();
        decode_body(options, message.to_string().as_bytes(), &mut events).unwrap();
        let mut assembler = crate::model::ResponseAssembler::new();
        for event in events {
            assembler.push(event);
        }
        [Message::user("hi"), Message::Response(assembler.finish())]
    };
    let own = body(&ModelRequest::new(&decode("anthropic")))["messages"][1]["content"].take();
    assert_eq!(own, blocks);
    let foreign = body(&ModelRequest::new(&decode("other")))["messages"][1]["content"].take();
    let expected = json!([
        {"type": "text", "text": "done"},
        {"type": "tool_use", "id": "c1", "name": "f", "input": {}},
    ]);
    assert_eq!(foreign, expected);
}

#[test]
fn parts_of_other_programs_are_not_sent_as_blocks() {
    let messages = [
        Message::user("hi"),
        answer(vec![
            ResponsePart::Thinking(ThinkingPart {
                content: "unsigned".to_owned(),
                provider_name: Some("anthropic".to_owned()),
                ..ThinkingPart::default()
            }),
            ResponsePart::BuiltinToolCall(BuiltinToolCallPart {
                provider_name: Some("anthropic".to_owned()),
                ..BuiltinToolCallPart::default()
            }),
            ResponsePart::BuiltinToolReturn(BuiltinToolReturnPart {
                provider_name: Some("anthropic".to_owned()),
                provider_details: object(json!({"other": 1})),
                ..BuiltinToolReturnPart::default()
            }),
        ]),
    ];
    let messages = body(&ModelRequest::new(&messages))["messages"].take();
    assert_eq!(messages.as_array().map(Vec::len), Some(1));
}

#[test]
fn cache_marks_where_asked() {
    let items = vec![
        UserContentItem::from("long"),
        UserContentItem::cache_point(),
        UserContentItem::from("short"),
    ];
    let messages = [Message::user(items)];
    let tools = [ToolDefinition {
        name: "f".to_owned(),
        description: String::new(),
        parameters: std::sync::Arc::new(json!({"type": "object"})),
        strict: None,
    }];
    let settings = ModelSettings {
        cache: Some(CacheSettings {
            instructions: true,
            tools: true,
            messages: true,
            one_hour: true,
        }),
        ..ModelSettings::default()
    };
    let request = ModelRequest {
        instructions: Some("Be brief."),
        tools: &tools,
        settings: &settings,
        ..ModelRequest::new(&messages)
    };
    let body = body(&request);
    let hour = json!({"type": "ephemeral", "ttl": "1h"});
    assert_eq!(body["system"][0]["cache_control"], hour);
    assert_eq!(body["tools"][0]["cache_control"], hour);
    assert_eq!(
        body["messages"][0]["content"][0]["cache_control"],
        json!({"type": "ephemeral"})
    );
    assert_eq!(body["messages"][0]["content"][1]["cache_control"], hour);
}

#[test]
fn thinking_leaves_room_and_forces_no_tool() {
    let messages = [Message::user("hi")];
    let tools = [ToolDefinition {
        name: "f".to_owned(),
        description: String::new(),
        parameters: std::sync::Arc::new(json!({"type": "object"})),
        strict: None,
    }];
    let settings = ModelSettings {
        thinking: Some(ThinkingSettings::BudgetTokens(2000)),
        temperature: Some(0.5),
        parallel_tool_calls: Some(false),
        ..ModelSettings::default()
    };
    let request = ModelRequest {
        output_tools: &tools,
        allow_text: false,
        settings: &settings,
        ..ModelRequest::new(&messages)
    };
    let body = body(&request);
    assert_eq!(body["max_tokens"], 6096);
    assert_eq!(
        body["thinking"],
        json!({"type": "enabled", "budget_tokens": 2000})
    );
    assert_eq!(
        body["tool_choice"],
        json!({"type": "auto", "disable_parallel_tool_use": true})
    );
    assert!(body.get("temperature").is_none());
}
