use crate::deferred::DeferredToolRequests;
use crate::message::{
    FinishReason, JsonObject, RequestPart, ResponseMessage, ToolCallPart, ToolOutcome,
    ToolReturnPart, UserContent, UserPromptPart,
};
use crate::output::EndStrategy;
use crate::run::events::{AgentEvent, ToolResult};

use super::Engine;
use super::answer::Verdict;
use super::call::Called;
use super::failure::Failure;
use super::workshop::Workshop;

/// Result of the call whose arguments are the answer.
pub(super) const ACCEPTED: &str = "Final result processed.";

/// What the model said in one step, as far as the loop cares.
pub(super) struct Turn {
    /// The results are part of the conversation already.
    replayed: bool,
    pub(super) calls: Vec<ToolCallPart>,
    pub(super) text: String,
    pub(super) finish_reason: Option<FinishReason>,
    pub(super) details: Option<JsonObject>,
}

impl Turn {
    /// Calls that an earlier run left.
    pub(super) fn left(calls: Vec<ToolCallPart>) -> Self {
        Self {
            calls,
            replayed: false,
            text: String::new(),
            finish_reason: None,
            details: None,
        }
    }

    /// The accepted answer of an earlier run.
    pub(super) fn replay(call: ToolCallPart) -> Self {
        Self {
            replayed: true,
            ..Self::left(vec![call])
        }
    }

    pub(super) fn of(response: &ResponseMessage) -> Self {
        Self {
            replayed: false,
            calls: response.tool_calls().cloned().collect(),
            text: response.text(),
            finish_reason: response.finish_reason,
            details: response.provider_details.clone(),
        }
    }
}

/// What comes after a step.
pub(super) enum Next<O> {
    Again,
    Done(O),
}

/// What a step leaves behind, in the order of the calls.
pub(super) struct Ledger {
    pub(super) parts: Vec<Option<RequestPart>>,
    pub(super) content: Vec<crate::message::UserContentItem>,
    pub(super) deferred: DeferredToolRequests,
}

impl Ledger {
    fn new(calls: usize) -> Self {
        Self {
            parts: vec![None; calls],
            content: Vec::new(),
            deferred: DeferredToolRequests::default(),
        }
    }

    pub(super) fn set(&mut self, slot: usize, part: RequestPart) {
        if let Some(place) = self.parts.get_mut(slot) {
            *place = Some(part);
        }
    }
}

impl<D: Send + Sync + 'static, O: Send + 'static> Engine<D, O> {
    /// Checks answers, calls tools, and adds the results to the conversation.
    pub(super) async fn handle(
        &mut self,
        turn: Turn,
        workshop: &Workshop<D>,
    ) -> Result<Next<O>, Failure> {
        if turn.calls.is_empty() {
            return self.handle_text(turn, workshop).await;
        }
        let mut ledger = Ledger::new(turn.calls.len());
        let (mut answer, refused) = self.take_answer_calls(&turn, &mut ledger).await?;
        if let Some((_, tool_name)) = &answer {
            self.emit(AgentEvent::FinalResult {
                tool_name: Some(tool_name.clone()),
            })
            .await;
        }
        let functions: Vec<(usize, ToolCallPart)> = turn
            .calls
            .iter()
            .enumerate()
            .filter(|(_, call)| !self.is_output_tool(call))
            .map(|(slot, call)| (slot, call.clone()))
            .collect();
        let called = if answer.is_some() && self.agent.end_strategy == EndStrategy::Early {
            for (slot, call) in functions {
                ledger.set(
                    slot,
                    self.note(&call, "Not called: the final answer was already given."),
                );
            }
            Called::default()
        } else {
            self.call_tools(functions, turn.finish_reason, workshop, &mut ledger)
                .await
        };
        if answer.is_some() {
            self.drop_deferred(&mut ledger, &turn);
        }
        let deferred = std::mem::take(&mut ledger.deferred);
        if !turn.replayed {
            self.write(ledger);
        }
        match called.failure {
            // With the answer given, nobody will repair the call of another tool.
            Some(Failure::ToolRetries { .. }) if answer.is_some() => {}
            Some(failure) => return Err(failure),
            None => {}
        }
        if let Some((output, _)) = answer.take() {
            return Ok(Next::Done(output));
        }
        if let Some(message) = refused {
            self.count_output_retry(message)?;
        }
        if deferred.is_empty() {
            return Ok(Next::Again);
        }
        self.stop_for(deferred)
    }

