//! Any bytes to the decoder of any wire, in pieces of any size: no panic, and the same events as in one piece.
//!
//! The first byte chooses the wire, the second the size of the pieces.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence_agent::model::{Decoder, ModelEvent, anthropic, openai_chat, openai_responses};

fn decoder(wire: u8) -> Box<dyn Decoder> {
    match wire % 3 {
        0 => Box::new(openai_chat::ChatDecoder::new(openai_chat::ChatDecoderOptions {
            thinking_tags: Some(("<think>".to_owned(), "</think>".to_owned())),
            ..Default::default()
        })),
        1 => Box::new(openai_responses::ResponsesDecoder::new(Default::default())),
        _ => Box::new(anthropic::AnthropicDecoder::new(Default::default())),
    }
}

fn decode(wire: u8, bytes: &[u8], piece_bytes: usize) -> (Vec<ModelEvent>, bool) {
    let mut decoder = decoder(wire);
    let mut events = Vec::new();
    let pushed = bytes.chunks(piece_bytes).try_for_each(|piece| decoder.push(piece, &mut events));
    let outcome = pushed.and_then(|()| decoder.finish(&mut events));
    (events, outcome.is_ok())
}

fuzz_target!(|data: &[u8]| {
    let [wire, piece, bytes @ ..] = data else { return };
    let whole = decode(*wire, bytes, bytes.len().max(1));
    let cut = decode(*wire, bytes, usize::from(*piece).max(1));
    assert_eq!(whole, cut);
});
