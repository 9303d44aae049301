use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use futures::future::BoxFuture;

use crate::context::RunContext;
use crate::message::{Message, RequestMessage, RequestPart, ResponsePart, SystemPromptPart};
use crate::model::{Model, ModelRequest};

use super::{HistoryProcessor, tail};

/// Summaries that are remembered, newest last.
const REMEMBERED: usize = 64;

const TASK: &str = "Summarise the conversation below for an assistant that will continue it. Keep names, numbers, \
decisions, open questions and results of tools. Write no more than 300 words.";

/// Sends a summary in place of old messages; see [`summarise`].
#[derive(Clone, Debug)]
pub struct Summarise {
    model: Arc<dyn Model>,
    above: usize,
    keep: usize,
    known: Arc<Mutex<Vec<(String, String)>>>,
}

/// When a conversation has more than `above` messages, all but about the last `keep` are replaced by a summary that
/// `model` writes. The tokens for it count as usage of the run. A summary is written once for the same old messages.
pub fn summarise(model: impl Model + 'static, above: usize, keep: usize) -> Summarise {
    Summarise {
        model: Arc::new(model),
        above,
        keep,
        known: Arc::default(),
    }
}

impl<D: Send + Sync + 'static> HistoryProcessor<D> for Summarise {
    fn process(
        &self,
        context: RunContext<D>,
        messages: Vec<Message>,
    ) -> BoxFuture<'_, Result<Vec<Message>, Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(async move {
            if messages.len() <= self.above {
                return Ok(messages);
            }
            let total = messages.len();
            let mut kept = tail(messages.clone(), total.saturating_sub(self.keep));
            let old = messages
                .get(..total.saturating_sub(kept.len()))
                .unwrap_or_default();
            if old.is_empty() {
                return Ok(messages);
            }
            let summary = self.summary(&context, &transcript(old)).await?;
            if let Some(Message::Request(first)) = kept.first_mut() {
                let content = format!("Summary of the conversation so far:\n{summary}");
                let at = first
                    .parts
                    .iter()
                    .take_while(|part| matches!(part, RequestPart::SystemPrompt(_)))
                    .count();
                let part = SystemPromptPart {
                    content,
                    ..SystemPromptPart::default()
                };
                first.parts.insert(at, RequestPart::SystemPrompt(part));
            }
            Ok(kept)
        })
    }
}

impl Summarise {
    async fn summary<D>(
        &self,
        context: &RunContext<D>,
        transcript: &str,
    ) -> Result<String, crate::error::ModelError> {
        if let Some(summary) = self.remembered(transcript) {
            return Ok(summary);
        }
        let request = Message::Request(RequestMessage {
            parts: vec![RequestPart::UserPrompt(
                crate::message::UserPromptPart::new(transcript),
            )],
            ..RequestMessage::default()
        });
        let messages = [request];
        let request = ModelRequest {
            instructions: Some(TASK),
            ..ModelRequest::new(&messages)
        };
        let response = self.model.request(request).await?;
        context
            .run
            .usage
            .update(|usage| usage.add_request(&response.usage));
        let summary = response.text();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.remove(0);
        }
        known.push((transcript.to_owned(), summary.clone()));
        Ok(summary)
    }

    fn remembered(&self, transcript: &str) -> Option<String> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .iter()
            .find(|(old, _)| old == transcript)
            .map(|(_, summary)| summary.clone())
    }
}

/// A conversation as plain text, one line for each part. System prompts and thinking are left out.
fn transcript(messages: &[Message]) -> String {
    let mut text = String::new();
    for message in messages {
        match message {
            Message::Request(request) => request
                .parts
                .iter()
                .for_each(|part| write_request(&mut text, part)),
            Message::Response(response) => response
                .parts
                .iter()
                .for_each(|part| write_response(&mut text, part)),
        }
    }
    text
}

fn write_request(text: &mut String, part: &RequestPart) {
    // Writing to a string cannot fail.
    let _ = match part {
        RequestPart::UserPrompt(prompt) => writeln!(text, "user: {}", prompt.content.text()),
        RequestPart::ToolReturn(result) => {
            writeln!(text, "tool {}: {}", result.tool_name, result.model_text())
        }
        _ => Ok(()),
    };
}

fn write_response(text: &mut String, part: &ResponsePart) {
    let _ = match part {
        ResponsePart::Text(part) => writeln!(text, "assistant: {}", part.content),
        ResponsePart::ToolCall(call) => writeln!(
            text,
            "assistant calls {}({})",
            call.tool_name,
            call.args_text()
        ),
        _ => Ok(()),
    };
}
