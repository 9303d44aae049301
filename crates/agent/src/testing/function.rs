use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt};

use crate::error::ModelError;
use crate::message::{Message, ResponseMessage};
use crate::model::{Model, ModelEvent, ModelProfile, ModelRequest};

use super::{Opaque, Reply, complete, stream_of};

type Answer = dyn Fn(&[Message], &ModelRequest<'_>) -> Reply + Send + Sync;
type Streamer =
    dyn Fn(&ModelRequest<'_>) -> BoxStream<'static, Result<ModelEvent, ModelError>> + Send + Sync;

/// A model that is a function of the conversation.
///
/// ```
/// use ringfence_agent::{Agent, FunctionModel, Reply};
/// let model = FunctionModel::new(|messages, _request| Reply::text(format!("{} messages", messages.len())));
/// let agent = Agent::builder(model).build();
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(agent.run("hi", ()).await.unwrap().output, "1 messages");
/// # });
/// ```
#[derive(Clone)]
pub struct FunctionModel {
    kind: Kind,
    name: String,
    profile: ModelProfile,
}

#[derive(Clone)]
enum Kind {
    Whole(Arc<Answer>),
    Streamed(Arc<Streamer>),
}

impl fmt::Debug for FunctionModel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FunctionModel")
            .field("name", &self.name)
            .field("function", &Opaque)
            .finish_non_exhaustive()
    }
}

impl FunctionModel {
    /// The function gets the conversation and the whole request, and answers with a [`Reply`].
    pub fn new<R: Into<Reply>>(
        function: impl Fn(&[Message], &ModelRequest<'_>) -> R + Send + Sync + 'static,
    ) -> Self {
        Self::of(Kind::Whole(Arc::new(move |messages, request| {
            function(messages, request).into()
        })))
    }

    /// The function gives the events itself, for tests of slow or broken streams.
    pub fn streamed(
        function: impl Fn(&ModelRequest<'_>) -> BoxStream<'static, Result<ModelEvent, ModelError>>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self::of(Kind::Streamed(Arc::new(function)))
    }

    fn of(kind: Kind) -> Self {
        let profile = ModelProfile {
            supports_json_schema: true,
            supports_json_object: true,
            ..ModelProfile::default()
        };
        Self {
            kind,
            name: "function".to_owned(),
            profile,
        }
    }

    /// Sets the name. Default `function`.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the profile. Default: everything is supported.
    #[must_use]
    pub fn with_profile(mut self, profile: ModelProfile) -> Self {
        self.profile = profile;
        self
    }

    fn answer(
        &self,
        function: &Answer,
        request: &ModelRequest<'_>,
    ) -> Result<ResponseMessage, ModelError> {
        let mut response = function(request.messages, request).0?;
        complete(&mut response, request, &self.name);
        Ok(response)
    }
}

impl Model for FunctionModel {
    fn name(&self) -> &str {
        &self.name
    }

    fn system(&self) -> &'static str {
        "test"
    }

    fn profile(&self) -> &ModelProfile {
        &self.profile
    }

    fn stream<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxStream<'a, Result<ModelEvent, ModelError>> {
        match &self.kind {
            Kind::Streamed(function) => function(&request),
            Kind::Whole(function) => match self.answer(function.as_ref(), &request) {
                Ok(response) => stream_of(response),
                Err(error) => stream::iter([Err(error)]).boxed(),
            },
        }
    }

    fn request<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxFuture<'a, Result<ResponseMessage, ModelError>> {
        match &self.kind {
            Kind::Streamed(function) => crate::model::fold(&self.name, function(&request)),
            Kind::Whole(function) => {
                Box::pin(std::future::ready(self.answer(function.as_ref(), &request)))
            }
        }
    }
}
