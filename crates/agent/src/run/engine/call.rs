use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use futures::future::{BoxFuture, FutureExt};
use futures::stream::{FuturesUnordered, StreamExt};
use serde_json::Value;
use tracing::Instrument;

use crate::deferred::Approval;
use crate::message::{ArgumentsError, FinishReason, JsonObject, RetryContent, ToolCallPart};
use crate::run::events::AgentEvent;
use crate::telemetry;
use crate::tool::ToolError;

use super::Engine;
use super::end::{End, Score, end_of, fatal, outside, panic_text};
use super::failure::Failure;
use super::turn::Ledger;
use super::workshop::{BoundTool, Workshop};

/// Calls of one response that run at the same time; more wait for their turn.
const MAX_TOOLS_AT_ONCE: usize = 32;

/// What calling the tools of a step led to, beside the results in the ledger.
#[derive(Default)]
pub(super) struct Called {
    pub(super) failure: Option<Failure>,
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
        let most = if one_by_one { 1 } else { MAX_TOOLS_AT_ONCE };
        let mut ready = ready.into_iter();
        let mut running: FuturesUnordered<BoxFuture<'_, (usize, ToolCallPart, End)>> =
            FuturesUnordered::new();
        loop {
            while running.len() < most
                && let Some(run) = ready.next()
            {
                if self.is_watched() {
                    let call = run.call.clone();
                    self.emit(AgentEvent::FunctionToolCall { call }).await;
                }
                running.push(self.run_one(run, workshop));
            }
            let next = match &self.cancel {
                None => running.next().await,
                Some(token) => match token.run_until_cancelled(running.next()).await {
                    Some(next) => next,
                    None => return Some(Failure::Cancelled),
                },
            };
            let (slot, call, end) = next?;
            if let Some(failure) = self.record(slot, &call, end, ledger, score).await {
                return Some(failure);
            }
        }
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

    pub(super) fn budget(&self, bound: &BoundTool) -> u32 {
        bound
            .tool
            .options
            .retries
            .unwrap_or(self.agent.retries.tools)
    }
}
