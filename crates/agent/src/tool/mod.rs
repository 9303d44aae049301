//! Tools: async functions that a model may call.

mod definition;
mod error;
mod function;
mod options;
mod reply;

pub use self::definition::Tool;
pub use self::error::{ToolError, failed, retry};
pub use self::function::{IntoTool, PlainMarker, tool, tool_plain};
pub use self::options::ToolOptions;
pub use self::reply::{IntoToolReply, ToolReply, ToolReturn};
