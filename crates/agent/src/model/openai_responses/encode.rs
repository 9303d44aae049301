use serde_json::{Map, Value, json};

use crate::error::ModelError;
use crate::message::{
    JsonObject, Message, RequestMessage, RequestPart, ResponseMessage, ResponsePart, TextPart,
    ThinkingPart, ToolCallPart,
};
use crate::model::openai_chat::{effort_of_budget, json_schema, strict_schema};
use crate::model::wire::{set_extra_body, tool_output};
use crate::model::{
    ModelProfile, ModelRequest, ModelSettings, OutputFormat, SystemRole, ThinkingSettings,
    ToolChoice, ToolDefinition,
};

use super::encode_content::ContentEncoder;

/// The body of a request.
///
/// `provider_name` says who is asked: item ids, reasoning and server-side tool items go back to the provider that made
/// them, and to no other. The answer is asked for with encrypted reasoning, so that it can be sent back without the
/// provider keeping it.
///
/// # Errors
/// [`ModelError::Unsupported`] for media that the wire does not take.
pub fn encode(
    model: &str,
    provider_name: &str,
    profile: &ModelProfile,
    request: &ModelRequest<'_>,
    stream: bool,
) -> Result<Value, ModelError> {
    let encoder = Encoder {
        model,
        provider_name,
        profile,
    };
    let mut body = Map::new();
    body.insert("model".to_owned(), Value::from(model));
    body.insert("input".to_owned(), Value::Array(encoder.input(request)?));
    body.insert("stream".to_owned(), Value::Bool(stream));
    if let Some(text) = request.instructions.filter(|text| !text.is_empty()) {
        body.insert("instructions".to_owned(), Value::from(text));
    }
    let tools: Vec<Value> = request
        .all_tools()
        .map(|tool| encode_tool(tool, profile))
        .collect();
    if !tools.is_empty() {
        body.insert("tools".to_owned(), Value::Array(tools));
        body.insert("tool_choice".to_owned(), tool_choice(request, profile));
        if let Some(parallel) = request.settings.parallel_tool_calls
            && profile.supports_parallel_tool_calls
        {
            body.insert("parallel_tool_calls".to_owned(), Value::Bool(parallel));
        }
    }
    if let Some(format) = text_format(request.output, profile) {
        body.insert("text".to_owned(), json!({"format": format}));
    }
    if profile.supports_thinking {
        body.insert("include".to_owned(), json!(["reasoning.encrypted_content"]));
    }
    settings(request.settings, profile, &mut body);
    Ok(Value::Object(body))
}

fn encode_tool(tool: &ToolDefinition, profile: &ModelProfile) -> Value {
    let (schema, strict) = strict_schema(&tool.parameters, tool.strict, profile);
    json!({
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": schema,
        "strict": strict.unwrap_or(false),
    })
}

fn tool_choice(request: &ModelRequest<'_>, profile: &ModelProfile) -> Value {
    let required = profile.supports_required_tool_choice;
    match &request.settings.tool_choice {
        Some(ToolChoice::Tool(name)) => json!({"type": "function", "name": name}),
        Some(ToolChoice::None) => Value::from("none"),
        Some(ToolChoice::Required) if required => Value::from("required"),
        None if required && !request.allow_text => Value::from("required"),
        _ => Value::from("auto"),
    }
}

fn text_format(output: OutputFormat<'_>, profile: &ModelProfile) -> Option<Value> {
    match output {
        OutputFormat::Text => None,
        OutputFormat::JsonSchema(output) if profile.supports_json_schema => {
            let mut format = json_schema(output, profile);
            if let Some(format) = format.as_object_mut() {
                format.insert("type".to_owned(), Value::from("json_schema"));
            }
            Some(format)
        }
        OutputFormat::JsonSchema(_) | OutputFormat::JsonObject => profile
            .supports_json_object
            .then(|| json!({"type": "json_object"})),
    }
}

fn settings(settings: &ModelSettings, profile: &ModelProfile, body: &mut Map<String, Value>) {
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            body.insert(name.to_owned(), value);
        }
    };
    set("max_output_tokens", settings.max_tokens.map(Value::from));
    if profile.supports_sampling {
        set("temperature", settings.temperature.map(Value::from));
        set("top_p", settings.top_p.map(Value::from));
    }
    set("user", settings.user.as_deref().map(Value::from));
    if profile.supports_thinking {
        let effort = match &settings.thinking {
            None | Some(ThinkingSettings::Adaptive) => None,
            Some(ThinkingSettings::Off) => Some("none"),
            Some(ThinkingSettings::Effort(word)) => Some(word.as_str()),
            Some(ThinkingSettings::BudgetTokens(tokens)) => Some(effort_of_budget(*tokens)),
        };
        set("reasoning", effort.map(|effort| json!({"effort": effort})));
    }
    set_extra_body(body, &settings.extra_body);
}

struct Encoder<'a> {
    model: &'a str,
    provider_name: &'a str,
    profile: &'a ModelProfile,
}

