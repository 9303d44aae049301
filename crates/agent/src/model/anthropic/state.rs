use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use crate::error::ModelError;
use crate::message::{FinishReason, JsonObject, ResponsePart};
use crate::model::wire::{OpenParts, bounded, counts, delta, number_at, raw_value};
use crate::model::{ModelEvent, PartDelta, ResponseMetadata};
use crate::usage::RequestUsage;

use super::blocks::{part_of_block, unknown_part};
use super::decode::AnthropicDecoderOptions;
use super::event::{BlockDelta, Event};

/// What is known of an answer while it arrives.
#[derive(Debug)]
pub(super) struct AnthropicState {
    options: AnthropicDecoderOptions,
    parts: OpenParts,
    blocks: HashMap<u64, OpenBlock>,
    /// Names of the provider's tools by the id of their call, for their results.
    tool_names: HashMap<String, String>,
    usage: JsonObject,
    usage_updates: usize,
    finished: bool,
}

/// Usage comes twice in a stream; updates beyond this number are read over.
const MAX_USAGE_UPDATES: usize = 32;

#[derive(Debug, Default)]
struct OpenBlock {
    part: usize,
    citations: Vec<Value>,
    signature: String,
    compaction: Option<String>,
}

impl AnthropicState {
    pub(super) fn new(options: AnthropicDecoderOptions) -> Self {
        Self {
            options,
            parts: OpenParts::default(),
            blocks: HashMap::new(),
            tool_names: HashMap::new(),
            usage: JsonObject::new(),
            usage_updates: 0,
            finished: false,
        }
    }

    pub(super) fn model(&self) -> &str {
        &self.options.model
    }

    pub(super) fn pieces(&self) -> usize {
        self.parts.count()
    }

    pub(super) fn has_finished(&self) -> bool {
        self.finished
    }

    pub(super) fn end(&mut self, events: &mut Vec<ModelEvent>) {
        self.parts.end_all(events);
    }

    /// Takes one event of a stream.
    pub(super) fn take(
        &mut self,
        event: &Event<'_>,
        events: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        let index = event.index.0.unwrap_or_default();
        match event.kind.0.as_deref().unwrap_or_default() {
            "content_block_delta" => self.add(index, event, events),
            "content_block_start" => {
                if let Some(block) = raw_value(event.content_block) {
                    self.start_block(index, &block, true, events);
                }
            }
            "content_block_stop" => self.end_block(index, events),
            "message_start" => {
                let message = raw_value(event.message).unwrap_or_default();
                self.describe(&message, events);
                self.add_usage(message.get("usage"), events);
            }
            "message_delta" => {
                let usage = raw_value(event.usage);
                self.add_usage(usage.as_ref(), events);
                self.conclude(&raw_value(event.delta).unwrap_or_default(), events);
            }
            "error" => return Err(self.failure(&raw_value(event.error).unwrap_or_default())),
            _ => {}
        }
        Ok(())
    }

    /// Takes an answer that came in one piece.
    pub(super) fn take_whole(
        &mut self,
        message: &Value,
        events: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        if let Some(error) = message.get("error").filter(|error| !error.is_null()) {
            return Err(self.failure(error));
        }
        self.describe(message, events);
        let blocks = message.get("content").and_then(Value::as_array);
        for (index, block) in blocks.into_iter().flatten().enumerate() {
            let index = index as u64;
            self.start_block(index, block, false, events);
            self.end_block(index, events);
        }
        self.add_usage(message.get("usage"), events);
        self.conclude(message, events);
        self.end(events);
        Ok(())
    }

    fn failure(&self, error: &Value) -> ModelError {
        let word = |name: &str| error.get(name).and_then(Value::as_str).map(str::to_owned);
        ModelError::Stream {
            model: self.options.model.clone(),
            code: word("type"),
            message: bounded(&word("message").unwrap_or_else(|| error.to_string())),
        }
    }

