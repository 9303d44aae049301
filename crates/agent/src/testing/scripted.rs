use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt};
use serde::{Deserialize, Serialize};

use crate::error::ModelError;
use crate::message::{Message, RequestPart, ResponseMessage, ResponsePart};
use crate::model::{Model, ModelEvent, ModelProfile, ModelRequest};
use crate::usage::RequestUsage;

use super::{complete, stream_of};

/// How the steps of a script are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScriptOrder {
    /// One after the other, each once. The condition of a step must hold when its turn comes.
    #[default]
    Sequence,
    /// The first step whose condition holds, any number of times.
    Match,
}

/// Conditions on a request. All that are given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScriptWhen {
    /// The last user prompt contains this, upper and lower case alike.
    pub prompt_contains: Option<String>,
    /// The request answers a call of this tool.
    pub after_tool: Option<String>,
    /// This tool is offered.
    pub tool_offered: Option<String>,
}

/// One answer of a script: `parts`, or `text`, or `error`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScriptStep {
    /// When the step may be used.
    pub when: ScriptWhen,
    /// Text to answer with.
    pub text: Option<String>,
    /// Parts to answer with, in the JSON form of messages. A tool call without an id gets one.
    pub parts: Vec<ResponsePart>,
    /// Usage to report; counted in words when absent.
    pub usage: Option<RequestUsage>,
    /// HTTP status to fail with instead.
    pub error: Option<u16>,
    /// Milliseconds to wait before each event of a stream. Default 0.
    pub delay_ms: u64,
}

/// A script: answers to be given, as JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Script {
    /// Name of the model. Default `scripted`.
    pub model: Option<String>,
    /// How the steps are used.
    pub order: ScriptOrder,
    /// The answers.
    pub steps: Vec<ScriptStep>,
}

/// A model that answers from a [`Script`]. Clones share the place in the script.
#[derive(Clone, Debug)]
pub struct ScriptedModel {
    script: Arc<Script>,
    used: Arc<Mutex<BTreeSet<usize>>>,
    profile: ModelProfile,
}

impl ScriptedModel {
    /// Answers from this script.
    pub fn new(script: Script) -> Self {
        let profile = ModelProfile {
            supports_json_schema: true,
            supports_json_object: true,
            ..ModelProfile::default()
        };
        Self {
            script: Arc::new(script),
            used: Arc::default(),
            profile,
        }
    }

    /// Answers from a script in JSON.
    ///
    /// # Errors
    /// When the text is not a script; unknown fields are refused.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        Ok(Self::new(serde_json::from_str(text)?))
    }

    /// Steps that were never used.
    pub fn unused_steps(&self) -> usize {
        self.script.steps.len().saturating_sub(
            self.used
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .len(),
        )
    }

    fn choose(&self, request: &ModelRequest<'_>) -> Result<&ScriptStep, ModelError> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match self.script.order {
            ScriptOrder::Sequence => {
                (0..self.script.steps.len()).find(|number| !used.contains(number))
            }
            ScriptOrder::Match => self
                .script
                .steps
                .iter()
                .position(|step| mismatch(&step.when, request).is_none()),
        };
        let Some((number, step)) =
            found.and_then(|number| Some((number, self.script.steps.get(number)?)))
        else {
            return Err(self.fault(format!(
                "the script has no answer after {} steps",
                used.len()
            )));
        };
        if let Some(fault) = mismatch(&step.when, request) {
            return Err(self.fault(format!("step {number} of the script does not fit: {fault}")));
        }
        used.insert(number);
        Ok(step)
    }

    fn fault(&self, message: String) -> ModelError {
        ModelError::Test {
            model: self.name().to_owned(),
            message,
        }
    }

    fn answer(&self, request: &ModelRequest<'_>) -> Result<(ResponseMessage, u64), ModelError> {
        let step = self.choose(request)?;
        if let Some(status) = step.error {
            return Err(ModelError::Status {
                model: self.name().to_owned(),
                status,
                body: "scripted error".to_owned(),
                retry_after: None,
                request_id: None,
            });
        }
        let mut parts = step.parts.clone();
        parts.extend(step.text.clone().map(ResponsePart::text));
        for (number, part) in parts.iter_mut().enumerate() {
            if let ResponsePart::ToolCall(call) = part
                && call.tool_call_id.is_empty()
            {
                call.tool_call_id = format!("scripted_{}_{number}", request.messages.len());
            }
        }
        let usage = step.usage.clone().unwrap_or_default();
        let mut response = ResponseMessage {
            parts,
            usage,
            ..ResponseMessage::default()
        };
        complete(&mut response, request, self.name());
        Ok((response, step.delay_ms))
    }
}

/// Why a condition does not hold; `None` when it does.
fn mismatch(when: &ScriptWhen, request: &ModelRequest<'_>) -> Option<String> {
    if let Some(wanted) = &when.prompt_contains {
        let prompt = last_prompt(request.messages);
        if !prompt.to_lowercase().contains(&wanted.to_lowercase()) {
            return Some(format!("the prompt does not contain `{wanted}`"));
        }
    }
    if let Some(tool) = &when.after_tool
        && !answers_tool(request.messages, tool)
    {
        return Some(format!("the request does not answer a call of `{tool}`"));
    }
    if let Some(tool) = &when.tool_offered
        && !request.all_tools().any(|offered| offered.name == *tool)
    {
        return Some(format!("tool `{tool}` is not offered"));
    }
    None
}

fn last_prompt(messages: &[Message]) -> String {
    let prompts = messages
        .iter()
        .rev()
        .filter_map(Message::as_request)
        .flat_map(|request| request.parts.iter().rev());
    let mut prompts = prompts.filter_map(|part| match part {
        RequestPart::UserPrompt(prompt) => Some(prompt.content.text()),
        _ => None,
    });
    prompts.next().unwrap_or_default()
}

fn answers_tool(messages: &[Message], tool: &str) -> bool {
    let Some(Message::Request(last)) = messages.last() else {
        return false;
    };
    last.parts.iter().any(|part| match part {
        RequestPart::ToolReturn(result) => result.tool_name == tool,
        RequestPart::RetryPrompt(retry) => retry.tool_name.as_deref() == Some(tool),
        _ => false,
    })
}

impl Model for ScriptedModel {
    fn name(&self) -> &str {
        self.script.model.as_deref().unwrap_or("scripted")
    }

    fn system(&self) -> &'static str {
        "test"
    }

    fn profile(&self) -> &ModelProfile {
        &self.profile
    }

    fn stream<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxStream<'a, Result<ModelEvent, ModelError>> {
        match self.answer(&request) {
            Err(error) => stream::iter([Err(error)]).boxed(),
            Ok((response, 0)) => stream_of(response),
            Ok((response, delay_ms)) => stream_of(response)
                .then(move |event| async move {
                    tokio::time::sleep(Duration::from_millis(delay_ms)).await;
                    event
                })
                .boxed(),
        }
    }

    fn request<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxFuture<'a, Result<ResponseMessage, ModelError>> {
        crate::model::fold(self.name(), self.stream(request))
    }
}
