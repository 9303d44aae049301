use futures::future::BoxFuture;

use crate::context::RunContext;
use crate::message::Message;

use super::{HistoryProcessor, tail};

/// Sends the last messages only; see [`keep_last`].
#[derive(Clone, Copy, Debug)]
pub struct KeepLast {
    count: usize,
}

/// Sends the last `count` messages only, and as many before them as are needed to begin with a user prompt. System
/// prompts are kept.
pub fn keep_last(count: usize) -> KeepLast {
    KeepLast { count }
}

impl<D: Send + Sync + 'static> HistoryProcessor<D> for KeepLast {
    fn process(
        &self,
        _context: RunContext<D>,
        messages: Vec<Message>,
    ) -> BoxFuture<'_, Result<Vec<Message>, Box<dyn std::error::Error + Send + Sync>>> {
        let from = messages.len().saturating_sub(self.count);
        Box::pin(std::future::ready(Ok(tail(messages, from))))
    }
}
