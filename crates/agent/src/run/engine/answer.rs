use serde_json::Value;

use crate::message::{
    ArgumentsError, FinishReason, JsonObject, RequestPart, RetryContent, RetryPromptPart,
    ToolCallPart,
};
use crate::output::{OutputFault, OutputTool, Resolved, strip_fence};
use crate::run::events::AgentEvent;
use crate::tool::ToolError;

use super::Engine;
use super::failure::Failure;
use super::turn::{Next, Turn};
use super::workshop::Workshop;

/// What becomes of an answer.
pub(super) enum Verdict<O> {
    Accepted(O),
    Refused(RetryPromptPart),
}

impl<D: Send + Sync + 'static, O: Send + 'static> Engine<D, O> {
    /// Checks a call of an output tool.
    pub(super) async fn check_answer_call(
        &self,
        call: &ToolCallPart,
        finish_reason: Option<FinishReason>,
    ) -> Result<Verdict<O>, Failure> {
        let value = match call.args_object() {
            Ok(value) => value,
            Err(ArgumentsError::Incomplete { .. })
                if finish_reason == Some(FinishReason::Length) =>
            {
                return Err(Failure::IncompleteToolCall {
                    tool_name: call.tool_name.clone(),
                });
            }
            Err(error) => {
                return Ok(Verdict::Refused(
                    self.prompt_for(RetryContent::Text(error.to_string()), Some(call)),
                ));
            }
        };
        let tool = self
            .agent
            .output
            .tools
            .iter()
            .find(|tool| tool.definition.name == call.tool_name);
        match tool {
            Some(tool) => self.judge(tool, value, Some(call)).await,
            None => Err(Failure::Unexpected(format!(
                "call of `{}`, which is no output tool",
                call.tool_name
            ))),
        }
    }

    /// A turn without calls: its text is the answer, or there is none.
    pub(super) async fn handle_text(
        &mut self,
        turn: Turn,
        workshop: &Workshop<D>,
    ) -> Result<Next<O>, Failure> {
        if turn.text.trim().is_empty() {
            fail_when_cut(&turn)?;
            return self.refuse_text("Please answer, or call a tool.").await;
        }
        let verdict = match (&workshop.output, &self.agent.output.text) {
            (Resolved::Native(_) | Resolved::Prompted(_), _) => self.judge_json(&turn).await?,
            (_, Some(make)) => self.validate(make(turn.text), None).await?,
            (_, None) => {
                let names: Vec<_> = self
                    .agent
                    .output
                    .tools
                    .iter()
                    .map(|tool| format!("`{}`", tool.definition.name))
                    .collect();
                let message = format!(
                    "Plain text is not an answer here. Call {} with the answer.",
                    names.join(" or ")
                );
                return self.refuse_text(&message).await;
            }
        };
        match verdict {
            Verdict::Accepted(output) => {
                self.emit(AgentEvent::FinalResult { tool_name: None }).await;
                Ok(Next::Done(output))
            }
            Verdict::Refused(prompt) => self.refuse(prompt).await,
        }
    }

    /// Counts a refused answer against the budget.
    pub(super) fn count_output_retry(&mut self, last: String) -> Result<(), Failure> {
        let limit = self.agent.retries.output;
        if self.output_retries >= limit {
            return Err(Failure::OutputRetries { limit, last });
        }
        self.output_retries += 1;
        Ok(())
    }

    async fn refuse_text(&mut self, message: &str) -> Result<Next<O>, Failure> {
        let prompt = self.prompt_for(RetryContent::Text(message.to_owned()), None);
        self.refuse(prompt).await
    }

    async fn refuse(&mut self, prompt: RetryPromptPart) -> Result<Next<O>, Failure> {
        self.emit(AgentEvent::OutputRetry {
            prompt: prompt.clone(),
        })
        .await;
        let last = prompt.model_text();
        self.append_request(vec![RequestPart::RetryPrompt(prompt)]);
        self.count_output_retry(last)?;
        Ok(Next::Again)
    }

