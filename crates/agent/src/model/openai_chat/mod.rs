//! The wire of OpenAI's chat-completions API (`POST /chat/completions`), which most other vendors speak too.
//!
//! [`encode`] makes the body of a request, [`ChatDecoder`] reads a streamed answer, [`decode_body`] one that came in one
//! piece. Where vendors differ, [`ChatQuirks`] says so as data.

mod chunk;
mod decode;
mod encode;
mod encode_content;
mod encode_tools;
mod quirks;
mod state;
#[cfg(test)]
mod tests;

pub use self::decode::{ChatDecoder, ChatDecoderOptions, decode_body};
pub(crate) use self::encode::effort_of_budget;
pub use self::encode::encode;
pub(crate) use self::encode_content::{cache_control, file_name};
pub(crate) use self::encode_tools::{json_schema, strict_schema};
pub use self::quirks::{ChatQuirks, ReasoningField, ThinkingRequest};
