use serde_json::{Map, Value, json};

use crate::error::ModelError;
use crate::message::{
    JsonObject, Message, RequestMessage, RequestPart, ResponseMessage, ResponsePart, ThinkingPart,
    ToolCallPart,
};
use crate::model::wire::{set_extra_body, tool_output};
use crate::model::{
    ModelProfile, ModelRequest, ModelSettings, OutputFormat, SystemRole, ThinkingSettings,
};

use super::encode_content::{ContentEncoder, media_items};
use super::encode_tools::{encode_tools, response_format, tool_choice};
use super::{ChatQuirks, ReasoningField, ThinkingRequest};

/// The body of a request.
///
/// `provider_name` says who is asked: thinking with its signatures is sent back to the provider that made it, and to
/// no other. Server-side tool calls and generated files have no place in this wire and are left out.
///
/// # Errors
/// [`ModelError::Unsupported`] for media that the vendor does not take.
pub fn encode(
    model: &str,
    provider_name: &str,
    profile: &ModelProfile,
    quirks: &ChatQuirks,
    request: &ModelRequest<'_>,
    stream: bool,
) -> Result<Value, ModelError> {
    let encoder = Encoder {
        model,
        provider_name,
        profile,
        quirks,
    };
    let mut body = Map::new();
    body.insert("model".to_owned(), Value::from(model));
    body.insert("messages".to_owned(), encoder.messages(request)?);
    body.insert("stream".to_owned(), Value::Bool(stream));
    if stream && quirks.stream_options {
        body.insert("stream_options".to_owned(), json!({"include_usage": true}));
    }
    let tools = encode_tools(request, profile);
    if !tools.is_empty() {
        body.insert("tools".to_owned(), Value::Array(tools));
        body.insert(
            "tool_choice".to_owned(),
            tool_choice(request, profile, quirks),
        );
        if let Some(parallel) = request.settings.parallel_tool_calls
            && profile.supports_parallel_tool_calls
        {
            body.insert("parallel_tool_calls".to_owned(), Value::Bool(parallel));
        }
    }
    match request.output {
        OutputFormat::Text => {}
        format => {
            if let Some(format) = response_format(format, profile) {
                body.insert("response_format".to_owned(), format);
            }
        }
    }
    encoder.settings(request.settings, &mut body);
    Ok(Value::Object(body))
}

struct Encoder<'a> {
    model: &'a str,
    provider_name: &'a str,
    profile: &'a ModelProfile,
    quirks: &'a ChatQuirks,
}

