//! Conversations: repairing them before they are sent, and sending only a part of them.

mod keep_last;
mod processor;
mod repair;
mod summarise;
mod token_budget;

pub use self::keep_last::{KeepLast, keep_last};
pub use self::processor::HistoryProcessor;
pub use self::repair::repair;
pub use self::summarise::{Summarise, summarise};
pub use self::token_budget::{TokenBudget, estimate_tokens, token_budget};

pub(crate) use self::repair::unanswered_calls;

use crate::message::{Message, RequestMessage, RequestPart};

/// The end of a conversation from message `from` on, moved back to where it can be cut: to a request with a user
/// prompt and without tool results. The system prompts of what is left out go in front.
fn tail(messages: Vec<Message>, from: usize) -> Vec<Message> {
    let Some(from) = (0..=from.min(messages.len().saturating_sub(1)))
        .rev()
        .find(|&at| can_begin(messages.get(at)))
    else {
        return messages;
    };
    if from == 0 {
        return messages;
    }
    let mut messages = messages;
    let kept = messages.split_off(from);
    let mut prompts: Vec<RequestPart> = messages
        .into_iter()
        .filter_map(|message| match message {
            Message::Request(request) => Some(request.parts),
            Message::Response(_) => None,
        })
        .flatten()
        .filter(|part| matches!(part, RequestPart::SystemPrompt(_)))
        .collect();
    if prompts.is_empty() {
        return kept;
    }
    let mut kept = kept.into_iter();
    let mut whole = Vec::with_capacity(kept.len());
    if let Some(Message::Request(first)) = kept.next() {
        prompts.extend(first.parts);
        whole.push(Message::Request(RequestMessage {
            parts: prompts,
            ..first
        }));
    }
    whole.extend(kept);
    whole
}

fn can_begin(message: Option<&Message>) -> bool {
    let Some(Message::Request(request)) = message else {
        return false;
    };
    let prompted = request
        .parts
        .iter()
        .any(|part| matches!(part, RequestPart::UserPrompt(_)));
    let answers = request.parts.iter().any(|part| match part {
        RequestPart::ToolReturn(_) => true,
        RequestPart::RetryPrompt(retry) => retry.tool_name.is_some(),
        _ => false,
    });
    prompted && !answers
}
