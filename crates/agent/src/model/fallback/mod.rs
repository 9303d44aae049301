//! A model that asks another when one fails.

use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt};

use crate::error::ModelError;
use crate::message::ResponseMessage;

use super::{Model, ModelEvent, ModelProfile, ModelRequest};

type When = dyn Fn(&ModelError) -> bool + Send + Sync;

/// Asks the models in order until one answers.
///
/// The next one is asked after a failure that a retry might cure and after status 401, 403, 404; see
/// [`FallbackModel::when`]. Once a stream has given an event, no other model is asked. Name, system and profile are
/// those of the first; give models of like abilities.
#[derive(Clone)]
pub struct FallbackModel {
    first: Arc<dyn Model>,
    others: Vec<Arc<dyn Model>>,
    when: Arc<When>,
}

impl fmt::Debug for FallbackModel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FallbackModel")
            .field("first", &self.first)
            .field("others", &self.others)
            .finish_non_exhaustive()
    }
}

impl FallbackModel {
    /// Asks `first`, and others after it.
    pub fn new(first: impl Model + 'static) -> Self {
        let when = |error: &ModelError| {
            error.is_retryable() || matches!(error.status(), Some(401 | 403 | 404))
        };
        Self {
            first: Arc::new(first),
            others: Vec::new(),
            when: Arc::new(when),
        }
    }

    /// Adds a model to ask when those before it fail.
    #[must_use]
    pub fn or(mut self, model: impl Model + 'static) -> Self {
        self.others.push(Arc::new(model));
        self
    }

    /// Sets after which errors the next model is asked.
    #[must_use]
    pub fn when(mut self, when: impl Fn(&ModelError) -> bool + Send + Sync + 'static) -> Self {
        self.when = Arc::new(when);
        self
    }

    fn models(&self) -> impl Iterator<Item = &Arc<dyn Model>> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The first event of the first model that gives one, and the rest of its stream.
    async fn begin<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> Result<BoxStream<'a, Result<ModelEvent, ModelError>>, ModelError> {
        let mut errors = Vec::new();
        for model in self.models() {
            let mut events = model.stream(request);
            match events.next().await {
                Some(Err(error)) if (self.when)(&error) => errors.push(error),
                Some(Err(error)) => return Err(error),
                Some(Ok(event)) => return Ok(stream::iter([Ok(event)]).chain(events).boxed()),
                None => return Ok(events),
            }
        }
        Err(all_failed(errors))
    }
}

/// One error stays what it is; several become one.
fn all_failed(mut errors: Vec<ModelError>) -> ModelError {
    match errors.len() {
        1 => errors.swap_remove(0),
        _ => ModelError::Fallback { errors },
    }
}

impl Model for FallbackModel {
    fn name(&self) -> &str {
        self.first.name()
    }

    fn system(&self) -> &str {
        self.first.system()
    }

    fn profile(&self) -> &ModelProfile {
        self.first.profile()
    }

    fn stream<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxStream<'a, Result<ModelEvent, ModelError>> {
        stream::once(self.begin(request))
            .flat_map(|begun| match begun {
                Ok(events) => events,
                Err(error) => stream::iter([Err(error)]).boxed(),
            })
            .boxed()
    }

    fn request<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxFuture<'a, Result<ResponseMessage, ModelError>> {
        Box::pin(async move {
            let mut errors = Vec::new();
            for model in self.models() {
                match model.request(request).await {
                    Ok(response) => return Ok(response),
                    Err(error) if (self.when)(&error) => errors.push(error),
                    Err(error) => return Err(error),
                }
            }
            Err(all_failed(errors))
        })
    }
}