impl Encoder<'_> {
    fn messages(&self, request: &ModelRequest<'_>) -> Result<Value, ModelError> {
        let mut messages = Vec::new();
        for message in request.messages {
            match message {
                Message::Request(request) => self.request(request, &mut messages)?,
                Message::Response(response) => self.response(response, &mut messages),
            }
        }
        if let Some(text) = request.instructions.filter(|text| !text.is_empty()) {
            let role = self.system_role();
            let place = messages
                .iter()
                .take_while(|message| {
                    role != "user" && message.get("role").and_then(Value::as_str) == Some(role)
                })
                .count();
            messages.insert(place, json!({"role": role, "content": text}));
        }
        Ok(Value::Array(messages))
    }

    fn system_role(&self) -> &'static str {
        match self.profile.system_role {
            SystemRole::System => "system",
            SystemRole::Developer => "developer",
            SystemRole::User => "user",
        }
    }

    fn request(
        &self,
        request: &RequestMessage,
        messages: &mut Vec<Value>,
    ) -> Result<(), ModelError> {
        let content = ContentEncoder {
            model: self.model,
            provider_name: self.provider_name,
            quirks: self.quirks,
        };
        // Tool results come first: they must follow the calls without anything between.
        let mut after = Vec::new();
        for part in &request.parts {
            match part {
                RequestPart::SystemPrompt(prompt) => {
                    after.push(json!({"role": self.system_role(), "content": prompt.content}));
                }
                RequestPart::UserPrompt(prompt) => {
                    after
                        .push(json!({"role": "user", "content": content.encode(&prompt.content)?}));
                }
                RequestPart::ToolReturn(result) => {
                    let output = tool_output(result);
                    messages.push(self.tool_message(&result.tool_call_id, &output.text));
                    if !output.media.is_empty() {
                        let items = media_items(&output.media);
                        after.push(json!({"role": "user", "content": content.encode(&items)?}));
                    }
                }
                RequestPart::RetryPrompt(retry) if retry.tool_name.is_some() => {
                    messages.push(self.tool_message(&retry.tool_call_id, &retry.model_text()));
                }
                RequestPart::RetryPrompt(retry) => {
                    after.push(json!({"role": "user", "content": retry.model_text()}));
                }
                RequestPart::Unknown(_) => {}
            }
        }
        messages.append(&mut after);
        Ok(())
    }

    fn tool_message(&self, call_id: &str, text: &str) -> Value {
        json!({"role": "tool", "tool_call_id": self.call_id(call_id), "content": text})
    }

    fn response(&self, response: &ResponseMessage, messages: &mut Vec<Value>) {
        let mut message = Map::new();
        message.insert("role".to_owned(), Value::from("assistant"));
        let mut texts = Vec::new();
        let mut calls = Vec::new();
        let mut thoughts = Vec::new();
        for part in &response.parts {
            match part {
                ResponsePart::Text(text) if !text.content.is_empty() => {
                    texts.push(text.content.as_str());
                }
                ResponsePart::ToolCall(call) => calls.push(self.call(call)),
                ResponsePart::Thinking(thinking)
                    if thinking.provider_name.as_deref() == Some(self.provider_name) =>
                {
                    thoughts.push(thinking);
                }
                _ => {}
            }
        }
        self.add_thinking(&thoughts, &mut message);
        if texts.is_empty() && calls.is_empty() {
            return;
        }
        let content = match texts.as_slice() {
            [] if self.quirks.null_content => Value::Null,
            texts => Value::from(texts.join("\n\n")),
        };
        message.insert("content".to_owned(), content);
        if !calls.is_empty() {
            message.insert("tool_calls".to_owned(), Value::Array(calls));
        }
        messages.push(Value::Object(message));
    }

    fn call(&self, call: &ToolCallPart) -> Value {
        let mut value = json!({
            "id": self.call_id(&call.tool_call_id),
            "type": "function",
            "function": {"name": call.tool_name, "arguments": call.args_text()},
        });
        let is_own = call.provider_name.as_deref() == Some(self.provider_name);
        let details = call.provider_details.as_ref().filter(|_| is_own);
        if let (Some(extra), Some(object)) = (
            details.and_then(|details| details.get("extra_content")),
            value.as_object_mut(),
        ) {
            object.insert("extra_content".to_owned(), extra.clone());
        }
        value
    }

    fn call_id(&self, id: &str) -> String {
        if self.quirks.short_tool_call_ids {
            return short_id(id);
        }
        id.to_owned()
    }

    fn add_thinking(&self, thoughts: &[&ThinkingPart], message: &mut Map<String, Value>) {
        if thoughts.is_empty() {
            return;
        }
        let text = || {
            thoughts
                .iter()
                .map(|part| part.content.as_str())
                .collect::<Vec<_>>()
                .join("\n\n")
        };
        let (name, value) = match self.quirks.reasoning_field {
            ReasoningField::NotSent => return,
            ReasoningField::ReasoningContent => ("reasoning_content", Value::from(text())),
            ReasoningField::Reasoning => ("reasoning", Value::from(text())),
            ReasoningField::ReasoningDetails => ("reasoning_details", reasoning_details(thoughts)),
        };
        let is_empty = match &value {
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if !is_empty {
            message.insert(name.to_owned(), value);
        }
    }

    fn settings(&self, settings: &ModelSettings, body: &mut Map<String, Value>) {
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                body.insert(name.to_owned(), value);
            }
        };
        let limit = if self.profile.uses_max_completion_tokens {
            "max_completion_tokens"
        } else {
            "max_tokens"
        };
        set(limit, settings.max_tokens.map(Value::from));
        if self.profile.supports_sampling {
            set("temperature", settings.temperature.map(Value::from));
            set("top_p", settings.top_p.map(Value::from));
            set(
                "presence_penalty",
                settings.presence_penalty.map(Value::from),
            );
            set(
                "frequency_penalty",
                settings.frequency_penalty.map(Value::from),
            );
        }
        if let Some(name) = self.quirks.seed_field {
            set(name, settings.seed.map(Value::from));
        }
        if !settings.stop_sequences.is_empty() {
            set("stop", Some(json!(settings.stop_sequences)));
        }
        if self.quirks.user {
            set("user", settings.user.as_deref().map(Value::from));
        }
        if self.profile.supports_thinking
            && let Some(thinking) = &settings.thinking
        {
            for (name, value) in thinking_members(self.quirks.thinking_request, thinking) {
                set(name, Some(value));
            }
        }
        set_extra_body(body, &settings.extra_body);
    }
}

