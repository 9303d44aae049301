use std::future::Future;

use futures::future::{BoxFuture, FutureExt};

use crate::context::RunContext;
use crate::message::Message;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Changes what is sent of a conversation, before every request. What is stored stays whole.
///
/// Implemented for async functions from `(RunContext<D>, Vec<Message>)` to `Result<Vec<Message>, E>`. Results are
/// repaired afterwards, so a processor need not keep tool calls and their results together.
pub trait HistoryProcessor<D>: Send + Sync {
    /// The messages to send.
    fn process(
        &self,
        context: RunContext<D>,
        messages: Vec<Message>,
    ) -> BoxFuture<'_, Result<Vec<Message>, BoxError>>;
}

impl<D, F, Fut, E> HistoryProcessor<D> for F
where
    F: Fn(RunContext<D>, Vec<Message>) -> Fut + Send + Sync,
    Fut: Future<Output = Result<Vec<Message>, E>> + Send + 'static,
    E: Into<BoxError>,
{
    fn process(
        &self,
        context: RunContext<D>,
        messages: Vec<Message>,
    ) -> BoxFuture<'_, Result<Vec<Message>, BoxError>> {
        self(context, messages)
            .map(|result| result.map_err(Into::into))
            .boxed()
    }
}
