use std::any::Any;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use futures::future::{BoxFuture, FutureExt};
use futures::stream::{FuturesUnordered, StreamExt};
use serde_json::Value;
use tracing::Instrument;

use crate::deferred::{Approval, ExternalResult};
use crate::message::{
    ArgumentsError, FinishReason, JsonObject, RequestPart, RetryContent, ToolCallPart, ToolOutcome,
    ToolReturnPart,
};
use crate::run::events::AgentEvent;
use crate::telemetry;
use crate::tool::{ToolError, ToolReply};

use super::Engine;
use super::failure::Failure;
use super::turn::Ledger;
use super::workshop::{BoundTool, Workshop};

/// What calling the tools of a step led to, beside the results in the ledger.
#[derive(Default)]
pub(super) struct Called {
    pub(super) failure: Option<Failure>,
}

/// How a call ended.
enum End {
    Reply(ToolReply),
    Failed(String),
    Denied(String),
    Retry(RetryContent),
    Deferred(Option<Value>),
    Approval(Option<Value>),
    Fatal(Failure),
}

/// A call that is to be made now.
struct Ready<'a> {
    slot: usize,
    call: ToolCallPart,
    bound: &'a BoundTool,
    args: JsonObject,
    approved: bool,
}

/// A call with the decision about it, made before any tool runs.
enum Decision<'a> {
    Run(Ready<'a>),
    End(usize, ToolCallPart, End),
}

impl<D: Send + Sync + 'static, O: Send + 'static> Engine<D, O> {
    /// Calls tools, at the same time unless one is sequential. Results go into the ledger in the order of the calls.
    pub(super) async fn call_tools(
        &mut self,
        calls: Vec<(usize, ToolCallPart)>,
        finish_reason: Option<FinishReason>,
        workshop: &Workshop<D>,
        ledger: &mut Ledger,
    ) -> Called {
        let mut score = BTreeMap::new();
        let mut ready = Vec::new();
        for (slot, call) in calls {
            match self.decide(slot, call, finish_reason, workshop) {
                Ok(Decision::Run(run)) => ready.push(run),
                Ok(Decision::End(slot, call, end)) => {
                    if let Some(failure) = self.record(slot, &call, end, ledger, &mut score).await {
                        return Called {
                            failure: Some(failure),
                        };
                    }
                }
                Err(failure) => {
                    return Called {
                        failure: Some(failure),
                    };
                }
            }
        }
        let count = u64::try_from(ready.len()).unwrap_or(u64::MAX);
        if let Err(limit) = self
            .limits
            .check_before_tools(&self.scope.usage.get(), count)
        {
            return Called {
                failure: Some(limit.into()),
            };
        }
        let failure = self.run_all(ready, workshop, ledger, &mut score).await;
        Called {
            failure: failure.or_else(|| self.settle(&score, workshop)),
        }
    }

    async fn run_all(
        &self,
        ready: Vec<Ready<'_>>,
        workshop: &Workshop<D>,
        ledger: &mut Ledger,
        score: &mut BTreeMap<String, Score>,
    ) -> Option<Failure> {
        let one_by_one = ready.iter().any(|run| run.bound.tool.options.sequential);
        let mut groups: Vec<Vec<Ready<'_>>> = Vec::new();
        if one_by_one {
            groups.extend(ready.into_iter().map(|run| vec![run]));
        } else {
            groups.push(ready);
        }
        for group in groups {
            let mut running: FuturesUnordered<BoxFuture<'_, (usize, ToolCallPart, End)>> =
                FuturesUnordered::new();
            for run in group {
                if self.is_watched() {
                    self.emit(AgentEvent::FunctionToolCall {
                        call: run.call.clone(),
                    })
                    .await;
                }
                running.push(self.run_one(run, workshop));
            }
            loop {
                let next = match &self.cancel {
                    None => running.next().await,
                    Some(token) => match token.run_until_cancelled(running.next()).await {
                        Some(next) => next,
                        None => return Some(Failure::Cancelled),
                    },
                };
                let Some((slot, call, end)) = next else { break };
                if let Some(failure) = self.record(slot, &call, end, ledger, score).await {
                    return Some(failure);
                }
            }
        }
        None
    }

