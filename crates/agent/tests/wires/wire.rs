//! Decoders by the name of their wire.

use ringfence_agent::error::ModelError;
use ringfence_agent::message::ResponseMessage;
use ringfence_agent::model::{
    Decoder, ModelEvent, ResponseAssembler, anthropic, openai_chat, openai_responses,
};

pub(crate) const WIRES: [&str; 3] = ["openai-chat", "openai-responses", "anthropic-messages"];

pub(crate) fn decoder(wire: &str) -> Box<dyn Decoder> {
    let (model, provider_name) = ("m".to_owned(), "p".to_owned());
    match wire {
        "openai-chat" => Box::new(openai_chat::ChatDecoder::new(
            openai_chat::ChatDecoderOptions {
                model,
                provider_name,
                id_seed: String::new(),
                thinking_tags: Some(("<think>".to_owned(), "</think>".to_owned())),
            },
        )),
        "openai-responses" => Box::new(openai_responses::ResponsesDecoder::new(
            openai_responses::ResponsesDecoderOptions {
                model,
                provider_name,
            },
        )),
        _ => Box::new(anthropic::AnthropicDecoder::new(
            anthropic::AnthropicDecoderOptions {
                model,
                provider_name,
            },
        )),
    }
}

/// The events of bytes that arrive in these pieces, and how the stream ended.
pub(crate) fn decode<'a>(
    wire: &str,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> (Vec<ModelEvent>, Result<(), ModelError>) {
    let mut decoder = decoder(wire);
    let mut events = Vec::new();
    let pushed = pieces
        .into_iter()
        .try_for_each(|piece| decoder.push(piece, &mut events));
    let outcome = pushed.and_then(|()| decoder.finish(&mut events));
    (events, outcome)
}

pub(crate) fn fold(events: Vec<ModelEvent>) -> ResponseMessage {
    let mut assembler = ResponseAssembler::new();
    for event in events {
        assembler.push(event);
    }
    assembler.finish()
}

/// Whether `UPDATE=1` asks tests to write what they would compare.
#[expect(
    clippy::disallowed_methods,
    reason = "the switch of tests that write their own expectation"
)]
pub(crate) fn update() -> bool {
    std::env::var("UPDATE").is_ok_and(|value| value == "1")
}
