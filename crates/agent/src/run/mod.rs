//! One run of an agent: the loop between model and tools.

mod engine;
pub mod events;
mod result;
mod step;
mod stream;

pub use self::result::RunResult;
pub use self::step::{Step, StepCallback};
pub use self::stream::RunStream;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::sync::Arc;

use futures::future::BoxFuture;
use tokio_util::sync::CancellationToken;

use crate::agent::AgentInner;
use crate::context::SharedUsage;
use crate::deferred::DeferredToolResults;
use crate::error::AgentError;
use crate::message::{JsonObject, Message, UserContent};
use crate::model::{Model, ModelSettings};
use crate::toolset::Toolset;
use crate::usage::UsageLimits;

use self::engine::Engine;
use self::events::EventQueue;

/// A run that has not begun. Await it for the result, or call [`Run::stream`] for its events: the loop is the same.
#[must_use = "a run does nothing until it is awaited or streamed"]
#[expect(
    clippy::struct_field_names,
    reason = "`run_id` is the name of the field in messages"
)]
pub struct Run<D, O> {
    pub(crate) agent: Arc<AgentInner<D, O>>,
    pub(crate) prompt: Option<UserContent>,
    pub(crate) deps: Arc<D>,
    pub(crate) history: Vec<Message>,
    pub(crate) model: Option<Arc<dyn Model>>,
    pub(crate) settings: Option<ModelSettings>,
    pub(crate) limits: Option<UsageLimits>,
    pub(crate) usage: Option<SharedUsage>,
    pub(crate) toolsets: Vec<Arc<dyn Toolset<D>>>,
    pub(crate) instructions: Option<String>,
    pub(crate) cancel: Option<CancellationToken>,
    pub(crate) metadata: Option<JsonObject>,
    pub(crate) run_id: Option<String>,
    pub(crate) deferred: Option<DeferredToolResults>,
    pub(crate) on_step: Option<StepCallback>,
}

impl<D, O> fmt::Debug for Run<D, O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Run")
            .field("agent", &self.agent.name)
            .finish_non_exhaustive()
    }
}

impl<D: Send + Sync + 'static, O: Send + 'static> Run<D, O> {
    pub(crate) fn new(
        agent: Arc<AgentInner<D, O>>,
        prompt: Option<UserContent>,
        deps: Arc<D>,
    ) -> Self {
        Self {
            agent,
            prompt,
            deps,
            history: Vec::new(),
            model: None,
            settings: None,
            limits: None,
            usage: None,
            toolsets: Vec::new(),
            instructions: None,
            cancel: None,
            metadata: None,
            run_id: None,
            deferred: None,
            on_step: None,
        }
    }

    /// Goes on with a conversation. System prompts are not added again.
    pub fn history(mut self, history: impl Into<Vec<Message>>) -> Self {
        self.history = history.into();
        self
    }

    /// Uses another model for this run, for example a test model.
    pub fn model(mut self, model: impl Model + 'static) -> Self {
        self.model = Some(Arc::new(model));
        self
    }

    /// Settings for this run, in front of the agent's.
    pub fn settings(mut self, settings: ModelSettings) -> Self {
        self.settings = Some(settings);
        self
    }

    /// Upper bounds of this run, instead of the agent's.
    pub fn usage_limits(mut self, limits: UsageLimits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Counts together with another run; see [`crate::RunContext::shared_usage`].
    pub fn usage(mut self, usage: SharedUsage) -> Self {
        self.usage = Some(usage);
        self
    }

    /// Adds a toolset for this run.
    pub fn toolset(mut self, toolset: impl Toolset<D> + 'static) -> Self {
        self.toolsets.push(Arc::new(toolset));
        self
    }

    /// Adds instructions for this run, after the agent's.
    pub fn instructions(mut self, text: impl Into<String>) -> Self {
        self.instructions = Some(text.into());
        self
    }

    /// Ends the run when the token fires. The error then carries the partial answer, marked interrupted.
    pub fn cancel_token(mut self, token: CancellationToken) -> Self {
        self.cancel = Some(token);
        self
    }

    /// The caller's own data, kept with the messages that the run adds and never sent to a model.
    pub fn metadata(mut self, metadata: JsonObject) -> Self {
        self.metadata = Some(metadata);
        self
    }

    /// Sets the id of the run. Default a random one.
    pub fn run_id(mut self, run_id: impl Into<String>) -> Self {
        self.run_id = Some(run_id.into());
        self
    }

    /// Answers the calls for which an earlier run stopped.
    pub fn deferred_results(mut self, results: DeferredToolResults) -> Self {
        self.deferred = Some(results);
        self
    }

    /// Calls `function` whenever messages were added, so that they can be stored; the run waits for it.
    ///
    /// An error from it ends the run. What was stored can be given to [`crate::Agent::resume`].
    pub fn on_step<F, Fut, E>(mut self, function: F) -> Self
    where
        F: Fn(Step) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.on_step = Some(StepCallback::new(function));
        self
    }

    /// Every event of the run, to its end. The last is [`events::AgentEvent::Done`], or an error.
    ///
    /// The run goes on only while the stream is polled. Dropping the stream drops the run and its partial answer;
    /// use [`Run::cancel_token`] to keep it.
    pub fn stream(self) -> RunStream<O> {
        let queue = Arc::new(EventQueue::default());
        let engine = Engine::new(self, Some(Arc::clone(&queue)));
        RunStream::new(Box::pin(engine.run()), queue)
    }
}

impl<D: Send + Sync + 'static, O: Send + 'static> IntoFuture for Run<D, O> {
    type Output = Result<RunResult<O>, AgentError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(Engine::new(self, None).run())
    }
}
