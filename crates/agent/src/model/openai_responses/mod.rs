//! The wire of OpenAI's responses API (`POST /responses`).
//!
//! [`encode`] makes the body of a request, [`ResponsesDecoder`] reads a streamed answer, [`decode_body`] one that came
//! in one piece. Items of the provider's own tools are kept whole in `provider_details.item` of a
//! [`crate::message::BuiltinToolCallPart`] and sent back to the same provider as they came.

mod decode;
mod encode;
mod encode_content;
mod event;
mod items;
mod state;
#[cfg(test)]
mod tests;

pub use self::decode::{ResponsesDecoder, ResponsesDecoderOptions, decode_body};
pub use self::encode::encode;