    /// Looks at a call without making it: is there such a tool, do the arguments fit, must somebody answer first?
    fn decide<'a>(
        &self,
        slot: usize,
        mut call: ToolCallPart,
        finish_reason: Option<FinishReason>,
        workshop: &'a Workshop<D>,
    ) -> Result<Decision<'a>, Failure> {
        let results = self.deferred.as_ref();
        if let Some(result) = results.and_then(|results| results.calls.get(&call.tool_call_id)) {
            return Ok(Decision::End(slot, call, outside(result)));
        }
        let approval = results.and_then(|results| results.approvals.get(&call.tool_call_id));
        if let Some(Approval::Denied { message }) = approval {
            return Ok(Decision::End(slot, call, End::Denied(message.clone())));
        }
        if let Some(Approval::ApprovedWith { args }) = approval {
            call.args = Some(Value::Object(args.clone()).into());
        }
        let Some(bound) = workshop.find(&call.tool_name) else {
            let message = format!(
                "There is no tool named `{}`. The tools are: {}.",
                call.tool_name,
                workshop.names()
            );
            return Ok(Decision::End(
                slot,
                call,
                End::Retry(RetryContent::Text(message)),
            ));
        };
        let args = match call.args_object() {
            Ok(args) => args,
            Err(ArgumentsError::Incomplete { .. })
                if finish_reason == Some(FinishReason::Length) =>
            {
                return Err(Failure::IncompleteToolCall {
                    tool_name: call.tool_name,
                });
            }
            Err(error) => {
                return Ok(Decision::End(
                    slot,
                    call,
                    End::Retry(RetryContent::Text(error.to_string())),
                ));
            }
        };
        let args = Value::Object(args);
        if let Some(schema) = &bound.tool.schema
            && let Err(details) = schema.check(&args)
        {
            return Ok(Decision::End(
                slot,
                call,
                End::Retry(RetryContent::Details(details)),
            ));
        }
        let Value::Object(args) = args else {
            return Err(Failure::Unexpected(
                "arguments that are no object".to_owned(),
            ));
        };
        if bound.tool.options.external {
            return Ok(Decision::End(slot, call, End::Deferred(None)));
        }
        if bound.tool.options.requires_approval && approval.is_none() {
            return Ok(Decision::End(slot, call, End::Approval(None)));
        }
        Ok(Decision::Run(Ready {
            slot,
            call,
            bound,
            args,
            approved: approval.is_some(),
        }))
    }

    /// Makes one call, within its time, surviving its panics.
    fn run_one<'a>(
        &'a self,
        run: Ready<'a>,
        workshop: &'a Workshop<D>,
    ) -> BoxFuture<'a, (usize, ToolCallPart, End)> {
        let mut context = self.context();
        context.retry = self
            .tool_retries
            .get(&run.call.tool_name)
            .copied()
            .unwrap_or_default();
        context.max_retries = self.budget(run.bound);
        context.tool_call_id = Some(run.call.tool_call_id.clone());
        context.tool_name = Some(run.call.tool_name.clone());
        context.tool_call_approved = run.approved;
        let span = telemetry::tool_span(&run.call, &self.agent.telemetry);
        let recorded = span.clone();
        let body = async move {
            let started = Instant::now();
            let Ready {
                slot,
                call,
                bound,
                args,
                ..
            } = run;
            let timeout = bound.tool.options.timeout;
            let work = Self::pass_on(
                &self.agent,
                &workshop.sets,
                bound.place,
                &call.tool_name,
                args,
                context,
            );
            let work = AssertUnwindSafe(work).catch_unwind();
            let result = match timeout {
                None => work.await,
                Some(limit) => match tokio::time::timeout(limit, work).await {
                    Ok(result) => result,
                    Err(_) => Ok(Err(ToolError::Retry(format!(
                        "The tool did not answer within {limit:?}."
                    )))),
                },
            };
            let end = match result {
                Ok(result) => end_of(result, &call.tool_name),
                Err(panic) => fatal(
                    &call.tool_name,
                    format!("it panicked: {}", panic_text(panic.as_ref())).into(),
                ),
            };
            let (error, content) = match &end {
                End::Reply(reply) => (None, Some(&reply.value)),
                End::Failed(_) => (Some("failed"), None),
                End::Retry(_) => (Some("retry"), None),
                End::Fatal(_) => (Some("fatal"), None),
                End::Denied(_) | End::Deferred(_) | End::Approval(_) => (None, None),
            };
            telemetry::record_tool_end(
                &recorded,
                &self.agent.telemetry,
                &call,
                error,
                content,
                started.elapsed(),
            );
            (slot, call, end)
        };
        Box::pin(body.instrument(span))
    }

    fn budget(&self, bound: &BoundTool) -> u32 {
        bound
            .tool
            .options
            .retries
            .unwrap_or(self.agent.retries.tools)
    }

    /// Writes the end of a call into the ledger and tells the watcher.
    async fn record(
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

    fn settle(
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

/// How the calls of one tool went in a step.
#[derive(Default)]
struct Score {
    last: Option<String>,
}

fn note_metadata(ledger: &mut Ledger, call: &ToolCallPart, metadata: Option<Value>) {
    if let Some(metadata) = metadata {
        ledger
            .deferred
            .metadata
            .insert(call.tool_call_id.clone(), metadata);
    }
}

fn outside(result: &ExternalResult) -> End {
    match result {
        ExternalResult::Returned { value } => End::Reply(ToolReply {
            value: value.clone(),
            ..ToolReply::default()
        }),
        ExternalResult::Retry { message } => End::Retry(RetryContent::Text(message.clone())),
        ExternalResult::Failed { message } => End::Failed(message.clone()),
    }
}

fn end_of(result: Result<ToolReply, ToolError>, tool_name: &str) -> End {
    match result {
        Ok(reply) => End::Reply(reply),
        Err(ToolError::Retry(message)) => End::Retry(RetryContent::Text(message)),
        Err(ToolError::Failed(message)) => End::Failed(message),
        Err(ToolError::Fatal(source)) => fatal(tool_name, source),
        Err(ToolError::ApprovalRequired(metadata)) => End::Approval(metadata),
        Err(ToolError::Deferred(metadata)) => End::Deferred(metadata),
    }
}

fn fatal(tool_name: &str, source: Box<dyn std::error::Error + Send + Sync>) -> End {
    End::Fatal(Failure::callback(format!("tool `{tool_name}`"), source))
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    if let Some(text) = panic.downcast_ref::<&str>() {
        return (*text).to_owned();
    }
    panic
        .downcast_ref::<String>()
        .cloned()
        .unwrap_or_else(|| "no message".to_owned())
}
