use std::sync::{Arc, Mutex, PoisonError};

use futures::future::BoxFuture;
use futures::stream::BoxStream;

use crate::error::ModelError;
use crate::message::{Message, ResponseMessage};
use crate::model::{
    Model, ModelEvent, ModelProfile, ModelRequest, ModelSettings, OutputSchema, ToolDefinition,
};

/// A request as a model got it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CapturedRequest {
    /// The conversation as it was sent: processed and repaired.
    pub messages: Vec<Message>,
    /// The instructions.
    pub instructions: Option<String>,
    /// The tools that the agent runs.
    pub tools: Vec<ToolDefinition>,
    /// The tools whose arguments are the answer.
    pub output_tools: Vec<ToolDefinition>,
    /// The schema of native output.
    pub output_schema: Option<OutputSchema>,
    /// Whether plain text is an answer.
    pub allow_text: bool,
    /// Temperature and so on.
    pub settings: ModelSettings,
}

/// Passes requests on to a model and remembers them, for tests that look at what was sent. Clones share the memory.
#[derive(Clone, Debug)]
pub struct CapturingModel {
    inner: Arc<dyn Model>,
    requests: Arc<Mutex<Vec<CapturedRequest>>>,
}

impl CapturingModel {
    /// Remembers what `inner` is asked.
    pub fn new(inner: impl Model + 'static) -> Self {
        Self {
            inner: Arc::new(inner),
            requests: Arc::default(),
        }
    }

    /// The requests so far, oldest first.
    pub fn requests(&self) -> Vec<CapturedRequest> {
        self.requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn remember(&self, request: &ModelRequest<'_>) {
        let output_schema = match request.output {
            crate::model::OutputFormat::JsonSchema(schema) => Some(schema.clone()),
            _ => None,
        };
        let captured = CapturedRequest {
            messages: request.messages.to_vec(),
            instructions: request.instructions.map(str::to_owned),
            tools: request.tools.to_vec(),
            output_tools: request.output_tools.to_vec(),
            output_schema,
            allow_text: request.allow_text,
            settings: request.settings.clone(),
        };
        self.requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(captured);
    }
}

impl Model for CapturingModel {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn system(&self) -> &str {
        self.inner.system()
    }

    fn profile(&self) -> &ModelProfile {
        self.inner.profile()
    }

    fn stream<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxStream<'a, Result<ModelEvent, ModelError>> {
        self.remember(&request);
        self.inner.stream(request)
    }

    fn request<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxFuture<'a, Result<ResponseMessage, ModelError>> {
        self.remember(&request);
        self.inner.request(request)
    }
}
