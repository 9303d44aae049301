use crate::error::ModelError;
use crate::model::wire::{StreamDecoder, WireEvents, bounded, skip_or_refuse};
use crate::model::{Decoder, ModelEvent};

use super::chunk::Chunk;
use super::state::ChatState;

/// What a decoder must know beforehand.
#[derive(Clone, Debug, Default)]
pub struct ChatDecoderOptions {
    /// The model asked, for errors.
    pub model: String,
    /// The provider, written on parts that belong to it alone.
    pub provider_name: String,
    /// Part of the tool call ids that are made up for vendors that give none; give each response its own.
    pub id_seed: String,
    /// Tags around thinking inside the text, see [`crate::model::ModelProfile::thinking_tags`].
    pub thinking_tags: Option<(String, String)>,
}

/// Reads a streamed answer.
///
/// Only choice 0 is read. A stream may end without `[DONE]` once a finish reason was seen.
#[derive(Debug)]
pub struct ChatDecoder(StreamDecoder<ChatEvents>);

impl ChatDecoder {
    /// A decoder for one answer.
    pub fn new(options: ChatDecoderOptions) -> Self {
        Self(StreamDecoder::new(ChatEvents {
            state: ChatState::new(options),
            done: false,
        }))
    }
}

impl Decoder for ChatDecoder {
    fn push(&mut self, bytes: &[u8], events: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        self.0.push(bytes, events)
    }

    fn finish(&mut self, events: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        self.0.finish(events)
    }
}

/// Reads an answer that came in one piece.
///
/// # Errors
/// [`ModelError::Protocol`] when the body is not JSON or has no choice, [`ModelError::Stream`] when it is an error
/// that came with a good status.
pub fn decode_body(
    options: ChatDecoderOptions,
    body: &[u8],
    events: &mut Vec<ModelEvent>,
) -> Result<(), ModelError> {
    let text = String::from_utf8_lossy(body);
    let refuse = |message: String| ModelError::Protocol {
        model: options.model.clone(),
        message,
    };
    let chunk: Chunk = serde_json::from_str(&text)
        .map_err(|error| refuse(format!("body is not a chat completion: {error}")))?;
    if chunk.error.is_none() && chunk.choices.as_ref().is_none_or(Vec::is_empty) {
        return Err(refuse("body has no choices".to_owned()));
    }
    let mut state = ChatState::new(options);
    state.take(chunk, events)?;
    state.end(events);
    Ok(())
}

#[derive(Debug)]
struct ChatEvents {
    state: ChatState,
    done: bool,
}

impl WireEvents for ChatEvents {
    fn model(&self) -> &str {
        self.state.model()
    }

    fn pieces(&self) -> usize {
        self.state.pieces()
    }

    fn event(
        &mut self,
        _name: &str,
        data: &str,
        events: &mut Vec<ModelEvent>,
    ) -> Result<(), ModelError> {
        let data = data.trim();
        if data == "[DONE]" {
            self.done = true;
        }
        if self.done || data.is_empty() {
            return Ok(());
        }
        match serde_json::from_str::<Chunk>(data) {
            Ok(chunk) => self.state.take(chunk, events),
            Err(error) => skip_or_refuse(self.state.model(), data, &error),
        }
    }

    fn end(&mut self, events: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        self.state.end(events);
        if self.state.has_finished() {
            return Ok(());
        }
        if self.done && self.state.pieces() > 0 {
            self.state.finish_without_reason(events);
            return Ok(());
        }
        Err(ModelError::Stream {
            model: self.state.model().to_owned(),
            code: None,
            message: bounded("the stream ended before the model was done"),
        })
    }
}
