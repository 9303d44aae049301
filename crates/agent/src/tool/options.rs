use std::time::Duration;

/// How calls of a tool are handled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToolOptions {
    /// How often the model may repair a call before the run ends. `None` takes the agent's budget (default 1).
    pub retries: Option<u32>,
    /// How long one call may take; then the model is asked to try again. Default no limit.
    pub timeout: Option<Duration>,
    /// No other tool runs while this one does. Default false.
    pub sequential: bool,
    /// A person must approve every call. Default false.
    pub requires_approval: bool,
    /// The call is answered outside of the run. Default false.
    pub external: bool,
}
