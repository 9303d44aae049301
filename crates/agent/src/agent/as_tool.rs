use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::context::RunContext;
use crate::tool::{Tool, ToolError, tool};

use super::Agent;

#[derive(Deserialize, JsonSchema)]
struct AskArgs {
    /// the task, with everything that is needed to do it
    prompt: String,
}

impl<D, O> Agent<D, O>
where
    D: Send + Sync + 'static,
    O: Serialize + Send + 'static,
{
    /// This agent as a tool of another one with the same dependencies.
    ///
    /// Each call is a run of its own without the caller's conversation. It counts on the caller's usage, and its own
    /// limits are checked against that common count. When it fails, the caller's run fails.
    pub fn as_tool(&self, name: impl Into<String>, description: impl Into<String>) -> Tool<D> {
        let agent = self.clone();
        let ask = move |context: RunContext<D>, args: AskArgs| {
            let run = agent
                .run(args.prompt, context.deps.clone())
                .usage(context.shared_usage());
            async move { Ok::<O, ToolError>(run.await?.output) }
        };
        tool(ask).named(name).described(description)
    }
}
