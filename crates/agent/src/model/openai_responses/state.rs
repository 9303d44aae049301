use std::collections::HashMap;

use serde_json::Value;

use crate::error::ModelError;
use crate::message::{
    FinishReason, JsonObject, ResponsePart, TextPart, ThinkingPart, ToolArguments, ToolCallPart,
};
use crate::model::wire::{OpenParts, bounded, counts, delta, number_at, raw_value, rfc3339};
use crate::model::{ModelEvent, PartDelta, ResponseMetadata};
use crate::usage::RequestUsage;

use super::decode::ResponsesDecoderOptions;
use super::event::Event;
use super::items::{builtin_call, builtin_results, raw_reasoning, string_at};

/// What is known of an answer while it arrives.
#[derive(Debug)]
pub(super) struct ResponsesState {
    pub(super) options: ResponsesDecoderOptions,
    pub(super) parts: OpenParts,
    items: HashMap<u64, OpenItem>,
    described: bool,
    /// The item that began last, for events that do not say which they belong to.
    last_item: u64,
    finished: bool,
    refused: bool,
    web_searches: u64,
}

/// An item whose end has not been seen.
#[derive(Debug, Default)]
struct OpenItem {
    id: String,
    phase: Option<Value>,
    /// The part of each content or summary index.
    parts: HashMap<u64, usize>,
    /// What the model thought, as it is and not as a summary, by content index.
    raw_thinking: HashMap<u64, String>,
    annotations: HashMap<u64, Vec<Value>>,
    /// Arguments of a function call, as far as deltas brought them.
    arguments: String,
}

impl ResponsesState {
    pub(super) fn new(options: ResponsesDecoderOptions) -> Self {
        Self {
            options,
            parts: OpenParts::default(),
            items: HashMap::new(),
            described: false,
            last_item: 0,
            finished: false,
            refused: false,
            web_searches: 0,
        }
    }

    pub(super) fn model(&self) -> &str {
        &self.options.model
    }

    pub(super) fn pieces(&self) -> usize {
        self.parts.count().saturating_add(self.items.len())
    }

    pub(super) fn has_finished(&self) -> bool {
        self.finished
    }

    pub(super) fn end(&mut self, events: &mut Vec<ModelEvent>) {
        self.parts.end_all(events);
    }