    fn describe(&mut self, message: &Value, events: &mut Vec<ModelEvent>) {
        let word = |name: &str| message.get(name).and_then(Value::as_str).map(str::to_owned);
        events.push(ModelEvent::Metadata(ResponseMetadata {
            model_name: word("model"),
            provider_name: Some(self.options.provider_name.clone()),
            provider_response_id: word("id"),
            ..ResponseMetadata::default()
        }));
    }

    fn start_block(
        &mut self,
        index: u64,
        block: &Value,
        streamed: bool,
        events: &mut Vec<ModelEvent>,
    ) {
        let mut part = part_of_block(block, &self.options.provider_name, streamed);
        match &mut part {
            ResponsePart::BuiltinToolCall(call) => {
                let id = call.tool_call_id.clone();
                self.tool_names.insert(id, call.tool_name.clone());
            }
            ResponsePart::BuiltinToolReturn(result) => {
                if let Some(name) = self.tool_names.get(&result.tool_call_id) {
                    result.tool_name.clone_from(name);
                }
            }
            _ => {}
        }
        let citations = block.get("citations").and_then(Value::as_array);
        let open = OpenBlock {
            part: self.parts.start(part, events),
            citations: citations.cloned().unwrap_or_default(),
            ..OpenBlock::default()
        };
        self.blocks.insert(index, open);
    }

    /// Deltas of kinds that are not known, and of blocks that have not begun, are read over.
    fn add(&mut self, index: u64, event: &Event<'_>, events: &mut Vec<ModelEvent>) {
        let Some(raw) = event.delta else { return };
        let Ok(change) = serde_json::from_str::<BlockDelta>(raw.get()) else {
            return;
        };
        let Some(open) = self.blocks.get_mut(&index) else {
            return;
        };
        let part = open.part;
        match change.kind.0.as_deref().unwrap_or_default() {
            "text_delta" => {
                if let Some(text) = change.text.non_empty() {
                    events.push(delta(part, PartDelta::text(text)));
                }
            }
            "thinking_delta" => {
                if let Some(text) = change.thinking.non_empty() {
                    events.push(delta(part, PartDelta::thinking(text)));
                }
            }
            "input_json_delta" => {
                if let Some(text) = change.partial_json.non_empty() {
                    events.push(delta(part, PartDelta::arguments(text)));
                }
            }
            "signature_delta" => {
                open.signature
                    .push_str(change.signature.non_empty().unwrap_or_default());
            }
            "citations_delta" => open.citations.extend(raw_value(change.citation)),
            "compaction_delta" => {
                let text = change.content.non_empty().unwrap_or_default();
                open.compaction.get_or_insert_default().push_str(text);
            }
            _ => {}
        }
    }

    fn end_block(&mut self, index: u64, events: &mut Vec<ModelEvent>) {
        let Some(open) = self.blocks.remove(&index) else {
            return;
        };
        if !open.signature.is_empty() {
            let change = PartDelta::Thinking {
                content_delta: None,
                signature_delta: Some(open.signature),
                provider_details: None,
            };
            events.push(delta(open.part, change));
        }
        if !open.citations.is_empty() {
            let citations = Value::Array(open.citations);
            let change = PartDelta::Text {
                content_delta: String::new(),
                provider_details: Some(JsonObject::from_iter([(
                    "citations".to_owned(),
                    citations,
                )])),
            };
            events.push(delta(open.part, change));
        }
        if let Some(content) = open.compaction {
            let block = serde_json::json!({"content": content});
            let part = unknown_part(&block, "compaction", &self.options.provider_name);
            let change = PartDelta::Replace {
                part: Box::new(ResponsePart::Unknown(part)),
            };
            events.push(delta(open.part, change));
        }
        self.parts.end(open.part, events);
    }

