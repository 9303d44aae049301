use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use crate::error::ModelError;
use crate::message::{
    BinaryContent, FilePart, FinishReason, JsonObject, ResponsePart, TextPart, ThinkingPart,
    ToolArguments, ToolCallPart,
};
use crate::model::wire::{
    Flexible, OpenParts, TagPiece, Text, ThinkingTags, bounded, content_of_data_url, counts, delta,
    number_at, raw_value, rfc3339,
};
use crate::model::{ModelEvent, PartDelta, ResponseMetadata};
use crate::usage::RequestUsage;

use super::chunk::{Choice, Chunk, Delta, ToolCall};
use super::decode::ChatDecoderOptions;

/// What is known of an answer while it arrives.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent thing that was seen"
)]
pub(super) struct ChatState {
    options: ChatDecoderOptions,
    tags: Option<ThinkingTags>,
    parts: OpenParts,
    text: Option<usize>,
    thinking: Option<usize>,
    calls: HashMap<u64, OpenCall>,
    last_call: u64,
    described: bool,
    service_tier: bool,
    finished: bool,
    refused: bool,
    usage: Option<RequestUsage>,
    reasoning_details: Vec<Value>,
    annotations: Vec<Value>,
}

#[derive(Debug)]
struct OpenCall {
    part: usize,
    /// The id that the vendor gave, if any.
    id: Option<String>,
}

