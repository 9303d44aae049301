use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::{BoxFuture, FutureExt};
use futures::stream::{Stream, StreamExt};

use crate::error::AgentError;

use super::RunResult;
use super::events::{AgentEvent, EventQueue};

/// The events of a run. Polling it drives the run.
#[must_use = "a run goes on only while its stream is polled"]
pub struct RunStream<O> {
    run: Option<BoxFuture<'static, Result<RunResult<O>, AgentError>>>,
    queue: Arc<EventQueue>,
    end: Option<Result<RunResult<O>, AgentError>>,
}

impl<O> fmt::Debug for RunStream<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RunStream")
            .field("ended", &self.run.is_none())
            .finish_non_exhaustive()
    }
}

impl<O> Unpin for RunStream<O> {}

impl<O> RunStream<O> {
    pub(crate) fn new(
        run: BoxFuture<'static, Result<RunResult<O>, AgentError>>,
        queue: Arc<EventQueue>,
    ) -> Self {
        Self {
            run: Some(run),
            queue,
            end: None,
        }
    }

    /// Runs to the end, ignoring the events that are left.
    ///
    /// # Errors
    /// As the run itself.
    pub async fn finish(mut self) -> Result<RunResult<O>, AgentError> {
        loop {
            match self.next().await {
                Some(Ok(AgentEvent::Done(result))) => return Ok(result),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error),
                None => {
                    let message = "the result was already taken from the stream".to_owned();
                    return Err(AgentError::Configuration {
                        message,
                        run: Box::default(),
                    });
                }
            }
        }
    }
}

impl<O> Stream for RunStream<O> {
    type Item = Result<AgentEvent<O>, AgentError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.queue.watch(context.waker());
        if let Some(event) = self.queue.pop() {
            return Poll::Ready(Some(Ok(event.widen())));
        }
        if let Some(run) = &mut self.run
            && let Poll::Ready(end) = run.poll_unpin(context)
        {
            self.run = None;
            self.end = Some(end);
        }
        if let Some(event) = self.queue.pop() {
            return Poll::Ready(Some(Ok(event.widen())));
        }
        match self.end.take() {
            Some(end) => Poll::Ready(Some(end.map(AgentEvent::Done))),
            None if self.run.is_none() => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}
