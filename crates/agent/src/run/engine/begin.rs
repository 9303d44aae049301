use std::sync::Arc;

use crate::history::unanswered_calls;
use crate::message::{
    Message, RequestPart, ResponseState, SystemPromptPart, ToolCallPart, UserPromptPart,
};

use super::Engine;
use super::failure::Failure;
use super::turn::{ACCEPTED, Turn};

impl<D: Send + Sync + 'static, O: Send + 'static> Engine<D, O> {
    /// Puts the prompt after the history. Returns what an earlier run left to be done.
    pub(super) async fn begin(&mut self) -> Result<Option<Turn>, Failure> {
        if self.prompt.is_none() && self.messages.is_empty() {
            return Err(Failure::Configuration(
                "a run without a prompt needs a history".to_owned(),
            ));
        }
        if self.prompt.is_none() {
            self.drop_cut_off_answer();
        }
        let left = self.take_left_turn()?;
        let mut parts = Vec::new();
        if self.messages.is_empty() {
            let context = self.context();
            for prompt in &self.agent.system_prompts {
                let content = prompt.text(&context).await;
                let timestamp = Some(self.now());
                parts.push(RequestPart::SystemPrompt(SystemPromptPart {
                    content,
                    timestamp,
                    dynamic_ref: None,
                }));
            }
        }
        if left.is_none()
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
        Ok(left)
    }

    /// An answer that was cut off is asked for anew.
    fn drop_cut_off_answer(&mut self) {
        let is_cut = |message: &Message| match message {
            Message::Response(response) => response.state == ResponseState::Interrupted,
            Message::Request(_) => false,
        };
        if self.messages.last().is_some_and(is_cut) {
            Arc::make_mut(&mut self.messages).pop();
            self.new_from = self.messages.len();
            self.stored = self.messages.len();
        }
    }

    /// The calls without a result at the end of the history, when they are to be made in this run.
    fn take_left_turn(&self) -> Result<Option<Turn>, Failure> {
        let calls = unanswered_calls(&self.messages);
        if let Some(results) = &self.deferred {
            let ids = results.calls.keys().chain(results.approvals.keys());
            if let Some(id) = ids
                .into_iter()
                .find(|id| !calls.iter().any(|call| call.tool_call_id == **id))
            {
                return Err(Failure::Configuration(format!(
                    "there is a deferred result for call `{id}`, which is not waiting for one"
                )));
            }
        }
        if !calls.is_empty() && (self.prompt.is_none() || self.deferred.is_some()) {
            return Ok(Some(Turn::left(calls)));
        }
        if self.prompt.is_some() {
            return Ok(None);
        }
        if let Some(call) = self.accepted_answer() {
            return Ok(Some(Turn::replay(call)));
        }
        match self.messages.last() {
            Some(Message::Response(response)) if response.state == ResponseState::Complete => {
                Ok(Some(Turn::of(response)))
            }
            _ => Ok(None),
        }
    }

    /// The call of an output tool with which a finished conversation ends.
    fn accepted_answer(&self) -> Option<ToolCallPart> {
        let (last, before) = self.messages.split_last()?;
        let answered = last
            .as_request()?
            .parts
            .iter()
            .find_map(|part| match part {
                RequestPart::ToolReturn(part) if part.content == ACCEPTED => Some(part),
                _ => None,
            })?;
        let response = before.last()?.as_response()?;
        let call = response
            .tool_calls()
            .find(|call| call.tool_call_id == answered.tool_call_id)?;
        self.is_output_tool(call).then(|| call.clone())
    }
}
