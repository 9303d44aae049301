use std::future::Future;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::clock::{Clock, SystemClock};
use crate::context::RunContext;
use crate::deferred::Deferrable;
use crate::history::HistoryProcessor;
use crate::model::{Model, ModelSettings, StructuredOutput};
use crate::output::{EndStrategy, OutputSpec, SpecFault, TextOr};
use crate::telemetry::{Metrics, Telemetry};
use crate::tool::{IntoTool, ToolError};
use crate::toolset::{FunctionToolset, Toolset};
use crate::usage::UsageLimits;

use super::{Agent, AgentInner, Prompt, Retries};

/// Builds an [`Agent`]. The order of calls matters only where types change: first `deps`, then the output
/// (`output`, `output_fn`, `or_text`, `deferrable`), then all else.
#[must_use = "call `build` to get the agent"]
pub struct AgentBuilder<D, O> {
    inner: AgentInner<D, O>,
}

impl<D, O> std::fmt::Debug for AgentBuilder<D, O> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("AgentBuilder")
            .field("name", &self.inner.name)
            .finish_non_exhaustive()
    }
}

impl AgentBuilder<(), String> {
    pub(super) fn new(model: Arc<dyn Model>) -> Self {
        let inner = AgentInner {
            name: "agent".to_owned(),
            model,
            settings: ModelSettings::default(),
            system_prompts: Vec::new(),
            instructions: Vec::new(),
            functions: FunctionToolset::new(),
            toolsets: Vec::new(),
            output: OutputSpec::text(),
            retries: Retries::default(),
            limits: UsageLimits::default(),
            processors: Vec::new(),
            end_strategy: EndStrategy::default(),
            clock: Arc::new(SystemClock),
            telemetry: Telemetry::default(),
        };
        Self { inner }
    }

    /// Sets the type of the dependencies. Call it before tools and prompts that use them.
    ///
    /// What was added before takes other dependencies: tools, prompt functions, validators and processors before
    /// `deps` are a fault of the set-up.
    pub fn deps<D: Send + Sync + 'static>(self) -> AgentBuilder<D, String> {
        let mut output = OutputSpec::text();
        output.mode = self.inner.output.mode;
        if self.inner.has_functions() {
            output.faults.push(SpecFault(
                "call `deps` before anything that takes the dependencies".to_owned(),
            ));
        }
        let inner = AgentInner {
            name: self.inner.name,
            model: self.inner.model,
            settings: self.inner.settings,
            system_prompts: fixed_only(self.inner.system_prompts),
            instructions: fixed_only(self.inner.instructions),
            functions: FunctionToolset::new(),
            toolsets: Vec::new(),
            output,
            retries: self.inner.retries,
            limits: self.inner.limits,
            processors: Vec::new(),
            end_strategy: self.inner.end_strategy,
            clock: self.inner.clock,
            telemetry: self.inner.telemetry,
        };
        AgentBuilder { inner }
    }
}

fn fixed_only<D, E>(prompts: Vec<Prompt<D>>) -> Vec<Prompt<E>> {
    prompts
        .into_iter()
        .filter_map(|prompt| match prompt {
            Prompt::Fixed(text) => Some(Prompt::Fixed(text)),
            Prompt::Made(_) => None,
        })
        .collect()
}

impl<D: Send + Sync + 'static> AgentBuilder<D, String> {
    /// The answer is a `T`. Its schema and doc comments tell the model what is wanted.
    ///
    /// Types that are not objects (lists, enums, numbers) are wrapped in an object for the model.
    pub fn output<T>(self) -> AgentBuilder<D, T>
    where
        T: DeserializeOwned + JsonSchema + Send + 'static,
    {
        self.output_fn(|_, value: T| async move { Ok(value) })
    }

    /// The answer is what `function` makes of an `A` that the model gives. `function` may refuse it with
    /// [`crate::retry`].
    pub fn output_fn<A, O, F, Fut>(self, function: F) -> AgentBuilder<D, O>
    where
        A: DeserializeOwned + JsonSchema + Send + 'static,
        O: Send + 'static,
        F: Fn(RunContext<D>, A) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<O, ToolError>> + Send + 'static,
    {
        self.with_output(|before| {
            let mut spec = OutputSpec::empty();
            spec.faults = before.faults;
            if !before.validators.is_empty() || !before.tools.is_empty() {
                let message = "give the type of the answer once, and before its validators";
                spec.faults.push(SpecFault(message.to_owned()));
            }
            spec.mode = before.mode;
            spec.add(None, function);
            spec
        })
    }
}

impl<D: Send + Sync + 'static, O: Send + 'static> AgentBuilder<D, O> {
    fn with_output<P>(
        self,
        change: impl FnOnce(OutputSpec<D, O>) -> OutputSpec<D, P>,
    ) -> AgentBuilder<D, P> {
        let inner = self.inner;
        let inner = AgentInner {
            name: inner.name,
            model: inner.model,
            settings: inner.settings,
            system_prompts: inner.system_prompts,
            instructions: inner.instructions,
            functions: inner.functions,
            toolsets: inner.toolsets,
            output: change(inner.output),
            retries: inner.retries,
            limits: inner.limits,
            processors: inner.processors,
            end_strategy: inner.end_strategy,
            clock: inner.clock,
            telemetry: inner.telemetry,
        };
        AgentBuilder { inner }
    }

