//! Models: one trait, and what goes in and comes out of it.
//!
//! A wire adapter is three pieces that know nothing of each other's work: a pure encoder from [`ModelRequest`] to
//! JSON, a [`Decoder`] from bytes to [`ModelEvent`]s that does no input or output, and HTTP.

mod assemble;
mod event;
mod fallback;
mod guard;
mod profile;
mod request;
mod settings;
mod wire;

pub mod anthropic;
pub mod http;
pub mod openai_chat;
pub mod openai_responses;
pub mod provider;
pub mod sse;

pub use self::assemble::ResponseAssembler;
pub use self::event::{ModelEvent, PartDelta, ResponseMetadata};
pub use self::fallback::FallbackModel;
pub use self::guard::{
    RealRequestsGuard, check_real_requests_allowed, forbid_real_requests, real_requests_allowed,
};
pub use self::profile::{ModelProfile, StructuredOutput, SystemRole};
pub use self::request::{ModelRequest, OutputFormat, OutputSchema, ToolDefinition};
pub use self::settings::{CacheSettings, ModelSettings, ThinkingSettings, ToolChoice};

use std::fmt::Debug;
use std::sync::Arc;

use futures::future::BoxFuture;
use futures::stream::{BoxStream, StreamExt};

use crate::error::ModelError;
use crate::message::ResponseMessage;

/// A language model.
///
/// Implementations are cheap to share (`Arc<dyn Model>`) and hold no state of a conversation.
pub trait Model: Send + Sync + Debug {
    /// The model's name as the provider knows it, for example `gpt-4.1`.
    fn name(&self) -> &str;

    /// The provider's name in the words of OpenTelemetry (`openai`, `anthropic`), or `test` for a test double.
    fn system(&self) -> &str;

    /// What the model can do and how it wants to be asked.
    fn profile(&self) -> &ModelProfile;

    /// Asks the model; the events arrive as the model writes.
    ///
    /// Dropping the stream ends the request. The stream ends after the first error. An adapter retries failed
    /// connections itself, but never after the first event.
    fn stream<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxStream<'a, Result<ModelEvent, ModelError>>;

    /// Asks the model and waits for the whole response. The default folds [`Model::stream`].
    fn request<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxFuture<'a, Result<ResponseMessage, ModelError>> {
        fold(self.name(), self.stream(request))
    }
}

impl<M: Model + ?Sized> Model for Arc<M> {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn system(&self) -> &str {
        (**self).system()
    }

    fn profile(&self) -> &ModelProfile {
        (**self).profile()
    }

    fn stream<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxStream<'a, Result<ModelEvent, ModelError>> {
        (**self).stream(request)
    }

    fn request<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxFuture<'a, Result<ResponseMessage, ModelError>> {
        (**self).request(request)
    }
}

/// The whole response of a stream.
pub(crate) fn fold<'a>(
    model: &'a str,
    mut stream: BoxStream<'a, Result<ModelEvent, ModelError>>,
) -> BoxFuture<'a, Result<ResponseMessage, ModelError>> {
    Box::pin(async move {
        let mut assembler = ResponseAssembler::new();
        while let Some(event) = stream.next().await {
            assembler.push(event?);
            if assembler.is_full() {
                return Err(too_long(model));
            }
        }
        Ok(assembler.finish())
    })
}

/// The error for a response that is longer than [`ResponseAssembler`] takes.
pub(crate) fn too_long(model: &str) -> ModelError {
    ModelError::Protocol {
        model: model.to_owned(),
        message: "it is longer than 64 MiB".to_owned(),
    }
}

/// Turns the bytes of a response into events, without input or output.
///
/// The events do not depend on how the bytes are cut. Unknown content is ignored or kept opaque, never an error.
pub trait Decoder: Send {
    /// Takes the next bytes and appends the events that they complete to `events`.
    ///
    /// # Errors
    /// When the provider reports a failure, or the bytes are not what the wire prescribes. The decoder must not be
    /// used after an error; the events appended before it are valid.
    fn push(&mut self, bytes: &[u8], events: &mut Vec<ModelEvent>) -> Result<(), ModelError>;

    /// The response has ended; appends what was still held back.
    ///
    /// # Errors
    /// When the response ended before the model did (no finish reason seen).
    fn finish(&mut self, events: &mut Vec<ModelEvent>) -> Result<(), ModelError>;
}
