use std::sync::Arc;

use crate::message::JsonObject;
use crate::model::ToolDefinition;
use crate::output::Resolved;
use crate::tool::ToolError;
use crate::toolset::{AvailableTool, Toolset};

use super::Engine;
use super::failure::Failure;

/// The tools of one step and the form in which the answer is wanted.
pub(super) struct Workshop<D> {
    pub(super) sets: Vec<Arc<dyn Toolset<D>>>,
    pub(super) tools: Vec<BoundTool>,
    pub(super) definitions: Vec<ToolDefinition>,
    pub(super) output: Resolved,
}

/// A tool and where its calls go.
pub(super) struct BoundTool {
    pub(super) tool: AvailableTool,
    pub(super) place: Place,
}

/// Where calls of a tool go.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// The agent's own functions.
    Functions,
    /// A toolset, by its number in [`Workshop::sets`].
    Set(usize),
}

impl<D> Workshop<D> {
    pub(super) fn find(&self, name: &str) -> Option<&BoundTool> {
        self.tools
            .iter()
            .find(|bound| bound.tool.definition.name == name)
    }

    /// The names, for a model that named another.
    pub(super) fn names(&self) -> String {
        let names: Vec<_> = self
            .tools
            .iter()
            .map(|bound| format!("`{}`", bound.tool.definition.name))
            .collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    }
}

impl<D: Send + Sync + 'static, O: Send + 'static> Engine<D, O> {
    /// Collects the tools for the next step.
    pub(super) async fn workshop(&self) -> Result<Workshop<D>, Failure> {
        let output = self
            .agent
            .output
            .resolve(self.scope.model.profile())
            .map_err(|fault| Failure::Configuration(fault.0))?;
        let sets: Vec<_> = self
            .agent
            .toolsets
            .iter()
            .chain(&self.toolsets)
            .map(Arc::clone)
            .collect();
        let mut tools: Vec<BoundTool> = Vec::new();
        let context = self.context();
        if !self.agent.functions.is_empty() {
            let listed = self
                .agent
                .functions
                .tools(&context)
                .await
                .map_err(listing_failure)?;
            self.bind(listed, Place::Functions, &mut tools)?;
        }
        for (number, set) in sets.iter().enumerate() {
            let listed = set.tools(&context).await.map_err(listing_failure)?;
            self.bind(listed, Place::Set(number), &mut tools)?;
        }
        let definitions = tools
            .iter()
            .map(|bound| bound.tool.definition.clone())
            .collect();
        Ok(Workshop {
            sets,
            tools,
            definitions,
            output,
        })
    }

    fn bind(
        &self,
        listed: Vec<AvailableTool>,
        place: Place,
        tools: &mut Vec<BoundTool>,
    ) -> Result<(), Failure> {
        for tool in listed {
            let name = &tool.definition.name;
            if !is_tool_name(name) {
                return Err(Failure::Configuration(format!(
                    "tool name `{name}` is not 1 to 64 letters, digits, `_` and `-`; name closures with `named`"
                )));
            }
            let taken = tools
                .iter()
                .any(|other| other.tool.definition.name == *name)
                || self
                    .agent
                    .output
                    .tools
                    .iter()
                    .any(|output| output.definition.name == *name);
            if taken {
                return Err(Failure::Configuration(format!(
                    "there are two tools named `{name}`; give one toolset a prefix or rename it"
                )));
            }
            tools.push(BoundTool { tool, place });
        }
        Ok(())
    }

    /// Passes a call on to where the tool came from.
    pub(super) async fn pass_on(
        agent: &crate::agent::AgentInner<D, O>,
        sets: &[Arc<dyn Toolset<D>>],
        place: Place,
        name: &str,
        args: JsonObject,
        context: crate::context::RunContext<D>,
    ) -> Result<crate::tool::ToolReply, ToolError> {
        match place {
            Place::Functions => agent.functions.call(name, args, context).await,
            Place::Set(number) => match sets.get(number) {
                Some(set) => set.call(name, args, context).await,
                None => Err(ToolError::Failed(format!("there is no tool `{name}`"))),
            },
        }
    }
}

/// The names that every wire takes.
fn is_tool_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn listing_failure(error: ToolError) -> Failure {
    match error {
        ToolError::Fatal(source) => Failure::callback("listing the tools", source),
        ToolError::Retry(message) | ToolError::Failed(message) => {
            Failure::callback("listing the tools", message.into())
        }
        ToolError::ApprovalRequired(_) | ToolError::Deferred(_) => Failure::callback(
            "listing the tools",
            "a list of tools cannot be deferred".into(),
        ),
    }
}