    pub(super) fn is_output_tool(&self, call: &ToolCallPart) -> bool {
        self.agent
            .output
            .tools
            .iter()
            .any(|tool| tool.definition.name == call.tool_name)
    }

    /// Checks the calls of output tools. Returns the answer, or what was wrong with the last refused one.
    async fn take_answer_calls(
        &mut self,
        turn: &Turn,
        ledger: &mut Ledger,
    ) -> Result<(Option<(O, String)>, Option<String>), Failure> {
        let mut answer = None;
        let mut refused = None;
        for (slot, call) in turn.calls.iter().enumerate() {
            if !self.is_output_tool(call) {
                continue;
            }
            if answer.is_some() && self.agent.end_strategy != EndStrategy::Exhaustive {
                ledger.set(
                    slot,
                    self.note(call, "Not used: the final answer was already given."),
                );
                continue;
            }
            match self.check_answer_call(call, turn.finish_reason).await? {
                Verdict::Accepted(output) => {
                    ledger.set(slot, self.note(call, ACCEPTED));
                    answer.get_or_insert((output, call.tool_name.clone()));
                }
                Verdict::Refused(prompt) => {
                    refused = Some(prompt.model_text());
                    self.emit(AgentEvent::OutputRetry {
                        prompt: prompt.clone(),
                    })
                    .await;
                    ledger.set(slot, RequestPart::RetryPrompt(prompt));
                }
            }
        }
        if answer.is_some() {
            refused = None;
        }
        Ok((answer, refused))
    }

    /// Adds the results to the conversation. Calls without a result get none; they are repaired or made later.
    fn write(&mut self, ledger: Ledger) {
        let mut parts: Vec<RequestPart> = ledger.parts.into_iter().flatten().collect();
        if !ledger.content.is_empty() {
            let content = UserContent::Items(ledger.content);
            parts.push(RequestPart::UserPrompt(UserPromptPart {
                content,
                timestamp: Some(self.now()),
            }));
        }
        if self.deferred.take().is_some()
            && let Some(content) = self.prompt.take()
        {
            parts.push(RequestPart::UserPrompt(UserPromptPart {
                content,
                timestamp: Some(self.now()),
            }));
        }
        if !parts.is_empty() {
            self.append_request(parts);
        }
    }

    /// With the answer given, nobody will answer deferred calls.
    fn drop_deferred(&self, ledger: &mut Ledger, turn: &Turn) {
        let deferred = std::mem::take(&mut ledger.deferred);
        for call in deferred.calls.iter().chain(&deferred.approvals) {
            if let Some(slot) = turn
                .calls
                .iter()
                .position(|other| other.tool_call_id == call.tool_call_id)
            {
                ledger.set(
                    slot,
                    self.note(call, "Not called: the final answer was already given."),
                );
            }
        }
    }

    fn stop_for(&self, deferred: DeferredToolRequests) -> Result<Next<O>, Failure> {
        if let Some(make) = &self.agent.output.deferred {
            return Ok(Next::Done(make(deferred)));
        }
        let name = deferred
            .calls
            .iter()
            .chain(&deferred.approvals)
            .next()
            .map_or("", |call| call.tool_name.as_str());
        Err(Failure::Configuration(format!(
            "a call of tool `{name}` waits for an answer from outside; build the agent with `deferrable`"
        )))
    }

    /// A result that the loop itself writes.
    pub(super) fn note(&self, call: &ToolCallPart, text: &str) -> RequestPart {
        RequestPart::ToolReturn(ToolReturnPart {
            tool_name: call.tool_name.clone(),
            content: text.into(),
            tool_call_id: call.tool_call_id.clone(),
            metadata: None,
            timestamp: Some(self.now()),
            outcome: ToolOutcome::Success,
        })
    }

    pub(super) async fn show_result(&self, part: &RequestPart) {
        if !self.is_watched() {
            return;
        }
        let result = match part {
            RequestPart::ToolReturn(part) => ToolResult::Return(part.clone()),
            RequestPart::RetryPrompt(part) => ToolResult::Retry(part.clone()),
            _ => return,
        };
        self.emit(AgentEvent::FunctionToolResult { result }).await;
    }
}