    fn conclude(&mut self, delta: &Value, events: &mut Vec<ModelEvent>) {
        let mut details = JsonObject::new();
        if let Some(container) = delta.pointer("/container/id") {
            details.insert("container_id".to_owned(), container.clone());
        }
        let reason = delta.get("stop_reason").and_then(Value::as_str);
        if let Some(reason) = reason {
            details.insert("finish_reason".to_owned(), Value::from(reason));
        }
        if !details.is_empty() {
            events.push(ModelEvent::Metadata(ResponseMetadata {
                provider_details: Some(details),
                suspended: reason == Some("pause_turn"),
                ..ResponseMetadata::default()
            }));
        }
        let Some(reason) = reason else { return };
        self.finished = true;
        events.push(ModelEvent::Finish {
            reason: match reason {
                "tool_use" => FinishReason::ToolCall,
                "max_tokens" | "model_context_window_exceeded" => FinishReason::Length,
                "refusal" => FinishReason::ContentFilter,
                _ => FinishReason::Stop,
            },
        });
    }

    /// Later counts replace earlier ones; counts that are not repeated stay.
    fn add_usage(&mut self, usage: Option<&Value>, events: &mut Vec<ModelEvent>) {
        let Some(Value::Object(usage)) = usage else {
            return;
        };
        self.usage_updates += 1;
        if self.usage_updates > MAX_USAGE_UPDATES {
            return;
        }
        for (name, value) in usage {
            if !value.is_null() {
                self.usage.insert(name.clone(), value.clone());
            }
        }
        events.push(ModelEvent::Usage(read_usage(&Value::Object(
            self.usage.clone(),
        ))));
    }
}

/// The prompt's tokens are those read anew, from the cache and written to it. Compactions that the provider made on the
/// way are counted in; `iterations` lists them beside the totals of the message itself.
fn read_usage(usage: &Value) -> RequestUsage {
    let mut details = counts(Some(usage));
    details.extend(counts(usage.get("output_tokens_details")));
    let server_tools = counts(usage.get("server_tool_use"));
    details.extend(server_tools.into_iter().filter(|(_, count)| *count > 0));
    let mut totals = Totals::default();
    totals.add(usage);
    let iterations = usage.get("iterations").and_then(Value::as_array);
    for iteration in iterations.into_iter().flatten() {
        let kind = iteration
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        add_iteration(iteration, kind.trim_end_matches("_message"), &mut details);
        if kind == "compaction" {
            totals.add(iteration);
        }
    }
    RequestUsage {
        input_tokens: totals.input,
        output_tokens: totals.output,
        cache_read_tokens: totals.cache_read,
        cache_write_tokens: totals.cache_write,
        details,
        ..RequestUsage::default()
    }
}

#[derive(Default)]
struct Totals {
    input: u64,
    output: u64,
    cache_read: u64,
    cache_write: u64,
}

impl Totals {
    fn add(&mut self, usage: &Value) {
        let count = |name: &str| number_at(usage, &[name]);
        let (read, write) = (
            count("cache_read_input_tokens"),
            count("cache_creation_input_tokens"),
        );
        let input = count("input_tokens")
            .saturating_add(read)
            .saturating_add(write);
        self.input = self.input.saturating_add(input);
        self.output = self.output.saturating_add(count("output_tokens"));
        self.cache_read = self.cache_read.saturating_add(read);
        self.cache_write = self.cache_write.saturating_add(write);
    }
}

/// `message_iterations: 2`; for other kinds also their tokens, which the totals of the message leave out.
fn add_iteration(iteration: &Value, kind: &str, details: &mut BTreeMap<String, u64>) {
    if kind.is_empty() {
        return;
    }
    let mut add = |name: String, count: u64| {
        let sum = details.entry(name).or_default();
        *sum = sum.saturating_add(count);
    };
    add(format!("{kind}_iterations"), 1);
    if kind == "message" {
        return;
    }
    for (name, count) in counts(Some(iteration)) {
        if count > 0 {
            add(format!("{kind}_{name}"), count);
        }
    }
}
