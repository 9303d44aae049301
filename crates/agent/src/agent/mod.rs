//! The agent: a model with instructions, tools and a type of answer.

mod as_tool;
mod builder;
mod prompt;
mod retries;

pub use self::builder::AgentBuilder;
pub use self::retries::Retries;

pub(crate) use self::prompt::{Prompt, join as join_prompts};

use std::fmt;
use std::sync::Arc;

use crate::clock::Clock;
use crate::error::{AgentError, FailedRun};
use crate::history::HistoryProcessor;
use crate::message::{Message, UserContent};
use crate::model::{Model, ModelSettings};
use crate::output::{EndStrategy, OutputSpec};
use crate::run::Run;
use crate::telemetry::Telemetry;
use crate::toolset::{FunctionToolset, Toolset};
use crate::usage::UsageLimits;

/// A model with instructions, tools and a type of answer. Cheap to clone; holds nothing of a conversation.
///
/// `D` is the type of the dependencies that tools and prompts get, `O` the type of the answer.
pub struct Agent<D = (), O = String> {
    pub(crate) inner: Arc<AgentInner<D, O>>,
}

pub(crate) struct AgentInner<D, O> {
    pub(crate) name: String,
    pub(crate) model: Arc<dyn Model>,
    pub(crate) settings: ModelSettings,
    pub(crate) system_prompts: Vec<Prompt<D>>,
    pub(crate) instructions: Vec<Prompt<D>>,
    pub(crate) functions: FunctionToolset<D>,
    pub(crate) toolsets: Vec<Arc<dyn Toolset<D>>>,
    pub(crate) output: OutputSpec<D, O>,
    pub(crate) retries: Retries,
    pub(crate) limits: UsageLimits,
    pub(crate) processors: Vec<Arc<dyn HistoryProcessor<D>>>,
    pub(crate) end_strategy: EndStrategy,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) telemetry: Telemetry,
}

impl<D, O> Clone for Agent<D, O> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
        }
    }
}

impl<D, O> fmt::Debug for Agent<D, O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Agent")
            .field("name", &self.inner.name)
            .field("model", &self.inner.model.name())
            .finish_non_exhaustive()
    }
}

impl Agent {
    /// Begins an agent that answers with text and has no dependencies; the builder changes both.
    pub fn builder(model: impl Model + 'static) -> AgentBuilder<(), String> {
        AgentBuilder::new(Arc::new(model))
    }
}

impl<D: Send + Sync + 'static, O: Send + 'static> Agent<D, O> {
    /// The name, as it appears in spans.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// The model that runs use unless they say otherwise.
    pub fn model(&self) -> &Arc<dyn Model> {
        &self.inner.model
    }

    /// Begins a run with a prompt. Await it for the result, or call [`Run::stream`] for its events.
    ///
    /// Nothing happens before that. A run owns all that it needs and can be spawned.
    pub fn run(&self, prompt: impl Into<UserContent>, deps: impl Into<Arc<D>>) -> Run<D, O> {
        Run::new(Arc::clone(&self.inner), Some(prompt.into()), deps.into())
    }

    /// Goes on with a conversation without a new prompt.
    ///
    /// When it ends with a request, the model is asked. When it ends with tool calls, those without a result are
    /// made now: this is how a run goes on after a crash, or with [`Run::deferred_results`]. A tool that was running
    /// when the process died is called again.
    pub fn resume(&self, history: impl Into<Vec<Message>>, deps: impl Into<Arc<D>>) -> Run<D, O> {
        Run::new(Arc::clone(&self.inner), None, deps.into()).history(history)
    }

    /// Finds faults of the set-up that would fail every run: unusable schemas, closures without a name, output
    /// options that exclude each other.
    ///
    /// # Errors
    /// [`AgentError::Configuration`] with the first fault.
    pub fn check(&self) -> Result<(), AgentError> {
        self.inner.fault().map_or(Ok(()), |message| {
            Err(AgentError::Configuration {
                message,
                run: Box::new(FailedRun::default()),
            })
        })
    }
}

impl<D: Send + Sync + 'static, O: Send + 'static> AgentInner<D, O> {
    /// True when something was added that takes the dependencies or the answer.
    fn has_functions(&self) -> bool {
        let made = |prompts: &[Prompt<D>]| {
            prompts
                .iter()
                .any(|prompt| matches!(prompt, Prompt::Made(_)))
        };
        !self.functions.is_empty()
            || !self.toolsets.is_empty()
            || !self.processors.is_empty()
            || !self.output.validators.is_empty()
            || !self.output.tools.is_empty()
            || made(&self.system_prompts)
            || made(&self.instructions)
    }

    /// What makes every run fail, if anything.
    pub(crate) fn fault(&self) -> Option<String> {
        if let Some((name, fault)) = self.functions.faults().next() {
            return Some(format!("tool `{name}`: {fault}"));
        }
        if let Some(fault) = self.output.faults.first() {
            return Some(fault.0.clone());
        }
        None
    }
}
