//! The loop of a run: ask the model, call tools, check the answer, until there is one.

mod answer;
mod ask;
mod begin;
mod call;
mod end;
mod failure;
mod turn;
mod workshop;

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::agent::AgentInner;
use crate::clock::{random_id, rfc3339};
use crate::context::{RunContext, RunScope};
use crate::deferred::DeferredToolResults;
use crate::error::AgentError;
use crate::message::{JsonObject, Message, RequestMessage, RequestPart, UserContent};
use crate::model::ModelSettings;
use crate::telemetry;
use crate::toolset::Toolset;
use crate::usage::UsageLimits;

use super::events::{AgentEvent, EventQueue};
use super::{Run, RunResult, Step, StepCallback};

use self::failure::Failure;
use self::turn::Next;

/// The state of a run. Its methods are in the files beside this one, in the order in which they are used.
pub(crate) struct Engine<D, O> {
    agent: Arc<AgentInner<D, O>>,
    deps: Arc<D>,
    scope: Arc<RunScope>,
    limits: UsageLimits,
    settings: ModelSettings,
    toolsets: Vec<Arc<dyn Toolset<D>>>,
    instructions: Option<String>,
    cancel: Option<CancellationToken>,
    on_step: Option<StepCallback>,
    prompt: Option<UserContent>,
    deferred: Option<DeferredToolResults>,
    messages: Arc<Vec<Message>>,
    new_from: usize,
    stored: usize,
    step: u32,
    tool_retries: BTreeMap<String, u32>,
    output_retries: u32,
}

impl<D: Send + Sync + 'static, O: Send + 'static> Engine<D, O> {
    pub(crate) fn new(run: Run<D, O>, events: Option<Arc<EventQueue>>) -> Self {
        let agent = run.agent;
        let settings = match &run.settings {
            Some(over) => agent.settings.merged(over),
            None => agent.settings.clone(),
        };
        let scope = RunScope {
            run_id: run.run_id.unwrap_or_else(random_id),
            model: run.model.unwrap_or_else(|| Arc::clone(&agent.model)),
            usage: run.usage.unwrap_or_default(),
            metadata: run.metadata,
            events,
        };
        let new_from = run.history.len();
        Self {
            deps: run.deps,
            scope: Arc::new(scope),
            limits: run.limits.unwrap_or_else(|| agent.limits.clone()),
            settings,
            toolsets: run.toolsets,
            instructions: run.instructions,
            cancel: run.cancel,
            on_step: run.on_step,
            prompt: run.prompt,
            deferred: run.deferred,
            messages: Arc::new(run.history),
            new_from,
            stored: new_from,
            step: 0,
            tool_retries: BTreeMap::new(),
            output_retries: 0,
            agent,
        }
    }

    /// Runs to the end.
    pub(crate) async fn run(mut self) -> Result<RunResult<O>, AgentError> {
        let span = telemetry::agent_span(
            &self.agent.name,
            self.scope.model.as_ref(),
            &self.scope.run_id,
        );
        let outcome = self.run_to_end().instrument(span.clone()).await;
        let usage = self.scope.usage.get();
        telemetry::record_agent_end(&span, &usage, outcome.as_ref().err().map(Failure::kind));
        let messages =
            Arc::try_unwrap(self.messages).unwrap_or_else(|shared| shared.as_ref().clone());
        let run_id = self.scope.run_id.clone();
        match outcome {
            Ok(output) => Ok(RunResult {
                output,
                run_id,
                usage,
                messages,
                new_from: self.new_from,
            }),
            Err(failure) => Err(failure.into_error(run_id, messages, self.new_from, usage)),
        }
    }

    async fn run_to_end(&mut self) -> Result<O, Failure> {
        if let Some(fault) = self.agent.fault() {
            return Err(Failure::Configuration(fault));
        }
        let mut left = self.begin().await?;
        loop {
            let (turn, workshop) = match left.take() {
                Some(turn) => (turn, self.workshop().await?),
                None => self.ask().await?,
            };
            if let Next::Done(output) = self.handle(turn, &workshop).await? {
                self.store().await?;
                return Ok(output);
            }
        }
    }

    /// What functions of the caller are told.
    fn context(&self) -> RunContext<D> {
        RunContext {
            deps: Arc::clone(&self.deps),
            run_step: self.step,
            retry: 0,
            max_retries: 0,
            tool_call_id: None,
            tool_name: None,
            tool_call_approved: false,
            run: Arc::clone(&self.scope),
            messages: Arc::clone(&self.messages),
        }
    }

    fn now(&self) -> String {
        rfc3339(self.agent.clock.now_ms())
    }

    fn metadata(&self) -> Option<JsonObject> {
        self.scope.metadata.clone()
    }

    /// Adds a message. Copies the conversation only when a function of the caller still holds it.
    fn append(&mut self, message: impl Into<Message>) {
        Arc::make_mut(&mut self.messages).push(message.into());
    }

    /// Adds a request; parts go into the last message when that is a request already.
    fn append_request(&mut self, parts: Vec<RequestPart>) {
        let fresh = self.messages.len() > self.stored;
        if fresh && let Some(Message::Request(last)) = Arc::make_mut(&mut self.messages).last_mut()
        {
            last.parts.extend(parts);
            return;
        }
        let message = RequestMessage {
            parts,
            instructions: None,
            timestamp: Some(self.now()),
            run_id: Some(self.scope.run_id.clone()),
            metadata: self.metadata(),
        };
        self.append(message);
    }

    /// Tells the step callback what was added since its last call.
    async fn store(&mut self) -> Result<(), Failure> {
        let Some(callback) = &self.on_step else {
            return Ok(());
        };
        if self.messages.len() == self.stored {
            return Ok(());
        }
        let step = Step {
            run_id: self.scope.run_id.clone(),
            run_step: self.step,
            usage: self.scope.usage.get(),
            messages: Arc::clone(&self.messages),
            added_from: self.stored,
        };
        callback
            .call(step)
            .await
            .map_err(|source| Failure::callback("step callback", source))?;
        self.stored = self.messages.len();
        Ok(())
    }

    fn is_watched(&self) -> bool {
        self.scope.events.is_some()
    }

    /// Hands an event to the watcher, if any, and waits until it is taken.
    async fn emit(&self, event: AgentEvent<std::convert::Infallible>) {
        if let Some(events) = &self.scope.events {
            events.send(event).await;
        }
    }
}