fn reasoning_details(thoughts: &[&ThinkingPart]) -> Value {
    let details = thoughts.iter().filter_map(|part| {
        let details: &JsonObject = part.provider_details.as_ref()?;
        details.get("reasoning_details")?.as_array()
    });
    Value::Array(details.flatten().cloned().collect())
}

fn thinking_members(
    form: ThinkingRequest,
    thinking: &ThinkingSettings,
) -> Vec<(&'static str, Value)> {
    use ThinkingSettings::{Adaptive, BudgetTokens, Effort, Off};
    match (form, thinking) {
        (ThinkingRequest::NotSent, _) | (ThinkingRequest::ReasoningEffort, Adaptive) => Vec::new(),
        (ThinkingRequest::ReasoningEffort, Off) => vec![("reasoning_effort", Value::from("none"))],
        (ThinkingRequest::ReasoningEffort, Effort(word)) => {
            vec![("reasoning_effort", Value::from(word.as_str()))]
        }
        (ThinkingRequest::ReasoningEffort, BudgetTokens(tokens)) => {
            vec![("reasoning_effort", Value::from(effort_of_budget(*tokens)))]
        }
        (ThinkingRequest::ThinkingType, Off) => vec![("thinking", json!({"type": "disabled"}))],
        (ThinkingRequest::ThinkingType, _) => vec![("thinking", json!({"type": "enabled"}))],
        (ThinkingRequest::ReasoningObject, Off) => vec![("reasoning", json!({"enabled": false}))],
        (ThinkingRequest::ReasoningObject, Adaptive) => {
            vec![("reasoning", json!({"enabled": true}))]
        }
        (ThinkingRequest::ReasoningObject, Effort(word)) => {
            vec![("reasoning", json!({"effort": word}))]
        }
        (ThinkingRequest::ReasoningObject, BudgetTokens(tokens)) => {
            vec![("reasoning", json!({"max_tokens": tokens}))]
        }
        (ThinkingRequest::EnableThinking, Off) => vec![("enable_thinking", Value::Bool(false))],
        (ThinkingRequest::EnableThinking, BudgetTokens(tokens)) => vec![
            ("enable_thinking", Value::Bool(true)),
            ("thinking_budget", Value::from(*tokens)),
        ],
        (ThinkingRequest::EnableThinking, _) => vec![("enable_thinking", Value::Bool(true))],
    }
}

/// OpenAI grades by words: up to 2048 tokens are `low`, up to 8192 `medium`, more is `high`.
pub(crate) fn effort_of_budget(tokens: u32) -> &'static str {
    match tokens {
        0..=2048 => "low",
        2049..=8192 => "medium",
        _ => "high",
    }
}

/// An id of nine letters or digits as it is, any other as nine characters of its 64-bit FNV-1a digest.
fn short_id(id: &str) -> String {
    if id.len() == 9 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return id.to_owned();
    }
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in id.bytes() {
        digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{digest:016x}").chars().take(9).collect()
}

#[cfg(test)]
mod unit {
    use super::short_id;

    #[test]
    fn short_ids_are_nine_characters_and_stable() {
        assert_eq!(short_id("abcDEF123"), "abcDEF123");
        let digest = short_id("call_3rqTYrA6H21AYUaRGP4F66oq");
        assert_eq!(digest.len(), 9);
        assert_eq!(digest, short_id("call_3rqTYrA6H21AYUaRGP4F66oq"));
        assert_ne!(digest, short_id("call_3rqTYrA6H21AYUaRGP4F66or"));
    }
}
