use std::any::Any;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::deferred::ExternalResult;
use crate::message::{RequestPart, RetryContent, ToolCallPart, ToolOutcome, ToolReturnPart};
use crate::tool::{ToolError, ToolReply};

use super::Engine;
use super::failure::Failure;
use super::turn::Ledger;
use super::workshop::Workshop;

/// How a call ended.
pub(super) enum End {
    Reply(ToolReply),
    Failed(String),
    Denied(String),
    Retry(RetryContent),
    Deferred(Option<Value>),
    Approval(Option<Value>),
    Fatal(Failure),
}

/// How the calls of one tool went in a step.
#[derive(Default)]
pub(super) struct Score {
    pub(super) last: Option<String>,
}

impl<D: Send + Sync + 'static, O: Send + 'static> Engine<D, O> {
    /// Writes the end of a call into the ledger and tells the watcher.
    pub(super) async fn record(
        &self,
        slot: usize,
        call: &ToolCallPart,
        end: End,
        ledger: &mut Ledger,
        score: &mut BTreeMap<String, Score>,
    ) -> Option<Failure> {
        let part = match end {
            End::Reply(reply) => {
                self.scope
                    .usage
                    .update(|usage| usage.tool_calls = usage.tool_calls.saturating_add(1));
                score.entry(call.tool_name.clone()).or_default();
                ledger.content.extend(reply.content);
                self.returned(call, reply.value, reply.metadata, ToolOutcome::Success)
            }
            End::Failed(message) => self.returned(call, message.into(), None, ToolOutcome::Failed),
            End::Denied(message) => self.returned(call, message.into(), None, ToolOutcome::Denied),
            End::Retry(content) => {
                let prompt = self.prompt_for(content, Some(call));
                score.entry(call.tool_name.clone()).or_default().last = Some(prompt.model_text());
                RequestPart::RetryPrompt(prompt)
            }
            End::Deferred(metadata) => {
                ledger.deferred.calls.push(call.clone());
                note_metadata(ledger, call, metadata);
                return None;
            }
            End::Approval(metadata) => {
                ledger.deferred.approvals.push(call.clone());
                note_metadata(ledger, call, metadata);
                return None;
            }
            End::Fatal(failure) => return Some(failure),
        };
        self.show_result(&part).await;
        ledger.set(slot, part);
        None
    }

    fn returned(
        &self,
        call: &ToolCallPart,
        content: Value,
        metadata: Option<Value>,
        outcome: ToolOutcome,
    ) -> RequestPart {
        RequestPart::ToolReturn(ToolReturnPart {
            tool_name: call.tool_name.clone(),
            content,
            tool_call_id: call.tool_call_id.clone(),
            metadata,
            timestamp: Some(self.now()),
            outcome,
        })
    }

    pub(super) fn settle(
        &mut self,
        score: &BTreeMap<String, Score>,
        workshop: &Workshop<D>,
    ) -> Option<Failure> {
        for (name, score) in score {
            let Some(last) = &score.last else {
                self.tool_retries.remove(name);
                continue;
            };
            let limit = workshop
                .find(name)
                .map_or(self.agent.retries.tools, |bound| self.budget(bound));
            let used = self.tool_retries.entry(name.clone()).or_default();
            if *used >= limit {
                return Some(Failure::ToolRetries {
                    tool_name: name.clone(),
                    limit,
                    last: last.clone(),
                });
            }
            *used += 1;
        }
        None
    }
}

fn note_metadata(ledger: &mut Ledger, call: &ToolCallPart, metadata: Option<Value>) {
    if let Some(metadata) = metadata {
        ledger
            .deferred
            .metadata
            .insert(call.tool_call_id.clone(), metadata);
    }
}

pub(super) fn outside(result: &ExternalResult) -> End {
    match result {
        ExternalResult::Returned { value } => End::Reply(ToolReply {
            value: value.clone(),
            ..ToolReply::default()
        }),
        ExternalResult::Retry { message } => End::Retry(RetryContent::Text(message.clone())),
        ExternalResult::Failed { message } => End::Failed(message.clone()),
    }
}

pub(super) fn end_of(result: Result<ToolReply, ToolError>, tool_name: &str) -> End {
    match result {
        Ok(reply) => End::Reply(reply),
        Err(ToolError::Retry(message)) => End::Retry(RetryContent::Text(message)),
        Err(ToolError::Failed(message)) => End::Failed(message),
        Err(ToolError::Fatal(source)) => fatal(tool_name, source),
        Err(ToolError::ApprovalRequired(metadata)) => End::Approval(metadata),
        Err(ToolError::Deferred(metadata)) => End::Deferred(metadata),
    }
}

pub(super) fn fatal(tool_name: &str, source: Box<dyn std::error::Error + Send + Sync>) -> End {
    End::Fatal(Failure::callback(format!("tool `{tool_name}`"), source))
}

pub(super) fn panic_text(panic: &(dyn Any + Send)) -> String {
    if let Some(text) = panic.downcast_ref::<&str>() {
        return (*text).to_owned();
    }
    panic
        .downcast_ref::<String>()
        .cloned()
        .unwrap_or_else(|| "no message".to_owned())
}
