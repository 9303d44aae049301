use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use futures::stream::StreamExt;
use tracing::Instrument;

use crate::agent::join_prompts;
use crate::clock::random_id;
use crate::error::ModelError;
use crate::history::repair;
use crate::message::{Message, ResponseMessage, ResponsePart, ResponseState};
use crate::model::{
    ModelEvent, ModelRequest, OutputFormat, ResponseAssembler, ToolDefinition, too_long,
};
use crate::output::{Resolved, prompted_instructions};
use crate::run::events::AgentEvent;
use crate::telemetry;

use super::Engine;
use super::failure::Failure;
use super::turn::Turn;
use super::workshop::Workshop;

/// How a request to the model ended.
enum Reception {
    Whole(ResponseMessage),
    Cut(ResponseMessage, Cut),
}

enum Cut {
    Cancelled,
    Failed(ModelError),
}

impl<D: Send + Sync + 'static, O: Send + 'static> Engine<D, O> {
    /// Asks the model until it gives a turn, and adds its response to the conversation.
    pub(super) async fn ask(&mut self) -> Result<(Turn, Workshop<D>), Failure> {
        loop {
            if self
                .cancel
                .as_ref()
                .is_some_and(tokio_util::sync::CancellationToken::is_cancelled)
            {
                return Err(Failure::Cancelled);
            }
            self.limits.check_before_request(&self.scope.usage.get())?;
            self.step += 1;
            self.emit(AgentEvent::StepStart { step: self.step }).await;
            let workshop = self.workshop().await?;
            let instructions = self.current_instructions(&workshop.output).await;
            self.note_instructions(instructions.as_ref());
            self.store().await?;
            let reception = self.receive(&workshop, instructions.as_deref()).await?;
            let response = self.take(reception)?;
            let suspended = response.state == ResponseState::Suspended;
            let turn = Turn::of(&response);
            self.append(response);
            self.store().await?;
            self.limits.check_tokens(&self.scope.usage.get())?;
            if !suspended {
                return Ok((turn, workshop));
            }
        }
    }

    async fn current_instructions(&self, output: &Resolved) -> Option<String> {
        let context = self.context();
        let mut text = join_prompts(&self.agent.instructions, &context).await;
        let mut add = |more: &str| match &mut text {
            Some(all) => {
                all.push_str("\n\n");
                all.push_str(more);
            }
            None => text = Some(more.to_owned()),
        };
        if let Some(more) = &self.instructions {
            add(more);
        }
        if let Resolved::Prompted(schema) = output {
            add(&prompted_instructions(schema));
        }
        text
    }

    /// Keeps the instructions with the request that they were sent with.
    fn note_instructions(&mut self, instructions: Option<&String>) {
        let unchanged = match self.messages.last() {
            Some(Message::Request(last)) => last.instructions.as_ref() == instructions,
            _ => true,
        };
        if unchanged {
            return;
        }
        if let Some(Message::Request(last)) = Arc::make_mut(&mut self.messages).last_mut() {
            last.instructions = instructions.cloned();
        }
    }

