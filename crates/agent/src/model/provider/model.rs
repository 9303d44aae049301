use std::collections::VecDeque;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt};
use reqwest::header::HeaderMap;
use serde_json::Value;
use tokio::time::Instant;

use super::build::add_headers;
use super::preset::Wire;
use crate::error::ModelError;
use crate::message::ResponseMessage;
use crate::model::http::{Answer, HttpClient, Post, Secret};
use crate::model::openai_chat::ChatQuirks;
use crate::model::wire::MAX_RESPONSE_BYTES;
use crate::model::{
    Decoder, Model, ModelEvent, ModelProfile, ModelRequest, ResponseAssembler, ResponseMetadata,
    anthropic, check_real_requests_allowed, openai_chat, openai_responses,
};

/// A model of a provider, reached over HTTP. Cheap to clone.
#[derive(Clone)]
pub struct ProviderModel(pub(super) Arc<Parts>);

pub(super) struct Parts {
    pub(super) wire: Wire,
    pub(super) system: &'static str,
    pub(super) name: String,
    pub(super) url: String,
    pub(super) base_url: String,
    pub(super) key: Option<Secret>,
    pub(super) headers: HeaderMap,
    pub(super) http: HttpClient,
    pub(super) profile: ModelProfile,
    pub(super) quirks: ChatQuirks,
    pub(super) streaming: bool,
}

impl fmt::Debug for ProviderModel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ProviderModel")
            .field("system", &self.0.system)
            .field("name", &self.0.name)
            .field("base_url", &self.0.base_url)
            .field("key", &self.0.key)
            .finish_non_exhaustive()
    }
}

impl ProviderModel {
    /// Base address, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.0.base_url
    }

    /// Which API is spoken.
    pub fn wire(&self) -> Wire {
        self.0.wire
    }

    /// The body that [`Model::stream`] would send, for inspection and tests.
    ///
    /// # Errors
    /// [`ModelError::Unsupported`] for content that the wire cannot carry.
    pub fn request_body(&self, request: &ModelRequest<'_>) -> Result<Value, ModelError> {
        self.0.encode(request, self.0.streaming)
    }
}

impl Model for ProviderModel {
    fn name(&self) -> &str {
        &self.0.name
    }

    fn system(&self) -> &str {
        self.0.system
    }

    fn profile(&self) -> &ModelProfile {
        &self.0.profile
    }

    fn stream<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxStream<'a, Result<ModelEvent, ModelError>> {
        let running = Running {
            parts: &self.0,
            request,
            streaming: self.0.streaming,
            stage: Stage::New,
            queue: VecDeque::new(),
        };
        stream::unfold(running, |mut running| async move {
            let next = running.next().await?;
            Some((next, running))
        })
        .boxed()
    }

    /// Asks without streaming. Anthropic's API refuses that for long answers, so those are streamed and folded.
    fn request<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxFuture<'a, Result<ResponseMessage, ModelError>> {
        const LONG_ANSWER_TOKENS: u32 = 20_000;
        let limit = request
            .settings
            .max_tokens
            .unwrap_or(self.0.profile.default_max_tokens);
        let streaming = self.0.wire == Wire::AnthropicMessages && limit > LONG_ANSWER_TOKENS;
        Box::pin(async move {
            let mut running = Running {
                parts: &self.0,
                request,
                streaming,
                stage: Stage::New,
                queue: VecDeque::new(),
            };
            let mut assembler = ResponseAssembler::new();
            while let Some(event) = running.next().await {
                assembler.push(event?);
            }
            Ok(assembler.finish())
        })
    }
}

impl Parts {
    fn encode(&self, request: &ModelRequest<'_>, stream: bool) -> Result<Value, ModelError> {
        let (name, system, profile) = (&self.name, self.system, &self.profile);
        match self.wire {
            Wire::OpenAiChat => {
                openai_chat::encode(name, system, profile, &self.quirks, request, stream)
            }
            Wire::OpenAiResponses => {
                openai_responses::encode(name, system, profile, request, stream)
            }
            Wire::AnthropicMessages => anthropic::encode(name, system, profile, request, stream),
        }
    }

    fn chat_options(&self) -> openai_chat::ChatDecoderOptions {
        openai_chat::ChatDecoderOptions {
            model: self.name.clone(),
            provider_name: self.system.to_owned(),
            id_seed: id_seed(),
            thinking_tags: self.profile.thinking_tags.clone(),
        }
    }

    fn responses_options(&self) -> openai_responses::ResponsesDecoderOptions {
        openai_responses::ResponsesDecoderOptions {
            model: self.name.clone(),
            provider_name: self.system.to_owned(),
        }
    }

    fn anthropic_options(&self) -> anthropic::AnthropicDecoderOptions {
        anthropic::AnthropicDecoderOptions {
            model: self.name.clone(),
            provider_name: self.system.to_owned(),
        }
    }

    fn decoder(&self) -> Box<dyn Decoder> {
        match self.wire {
            Wire::OpenAiChat => Box::new(openai_chat::ChatDecoder::new(self.chat_options())),
            Wire::OpenAiResponses => Box::new(openai_responses::ResponsesDecoder::new(
                self.responses_options(),
            )),
            Wire::AnthropicMessages => {
                Box::new(anthropic::AnthropicDecoder::new(self.anthropic_options()))
            }
        }
    }

