//! The answer of an agent: text, a type, or either; and how the model is held to it.

mod instructions;
mod spec;
mod text_or;

pub use self::text_or::TextOr;

pub(crate) use self::instructions::{prompted_instructions, strip_fence};
pub(crate) use self::spec::{OutputFault, OutputSpec, OutputTool, Resolved, SpecFault};

/// Name of the tool whose arguments are the answer.
pub const OUTPUT_TOOL_NAME: &str = "final_result";

/// When a response holds both an answer and calls of other tools.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EndStrategy {
    /// The other tools are not called.
    Early,
    /// The other tools are called, further answers are not looked at.
    #[default]
    Graceful,
    /// The other tools are called, and further answers are checked; the first valid one counts.
    Exhaustive,
}