impl ChatState {
    pub(super) fn new(options: ChatDecoderOptions) -> Self {
        let tags = options.thinking_tags.clone();
        Self {
            tags: tags.map(|(open, close)| ThinkingTags::new(open, close)),
            options,
            parts: OpenParts::default(),
            text: None,
            thinking: None,
            calls: HashMap::new(),
            last_call: 0,
            described: false,
            service_tier: false,
            finished: false,
            refused: false,
            usage: None,
            reasoning_details: Vec::new(),
            annotations: Vec::new(),
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

    /// Takes one chunk, or a whole completion.
    pub(super) fn take(
        &mut self,
        chunk: Chunk<'_>,
        events: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        if let Some(error) = raw_value(chunk.error) {
            return Err(self.reported_error(&error));
        }
        self.describe(&chunk, events);
        for choice in chunk.choices.into_iter().flatten() {
            if choice.index.0.unwrap_or_default() == 0 {
                self.take_choice(choice, events);
            }
        }
        let usage = raw_value(chunk.usage)
            .or_else(|| raw_value(chunk.x_groq).and_then(|extra| extra.get("usage").cloned()));
        if let Some(usage) = usage.as_ref().and_then(read_usage)
            && self.usage.as_ref() != Some(&usage)
        {
            events.push(ModelEvent::Usage(usage.clone()));
            self.usage = Some(usage);
        }
        Ok(())
    }

    /// Ends what is open.
    pub(super) fn end(&mut self, events: &mut Vec<ModelEvent>) {
        self.flush_tags(events);
        self.close_details(events);
        self.parts.end_all(events);
    }

    fn reported_error(&self, error: &Value) -> ModelError {
        let word = |name: &str| match error.get(name) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let message = word("message").unwrap_or_else(|| error.to_string());
        ModelError::Stream {
            model: self.options.model.clone(),
            code: word("code").or_else(|| word("type")),
            message: bounded(&message),
        }
    }

    fn describe(&mut self, chunk: &Chunk<'_>, events: &mut Vec<ModelEvent>) {
        let mut details = JsonObject::new();
        if let Some(tier) = chunk.service_tier.non_empty()
            && !self.service_tier
        {
            self.service_tier = true;
            details.insert("service_tier".to_owned(), Value::from(tier));
        }
        if let Some(moderation) = raw_value(chunk.moderation) {
            details.insert("moderation".to_owned(), moderation);
        }
        // Azure sends a first chunk without a model: wait for the one that names it.
        let describes = !self.described && chunk.model.non_empty().is_some();
        if describes {
            self.described = true;
            let created = chunk.created.0.filter(|seconds| *seconds > 0);
            if let Some(time) = created.and_then(rfc3339) {
                details.insert("timestamp".to_owned(), Value::from(time));
            }
        }
        if !describes && details.is_empty() {
            return;
        }
        let owned = |text: &Text<'_>| text.non_empty().map(str::to_owned);
        let mut metadata = ResponseMetadata {
            provider_details: (!details.is_empty()).then_some(details),
            ..ResponseMetadata::default()
        };
        if describes {
            metadata.model_name = owned(&chunk.model);
            metadata.provider_name = Some(self.options.provider_name.clone());
            metadata.provider_response_id = owned(&chunk.id);
        }
        events.push(ModelEvent::Metadata(metadata));
    }

    fn take_choice(&mut self, choice: Choice<'_>, events: &mut Vec<ModelEvent>) {
        if let Some(delta) = choice.delta {
            self.take_delta(delta, events);
        }
        if let Some(logprobs) = raw_value(choice.logprobs) {
            self.add_logprobs(&logprobs, events);
        }
        if let Some(reason) = choice.finish_reason.non_empty() {
            self.finish(reason, events);
        }
    }

    fn take_delta(&mut self, delta: Delta<'_>, events: &mut Vec<ModelEvent>) {
        // `reasoning` and `reasoning_content` are two names of one thing; a vendor that sends both repeats itself.
        let reasoning = delta
            .reasoning_content
            .into_non_empty()
            .map(|text| ("reasoning_content", text))
            .or_else(|| {
                let text = delta.reasoning.into_non_empty();
                text.map(|text| ("reasoning", text))
            });
        if let Some((field, text)) = reasoning {
            self.add_thinking(&text, field, events);
        }
        if let Some(Value::Array(details)) = raw_value(delta.reasoning_details) {
            self.add_reasoning_details(details);
        }
        match delta.content {
            Flexible::Absent => {}
            Flexible::Text(text) => self.add_tagged_text(&text, events),
            Flexible::Other(value) => self.add_items(&value, events),
        }
        if let Some(text) = delta.refusal.non_empty() {
            self.refused = true;
            self.add_text(text, events);
        }
        if let Some(Value::Array(annotations)) = raw_value(delta.annotations) {
            self.annotations.extend(annotations);
        }
        if let Some(Value::Array(images)) = raw_value(delta.images) {
            self.add_images(&images, events);
        }
        if let Some(audio) = raw_value(delta.audio) {
            self.add_audio(&audio, events);
        }
        for call in delta.tool_calls.into_iter().flatten() {
            self.add_call(call, events);
        }
    }

    fn add_tagged_text(&mut self, text: &str, events: &mut Vec<ModelEvent>) {
        if text.is_empty() {
            return;
        }
        let Some(mut tags) = self.tags.take() else {
            self.add_text(text, events);
            return;
        };
        for piece in tags.push(text) {
            self.add_piece(piece, events);
        }
        self.tags = Some(tags);
    }

    fn add_piece(&mut self, piece: TagPiece<'_>, events: &mut Vec<ModelEvent>) {
        match piece {
            TagPiece::Thinking(text) => self.add_thinking(&text, "content", events),
            TagPiece::Text(text) => self.add_text(&text, events),
        }
    }

    fn flush_tags(&mut self, events: &mut Vec<ModelEvent>) {
        let Some(mut tags) = self.tags.take() else {
            return;
        };
        for piece in tags.finish() {
            self.add_piece(piece, events);
        }
    }

    fn add_text(&mut self, text: &str, events: &mut Vec<ModelEvent>) {
        if let Some(index) = self.text {
            events.push(delta(index, PartDelta::text(text)));
            return;
        }
        self.end_thinking(events);
        let part = ResponsePart::Text(TextPart {
            content: text.to_owned(),
            ..TextPart::default()
        });
        self.text = Some(self.parts.start(part, events));
    }

    fn add_thinking(&mut self, text: &str, field: &str, events: &mut Vec<ModelEvent>) {
        if let Some(index) = self.thinking {
            events.push(delta(index, PartDelta::thinking(text)));
            return;
        }
        self.end_text(events);
        let part = ResponsePart::Thinking(ThinkingPart {
            content: text.to_owned(),
            id: Some(field.to_owned()),
            provider_name: Some(self.options.provider_name.clone()),
            ..ThinkingPart::default()
        });
        self.thinking = Some(self.parts.start(part, events));
    }

    fn end_text(&mut self, events: &mut Vec<ModelEvent>) {
        if let Some(index) = self.text.take() {
            self.parts.end(index, events);
        }
    }

    fn end_thinking(&mut self, events: &mut Vec<ModelEvent>) {
        self.start_silent_thinking(events);
        if self.thinking.is_none() {
            return;
        }
        self.close_reasoning_details(events);
        if let Some(index) = self.thinking.take() {
            self.parts.end(index, events);
        }
    }

    /// Mistral's list of items: `{"type": "text"}` and `{"type": "thinking"}`.
    fn add_items(&mut self, value: &Value, events: &mut Vec<ModelEvent>) {
        for item in value.as_array().into_iter().flatten() {
            if item.get("type").and_then(Value::as_str) == Some("thinking") {
                let inner = item.get("thinking").map(text_of_items).unwrap_or_default();
                if !inner.is_empty() {
                    self.add_thinking(&inner, "thinking", events);
                }
                continue;
            }
            let text = item.get("text").and_then(Value::as_str).unwrap_or_default();
            self.add_tagged_text(text, events);
        }
    }

    fn add_reasoning_details(&mut self, details: Vec<Value>) {
        for detail in details {
            merge_detail(&mut self.reasoning_details, detail);
        }
    }

    /// Details without readable text (encrypted ones) may come with no `reasoning` beside them.
    fn start_silent_thinking(&mut self, events: &mut Vec<ModelEvent>) {
        let says_something = |detail: &Value| {
            ["data", "signature", "text", "summary"].iter().any(|name| {
                let text = detail.get(*name).and_then(Value::as_str);
                text.is_some_and(|text| !text.is_empty())
            })
        };
        if self.thinking.is_some() || !self.reasoning_details.iter().any(says_something) {
            return;
        }
        let part = ResponsePart::Thinking(ThinkingPart {
            id: Some("reasoning_details".to_owned()),
            provider_name: Some(self.options.provider_name.clone()),
            ..ThinkingPart::default()
        });
        self.thinking = Some(self.parts.start(part, events));
    }

    fn close_reasoning_details(&mut self, events: &mut Vec<ModelEvent>) {
        let details = std::mem::take(&mut self.reasoning_details);
        let Some(index) = self.thinking.filter(|_| !details.is_empty()) else {
            return;
        };
        let signature = details
            .iter()
            .find_map(|detail| detail.get("signature").and_then(Value::as_str));
        let change = PartDelta::Thinking {
            content_delta: None,
            signature_delta: signature.map(str::to_owned),
            provider_details: Some(one_member("reasoning_details", Value::Array(details))),
        };
        events.push(delta(index, change));
    }

    fn close_details(&mut self, events: &mut Vec<ModelEvent>) {
        self.start_silent_thinking(events);
        self.close_reasoning_details(events);
        let annotations = std::mem::take(&mut self.annotations);
        if let Some(index) = self.text.filter(|_| !annotations.is_empty()) {
            events.push(text_details(index, "citations", Value::Array(annotations)));
        }
    }

    fn add_logprobs(&mut self, logprobs: &Value, events: &mut Vec<ModelEvent>) {
        let has_content = logprobs.get("content").is_some_and(Value::is_array);
        if let Some(index) = self.text.filter(|_| has_content) {
            events.push(text_details(index, "logprobs", logprobs.clone()));
        }
    }

    /// Generated images: `{"image_url": {"url": "data:image/png;base64,..."}}`.
    fn add_images(&mut self, images: &[Value], events: &mut Vec<ModelEvent>) {
        for image in images {
            let url = image.pointer("/image_url/url").and_then(Value::as_str);
            if let Some(content) = url.and_then(content_of_data_url) {
                self.add_file(content, None, events);
            }
        }
    }

    fn add_audio(&mut self, audio: &Value, events: &mut Vec<ModelEvent>) {
        if let Some(transcript) = audio.get("transcript").and_then(Value::as_str) {
            self.add_text(transcript, events);
        }
    }

    fn add_file(
        &mut self,
        content: BinaryContent,
        id: Option<String>,
        events: &mut Vec<ModelEvent>,
    ) {
        let part = ResponsePart::File(FilePart {
            content,
            id,
            provider_name: Some(self.options.provider_name.clone()),
            provider_details: None,
        });
        self.parts.whole(part, events);
    }

    fn add_call(&mut self, call: ToolCall<'_>, events: &mut Vec<ModelEvent>) {
        let id = call.id.into_non_empty();
        let extra = raw_value(call.extra_content);
        let (name, arguments) = call.function.unwrap_or_default().into_pieces();
        let key = self.key_of_call(call.index.0, id.as_deref(), name.non_empty());
        if let Some(open) = self.calls.get_mut(&key) {
            if open.id.is_none() {
                open.id = id.as_deref().map(str::to_owned);
            }
            let change = PartDelta::ToolCall {
                tool_name_delta: name.into_non_empty().map(Cow::into_owned),
                args_delta: (!arguments.is_empty()).then(|| arguments.into_owned()),
                tool_call_id: id.map(Cow::into_owned),
            };
            events.push(delta(open.part, change));
            return;
        }
        self.end_text(events);
        self.end_thinking(events);
        let minted = || format!("call_{}{}", self.options.id_seed, self.parts.count());
        let part = ResponsePart::ToolCall(ToolCallPart {
            tool_name: name
                .into_non_empty()
                .map(Cow::into_owned)
                .unwrap_or_default(),
            args: Some(ToolArguments::Text(arguments.into_owned())),
            tool_call_id: id.as_deref().map_or_else(minted, str::to_owned),
            id: None,
            provider_name: extra.as_ref().map(|_| self.options.provider_name.clone()),
            provider_details: extra.map(|value| one_member("extra_content", value)),
        });
        let part = self.parts.start(part, events);
        let id = id.map(Cow::into_owned);
        self.calls.insert(key, OpenCall { part, id });
    }

    /// The key of the call that a piece belongs to. Vendors number calls, or give all the same number and new ids, or
    /// give no number at all.
    fn key_of_call(&mut self, index: Option<u64>, id: Option<&str>, name: Option<&str>) -> u64 {
        let key = index.unwrap_or(self.last_call);
        let is_another = self.calls.get(&key).is_some_and(|open| {
            let other_id = match (open.id.as_deref(), id) {
                (Some(known), Some(id)) => known != id,
                _ => false,
            };
            name.is_some() && (other_id || (index.is_none() && id.is_some() && open.id.is_none()))
        });
        if !is_another {
            self.last_call = key;
            return key;
        }
        // The old call keeps its part but gets a key that no vendor uses.
        let moved = u64::MAX - self.parts.count() as u64;
        if let Some(old) = self.calls.remove(&key) {
            self.calls.insert(moved, old);
        }
        self.last_call = key;
        key
    }

    /// Some vendors say `[DONE]` and give no reason.
    pub(super) fn finish_without_reason(&mut self, events: &mut Vec<ModelEvent>) {
        self.finished = true;
        events.push(ModelEvent::Finish {
            reason: match (self.refused, self.calls.is_empty()) {
                (true, _) => FinishReason::ContentFilter,
                (false, true) => FinishReason::Stop,
                (false, false) => FinishReason::ToolCall,
            },
        });
    }

    fn finish(&mut self, reason: &str, events: &mut Vec<ModelEvent>) {
        self.flush_tags(events);
        let finish = match reason {
            _ if self.refused => FinishReason::ContentFilter,
            "length" => FinishReason::Length,
            "tool_calls" | "function_call" => FinishReason::ToolCall,
            "content_filter" => FinishReason::ContentFilter,
            "error" => FinishReason::Error,
            _ => FinishReason::Stop,
        };
        let mut details = one_member("finish_reason", Value::from(reason));
        if self.refused {
            details.insert("refusal".to_owned(), Value::Bool(true));
        }
        events.push(ModelEvent::Metadata(ResponseMetadata {
            provider_details: Some(details),
            ..ResponseMetadata::default()
        }));
        events.push(ModelEvent::Finish { reason: finish });
        self.finished = true;
    }
}

/// Something that the provider said of a text part.
fn text_details(index: usize, name: &str, value: Value) -> ModelEvent {
    let change = PartDelta::Text {
        content_delta: String::new(),
        provider_details: Some(one_member(name, value)),
    };
    delta(index, change)
}

fn one_member(name: &str, value: Value) -> JsonObject {
    JsonObject::from_iter([(name.to_owned(), value)])
}

fn text_of_items(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items
            .iter()
            .filter_map(|item| item.get("text").and_then(Value::as_str))
            .collect(),
        _ => String::new(),
    }
}

/// Streams cut details into pieces: a piece with the same `index` and `type` as the last one goes on with it.
fn merge_detail(details: &mut Vec<Value>, piece: Value) {
    let same = |last: &Value, name: &str| last.get(name) == piece.get(name);
    let Some(last) = details
        .last_mut()
        .filter(|last| piece.get("index").is_some() && same(last, "index") && same(last, "type"))
    else {
        details.push(piece);
        return;
    };
    let (Value::Object(last), Value::Object(piece)) = (last, piece) else {
        return;
    };
    for (name, value) in piece {
        match (last.get_mut(&name), value) {
            (Some(Value::String(text)), Value::String(more))
                if matches!(name.as_str(), "text" | "summary" | "data" | "signature") =>
            {
                text.push_str(&more);
            }
            (Some(_), Value::Null) => {}
            (_, value) => {
                last.insert(name, value);
            }
        }
    }
}

/// `None` when nothing was counted.
fn read_usage(usage: &Value) -> Option<RequestUsage> {
    usage.as_object()?;
    let mut details = counts(usage.get("completion_tokens_details"));
    let own = counts(Some(usage)).into_iter();
    let known = ["prompt_tokens", "completion_tokens", "total_tokens"];
    details.extend(own.filter(|(name, _)| !known.contains(&name.as_str())));
    let cached = number_at(usage, &["prompt_tokens_details", "cached_tokens"]);
    Some(RequestUsage {
        input_tokens: number_at(usage, &["prompt_tokens"]),
        output_tokens: number_at(usage, &["completion_tokens"]),
        cache_read_tokens: cached.max(number_at(usage, &["prompt_cache_hit_tokens"])),
        cache_write_tokens: number_at(usage, &["prompt_tokens_details", "cache_write_tokens"]),
        input_audio_tokens: number_at(usage, &["prompt_tokens_details", "audio_tokens"]),
        output_audio_tokens: number_at(usage, &["completion_tokens_details", "audio_tokens"]),
        cache_audio_read_tokens: 0,
        details,
    })
}
