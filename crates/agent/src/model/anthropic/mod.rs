//! The wire of Anthropic's messages API (`POST /v1/messages`).
//!
//! [`encode`] makes the body of a request, [`AnthropicDecoder`] reads a streamed answer, [`decode_body`] one that came
//! in one piece. Blocks of the provider's own tools are taken apart without loss (the block's `type` and what has no
//! field of its own go to `provider_details`) and put together again when they are sent back to the same provider.

mod blocks;
mod decode;
mod encode;
mod encode_content;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use self::decode::{AnthropicDecoder, AnthropicDecoderOptions, decode_body};
pub use self::encode::encode;

/// Value of the header `anthropic-version` that this wire follows.
pub const ANTHROPIC_VERSION: &str = "2023-06-01";