    /// Takes one event of a stream. Events that only repeat what deltas said are read over.
    pub(super) fn take(
        &mut self,
        event: &Event<'_>,
        events: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        match event.kind.0.as_deref().unwrap_or_default() {
            "response.output_text.delta" => self.add_text(event, events),
            "response.refusal.delta" => {
                self.refused = true;
                self.add_text(event, events);
            }
            "response.reasoning_summary_part.added" => {
                self.summary_part(event, events);
            }
            "response.reasoning_summary_text.delta" => self.add_summary(event, events),
            "response.reasoning_text.delta" => self.add_raw_thinking(event, events),
            "response.function_call_arguments.delta" => self.add_arguments(event, events),
            "response.output_text.annotation.added" => self.add_annotation(event),
            "response.output_item.added" => self.start_item(event, events),
            "response.output_item.done" => self.end_item(event, events),
            "response.created" | "response.in_progress" | "response.queued" => {
                if let Some(response) = raw_value(event.response.filter(|_| !self.described)) {
                    self.describe(&response, events);
                }
            }
            "response.completed" | "response.incomplete" | "response.failed" => {
                let response = raw_value(event.response).unwrap_or_default();
                return self.conclude(&response, events);
            }
            "error" => {
                let error = raw_value(event.error).unwrap_or_default();
                let code = event.code.non_empty().map(str::to_owned);
                let message = event.message.non_empty().map(str::to_owned);
                return Err(self.failure(
                    code.or_else(|| string_at(&error, "code")),
                    message.or_else(|| string_at(&error, "message")),
                ));
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes an answer that came in one piece.
    pub(super) fn take_whole(
        &mut self,
        response: &Value,
        events: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        self.describe(response, events);
        let items = response.get("output").and_then(Value::as_array);
        for (index, item) in items.into_iter().flatten().enumerate() {
            let index = index as u64;
            self.open_item(index, item, events);
            self.close_item(index, item, events);
        }
        self.conclude(response, events)
    }

    fn failure(&self, code: Option<String>, message: Option<String>) -> ModelError {
        let message = message.unwrap_or_else(|| "no reason given".to_owned());
        ModelError::Stream {
            model: self.options.model.clone(),
            code,
            message: bounded(&message),
        }
    }

    fn describe(&mut self, response: &Value, events: &mut Vec<ModelEvent>) {
        self.described = string_at(response, "model").is_some();
        let mut details = JsonObject::new();
        let created = response.get("created_at").and_then(|created| {
            let whole = created.as_u64();
            whole.or_else(|| {
                created
                    .as_f64()
                    .and_then(|seconds| format!("{seconds:.0}").parse().ok())
            })
        });
        if let Some(time) = created.filter(|seconds| *seconds > 0).and_then(rfc3339) {
            details.insert("timestamp".to_owned(), Value::from(time));
        }
        events.push(ModelEvent::Metadata(ResponseMetadata {
            model_name: string_at(response, "model"),
            provider_name: Some(self.options.provider_name.clone()),
            provider_response_id: string_at(response, "id"),
            provider_details: (!details.is_empty()).then_some(details),
            ..ResponseMetadata::default()
        }));
    }

    fn start_item(&mut self, event: &Event<'_>, events: &mut Vec<ModelEvent>) {
        if let Some(item) = raw_value(event.item) {
            let index = event.output_index.0.unwrap_or_else(|| self.unused_index());
            self.open_item(index, &item, events);
        }
    }

    /// An index that no server gives.
    fn unused_index(&self) -> u64 {
        u64::MAX - self.pieces() as u64
    }

    /// The index of the item that an event belongs to.
    fn index_of(&self, event: &Event<'_>) -> u64 {
        let by_id = || {
            let id = event.item_id.non_empty()?;
            let last = self.items.get(&self.last_item).filter(|open| open.id == id);
            if last.is_some() {
                return Some(self.last_item);
            }
            self.items
                .iter()
                .find(|(_, open)| open.id == id)
                .map(|(index, _)| *index)
        };
        event
            .output_index
            .0
            .or_else(by_id)
            .unwrap_or(self.last_item)
    }

    fn end_item(&mut self, event: &Event<'_>, events: &mut Vec<ModelEvent>) {
        if let Some(item) = raw_value(event.item) {
            let id = string_at(&item, "id").unwrap_or_default();
            let by_id = || {
                self.items
                    .iter()
                    .find(|(_, open)| open.id == id)
                    .map(|(index, _)| *index)
            };
            let index = event
                .output_index
                .0
                .or_else(by_id)
                .unwrap_or_else(|| self.unused_index());
            if !self.items.contains_key(&index) {
                self.open_item(index, &item, events);
            }
            self.close_item(index, &item, events);
        }
    }

    fn open_item(&mut self, index: u64, item: &Value, events: &mut Vec<ModelEvent>) {
        let kind = string_at(item, "type").unwrap_or_default();
        let mut open = OpenItem {
            id: string_at(item, "id").unwrap_or_default(),
            phase: item.get("phase").filter(|phase| !phase.is_null()).cloned(),
            ..OpenItem::default()
        };
        if is_builtin_call(&kind) {
            let call = builtin_call(item, &kind, &self.options.provider_name);
            let part = self
                .parts
                .start(ResponsePart::BuiltinToolCall(call), events);
            open.parts.insert(0, part);
        }
        if kind == "function_call" {
            let namespace = item.get("namespace").filter(|value| !value.is_null());
            let part = ResponsePart::ToolCall(ToolCallPart {
                tool_name: string_at(item, "name").unwrap_or_default(),
                args: Some(ToolArguments::Text(String::new())),
                tool_call_id: string_at(item, "call_id").unwrap_or_else(|| open.id.clone()),
                id: string_at(item, "id"),
                provider_name: Some(self.options.provider_name.clone()),
                provider_details: namespace.map(|value| one_member("namespace", value.clone())),
            });
            let part = self.parts.start(part, events);
            open.parts.insert(0, part);
        }
        self.items.insert(index, open);
        self.last_item = index;
    }

    /// The open item that an event belongs to; made when its beginning was not seen.
    fn item(&mut self, event: &Event<'_>) -> &mut OpenItem {
        let index = self.index_of(event);
        self.items.entry(index).or_default()
    }

    fn add_text(&mut self, event: &Event<'_>, events: &mut Vec<ModelEvent>) {
        let Some(text) = event.delta.non_empty() else {
            return;
        };
        let content = event.content_index.0.unwrap_or_default();
        if let Some(part) = self.item(event).parts.get(&content) {
            events.push(delta(*part, PartDelta::text(text)));
            return;
        }
        self.start_text(self.index_of(event), content, text, events);
    }

    fn start_text(
        &mut self,
        index: u64,
        content: u64,
        text: &str,
        events: &mut Vec<ModelEvent>,
    ) -> usize {
        let provider_name = self.options.provider_name.clone();
        let open = self.items.entry(index).or_default();
        let phase = open.phase.clone();
        let part = ResponsePart::Text(TextPart {
            content: text.to_owned(),
            id: (!open.id.is_empty()).then(|| open.id.clone()),
            provider_name: Some(provider_name),
            provider_details: phase.map(|phase| one_member("phase", phase)),
        });
        let part = self.parts.start(part, events);
        open.parts.insert(content, part);
        part
    }

    fn summary_part(&mut self, event: &Event<'_>, events: &mut Vec<ModelEvent>) -> usize {
        let summary = event.summary_index.0.unwrap_or_default();
        if let Some(part) = self.item(event).parts.get(&summary) {
            return *part;
        }
        let index = self.index_of(event);
        self.start_thinking(index, summary, String::new(), events)
    }

    fn start_thinking(
        &mut self,
        index: u64,
        summary: u64,
        content: String,
        events: &mut Vec<ModelEvent>,
    ) -> usize {
        let provider_name = self.options.provider_name.clone();
        let open = self.items.entry(index).or_default();
        let part = ResponsePart::Thinking(ThinkingPart {
            content,
            id: (!open.id.is_empty()).then(|| open.id.clone()),
            signature: None,
            provider_name: Some(provider_name),
            provider_details: None,
        });
        let part = self.parts.start(part, events);
        open.parts.insert(summary, part);
        part
    }

    fn add_summary(&mut self, event: &Event<'_>, events: &mut Vec<ModelEvent>) {
        if let Some(text) = event.delta.non_empty() {
            let part = self.summary_part(event, events);
            events.push(delta(part, PartDelta::thinking(text)));
        }
    }

    /// Thinking that is no summary is kept in `raw_content`; its part begins now, so that it keeps its place.
    fn add_raw_thinking(&mut self, event: &Event<'_>, events: &mut Vec<ModelEvent>) {
        if let Some(text) = event.delta.non_empty() {
            self.summary_part(event, events);
            let content = event.content_index.0.unwrap_or_default();
            let raw = &mut self.item(event).raw_thinking;
            raw.entry(content).or_default().push_str(text);
        }
    }

    fn add_arguments(&mut self, event: &Event<'_>, events: &mut Vec<ModelEvent>) {
        let open = self.item(event);
        if let Some(text) = event.delta.non_empty()
            && let Some(part) = open.parts.get(&0)
        {
            open.arguments.push_str(text);
            events.push(delta(*part, PartDelta::arguments(text)));
        }
    }

    fn add_annotation(&mut self, event: &Event<'_>) {
        if let Some(annotation) = raw_value(event.annotation) {
            let content = event.content_index.0.unwrap_or_default();
            let annotations = &mut self.item(event).annotations;
            annotations.entry(content).or_default().push(annotation);
        }
    }

    /// Takes the whole item: what deltas did not bring is added, and its parts end.
    fn close_item(&mut self, index: u64, item: &Value, events: &mut Vec<ModelEvent>) {
        match string_at(item, "type").as_deref() {
            Some("message") => self.close_message(index, item, events),
            Some("reasoning") => self.close_reasoning(index, item, events),
            Some("function_call") => self.close_call(index, item, events),
            Some(kind) => self.close_builtin(index, item, kind, events),
            None => {}
        }
        if let Some(open) = self.items.remove(&index) {
            let mut parts: Vec<usize> = open.parts.into_values().collect();
            parts.sort_unstable();
            for part in parts {
                self.parts.end(part, events);
            }
        }
    }

    fn close_builtin(
        &mut self,
        index: u64,
        item: &Value,
        kind: &str,
        events: &mut Vec<ModelEvent>,
    ) {
        self.web_searches += u64::from(kind == "web_search_call");
        if let Some(part) = self.items.get(&index).and_then(|open| open.parts.get(&0)) {
            let call = builtin_call(item, kind, &self.options.provider_name);
            let change = PartDelta::Replace {
                part: Box::new(ResponsePart::BuiltinToolCall(call)),
            };
            events.push(delta(*part, change));
            self.parts.end(*part, events);
        }
        for part in builtin_results(item, kind, &self.options.provider_name) {
            self.parts.whole(part, events);
        }
    }

    fn close_message(&mut self, index: u64, item: &Value, events: &mut Vec<ModelEvent>) {
        let contents = item.get("content").and_then(Value::as_array);
        for (content_index, content) in contents.into_iter().flatten().enumerate() {
            let content_index = content_index as u64;
            if string_at(content, "type").as_deref() == Some("refusal") {
                self.refused = true;
            }
            let known = self.items.get(&index);
            let known = known.and_then(|open| open.parts.get(&content_index).copied());
            let text = string_at(content, "text").or_else(|| string_at(content, "refusal"));
            let part = match (known, text) {
                (Some(part), _) => part,
                (None, Some(text)) => self.start_text(index, content_index, &text, events),
                (None, None) => continue,
            };
            let mut details = JsonObject::new();
            let list = |name: &str| {
                let list = content.get(name).and_then(Value::as_array);
                list.filter(|list| !list.is_empty()).cloned()
            };
            let open = self.items.get_mut(&index);
            let streamed = open.and_then(|open| open.annotations.remove(&content_index));
            if let Some(annotations) = list("annotations").or(streamed) {
                details.insert("citations".to_owned(), Value::Array(annotations));
            }
            if let Some(logprobs) = list("logprobs") {
                details.insert("logprobs".to_owned(), Value::Array(logprobs));
            }
            if !details.is_empty() {
                let change = PartDelta::Text {
                    content_delta: String::new(),
                    provider_details: Some(details),
                };
                events.push(delta(part, change));
            }
        }
    }

    fn close_reasoning(&mut self, index: u64, item: &Value, events: &mut Vec<ModelEvent>) {
        let summaries = item.get("summary").and_then(Value::as_array);
        for (summary, content) in summaries.into_iter().flatten().enumerate() {
            let summary = summary as u64;
            let open = self.items.entry(index).or_default();
            if !open.parts.contains_key(&summary) {
                let text = string_at(content, "text").unwrap_or_default();
                self.start_thinking(index, summary, text, events);
            }
        }
        let open = self.items.entry(index).or_default();
        let raw = raw_reasoning(item, std::mem::take(&mut open.raw_thinking));
        let first = open.parts.values().min().copied();
        let first = first.unwrap_or_else(|| self.start_thinking(index, 0, String::new(), events));
        let signature = string_at(item, "encrypted_content");
        if signature.is_some() || !raw.is_empty() {
            let change = PartDelta::Thinking {
                content_delta: None,
                signature_delta: signature,
                provider_details: (!raw.is_empty())
                    .then(|| one_member("raw_content", Value::from(raw))),
            };
            events.push(delta(first, change));
        }
    }

    /// The item's own arguments are what counts; deltas may have been left out.
    fn close_call(&mut self, index: u64, item: &Value, events: &mut Vec<ModelEvent>) {
        let Some(open) = self.items.get(&index) else {
            return;
        };
        let Some(part) = open.parts.get(&0) else {
            return;
        };
        if string_at(item, "arguments").is_none_or(|text| text == open.arguments) {
            return;
        }
        let namespace = item.get("namespace").filter(|value| !value.is_null());
        let whole = ResponsePart::ToolCall(ToolCallPart {
            tool_name: string_at(item, "name").unwrap_or_default(),
            args: string_at(item, "arguments").map(ToolArguments::Text),
            tool_call_id: string_at(item, "call_id")
                .or_else(|| string_at(item, "id"))
                .unwrap_or_default(),
            id: string_at(item, "id"),
            provider_name: Some(self.options.provider_name.clone()),
            provider_details: namespace.map(|value| one_member("namespace", value.clone())),
        });
        let change = PartDelta::Replace {
            part: Box::new(whole),
        };
        events.push(delta(*part, change));
    }

    fn conclude(
        &mut self,
        response: &Value,
        events: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        if !self.described {
            self.describe(response, events);
        }
        if let Some(usage) = response.get("usage").filter(|usage| usage.is_object()) {
            events.push(ModelEvent::Usage(self.read_usage(usage)));
        }
        let status = string_at(response, "status").unwrap_or_else(|| "completed".to_owned());
        let reason = string_at(
            response.get("incomplete_details").unwrap_or(&Value::Null),
            "reason",
        );
        if status == "failed" || response.get("error").is_some_and(|error| !error.is_null()) {
            let error = response.get("error").cloned().unwrap_or_default();
            return Err(self.failure(string_at(&error, "code"), string_at(&error, "message")));
        }
        let mut details = JsonObject::new();
        for name in ["service_tier", "background", "moderation"] {
            let value = response.get(name);
            if let Some(value) =
                value.filter(|value| !value.is_null() && **value != Value::Bool(false))
            {
                details.insert(name.to_owned(), value.clone());
            }
        }
        let words = reason.as_deref().unwrap_or(&status);
        details.insert("finish_reason".to_owned(), Value::from(words));
        events.push(ModelEvent::Metadata(ResponseMetadata {
            provider_details: Some(details),
            suspended: matches!(status.as_str(), "queued" | "in_progress"),
            ..ResponseMetadata::default()
        }));
        self.close_forgotten(response, events);
        self.end(events);
        let finish = match words {
            _ if self.refused => FinishReason::ContentFilter,
            "max_output_tokens" => FinishReason::Length,
            "content_filter" => FinishReason::ContentFilter,
            "cancelled" | "incomplete" => FinishReason::Error,
            _ => FinishReason::Stop,
        };
        events.push(ModelEvent::Finish { reason: finish });
        self.finished = true;
        Ok(())
    }

    /// Items whose end was not sent are taken from the whole response.
    fn close_forgotten(&mut self, response: &Value, events: &mut Vec<ModelEvent>) {
        let items = response.get("output").and_then(Value::as_array);
        for item in items.into_iter().flatten() {
            let id = string_at(item, "id").unwrap_or_default();
            let open = self
                .items
                .iter()
                .filter(|(_, open)| !id.is_empty() && open.id == id);
            if let Some(index) = open.map(|(index, _)| *index).min() {
                self.close_item(index, item, events);
            }
        }
    }

    fn read_usage(&self, usage: &Value) -> RequestUsage {
        let mut details = counts(usage.get("output_tokens_details"));
        let known = ["input_tokens", "output_tokens", "total_tokens"];
        let own = counts(Some(usage)).into_iter();
        details.extend(own.filter(|(name, _)| !known.contains(&name.as_str())));
        if self.web_searches > 0 {
            details.insert("web_search_requests".to_owned(), self.web_searches);
        }
        RequestUsage {
            input_tokens: number_at(usage, &["input_tokens"]),
            output_tokens: number_at(usage, &["output_tokens"]),
            cache_read_tokens: number_at(usage, &["input_tokens_details", "cached_tokens"]),
            cache_write_tokens: number_at(usage, &["input_tokens_details", "cache_write_tokens"]),
            details,
            ..RequestUsage::default()
        }
    }
}

fn is_builtin_call(kind: &str) -> bool {
    !matches!(kind, "" | "message" | "reasoning" | "function_call") && !kind.ends_with("_output")
}

pub(super) fn one_member(name: &str, value: Value) -> JsonObject {
    JsonObject::from_iter([(name.to_owned(), value)])
}
