use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt};

use crate::message::Message;
use crate::usage::RunUsage;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Messages that a run has just added.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Step {
    /// Id of the run.
    pub run_id: String,
    /// Number of the step, from 1; 0 before the first request.
    pub run_step: u32,
    /// What was used so far.
    pub usage: RunUsage,
    pub(crate) messages: Arc<Vec<Message>>,
    pub(crate) added_from: usize,
}

impl Step {
    /// The conversation so far, the history given to the run included.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The messages added since the call before.
    pub fn added(&self) -> &[Message] {
        self.messages.get(self.added_from..).unwrap_or_default()
    }
}

/// A function called whenever a run has added messages.
#[derive(Clone)]
pub struct StepCallback(
    Arc<dyn Fn(Step) -> BoxFuture<'static, Result<(), BoxError>> + Send + Sync>,
);

impl fmt::Debug for StepCallback {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("StepCallback")
    }
}

impl StepCallback {
    pub(crate) fn new<F, Fut, E>(function: F) -> Self
    where
        F: Fn(Step) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self(Arc::new(move |step| {
            function(step)
                .map(|result| result.map_err(Into::into))
                .boxed()
        }))
    }

    pub(crate) fn call(&self, step: Step) -> BoxFuture<'static, Result<(), BoxError>> {
        (self.0)(step)
    }
}