    /// One more form of answer: the model chooses between the output tools by their names.
    pub fn or_output_fn<A, F, Fut>(mut self, name: impl Into<String>, function: F) -> Self
    where
        A: DeserializeOwned + JsonSchema + Send + 'static,
        F: Fn(RunContext<D>, A) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<O, ToolError>> + Send + 'static,
    {
        self.inner.output.add(Some(name.into()), function);
        self
    }

    /// The model may also answer with plain text.
    pub fn or_text(self) -> AgentBuilder<D, TextOr<O>> {
        self.with_output(|output| {
            let mut output = output.map(TextOr::Value);
            output.text = Some(Arc::new(TextOr::Text));
            output
        })
    }

    /// The run may stop for approvals and for results from outside, and go on later.
    ///
    /// Without this, a call that needs one ends the run with [`crate::AgentError::Configuration`].
    pub fn deferrable(self) -> AgentBuilder<D, Deferrable<O>> {
        self.with_output(|output| {
            let mut output = output.map(Deferrable::Done);
            output.deferred = Some(Arc::new(Deferrable::Deferred));
            output
        })
    }

    /// Sets how the model is held to the type of the answer. Default: as the model's profile says, mostly by a tool.
    pub fn structured_output(mut self, mode: StructuredOutput) -> Self {
        self.inner.output.mode = Some(mode);
        self
    }

    /// The provider's own JSON Schema mode holds the model to the type of the answer.
    pub fn native(self) -> Self {
        self.structured_output(StructuredOutput::Native)
    }

    /// Words hold the model to the type of the answer; for models that know neither tools nor schemas.
    pub fn prompted(self) -> Self {
        self.structured_output(StructuredOutput::Prompted)
    }

    /// Checks or changes the answer; may refuse it with [`crate::retry`]. Several run in the order given.
    pub fn output_validator<F, Fut>(mut self, validator: F) -> Self
    where
        F: Fn(RunContext<D>, O) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<O, ToolError>> + Send + 'static,
    {
        self.inner
            .output
            .validators
            .push(Arc::new(move |context, output| {
                Box::pin(validator(context, output))
            }));
        self
    }

    /// Names the agent, for spans. Default `agent`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.inner.name = name.into();
        self
    }

    /// Adds a system prompt. It is written into the history once, when a conversation begins.
    pub fn system_prompt(mut self, text: impl Into<String>) -> Self {
        self.inner.system_prompts.push(Prompt::Fixed(text.into()));
        self
    }

    /// Adds a system prompt that is made when a conversation begins.
    pub fn system_prompt_fn<F, Fut>(mut self, function: F) -> Self
    where
        F: Fn(RunContext<D>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = String> + Send + 'static,
    {
        self.inner.system_prompts.push(Prompt::made(function));
        self
    }

    /// Adds instructions. They are sent with every request and never become part of the conversation, so a
    /// conversation handed to another agent follows that agent's instructions.
    pub fn instructions(mut self, text: impl Into<String>) -> Self {
        self.inner.instructions.push(Prompt::Fixed(text.into()));
        self
    }

    /// Adds instructions that are made anew before every request.
    pub fn instructions_fn<F, Fut>(mut self, function: F) -> Self
    where
        F: Fn(RunContext<D>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = String> + Send + 'static,
    {
        self.inner.instructions.push(Prompt::made(function));
        self
    }

    /// Adds a tool: an async function, or one with options from [`crate::tool()`]. One with the same name is replaced.
    pub fn tool<M>(mut self, tool: impl IntoTool<D, M>) -> Self {
        self.inner.functions.add(tool.into_tool());
        self
    }

    /// Adds a toolset.
    pub fn toolset(mut self, toolset: impl Toolset<D> + 'static) -> Self {
        self.inner.toolsets.push(Arc::new(toolset));
        self
    }

    /// Sets how often the model may repair what it did wrong. Default once for each tool, once for the answer.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.inner.retries = retries;
        self
    }

    /// Sets upper bounds of each run. Default 50 requests.
    pub fn usage_limits(mut self, limits: UsageLimits) -> Self {
        self.inner.limits = limits;
        self
    }

    /// Sets temperature and so on; those of a run go in front.
    pub fn settings(mut self, settings: ModelSettings) -> Self {
        self.inner.settings = settings;
        self
    }

    /// Adds a processor that changes what is sent of the conversation. Several run in the order given.
    pub fn history_processor(mut self, processor: impl HistoryProcessor<D> + 'static) -> Self {
        self.inner.processors.push(Arc::new(processor));
        self
    }

    /// Sets what happens when a response holds both an answer and calls of other tools. Default graceful.
    pub fn end_strategy(mut self, strategy: EndStrategy) -> Self {
        self.inner.end_strategy = strategy;
        self
    }

    /// Sets where the times in messages come from. Default the system's clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.inner.clock = Arc::new(clock);
        self
    }

    /// Writes prompts, answers, arguments and results into spans. Default false: spans hold no content.
    pub fn trace_content(mut self, yes: bool) -> Self {
        self.inner.telemetry.content = yes;
        self
    }

    /// Sets who is told tokens and durations.
    pub fn metrics(mut self, metrics: impl Metrics + 'static) -> Self {
        self.inner.telemetry.metrics = Some(Arc::new(metrics));
        self
    }

    /// The agent. Faults of the set-up appear with the first run, or with [`Agent::check`].
    pub fn build(self) -> Agent<D, O> {
        Agent {
            inner: Arc::new(self.inner),
        }
    }
}
