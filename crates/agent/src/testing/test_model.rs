use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt};
use serde_json::{Map, Value, json};

use crate::error::ModelError;
use crate::message::{Message, RequestPart, ResponseMessage, ResponsePart};
use crate::model::{Model, ModelEvent, ModelProfile, ModelRequest, OutputFormat, ToolDefinition};

use super::{complete, generate, stream_of};

/// A model that needs no network: it calls every tool once with arguments that fit the schema, then answers.
///
/// The answer is the output tool with data that fits its schema, or text: a JSON object of the tools' results, or
/// `success (no tool calls)`. What it does depends on the conversation alone, so runs repeat exactly.
#[derive(Clone, Debug)]
pub struct TestModel {
    tools: Option<Vec<String>>,
    text: Option<String>,
    args: Option<Value>,
    seed: u64,
    profile: ModelProfile,
}

impl Default for TestModel {
    fn default() -> Self {
        let profile = ModelProfile {
            supports_json_schema: true,
            supports_json_object: true,
            ..ModelProfile::default()
        };
        Self {
            tools: None,
            text: None,
            args: None,
            seed: 0,
            profile,
        }
    }
}

impl TestModel {
    /// Calls every tool.
    pub fn new() -> Self {
        Self::default()
    }

    /// Calls these tools only.
    #[must_use]
    pub fn call_tools<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.tools = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Answers with this text.
    #[must_use]
    pub fn output_text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Answers with these arguments of the output tool, or this JSON.
    #[must_use]
    pub fn output_args(mut self, args: Value) -> Self {
        self.args = Some(args);
        self
    }

    /// Other data for another seed. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the profile. Default: everything is supported.
    #[must_use]
    pub fn with_profile(mut self, profile: ModelProfile) -> Self {
        self.profile = profile;
        self
    }

    fn answer(&self, request: &ModelRequest<'_>) -> Result<ResponseMessage, ModelError> {
        let since = since_prompt(request.messages);
        let answered = since.iter().any(|message| message.as_response().is_some());
        let parts = if answered {
            self.later(request, since)?
        } else {
            self.first(request)?
        };
        let mut response = ResponseMessage {
            parts,
            ..ResponseMessage::default()
        };
        complete(&mut response, request, "test");
        Ok(response)
    }

    /// The first answer to a prompt calls the tools, if there are any.
    fn first(&self, request: &ModelRequest<'_>) -> Result<Vec<ResponsePart>, ModelError> {
        let mut parts = Vec::new();
        for tool in request.tools {
            if self
                .tools
                .as_ref()
                .is_none_or(|names| names.contains(&tool.name))
            {
                parts.push(self.call(tool, parts.len(), request.messages.len())?);
            }
        }
        if parts.is_empty() {
            self.output(request, &[])
        } else {
            Ok(parts)
        }
    }

    /// A later answer repairs the calls that were sent back, or ends.
    fn later(
        &self,
        request: &ModelRequest<'_>,
        since: &[Message],
    ) -> Result<Vec<ResponsePart>, ModelError> {
        let mut parts = Vec::new();
        if let Some(Message::Request(last)) = since.last() {
            for part in &last.parts {
                if let RequestPart::RetryPrompt(retry) = part
                    && let Some(tool) = request
                        .tools
                        .iter()
                        .find(|tool| Some(&tool.name) == retry.tool_name.as_ref())
                {
                    parts.push(self.call(tool, parts.len(), request.messages.len())?);
                }
            }
        }
        if parts.is_empty() {
            self.output(request, since)
        } else {
            Ok(parts)
        }
    }

    fn output(
        &self,
        request: &ModelRequest<'_>,
        since: &[Message],
    ) -> Result<Vec<ResponsePart>, ModelError> {
        if let Some(text) = &self.text {
            return Ok(vec![ResponsePart::text(text.clone())]);
        }
        if let Some(tool) = request.output_tools.first() {
            let args = match &self.args {
                Some(args) => args.clone(),
                None => self.data(&tool.parameters)?,
            };
            let id = call_id(&tool.name, 0, request.messages.len());
            return Ok(vec![ResponsePart::tool_call(id, tool.name.clone(), args)]);
        }
        if let Some(args) = &self.args {
            return Ok(vec![ResponsePart::text(args.to_string())]);
        }
        if let OutputFormat::JsonSchema(output) = request.output {
            return Ok(vec![ResponsePart::text(
                self.data(&output.schema)?.to_string(),
            )]);
        }
        let results = results(since);
        let text = if results.is_empty() {
            "success (no tool calls)".to_owned()
        } else {
            json!(results).to_string()
        };
        Ok(vec![ResponsePart::text(text)])
    }

    fn call(
        &self,
        tool: &ToolDefinition,
        number: usize,
        at: usize,
    ) -> Result<ResponsePart, ModelError> {
        let args = self.data(&tool.parameters)?;
        Ok(ResponsePart::tool_call(
            call_id(&tool.name, number, at),
            tool.name.clone(),
            args,
        ))
    }

    fn data(&self, schema: &Value) -> Result<Value, ModelError> {
        generate(schema, self.seed).map_err(|error| ModelError::Test {
            model: "test".to_owned(),
            message: error.to_string(),
        })
    }
}

/// The messages from the last user prompt on.
fn since_prompt(messages: &[Message]) -> &[Message] {
    let prompted = |message: &Message| {
        message.as_request().is_some_and(|request| {
            request
                .parts
                .iter()
                .any(|part| matches!(part, RequestPart::UserPrompt(_)))
                && !request
                    .parts
                    .iter()
                    .any(|part| matches!(part, RequestPart::ToolReturn(_)))
        })
    };
    let from = messages.iter().rposition(prompted).unwrap_or(0);
    messages.get(from..).unwrap_or_default()
}

fn results(messages: &[Message]) -> Map<String, Value> {
    messages
        .iter()
        .filter_map(Message::as_request)
        .flat_map(|request| &request.parts)
        .filter_map(|part| match part {
            RequestPart::ToolReturn(result) => {
                Some((result.tool_name.clone(), result.content.clone()))
            }
            _ => None,
        })
        .collect()
}

fn call_id(tool: &str, number: usize, at: usize) -> String {
    format!("test_{at}_{number}_{tool}")
}

impl Model for TestModel {
    fn name(&self) -> &'static str {
        "test"
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
            Ok(response) => stream_of(response),
            Err(error) => stream::iter([Err(error)]).boxed(),
        }
    }

    fn request<'a>(
        &'a self,
        request: ModelRequest<'a>,
    ) -> BoxFuture<'a, Result<ResponseMessage, ModelError>> {
        Box::pin(std::future::ready(self.answer(&request)))
    }
}