    fn decode_body(&self, body: &[u8], events: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        match self.wire {
            Wire::OpenAiChat => openai_chat::decode_body(self.chat_options(), body, events),
            Wire::OpenAiResponses => {
                openai_responses::decode_body(self.responses_options(), body, events)
            }
            Wire::AnthropicMessages => {
                anthropic::decode_body(self.anthropic_options(), body, events)
            }
        }
    }
}

/// Letters that differ from response to response, for ids of tool calls that have none.
fn id_seed() -> String {
    let random = std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish();
    format!("{random:016x}_")
}

/// One request on its way.
struct Running<'a> {
    parts: &'a Parts,
    request: ModelRequest<'a>,
    streaming: bool,
    stage: Stage,
    queue: VecDeque<ModelEvent>,
}

enum Stage {
    New,
    Streaming {
        answer: Answer,
        decoder: Box<dyn Decoder>,
    },
    /// The queue is all that is left.
    Last,
    /// The queue, then this.
    Failed(ModelError),
    Done,
}

impl Running<'_> {
    async fn next(&mut self) -> Option<Result<ModelEvent, ModelError>> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Some(Ok(event));
            }
            self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
                Stage::New => match self.begin().await {
                    Ok(stage) => stage,
                    Err(error) => Stage::Failed(error),
                },
                Stage::Streaming { answer, decoder } => match self.read(answer, decoder).await {
                    Ok(stage) => stage,
                    Err(error) => Stage::Failed(error),
                },
                Stage::Last | Stage::Done => return None,
                Stage::Failed(error) => return Some(Err(error)),
            };
        }
    }

    /// Sends the request and reads up to the first event. Until then a broken connection is tried again.
    async fn begin(&mut self) -> Result<Stage, ModelError> {
        let parts = self.parts;
        check_real_requests_allowed(&parts.name)?;
        let body = parts.encode(&self.request, self.streaming)?;
        let mut headers = parts.headers.clone();
        add_headers(&mut headers, &self.request.settings.extra_headers).map_err(|message| {
            ModelError::Configuration {
                model: parts.name.clone(),
                message,
            }
        })?;
        let limit = self.request.settings.timeout;
        let post = Post {
            model: &parts.name,
            url: &parts.url,
            headers,
            body: &body,
            key: parts.key.as_ref(),
            deadline: limit.and_then(|limit| Some((Instant::now().checked_add(limit)?, limit))),
        };
        let mut retries_done = 0;
        loop {
            let answer = parts.http.post(&post, &mut retries_done).await?;
            match self.first_events(answer).await {
                Ok(stage) => return Ok(stage),
                Err(error) if self.queue.is_empty() && is_broken_connection(&error) => {
                    if !parts
                        .http
                        .wait_after_break(&post, &mut retries_done)
                        .await?
                    {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn first_events(&mut self, mut answer: Answer) -> Result<Stage, ModelError> {
        if !self.streaming || answer.is_json() {
            let body = answer.body(MAX_RESPONSE_BYTES).await?;
            let mut events = Vec::new();
            let outcome = self.parts.decode_body(&body, &mut events);
            self.enqueue(events);
            outcome?;
            return Ok(Stage::Last);
        }
        let mut stage = Stage::Streaming {
            answer,
            decoder: self.parts.decoder(),
        };
        while let Stage::Streaming { answer, decoder } = stage {
            if !self.queue.is_empty() {
                return Ok(Stage::Streaming { answer, decoder });
            }
            stage = self.read(answer, decoder).await?;
        }
        Ok(stage)
    }

    /// Reads the next piece. Events that came before an error are kept in the queue.
    async fn read(
        &mut self,
        mut answer: Answer,
        mut decoder: Box<dyn Decoder>,
    ) -> Result<Stage, ModelError> {
        let mut events = Vec::new();
        let chunk = answer.chunk().await?;
        let outcome = match &chunk {
            Some(bytes) => decoder.push(bytes.as_ref(), &mut events),
            None => decoder.finish(&mut events),
        };
        self.enqueue(events);
        outcome?;
        if chunk.is_none() {
            return Ok(Stage::Last);
        }
        Ok(Stage::Streaming { answer, decoder })
    }

    /// Adds the provider's address to the first metadata, which decoders do not know.
    fn enqueue(&mut self, events: Vec<ModelEvent>) {
        for event in events {
            self.queue.push_back(match event {
                ModelEvent::Metadata(metadata) if metadata.provider_name.is_some() => {
                    ModelEvent::Metadata(ResponseMetadata {
                        provider_url: Some(self.parts.base_url.clone()),
                        ..metadata
                    })
                }
                other => other,
            });
        }
    }
}

/// A connection that was cut, or a stream that ended too early; not what the provider reported as its own failure.
fn is_broken_connection(error: &ModelError) -> bool {
    matches!(
        error,
        ModelError::Connection { .. } | ModelError::Stream { code: None, .. }
    )
}
