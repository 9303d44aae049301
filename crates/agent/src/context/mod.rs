//! What a tool, prompt or validator is told about the run that it belongs to.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::message::{JsonObject, Message};
use crate::model::Model;
use crate::run::events::EventQueue;
use crate::usage::RunUsage;

/// The run, as seen from a tool, a prompt function, a validator or a history processor.
///
/// Taken by value and cheap to clone. `D` is the type of the dependencies, for example database handles.
pub struct RunContext<D = ()> {
    /// The dependencies given to the run.
    pub deps: Arc<D>,
    /// Steps begun so far: 1 while the first response is worked on, 0 before.
    pub run_step: u32,
    /// How often this tool, or the output, was already sent back in this run.
    pub retry: u32,
    /// How often it may be sent back.
    pub max_retries: u32,
    /// Id of the tool call; `None` outside of a tool.
    pub tool_call_id: Option<String>,
    /// Name of the tool as the model sees it; `None` outside of a tool.
    pub tool_name: Option<String>,
    /// True when a person has approved this call.
    pub tool_call_approved: bool,
    pub(crate) run: Arc<RunScope>,
    pub(crate) messages: Arc<Vec<Message>>,
}

/// What does not change during a run.
pub(crate) struct RunScope {
    pub(crate) run_id: String,
    pub(crate) model: Arc<dyn Model>,
    pub(crate) usage: SharedUsage,
    pub(crate) metadata: Option<JsonObject>,
    pub(crate) events: Option<Arc<EventQueue>>,
}

impl<D> RunContext<D> {
    /// A context outside of any run, to call tools and validators from tests. Its model is a
    /// [`crate::TestModel`], its run id `test`.
    ///
    /// ```
    /// # use ringfence_agent::{RunContext, ToolError};
    /// async fn greet(ctx: RunContext<String>, _: ()) -> Result<String, ToolError> {
    ///     Ok(format!("hello {}", ctx.deps))
    /// }
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let context = RunContext::for_test("Ann".to_owned());
    /// assert_eq!(greet(context, ()).await.unwrap(), "hello Ann");
    /// # });
    /// ```
    pub fn for_test(deps: impl Into<Arc<D>>) -> Self {
        Self {
            deps: deps.into(),
            run_step: 1,
            retry: 0,
            max_retries: 1,
            tool_call_id: None,
            tool_name: None,
            tool_call_approved: false,
            run: Arc::new(RunScope {
                run_id: "test".to_owned(),
                model: Arc::new(crate::testing::TestModel::new()),
                usage: SharedUsage::new(),
                metadata: None,
                events: None,
            }),
            messages: Arc::default(),
        }
    }

    /// Id of the run.
    pub fn run_id(&self) -> &str {
        &self.run.run_id
    }

    /// The model of the run.
    pub fn model(&self) -> &Arc<dyn Model> {
        &self.run.model
    }

    /// What was used so far.
    pub fn usage(&self) -> RunUsage {
        self.run.usage.get()
    }

    /// The counter of the run, to be given to the run of another agent so that both count together.
    pub fn shared_usage(&self) -> SharedUsage {
        self.run.usage.clone()
    }

    /// The caller's own data of the run.
    pub fn metadata(&self) -> Option<&JsonObject> {
        self.run.metadata.as_ref()
    }

    /// The conversation so far.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// Tells whoever watches the run how far a tool is, as [`crate::AgentEvent::ToolProgress`].
    ///
    /// Does nothing when nobody watches. At most 1024 reports wait for the watcher; more are dropped.
    pub fn progress(&self, value: impl Into<serde_json::Value>) {
        let (Some(events), Some(id), Some(name)) =
            (&self.run.events, &self.tool_call_id, &self.tool_name)
        else {
            return;
        };
        events.report_progress(id, name, value.into());
    }

    pub(crate) fn with_deps<E>(&self, deps: Arc<E>) -> RunContext<E> {
        RunContext {
            deps,
            run_step: self.run_step,
            retry: self.retry,
            max_retries: self.max_retries,
            tool_call_id: self.tool_call_id.clone(),
            tool_name: self.tool_name.clone(),
            tool_call_approved: self.tool_call_approved,
            run: Arc::clone(&self.run),
            messages: Arc::clone(&self.messages),
        }
    }
}

impl<D> Clone for RunContext<D> {
    fn clone(&self) -> Self {
        self.with_deps(Arc::clone(&self.deps))
    }
}

impl<D> fmt::Debug for RunContext<D> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RunContext")
            .field("run_id", &self.run.run_id)
            .field("run_step", &self.run_step)
            .field("tool_name", &self.tool_name)
            .field("tool_call_id", &self.tool_call_id)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

/// A counter of usage that several runs can share.
#[derive(Clone, Debug, Default)]
pub struct SharedUsage(Arc<Mutex<RunUsage>>);

impl SharedUsage {
    /// A counter at zero.
    pub fn new() -> Self {
        Self::default()
    }

    /// The count now.
    pub fn get(&self) -> RunUsage {
        self.lock().clone()
    }

    pub(crate) fn update<R>(&self, change: impl FnOnce(&mut RunUsage) -> R) -> R {
        change(&mut self.lock())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, RunUsage> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