impl Encoder<'_> {
    fn input(&self, request: &ModelRequest<'_>) -> Result<Vec<Value>, ModelError> {
        let mut input = Vec::new();
        for message in request.messages {
            match message {
                Message::Request(request) => self.request(request, &mut input)?,
                Message::Response(response) => self.response(response, &mut input),
            }
        }
        Ok(input)
    }

    fn request(&self, request: &RequestMessage, input: &mut Vec<Value>) -> Result<(), ModelError> {
        let content = ContentEncoder {
            model: self.model,
            provider_name: self.provider_name,
        };
        let role = match self.profile.system_role {
            SystemRole::System => "system",
            SystemRole::Developer => "developer",
            SystemRole::User => "user",
        };
        for part in &request.parts {
            input.push(match part {
                RequestPart::SystemPrompt(prompt) => {
                    json!({"role": role, "content": prompt.content})
                }
                RequestPart::UserPrompt(prompt) => {
                    json!({"role": "user", "content": content.encode(&prompt.content)?})
                }
                RequestPart::ToolReturn(result) => {
                    let output = content.tool_output(tool_output(result))?;
                    call_output(&result.tool_call_id, &output)
                }
                RequestPart::RetryPrompt(retry) if retry.tool_name.is_some() => {
                    call_output(&retry.tool_call_id, &Value::from(retry.model_text()))
                }
                RequestPart::RetryPrompt(retry) => {
                    json!({"role": "user", "content": retry.model_text()})
                }
                RequestPart::Unknown(_) => continue,
            });
        }
        Ok(())
    }

    fn response(&self, response: &ResponseMessage, input: &mut Vec<Value>) {
        for part in &response.parts {
            match part {
                ResponsePart::Text(text) if !text.content.is_empty() => input.push(self.text(text)),
                ResponsePart::ToolCall(call) => input.push(self.call(call)),
                ResponsePart::Thinking(thinking) => self.thinking(thinking, input),
                // The item of a call holds its answer too; only answers that came as items of their own have one.
                ResponsePart::BuiltinToolCall(call) => {
                    self.item(
                        call.provider_name.as_deref(),
                        call.provider_details.as_ref(),
                        input,
                    );
                }
                ResponsePart::BuiltinToolReturn(result) => {
                    let details = result.provider_details.as_ref();
                    self.item(result.provider_name.as_deref(), details, input);
                }
                _ => {}
            }
        }
    }

    /// The item of a provider's tool, as it came.
    fn item(
        &self,
        provider_name: Option<&str>,
        details: Option<&JsonObject>,
        input: &mut Vec<Value>,
    ) {
        let details = details.filter(|_| self.is_own(provider_name));
        input.extend(details.and_then(|details| details.get("item")).cloned());
    }

    fn is_own(&self, provider_name: Option<&str>) -> bool {
        provider_name == Some(self.provider_name)
    }

    fn text(&self, text: &TextPart) -> Value {
        let own_id = text
            .id
            .as_deref()
            .filter(|_| self.is_own(text.provider_name.as_deref()));
        let Some(id) = own_id else {
            return json!({"role": "assistant", "content": text.content});
        };
        let content = json!([{"type": "output_text", "text": text.content, "annotations": []}]);
        let mut item = json!({
            "type": "message",
            "role": "assistant",
            "id": id,
            "status": "completed",
            "content": content,
        });
        copy_detail(text.provider_details.as_ref(), "phase", &mut item);
        item
    }

    fn call(&self, call: &ToolCallPart) -> Value {
        let mut item = json!({
            "type": "function_call",
            "call_id": call.tool_call_id,
            "name": call.tool_name,
            "arguments": call.args_text(),
        });
        if self.is_own(call.provider_name.as_deref()) {
            if let (Some(id), Some(object)) = (&call.id, item.as_object_mut()) {
                object.insert("id".to_owned(), Value::from(id.as_str()));
            }
            copy_detail(call.provider_details.as_ref(), "namespace", &mut item);
        }
        item
    }

    /// Parts with one id are the summaries of one item.
    fn thinking(&self, thinking: &ThinkingPart, input: &mut Vec<Value>) {
        let own = self.is_own(thinking.provider_name.as_deref());
        let Some(id) = thinking.id.as_deref().filter(|_| own) else {
            return;
        };
        let summary = (!thinking.content.is_empty())
            .then(|| json!({"type": "summary_text", "text": thinking.content}));
        if let Some(last) = input.last_mut()
            && last.get("type").and_then(Value::as_str) == Some("reasoning")
            && last.get("id").and_then(Value::as_str) == Some(id)
        {
            if let Some(list) = last.get_mut("summary").and_then(Value::as_array_mut) {
                list.extend(summary);
            }
            return;
        }
        let mut item = json!({
            "type": "reasoning",
            "id": id,
            "summary": summary.into_iter().collect::<Vec<_>>(),
        });
        let Some(object) = item.as_object_mut() else {
            return;
        };
        if let Some(signature) = &thinking.signature {
            object.insert(
                "encrypted_content".to_owned(),
                Value::from(signature.as_str()),
            );
        }
        let raw = thinking
            .provider_details
            .as_ref()
            .and_then(|details| details.get("raw_content"));
        if let Some(raw) = raw.and_then(Value::as_array) {
            let items = raw
                .iter()
                .map(|text| json!({"type": "reasoning_text", "text": text}));
            object.insert("content".to_owned(), Value::Array(items.collect()));
        }
        input.push(item);
    }
}

fn copy_detail(details: Option<&JsonObject>, name: &str, item: &mut Value) {
    let value = details.and_then(|details| details.get(name));
    if let (Some(value), Some(item)) = (value, item.as_object_mut()) {
        item.insert(name.to_owned(), value.clone());
    }
}

fn call_output(call_id: &str, output: &Value) -> Value {
    json!({"type": "function_call_output", "call_id": call_id, "output": output})
}