    /// What is sent of the conversation: processed, then repaired.
    async fn outgoing<'a>(&self, messages: &'a [Message]) -> Result<Cow<'a, [Message]>, Failure> {
        if self.agent.processors.is_empty() {
            return Ok(repair(messages));
        }
        let mut processed = messages.to_vec();
        for processor in &self.agent.processors {
            processed = processor
                .process(self.context(), processed)
                .await
                .map_err(|source| Failure::callback("history processor", source))?;
        }
        if let Cow::Owned(repaired) = repair(&processed) {
            processed = repaired;
        }
        Ok(Cow::Owned(processed))
    }

    async fn receive(
        &self,
        workshop: &Workshop<D>,
        instructions: Option<&str>,
    ) -> Result<Reception, Failure> {
        let conversation = Arc::clone(&self.messages);
        let outgoing = self.outgoing(&conversation).await?;
        let output_tools: Vec<ToolDefinition> = match workshop.output {
            Resolved::Tool => self
                .agent
                .output
                .tools
                .iter()
                .map(|tool| tool.definition.clone())
                .collect(),
            _ => Vec::new(),
        };
        let profile = self.scope.model.profile();
        let request = ModelRequest {
            messages: &outgoing,
            instructions,
            tools: &workshop.definitions,
            output_tools: &output_tools,
            output: match &workshop.output {
                Resolved::Native(schema) => OutputFormat::JsonSchema(schema),
                Resolved::Prompted(_) if profile.supports_json_object => OutputFormat::JsonObject,
                _ => OutputFormat::Text,
            },
            allow_text: self.agent.output.text.is_some()
                || !matches!(workshop.output, Resolved::Tool),
            settings: &self.settings,
        };
        if matches!(workshop.output, Resolved::Native(_)) && !profile.supports_json_schema {
            let model = self.scope.model.name().to_owned();
            let feature = "native structured output; use tool or prompted output".to_owned();
            return Err(Failure::Model(ModelError::Unsupported { model, feature }));
        }
        let span = telemetry::chat_span(self.scope.model.as_ref(), &self.settings);
        telemetry::record_input(&span, &self.agent.telemetry, &request);
        let started = Instant::now();
        let reception = self.exchange(request).instrument(span.clone()).await;
        let (response, error) = match &reception {
            Reception::Whole(response) => (response, None),
            Reception::Cut(response, Cut::Cancelled) => (response, Some("cancelled")),
            Reception::Cut(response, Cut::Failed(error)) => (response, Some(error.kind().as_str())),
        };
        let exchange = telemetry::Exchange {
            model: self.scope.model.as_ref(),
            elapsed: started.elapsed(),
            error,
        };
        telemetry::record_response(&span, &self.agent.telemetry, &exchange, response);
        Ok(reception)
    }

    /// One request. Streams when somebody watches or may cancel; else takes the response in one piece.
    async fn exchange(&self, request: ModelRequest<'_>) -> Reception {
        let model = self.scope.model.as_ref();
        if !self.is_watched() && self.cancel.is_none() {
            return match model.request(request).await {
                Ok(response) => Reception::Whole(response),
                Err(error) => Reception::Cut(ResponseMessage::default(), Cut::Failed(error)),
            };
        }
        let mut stream = model.stream(request);
        let mut assembler = ResponseAssembler::new();
        loop {
            let next = match &self.cancel {
                None => stream.next().await,
                Some(token) => match token.run_until_cancelled(stream.next()).await {
                    Some(next) => next,
                    None => return Reception::Cut(assembler.finish(), Cut::Cancelled),
                },
            };
            match next {
                None => return Reception::Whole(assembler.finish()),
                Some(Err(error)) => return Reception::Cut(assembler.finish(), Cut::Failed(error)),
                Some(Ok(event)) => {
                    let shown = if self.is_watched() {
                        show(&event)
                    } else {
                        None
                    };
                    let ended = if let ModelEvent::PartEnd { index } = event {
                        Some(index)
                    } else {
                        None
                    };
                    assembler.push(event);
                    if assembler.is_full() {
                        return Reception::Cut(
                            assembler.finish(),
                            Cut::Failed(too_long(model.name())),
                        );
                    }
                    if let Some(shown) = shown {
                        self.emit(shown).await;
                    }
                    if self.is_watched()
                        && let Some(index) = ended
                        && let Some(part) = assembler.part(index)
                    {
                        self.emit(AgentEvent::PartEnd {
                            index,
                            part: part.clone(),
                        })
                        .await;
                    }
                }
            }
        }
    }

    /// Counts the response and completes its fields. A cut response is kept in the conversation, marked so.
    fn take(&mut self, reception: Reception) -> Result<ResponseMessage, Failure> {
        let (mut response, cut) = match reception {
            Reception::Whole(response) => (response, None),
            Reception::Cut(response, cut) => (response, Some(cut)),
        };
        let heard = cut.is_none() || !response.parts.is_empty();
        if heard {
            self.scope
                .usage
                .update(|usage| usage.add_request(&response.usage));
            self.complete(&mut response);
        }
        let Some(cut) = cut else { return Ok(response) };
        if heard {
            response.state = ResponseState::Interrupted;
            self.append(response);
        }
        Err(match cut {
            Cut::Cancelled => Failure::Cancelled,
            Cut::Failed(error) => Failure::Model(error),
        })
    }

    fn complete(&self, response: &mut ResponseMessage) {
        response.timestamp.get_or_insert_with(|| self.now());
        response
            .model_name
            .get_or_insert_with(|| self.scope.model.name().to_owned());
        response
            .provider_name
            .get_or_insert_with(|| self.scope.model.system().to_owned());
        response.run_id = Some(self.scope.run_id.clone());
        response.metadata = self.metadata();
        for part in &mut response.parts {
            if let ResponsePart::ToolCall(call) = part
                && call.tool_call_id.is_empty()
            {
                call.tool_call_id = format!("call_{}", random_id().replace('-', ""));
            }
        }
    }
}

/// The event for the watcher.
fn show(event: &ModelEvent) -> Option<AgentEvent<std::convert::Infallible>> {
    match event {
        ModelEvent::PartStart { index, part } => Some(AgentEvent::PartStart {
            index: *index,
            part: part.clone(),
        }),
        ModelEvent::PartDelta { index, delta } => Some(AgentEvent::PartDelta {
            index: *index,
            delta: delta.clone(),
        }),
        _ => None,
    }
}
