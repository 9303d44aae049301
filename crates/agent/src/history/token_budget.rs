use futures::future::BoxFuture;

use crate::context::RunContext;
use crate::message::Message;

use super::{HistoryProcessor, tail};

/// Sends only as much as fits a number of tokens; see [`token_budget`].
#[derive(Clone, Copy, Debug)]
pub struct TokenBudget {
    tokens: u64,
}

/// Sends only the newest messages that together hold about `tokens` tokens, and as many before them as are needed to
/// begin with a user prompt. The last exchange is always sent. System prompts are kept.
///
/// Tokens are estimated, see [`estimate_tokens`]; leave room.
pub fn token_budget(tokens: u64) -> TokenBudget {
    TokenBudget { tokens }
}

/// About how many tokens a message holds: one for each four bytes of its JSON. Images count by their base64 size,
/// which is far more than a provider counts.
pub fn estimate_tokens(message: &Message) -> u64 {
    struct Count(u64);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self
                .0
                .saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    let parts = match message {
        Message::Request(request) => serde_json::to_writer(&mut count, &request.parts),
        Message::Response(response) => serde_json::to_writer(&mut count, &response.parts),
    };
    if parts.is_err() {
        return 0;
    }
    count.0 / 4
}

impl<D: Send + Sync + 'static> HistoryProcessor<D> for TokenBudget {
    fn process(
        &self,
        _context: RunContext<D>,
        messages: Vec<Message>,
    ) -> BoxFuture<'_, Result<Vec<Message>, Box<dyn std::error::Error + Send + Sync>>> {
        let mut left = self.tokens;
        let mut from = messages.len();
        for (at, message) in messages.iter().enumerate().rev() {
            let tokens = estimate_tokens(message);
            if tokens > left {
                break;
            }
            left -= tokens;
            from = at;
        }
        Box::pin(std::future::ready(Ok(tail(messages, from))))
    }
}