    /// Native and prompted output: the text is the JSON.
    async fn judge_json(&self, turn: &Turn) -> Result<Verdict<O>, Failure> {
        let Some(tool) = self.agent.output.tools.first() else {
            return Err(Failure::Unexpected(
                "structured output without a type".to_owned(),
            ));
        };
        match serde_json::from_str::<Value>(strip_fence(&turn.text)) {
            Ok(Value::Object(value)) => self.judge(tool, value, None).await,
            Ok(_) => Ok(Verdict::Refused(self.prompt_for(
                RetryContent::Text("the answer must be a JSON object".to_owned()),
                None,
            ))),
            Err(error) if error.is_eof() && turn.finish_reason == Some(FinishReason::Length) => {
                Err(Failure::Unexpected(
                    "the token limit cut the answer; raise `max_tokens`".to_owned(),
                ))
            }
            Err(error) => {
                let message = format!("the answer is not JSON: {error}");
                Ok(Verdict::Refused(
                    self.prompt_for(RetryContent::Text(message), None),
                ))
            }
        }
    }

    async fn judge(
        &self,
        tool: &OutputTool<D, O>,
        value: JsonObject,
        call: Option<&ToolCallPart>,
    ) -> Result<Verdict<O>, Failure> {
        match tool.make(self.answer_context(call), value).await {
            Ok(output) => self.validate(output, call).await,
            Err(fault) => self.refusal(fault, call),
        }
    }

    async fn validate(
        &self,
        output: O,
        call: Option<&ToolCallPart>,
    ) -> Result<Verdict<O>, Failure> {
        match self
            .agent
            .output
            .validate(&self.answer_context(call), output)
            .await
        {
            Ok(output) => Ok(Verdict::Accepted(output)),
            Err(fault) => self.refusal(fault, call),
        }
    }

    fn refusal(
        &self,
        fault: OutputFault,
        call: Option<&ToolCallPart>,
    ) -> Result<Verdict<O>, Failure> {
        let content = match fault {
            OutputFault::Invalid(details) => RetryContent::Details(details),
            OutputFault::Refused(ToolError::Retry(message) | ToolError::Failed(message)) => {
                RetryContent::Text(message)
            }
            OutputFault::Refused(ToolError::Fatal(source)) => {
                return Err(Failure::callback("output validator", source));
            }
            OutputFault::Refused(ToolError::ApprovalRequired(_) | ToolError::Deferred(_)) => {
                return Err(Failure::Configuration(
                    "an answer cannot be deferred".to_owned(),
                ));
            }
        };
        Ok(Verdict::Refused(self.prompt_for(content, call)))
    }

    fn answer_context(&self, call: Option<&ToolCallPart>) -> crate::context::RunContext<D> {
        let mut context = self.context();
        context.retry = self.output_retries;
        context.max_retries = self.agent.retries.output;
        context.tool_call_id = call.map(|call| call.tool_call_id.clone());
        context.tool_name = call.map(|call| call.tool_name.clone());
        context
    }

    pub(super) fn prompt_for(
        &self,
        content: RetryContent,
        call: Option<&ToolCallPart>,
    ) -> RetryPromptPart {
        RetryPromptPart {
            content,
            tool_name: call.map(|call| call.tool_name.clone()),
            tool_call_id: call
                .map(|call| call.tool_call_id.clone())
                .unwrap_or_default(),
            timestamp: Some(self.now()),
        }
    }
}

/// An empty turn that has a reason which asking again would not change.
fn fail_when_cut(turn: &Turn) -> Result<(), Failure> {
    match turn.finish_reason {
        Some(FinishReason::ContentFilter) => {
            let message = turn
                .details
                .as_ref()
                .and_then(|details| details.get("refusal"))
                .and_then(Value::as_str);
            Err(Failure::ContentFilter {
                message: message.map(str::to_owned),
            })
        }
        Some(FinishReason::Length) => Err(Failure::Unexpected(
            "the token limit was reached before any answer; raise `max_tokens`".to_owned(),
        )),
        _ => Ok(()),
    }
}
