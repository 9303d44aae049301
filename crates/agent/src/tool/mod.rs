//! Tools: async functions that a model may call.

mod error;
mod function;
mod options;
mod reply;

pub use self::error::{ToolError, failed, retry};
pub use self::function::{IntoTool, PlainMarker, Tool, tool, tool_plain};
pub use self::options::ToolOptions;
pub use self::reply::{IntoToolReply, ToolReply, ToolReturn};
